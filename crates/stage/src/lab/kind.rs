//! What the things of the lab's picture are, and a task's letter on them.

use super::join::Thing;
use crate::layout::letter_of;
use crate::scene::{self, Look, Scene, Shape};
use crate::stroke::{Line, Strokes};
use model::VertexId;

/// The four pictures.
pub type Picture = Scene<Kind, Thing>;
/// One thing in them. The same thing has the same key whatever is changed.
pub(super) type Piece = Shape<Kind, Thing>;

/// What a thing is. How it fares is its condition: a slot is absent as long as it is free, and coming while it is
/// kept until the others are there; a subtask without a slot in use is absent.
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
    /// A TaskManager.
    TaskManager,
    /// A slot.
    Slot,
    /// Slots that would be needed.
    Missing,
    /// A subtask in its slot, or one that waits.
    Seated,
}

impl scene::Kind for Kind {
    const WIDE: &'static str = "stage-picture lab-picture stage-wide";
    const NARROW: &'static str = "stage-picture lab-picture stage-narrow";
    const PREFIX: &'static str = "lab-";

    fn name(self) -> &'static str {
        match self {
            Self::Band => "band",
            Self::Chained => "chained",
            Self::Edge => "edge",
            Self::Wires => "wires",
            Self::Operator => "operator",
            Self::Vertex => "vertex",
            Self::Subtask => "subtask",
            Self::TaskManager => "tm",
            Self::Slot => "slot",
            Self::Missing => "missing",
            Self::Seated => "seated",
        }
    }
}

impl Piece {
    /// The letter of a vertex on its colour, as wide as it is high; two letters are smaller.
    pub(super) fn badge_of(&mut self, vertex: VertexId, x: i32, y: i32, side: i32) {
        self.tone = tone(vertex);
        self.rect(Look::Badge, crate::stroke::Rect::new(x, y, side, side), 4);
        let letter = letter_of(vertex.0);
        let size = side * 2 / if letter.len() > 1 { 4 } else { 3 };
        let (x, y) = (x + side / 2, y + side / 2 + size * 3 / 8);
        self.text_middle(Line { look: Look::Letter, size, x, y, room: side }, &letter);
    }
}

/// The colour of a vertex.
pub(super) const fn tone(vertex: VertexId) -> Option<u8> {
    Some((vertex.0 % 6) as u8)
}
