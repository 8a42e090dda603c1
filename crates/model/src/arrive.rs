//! What a scheduled event meets when its time comes.
//!
//! In: the cluster as it is then, and what was scheduled. Out: what really happens: the event, the
//! same event with what only its arrival decides (a number, a place), another event, or nothing,
//! because the world has moved on. Deliberately absent: changing state.

use crate::Key;
use crate::cluster::{
    AtJobMaster, AtResourceManager, ClientPhase, Cluster, ContainerPhase, JobManagerPhase,
    JobManagerRole, MainPhase, ProcessState, Registration, SlotState, YarnApplicationState,
};
use crate::decide::{application, platform, resource_manager};
use crate::event::{
    ApplicationState, ContainerRole, Event, LossReason, Observer, Place, Submitter,
};
use crate::ids::{ApplicationId, ClusterId, ContainerId, ExecutionId, JmId, JobId, TmId};
use crate::kernel::Pending;
use crate::state::{ExecutionState, JobStatus};
use crate::time::Time;

/// What a scheduled event becomes now.
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
            let timeout = cluster.config.duration(Key::RegistrationTimeout, cluster.version);
            let tm = cluster.tm(*tm);
            let long = tm
                .searching_since
                .is_some_and(|since| now.since(since) >= timeout.unwrap_or(Time::s(300)));
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
            let short =
                cluster.jobs_of(*id).any(|job| resource_manager::missing(cluster, job.id) > 0);
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
        Event::CheckpointRestored { .. } => Some(event),
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
        Event::YarnApplicationSubmitted { .. }
        | Event::YarnApplicationAccepted { .. }
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
        Some((Place::Client(_) | Place::Shell | Place::LeaderStore, _)) | None => false,
        Some((Place::YarnResourceManager | Place::NodeManager(_), to)) => match to {
            Place::ResourceManager(id) => over(id),
            Place::Shell
            | Place::Client(_)
            | Place::Dispatcher(_)
            | Place::JobMaster(_)
            | Place::TaskManager(_)
            | Place::YarnResourceManager
            | Place::NodeManager(_)
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

/// Jobs are numbered in the order in which they arrive.
fn received(cluster: &Cluster, now: Time, by: Submitter) -> Option<Event> {
    let to = match by {
        Submitter::Client(id) => {
            let client = cluster.client(id);
            if client.phase != ClientPhase::Submitting {
                return None;
            }
            // The answer to an earlier try was lost with a JobManager, or is still under way.
            let mut tried = cluster.jobs.iter().filter(|job| {
                job.submitted_by == by
                    && client.job.is_none_or(|acknowledged| job.id > acknowledged)
            });
            if let Some(job) = tried.find(|job| !job.is_lost() || job.is_recoverable()) {
                let leads = cluster.flink(job.cluster).phase.accepts_jobs();
                return leads.then_some(Event::SubmissionAcknowledged { client: id, job: job.id });
            }
            client.cluster?
        }
        Submitter::Application(id) => {
            let application = cluster.application(id);
            // A run of `main()` that went with its JobManager submits nothing any more.
            let at_a_job = matches!(application.main, MainPhase::At(_)) && application.due == now;
            at_a_job.then_some(application.cluster)?
        }
    };
    let job = JobId::next(cluster.jobs.len());
    cluster.flink(to).phase.accepts_jobs().then_some(Event::JobReceived { job, by })
}

fn application_event(cluster: &Cluster, now: Time, event: Event) -> Option<Event> {
    let alive =
        |id: ApplicationId| cluster.flink(cluster.application(id).cluster).phase.accepts_jobs();
    match event {
        Event::ProgramStarted { application } => alive(application).then_some(event),
        Event::ProgramAdvanced { application } | Event::ProgramEnded { application, .. } => {
            let state = cluster.application(application);
            let runs = match state.main {
                MainPhase::At(_) => state.due == now,
                MainPhase::WaitsFor(job, _) => cluster.job(job).status.is_terminal(),
                MainPhase::Elsewhere | MainPhase::Ended(..) => false,
            };
            (runs && alive(application)).then_some(event)
        }
        // What it ends with is what its jobs say now; while they go on, nothing ends.
        Event::ApplicationEnded { application, .. } => {
            let state = cluster.application(application).state;
            let open = matches!(state, ApplicationState::Created | ApplicationState::Running);
            let status = application::verdict(cluster, application)?;
            let ended = Event::ApplicationEnded { application, status };
            (open && alive(application)).then_some(ended)
        }
        Event::ApplicationStateChanged { application, to } => {
            let state = cluster.application(application);
            let jobs = || state.jobs.iter().map(|job| cluster.job(*job).status);
            let waits = matches!(to, ApplicationState::Canceled | ApplicationState::Failed)
                && !matches!(state.main, MainPhase::Elsewhere)
                && jobs().any(|status| !status.is_terminal());
            (state.state != to && !waits && !state.state.is_terminal()).then_some(event)
        }
        other => Some(other),
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
    let timeout = cluster.config.duration(Key::HeartbeatTimeout, cluster.version);
    let interval = cluster.config.duration(Key::HeartbeatInterval, cluster.version);
    let holds = match reason {
        LossReason::HeartbeatTimeout => {
            // A TaskManager that was thawed and frozen again has answered in between.
            let least = timeout.unwrap_or_default().since(interval.unwrap_or_default());
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

fn slot_event(cluster: &Cluster, now: Time, event: Event) -> Option<Event> {
    match event {
        // The declaration carries the newest total; one that says nothing new is not logged.
        Event::ResourcesRequired { job, .. } => {
            let slots = cluster.job(job).slots_needed();
            let news =
                ready(cluster, cluster.job(job).cluster) && slots != cluster.job(job).required;
            news.then_some(Event::ResourcesRequired { job, slots })
        }
        Event::RequirementsChecked { cluster: id } => {
            (cluster.flink(id).check_due == Some(now)).then_some(event)
        }
        Event::SlotAllocated { tm, .. } => ready(cluster, cluster.tm(tm).cluster).then_some(event),
        Event::SlotReserved { allocation } => {
            let allocation = cluster.allocation(allocation);
            let tm = cluster.tm(allocation.tm);
            let free = tm.slots[usize::from(allocation.index)] == SlotState::Free;
            let wanted = allocation.at_rm == AtResourceManager::Pending;
            (tm.process == ProcessState::Running && free && wanted).then_some(event)
        }
        Event::JobMasterConnected { tm, job } => {
            let connected = cluster.tm(tm).connected_to.contains(&job);
            (cluster.tm(tm).process.answers() && !connected && master_lives(cluster, job))
                .then_some(event)
        }
        Event::SlotsOffered { tm, job, .. } => offer(cluster, tm, job),
        Event::SlotActivated { allocation } => {
            let tm = cluster.tm(cluster.allocation(allocation).tm);
            let index = usize::from(cluster.allocation(allocation).index);
            let waits = tm.slots[index] == SlotState::Allocated(allocation);
            (tm.process.answers() && waits).then_some(event)
        }
        Event::ResourcesNotEnough { job } => {
            let waits = cluster.job(job).status == JobStatus::Running;
            (waits && master_lives(cluster, job)).then_some(event)
        }
        Event::SlotRequestTimedOut { job, region } => {
            still_waits(cluster, now, job, region).then_some(event)
        }
        Event::SlotTimedOut { allocation } => {
            let allocation = cluster.allocation(allocation);
            let tm = cluster.tm(allocation.tm);
            let slot = tm.slots[usize::from(allocation.index)];
            let waits = slot == SlotState::Allocated(allocation.id);
            (waits && tm.process == ProcessState::Running).then_some(event)
        }
        Event::SlotReleased { allocation } => {
            let allocation = cluster.allocation(allocation);
            let alive = cluster.tm(allocation.tm).process.answers();
            (alive && allocation.at_job_master != AtJobMaster::Released).then_some(event)
        }
        Event::SlotFreed { allocation } => {
            let state = cluster.allocation(allocation);
            let allocated = state.at_rm != AtResourceManager::Freed;
            (allocated && ready(cluster, cluster.tm(state.tm).cluster)).then_some(event)
        }
        Event::SlotIdleTimedOut { allocation } => {
            let state = cluster.allocation(allocation);
            let timeout = cluster.config.duration(Key::SlotIdleTimeout, cluster.version);
            let idle_since = match state.at_job_master {
                AtJobMaster::Idle(since) => since,
                AtJobMaster::Unknown | AtJobMaster::InUse | AtJobMaster::Released => return None,
            };
            let long = now.since(idle_since) >= timeout.unwrap_or(Time::s(50));
            let held = cluster.pool_of(state.job).count();
            let spare = usize::from(cluster.job(state.job).slots_needed()) < held;
            (long && spare && master_lives(cluster, state.job)).then_some(event)
        }
        other => Some(other),
    }
}

/// A TaskManager offers what is reserved when the offer leaves; nothing reserved, no offer.
fn offer(cluster: &Cluster, tm: TmId, job: JobId) -> Option<Event> {
    let reserved = cluster.tm(tm).slots.iter().filter_map(|slot| slot.allocation());
    let offered = |id: &crate::ids::AllocationId| {
        let allocation = cluster.allocation(*id);
        allocation.job == job && allocation.at_job_master == AtJobMaster::Unknown
    };
    let allocations: Vec<_> = reserved.filter(offered).collect();
    let any = !allocations.is_empty() && master_lives(cluster, job);
    any.then_some(Event::SlotsOffered { tm, job, allocations })
}

/// Whether a task of the region has waited for a slot for the whole timeout.
fn still_waits(cluster: &Cluster, now: Time, job: JobId, region: u16) -> bool {
    let state = cluster.job(job);
    let timeout = cluster.options_of(job).duration(Key::SlotRequestTimeout, cluster.version);
    let waits = state.regions.members(region).iter().any(|(vertex, subtask)| {
        let execution = &state.executions[vertex.index()][usize::from(*subtask)];
        execution.state == ExecutionState::Scheduled
            && execution.slot.is_none()
            && now.since(execution.since) >= timeout.unwrap_or(Time::s(300))
    });
    waits && master_lives(cluster, job)
}

fn task_event(cluster: &Cluster, event: Event) -> Option<Event> {
    match event {
        Event::TaskSubmitted { execution } => {
            if !task_is(cluster, execution, |state| state == ExecutionState::Deploying) {
                return None;
            }
            let tm = tm_of(cluster, execution)?;
            match cluster.tm(tm).process {
                ProcessState::Running => Some(event),
                // RecipientUnreachableException: nothing listens there any more.
                ProcessState::Killed | ProcessState::Exited | ProcessState::Stopping => {
                    Some(Event::TaskSubmissionFailed { execution, tm })
                }
                // The call hangs; a heartbeat timeout will end the wait.
                ProcessState::Starting | ProcessState::Frozen => None,
            }
        }
        Event::TaskSubmissionFailed { execution, .. } => {
            task_is(cluster, execution, |state| state == ExecutionState::Deploying).then_some(event)
        }
        Event::TaskCancelRequested { execution } => {
            let alive =
                tm_of(cluster, execution).is_some_and(|tm| cluster.tm(tm).process.answers());
            let asked = task_is(cluster, execution, |state| state == ExecutionState::Canceling);
            (alive && asked).then_some(event)
        }
        Event::ConnectionBroke { execution, .. } | Event::ExceptionThrown { execution } => {
            let runs =
                |state| matches!(state, ExecutionState::Running | ExecutionState::Initializing);
            let alive = tm_of(cluster, execution)
                .is_some_and(|tm| cluster.tm(tm).process == ProcessState::Running);
            (alive && task_is(cluster, execution, runs)).then_some(event)
        }
        other => Some(other),
    }
}

fn tm_of(cluster: &Cluster, id: ExecutionId) -> Option<TmId> {
    let slot = cluster.execution(id)?.slot?;
    Some(cluster.allocation(slot).tm)
}

fn platform_event(cluster: &Cluster, now: Time, event: Event) -> Option<Event> {
    let platform = cluster.platform.as_ref()?;
    match event {
        // A client's submission becomes a cluster of its own.
        Event::YarnApplicationSubmitted { cluster: id, client } => {
            let id = if client.is_some() { ClusterId::next(cluster.clusters.len()) } else { id };
            Some(Event::YarnApplicationSubmitted { cluster: id, client })
        }
        Event::YarnApplicationAccepted { .. } => Some(event),
        Event::YarnApplicationRunning { cluster: id } => {
            let waits = cluster.flink(id).application_state == YarnApplicationState::Accepted;
            waits.then_some(event)
        }
        Event::YarnApplicationKilled { cluster: id } => {
            let over = matches!(cluster.flink(id).phase, JobManagerPhase::Stopped(_));
            (!over).then_some(event)
        }
        Event::ContainerAllocated { cluster: id, container, role, .. } => {
            let over = matches!(cluster.flink(id).phase, JobManagerPhase::Stopped(_));
            if over { None } else { place_container(cluster, id, container, role) }
        }
        Event::ContainersReceived { cluster: id, .. } => {
            let fresh = platform.containers.iter().filter(|container| {
                container.phase == ContainerPhase::Allocated
                    && container.cluster == id
                    && matches!(container.role, ContainerRole::TaskManager(_))
            });
            let containers: Vec<_> = fresh.map(|container| container.id).collect();
            let any = !containers.is_empty();
            any.then_some(Event::ContainersReceived { cluster: id, containers })
        }
        Event::ContainerLaunched { container } => {
            let phase = platform.containers[container.index()].phase;
            // A pod stays; the container in it is started again after its process ended.
            let mut inside =
                cluster.job_managers.iter().filter(|jm| jm.container == Some(container));
            let dead = inside.clone().next().is_some() && inside.all(|jm| !jm.role.is_alive());
            let again = phase == ContainerPhase::Running && dead;
            (phase == ContainerPhase::Allocated || again).then_some(event)
        }
        Event::ContainerCompleted { container } => {
            let completed =
                platform.containers[container.index()].phase == ContainerPhase::Completed;
            (!completed).then_some(event)
        }
        Event::WorkerReleased { tm } => {
            let tm = cluster.tm(tm);
            let timeout = cluster.config.duration(Key::TaskManagerIdleTimeout, cluster.version);
            let idle = tm
                .idle_since
                .is_some_and(|since| now.since(since) >= timeout.unwrap_or(Time::s(30)));
            let registered = matches!(tm.registration, Registration::Registered(_));
            (idle && registered && tm.process == ProcessState::Running).then_some(event)
        }
        other => Some(other),
    }
}

/// The platform decides where a container goes when the request is there; without room it waits.
fn place_container(
    world: &Cluster,
    cluster: ClusterId,
    asked: ContainerId,
    role: ContainerRole,
) -> Option<Event> {
    let containers = &world.platform.as_ref()?.containers;
    let (container, role, waits) = if asked == platform::UNNUMBERED {
        let role = match role {
            ContainerRole::JobManager => role,
            ContainerRole::TaskManager(_) => {
                ContainerRole::TaskManager(TmId::next(world.task_managers.len()))
            }
        };
        (ContainerId::next(containers.len()), role, false)
    } else {
        // It waited for room; if it does so no longer, this is old news.
        let waiting = &containers[asked.index()];
        (waiting.phase == ContainerPhase::Pending).then_some((asked, waiting.role, true))?
    };
    match platform::node_with_room(world, role) {
        Some(node) => Some(Event::ContainerAllocated { cluster, container, node, role }),
        None if waits => None,
        None => Some(Event::ContainerPending { cluster, container, role }),
    }
}
