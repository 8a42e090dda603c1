//! Slots: the TaskManager's table, the ResourceManager's view, the JobMaster's pool.

use super::*;

impl Cluster {
    pub(super) fn apply_to_slot(&mut self, at: Time, event: &Event) {
        match event {
            Event::SlotAllocated { allocation, job, tm, index } => {
                self.task_managers[tm.index()].idle_since = None;
                self.add_allocation(Allocation {
                    id: *allocation,
                    job: *job,
                    tm: *tm,
                    index: *index,
                    at_rm: AtResourceManager::Pending,
                    at_job_master: AtJobMaster::Unknown,
                });
            }
            Event::SlotReserved { allocation } => {
                self.change_allocation(*allocation, |it| it.at_rm = AtResourceManager::Allocated);
                self.set_slot(*allocation, SlotState::Allocated(*allocation));
            }
            Event::SlotsOffered { allocations, job, .. } => {
                for id in rule::slots::accepted_offers(self, *job, allocations) {
                    self.change_allocation(id, |it| it.at_job_master = AtJobMaster::Idle(at));
                }
                self.settle_pool(*job, at, None);
            }
            Event::SlotActivated { allocation } => {
                self.set_slot(*allocation, SlotState::Active(*allocation));
            }
            Event::SlotReleased { allocation } => {
                self.change_allocation(*allocation, |it| it.at_job_master = AtJobMaster::Released);
                self.set_slot(*allocation, SlotState::Free);
            }
            Event::SlotTimedOut { allocation } => self.set_slot(*allocation, SlotState::Free),
            Event::SlotFreed { allocation } => {
                self.change_allocation(*allocation, |it| it.at_rm = AtResourceManager::Freed);
                let tm = self.allocation(*allocation).tm;
                let unused = self.tm(tm).slots.iter().all(|slot| *slot == SlotState::Free);
                self.task_managers[tm.index()].idle_since = unused.then_some(at);
            }
            _ => {}
        }
    }

    fn set_slot(&mut self, allocation: AllocationId, state: SlotState) {
        let Allocation { tm, index, .. } = *self.allocation(allocation);
        let slot = &mut self.task_managers[tm.index()].slots[usize::from(index)];
        // A slot that has another owner by now is left to it.
        if slot.allocation().is_none_or(|owner| owner == allocation) {
            *slot = state;
        }
    }
}
