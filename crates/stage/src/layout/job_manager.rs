//! The JobManager process: one box with Dispatcher and ResourceManager; its JobMasters are in `job_master`.

use super::plan::ClusterPlan;
use super::sizes::Density;
use super::{Pen, caption, held, holder, tag_width};
use crate::measure::{Face, first_that_fits, width};
use crate::scene::{Condition, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::time;
use caption::{join, number};
use model::cluster::{
    AtResourceManager, ContainerPhase, FlinkCluster, Job, JobManagerPhase, JobManagerRole,
    Registration, TaskManager,
};
use model::event::ContainerRole;
use model::{ClusterId, Provider, Time};

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
            let cluster = index.and_then(|index| self.cluster.clusters.get(index));
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
            return self.say("等空位", "no room yet");
        }
        let mut processes = self.cluster.job_managers.iter().filter(|jm| jm.cluster == cluster.id);
        let fell = cluster.phase == JobManagerPhase::Killed;
        if fell && !processes.any(|jm| jm.role == JobManagerRole::Killed) {
            return self.say("已退出", "exited");
        }
        // Where processes have names, theirs say whether it was killed or went by itself.
        let mut processes = self.cluster.job_managers.iter().rev();
        let last = processes.find(|jm| jm.cluster == cluster.id).map(|jm| jm.role);
        match cluster.phase {
            JobManagerPhase::Killed if last == Some(JobManagerRole::Exited) => {
                self.say("已退出", "exited")
            }
            phase => caption::job_manager(self.lang(), phase),
        }
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
        let insatiable = cluster.is_reactive();
        let mut ledger = Ledger { total: 0, used: 0, required: 0, insatiable };
        let registered = |tm: &&TaskManager| tm.cluster == id && is_registered(tm.registration);
        let here = cluster.task_managers.iter().filter(registered);
        ledger.total = here.map(|tm| tm.slots.len() as u64).sum();
        let given = cluster.allocations.iter().filter(|allocation| {
            allocation.at_rm != AtResourceManager::Freed
                && cluster
                    .task_managers
                    .get(allocation.tm.index())
                    .is_some_and(|tm| registered(&tm))
        });
        ledger.used = ledger.total.min(given.count() as u64);
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
            &total,
            self.say(" 个 slot，分出 ", " slots, given "),
            &used,
            self.say("，要 ", ", need "),
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
        let end = since + cluster.config.start_up_period(cluster.version);
        debug_assert!(matches!(cluster.provider, Provider::Standalone { .. }));
        if self.frame.at >= end {
            let over = self.say("启动期已过", "start-up period is over").to_owned();
            return Some([over.clone(), over]);
        }
        let left = time::span(whole_seconds(end.since(self.frame.at)));
        let short = join(&[self.say("启动期还剩 ", "start-up period: "), &left]);
        Some([join(&[&short, self.say("", " left")]), short])
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
