//! What the lab's picture is made of, and the same as SVG text.
//!
//! In and out: a [`Drawing`] of [`Piece`]s, each with a stable key and its place. The parts are the stage's
//! ([`Part`]), so both have one style sheet for text and lines.

use super::join::Thing;
use crate::scene::WidthClass;
use crate::scene::{Look, Part, view_box};
use crate::stroke::{Line, Rect, Strokes};
use crate::svg::{self, attribute, escape, push_part};

/// The four pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// For which width.
    pub kind: WidthClass,
    /// Width of the `viewBox`.
    pub width: i32,
    /// Height of the `viewBox`.
    pub height: i32,
    /// All of it in one sentence.
    pub label: String,
    /// Back to front.
    pub pieces: Vec<Piece>,
}

/// One thing in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The same thing has the same key whatever is changed; unique in a drawing.
    pub key: String,
    /// What it is.
    pub kind: Kind,
    /// The vertex it belongs to, as an index into the palette.
    pub tone: Option<u8>,
    /// Left end.
    pub x: i32,
    /// Upper end.
    pub y: i32,
    /// What it is made of, back to front.
    pub parts: Vec<Part>,
    /// What pointing at it means.
    pub thing: Option<Thing>,
    /// What it is, in words.
    pub label: Option<String>,
}

/// What a piece is; its class is [`Kind::class`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The ground of one of the four pictures, with its heading.
    Band,
    /// An edge inside a chain.
    Chained,
    /// An edge between tasks.
    Edge,
    /// Every way between subtasks.
    Wires,
    /// An operator.
    Operator,
    /// A vertex of the JobGraph.
    Vertex,
    /// A subtask in the ExecutionGraph.
    Subtask,
    /// A TaskManager that is alive.
    TaskManager,
    /// A TaskManager that was killed.
    LostTaskManager,
    /// An empty slot.
    FreeSlot,
    /// A slot with subtasks that run.
    Slot,
    /// A slot that is kept until the others are there.
    KeptSlot,
    /// A slot that would be needed.
    MissingSlot,
    /// A subtask that runs in a slot.
    Running,
    /// A subtask that waits.
    Waiting,
}

impl Kind {
    /// Its class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Band => "lab-band",
            Self::Chained => "lab-chained",
            Self::Edge => "lab-edge",
            Self::Wires => "lab-wires",
            Self::Operator => "lab-operator",
            Self::Vertex => "lab-vertex",
            Self::Subtask => "lab-subtask",
            Self::TaskManager => "lab-tm",
            Self::LostTaskManager => "lab-tm is-dead",
            Self::FreeSlot => "lab-slot is-free",
            Self::Slot => "lab-slot",
            Self::KeptSlot => "lab-slot is-kept",
            Self::MissingSlot => "lab-slot is-missing",
            Self::Running => "lab-seated",
            Self::Waiting => "lab-seated is-waiting",
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
            WidthClass::Wide => "stage-picture lab-picture stage-wide",
            WidthClass::Narrow => "stage-picture lab-picture stage-narrow",
        }
    }
}

impl Piece {
    pub(super) fn new(key: String, kind: Kind, at: Rect) -> Piece {
        let Rect { x, y, .. } = at;
        Piece { key, kind, tone: None, x, y, parts: Vec::new(), thing: None, label: None }
    }

    /// Its classes, without what the pointer adds.
    pub fn class(&self) -> String {
        let mut class = self.kind.class().to_owned();
        if let Some(tone) = self.tone {
            class.push_str(" tone-");
            class.push(char::from(b'0' + tone % 6));
        }
        class
    }

    /// The value of `transform`.
    pub fn transform(&self) -> String {
        ["translate(", &self.x.to_string(), " ", &self.y.to_string(), ")"].concat()
    }

    /// The letter of a vertex on its colour, as wide as it is high.
    pub(super) fn badge(&mut self, vertex: model::VertexId, x: i32, y: i32, side: i32) {
        self.tone = Some((vertex.0 % 6) as u8);
        self.rect(Look::Badge, Rect::new(x, y, side, side), 4);
        let size = side * 2 / 3;
        let (x, y) = (x + side / 2, y + side / 2 + size * 3 / 8);
        self.text_middle(Line { look: Look::Letter, size, x, y, room: side }, &letter(vertex));
    }
}

impl Strokes for Piece {
    fn parts(&mut self) -> &mut Vec<Part> {
        &mut self.parts
    }
}

/// A, B, C, ...: a program has at most eight operators.
pub(super) fn letter(vertex: model::VertexId) -> String {
    String::from(char::from(b'A' + (vertex.0 % 26) as u8))
}

/// The drawing as one `<svg>` element, for the page before wasm arrives, and for paper.
pub fn to_svg(drawing: &Drawing) -> String {
    let mut out = String::with_capacity(drawing.pieces.len() * 300);
    svg::open(&mut out, drawing.class(), &drawing.view_box(), &drawing.label);
    for piece in &drawing.pieces {
        out.push_str("<g");
        attribute(&mut out, "class", &piece.class());
        attribute(&mut out, "transform", &piece.transform());
        out.push('>');
        if let Some(label) = &piece.label {
            out.push_str("<title>");
            escape(&mut out, label);
            out.push_str("</title>");
        }
        for part in &piece.parts {
            push_part(&mut out, part);
        }
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    out
}
