//! A closer look in an overview: the one TaskManager that the reader selected, or else that of the last event, with its slots.
//! It has room of its own, so that nothing moves when it is another one.

use super::Pen;
use super::grid::Grid;
use super::sizes::Density;
use crate::extent::Extent;
use crate::scene::Target;
use crate::stroke::Rect;
use model::cluster::TaskManager;

/// It is no higher; what has no room is in the inspector.
const MOST: i32 = 136;

/// Places of a closer look.
#[derive(Clone, Debug)]
pub(crate) struct Lens {
    pub place: Rect,
    grid: Grid,
}

impl Lens {
    /// The closer look in a place whose height is still open.
    pub(super) fn new(extent: &Extent, place: Rect) -> Lens {
        let slots = i32::from(extent.slots.max(1));
        let rows = i32::from(extent.tasks_in_slot.clamp(1, 2));
        let density = if slots <= 2 { Density::Glyphs } else { Density::Tiles };
        let grid = Grid::new(density, 1, slots, place.w, rows);
        Lens { place: Rect { h: grid.tm_height.min(MOST), ..place }, grid }
    }
}

impl Pen<'_> {
    /// The TaskManager that is looked at: the reader's, that of the last event, or the first.
    pub(super) fn looked_at(&self) -> Option<&TaskManager> {
        let cluster = self.cluster;
        let tm_of = |target| {
            let tm = match target {
                Target::TaskManager(tm) | Target::Slot(tm, _) => tm,
                Target::Task(id) => {
                    let job = cluster.jobs.get(id.job.index())?;
                    let vertex = job.executions.get(id.vertex.index())?;
                    let slot = vertex.get(usize::from(id.subtask))?.slot?;
                    cluster.allocations.get(slot.index())?.tm
                }
                _ => return None,
            };
            cluster.task_managers.get(tm.index())
        };
        self.seen.iter().find_map(|target| tm_of(*target)).or(cluster.task_managers.first())
    }

    /// The closer look itself.
    pub(super) fn lens(&mut self, Lens { place, grid }: Lens, tm: &TaskManager) {
        let overview = std::mem::replace(&mut self.plan.grid, grid);
        self.whole_task_manager(tm, place);
        self.plan.grid = overview;
    }
}
