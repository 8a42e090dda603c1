//! A scenario: everything a trace depends on. The same scenario always gives the same trace.

use crate::action::Action;
use crate::config::Config;
use crate::flow::Flow;
use crate::ids::{JmId, JobId, NodeId, QueueId, TmId};
use crate::job::JobSpec;
use crate::profile::Profile;
use crate::program::Program;
use crate::time::Time;
use crate::version::FlinkVersion;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

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
    /// Programs with more than one job. A job alone is also a program: one `execute()`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<Program>,
    /// What is done, and when, in order of time.
    #[serde(default)]
    pub actions: Vec<TimedAction>,
    /// Stores outside Flink, and which jobs read and write them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<Flow>,
    /// How fast the machine is.
    #[serde(default)]
    pub profile: Profile,
    /// Seed of the choices that Flink leaves to chance ([`crate::Draws`]).
    #[serde(default)]
    pub seed: u64,
    /// The trace ends here even if something is still to happen (an endless restart loop).
    #[serde(default = "default_horizon")]
    pub horizon: Time,
}

impl Scenario {
    /// Where a trace ends when the scenario says nothing.
    pub const HORIZON: Time = Time::s(15 * 60);

    /// The program of this name: one of the scenario's programs, or a job alone.
    pub fn program(&self, name: &str) -> Option<Program> {
        let named = self.programs.iter().find(|program| program.name == name).cloned();
        named.or_else(|| self.job(name).map(|job| Program::of_one_job(&job.name)))
    }

    /// The job of this name.
    pub fn job(&self, name: &str) -> Option<&JobSpec> {
        self.jobs.iter().find(|job| job.name == name)
    }

    /// What a recorded run says about a worker on YARN.
    pub(crate) fn worker(&self, tm: TmId) -> WorkerTook {
        let mut recorded = self.actions.iter().filter_map(|timed| timed.took.as_ref());
        let took = recorded.find(|took| !took.workers.is_empty());
        took.and_then(|took| took.workers.get(tm.index()).copied()).unwrap_or_default()
    }

    /// On which machine a recorded run had the JobManager of this number.
    pub(crate) fn job_manager_node(&self, jm: JmId) -> Option<NodeId> {
        let mut recorded = self.actions.iter().filter_map(|timed| timed.took.as_ref());
        let took = recorded.find(|took| !took.job_manager_nodes.is_empty())?;
        took.job_manager_nodes.get(jm.index()).copied()
    }

    /// How long it takes from the receipt of a job until its JobMaster is there.
    pub(crate) fn job_master(&self, job: JobId) -> Time {
        let mut recorded = self.actions.iter().filter_map(|timed| timed.took.as_ref());
        let took = recorded.find(|took| !took.job_masters.is_empty());
        let known = took.and_then(|took| took.job_masters.get(job.index()).copied());
        known.unwrap_or(self.profile.job_master_start)
    }

    /// How long a recorded run took from the start of a JobManager process until it was ready.
    pub(crate) fn job_manager(&self, jm: JmId) -> Option<Time> {
        let mut recorded = self.actions.iter().filter_map(|timed| timed.took.as_ref());
        let took = recorded.find(|took| !took.job_managers.is_empty())?;
        took.job_managers.get(jm.index()).copied()
    }
}

fn default_horizon() -> Time {
    Scenario::HORIZON
}

/// An action and its time. Serialized, it is its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedAction {
    /// When it is done.
    pub at: Time,
    /// What is done.
    pub action: Action,
    /// How long the machine took for it in a recorded run, instead of the profile's figures. A
    /// scenario of the book leaves this out, and no text carries it.
    pub took: Option<Took>,
}

impl TimedAction {
    /// The microsecond and the action, as in links and pages: `8000000.submit.WordCount`.
    pub fn to_text(&self) -> String {
        [&self.at.0.to_string(), ".", &self.action.to_text()].concat()
    }

    /// Reads what [`TimedAction::to_text`] wrote; `None`: the text is none.
    pub fn from_text(text: &str) -> Option<TimedAction> {
        let (at, action) = text.split_once('.')?;
        let (at, action) = (Time(at.parse().ok()?), Action::from_text(action)?);
        Some(TimedAction { at, action, took: None })
    }
}

impl Serialize for TimedAction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.took {
            None => serializer.serialize_str(&self.to_text()),
            Some(_) => Err(ser::Error::custom("durations of a recorded run cannot be written")),
        }
    }
}

impl<'de> Deserialize<'de> for TimedAction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TimedAction, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || de::Error::custom(["no action with a time: ", &text].concat());
        TimedAction::from_text(&text).ok_or_else(wrong)
    }
}

/// Recorded durations of the machine for one action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Took {
    /// Action until the process is ready (REST up, first call to the ResourceManager) or the
    /// submission arrives at the Dispatcher.
    pub until_ready: Option<Time>,
    /// A machine, or a JobManager's container, gone until the platform gave up what was there.
    pub until_given_up: Option<Time>,
    /// JobManager process started until its REST endpoint listened, in the order of the processes;
    /// on the first action only.
    pub job_managers: Vec<Time>,
    /// Received until the JobMaster was there, in the order of the jobs; on the first action only.
    pub job_masters: Vec<Time>,
    /// The machine that the platform chose for each JobManager; on the first action only.
    pub job_manager_nodes: Vec<NodeId>,
    /// `main()` started until it ended in a recorded application, step by step.
    pub steps: Vec<Time>,
    /// On YARN: the workers, in the order in which Flink asked for them; on the first action only.
    pub workers: Vec<WorkerTook>,
}

/// How long YARN and the machine took for one worker in a recorded run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkerTook {
    /// Asked for until its container was there.
    pub until_received: Option<Time>,
    /// Container there until the TaskManager in it first calls the ResourceManager.
    pub until_ready: Option<Time>,
    /// Ended by a signal until Flink's ResourceManager was told.
    pub until_told: Option<Time>,
    /// The machine that the platform chose.
    pub node: Option<NodeId>,
}

/// Where processes come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Provider {
    /// `start-cluster.sh` or `standalone-job.sh` on fixed machines.
    Standalone {
        /// TaskManagers that [`Action::StartCluster`] and [`Action::RunApplication`] start.
        task_managers: u16,
        /// JobManagers that they start (`conf/masters`); more than one needs high availability.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        job_managers: u16,
    },
    /// A YARN cluster.
    Yarn {
        /// How many NodeManagers.
        nodes: u16,
        /// Memory that each NodeManager offers, in MiB (`yarn.nodemanager.resource.memory-mb`).
        node_memory_mib: u64,
        /// Containers are rounded up to a multiple of this (`yarn.scheduler.minimum-allocation-mb`).
        minimum_allocation_mib: u64,
        /// The scheduler's queues; none: one, called `default`, that has everything.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        queues: Vec<Queue>,
    },
    /// A Kubernetes cluster.
    Kubernetes {
        /// How many nodes.
        nodes: u16,
        /// Memory that each node offers to pods, in MiB.
        node_memory_mib: u64,
        /// `kubernetes.jobmanager.replicas`; more than one needs high availability.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        job_managers: u16,
    },
}

/// A leaf queue below `root` of YARN's CapacityScheduler.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// Its share of the cluster's memory, in percent (`yarn.scheduler.capacity.root.<name>.capacity`):
    /// the queue that uses least of its share is served first.
    pub capacity: u16,
    /// So many percent it never exceeds, whatever is free elsewhere (`….maximum-capacity`).
    #[serde(default = "all", skip_serializing_if = "is_all")]
    pub maximum: u16,
}

impl Queue {
    /// Where YARN puts what names no queue.
    pub const DEFAULT: &str = "default";
}

const fn all() -> u16 {
    100
}

fn is_all(percent: &u16) -> bool {
    *percent == 100
}

const fn one() -> u16 {
    1
}

fn is_one(number: &u16) -> bool {
    *number == 1
}

impl Provider {
    /// Whether Flink's ResourceManager starts TaskManagers itself (`ActiveResourceManager`).
    pub const fn starts_workers(&self) -> bool {
        match self {
            Provider::Standalone { .. } => false,
            Provider::Yarn { .. } | Provider::Kubernetes { .. } => true,
        }
    }

    /// YARN's queues, where there are several.
    pub fn queues(&self) -> &[Queue] {
        match self {
            Provider::Yarn { queues, .. } => queues,
            Provider::Standalone { .. } | Provider::Kubernetes { .. } => &[],
        }
    }

    /// The queue of this name. Without any, there is one.
    pub fn queue(&self, name: &str) -> Option<QueueId> {
        let queues = self.queues();
        match queues.iter().position(|queue| queue.name == name) {
            None if queues.is_empty() && name == Queue::DEFAULT => Some(QueueId(0)),
            place => place.map(QueueId::next),
        }
    }

    /// How many JobManager processes a cluster is given.
    pub const fn job_managers(&self) -> u16 {
        match self {
            Provider::Standalone { job_managers, .. }
            | Provider::Kubernetes { job_managers, .. } => *job_managers,
            Provider::Yarn { .. } => 1,
        }
    }
}
