//! The TaskManager (its TaskExecutor): registers, reserves and offers slots, runs tasks.
//!
//! Flink: `TaskExecutor`, `TaskSlotTableImpl`, `DefaultJobLeaderService`, `Task`.

use super::Out;
use crate::cluster::{
    Cluster, ContainerPhase, JobManagerPhase, ProcessState, Registration, TaskManager,
};
use crate::event::{Cause, Event, LossReason, Observer, Place};
use crate::ids::{AllocationId, ExecutionId, JobId, TmId};
use crate::scenario::Provider;
use crate::state::ExecutionState;
use crate::time::Time;
use crate::{Signal, key};

/// What TaskManagers do next.
#[expect(clippy::too_many_lines, reason = "an arm for each event")]
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        Event::TaskManagerStarted { tm } => {
            register(cluster, *tm, out);
            let ready = cluster.tm(*tm).ready_at.since(cluster.now);
            search_for_at_most(cluster, *tm, ready, out);
        }
        Event::ResourceManagerStarted { cluster: id } => {
            let waiting = cluster
                .tms_of(*id)
                .filter(|tm| tm.searching_since.is_some() && !tm.process.is_gone())
                .filter(|tm| was_launched(cluster, tm));
            waiting.for_each(|tm| register(cluster, tm.id, out));
        }
        // `DefaultJobLeaderService`: who holds slots for the job waits for its new JobMaster. The first one
        // finds nobody who does.
        Event::JobMasterStarted { job } => find_job_master(cluster, *job, out),
        Event::NetworkHealed { tm } => {
            let state = cluster.tm(*tm);
            if state.searching_since.is_some()
                || matches!(state.registration, Registration::Lost(_))
            {
                register(cluster, *tm, out);
            }
        }
        Event::SlotReserved { allocation } => serve_job(cluster, *allocation, out),
        Event::JobMasterConnected { tm, job } => offer(*tm, *job, out),
        Event::TaskSubmitted { execution } => {
            let profile = &out.scenario.profile;
            let again = execution.attempt > 0;
            let load = if again { profile.task_reload } else { profile.task_load };
            report(cluster, *execution, ExecutionState::Initializing, load, out);
        }
        Event::TaskStateChanged { execution, to: ExecutionState::Initializing, .. } => {
            let profile = &out.scenario.profile;
            let again = execution.attempt > 0;
            let open = if again { profile.task_reopen } else { profile.task_open };
            report(cluster, *execution, ExecutionState::Running, open, out);
        }
        Event::TaskCancelRequested { execution } => {
            let cancel = out.scenario.profile.task_cancel;
            report(cluster, *execution, ExecutionState::Canceled, cancel, out);
        }
        Event::SlotReleased { allocation } => {
            let tm = cluster.allocation(*allocation).tm;
            let freed = Event::SlotFreed { allocation: *allocation };
            tell_resource_manager(cluster, tm, freed, out);
        }
        Event::TaskManagerSignalled { tm, signal: Signal::Term } => say_goodbye(cluster, *tm, out),
        Event::TaskManagerSignalled { tm, signal: Signal::Cont } => {
            if let Registration::Lost(_) = cluster.tm(*tm).registration {
                register(cluster, *tm, out);
            }
        }
        Event::JobManagerLost { tm, who: Observer::ResourceManager, .. } => {
            register(cluster, *tm, out);
            search_for_at_most(cluster, *tm, Time::ZERO, out);
        }
        Event::JobManagerLost { tm, who: Observer::JobMaster(job), .. } => {
            give_job_up(cluster, *tm, *job, out);
        }
        Event::RegistrationTimedOut { tm } => out.now(Event::TaskManagerExited { tm: *tm }),
        Event::SlotTimedOut { allocation } => {
            let tm = cluster.allocation(*allocation).tm;
            let freed = Event::SlotFreed { allocation: *allocation };
            tell_resource_manager(cluster, tm, freed, out);
        }
        // On YARN and Kubernetes the containers end with their cluster.
        Event::ClusterStopped { cluster: id, .. } if cluster.provider.starts_workers() => {
            for tm in cluster.tms_of(*id).filter(|tm| !tm.process.is_gone()) {
                out.now(Event::TaskManagerExited { tm: tm.id });
            }
        }
        _ => {}
    }
}

/// A TaskManager calls the ResourceManager as soon as both are up.
fn register(cluster: &Cluster, tm: TmId, out: &mut Out) {
    let id = cluster.tm(tm).cluster;
    if cluster.flink(id).phase == JobManagerPhase::Ready {
        let wait = cluster.tm(tm).ready_at.since(cluster.now);
        let registered = Event::TaskManagerRegistered { tm };
        out.send_after(wait, Place::TaskManager(tm), Place::ResourceManager(id), registered);
    }
}

/// `taskmanager.registration.timeout`: without a ResourceManager for so long, the process ends.
fn search_for_at_most(cluster: &Cluster, tm: TmId, wait: Time, out: &mut Out) {
    let timeout = cluster.config.value(key::RegistrationTimeout, cluster.version);
    let limit = wait + timeout;
    out.after(limit, Event::RegistrationTimedOut { tm });
}

/// The JobMaster is gone: its tasks fail, its slots are kept for `taskmanager.slot.timeout`.
fn give_job_up(cluster: &Cluster, tm: TmId, job: JobId, out: &mut Out) {
    let state = cluster.job(job);
    let here = |id: &ExecutionId| {
        let execution = state.execution(*id);
        execution.state.is_deployed()
            && execution.slot.is_some_and(|slot| cluster.allocation(slot).tm == tm)
    };
    for execution in state.execution_ids().filter(here) {
        let from = state.execution(execution).state;
        let cause = Some(Cause::JobManagerLost);
        let to = ExecutionState::Failed;
        out.now(Event::TaskStateChanged { execution, from, to, cause });
    }
    let timeout = cluster.config.value(key::TaskManagerSlotTimeout, cluster.version);
    let held = cluster.tm(tm).slots.iter().filter_map(|slot| slot.allocation());
    let mut held = held.filter(|id| cluster.allocation(*id).job == job);
    // Who is not responsible for the job says so: its slots are freed, of which Flink's loop gets as far as the
    // first, since it changes the set that it goes through (`TaskExecutor.releaseJobResources`).
    if has_another_at_its_address(cluster, job)
        && let Some(allocation) = held.next()
    {
        let profile = &out.scenario.profile;
        let wait = profile.job_leader_lookup + Time(2 * profile.call.0) + profile.task_cancel;
        out.after(wait, Event::SlotTimedOut { allocation });
    }
    for allocation in held {
        out.after(timeout, Event::SlotTimedOut { allocation });
    }
}

/// Whether the next JobManager, at the address of the one before, has a JobMaster of the same name by now: names are
/// numbers, counted from the beginning of each process, and the TaskManager tries the old one again
/// (`DefaultJobLeaderService.reconnect`). On YARN the address is another one; with high availability the same job comes back.
fn has_another_at_its_address(cluster: &Cluster, job: JobId) -> bool {
    let lost = cluster.job(job);
    if cluster.is_highly_available() || matches!(cluster.provider, Provider::Yarn { .. }) {
        return false;
    }
    let ends = cluster.job_managers.iter().filter(|jm| jm.cluster == lost.cluster);
    let life =
        |at: Time| ends.clone().filter(|jm| jm.killed_at.is_some_and(|end| end <= at)).count();
    let of_life = |number: usize| {
        cluster.jobs_of(lost.cluster).filter(move |other| life(other.received_at) == number)
    };
    let place = of_life(life(lost.received_at)).position(|other| other.id == job);
    let now = life(cluster.now);
    let another = place.and_then(|place| of_life(now).nth(place));
    another
        .is_some_and(|it| it.id != job && it.job_master_since.is_some() && !it.job_master_stopped)
}

/// A container that was not started yet has no process in it.
fn was_launched(cluster: &Cluster, tm: &TaskManager) -> bool {
    let inside = cluster.platform.as_ref().zip(tm.container);
    inside.is_none_or(|(platform, id)| {
        platform.containers[id.index()].phase == ContainerPhase::Running
    })
}

fn tell_resource_manager(cluster: &Cluster, tm: TmId, event: Event, out: &mut Out) {
    let to = Place::ResourceManager(cluster.tm(tm).cluster);
    out.send(Place::TaskManager(tm), to, event);
}

fn find_job_master(cluster: &Cluster, job: JobId, out: &mut Out) {
    let holds = |tm: &&TaskManager| {
        let held = tm.slots.iter().filter_map(|slot| slot.allocation());
        tm.process == ProcessState::Running
            && held.into_iter().any(|id| cluster.allocation(id).job == job)
    };
    for tm in cluster.tms_of(cluster.job(job).cluster).filter(holds) {
        let lookup = out.scenario.profile.job_leader_lookup;
        let connected = Event::JobMasterConnected { tm: tm.id, job };
        out.send_after(lookup, Place::TaskManager(tm.id), Place::JobMaster(job), connected);
    }
}

/// A slot was reserved for a job: offer it to the job's JobMaster, after finding it if need be.
fn serve_job(cluster: &Cluster, allocation: AllocationId, out: &mut Out) {
    let allocation = cluster.allocation(allocation);
    if cluster.tm(allocation.tm).connected_to.contains(&allocation.job) {
        offer(allocation.tm, allocation.job, out);
    } else {
        let lookup = out.scenario.profile.job_leader_lookup;
        let from = Place::TaskManager(allocation.tm);
        let connected = Event::JobMasterConnected { tm: allocation.tm, job: allocation.job };
        out.send_after(lookup, from, Place::JobMaster(allocation.job), connected);
    }
}

/// Which slots are reserved for the job is seen when the offer arrives (see `crate::arrive`).
fn offer(tm: TmId, job: JobId, out: &mut Out) {
    let offered = Event::SlotsOffered { tm, job, allocations: Vec::new() };
    out.send(Place::TaskManager(tm), Place::JobMaster(job), offered);
}

/// After `wait`, the TaskManager tells the JobMaster that the task went one step on.
fn report(
    cluster: &Cluster,
    execution: ExecutionId,
    to: ExecutionState,
    wait: Time,
    out: &mut Out,
) {
    let state = cluster.job(execution.job).execution(execution);
    let Some(slot) = state.slot else { return };
    let from = Place::TaskManager(cluster.allocation(slot).tm);
    let event = Event::TaskStateChanged { execution, from: state.state, to, cause: None };
    out.send_after(wait, from, Place::JobMaster(execution.job), event);
}

/// SIGTERM: the ResourceManager hears of it at once, and tells the JobMasters (since 1.14).
fn say_goodbye(cluster: &Cluster, tm: TmId, out: &mut Out) {
    if let (Registration::Registered(_), ProcessState::Stopping, true) =
        (cluster.tm(tm).registration, cluster.tm(tm).process, cluster.version.traits().says_goodbye)
    {
        let by = Observer::ResourceManager;
        let lost = Event::TaskManagerLost { tm, by, reason: LossReason::ShuttingDown };
        tell_resource_manager(cluster, tm, lost, out);
    }
    out.after(Time::ms(500), Event::TaskManagerExited { tm });
}
