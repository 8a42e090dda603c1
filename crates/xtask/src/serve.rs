//! `cargo xtask serve`: build, serve on 127.0.0.1, build again when a source changes.
//!
//! Each build is a `cargo xtask build` of its own, since a change in the model or the preprocessor
//! changes the builder itself. Browsers keep no offline copy of what is being written. A failed build says why and leaves the last good site in place.

use crate::build::site;
use crate::machine::call;
use crate::server::Server;
use crate::toolchain::cargo;
use crate::{offline, root};
use anyhow::{Context, Result, bail};
use notify::{Event, RecursiveMode, Watcher};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

const PORT: u16 = 3000;

/// How many ports are tried, one after the other.
const TRIES: u16 = 20;

/// Editors write a file in several moves: build when it has been quiet for so long.
const QUIET: Duration = Duration::from_millis(200);

/// What the site is made of.
const WATCHED: &[&str] = &["book", "book.toml", "crates", "playground", "Cargo.toml"];

/// Runs the subcommand until it is interrupted.
///
/// # Errors
/// When there is no free port or files cannot be watched.
pub fn run(rest: &[String]) -> Result<()> {
    let wanted = port(rest)?;
    let root = root();
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(sender).context("cannot watch files")?;
    for path in WATCHED {
        watcher.watch(&root.join(path), RecursiveMode::Recursive)?;
    }
    std::fs::create_dir_all(site(&root))?;
    build(&root);
    let server = serve(&root, wanted)?;
    println!("serving on {}  (Ctrl-C ends it)", server.address());
    loop {
        wait_for_change(&root, &changes)?;
        println!("a source changed");
        build(&root);
    }
}

fn port(rest: &[String]) -> Result<u16> {
    match rest {
        [] => Ok(PORT),
        [flag, number] if flag == "--port" => {
            number.parse().with_context(|| format!("\"{number}\" is not a port"))
        }
        _ => bail!("cargo xtask serve takes --port N and nothing else"),
    }
}

/// On the wanted port, else on the next free one.
fn serve(root: &Path, wanted: u16) -> Result<Server> {
    let folder = site(root);
    for port in wanted..=wanted.saturating_add(TRIES) {
        match Server::start(&folder, "/", port) {
            Ok(server) => return Ok(server),
            Err(_) => println!("port {port} is taken; trying the next one"),
        }
    }
    bail!("no free port from {wanted} on; choose one with --port N")
}

fn build(root: &Path) {
    let mut command = Command::new(cargo());
    command.args(["run", "--quiet", "--package", "xtask", "--", "build"]).current_dir(root);
    if call(&mut command).is_err() {
        println!("the last good site stays until the next change");
    } else if let Err(error) = offline::leave_out(&site(root)) {
        println!("browsers may keep old pages: {error:#}");
    }
}

fn wait_for_change(root: &Path, changes: &Receiver<notify::Result<Event>>) -> Result<()> {
    let is_source = |event: &notify::Result<Event>| {
        event.as_ref().is_ok_and(|event| {
            let live = root.join(crate::wasm::LIVE);
            !event.kind.is_access() && event.paths.iter().any(|path| !path.starts_with(&live))
        })
    };
    while !is_source(&changes.recv().context("the file watcher ended")?) {}
    loop {
        match changes.recv_timeout(QUIET) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            Err(RecvTimeoutError::Disconnected) => bail!("the file watcher ended"),
        }
    }
}
