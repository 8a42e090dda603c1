//! What is true at one moment, of all Flink clusters and the machines they run on. Plain data: changed only by [`Cluster::apply`] (in `cluster/apply.rs`),
//! read by the deciders and by whoever draws.
//!
//! A slot is known in three places that may disagree for a while, as in Flink: the TaskManager's
//! slot table ([`TaskManager::slots`]), the ResourceManager's view ([`Allocation::at_rm`]) and the
//! JobMaster's slot pool ([`Allocation::at_job_master`]).

mod apply;
mod pool;

pub use apply::{MAX_CLUSTERS, MAX_JOB_MANAGERS, MAX_JOBS, MAX_TASK_MANAGERS};

use crate::Key;
use crate::config::Config;
use crate::event::{
    ApplicationState, Cause, ClientExit, ClusterStatus, ContainerRole, LossReason, MainEnd,
    Refusal, Submitter,
};
use crate::ids::{
    AllocationId, ApplicationId, ClientId, ClusterId, ContainerId, ExecutionId, JmId, JobId,
    NodeId, TmId, VertexId,
};
use crate::job::JobSpec;
use crate::program::{Program, Step};
use crate::region::Regions;
use crate::restart::RestartHistory;
use crate::scenario::Provider;
use crate::state::{ExecutionState, JobStatus};
use crate::time::Time;
use crate::version::FlinkVersion;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Everything that is true at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// The time of the last applied event.
    pub now: Time,
    /// How many of the scenario's actions were taken.
    pub actions_taken: usize,
    /// Why the last action was refused, if it was.
    pub refused: Option<Refusal>,
    /// The version that is imitated.
    pub version: FlinkVersion,
    /// Where processes come from.
    pub provider: Provider,
    /// The configuration of every Flink cluster here.
    pub config: Rc<Config>,
    /// Every Flink cluster that ever was, by [`ClusterId`].
    pub clusters: Vec<FlinkCluster>,
    /// Every JobManager process that ever was, by [`JmId`].
    pub job_managers: Vec<JobManager>,
    /// Every application whose `main()` runs in a JobManager, and, since 2.3, every one around a
    /// submitted job; by [`ApplicationId`].
    pub applications: Vec<Application>,
    /// Every TaskManager that ever was, by [`TmId`].
    pub task_managers: Vec<TaskManager>,
    /// Every job that was ever received, by [`JobId`].
    pub jobs: Vec<Job>,
    /// Every client that ever ran, by [`ClientId`].
    pub clients: Vec<Client>,
    /// Every slot allocation that ever was, by [`AllocationId`].
    pub allocations: Vec<Allocation>,
    /// YARN or Kubernetes, where there is one.
    pub platform: Option<Platform>,
}

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
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlinkCluster {
    /// Its id.
    pub id: ClusterId,
    /// How it came to be.
    pub mode: Mode,
    /// Where its leading JobManager is in its life.
    pub phase: JobManagerPhase,
    /// Which process that is.
    pub leader: Option<JmId>,
    /// Its state as a YARN application.
    pub application_state: YarnApplicationState,
    /// Workers that Flink asked for and that have not registered yet.
    pub pending_workers: u16,
    /// When its ResourceManager started: the start-up period and the heartbeats count from here.
    pub resource_manager_since: Option<Time>,
    /// With high availability: when the latch of the last leader is free for the next one.
    pub latch_free_at: Time,
    /// When the requirements are matched next, if a check is due.
    pub check_due: Option<Time>,
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

/// One TaskManager.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskManager {
    /// Its id.
    pub id: TmId,
    /// The cluster it belongs to.
    pub cluster: ClusterId,
    /// The process.
    pub process: ProcessState,
    /// Its registration at Flink's ResourceManager.
    pub registration: Registration,
    /// Its slot table, one entry a slot. Stays readable after the process ended.
    pub slots: Vec<SlotState>,
    /// JobMasters it is connected to.
    pub connected_to: Vec<JobId>,
    /// The container it runs in (YARN, Kubernetes).
    pub container: Option<ContainerId>,
    /// When it was last seen without any allocated slot; for the idle timeout.
    pub idle_since: Option<Time>,
    /// When its JVM is up and calls the ResourceManager.
    pub ready_at: Time,
    /// Without a ResourceManager since then: not registered yet, or given up.
    pub searching_since: Option<Time>,
    /// When the process was killed, frozen or told to stop, or its network cut.
    pub signalled_at: Option<Time>,
    /// Nothing gets through to the JobManager, nor back.
    pub cut_off: bool,
}

/// A process's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessState {
    /// A container is allocated or a script runs; the JVM is starting.
    Starting,
    /// Alive.
    Running,
    /// SIGSTOP: alive and silent.
    Frozen,
    /// SIGTERM received: saying goodbye.
    Stopping,
    /// Gone without a word.
    Killed,
    /// Ended in order.
    Exited,
}

impl ProcessState {
    /// Whether the process can send and receive.
    pub const fn answers(self) -> bool {
        matches!(self, Self::Running | Self::Stopping)
    }

    /// Whether the process is gone for good.
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::Killed | Self::Exited)
    }
}

/// What Flink's ResourceManager thinks of a TaskManager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Not there (yet).
    None,
    /// Registered since then; stays so until a loss is noticed.
    Registered(Time),
    /// Dropped.
    Lost(LossReason),
}

/// One entry of a TaskManager's slot table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotState {
    /// Nobody's.
    Free,
    /// Reserved for a job, not yet taken by its JobMaster (Flink: ALLOCATED).
    Allocated(AllocationId),
    /// In use by a job (Flink: ACTIVE).
    Active(AllocationId),
}

impl SlotState {
    /// The allocation that holds the slot.
    pub const fn allocation(self) -> Option<AllocationId> {
        match self {
            Self::Free => None,
            Self::Allocated(id) | Self::Active(id) => Some(id),
        }
    }
}

/// One allocation of one slot to one job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// Its id.
    pub id: AllocationId,
    /// The owner, for all its life.
    pub job: JobId,
    /// The TaskManager.
    pub tm: TmId,
    /// The slot's index there.
    pub index: u16,
    /// The ResourceManager's view.
    pub at_rm: AtResourceManager,
    /// The JobMaster's view.
    pub at_job_master: AtJobMaster,
}

/// An allocation as the ResourceManager sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtResourceManager {
    /// Asked of the TaskManager.
    Pending,
    /// Confirmed.
    Allocated,
    /// Free again.
    Freed,
}

/// An allocation as the JobMaster's slot pool sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtJobMaster {
    /// Not offered yet.
    Unknown,
    /// In the pool, unused since then.
    Idle(Time),
    /// Holds a shared slot of this region's tasks.
    InUse,
    /// Given up.
    Released,
}

/// One job.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What it is.
    pub spec: Rc<JobSpec>,
    /// Its pipelined regions.
    pub regions: Rc<Regions>,
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
    pub executions: Vec<Vec<Execution>>,
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
    /// When all tasks were last RUNNING together; for checkpoints.
    pub all_running_since: Option<Time>,
    /// The last completed checkpoint.
    pub last_checkpoint: Option<u64>,
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
    /// Waits for the result.
    pub attached: bool,
    /// Takes the job along when it ends.
    pub shutdown_on_attached_exit: bool,
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

/// YARN or Kubernetes: machines, and what was started on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Platform {
    /// The machines, by [`NodeId`].
    pub nodes: Vec<Node>,
    /// Every container or pod that ever was, by [`ContainerId`].
    pub containers: Vec<Container>,
}

/// A machine with a NodeManager or a kubelet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its id.
    pub id: NodeId,
    /// What it offers, in MiB.
    pub memory_mib: u64,
}

/// A container (YARN) or pod (Kubernetes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Container {
    /// Its id.
    pub id: ContainerId,
    /// The Flink cluster it belongs to.
    pub cluster: ClusterId,
    /// Where it runs; `None` while it waits for room.
    pub node: Option<NodeId>,
    /// Its size after rounding up, in MiB.
    pub memory_mib: u64,
    /// What runs in it.
    pub role: ContainerRole,
    /// Where it is in its life.
    pub phase: ContainerPhase,
}

/// A container's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerPhase {
    /// Asked for; no node has room yet.
    Pending,
    /// Given, not started.
    Allocated,
    /// Its process runs.
    Running,
    /// Ended.
    Completed,
}

/// `YarnApplicationState`, as far as a cluster goes through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum YarnApplicationState {
    /// Not submitted.
    New,
    /// Submitted.
    Submitted,
    /// Waiting for the application master's container.
    Accepted,
    /// The application master registered.
    Running,
    /// Over.
    Finished,
    /// Over: its last attempt died.
    Failed,
    /// Over, killed.
    Killed,
}

impl Cluster {
    /// A Flink cluster by id.
    pub fn flink(&self, id: ClusterId) -> &FlinkCluster {
        &self.clusters[id.index()]
    }

    /// A JobManager process by id.
    pub fn jm(&self, id: JmId) -> &JobManager {
        &self.job_managers[id.index()]
    }

    /// An application by id.
    pub fn application(&self, id: ApplicationId) -> &Application {
        &self.applications[id.index()]
    }

    /// The session cluster that commands without an address go to.
    pub fn session(&self) -> Option<&FlinkCluster> {
        self.clusters.iter().find(|cluster| cluster.mode == Mode::Session)
    }

    /// The Flink cluster of a job.
    pub fn cluster_of(&self, job: JobId) -> &FlinkCluster {
        self.flink(self.job(job).cluster)
    }

    /// The jobs of a Flink cluster.
    pub fn jobs_of(&self, cluster: ClusterId) -> impl Iterator<Item = &Job> + '_ {
        self.jobs.iter().filter(move |job| job.cluster == cluster)
    }

    /// The TaskManagers of a Flink cluster.
    pub fn tms_of(&self, cluster: ClusterId) -> impl Iterator<Item = &TaskManager> + '_ {
        self.task_managers.iter().filter(move |tm| tm.cluster == cluster)
    }

    /// Whether leaders are elected and jobs kept (`high-availability.type`).
    pub fn is_highly_available(&self) -> bool {
        let kind = self.config.text(Key::HighAvailability, self.version);
        kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("none"))
    }

    /// A TaskManager by id.
    pub fn tm(&self, id: TmId) -> &TaskManager {
        &self.task_managers[id.index()]
    }

    /// A job by id.
    pub fn job(&self, id: JobId) -> &Job {
        &self.jobs[id.index()]
    }

    /// An allocation by id.
    pub fn allocation(&self, id: AllocationId) -> &Allocation {
        &self.allocations[id.index()]
    }

    /// A client by id.
    pub fn client(&self, id: ClientId) -> &Client {
        &self.clients[id.index()]
    }

    /// The current attempt of a subtask, if `id` still names it.
    pub fn execution(&self, id: ExecutionId) -> Option<&Execution> {
        let current = &self.job(id.job).executions[id.vertex.index()][usize::from(id.subtask)];
        (current.attempt == id.attempt).then_some(current)
    }

    /// Subtasks that run in a slot (whatever the state of their TaskManager).
    pub fn tasks_in(&self, allocation: AllocationId) -> impl Iterator<Item = ExecutionId> + '_ {
        let job = self.job(self.allocation(allocation).job);
        job.execution_ids().filter(move |id| {
            let execution = job.execution(*id);
            execution.slot == Some(allocation) && execution.state.is_deployed()
        })
    }
}

impl FlinkCluster {
    /// A cluster that nobody has started yet.
    pub(crate) const fn absent(id: ClusterId, mode: Mode) -> FlinkCluster {
        FlinkCluster {
            id,
            mode,
            phase: JobManagerPhase::Absent,
            leader: None,
            application_state: YarnApplicationState::New,
            pending_workers: 0,
            resource_manager_since: None,
            latch_free_at: Time::ZERO,
            check_due: None,
        }
    }
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
        &self.executions[id.vertex.index()][usize::from(id.subtask)]
    }
}
