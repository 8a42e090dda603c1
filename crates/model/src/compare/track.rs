//! What was true of one thing at every time, as the changes of it.

use crate::Time;

/// One value and how long it held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<T> {
    /// Since when.
    pub from: Time,
    /// Until when; the next value holds from then on.
    pub to: Time,
    /// The value.
    pub what: T,
}

/// The values of one thing over time. Before the first it had none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track<T> {
    changes: Vec<(Time, Option<T>)>,
}

impl<T> Default for Track<T> {
    fn default() -> Track<T> {
        Track { changes: Vec::new() }
    }
}

impl<T: Copy + PartialEq> Track<T> {
    /// From `at` on it is this. Times never go back; of two values at one time the later counts.
    pub fn note(&mut self, at: Time, value: Option<T>) {
        if self.changes.last().is_some_and(|last| last.0 == at) {
            self.changes.pop();
        }
        if self.last() != value {
            self.changes.push((at, value));
        }
    }

    /// The value at a time.
    pub fn at(&self, at: Time) -> Option<T> {
        let later = self.changes.partition_point(|change| change.0 <= at);
        later.checked_sub(1).and_then(|index| self.changes[index].1)
    }

    /// The value at the end.
    pub fn last(&self) -> Option<T> {
        self.changes.last().and_then(|change| change.1)
    }

    /// When it changed.
    pub fn times(&self) -> impl Iterator<Item = Time> + '_ {
        self.changes.iter().map(|change| change.0)
    }

    /// Every value and how long it held, up to `end`; times without a value are left out.
    pub fn spans(&self, end: Time) -> impl Iterator<Item = Span<T>> + '_ {
        let ends = self.changes.iter().skip(1).map(|change| change.0).chain([Time(u64::MAX)]);
        self.changes.iter().zip(ends).filter_map(move |((from, value), to)| {
            let span = Span { from: *from, to: to.min(end), what: (*value)? };
            (span.from < span.to).then_some(span)
        })
    }

    /// When it first had a value that is wanted.
    pub fn first(&self, wanted: impl Fn(T) -> bool) -> Option<Time> {
        let mut changes = self.changes.iter();
        changes.find(|change| change.1.is_some_and(&wanted)).map(|change| change.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_values_at_one_time_the_later_counts() {
        let mut track = Track::default();
        track.note(Time(1), Some('a'));
        track.note(Time(2), Some('b'));
        track.note(Time(2), Some('a'));
        track.note(Time(5), None);
        track.note(Time(7), Some('c'));
        let spans: Vec<_> = track.spans(Time(9)).map(|s| (s.from.0, s.to.0, s.what)).collect();
        assert_eq!(spans, [(1, 5, 'a'), (7, 9, 'c')]);
        assert_eq!(
            [0, 1, 4, 5, 6, 7, 99].map(|t| track.at(Time(t))),
            [None, Some('a'), Some('a'), None, None, Some('c'), Some('c')]
        );
        assert_eq!(track.first(|c| c == 'c'), Some(Time(7)));
        assert_eq!(track.spans(Time(4)).count(), 1, "nothing after the end");
    }
}
