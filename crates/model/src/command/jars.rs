//! The jars on the client's machine, and the classes in them.
//!
//! A scenario has jobs, not files: each has a jar and a class of its name, and the jars that the notes name have them
//! all. Anything else is not there, as on any machine.

use super::{Mistake, MistakeKind, Place, Word};
use crate::scenario::Scenario;

/// Jars of the notes, and what one writes when any will do.
const JARS: &[&str] = &[
    "app",
    "new",
    "job",
    "wc",
    "x",
    "flink-app",
    "my-flink-app",
    "your-flink-app",
    "FlinkTutorial-1.0-SNAPSHOT",
    "examples/streaming/WordCount",
    "examples/streaming/TopSpeedWindowing",
];

/// Classes of the notes, and what one writes when any will do.
const CLASSES: &[&str] = &["StreamWordCount", "WordCount", "Main", "MyJob", "MyFlinkApp", "Shop"];

/// Small letters and digits: what a name has in common with the jar that is named after it.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// What can be run: programs, and jobs.
pub(super) fn names(scenario: &Scenario) -> impl Iterator<Item = &str> {
    let programs = scenario.programs.iter().map(|program| program.name.as_str());
    programs.chain(scenario.jobs.iter().map(|job| job.name.as_str()))
}

/// The jars, as `ls` finds them.
pub(super) fn all(scenario: &Scenario) -> Vec<String> {
    let own = names(scenario).map(|name| name.replace(char::is_whitespace, "-"));
    let notes = JARS.iter().filter(|jar| jar.contains("examples") || jar.len() > 6);
    let mut all: Vec<String> =
        own.chain(notes.map(|jar| (*jar).to_owned())).chain(["app".to_owned()]).collect();
    all.sort();
    all.dedup();
    all.into_iter().map(|jar| jar + ".jar").collect()
}

/// A file of the client's machine, not an address elsewhere.
pub(super) fn check_jar(jar: &Word, scenario: &Scenario) -> Result<(), Mistake> {
    let path = jar.text.strip_prefix("file://").unwrap_or(jar.text);
    let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".jar"));
    let known = |stem: &str| {
        let listed = JARS.iter().filter_map(|jar| jar.rsplit('/').next());
        listed.chain(names(scenario)).any(|name| plain(name) == plain(stem))
    };
    let there = !path.contains("://") && stem.is_some_and(known);
    if there { Ok(()) } else { Err(Mistake { at: jar.at, kind: MistakeKind::NoSuchJar }) }
}

/// A class that some jar has.
pub(super) fn check_class(class: &Word, scenario: &Scenario) -> Result<(), Mistake> {
    let last = plain(class.text.rsplit(['.', '$']).next().unwrap_or_default());
    let there =
        CLASSES.iter().copied().chain(names(scenario)).any(|name| last.ends_with(&plain(name)));
    if there { Ok(()) } else { Err(Mistake { at: class.at, kind: MistakeKind::NoSuchClass }) }
}

/// The job or program of the scenario that the class or else the jar is named after; the only one in any
/// case. A cluster of one's own is for programs first.
pub(super) fn program(
    class: Option<&Word>,
    jar: Option<&Word>,
    scenario: &Scenario,
    jobs_too: bool,
) -> Result<String, Mistake> {
    let word = class.or(jar);
    let written = word.map_or("", |word| word.text);
    let separator = if class.is_some() { '.' } else { '/' };
    let last = written.strip_suffix(".jar").unwrap_or(written).rsplit(separator).next();
    let last = plain(last.unwrap_or_default());
    let mut known: Vec<&str> = Vec::new();
    // A job of a program is no program of its own, unless there is none.
    if jobs_too || scenario.programs.is_empty() {
        known.extend(scenario.jobs.iter().map(|job| job.name.as_str()));
    }
    known.extend(scenario.programs.iter().map(|program| program.name.as_str()));
    let found = known.iter().find(|name| !last.is_empty() && last.ends_with(&plain(name)));
    match (found, known.as_slice()) {
        (Some(name), _) | (None, [name]) => Ok((*name).to_owned()),
        (None, _) => {
            let at = word.map_or(Place::default(), |word| word.at);
            Err(Mistake { at, kind: MistakeKind::NoSuchJob })
        }
    }
}
