//! Moments of stages that the text links to.
//!
//! In: chapters with links like `session.md#stage-jm-dies@24.5s`: that stage (or a comparison), so many simulated seconds after
//! its beginning, as its scenario has it. Out: the same links as stages write their own, and for each stage the places that are linked to,
//! so that a page without a script leads to the picture. An author writes a time, since the number of events behind it
//! changes with the model.
//! Deliberately absent: the moments of claims, which their checks find (`claims`).

use crate::inline;
use crate::links::Page;
use crate::problem::Problem;
use crate::scenarios::Scenarios;
use model::{FlinkVersion, Time, Trace};
use std::collections::BTreeMap;

/// What is behind `#` in a link to a moment: the form in which a stage writes its own links.
pub(crate) fn fragment(scenario: &str, version: FlinkVersion, happened: usize, at: Time) -> String {
    format!("stage-{scenario}&v={}&n={happened}&t={}", version.name(), at.0)
}

/// The stage or the comparison of a link's `stage-<id>@<time>`, and the time as it was written.
pub(crate) fn split(anchor: &str) -> Option<(&str, &str)> {
    let is_known = |part: &str| ["stage-", COMPARISON].iter().any(|kind| part.starts_with(kind));
    anchor.split_once('@').filter(|(part, _)| is_known(part))
}

/// How the id of a comparison begins.
const COMPARISON: &str = "compare-";

/// Every moment that the book's text links to.
#[derive(Default)]
pub(crate) struct Moments {
    /// As it is written, `stage-<id>@<time>`, and as stages understand it.
    known: BTreeMap<String, Moment>,
}

struct Moment {
    /// Or the id of a comparison's element.
    scenario: String,
    fragment: String,
}

impl Moments {
    /// Finds them. Call it only when there are no problems in `scenarios`; a stage that does not exist is a broken link
    /// (`links`).
    pub(crate) fn find(
        pages: &[Page<'_>],
        scenarios: &Scenarios,
        problems: &mut Vec<Problem>,
    ) -> Moments {
        let mut moments = Moments::default();
        let mut traces: BTreeMap<&str, Trace> = BTreeMap::new();
        let ids = scenarios.ids();
        for page in pages {
            for (line, link) in inline::placed(page.markdown) {
                let Some(anchor) = link.split_once('#').map(|(_, anchor)| anchor) else { continue };
                let Some((part, time)) = split(anchor) else { continue };
                let name = part.trim_start_matches("stage-");
                let found = match ids.iter().copied().find(|id| *id == name) {
                    _ if part.starts_with(COMPARISON) => compared(part, time),
                    None => continue,
                    Some(id) => {
                        let run = || Trace::run(scenarios.get(id).scenario.clone());
                        moment(id, traces.entry(id).or_insert_with(run), time)
                    }
                };
                match found {
                    Ok(moment) => drop(moments.known.insert(anchor.to_owned(), moment)),
                    Err(message) => problems.push(Problem {
                        file: page.file.to_owned(),
                        line,
                        column: None,
                        message,
                        hint: Some("for instance #stage-jm-dies@24.5s".to_owned()),
                    }),
                }
            }
        }
        moments
    }

    /// What places the figure of a scenario has for them.
    pub(crate) fn of(&self, scenario: &str) -> impl Iterator<Item = String> {
        let here = self.known.values().filter(move |moment| moment.scenario == scenario);
        here.map(|moment| moment.fragment.clone())
    }

    /// The text with its links as stages understand them.
    pub(crate) fn resolve(&self, markdown: &str) -> String {
        let linked = |text: String, (written, moment): (&String, &Moment)| {
            text.replace(&format!("#{written})"), &format!("#{})", moment.fragment))
        };
        self.known.iter().fold(markdown.to_owned(), linked)
    }
}

fn moment(id: &str, trace: &Trace, time: &str) -> Result<Moment, String> {
    let at = seconds(time).ok_or_else(|| format!("\"{time}\" is not a time"))?;
    let last = trace.entries().last().map_or(Time::ZERO, |entry| entry.at);
    // A link has tenths, and the last event is seldom at one.
    if at > last + Time::ms(99) {
        return Err(format!("nothing happens in \"{id}\" after {} ms", last.as_ms()));
    }
    let (version, at) = (trace.scenario().version, at.min(last));
    let fragment = fragment(id, version, trace.happened_at(at), at);
    Ok(Moment { scenario: id.to_owned(), fragment })
}

/// In the form in which a comparison writes its own links (`playground/compare/src/link.rs`); its clock stops at its end.
fn compared(id: &str, time: &str) -> Result<Moment, String> {
    let at = seconds(time).ok_or_else(|| format!("\"{time}\" is not a time"))?;
    Ok(Moment { scenario: id.to_owned(), fragment: format!("{id}&t={}", at.0) })
}

/// "24s" or "24.5s".
pub(crate) fn seconds(text: &str) -> Option<Time> {
    let number = text.strip_suffix('s')?;
    let (whole, tenths) = number.split_once('.').unwrap_or((number, "0"));
    if tenths.len() != 1 {
        return None;
    }
    let (whole, tenths): (u64, u64) = (whole.parse().ok()?, tenths.parse().ok()?);
    Some(Time::ms(whole.checked_mul(1_000)? + tenths * 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds_and_tenths() {
        assert_eq!(seconds("24s"), Some(Time::ms(24_000)));
        assert_eq!(seconds("24.5s"), Some(Time::ms(24_500)));
        for wrong in ["24", "s", "24.55s", "24.s", "-1s", "1m"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
