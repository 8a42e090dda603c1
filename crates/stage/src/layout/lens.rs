//! A closer look at part of an overview: the TaskManagers around the one that the reader selected, on its
//! machine, with their slots. It takes room of its own, so that nothing moves when another is selected.

use super::grid::Grid;
use super::plan::Plan;
use super::sizes::{BAND, Density, GAP, INSET, MARGIN};
use super::{Pen, WidthClass, caption};
use crate::extent::{Extent, TmPlace};
use crate::scene::{Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::names;
use caption::{join, number};
use model::TmId;

/// Height of its own line.
const HEAD: i32 = 30;
/// So many rows of TaskManagers are shown at the most.
const ROWS: i32 = 2;
/// Space between the lens and the column of TaskManagers, where messages pass with their labels.
const WAY: i32 = 110;

/// Places of a closer look.
#[derive(Clone, Debug)]
pub(crate) struct Lens {
    frame: Rect,
    grid: Grid,
    places: Vec<Rect>,
}

impl Lens {
    /// The closer look below the shorter one of the columns: that with the clusters, which ends at `middle`, and
    /// that with the TaskManagers, which ends at `right`. No machine has more than `most` of those.
    pub(super) fn below(
        extent: &Extent,
        plan: &Plan,
        most: i32,
        (middle, right): (i32, i32),
    ) -> Lens {
        let (column, whole) = (plan.right, plan.width);
        let (x, across, width, top) = match plan.kind {
            WidthClass::Wide if plan.above => (MARGIN, 4, whole - 2 * MARGIN, middle.max(right)),
            WidthClass::Wide if middle < right => (MARGIN, 3, column - WAY - MARGIN, middle),
            WidthClass::Wide => (column, 2, whole - MARGIN - column, right),
            WidthClass::Narrow => (MARGIN, 2, whole - 2 * MARGIN, middle.max(right)),
        };
        let top = top + if plan.above { GAP } else { BAND };
        let slots = i32::from(extent.slots.max(1));
        let rows = i32::from(extent.tasks_in_slot.clamp(1, 2));
        let density = if slots == 1 { Density::Glyphs } else { Density::Tiles };
        let grid = Grid::new(density, across, slots, width - 2 * INSET, rows);
        let shown = ((most + across - 1) / across).clamp(1, ROWS);
        let places = grid.places(x + INSET, top + HEAD, across * shown, false);
        let height = HEAD + shown * (grid.tm_height + GAP) - GAP + INSET;
        Lens { frame: Rect::new(x, top, width, height), grid, places }
    }

    pub(super) const fn bottom(&self) -> i32 {
        self.frame.bottom()
    }
}

impl Pen<'_> {
    /// The machine and the first place that are looked at: around what is selected, or the first ones.
    fn looked_at(&self, page: usize) -> TmPlace {
        let on_node = |node| TmPlace { node, place: 0 };
        let at = match self.options.selected {
            Some(Target::TaskManager(tm) | Target::Slot(tm, _)) => {
                self.options.extent.task_managers.get(tm.index()).copied()
            }
            Some(Target::Node(node)) => Some(on_node(node.0)),
            _ => None,
        };
        let at = at.or_else(|| self.options.extent.task_managers.first().copied());
        let at = at.unwrap_or(on_node(0));
        TmPlace { place: at.place - at.place % page as u16, ..at }
    }

    /// Who stands at a place of a machine by now.
    fn tm_at(&self, at: TmPlace) -> Option<TmId> {
        let given = &self.options.extent.task_managers;
        let mut so_far = given.iter().zip(&self.cluster.task_managers).rev();
        so_far.find(|(other, _)| **other == at).map(|(_, tm)| tm.id)
    }

    pub(super) fn lens(&mut self) {
        let Some(Lens { frame, grid, places }) = self.plan.lens.clone() else {
            return;
        };
        let first = self.looked_at(places.len());
        let shown: Vec<(TmId, Rect)> = (first.place..=u16::MAX)
            .zip(places)
            .filter_map(|(place, rect)| Some((self.tm_at(TmPlace { place, ..first })?, rect)))
            .collect();
        let title = self.lens_title(first.node, shown.len());
        let mut shape = Shape::at("lens".to_owned(), Role::Node, frame);
        shape.body(frame.w, frame.h, 8);
        let room = frame.w - 20;
        let size = self.sizes.text;
        shape.text(Line { look: Look::Fact, size, x: 10, y: 21, room }, &title);
        self.add(shape);
        let cluster = self.cluster;
        let overview = std::mem::replace(&mut self.plan.grid, grid);
        for (tm, rect) in shown {
            self.whole_task_manager(cluster.tm(tm), rect);
        }
        self.plan.grid = overview;
    }

    fn lens_title(&self, node: u16, shown: usize) -> String {
        if shown == 0 {
            return self.say("这里没有 TaskManager", "no TaskManager here").to_owned();
        }
        let many = number(shown as u64);
        let near = self.say("细看 ", "A closer look at ");
        let which = self.say(" 个 TaskManager", " TaskManagers");
        if !self.plan.contained {
            return join(&[near, &many, which]);
        }
        let node = names::node(model::NodeId(node));
        match self.options.lang {
            crate::words::Lang::Zh => join(&[near, &node, " 上的 ", &many, which]),
            crate::words::Lang::En => join(&[near, &many, which, " on ", &node]),
        }
    }
}
