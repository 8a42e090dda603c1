//! What a job that is not over waits for, by name.
//!
//! In: a cluster. Out: a [`Wait`], or `None` when nothing explains why the job stands still: then
//! something must be scheduled, or the model has forgotten it.

use crate::cluster::{Cluster, ContainerPhase, Job, JobManagerPhase, MainPhase, ProcessState};
use crate::event::AdaptiveState;
use crate::ids::JobId;
use crate::state::{ExecutionState, JobStatus};

/// A reason to stand still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// It runs: an unbounded stream waits for records only.
    Records,
    /// Its JobManager is gone, and nobody leads: with high availability until somebody starts one.
    JobManager,
    /// It went with its JobManager for good.
    Nobody,
    /// It needs slots, and no TaskManager has them.
    Slots,
    /// It needs slots, and its container or pod finds no room on any machine.
    Room,
    /// A task sits on a TaskManager that is frozen or cut off.
    SilentTaskManager,
}

/// What the job waits for; `None`: it is over, or nothing explains it.
pub fn waits_for(cluster: &Cluster, id: JobId) -> Option<Wait> {
    let job = cluster.job(id);
    if job.status.is_terminal() {
        return None;
    }
    if job.is_lost() {
        let leaderless = cluster.cluster_of(id).phase == JobManagerPhase::Killed;
        return Some(if leaderless && job.is_recoverable() {
            Wait::JobManager
        } else {
            Wait::Nobody
        });
    }
    let any = |state: ExecutionState| job.executions.iter().flatten().any(|e| e.state == state);
    let waits = job.adaptive_is(AdaptiveState::WaitingForResources);
    if (any(ExecutionState::Scheduled) || waits) && lacks_slots(cluster, job) {
        return Some(if lacks_room(cluster, job) { Wait::Room } else { Wait::Slots });
    }
    if sits_on_silence(cluster, job) {
        return Some(Wait::SilentTaskManager);
    }
    let endless = job.spec.behaviour.finishes_after.is_none();
    let runs = job.executions.iter().flatten().all(|execution| {
        matches!(execution.state, ExecutionState::Running | ExecutionState::Finished)
    });
    (job.status == JobStatus::Running && runs && endless).then_some(Wait::Records)
}

fn lacks_slots(cluster: &Cluster, job: &Job) -> bool {
    usize::from(job.slots_needed()) > cluster.pool_of(job.id).count()
}

fn lacks_room(cluster: &Cluster, job: &Job) -> bool {
    cluster.platform.as_ref().is_some_and(|platform| {
        platform.containers.iter().any(|container| {
            container.cluster == job.cluster && container.phase == ContainerPhase::Pending
        })
    })
}

fn sits_on_silence(cluster: &Cluster, job: &Job) -> bool {
    job.executions.iter().flatten().filter_map(|execution| execution.slot).any(|slot| {
        let tm = cluster.tm(cluster.allocation(slot).tm);
        tm.process == ProcessState::Frozen || tm.cut_off
    })
}

/// Whether the `main()` of every application has ended, went with its cluster, or waits for a job that
/// is not over.
pub fn programs_go_on(cluster: &Cluster) -> bool {
    cluster.applications.iter().all(|application| match application.main {
        _ if !cluster.flink(application.cluster).phase.is_alive() => true,
        MainPhase::Elsewhere | MainPhase::Ended(..) => true,
        MainPhase::WaitsFor(job, _) => !cluster.job(job).status.is_terminal(),
        MainPhase::At(_) => false,
    })
}
