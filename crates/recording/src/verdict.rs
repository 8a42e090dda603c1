//! Whether the model agrees with one recording.
//!
//! In: a [`Recording`]. Out: a [`Verdict`]. Deliberately absent: printing, exit codes.

use crate::chance::{Chance, chances};
use crate::compare::{Difference, Level, Pair, compare};
use crate::derive::{Derived, NotDerivable, derive, version};
use crate::equivalence::EDGE;
use crate::facts::Facts;
use crate::read::Recording;
use crate::rules::{self, LOG_SLACK, Seen};
use crate::simulate::simulate;
use crate::translate::{Happened, Names, translate};
use model::Time;

/// What came out for one recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The recording.
    pub name: String,
    /// The result.
    pub outcome: Outcome,
}

/// The result of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The model has no counterpart for something in the recording; the rules were checked.
    NotDerivable {
        /// What.
        what: Vec<String>,
        /// Rules that the recording breaks.
        violations: Vec<Difference>,
    },
    /// Compared; no difference is agreement.
    Compared {
        /// How many events there were to compare.
        events: usize,
        /// What differs, in order.
        differences: Vec<Difference>,
    },
}

impl Verdict {
    /// Whether everything that could be compared agrees.
    pub fn agrees(&self) -> bool {
        match &self.outcome {
            Outcome::NotDerivable { violations, .. } => violations.is_empty(),
            Outcome::Compared { differences, .. } => differences.is_empty(),
        }
    }

    /// Differences at one level.
    pub fn at(&self, level: Level) -> impl Iterator<Item = &Difference> + '_ {
        let all = match &self.outcome {
            Outcome::NotDerivable { violations, .. } => violations,
            Outcome::Compared { differences, .. } => differences,
        };
        all.iter().filter(move |difference| difference.level == level)
    }
}

/// Judges one recording.
pub fn judge(recording: &Recording) -> Verdict {
    let (happened, names) = translate(recording);
    judge_events(recording, &happened, &names)
}

/// Judges a recording by these events instead of its own: a test changes them to see that the
/// comparison notices.
pub fn judge_events(recording: &Recording, happened: &[Happened], names: &Names) -> Verdict {
    match derive(recording, names) {
        Ok(derived) => judge_derived(&recording.name, happened, names, &derived),
        Err(NotDerivable { what }) => {
            let untold = version(&recording.version).map_or(&[][..], rules::untold);
            let violations = broken(happened, LOG_SLACK, untold, "recording");
            let outcome = Outcome::NotDerivable { what, violations };
            Verdict { name: recording.name.clone(), outcome }
        }
    }
}

/// Judges a run by this scenario instead of the derived one: a test changes the machine to see
/// that the judgement does not hang on it.
pub fn judge_derived(
    name: &str,
    happened: &[Happened],
    names: &Names,
    derived: &Derived,
) -> Verdict {
    let (differences, _) = explained(happened, names, derived);
    let outcome = Outcome::Compared { events: happened.len(), differences };
    Verdict { name: name.to_owned(), outcome }
}

/// What differs when chance falls as it explains most, and how it falls then.
pub(crate) fn explained(
    happened: &[Happened],
    names: &Names,
    derived: &Derived,
) -> (Vec<Difference>, Option<Chance>) {
    let untold = rules::untold(derived.scenario.version);
    let order = broken(happened, LOG_SLACK, untold, "recording");
    let mut best: Option<(Vec<Difference>, Chance)> = None;
    for chance in chances(derived, happened, names) {
        let mut differences = compare_with(derived, happened, names, &chance);
        differences.extend(order.iter().cloned());
        differences.sort_by_key(|difference| (difference.level, difference.at));
        let fewer = best.as_ref().is_none_or(|(best, _)| differences.len() < best.len());
        if fewer {
            best = Some((differences, chance));
        }
        if best.as_ref().is_some_and(|(best, _)| best.is_empty()) {
            break;
        }
    }
    best.map_or_else(Default::default, |(differences, chance)| (differences, Some(chance)))
}

/// Runs the derived scenario as chance would have it, and compares.
fn compare_with(
    derived: &Derived,
    recorded: &[Happened],
    names: &Names,
    chance: &Chance,
) -> Vec<Difference> {
    let mut played = Derived { scenario: chance.apply(&derived.scenario), end: derived.end };
    let later = derived.end + EDGE;
    played.scenario.horizon = later;
    let simulated = simulate(played.scenario.clone());
    let facts = Facts::gather(recorded, &derived.signals(), derived.end);
    let job_names: Vec<String> = names.jobs.iter().map(|(_, name)| name.clone()).collect();
    let mut differences = compare(&Pair {
        recorded: &facts,
        simulated: &Facts::gather(&simulated, &played.signals(), later),
        at_end: &Facts::gather(&simulated, &played.signals(), derived.end),
        renaming: &chance.renaming,
        job_names: &job_names,
    });
    differences.extend(broken(&simulated, Time::ZERO, &[], "simulation"));
    differences
}

fn broken(happened: &[Happened], slack: Time, untold: &[Seen], whose: &str) -> Vec<Difference> {
    let difference = |violation: rules::Violation| Difference {
        level: Level::Order,
        at: violation.at,
        entity: format!("the {whose}"),
        what: violation.to_string(),
        recorded: String::new(),
        simulated: String::new(),
    };
    rules::check(happened, slack, untold).into_iter().map(difference).collect()
}
