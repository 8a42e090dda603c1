//! `cargo xtask conformance PATH...`: the model against recordings of real Flink clusters.
//!
//! In: recordings, or folders of them. Out: a line each and a summary; with `--compact FOLDER`, small
//! copies of them in that folder, too; with `--polls FOLDER`, what their REST API said while nothing changed; with
//! `--coverage`, how much of the model they have seen, which is kept in `tests/recordings/coverage.tsv`.
//! Deliberately absent: everything that compares (`recording`).

use crate::root;
use anyhow::{Context, Result, bail};
use recording::coverage::Coverage;
use recording::{Recording, Verdict, compact, judge, polls, report};
use std::path::{Path, PathBuf};

/// Runs the subcommand.
///
/// # Errors
/// When a recording cannot be read or disagrees with the model.
pub fn run(arguments: &[String]) -> Result<()> {
    if let [flag] = arguments
        && flag == "--coverage"
    {
        return coverage();
    }
    if let [flag, folder, rest @ ..] = arguments
        && flag == "--polls"
    {
        return find(rest)?.iter().try_for_each(|path| write_polls(path, Path::new(folder)));
    }
    let (copies, paths) = match arguments {
        [flag, folder, rest @ ..] if flag == "--compact" => (Some(Path::new(folder)), rest),
        _ => (None, arguments),
    };
    if paths.is_empty() {
        bail!("name recordings, or folders of them");
    }
    let mut verdicts = Vec::new();
    let mut unread = 0;
    for path in find(paths)? {
        // One that cannot be read is no reason to leave the others unread.
        let recording = match Recording::read(&path) {
            Ok(recording) => recording,
            Err(error) => {
                println!("{}: NOT READ: {error:#}", path.display());
                unread += 1;
                continue;
            }
        };
        let verdict = judge(&recording);
        println!("{}", report::line(&verdict));
        if let Some(folder) = copies {
            copy(&recording, &verdict, folder)?;
        }
        verdicts.push(verdict);
    }
    println!("{}", report::summary(&verdicts));
    if unread > 0 {
        bail!("{unread} of the recordings could not be read");
    }
    if !verdicts.iter().all(Verdict::agrees) {
        bail!("the model and a recording disagree");
    }
    Ok(())
}

/// Writes the table, and prints what it comes to.
fn coverage() -> Result<()> {
    let root = root();
    let coverage = Coverage::of_the_book(&root)?;
    let file = root.join("tests/recordings/coverage.tsv");
    std::fs::write(&file, coverage.to_string())
        .with_context(|| format!("writing {}", file.display()))?;
    print!("{coverage}");
    let ((kinds, told, happen), (rules, exercised)) = (coverage.kinds(), coverage.rules());
    println!("{told} of {kinds} kinds of events are told by a recording: {} %", told * 100 / kinds);
    let both = told + happen;
    println!(
        "{happen} more happen in a run that explains one, {both} in all: {} %",
        both * 100 / kinds
    );
    println!(
        "{exercised} of {rules} rules are exercised by one: {} %",
        exercised * 100 / rules.max(1)
    );
    Ok(())
}

fn find(paths: &[String]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        let below = Recording::find(Path::new(path))?;
        if below.is_empty() {
            bail!("no recording in {path}");
        }
        found.extend(below);
    }
    Ok(found)
}

/// Writes what the REST API of a full recording said while nothing changed, an answer a line.
fn write_polls(path: &Path, folder: &Path) -> Result<()> {
    let recording = Recording::read(path)?;
    let settled = polls::settled(path, recording.begin_ms(), recording.end_ms())?;
    let lines: Result<Vec<String>, _> = settled.iter().map(serde_json::to_string).collect();
    let file = folder.join(format!("{}.jsonl", recording.name.replace('/', "-")));
    std::fs::create_dir_all(folder)?;
    std::fs::write(&file, lines?.join("\n") + "\n")
        .with_context(|| format!("writing {}", file.display()))
}

/// Writes a compact copy, and makes sure that it says the same.
///
/// # Errors
/// When the copy cannot be written, or says something else.
pub(crate) fn copy(recording: &Recording, verdict: &Verdict, folder: &Path) -> Result<()> {
    let file = folder.join(format!("{}.jsonl.gz", recording.name.replace('/', "-")));
    std::fs::create_dir_all(folder)?;
    std::fs::write(&file, compact::write(recording)?)
        .with_context(|| format!("writing {}", file.display()))?;
    if judge(&Recording::read(&file)?) != *verdict {
        bail!("the compact copy {} says something else", file.display());
    }
    Ok(())
}
