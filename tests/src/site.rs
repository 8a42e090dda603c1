//! The built site as files.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The folder of the built site.
///
/// # Panics
/// When it was not built.
pub fn folder() -> PathBuf {
    let site = xtask::build::site(&xtask::root());
    assert!(site.join("index.html").is_file(), "there is no site; type: cargo xtask build");
    site
}

/// A copy of the site, to be changed by a test.
///
/// # Errors
/// When it cannot be written.
pub fn copy() -> Result<TempDir> {
    let copy = tempfile::tempdir()?;
    for file in xtask::site::files(&folder())? {
        let to = copy.path().join(&file);
        std::fs::create_dir_all(to.parent().context("below the folder")?)?;
        std::fs::copy(folder().join(&file), to)?;
    }
    Ok(copy)
}

/// Every page of the site, relative to its folder, in order.
pub fn pages() -> Vec<PathBuf> {
    let root = folder();
    let files = files(&root).into_iter().filter(|file| is_page(file));
    let mut pages: Vec<PathBuf> =
        files.map(|file| file.strip_prefix(&root).expect("below the site").to_path_buf()).collect();
    pages.sort();
    pages
}

fn is_page(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "html")
}

/// The text of a page.
///
/// # Panics
/// When there is no such page.
pub fn read(page: &Path) -> String {
    std::fs::read_to_string(folder().join(page))
        .unwrap_or_else(|error| panic!("{}: {error}", page.display()))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the site is readable") {
        let path = entry.expect("the site is readable").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
