//! What a scheduled event meets when its time comes.
//!
//! In: the cluster as it is then, and what was scheduled. Out: what really happens: the event, the
//! same event with what only its arrival decides (a number, a place), another event, or nothing,
//! because the world has moved on. Deliberately absent: changing state.

mod moot;
mod platform;
mod savepoints;
mod slots;
mod submission;
mod tasks;

use crate::cluster::rule;
use crate::cluster::{
    AtJobMaster, AtResourceManager, ClientPhase, Cluster, ContainerPhase, JobManagerPhase,
    JobManagerRole, MainPhase, ProcessState, Registration, SlotState, YarnApplicationState,
};
use crate::config::key;
use crate::event::{
    ApplicationState, ContainerRole, Event, LossReason, Observer, Place, Submitter,
};
use crate::ids::{ApplicationId, ClusterId, ContainerId, ExecutionId, JmId, JobId, NodeId, TmId};
use crate::state::{ExecutionState, JobStatus};
use crate::time::Time;
pub(crate) use moot::is_moot;
use platform::platform_event;
use savepoints::savepoint_event;
use slots::slot_event;
use submission::{application_event, received};
use tasks::task_event;

/// An event that is scheduled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pending {
    /// When it was decided, or left.
    pub(crate) sent: Time,
    /// Sender and receiver, if it travels.
    pub(crate) route: Option<(Place, Place)>,
    /// The entry it follows from.
    pub(crate) cause: Option<usize>,
    /// What is to happen.
    pub(crate) event: Event,
}

/// What a scheduled event becomes now.
#[expect(clippy::too_many_lines, reason = "an arm for each event")]
pub(crate) fn arrive(cluster: &Cluster, now: Time, pending: Pending) -> Option<Event> {
    let Pending { event, route, sent, .. } = pending;
    if sender_was_gone(cluster, route, sent) {
        return None;
    }
    match &event {
        // From outside, or about processes as such.
        Event::ActionTaken(_) | Event::ActionRefused(_) => Some(event),
        Event::ClusterStopped { cluster: id, .. } => {
            let over = matches!(cluster.flink(*id).phase, JobManagerPhase::Stopped(_));
            (!over).then_some(event)
        }
        Event::JobManagerStarted { jm } => {
            (cluster.jm(*jm).role == JobManagerRole::Starting).then_some(event)
        }
        Event::JobManagerKilled { jm } | Event::JobManagerExited { jm } => {
            cluster.jm(*jm).role.is_alive().then_some(event)
        }
        Event::LeadershipGranted { jm } | Event::JobManagerStandsBy { jm } => {
            contend(cluster, now, *jm)
        }
        Event::JobManagerLost { tm, who, .. } => still_misses(cluster, *tm, *who).then_some(event),
        Event::NetworkCut { .. } | Event::NetworkHealed { .. } => Some(event),
        Event::RegistrationTimedOut { tm } => {
            let timeout = cluster.config.value(key::RegistrationTimeout, cluster.version);
            let tm = cluster.tm(*tm);
            let long = tm.searching_since.is_some_and(|since| now.since(since) >= timeout);
            let alive = matches!(tm.process, ProcessState::Starting | ProcessState::Running);
            (long && alive).then_some(event)
        }
        Event::DispatcherStarted { cluster: id } => {
            (cluster.flink(*id).phase == JobManagerPhase::Starting).then_some(event)
        }
        Event::ResourceManagerStarted { cluster: id } => {
            (cluster.flink(*id).phase == JobManagerPhase::DispatcherReady).then_some(event)
        }
        // Worth telling only when somebody has waited for it.
        Event::StartUpPeriodEnded { cluster: id } => {
            let short = !cluster.flink(*id).short_jobs.is_empty();
            (ready(cluster, *id) && short).then_some(event)
        }
        Event::TaskManagerStarted { tm } | Event::TaskManagerExited { tm } => {
            (!cluster.tm(*tm).process.is_gone()).then_some(event)
        }
        Event::TaskManagerSignalled { tm, .. } => {
            (!cluster.tm(*tm).process.is_gone()).then_some(event)
        }
        Event::TaskManagerRegistered { tm } => may_register(cluster, *tm).then_some(event),
        Event::TaskManagerLost { tm, by, reason } => {
            loss_still_holds(cluster, now, *tm, *by, *reason).then_some(event)
        }
        Event::ClientStarted { .. } | Event::ClientExited { .. } => Some(event),
        Event::ProgramRan { client } => client_lives(cluster, *client).then_some(event),
        Event::SubmissionAcknowledged { client, job } => {
            let client = cluster.client(*client);
            let news = client.job.is_none_or(|last| *job > last);
            (news && client.phase == ClientPhase::Submitting).then_some(event)
        }
        Event::JobResultDelivered { client, .. } => client_lives(cluster, *client).then_some(event),
        // Jobs are numbered in the order in which they arrive.
        Event::JobReceived { by, .. } => received(cluster, now, *by),
        Event::ProgramStarted { .. }
        | Event::ProgramAdvanced { .. }
        | Event::ProgramEnded { .. }
        | Event::ApplicationEnded { .. }
        | Event::ApplicationStateChanged { .. } => application_event(cluster, now, event),
        Event::JobPersisted { job } => master_lives(cluster, *job).then_some(event),
        Event::JobForgotten { .. } => Some(event),
        Event::JobRecovered { job } => {
            let leads = cluster.cluster_of(*job).phase.accepts_jobs();
            (leads && cluster.job(*job).is_recoverable()).then_some(event)
        }
        Event::JobStatusChanged { job, from, to, .. } => {
            let current = cluster.job(*job).status;
            let alive = cluster.cluster_of(*job).phase.is_alive() || *to == JobStatus::Suspended;
            (alive && current == *from && current.may_become(*to)).then_some(event)
        }
        Event::JobMasterStarted { job }
        | Event::JobMasterStopped { job }
        | Event::CancelRequested { job } => master_lives(cluster, *job).then_some(event),
        Event::JobMasterRegistered { job } => {
            let fresh = !cluster.job(*job).registered && master_lives(cluster, *job);
            (fresh && ready(cluster, cluster.job(*job).cluster)).then_some(event)
        }
        Event::TaskStateChanged { execution, from, to, .. } => {
            // A suspended job's tasks are cancelled while its JobManager is going; a lost job's tasks
            // run until their TaskManager misses the JobMaster.
            let job = cluster.job(execution.job);
            let is = if job.status == JobStatus::Suspended || job.is_lost() {
                cluster.execution(*execution).is_some_and(|current| current.state == *from)
            } else {
                task_is(cluster, *execution, |state| state == *from)
            };
            (is && from.may_become(*to)).then_some(event)
        }
        Event::FailoverStarted { job, .. } | Event::TasksRestarted { job, .. } => {
            restarts(cluster, *job).then_some(event)
        }
        Event::RestartDelayElapsed { job, failed } => {
            let waits = cluster.job(*job).waiting_restarts.iter().any(|f| f.failed == *failed);
            (restarts(cluster, *job) && waits).then_some(event)
        }
        Event::CheckpointRestored { .. } | Event::SavepointRestored { .. } => Some(event),
        Event::AdaptiveStateChanged { job, to } => {
            let may = rule::adaptive::may_enter(cluster, now, *job, *to);
            (may && master_lives(cluster, *job)).then_some(event)
        }
        Event::SavepointTriggered { .. }
        | Event::SavepointCompleted { .. }
        | Event::SavepointFailed { .. } => savepoint_event(cluster, event),
        Event::ResourcesRequired { .. }
        | Event::RequirementsChecked { .. }
        | Event::SlotAllocated { .. }
        | Event::SlotReserved { .. }
        | Event::JobMasterConnected { .. }
        | Event::SlotsOffered { .. }
        | Event::SlotActivated { .. }
        | Event::ResourcesNotEnough { .. }
        | Event::SlotRequestTimedOut { .. }
        | Event::SlotReleased { .. }
        | Event::SlotFreed { .. }
        | Event::SlotTimedOut { .. }
        | Event::SlotIdleTimedOut { .. } => slot_event(cluster, now, event),
        Event::TaskSubmitted { .. }
        | Event::TaskCancelRequested { .. }
        | Event::TaskSubmissionFailed { .. }
        | Event::ConnectionBroke { .. }
        | Event::ExceptionThrown { .. } => task_event(cluster, event),
        Event::MemoryExceeded { tm } => (!cluster.tm(*tm).process.is_gone()).then_some(event),
        Event::MachineKilled { .. } => Some(event),
        Event::FilesUploaded { .. }
        | Event::FilesDeleted { .. }
        | Event::MachineLost { .. }
        | Event::PodsEvicted { .. }
        | Event::YarnApplicationSubmitted { .. }
        | Event::YarnApplicationAccepted { .. }
        | Event::YarnApplicationRejected { .. }
        | Event::YarnApplicationRunning { .. }
        | Event::YarnApplicationKilled { .. }
        | Event::ContainerAllocated { .. }
        | Event::ContainerLaunched { .. }
        | Event::WorkersRequested { .. }
        | Event::ContainersReceived { .. }
        | Event::ContainerCompleted { .. }
        | Event::WorkerReleased { .. }
        | Event::ContainerPending { .. } => platform_event(cluster, now, event),
    }
}

/// A TaskManager that was gone, frozen or cut off when the message should have left did not send it.
fn sender_was_gone(cluster: &Cluster, route: Option<(Place, Place)>, sent: Time) -> bool {
    let over = |id: ClusterId| {
        matches!(cluster.flink(id).phase, JobManagerPhase::Stopped(_) | JobManagerPhase::Killed)
    };
    let silent = |tm: TmId, also_to: bool| {
        let tm = cluster.tm(tm);
        let mute = tm.cut_off
            || (!also_to && (tm.process.is_gone() || tm.process == ProcessState::Frozen));
        mute && tm.signalled_at.is_some_and(|at| at <= sent)
    };
    match route {
        Some((Place::TaskManager(tm), _)) => silent(tm, false),
        Some((Place::Client(_) | Place::Shell | Place::LeaderStore | Place::FileSystem, _))
        | None => false,
        Some((Place::YarnResourceManager | Place::NodeManager(_), to)) => match to {
            Place::ResourceManager(id) => over(id),
            Place::Shell
            | Place::Client(_)
            | Place::Dispatcher(_)
            | Place::JobMaster(_)
            | Place::TaskManager(_)
            | Place::YarnResourceManager
            | Place::NodeManager(_)
            | Place::FileSystem
            | Place::LeaderStore => false,
        },
        // A Dispatcher that ends in order clears up behind its jobs first.
        Some((Place::Dispatcher(id), Place::LeaderStore)) => {
            cluster.flink(id).phase == JobManagerPhase::Killed
        }
        Some((Place::Dispatcher(id) | Place::ResourceManager(id), to)) => {
            over(id) || matches!(to, Place::TaskManager(tm) if silent(tm, true))
        }
        Some((Place::JobMaster(job), to)) => {
            over(cluster.job(job).cluster)
                || matches!(to, Place::TaskManager(tm) if silent(tm, true))
        }
    }
}

/// A process that is up asks for the leadership: it leads when nobody does and the latch of the last
/// leader is free; else it stands by.
fn contend(cluster: &Cluster, now: Time, jm: JmId) -> Option<Event> {
    let process = cluster.jm(jm);
    let state = cluster.flink(process.cluster);
    let over = matches!(state.phase, JobManagerPhase::Stopped(_));
    let free = state.leader.is_none() && state.latch_free_at <= now && !over;
    match process.role {
        JobManagerRole::Starting | JobManagerRole::StandingBy if free => {
            Some(Event::LeadershipGranted { jm })
        }
        JobManagerRole::Starting if !over => Some(Event::JobManagerStandsBy { jm }),
        JobManagerRole::Starting
        | JobManagerRole::StandingBy
        | JobManagerRole::Leading
        | JobManagerRole::Killed
        | JobManagerRole::Exited => None,
    }
}

fn ready(cluster: &Cluster, id: ClusterId) -> bool {
    cluster.flink(id).phase == JobManagerPhase::Ready
}

fn client_lives(cluster: &Cluster, client: crate::ids::ClientId) -> bool {
    !matches!(cluster.client(client).phase, ClientPhase::Exited(_))
}

fn master_lives(cluster: &Cluster, job: JobId) -> bool {
    cluster.cluster_of(job).phase.is_alive() && !cluster.job(job).job_master_stopped
}

fn restarts(cluster: &Cluster, job: JobId) -> bool {
    matches!(cluster.job(job).status, JobStatus::Running | JobStatus::Restarting)
        && master_lives(cluster, job)
}

/// A TaskManager gives up whom it is connected to and who does not exist any more.
fn still_misses(cluster: &Cluster, tm: TmId, who: Observer) -> bool {
    let tm = cluster.tm(tm);
    let connected = match who {
        Observer::ResourceManager => tm.searching_since.is_none(),
        Observer::JobMaster(job) => {
            let gone = cluster.job(job).job_master_stopped || tm.cut_off;
            tm.connected_to.contains(&job) && gone
        }
    };
    let leaderless = !cluster.flink(tm.cluster).phase.accepts_jobs() || tm.cut_off;
    let gone =
        who != Observer::ResourceManager || leaderless || tm.registration == Registration::None;
    connected && gone && tm.process == ProcessState::Running
}

fn may_register(cluster: &Cluster, tm: TmId) -> bool {
    let tm = cluster.tm(tm);
    let alive = matches!(tm.process, ProcessState::Starting | ProcessState::Running);
    ready(cluster, tm.cluster) && alive && !matches!(tm.registration, Registration::Registered(_))
}

fn loss_still_holds(
    cluster: &Cluster,
    now: Time,
    tm: TmId,
    by: Observer,
    reason: LossReason,
) -> bool {
    let state = cluster.tm(tm);
    let silent_for = state.signalled_at.map_or(Time::ZERO, |at| now.since(at));
    let timeout = cluster.config.value(key::HeartbeatTimeout, cluster.version);
    let interval = cluster.config.value(key::HeartbeatInterval, cluster.version);
    let holds = match reason {
        LossReason::HeartbeatTimeout => {
            // A TaskManager that was thawed and frozen again has answered in between.
            let least = timeout.since(interval);
            (!state.process.answers() || state.cut_off) && silent_for >= least
        }
        LossReason::Unreachable
        | LossReason::ShuttingDown
        | LossReason::ContainerCompleted
        | LossReason::Idle => true,
    };
    let known = match by {
        Observer::ResourceManager => matches!(state.registration, Registration::Registered(_)),
        Observer::JobMaster(job) => state.connected_to.contains(&job) && master_lives(cluster, job),
    };
    holds && known && cluster.flink(state.cluster).phase.is_alive()
}

fn task_is(cluster: &Cluster, id: ExecutionId, test: impl Fn(ExecutionState) -> bool) -> bool {
    master_lives(cluster, id.job)
        && cluster.execution(id).is_some_and(|execution| test(execution.state))
}
