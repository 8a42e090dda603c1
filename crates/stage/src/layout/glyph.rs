//! States as small drawings, 10 units square: the same state has the same drawing everywhere, so that
//! it is told without colour and without words.

use crate::scene::{Look, Shape};
use crate::stroke::Strokes;
use model::{ExecutionState, JobStatus};

/// A drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    /// An empty square: there, nothing happens yet.
    Waiting,
    /// An arrow down: on its way to its place.
    Arriving,
    /// A hollow triangle: it prepares.
    Preparing,
    /// A full triangle: it runs.
    Running,
    /// A tick.
    Finished,
    /// A hollow square crossed once: it is being stopped.
    Stopping,
    /// A full square: it was stopped.
    Stopped,
    /// A cross.
    Failed,
    /// A circular arrow, drawn with corners: it comes again.
    Again,
    /// Two bars.
    Paused,
}

/// The drawing of a subtask's state.
pub(crate) const fn of_task(state: ExecutionState) -> Glyph {
    match state {
        ExecutionState::Created | ExecutionState::Scheduled => Glyph::Waiting,
        ExecutionState::Deploying => Glyph::Arriving,
        ExecutionState::Initializing => Glyph::Preparing,
        ExecutionState::Running => Glyph::Running,
        ExecutionState::Finished => Glyph::Finished,
        ExecutionState::Canceling => Glyph::Stopping,
        ExecutionState::Canceled => Glyph::Stopped,
        ExecutionState::Failed => Glyph::Failed,
    }
}

/// The drawing of a job's status.
pub(crate) const fn of_job(status: JobStatus) -> Glyph {
    match status {
        JobStatus::Initializing => Glyph::Preparing,
        JobStatus::Created => Glyph::Waiting,
        JobStatus::Running => Glyph::Running,
        JobStatus::Failing | JobStatus::Failed => Glyph::Failed,
        JobStatus::Cancelling => Glyph::Stopping,
        JobStatus::Canceled => Glyph::Stopped,
        JobStatus::Finished => Glyph::Finished,
        JobStatus::Restarting => Glyph::Again,
        JobStatus::Suspended => Glyph::Paused,
    }
}

/// Draws it with its upper left corner at a place of the shape.
pub(crate) fn draw(shape: &mut Shape, glyph: Glyph, x: i32, y: i32) {
    let mut path = |look: Look, points: &[(i32, i32)], closed: bool| {
        let moved: Vec<_> = points.iter().map(|(px, py)| (x + px, y + py)).collect();
        shape.path(look, &moved, closed);
    };
    const SQUARE: [(i32, i32); 4] = [(1, 1), (9, 1), (9, 9), (1, 9)];
    const TRIANGLE: [(i32, i32); 3] = [(2, 0), (10, 5), (2, 10)];
    match glyph {
        Glyph::Waiting => path(Look::Glyph, &SQUARE, true),
        Glyph::Arriving => {
            path(Look::Glyph, &[(5, 0), (5, 10)], false);
            path(Look::Glyph, &[(1, 6), (5, 10), (9, 6)], false);
        }
        Glyph::Preparing => path(Look::Glyph, &TRIANGLE, true),
        Glyph::Running => path(Look::GlyphFilled, &TRIANGLE, true),
        Glyph::Finished => path(Look::Glyph, &[(0, 5), (4, 9), (10, 1)], false),
        Glyph::Stopping => {
            path(Look::Glyph, &SQUARE, true);
            path(Look::Glyph, &[(1, 9), (9, 1)], false);
        }
        Glyph::Stopped => path(Look::GlyphFilled, &SQUARE, true),
        Glyph::Failed => {
            path(Look::Glyph, &[(1, 1), (9, 9)], false);
            path(Look::Glyph, &[(9, 1), (1, 9)], false);
        }
        Glyph::Again => {
            path(Look::Glyph, &[(9, 5), (9, 9), (1, 9), (1, 1), (6, 1)], false);
            path(Look::Glyph, &[(4, -2), (7, 1), (4, 4)], false);
        }
        Glyph::Paused => {
            path(Look::Glyph, &[(3, 1), (3, 9)], false);
            path(Look::Glyph, &[(7, 1), (7, 9)], false);
        }
    }
}
