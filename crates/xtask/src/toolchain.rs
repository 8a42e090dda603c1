//! Which compiler makes the wasm.
//!
//! In: what the machine has. Out: a [`Toolchain`]. Tried in this order: the installed wasm target of
//! the Rust in use; `rustup target add`; the packages of the distribution. When none is possible, the
//! line to type.

use crate::machine;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's newer Rust. Its standard library for wasm is built from source.
const PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// A compiler that can make wasm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The Rust in use has the target.
    Installed,
    /// `/usr/bin/rustc` with the sources of its standard library.
    Distribution {
        /// `wasm-ld-22`.
        linker: PathBuf,
    },
}

/// Leaves out of the wasm what no page shows: no page prints `{:?}`, and a panic's message says
/// enough without its line. A fifth of the download. And LLVM's rewriting of loops is off: what it wins in
/// speed nobody notices here, and its code is longer.
const SMALL: &str = "-Zfmt-debug=none -Zlocation-detail=none \
    -Cllvm-args=-disable-lsr -Cllvm-args=-enable-pre=false";

/// With relocations the linked program can be divided ([`crate::split`]).
const KEEP_RELOCATIONS: &str = "-Clink-arg=--emit-relocs";

impl Toolchain {
    /// Picks a toolchain, installing one if need be, and prints which.
    ///
    /// # Errors
    /// With the line to type, when there is none and none can be installed.
    pub fn pick() -> Result<Toolchain> {
        if has_target() {
            println!("wasm with the installed target {TARGET}");
            return Ok(Toolchain::Installed);
        }
        if rustup_may_install() && rustup_adds_target() {
            println!("wasm with the target {TARGET}, added by rustup");
            return Ok(Toolchain::Installed);
        }
        if let Some(found) = distribution() {
            println!(
                "wasm with the distribution's Rust: /usr/bin/rustc and {}",
                linker_name(&found)
            );
            return Ok(found);
        }
        machine::install(PACKAGES).with_context(|| {
            format!("no compiler for wasm here; where rustup works: rustup target add {TARGET}")
        })?;
        let Some(found) = distribution() else {
            bail!("the packages {} brought no compiler for wasm", PACKAGES.join(", "));
        };
        println!("wasm with the distribution's Rust, installed just now");
        Ok(found)
    }

    /// The command that compiles a package with a feature of its own into `target_dir`.
    pub fn compile(&self, root: &Path, package: &str, feature: &str, target_dir: &Path) -> Command {
        let arguments = ["rustc", "--lib", "--quiet", "--profile", "wasm", "--target", TARGET];
        let mut command = match self {
            Toolchain::Installed => {
                let mut command = Command::new(cargo());
                command.args(arguments);
                command
            }
            Toolchain::Distribution { linker } => {
                let mut command = Command::new("/usr/bin/cargo");
                command
                    .args(arguments)
                    .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("PATH", path_with_usr_bin_first())
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env_remove("CARGO");
                command
            }
        };
        command
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", SMALL)
            // Both compilers are stable ones; this lets them take the flags above, and build the
            // standard library that they belong to.
            .env("RUSTC_BOOTSTRAP", "1");
        command.args(["--package", package, "--features", feature, "--target-dir"]).arg(target_dir);
        command.args(["--", KEEP_RELOCATIONS]).current_dir(root);
        command
    }
}

/// The cargo that runs us, else the one in PATH.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn has_target() -> bool {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output();
    sysroot.is_ok_and(|sysroot| {
        let folder = String::from_utf8_lossy(&sysroot.stdout).trim().to_owned();
        Path::new(&folder).join("lib/rustlib").join(TARGET).join("lib").is_dir()
    })
}

fn rustup_may_install() -> bool {
    std::env::var("RUSTUP_AUTO_INSTALL").as_deref() != Ok("0")
        && machine::program("rustup").is_some()
}

fn rustup_adds_target() -> bool {
    let added = Command::new("rustup").args(["target", "add", TARGET]).output();
    added.is_ok_and(|added| added.status.success()) && has_target()
}

fn distribution() -> Option<Toolchain> {
    let sources = Path::new("/usr/lib/rustlib/src/rust/library/std/Cargo.toml");
    let programs = ["/usr/bin/rustc", "/usr/bin/cargo"];
    if !sources.is_file() || programs.iter().any(|program| !Path::new(program).is_file()) {
        return None;
    }
    let linker = machine::program("wasm-ld-22").or_else(|| machine::program("wasm-ld"))?;
    Some(Toolchain::Distribution { linker })
}

fn linker_name(toolchain: &Toolchain) -> String {
    match toolchain {
        Toolchain::Installed => "the target's own linker".to_owned(),
        Toolchain::Distribution { linker } => linker.display().to_string(),
    }
}

fn path_with_usr_bin_first() -> OsString {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(PathBuf::from("/usr/bin")).chain(std::env::split_paths(&rest));
    std::env::join_paths(folders).unwrap_or(rest)
}
