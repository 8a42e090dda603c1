//! A command of a paste as a version reads it, and what it starts or talks to.

use crate::program::{Call, Program};
use crate::reading::Reading;
use crate::shell::Statement;
use model::FlinkVersion;
use model::command::{Place, Platform, Word};

/// So many words of a command are explained.
pub const MOST_WORDS: usize = 1_000;

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

/// Whether the value of a word is written, and no author left it open.
pub(crate) fn is_known(text: &str) -> bool {
    let open = ["$", "`", "<", "…", "..."].iter().any(|sign| text.contains(sign));
    !open && !text.is_empty()
}
