//! Flink clusters, their JobManager processes, and the applications in them.

use super::{ContainerId, YarnApplicationState};
use crate::config::Config;
use crate::event::{ApplicationState, ClusterStatus, MainEnd};
use crate::ids::{ApplicationId, ClientId, ClusterId, JmId, JobId, QueueId, SavepointId};
use crate::program::Program;
use crate::shared::Shared;
use crate::time::Time;
use std::rc::Rc;

/// How a Flink cluster came to be, and so with whom it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Before its jobs; ends when somebody stops it.
    Session,
    /// For one job, by the client that ran its `main()` (YARN, 1.x).
    PerJob(ClientId),
    /// For one program, whose `main()` it runs.
    Application(ApplicationId),
}

/// One Flink cluster, seen from its leading JobManager.
#[derive(Clone, Debug, PartialEq)]
pub struct FlinkCluster {
    /// Its id.
    pub id: ClusterId,
    /// How it came to be.
    pub mode: Mode,
    /// The scenario's configuration with what it was told itself over it.
    pub config: Rc<Config>,
    /// Where its leading JobManager is in its life.
    pub phase: JobManagerPhase,
    /// Which process that is.
    pub leader: Option<JmId>,
    /// Its state as a YARN application.
    pub application_state: YarnApplicationState,
    /// The queue that YARN keeps it in; `None`: there is none of the name that was asked for.
    pub queue: Option<QueueId>,
    /// Workers that Flink asked for and that have not registered yet.
    pub pending_workers: u16,
    /// When its ResourceManager started: the start-up period and the heartbeats count from here.
    pub resource_manager_since: Option<Time>,
    /// With high availability: when the latch of the last leader is free for the next one.
    pub latch_free_at: Time,
    /// When the requirements are matched next, if a check is due.
    pub check_due: Option<Time>,
    /// The jobs that were ever received in it.
    pub(crate) jobs: Shared<JobId>,
    /// Those of them that require more slots than they were given.
    pub(crate) short_jobs: Vec<JobId>,
}

/// A JobManager process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobManager {
    /// Its id.
    pub id: JmId,
    /// Its cluster.
    pub cluster: ClusterId,
    /// Where it is in its life.
    pub role: JobManagerRole,
    /// The container it runs in (YARN, Kubernetes).
    pub container: Option<ContainerId>,
    /// When it was killed, if it was.
    pub killed_at: Option<Time>,
}

/// What a JobManager process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobManagerRole {
    /// Its JVM is starting.
    Starting,
    /// Up; waits for the leader to go.
    StandingBy,
    /// Leads its cluster.
    Leading,
    /// Killed.
    Killed,
    /// Ended in order.
    Exited,
}

impl JobManagerRole {
    /// Whether the process exists.
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Starting | Self::StandingBy | Self::Leading)
    }
}

/// A program that runs in a cluster as one application.
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// Where it runs.
    pub cluster: ClusterId,
    /// What its `main()` does; around a single submitted job: nothing.
    pub program: Rc<Program>,
    /// Its state.
    pub state: ApplicationState,
    /// `execution.attached`: `execute()` waits.
    pub attached: bool,
    /// `-s`: what its jobs begin with.
    pub from_savepoint: Option<SavepointId>,
    /// Which of the scenario's actions asked for it.
    pub action: usize,
    /// Where its `main()` is.
    pub main: MainPhase,
    /// When `main()` has done its present step.
    pub due: Time,
    /// Its jobs, in the order of their submission.
    pub jobs: Vec<JobId>,
}

/// Where the `main()` of an application is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MainPhase {
    /// It ran in a client, or will begin when the Dispatcher is there.
    Elsewhere,
    /// Before this step.
    At(u16),
    /// In an `execute()` that waits for its job.
    WaitsFor(JobId, u16),
    /// Ended.
    Ended(Time, MainEnd),
}

/// The life of the leading JobManager, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobManagerPhase {
    /// No process.
    Absent,
    /// The process exists.
    Starting,
    /// REST endpoint and Dispatcher answer.
    DispatcherReady,
    /// The ResourceManager accepts TaskManagers, too.
    Ready,
    /// Killed, with all that was in it; with high availability another one will lead.
    Killed,
    /// Ended, and the cluster with it.
    Stopped(ClusterStatus),
}

impl JobManagerPhase {
    /// Whether the process exists.
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Starting | Self::DispatcherReady | Self::Ready)
    }

    /// Whether jobs can be submitted.
    pub const fn accepts_jobs(self) -> bool {
        matches!(self, Self::DispatcherReady | Self::Ready)
    }
}

impl FlinkCluster {
    /// A cluster that nobody has started yet.
    pub(crate) const fn absent(id: ClusterId, mode: Mode, config: Rc<Config>) -> FlinkCluster {
        FlinkCluster {
            id,
            mode,
            config,
            phase: JobManagerPhase::Absent,
            leader: None,
            application_state: YarnApplicationState::New,
            queue: Some(QueueId(0)),
            pending_workers: 0,
            resource_manager_since: None,
            latch_free_at: Time::ZERO,
            check_due: None,
            jobs: Shared::new(),
            short_jobs: Vec::new(),
        }
    }
}
