//! What several JobManager processes, a `main()` and the leader store add to a cluster's picture.

use super::job_manager::Seat;
use super::{Pen, caption, letter};
use crate::measure::{Face, first_that_fits, width};
use crate::scene::{Condition, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::inspector::{is_kept, leaders, step};
use crate::words::names;
use caption::{join, number};
use model::cluster::{Application, Job, JobManager, JobManagerRole, MainPhase, Mode};
use model::event::MainEnd;

impl Pen<'_> {
    /// Where the `main()` of an application is.
    pub(super) fn main(&mut self, seat: &Seat) {
        let (Some(place), Some(cluster)) = (seat.plan.main, seat.cluster) else { return };
        let Mode::Application(id) = cluster.mode else { return };
        let application = self.cluster.application(id);
        let mut shape = Shape::at(seat.key("main"), Role::JobMaster, place);
        shape.condition = main_condition(application.main);
        shape.body(place.w, place.h, 6);
        let line = Line { look: Look::Name, size: self.sizes.name, x: 10, y: 22, room: 70 };
        shape.text(line, "main()");
        let name = &application.program.name;
        let fact = Line { look: Look::Fact, size: self.sizes.text, x: place.w - 10, ..line };
        shape.text_end(Line { room: place.w - 96, ..fact }, name);
        let texts = self.main_texts(application);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let room = place.w - 20;
        let text = first_that_fits(&texts, fact.size, Face::Plain, room);
        shape.text(Line { look: Look::State, x: 10, y: 43, room, ..fact }, &text);
        shape.selects(
            Target::Main(id),
            join(&["main() ", name, ": ", texts.first().copied().unwrap_or_default()]),
        );
        self.add(shape);
    }

    /// Step i of n, longest wording first.
    fn main_texts(&self, application: &Application) -> Vec<String> {
        let steps = &application.program.steps;
        let at = |index: u16| {
            let (index, of) = (usize::from(index), steps.len() as u64);
            let part = join(&[&number((index as u64 + 1).min(of)), "/", &number(of)]);
            (part, steps.get(index).map_or_else(String::new, step))
        };
        let plain = |zh, en| vec![self.say(zh, en).to_owned()];
        match application.main {
            MainPhase::Elsewhere => plain("还没有开始", "has not begun"),
            MainPhase::At(index) if usize::from(index) >= steps.len() => {
                plain("就要返回", "about to return")
            }
            MainPhase::At(index) => {
                let (part, what) = at(index);
                vec![join(&[&part, " ", &what]), part]
            }
            MainPhase::WaitsFor(_, index) => {
                let (part, what) = at(index);
                let waits = self.say(" 在等", " waits");
                vec![join(&[&part, " ", &what, waits]), join(&[&part, waits])]
            }
            MainPhase::Ended(_, MainEnd::Returned) => plain("已返回", "returned"),
            MainPhase::Ended(_, MainEnd::Threw) => plain("抛出了异常", "threw"),
        }
    }

    /// The JobManager processes of a cluster, where there are several.
    pub(super) fn processes(&mut self, seat: &Seat) {
        let Some(cluster) = seat.cluster else { return };
        for (place, rect) in seat.plan.processes.iter().enumerate() {
            let places = self.options.extent.processes.iter();
            let found = places
                .zip(&self.cluster.job_managers)
                .rfind(|(at, jm)| jm.cluster == cluster.id && usize::from(**at) == place);
            if let Some((_, jm)) = found {
                self.process(jm, *rect);
            }
        }
    }

    fn process(&mut self, jm: &JobManager, place: Rect) {
        let name = names::jm(jm.id);
        let mut shape = Shape::at(name.clone(), Role::JobManager, place);
        let (condition, word) = match jm.role {
            JobManagerRole::Starting => (Condition::Coming, self.say("启动中", "starting")),
            JobManagerRole::StandingBy => (Condition::Absent, self.say("待命", "standby")),
            JobManagerRole::Leading => (Condition::Alive, self.say("leader", "leader")),
            JobManagerRole::Killed => (Condition::Dead, self.say("已被杀死", "killed")),
            JobManagerRole::Exited => (Condition::Done, self.say("已退出", "exited")),
        };
        shape.condition = condition;
        shape.body(place.w, place.h, 6);
        let size = self.sizes.text;
        let room = width(&name, size, Face::Bold);
        let line = Line { look: Look::Name, size, x: 8, y: 20, room };
        shape.text(line, &name);
        let look = if condition == Condition::Dead { Look::Alarm } else { Look::State };
        let end = Line { look, x: place.w - 8, room: place.w - 20 - room, ..line };
        shape.text_end(end, word);
        shape.selects(Target::Process(jm.id), join(&["JobManager ", &name, ", ", word]));
        self.add(shape);
    }

    /// A job by its letter, with the number of its last checkpoint.
    fn kept(&self, job: &Job) -> String {
        match job.last_checkpoint {
            Some(checkpoint) => join(&[&letter(job.id), " checkpoint ", &number(checkpoint)]),
            None => letter(job.id),
        }
    }

    /// Who leads, which jobs the next leader would find, and where the data itself lies.
    pub(super) fn leader_store(&mut self) {
        let Some(place) = self.plan.leader_store else { return };
        let title = names::leader_store(self.cluster);
        let mut shape = Shape::at("leader-store".to_owned(), Role::YarnResourceManager, place);
        shape.body(place.w, place.h, 0);
        let size = self.sizes.text;
        let room = place.w - 20;
        let line = Line { look: Look::Fact, size, x: 10, y: 43, room };
        let name = Line { look: Look::Name, size: self.sizes.name, y: 22, ..line };
        shape.text(name, title);
        let leaders = leaders(self.cluster);
        let none = self.say("无", "none");
        let leads = join(&["leader: ", if leaders.is_empty() { none } else { &leaders }]);
        shape.text(line, &leads);
        let kept = self.cluster.jobs.iter().filter(|job| is_kept(self.cluster, job));
        let kept: Vec<String> = kept.map(|job| self.kept(job)).collect();
        let kept = if kept.is_empty() { none.to_owned() } else { kept.join(", ") };
        let jobs = join(&[self.say("作业：", "jobs: "), &kept]);
        shape.text(Line { y: 62, ..line }, &jobs);
        let data = self.say("storageDir：图、元数据", "storageDir: plans, metadata");
        shape.text(Line { y: 82, ..line }, data);
        shape.selects(Target::LeaderStore, join(&[title, ", ", &leads, ", ", &jobs]));
        self.add(shape);
    }
}

const fn main_condition(main: MainPhase) -> Condition {
    match main {
        MainPhase::Elsewhere => Condition::Coming,
        MainPhase::At(_) | MainPhase::WaitsFor(..) => Condition::Alive,
        MainPhase::Ended(_, MainEnd::Returned) => Condition::Done,
        MainPhase::Ended(_, MainEnd::Threw) => Condition::Dead,
    }
}
