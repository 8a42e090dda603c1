//! What a chart is made of, and the same as SVG text.
//!
//! In and out: a [`Drawing`] of [`Piece`]s. Bars that look the same are one piece, whatever process they belong to:
//! a page carries the chart twice, for either width. The parts are the stage's ([`Part`]).

use crate::layout::WidthClass;
use crate::scene::{Part, view_box};
use crate::stroke::Strokes;
use crate::svg::{self, attribute, push_part};

/// One chart of all modes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// For which width.
    pub kind: WidthClass,
    /// Width of the `viewBox`.
    pub width: i32,
    /// Height of the `viewBox`.
    pub height: i32,
    /// Upper and lower ends of what has the axis, mode by mode.
    pub plots: Vec<(i32, i32)>,
    /// All of it in one sentence.
    pub label: String,
    /// Back to front.
    pub pieces: Vec<Piece>,
}

/// Things that look the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What they are.
    pub kind: Kind,
    /// The job they belong to, as an index into the palette.
    pub tone: Option<u8>,
    /// What they are made of, back to front, in the coordinates of the picture.
    pub parts: Vec<Part>,
}

/// What a piece is; its class is [`Kind::class`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The ground of a mode with its heading.
    Band,
    /// Times along the axis.
    Axis,
    /// A shortened wait.
    Break,
    /// Names of lanes.
    Names,
    /// A job that is submitted and not received.
    JobComing,
    /// A job that is received and does not run yet.
    JobWaiting,
    /// A job all of whose tasks run.
    JobRunning,
    /// A job that ran and does not.
    JobDown,
    /// How a job ended.
    JobEnd,
    /// A process that starts.
    Coming,
    /// A JobManager that stands by.
    StandingBy,
    /// A process at work.
    Up,
    /// A TaskManager without a ResourceManager.
    Searching,
    /// A slot that a job has and does not use.
    SlotKept,
    /// A slot in which tasks run.
    SlotRuns,
    /// Memory over time.
    Memory,
    /// The moment of the submission.
    Submission,
    /// The moment of the fault.
    Fault,
}

impl Kind {
    /// Its class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Band => "cmp-band",
            Self::Axis => "cmp-axis",
            Self::Break => "cmp-break",
            Self::Names => "cmp-names",
            Self::JobComing => "cmp-job is-coming",
            Self::JobWaiting => "cmp-job is-waiting",
            Self::JobRunning => "cmp-job is-running",
            Self::JobDown => "cmp-job is-down",
            Self::JobEnd => "cmp-end",
            Self::Coming => "cmp-process is-coming",
            Self::StandingBy => "cmp-process is-by",
            Self::Up => "cmp-process",
            Self::Searching => "cmp-process is-searching",
            Self::SlotKept => "cmp-slot is-kept",
            Self::SlotRuns => "cmp-slot",
            Self::Memory => "cmp-memory",
            Self::Submission => "cmp-submission",
            Self::Fault => "cmp-fault",
        }
    }
}

impl Drawing {
    /// The value of `viewBox`.
    pub fn view_box(&self) -> String {
        view_box(self.width, self.height)
    }

    /// The classes of the `<svg>`.
    pub const fn class(&self) -> &'static str {
        match self.kind {
            WidthClass::Wide => "stage-picture cmp-picture stage-wide",
            WidthClass::Narrow => "stage-picture cmp-picture stage-narrow",
        }
    }
}

impl Piece {
    pub(super) const fn new(kind: Kind, tone: Option<u8>) -> Piece {
        Piece { kind, tone, parts: Vec::new() }
    }

    /// Its classes.
    pub fn class(&self) -> String {
        let mut class = self.kind.class().to_owned();
        if let Some(tone) = self.tone {
            class.push_str(" tone-");
            class.push(char::from(b'0' + tone % 6));
        }
        class
    }
}

impl Strokes for Piece {
    fn parts(&mut self) -> &mut Vec<Part> {
        &mut self.parts
    }
}

/// The drawing as one `<svg>` element, for the page before wasm arrives, and for paper.
pub fn to_svg(drawing: &Drawing) -> String {
    let mut out = String::with_capacity(drawing.pieces.len() * 600);
    svg::open(&mut out, drawing.class(), &drawing.view_box(), &drawing.label);
    for piece in &drawing.pieces {
        out.push_str("<g");
        attribute(&mut out, "class", &piece.class());
        out.push('>');
        for part in &piece.parts {
            push_part(&mut out, part);
        }
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    out
}
