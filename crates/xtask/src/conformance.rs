//! `cargo xtask conformance PATH...`: the model against recordings of real Flink clusters.

use anyhow::{Result, bail};

/// Runs the subcommand.
///
/// # Errors
/// When a recording disagrees with the model.
pub fn run(paths: &[String]) -> Result<()> {
    if paths.is_empty() {
        bail!("name recordings, or folders of them");
    }
    bail!("no recording can be read yet")
}
