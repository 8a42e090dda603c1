//! Lines whose wording depends on the state, or on the version.

use super::{Writer, say};
use crate::words::text::fill;
use crate::words::{names, states, time};
use model::cluster::{MainPhase, Mode};
use model::event::{ApplicationState, ClusterStatus, LossReason, Observer};
use model::version::SubmittedPlan;
use model::{
    AllocationId, ApplicationId, ClusterId, ContainerId, ExecutionId, ExecutionState, FlinkVersion,
    JmId, JobId, JobStatus, Provider, SavepointId, Signal, TmId, key,
};

const NO_REGISTRATION: &str = "RegistrationTimeoutException: Could not register at the \
    ResourceManager within the specified maximum registration duration {0}. This indicates a problem \
    with this instance. Terminating now.";
const WORKER_TERMINATED: &str = "Worker {0} is terminated. Diagnostics: …";

impl Writer<'_> {
    fn version(&self) -> FlinkVersion {
        self.n.cluster.version
    }

    pub(super) fn savepoint(&self, line: &'static str, id: SavepointId) -> Option<String> {
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
        [names.get(column).copied().unwrap_or_default(), point].concat()
    }

    pub(super) fn entrypoint_of(&self, jm: JmId) -> String {
        let process = self.n.cluster.job_managers.get(jm.index());
        self.entrypoint(process.map_or(ClusterId(0), |jm| jm.cluster))
    }

    pub(super) fn yarn_only<const N: usize>(
        &self,
        template: &str,
        args: [String; N],
    ) -> Option<String> {
        match self.n.cluster.provider {
            Provider::Yarn { .. } => say(template, args),
            Provider::Standalone { .. } | Provider::Kubernetes { .. } => None,
        }
    }

    pub(super) fn had_leader(&self, id: ClusterId) -> bool {
        let jms = &self.n.cluster.job_managers;
        jms.iter().any(|jm| jm.cluster == id && !jm.role.is_alive())
    }

    pub(super) fn program_started(&self, id: ApplicationId) -> Option<String> {
        let attached = self.n.cluster.applications.get(id.index())?.attached;
        say("Starting program (detached: {0})", [(!attached).to_string()])
    }

    /// Since 2.3 the state of the application is logged instead.
    pub(super) fn application_ended(&self, status: ClusterStatus) -> Option<String> {
        if self.version().traits().wraps_jobs_in_applications {
            return None;
        }
        match status {
            ClusterStatus::Succeeded => say("Application completed SUCCESSFULLY", []),
            ClusterStatus::Canceled => say("Application CANCELED: …", []),
            ClusterStatus::Failed | ClusterStatus::Killed | ClusterStatus::Unknown => {
                say("Application FAILED: …", [])
            }
        }
    }

    /// What the store of job graphs (1.x) or execution plans (2.x) says about a job.
    pub(super) fn kept(&self, templates: [&str; 2], job: JobId) -> Option<String> {
        let [job_graph, stream_graph] = templates;
        let (template, folder) = match self.version().traits().submitted_plan {
            SubmittedPlan::JobGraph => (job_graph, "jobgraphs"),
            SubmittedPlan::StreamGraph => (stream_graph, "execution-plans"),
        };
        let store = match self.n.leader_store() {
            "ZooKeeper" => ["ZooKeeperStateHandleStore{namespace='flink/…/", folder, "'}"].concat(),
            _ => "KubernetesStateHandleStore{configMapName='…-cluster-config-map'}".to_owned(),
        };
        say(template, [job_id(job), store])
    }

    /// `FineGrainedSlotManager`, the default since 1.18, logs what `DeclarativeSlotManager` before it
    /// told only at debug level.
    pub(super) fn fine_grained<const N: usize>(
        &self,
        template: &str,
        args: [String; N],
    ) -> Option<String> {
        if self.version() < FlinkVersion::V1_20 { None } else { say(template, args) }
    }

    pub(super) fn lost(&self, tm: TmId, by: Observer, reason: LossReason) -> Option<String> {
        let template = match by {
            Observer::ResourceManager => "Closing TaskExecutor connection {0} because: {1}",
            Observer::JobMaster(_) => "Disconnect TaskExecutor {0} because: {1}",
        };
        let reason = match reason {
            LossReason::Unreachable => "TaskManager with id {0} is no longer reachable.",
            LossReason::HeartbeatTimeout => "The heartbeat of TaskManager with id {0} timed out.",
            LossReason::ShuttingDown => "The TaskExecutor is shutting down.",
            LossReason::ContainerCompleted => match self.n.cluster.provider {
                Provider::Standalone { .. } | Provider::Yarn { .. } => {
                    "Container {1} marked as failed. Exit code:…"
                }
                Provider::Kubernetes { .. } => {
                    "Pod terminated, container termination statuses: [flink-main-container(exitCode=…)]"
                }
            },
            LossReason::Idle => "slot manager has determined that the resource is no longer needed",
        };
        let name = names::tm(tm);
        say(template, [name.clone(), fill(reason, &[&name, &self.worker(tm)])])
    }

    pub(super) fn registration_timed_out(&self) -> Option<String> {
        let config = &self.n.cluster.config;
        let timeout = config.value(key::RegistrationTimeout, self.version());
        say(NO_REGISTRATION, [time::span(timeout)])
    }

    pub(super) fn worker(&self, tm: TmId) -> String {
        let container = self.n.cluster.task_managers.get(tm.index()).and_then(|it| it.container);
        container.map_or_else(|| names::tm(tm), |id| self.n.container(id))
    }

    /// Flink has forgotten a worker that it released itself.
    pub(super) fn terminated(&self, container: ContainerId) -> Option<String> {
        match self.n.is_news(container) {
            true => say(WORKER_TERMINATED, [self.n.container(container)]),
            false => None,
        }
    }

    pub(super) fn stopped(&self, id: ClusterId, status: ClusterStatus) -> Option<String> {
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

    pub(super) fn result(&self, job: JobId) -> Option<String> {
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

    pub(super) fn received(&self, job: JobId) -> Option<String> {
        let template = match (self.version().traits().submitted_plan, self.version()) {
            (_, FlinkVersion::V1_13) => "Received JobGraph submission {1} ({0}).",
            (SubmittedPlan::JobGraph, _) => "Received JobGraph submission '{0}' ({1}).",
            (SubmittedPlan::StreamGraph, _) => "Received job submission '{0}' ({1}).",
        };
        say(template, [self.n.job(job), job_id(job)])
    }

    pub(super) fn application(&self, id: ApplicationId, to: ApplicationState) -> Option<String> {
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

    pub(super) fn initializing(&self, job: JobId) -> Option<String> {
        self.quoted(job, "Initializing job {0}.")
    }

    /// "'WordCount' (4c5e8a92…)"; 1.13 wrote no quotation marks.
    pub(super) fn quoted(&self, job: JobId, template: &str) -> Option<String> {
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
    pub(super) fn job_status(&self, job: JobId, from: JobStatus, to: JobStatus) -> Option<String> {
        if from == JobStatus::Initializing {
            return None;
        }
        say(
            "Job {0} ({1}) switched from state {2} to {3}.",
            [self.n.job(job), job_id(job), from.name().to_owned(), to.name().to_owned()],
        )
    }

    pub(super) fn task(
        &self,
        id: ExecutionId,
        from: ExecutionState,
        to: ExecutionState,
    ) -> Option<String> {
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

    pub(super) fn task_received(&self, id: ExecutionId) -> Option<String> {
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
    pub(super) fn numbered(&self, id: ExecutionId) -> String {
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
    pub(super) fn attempt(&self, id: ExecutionId) -> String {
        match self.version() {
            FlinkVersion::V1_13 => "…".to_owned(),
            FlinkVersion::V1_17 | FlinkVersion::V1_20 | FlinkVersion::V2_0 | FlinkVersion::V2_3 => {
                fill("…_{0}_{1}", &[&id.subtask.to_string(), &self.shown(id).to_string()])
            }
        }
    }

    /// `ActiveResourceManager` declares workers since 1.17; before, it asked for one at a time.
    pub(super) fn workers(&self, count: u16) -> Option<String> {
        if self.version() < FlinkVersion::V1_17 {
            return say("Requesting new worker with resource spec …, current pending count: …", []);
        }
        say(
            "need request {0} new workers, current worker number …, declared worker number …",
            [count.to_string()],
        )
    }
}

pub(super) fn signalled(signal: Signal) -> Option<String> {
    match signal {
        Signal::Term => say("RECEIVED SIGNAL 15: SIGTERM. Shutting down as requested.", []),
        Signal::Kill | Signal::Stop | Signal::Cont => None,
    }
}

pub(super) fn required(job: JobId, slots: u16) -> Option<String> {
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
pub(super) fn application_number(cluster: ClusterId) -> String {
    format!("{:04}", u32::from(cluster.0) + 1)
}

/// The first eight digits of a JobID.
pub(super) fn job_id(job: JobId) -> String {
    fill("{0}…", &[&job.hex()[..8]])
}

/// The first eight digits of a stand-in for Flink's random AllocationID.
pub(super) fn slot_id(allocation: AllocationId) -> String {
    // A multiplicative hash: neighbouring numbers look unrelated, and none is used twice.
    let mixed = (allocation.0 + 1).wrapping_mul(0x9e37_79b1);
    format!("{mixed:08x}…")
}
