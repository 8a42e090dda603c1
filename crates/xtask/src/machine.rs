//! What the machine has, and how it gets what it lacks.
//!
//! In: the name of a program. Out: its path; else the distribution's package is installed where
//! that is possible without asking (Debian, as root), else the exact line to type.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A program of that name in PATH.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The browser that the tests drive, if there is one.
pub fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(program)
}

/// Makes sure of what the browser tests need: Chromium, and a font that has Chinese.
///
/// # Errors
/// With the line to type, when it cannot be installed from here.
pub fn ensure_browser() -> Result<()> {
    let mut missing = Vec::new();
    if chromium().is_none() {
        missing.push("chromium");
    }
    if !has_chinese_font() {
        missing.push("fonts-noto-cjk");
    }
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

fn has_chinese_font() -> bool {
    let listed = Command::new("fc-list").arg(":lang=zh").output();
    listed.is_ok_and(|listed| !listed.stdout.is_empty())
}

/// Installs packages of the distribution.
///
/// # Errors
/// With the line to type, when this is not Debian or not root.
pub fn install(packages: &[&str]) -> Result<()> {
    let line = format!("apt-get install --no-install-recommends {}", packages.join(" "));
    if program("apt-get").is_none() {
        bail!("missing on this machine: {}; on Debian: {line}", packages.join(", "));
    }
    if !is_root() {
        bail!("missing on this machine; type: sudo apt-get update && sudo {line}");
    }
    println!("installing {}", packages.join(", "));
    apt(&["update"])?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments).with_context(|| format!("type: apt-get update && {line}"))
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout == b"0\n")
}

fn apt(arguments: &[&str]) -> Result<()> {
    let output = Command::new("apt-get")
        .args(["--quiet", "--quiet"])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .output()
        .context("cannot start apt-get")?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        bail!("apt-get {} failed:\n{}", arguments.join(" "), text.trim());
    }
    Ok(())
}

/// Runs a command whose output the person should see.
///
/// # Errors
/// When it cannot be started or exits with an error.
pub fn call(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("cannot start {shown}"))?;
    if !status.success() {
        bail!("{shown}\nended with {status}");
    }
    Ok(())
}

fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
