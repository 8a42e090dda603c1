//! Everything between the sources and a served, tested site.
//!
//! In: a command line. Out: `target/site`, a server, a test report. One module for each subcommand, which
//! owns its `run`:
//! - [`build`]: sources to `target/site`: [`wasm`] (with a [`toolchain`], and [`split`]), then [`book`], both made [`shorten`]ed,
//!   for each page its [`head`], one that holds them all for [`paper`], for all of them the [`search`] and the copy for
//!   reading [`offline`], with links to where it has its [`home`];
//! - [`serve`]: build, [`server`], build again on a change;
//! - [`test`]: every check of the project, in groups;
//! - [`conformance`]: the model against recordings of real clusters;
//! - [`parity`]: the model against a real Flink, here and now;
//! - [`explain`]: a deployment line taken apart, as JSON;
//! - [`fuzz`]: readers at random in front of every live part;
//! - [`bytes`]: what a page downloads for what lives in it;
//! - [`memory`]: the model's division of memory against what Flink prints;
//! - [`lighthouse`]: Lighthouse's figures of the built site;
//! - [`practise`]: what readers practise with, and what the model says to it;
//! - [`translate`]: the book's messages into `book/po/en.po`.
//!
//! It is a library too, so that the tests of the built book and of the browser use the same server and
//! find programs the same way ([`machine`]).
//! Deliberately absent: a second way to do any of it; continuous integration calls `cargo xtask test`.

pub mod book;
pub mod build;
pub mod bytes;
pub mod conformance;
pub mod explain;
pub mod fuzz;
pub mod head;
pub mod home;
pub mod lighthouse;
pub mod machine;
pub mod memory;
pub mod offline;
pub mod paper;
pub mod parity;
pub mod practise;
pub mod search;
pub mod serve;
pub mod server;
pub mod shorten;
pub mod site;
pub mod split;
pub mod step;
pub mod test;
pub mod toolchain;
pub mod translate;
pub mod warnings;
pub mod wasm;

use anyhow::{Result, bail};
use std::path::PathBuf;

const HELP: &str = "cargo xtask build                 the site, into target/site
cargo xtask serve [--port N]      build, serve on 127.0.0.1, build again on a change
cargo xtask test [--quick]        every test, needs Chromium; or those that need no site and little time
cargo xtask conformance PATH...   the model against recordings of real Flink clusters;
                                  --coverage: how much of the model they have seen
cargo xtask parity --flink FOLDER [SCENARIO...] [--random N]
                                  the model against a real Flink, here and now; needs a JDK
cargo xtask explain [--version V] 'LINE'
                                  a deployment line taken apart, as JSON
cargo xtask fuzz [STEPS]          readers at random in front of every live part
cargo xtask bytes                 what a page downloads for its live parts, of the built site
cargo xtask memory FILE...        the model against sheets of what Flink's memory code prints
cargo xtask lighthouse [PAGE...]  Lighthouse's figures of the built site; needs npx
cargo xtask practise              predictions, questions, drills and paths, and whether each holds
cargo xtask translate             new and changed texts into book/po/en.po";

/// Runs a subcommand.
///
/// # Errors
/// Whatever keeps it from succeeding, ready to be shown.
pub fn run(arguments: &[String]) -> Result<()> {
    let Some((command, rest)) = arguments.split_first() else {
        println!("{HELP}");
        return Ok(());
    };
    match command.as_str() {
        "build" => build::run(rest),
        "bytes" => bytes::run(rest),
        "serve" => serve::run(rest),
        "test" => test::run(rest),
        "conformance" => conformance::run(rest),
        "explain" => explain::run(rest),
        "fuzz" => fuzz::run(rest),
        "memory" => memory::run(rest),
        "lighthouse" => lighthouse::run(rest),
        "parity" => parity::run(rest),
        "practise" => practise::run(rest),
        "translate" => translate::run(rest),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        unknown => bail!("there is no subcommand \"{unknown}\"\n{HELP}"),
    }
}

/// The folder of the workspace: what all paths of this crate start from.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/xtask is two folders below the root").to_path_buf()
}

/// Fails on arguments that a subcommand does not take.
fn expect_no_arguments(command: &str, rest: &[String]) -> Result<()> {
    match rest {
        [] => Ok(()),
        [first, ..] => bail!("cargo xtask {command} takes no arguments, but got \"{first}\""),
    }
}
