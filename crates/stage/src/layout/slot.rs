//! One slot and the subtasks in it. Free, allocated and active slots differ by their border, by a
//! hatching and by words; subtasks by their job's letter, a drawing of their state, and words.

use super::grid::{SLOT_HEAD, task_height};
use super::sizes::Density;
use super::{Pen, caption, glyph, letter, task_manager, tone};
use crate::measure::{Face, first_that_fits, shorten, width};
use crate::scene::{Condition, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::names;
use caption::{join, number};
use model::cluster::{ProcessState, SlotState, TaskManager};
use model::{ExecutionId, ExecutionState, JobId};

impl Pen<'_> {
    pub(super) fn slot(&mut self, tm: &TaskManager, index: usize, place: Rect) {
        let inside = self.plan.grid.slot(index as i32);
        if inside.bottom() > place.h {
            // A reader's cluster with more slots than the plan knows: the inspector lists them.
            return;
        }
        let at = Rect { x: place.x + inside.x, y: place.y + inside.y, ..inside };
        let Some(state) = tm.slots.get(index).copied() else { return };
        let number_of = index as u16;
        let tasks = self.tasks_of(state);
        let shape = self.slot_shape(tm, number_of, at, tasks.is_empty());
        self.add(shape);
        let dead = task_manager::condition(tm) == Condition::Dead;
        let rows = self.plan.grid.rows as usize;
        let shown = if tasks.len() > rows { rows - 1 } else { tasks.len() };
        for (row, id) in tasks.iter().take(shown).enumerate() {
            let shape = self.task(*id, row, at, dead);
            self.add(shape);
        }
        if shown < tasks.len() {
            self.more(tm, number_of, (tasks.len() - shown) as u64, shown, at);
        }
    }

    /// The subtasks in a slot, in the order of their vertices.
    fn tasks_of(&self, state: SlotState) -> Vec<ExecutionId> {
        match state.allocation() {
            Some(allocation) => self.cluster.tasks_in(allocation).collect(),
            None => Vec::new(),
        }
    }

    fn slot_shape(&self, tm: &TaskManager, index: u16, at: Rect, empty: bool) -> Shape {
        let state = tm.slots.get(usize::from(index)).copied().unwrap_or(SlotState::Free);
        let name = names::slot(tm.id, index);
        let mut shape =
            Shape::at(join(&["slot-", &number(tm.id.0), "-", &number(index)]), Role::Slot, at);
        let gone = tm.process.is_gone();
        let allocation = state.allocation().filter(|_| !gone);
        let owner = allocation.map(|id| self.cluster.allocation(id).job);
        shape.body(at.w, at.h, 5);
        let (condition, word) = match state {
            _ if gone => (task_manager::condition(tm), self.say("已不在", "gone")),
            SlotState::Free if tm.process == ProcessState::Starting => {
                (Condition::Absent, self.say("未启动", "not up"))
            }
            SlotState::Free => (Condition::Absent, self.say("空闲", "free")),
            SlotState::Allocated(_) => (Condition::Coming, "ALLOCATED"),
            SlotState::Active(_) => (Condition::Alive, "ACTIVE"),
        };
        shape.condition = condition;
        shape.tone = owner.map(tone);
        if let (Some(job), true) = (owner, empty) {
            self.owner(&mut shape, job, at.w);
            if matches!(state, SlotState::Allocated(_)) {
                let top = SLOT_HEAD + task_height(self.plan.grid.density);
                hatch(&mut shape, Rect::new(7, top, at.w - 14, at.h - 7 - top));
            }
        }
        self.slot_head(&mut shape, index, owner, word, at.w);
        let owner_name = owner.map(|job| self.cluster.job(job).spec.name.as_str());
        let label = match owner_name {
            Some(job) => join(&[&name, ": ", word, ", ", job]),
            None => join(&[&name, ": ", word]),
        };
        shape.selects(Target::Slot(tm.id, index), label);
        shape
    }

    fn slot_head(&self, shape: &mut Shape, index: u16, owner: Option<JobId>, word: &str, w: i32) {
        let size = self.sizes.text;
        let line = |look, x, room| Line { look, size, x, y: 18, room };
        if matches!(self.plan.grid.density, Density::Tiles | Density::Dots) {
            match owner {
                Some(job) => shape.badge(tone(job), &letter(job), Rect::new(4, 4, w - 8, 18)),
                None => shape.text_middle(line(Look::Fact, w / 2, w - 6), &number(index)),
            }
            return;
        }
        let word_width = width(word, size, Face::Plain);
        shape.text_end(line(Look::State, w - 8, word_width), word);
        // "0" says more than "slo…".
        let (short, room) = (number(index), w - 24 - word_width);
        let name = first_that_fits(&[&join(&["slot ", &short]), &short], size, Face::Plain, room);
        shape.text(line(Look::Fact, 8, room), &name);
    }

    /// Whose slot it is, as long as no subtask in it tells.
    fn owner(&self, shape: &mut Shape, job: JobId, w: i32) {
        let density = self.plan.grid.density;
        if matches!(density, Density::Tiles | Density::Dots) {
            return;
        }
        let height = if density == Density::Words { 22 } else { 18 };
        shape.badge(tone(job), &letter(job), Rect::new(8, SLOT_HEAD + 2, 20, height));
        let y = SLOT_HEAD + 2 + height / 2 + 5;
        let line = Line { look: Look::Fact, size: self.sizes.text, x: 34, y, room: w - 42 };
        shape.text(line, &self.cluster.job(job).spec.name);
    }

    fn task(&self, id: ExecutionId, row: usize, slot: Rect, dead: bool) -> Shape {
        let job = self.cluster.job(id.job);
        let state = job.execution(id).state;
        let density = self.plan.grid.density;
        let height = task_height(density) - 2;
        let top = slot.y + SLOT_HEAD + row as i32 * task_height(density);
        let place = Rect::new(slot.x + 4, top, slot.w - 8, height);
        let key = join(&[
            "task-",
            &number(id.job.0),
            "-",
            &number(id.vertex.0),
            "-",
            &number(id.subtask),
            "-",
            &number(id.attempt),
        ]);
        let mut shape = Shape::at(key, Role::Task, place);
        shape.condition = if dead { Condition::Dead } else { condition(state) };
        shape.tone = Some(tone(id.job));
        shape.body(place.w, place.h, 4);
        let (word, part) = self.task_name(id);
        match density {
            Density::Words => {
                let words = self.state_words(state, dead);
                let said: Vec<&str> = words.iter().map(String::as_str).collect();
                self.wordy_task(&mut shape, id, (state, &said), (&word, &part));
            }
            Density::Glyphs => self.drawn_task(&mut shape, id, state, (&word, &part)),
            Density::Tiles | Density::Dots => {
                glyph::draw(&mut shape, glyph::of_task(state), place.w / 2 - 5, height / 2 - 5);
            }
        }
        let vertex = &job.spec.vertex(id.vertex).name;
        let said = self.state_words(state, dead);
        let said = said.first().map_or("", String::as_str);
        let label = join(&[&job.spec.name, ": ", vertex, " (", &part, "), ", said]);
        shape.selects(Target::Task(id), label);
        shape
    }

    /// The state as the JobMaster knows it, longest wording first. Of a process that is gone that is a belief, until somebody
    /// notices.
    fn state_words(&self, state: ExecutionState, dead: bool) -> Vec<String> {
        let name = state.name();
        let believed = dead && !state.is_terminal();
        match believed {
            true => vec![join(&[self.say("以为 ", "believed "), name]), join(&[name, "?"])],
            false => vec![name.to_owned()],
        }
    }

    /// The first operator of the chain, and "1/2".
    fn task_name(&self, id: ExecutionId) -> (String, String) {
        let vertex = self.cluster.job(id.job).spec.vertex(id.vertex);
        let first = vertex.name.split(['>', ':', ',']).next().unwrap_or_default();
        let word = first.trim_end_matches([' ', '-']).trim().to_owned();
        let part = join(&[&number(id.subtask + 1), "/", &number(vertex.parallelism)]);
        (word, part)
    }

    fn wordy_task(
        &self,
        s: &mut Shape,
        id: ExecutionId,
        (state, said): (ExecutionState, &[&str]),
        name: (&str, &str),
    ) {
        let w = self.plan.grid.slot_width - 8;
        s.badge(tone(id.job), &letter(id.job), Rect::new(4, 7, 20, 22));
        glyph::draw(s, glyph::of_task(state), w - 16, 6);
        let size = self.sizes.text;
        let line = Line { look: Look::Fact, size, x: 30, y: 15, room: w - 30 - 20 };
        s.text(line, &self.with_part(name, size, line.room));
        let line = Line { look: Look::State, y: 31, room: w - 34, ..line };
        s.text(line, &first_that_fits(said, size, Face::Plain, line.room));
    }

    fn drawn_task(
        &self,
        s: &mut Shape,
        id: ExecutionId,
        state: ExecutionState,
        name: (&str, &str),
    ) {
        let w = self.plan.grid.slot_width - 8;
        s.badge(tone(id.job), &letter(id.job), Rect::new(3, 2, 20, 18));
        glyph::draw(s, glyph::of_task(state), w - 14, 6);
        let size = self.sizes.text;
        let line = Line { look: Look::Fact, size, x: 28, y: 16, room: w - 28 - 18 };
        s.text(line, &self.with_part(name, size, line.room));
    }

    /// "Source 1/2": of the two, the name gives way; "1/1" says nothing that a name should give way to.
    fn with_part(&self, (word, part): (&str, &str), size: i32, room: i32) -> String {
        let behind = join(&[" ", part]);
        let left = room - width(&behind, size, Face::Plain);
        if part == "1/1" && width(word, size, Face::Plain) > left {
            return shorten(word, size, Face::Plain, room);
        }
        let word = shorten(word, size, Face::Plain, left);
        join(&[&word, &behind])
    }

    /// "+3": subtasks for which the slot has no row.
    fn more(&mut self, tm: &TaskManager, index: u16, many: u64, row: usize, slot: Rect) {
        let density = self.plan.grid.density;
        let top = slot.y + SLOT_HEAD + row as i32 * task_height(density);
        let place = Rect::new(slot.x + 4, top, slot.w - 8, task_height(density) - 2);
        let key = join(&["more-", &number(tm.id.0), "-", &number(index)]);
        let mut shape = Shape::at(key, Role::Task, place);
        let y = place.h / 2 + 5;
        let line =
            Line { look: Look::Fact, size: self.sizes.text, x: place.w / 2, y, room: place.w };
        shape.text_middle(line, &join(&["+", &number(many)]));
        self.add(shape);
    }
}

/// Slanted lines over the lower part of a slot.
fn hatch(shape: &mut Shape, area: Rect) {
    let (left, right, rise) = (area.x, area.right(), area.h);
    if rise < 8 {
        return;
    }
    for foot in (left - rise + 6..right).step_by(12) {
        let (from, to) = (foot.max(left), (foot + rise).min(right));
        let bottom = area.bottom();
        let line = [(from, bottom - (from - foot)), (to, bottom - (to - foot))];
        shape.path(Look::Hatch, &line, false);
    }
}

const fn condition(state: ExecutionState) -> Condition {
    match state {
        ExecutionState::Created | ExecutionState::Scheduled => Condition::Absent,
        ExecutionState::Deploying | ExecutionState::Initializing => Condition::Coming,
        ExecutionState::Running => Condition::Alive,
        ExecutionState::Canceling => Condition::Going,
        ExecutionState::Finished | ExecutionState::Canceled => Condition::Done,
        ExecutionState::Failed => Condition::Dead,
    }
}
