//! The line that Flink itself would log for an event.
//!
//! In: an entry of a trace and the cluster right after it. Out: the message part of the line, in
//! English, in the wording of the simulated version. Ids are cut to eight digits and "…", resource
//! profiles to "…"; TaskManagers appear as `tm-0` where Flink prints their ResourceID.
//! Sources: recordings of 1.20.3 and 2.3.0; for older versions the classes named below.
//! Deliberately absent: a line for events that Flink does not log (`None`).

use super::text::fill;
use super::{Lang, Names, names, states, time};
use model::cluster::{Cluster, MainPhase, Mode};
use model::event::{
    ApplicationState, ClusterStatus, Farewell, LossReason, MainEnd, Observer, SavepointPurpose,
};
use model::version::SubmittedPlan;
use model::{
    AllocationId, ApplicationId, ClusterId, ContainerId, Entry, Event, ExecutionId, ExecutionState,
    FlinkVersion, JmId, JobId, JobStatus, Key, Provider, SavepointId, Signal, TmId,
};

const TM_STARTED: &str = "Starting TaskManager with ResourceID: {0}";
const TM_REGISTERED: &str = "Registering TaskManager with ResourceID {0} (…) at ResourceManager";
const ACKNOWLEDGED: &str = "Job has been submitted with JobID {0}";
const JM_REGISTERED: &str = "Registered job manager …@… for job {0}.";
const FAILOVER: &str = "{0} tasks will be restarted to recover the failed task {1}.";
const COMPLETED: &str = "Completed checkpoint {1} for job {0} (… bytes, checkpointDuration=… ms, finalizationTime=… ms).";
const FROM_SAVEPOINT: &str = "Starting job {0} from savepoint {1} ()";
const RESTORING: &str = "Restoring job {0} from Checkpoint {1} @ … for {0} located at ….";
const MATCHING: &str = "Matching resource requirements against available resources.";
const ALLOCATING: &str =
    "Starting allocation of slot {0} from {1} for job {2} with resource profile ….";
const CONNECTED: &str = "Establish JobManager connection for job {0}.";
const OFFER: &str = "Offer reserved slots to the leader of job {0}.";
const NOT_ENOUGH: &str = "Could not fulfill resource requirements of job {0}.";
const NO_REGISTRATION: &str = "RegistrationTimeoutException: Could not register at the \
    ResourceManager within the specified maximum registration duration {0}. This indicates a problem \
    with this instance. Terminating now.";
const BULK: &str = "NoResourceAvailableException: Slot request bulk is not fulfillable! Could not \
    allocate the required slot within slot request timeout";
const CANCEL_TASK: &str = "Attempting to cancel task {0} ({1}).";
const REMOTE_TRANSPORT: &str = "RemoteTransportException: Connection unexpectedly closed by remote \
    task manager '… [ {0} ] '. This might indicate that the remote task manager was lost.";
const YARN_SUBMITTING: &str = "Submitting application master application_…_{0}";
const BEYOND_MEMORY: &str = "Container [pid=…,containerID={0}] is running beyond physical memory \
    limits. … Killing container.";
const YARN_REFUSED: &str = "Failed to submit application_…_{0} to YARN : Application \
    application_…_{0} submitted by user flink to unknown queue: {1}";
const YARN_DEPLOYED: &str = "YARN application has been deployed successfully.";
const LEADERSHIP: &str = "DefaultDispatcherRunner was granted leadership with leader id …. Creating \
    new DispatcherLeaderProcess.";
const LOST_LEADERSHIP: &str = "JobManager for job {0} with leader id … lost leadership.";
const MAIN_THREW: &str = "ProgramInvocationException: The main method caused an error: …";
const WORKER_TERMINATED: &str = "Worker {0} is terminated. Diagnostics: …";

/// The message that Flink logs, or that its client prints, if there is one.
pub fn event_log_line(entry: &Entry, cluster: &Cluster) -> Option<String> {
    Writer { n: Names::new(Lang::En, cluster) }.line(&entry.event)
}

struct Writer<'a> {
    n: Names<'a>,
}

/// Fills a line's template.
fn say<const N: usize>(template: &str, args: [String; N]) -> Option<String> {
    Some(fill(template, &args.each_ref().map(String::as_str)))
}

impl Writer<'_> {
    fn line(&self, event: &Event) -> Option<String> {
        use Event as E;
        match event {
            E::JobManagerStarted { jm } => say("Starting {0}.", [self.entrypoint_of(*jm)]),
            E::JobManagerExited { .. } => signalled(Signal::Term),
            E::LeadershipGranted { .. } => say(LEADERSHIP, []),
            E::JobManagerLost { who, why: Farewell::LostLeadership, .. } => match who {
                Observer::ResourceManager => say("Close ResourceManager connection ….", []),
                Observer::JobMaster(job) => say(LOST_LEADERSHIP, [job_id(*job)]),
            },
            E::JobManagerLost { who: Observer::ResourceManager, .. } => {
                say("The heartbeat of ResourceManager with id … timed out.", [])
            }
            E::JobManagerLost { who: Observer::JobMaster(_), .. } => {
                say("The heartbeat of JobManager with id … timed out.", [])
            }
            E::RegistrationTimedOut { .. } => self.registration_timed_out(),
            E::DispatcherStarted { .. } => say("Rest endpoint listening at localhost:8081", []),
            E::ResourceManagerStarted { .. } => say("Starting the resource manager.", []),
            E::TaskManagerStarted { tm } => say(TM_STARTED, [names::tm(*tm)]),
            E::TaskManagerRegistered { tm } => say(TM_REGISTERED, [names::tm(*tm)]),
            E::TaskManagerSignalled { signal, .. } => signalled(*signal),
            E::TaskManagerLost { tm, by, reason } => self.lost(*tm, *by, *reason),
            E::ClusterStopped { cluster, status } => self.stopped(*cluster, *status),
            E::SubmissionAcknowledged { job, .. } => say(ACKNOWLEDGED, [job.hex()]),
            E::JobResultDelivered { job, .. } => self.result(*job),
            E::JobReceived { job, .. } => self.received(*job),
            E::ProgramStarted { application } => self.program_started(*application),
            E::ProgramEnded { how: MainEnd::Threw, .. } => say(MAIN_THREW, []),
            E::ApplicationEnded { status, .. } => self.application_ended(*status),
            E::ApplicationStateChanged { application, to } => self.application(*application, *to),
            E::JobPersisted { job } => self.kept(
                ["Added JobGraph(jobId: {0}) to {1}.", "Added ExecutionPlan(jobId: {0}) to {1}."],
                *job,
            ),
            E::JobRecovered { job } => self.kept(
                ["Recovered JobGraph(jobId: {0}).", "Recovered ExecutionPlan(jobId: {0})."],
                *job,
            ),
            E::JobForgotten { job } => self.kept(
                ["Removed job graph {0} from {1}.", "Removed execution plan {0} from {1}."],
                *job,
            ),
            E::JobMasterStarted { job } => self.initializing(*job),
            E::JobStatusChanged { job, from, to, .. } => self.job_status(*job, *from, *to),
            E::JobMasterRegistered { job } => say(JM_REGISTERED, [job_id(*job)]),
            E::TaskStateChanged { execution, from, to, .. } => self.task(*execution, *from, *to),
            E::FailoverStarted { failed, tasks, .. } => {
                say(FAILOVER, [tasks.to_string(), self.attempt(*failed)])
            }
            E::CheckpointRestored { job, checkpoint } => {
                say(RESTORING, [job_id(*job), checkpoint.to_string()])
            }
            E::SavepointTriggered { job, purpose, .. } => {
                let stop = if *purpose == SavepointPurpose::Keep { "" } else { "stop-with-" };
                say("Triggering {1}savepoint for job {0}.", [job_id(*job), stop.to_owned()])
            }
            E::SavepointCompleted { savepoint } => self.savepoint(COMPLETED, *savepoint),
            E::SavepointRestored { job, savepoint } => {
                let savepoint = self.n.cluster.savepoints.get(savepoint.index())?;
                say(FROM_SAVEPOINT, [job_id(*job), savepoint.path()])
            }
            E::JobMasterStopped { job } => self.quoted(*job, "Stopping the JobMaster for job {0}."),
            E::ResourcesRequired { job, slots } => required(*job, *slots),
            E::RequirementsChecked { .. } => self.fine_grained(MATCHING, []),
            E::SlotAllocated { allocation, job, tm, .. } => {
                self.fine_grained(ALLOCATING, [slot_id(*allocation), names::tm(*tm), job_id(*job)])
            }
            E::SlotReserved { allocation } => {
                say("Allocated slot for {0}.", [slot_id(*allocation)])
            }
            E::JobMasterConnected { job, .. } => say(CONNECTED, [job_id(*job)]),
            E::SlotsOffered { job, .. } => say(OFFER, [job_id(*job)]),
            E::SlotActivated { allocation } => say("Activate slot {0}.", [slot_id(*allocation)]),
            E::ResourcesNotEnough { job } => say(NOT_ENOUGH, [job_id(*job)]),
            E::SlotRequestTimedOut { .. } => say(BULK, []),
            E::SlotReleased { allocation } => say("Releasing slot [{0}].", [slot_id(*allocation)]),
            E::SlotFreed { allocation } => {
                self.fine_grained("Freeing slot {0}.", [slot_id(*allocation)])
            }
            E::TaskSubmitted { execution } => self.task_received(*execution),
            E::TaskCancelRequested { execution } => {
                say(CANCEL_TASK, [self.numbered(*execution), self.attempt(*execution)])
            }
            E::ConnectionBroke { peer, .. } => say(REMOTE_TRANSPORT, [names::tm(*peer)]),
            E::YarnApplicationSubmitted { cluster, .. } => {
                self.yarn_only(YARN_SUBMITTING, [application_number(*cluster)])
            }
            // These two are the client's, and it has left when another attempt begins.
            E::YarnApplicationAccepted { cluster } | E::YarnApplicationRunning { cluster }
                if self.had_leader(*cluster) =>
            {
                None
            }
            E::YarnApplicationAccepted { .. } => {
                self.yarn_only("Deploying cluster, current state ACCEPTED", [])
            }
            E::YarnApplicationRunning { .. } => self.yarn_only(YARN_DEPLOYED, []),
            E::MemoryExceeded { tm } => match self.n.cluster.provider {
                Provider::Kubernetes { .. } => say("Reason: OOMKilled, Exit Code: 137", []),
                Provider::Standalone { .. } | Provider::Yarn { .. } => {
                    say(BEYOND_MEMORY, [self.worker(*tm)])
                }
            },
            E::MachineLost { node } => match self.n.cluster.provider {
                Provider::Kubernetes { .. } => {
                    say("Node {0} status is now: NodeNotReady", [names::node(*node)])
                }
                Provider::Standalone { .. } | Provider::Yarn { .. } => {
                    say("Deactivating Node {0}:45454 as it is now LOST", [names::node(*node)])
                }
            },
            E::FilesUploaded { .. } | E::FilesDeleted { .. } => None,
            E::MachineKilled { .. } | E::PodsEvicted { .. } => None,
            E::YarnApplicationRejected { cluster, queue } => {
                say(YARN_REFUSED, [application_number(*cluster), queue.clone()])
            }
            E::YarnApplicationKilled { cluster } => {
                say("Killing application application_…_{0}", [application_number(*cluster)])
            }
            E::WorkersRequested { count, .. } => self.workers(*count),
            E::ContainersReceived { containers, .. } => {
                say("Received {0} containers.", [containers.len().to_string()])
            }
            E::ContainerCompleted { container } => self.terminated(*container),
            E::WorkerReleased { tm } => match self.n.cluster.provider {
                Provider::Kubernetes { .. } => {
                    say("Stopping TaskManager pod {0}.", [self.worker(*tm)])
                }
                Provider::Standalone { .. } | Provider::Yarn { .. } => {
                    say("Stopping container {0}.", [self.worker(*tm)])
                }
            },
            E::SavepointFailed { .. } | E::AdaptiveStateChanged { .. } => None,
            E::ActionTaken(_) | E::ActionRefused(_) | E::TaskManagerExited { .. } => None,
            E::ClientStarted { .. } | E::ProgramRan { .. } | E::ClientExited { .. } => None,
            E::RestartDelayElapsed { .. } | E::CancelRequested { .. } => None,
            E::SlotIdleTimedOut { .. } | E::TaskSubmissionFailed { .. } => None,
            E::JobManagerKilled { .. } | E::JobManagerStandsBy { .. } => None,
            E::NetworkCut { .. } | E::NetworkHealed { .. } | E::SlotTimedOut { .. } => None,
            E::ProgramAdvanced { .. } | E::ProgramEnded { .. } => None,
            E::StartUpPeriodEnded { .. } | E::TasksRestarted { .. } => None,
            E::ExceptionThrown { .. } | E::ContainerAllocated { .. } => None,
            E::ContainerLaunched { .. } | E::ContainerPending { .. } => None,
        }
    }
}

/// Lines whose wording depends on state or version.
impl Writer<'_> {
    fn version(&self) -> FlinkVersion {
        self.n.cluster.version
    }

    fn savepoint(&self, line: &'static str, id: SavepointId) -> Option<String> {
        let savepoint = self.n.cluster.savepoints.get(id.index())?;
        say(line, [job_id(savepoint.job), savepoint.number.to_string()])
    }

    fn entrypoint(&self, id: ClusterId) -> String {
        let cluster = self.n.cluster.clusters.get(id.index());
        let column = match cluster.map_or(Mode::Session, |cluster| cluster.mode) {
            Mode::Session => 0,
            Mode::PerJob(_) => 1,
            Mode::Application(_) => 2,
        };
        let names = match self.n.cluster.provider {
            // There is no standalone per-job cluster, nor one on Kubernetes.
            Provider::Standalone { .. } => {
                ["StandaloneSession", "Standalone", "StandaloneApplication"]
            }
            Provider::Yarn { .. } => ["YarnSession", "YarnJob", "YarnApplication"],
            Provider::Kubernetes { .. } => {
                ["KubernetesSession", "Kubernetes", "KubernetesApplication"]
            }
        };
        let kubernetes = matches!(self.n.cluster.provider, Provider::Kubernetes { .. });
        let point =
            if column == 2 && !kubernetes { "ClusterEntryPoint" } else { "ClusterEntrypoint" };
        [names[column], point].concat()
    }

    fn entrypoint_of(&self, jm: JmId) -> String {
        let process = self.n.cluster.job_managers.get(jm.index());
        self.entrypoint(process.map_or(ClusterId(0), |jm| jm.cluster))
    }

    fn yarn_only<const N: usize>(&self, template: &str, args: [String; N]) -> Option<String> {
        match self.n.cluster.provider {
            Provider::Yarn { .. } => say(template, args),
            Provider::Standalone { .. } | Provider::Kubernetes { .. } => None,
        }
    }

    fn had_leader(&self, id: ClusterId) -> bool {
        let jms = &self.n.cluster.job_managers;
        jms.iter().any(|jm| jm.cluster == id && !jm.role.is_alive())
    }

    fn program_started(&self, id: ApplicationId) -> Option<String> {
        let attached = self.n.cluster.applications.get(id.index())?.attached;
        say("Starting program (detached: {0})", [(!attached).to_string()])
    }

    /// Since 2.3 the state of the application is logged instead.
    fn application_ended(&self, status: ClusterStatus) -> Option<String> {
        if self.version().traits().wraps_jobs_in_applications {
            return None;
        }
        match status {
            ClusterStatus::Succeeded => say("Application completed SUCCESSFULLY", []),
            ClusterStatus::Canceled => say("Application CANCELED: …", []),
            ClusterStatus::Failed | ClusterStatus::Killed | ClusterStatus::Unknown => {
                say("Application failed unexpectedly: …", [])
            }
        }
    }

    /// What the store of job graphs (1.x) or execution plans (2.x) says about a job.
    fn kept(&self, templates: [&str; 2], job: JobId) -> Option<String> {
        let (at, folder) = match self.version().traits().submitted_plan {
            SubmittedPlan::JobGraph => (0, "jobgraphs"),
            SubmittedPlan::StreamGraph => (1, "execution-plans"),
        };
        let store = match self.n.leader_store() {
            "ZooKeeper" => ["ZooKeeperStateHandleStore{namespace='flink/…/", folder, "'}"].concat(),
            _ => "KubernetesStateHandleStore{configMapName='…-cluster-config-map'}".to_owned(),
        };
        say(templates[at], [job_id(job), store])
    }

    /// `FineGrainedSlotManager`, the default since 1.18, logs what `DeclarativeSlotManager` before it
    /// told only at debug level.
    fn fine_grained<const N: usize>(&self, template: &str, args: [String; N]) -> Option<String> {
        if self.version() < FlinkVersion::V1_20 { None } else { say(template, args) }
    }

    fn lost(&self, tm: TmId, by: Observer, reason: LossReason) -> Option<String> {
        let template = match by {
            Observer::ResourceManager => "Closing TaskExecutor connection {0} because: {1}",
            Observer::JobMaster(_) => "Disconnect TaskExecutor {0} because: {1}",
        };
        let reason = match reason {
            LossReason::Unreachable => "TaskManager with id {0} is no longer reachable.",
            LossReason::HeartbeatTimeout => "The heartbeat of TaskManager with id {0} timed out.",
            LossReason::ShuttingDown => "The TaskExecutor is shutting down.",
            LossReason::ContainerCompleted => "Container {1} marked as failed.",
            LossReason::Idle => "slot manager has determined that the resource is no longer needed",
        };
        let name = names::tm(tm);
        say(template, [name.clone(), fill(reason, &[&name, &self.worker(tm)])])
    }

    fn registration_timed_out(&self) -> Option<String> {
        let config = &self.n.cluster.config;
        let timeout = config.duration(Key::RegistrationTimeout, self.version())?;
        say(NO_REGISTRATION, [time::span(timeout)])
    }

    fn worker(&self, tm: TmId) -> String {
        let container = self.n.cluster.task_managers.get(tm.index()).and_then(|it| it.container);
        container.map_or_else(|| names::tm(tm), |id| self.n.container(id))
    }

    /// Flink has forgotten a worker that it released itself.
    fn terminated(&self, container: ContainerId) -> Option<String> {
        match self.n.is_news(container) {
            true => say(WORKER_TERMINATED, [self.n.container(container)]),
            false => None,
        }
    }

    fn stopped(&self, id: ClusterId, status: ClusterStatus) -> Option<String> {
        let (status, diagnostics) = match status {
            ClusterStatus::Succeeded => ("SUCCEEDED", "null"),
            ClusterStatus::Failed => ("FAILED", "…"),
            ClusterStatus::Canceled => ("CANCELED", "null"),
            // Nobody is left who could write a line.
            ClusterStatus::Killed => return None,
            ClusterStatus::Unknown => ("UNKNOWN", "Cluster entrypoint has been closed externally."),
        };
        say(
            "Shutting {0} down with application status {1}. Diagnostics {2}.",
            [self.entrypoint(id), status.to_owned(), diagnostics.to_owned()],
        )
    }

    fn result(&self, job: JobId) -> Option<String> {
        let status = self.n.cluster.jobs.get(job.index())?.status;
        match status {
            JobStatus::Finished => say("Job with JobID {0} has finished.", [job.hex()]),
            JobStatus::Canceled => say("JobCancellationException: Job was cancelled.", []),
            JobStatus::Failed
            | JobStatus::Suspended
            | JobStatus::Initializing
            | JobStatus::Created
            | JobStatus::Running
            | JobStatus::Failing
            | JobStatus::Cancelling
            | JobStatus::Restarting => {
                say("ProgramInvocationException: Job failed (JobID: {0})", [job.hex()])
            }
        }
    }

    fn received(&self, job: JobId) -> Option<String> {
        let template = match (self.version().traits().submitted_plan, self.version()) {
            (_, FlinkVersion::V1_13) => "Received JobGraph submission {1} ({0}).",
            (SubmittedPlan::JobGraph, _) => "Received JobGraph submission '{0}' ({1}).",
            (SubmittedPlan::StreamGraph, _) => "Received job submission '{0}' ({1}).",
        };
        say(template, [self.n.job(job), job_id(job)])
    }

    fn application(&self, id: ApplicationId, to: ApplicationState) -> Option<String> {
        let application = self.n.cluster.applications.get(id.index())?;
        let own = application.main != MainPhase::Elsewhere;
        let first = application.jobs.first().filter(|_| !own);
        let number = first.map_or_else(|| "…".to_owned(), |job| job_id(*job));
        let name = match (self.n.application(id), own) {
            (name, true) => name,
            (name, false) => fill("SingleJobApplication({0})", &[&name]),
        };
        let from = match to {
            ApplicationState::Created => {
                return say("Received application submission '{0}' ({1}).", [name, number]);
            }
            ApplicationState::Running => "CREATED",
            ApplicationState::Finished
            | ApplicationState::Failing
            | ApplicationState::Canceling => "RUNNING",
            ApplicationState::Failed => "FAILING",
            ApplicationState::Canceled => "CANCELING",
        };
        say(
            "Application {0} ({1}) switched from state {2} to {3}.",
            [name, number, from.to_owned(), states::application_name(to).to_owned()],
        )
    }

    fn initializing(&self, job: JobId) -> Option<String> {
        self.quoted(job, "Initializing job {0}.")
    }

    /// "'WordCount' (4c5e8a92…)"; 1.13 wrote no quotation marks.
    fn quoted(&self, job: JobId, template: &str) -> Option<String> {
        let name = self.n.job(job);
        let quoted = match self.version() {
            FlinkVersion::V1_13 => fill("{0} ({1})", &[&name, &job_id(job)]),
            FlinkVersion::V1_17 | FlinkVersion::V1_20 | FlinkVersion::V2_0 | FlinkVersion::V2_3 => {
                fill("'{0}' ({1})", &[&name, &job_id(job)])
            }
        };
        say(template, [quoted])
    }

    /// Flink logs no line for INITIALIZING → CREATED: the ExecutionGraph begins as CREATED.
    fn job_status(&self, job: JobId, from: JobStatus, to: JobStatus) -> Option<String> {
        if from == JobStatus::Initializing {
            return None;
        }
        say(
            "Job {0} ({1}) switched from state {2} to {3}.",
            [self.n.job(job), job_id(job), from.name().to_owned(), to.name().to_owned()],
        )
    }

    fn task(&self, id: ExecutionId, from: ExecutionState, to: ExecutionState) -> Option<String> {
        let plain = self.first(id);
        let tail = match (to, self.n.slot_of(id)) {
            (ExecutionState::Failed, Some(slot)) => {
                let tm = slot.split(' ').next().unwrap_or_default();
                fill(" on {0} @ …", &[tm])
            }
            (ExecutionState::Failed, None) => " on [unassigned resource]".to_owned(),
            _ => String::new(),
        };
        say(
            "{0} ({1}) switched from {2} to {3}{4}.",
            [
                self.n.task(plain),
                self.attempt(id),
                from.name().to_owned(),
                to.name().to_owned(),
                tail,
            ],
        )
    }

    fn task_received(&self, id: ExecutionId) -> Option<String> {
        let slot = self.n.cluster.jobs.get(id.job.index()).and_then(|job| {
            let subtask = job.executions.get(id.vertex.index())?.get(usize::from(id.subtask))?;
            subtask.slot
        });
        say(
            "Received task {0} ({1}), deploy into slot with allocation id {2}.",
            [self.numbered(id), self.attempt(id), slot.map_or_else(|| "…".to_owned(), slot_id)],
        )
    }

    /// As TaskManagers write a task: "map (1/2)#0".
    fn numbered(&self, id: ExecutionId) -> String {
        let plain = self.n.task(self.first(id));
        fill("{0}#{1}", &[&plain, &self.shown(id).to_string()])
    }

    /// A recovered job counts its attempts from 0 again.
    fn shown(&self, id: ExecutionId) -> u16 {
        let job = self.n.cluster.jobs.get(id.job.index());
        job.map_or(id.attempt, |job| job.shown_attempt(id.attempt))
    }

    /// The first attempt, whose name has no number behind it.
    const fn first(&self, id: ExecutionId) -> ExecutionId {
        ExecutionId { attempt: 0, ..id }
    }

    /// The `ExecutionAttemptID`: since 1.16 it ends with subtask and attempt.
    fn attempt(&self, id: ExecutionId) -> String {
        match self.version() {
            FlinkVersion::V1_13 => "…".to_owned(),
            FlinkVersion::V1_17 | FlinkVersion::V1_20 | FlinkVersion::V2_0 | FlinkVersion::V2_3 => {
                fill("…_{0}_{1}", &[&id.subtask.to_string(), &self.shown(id).to_string()])
            }
        }
    }

    /// `ActiveResourceManager` declares workers since 1.17; before, it asked for one at a time.
    fn workers(&self, count: u16) -> Option<String> {
        if self.version() < FlinkVersion::V1_17 {
            return say("Requesting new worker with resource spec …, current pending count: …", []);
        }
        say(
            "need request {0} new workers, current worker number …, declared worker number …",
            [count.to_string()],
        )
    }
}

fn signalled(signal: Signal) -> Option<String> {
    match signal {
        Signal::Term => say("RECEIVED SIGNAL 15: SIGTERM. Shutting down as requested.", []),
        Signal::Kill | Signal::Stop | Signal::Cont => None,
    }
}

fn required(job: JobId, slots: u16) -> Option<String> {
    match slots {
        0 => say("Clearing resource requirements of job {0}", [job_id(job)]),
        _ => say(
            "Received resource requirements from job {0}: [ResourceRequirement{resourceProfile=\
             ResourceProfile{UNKNOWN}, numberOfRequiredSlots={1}}]",
            [job_id(job), slots.to_string()],
        ),
    }
}

/// "0001": YARN counts applications from 1.
fn application_number(cluster: ClusterId) -> String {
    format!("{:04}", u32::from(cluster.0) + 1)
}

/// The first eight digits of a JobID.
fn job_id(job: JobId) -> String {
    fill("{0}…", &[&job.hex()[..8]])
}

/// The first eight digits of a stand-in for Flink's random AllocationID.
fn slot_id(allocation: AllocationId) -> String {
    // A multiplicative hash: neighbouring numbers look unrelated, and none is used twice.
    let mixed = (u32::from(allocation.0) + 1).wrapping_mul(0x9e37_79b1);
    format!("{mixed:08x}…")
}
