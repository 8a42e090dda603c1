//! A JobMaster's slot pool: which shared slot sits in which allocation.
//!
//! Which subtasks share a slot is [`crate::load_balance::SharedSlots`]. A shared slot that is waited for takes the
//! oldest idle allocation of the pool; which one of several comes first is, in Flink, the order of a hash map
//! (`SlotSharingExecutionSlotAllocator`). With `taskmanager.load-balance.mode: TASKS` the pool waits until there is
//! an allocation for every one, and hands them out so that TaskManagers have equally many tasks
//! (`TasksBalancedRequestSlotMatchingStrategy`).

use super::{AtJobMaster, Cluster, Execution, Job};
use crate::ids::{AllocationId, JobId, TmId, VertexId};
use crate::load_balance::SharedSlot;
use crate::region::Subtask;
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
        u16::try_from(self.shared_slots_needed()).expect("no more shared slots than subtasks")
    }
}

impl Cluster {
    /// Allocations in the pool of a job, in order of age.
    pub fn pool_of(&self, job: JobId) -> impl Iterator<Item = AllocationId> + '_ {
        self.job(job).slots.held.iter().copied()
    }

    /// After a task has changed, or the pool: gives idle allocations to shared slots that wait, and marks unused
    /// ones idle. Nothing else has changed since it was done last.
    pub(super) fn settle_pool(&mut self, job: JobId, now: Time, changed: Option<Subtask>) {
        if let Some(slot) = changed.and_then(|task| self.job(job).slot_left_by(task))
            && self.allocation(slot).at_job_master == AtJobMaster::InUse
        {
            self.change_allocation(slot, |it| it.at_job_master = AtJobMaster::Idle(now));
        }
        if self.job(job).shared_slots.are_balanced() {
            for (shared, allocation) in self.balanced_assignments(job, changed) {
                self.assign(job, shared, allocation);
            }
            return;
        }
        while let Some((shared, allocation)) = self.next_assignment(job, changed) {
            self.assign(job, shared, allocation);
        }
    }

    /// Without an idle allocation only the task that has just begun to wait can have one: that of its shared slot.
    fn next_assignment(
        &self,
        job: JobId,
        changed: Option<Subtask>,
    ) -> Option<(SharedSlot, AllocationId)> {
        let state = self.job(job);
        let idle = state.slots.idle.first().copied();
        let waiting = &state.tasks.waiting;
        let (vertex, subtask) = match idle {
            Some(_) => waiting.first().copied()?,
            None => changed.filter(|task| waiting.binary_search(task).is_ok())?,
        };
        let shared = state.shared_slot(vertex, subtask);
        state.holder_of(shared).or(idle).map(|allocation| (shared, allocation))
    }

    /// Every shared slot that waits, with its allocation; nothing as long as one of them would have none.
    ///
    /// Those with the most tasks choose first, each from the TaskManager with the fewest tasks of the job.
    fn balanced_assignments(
        &self,
        job: JobId,
        changed: Option<Subtask>,
    ) -> Vec<(SharedSlot, AllocationId)> {
        let state = self.job(job);
        // All tasks are scheduled in one go, so whoever is not yet is about to be.
        if state.tasks_in_state(ExecutionState::Created) > 0 || state.tasks.waiting.is_empty() {
            return Vec::new();
        }
        // With fewer than are needed, only who has just begun to wait can join one that is in use.
        if state.slots.held.len() < state.shared_slots_needed() {
            let waits = changed.filter(|task| state.tasks.waiting.binary_search(task).is_ok());
            let shared = waits.map(|(vertex, subtask)| state.shared_slot(vertex, subtask));
            return shared.and_then(|it| Some((it, state.holder_of(it)?))).into_iter().collect();
        }
        let (mut joined, mut requests) = (Vec::new(), Vec::new());
        for (shared, tasks) in state.waiting_shared_slots() {
            match state.holder_of(shared) {
                Some(allocation) => joined.push((shared, allocation)),
                None => requests.push((shared, tasks)),
            }
        }
        let mut idle = state.slots.idle.clone();
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
        self.change_allocation(allocation, |it| it.at_job_master = AtJobMaster::InUse);
        let state = &mut self.jobs[job.index()];
        let together: Vec<Subtask> = state.tasks_sharing(shared).collect();
        for (vertex, subtask) in together {
            let task = state.executions[vertex.index()][usize::from(subtask)];
            if task.state == ExecutionState::Scheduled && task.slot.is_none() {
                let slot = Some(allocation);
                state.set_task((vertex, subtask), Execution { slot, ..task });
            }
        }
    }
}

impl Job {
    /// The subtasks of a shared slot: at most one of each vertex.
    fn tasks_sharing(&self, shared: SharedSlot) -> impl Iterator<Item = Subtask> + '_ {
        let vertices = (0..self.executions.len()).map(VertexId::next);
        let subtask = move |vertex| self.shared_slots.subtask_in(shared, vertex);
        let tasks = vertices.filter_map(move |vertex| Some((vertex, subtask(vertex)?)));
        tasks.filter(|(vertex, task)| usize::from(*task) < self.executions[vertex.index()].len())
    }

    /// The allocations of the live subtasks of a shared slot, as far as they have one.
    fn holders_of(&self, shared: SharedSlot) -> impl Iterator<Item = AllocationId> + '_ {
        let tasks = self.tasks_sharing(shared);
        let tasks = tasks.map(|(vertex, task)| self.executions[vertex.index()][usize::from(task)]);
        tasks.filter(|task| !task.state.is_terminal()).filter_map(|task| task.slot)
    }

    /// The allocation that another live subtask of this shared slot holds already.
    fn holder_of(&self, shared: SharedSlot) -> Option<AllocationId> {
        self.holders_of(shared).next()
    }

    /// The allocation of a task that has ended, if no other task is in it.
    fn slot_left_by(&self, (vertex, subtask): Subtask) -> Option<AllocationId> {
        let task = self.executions[vertex.index()][usize::from(subtask)];
        let slot = task.slot.filter(|_| task.state.is_terminal())?;
        let mut others = self.holders_of(self.shared_slot(vertex, subtask));
        others.all(|other| other != slot).then_some(slot)
    }

    /// The shared slots of tasks that are scheduled and have no slot, with the number of those tasks.
    fn waiting_shared_slots(&self) -> Vec<(SharedSlot, usize)> {
        let mut waiting: Vec<(SharedSlot, usize)> = Vec::new();
        let mut places: BTreeMap<SharedSlot, usize> = BTreeMap::new();
        for (vertex, subtask) in &self.tasks.waiting {
            let shared = self.shared_slot(*vertex, *subtask);
            let place = *places.entry(shared).or_insert(waiting.len());
            match waiting.get_mut(place) {
                Some((_, tasks)) => *tasks += 1,
                None => waiting.push((shared, 1)),
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
