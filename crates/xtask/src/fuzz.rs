//! `cargo xtask fuzz [STEPS]`: readers at random in front of every kind of live part, for as long as one wants.
//!
//! In: how many steps all readers together take, and how many torn pastes are read and explained (`crates/desk/tests/anything.rs`).
//! Out: progress; for each fault the shortest way to it, as a test to be
//! pasted; at the end how much was done. It goes on after a fault, and fails when there was one.
//! Deliberately absent: what a reader does (`playground/reader`, and `reader.rs` of each live part). `cargo xtask test` takes
//! a fixed number of the same steps.

use crate::root;
use crate::toolchain::cargo;
use anyhow::{Context, Result, bail};
use std::process::Command;

/// When nobody says how many.
const STEPS: u64 = 1_000_000;

/// The live parts, and how many hundredths of all steps each gets: a step of a stage costs least and can do most.
const PARTS: [(&str, u64); 4] =
    [("playground", 88), ("slot-lab", 8), ("compare", 2), ("line-desk", 2)];

/// Runs the subcommand.
///
/// # Errors
/// When a fault was found.
pub fn run(rest: &[String]) -> Result<()> {
    let steps = match rest {
        [] => STEPS,
        [steps] => steps
            .replace('_', "")
            .parse()
            .with_context(|| format!("how many steps is \"{steps}\"?"))?,
        [_, more, ..] => bail!("cargo xtask fuzz takes one number, but also got \"{more}\""),
    };
    let mut faulty = Vec::new();
    for (package, share) in PARTS {
        // Optimised as in the page, with what only tests check.
        let status = Command::new(cargo())
            .args([
                "test",
                "--profile",
                "fuzz",
                "--package",
                package,
                "--lib",
                "reader::",
                "--",
                "--nocapture",
            ])
            .env("READER_STEPS", (steps * share / 100).to_string())
            .current_dir(root())
            .status()?;
        if !status.success() {
            faulty.push(package);
        }
    }
    // A paste costs less than a step.
    let status = Command::new(cargo())
        .args(["test", "--profile", "fuzz", "--package", "flink-desk", "--test", "anything"])
        .args(["no_paste", "--", "--nocapture"])
        .env("FUZZ_PASTES", steps.to_string())
        .current_dir(root())
        .status()?;
    if !status.success() {
        faulty.push("flink-desk");
    }
    match faulty.as_slice() {
        [] => Ok(()),
        packages => bail!("readers found faults in {}", packages.join(", ")),
    }
}
