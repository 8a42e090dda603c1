//! Verdicts in words: a line for each recording, and a summary.
//!
//! In: [`Verdict`]s. Out: text. Deliberately absent: where it goes.

use crate::compare::Level;
use crate::verdict::{Outcome, Verdict};

const LEVELS: [Level; 3] = [Level::Entities, Level::Order, Level::Counts];

/// One line for a recording; below it the first difference, if there is one.
pub fn line(verdict: &Verdict) -> String {
    let name = &verdict.name;
    match &verdict.outcome {
        Outcome::NotDerivable { what, violations } => {
            let order = match violations.first() {
                None => "order agrees".to_owned(),
                Some(first) => format!("order DISAGREES\n    {first}"),
            };
            format!("{name}: not derivable ({}); {order}", what.join(", "))
        }
        Outcome::Compared { events, differences } => {
            let levels: Vec<String> =
                LEVELS.iter().map(|level| level_text(verdict, *level)).collect();
            let first = differences.first().map(|first| format!("\n    {first}"));
            format!("{name}: {} ({events} events){}", levels.join(", "), first.unwrap_or_default())
        }
    }
}

fn level_text(verdict: &Verdict, level: Level) -> String {
    match verdict.at(level).count() {
        0 => format!("{} agree", level.name()),
        1 => format!("{} DISAGREE in 1 place", level.name()),
        n => format!("{} DISAGREE in {n} places", level.name()),
    }
}

/// The last line.
pub fn summary(verdicts: &[Verdict]) -> String {
    let compared = |verdict: &&Verdict| matches!(verdict.outcome, Outcome::Compared { .. });
    let agree = verdicts.iter().filter(compared).filter(|verdict| verdict.agrees()).count();
    let not_derivable = verdicts.iter().filter(|verdict| !compared(verdict)).count();
    let disagree = verdicts.iter().filter(|verdict| !verdict.agrees()).count();
    format!(
        "{} recordings: {agree} agree, {disagree} disagree, {not_derivable} not derivable",
        verdicts.len()
    )
}
