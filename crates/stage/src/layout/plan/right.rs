//! Where everything right of the JobManagers stands, or below them on a phone: TaskManagers, the platform and its machines,
//! and what flows between jobs.

use super::{Lens, Plan, PlatformPlan, WidthClass};
use crate::extent::Extent;
use crate::layout::grid::SQUARES_INSET;
use crate::layout::kubernetes::objects;
use crate::layout::sizes::{
    Columns, DOT_HEIGHT, Density, FRAME, GAP, INSET, LISTED, LISTED_HEIGHT, MARGIN, NODE_HEAD,
    QUEUE_HEIGHT, SQUARES_HEAD,
};
use crate::stroke::Rect;

/// Height of what flows between two jobs, and the least width that it can be read in; two stand beside each other on a phone.
const FLOW_HEIGHT: i32 = 58;
const FLOW_WIDTH: i32 = 190;
const FLOW_NARROW: i32 = 165;

impl Plan {
    /// TaskManagers, and what YARN has around them. Returns the lower end.
    pub(super) fn place_right(
        &mut self,
        extent: &Extent,
        crowd: &[i32],
        columns: &Columns,
        top: i32,
    ) -> i32 {
        let mut y = top;
        let (x, w) = (columns.right.x, columns.right.w);
        if !self.contained {
            let many = crowd.first().copied().unwrap_or(0);
            y = self.place_lens(extent, (x, w), y);
            let places = self.grid.places(x, y, many, false);
            let bottom = places.last().map_or(y, |place| place.bottom());
            self.task_managers.push(places);
            return bottom;
        }
        // Several clusters are listed there, as far as a queue is worth its room.
        let listed = i32::try_from(extent.clusters.len()).unwrap_or(0).min(LISTED);
        let rows = match listed {
            2.. => listed,
            // A phone leaves out what only goes with its Deployment.
            _ if self.kind == WidthClass::Narrow => 0,
            _ => objects(extent),
        };
        let list = if rows > 0 { rows * LISTED_HEIGHT + 2 } else { 0 };
        let queues = i32::from(extent.queues.min(LISTED as u16)) * QUEUE_HEIGHT;
        let across = columns.right_across;
        // Only a wide picture has room for two names beside each other.
        let beside = if w > 400 { across.min(2) } else { 1 };
        let half = (w + GAP) / beside - GAP;
        let mut resource_manager = Rect::new(x, y, half, 56 + queues + list);
        let top = y;
        y = resource_manager.bottom() + GAP;
        // A phone has room for a short name before a long one.
        let before = self.kind == WidthClass::Narrow && queues + list == 0;
        let file_system = extent.file_system.then(|| match beside == 1 || columns.squares {
            _ if before => {
                resource_manager = Rect { x: x + 122, w: w - 122, ..resource_manager };
                Rect::new(x, top, 112, 56)
            }
            true => Rect::new(x, y, half, DOT_HEIGHT),
            false => Rect::new(x + half + GAP, top, half, DOT_HEIGHT),
        });
        y = file_system.map_or(y, |place| y.max(place.bottom() + GAP));
        y = match beside {
            1 => self.place_lens(extent, (x, w), y),
            _ => y.max(self.place_lens(extent, (x + half + GAP, half), top)),
        };
        let w = (w + GAP) / across - GAP;
        let dots = self.grid.density == Density::Dots;
        let inset = if dots { SQUARES_INSET } else { INSET + FRAME };
        let head = if dots { SQUARES_HEAD } else { NODE_HEAD };
        let mut nodes: Vec<Rect> = Vec::new();
        for row in crowd.chunks(usize::try_from(across).unwrap_or(1)) {
            let mut lowest = y;
            for (many, column) in row.iter().zip(0..) {
                let left = x + column * (w + GAP);
                let places = self.grid.places(left + inset, y + head, *many, !dots);
                let bottom = places.last().map_or(y + head, |place| place.bottom() + inset);
                nodes.push(Rect::new(left, y, w, bottom - y));
                self.task_managers.push(places);
                lowest = lowest.max(bottom);
            }
            // Machines side by side are equally high.
            nodes.iter_mut().rev().take(row.len()).for_each(|node| node.h = lowest - y);
            y = lowest + GAP;
        }
        self.platform = Some(PlatformPlan { resource_manager, file_system, nodes });
        y - GAP
    }

    /// Keeps room for a closer look above squares. Returns the lower end.
    fn place_lens(&mut self, extent: &Extent, (x, w): (i32, i32), top: i32) -> i32 {
        if self.grid.density != Density::Dots {
            return top;
        }
        let lens = Lens::new(extent, Rect::new(x, top, w, 0));
        let bottom = lens.place.bottom() + GAP;
        self.lens = Some(lens);
        bottom
    }

    /// What flows between jobs, as many side by side as can be read: below everything else, or below the right column where
    /// that leaves room. Returns the lower end.
    pub(super) fn place_flow(&mut self, extent: &Extent, lowest: i32, right: Rect) -> i32 {
        let many = i32::try_from(extent.flow.links.len()).unwrap_or(0);
        if many == 0 {
            return lowest;
        }
        let least = if self.kind == WidthClass::Wide { FLOW_WIDTH } else { FLOW_NARROW };
        let below = |x: i32, w: i32, bottom: i32| {
            let across = ((w + GAP) / (least + GAP)).clamp(1, many);
            let width = (w + GAP) / across - GAP;
            let places = (0..many).map(move |index| {
                let (row, column) = (index / across, index % across);
                let top = bottom + GAP + 4 + row * (FLOW_HEIGHT + GAP);
                Rect::new(x + column * (width + GAP), top, width, FLOW_HEIGHT)
            });
            places.collect::<Vec<_>>()
        };
        let end = |places: &[Rect]| places.last().map_or(0, |last| last.bottom());
        self.flow = below(MARGIN, self.width - 2 * MARGIN, lowest);
        let beside = below(right.x, right.w, right.bottom());
        if self.kind == WidthClass::Wide && end(&beside) < end(&self.flow) {
            self.flow = beside;
        }
        end(&self.flow).max(lowest)
    }
}
