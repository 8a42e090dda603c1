//! What a scheduled event meets when its time comes.
//!
//! In: the cluster as it is then, and what was scheduled. Out: what really happens: the event, the
//! same event with what only its arrival decides (a number, a place), another event, or nothing,
//! because the world has moved on. Deliberately absent: changing state.

use crate::Key;
use crate::cluster::{
    AtJobMaster, AtResourceManager, Cluster, ContainerPhase, Job, JobManagerPhase, ProcessState,
    Registration, SlotState,
};
use crate::decide::{resource_manager, yarn};
use crate::event::{ContainerRole, Event, LossReason, Observer, Place};
use crate::ids::{ContainerId, ExecutionId, JobId, TmId};
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
        Event::ActionTaken(_) | Event::ActionRefused(_) | Event::ClusterStopped { .. } => {
            Some(event)
        }
        Event::JobManagerStarted => (!cluster.job_manager.phase.is_alive()).then_some(event),
        Event::JobManagerKilled => cluster.job_manager.phase.is_alive().then_some(event),
        Event::JobManagerLost { tm, who } => still_misses(cluster, *tm, *who).then_some(event),
        Event::RegistrationTimedOut { tm } => {
            let timeout = cluster.config.duration(Key::RegistrationTimeout, cluster.version);
            let tm = cluster.tm(*tm);
            let long = tm
                .searching_since
                .is_some_and(|since| now.since(since) >= timeout.unwrap_or(Time::s(300)));
            let alive = matches!(tm.process, ProcessState::Starting | ProcessState::Running);
            (long && alive).then_some(event)
        }
        Event::DispatcherStarted => is_phase(cluster, JobManagerPhase::Starting, event),
        Event::ResourceManagerStarted => is_phase(cluster, JobManagerPhase::DispatcherReady, event),
        // Worth telling only when somebody has waited for it.
        Event::StartUpPeriodEnded => {
            let missing = |job: &Job| resource_manager::missing(cluster, job.id) > 0;
            (ready(cluster) && cluster.jobs.iter().any(missing)).then_some(event)
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
        Event::SubmissionAcknowledged { client, .. } | Event::JobResultDelivered { client, .. } => {
            client_lives(cluster, *client).then_some(event)
        }
        // Jobs are numbered in the order in which they arrive.
        Event::JobReceived { client, .. } => {
            cluster.job_manager.phase.accepts_jobs().then_some(Event::JobReceived {
                job: JobId::next(cluster.jobs.len()),
                client: *client,
            })
        }
        Event::ApplicationStateChanged { .. } => Some(event),
        Event::JobStatusChanged { job, from, to, .. } => {
            let current = cluster.job(*job).status;
            let alive = cluster.job_manager.phase.is_alive() || *to == JobStatus::Suspended;
            (alive && current == *from && current.may_become(*to)).then_some(event)
        }
        Event::JobMasterStarted { job }
        | Event::JobMasterStopped { job }
        | Event::CancelRequested { job } => master_lives(cluster, *job).then_some(event),
        Event::JobMasterRegistered { job } => {
            (ready(cluster) && master_lives(cluster, *job)).then_some(event)
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
        | Event::RequirementsChecked
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
        Event::YarnApplicationSubmitted
        | Event::YarnApplicationAccepted
        | Event::YarnApplicationRunning
        | Event::ContainerAllocated { .. }
        | Event::ContainerLaunched { .. }
        | Event::WorkersRequested { .. }
        | Event::ContainersReceived { .. }
        | Event::ContainerCompleted { .. }
        | Event::WorkerReleased { .. }
        | Event::ContainerPending { .. } => yarn_event(cluster, now, event),
    }
}

/// A TaskManager that was gone or frozen when the message should have left did not send it.
fn sender_was_gone(cluster: &Cluster, route: Option<(Place, Place)>, sent: Time) -> bool {
    match route {
        Some((Place::TaskManager(tm), _)) => {
            let tm = cluster.tm(tm);
            let silent = tm.process.is_gone() || tm.process == ProcessState::Frozen;
            silent && tm.signalled_at.is_some_and(|at| at <= sent)
        }
        Some((Place::Client(_) | Place::Shell, _)) | None => false,
        // Everything else lives in the JobManager process or in YARN.
        Some(_) => matches!(
            cluster.job_manager.phase,
            JobManagerPhase::Stopped(_) | JobManagerPhase::Killed
        ),
    }
}

fn is_phase(cluster: &Cluster, phase: JobManagerPhase, event: Event) -> Option<Event> {
    (cluster.job_manager.phase == phase).then_some(event)
}

fn ready(cluster: &Cluster) -> bool {
    cluster.job_manager.phase == JobManagerPhase::Ready
}

fn client_lives(cluster: &Cluster, client: crate::ids::ClientId) -> bool {
    !matches!(cluster.client(client).phase, crate::cluster::ClientPhase::Exited(_))
}

fn master_lives(cluster: &Cluster, job: JobId) -> bool {
    cluster.job_manager.phase.is_alive() && !cluster.job(job).job_master_stopped
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
            tm.connected_to.contains(&job) && cluster.job(job).job_master_stopped
        }
    };
    connected && tm.process == ProcessState::Running
}

fn may_register(cluster: &Cluster, tm: TmId) -> bool {
    let tm = cluster.tm(tm);
    let alive = matches!(tm.process, ProcessState::Starting | ProcessState::Running);
    ready(cluster) && alive && !matches!(tm.registration, Registration::Registered(_))
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
            !state.process.answers() && silent_for >= least
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
    holds && known && cluster.job_manager.phase.is_alive()
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
            let news = ready(cluster) && slots != cluster.job(job).required;
            news.then_some(Event::ResourcesRequired { job, slots })
        }
        Event::RequirementsChecked => (cluster.job_manager.check_due == Some(now)).then_some(event),
        Event::SlotAllocated { .. } => ready(cluster).then_some(event),
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
            let allocated = cluster.allocation(allocation).at_rm != AtResourceManager::Freed;
            (allocated && ready(cluster)).then_some(event)
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

fn yarn_event(cluster: &Cluster, now: Time, event: Event) -> Option<Event> {
    let yarn = cluster.yarn.as_ref()?;
    match event {
        Event::ContainerAllocated { container, role, .. } => {
            place_container(cluster, container, role)
        }
        Event::ContainersReceived { .. } => {
            let fresh = yarn.containers.iter().filter(|container| {
                container.phase == ContainerPhase::Allocated
                    && matches!(container.role, ContainerRole::TaskManager(_))
            });
            let containers: Vec<_> = fresh.map(|container| container.id).collect();
            (!containers.is_empty()).then_some(Event::ContainersReceived { containers })
        }
        Event::ContainerLaunched { container } => {
            let allocated = yarn.containers[container.index()].phase == ContainerPhase::Allocated;
            allocated.then_some(event)
        }
        Event::ContainerCompleted { container } => {
            let completed = yarn.containers[container.index()].phase == ContainerPhase::Completed;
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

/// YARN decides where a container goes when the request is there; without room it waits.
fn place_container(cluster: &Cluster, asked: ContainerId, role: ContainerRole) -> Option<Event> {
    let yarn = cluster.yarn.as_ref()?;
    let (container, role, waits) = if asked == yarn::UNNUMBERED {
        let role = match role {
            ContainerRole::JobManager => role,
            ContainerRole::TaskManager(_) => {
                ContainerRole::TaskManager(TmId::next(cluster.task_managers.len()))
            }
        };
        (ContainerId::next(yarn.containers.len()), role, false)
    } else {
        // It waited for room; if it does so no longer, this is old news.
        let waiting = &yarn.containers[asked.index()];
        (waiting.phase == ContainerPhase::Pending).then_some((asked, waiting.role, true))?
    };
    match yarn::node_with_room(cluster, role) {
        Some(node) => Some(Event::ContainerAllocated { container, node, role }),
        None if waits => None,
        None => Some(Event::ContainerPending { container }),
    }
}
