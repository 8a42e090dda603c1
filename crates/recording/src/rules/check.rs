//! Puts the rules to the test.
//!
//! In: [`Happened`]s. Out: [`Violation`]s. Deliberately absent: the rules themselves.

use super::sighting::{Key, Sighting, sightings};
use super::{Demand, Of, RULES, Rule, Seen, Violation};
use crate::translate::Happened;
use model::Time;
use std::collections::BTreeMap;

/// Checks every rule; `slack` is [`super::LOG_SLACK`] for a recording and zero for a trace. What is `untold`
/// there, nobody can want to have come before something else.
pub fn check(happened: &[Happened], slack: Time, untold: &[Seen]) -> Vec<Violation> {
    let sightings = sightings(happened);
    let asked = RULES.iter().filter(|rule| match rule.demand {
        Demand::Needs(before) | Demand::NeedsSince(before, _) => !untold.contains(&before),
        Demand::NeverAfter(_) | Demand::NeverBetween(..) => true,
    });
    asked.flat_map(|rule| check_one(*rule, &sightings, slack)).collect()
}

/// How many times each rule was put to the test: a rule that never was says nothing.
pub fn exercised(happened: &[Happened]) -> Vec<(Rule, usize)> {
    let sightings = sightings(happened);
    let count = |rule: &Rule| sightings.iter().filter(|one| one.seen == rule.each).count();
    RULES.iter().map(|rule| (*rule, count(rule))).collect()
}

/// A place in the run: position in the list, and time.
#[derive(Clone, Copy)]
struct Moment {
    index: usize,
    at: Time,
}

/// Moments of one kind of event, by whom they belong to.
struct Moments {
    of: BTreeMap<Key, Vec<Moment>>,
    slack: Time,
}

impl Moments {
    fn collect(sightings: &[Sighting], seen: Seen, of: Of, slack: Time) -> Moments {
        let mut moments: BTreeMap<Key, Vec<Moment>> = BTreeMap::new();
        for (index, one) in sightings.iter().enumerate().filter(|(_, one)| one.seen == seen) {
            // Seen from the next attempt, this one's number is one higher.
            let ahead = u16::from(of == Of::NextAttempt);
            if let Some(key) = one.key(of, ahead) {
                moments.entry(key).or_default().push(Moment { index, at: one.at });
            }
        }
        Moments { of: moments, slack }
    }

    fn at(&self, key: Key) -> &[Moment] {
        self.of.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The last one that may have come before `here`.
    fn last_before(&self, key: Key, here: Moment) -> Option<Moment> {
        let before = |one: &&Moment| match self.slack {
            Time::ZERO => one.index < here.index,
            slack => one.at <= here.at + slack,
        };
        self.at(key).iter().rev().find(before).copied()
    }

    /// Whether one certainly came after `from` and before `here`.
    fn any_between(&self, key: Key, from: Option<Moment>, here: Moment) -> bool {
        let certainly = |first: Moment, second: Moment| match self.slack {
            Time::ZERO => first.index < second.index,
            slack => first.at + slack < second.at,
        };
        self.at(key)
            .iter()
            .any(|one| certainly(*one, here) && from.is_none_or(|from| certainly(from, *one)))
    }
}

fn check_one(rule: Rule, sightings: &[Sighting], slack: Time) -> Vec<Violation> {
    let moments = |seen| Moments::collect(sightings, seen, rule.of, slack);
    let holds: Box<dyn Fn(Key, Moment) -> bool> = match rule.demand {
        Demand::Needs(before) => {
            let before = moments(before);
            Box::new(move |key, here| before.last_before(key, here).is_some())
        }
        Demand::NeedsSince(before, reset) => {
            let (before, reset) = (moments(before), moments(reset));
            Box::new(move |key, here| {
                let last = before.last_before(key, here);
                last.is_some() && !reset.any_between(key, last, here)
            })
        }
        Demand::NeverAfter(over) => {
            let over = moments(over);
            Box::new(move |key, here| !over.any_between(key, None, here))
        }
        Demand::NeverBetween(over, reset) => {
            let (over, reset) = (moments(over), moments(reset));
            Box::new(move |key, here| !over.any_between(key, reset.last_before(key, here), here))
        }
    };
    let here = sightings.iter().enumerate().filter(|(_, one)| one.seen == rule.each);
    let broken = here.filter_map(|(index, one)| {
        // A first attempt follows no other.
        if rule.of == Of::NextAttempt && one.is_first_attempt() {
            return None;
        }
        let key = one.key(rule.of, 0)?;
        let here = Moment { index, at: one.at };
        (!holds(key, here)).then(|| Violation { rule, at: one.at, subject: format!("{key:?}") })
    });
    broken.collect()
}
