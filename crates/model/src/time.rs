//! Simulated time: whole microseconds since the trace began. Integers, so that every machine and
//! every target computes the same times.

use serde::{Deserialize, Serialize};

/// A point in simulated time, or a span of it, in microseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Time(pub u64);

impl Time {
    /// The beginning of every trace.
    pub const ZERO: Time = Time(0);

    /// From whole milliseconds.
    pub const fn ms(ms: u64) -> Time {
        Time(ms * 1_000)
    }

    /// From whole seconds.
    pub const fn s(s: u64) -> Time {
        Time(s * 1_000_000)
    }

    /// Whole milliseconds, rounded down.
    pub const fn as_ms(self) -> u64 {
        self.0 / 1_000
    }

    /// The span from `earlier` to here; zero when `earlier` is later.
    pub const fn since(self, earlier: Time) -> Time {
        Time(self.0.saturating_sub(earlier.0))
    }
}

impl std::ops::Add for Time {
    type Output = Time;

    fn add(self, span: Time) -> Time {
        Time(self.0 + span.0)
    }
}
