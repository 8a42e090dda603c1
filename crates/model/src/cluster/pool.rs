//! A JobMaster's slot pool: which shared slot sits in which allocation.
//!
//! Subtask `i` of every vertex of one slot sharing group goes into shared slot `i` of that group
//! (`LocalInputPreferredSlotSharingStrategy` gives this when inputs are matched in order). A shared
//! slot that is waited for takes the oldest idle allocation of the pool.

use super::{AtJobMaster, Cluster, Job};
use crate::ids::{AllocationId, ExecutionId, JobId, VertexId};
use crate::state::ExecutionState;
use crate::time::Time;

/// A shared slot of a job: slot sharing group (as the number of its first vertex) and index.
pub(crate) type SharedSlot = (usize, u16);

impl Job {
    /// The shared slot of a subtask.
    pub(crate) fn shared_slot(&self, vertex: VertexId, subtask: u16) -> SharedSlot {
        let group = &self.spec.vertex(vertex).slot_sharing_group;
        let first = self.spec.vertices.iter().position(|v| v.slot_sharing_group == *group);
        (first.expect("the vertex itself is in its group"), subtask)
    }

    /// Slots that the job needs now: shared slots with a subtask that waits or runs.
    pub fn slots_needed(&self) -> u16 {
        if let Some(adaptive) = &self.adaptive {
            // It asks for all it could use, until it is over.
            return if self.status.is_terminal() { 0 } else { adaptive.desired_slots() };
        }
        let mut shared: Vec<SharedSlot> = Vec::new();
        for (vertex, subtasks) in self.executions.iter().enumerate() {
            for (subtask, execution) in subtasks.iter().enumerate() {
                let waits_or_runs =
                    !execution.state.is_terminal() && execution.state != ExecutionState::Created;
                if waits_or_runs {
                    shared.push(self.shared_slot(VertexId::next(vertex), subtask as u16));
                }
            }
        }
        shared.sort_unstable();
        shared.dedup();
        u16::try_from(shared.len()).expect("no more shared slots than subtasks")
    }
}

impl Cluster {
    /// Allocations in the pool of a job, in order of age.
    pub fn pool_of(&self, job: JobId) -> impl Iterator<Item = AllocationId> + '_ {
        self.allocations
            .iter()
            .filter(move |a| a.job == job && a.at_job_master.is_held())
            .map(|a| a.id)
    }

    /// Gives idle allocations to shared slots that wait, and marks unused ones idle.
    pub(super) fn settle_pool(&mut self, job: JobId, now: Time) {
        self.mark_unused_idle(job, now);
        while let Some((shared, allocation)) = self.next_assignment(job) {
            self.assign(job, shared, allocation);
        }
    }

    fn mark_unused_idle(&mut self, job: JobId, now: Time) {
        let used: Vec<AllocationId> = self.jobs[job.index()].allocations_in_use();
        for allocation in &mut self.allocations {
            let unused = allocation.job == job
                && allocation.at_job_master == AtJobMaster::InUse
                && !used.contains(&allocation.id);
            if unused {
                allocation.at_job_master = AtJobMaster::Idle(now);
            }
        }
    }

    fn next_assignment(&self, job: JobId) -> Option<(SharedSlot, AllocationId)> {
        let state = self.job(job);
        let is_idle =
            |id: &AllocationId| matches!(self.allocation(*id).at_job_master, AtJobMaster::Idle(_));
        let idle = self.pool_of(job).find(is_idle);
        let waits = |id: &ExecutionId| {
            let execution = state.execution(*id);
            execution.state == ExecutionState::Scheduled && execution.slot.is_none()
        };
        state.execution_ids().filter(waits).find_map(|id| {
            let shared = state.shared_slot(id.vertex, id.subtask);
            state.holder_of(shared).or(idle).map(|allocation| (shared, allocation))
        })
    }

    fn assign(&mut self, job: JobId, shared: SharedSlot, allocation: AllocationId) {
        self.allocations[allocation.index()].at_job_master = AtJobMaster::InUse;
        let state = &mut self.jobs[job.index()];
        let ids: Vec<_> = state.execution_ids().collect();
        for id in ids {
            let execution = state.execution(id);
            let waits = execution.state == ExecutionState::Scheduled && execution.slot.is_none();
            if waits && state.shared_slot(id.vertex, id.subtask) == shared {
                state.executions[id.vertex.index()][usize::from(id.subtask)].slot =
                    Some(allocation);
            }
        }
    }
}

impl Job {
    /// The allocation that another live subtask of this shared slot holds already.
    fn holder_of(&self, shared: SharedSlot) -> Option<AllocationId> {
        self.execution_ids().find_map(|id| {
            let execution = self.execution(id);
            let same = self.shared_slot(id.vertex, id.subtask) == shared;
            execution.slot.filter(|_| same && !execution.state.is_terminal())
        })
    }

    fn allocations_in_use(&self) -> Vec<AllocationId> {
        let not_over = self.executions.iter().flatten().filter(|e| !e.state.is_terminal());
        not_over.filter_map(|execution| execution.slot).collect()
    }
}

impl AtJobMaster {
    /// Whether the pool holds the slot.
    pub const fn is_held(self) -> bool {
        matches!(self, Self::Idle(_) | Self::InUse)
    }
}
