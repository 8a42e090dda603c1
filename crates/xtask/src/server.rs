//! A folder over HTTP on 127.0.0.1, for `cargo xtask serve` and for the browser tests.
//!
//! Deliberately absent: everything a public server needs; the site is a plain folder for any host.

use anyhow::{Result, anyhow};
use std::fs::File;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use tiny_http::{Header, Method, Request, Response};

/// A running server. It stops when it is dropped.
pub struct Server {
    http: Arc<tiny_http::Server>,
    port: u16,
    prefix: String,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `folder` under `prefix` ("/" or "/some/path/"). Port 0 is any free one.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start(folder: &Path, prefix: &str, port: u16) -> Result<Server> {
        let http = tiny_http::Server::http((Ipv4Addr::LOCALHOST, port))
            .map_err(|error| anyhow!("port {port}: {error}"))?;
        let port = http.server_addr().to_ip().map_or(port, |address| address.port());
        let http = Arc::new(http);
        let (serving, folder) = (Arc::clone(&http), folder.to_path_buf());
        let mounted = prefix.to_owned();
        let thread = std::thread::spawn(move || {
            for request in serving.incoming_requests() {
                // A reader who closed the page is no failure of the server.
                let _ = answer(&folder, &mounted, request);
            }
        });
        Ok(Server { http, port, prefix: prefix.to_owned(), thread: Some(thread) })
    }

    /// "http://127.0.0.1:3000/".
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.prefix)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.http.unblock();
        if let Some(thread) = self.thread.take() {
            // The thread only ends; it has nothing to report.
            let _ = thread.join();
        }
    }
}

fn answer(folder: &Path, prefix: &str, request: Request) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::empty(405));
    }
    let path = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
    match path.strip_prefix(prefix).and_then(|path| find(folder, path)) {
        Some(file) => {
            let kind = header("Content-Type", content_type(&file));
            // Always asked again, never stored stale: a rebuilt page is seen at once.
            let fresh = header("Cache-Control", "no-cache");
            let response = Response::from_file(File::open(&file)?);
            request.respond(response.with_header(kind).with_header(fresh))
        }
        None => request.respond(Response::from_string("not found").with_status_code(404)),
    }
}

/// The file of a URL path, never one outside the folder.
fn find(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = percent_decoded(path)?;
    if path.split('/').any(|part| part == "..") || path.starts_with('/') {
        return None;
    }
    let file = folder.join(&path);
    let file = if file.is_dir() { file.join("index.html") } else { file };
    file.is_file().then_some(file)
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("our own headers are plain ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(find(folder, "Cargo.toml").is_some());
        assert!(find(folder, "src/main%2ers").is_some());
        assert!(find(folder, "../xtask/Cargo.toml").is_none());
        assert!(find(folder, "%2e%2e/xtask/Cargo.toml").is_none());
        assert!(find(folder, "/etc/hostname").is_none());
    }
}
