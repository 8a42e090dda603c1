//! Marks: the places of a run at which a beat may stand.
//!
//! In: marks in order of time. Out: the few that tell the story. Nothing here knows what an event is.

use super::Beat;
use super::kind::BeatKind;
use crate::time::Time;

/// A story has so many beats at the most.
pub const MOST_BEATS: usize = 9;
/// What is not needed is told only as long as there are not more beats than this.
const ENOUGH_BEATS: usize = 6;
/// Kinds below this weight are not needed.
const NEEDED: u8 = 5;
/// So many marks are kept, of a run of any length.
const MOST_MARKS: usize = 64;
/// Pieces that are further apart than this are not one beat.
const PIECES_APART: Time = Time::s(4);
/// Nor are those that take longer than this together.
const PIECES_TAKE: Time = Time::s(10);

/// A place at which a beat may stand.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) kind: BeatKind,
    /// Where to stand.
    pub(super) at: Time,
    /// How much has happened there.
    pub(super) happened: usize,
    /// Its first piece.
    began: usize,
    began_at: Time,
    /// The length of a silence.
    pub(super) lasts: Time,
    weight: u8,
}

/// The marks so far.
#[derive(Default)]
pub(super) struct Marks {
    marks: Vec<Mark>,
    /// How often each kind has been there.
    seen: Vec<u8>,
}

impl Marks {
    pub(super) fn last(&self) -> Option<&Mark> {
        self.marks.last()
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.marks.len()
    }

    /// Something happened, as entry number `index`.
    pub(super) fn push(&mut self, kind: BeatKind, at: Time, index: usize) {
        let mut mark = Mark {
            kind,
            at,
            happened: index + 1,
            began: index,
            began_at: at,
            lasts: Time::ZERO,
            weight: kind.weight(),
        };
        let piece = self.piece(&mark);
        match piece.and_then(|piece| self.marks.get(piece)) {
            Some(first) => {
                let Mark { began, began_at, weight, .. } = *first;
                mark = Mark { began, began_at, weight, ..mark };
            }
            None => mark.weight -= self.repeated(kind),
        }
        // At one instant there is one beat.
        let other = self.marks.last().filter(|last| last.at == at && last.kind != kind);
        if other.is_some_and(|other| other.weight >= mark.weight) {
            return;
        }
        if let Some(other) = other {
            mark.began = mark.began.min(other.began);
            self.marks.pop();
        }
        if let Some(piece) = piece {
            self.marks.remove(piece);
        }
        self.marks.push(mark);
        if self.marks.len() > MOST_MARKS {
            self.thin(MOST_MARKS / 2, u8::MAX);
        }
    }

    /// A silence that ended in what is marked next; it is seen best in the middle of its longest wait.
    pub(super) fn silence(&mut self, at: Time, happened: usize, lasts: Time) {
        let kind = BeatKind::Silence;
        let weight = kind.weight() - self.repeated(kind);
        let (began, began_at) = (happened, at);
        let mark = Mark { kind, at, happened, began, began_at, lasts, weight };
        let place = self.marks.partition_point(|other| other.at < at);
        self.marks.insert(place, mark);
    }

    /// An earlier piece of the same beat.
    fn piece(&self, mark: &Mark) -> Option<usize> {
        if !mark.kind.folds() {
            let last = self.marks.last()?;
            return (last.kind == mark.kind && last.at == mark.at).then(|| self.marks.len() - 1);
        }
        // Whatever changes the course in between parts them.
        let same = |it: &&Mark| it.kind == mark.kind || !it.kind.folds();
        let found = self.marks.iter().rev().find(same)?;
        let near = mark.at.since(found.at) < PIECES_APART;
        let soon = mark.at.since(found.began_at) <= PIECES_TAKE;
        let place = self.marks.iter().rposition(|it| it.kind == mark.kind);
        place.filter(|_| found.kind == mark.kind && near && soon)
    }

    /// What is told again is told less urgently than what is new, and an exception, which comes back by itself as long as
    /// somebody restarts what threw it, much less.
    fn repeated(&mut self, kind: BeatKind) -> u8 {
        self.seen.resize(BeatKind::ALL.len(), 0);
        let Some(seen) = self.seen.get_mut(kind as usize) else { return 0 };
        let before = *seen;
        *seen = (before + 1).min(2);
        if kind == BeatKind::Exception { before * 4 } else { before }
    }

    /// Leaves out what matters least, the earliest first, until there are only so many, or all weigh as much.
    fn thin(&mut self, most: usize, below: u8) {
        loop {
            let lightest = self.marks.iter().enumerate().min_by_key(|(_, mark)| mark.weight);
            match lightest {
                Some((place, mark)) if self.marks.len() > most && mark.weight < below => {
                    self.marks.remove(place);
                }
                Some(_) | None => return,
            }
        }
    }

    /// The beats.
    pub(super) fn finish(mut self) -> Vec<Beat> {
        self.thin(ENOUGH_BEATS, NEEDED);
        self.thin(MOST_BEATS, u8::MAX);
        let beat = |mark: &Mark| Beat {
            kind: mark.kind,
            at: mark.at,
            happened: mark.happened,
            began: mark.began,
            lasts: mark.lasts,
        };
        self.marks.iter().map(beat).collect()
    }
}
