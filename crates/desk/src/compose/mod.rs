//! The reverse of explaining: choices that become a line, a configuration file, and on Kubernetes the operator's resources.
//!
//! In: [`Choices`], one value for each of [`FIELDS`]. Out: [`composed`]. Whatever is chosen, something whole comes out: a
//! value that does not go with the others gives way to one that does.
//! Deliberately absent: how it looks (`sheet`), and any judgement: what is composed is explained like any other line.

mod fields;
mod files;
mod lines;
pub mod sheet;

pub use fields::{Choices, FIELDS, Field, Kind};

use model::FlinkVersion;
use model::command::Platform;

/// What was composed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// The line, or lines, of a shell.
    pub line: String,
    /// The name of the configuration file, and its text.
    pub file: (&'static str, String),
    /// The resources of the Kubernetes operator, as YAML.
    pub operator: Option<String>,
}

/// In which mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Session,
    Job,
    Application,
    PerJob,
}

/// What is chosen, understood.
struct Plan<'c> {
    choices: &'c Choices,
    version: FlinkVersion,
    on: Platform,
    mode: Mode,
}

impl<'c> Plan<'c> {
    fn of(choices: &'c Choices) -> Plan<'c> {
        let version = FlinkVersion::named(choices.get("version")).unwrap_or(FlinkVersion::NEWEST);
        let on = match choices.get("platform") {
            "yarn" => Platform::Yarn,
            "kubernetes" => Platform::Kubernetes,
            _ => Platform::Standalone,
        };
        let mode = match choices.get("mode") {
            "session" => Mode::Session,
            "job" => Mode::Job,
            "per-job" => Mode::PerJob,
            _ => Mode::Application,
        };
        Plan { choices, version, on, mode }
    }

    fn get(&self, name: &str) -> &'c str {
        self.choices.get(name)
    }

    fn on_kubernetes(&self) -> bool {
        self.on == Platform::Kubernetes
    }
}

/// What comes of the choices.
pub fn composed(choices: &Choices) -> Composed {
    let choices = &choices.clone().fitting();
    let plan = Plan::of(choices);
    Composed {
        line: lines::line(&plan),
        file: files::configuration(&plan),
        operator: plan.on_kubernetes().then(|| files::operator(&plan)),
    }
}
