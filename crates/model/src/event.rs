//! What happens. Every variant is past tense and stands for one fact, most of them for one line of
//! Flink's log; `crate::Cluster::apply` is the only reader that changes state by them.
//!
//! One long list on purpose: it is a closed set, and whoever adds to it is led by the compiler to every
//! place that must know. What events carry with them is in `event/detail.rs`.

mod detail;
mod names;

pub use detail::{
    AdaptiveState, ApplicationState, Cause, ClientExit, ClusterStatus, ContainerRole, Farewell,
    LossReason, MainEnd, Observer, Place, Refusal, SavepointFailure, SavepointPurpose, Submitter,
};

pub use names::EVENT_NAMES;

use crate::action::{Action, Signal};
use crate::ids::{
    AllocationId, ApplicationId, ClientId, ClusterId, ContainerId, ExecutionId, JmId, JobId,
    NodeId, SavepointId, TmId,
};
use crate::state::{ExecutionState, JobStatus};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    // --- The reader, a script, the world -------------------------------------------------
    /// Something was done to the cluster.
    ActionTaken(Action),
    /// It could not be done; nothing changed.
    ActionRefused(Refusal),

    // --- Processes -----------------------------------------------------------------------
    /// A JobManager process began (`Starting StandaloneSessionClusterEntrypoint`).
    JobManagerStarted {
        /// The process.
        jm: JmId,
    },
    /// A JobManager process was killed: Dispatcher, ResourceManager and all JobMasters in it are gone.
    JobManagerKilled {
        /// The process.
        jm: JmId,
    },
    /// A JobManager process ended in order; where it led, another one may follow.
    JobManagerExited {
        /// The process.
        jm: JmId,
    },
    /// With high availability: the process is up, and another one leads.
    JobManagerStandsBy {
        /// The process.
        jm: JmId,
    },
    /// With high availability: `… was granted leadership with leader id …`
    LeadershipGranted {
        /// The process.
        jm: JmId,
    },
    /// `Rest endpoint listening at …`; the Dispatcher is leader.
    DispatcherStarted {
        /// The cluster.
        cluster: ClusterId,
    },
    /// `Starting the resource manager.`
    ResourceManagerStarted {
        /// The cluster.
        cluster: ClusterId,
    },
    /// The start-up period of a standalone ResourceManager is over: from now on missing slots are
    /// reported at once (`StandaloneResourceManager.startStartupPeriod`). Happens only when
    /// something is missing then.
    StartUpPeriodEnded {
        /// The cluster.
        cluster: ClusterId,
    },
    /// A TaskManager process began.
    TaskManagerStarted {
        /// The TaskManager.
        tm: TmId,
    },
    /// `Registering TaskManager with ResourceID … at ResourceManager`; its slots are known now.
    TaskManagerRegistered {
        /// The TaskManager.
        tm: TmId,
    },
    /// A TaskManager process received a signal.
    TaskManagerSignalled {
        /// The TaskManager.
        tm: TmId,
        /// Which signal.
        signal: Signal,
    },
    /// A TaskManager process ended.
    TaskManagerExited {
        /// The TaskManager.
        tm: TmId,
    },
    /// Somebody declared a TaskManager lost (`Closing TaskExecutor connection …`).
    TaskManagerLost {
        /// The TaskManager.
        tm: TmId,
        /// Who noticed.
        by: Observer,
        /// Why.
        reason: LossReason,
    },
    /// A TaskManager gave the ResourceManager or a JobMaster up.
    JobManagerLost {
        /// The TaskManager.
        tm: TmId,
        /// Whom it gave up.
        who: Observer,
        /// Why.
        why: Farewell,
    },
    /// Nothing gets through between a TaskManager and the JobManager any more.
    NetworkCut {
        /// The TaskManager.
        tm: TmId,
    },
    /// It does again.
    NetworkHealed {
        /// The TaskManager.
        tm: TmId,
    },
    /// A TaskManager found no ResourceManager within `taskmanager.registration.timeout`.
    RegistrationTimedOut {
        /// The TaskManager.
        tm: TmId,
    },
    /// `Shutting … down with application status …`: the cluster's JobManager ended, and what it
    /// started with it.
    ClusterStopped {
        /// The cluster.
        cluster: ClusterId,
        /// The final status.
        status: ClusterStatus,
    },

    // --- Client --------------------------------------------------------------------------
    /// `flink run` began.
    ClientStarted {
        /// The client.
        client: ClientId,
    },
    /// The client ran the program's `main()` up to an `execute()` and built the graph of that job.
    ProgramRan {
        /// The client.
        client: ClientId,
    },
    /// The Dispatcher answered: the job is accepted.
    SubmissionAcknowledged {
        /// The client.
        client: ClientId,
        /// The job.
        job: JobId,
    },
    /// An attached client learned how its job ended.
    JobResultDelivered {
        /// The client.
        client: ClientId,
        /// The job.
        job: JobId,
    },
    /// The client process ended.
    ClientExited {
        /// The client.
        client: ClientId,
        /// How it ended.
        how: ClientExit,
    },

    // --- Applications: main() in the JobManager ------------------------------------------
    /// `Starting program (detached: …)`: `main()` runs in the JobManager.
    ProgramStarted {
        /// The application.
        application: ApplicationId,
    },
    /// `main()` reached its next step.
    ProgramAdvanced {
        /// The application.
        application: ApplicationId,
    },
    /// `main()` ended.
    ProgramEnded {
        /// The application.
        application: ApplicationId,
        /// How.
        how: MainEnd,
    },
    /// `Application completed SUCCESSFULLY`, `Application CANCELED`, `Application failed unexpectedly`.
    ApplicationEnded {
        /// The application.
        application: ApplicationId,
        /// What the cluster will end with.
        status: ClusterStatus,
    },
    /// A 2.3 application changed state.
    ApplicationStateChanged {
        /// The application.
        application: ApplicationId,
        /// The new state.
        to: ApplicationState,
    },

    // --- Dispatcher and JobMaster --------------------------------------------------------
    /// `Received JobGraph submission` (1.x), `Received job submission` (2.x).
    JobReceived {
        /// The job.
        job: JobId,
        /// Who handed it in.
        by: Submitter,
    },
    /// With high availability: `Added JobGraph(jobId: …) to …StateHandleStore`.
    JobPersisted {
        /// The job.
        job: JobId,
    },
    /// A new leader found the job in the store: `Recovered JobGraph(jobId: …)`.
    JobRecovered {
        /// The job.
        job: JobId,
    },
    /// With high availability: `Removed job graph … from …StateHandleStore`: the job is over.
    JobForgotten {
        /// The job.
        job: JobId,
    },
    /// The job has a JobMaster (`Initializing job …`).
    JobMasterStarted {
        /// The job.
        job: JobId,
    },
    /// `Job … switched from state … to …`
    JobStatusChanged {
        /// The job.
        job: JobId,
        /// The old state.
        from: JobStatus,
        /// The new state.
        to: JobStatus,
        /// Why, if not by the normal course.
        cause: Option<Cause>,
    },
    /// `Registered job manager … for job …` at the ResourceManager.
    JobMasterRegistered {
        /// The job.
        job: JobId,
    },
    /// `… switched from … to …` for one subtask, as its JobMaster sees it.
    TaskStateChanged {
        /// The attempt of the subtask.
        execution: ExecutionId,
        /// The old state.
        from: ExecutionState,
        /// The new state.
        to: ExecutionState,
        /// Why, if not by the normal course.
        cause: Option<Cause>,
    },
    /// `N tasks will be restarted to recover the failed task`: the restart strategy allowed it.
    FailoverStarted {
        /// The job.
        job: JobId,
        /// The task whose failure led to it.
        failed: ExecutionId,
        /// How many tasks are restarted.
        tasks: u16,
        /// The restart delay.
        delay: Time,
    },
    /// The restart delay of that failover is over.
    RestartDelayElapsed {
        /// The job.
        job: JobId,
        /// The task whose failure led to it.
        failed: ExecutionId,
    },
    /// The tasks of that failover got a new attempt.
    TasksRestarted {
        /// The job.
        job: JobId,
        /// The task whose failure led to it.
        failed: ExecutionId,
    },
    /// Restored from a completed checkpoint (`Restoring job … from Checkpoint …`).
    CheckpointRestored {
        /// The job.
        job: JobId,
        /// Number of the checkpoint.
        checkpoint: u64,
    },
    /// `Triggering savepoint for job …`, `Triggering stop-with-savepoint for job …`
    SavepointTriggered {
        /// The savepoint.
        savepoint: SavepointId,
        /// The job.
        job: JobId,
        /// What for.
        purpose: SavepointPurpose,
        /// Where to.
        directory: String,
    },
    /// `Completed checkpoint … for job …`, and its path went to whoever asked.
    SavepointCompleted {
        /// The savepoint.
        savepoint: SavepointId,
    },
    /// It came to nothing.
    SavepointFailed {
        /// The savepoint.
        savepoint: SavepointId,
        /// Why.
        why: SavepointFailure,
    },
    /// Began with a savepoint's state (`Starting job … from savepoint …`).
    SavepointRestored {
        /// The job.
        job: JobId,
        /// The savepoint.
        savepoint: SavepointId,
    },
    /// The adaptive scheduler of a job went one step on (`Transition from state … to …`).
    AdaptiveStateChanged {
        /// The job.
        job: JobId,
        /// The new state.
        to: AdaptiveState,
    },
    /// A cancel request reached the JobMaster.
    CancelRequested {
        /// The job.
        job: JobId,
    },
    /// `Stopping the JobMaster for job …`
    JobMasterStopped {
        /// The job.
        job: JobId,
    },

    // --- Slots ---------------------------------------------------------------------------
    /// `Received resource requirements from job …`: the total, not a difference.
    ResourcesRequired {
        /// The job.
        job: JobId,
        /// The total.
        slots: u16,
    },
    /// `Matching resource requirements against available resources.`
    RequirementsChecked {
        /// The cluster.
        cluster: ClusterId,
    },
    /// `Starting allocation of slot … from …`: the ResourceManager chose a free slot.
    SlotAllocated {
        /// The allocation.
        allocation: AllocationId,
        /// The job.
        job: JobId,
        /// The TaskManager.
        tm: TmId,
        /// Index of the slot in its TaskManager.
        index: u16,
    },
    /// `Receive slot request …`, `Allocated slot …`: the TaskManager reserved it.
    SlotReserved {
        /// The allocation.
        allocation: AllocationId,
    },
    /// `Establish JobManager connection for job …`: the TaskManager registered at the JobMaster.
    JobMasterConnected {
        /// The TaskManager.
        tm: TmId,
        /// The job.
        job: JobId,
    },
    /// `Offer reserved slots to the leader of job …`
    SlotsOffered {
        /// The TaskManager.
        tm: TmId,
        /// The job.
        job: JobId,
        /// What is offered.
        allocations: Vec<AllocationId>,
    },
    /// `Activate slot …`: the JobMaster took the offer.
    SlotActivated {
        /// The allocation.
        allocation: AllocationId,
    },
    /// `Could not fulfill resource requirements of job …`; the JobMaster was told.
    ResourcesNotEnough {
        /// The job.
        job: JobId,
    },
    /// A request for a region's slots waited for `slot.request.timeout`.
    SlotRequestTimedOut {
        /// The job.
        job: JobId,
        /// Index of the pipelined region.
        region: u16,
    },
    /// The JobMaster gave the slot up (`Releasing slot …`); the TaskManager learned it.
    SlotReleased {
        /// The allocation.
        allocation: AllocationId,
    },
    /// The ResourceManager counts the slot as free again (`Freeing slot …`).
    SlotFreed {
        /// The allocation.
        allocation: AllocationId,
    },
    /// No JobMaster claimed the slot within `taskmanager.slot.timeout`: the TaskManager freed it.
    SlotTimedOut {
        /// The allocation.
        allocation: AllocationId,
    },
    /// A JobMaster had a slot unused for `slot.idle.timeout`.
    SlotIdleTimedOut {
        /// The allocation.
        allocation: AllocationId,
    },

    // --- Tasks ---------------------------------------------------------------------------
    /// `Received task …, deploy into slot …` at the TaskManager.
    TaskSubmitted {
        /// The attempt of the subtask.
        execution: ExecutionId,
    },
    /// The TaskManager was told to cancel the task.
    TaskCancelRequested {
        /// The attempt of the subtask.
        execution: ExecutionId,
    },
    /// A deployment could not be delivered.
    TaskSubmissionFailed {
        /// The attempt of the subtask.
        execution: ExecutionId,
        /// The TaskManager.
        tm: TmId,
    },
    /// The reader of a connection saw it break.
    ConnectionBroke {
        /// The attempt of the subtask.
        execution: ExecutionId,
        /// The TaskManager at the other end.
        peer: TmId,
    },
    /// The user's code threw.
    ExceptionThrown {
        /// The attempt of the subtask.
        execution: ExecutionId,
    },

    // --- YARN and Kubernetes --------------------------------------------------------------
    /// What the machines need is in `~/.flink/<applicationId>` in HDFS, as far as it was not there before
    /// (`YarnApplicationFileUploader`).
    FilesUploaded {
        /// Who uploaded it: `flink run`; `None`: a session script.
        client: Option<ClientId>,
    },
    /// `Submitting application master application_…`; on Kubernetes the Deployment was created.
    YarnApplicationSubmitted {
        /// The cluster that it is to become.
        cluster: ClusterId,
        /// Who asked: `flink run`; `None`: a session script.
        client: Option<ClientId>,
    },
    /// State ACCEPTED: waiting for a container for the application master.
    YarnApplicationAccepted {
        /// The cluster.
        cluster: ClusterId,
    },
    /// `Application … submitted by user … to unknown queue: …`: YARN refuses it (state FAILED).
    YarnApplicationRejected {
        /// The cluster that it was to become.
        cluster: ClusterId,
        /// The queue that there is not.
        queue: String,
    },
    /// YARN's scheduler gave a container on a node; Kubernetes' scheduler bound a pod to one.
    ContainerAllocated {
        /// For which cluster.
        cluster: ClusterId,
        /// The container.
        container: ContainerId,
        /// The machine.
        node: NodeId,
        /// What it is for.
        role: ContainerRole,
    },
    /// The NodeManager started the container's process.
    ContainerLaunched {
        /// The container.
        container: ContainerId,
    },
    /// The application master registered: state RUNNING.
    YarnApplicationRunning {
        /// The cluster.
        cluster: ClusterId,
    },
    /// `yarn application -kill`: every container ends, nobody clears up.
    YarnApplicationKilled {
        /// The cluster.
        cluster: ClusterId,
    },
    /// `need request N new workers`, `Requesting new TaskExecutor container …`, `Creating new
    /// TaskManager pod …`
    WorkersRequested {
        /// For which cluster.
        cluster: ClusterId,
        /// How many.
        count: u16,
    },
    /// `Received N containers.`
    ContainersReceived {
        /// By which cluster.
        cluster: ClusterId,
        /// Which.
        containers: Vec<ContainerId>,
    },
    /// A container ended; YARN told Flink's ResourceManager.
    ContainerCompleted {
        /// The container.
        container: ContainerId,
    },
    /// Idle for `resourcemanager.taskmanager-timeout`: `Stopping container …`
    WorkerReleased {
        /// The TaskManager.
        tm: TmId,
    },
    /// YARN could not place a container: no node has room.
    ContainerPending {
        /// For which cluster.
        cluster: ClusterId,
        /// The container.
        container: ContainerId,
        /// What it is for.
        role: ContainerRole,
    },
    /// `~/.flink/<applicationId>` was deleted: by the application master that unregistered, or by the
    /// client whose submission was refused.
    FilesDeleted {
        /// The cluster.
        cluster: ClusterId,
    },
    /// `Container … is running …B beyond the 'PHYSICAL' memory limit. … Killing container.`; on Kubernetes
    /// `OOMKilled`.
    MemoryExceeded {
        /// The TaskManager.
        tm: TmId,
    },
    /// A machine lost its power. Nobody is told.
    MachineKilled {
        /// The machine.
        node: NodeId,
    },
    /// The platform has missed the machine for long enough: YARN takes it for LOST and everything on it
    /// for ended; Kubernetes takes it for NotReady.
    MachineLost {
        /// The machine.
        node: NodeId,
    },
    /// Kubernetes gives up the pods of a machine that is NotReady.
    PodsEvicted {
        /// The machine.
        node: NodeId,
    },
}

impl Event {
    /// The name of the variant, stable, for registries and tests.
    pub fn name(&self) -> &'static str {
        names::event_name(self)
    }
}
