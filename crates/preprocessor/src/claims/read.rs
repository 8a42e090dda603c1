//! What an author writes in a `claim` or `claims` block.
//!
//! In: the TOML of a block. Out: a [`Claim`] or a [`Listing`], or every mistake in it with its line.
//! Deliberately absent: running the check.

use super::checks::{self, CHECKS};
use super::{Checked, Claim, Lines, Source, SourceKind, Verdict};
use crate::inline::Bilingual;
use crate::problem::{Reader, Wrong, line_of, read_block};
use crate::versions::{range, version};
use model::FlinkVersion;
use model::authoring::similar;
use std::ops::RangeInclusive;
use toml::Spanned;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    number: Spanned<u16>,
    says: Spanned<Bilingual>,
    verdict: Spanned<String>,
    since: Option<Spanned<String>>,
    now: Spanned<Bilingual>,
    source: Vec<Spanned<String>>,
    check: Option<Spanned<String>>,
    /// "shortage-late" or "shortage-late 2.0"
    #[serde(default)]
    runs: Vec<Spanned<String>>,
    /// "1.13 to 2.3"
    versions: Option<Spanned<String>>,
    unchecked: Option<Bilingual>,
}

const FIELDS: &str = "a claim holds number, says, verdict, now, source, then check and runs or unchecked; \
                      perhaps since and versions";

/// Reads a claim. `scenarios` are the names of all scenario files.
pub(crate) fn read(body: &str, scenarios: &[&str]) -> Result<Claim, Vec<Wrong>> {
    let parsed: Body = read_block(body, FIELDS)?;
    let mut reader = Reader::new(body);
    let lines = reader.lines(&parsed);
    let verdict = reader.verdict(&parsed.verdict, parsed.since.as_ref());
    let source = reader.sources(&parsed);
    let checked = reader.checked(&parsed, scenarios);
    if let (Some(Verdict::Outdated(since)), Some(checked)) = (&verdict, &checked) {
        reader.both_sides(checked, since, &parsed.runs);
    }
    match verdict {
        Some(verdict) if reader.wrong.is_empty() => Ok(Claim {
            number: *parsed.number.get_ref(),
            says: parsed.says.into_inner(),
            verdict,
            now: parsed.now.into_inner(),
            source,
            checked,
            unchecked: parsed.unchecked,
            lines,
        }),
        _ => Err(reader.wrong),
    }
}

impl Reader<'_> {
    fn lines(&self, parsed: &Body) -> Lines {
        let number = self.line(&parsed.number);
        let check = parsed.check.as_ref().map_or(number, |check| self.line(check));
        Lines {
            number,
            says: self.line(&parsed.says),
            now: self.line(&parsed.now),
            check,
            runs: parsed.runs.first().map_or(check, |run| self.line(run)),
        }
    }

    fn verdict(
        &mut self,
        word: &Spanned<String>,
        since: Option<&Spanned<String>>,
    ) -> Option<Verdict> {
        let verdict = match (word.get_ref().as_str(), since) {
            ("outdated", Some(since)) => return Some(Verdict::Outdated(since.get_ref().clone())),
            ("outdated", None) => {
                let hint = "for example since = \"2.0\"".to_owned();
                self.tell(word, "outdated since when?".to_owned(), hint);
                return None;
            }
            ("true", _) => Verdict::True,
            ("conditional", _) => Verdict::Conditional,
            ("imprecise", _) => Verdict::Imprecise,
            ("wrong", _) => Verdict::Wrong,
            (other, _) => {
                const WORDS: [&str; 5] = ["true", "conditional", "outdated", "imprecise", "wrong"];
                let hint = similar(other, WORDS)
                    .unwrap_or_else(|| format!("there are: {}", WORDS.join(", ")));
                self.tell(word, format!("no verdict is called \"{other}\""), hint);
                return None;
            }
        };
        if let Some(since) = since {
            let hint = "verdict = \"outdated\", or no since".to_owned();
            self.tell(since, "only what is outdated is so since a version".to_owned(), hint);
        }
        Some(verdict)
    }

    /// "class JobMaster", "doc deployment/overview", …
    fn sources(&mut self, parsed: &Body) -> Vec<Source> {
        if parsed.source.is_empty() {
            let hint = "for example source = [\"class JobMaster\"]".to_owned();
            self.tell(&parsed.number, "a claim needs a source".to_owned(), hint);
        }
        parsed.source.iter().filter_map(|written| self.source(written)).collect()
    }

    /// "class JobMaster"
    pub(crate) fn source(&mut self, written: &Spanned<String>) -> Option<Source> {
        let (kind, name) = written.get_ref().split_once(' ').unwrap_or((written.get_ref(), ""));
        match SourceKind::of(kind) {
            Some(kind) if !name.is_empty() => Some(Source { kind, name: name.to_owned() }),
            _ => {
                let hint = "a source begins with class, doc, recording, release, issue or client";
                let message = format!("not a source: \"{}\"", written.get_ref());
                self.tell(written, message, hint.to_owned());
                None
            }
        }
    }

    fn checked(&mut self, parsed: &Body, scenarios: &[&str]) -> Option<Checked> {
        let Some(check) = &parsed.check else {
            if parsed.unchecked.is_none() {
                let hint = "check = \"<a function in crates/preprocessor/src/claims/checks>\", or \
                            unchecked = { zh = \"…\", en = \"…\" } with the reason";
                self.tell(&parsed.number, "a claim needs a check".to_owned(), hint.to_owned());
            }
            return None;
        };
        let runs = parsed.runs.iter().filter_map(|run| self.run(run, scenarios)).collect();
        match checks::named(check.get_ref()) {
            None => {
                let hint = similar(check.get_ref(), CHECKS.iter().map(|check| check.name));
                let hint = hint.unwrap_or_else(|| {
                    "checks are functions in crates/preprocessor/src/claims/checks".to_owned()
                });
                self.tell(check, format!("no check is called \"{}\"", check.get_ref()), hint);
            }
            Some(known) if known.runs() != parsed.runs.len() => {
                let message =
                    format!("this check compares {} runs, not {}", known.runs(), parsed.runs.len());
                let hint = "runs = [\"<scenario>\", \"<scenario> <version>\"]".to_owned();
                self.tell(check, message, hint);
            }
            Some(_) => {}
        }
        let versions = parsed.versions.as_ref().map_or_else(Vec::new, |range| self.range(range));
        Some(Checked { check: check.get_ref().clone(), runs, versions })
    }

    fn run(
        &mut self,
        run: &Spanned<String>,
        scenarios: &[&str],
    ) -> Option<(String, Option<FlinkVersion>)> {
        let (id, version) = match run.get_ref().split_once(' ') {
            Some((id, version)) => (id, Some(self.version(run, version)?)),
            None => (run.get_ref().as_str(), None),
        };
        if !scenarios.contains(&id) {
            let hint = similar(id, scenarios.iter().copied())
                .unwrap_or_else(|| format!("there are: {}", scenarios.join(", ")));
            self.tell(run, format!("no scenario is called \"{id}\""), hint);
            return None;
        }
        Some((id.to_owned(), version))
    }

    fn version(&mut self, whole: &Spanned<String>, name: &str) -> Option<FlinkVersion> {
        version(name).map_err(|(message, hint)| self.tell(whole, message, hint)).ok()
    }

    fn range(&mut self, written: &Spanned<String>) -> Vec<FlinkVersion> {
        range(written.get_ref()).unwrap_or_else(|(message, hint)| {
            self.tell(written, message, hint);
            Vec::new()
        })
    }

    /// What changed with a version must be looked at before it and after it.
    fn both_sides(&mut self, checked: &Checked, since: &str, runs: &[Spanned<String>]) {
        let number = |name: &str| -> Option<Vec<u16>> {
            name.split('.').map(|part| part.parse().ok()).collect()
        };
        let named = checked.runs.iter().filter_map(|(_, version)| *version);
        let sides: Vec<bool> =
            named.map(|version| number(version.name()) >= number(since)).collect();
        if let (Some(first), false) =
            (runs.first(), sides.contains(&true) && sides.contains(&false))
        {
            let message = format!("runs before {since} and since then, to see the difference");
            let hint = "name versions: runs = [\"<scenario> 1.20\", \"<scenario> 2.0\"]".to_owned();
            self.tell(first, message, hint);
        }
    }
}

impl SourceKind {
    fn of(word: &str) -> Option<SourceKind> {
        Some(match word {
            "class" => SourceKind::Class,
            "doc" => SourceKind::Doc,
            "recording" => SourceKind::Recording,
            "release" => SourceKind::Release,
            "issue" => SourceKind::Issue,
            "client" => SourceKind::Client,
            _ => return None,
        })
    }
}

/// What a `claims` block shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Listing {
    /// The claims with these numbers, one row each.
    Rows(RangeInclusive<u16>),
    /// How many there are of each verdict, and how many were checked.
    Count,
    /// How many sentences beside those of the notes carry a mark.
    Marks,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ListingBody {
    show: Spanned<String>,
}

/// Reads a `claims` block.
pub(crate) fn read_listing(body: &str) -> Result<Listing, Vec<Wrong>> {
    const HINT: &str = "show = \"1 to 5\", show = \"count\" or show = \"marks\"";
    let parsed: ListingBody = read_block(body, HINT)?;
    let show = parsed.show.get_ref();
    let rows = show
        .split_once(" to ")
        .and_then(|(from, to)| Some(Listing::Rows(from.parse().ok()?..=to.parse().ok()?)));
    let listing = match show.as_str() {
        "count" => Some(Listing::Count),
        "marks" => Some(Listing::Marks),
        _ => rows,
    };
    listing.ok_or_else(|| {
        let line = line_of(body, parsed.show.span().start);
        let message = format!("cannot show \"{show}\"");
        vec![Wrong { line, message, hint: Some(HINT.to_owned()) }]
    })
}
