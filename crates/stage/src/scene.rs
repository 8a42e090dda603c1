//! What a picture shows: shapes with places, words and roles. No colours, no DOM. The stage's, the lab's and the
//! comparison's differ in what their things are ([`Kind`]) and what a click on one selects.
//!
//! A [`Scene`] is drawn by walking its shapes in order. Each shape becomes one `<g>` with
//! `class = shape.class()` and `transform = translate(shape.x, shape.y)`; each of its parts becomes
//! one `<rect>`, `<path>` or `<text>` with `class = part.look().class()` in the group's own coordinates. All
//! numbers are whole units of the `viewBox` `0 0 width height`.

use model::{
    ApplicationId, ClientId, ClusterId, ContainerId, ExecutionId, JmId, JobId, NodeId, TmId,
};

/// One picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene<R = Role, T = Target> {
    /// Which of the two arrangements it is.
    pub kind: WidthClass,
    /// Width of the `viewBox`.
    pub width: i32,
    /// Height of the `viewBox`. On a stage the same for all frames drawn with the same [`crate::Extent`].
    pub height: i32,
    /// The whole picture in one sentence, for `aria-label`.
    pub label: String,
    /// Back to front.
    pub shapes: Vec<Shape<R, T>>,
}

impl<R: Kind, T> Scene<R, T> {
    /// The classes of its `<svg>`.
    pub fn class(&self) -> &'static str {
        match self.kind {
            WidthClass::Wide => R::WIDE,
            WidthClass::Narrow => R::NARROW,
        }
    }

    /// The value of `viewBox`.
    pub fn view_box(&self) -> String {
        ["0 0 ", &self.width.to_string(), " ", &self.height.to_string()].concat()
    }

    /// Width and height as custom properties: the page's CSS makes a picture as large as both the text's column and the
    /// window allow.
    pub fn proportions(&self) -> String {
        [("--w:", self.width), (";--h:", self.height)]
            .iter()
            .flat_map(|(name, units)| [(*name).to_owned(), units.to_string()])
            .collect()
    }
}

/// The two arrangements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidthClass {
    /// 960 units, or 1,282 for what would be too high.
    Wide,
    /// 360 units: stacked. For phones.
    Narrow,
}

impl WidthClass {
    /// What can be read of a lab or a comparison in so many CSS pixels; the page's CSS says the same.
    pub const fn fitting(pixels: i32) -> WidthClass {
        if pixels >= 680 { WidthClass::Wide } else { WidthClass::Narrow }
    }

    /// Width of a picture in units.
    pub(crate) const fn across(self) -> i32 {
        match self {
            Self::Wide => 960,
            Self::Narrow => 360,
        }
    }
}

/// One thing in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape<R = Role, T = Target> {
    /// The same thing has the same key in every frame; unique in a scene.
    pub key: String,
    /// What it is.
    pub role: R,
    /// The job it belongs to, as an index into the palette (`tone-0` … `tone-5`).
    pub tone: Option<u8>,
    /// How it fares.
    pub condition: Condition,
    /// How much the eye is drawn to it.
    pub emphasis: Emphasis,
    /// The reader selected it.
    pub selected: bool,
    /// Left end of its own coordinates.
    pub x: i32,
    /// Upper end of its own coordinates.
    pub y: i32,
    /// What it is made of, back to front.
    pub parts: Vec<Part>,
    /// What a click on it selects.
    pub target: Option<T>,
    /// What it is and how it fares in a phrase, for `aria-label` and `<title>`. Shapes with a target always have one.
    pub label: Option<String>,
    /// Whether a change of place may be animated. Messages set their place in every frame: they may not.
    pub glides: bool,
}

/// A piece of a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A rectangle.
    Rect {
        /// What it is for.
        look: Look,
        /// Left.
        x: i32,
        /// Top.
        y: i32,
        /// Width.
        width: i32,
        /// Height.
        height: i32,
        /// Radius of the corners.
        radius: i32,
    },
    /// Straight lines from point to point.
    Path {
        /// What it is for.
        look: Look,
        /// The points.
        points: Vec<(i32, i32)>,
        /// The last point is joined to the first.
        closed: bool,
    },
    /// One line of text, already shortened to its room.
    Text {
        /// What it is for.
        look: Look,
        /// The anchor's place.
        x: i32,
        /// The baseline.
        y: i32,
        /// Which end of the text `x` is.
        anchor: Anchor,
        /// Font size in units.
        size: i32,
        /// The text never gets wider than this.
        room: i32,
        /// The text.
        text: String,
    },
}

/// Which end of a text its `x` means (`text-anchor`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// What the things of one kind of picture can be.
pub trait Kind: Copy + PartialEq {
    /// The classes of a wide `<svg>`.
    const WIDE: &'static str;
    /// Those of a narrow one.
    const NARROW: &'static str;
    /// How the class of a thing begins.
    const PREFIX: &'static str;

    /// How it ends.
    fn name(self) -> &'static str;
}

/// What a shape of the stage is. Its CSS class is `stage-` and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The terminal where scripts are typed.
    Shell,
    /// One `flink run`.
    Client,
    /// The JobManager process.
    JobManager,
    /// The Dispatcher.
    Dispatcher,
    /// Flink's ResourceManager.
    ResourceManager,
    /// One JobMaster with its job.
    JobMaster,
    /// A TaskManager process.
    TaskManager,
    /// One slot.
    Slot,
    /// One subtask in a slot.
    Task,
    /// YARN's ResourceManager.
    YarnResourceManager,
    /// A machine with a NodeManager.
    Node,
    /// A YARN container around a process.
    Container,
    /// What flows between two stores outside of Flink, through one job.
    Flow,
    /// A web page.
    Page,
    /// A row of a table on it, or a tile.
    Row,
    /// How many subtasks are in a state.
    Chip,
    /// The way of a message.
    Wire,
    /// A message on its way, or the one that just arrived.
    Message,
}

/// How a thing fares. Its CSS class is `is-` and [`Condition::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A place that is reserved and empty.
    Absent,
    /// On its way to life: a process that starts, a task that is deployed, a slot that is reserved.
    Coming,
    /// As it should be.
    Alive,
    /// Alive and silent, or waiting out a failure.
    Troubled,
    /// On its way out.
    Going,
    /// Over in order.
    Done,
    /// Over by violence or failure.
    Dead,
}

/// How much the eye is drawn to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// Nothing happened here just now.
    None,
    /// It took part in the last event.
    Involved,
    /// The last event is about it.
    Subject,
}

/// What a part of a shape is for. Its CSS class is [`Look::class`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The outline and ground of a thing.
    Body,
    /// A thing's name.
    Name,
    /// A state in Flink's own word.
    State,
    /// A further fact.
    Fact,
    /// A warning in words.
    Alarm,
    /// Typed or code text.
    Code,
    /// The coloured ground of a job's letter.
    Badge,
    /// A job's letter.
    Letter,
    /// The small drawing that repeats a state as a shape.
    Glyph,
    /// The same, filled.
    GlyphFilled,
    /// Lines that mark a slot as reserved.
    Hatch,
    /// The empty part of a gauge.
    Gauge,
    /// The used part of a gauge.
    GaugeUsed,
    /// A slot that is required and does not exist.
    Missing,
    /// The way of a message.
    Way,
    /// The head of an arrow.
    Arrow,
    /// The moving mark.
    Mark,
    /// The ground under a message's text.
    LabelGround,
    /// A message's text.
    Label,
}

/// What a click selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A command-line client.
    Client(ClientId),
    /// The JobManager that leads a cluster.
    JobManager(ClusterId),
    /// One JobManager process, where there are several.
    Process(JmId),
    /// The `main()` of an application.
    Main(ApplicationId),
    /// The Dispatcher of a cluster.
    Dispatcher(ClusterId),
    /// Flink's ResourceManager in a cluster.
    ResourceManager(ClusterId),
    /// ZooKeeper or ConfigMaps, and what lies in `high-availability.storageDir`.
    LeaderStore,
    /// A job and its JobMaster.
    Job(JobId),
    /// A TaskManager.
    TaskManager(TmId),
    /// A slot of a TaskManager.
    Slot(TmId, u16),
    /// A subtask.
    Task(ExecutionId),
    /// YARN's ResourceManager.
    YarnResourceManager,
    /// A machine.
    Node(NodeId),
    /// A container.
    Container(ContainerId),
    /// A message: the position in the trace of the event it becomes.
    Message(usize),
}

impl Scene {
    /// Nothing yet.
    pub const fn empty(kind: WidthClass) -> Scene {
        Scene { kind, width: 0, height: 0, label: String::new(), shapes: Vec::new() }
    }
}

impl Kind for Role {
    const WIDE: &'static str = "stage-picture stage-wide";
    const NARROW: &'static str = "stage-picture stage-narrow";
    const PREFIX: &'static str = "stage-";

    fn name(self) -> &'static str {
        match self {
            Self::Shell => "shell",
            Self::Client => "client",
            Self::JobManager => "job-manager",
            Self::Dispatcher => "dispatcher",
            Self::ResourceManager => "resource-manager",
            Self::JobMaster => "job-master",
            Self::TaskManager => "task-manager",
            Self::Slot => "slot",
            Self::Task => "task",
            Self::YarnResourceManager => "yarn-resource-manager",
            Self::Node => "node",
            Self::Container => "container",
            Self::Flow => "flow",
            Self::Page => "page",
            Self::Row => "row",
            Self::Chip => "chip",
            Self::Wire => "wire",
            Self::Message => "message",
        }
    }
}

impl Condition {
    /// The end of its class name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Coming => "coming",
            Self::Alive => "alive",
            Self::Troubled => "troubled",
            Self::Going => "going",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }
}

impl Look {
    /// Its class name.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Body => "look-body",
            Self::Name => "look-name",
            Self::State => "look-state",
            Self::Fact => "look-fact",
            Self::Alarm => "look-alarm",
            Self::Code => "look-code",
            Self::Badge => "look-badge",
            Self::Letter => "look-letter",
            Self::Glyph => "look-glyph",
            Self::GlyphFilled => "look-glyph-filled",
            Self::Hatch => "look-hatch",
            Self::Gauge => "look-gauge",
            Self::GaugeUsed => "look-gauge-used",
            Self::Missing => "look-missing",
            Self::Way => "look-way",
            Self::Arrow => "look-arrow",
            Self::Mark => "look-mark",
            Self::LabelGround => "look-label-ground",
            Self::Label => "look-label",
        }
    }
}

impl Part {
    /// What it is for.
    pub const fn look(&self) -> Look {
        match self {
            Self::Rect { look, .. } | Self::Path { look, .. } | Self::Text { look, .. } => *look,
        }
    }

    /// The `d` attribute of a path; empty for other parts.
    pub fn d(&self) -> String {
        let mut d = String::new();
        if let Self::Path { points, closed, .. } = self {
            for (index, (x, y)) in points.iter().enumerate() {
                d.push(if index == 0 { 'M' } else { 'L' });
                d.push_str(&x.to_string());
                d.push(' ');
                d.push_str(&y.to_string());
            }
            if *closed {
                d.push('Z');
            }
        }
        d
    }
}

impl Anchor {
    /// The value of `text-anchor`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}
