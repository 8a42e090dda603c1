//! One line for each thing that is done, with how long it took.

use anyhow::{Context, Result};
use std::time::Instant;

/// Does `work` and prints `name` with the time it took.
///
/// # Errors
/// Those of `work`, with the name of the step.
// Times are printed for people; nothing depends on them.
#[allow(clippy::disallowed_methods)]
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let result = work();
    let verdict = if result.is_ok() { "ok    " } else { "FAILED" };
    println!("{verdict} {:>7.1} s  {name}", start.elapsed().as_secs_f64());
    result.with_context(|| format!("{name} failed"))
}
