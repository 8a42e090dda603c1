//! The scenario that a recording played, derived from the recording alone.
//!
//! In: a [`Recording`]. Out: a [`Scenario`] for the model, or what cannot be derived.
//! Taken from the recording: configuration, what was done and when, job graphs, and *machine* facts:
//! how long a process took to start, when a submission or a cancellation arrived, how long user code
//! ran, when it threw, when a broken connection was seen.
//! Deliberately not taken: outcomes. States, slots, restarts, losses are the model's to tell.

mod actions;
mod command;
mod jobs;
mod machine;
mod processes;
mod program;
mod programs;
pub(crate) mod savepoints;

use crate::facts::Signals;
use crate::read::Recording;
use crate::translate::Names;
use model::action::Action;
use model::{Config, FlinkVersion, Provider, Scenario, Time};

/// A derived scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// For the model.
    pub scenario: Scenario,
    /// The end of the recorded scenario.
    pub end: Time,
}

impl Derived {
    /// The signals to processes in the scenario.
    pub fn signals(&self) -> Signals {
        let mut signals = Signals::default();
        for timed in &self.scenario.actions {
            match timed.action {
                Action::SignalTaskManager { tm, .. } => signals.tms.push((timed.at, tm)),
                Action::KillJobManager { jm } => signals.jms.push((timed.at, jm)),
                _ => {}
            }
        }
        signals
    }
}

/// Everything in a recording that has no counterpart in the model, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotDerivable {
    /// What, without repetitions.
    pub what: Vec<String>,
}

/// Derives the scenario.
pub fn derive(recording: &Recording, names: &Names) -> Result<Derived, NotDerivable> {
    let mut beyond = Vec::new();
    let version = version(&recording.version).unwrap_or_else(|| {
        beyond.push(format!("Flink {}", recording.version));
        FlinkVersion::V2_3
    });
    let config = config(recording, &mut beyond);
    let submissions = jobs::submissions(recording, names);
    let played = actions::play(recording, names, &submissions, &mut beyond);
    if beyond.is_empty() {
        // Jobs that nobody submitted are no news when there is more that cannot be understood.
        jobs::check(recording, names, &submissions, &mut beyond);
    }
    if !beyond.is_empty() {
        return Err(NotDerivable { what: beyond });
    }
    let mut jobs = jobs::specs(recording, names, &submissions);
    jobs.extend(played.unseen);
    let config = jobs::given(config, &submissions);
    let end = Time::ms(recording.end_ms() - recording.begin_ms());
    let scenario = Scenario {
        version,
        provider: played.provider,
        config,
        jobs,
        programs: played.programs,
        flow: None,
        actions: played.actions,
        profile: machine::profile(recording),
        seed: 0,
        horizon: end,
    };
    Ok(Derived { scenario, end })
}

/// Settings that change what the ResourceManager does, and that the model does not obey.
const CHANGE_MORE: [&str; 7] = [
    "slotmanager.redundant-taskmanager-num",
    "slotmanager.number-of-slots.min",
    "slotmanager.number-of-slots.max",
    "slotmanager.max-total-resource.cpu",
    "slotmanager.max-total-resource.memory",
    "cluster.fine-grained-resource-management.enabled",
    "jobmanager.adaptive-scheduler.resource-wait-timeout",
];

/// The release line of a version number: "1.20" and "1.20.3" are the same.
fn version(text: &str) -> Option<FlinkVersion> {
    FlinkVersion::ALL.into_iter().find(|version| {
        let rest = text.strip_prefix(version.name());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// The configuration, and which of its settings lie beyond the model.
fn config(recording: &Recording, beyond: &mut Vec<String>) -> Config {
    let mut config = Config::default();
    for (key, value) in &recording.config {
        let off = value.eq_ignore_ascii_case("none") || value.is_empty();
        match key.as_str() {
            // Up to 1.16 the key was shorter.
            "high-availability" | "high-availability.type" => {
                match value.to_ascii_lowercase().as_str() {
                    "" | "none" => {}
                    "zookeeper" | "kubernetes" => config.set("high-availability.type", value),
                    _ => beyond.push(format!("HA {value}")),
                }
            }
            "jobmanager.scheduler" if value.eq_ignore_ascii_case("adaptive") => {
                beyond.push("adaptive scheduler".to_owned());
            }
            key if CHANGE_MORE.contains(&key) => beyond.push(format!("the setting {key}")),
            "scheduler-mode" if !off => beyond.push(format!("scheduler mode {value}")),
            _ => config.set(key, value),
        }
    }
    config
}

/// A standalone cluster of which the actions start every process.
const EMPTY_STANDALONE: Provider = Provider::Standalone { task_managers: 0, job_managers: 1 };
