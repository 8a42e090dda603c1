//! A frame becomes a scene. Pure: the same frame and options give the same scene.
//!
//! 1. `plan`, `grid` (with `sizes`): rectangles for everything in the trace, from the [`Extent`] alone.
//! 2. `client`, `job_manager`, `job_master`, `available`, `task_manager`, `slot`, `platform`, `lens`: what stands in them now.
//! 3. `wire` and `message`: what is on its way, and what arrived just now.
//! 4. `focus`: who took part in the last event.

mod available;
mod caption;
mod client;
mod draw;
mod flow;
mod focus;
mod glyph;
mod grid;
mod job_manager;
mod job_master;
mod kubernetes;
mod label;
mod lens;
mod message;
mod plan;
mod platform;
mod sizes;
mod slot;
mod task_manager;
#[cfg(test)]
pub(crate) mod tests;
mod wire;

use crate::extent::Extent;
pub use crate::scene::WidthClass;
use crate::scene::{Emphasis, Scene, Shape, Target};
use crate::words::{Lang, t};
use focus::Focus;
use model::cluster::{Cluster, FlinkCluster, JobManagerPhase, Mode};
use model::{ClusterId, Entry, ExecutionId, Frame, JobId};
use plan::Plan;

/// How a frame is to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The language of the words in the picture.
    pub lang: Lang,
    /// Where things stand to each other.
    pub arrangement: Arrangement,
    /// What the reader selected.
    pub selected: Option<Target>,
    /// Whether messages move or stand still on the middle of their way.
    pub motion: Motion,
    /// The places of everything in the whole trace, so that nothing jumps.
    pub extent: &'a Extent,
    /// The last entry that happened, at `frame.happened - 1`: its participants are emphasised.
    pub last: Option<&'a Entry>,
}

/// Where things stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Clients, JobManager, TaskManagers side by side.
    Wide,
    /// Clients above, then JobManager and TaskManagers side by side: about 700 units. For tablets held upright.
    Upright,
    /// All below each other: 360 units. For phones.
    Narrow,
}

impl Arrangement {
    /// All of them.
    pub const ALL: [Arrangement; 3] =
        [Arrangement::Wide, Arrangement::Upright, Arrangement::Narrow];

    /// The one that can be read in so many CSS pixels.
    pub const fn fitting(pixels: i32) -> Arrangement {
        match pixels {
            860.. => Arrangement::Wide,
            650.. => Arrangement::Upright,
            _ => Arrangement::Narrow,
        }
    }

    /// How words are set.
    pub const fn class(self) -> WidthClass {
        match self {
            Arrangement::Wide | Arrangement::Upright => WidthClass::Wide,
            Arrangement::Narrow => WidthClass::Narrow,
        }
    }
}

/// What moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// Messages travel.
    Full,
    /// `prefers-reduced-motion`: messages stand on the middle of their way.
    Reduced,
}

/// Font sizes in units.
#[derive(Clone, Copy)]
struct Sizes {
    name: i32,
    text: i32,
}

/// What every part of the drawing needs.
struct Pen<'a> {
    cluster: &'a Cluster,
    frame: &'a Frame,
    options: &'a Options<'a>,
    plan: Plan,
    sizes: Sizes,
    focus: Focus,
    /// What the reader selected, and who took part in the last event.
    seen: Vec<Target>,
    shapes: Vec<Shape>,
}

/// Draws a moment.
pub fn layout(frame: &Frame, options: &Options) -> Scene {
    let zoom = options.selected.and_then(|target| cluster_of(target, &frame.cluster));
    let zoom = zoom.and_then(|id| options.extent.clusters.get(id.index()).copied());
    let plan = Plan::new(options.extent, options.arrangement, zoom);
    let sizes = match plan.kind {
        WidthClass::Wide => Sizes { name: 15, text: 13 },
        WidthClass::Narrow => Sizes { name: 14, text: 12 },
    };
    let focus = Focus::of(options.last, &frame.cluster);
    let (width, height) = (plan.width, plan.height);
    let shapes = Vec::with_capacity(64);
    let mut seen = Vec::new();
    if let Some(selected) = options.selected {
        seen.push(selected);
    }
    focus.show(&mut seen);
    let mut pen = Pen { cluster: &frame.cluster, frame, options, plan, sizes, focus, seen, shapes };
    pen.platform();
    pen.clients();
    pen.job_managers();
    pen.leader_store();
    pen.task_managers();
    pen.flow();
    pen.messages();
    let label = pen.summary();
    Scene { kind: options.arrangement.class(), width, height, label, shapes: pen.shapes }
}

impl Pen<'_> {
    fn lang(&self) -> Lang {
        self.options.lang
    }

    /// One of two wordings.
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        t(zh, en).text(self.options.lang)
    }

    /// Adds a finished shape, with the emphasis its target deserves.
    fn add(&mut self, mut shape: Shape) {
        if let Some(target) = shape.target {
            shape.selected = self.options.selected == Some(target);
            if shape.emphasis == Emphasis::None {
                shape.emphasis = self.focus.emphasis(target);
            }
        }
        self.shapes.push(shape);
    }

    /// What a cluster is told from others by: the letter of its only job, or else its number. Nothing
    /// where there is no other.
    fn tag(&self, id: ClusterId) -> Option<(Option<u8>, String)> {
        if self.options.extent.clusters.len() < 2 {
            return None;
        }
        let mut jobs = self.cluster.jobs_of(id);
        Some(match (jobs.next(), jobs.next()) {
            (Some(job), None) => (Some(tone(job.id)), letter(job.id)),
            _ => (None, caption::number(id.0 + 1)),
        })
    }

    /// The picture in one phrase.
    fn summary(&self) -> String {
        let alive = self.cluster.task_managers.iter().filter(|tm| !tm.process.is_gone()).count();
        let jobs = self.cluster.jobs.iter().filter(|job| !job.status.is_terminal()).count();
        let clusters = &self.cluster.clusters;
        let phase = clusters.first().map_or(JobManagerPhase::Absent, |it| it.phase);
        let phase = caption::job_manager(self.lang(), phase);
        let up = clusters.iter().filter(|it| it.phase.is_alive()).count();
        let (head, state) = match clusters.as_slice() {
            [] | [FlinkCluster { mode: Mode::Session, .. }] => (
                self.say("Flink 会话集群：JobManager ", "A Flink session cluster: JobManager "),
                phase.to_owned(),
            ),
            [_] => (
                self.say("Flink 集群：JobManager ", "A Flink cluster: JobManager "),
                phase.to_owned(),
            ),
            _ => (
                self.say("Flink 集群，活着的 JobManager：", "Flink clusters, JobManagers alive: "),
                caption::number(up as u64),
            ),
        };
        caption::join(&[
            head,
            &state,
            self.say("，TaskManager ", ", TaskManagers: "),
            &caption::number(alive as u64),
            self.say(" 个，未结束的作业 ", ", jobs not ended: "),
            &caption::number(jobs as u64),
            self.say(" 个", ""),
        ])
    }
}

/// The cluster that something selected belongs to; machines and clients belong to none, and what is not there at
/// this moment to none yet.
pub(crate) fn cluster_of(target: Target, cluster: &Cluster) -> Option<ClusterId> {
    match target {
        Target::JobManager(id) | Target::Dispatcher(id) | Target::ResourceManager(id) => {
            cluster.clusters.get(id.index()).map(|it| it.id)
        }
        Target::Process(id) => cluster.job_managers.get(id.index()).map(|jm| jm.cluster),
        Target::Main(id) => cluster.applications.get(id.index()).map(|it| it.cluster),
        Target::Job(id) | Target::Task(ExecutionId { job: id, .. }) => {
            cluster.jobs.get(id.index()).map(|job| job.cluster)
        }
        Target::TaskManager(id) | Target::Slot(id, _) => {
            cluster.task_managers.get(id.index()).map(|tm| tm.cluster)
        }
        Target::Client(_)
        | Target::LeaderStore
        | Target::YarnResourceManager
        | Target::Node(_)
        | Target::Container(_)
        | Target::Message(_) => None,
    }
}

/// Which of the things that exist by now stands at a place: the latest that was given it.
fn holder(given: &[u16], so_far: usize, place: usize) -> Option<usize> {
    given.iter().take(so_far).rposition(|at| usize::from(*at) == place)
}

/// The place of a thing, if no later one has taken it.
fn held(given: &[u16], so_far: usize, index: usize) -> Option<usize> {
    let place = usize::from(*given.get(index)?);
    (holder(given, so_far, place) == Some(index)).then_some(place)
}

/// The room of a tag on its ground.
const fn tag_width(tag: &str) -> i32 {
    if tag.len() > 1 { 26 } else { 19 }
}

/// The hue of a job.
pub(crate) const fn tone(job: JobId) -> u8 {
    (job.0 % 6) as u8
}

/// The letter of a job: A to Z, a to z, then AA and so on up to zz.
fn letter(job: JobId) -> String {
    letter_of(job.0)
}

/// The letter of whatever has that number.
pub(crate) fn letter_of(number: u16) -> String {
    let nth = |index: u16| match (index % 52) as u8 {
        small @ 26.. => char::from(b'a' - 26 + small),
        capital => char::from(b'A' + capital),
    };
    match number / 52 {
        0 => String::from(nth(number)),
        before => String::from_iter([nth(before - 1), nth(number)]),
    }
}
