//! What must be true of every cluster at every moment, whatever was done to it.
//!
//! Called after each event in tests; a broken rule is our own bug, never the reader's.

use crate::cluster::{Cluster, SlotState};
use crate::state::ExecutionState;

/// Every broken rule, as a sentence; empty when all hold.
pub fn broken_rules(cluster: &Cluster) -> Vec<String> {
    let mut broken = Vec::new();
    slots_have_one_owner(cluster, &mut broken);
    tasks_are_in_their_jobs_slots(cluster, &mut broken);
    sharing_is_kept(cluster, &mut broken);
    broken
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
        let twice = cluster.allocations[i + 1..]
            .iter()
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
                let same = vertex[i + 1..]
                    .iter()
                    .any(|b| a.slot.is_some() && a.slot == b.slot && live(a) && live(b));
                if same {
                    broken.push(format!("two subtasks of vertex {v} of {:?} share a slot", job.id));
                }
            }
        }
    }
}
