//! The part of a run that something is asked about.
//!
//! In: a scenario, the moment at which it is asked, the one by which it is decided, and what is done besides. Out: the run, the
//! window of it that questions look through, and the link that plays it on its stage.
//! Deliberately absent: what is asked.

use super::wrong;
use crate::problem::Wrong;
use ask::Window;
use model::scenario::TimedAction;
use model::{Scenario, Time, Trace};

/// From one moment of a run to another one.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// The simulated time at which it is asked, and by which it is decided.
    pub asks: Time,
    pub decides: Time,
    /// What is done besides the scenario's actions.
    pub does: Vec<TimedAction>,
}

impl Course {
    /// The run with what is done in it.
    pub(crate) fn run(&self, mut scenario: Scenario) -> Trace {
        if let Some(first) = self.does.first() {
            scenario.actions.retain(|timed| timed.at <= first.at);
        }
        let mut trace = Trace::run(scenario);
        for timed in &self.does {
            trace.fork(timed.at, timed.action.clone());
        }
        trace
    }

    /// What of the run is looked at. `line` is that of the moment that decides.
    ///
    /// # Errors
    /// Nothing happens in it. From the beginning on that may be so: a client refuses what its version does not know.
    pub(crate) fn window<'a>(&self, trace: &'a Trace, line: usize) -> Result<Window<'a>, Wrong> {
        let window = Window::of(trace, self.asks, self.decides);
        let (from, to) = window.ends();
        if from >= to && self.asks > Time::ZERO {
            let message = "nothing happens between the two moments".to_owned();
            return Err(wrong(line, message, "asks = \"20 s\", decides = \"40 s\""));
        }
        Ok(window)
    }

    /// Behind `#` in a link that plays it on the stage of that scenario (`playground/src/player/session.rs`).
    pub(crate) fn play(&self, name: &str, run: &Trace) -> String {
        let (from, until) = Window::of(run, self.asks, self.decides).ends();
        let version = run.scenario().version.name();
        let at = self.asks.0;
        let mut link = format!("stage-{name}&v={version}&n={from}&t={at}&until={until}");
        if !self.does.is_empty() {
            let kept = run.scenario().actions.len() - self.does.len();
            let texts: Vec<String> = self.does.iter().map(TimedAction::to_text).collect();
            link.push_str(&format!("&keep={kept}&do={}", texts.join(",")));
        }
        link
    }
}
