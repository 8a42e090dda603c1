//! A JobMaster's slot pool: which shared slot sits in which allocation.
//!
//! Which subtasks share a slot is [`crate::load_balance::SharedSlots`]. A shared slot that is waited for takes the
//! oldest idle allocation of the pool; which one of several comes first is, in Flink, the order of a hash map
//! (`SlotSharingExecutionSlotAllocator`). With `taskmanager.load-balance.mode: TASKS` the pool waits until there is
//! an allocation for every one, and hands them out so that TaskManagers have equally many tasks
//! (`TasksBalancedRequestSlotMatchingStrategy`).

use super::{AtJobMaster, Cluster, Job};
use crate::ids::{AllocationId, ExecutionId, JobId, TmId, VertexId};
use crate::load_balance::SharedSlot;
use crate::state::ExecutionState;
use crate::time::Time;
use std::cmp::Reverse;
use std::collections::BTreeMap;

impl Job {
    /// The shared slot of a subtask.
    fn shared_slot(&self, vertex: VertexId, subtask: u16) -> SharedSlot {
        self.shared_slots.get(vertex, subtask)
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
        if self.job(job).shared_slots.are_balanced() {
            for (shared, allocation) in self.balanced_assignments(job) {
                self.assign(job, shared, allocation);
            }
            return;
        }
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

    /// Every shared slot that waits, with its allocation; nothing as long as one of them would have none.
    ///
    /// Those with the most tasks choose first, each from the TaskManager with the fewest tasks of the job.
    fn balanced_assignments(&self, job: JobId) -> Vec<(SharedSlot, AllocationId)> {
        let state = self.job(job);
        // All tasks are scheduled in one go, so whoever is not yet is about to be.
        if state.executions.iter().flatten().any(|task| task.state == ExecutionState::Created) {
            return Vec::new();
        }
        let (mut joined, mut requests) = (Vec::new(), Vec::new());
        for (shared, tasks) in state.waiting_shared_slots() {
            match state.holder_of(shared) {
                Some(allocation) => joined.push((shared, allocation)),
                None => requests.push((shared, tasks)),
            }
        }
        let is_idle =
            |id: &AllocationId| matches!(self.allocation(*id).at_job_master, AtJobMaster::Idle(_));
        let mut idle: Vec<AllocationId> = self.pool_of(job).filter(is_idle).collect();
        if idle.len() < requests.len() {
            return joined;
        }
        let mut loads = self.tasks_by_tm(job);
        requests.sort_by_key(|(_, tasks)| Reverse(*tasks));
        for (shared, tasks) in requests {
            let load = |id: &AllocationId| loads.get(&self.allocation(*id).tm).copied();
            let least = (0..idle.len()).min_by_key(|at| load(&idle[*at]).unwrap_or(0));
            let allocation = idle.remove(least.expect("there is one for each"));
            *loads.entry(self.allocation(allocation).tm).or_default() += tasks;
            joined.push((shared, allocation));
        }
        joined
    }

    /// How many tasks of a job each TaskManager has.
    fn tasks_by_tm(&self, job: JobId) -> BTreeMap<TmId, usize> {
        let mut loads = BTreeMap::new();
        for slot in self.job(job).allocations_in_use() {
            *loads.entry(self.allocation(slot).tm).or_default() += 1;
        }
        loads
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

    /// The shared slots of tasks that are scheduled and have no slot, with the number of those tasks.
    fn waiting_shared_slots(&self) -> Vec<(SharedSlot, usize)> {
        let mut waiting: Vec<(SharedSlot, usize)> = Vec::new();
        for id in self.execution_ids() {
            let execution = self.execution(id);
            if execution.state == ExecutionState::Scheduled && execution.slot.is_none() {
                let shared = self.shared_slot(id.vertex, id.subtask);
                match waiting.iter_mut().find(|(other, _)| *other == shared) {
                    Some((_, tasks)) => *tasks += 1,
                    None => waiting.push((shared, 1)),
                }
            }
        }
        waiting
    }

    /// The allocation of each task that has one, so one with several tasks comes several times.
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
