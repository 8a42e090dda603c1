//! What must be true of every cluster at every moment, whatever was done to it.
//!
//! Called after each event in tests; a broken rule is our own bug, never the reader's.

use crate::cluster::{Cluster, JobManagerPhase, JobManagerRole, Mode, SlotState};
use crate::ids::QueueId;
use crate::state::ExecutionState;

/// Every broken rule, as a sentence; empty when all hold.
pub fn broken_rules(cluster: &Cluster) -> Vec<String> {
    let mut broken = Vec::new();
    slots_have_one_owner(cluster, &mut broken);
    tasks_are_in_their_jobs_slots(cluster, &mut broken);
    sharing_is_kept(cluster, &mut broken);
    clusters_are_apart(cluster, &mut broken);
    one_leads(cluster, &mut broken);
    machines_hold_what_they_have(cluster, &mut broken);
    broken.extend(cluster.miscounts());
    broken
}

/// Jobs get slots of their own cluster's TaskManagers only; a per-job cluster has one job.
fn clusters_are_apart(cluster: &Cluster, broken: &mut Vec<String>) {
    for allocation in &cluster.allocations {
        let (job, tm) = (cluster.job(allocation.job), cluster.tm(allocation.tm));
        if job.cluster != tm.cluster {
            broken.push(format!("{:?} has a slot of another cluster", job.id));
        }
    }
    for flink in &cluster.clusters {
        let jobs = cluster.jobs_of(flink.id).count();
        if matches!(flink.mode, Mode::PerJob(_)) && jobs > 1 {
            broken.push(format!("the per-job {:?} has {jobs} jobs", flink.id));
        }
        let over = matches!(flink.phase, JobManagerPhase::Stopped(_));
        let mut open = cluster.jobs_of(flink.id).filter(|job| !job.job_master_stopped);
        if let (true, Some(job)) = (over, open.next()) {
            broken.push(format!("{:?} has a JobMaster in a cluster that is over", job.id));
        }
    }
}

/// A cluster whose JobManager answers has one process that leads it, and that process is alive.
fn one_leads(cluster: &Cluster, broken: &mut Vec<String>) {
    for flink in &cluster.clusters {
        let mut leading = cluster
            .job_managers
            .iter()
            .filter(|jm| jm.cluster == flink.id && jm.role == JobManagerRole::Leading);
        let first = leading.next().map(|jm| jm.id);
        if let Some(second) = leading.next() {
            broken.push(format!("{first:?} and {:?} lead {:?}", second.id, flink.id));
        }
        if flink.phase.accepts_jobs() && (first.is_none() || first != flink.leader) {
            broken.push(format!("{:?} answers and {first:?} leads it", flink.id));
        }
    }
}

/// What runs on a machine fits into its memory, and what runs in a queue into its maximum.
fn machines_hold_what_they_have(cluster: &Cluster, broken: &mut Vec<String>) {
    for queue in (0..cluster.provider.queues().len()).map(QueueId::next) {
        if let Some((used, most)) = cluster.queue_room(queue).filter(|(used, most)| used > most) {
            broken.push(format!("{queue:?} uses {used} of at most {most} MiB"));
        }
    }
    let Some(platform) = &cluster.platform else { return };
    for node in &platform.nodes {
        let here = platform
            .containers
            .iter()
            .filter(|container| container.node == Some(node.id) && container.holds_memory());
        let used: u64 = here.map(|container| container.memory_mib).sum();
        if used > node.memory_mib {
            broken.push(format!("{:?} holds {used} of {} MiB", node.id, node.memory_mib));
        }
    }
}

/// A slot's owner is an allocation that names this very slot.
fn slots_have_one_owner(cluster: &Cluster, broken: &mut Vec<String>) {
    for tm in &cluster.task_managers {
        for (index, slot) in tm.slots.iter().enumerate() {
            if let SlotState::Allocated(id) | SlotState::Active(id) = slot {
                let owner = cluster.allocation(*id);
                if (owner.tm, usize::from(owner.index)) != (tm.id, index) {
                    broken.push(format!(
                        "{tm:?} slot {index} is held by an allocation of another slot"
                    ));
                }
            }
        }
    }
    for (i, a) in cluster.allocations.iter().enumerate() {
        let held =
            |x: &crate::cluster::Allocation| x.at_rm != crate::cluster::AtResourceManager::Freed;
        let twice = cluster
            .allocations
            .iter()
            .skip(i + 1)
            .find(|b| held(a) && held(b) && (a.tm, a.index) == (b.tm, b.index));
        if let Some(b) = twice {
            broken.push(format!("{:?} and {:?} hold the same slot", a.id, b.id));
        }
    }
}

/// A task that was sent away sits in a slot of its own job.
fn tasks_are_in_their_jobs_slots(cluster: &Cluster, broken: &mut Vec<String>) {
    for job in &cluster.jobs {
        for id in job.execution_ids() {
            let execution = job.execution(id);
            let needs_slot = matches!(
                execution.state,
                ExecutionState::Deploying | ExecutionState::Initializing | ExecutionState::Running
            );
            match execution.slot {
                None if needs_slot => {
                    broken.push(format!("{id:?} is {:?} without a slot", execution.state))
                }
                Some(slot) if cluster.allocation(slot).job != job.id => {
                    broken.push(format!("{id:?} sits in a slot of another job"));
                }
                None | Some(_) => {}
            }
        }
    }
}

/// Two subtasks of one vertex never share a slot.
fn sharing_is_kept(cluster: &Cluster, broken: &mut Vec<String>) {
    for job in &cluster.jobs {
        for (v, vertex) in job.executions.iter().enumerate() {
            for (i, a) in vertex.iter().enumerate() {
                let live = |e: &crate::cluster::Execution| {
                    e.state.is_deployed() || e.state == ExecutionState::Scheduled
                };
                let same = vertex
                    .iter()
                    .skip(i + 1)
                    .any(|b| a.slot.is_some() && a.slot == b.slot && live(a) && live(b));
                if same {
                    broken.push(format!("two subtasks of vertex {v} of {:?} share a slot", job.id));
                }
            }
        }
    }
}
