//! TaskManagers: the process, what the ResourceManager thinks of it, and its slots. A dead one stays in
//! its place, faded and dashed, until another one needs the place.

use super::sizes::Density;
use super::{Pen, caption, glyph, tag_width};
use crate::measure::{Face, first_that_fits, width};
use crate::scene::{Condition, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::names;
use caption::number;
use model::TmId;
use model::cluster::{ProcessState, Registration, TaskManager};

impl Pen<'_> {
    pub(super) fn task_managers(&mut self) {
        let cluster = self.cluster;
        for tm in &cluster.task_managers {
            if let Some(place) = self.tm_place(tm.id) {
                self.task_manager(tm, place);
            }
        }
    }

    /// Where a TaskManager stands, if no later one has taken its place.
    pub(super) fn tm_place(&self, id: TmId) -> Option<Rect> {
        let places = &self.options.extent.task_managers;
        let mine = *places.get(id.index())?;
        let mut so_far = places.iter().take(self.cluster.task_managers.len());
        let latest = so_far.rposition(|other| *other == mine)?;
        if latest != id.index() {
            return None;
        }
        let machine = self.plan.task_managers.get(usize::from(mine.node))?;
        machine.get(usize::from(mine.place)).copied()
    }

    /// In an overview: its number, and how many of its slots are given away as a bar.
    fn dot(&mut self, tm: &TaskManager, place: Rect) {
        let key = caption::join(&["dot-", &number(tm.id.0)]);
        let mut shape = Shape::at(key, Role::TaskManager, place);
        shape.condition = condition(tm);
        shape.body(place.w, place.h, 4);
        let used = tm.slots.iter().filter(|slot| slot.allocation().is_some()).count();
        let state = caption::process(self.lang(), tm.process)[0];
        let gone = tm.process.is_gone();
        let text = number(tm.id.0);
        let look = if condition(tm) == Condition::Dead { Look::Alarm } else { Look::Fact };
        let mut left = 2;
        if let Some((tone, tag)) = self.tag(tm.cluster) {
            shape.badge(tone, &tag, Rect::new(3, 3, tag_width(&tag), 13));
            left = 3 + tag_width(&tag) + 2;
        }
        let x = (left + place.w - 2) / 2;
        let line = Line { look, size: self.sizes.text, x, y: 14, room: place.w - 2 - left };
        shape.text_middle(line, &text);
        let whole = place.w - 8;
        shape.rect(Look::Gauge, Rect::new(4, 18, whole, 4), 2);
        let full = used as i32 * whole / tm.slots.len().max(1) as i32;
        if full > 0 && !gone {
            shape.rect(Look::GaugeUsed, Rect::new(4, 18, full, 4), 2);
        }
        let slots = caption::join(&[&number(used as u64), "/", &number(tm.slots.len() as u64)]);
        let label = caption::join(&["TaskManager tm-", &text, ": ", state, ", slot ", &slots]);
        shape.selects(Target::TaskManager(tm.id), label);
        self.add(shape);
    }

    fn task_manager(&mut self, tm: &TaskManager, place: Rect) {
        if self.plan.grid.density == Density::Dots {
            return self.dot(tm, place);
        }
        self.whole_task_manager(tm, place);
    }

    /// With its slots and what runs in them.
    pub(super) fn whole_task_manager(&mut self, tm: &TaskManager, place: Rect) {
        let mut shape = Shape::at(names::tm(tm.id), Role::TaskManager, place);
        shape.condition = condition(tm);
        shape.body(place.w, place.h, 8);
        let state = caption::process(self.lang(), tm.process)[0];
        let (look, wordings) = self.registration(tm);
        self.tm_head(&mut shape, tm, place.w);
        let size = self.sizes.text;
        let edge = edge(place.w);
        let room = place.w - 2 * edge;
        let wordings: Vec<&str> = wordings.iter().map(String::as_str).collect();
        let line = Line { look, size, x: edge, y: 41, room };
        shape.text(line, &first_that_fits(&wordings, size, Face::Plain, room));
        let longest = wordings.first().copied().unwrap_or_default();
        let name = names::tm(tm.id);
        let label = caption::join(&["TaskManager ", &name, ": ", state, ", ", longest]);
        shape.selects(Target::TaskManager(tm.id), label);
        self.add(shape);
        for index in 0..tm.slots.len() {
            self.slot(tm, index, place);
        }
    }

    /// Name on the left, state of the process on the right. The name never gives way.
    fn tm_head(&self, shape: &mut Shape, tm: &TaskManager, whole: i32) {
        let size = self.sizes.text;
        let edge = edge(whole);
        let (end, id) = (whole - edge, names::tm(tm.id));
        let id_width = width(&id, self.sizes.name, Face::Bold);
        let tag = self.tag(tm.cluster).map_or(0, |(_, tag)| tag_width(&tag) + 4);
        let room = end - edge - id_width - 24 - tag;
        // A state cut short says nothing; the outline and the line below still do.
        let [long, short] = caption::process(self.lang(), tm.process);
        let state = first_that_fits(&[long, short, ""], size, Face::Plain, room);
        let state_width = width(&state, size, Face::Plain);
        let drawing = match tm.process {
            // The name alone fills a narrow one: its outline and the line below still tell.
            _ if edge < 10 => None,
            ProcessState::Killed | ProcessState::Exited => Some(glyph::Glyph::Failed),
            ProcessState::Frozen => Some(glyph::Glyph::Paused),
            ProcessState::Starting | ProcessState::Running | ProcessState::Stopping => None,
        };
        if let Some(drawing) = drawing {
            glyph::draw(shape, drawing, end - state_width - 15, 11);
        }
        let line = |look, x, room| Line { look, size, x, y: 21, room };
        let look = if condition(tm) == Condition::Dead { Look::Alarm } else { Look::State };
        shape.text_end(line(look, end, state_width), &state);
        let x = match self.tag(tm.cluster) {
            Some((tone, tag)) => {
                let wide = tag_width(&tag);
                shape.badge(tone, &tag, Rect::new(edge - 2, 6, wide, 19));
                edge + 4 + wide
            }
            None => edge,
        };
        let state_width = if drawing.is_some() { state_width + 15 } else { state_width };
        let room = end - x - if state_width > 0 { state_width + 7 } else { 0 };
        let full = caption::join(&["TaskManager ", &id]);
        let name = Line { size: self.sizes.name, ..line(Look::Name, x, room) };
        shape.text(name, &first_that_fits(&[&full, &id], name.size, Face::Bold, room));
    }

    /// What the ResourceManager thinks, longest wording first.
    fn registration(&self, tm: &TaskManager) -> (Look, Vec<String>) {
        let owned = |long: &str, short: &str| vec![long.to_owned(), short.to_owned()];
        if tm.cut_off && !tm.process.is_gone() {
            let long = self.say("与 JobManager 的网断了", "cut off from the JobManager");
            return (Look::Alarm, owned(long, self.say("网断了", "cut off")));
        }
        match tm.registration {
            // Killed with its JobManager, and not missed yet.
            Registration::None | Registration::Registered(_)
                if tm.searching_since.is_none()
                    && (tm.registration == Registration::None
                        || !self.cluster.flink(tm.cluster).phase.is_alive()) =>
            {
                let long = self.say("它的 ResourceManager 已不在", "its ResourceManager is gone");
                (Look::Fact, owned(long, self.say("RM 已不在", "RM gone")))
            }
            Registration::None => {
                let long = self.say("还没有向 ResourceManager 注册", "not registered yet");
                (Look::Fact, owned(long, self.say("未注册", "not yet")))
            }
            Registration::Registered(_) if tm.process.answers() => {
                let long =
                    self.say("已向 ResourceManager 注册", "registered at the ResourceManager");
                (Look::Fact, owned(long, self.say("已注册", "registered")))
            }
            Registration::Registered(_) => {
                let long = self.say(
                    "ResourceManager 还以为它在",
                    "ResourceManager still believes it is there",
                );
                (Look::Alarm, owned(long, self.say("仍在册", "RM: alive")))
            }
            Registration::Lost(reason) => {
                let why = caption::loss(self.lang(), reason);
                let long = self.say("ResourceManager 已除名：", "ResourceManager dropped it: ");
                let short = self.say("已除名：", "dropped: ");
                let bare = self.say("已除名", "dropped").to_owned();
                (Look::Fact, vec![caption::join(&[long, why]), caption::join(&[short, why]), bare])
            }
        }
    }
}

/// From the frame to the words of so wide a TaskManager.
const fn edge(width: i32) -> i32 {
    if width < 100 { 4 } else { 10 }
}

/// How a TaskManager fares.
pub(super) const fn condition(tm: &TaskManager) -> Condition {
    match tm.process {
        ProcessState::Starting => Condition::Coming,
        ProcessState::Running => match tm.registration {
            Registration::None if tm.searching_since.is_some() => Condition::Coming,
            Registration::None | Registration::Registered(_) => Condition::Alive,
            Registration::Lost(_) => Condition::Troubled,
        },
        ProcessState::Frozen => Condition::Troubled,
        ProcessState::Stopping => Condition::Going,
        ProcessState::Killed => Condition::Dead,
        ProcessState::Exited => Condition::Done,
    }
}
