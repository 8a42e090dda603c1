//! The JobManager process: one box with Dispatcher, ResourceManager and a JobMaster for each job.

use super::plan::ClusterPlan;
use super::sizes::Density;
use super::{Pen, caption, glyph, held, holder, letter, tag_width, tone};
use crate::measure::{Face, first_that_fits, width};
use crate::scene::{Condition, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::{names, time};
use caption::{join, number};
use model::cluster::{
    AtJobMaster, AtResourceManager, ContainerPhase, FlinkCluster, Job, JobManagerPhase,
    Registration, Restored,
};
use model::event::{AdaptiveState, ContainerRole};
use model::{ClusterId, ExecutionState, JobStatus, Key, Provider, Time};

/// Slots as the ResourceManager counts them.
struct Ledger {
    /// Of registered TaskManagers.
    total: u64,
    /// Of those: given to a job.
    used: u64,
    /// What the JobMasters have declared.
    required: u64,
    /// Reactive mode asks for more than there will ever be: that is no shortage.
    insatiable: bool,
}

impl Ledger {
    /// Slots that are waited for.
    const fn missing(&self) -> u64 {
        if self.insatiable { 0 } else { self.required.saturating_sub(self.total) }
    }
}

/// One cluster with its places.
pub(super) struct Seat<'a> {
    pub(super) plan: ClusterPlan,
    /// Nobody has started one here yet.
    pub(super) cluster: Option<&'a FlinkCluster>,
    /// "": there is only one place, and its shapes need no number.
    suffix: String,
}

impl Seat<'_> {
    pub(super) fn id(&self) -> ClusterId {
        self.cluster.map_or(ClusterId(0), |cluster| cluster.id)
    }

    pub(super) fn phase(&self) -> JobManagerPhase {
        self.cluster.map_or(JobManagerPhase::Absent, |cluster| cluster.phase)
    }

    pub(super) fn key(&self, name: &str) -> String {
        join(&[name, &self.suffix])
    }
}

impl Pen<'_> {
    pub(super) fn job_managers(&mut self) {
        let places = &self.options.extent.clusters;
        let plans = self.plan.clusters.clone();
        let alone = plans.len() == 1;
        for (place, plan) in plans.into_iter().enumerate() {
            let index = holder(places, self.cluster.clusters.len(), place);
            let cluster = index.map(|index| &self.cluster.clusters[index]);
            let suffix = if alone { String::new() } else { join(&["-", &number(place as u64)]) };
            if alone || cluster.is_some() {
                self.job_manager(&Seat { plan, cluster, suffix });
            }
        }
    }

    /// The places of a cluster, if no later one has taken them.
    pub(super) fn cluster_plan(&self, id: ClusterId) -> Option<&ClusterPlan> {
        let places = &self.options.extent.clusters;
        if self.cluster.clusters.is_empty() {
            return self.plan.clusters.first();
        }
        self.plan.clusters.get(held(places, self.cluster.clusters.len(), id.index())?)
    }

    /// In an overview: the cluster in one line.
    fn tile(&mut self, seat: &Seat) {
        let (Some(cluster), place) = (seat.cluster, seat.plan.job_manager) else { return };
        let mut shape = Shape::at(seat.key("job-manager"), Role::JobManager, place);
        shape.condition = condition(cluster.phase);
        shape.body(place.w, place.h, 6);
        let mut x = 8;
        if let Some((tone, tag)) = self.tag(cluster.id) {
            shape.badge(tone, &tag, Rect::new(x, 7, tag_width(&tag), 20));
            x += tag_width(&tag) + 7;
        }
        let alive = |tm: &&model::cluster::TaskManager| !tm.process.is_gone();
        let tms = number(self.cluster.tms_of(cluster.id).filter(alive).count() as u64);
        let over = |job: &&Job| job.status.is_terminal() || job.is_lost();
        let open = self.cluster.jobs_of(cluster.id).filter(|job| !over(job));
        let counts =
            join(&[self.say("作业 ", "jobs "), &number(open.count() as u64), " · TM ", &tms]);
        let size = self.sizes.text;
        let wide = width(&counts, size, Face::Plain);
        let line = Line { look: Look::Fact, size, x: place.w - 8, y: 22, room: wide };
        shape.text_end(line, &counts);
        let room = place.w - 8 - wide - 8 - x;
        let state = self.job_manager_state(cluster);
        shape.text(Line { look: Look::State, x, room, ..line }, state);
        let label = join(&["JobManager, ", state, ", ", &counts]);
        shape.selects(Target::JobManager(cluster.id), label);
        self.add(shape);
    }

    /// The phase of its JobManager; while there is none, what it waits for.
    fn job_manager_state(&self, cluster: &FlinkCluster) -> &'static str {
        let mut containers = self.cluster.platform.iter().flat_map(|it| &it.containers);
        let waits = containers.any(|container| {
            container.cluster == cluster.id
                && container.role == ContainerRole::JobManager
                && container.phase == ContainerPhase::Pending
        });
        if waits && !cluster.phase.is_alive() {
            return self.say("等空位", "waits for room");
        }
        caption::job_manager(self.lang(), cluster.phase)
    }

    fn job_manager(&mut self, seat: &Seat) {
        if seat.plan.density == Density::Dots {
            return self.tile(seat);
        }
        let (place, phase) = (seat.plan.job_manager, seat.phase());
        let mut shape = Shape::at(seat.key("job-manager"), Role::JobManager, place);
        shape.condition = condition(phase);
        shape.body(place.w, place.h, 8);
        let (left, end) = (seat.plan.dispatcher.x - place.x, place.w - 16);
        let line = |look, size, x, room| Line { look, size, x, y: 24, room };
        let tag = seat.cluster.and_then(|cluster| self.tag(cluster.id));
        let x = match tag {
            Some((tone, tag)) => {
                let wide = tag_width(&tag);
                shape.badge(tone, &tag, Rect::new(left, 8, wide, 20));
                left + wide + 5
            }
            None => left,
        };
        shape.text(line(Look::Name, self.sizes.name, x + 2, 110), "JobManager");
        let phase_text = match seat.cluster {
            Some(cluster) => self.job_manager_state(cluster),
            None => caption::job_manager(self.lang(), phase),
        };
        shape.text_end(line(Look::State, self.sizes.text, end, end - x - 114), phase_text);
        let name = join(&["JobManager, ", phase_text]);
        shape.selects(Target::JobManager(seat.id()), name);
        self.add(shape);
        if phase != JobManagerPhase::Absent {
            self.main(seat);
            self.dispatcher(seat);
            self.resource_manager(seat);
            self.job_masters(seat);
        }
        self.processes(seat);
    }

    fn dispatcher(&mut self, seat: &Seat) {
        let (place, phase) = (seat.plan.dispatcher, seat.phase());
        let mut shape = Shape::at(seat.key("dispatcher"), Role::Dispatcher, place);
        let up = matches!(phase, JobManagerPhase::DispatcherReady | JobManagerPhase::Ready);
        shape.condition = if up { Condition::Alive } else { condition(phase) };
        shape.body(place.w, place.h, 6);
        let name = Line { look: Look::Name, size: self.sizes.name, x: 10, y: 23, room: 110 };
        shape.text(name, "Dispatcher");
        let rest = Line { look: Look::Fact, size: self.sizes.text, x: place.w - 10, ..name };
        if up {
            let on_platform = self.cluster.platform.is_some();
            shape.text_end(rest, if on_platform { "REST" } else { "REST :8081" });
        }
        shape.selects(Target::Dispatcher(seat.id()), "Dispatcher".to_owned());
        self.add(shape);
    }

    fn ledger(&self, id: ClusterId) -> Ledger {
        let cluster = self.cluster;
        let registered = cluster.tms_of(id).filter(|tm| is_registered(tm.registration));
        let insatiable = cluster.is_reactive();
        let mut ledger = Ledger { total: 0, used: 0, required: 0, insatiable };
        for tm in registered {
            ledger.total += tm.slots.len() as u64;
            let given = cluster.allocations.iter().filter(|allocation| {
                allocation.tm == tm.id && allocation.at_rm != AtResourceManager::Freed
            });
            ledger.used += (given.count() as u64).min(tm.slots.len() as u64);
        }
        let declared = cluster.jobs_of(id).filter(|job| job.registered);
        ledger.required = declared.map(|job| u64::from(job.required)).sum();
        ledger
    }

    fn resource_manager(&mut self, seat: &Seat) {
        let (place, phase) = (seat.plan.resource_manager, seat.phase());
        let mut shape = Shape::at(seat.key("resource-manager"), Role::ResourceManager, place);
        shape.condition = match phase {
            JobManagerPhase::Ready => Condition::Alive,
            JobManagerPhase::DispatcherReady => Condition::Coming,
            JobManagerPhase::Absent
            | JobManagerPhase::Starting
            | JobManagerPhase::Killed
            | JobManagerPhase::Stopped(_) => condition(phase),
        };
        shape.body(place.w, place.h, 6);
        let room = place.w - 20;
        let name = Line { look: Look::Name, size: self.sizes.name, x: 10, y: 22, room };
        shape.text(name, "ResourceManager");
        let ledger = self.ledger(seat.id());
        let text = self.ledger_text(&ledger);
        if phase == JobManagerPhase::Ready {
            let short = ledger.missing() > 0;
            let look = if short { Look::Alarm } else { Look::Fact };
            let line = Line { look, size: self.sizes.text, x: 10, y: 42, room };
            shape.text(line, &text);
        }
        // Among several clusters there is no room for more.
        if phase == JobManagerPhase::Ready && place.h >= 90 {
            let line = Line { look: Look::Fact, size: self.sizes.text, x: 10, y: 42, room };
            squares(&mut shape, &ledger, Rect::new(10, 51, room, 10));
            if let Some(fact) = seat.cluster.and_then(|it| self.resource_manager_fact(it)) {
                let fact = first_that_fits(&[&fact[0], &fact[1]], line.size, Face::Plain, room);
                shape.text(Line { look: Look::Fact, y: 80, ..line }, &fact);
            }
        }
        let label = join(&["ResourceManager: ", &text]);
        shape.selects(Target::ResourceManager(seat.id()), label);
        self.add(shape);
    }

    fn ledger_text(&self, ledger: &Ledger) -> String {
        let (used, total) = (number(ledger.used), number(ledger.total));
        let required = number(ledger.required);
        join(&[
            self.say("slot 已分配 ", "slots given "),
            &used,
            "/",
            &total,
            self.say(" · 需要 ", " · required "),
            &required,
        ])
    }

    /// What the ResourceManager waits for: its start-up period, or workers it asked the platform for.
    fn resource_manager_fact(&self, state: &FlinkCluster) -> Option<[String; 2]> {
        let cluster = self.cluster;
        if cluster.platform.is_some() {
            let asked = u64::from(state.pending_workers);
            let text = [self.say("已申请 worker：", "workers asked for: "), &number(asked)];
            return (asked > 0).then(|| [join(&text), number(asked)]);
        }
        let since = state.resource_manager_since?;
        let own = cluster.config.duration(Key::StandaloneStartUpTime, cluster.version);
        let period =
            own.or_else(|| cluster.config.duration(Key::SlotRequestTimeout, cluster.version))?;
        let end = since + period;
        debug_assert!(matches!(cluster.provider, Provider::Standalone { .. }));
        if self.frame.at >= end {
            let over = self.say("启动期已过", "start-up period is over").to_owned();
            return Some([over.clone(), over]);
        }
        let left = time::span(whole_seconds(end.since(self.frame.at)));
        let short = join(&[self.say("启动期还剩 ", "start-up period: "), &left]);
        Some([join(&[&short, self.say("", " left")]), short])
    }

    fn job_masters(&mut self, seat: &Seat) {
        let Some(cluster) = seat.cluster else { return };
        for (place, rect) in seat.plan.jobs.iter().enumerate() {
            let places = self.options.extent.jobs.iter().take(self.cluster.jobs.len());
            let index = places
                .zip(&self.cluster.jobs)
                .rposition(|(at, job)| job.cluster == cluster.id && usize::from(*at) == place);
            if let Some(index) = index {
                let shape = self.job_master(&self.cluster.jobs[index], seat.plan.density, *rect);
                self.add(shape);
            }
        }
    }

    fn job_master(&self, job: &Job, density: Density, place: Rect) -> Shape {
        let key = join(&["job-", &number(job.id.0)]);
        let mut shape = Shape::at(key, Role::JobMaster, place);
        shape.condition = job_condition(job);
        shape.body(place.w, place.h, 6);
        let end = place.w - 8;
        let size = self.sizes.text;
        // A job that went with its JobManager has no state any more: there is nobody to ask.
        let available = self.options.extent.highly_available;
        let status = match job.is_lost() {
            true if available => self.say("等 leader", "no leader"),
            true => self.say("已丢失", "lost"),
            false => job.status.name(),
        };
        let top = if density == Density::Tiles { 20 } else { 22 };
        shape.badge(tone(job.id), &letter(job.id), Rect::new(10, top - 15, 19, 20));
        let state_room = 80;
        let drawing = match job.is_lost() && available {
            true => glyph::Glyph::Paused,
            false => glyph::of_job(job.status),
        };
        glyph::draw(&mut shape, drawing, end - 10, top - 10);
        let state = Line { look: Look::State, size: 12, x: end - 15, y: top, room: state_room };
        shape.text_end(state, status);
        let room = end - 15 - state_room - 34 + self.spare(status, 12, state_room);
        let title = if density == Density::Words { "JobMaster" } else { &job.spec.name };
        let name_size = if density == Density::Words { self.sizes.name } else { size };
        let name = Line { look: Look::Name, size: name_size, x: 34, y: top, room };
        shape.text(name, title);
        let slots = self.pool_text(job);
        let line = Line { look: Look::Fact, size, x: 10, y: 43, room: place.w - 18 };
        match density {
            Density::Words => {
                shape.text(line, &job.spec.name);
                self.second_line(&mut shape, job, Line { y: 62, ..line }, &slots);
            }
            Density::Glyphs => self.second_line(&mut shape, job, line, &slots),
            Density::Tiles | Density::Dots => {}
        }
        let label = join(&["JobMaster ", &job.spec.name, ": ", status, ", ", &slots]);
        shape.selects(Target::Job(job.id), label);
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

    /// "slots 1/2": in the JobMaster's pool, of those it declared.
    fn pool_text(&self, job: &Job) -> String {
        let mine = self.cluster.allocations.iter().filter(|allocation| {
            allocation.job == job.id
                && matches!(allocation.at_job_master, AtJobMaster::Idle(_) | AtJobMaster::InUse)
        });
        let (has, needs) = (number(mine.count() as u64), number(job.required));
        join(&["slot ", &has, "/", &needs])
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
            let text = join(&[&number(waiting as u64), " × SCHEDULED"]);
            return (Look::Alarm, vec![text]);
        }
        (Look::Fact, self.state_of(job))
    }

    /// The savepoint that is being written, else what the job's tasks began with.
    fn state_of(&self, job: &Job) -> Vec<String> {
        if self.cluster.savepoints_under_way(job.id).next().is_some() {
            let long = self.say("正在写保存点", "writes a savepoint");
            return vec![long.to_owned(), self.say("写保存点", "savepoint").to_owned()];
        }
        let (zh, en, count) = match job.restored {
            None => return vec![],
            Some(Restored::Checkpoint(count)) => ("检查点 ", "checkpoint ", count),
            Some(Restored::Savepoint(id)) => {
                ("保存点 ", "savepoint ", self.cluster.savepoint(id).number)
            }
        };
        let short = join(&[self.say(zh, en), &number(count)]);
        vec![join(&[self.say("始于", "from "), &short]), short]
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

fn whole_seconds(span: Time) -> Time {
    Time::s(span.as_ms().div_ceil(1_000))
}

const fn is_registered(registration: Registration) -> bool {
    matches!(registration, Registration::Registered(_))
}

/// One square for each slot: full when given to a job, empty when free, dashed when missing.
fn squares(shape: &mut Shape, ledger: &Ledger, room: Rect) {
    let whole = (ledger.total + ledger.missing()).min(100) as i32;
    if whole == 0 {
        return;
    }
    let pitch = (room.w / whole).min(room.h + 4);
    let side = (pitch - 3).clamp(1, room.h);
    for index in 0..whole {
        let look = match index as u64 {
            index if index < ledger.used => Look::GaugeUsed,
            index if index < ledger.total => Look::Gauge,
            _ => Look::Missing,
        };
        shape.rect(look, Rect::new(room.x + index * pitch, room.y, side, room.h), 2);
    }
}

const fn condition(phase: JobManagerPhase) -> Condition {
    match phase {
        JobManagerPhase::Absent => Condition::Absent,
        JobManagerPhase::Starting => Condition::Coming,
        JobManagerPhase::DispatcherReady | JobManagerPhase::Ready => Condition::Alive,
        JobManagerPhase::Killed => Condition::Dead,
        JobManagerPhase::Stopped(_) => Condition::Done,
    }
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
