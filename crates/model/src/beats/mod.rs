//! A run told in beats: the few moments at which its story can be followed.
//!
//! In: a [`Trace`]. Out: at most nine [`Beat`]s, in order of time. One pass over the events, with a bounded memory; the
//! rules are general, so what a reader does has its beats, too.
//! Deliberately absent: names (`flink_stage::words`, and the authors' in scenario files).
//!
//! 1. `table` and `reader` say which events are marks of which kind, and how long a fault went unnoticed.
//! 2. `marks` folds the pieces of a boot or a deployment into one mark, and leaves out what matters least.

mod kind;
mod marks;
mod reader;
mod table;
#[cfg(test)]
mod tests;

pub use kind::{BeatKind, BeatSort};
pub use marks::MOST_BEATS;

use crate::time::Time;
use crate::trace::Trace;

/// One step of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beat {
    /// What it is about.
    pub kind: BeatKind,
    /// The moment to stand on: its point can be seen.
    pub at: Time,
    /// How many entries have happened at that moment.
    pub happened: usize,
    /// Position of the entry with which it began; pieces up to `happened` belong to it.
    pub began: usize,
    /// How long a silence is; zero for every other kind.
    pub lasts: Time,
}

/// The beats of a run, earliest first; no two at one time.
pub fn beats(trace: &Trace) -> Vec<Beat> {
    let mut beats = reader::read(trace);
    for beat in beats.iter_mut().filter(|beat| beat.kind != BeatKind::Silence) {
        beat.happened = trace.happened_at(beat.at);
    }
    beats
}

/// The beat at which a stage opens: the last one before the first fault or act that changes the course; in a story of
/// deployments only, before the second of them. The first, if nothing comes before.
pub fn opening(beats: &[Beat]) -> Option<&Beat> {
    let of = |sort| move |beat: &Beat| beat.kind.sort() == sort;
    let turns = |beat: &Beat| matches!(beat.kind.sort(), BeatSort::Fault | BeatSort::Act);
    let mut deployments =
        (0..beats.len()).filter(|at| beats.get(*at).is_some_and(of(BeatSort::Deployment)));
    let first = deployments.next();
    let point = beats.iter().position(turns).or(deployments.next()).or(first);
    beats.get(point.unwrap_or(0).saturating_sub(1))
}

/// Which beat is named: all of a kind (`"moved"`), or one of several (`"moved-2"` is the second).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BeatKey {
    /// The kind.
    pub kind: BeatKind,
    /// The first is 1; `None`: all.
    pub number: Option<usize>,
}

impl BeatKey {
    /// Reads a key; `None`: there is no such kind.
    pub fn from_text(text: &str) -> Option<BeatKey> {
        let of = |name: &str| BeatKind::ALL.iter().find(|kind| kind.name() == name).copied();
        if let Some(kind) = of(text) {
            return Some(BeatKey { kind, number: None });
        }
        let (name, number) = text.rsplit_once('-')?;
        let number = number.parse().ok().filter(|number| *number > 0)?;
        Some(BeatKey { kind: of(name)?, number: Some(number) })
    }

    /// The same as text.
    pub fn to_text(self) -> String {
        match self.number {
            None => self.kind.name().to_owned(),
            Some(number) => [self.kind.name(), "-", &number.to_string()].concat(),
        }
    }

    /// Whether it means this one of the beats.
    pub fn names(self, beats: &[Beat], place: usize) -> bool {
        let of_kind = |beat: &&Beat| beat.kind == self.kind;
        let up_to = beats.get(..=place).unwrap_or_default();
        up_to.last().as_ref().is_some_and(of_kind)
            && self.number.is_none_or(|number| up_to.iter().filter(of_kind).count() == number)
    }
}

/// What an author calls a beat: a name for this one before one for all of its kind.
pub fn named<'a, T>(names: &'a [(BeatKey, T)], beats: &[Beat], place: usize) -> Option<&'a T> {
    let of = |single: bool| {
        names.iter().find(|(key, _)| key.number.is_some() == single && key.names(beats, place))
    };
    of(true).or_else(|| of(false)).map(|(_, name)| name)
}
