//! Which lines of Flink's logs are kept, and as what: a row for each wording of each version.
//!
//! In: nothing. Out: [`ROWS`], read by `extract`. The kinds and fields are those that `crates/recording` reads
//! (`compact.rs` there lists them). Deliberately absent: YARN, Kubernetes, and lines that nobody reads.

/// One wording of one line.
pub(super) struct Line {
    /// The kind of the row that it becomes.
    pub(super) kind: &'static str,
    /// In whose log: `j` JobManager, `t` TaskManager, `c` client, `*` any.
    pub(super) role: char,
    /// The last part of the logger's name; several are separated by `|`.
    pub(super) logger: &'static str,
    /// The message (`pattern.rs`).
    pub(super) message: &'static str,
}

const fn line(kind: &'static str, role: char, logger: &'static str, message: &'static str) -> Line {
    Line { kind, role, logger, message }
}

const ENTRY: &str = "ClusterEntrypoint";
const RUNNER: &str = "TaskManagerRunner";
const DISPATCHER: &str = "StandaloneDispatcher|MiniDispatcher";
const MASTER: &str = "JobMaster";
const GRAPH: &str = "ExecutionGraph|AdaptiveScheduler";
const RM: &str = "StandaloneResourceManager";
const SLOTS: &str = "FineGrainedSlotManager|DeclarativeSlotManager";
const EXECUTOR: &str = "TaskExecutor";
const TASK: &str = "Task";
const CHECKPOINTS: &str = "CheckpointCoordinator|CheckpointFailureManager";
const SAVEPOINTS: &str = "JobMaster|DefaultScheduler|AdaptiveScheduler";
const BOOTSTRAP: &str = "ApplicationDispatcherBootstrap";

/// Kinds of which the whole message is kept, as `text`.
pub(super) const WHOLE: [&str; 6] = [
    "app.bootstrap",
    "app.bootstrap_error",
    "slot.not_enough",
    "tm.jobleader_lost",
    "client.command",
    "ha.store",
];

/// The first row that fits is taken.
pub(super) const ROWS: &[Line] = &[
    // Processes.
    line("jm.process_start", 'j', ENTRY, "Starting {entrypoint:w} (Version: {_}"),
    line("jm.signal", 'j', ENTRY, "RECEIVED SIGNAL {_}: {signal}. Shutting down as requested."),
    line(
        "cluster.shutdown",
        'j',
        ENTRY,
        "Shutting {_} down with application status {status:w}. Diagnostics {_}",
    ),
    line(
        "jm.exit",
        'j',
        ENTRY,
        "Terminating cluster entrypoint process {_} with exit code {code:n}.",
    ),
    line("jm.fatal", 'j', ENTRY, "Fatal error occurred in the cluster entrypoint."),
    line("tm.process_start", 't', RUNNER, "Starting TaskManager (Version: {_}"),
    line("tm.resource_id", 't', RUNNER, "Starting TaskManager with ResourceID: {rid:w}"),
    line("tm.resource_id", 't', RUNNER, "Starting TaskManager with ResourceID: {rid:w} ({_}"),
    line("tm.signal", 't', RUNNER, "RECEIVED SIGNAL {_}: {signal}. Shutting down as requested."),
    // Services of the JobManager, and who leads.
    line(
        "rest.listening",
        'j',
        "DispatcherRestEndpoint|MiniDispatcherRestEndpoint",
        "Rest endpoint listening at {addr}",
    ),
    line(
        "leader.granted",
        'j',
        "DefaultDispatcherRunner",
        "{component} was granted leadership with leader id {_}",
    ),
    line(
        "leader.granted",
        'j',
        "JobMasterServiceLeadershipRunner",
        "{component} for job {jid:h} was granted leadership with {_}",
    ),
    line(
        "dispatcher.recover_job",
        'j',
        "SessionDispatcherLeaderProcess",
        "Trying to recover job with job id {jid:h}.",
    ),
    line(
        "dispatcher.recover_job",
        'j',
        "DefaultJobGraphStore|DefaultExecutionPlanStore",
        "Recovered {_}(jobId: {jid:h}).",
    ),
    line("ha.store", 'j', "DefaultJobGraphStore|DefaultExecutionPlanStore", "{_}"),
    line("rm.started", 'j', RM, "Starting the resource manager."),
    // TaskManagers as the ResourceManager sees them.
    line(
        "tm.registering",
        'j',
        RM,
        "Registering TaskManager with ResourceID {rid:w} ({_}) at ResourceManager",
    ),
    line(
        "tm.registered",
        'j',
        SLOTS,
        "Registering task executor {rid:w} under {iid:h} at the slot manager.",
    ),
    line(
        "tm.connection_closed",
        'j',
        RM,
        "Closing TaskExecutor connection {rid:w} because: {reason}",
    ),
    line("rm.jm_registered", 'j', RM, "Registered job manager {_} for job {jid:h}."),
    // Applications: by themselves since 2.3, before in their Dispatcher's words.
    line("app.received", 'j', DISPATCHER, "Received application submission '{app}' ({aid:h})."),
    line("app.submitting", 'j', DISPATCHER, "Submitting application '{app}' ({aid:h})."),
    line(
        "app.state",
        'j',
        "AbstractApplication",
        "Application {app} ({aid:h}) switched from state {from:w} to {to:w}.",
    ),
    line("app.bootstrap", 'j', BOOTSTRAP, "Application completed SUCCESSFULLY{_}"),
    line("app.bootstrap", 'j', BOOTSTRAP, "Application FAILED{_}"),
    line("app.bootstrap", 'j', BOOTSTRAP, "Application CANCELED{_}"),
    line("app.bootstrap", 'j', BOOTSTRAP, "Application UNKNOWN{_}"),
    line("app.bootstrap_error", 'j', BOOTSTRAP, "{_}ailed{_}"),
    line("app.bootstrap_error", 'j', BOOTSTRAP, "{_}xecution{_}"),
    line("app.bootstrap_error", 'j', BOOTSTRAP, "{_}xception{_}"),
    line("program.run", '*', "ClientUtils", "Starting program (detached: {detached:w})"),
    line(
        "program.run",
        '*',
        "ClientUtils",
        "Starting program in application mode (detached: {detached:w})",
    ),
    // Jobs.
    line("job.received", 'j', DISPATCHER, "Received JobGraph submission '{job}' ({jid:h})."),
    line("job.received", 'j', DISPATCHER, "Received job submission '{job}' ({jid:h})."),
    line("job.received", 'j', DISPATCHER, "Received JobGraph submission {jid:h} ({job})."),
    line(
        "job.submitting",
        'j',
        DISPATCHER,
        "Submitting job '{job}' ({jid:h}) with associated application ({aid:h}).",
    ),
    line("job.submitting", 'j', DISPATCHER, "Submitting job '{job}' ({jid:h})."),
    line("job.submitting", 'j', DISPATCHER, "Submitting job {jid:h} ({job})."),
    line("job.initializing", 'j', MASTER, "Initializing job '{job}' ({jid:h})."),
    line("job.initializing", 'j', MASTER, "Initializing job {job} ({jid:h})."),
    line(
        "job.restart_strategy",
        'j',
        "JobMaster|DefaultSchedulerFactory|AdaptiveScheduler",
        "Using restart back off time strategy {strategy} for {job} ({jid:h}).",
    ),
    line("job.graph_created", 'j', GRAPH, "Created execution graph {eg:h} for job {jid:h}."),
    line(
        "job.start",
        'j',
        MASTER,
        "Starting execution of job '{job}' ({jid:h}) under job master id {_}",
    ),
    line(
        "job.start",
        'j',
        MASTER,
        "Starting execution of job {job} ({jid:h}) under job master id {_}",
    ),
    line("job.state", 'j', GRAPH, "Job {job} ({jid:h}) switched from state {from:w} to {to:w}."),
    line("job.terminal", 'j', DISPATCHER, "Job {jid:h} reached terminal state {state:w}."),
    line("job.stop_jobmaster", 'j', MASTER, "Stopping the JobMaster for job '{job}' ({jid:h})."),
    line("job.stop_jobmaster", 'j', MASTER, "Stopping the JobMaster for job {job}({jid:h})."),
    line(
        "job.failover_calc",
        'j',
        "RestartPipelinedRegionFailoverStrategy|JobMaster",
        "{n:n} tasks will be restarted to recover the failed task {vertex:w}.",
    ),
    line(
        "job.failover_calc",
        'j',
        "RestartPipelinedRegionFailoverStrategy|JobMaster",
        "{n:n} tasks should be restarted to recover the failed task {vertex:w}.",
    ),
    // Slots as the ResourceManager and the JobMaster see them.
    line("slot.required", 'j', SLOTS, "Received resource requirements from job {jid:h}: {req}"),
    line("slot.required_cleared", 'j', SLOTS, "Clearing resource requirements of job {jid:h}"),
    line(
        "slot.matching",
        'j',
        SLOTS,
        "Matching resource requirements against available resources.",
    ),
    line("slot.not_enough", 'j', SLOTS, "Could not fulfill{_}"),
    line("slot.not_enough", 'j', SLOTS, "{_}ot enough{_}"),
    line(
        "slot.allocating",
        'j',
        "DefaultSlotStatusSyncer",
        "Starting allocation of slot {alloc:h} from {rid:w} for job {jid:h} {_}",
    ),
    line(
        "slot.allocating",
        'j',
        "DeclarativeSlotManager",
        "Starting allocation of slot {slotid:w} for job {jid:h} {_}",
    ),
    line("slot.freed", 'j', "DefaultSlotStatusSyncer", "Freeing slot {alloc:h}."),
    line("slot.freed", 'j', "DeclarativeSlotManager", "Freeing slot {slotid:w}."),
    line("slot.released_by_pool", 'j', "DefaultDeclarativeSlotPool", "Releasing slot [{alloc:h}]."),
    // Tasks as their JobMaster sees them.
    line(
        "task.state",
        'j',
        GRAPH,
        "{task} ({sub:n}/{_}) ({exec:w}) switched from {from:w} to {to:w} on {rid:w} @ {_}",
    ),
    line(
        "task.state",
        'j',
        GRAPH,
        "{task} ({sub:n}/{_}) ({exec:w}) switched from {from:w} to {to:w} on [{_}",
    ),
    line(
        "task.state",
        'j',
        GRAPH,
        "{task} ({sub:n}/{_}) ({exec:w}) switched from {from:w} to {to:w}.",
    ),
    line(
        "task.deploy",
        'j',
        GRAPH,
        "Deploying {task} ({sub:n}/{_}) (attempt #{attempt:n}) with attempt id {exec:w} {_} with allocation id {alloc:h}",
    ),
    // Checkpoints and savepoints.
    line(
        "checkpoint.triggered",
        'j',
        CHECKPOINTS,
        "Triggering {what:w} {id:n} (type={type}) @ {_} for job {jid:h}.",
    ),
    line(
        "checkpoint.completed",
        'j',
        CHECKPOINTS,
        "Completed checkpoint {id:n} for job {jid:h} ({_}",
    ),
    line(
        "checkpoint.failed",
        'j',
        CHECKPOINTS,
        "Failed to trigger checkpoint for job {jid:h} since {reason}",
    ),
    line(
        "checkpoint.failed",
        'j',
        CHECKPOINTS,
        "Failed to trigger checkpoint {_} for job {jid:h} since {reason}",
    ),
    line(
        "checkpoint.failed",
        'j',
        CHECKPOINTS,
        "Failed to trigger or complete checkpoint {id:n} for job {jid:h}{_}",
    ),
    line("checkpoint.restore", 'j', CHECKPOINTS, "Restoring job {jid:h} from {what}"),
    line("savepoint.request", 'j', SAVEPOINTS, "Triggering {how:w} for job {jid:h}."),
    // The TaskManager's own view.
    line("tm.rm_connect", 't', EXECUTOR, "Connecting to ResourceManager {_}"),
    line("tm.rm_closed", 't', EXECUTOR, "Close ResourceManager connection {_}"),
    line(
        "tm.jobleader_lost",
        't',
        "TaskExecutor|DefaultJobLeaderService",
        "JobManager for job {jid:h} with leader id {_} lost leadership{_}",
    ),
    line(
        "tm.jobleader_lost",
        't',
        EXECUTOR,
        "The heartbeat of JobManager with id {_} timed out{_}",
    ),
    line("tm.jobleader_lost", 't', EXECUTOR, "JobManager with id {_} is no longer reachable{_}"),
    line(
        "tm.job_watch",
        't',
        "DefaultJobLeaderService",
        "Add job {jid:h} for job leader monitoring.",
    ),
    line("tm.jm_connected", 't', EXECUTOR, "Establish JobManager connection for job {jid:h}."),
    line("tm.jm_closed", 't', EXECUTOR, "Close JobManager connection for job {jid:h}."),
    line("tm.offer", 't', EXECUTOR, "Offer reserved slots to the leader of job {jid:h}."),
    line(
        "tm.slot_request",
        't',
        EXECUTOR,
        "Receive slot request {alloc:h} for job {jid:h} from resource manager with leader id {_}",
    ),
    line(
        "tm.slot_allocated",
        't',
        "TaskSlotTableImpl|TaskExecutor",
        "Allocated slot for {alloc:h}{_}",
    ),
    line("tm.slot_active", 't', "TaskSlotTableImpl", "Activate slot {alloc:h}."),
    line(
        "tm.task_received",
        't',
        EXECUTOR,
        "Received task {task} ({sub:n}/{_}#{_} ({exec:w}), deploy into slot with allocation id {alloc:h}.",
    ),
    line(
        "tm.task_cancel",
        't',
        TASK,
        "Attempting to cancel task {task} ({sub:n}/{_}#{_} ({exec:w}).",
    ),
    line(
        "tm.task_final",
        't',
        EXECUTOR,
        "Un-registering task and sending final execution state {_} to JobManager for task {task} ({sub:n}/{_}#{_} {exec:w}.",
    ),
    line(
        "tm.net_error",
        't',
        "CreditBasedPartitionRequestClientHandler|PartitionRequestQueue|NettyPartitionRequestClient",
        "{_}",
    ),
    // The test program's own lines, and the client's.
    line("user.main", '*', "ParityJob", "PARITY {text}"),
    line("client.command", 'c', "CliFrontend", "Running '{_}' command."),
    line("client.command", 'c', "CliFrontend", "Cancelling {_}"),
    line("client.command", 'c', "CliFrontend", "Triggering {_}"),
    line("client.command", 'c', "CliFrontend", "{_}avepoint{_}"),
];
