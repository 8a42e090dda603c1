//! The events of a simulated run.
//!
//! In: a [`Scenario`]. Out: [`Happened`]s. Deliberately absent: what to do with them.

use crate::translate::Happened;
use model::event::{Cause, Event};
use model::{ExecutionState, Scenario, Trace};

/// Runs a scenario and lists what happened.
pub fn simulate(scenario: Scenario) -> Vec<Happened> {
    happened(&Trace::run(scenario))
}

/// What happened in a trace, as far as somebody was there to log it: a recording's task states are its
/// JobMaster's view, and a JobMaster that is gone sees no failure.
pub fn happened(trace: &Trace) -> Vec<Happened> {
    let entries = trace.entries().iter().enumerate();
    entries
        .filter(|(_, entry)| !is_seen_by_nobody(&entry.event))
        .map(|(index, entry)| {
            let slot = match entry.event {
                Event::TaskStateChanged { execution, to: ExecutionState::Deploying, .. }
                | Event::TaskSubmitted { execution } => {
                    let cluster = trace.frame_after(index).cluster;
                    cluster.execution(execution).and_then(|current| current.slot)
                }
                _ => None,
            };
            Happened { at: entry.at, event: entry.event.clone(), slot }
        })
        .collect()
}

const fn is_seen_by_nobody(event: &Event) -> bool {
    matches!(event, Event::TaskStateChanged { cause: Some(Cause::JobManagerLost), .. })
}
