//! One moment, ready to be drawn: what is true, and what is on its way.

use crate::cluster::Cluster;
use crate::event::{Event, Place};
use crate::flow::Level;
use crate::time::Time;

/// One moment of a trace.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The moment.
    pub at: Time,
    /// What is true then.
    pub cluster: Cluster,
    /// How far each link of the scenario's [`crate::Flow`] has come.
    pub flow: Vec<Level>,
    /// Messages that have left and not arrived, oldest first.
    pub in_flight: Vec<InFlight>,
    /// How many entries of the trace have happened; the last of them is the one to explain.
    pub happened: usize,
}

/// A message on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct InFlight {
    /// Position in the trace of the event it becomes on arrival: a stable identity.
    pub entry: usize,
    /// The sender.
    pub from: Place,
    /// The receiver.
    pub to: Place,
    /// When it left.
    pub sent: Time,
    /// When it arrives.
    pub arrives: Time,
    /// What its arrival means.
    pub event: Event,
}

impl InFlight {
    /// How far it has come at that time, in thousandths of its way.
    pub fn progress(&self, at: Time) -> u64 {
        let whole = self.arrives.since(self.sent).0.max(1);
        (at.since(self.sent).0 * 1_000 / whole).min(1_000)
    }
}
