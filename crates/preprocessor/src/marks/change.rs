//! Changes of a scenario, after which a check must not hold any more: `version 1.20`, `without signal-task-manager`.
//!
//! In: words of a row. Out: a [`Change`], which is applied to a scenario.

use model::config::parse_duration;
use model::scenario::{Provider, TimedAction};
use model::{Action, Config, FlinkVersion, Scenario, Time};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// `version 1.20`
    Version(FlinkVersion),
    /// `run shortage-late`: another scenario altogether.
    Run(String),
    /// `set high-availability.type none`: for the cluster and for every job.
    Set(String, String),
    /// `unset`: no configuration at all, neither of the cluster nor of a job.
    Unset,
    /// `machines 3`: Standalone with so many TaskManagers.
    Machines(u16),
    /// `minimum-allocation 100`, of YARN, in MiB.
    MinimumAllocation(u64),
    /// `node-memory 4096`, of each node of a platform, in MiB.
    NodeMemory(u64),
    /// `without signal-task-manager`: what is done has not that name.
    Without(String),
    /// `first 2`: only so many actions.
    First(usize),
    /// `at 30 s do stop-cluster`
    At(TimedAction),
    /// `parallel 3 Orders`: every vertex of the job.
    Parallel(u16, String),
    /// `ends 5 s Orders`, `ends never Orders`: when the job has read all.
    Ends(Option<Time>, String),
}

const CHANGES: &str = "a change is version <v>, run <scenario>, set <key> <value>, unset, machines <n>, minimum-allocation <MiB>, \
                       node-memory <MiB>, without <action>, first <n>, at <time> s do <action>, parallel <n> <job>, ends <n> s <job> or ends never <job>";

impl Change {
    /// Reads a change.
    ///
    /// # Errors
    /// What is wrong, and a hint.
    pub(super) fn read(text: &str, scenarios: &[&str]) -> Result<Change, (String, String)> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let read = match words.as_slice() {
            ["version", name] => FlinkVersion::named(name).map(Change::Version),
            ["run", id] => scenarios.contains(id).then(|| Change::Run((*id).to_owned())),
            ["set", key, value @ ..] if !value.is_empty() => {
                Some(Change::Set((*key).to_owned(), value.join(" ")))
            }
            ["unset"] => Some(Change::Unset),
            ["machines", count] => count.parse().ok().map(Change::Machines),
            ["minimum-allocation", mib] => mib.parse().ok().map(Change::MinimumAllocation),
            ["node-memory", mib] => mib.parse().ok().map(Change::NodeMemory),
            ["without", action] => Some(Change::Without((*action).to_owned())),
            ["first", count] => count.parse().ok().map(Change::First),
            ["at", number, unit, "do", action] => {
                let at = parse_duration(&format!("{number} {unit}"));
                let action = Action::from_text(action);
                at.zip(action)
                    .map(|(at, action)| Change::At(TimedAction { at, action, took: None }))
            }
            ["parallel", count, job @ ..] => {
                count.parse().ok().map(|count| Change::Parallel(count, job.join(" ")))
            }
            ["ends", "never", job @ ..] => Some(Change::Ends(None, job.join(" "))),
            ["ends", number, unit, job @ ..] => parse_duration(&format!("{number} {unit}"))
                .map(|after| Change::Ends(Some(after), job.join(" "))),
            _ => None,
        };
        read.ok_or_else(|| (format!("\"{text}\" changes nothing"), CHANGES.to_owned()))
    }
}

impl Change {
    /// The scenario after it. `other` finds one by its name.
    pub(super) fn apply(&self, scenario: &mut Scenario, other: impl Fn(&str) -> Scenario) {
        match self {
            Change::Version(version) => scenario.version = *version,
            Change::Run(id) => *scenario = Scenario { version: scenario.version, ..other(id) },
            Change::Set(key, value) => {
                scenario.config.set(key, value);
                scenario.jobs.iter_mut().for_each(|job| job.options.set(key, value));
            }
            Change::Unset => {
                scenario.config = Config::default();
                scenario.jobs.iter_mut().for_each(|job| job.options = Config::default());
            }
            Change::Machines(task_managers) => {
                let task_managers = *task_managers;
                scenario.provider = Provider::Standalone { task_managers, job_managers: 1 };
            }
            Change::MinimumAllocation(mib) => {
                if let Provider::Yarn { minimum_allocation_mib, .. } = &mut scenario.provider {
                    *minimum_allocation_mib = *mib;
                }
            }
            Change::NodeMemory(mib) => match &mut scenario.provider {
                Provider::Yarn { node_memory_mib, .. }
                | Provider::Kubernetes { node_memory_mib, .. } => *node_memory_mib = *mib,
                Provider::Standalone { .. } => {}
            },
            Change::Without(name) => scenario.actions.retain(|timed| {
                let text = timed.action.to_text();
                text.split(['.', '+']).next() != Some(name.as_str())
            }),
            Change::First(count) => scenario.actions.truncate(*count),
            Change::At(timed) => {
                let later = scenario.actions.iter().position(|other| other.at > timed.at);
                let place = later.unwrap_or(scenario.actions.len());
                scenario.actions.insert(place, timed.clone());
            }
            Change::Parallel(count, name) => {
                let named = scenario.jobs.iter_mut().filter(|job| job.name == *name);
                let vertices = named.flat_map(|job| &mut job.vertices);
                vertices.for_each(|vertex| vertex.parallelism = *count);
            }
            Change::Ends(after, name) => {
                let named = scenario.jobs.iter_mut().filter(|job| job.name == *name);
                named.for_each(|job| job.behaviour.finishes_after = *after);
            }
        }
    }
}
