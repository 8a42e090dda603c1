//! How long things are shown: simulated time against the reader's time.
//!
//! In: the entries of a trace. Out: for each event the moment of the show at which it happens, and
//! the way back from a moment of the show to a [`Position`] in the trace.
//! Deliberately absent: the wall clock and the speed. A show lasts as long as it lasts at 1x.
//!
//! A call takes 120 ms and a slot request waits for five minutes: no single factor makes both
//! readable. So messages under way are slowed down, and time in which nothing is under way is shortened.

use model::{Entry, Time};

/// A span of the show at 1x, in microseconds.
pub type Show = u64;

/// How much slower a message is shown than it travels: 120 ms become 0.72 s.
const SLOWDOWN: u64 = 6;
/// Events at one instant follow each other at this distance, so that each can be seen.
const SAME_INSTANT: Show = 260_000;
/// No two instants are closer than this.
const SHORTEST: Show = 320_000;
/// A message that takes seconds is not shown for longer than this.
const LONGEST_TRAVEL: Show = 2_400_000;
/// Time in which nothing travels is not shown for longer than this.
const LONGEST_WAIT: Show = 1_500_000;
/// A wait of this length or more is announced ("4 min 57 s pass").
const ANNOUNCED_WAIT: Time = Time::ms(1_500);
/// The show goes on for so long before the first and after the last event.
const MARGIN: Show = 500_000;

/// A place in a trace: how many of its events have happened, and the time. Between two events the
/// time lies between theirs; events of one instant are told apart by the count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// How many entries have happened.
    pub happened: usize,
    /// Simulated time.
    pub time: Time,
}

/// The show of one trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pacing {
    /// When each entry happens in simulated time.
    times: Vec<Time>,
    /// When each entry happens in the show; strictly rising.
    beats: Vec<Show>,
    /// For each entry, whether a message is under way in the gap before it.
    travels: Vec<bool>,
}

impl Pacing {
    /// Spreads the entries over a show.
    pub fn new(entries: &[Entry]) -> Pacing {
        let times: Vec<Time> = entries.iter().map(|entry| entry.at).collect();
        let travels = travels(entries);
        let mut beats = Vec::with_capacity(times.len());
        let mut show = MARGIN;
        let mut before = None;
        for (time, travels) in times.iter().zip(&travels) {
            if let Some(before) = before.replace(*time) {
                show += stretch(time.since(before), *travels);
            }
            beats.push(show);
        }
        Pacing { times, beats, travels }
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether nothing ever happens.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The length of the show.
    pub fn total(&self) -> Show {
        self.beats.last().map_or(0, |last| last + MARGIN)
    }

    /// The end of the trace.
    pub fn end(&self) -> Position {
        Position { happened: self.len(), time: self.times.last().copied().unwrap_or_default() }
    }

    /// The place right after so many events.
    pub fn after(&self, happened: usize) -> Position {
        let happened = happened.min(self.len());
        let last = happened.checked_sub(1).and_then(|last| self.times.get(last));
        let time = last.copied().unwrap_or_default();
        Position { happened, time }
    }

    /// The place at which everything up to and including this time has happened.
    pub fn at_time(&self, time: Time) -> Position {
        let happened = self.times.partition_point(|at| *at <= time);
        Position { happened, time: time.min(self.end().time) }
    }

    /// The place that a moment of the show is at.
    pub fn at_show(&self, show: Show) -> Position {
        let happened = self.beats.partition_point(|beat| *beat <= show);
        let before = self.after(happened);
        let (Some(next_beat), Some(next_time)) =
            (self.beats.get(happened), self.times.get(happened))
        else {
            return before;
        };
        let (beat, time) = self.last_before(happened);
        let span = next_time.since(time).0;
        // Never quite the next event's time: what has not happened must not be dated as if it had.
        let share = span.saturating_mul(show - beat) / (next_beat - beat);
        let moved = share.min(span.saturating_sub(1));
        Position { happened, time: Time(before.time.0 + moved) }
    }

    /// When the last of so many events happens, in the show and in simulated time.
    fn last_before(&self, happened: usize) -> (Show, Time) {
        let last = happened.checked_sub(1);
        let last = last.and_then(|last| Some((*self.beats.get(last)?, *self.times.get(last)?)));
        last.unwrap_or_default()
    }

    /// The moment of the show that a place is at: the inverse of [`Pacing::at_show`].
    pub fn show_of(&self, position: Position) -> Show {
        let happened = position.happened.min(self.len());
        let (beat, time) = self.last_before(happened);
        let (Some(next_beat), Some(next_time)) =
            (self.beats.get(happened), self.times.get(happened))
        else {
            return beat;
        };
        let span = next_time.since(time).0;
        if span == 0 {
            return beat;
        }
        let passed = position.time.since(time).0.min(span);
        let share = passed.saturating_mul(next_beat - beat) / span;
        beat + share.min(next_beat - beat - 1)
    }

    /// The length of the wait that a place lies in, if it is long, and if nothing travels in it.
    pub fn wait_at(&self, position: Position) -> Option<Time> {
        let next = *self.times.get(position.happened)?;
        if self.travels.get(position.happened) == Some(&true) {
            return None;
        }
        let span = next.since(self.after(position.happened).time);
        (span >= ANNOUNCED_WAIT).then_some(span)
    }
}

/// How long a gap is shown.
fn stretch(gap: Time, travels: bool) -> Show {
    if gap == Time::ZERO {
        return SAME_INSTANT;
    }
    let longest = if travels { LONGEST_TRAVEL } else { LONGEST_WAIT };
    (gap.0.saturating_mul(SLOWDOWN)).clamp(SHORTEST, longest)
}

/// For each entry, whether a message is under way before it: one that has left by then and
/// arrives with this entry or later.
fn travels(entries: &[Entry]) -> Vec<bool> {
    let mut earliest_departure = Time(u64::MAX);
    let mut travels = vec![false; entries.len()];
    for (entry, travels) in entries.iter().zip(&mut travels).rev() {
        if entry.route.is_some() && entry.sent < entry.at {
            earliest_departure = earliest_departure.min(entry.sent);
        }
        *travels = earliest_departure < entry.at;
    }
    travels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::testing::{entry, message};

    #[test]
    fn a_call_is_visible_for_about_seven_tenths_of_a_second() {
        let pacing = Pacing::new(&[entry(0), message(0, 120)]);
        assert_eq!(pacing.beats[1] - pacing.beats[0], 720_000);
        assert_eq!(pacing.wait_at(pacing.after(1)), None);
    }

    #[test]
    fn five_minutes_of_waiting_take_seconds_and_are_announced() {
        let pacing = Pacing::new(&[entry(3_000), entry(300_000)]);
        assert!(pacing.total() < 5_000_000);
        assert_eq!(pacing.wait_at(pacing.after(1)), Some(Time::ms(297_000)));
    }

    #[test]
    fn a_message_under_way_keeps_the_whole_gap_slow() {
        let pacing = Pacing::new(&[entry(0), entry(60), message(0, 120)]);
        assert_eq!(pacing.travels, [false, true, true]);
    }

    #[test]
    fn places_and_moments_of_the_show_are_the_same_thing() {
        let entries = [entry(0), entry(0), message(0, 120), entry(200_000), entry(200_000)];
        let pacing = Pacing::new(&entries);
        let mut last = Position::default();
        for show in (0..pacing.total()).step_by(7_919) {
            let position = pacing.at_show(show);
            assert!(position.happened >= last.happened && position.time >= last.time);
            last = position;
            let again = pacing.at_show(pacing.show_of(position));
            assert_eq!(again.happened, position.happened);
            assert!(position.time.since(again.time) <= Time(2_000), "{position:?} {again:?}");
        }
        for happened in 0..=pacing.len() {
            let position = pacing.after(happened);
            assert_eq!(pacing.at_show(pacing.show_of(position)), position);
        }
    }

    #[test]
    fn nothing_is_dated_at_an_event_that_has_not_happened() {
        let pacing = Pacing::new(&[entry(1_000), entry(2_000)]);
        let just_before = pacing.at_show(pacing.beats[1] - 1);
        assert_eq!(just_before.happened, 1);
        assert!(just_before.time < Time::ms(2_000));
    }

    #[test]
    fn an_empty_trace_is_an_empty_show() {
        let pacing = Pacing::new(&[]);
        assert_eq!((pacing.total(), pacing.end()), (0, Position::default()));
        assert_eq!(pacing.at_show(5), Position::default());
    }
}
