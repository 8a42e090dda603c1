//! `cargo xtask parity --flink FOLDER [SCENARIO…]`: the book's model against a real Flink, here and now.
//!
//! In: an unpacked distribution, and scenarios of the book that need nothing but processes, or as many as a generator
//! chooses. Out: for each a folder with the prediction, written before anything ran, and a recording; and whether the two
//! agree, by the comparison of `cargo xtask conformance`. Everything is bound to 127.0.0.1, and every process that was started
//! ends with the command, however that ends.
//!
//! The order to read in: [`distribution`], what is run; [`chosen`], scenarios by chance; [`expected`], the prediction;
//! [`play`], the actions, on a [`machine`] with its [`guard`], seen by [`watch`]; [`extract`], its logs as events.
//! Deliberately absent: judging (`crates/recording`).

mod chosen;
mod distribution;
mod event;
mod expected;
mod extract;
mod guard;
mod machine;
mod older;
mod pattern;
mod play;
mod program;
mod rest;
mod stamp;
mod table;
mod watch;

use crate::{conformance, root};
use anyhow::{Context, Result, bail};
use distribution::Distribution;
use machine::Place;
use model::{Scenario, Time, Trace};
use recording::translate::translate;
use recording::{Recording, Verdict, judge, report, simulate};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

const HELP: &str = "cargo xtask parity --flink FOLDER [SCENARIO...] [--random N] [--seed S]
    FOLDER         an unpacked Flink distribution
    SCENARIO       of book/scenarios, without .toml; none: each that needs only processes of its own
    --random N     N scenarios that a generator chooses instead, with the seeds from --seed (1) on
    --at-once N    so many clusters side by side (1)
    --out FOLDER   where the recordings go (target/parity)
    --compact FOLDER   compact copies of them, too
cargo xtask parity --events FOLDER...
                   reads the logs of recordings again";

/// What the command line asks for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    flink: Option<PathBuf>,
    scenarios: Vec<String>,
    random: u64,
    seed: u64,
    at_once: usize,
    out: Option<PathBuf>,
    compact: Option<PathBuf>,
}

/// Runs the subcommand.
///
/// # Errors
/// When something is missing, or the model and Flink disagree.
pub fn run(arguments: &[String]) -> Result<()> {
    if let [flag, folders @ ..] = arguments
        && flag == "--events"
    {
        return folders.iter().try_for_each(|folder| extract::write(Path::new(folder)));
    }
    let asked = asked(arguments)?;
    let flink = asked.flink.clone().with_context(|| format!("which Flink?\n{HELP}"))?;
    let distribution = Distribution::open(&flink)?;
    println!("Flink {} in {}", distribution.number, distribution.home.display());
    if !distribution.is_known {
        println!(
            "the book does not know this version: judged by the rules of {}",
            distribution.version.name()
        );
    }
    let out = asked.out.clone().unwrap_or_else(|| root().join("target/parity"));
    let out = std::path::absolute(out)?.join(&distribution.number);
    std::fs::create_dir_all(&out)?;
    let jar = distribution.compile(&out)?;
    let scenarios = scenarios(&asked, &distribution)?;
    let verdicts = play_all(&distribution, &jar, &out, scenarios, &asked)?;
    println!("{}", report::summary(&verdicts));
    if !verdicts.iter().all(Verdict::agrees) {
        bail!("the model and Flink {} disagree", distribution.number);
    }
    Ok(())
}

fn asked(arguments: &[String]) -> Result<Asked> {
    let mut asked = Asked { seed: 1, at_once: 1, ..Asked::default() };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("{word} needs a value\n{HELP}"));
        match word.as_str() {
            "--flink" => asked.flink = Some(PathBuf::from(value()?)),
            "--out" => asked.out = Some(PathBuf::from(value()?)),
            "--compact" => asked.compact = Some(PathBuf::from(value()?)),
            "--random" => asked.random = value()?.parse().context("--random N")?,
            "--seed" => asked.seed = value()?.parse().context("--seed S")?,
            "--at-once" => asked.at_once = value()?.parse().context("--at-once N")?,
            flag if flag.starts_with('-') => bail!("there is no {flag}\n{HELP}"),
            scenario => asked.scenarios.push(scenario.to_owned()),
        }
    }
    Ok(asked)
}

/// What is to be played: a name and a scenario each.
fn scenarios(asked: &Asked, distribution: &Distribution) -> Result<Vec<(String, Scenario)>> {
    if asked.random > 0 {
        let seeds = asked.seed..asked.seed + asked.random;
        return Ok(seeds.map(|seed| chosen::scenario(seed, distribution.version)).collect());
    }
    let folder = root().join("book/scenarios");
    let mut names = asked.scenarios.clone();
    if names.is_empty() {
        let entries = std::fs::read_dir(&folder)?.flatten();
        names = entries
            .filter_map(|e| Some(e.path().file_stem()?.to_string_lossy().into_owned()))
            .collect();
        names.sort();
    }
    let mut found = Vec::new();
    for name in names {
        let mut scenario = of_book(&folder, &name)?;
        scenario.version = distribution.version;
        // Nobody waits a quarter of an hour to see that nothing more happens.
        scenario.horizon = scenario.horizon.min(Time::s(180));
        match play::refusal(&scenario) {
            None => found.push((name, scenario)),
            Some(why) if asked.scenarios.is_empty() => println!("{name}: not played, {why}"),
            Some(why) => bail!("{name} cannot be played here: {why}"),
        }
    }
    Ok(found)
}

fn of_book(folder: &Path, name: &str) -> Result<Scenario> {
    let file = folder.join(format!("{name}.toml"));
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("there is no {}", file.display()))?;
    let read = model::authoring::parse(name, &text);
    let read = read.map_err(|mistakes| anyhow::anyhow!("{}: {mistakes:?}", file.display()))?;
    Ok(read.scenario)
}

/// Plays them, so many at once, in the order in which they stand.
fn play_all(
    distribution: &Distribution,
    jar: &Path,
    out: &Path,
    scenarios: Vec<(String, Scenario)>,
    asked: &Asked,
) -> Result<Vec<Verdict>> {
    let waiting = Mutex::new(VecDeque::from(scenarios));
    let verdicts = Mutex::new(Vec::new());
    let work = || -> Result<()> {
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some((name, scenario)) = next else { return Ok(()) };
            let place = Place { distribution, jar, folder: fresh(&out.join(&name))? };
            // One that cannot be played is no reason to leave the others.
            match play_one(&place, &name, scenario, asked) {
                Ok(verdict) => {
                    verdicts.lock().unwrap_or_else(PoisonError::into_inner).push(verdict)
                }
                Err(error) => println!("{name}: NOT PLAYED: {error:#}"),
            }
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..asked.at_once.max(1)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| match thread.join() {
            Ok(done) => done,
            Err(_) => bail!("a run panicked"),
        })
    })?;
    Ok(verdicts.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// An empty folder in the place of what an earlier run left there.
fn fresh(folder: &Path) -> Result<PathBuf> {
    if folder.is_dir() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    Ok(folder.to_owned())
}

fn play_one(place: &Place<'_>, name: &str, scenario: Scenario, asked: &Asked) -> Result<Verdict> {
    let trace = Trace::run(scenario);
    let predicted = simulate::happened(&trace);
    let prediction = expected::prediction(&trace, &predicted);
    std::fs::write(place.folder.join("prediction.txt"), &prediction)?;
    play::play(place, name, &trace)?;
    extract::write(&place.folder)?;
    let recording = Recording::read(&place.folder)?;
    let verdict = judge(&recording);
    let text = told(&trace, &recording, &verdict);
    std::fs::write(place.folder.join("report.txt"), &text)?;
    println!("{text}");
    if let Some(folder) = &asked.compact {
        conformance::copy(&recording, &verdict, folder)?;
    }
    Ok(verdict)
}

/// The report of one run: each job as it was predicted and as it was, then the verdict.
fn told(trace: &Trace, recording: &Recording, verdict: &Verdict) -> String {
    let world = trace.frame_after(trace.entries().len()).cluster;
    let planned: Vec<String> = world.jobs.iter().map(|job| job.spec.name.clone()).collect();
    let (happened, names) = translate(recording);
    let real: Vec<String> = names.jobs.iter().map(|(_, name)| name.clone()).collect();
    let predicted = expected::lives(&simulate::happened(trace), &planned);
    let recorded = expected::lives(&happened, &real);
    let mut text = String::new();
    for (side, lives) in [("predicted", predicted), ("happened ", recorded)] {
        for (name, life) in lives {
            let life: Vec<&str> = life.iter().map(|status| status.name()).collect();
            text.push_str(&format!("    {side} {name}: {}\n", life.join(" ")));
        }
    }
    format!("{}\n{text}", report::line(verdict))
}

#[cfg(test)]
mod tests {
    use super::{Asked, asked};
    use std::path::PathBuf;

    #[test]
    fn the_command_line_is_read() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let line = words("--flink /f --random 3 --seed 7 --at-once 2 a");
        let expected = Asked {
            flink: Some(PathBuf::from("/f")),
            scenarios: vec!["a".to_owned()],
            random: 3,
            seed: 7,
            at_once: 2,
            ..Asked::default()
        };
        assert_eq!(asked(&line).unwrap(), expected);
        assert!(asked(&words("--flink")).is_err());
        assert!(asked(&words("--nothing x")).is_err());
    }
}
