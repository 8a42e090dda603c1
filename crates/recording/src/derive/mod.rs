//! The scenario that a recording played, derived from the recording alone.
//!
//! In: a [`Recording`]. Out: a [`Scenario`] for the model, or what cannot be derived.
//! Taken from the recording: configuration, what was done and when, job graphs, and *machine* facts:
//! how long a process took to start, when a submission or a cancellation arrived, how long user code
//! ran, when it threw, when a broken connection was seen.
//! Deliberately not taken: outcomes. States, slots, restarts, losses are the model's to tell.

mod actions;
mod behaviour;
mod command;
mod jobs;
mod kubernetes;
mod machine;
mod nodes;
mod processes;
mod program;
mod programs;
mod savepoints;
mod settings;
mod signals;

use crate::facts::Signals;
use crate::read::Recording;
use crate::translate::Names;
use model::action::Action;
use model::{FlinkVersion, JmId, Provider, Scenario, Time, TmId};

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
        let first = self.scenario.actions.first().and_then(|timed| timed.took.as_ref());
        let nodes = first.map_or(&[][..], |took| took.job_manager_nodes.as_slice());
        for timed in &self.scenario.actions {
            match timed.action {
                Action::SignalTaskManager { tm, .. } => signals.tms.push((timed.at, tm)),
                Action::KillJobManager { jm } => signals.jms.push((timed.at, jm)),
                Action::KillMachine { node } => {
                    let there = (0..nodes.len()).filter(|index| nodes[*index] == node);
                    signals.jms.extend(there.map(|index| (timed.at, JmId::next(index))));
                }
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

/// What runs under a process number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Process {
    JobManager(JmId),
    TaskManager(TmId),
}

/// Derives the scenario.
pub fn derive(recording: &Recording, names: &Names) -> Result<Derived, NotDerivable> {
    let mut beyond = Vec::new();
    let version = version(&recording.version).unwrap_or_else(|| {
        beyond.push(format!("Flink {}", recording.version));
        FlinkVersion::NEWEST
    });
    let mut config = settings::config(recording, &mut beyond);
    let submissions = jobs::submissions(recording, names);
    let played = actions::play(recording, names, &submissions, &config, &mut beyond);
    for (key, value) in &played.given {
        config.set(key, value);
    }
    let config = jobs::given(config, &submissions);
    settings::check(&config, version, &mut beyond);
    if beyond.is_empty() {
        // Jobs that nobody submitted are no news when there is more that cannot be understood.
        jobs::check(recording, names, &submissions, &mut beyond);
    }
    if !beyond.is_empty() {
        return Err(NotDerivable { what: beyond });
    }
    let mut jobs = jobs::specs(recording, names, &submissions);
    jobs.extend(played.unseen);
    for job in &jobs {
        settings::check(&job.options, version, &mut beyond);
    }
    if !beyond.is_empty() {
        return Err(NotDerivable { what: beyond });
    }
    let end = Time::ms(recording.end_ms().saturating_sub(recording.begin_ms()));
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

/// The release line of a version number: "1.20" and "1.20.3" are the same.
pub fn version(text: &str) -> Option<FlinkVersion> {
    FlinkVersion::ALL.into_iter().find(|version| {
        let rest = text.strip_prefix(version.name());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// A standalone cluster of which the actions start every process.
const EMPTY_STANDALONE: Provider = Provider::Standalone { task_managers: 0, job_managers: 1 };
