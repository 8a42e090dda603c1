//! One axis of time for all charts.
//!
//! In: the times at which anything changes in any mode. Out: a place for every time, and back. A wait in which
//! nothing changes in any of them is shortened to the same width everywhere, and marked as such.

use crate::Time;

/// A longer wait is shortened,
const LONG: u64 = 8_000_000;
/// to the width of this one.
const SHORT: u64 = 4_000_000;

/// Times and places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// Times in order; between two of them places grow evenly.
    knots: Vec<(Time, u64)>,
    left: i32,
    width: i32,
}

/// A shortened wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// Where it begins and ends.
    pub from: i32,
    /// See `from`.
    pub to: i32,
    /// How long it is.
    pub span: Time,
}

impl Axis {
    /// From the first of the moments at `left` to the last one `width` further on.
    pub fn new(moments: &[Time], left: i32, width: i32) -> Axis {
        let mut knots = Vec::with_capacity(moments.len());
        let mut place = 0;
        let mut last = Time::ZERO;
        for at in moments {
            let gap = at.since(last).0;
            place += if gap > LONG { SHORT } else { gap };
            knots.push((*at, place));
            last = *at;
        }
        Axis { knots, left, width }
    }

    /// Where a time stands.
    pub fn x(&self, at: Time) -> i32 {
        let next = self.knots.partition_point(|knot| knot.0 <= at);
        let place = match (next.checked_sub(1).map(|i| self.knots[i]), self.knots.get(next)) {
            (None, _) => 0,
            (Some((_, place)), None) => place,
            (Some((from, place)), Some((to, further))) => {
                let gap = to.since(from).0.max(1);
                place + (further - place) * at.since(from).0 / gap
            }
        };
        self.left + (place * self.width as u64 / self.whole()) as i32
    }

    /// The time at a place, in thousandths of the axis.
    pub fn time_at(&self, thousandths: u64) -> Time {
        let place = self.whole() * thousandths.min(1_000) / 1_000;
        let next = self.knots.partition_point(|knot| knot.1 <= place);
        match (next.checked_sub(1).map(|i| self.knots[i]), self.knots.get(next)) {
            (None, _) => Time::ZERO,
            (Some((at, _)), None) => at,
            (Some((at, from)), Some((to, further))) => {
                let gap = further.saturating_sub(from).max(1);
                Time(at.0 + to.since(at).0 * (place - from) / gap)
            }
        }
    }

    /// The place of a time, in thousandths of the axis.
    pub fn thousandths(&self, at: Time) -> u64 {
        let x = (self.x(at) - self.left).max(0) as u64;
        x * 1_000 / (self.width.max(1) as u64)
    }

    /// The waits that are shortened.
    pub fn breaks(&self) -> impl Iterator<Item = Break> + '_ {
        let pairs = self.knots.windows(2);
        pairs.filter(|pair| pair[1].0.since(pair[0].0).0 > LONG).map(|pair| Break {
            from: self.x(pair[0].0),
            to: self.x(pair[1].0),
            span: pair[1].0.since(pair[0].0),
        })
    }

    /// Whether a time stands inside a shortened wait.
    pub fn is_shortened(&self, at: Time) -> bool {
        let next = self.knots.partition_point(|knot| knot.0 <= at);
        match (next.checked_sub(1).map(|i| self.knots[i]), self.knots.get(next)) {
            (Some((from, _)), Some((to, _))) => from < at && to.since(from).0 > LONG,
            (None, _) | (Some(_), None) => false,
        }
    }

    /// The next moment at which something changes, or the one before.
    pub fn step(&self, from: Time, forward: bool) -> Time {
        let mut times = self.knots.iter().map(|knot| knot.0);
        let found =
            if forward { times.find(|at| *at > from) } else { times.rev().find(|at| *at < from) };
        found.unwrap_or(from)
    }

    /// Left end.
    pub const fn left(&self) -> i32 {
        self.left
    }

    /// Right end.
    pub const fn right(&self) -> i32 {
        self.left + self.width
    }

    fn whole(&self) -> u64 {
        self.knots.last().map_or(1, |last| last.1).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis() -> Axis {
        Axis::new(&[0, 2, 30, 33, 400, 405].map(Time::s), 50, 900)
    }

    #[test]
    fn places_grow_with_time_and_lead_back_to_it() {
        let axis = axis();
        let mut last = axis.x(Time::ZERO);
        assert_eq!((last, axis.x(Time::s(405))), (50, 950));
        for second in 0..=405 {
            let x = axis.x(Time::s(second));
            assert!(x >= last, "{second}");
            last = x;
        }
        for thousandths in 0..=1_000 {
            let there = axis.thousandths(axis.time_at(thousandths));
            assert!(there.abs_diff(thousandths) <= 2, "{thousandths} became {there}");
        }
    }

    #[test]
    fn long_waits_are_short_and_marked() {
        let axis = axis();
        let spans: Vec<u64> = axis.breaks().map(|each| each.span.as_ms() / 1_000).collect();
        assert_eq!(spans, [28, 367]);
        let widths: Vec<i32> = axis.breaks().map(|each| each.to - each.from).collect();
        assert!(widths[0].abs_diff(widths[1]) <= 1, "equally wide: {widths:?}");
        assert!(axis.is_shortened(Time::s(10)) && !axis.is_shortened(Time::s(31)));
        assert_eq!(axis.step(Time::s(31), true), Time::s(33));
        assert_eq!(axis.step(Time::s(31), false), Time::s(30));
    }
}
