//! The book without a network: which files there are, for the service worker.
//!
//! In: a built site. Out: its `service-worker.js`: the list of the site's files, each with its hash, before
//! the worker's code (`book/theme/service-worker.js`). A hash is what a browser must find in a file before
//! it keeps it, so old and new files never mix.
//! Deliberately absent: what is kept when, which is the worker's own.

use crate::site::{self, TRANSLATIONS};
use anyhow::{Context, Result};
use base64::Engine;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The worker's name in the site; its place decides what it serves.
const WORKER: &str = "service-worker.js";

/// Takes the place of the worker while an author's pages change under the browser's eyes, and removes
/// one that is there already.
const NO_WORKER: &str = "addEventListener('install', () => skipWaiting());\n\
    addEventListener('activate', () => registration.unregister());\n";

/// Writes the worker of a site; everything else in the site is finished.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(root: &Path, site: &Path, source_language: &str) -> Result<()> {
    let mut files = Map::new();
    for file in site::files(site)? {
        // The worker does not keep itself; names with a dot are for the host only, and many serve no such file.
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name == WORKER || name.starts_with('.') {
            continue;
        }
        let bytes = std::fs::read(site.join(&file))?;
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(&bytes));
        let path = file.to_string_lossy().replace('\\', "/");
        let set = set(&path, source_language);
        files.insert(path, json!([format!("sha256-{hash}"), set]));
    }
    let list = serde_json::to_string(&Value::Object(files))?;
    let code = root.join("book/theme").join(WORKER);
    let code = std::fs::read_to_string(&code)
        .with_context(|| format!("cannot read {}", code.display()))?;
    std::fs::write(site.join(WORKER), format!("const FILES = {list};\n{code}"))?;
    Ok(())
}

/// Leaves the offline copy out of a site that is being worked on.
///
/// # Errors
/// When the file cannot be written.
pub fn leave_out(site: &Path) -> Result<()> {
    Ok(std::fs::write(site.join(WORKER), NO_WORKER)?)
}

/// What a file belongs to: "shell", a language, "all" languages, or "seen": kept once a page shows it.
fn set<'a>(path: &str, source_language: &'a str) -> &'a str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit('.').next().unwrap_or_default();
    let is_shell = name == "index.html" || name == "404.html" || name.starts_with("favicon");
    if is_shell || path.contains("book/theme/") || path.contains("css/") {
        return "shell";
    }
    // "book-1234.js", "en/book-1234.js"
    let folder = path.strip_suffix(name).unwrap_or_default().trim_end_matches('/');
    if ending == "js" && (folder.is_empty() || TRANSLATIONS.contains(&folder)) {
        return "shell";
    }
    if ending == "png" {
        return "seen";
    }
    let names = |lang: &str| {
        // "live/playground-en.wasm", "pagefind/fragment/en_1.pf_fragment", "wasm.en.pagefind"
        [format!("-{lang}."), format!(".{lang}."), format!(".{lang}_")]
            .iter()
            .any(|part| name.contains(part.as_str()))
            || name.starts_with(&format!("{lang}_"))
            || path.starts_with(&format!("{lang}/"))
    };
    if let Some(language) = TRANSLATIONS.iter().find(|lang| names(lang)) {
        return language;
    }
    // Pagefind writes the source language with its country: "zh-cn_1.pf_fragment".
    let country = format!("{source_language}-");
    if ending == "html" || names(source_language) || name.contains(&country) {
        return source_language;
    }
    "all"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_belongs_somewhere() {
        for (path, expected) in [
            ("index.html", "shell"),
            ("en/index.html", "shell"),
            ("book-1234.js", "shell"),
            ("en/book-1234.js", "shell"),
            ("en/css/general-1.css", "shell"),
            ("book/theme/search-1.js", "shell"),
            ("session.html", "zh"),
            ("en/images/preview-en.png", "seen"),
            ("en/session.html", "en"),
            ("live/playground-en.wasm", "en"),
            ("live/playground-zh.wasm", "zh"),
            ("live/playground-later-zh.wasm", "zh"),
            ("live/loader.js", "all"),
            ("pagefind/pagefind.js", "all"),
            ("pagefind/wasm.unknown.pagefind", "all"),
            ("pagefind/wasm.en.pagefind", "en"),
            ("pagefind/pagefind.zh-cn_e4f.pf_meta", "zh"),
            ("pagefind/fragment/en_287.pf_fragment", "en"),
            ("pagefind/index/zh-cn_69.pf_index", "zh"),
        ] {
            assert_eq!(set(path, "zh"), expected, "{path}");
        }
    }
}
