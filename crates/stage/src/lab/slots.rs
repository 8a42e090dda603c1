//! The fourth picture: TaskManagers, their slots, the subtasks in them, and those that wait for one.
//!
//! In: the cluster of the outcome. Out: shapes. A subtask has the same key in a slot and among those that wait, so
//! that it moves when something is changed.

use super::bands::Pen;
use super::join::Thing;
use super::kind::{Kind, Piece};
use super::scale::Detail;
use super::words::{self, Tenant};
use crate::measure::{Face, first_that_fits};
use crate::scene::{Condition, Look, WidthClass};
use crate::stroke::{Rect, Strokes};
use model::cluster::TaskManager;
use model::graph::experiment::Seat;
use model::graph::slots;
use model::{TmId, VertexId};

/// Gap between TaskManagers, between slots, and inside them.
const BETWEEN_TMS: i32 = 14;
const BETWEEN_SLOTS: i32 = 6;
const INSIDE: i32 = 8;
/// The heading of a TaskManager and that of a slot.
const TM_HEADING: i32 = 24;
const SLOT_HEADING: i32 = 22;

/// How TaskManagers are laid out.
struct Shelf {
    /// TaskManagers in a row.
    per_row: usize,
    /// Width of a TaskManager, of a slot.
    tm: i32,
    slot: i32,
    /// Height of a slot.
    height: i32,
    /// Slots side by side in a TaskManager.
    columns: usize,
}

impl Pen<'_> {
    /// Who sits where.
    pub(super) fn task_managers(&mut self) {
        let outcome = self.outcome;
        let top = self.begin_band();
        let mut tms: Vec<&TaskManager> = outcome.task_managers().iter().collect();
        let mut y = top;
        if self.scale.subtasks == Detail::Grouped {
            y = self.cards(top);
            let open = self.open_task_manager();
            tms.retain(|tm| tm.id == open);
        }
        let shelf = self.shelf(&tms);
        for row in tms.chunks(shelf.per_row) {
            for (column, tm) in row.iter().enumerate() {
                let x = self.room().x + column as i32 * (shelf.tm + BETWEEN_TMS);
                self.task_manager(
                    tm,
                    Rect { x, y, w: shelf.tm, h: self.tm_height(&shelf, tm) },
                    &shelf,
                );
            }
            let highest = row.iter().map(|tm| self.tm_height(&shelf, tm)).max().unwrap_or(0);
            y += highest + BETWEEN_TMS;
        }
        let mut waiting: Vec<(VertexId, u16)> = outcome.subtasks().collect();
        waiting.retain(|(vertex, subtask)| outcome.seat(*vertex, *subtask) == Seat::Waits);
        if !waiting.is_empty() {
            y = self.waiting_room(&waiting, y);
        }
        let need = usize::from(slots::needed(&outcome.graph));
        let facts = [need, usize::from(outcome.slots_there())];
        self.end_band(3, (y - BETWEEN_TMS - top).max(0), &words::band_fact(self.lang, 3, &facts));
    }

    fn shelf(&self, tms: &[&TaskManager]) -> Shelf {
        let most = tms.iter().map(|tm| tm.slots.len()).max().unwrap_or(1).max(1);
        let room = self.room().w;
        let (least, columns) = match self.width {
            WidthClass::Wide => (84, most.min(8)),
            WidthClass::Narrow => (90, most.min(3)),
        };
        let width = |per_row: usize| {
            let tm = (room - (per_row as i32 - 1) * BETWEEN_TMS) / per_row as i32;
            let gaps = (columns as i32 - 1) * BETWEEN_SLOTS + 2 * INSIDE;
            (tm, (tm - gaps) / columns as i32)
        };
        let fits = |per_row: &usize| width(*per_row).1 >= least;
        let per_row = (1..=tms.len().max(1)).rev().find(fits).unwrap_or(1);
        let (tm, slot) = width(per_row);
        let fullest = tms
            .iter()
            .flat_map(|tm| (0..tm.slots.len() as u16).map(|i| self.outcome.seated(tm.id, i).len()));
        let rows = fullest.max().unwrap_or(0).clamp(1, self.most_seated() + 1) as i32;
        let height = SLOT_HEADING + rows * (self.sizes.chip + 4) + 4;
        Shelf { per_row, tm, slot, height, columns }
    }

    fn tm_height(&self, shelf: &Shelf, tm: &TaskManager) -> i32 {
        let rows = tm.slots.len().max(1).div_ceil(shelf.columns) as i32;
        TM_HEADING + rows * (shelf.height + BETWEEN_SLOTS) - BETWEEN_SLOTS + INSIDE
    }

    fn task_manager(&mut self, tm: &TaskManager, area: Rect, shelf: &Shelf) {
        let dead = tm.process.is_gone();
        let thing = Thing::TaskManager(tm.id);
        let mut piece = Piece::at(thing.key(), Kind::TaskManager, area);
        piece.condition = if dead { Condition::Dead } else { Condition::Alive };
        piece.body(area.w, area.h, 8);
        let name = crate::words::names::tm(tm.id);
        piece.text(self.line(Look::Name, INSIDE, 17, 60), &name);
        let fact = words::tm_fact(self.lang, tm, words::used(self.outcome, tm.id));
        let look = if dead { Look::Alarm } else { Look::Fact };
        piece.text(self.line(look, INSIDE + 46, 17, area.w - INSIDE - 50), &fact);
        piece.selects(thing, [&name, ": ", &fact].concat());
        self.pieces.push(piece);
        for index in 0..tm.slots.len() {
            let (column, row) = ((index % shelf.columns) as i32, (index / shelf.columns) as i32);
            let slot = Rect {
                x: area.x + INSIDE + column * (shelf.slot + BETWEEN_SLOTS),
                y: area.y + TM_HEADING + row * (shelf.height + BETWEEN_SLOTS),
                w: shelf.slot,
                h: shelf.height,
            };
            self.slot(tm.id, index as u16, slot);
        }
    }

    fn slot(&mut self, tm: TmId, index: u16, area: Rect) {
        let inside = self.outcome.seated(tm, index);
        let running =
            inside.iter().filter(|(v, s)| matches!(self.outcome.seat(*v, *s), Seat::Runs(..)));
        let threads = running.count();
        let (condition, tenant) = match inside.first() {
            Some((vertex, _)) => {
                let runs = if threads == 0 { Condition::Coming } else { Condition::Alive };
                (runs, Tenant::Group(self.outcome.graph.group(*vertex)))
            }
            None if self.outcome.is_held(tm, index) => (Condition::Coming, Tenant::Job),
            None => (Condition::Absent, Tenant::Nobody),
        };
        let thing = Thing::Slot(tm, index);
        let mut piece = Piece::at(thing.key(), Kind::Slot, area);
        piece.condition = condition;
        piece.body(area.w, area.h, 5);
        let heading = words::slot_heading(self.lang, index, tenant);
        // A narrow slot leaves out the word that all of them begin with.
        let short = heading.trim_start_matches("slot ");
        let room = area.w - 12;
        let fitting = first_that_fits(&[&heading, short], self.sizes.text, Face::Plain, room);
        piece.text(self.line(Look::Fact, 7, 15, room), &fitting);
        piece.selects(thing, words::slot(self.lang, index, tenant, threads));
        let told = self.most_seated();
        if inside.len() > told {
            let rest = ["+", &(inside.len() - told).to_string()].concat();
            piece.text(self.line(Look::Fact, 7, area.h - 11, room), &rest);
        }
        self.pieces.push(piece);
        for (row, (vertex, subtask)) in inside.iter().take(told).enumerate() {
            let chip = Rect {
                x: area.x + 5,
                y: area.y + SLOT_HEADING + row as i32 * (self.sizes.chip + 4),
                w: area.w - 10,
                h: self.sizes.chip,
            };
            self.seat_of(*vertex, *subtask, chip);
        }
    }

    fn seat_of(&mut self, vertex: VertexId, subtask: u16, area: Rect) {
        let thing = Thing::Subtask(vertex, subtask);
        let mut piece = Piece::at(["seat-", &thing.key()].concat(), Kind::Seated, area);
        piece.condition = self.fares(vertex, subtask);
        self.chip_face(&mut piece, vertex, subtask, area);
        piece.selects(thing, words::subtask(self.lang, self.outcome, vertex, subtask));
        self.pieces.push(piece);
    }

    /// So many subtasks of a slot are told one by one.
    fn most_seated(&self) -> usize {
        match self.scale.subtasks {
            Detail::Each => 8,
            Detail::Grouped => 4,
        }
    }

    /// How a subtask fares.
    pub(super) fn fares(&self, vertex: VertexId, subtask: u16) -> Condition {
        match self.outcome.seat(vertex, subtask) {
            Seat::Runs(..) => Condition::Alive,
            Seat::Kept(..) | Seat::Waits => Condition::Absent,
        }
    }

    /// Those without a slot, and the slots that would be needed for them. Returns where the next thing begins.
    fn waiting_room(&mut self, waiting: &[(VertexId, u16)], y: i32) -> i32 {
        let room = self.room();
        let (chip, gap) = (self.sizes.chip, 6);
        let width = match self.width {
            WidthClass::Wide => 112,
            WidthClass::Narrow => 102,
        };
        let per_row = ((room.w - 2 * INSIDE + gap) / (width + gap)).max(1) as usize;
        let grouped = self.scale.subtasks == Detail::Grouped;
        let mut chips = waiting.to_vec();
        if grouped {
            chips.dedup_by_key(|(vertex, _)| *vertex);
        }
        let rows = chips.len().div_ceil(per_row) as i32;
        let height = TM_HEADING + rows * (chip + gap) + INSIDE - gap + 2;
        let area = Rect { x: room.x, y, w: room.w, h: height };
        let mut piece = Piece::at("waiting".to_owned(), Kind::Missing, area);
        piece.body(area.w, area.h, 8);
        let text = words::waiting(self.lang, waiting.len());
        piece.text(self.line(Look::Alarm, INSIDE, 17, area.w - 2 * INSIDE), &text);
        piece.label = Some(text);
        self.pieces.push(piece);
        for (index, (vertex, subtask)) in chips.iter().enumerate() {
            let (column, row) = ((index % per_row) as i32, (index / per_row) as i32);
            let chip = Rect {
                x: room.x + INSIDE + column * (width + gap),
                y: y + TM_HEADING + row * (chip + gap),
                w: width,
                h: chip,
            };
            if grouped {
                let many = waiting.iter().filter(|(other, _)| other == vertex).count();
                self.waiting_group(*vertex, many, chip);
            } else {
                self.seat_of(*vertex, *subtask, chip);
            }
        }
        y + height + BETWEEN_TMS
    }
}
