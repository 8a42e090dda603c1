//! `cargo xtask build`: sources to `target/site`, a folder for any static host under any path.

use crate::step::step;
use crate::{book, expect_no_arguments, root, wasm};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// Runs the subcommand.
///
/// # Errors
/// What keeps the site from being built.
pub fn run(rest: &[String]) -> Result<()> {
    expect_no_arguments("build", rest)?;
    let root = root();
    build(&root)?;
    println!("the site is in {}", site(&root).display());
    Ok(())
}

/// Builds everything.
///
/// # Errors
/// What keeps the site from being built.
pub fn build(root: &Path) -> Result<()> {
    step("compile the live stage", || wasm::build(root))?;
    step("build the book", || book::build(root, &site(root)))
}

/// Where the site is built.
pub fn site(root: &Path) -> PathBuf {
    root.join("target/site")
}
