//! One event of a run, with when, where and why it happened.

use crate::event::{Event, Place};
use crate::time::Time;

/// One event of a [`crate::Trace`].
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
