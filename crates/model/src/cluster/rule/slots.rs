//! Which slots a job misses, and which of those it is offered it takes.

use crate::cluster::{Cluster, JobManagerPhase};
use crate::event::{Event, Observer};
use crate::ids::{AllocationId, ClusterId, JobId};
use crate::state::JobStatus;

/// Which offered slots a JobMaster takes: as many as it needs, and all of them while it restarts
/// (`DeclarativeSlotPoolBridge.offerSlots`, `registerSlots`).
pub(crate) fn accepted_offers(
    cluster: &Cluster,
    job: JobId,
    offered: &[AllocationId],
) -> Vec<AllocationId> {
    let state = cluster.job(job);
    let held = cluster.pool_of(job).count();
    let wanted = match state.status {
        JobStatus::Restarting => offered.len(),
        JobStatus::Running => usize::from(state.slots_needed()).saturating_sub(held),
        JobStatus::Created if state.adaptive.is_some() => {
            usize::from(state.slots_needed()).saturating_sub(held)
        }
        JobStatus::Initializing
        | JobStatus::Created
        | JobStatus::Failing
        | JobStatus::Failed
        | JobStatus::Cancelling
        | JobStatus::Canceled
        | JobStatus::Finished
        | JobStatus::Suspended => 0,
    };
    offered.iter().copied().take(wanted).collect()
}

/// Slots that a job requires and that are neither allocated nor on their way.
pub(crate) fn missing(cluster: &Cluster, job: JobId) -> u16 {
    let job = cluster.job(job);
    job.required.saturating_sub(job.slots.given as u16)
}

/// The cluster in which the event changes what is required or what is there, while something is
/// missing.
pub(crate) fn calls_for_check(cluster: &Cluster, event: &Event) -> Option<ClusterId> {
    let id = match event {
        Event::ResourcesRequired { job, .. } => cluster.job(*job).cluster,
        Event::TaskManagerRegistered { tm }
        | Event::TaskManagerLost { tm, by: Observer::ResourceManager, .. } => {
            cluster.tm(*tm).cluster
        }
        Event::SlotFreed { allocation } => cluster.job(cluster.allocation(*allocation).job).cluster,
        Event::StartUpPeriodEnded { cluster } => *cluster,
        // `ActiveResourceManager.onWorkerTerminated`: one that never registered is asked for anew.
        Event::ContainerCompleted { container } => {
            cluster.platform.as_ref()?.containers[container.index()].cluster
        }
        _ => return None,
    };
    let ready = cluster.flink(id).phase == JobManagerPhase::Ready;
    (ready && !cluster.flink(id).short_jobs.is_empty()).then_some(id)
}
