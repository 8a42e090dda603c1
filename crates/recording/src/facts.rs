//! Each entity's life, out of a list of events: the same for a recording and for a trace.
//!
//! In: what happened in a run. Out: [`Facts`]. Deliberately absent: which differences matter
//! (`equivalence`), and the order between entities (`rules`).

mod gather;

use model::event::{ApplicationState, Cause, ClusterStatus, Farewell, LossReason};
use model::{
    AllocationId, ClusterId, ExecutionState, JmId, JobId, JobStatus, Time, TmId, VertexId,
};
use std::collections::BTreeMap;

/// A step of an entity's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<S> {
    /// When.
    pub at: Time,
    /// Into which state.
    pub to: S,
}

/// Everything that is compared of one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The jobs, by [`JobId`].
    pub jobs: Vec<JobFacts>,
    /// The TaskManagers, by [`TmId`].
    pub tms: Vec<TmFacts>,
    /// The JobManager processes, by [`JmId`].
    pub jms: Vec<Vec<Step<JmStep>>>,
    /// The applications, by [`model::ApplicationId`].
    pub applications: Vec<ApplicationFacts>,
    /// How each cluster ended, in the order in which they got a JobManager; a signal to its JobManager is no end that Flink names.
    pub clusters: Vec<Vec<Step<ClusterStatus>>>,
    /// How many workers YARN or Kubernetes was asked for.
    pub asked_for: u32,
    /// Waiting times that configuration keys set.
    pub delays: Vec<Delay>,
    /// The end of the scenario.
    pub end: Time,
}

/// One job's life.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobFacts {
    /// Its status, step by step, from RUNNING on.
    pub statuses: Vec<Step<JobStatus>>,
    /// The cluster that received it.
    pub cluster: Option<ClusterId>,
    /// How often a cluster received it.
    pub receipts: usize,
    /// How often it got a JobMaster.
    pub masters: usize,
    /// How often a new leader found it in the store.
    pub recoveries: usize,
    /// What the store of jobs was told.
    pub stored: Vec<Step<Stored>>,
    /// Attempts of each subtask.
    pub subtasks: BTreeMap<(VertexId, u16), Vec<Attempt>>,
    /// The highest number of slots it declared.
    pub required: u16,
    /// Its slots, with the TaskManager of each.
    pub slots: BTreeMap<AllocationId, TmId>,
    /// The checkpoints it was restored from.
    pub restores: Vec<u64>,
    /// What became of its savepoints.
    pub savepoints: Vec<Taken>,
    /// How often it began with a savepoint.
    pub from_savepoint: usize,
    /// How many tasks failed for which reason.
    pub failures: BTreeMap<FailureKind, u16>,
}

/// A step of a savepoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Somebody asked for it.
    Asked {
        /// The job is to end with it.
        stops: bool,
    },
    /// It is there.
    Completed,
}

/// What the store of jobs was told of a job (high availability).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It was accepted.
    Added,
    /// It is over.
    Removed,
}

/// One application's life.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ApplicationFacts {
    /// Its states (2.3).
    pub states: Vec<Step<ApplicationState>>,
    /// How it ended (up to 2.2).
    pub ended: Vec<Step<ClusterStatus>>,
    /// Its jobs, in the order in which they were received.
    pub jobs: Vec<JobId>,
}

/// A step of a JobManager process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JmStep {
    /// It began.
    Started,
    /// With high availability: it leads.
    Leads,
    /// It ended, and said so.
    Ended,
}

/// One attempt of one subtask.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// Its number.
    pub number: u16,
    /// Its states, step by step, from SCHEDULED on.
    pub steps: Vec<Step<ExecutionState>>,
    /// How it ended.
    pub end: End,
    /// The slot it was deployed into.
    pub slot: Option<AllocationId>,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Not, before the scenario was over.
    Open,
    /// FINISHED.
    Finished,
    /// FAILED.
    Failed(FailureKind),
    /// CANCELED because another task of its job failed for that reason.
    Swept(FailureKind),
    /// CANCELED because somebody cancelled the job, or the cluster stopped.
    Canceled,
}

/// Why tasks fail: the causes of the model without their details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailureKind {
    /// The user's code threw.
    UserException,
    /// A connection to another TaskManager broke.
    ConnectionLost,
    /// The deployment went to a process that is gone.
    RecipientUnreachable,
    /// The TaskManager was declared lost.
    TaskManagerLost,
    /// Not enough slots.
    NotEnoughResources,
    /// Slots did not come in time.
    SlotRequestTimeout,
    /// Everything else.
    Other,
}

impl FailureKind {
    fn of(cause: Option<Cause>) -> FailureKind {
        match cause {
            Some(Cause::UserException) => Self::UserException,
            Some(Cause::ConnectionLost(_)) => Self::ConnectionLost,
            Some(Cause::RecipientUnreachable(_)) => Self::RecipientUnreachable,
            Some(Cause::TaskManagerLost(..)) => Self::TaskManagerLost,
            Some(Cause::NotEnoughResources) => Self::NotEnoughResources,
            Some(Cause::SlotRequestTimeout) => Self::SlotRequestTimeout,
            Some(
                Cause::RecoverySuppressed
                | Cause::CancelRequested
                | Cause::Failover
                | Cause::JobManagerLost
                | Cause::ClusterShutdown,
            )
            | None => Self::Other,
        }
    }
}

/// One TaskManager's life.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TmFacts {
    /// Step by step.
    pub life: Vec<Step<TmStep>>,
    /// The owner of each slot allocation made there, in order.
    pub owners: Vec<Step<JobId>>,
    /// Jobs whose JobMaster it gave up after a JobManager was killed, and why.
    pub farewells: Vec<Step<(JobId, Farewell)>>,
}

/// A step of a TaskManager's life, as the ResourceManager sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TmStep {
    /// Its process began.
    Started,
    /// It registered.
    Registered,
    /// It was dropped.
    Lost(LossReason),
}

/// A waiting time that a configuration key sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    /// Which.
    pub kind: DelayKind,
    /// When it was over.
    pub at: Time,
    /// How long it took.
    pub length: Time,
}

/// The waiting times that are compared, and whose they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DelayKind {
    /// RESTARTING to RUNNING of a job: `restart-strategy.*`.
    Restart(JobId),
    /// SCHEDULED until the request for slots failed: `slot.request.timeout`, or at once.
    SlotRequest(JobId),
    /// Signal to a TaskManager until the ResourceManager dropped it: `heartbeat.*`.
    Loss(TmId),
    /// A JobManager's end until another one leads: the latch of the leader election.
    Leadership(ClusterId),
    /// A JobManager's end until a TaskManager gave it up: the same, or `heartbeat.timeout`.
    Farewell(TmId),
    /// Last slot freed until the TaskManager was given back: `resourcemanager.taskmanager-timeout`.
    Idle(TmId),
}

/// The signals that were sent to processes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// To TaskManagers.
    pub tms: Vec<(Time, TmId)>,
    /// `kill -9` of JobManagers.
    pub jms: Vec<(Time, JmId)>,
}
