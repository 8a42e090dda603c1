//! What the things of the chart are.

use crate::scene::{self, Condition, Scene, Shape};
use std::convert::Infallible;

/// One chart of all modes. Bars that look the same are one shape, whatever process they belong to: a page carries the
/// chart twice, for either width. Nothing in it can be selected.
pub type Picture = Scene<Kind, Infallible>;
/// Things that look the same, in the coordinates of the picture.
pub(super) type Piece = Shape<Kind, Infallible>;

/// What a thing is. How it fares is its condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The ground of a mode with its heading.
    Band,
    /// Times along the axis.
    Axis,
    /// A shortened wait.
    Break,
    /// Names of lanes.
    Names,
    /// A job: absent until it is received, coming until all of its tasks run, troubled when it ran and does not.
    Job,
    /// How a job ended.
    End,
    /// A process: coming while it starts, troubled while a TaskManager has no ResourceManager.
    Process,
    /// A JobManager that stands by.
    StandBy,
    /// A slot that a job has: coming as long as no task runs in it.
    Slot,
    /// Memory over time.
    Memory,
    /// The moment of the submission.
    Submission,
    /// The moment of the fault.
    Fault,
}

impl scene::Kind for Kind {
    const WIDE: &'static str = "stage-picture cmp-picture stage-wide";
    const NARROW: &'static str = "stage-picture cmp-picture stage-narrow";
    const PREFIX: &'static str = "cmp-";

    fn name(self) -> &'static str {
        match self {
            Self::Band => "band",
            Self::Axis => "axis",
            Self::Break => "break",
            Self::Names => "names",
            Self::Job => "job",
            Self::End => "end",
            Self::Process => "process",
            Self::StandBy => "stand-by",
            Self::Slot => "slot",
            Self::Memory => "memory",
            Self::Submission => "submission",
            Self::Fault => "fault",
        }
    }
}

/// What looks the same: what it is, how it fares, whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    pub kind: Kind,
    pub condition: Condition,
    /// The job, as an index into the palette.
    pub tone: Option<u8>,
}

impl Sort {
    /// As it should be, and nobody's.
    pub(super) const fn of(kind: Kind) -> Sort {
        Sort { kind, condition: Condition::Alive, tone: None }
    }

    pub(super) fn is(self, piece: &Piece) -> bool {
        self == Sort { kind: piece.role, condition: piece.condition, tone: piece.tone }
    }
}
