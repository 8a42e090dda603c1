//! Slots: asked for, offered, given back.

use super::*;

pub(super) fn slot_event(cluster: &Cluster, now: Time, event: Event) -> Option<Event> {
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
        // The adaptive scheduler makes do with what there is.
        Event::ResourcesNotEnough { job } => {
            let state = cluster.job(job);
            let waits = state.status == JobStatus::Running && state.adaptive.is_none();
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
            let timeout = cluster.config.value(key::SlotIdleTimeout, cluster.version);
            let idle_since = match state.at_job_master {
                AtJobMaster::Idle(since) => since,
                AtJobMaster::Unknown | AtJobMaster::InUse | AtJobMaster::Released => return None,
            };
            let long = now.since(idle_since) >= timeout;
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

/// Whether a task of the region has waited for a slot for the whole timeout. A batch job that holds a slot
/// waits without end: the task in it will be over some day, and leave it to the next
/// (`PhysicalSlotRequestBulkCheckerImpl` counts such slots as there).
fn still_waits(cluster: &Cluster, now: Time, job: JobId, region: u16) -> bool {
    let state = cluster.job(job);
    if let Some(adaptive) = &state.adaptive {
        let held = cluster.pool_of(job).count();
        let in_vain = rule::adaptive::waited_in_vain(cluster, now, adaptive, held);
        return in_vain && state.status == JobStatus::Created && master_lives(cluster, job);
    }
    if state.spec.batch && cluster.pool_of(job).next().is_some() {
        return false;
    }
    let timeout = cluster.options_of(job).value(key::SlotRequestTimeout, cluster.version);
    let waits = state.regions.members(region).iter().any(|(vertex, subtask)| {
        let execution = &state.executions[vertex.index()][usize::from(*subtask)];
        execution.state == ExecutionState::Scheduled
            && execution.slot.is_none()
            && now.since(execution.since) >= timeout
    });
    waits && master_lives(cluster, job)
}
