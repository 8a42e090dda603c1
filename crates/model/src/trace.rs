//! A trace: every event of one run in order, and any moment of it.
//!
//! In: a [`Scenario`], later a reader's [`Action`]s. Out: [`Entry`]s and [`Frame`]s.
//! Looking never runs the model: a frame is a kept snapshot plus a short replay of events.

use crate::action::Action;
use crate::event::{Event, Place};
use crate::frame::Frame;
use crate::scenario::Scenario;
use crate::time::Time;

/// One event of a trace.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When it happened.
    pub at: Time,
    /// When it was decided; for a message, when it left.
    pub sent: Time,
    /// Sender and receiver, if it travelled.
    pub route: Option<(Place, Place)>,
    /// Position of the event that led to it; `None` for what was done from outside.
    pub cause: Option<usize>,
    /// What happened.
    pub event: Event,
}

/// One run.
#[derive(Clone, Debug)]
pub struct Trace {
    entries: Vec<Entry>,
}

impl Trace {
    /// Runs a scenario to its end.
    pub fn run(_scenario: Scenario) -> Trace {
        Trace { entries: Vec::new() }
    }

    /// Every event, in order of time.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The time of the last event.
    pub fn end(&self) -> Time {
        self.entries.last().map_or(Time::ZERO, |entry| entry.at)
    }

    /// The moment `at`: all events up to and including that time have happened.
    pub fn frame_at(&self, _at: Time) -> Frame {
        panic!("being written")
    }

    /// The moment right after entry number `index`.
    pub fn frame_after(&self, _index: usize) -> Frame {
        panic!("being written")
    }

    /// Does something at that time: the future after `at` is dropped and run anew.
    /// Returns the position of the new [`Event::ActionTaken`].
    pub fn fork(&mut self, _at: Time, _action: Action) -> usize {
        0
    }

    /// What the reader has done so far, for links and reports: the scenario's actions and the forks.
    pub fn scenario(&self) -> &Scenario {
        panic!("being written")
    }
}
