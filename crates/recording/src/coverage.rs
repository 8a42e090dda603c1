//! How much of the model recordings of real clusters have seen.
//!
//! In: recordings, and runs that show what the model can do at all. Out: a table as text: for each kind of event how
//! many recordings have it, and how far they and the model have the same; for each rule, in which versions and on
//! which platforms a recording exercises it.
//! A rule is that one thing follows from another: the kind of an event, and of the one that led to it ([`Entry::cause`]).
//! It is exercised where it happens in the run that explains a recording with which the model agrees.
//! Deliberately absent: rules that lead to nothing, and what a rule looks at.

use crate::derive::derive;
use crate::read::Recording;
use crate::simulate::happened;
use crate::translate::translate;
use crate::verdict::explained;
use anyhow::{Context, Result, bail};
use model::authoring::parse;
use model::event::EVENT_NAMES;
use model::scenario::Provider;
use model::{Entry, Event, FlinkVersion, Scenario, Trace};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// What recordings have seen.
#[derive(Default)]
pub struct Coverage {
    kinds: BTreeMap<&'static str, Counts>,
    rules: BTreeMap<Rule, Seen>,
}

/// What led to it, and what happened.
type Rule = (String, String);

/// Where a rule was exercised.
#[derive(Default)]
struct Seen {
    versions: BTreeSet<&'static str>,
    platforms: BTreeSet<&'static str>,
}

/// Of one kind of event.
#[derive(Clone, Copy, Default)]
struct Counts {
    /// How many recordings have it.
    recordings: usize,
    /// How often they have it, where the model was compared.
    recorded: usize,
    /// How often the model has it there.
    simulated: usize,
    /// How many of them both have.
    both: usize,
}

/// What an event says besides its name that makes it another thing to happen.
const DETAILS: [&str; 6] = ["to", "signal", "reason", "how", "role", "status"];

impl Coverage {
    /// Of the recordings in `tests/recordings`, with the scenarios of the book, in every version, as what is known.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn of_the_book(root: &Path) -> Result<Coverage> {
        let mut coverage = Coverage::default();
        let files = std::fs::read_dir(root.join("book/scenarios")).context("no scenarios")?;
        for file in files {
            let path = file?.path();
            let Ok(parsed) = parse("scenario", &std::fs::read_to_string(&path)?) else {
                bail!("{} has mistakes", path.display());
            };
            for version in FlinkVersion::ALL {
                coverage.knows(Scenario { version, ..parsed.scenario.clone() });
            }
        }
        for path in Recording::find(&root.join("tests/recordings"))? {
            coverage.saw(&Recording::read(&path)?);
        }
        Ok(coverage)
    }

    /// A run of the model's own: what it does is a rule, whether or not a recording has it.
    pub fn knows(&mut self, scenario: Scenario) {
        for rule in rules(Trace::run(scenario).entries()) {
            self.rules.entry(rule).or_default();
        }
    }

    /// A recording, with the run that explains it best.
    pub fn saw(&mut self, recording: &Recording) {
        let (told, names) = translate(recording);
        let recorded = count(told.iter().map(|one| &one.event));
        for name in recorded.keys() {
            self.kinds.entry(name).or_default().recordings += 1;
        }
        let Ok(derived) = derive(recording, &names) else { return };
        let (differences, chance) = explained(&told, &names, &derived);
        let Some(chance) = chance else { return };
        let mut scenario = chance.apply(&derived.scenario);
        scenario.horizon = derived.end;
        let trace = Trace::run(scenario);
        let simulated = happened(&trace);
        self.compare(&recorded, &count(simulated.iter().map(|one| &one.event)));
        if !differences.is_empty() {
            return;
        }
        let Scenario { version, provider, .. } = trace.scenario();
        for rule in rules(trace.entries()) {
            let seen = self.rules.entry(rule).or_default();
            seen.versions.insert(version.name());
            seen.platforms.insert(platform(provider));
        }
    }

    fn compare(&mut self, recorded: &Count, simulated: &Count) {
        for name in recorded.keys().chain(simulated.keys()) {
            self.kinds.entry(name).or_default();
        }
        for (name, counts) in &mut self.kinds {
            let of = |count: &Count| count.get(name).copied().unwrap_or_default();
            let (recorded, simulated) = (of(recorded), of(simulated));
            counts.recorded += recorded;
            counts.simulated += simulated;
            counts.both += recorded.min(simulated);
        }
    }

    /// How many kinds of events there are, how many of them a recording tells, and how many more happen in a run that
    /// explains one: what was done to the cluster, what clients and containers did.
    pub fn kinds(&self) -> (usize, usize, usize) {
        let told = self.kinds.values().filter(|counts| counts.recordings > 0).count();
        let happen = self.kinds.values().filter(|it| it.recordings == 0 && it.simulated > 0);
        (EVENT_NAMES.len(), told, happen.count())
    }

    /// How many rules are known, and how many of them a recording exercises.
    pub fn rules(&self) -> (usize, usize) {
        let seen = self.rules.values().filter(|seen| !seen.versions.is_empty()).count();
        (self.rules.len(), seen)
    }
}

/// The table: a line for each kind of event, then one for each rule, fields between tabs.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for name in EVENT_NAMES {
            let Counts { recordings, recorded, simulated, both } =
                self.kinds.get(name).copied().unwrap_or_default();
            writeln!(f, "event\t{name}\t{recordings}\t{recorded}\t{simulated}\t{both}")?;
        }
        for ((cause, effect), Seen { versions, platforms }) in &self.rules {
            let list = |set: &BTreeSet<&str>| set.iter().copied().collect::<Vec<_>>().join(" ");
            writeln!(f, "rule\t{cause}\t{effect}\t{}\t{}", list(versions), list(platforms))?;
        }
        Ok(())
    }
}

type Count = BTreeMap<&'static str, usize>;

fn count<'a>(events: impl Iterator<Item = &'a Event>) -> Count {
    let mut count = Count::new();
    for event in events {
        *count.entry(event.name()).or_default() += 1;
    }
    count
}

/// Every rule of a run.
fn rules(entries: &[Entry]) -> BTreeSet<Rule> {
    let labels: Vec<String> = entries.iter().map(|entry| label(&entry.event)).collect();
    let led = |(entry, effect): (&Entry, &String)| {
        let cause = labels.get(entry.cause?)?;
        Some((cause.clone(), effect.clone()))
    };
    entries.iter().zip(&labels).filter_map(led).collect()
}

/// `JobStatusChanged FAILED`, `TaskManagerSignalled kill`, `ActionTaken submit`.
fn label(event: &Event) -> String {
    let name = event.name();
    if let Event::ActionTaken(action) = event {
        let text = action.to_text();
        let verb = text.split(['.', '+']).next().unwrap_or_default();
        return format!("{name} {verb}");
    }
    let json = serde_json::to_value(event).expect("plain data");
    let said = DETAILS.iter().filter_map(|field| match json.get(name)?.get(field)? {
        Value::String(text) => Some(text.clone()),
        // What carries something with it is known by its name alone.
        Value::Object(variant) => variant.keys().next().cloned(),
        _ => None,
    });
    std::iter::once(name.to_owned()).chain(said).collect::<Vec<_>>().join(" ")
}

const fn platform(provider: &Provider) -> &'static str {
    match provider {
        Provider::Standalone { .. } => "standalone",
        Provider::Yarn { .. } => "yarn",
        Provider::Kubernetes { .. } => "kubernetes",
    }
}
