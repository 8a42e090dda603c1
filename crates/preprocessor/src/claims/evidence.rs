//! What a check looks at: one run of a scenario, and the questions that checks ask of it.
//!
//! In: a trace. Out: positions of events, or a sentence that says what was missing. Deliberately absent: what
//! any claim means (`checks/`).

use crate::scenarios::Scenarios;
use model::cluster::Cluster;
use model::{Entry, Event, FlinkVersion, JobId, JobStatus, Scenario, Time, Trace};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Why a check does not hold, for the author.
pub(crate) type WhyNot = String;

/// One run of a scenario.
pub(crate) struct Run {
    /// "shortage-late in 1.20".
    pub name: String,
    /// What happened.
    pub trace: Rc<Trace>,
}

/// Runs the book's scenarios, each once in each version.
pub(crate) struct Laboratory<'a> {
    scenarios: &'a Scenarios,
    /// The verdicts on sentences of the notes, by number: `None` where the model checks nothing.
    pub verdicts: BTreeMap<u16, Option<&'static str>>,
    runs: BTreeMap<(String, FlinkVersion), Rc<Run>>,
}

impl<'a> Laboratory<'a> {
    /// One that has run nothing yet. The scenarios must be without mistakes.
    pub(crate) fn new(scenarios: &'a Scenarios) -> Laboratory<'a> {
        Laboratory { scenarios, verdicts: BTreeMap::new(), runs: BTreeMap::new() }
    }

    /// A scenario as its file has it.
    pub(crate) fn scenario(&self, id: &str) -> &Scenario {
        &self.scenarios.get(id).scenario
    }

    /// The run of a scenario, in its own version where no other is named.
    pub(crate) fn run(&mut self, id: &str, version: Option<FlinkVersion>) -> Rc<Run> {
        let usual = &self.scenarios.get(id).scenario;
        let version = version.unwrap_or(usual.version);
        let made = self.runs.entry((id.to_owned(), version)).or_insert_with(|| {
            let scenario = Scenario { version, ..usual.clone() };
            let name = format!("{id} in {}", version.name());
            Rc::new(Run { name, trace: Rc::new(Trace::run(scenario)) })
        });
        Rc::clone(made)
    }
}

impl Run {
    /// Every event, in order.
    pub(super) fn entries(&self) -> &[Entry] {
        self.trace.entries()
    }

    /// The version that ran.
    pub(super) fn version(&self) -> FlinkVersion {
        self.trace.scenario().version
    }

    /// When the event at that position happened.
    pub(super) fn time(&self, position: usize) -> Time {
        self.entries()[position].at
    }

    /// What was true right after the event at that position.
    pub(super) fn after(&self, position: usize) -> Cluster {
        self.trace.cluster_after(position + 1)
    }

    /// What was true at the end.
    pub(super) fn end(&self) -> Cluster {
        self.trace.cluster_after(self.entries().len())
    }

    /// The first event of that kind.
    pub(super) fn first(&self, what: &str, is: impl Fn(&Event) -> bool) -> Result<usize, WhyNot> {
        self.next(0, what, is)
    }

    /// The first event of that kind at that position or later.
    pub(super) fn next(
        &self,
        from: usize,
        what: &str,
        is: impl Fn(&Event) -> bool,
    ) -> Result<usize, WhyNot> {
        let later = self.entries().iter().skip(from);
        let found = later.into_iter().position(|entry| is(&entry.event));
        found.map(|found| from + found).ok_or_else(|| self.wrong(&format!("{what}: never happens")))
    }

    /// The last event of that kind.
    pub(super) fn last(&self, what: &str, is: impl Fn(&Event) -> bool) -> Result<usize, WhyNot> {
        let found = self.entries().iter().rposition(|entry| is(&entry.event));
        found.ok_or_else(|| self.wrong(&format!("{what}: never happens")))
    }

    /// No event of that kind at that position or later.
    pub(super) fn never(
        &self,
        from: usize,
        what: &str,
        is: impl Fn(&Event) -> bool,
    ) -> Result<(), WhyNot> {
        match self.next(from, what, is) {
            Err(_) => Ok(()),
            Ok(position) => {
                let at = self.time(position).as_ms();
                Err(self.wrong(&format!("{what}: happens after {at} ms")))
            }
        }
    }

    /// These positions come one after the other.
    pub(super) fn in_order(&self, what: &str, positions: &[usize]) -> Result<(), WhyNot> {
        self.ensure(positions.is_sorted(), &format!("{what}: not in this order"))
    }

    /// What must be true.
    pub(super) fn ensure(&self, holds: bool, what: &str) -> Result<(), WhyNot> {
        if holds { Ok(()) } else { Err(self.wrong(what)) }
    }

    /// When a job became that, at that position or later.
    pub(super) fn becomes(
        &self,
        from: usize,
        job: JobId,
        status: JobStatus,
    ) -> Result<usize, WhyNot> {
        let what = format!("job {} becomes {}", job.0, status.name());
        self.next(from, &what, |event| {
            matches!(event, Event::JobStatusChanged { job: whose, to, .. } if *whose == job && *to == status)
        })
    }

    /// A sentence about this run.
    pub(super) fn wrong(&self, what: &str) -> WhyNot {
        format!("{}: {what}", self.name)
    }
}
