//! A folder over HTTP on 127.0.0.1, for `cargo xtask serve` and for the browser tests.
//!
//! In: a folder. Out: GET and HEAD of its files, one connection for each.
//! Deliberately absent: everything a public server needs; the site is a plain folder for any host.

use anyhow::{Context, Result};
use model::percent::unescape;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// No browser sends more than this before the empty line.
const LONGEST_REQUEST: u64 = 64 * 1024;

/// Browsers open connections that they may never use.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. It stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    prefix: String,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `folder` under `prefix` ("/" or "/some/path/"). Port 0 is any free one.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start(folder: &Path, prefix: &str, port: u16) -> Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("port {port} cannot be used"))?;
        let address = listener.local_addr()?;
        let ended = Arc::new(AtomicBool::new(false));
        let (told, folder, mounted) = (Arc::clone(&ended), folder.to_owned(), prefix.to_owned());
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if told.load(Ordering::SeqCst) {
                    return;
                }
                let (folder, mounted) = (folder.clone(), mounted.clone());
                // A thread for each: a browser stops reading a long page until the script in its
                // head has come, on another connection.
                std::thread::spawn(move || {
                    // A reader who closed the page is no failure of the server.
                    let _ = stream.and_then(|stream| answer(&folder, &mounted, stream));
                });
            }
        });
        Ok(Server { address, prefix: prefix.to_owned(), ended, thread: Some(thread) })
    }

    /// "http://127.0.0.1:3000/".
    pub fn address(&self) -> String {
        format!("http://{}{}", self.address, self.prefix)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections; that it is refused is as good.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            // The thread only ends; it has nothing to report.
            let _ = thread.join();
        }
    }
}

fn answer(folder: &Path, prefix: &str, mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new((&stream).take(LONGEST_REQUEST)).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    let mut takes_gzip = false;
    while let Some(line) = lines.next().transpose()?.filter(|line| !line.is_empty()) {
        let header = line.to_ascii_lowercase();
        takes_gzip |= header.starts_with("accept-encoding:") && header.contains("gzip");
    }
    let mut words = request.split(' ');
    let (method, url) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = url.split(['?', '#']).next().unwrap_or_default();
    if is_folder_without_slash(folder, prefix, path) {
        let query = &url[path.len()..];
        let head = format!(
            "HTTP/1.1 301 Moved Permanently\r\nLocation: {path}/{query}\r\nContent-Length: 0\r\n\
             Cache-Control: no-cache\r\nConnection: close\r\n\r\n"
        );
        return stream.write_all(head.as_bytes());
    }
    let file = path.strip_prefix(prefix).and_then(|path| find(folder, path));
    // Compressed beforehand by whoever wants to see the site as a host sends it.
    let zipped = file.as_ref().filter(|_| takes_gzip).map(|file| zipped(file));
    let zipped = zipped.filter(|zipped| zipped.is_file());
    let encoding = if zipped.is_some() { "Content-Encoding: gzip\r\n" } else { "" };
    let (status, kind, body) = match (method, file) {
        ("GET" | "HEAD", Some(file)) => {
            ("200 OK", content_type(&file), std::fs::read(zipped.unwrap_or(file))?)
        }
        // As static hosts do; what a page loads gets it too.
        ("GET" | "HEAD", None) => {
            let page = std::fs::read(folder.join("404.html"));
            ("404 Not Found", "text/html; charset=utf-8", page.unwrap_or_default())
        }
        _ => ("405 Method Not Allowed", "text/plain", Vec::new()),
    };
    // Always asked again, never stored stale: a rebuilt page is seen at once.
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         {encoding}Cache-Control: no-cache\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    Ok(())
}

/// Where a file lies compressed, if it does: "a.html.gz".
pub fn zipped(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".gz");
    PathBuf::from(name)
}

/// Whether a URL path means a folder's page but would be taken for a file beside it: the links of the page would lead
/// astray. Hosts redirect to the folder.
fn is_folder_without_slash(folder: &Path, prefix: &str, path: &str) -> bool {
    if path.ends_with('/') {
        return false;
    }
    let slashed = [path, "/"].concat();
    slashed.strip_prefix(prefix).is_some_and(|path| find(folder, path).is_some())
}

/// The file of a URL path, never one outside the folder.
fn find(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = unescape(path)?;
    if path.split('/').any(|part| part == "..") || path.starts_with('/') {
        return None;
    }
    let file = if path.is_empty() || path.ends_with('/') {
        folder.join(&path).join("index.html")
    } else {
        folder.join(&path)
    };
    file.is_file().then_some(file)
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

    #[test]
    fn a_folder_is_told_from_a_file_by_its_slash() -> Result<()> {
        let site = std::env::temp_dir().join(format!("server-{}", std::process::id()));
        std::fs::create_dir_all(site.join("en"))?;
        for page in ["index.html", "en/index.html", "en/a.html"] {
            std::fs::write(site.join(page), page)?;
        }
        let server = Server::start(&site, "/any/path/", 0)?;
        let ask = |path: &str| -> Result<String> {
            let mut stream = TcpStream::connect(server.address)?;
            write!(stream, "GET {path} HTTP/1.1\r\n\r\n")?;
            let mut told = String::new();
            stream.read_to_string(&mut told)?;
            Ok(told)
        };
        for (path, place) in
            [("/any/path", "/any/path/"), ("/any/path/en?q=1", "/any/path/en/?q=1")]
        {
            let told = ask(path)?;
            assert!(told.starts_with("HTTP/1.1 301"), "{told}");
            assert!(told.contains(&format!("Location: {place}\r\n")), "{told}");
        }
        assert!(ask("/any/path/en/")?.ends_with("en/index.html"));
        for path in ["/any/path/en/a.html/", "/any/path/en/a", "/any//en", "/any"] {
            assert!(ask(path)?.starts_with("HTTP/1.1 404"), "{path}");
        }
        Ok(std::fs::remove_dir_all(&site)?)
    }

    #[test]
    fn files_are_served_under_the_prefix_and_errors_told() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let server = Server::start(folder, "/any/path/", 0).expect("a free port");
        let ask = |line: &str| {
            let mut stream = TcpStream::connect(server.address).expect("it listens");
            write!(stream, "{line} HTTP/1.1\r\nHost: x\r\n\r\n").expect("it reads");
            let mut told = String::new();
            stream.read_to_string(&mut told).expect("it answers");
            told
        };
        assert!(ask("GET /any/path/Cargo.toml?v=1").contains("name = \"xtask\""));
        assert!(ask("HEAD /any/path/Cargo.toml").ends_with("\r\n\r\n"));
        assert!(ask("GET /Cargo.toml").starts_with("HTTP/1.1 404"));
        assert!(ask("GET /any/path/src").starts_with("HTTP/1.1 404"), "a folder without a page");
        assert!(ask("POST /any/path/Cargo.toml").starts_with("HTTP/1.1 405"));
    }
}
