//! Distances and heights that the plan and what is drawn in it agree on, and how much is said of each thing.

use super::{Arrangement, WidthClass};
use crate::stroke::Rect;

/// How much is said of each thing. Many things are told shortly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Density {
    /// Every state in words.
    Words,
    /// States of subtasks as drawings; the words are in the inspector and in the tooltip.
    Glyphs,
    /// Subtasks as tiles, jobs and clients in one line.
    Tiles,
    /// A whole TaskManager as a square, a whole cluster as one tile: the overview.
    Dots,
}

/// Width of a machine, or of a TaskManager where there is none, in a wide picture.
const RIGHT_WIDTH: i32 = 312;
/// A wide picture that is higher than this would not be read in one screen.
const HIGH: i32 = 470;
/// Space around everything.
pub(crate) const MARGIN: i32 = 6;
/// Space between things of a column.
pub(crate) const GAP: i32 = 10;
/// Height of the ways that run above (wide) or between (narrow) the sections.
pub(crate) const BAND: i32 = 30;
/// Height of the line above a process that names its container.
pub(crate) const CONTAINER_HEAD: i32 = 20;
/// Height of a machine's own lines.
pub(super) const NODE_HEAD: i32 = 46;
/// The same above squares.
pub(super) const SQUARES_HEAD: i32 = 32;
/// Space between a container's frame and its process.
pub(crate) const FRAME: i32 = 6;
/// So many clusters are told in full at once.
pub(super) const IN_FULL: usize = 3;
/// Height of a cluster in an overview.
pub(crate) const DOT_HEIGHT: i32 = 34;
/// So many applications are listed where YARN or Kubernetes is.
pub(crate) const LISTED: i32 = 4;
/// Height of one of them.
pub(crate) const LISTED_HEIGHT: i32 = 22;
/// Height of one of YARN's queues.
pub(crate) const QUEUE_HEIGHT: i32 = 28;
/// Height of the box of a `main()`.
pub(super) const MAIN_HEIGHT: i32 = 54;
/// Height of one of several JobManager processes.
pub(super) const CHIP_HEIGHT: i32 = 30;
/// Height of what keeps leaders and pointers.
pub(super) const STORE_HEIGHT: i32 = 90;
/// Space between a box and what it holds.
pub(crate) const INSET: i32 = 8;

/// Sizes that differ between the arrangements.
pub(super) struct Columns {
    pub(super) clients: Rect,
    pub(super) clients_across: i32,
    pub(super) job_manager: Rect,
    pub(super) gutter: i32,
    pub(super) right: Rect,
    /// Machines, or TaskManagers where there are none, side by side on the right.
    pub(super) right_across: i32,
    /// Where TaskManagers are higher than this together, they are told more shortly.
    pub(super) budget: i32,
    /// The same where they stand on machines, in containers.
    pub(super) on_machines: i32,
    /// Everything is told shortly, so that it fits into one screen.
    pub(super) terse: bool,
    /// TaskManagers are squares.
    pub(super) squares: bool,
}

impl Columns {
    /// The place of a JobManager, but for its height. In a narrow picture its container needs room.
    pub(super) fn job_manager_frame(&self, contained: bool, kind: WidthClass) -> Rect {
        let frame = self.job_manager;
        if contained && kind == WidthClass::Narrow {
            return Rect { x: frame.x + INSET, w: frame.w - 2 * INSET, h: DOT_HEIGHT + 1, ..frame };
        }
        Rect { h: DOT_HEIGHT + 1, ..frame }
    }

    /// The columns of an arrangement. On the right of a wide one so many machines stand side by side: two make it twice as
    /// wide, three are narrower instead.
    pub(super) const fn of(kind: Arrangement, right_across: i32, terse: bool) -> Self {
        let right_wide = if right_across > 1 { 2 * RIGHT_WIDTH + GAP } else { RIGHT_WIDTH };
        match kind {
            Arrangement::Upright => Self {
                clients: Rect::new(MARGIN, 0, 702, 0),
                clients_across: if terse { 6 } else { 4 },
                job_manager: Rect::new(MARGIN + FRAME, 0, 266, 0),
                right: Rect::new(396, 0, RIGHT_WIDTH, 0),
                ..Self::of(Arrangement::Wide, right_across, terse)
            },
            Arrangement::Wide => Self {
                clients: Rect::new(MARGIN, 0, 130, 0),
                clients_across: 1,
                job_manager: Rect::new(214, 0, 266, 0),
                gutter: 30,
                right: Rect::new(580, 0, right_wide, 0),
                right_across,
                budget: if terse { HIGH } else { 620 },
                on_machines: if terse { HIGH - 100 } else { 720 },
                terse,
                squares: false,
            },
            Arrangement::Narrow => Self {
                clients: Rect::new(8, 0, 344, 0),
                clients_across: if terse { 3 } else { 2 },
                job_manager: Rect::new(8, 0, 336, 0),
                gutter: 30,
                right: Rect::new(8, 0, 336, 0),
                right_across,
                budget: if terse { 200 } else { 760 },
                on_machines: if terse { 230 } else { 860 },
                terse,
                squares: false,
            },
        }
    }

    /// The columns of an overview of so many machines: as many side by side as have room for their names.
    pub(super) fn of_squares(kind: Arrangement, machines: u16) -> Self {
        let columns = Self::of(kind, 2, true);
        let across = (columns.right.w + GAP) / if machines > 20 { 98 } else { 122 };
        Self { right_across: across.min(i32::from(machines)), squares: true, ..columns }
    }
}
