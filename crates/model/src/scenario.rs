//! A scenario: everything a trace depends on. The same scenario always gives the same trace.

use crate::action::Action;
use crate::config::Config;
use crate::ids::TmId;
use crate::job::JobSpec;
use crate::profile::Profile;
use crate::time::Time;
use crate::version::FlinkVersion;
use serde::{Deserialize, Serialize};

/// A cluster, jobs for it, and what is done to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// The Flink version to imitate.
    pub version: FlinkVersion,
    /// Where processes come from.
    pub provider: Provider,
    /// The cluster's configuration.
    #[serde(default)]
    pub config: Config,
    /// Jobs that actions can submit by name.
    #[serde(default)]
    pub jobs: Vec<JobSpec>,
    /// What is done, and when, in order of time.
    #[serde(default)]
    pub actions: Vec<TimedAction>,
    /// How fast the machine is.
    #[serde(default)]
    pub profile: Profile,
    /// Seed of the choices that Flink leaves to chance.
    #[serde(default)]
    pub seed: u64,
    /// The trace ends here even if something is still to happen (an endless restart loop).
    #[serde(default = "default_horizon")]
    pub horizon: Time,
}

impl Scenario {
    /// Where a trace ends when the scenario says nothing.
    pub const HORIZON: Time = Time::s(15 * 60);

    /// What a recorded run says about a worker on YARN.
    pub(crate) fn worker(&self, tm: TmId) -> WorkerTook {
        let start = self.actions.iter().find(|timed| timed.action == Action::StartCluster);
        let took = start.and_then(|timed| timed.took.as_ref());
        took.and_then(|took| took.workers.get(tm.index()).copied()).unwrap_or_default()
    }
}

fn default_horizon() -> Time {
    Scenario::HORIZON
}

/// An action and its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimedAction {
    /// When it is done.
    pub at: Time,
    /// What is done.
    pub action: Action,
    /// How long the machine took for it in a recorded run, instead of the profile's figures. A
    /// scenario of the book leaves this out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took: Option<Took>,
}

/// Recorded durations of the machine for one action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Took {
    /// Action until the process is ready (REST up, first call to the ResourceManager) or the
    /// submission arrives at the Dispatcher.
    pub until_ready: Option<Time>,
    /// For the start of a YARN session: its workers, in the order in which Flink asked for them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub workers: Vec<WorkerTook>,
}

/// How long YARN and the machine took for one worker in a recorded run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkerTook {
    /// Asked for until its container was there.
    pub until_received: Option<Time>,
    /// Container there until the TaskManager in it first calls the ResourceManager.
    pub until_ready: Option<Time>,
}

/// Where processes come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Provider {
    /// `start-cluster.sh` on fixed machines.
    Standalone {
        /// TaskManagers that [`Action::StartCluster`] starts.
        task_managers: u16,
    },
    /// A YARN session (`yarn-session.sh`).
    Yarn {
        /// How many NodeManagers.
        nodes: u16,
        /// Memory that each NodeManager offers, in MiB (`yarn.nodemanager.resource.memory-mb`).
        node_memory_mib: u64,
        /// Containers are rounded up to a multiple of this (`yarn.scheduler.minimum-allocation-mb`).
        minimum_allocation_mib: u64,
    },
}
