//! The folder that is built, as files: what is in it, and for which languages.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The languages other than the book's own, each a folder of the site.
pub const TRANSLATIONS: &[&str] = &["en"];

/// Every file of a built site, relative to its folder, in order.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(site: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(site.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// Removes a folder, if there is one.
///
/// # Errors
/// When it stays.
pub fn remove_folder(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}
