//! A JobMaster: its job's state, the slots in its pool, and what it waits for.

use super::job_manager::Seat;
use super::sizes::Density;
use super::{Pen, caption, glyph, letter, tone};
use crate::measure::{Face, first_that_fits, width};
use crate::scene::{Condition, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::{names, t, time};
use caption::{join, number};
use model::cluster::{Cluster, Job, Restored};
use model::event::AdaptiveState;
use model::{ClusterId, ExecutionId, ExecutionState, JobStatus, Time};

impl Pen<'_> {
    pub(super) fn job_masters(&mut self, seat: &Seat) {
        let Some(cluster) = seat.cluster else { return };
        let (jobs, given) = (&self.cluster.jobs, &self.options.extent.jobs);
        let its = |index: usize| jobs.get(index).filter(|job| job.cluster == cluster.id);
        let open = seat.plan.open;
        for (place, rect) in seat.plan.jobs.iter().enumerate() {
            let latest = (0..jobs.len())
                .rev()
                .find(|index| given.get(*index) == Some(&(place as u16)) && its(*index).is_some());
            if let Some(job) = latest.and_then(its) {
                let density = if open.is_some() { Density::Dots } else { seat.plan.density };
                let shape = self.job_master(job, density, *rect);
                self.add(shape);
            }
        }
        let looked = looked_at(self.cluster, &self.seen, cluster.id);
        if let (Some(place), Some(job)) = (open, looked) {
            let mut shape = self.job_master(job, Density::Glyphs, place);
            shape.key = seat.key("open");
            self.add(shape);
        }
        if let Some(place) = seat.plan.more {
            let mut shape = Shape::at(seat.key("more"), Role::JobMaster, place);
            shape.body(place.w, place.h, 4);
            let (size, x) = (self.sizes.text, place.w / 2);
            let line = Line { look: Look::Fact, size, x, y: 15, room: place.w - 2 };
            let unseen = (0..jobs.len()).filter(|index| {
                given.get(*index).is_some_and(|at| usize::from(*at) >= seat.plan.jobs.len())
                    && its(*index).is_some_and(|job| !job.job_master_stopped)
            });
            shape.text_middle(line, &join(&["+", &number(unseen.count() as u64)]));
            self.add(shape);
        }
    }

    /// As much of a job as its place has room for; where there are many, its letter and a drawing of its state.
    fn job_master(&self, job: &Job, density: Density, place: Rect) -> Shape {
        let key = join(&["job-", &number(job.id.0)]);
        let mut shape = Shape::at(key, Role::JobMaster, place);
        shape.condition = job_condition(job);
        shape.body(place.w, place.h, 6);
        let end = place.w - 8;
        let size = self.sizes.text;
        // A job that went with its JobManager has no state any more: there is nobody to ask.
        let (status, drawing) = match job.is_lost() {
            true if self.options.extent.highly_available => {
                (self.say("等 leader", "no leader"), glyph::Glyph::Paused)
            }
            true => (self.say("已丢失", "lost"), glyph::Glyph::Failed),
            false => (job.status.name(), glyph::of_job(job.status)),
        };
        let slots = self.pool_text(job);
        let label = join(&["JobMaster ", &job.spec.name, ": ", status, ", ", &slots]);
        shape.selects(Target::Job(job.id), label);
        if density == Density::Dots {
            let ground = Rect::new(1, 1, place.w - 18, place.h - 2);
            shape.badge(tone(job.id), &letter(job.id), ground);
            glyph::draw(&mut shape, drawing, place.w - 14, place.h / 2 - 5);
            return shape;
        }
        let top = if density == Density::Tiles { 20 } else { 22 };
        shape.badge(tone(job.id), &letter(job.id), Rect::new(10, top - 15, 19, 20));
        let state_room = 86;
        glyph::draw(&mut shape, drawing, end - 10, top - 10);
        let state = Line { look: Look::State, size, x: end - 15, y: top, room: state_room };
        shape.text_end(state, status);
        let room = end - 15 - state_room - 34 + self.spare(status, size, state_room);
        let title = if density == Density::Words { "JobMaster" } else { &job.spec.name };
        let name_size = if density == Density::Words { self.sizes.name } else { size };
        let name = Line { look: Look::Name, size: name_size, x: 34, y: top, room };
        shape.text(name, title);
        let line = Line { look: Look::Fact, size, x: 10, y: 43, room: place.w - 18 };
        match density {
            Density::Words => {
                shape.text(line, &job.spec.name);
                self.second_line(&mut shape, job, Line { y: 62, ..line }, &slots);
            }
            Density::Glyphs => self.second_line(&mut shape, job, line, &slots),
            Density::Tiles | Density::Dots => {}
        }
        shape
    }

    /// Room that a state leaves to the name beside it.
    fn spare(&self, state: &str, size: i32, room: i32) -> i32 {
        (room - width(state, size, Face::Plain)).max(0)
    }

    /// Slots on the left, what the job waits for on the right.
    fn second_line(&self, shape: &mut Shape, job: &Job, line: Line, slots: &str) {
        let used = width(slots, line.size, Face::Plain);
        let (look, waits) = self.waits_for(job);
        let right = Line { look, x: line.x + line.room, room: line.room - used - 10, ..line };
        let short: Vec<&str> = waits.iter().map(String::as_str).collect();
        shape.text_end(right, &first_that_fits(&short, line.size, Face::Plain, right.room));
        shape.text(Line { room: used.min(line.room), ..line }, slots);
    }

    /// How many slots are in the JobMaster's pool, and how many it declared, where it declared others.
    fn pool_text(&self, job: &Job) -> String {
        let held = self.cluster.pool_of(job.id).count();
        let has = number(held as u64);
        if held as u64 == u64::from(job.required) {
            let slots = if held == 1 { " slot" } else { " slots" };
            return join(&[&has, self.say(" 个 slot", slots)]);
        }
        let needs = number(job.required);
        let text = match (held as u64) < u64::from(job.required) {
            true => t("slot {0}，要 {1}", "{0} of {1} slots"),
            false => t("slot {0}，要 {1}", "{0} slots, needs {1}"),
        };
        text.fill(self.options.lang, &[&has, &needs])
    }

    /// What the job waits for, longest wording first.
    fn waits_for(&self, job: &Job) -> (Look, Vec<String>) {
        if job.is_lost() && self.options.extent.highly_available {
            let store = names::leader_store(self.cluster);
            let long = join(&[store, self.say(" 还记着它", " still knows it")]);
            let short = join(&[self.say("在 ", "in "), store]);
            return (Look::Fact, vec![long, short]);
        }
        if job.is_lost() {
            let long = self.say("没有 JobMaster 了", "no JobMaster any more");
            return (Look::Alarm, vec![long.to_owned(), self.say("已丢失", "lost").to_owned()]);
        }
        if job.job_master_stopped {
            let long = self.say("JobMaster 已停止", "JobMaster stopped");
            return (Look::Fact, vec![long.to_owned(), self.say("已停止", "stopped").to_owned()]);
        }
        if let Some(left) = self.restart_in(job) {
            let short = time::span(left);
            let long = join(&[self.say("重启还剩 ", "restart in "), &short]);
            return (Look::Alarm, vec![long, short]);
        }
        if job.adaptive_is(AdaptiveState::WaitingForResources) {
            let long = AdaptiveState::WaitingForResources.name();
            return (Look::Alarm, vec![long.to_owned(), self.say("等 slot", "waits").to_owned()]);
        }
        let executions = || job.executions.iter().flatten();
        let waiting =
            executions().filter(|execution| execution.state == ExecutionState::Scheduled).count();
        if waiting > 0 {
            let many = number(waiting as u64);
            let short = join(&[&many, self.say(" 个在等", " waiting")]);
            return (Look::Alarm, vec![join(&[&many, " × SCHEDULED"]), short]);
        }
        (Look::Fact, self.state_of(job))
    }

    /// The savepoint that is being written, else what the job's tasks began with.
    fn state_of(&self, job: &Job) -> Vec<String> {
        if self.cluster.savepoints_under_way(job.id).next().is_some() {
            let long = self.say("正在写 savepoint", "writes a savepoint");
            return vec![long.to_owned(), self.say("写 savepoint", "savepoint").to_owned()];
        }
        let (what, count) = match job.restored {
            None => return vec![],
            Some(Restored::Checkpoint(count)) => ("checkpoint ", count),
            Some(Restored::Savepoint(id)) => ("savepoint ", self.cluster.savepoint(id).number),
        };
        let short = join(&[what, &number(count)]);
        vec![join(&[self.say("始于 ", "from "), &short]), short]
    }

    /// Time until the next restart, in tenths of a second.
    fn restart_in(&self, job: &Job) -> Option<Time> {
        if job.status != JobStatus::Restarting {
            return None;
        }
        let ends = job.waiting_restarts.iter().filter_map(|failover| {
            let restarts = self.options.extent.restarts.iter().rev();
            let mut of_failure = restarts.filter(|(failed, _)| *failed == failover.failed);
            of_failure.next().map(|(_, end)| *end)
        });
        let left = ends.min()?.since(self.frame.at);
        Some(Time::ms(left.as_ms().div_ceil(100) * 100))
    }
}

/// The job that is told in full where there are many: the reader's, that of the last event, or the first.
fn looked_at<'a>(all: &'a Cluster, seen: &[Target], cluster: ClusterId) -> Option<&'a Job> {
    let job_of = |target: &Target| match target {
        Target::Job(job) | Target::Task(ExecutionId { job, .. }) => {
            all.jobs.get(job.index()).filter(|job| job.cluster == cluster)
        }
        _ => None,
    };
    seen.iter().find_map(job_of).or_else(|| all.jobs_of(cluster).next())
}

fn job_condition(job: &Job) -> Condition {
    if job.is_lost() {
        return Condition::Dead;
    }
    match job.status {
        JobStatus::Initializing | JobStatus::Created => Condition::Coming,
        JobStatus::Running => Condition::Alive,
        JobStatus::Failing | JobStatus::Restarting => Condition::Troubled,
        JobStatus::Cancelling => Condition::Going,
        JobStatus::Failed => Condition::Dead,
        JobStatus::Canceled | JobStatus::Finished | JobStatus::Suspended => Condition::Done,
    }
}
