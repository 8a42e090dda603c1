//! The line that Flink itself would log for an event.
//!
//! In: an entry of a trace and the cluster right after it. Out: the message part of the line, in
//! English, in the wording of the simulated version. Ids are cut to eight digits and "…", resource
//! profiles to "…"; TaskManagers appear as `tm-0` where Flink prints their ResourceID.
//! Sources: recordings of 1.20.3 and 2.3.0; for older versions the classes named below.
//! Deliberately absent: a line for events that Flink does not log (`None`).

mod wording;

use super::text::fill;
use super::{Lang, Names, names};
use model::cluster::Cluster;
use model::event::{Farewell, MainEnd, Observer, SavepointPurpose};
use model::{Entry, Event, Provider, Signal};
use wording::{application_number, job_id, required, signalled, slot_id};

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
const BULK: &str = "NoResourceAvailableException: Slot request bulk is not fulfillable! Could not \
    allocate the required slot within slot request timeout";
const CANCEL_TASK: &str = "Attempting to cancel task {0} ({1}).";
const REMOTE_TRANSPORT: &str = "RemoteTransportException: Connection unexpectedly closed by remote \
    task manager '… [ {0} ] '. This might indicate that the remote task manager was lost.";
const YARN_SUBMITTING: &str = "Submitting application master application_…_{0}";
const BEYOND_MEMORY: &str = "Container [pid=…,containerID={0}] is running …B beyond the \
    'PHYSICAL' memory limit. … Killing container.";
const YARN_REFUSED: &str = "Failed to submit application_…_{0} to YARN : Application \
    application_…_{0} submitted by user flink to unknown queue: {1}";
const YARN_DEPLOYED: &str = "YARN application has been deployed successfully.";
const LEADERSHIP: &str = "DefaultDispatcherRunner was granted leadership with leader id …. Creating \
    new DispatcherLeaderProcess.";
const LOST_LEADERSHIP: &str = "JobManager for job {0} with leader id … lost leadership.";
const FATAL: &str = "Fatal error occurred in the cluster entrypoint.";
const MAIN_THREW: &str = "ProgramInvocationException: The main method caused an error: …";

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
    /// Long because events are many: an arm is one line of the log, and what takes more is in `wording`.
    #[expect(clippy::too_many_lines, reason = "an arm for each event")]
    fn line(&self, event: &Event) -> Option<String> {
        use Event as E;
        match event {
            E::JobManagerStarted { jm } => say("Starting {0}.", [self.entrypoint_of(*jm)]),
            E::JobManagerExited { jm } if self.n.fell_with_main(*jm) => say(FATAL, []),
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
