//! How long things are shown: simulated time against the reader's time.
//!
//! In: the entries of a trace and its beats. Out: for each event the moment of the show at which it happens, and
//! the way back from a moment of the show to a [`Position`] in the trace.
//! Deliberately absent: the wall clock and the speed. A show lasts as long as it lasts at 1x.
//!
//! A call takes 120 ms and a slot request waits for five minutes: no single factor makes both
//! readable. So messages under way are slowed down, and time in which nothing is under way is shortened.
//! Then each part of the story, from one beat to the next, is given no more than its share of a show that can be
//! watched in one go, and the show rests at each beat.

use model::{Beat, Entry, Time};

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
/// It rests at each beat.
const REST: Show = 600_000;
/// All that lies between beats takes no longer than this together...
const LONGEST_STORY: Show = 32_000_000;
/// ... and is drawn out to this, but not beyond three times of what it is.
const SHORTEST_STORY: Show = 9_500_000;
/// A wait that takes a smaller part of the show than this is not marked on the time line.
const VISIBLE_SHARE: u64 = 100;

/// A place in a trace: how many of its events have happened, and the time. Between two events the
/// time lies between theirs; events of one instant are told apart by the count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// How many entries have happened.
    pub happened: usize,
    /// Simulated time.
    pub time: Time,
}

impl Position {
    /// Where a beat stands.
    pub fn of(beat: &Beat) -> Position {
        Position { happened: beat.happened, time: beat.at }
    }
}

/// A place that has its moment in the show. Between two of them time goes evenly; at a beat there are two at one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Knot {
    show: Show,
    place: Position,
}

/// A stretch of the show in which much time passes and nothing happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Where it begins and ends in the show.
    pub shown: (Show, Show),
    /// What passes.
    pub passes: Time,
}

/// The show of one trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pacing {
    /// In order: the start, each entry, each silence, and the end of each rest.
    knots: Vec<Knot>,
    /// For each entry, whether a message is under way in the gap before it.
    travels: Vec<bool>,
    waits: Vec<Wait>,
}

impl Pacing {
    /// Spreads the entries over a show.
    pub fn new(entries: &[Entry], beats: &[Beat]) -> Pacing {
        let travels = travels(entries);
        let drawn = places(entries, &travels, beats);
        let mut pacing = Pacing { knots: fit(&drawn, beats), travels, waits: Vec::new() };
        pacing.waits = pacing.find_waits();
        pacing
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.travels.len()
    }

    /// Whether nothing ever happens.
    pub fn is_empty(&self) -> bool {
        self.travels.is_empty()
    }

    /// The length of the show.
    pub fn total(&self) -> Show {
        self.knots.last().map_or(0, |last| if self.is_empty() { 0 } else { last.show + MARGIN })
    }

    /// The end of the trace.
    pub fn end(&self) -> Position {
        self.knots.last().map_or_else(Position::default, |last| last.place)
    }

    /// The place right after so many events.
    pub fn after(&self, happened: usize) -> Position {
        let happened = happened.min(self.len());
        let first = self.knots.partition_point(|knot| knot.place.happened < happened);
        self.knots.get(first).map_or_else(Position::default, |knot| knot.place)
    }

    /// The place at which everything up to and including this time has happened.
    pub fn at_time(&self, time: Time) -> Position {
        let after = self.knots.partition_point(|knot| knot.place.time <= time);
        let last = after.checked_sub(1).and_then(|last| self.knots.get(last));
        let happened = last.map_or(0, |knot| knot.place.happened);
        Position { happened, time: time.min(self.end().time) }
    }

    /// The place that a moment of the show is at.
    pub fn at_show(&self, show: Show) -> Position {
        let after = self.knots.partition_point(|knot| knot.show <= show);
        let Some(before) = after.checked_sub(1).and_then(|last| self.knots.get(last)) else {
            return Position::default();
        };
        let Some(next) = self.knots.get(after) else { return before.place };
        let span = next.place.time.since(before.place.time).0;
        // Never quite the next event's time: what has not happened must not be dated as if it had.
        let share = span.saturating_mul(show - before.show) / (next.show - before.show);
        let moved = share.min(span.saturating_sub(1));
        Position { time: Time(before.place.time.0 + moved), ..before.place }
    }

    /// The moment of the show that a place is at, where it rests the beginning of the rest: the inverse of
    /// [`Pacing::at_show`].
    pub fn show_of(&self, place: Position) -> Show {
        let first = self.knots.partition_point(|knot| knot.place < place);
        if let Some(knot) = self.knots.get(first).filter(|knot| knot.place == place) {
            return knot.show;
        }
        let Some(before) = first.checked_sub(1).and_then(|last| self.knots.get(last)) else {
            return 0;
        };
        let Some(next) = self.knots.get(first) else { return before.show };
        let span = next.place.time.since(before.place.time).0.max(1);
        let passed = place.time.since(before.place.time).0.min(span);
        let share = passed.saturating_mul(next.show - before.show) / span;
        before.show + share.min(next.show - before.show - 1)
    }

    /// The length of the wait that a place lies in, if it is long, and if nothing travels in it.
    pub fn wait_at(&self, position: Position) -> Option<Time> {
        if position.happened >= self.len() || self.travels.get(position.happened) == Some(&true) {
            return None;
        }
        let next = self.after(position.happened + 1);
        let span = next.time.since(self.after(position.happened).time);
        (span >= ANNOUNCED_WAIT).then_some(span)
    }

    /// Where the time line is shorter than time is, as far as that can be seen on it.
    pub fn waits(&self) -> &[Wait] {
        &self.waits
    }

    fn find_waits(&self) -> Vec<Wait> {
        let visible = self.total() / VISIBLE_SHARE;
        let mut waits: Vec<Wait> = Vec::new();
        for (before, next) in self.knots.iter().zip(self.knots.iter().skip(1)) {
            let Some(passes) = self.wait_at(before.place) else { continue };
            let shown = (before.show, next.show);
            match waits.last_mut() {
                // The rest at a beat, and both sides of a silence, are one wait.
                Some(last) if last.shown.1 == before.show && last.passes == passes => {
                    last.shown.1 = next.show;
                }
                Some(_) | None => waits.push(Wait { shown, passes }),
            }
        }
        waits.retain(|wait| wait.shown.1 - wait.shown.0 > visible);
        waits
    }
}

/// Every place with its moment before anything is shortened, in milliseconds of the show.
fn places(entries: &[Entry], travels: &[bool], beats: &[Beat]) -> Vec<Knot> {
    let mut places = vec![Knot::default()];
    let mut beats = beats.iter().peekable();
    let (mut show, mut before) = (0, None);
    for (happened, (entry, travels)) in entries.iter().zip(travels).enumerate() {
        let gap = before.map(|before| entry.at.since(before));
        let takes = gap.map_or(MARGIN, |gap| stretch(gap, *travels)) / 1_000;
        before = Some(entry.at);
        while let Some(beat) = beats.next_if(|beat| beat.happened <= happened) {
            // A beat at an event has its place there; one between two events is a silence.
            let place = Position::of(beat);
            if places.last().is_some_and(|last| last.place < place) && beat.at < entry.at {
                places.push(Knot { show: show + takes / 2, place });
            }
        }
        show += takes;
        places.push(Knot { show, place: Position { happened: happened + 1, time: entry.at } });
    }
    places
}

/// Gives each part of a story its share of the show.
fn fit(drawn: &[Knot], beats: &[Beat]) -> Vec<Knot> {
    let mut stops: Vec<usize> = Vec::new();
    for beat in beats {
        let place = drawn.partition_point(|knot| knot.place < Position::of(beat));
        stops.extend(Some(place).filter(|place| *place < drawn.len()));
    }
    let most = LONGEST_STORY / 1_000 / (stops.len() as u64 + 1);
    let ends = stops.iter().copied().chain([drawn.len().saturating_sub(1)]);
    let lengths: Vec<u64> = ends
        .scan(0, |start: &mut u64, end| {
            let show = drawn.get(end).map_or(0, |knot| knot.show);
            Some(show - std::mem::replace(start, show))
        })
        .collect();
    let together: u64 = lengths.iter().map(|length| *length.min(&most)).sum();
    // Per mille; a story without beats is not drawn out.
    let wanted = if stops.is_empty() { 0 } else { SHORTEST_STORY / 1_000 };
    let factor = (wanted * 1_000 / together.max(1)).clamp(1_000, 3_000);

    let mut knots: Vec<Knot> = Vec::with_capacity(drawn.len() + stops.len());
    let (mut part, mut base, mut from) = (0, 0, 0);
    for (index, knot) in drawn.iter().enumerate() {
        let length = lengths.get(part).copied().unwrap_or(0);
        let share = (knot.show - from) * length.min(most) * factor / length.max(1);
        let least = knots.last().map_or(0, |last| last.show + 1);
        let show = (base + share).max(least);
        knots.push(Knot { show, ..*knot });
        if stops.get(part) == Some(&index) {
            knots.push(Knot { show: show + REST, ..*knot });
            (part, base, from) = (part + 1, show + REST, knot.show);
        }
    }
    knots
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
    use crate::player::testing::{entry, message, scenarios};
    use model::beats::beats;
    use model::{BeatKind, Trace};

    fn beat(happened: usize, at_ms: u64) -> Beat {
        let (kind, lasts) = (BeatKind::Silence, Time::ZERO);
        Beat { kind, at: Time::ms(at_ms), happened, began: 0, lasts }
    }

    fn shown(pacing: &Pacing, happened: usize) -> Show {
        pacing.show_of(pacing.after(happened))
    }

    #[test]
    fn a_call_is_visible_for_about_seven_tenths_of_a_second() {
        let pacing = Pacing::new(&[entry(0), message(0, 120)], &[]);
        assert_eq!(shown(&pacing, 2) - shown(&pacing, 1), 720_000);
        assert_eq!(pacing.wait_at(pacing.after(1)), None);
    }

    #[test]
    fn five_minutes_of_waiting_take_seconds_and_are_announced() {
        let pacing = Pacing::new(&[entry(3_000), entry(300_000)], &[]);
        assert!(pacing.total() < 5_000_000);
        assert_eq!(pacing.wait_at(pacing.after(1)), Some(Time::ms(297_000)));
    }

    #[test]
    fn a_message_under_way_keeps_the_whole_gap_slow() {
        let pacing = Pacing::new(&[entry(0), entry(60), message(0, 120)], &[]);
        assert_eq!(pacing.travels, [false, true, true]);
    }

    #[test]
    fn places_and_moments_of_the_show_are_the_same_thing() {
        let entries = [entry(0), entry(0), message(0, 120), entry(200_000), entry(200_000)];
        let beats = [beat(2, 0), beat(3, 40_000), beat(5, 200_000)];
        let pacing = Pacing::new(&entries, &beats);
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
        let pacing = Pacing::new(&[entry(1_000), entry(2_000)], &[]);
        let just_before = pacing.at_show(shown(&pacing, 2) - 1);
        assert_eq!(just_before.happened, 1);
        assert!(just_before.time < Time::ms(2_000));
    }

    #[test]
    fn an_empty_trace_is_an_empty_show() {
        let pacing = Pacing::new(&[], &[]);
        assert_eq!((pacing.total(), pacing.end()), (0, Position::default()));
        assert_eq!(pacing.at_show(5), Position::default());
    }

    #[test]
    fn every_story_can_be_watched_in_one_go_and_rests_at_its_beats() {
        for (id, scenario) in scenarios() {
            let trace = Trace::run(scenario);
            let told = beats(&trace);
            let pacing = Pacing::new(trace.entries(), &told);
            let seconds = pacing.total() / 1_000_000;
            // A drill is only the beginning of a story.
            let least = if id.starts_with("drill-") { 1 } else { 12 };
            assert!((least..=40).contains(&seconds), "{id} takes {seconds} s");
            for beat in &told {
                let place = Position::of(beat);
                let show = pacing.show_of(place);
                assert_eq!(pacing.at_show(show), place, "{id}: {beat:?}");
                assert_eq!(pacing.at_show(show + REST - 1), place, "{id}: it rests at {beat:?}");
            }
            let waits = pacing.waits();
            assert!(waits.windows(2).all(|pair| pair[0].shown.1 <= pair[1].shown.0), "{id}");
            let silences = told.iter().filter(|beat| beat.kind == BeatKind::Silence);
            for place in silences.map(Position::of) {
                let show = pacing.show_of(place);
                let inside = waits.iter().any(|it| it.shown.0 <= show && show < it.shown.1);
                assert!(inside || pacing.wait_at(place).is_none(), "{id}: a silence is a wait");
            }
        }
    }

    #[test]
    fn a_show_of_a_million_events_is_as_long_as_any() {
        let entries: Vec<Entry> = (0..1_000_000).map(|index| entry(index * 3)).collect();
        let pacing = Pacing::new(&entries, &[beat(10, 27), beat(900_000, 2_699_997)]);
        assert!(pacing.total() <= 40_000_000);
        let end = pacing.at_show(pacing.total());
        assert_eq!((end, end.happened), (pacing.end(), 1_000_000));
    }
}
