//! How TaskManagers and their slots fit into a column.
//!
//! In: an extent and the column. Out: the wordiest [`Grid`] that stays within a budget of height.

use super::sizes::{CONTAINER_HEAD, Columns, Density, FRAME, GAP, INSET, NODE_HEAD};
use crate::extent::Extent;
use crate::stroke::Rect;

/// How TaskManagers are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grid {
    pub density: Density,
    /// TaskManagers side by side.
    pub across: i32,
    /// Slots side by side in one TaskManager.
    pub slots_across: i32,
    /// Width of one TaskManager.
    pub tm_width: i32,
    /// Height of one TaskManager.
    pub tm_height: i32,
    /// Width of one slot.
    pub slot_width: i32,
    /// Height of one slot.
    pub slot_height: i32,
    /// Rows for subtasks in one slot.
    pub rows: i32,
    /// Space between TaskManagers.
    pub gap: i32,
    /// So many TaskManagers share a square.
    pub share: i32,
    /// Of a square, the width of the letter.
    pub lettered: i32,
}

/// Height of one subtask in a slot.
pub(crate) const fn task_height(density: Density) -> i32 {
    match density {
        Density::Words => 38,
        Density::Glyphs => 24,
        Density::Tiles => 20,
        Density::Dots => 0,
    }
}

/// Space between squares.
const SQUARE_GAP: i32 = 3;
/// Height of one.
const SQUARE: i32 = 18;
/// So many TaskManagers have a square each. Of more, so many share one.
const ALONE: i32 = 300;
const SHARED: i32 = 10;
/// So many jobs have letters that are one character.
const LETTERS: usize = 52;
/// From a machine's frame to its squares.
pub(super) const SQUARES_INSET: i32 = 6;
/// A TaskManager that is less wide has no room for its name and what becomes of it.
const TILE_WIDTH: i32 = 76;
/// One that is less wide has no room for what its slots say.
const WORDY_WIDTH: i32 = 130;
/// Height of a slot's own line.
pub(crate) const SLOT_HEAD: i32 = 26;
/// Height of a TaskManager's own two lines.
pub(crate) const TM_HEAD: i32 = 50;

impl Grid {
    pub(super) fn new(density: Density, across: i32, slots: i32, width: i32, rows: i32) -> Grid {
        let tm_width = (width - (across - 1) * GAP) / across;
        let most = match density {
            Density::Words | Density::Glyphs => (tm_width / 140).max(1),
            Density::Tiles | Density::Dots => (tm_width / 36).max(1),
        };
        let slots_across = slots.clamp(1, most);
        let gap = slot_gap(density);
        let slot_width = (tm_width - 2 * INSET - (slots_across - 1) * gap) / slots_across;
        let slot_height = SLOT_HEAD + rows * task_height(density) + 4;
        let slot_rows = (slots + slots_across - 1) / slots_across;
        let tm_height = TM_HEAD + slot_rows * (slot_height + gap) - gap + INSET;
        Grid {
            density,
            across,
            slots_across,
            tm_width,
            tm_height,
            slot_width,
            slot_height,
            rows,
            gap: GAP,
            share: 1,
            lettered: 0,
        }
    }

    /// TaskManagers as squares: there are too many of them to tell more.
    fn squares(extent: &Extent, crowd: &[i32], width: i32) -> Grid {
        let share = if crowd.iter().sum::<i32>() > ALONE { SHARED } else { 1 };
        let lettered = if extent.jobs.len() > LETTERS { 24 } else { 16 };
        let tm_width = if share > 1 { lettered + 20 } else { lettered };
        let across = ((width + SQUARE_GAP) / (tm_width + SQUARE_GAP)).max(1);
        Grid {
            density: Density::Dots,
            across,
            tm_width,
            tm_height: SQUARE,
            gap: SQUARE_GAP,
            share,
            lettered,
            ..Grid::new(Density::Tiles, 1, 1, width, 1)
        }
    }

    /// Places for so many TaskManagers, row by row.
    pub(super) fn places(&self, x: i32, y: i32, many: i32, contained: bool) -> Vec<Rect> {
        let head = if contained { CONTAINER_HEAD + FRAME } else { 0 };
        let pitch = self.tm_height + self.gap + if contained { CONTAINER_HEAD + INSET } else { 0 };
        let cell = |index: i32| {
            let (row, column) = (index / self.across, index % self.across);
            let left =
                x + column * (self.tm_width + self.gap + if contained { 2 * FRAME } else { 0 });
            Rect::new(left, y + head + row * pitch, self.tm_width, self.tm_height)
        };
        (0..(many + self.share - 1) / self.share).map(cell).collect()
    }

    /// The place of a slot inside its TaskManager.
    pub(crate) fn slot(&self, index: i32) -> Rect {
        let gap = slot_gap(self.density);
        let (row, column) = (index / self.slots_across, index % self.slots_across);
        let x = INSET + column * (self.slot_width + gap);
        let y = TM_HEAD + row * (self.slot_height + gap);
        Rect::new(x, y, self.slot_width, self.slot_height)
    }
}

const fn slot_gap(density: Density) -> i32 {
    match density {
        Density::Words | Density::Glyphs => 8,
        Density::Tiles | Density::Dots => 4,
    }
}

/// The wordiest grid that stays within the budget; the shortest one if none does. In an overview, squares.
pub(super) fn choose_grid(
    extent: &Extent,
    crowd: &[i32],
    columns: &Columns,
    on_yarn: bool,
) -> Grid {
    let slots = i32::from(extent.slots.max(1));
    let rows = i32::from(extent.tasks_in_slot.clamp(1, 4));
    // Machines stand side by side in a spread picture; without machines, TaskManagers do.
    let beside = columns.right_across;
    let within = if on_yarn { (columns.right.w + GAP) / beside - GAP } else { columns.right.w };
    if columns.squares {
        let room = within - if on_yarn { 2 * SQUARES_INSET } else { 0 };
        return Grid::squares(extent, crowd, room);
    }
    let width = within - if on_yarn { 2 * (INSET + FRAME) } else { 0 };
    let times = if on_yarn { 1 } else { beside };
    // TaskManagers with one slot can stand side by side and still say everything.
    let pair = if slots == 1 { 2 } else { 1 };
    let candidates = [
        (Density::Words, 1),
        (Density::Words, pair),
        (Density::Glyphs, pair),
        (Density::Tiles, 1),
        (Density::Tiles, 2),
        (Density::Tiles, 3),
    ];
    // Machines and containers take room of their own.
    let budget = if on_yarn { columns.on_machines } else { columns.budget };
    let mut chosen = Grid::new(Density::Tiles, times, slots, width, rows);
    let mut shortest = i32::MAX;
    for (density, across) in candidates.into_iter().rev() {
        let across = across * times;
        // Frames of two containers side by side need room between them.
        let room = if on_yarn { width - (across - 1) * 2 * FRAME } else { width };
        let grid = Grid::new(density, across, slots, room, rows);
        let least = match density {
            Density::Words | Density::Glyphs => WORDY_WIDTH,
            Density::Tiles | Density::Dots => TILE_WIDTH,
        };
        // One tile in a row is for where two are too wide.
        if grid.tm_width < least
            || (across == 1 && density == Density::Tiles && shortest < i32::MAX)
        {
            continue;
        }
        let pitch = grid.tm_height + GAP + if on_yarn { CONTAINER_HEAD + INSET } else { 0 };
        let own = if on_yarn { NODE_HEAD + GAP + INSET } else { 0 };
        let high = |many: &i32| (many + across - 1) / across * pitch + own;
        let machines = crowd.chunks(usize::try_from(beside).unwrap_or(1));
        let height: i32 = machines.map(|row| row.iter().map(high).max().unwrap_or(0)).sum();
        if height <= budget || height < shortest {
            chosen = grid;
        }
        shortest = shortest.min(height);
    }
    chosen
}
