//! A closer look in an overview: the one TaskManager that the reader selected, or else that of the last event, with its slots.
//! It has room of its own, so that nothing moves when it is another one.

use super::Pen;
use super::grid::Grid;
use super::sizes::{Density, GAP};
use crate::extent::Extent;
use crate::scene::Target;
use crate::stroke::Rect;
use model::cluster::TaskManager;
use model::event::ContainerRole;
use model::{ExecutionId, TmId};

/// It is no higher; what has no room is in the inspector.
const MOST: i32 = 136;

/// Places of a closer look.
#[derive(Clone, Debug)]
pub(crate) struct Lens {
    place: Rect,
    grid: Grid,
    /// The squares of those that share one with it.
    near: Vec<Rect>,
    overview: Grid,
}

impl Lens {
    /// The closer look in a place whose height is still open.
    pub(super) fn new(extent: &Extent, overview: &Grid, place: Rect) -> Lens {
        let slots = i32::from(extent.slots.max(1));
        let rows = i32::from(extent.tasks_in_slot.clamp(1, 2));
        let density = if slots <= 2 { Density::Glyphs } else { Density::Tiles };
        let grid = Grid::new(density, 1, slots, place.w, rows);
        let alone = Grid { share: 1, tm_width: overview.lettered, ..*overview };
        let near = if overview.share > 1 { overview.share } else { 0 };
        let near = alone.places(place.x, place.y, near, false);
        let y = near.last().map_or(place.y, |last| last.bottom() + GAP / 2);
        let place = Rect { y, h: grid.tm_height.min(MOST), ..place };
        Lens { place, grid, near, overview: alone }
    }

    pub(super) const fn bottom(&self) -> i32 {
        self.place.bottom()
    }
}

impl Pen<'_> {
    /// The TaskManager that is looked at: the reader's, that of the last event, or the first.
    pub(super) fn looked_at(&self) -> Option<&TaskManager> {
        let all = &self.cluster.task_managers;
        let seen = self.options.selected.into_iter().chain(self.focus.targets());
        let mut seen = seen.filter_map(|target| all.get(self.tm_of(target)?.index()));
        seen.next().or(all.first())
    }

    /// The TaskManager that something is of.
    fn tm_of(&self, target: Target) -> Option<TmId> {
        match target {
            Target::TaskManager(tm) | Target::Slot(tm, _) => Some(tm),
            Target::Task(id) => self.tm_of_task(id),
            Target::Container(id) => {
                let platform = self.cluster.platform.as_ref()?;
                match platform.containers.get(id.index())?.role {
                    ContainerRole::TaskManager(tm) => Some(tm),
                    ContainerRole::JobManager => None,
                }
            }
            Target::Node(node) => {
                let given = self.options.extent.task_managers.iter();
                let mut here = given.zip(&self.cluster.task_managers);
                here.find(|(at, _)| at.node == node.0).map(|(_, tm)| tm.id)
            }
            Target::Client(_)
            | Target::JobManager(_)
            | Target::Process(_)
            | Target::Main(_)
            | Target::Dispatcher(_)
            | Target::ResourceManager(_)
            | Target::LeaderStore
            | Target::Job(_)
            | Target::YarnResourceManager
            | Target::Message(_) => None,
        }
    }

    fn tm_of_task(&self, id: ExecutionId) -> Option<TmId> {
        let job = self.cluster.jobs.get(id.job.index())?;
        let task = job.executions.get(id.vertex.index())?.get(usize::from(id.subtask))?;
        Some(self.cluster.allocations.get(task.slot?.index())?.tm)
    }

    pub(super) fn lens(&mut self, square: &[TmId], looked: TmId) {
        let Some(Lens { place, grid, near, overview }) = self.plan.lens.clone() else {
            return;
        };
        let whole = std::mem::replace(&mut self.plan.grid, overview);
        for (tm, rect) in square.iter().zip(near) {
            self.square(super::caption::join(&["near-", &super::caption::number(tm.0)]), &[*tm], looked, rect);
        }
        self.plan.grid = grid;
        let cluster = self.cluster;
        if let Some(tm) = cluster.task_managers.get(looked.index()) {
            self.whole_task_manager(tm, place);
        }
        self.plan.grid = whole;
    }
}
