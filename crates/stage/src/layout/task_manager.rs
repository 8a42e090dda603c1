//! TaskManagers: the process, what the ResourceManager thinks of it, and its slots. A dead one stays in
//! its place, faded and dashed, until another one needs the place. Where there are many, each is a square, or ten are one.

use super::lens::Lens;
use super::{Pen, caption, glyph, letter, tag_width, tone};
use crate::measure::{Face, first_that_fits, width};
use crate::scene::{Condition, Emphasis, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::names;
use caption::number;
use model::TmId;
use model::cluster::{Job, ProcessState, Registration, TaskManager};

/// Who stands in a square.
struct Square<'a> {
    /// The one whose state is shown.
    shown: &'a TaskManager,
    /// How many live.
    living: u64,
    /// Whose slots they mostly are.
    job: Option<&'a Job>,
    /// Whoever comes after the one that is looked at, round and round.
    next: TmId,
}

impl Pen<'_> {
    pub(super) fn task_managers(&mut self) {
        if let Some(lens) = self.plan.lens.clone() {
            return self.overview(lens);
        }
        let cluster = self.cluster;
        for tm in &cluster.task_managers {
            if let Some(place) = self.tm_place(tm.id) {
                self.whole_task_manager(tm, place);
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

    /// Squares, and a closer look at one of them.
    fn overview(&mut self, lens: Lens) {
        let cluster = self.cluster;
        let Some(looked) = self.looked_at().map(|tm| tm.id) else { return };
        for (node, machine) in self.plan.task_managers.clone().into_iter().enumerate() {
            for (index, place) in machine.into_iter().enumerate() {
                let shape = self.square((node, index), looked, place);
                shape.into_iter().for_each(|shape| self.add(shape));
            }
        }
        if let Some(tm) = cluster.task_managers.get(looked.index()) {
            self.lens(lens, tm);
        }
    }

    /// Who stands in a square of a machine by now, if anybody does.
    fn stands(&self, (node, square): (usize, usize), looked: TmId) -> Option<Square<'_>> {
        let (mut shown, mut first, mut next): (Option<&TaskManager>, _, _) = (None, None, None);
        let (mut living, mut job, mut lead) = (0, None, 0);
        for (index, at) in self.options.extent.task_managers.iter().enumerate() {
            let here = (i32::from(at.place) / self.plan.grid.share) as usize;
            if (usize::from(at.node), here) != (node, square) {
                continue;
            }
            let Some(tm) = self.cluster.task_managers.get(index) else { break };
            let gone = tm.process.is_gone();
            // Who died gives way to whoever lives or came later, and all to the one that is looked at.
            if shown.is_none_or(|it| it.id != looked && (it.process.is_gone() || !gone))
                || tm.id == looked
            {
                shown = Some(tm);
            }
            first = first.or(Some(tm.id));
            next = next.or((tm.id > looked).then_some(tm.id));
            if gone {
                continue;
            }
            living += 1;
            // Whoever has more slots than all others together, or else one of those with many.
            for slot in &tm.slots {
                let Some(held) = slot.allocation() else { continue };
                let other = self.cluster.allocations.get(held.index()).map(|it| it.job);
                match lead {
                    _ if job == other => lead += 1,
                    0 => (job, lead) = (other, 1),
                    _ => lead -= 1,
                }
            }
        }
        let job = job.and_then(|id| self.cluster.jobs.get(id.index()));
        Some(Square { shown: shown?, living, job, next: next.or(first)? })
    }

    /// One or several TaskManagers: the letter of the job that has most of their slots, or a cross; of several, how many live.
    /// Each click on a square of several leads to the next one.
    fn square(&self, at: (usize, usize), looked: TmId, place: Rect) -> Option<Shape> {
        let Square { shown, living, job, next } = self.stands(at, looked)?;
        let [node, index] = [at.0, at.1].map(|part| number(part as u64));
        let key = caption::join(&["square-", &node, "-", &index]);
        let mut shape = Shape::at(key, Role::TaskManager, place);
        shape.condition = condition(shown);
        shape.body(place.w, place.h, 4);
        let wide = self.plan.grid.lettered;
        let ground = Rect::new(0, 0, wide, place.h);
        if let Some(job) = job {
            shape.badge(tone(job.id), &letter(job.id), ground);
        } else if living == 0 {
            glyph::draw(&mut shape, glyph::Glyph::Failed, wide / 2 - 5, place.h / 2 - 5);
        } else if let Some((tone, tag)) = self.tag(shown.cluster) {
            shape.badge(tone, &tag, ground);
        }
        let mut target = shown.id;
        if self.plan.grid.share > 1 {
            let (x, room) = ((wide + place.w) / 2, place.w - wide);
            let line = Line { look: Look::Fact, size: self.sizes.text, x, y: 14, room };
            shape.text_middle(line, &number(living));
            if target == looked {
                target = next;
            }
        }
        let state = caption::process(self.lang(), shown.process)[0];
        let (comma, name) = job.map_or(("", ""), |job| (", ", &*job.spec.name));
        let label = ["TaskManager ", &names::tm(target), ": ", state, comma, name];
        shape.selects(Target::TaskManager(target), caption::join(&label));
        if shown.id == looked {
            shape.emphasis = Emphasis::Involved;
        }
        Some(shape)
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
