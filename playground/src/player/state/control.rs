//! What a reader does to the player, and how fast it plays.

use crate::player::pacing::Show;
use model::{Action, FlinkVersion};
use stage::Motion;

/// What the reader does to the player.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// Play if paused, pause if playing.
    Toggle,
    /// Play; from the start if the end is shown.
    Play,
    /// Stand still.
    Pause,
    /// One event forward, also where several happen at one instant.
    Forward,
    /// One event back: the last one that happened has not.
    Back,
    /// To the next beat of the story, or to the end.
    NextBeat,
    /// To the beat before, or to the moment before the first event.
    PreviousBeat,
    /// To this beat.
    Beat(usize),
    /// To the next instant at which anything happens, over whatever wait lies before it. All that
    /// happens at that instant has happened then.
    Next,
    /// To the moment before the first event.
    Restart,
    /// To the end.
    End,
    /// To a moment of the show.
    Scrub(Show),
    /// To the place right after this entry.
    GoTo(usize),
    /// One speed up.
    Faster,
    /// One speed down.
    Slower,
    /// This speed.
    Pace(Speed),
    /// So much of the reader's time passed, in microseconds.
    Tick(Show),
    /// Something is done to the cluster now: the future is dropped and runs anew.
    Act(Action),
    /// The same actions, run by another version.
    Imitate(FlinkVersion),
    /// Back to the page's scenario.
    Reset,
    /// The reader's system asks for less movement, or no longer does.
    Move(Motion),
    /// The notice was read.
    Dismiss,
}

/// What the player is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Stands still.
    Paused,
    /// Runs.
    Playing,
}

/// How fast it plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speed {
    /// 0.25x.
    Quarter,
    /// 0.5x.
    Half,
    /// 1x.
    Normal,
    /// 2x.
    Double,
    /// 4x.
    Fourfold,
    /// 8x.
    Eightfold,
}

impl Speed {
    /// Every speed, slowest first.
    pub const ALL: [Speed; 6] =
        [Self::Quarter, Self::Half, Self::Normal, Self::Double, Self::Fourfold, Self::Eightfold];

    /// "0.25x".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quarter => "0.25×",
            Self::Half => "0.5×",
            Self::Normal => "1×",
            Self::Double => "2×",
            Self::Fourfold => "4×",
            Self::Eightfold => "8×",
        }
    }

    /// So much of the show passes in so much of the reader's time.
    pub(super) const fn of(self, passed: Show) -> Show {
        (passed << self as u32) / 4
    }

    pub(super) fn neighbour(self, faster: bool) -> Speed {
        let mut all = Self::ALL.into_iter();
        let neighbour = if faster { all.find(|it| *it > self) } else { all.rfind(|it| *it < self) };
        neighbour.unwrap_or(self)
    }
}
