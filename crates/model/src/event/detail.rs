//! What an event says besides whom it is about: who, why, and how it ended.

use crate::ids::{ApplicationId, ClientId, ClusterId, JobId, NodeId, TmId};
use crate::state::JobStatus;
use serde::{Deserialize, Serialize};

/// A part of the world that sends or receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Place {
    /// The terminal in which scripts and commands other than `flink run` are typed.
    Shell,
    /// A command-line client.
    Client(ClientId),
    /// The Dispatcher (and REST endpoint) in a cluster's leading JobManager process.
    Dispatcher(ClusterId),
    /// Flink's ResourceManager in a cluster's leading JobManager process.
    ResourceManager(ClusterId),
    /// The JobMaster of one job, in the JobManager process of its cluster.
    JobMaster(JobId),
    /// A TaskManager process (its TaskExecutor).
    TaskManager(TmId),
    /// YARN's ResourceManager, or Kubernetes' API server.
    YarnResourceManager,
    /// The NodeManager (YARN) or kubelet (Kubernetes) of one machine.
    NodeManager(NodeId),
    /// HDFS.
    FileSystem,
    /// Where leaders are elected and pointers kept: ZooKeeper, or Kubernetes' ConfigMaps.
    LeaderStore,
}

/// Who hands a job to a Dispatcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Submitter {
    /// A client, from outside.
    Client(ClientId),
    /// `main()` of an application that runs in the JobManager.
    Application(ApplicationId),
}

/// How the `main()` of an application ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MainEnd {
    /// It returned.
    Returned,
    /// It threw.
    Threw,
}

/// Why a TaskManager gave a part of the JobManager up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Farewell {
    /// "The heartbeat of ResourceManager with id … timed out."
    HeartbeatTimeout,
    /// "JobManager for job … with leader id … lost leadership.": told by the leader election.
    LostLeadership,
}

/// Who noticed a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Observer {
    /// Flink's ResourceManager.
    ResourceManager,
    /// The JobMaster of one job.
    JobMaster(JobId),
}

/// Why a TaskManager counts as lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LossReason {
    /// "TaskManager with id … is no longer reachable."
    Unreachable,
    /// "The heartbeat of TaskManager with id … timed out."
    HeartbeatTimeout,
    /// "The TaskExecutor is shutting down."
    ShuttingDown,
    /// YARN reported the container as completed.
    ContainerCompleted,
    /// Idle for longer than `resourcemanager.taskmanager-timeout`.
    Idle,
}

/// Why a task or a job left its normal course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// The user's code threw.
    UserException,
    /// `RemoteTransportException`: "Connection unexpectedly closed by remote task manager".
    ConnectionLost(TmId),
    /// `RecipientUnreachableException`: the deployment went to a process that is gone.
    RecipientUnreachable(TmId),
    /// The TaskManager of the task was declared lost.
    TaskManagerLost(TmId, LossReason),
    /// `NoResourceAvailableException`: "Could not acquire the minimum required resources."
    NotEnoughResources,
    /// `NoResourceAvailableException`: "Slot request bulk is not fulfillable! Could not allocate the
    /// required slot within slot request timeout".
    SlotRequestTimeout,
    /// "Recovery is suppressed by …": the restart strategy allows no (further) restart.
    RecoverySuppressed,
    /// Cancelled on request.
    CancelRequested,
    /// `FlinkException`: "Disconnect from JobManager responsible for …".
    JobManagerLost,
    /// Another task of the same failover failed.
    Failover,
    /// The cluster is shutting down.
    ClusterShutdown,
}

/// A state of the adaptive scheduler (`AdaptiveScheduler.State`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AdaptiveState {
    /// Nothing yet.
    Created,
    /// Slots are asked for and awaited.
    WaitingForResources,
    /// The parallelism is chosen by the slots that are there.
    CreatingExecutionGraph,
    /// Tasks are deployed and run.
    Executing,
    /// All tasks are cancelled, after a failure or for another parallelism.
    Restarting,
}

impl AdaptiveState {
    /// Flink's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::WaitingForResources => "WaitingForResources",
            Self::CreatingExecutionGraph => "CreatingExecutionGraph",
            Self::Executing => "Executing",
            Self::Restarting => "Restarting",
        }
    }
}

/// What a savepoint is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SavepointPurpose {
    /// `flink savepoint`: the job goes on.
    Keep,
    /// `flink stop`: the job ends with it.
    Stop,
    /// `flink stop --drain`: the same, after `MAX_WATERMARK`.
    Drain,
}

/// Why a savepoint came to nothing (`CheckpointFailureReason`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SavepointFailure {
    /// "Not all required tasks are currently running."
    NotAllTasksRunning,
    /// The adaptive scheduler has no graph that runs: "The Flink job is currently not executing."
    NotExecuting,
    /// A task failed or was cancelled: "Checkpoint Coordinator is suspending."
    Interrupted,
    /// "Checkpoint expired before completing."
    Expired,
}

/// How a client ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientExit {
    /// Detached: the job was accepted.
    Submitted,
    /// Attached: the job ended in this state.
    JobEnded(JobStatus),
    /// Application mode: the cluster is there, and runs the program.
    Deployed,
    /// The program's `main()` threw.
    ProgramThrew,
    /// Ctrl-C.
    Interrupted,
    /// Nothing answered, or the cluster went away.
    ConnectionFailed,
    /// YARN refused the application, or it ended before it was RUNNING.
    NotDeployed,
}

/// Final status of a cluster (Flink's `ApplicationStatus`, YARN's `FinalApplicationStatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClusterStatus {
    /// A YARN session ended on request, or all jobs of an application finished.
    Succeeded,
    /// Failed.
    Failed,
    /// A job of the application was cancelled (YARN shows KILLED).
    Canceled,
    /// Ended by `yarn application -kill`.
    Killed,
    /// A standalone process ended by a signal.
    Unknown,
}

/// State of an application. Flink shows it since 2.3 (`ApplicationState`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ApplicationState {
    /// Received.
    Created,
    /// Its `main()` or its jobs run.
    Running,
    /// Its jobs finished.
    Finished,
    /// `main()` threw or a job failed; the other jobs are being cancelled.
    Failing,
    /// Over, by a failure.
    Failed,
    /// A job was cancelled; the other jobs are being cancelled.
    Canceling,
    /// Over, by cancellation.
    Canceled,
}

impl ApplicationState {
    /// Whether nothing follows.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Finished | Self::Failed | Self::Canceled)
    }
}

/// What a container is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContainerRole {
    /// The application master: Flink's JobManager.
    JobManager,
    /// A TaskManager.
    TaskManager(TmId),
}

/// Why an action was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// There is no running cluster.
    NoCluster,
    /// The cluster is there already.
    ClusterExists,
    /// On YARN and Kubernetes, the platform starts the JobManager.
    JobManagerByYarn,
    /// On YARN and Kubernetes, TaskManagers come on demand.
    TaskManagersOnDemand,
    /// No job of that name or id.
    NoSuchJob,
    /// The job is over already.
    JobEnded,
    /// No subtask of the job runs.
    NothingRuns,
    /// No such TaskManager process.
    NoSuchTaskManager,
    /// "Config key [state.savepoints.dir] is not set. Property [target-directory] must be provided."
    NoSavepointDirectory,
    /// No savepoint of that number was completed.
    NoSuchSavepoint,
    /// Savepoints are taken of streaming jobs only.
    StreamingOnly,
    /// "Reactive mode is configured for an unsupported cluster type."
    ReactiveElsewhere,
    /// No such client, or it has ended.
    NoSuchClient,
    /// "Per-Job Mode not supported by standalone deployments."
    PerJobOnStandalone,
    /// Native Kubernetes never had the per-job mode: "Per-Job Mode not supported by Active Kubernetes
    /// deployments."
    PerJobOnKubernetes,
    /// Since 2.0: "No ExecutorFactory found to execute the application."
    PerJobRemoved,
    /// No such JobManager process.
    NoSuchJobManager,
    /// No such machine, or it is gone already.
    NoSuchMachine,
    /// On fixed machines nobody watches how much memory a process uses.
    NoMemoryLimit,
    /// Only YARN can kill a YARN application.
    NotOnYarn,
    /// The network is as asked for already.
    NetworkUnchanged,
    /// The scenario's limit of jobs, TaskManagers or clients is reached.
    LimitReached,
}
