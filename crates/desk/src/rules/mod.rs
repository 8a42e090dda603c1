//! The rules: each looks at one command as a version reads it, and says what it finds.
//!
//! In: a [`Line`]. Out: [`Found`]s in order of their places. A rule is a function, and each is about one kind of mistake.
//! Deliberately absent: what cannot be told from the lines alone, such as whether a jar, a job or a cluster exists.

mod argument;
mod memory;
mod option;
mod others;
mod paste;
mod setting;
mod target;

use crate::found::{Effect, Found, Kind};
use crate::program::{Call, Program};
use crate::reading::Reading;
use crate::shell::Statement;
use model::FlinkVersion;
use model::command::{Place, Platform, Word, table};

/// A command of a paste, as a version reads it.
pub struct Line<'s> {
    /// The command as a shell sees it.
    pub statement: &'s Statement,
    /// The command before it in the paste.
    pub before: Option<&'s Statement>,
    /// What it calls.
    pub call: Call<'s>,
    /// How its words are read.
    pub reading: Reading<'s>,
    /// By which version.
    pub version: FlinkVersion,
}

/// What a line starts, or talks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// A job is given to a cluster that runs.
    Job(Option<Platform>),
    /// A cluster is started on a platform.
    Cluster(Platform),
    /// A process of a standalone cluster is started.
    Process,
    /// Something that runs is asked or stopped.
    Running(Option<Platform>),
    /// Nothing of Flink's.
    Nothing,
}

type Rule = fn(&Line<'_>, &mut Vec<Found>);

/// Rules about any line.
const ANY: &[Rule] = &[
    paste::faults,
    paste::broken_lines,
    paste::cuts,
    paste::unknown_programs,
    paste::stops,
    target::actions,
    others::scripts,
    others::files,
    others::platforms,
    others::lines_of_files,
    others::requests,
];

/// Rules about what a program reads: none where its version has no such action.
const READ: &[Rule] = &[
    option::unknown,
    option::letters_apart,
    option::values,
    option::behind_the_jar,
    option::old_yarn,
    option::deprecated,
    option::help,
    option::attached_exit,
    option::choices,
    target::local,
    target::targets,
    target::addresses,
    target::clusters,
    target::ids,
    target::without,
    argument::jars,
    argument::classpaths,
    argument::jobs,
    argument::parallelism,
    argument::default_parallelism,
    argument::more_words,
    argument::savepoint_directory,
    setting::blanks,
    setting::keys,
    setting::values,
    setting::of_processes,
    setting::platforms,
    setting::twice,
    setting::standby,
    setting::cluster_names,
    memory::refused,
];

/// What is found in a line.
pub fn look(line: &Line<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let has_action = |action: &table::Action| action.exists_in(line.version);
    let reads = line.call.program != Program::Flink || line.reading.action.is_some_and(has_action);
    for rule in ANY.iter().chain(READ.iter().filter(|_| reads)) {
        rule(line, &mut found);
    }
    // Why a word is taken for the jar is said once.
    let apart = |it: &Found| matches!(it.kind, Kind::LettersApart | Kind::BlankAroundEquals);
    if found.iter().any(apart) {
        found.retain(|it| it.kind != Kind::WordAsJar);
    }
    found.sort_by_key(|it| (it.at.start, it.kind));
    found
}

impl<'s> Line<'s> {
    /// The name of flink's action, "" if there is none.
    pub fn action(&self) -> &'static str {
        self.reading.action.map_or("", |action| action.name)
    }

    /// The action runs a program.
    pub fn runs(&self) -> bool {
        matches!(self.action(), "run" | "run-application")
    }

    /// Options were read to the end, so that what the line asks for is known.
    pub fn is_read(&self) -> bool {
        self.reading.unknown.is_none() && self.reading.failed.is_none()
    }

    /// `-m yarn-cluster`, unless `-t` is there: then nobody looks at it.
    pub fn yarn_cluster(&self) -> Option<Word<'s>> {
        let address = self.reading.option("--jobmanager")?.value?;
        (address.text == "yarn-cluster" && self.reading.target().is_none()).then_some(address)
    }

    /// Which of the call's words stands at a place.
    pub fn index(&self, at: Place) -> Option<usize> {
        let found = self.call.words.binary_search_by_key(&at.start, |word| word.at.start).ok()?;
        self.call.words.get(found).filter(|word| word.at == at).map(|_| found)
    }

    /// What the line starts or talks to.
    pub fn meant(&self) -> Meant {
        match self.call.program {
            Program::Session(platform) => Meant::Cluster(platform),
            Program::StandaloneJob | Program::JobManager | Program::TaskManager => Meant::Process,
            Program::Flink => self.of_flink(),
            Program::StartCluster => Meant::Cluster(Platform::Standalone),
            Program::StopCluster
            | Program::OtherScript
            | Program::Yarn
            | Program::Kubectl
            | Program::Docker
            | Program::Curl
            | Program::File
            | Program::Other => Meant::Nothing,
        }
    }

    fn of_flink(&self) -> Meant {
        let target = self.reading.target().map_or("", |word| word.text);
        let platform = platform_of(target).or(self.yarn_cluster().map(|_| Platform::Yarn));
        match self.action() {
            "run" | "run-application" => match (target, platform) {
                (target, Some(platform)) if !target.ends_with("-session") && target != "remote" => {
                    Meant::Cluster(platform)
                }
                ("local", _) => Meant::Nothing,
                (_, platform) => Meant::Job(platform),
            },
            "list" | "cancel" | "stop" | "savepoint" | "checkpoint" => Meant::Running(platform),
            _ => Meant::Nothing,
        }
    }
}

/// The platform that a target names.
pub fn platform_of(target: &str) -> Option<Platform> {
    match target.split('-').next() {
        Some("yarn") => Some(Platform::Yarn),
        Some("kubernetes") => Some(Platform::Kubernetes),
        Some("remote") => Some(Platform::Standalone),
        _ => None,
    }
}

/// One found thing.
fn found(kind: Kind, at: Place, effect: Effect, args: &[&str]) -> Found {
    let args = args.iter().map(|arg| (*arg).to_owned()).collect();
    Found { kind, at, effect, args, message: None }
}

/// One with what the real program prints.
fn told(kind: Kind, at: Place, args: &[&str], message: &str) -> Found {
    let message = Some(message.to_owned());
    Found { message, ..found(kind, at, Effect::Fails, args) }
}

/// Whether the value of a word is written, and no author left it open.
pub(crate) fn is_known(text: &str) -> bool {
    let open = ["$", "`", "<", "…", "..."].iter().any(|sign| text.contains(sign));
    !open && !text.is_empty()
}
