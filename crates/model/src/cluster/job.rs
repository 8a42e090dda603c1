//! Jobs with the attempts of their subtasks, and the clients that submit them.

use super::adaptive::GONE;
use super::tally::{Slots, Tasks};
use super::{Adaptive, Restored};
use crate::config::Config;
use crate::event::{Cause, ClientExit, Submitter};
use crate::ids::{
    AllocationId, ApplicationId, ClientId, ClusterId, ExecutionId, JobId, SavepointId, VertexId,
};
use crate::job::JobSpec;
use crate::load_balance::SharedSlots;
use crate::program::{Program, Step};
use crate::region::Regions;
use crate::restart::RestartHistory;
use crate::shared::Shared;
use crate::state::{ExecutionState, JobStatus};
use crate::time::Time;
use std::rc::Rc;

/// One job.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What it is.
    pub spec: Rc<JobSpec>,
    /// The options in force for it: its own over its cluster's.
    pub(crate) options: Rc<Config>,
    /// With the adaptive scheduler: its state. Then [`Job::spec`] has the parallelism of the present graph.
    pub adaptive: Option<Adaptive>,
    /// Its pipelined regions.
    pub regions: Rc<Regions>,
    /// Which of its subtasks share a slot.
    pub shared_slots: Rc<SharedSlots>,
    /// Its status.
    pub status: JobStatus,
    /// Why it left its normal course last.
    pub cause: Option<Cause>,
    /// The cluster it runs in.
    pub cluster: ClusterId,
    /// Who handed it in.
    pub submitted_by: Submitter,
    /// The application it belongs to.
    pub application: Option<ApplicationId>,
    /// When it was received.
    pub received_at: Time,
    /// When its JobMaster started; its heartbeats count from here.
    pub job_master_since: Option<Time>,
    /// Its JobMaster is stopped.
    pub job_master_stopped: bool,
    /// Slots it declared to the ResourceManager last.
    pub required: u16,
    /// Registered at the ResourceManager.
    pub registered: bool,
    /// The current attempt of each subtask: `executions[vertex][subtask]`.
    pub executions: Vec<Shared<Execution>>,
    /// Its tasks, counted.
    pub(crate) tasks: Tasks,
    /// Its allocations, counted.
    pub(crate) slots: Slots,
    /// With high availability: its plan and its last checkpoint are in the store.
    pub persisted: bool,
    /// With high availability: how often a new leader recovered it.
    pub recoveries: u16,
    /// The attempt number with which its present ExecutionGraph began; Flink shows 0.
    pub first_attempt: u16,
    /// What its restart strategy remembers.
    pub restarts: RestartHistory,
    /// Failovers whose delay is running.
    pub waiting_restarts: Vec<Failover>,
    /// Since when all tasks that are not through are RUNNING, and no checkpoint is counted; for checkpoints.
    pub all_running_since: Option<Time>,
    /// How often it became RUNNING.
    pub beginnings: u16,
    /// When its checkpoint scheduler triggers first, if it was started; from there on once an interval.
    pub checkpoints_from: Option<Time>,
    /// The last completed checkpoint; older ones are gone
    /// (`execution.checkpointing.num-retained` 1).
    pub last_checkpoint: Option<u64>,
    /// The highest number given to a checkpoint or savepoint (`CheckpointIDCounter`).
    pub checkpoint_counter: u64,
    /// The savepoint it was submitted with.
    pub from_savepoint: Option<SavepointId>,
    /// What its present tasks began with; `None`: empty state.
    pub restored: Option<Restored>,
    /// The savepoint with which it is to stop.
    pub stopping: Option<SavepointId>,
}

/// A failover that waits for its restart delay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failover {
    /// The task that failed.
    pub failed: ExecutionId,
    /// The tasks that will be restarted: (vertex, subtask).
    pub tasks: Vec<(VertexId, u16)>,
    /// The delay is over; only tasks that are not yet stopped are waited for.
    pub delay_over: bool,
}

/// The current attempt of one subtask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Execution {
    /// Number of the attempt.
    pub attempt: u16,
    /// As its JobMaster sees it.
    pub state: ExecutionState,
    /// The slot it is assigned to.
    pub slot: Option<AllocationId>,
    /// Whether this attempt was ever sent to a TaskManager.
    pub deployed: bool,
    /// When it entered this state.
    pub since: Time,
    /// The last failure of this subtask.
    pub cause: Option<Cause>,
}

/// What a client was told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeploymentTarget {
    /// Submit to the session cluster.
    Session,
    /// Give each job a cluster of its own.
    PerJob,
    /// Give the program a cluster of its own.
    Application,
}

/// One run of `flink run`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// What it was told to do.
    pub target: DeploymentTarget,
    /// The program whose `main()` it runs (in application mode: names).
    pub program: Rc<Program>,
    /// How many of the program's steps it has taken.
    pub step: u16,
    /// The cluster that it talked to last.
    pub cluster: Option<ClusterId>,
    /// The job that was acknowledged last.
    pub job: Option<JobId>,
    /// The jobs that a Dispatcher received from it.
    pub(crate) handed_in: Vec<JobId>,
    /// Waits for the result.
    pub attached: bool,
    /// Takes the job along when it ends.
    pub shutdown_on_attached_exit: bool,
    /// `-s`: what its jobs begin with.
    pub from_savepoint: Option<SavepointId>,
    /// Which of the scenario's actions started it.
    pub action: usize,
    /// Where it is in its life.
    pub phase: ClientPhase,
}

/// A client's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientPhase {
    /// Running the program's `main()`.
    RunningMain,
    /// The plan is on its way to the Dispatcher.
    Submitting,
    /// Attached, waiting for the job's end.
    Waiting,
    /// Ended.
    Exited(ClientExit),
}

impl Client {
    /// The step of `main()` that comes next.
    pub fn next_step(&self) -> Option<&Step> {
        self.program.steps.get(usize::from(self.step))
    }
}

impl Job {
    /// The client that submitted it, if one did.
    pub const fn client(&self) -> Option<ClientId> {
        match self.submitted_by {
            Submitter::Client(client) => Some(client),
            Submitter::Application(_) => None,
        }
    }

    /// The number of an attempt as Flink shows it: a recovered job counts from 0 again.
    pub const fn shown_attempt(&self, attempt: u16) -> u16 {
        attempt.saturating_sub(self.first_attempt)
    }

    /// Whether it requires more slots than it was given.
    pub(crate) fn is_short_of_slots(&self) -> bool {
        usize::from(self.required) > self.slots.given
    }

    /// Whether a new leader would find the job in the store and start it again.
    pub const fn is_recoverable(&self) -> bool {
        self.persisted && self.job_master_stopped && !self.status.is_globally_terminal()
    }

    /// Whether the job went with its JobManager: not over, and nobody looks after it.
    pub fn is_lost(&self) -> bool {
        self.job_master_stopped && !self.status.is_terminal()
    }

    /// The current attempts of all subtasks, vertex by vertex.
    pub fn execution_ids(&self) -> impl Iterator<Item = ExecutionId> + '_ {
        self.executions.iter().enumerate().flat_map(move |(vertex, subtasks)| {
            subtasks.iter().enumerate().map(move |(subtask, execution)| ExecutionId {
                job: self.id,
                vertex: VertexId::next(vertex),
                subtask: u16::try_from(subtask).expect("parallelism is a u16"),
                attempt: execution.attempt,
            })
        })
    }

    /// The current attempt of the subtask that `id` names.
    pub fn execution(&self, id: ExecutionId) -> &Execution {
        self.executions[id.vertex.index()].get(usize::from(id.subtask)).unwrap_or(&GONE)
    }
}
