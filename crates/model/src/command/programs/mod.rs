//! Programs beside Flink's own that the notes' shells have: each is a file, and a row of [`PROGRAMS`].
//!
//! In: the words of a command and the world it is typed in. Out: what it prints, does, or refuses, in its own words.
//! Deliberately absent: Flink's command line, and Chinese: what programs print is English.

mod curl;
mod files;
mod inside;
mod kill;
mod kubectl;
mod machines;
mod scripts;
mod storage;
mod table;
mod yarn;

pub(super) use curl::{at as listens_at, version};
pub(super) use files::own_files;
pub use inside::in_pod;
pub(super) use kubectl::pod_names;
pub(super) use scripts::{stopping, stopping_job_manager};
pub(super) use yarn::is_application;

use super::{Answer, Mistake, MistakeKind, Place, Word};
use crate::Scenario;
use crate::cluster::Cluster;
use crate::entry::Entry;
use crate::event::Event;
use crate::time::Time;

/// Where a command is typed.
#[derive(Clone, Copy)]
pub struct World<'w> {
    /// What is true.
    pub cluster: &'w Cluster,
    /// What the jobs and programs are.
    pub scenario: &'w Scenario,
    /// What has happened so far, oldest first; programs that tell of times look there.
    pub history: &'w [Entry],
    /// What was put into HDFS and taken away by hand, oldest first: [`Answer::Kept`].
    pub kept: &'w [String],
}

/// What a program does with its words, of which the first is its name.
type Run = for<'w, 'a> fn(&'w [Word<'a>], &World<'w>) -> Result<Answer<'a>, Mistake>;

/// A program is a row: its name, and what it does.
const PROGRAMS: &[(&str, Run)] = &[
    ("taskmanager.sh", scripts::task_manager),
    ("jobmanager.sh", scripts::job_manager),
    ("kill", kill::run),
    ("yarn", yarn::run),
    ("kubectl", kubectl::run),
    ("jps", machines::jps),
    ("hdfs", storage::hdfs),
    ("hadoop", storage::hdfs),
    ("ls", files::ls),
    ("cat", files::cat),
    ("zkCli.sh", files::zookeeper),
    ("curl", curl::run),
    ("echo", machines::echo),
    ("hostname", machines::hostname),
    ("cd", machines::nothing),
    ("clear", machines::nothing),
    ("set", machines::nothing),
    ("true", machines::nothing),
    ("pwd", machines::pwd),
];

fn row(name: &str) -> Option<&'static (&'static str, Run)> {
    PROGRAMS.iter().find(|(known, _)| *known == name)
}

/// Whether a word names one of them.
pub(super) fn knows(name: &str) -> bool {
    row(name).is_some()
}

/// Their names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    PROGRAMS.iter().map(|(name, _)| *name)
}

/// Does what the words say.
pub(super) fn run<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let program = words.first().and_then(|first| row(super::known::name(first)));
    let (_, run) = program.expect("the parser asked for it");
    run(words, world)
}

fn text<'a>(words: &[Word<'a>], at: usize) -> &'a str {
    words.get(at).map_or("", |word| word.text)
}

fn wrong(word: &Word, kind: MistakeKind) -> Mistake {
    Mistake { at: word.at, kind }
}

fn missing(words: &[Word], what: &'static str) -> Mistake {
    let end = words.last().map_or(0, |word| word.at.end);
    Mistake { at: Place { start: end, end }, kind: MistakeKind::MissingArgument(what) }
}

/// What the program does not do here: said of the word, or of the program.
fn not_simulated(words: &[Word], at: usize) -> Mistake {
    wrong(words.get(at).unwrap_or(&words[0]), MistakeKind::NotSimulated)
}

/// One line.
fn line(parts: &[&str]) -> Vec<String> {
    vec![parts.concat()]
}

/// The simulated clock's zero: the start of the YARN of the notes, in its applications' ids.
const EPOCH_MS: u64 = 1_622_535_605_178;

/// A moment as programs write it: milliseconds since 1970.
fn epoch(time: Time) -> u64 {
    EPOCH_MS + time.as_ms()
}

impl World<'_> {
    /// What the configuration file says.
    fn settings(&self) -> Vec<String> {
        self.cluster.config.pairs().map(|(key, value)| [key, ": ", value].concat()).collect()
    }

    /// When something happened first.
    fn first(&self, test: impl Fn(&Event) -> bool) -> Option<Time> {
        self.history.iter().find(|entry| test(&entry.event)).map(|entry| entry.at)
    }

    /// "42s", "3m10s": how long ago that was, as `kubectl` writes it.
    fn age(&self, since: Option<Time>) -> String {
        let seconds = self.cluster.now.since(since.unwrap_or(self.cluster.now)).as_ms() / 1_000;
        match seconds {
            0..120 => [&seconds.to_string(), "s"].concat(),
            _ => [&(seconds / 60).to_string(), "m", &(seconds % 60).to_string(), "s"].concat(),
        }
    }
}
