//! What a JobManager's log says of slots.

use super::Translator;
use crate::row::Row;
use model::event::Event;
use model::{AllocationId, TmId};
use std::collections::BTreeMap;

/// Gives each allocation the lowest free index of its TaskManager: recorded TaskManagers number
/// their dynamic slots upwards without end.
#[derive(Default)]
pub(super) struct SlotTable {
    held: BTreeMap<AllocationId, (TmId, u16)>,
}

impl SlotTable {
    fn allocate(&mut self, allocation: AllocationId, tm: TmId) -> u16 {
        let taken = |index| self.held.values().any(|held| *held == (tm, index));
        let index = (0..u16::MAX).find(|index| !taken(*index)).unwrap_or_default();
        self.held.insert(allocation, (tm, index));
        index
    }
}

impl Translator<'_> {
    pub(super) fn slot_row(&mut self, row: &Row) -> Option<Event> {
        Some(match row.kind.as_str() {
            "slot.required" => Event::ResourcesRequired {
                job: self.job(row)?,
                slots: u16::try_from(row.number("slots")?).ok()?,
            },
            "slot.required_cleared" => Event::ResourcesRequired { job: self.job(row)?, slots: 0 },
            "slot.matching" => Event::RequirementsChecked { cluster: self.cluster(row)? },
            "slot.allocating" => {
                let (allocation, tm) = (self.allocation(row)?, self.names.tm(row.text("tm")?)?);
                let index = self.slots.allocate(allocation, tm);
                Event::SlotAllocated { allocation, job: self.job(row)?, tm, index }
            }
            "slot.not_enough" => {
                let text = row.text("text")?;
                let jid = text.split_whitespace().last()?.trim_end_matches('.');
                Event::ResourcesNotEnough { job: self.names.job(jid)? }
            }
            "slot.released_by_pool" => Event::SlotReleased { allocation: self.allocation(row)? },
            "slot.freed" => {
                let allocation = self.allocation(row)?;
                self.slots.held.remove(&allocation);
                Event::SlotFreed { allocation }
            }
            _ => return None,
        })
    }
}
