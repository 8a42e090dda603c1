//! TaskManagers: the process, what the ResourceManager thinks of it, and its slots. A dead one stays in
//! its place, faded and dashed, until another one needs the place. Where there are many, each is a square, or ten are one.

use super::{Pen, caption, glyph, letter, tag_width, tone};
use crate::measure::{Face, first_that_fits, width};
use crate::scene::{Condition, Emphasis, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::names;
use caption::number;
use model::{JobId, TmId};
use model::cluster::{Cluster, ProcessState, Registration, TaskManager};

impl Pen<'_> {
    pub(super) fn task_managers(&mut self) {
        if self.plan.lens.is_some() {
            return self.overview();
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

    /// In an overview: who stands in each square, by machine and square. A dead one gives way to whoever took its place.
    fn squares(&self) -> Vec<Vec<Vec<TmId>>> {
        let places = &self.options.extent.task_managers;
        let row = |machine: &Vec<Rect>| vec![Vec::new(); machine.len()];
        let mut squares: Vec<Vec<Vec<TmId>>> = self.plan.task_managers.iter().map(row).collect();
        for (at, tm) in places.iter().zip(&self.cluster.task_managers) {
            let machine = squares.get_mut(usize::from(at.node));
            let index = usize::from(at.place) / self.plan.grid.share as usize;
            if let Some(square) = machine.and_then(|machine| machine.get_mut(index)) {
                square.retain(|other| places.get(other.index()) != Some(at));
                square.push(tm.id);
            }
        }
        squares
    }

    /// Squares, and a closer look at one of them.
    fn overview(&mut self) {
        let Some(looked) = self.looked_at().map(|tm| tm.id) else { return };
        let places = self.plan.task_managers.clone();
        for (node, (machine, places)) in self.squares().into_iter().zip(places).enumerate() {
            for (index, (square, place)) in machine.into_iter().zip(places).enumerate() {
                let [node, index] = [node, index].map(|part| number(part as u64));
                if !square.is_empty() {
                    self.square(caption::join(&["square-", &node, "-", &index]), &square, looked, place);
                }
                if square.contains(&looked) {
                    self.lens(&square, looked);
                }
            }
        }
    }

    /// One or several TaskManagers: the letter of the job that has most of their slots, or a cross; of several, how many live.
    pub(super) fn square(&mut self, key: String, tms: &[TmId], looked: TmId, place: Rect) {
        let cluster = self.cluster;
        let shown = if tms.contains(&looked) { Some(&looked) } else { tms.first() };
        let Some(tm) = shown.and_then(|id| cluster.task_managers.get(id.index())) else { return };
        let all = || tms.iter().filter_map(|id| cluster.task_managers.get(id.index()));
        let alive = all().filter(|tm| !tm.process.is_gone());
        let living = alive.clone().count();
        let mut shape = Shape::at(key, Role::TaskManager, place);
        shape.condition = match living {
            some if some == tms.len() || some == 0 => condition(tm),
            _ => Condition::Troubled,
        };
        shape.body(place.w, place.h, 4);
        let wide = self.plan.grid.lettered;
        let owner = most_of(alive.flat_map(|tm| jobs_on(cluster, tm)));
        let job = owner.and_then(|id| cluster.jobs.get(id.index()));
        if let Some(job) = job {
            shape.badge(tone(job.id), &letter(job.id), Rect::new(0, 0, wide, place.h));
        } else if living == 0 {
            glyph::draw(&mut shape, glyph::Glyph::Failed, wide / 2 - 5, place.h / 2 - 5);
        } else if let Some((tone, tag)) = self.tag(tm.cluster) {
            shape.badge(tone, &tag, Rect::new(0, 0, wide, place.h));
        }
        if tms.len() > 1 {
            let (x, room) = ((wide + place.w) / 2, place.w - wide);
            let line = Line { look: Look::Fact, size: self.sizes.text, x, y: 14, room };
            shape.text_middle(line, &number(living as u64));
        }
        let [first, last] = [tms.first(), tms.last()].map(|tm| tm.map_or(TmId(0), |tm| *tm));
        let mut label = caption::join(&["TaskManager ", &names::tm(first)]);
        if tms.len() > 1 {
            let (living, all) = (number(living as u64), number(tms.len() as u64));
            label.push_str(&caption::join(&[" … ", &names::tm(last), ": ", &living, "/", &all]));
        } else {
            label.push_str(&caption::join(&[": ", caption::process(self.lang(), tm.process)[0]]));
        }
        if let Some(job) = job {
            label.push_str(&caption::join(&[", ", &letter(job.id), " ", &job.spec.name]));
        }
        shape.selects(Target::TaskManager(tm.id), label);
        if tm.id == looked {
            shape.emphasis = Emphasis::Involved;
        }
        self.add(shape);
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

/// The job of each slot that has one.
fn jobs_on<'a>(cluster: &'a Cluster, tm: &'a TaskManager) -> impl Iterator<Item = JobId> + 'a {
    let held = tm.slots.iter().filter_map(|slot| slot.allocation());
    held.filter_map(|id| Some(cluster.allocations.get(id.index())?.job))
}

/// Who is named most often.
fn most_of(jobs: impl Iterator<Item = JobId>) -> Option<JobId> {
    let mut counted: Vec<(JobId, usize)> = Vec::new();
    for job in jobs {
        match counted.iter_mut().find(|(other, _)| *other == job) {
            Some((_, many)) => *many += 1,
            None => counted.push((job, 1)),
        }
    }
    // Of equals the first, so that it does not change when nothing else does.
    counted.into_iter().rev().max_by_key(|(_, many)| *many).map(|(job, _)| job)
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
