//! What the lab's picture is made of, and the same as SVG text.
//!
//! In and out: a [`Drawing`] of [`Piece`]s, each with a stable key and its place. The parts are the stage's
//! ([`Part`]), so both have one style sheet for text and lines.

use super::join::Thing;
use crate::measure::{Face, shorten};
use crate::scene::WidthClass;
use crate::scene::{Anchor, Look, Part};
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

/// A place and a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub x: i32,
    pub y: i32,
    pub w: i32,
    pub h: i32,
}

/// Where and how a text is set.
#[derive(Clone, Copy)]
pub(super) struct Set {
    pub look: Look,
    pub size: i32,
    pub x: i32,
    /// The baseline.
    pub y: i32,
    pub room: i32,
    pub anchor: Anchor,
}

impl Drawing {
    /// The value of `viewBox`.
    pub fn view_box(&self) -> String {
        ["0 0 ", &self.width.to_string(), " ", &self.height.to_string()].concat()
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
    pub(super) fn new(key: String, kind: Kind, at: Area) -> Piece {
        let Area { x, y, .. } = at;
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

    pub(super) fn rect(&mut self, look: Look, area: Area, radius: i32) {
        let Area { x, y, w: width, h: height } = area;
        self.parts.push(Part::Rect { look, x, y, width, height, radius });
    }

    pub(super) fn text(&mut self, set: Set, text: &str) {
        let Set { look, size, x, y, room, anchor } = set;
        let face = match look {
            Look::Name | Look::Letter => Face::Bold,
            _ => Face::Plain,
        };
        let text = shorten(text, size, face, room);
        if !text.is_empty() {
            self.parts.push(Part::Text { look, x, y, anchor, size, room, text });
        }
    }

    pub(super) fn path(&mut self, look: Look, points: Vec<(i32, i32)>, closed: bool) {
        self.parts.push(Part::Path { look, points, closed });
    }

    /// The letter of a vertex on its colour, as wide as it is high.
    pub(super) fn badge(&mut self, vertex: model::VertexId, x: i32, y: i32, side: i32) {
        self.tone = Some((vertex.0 % 6) as u8);
        self.rect(Look::Badge, Area { x, y, w: side, h: side }, 4);
        let size = side * 2 / 3;
        let middle = Set {
            look: Look::Letter,
            size,
            x: x + side / 2,
            y: y + side / 2 + size * 3 / 8,
            room: side,
            anchor: Anchor::Middle,
        };
        self.text(middle, &letter(vertex));
    }
}

/// A, B, C, ...: a program has at most eight operators.
pub(super) fn letter(vertex: model::VertexId) -> String {
    String::from(char::from(b'A' + (vertex.0 % 26) as u8))
}

/// The drawing as one `<svg>` element, for the page before wasm arrives, and for paper.
pub fn to_svg(drawing: &Drawing) -> String {
    let mut out = String::with_capacity(drawing.pieces.len() * 300);
    out.push_str("<svg");
    attribute(&mut out, "class", drawing.class());
    attribute(&mut out, "xmlns", "http://www.w3.org/2000/svg");
    attribute(&mut out, "viewBox", &drawing.view_box());
    attribute(&mut out, "role", "img");
    attribute(&mut out, "aria-label", &drawing.label);
    for (name, value) in svg::FALLBACK {
        attribute(&mut out, name, value);
    }
    out.push('>');
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
