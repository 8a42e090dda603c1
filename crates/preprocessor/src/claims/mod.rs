//! Claims: what the notes say, what is so today, and a check on the model that must hold.
//!
//! In: the TOML of `claim` and `claims` blocks, and the book's scenarios. Out: [`Claim`]s; for each one, run on the
//! model, the moments that show it; or every mistake with its line: in the cell, or that its check does not hold.
//! Deliberately absent: how a claim looks (`page.rs`), and what is checked (`checks/`).

mod checks;
mod evidence;
pub(crate) mod page;
mod read;
#[cfg(test)]
mod tests;

pub(crate) use read::{Listing, read, read_listing};

use crate::cells::{Drawn, Kind, Page};
use crate::inline::{Bilingual, Both};
use crate::moments;
use crate::problem::Problem;
use checks::Check;
pub(crate) use evidence::{Laboratory, Run};
use model::{FlinkVersion, Time};
use stage::{Lang, words};
use std::path::PathBuf;
use std::rc::Rc;

/// A cell without mistakes of its own; whether its check holds is another question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// Its number in the notes, unique in the book.
    pub number: u16,
    /// What the notes say, in our words.
    says: Bilingual,
    verdict: Verdict,
    /// What is so today. Its first sentence also stands in the list of all claims.
    now: Bilingual,
    source: Vec<Source>,
    checked: Option<Checked>,
    /// What the model cannot show, and why.
    unchecked: Option<Bilingual>,
    /// Lines of the block that messages point to.
    lines: Lines,
}

impl Kind for Claim {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        Drawn::Words(page.cell(self))
    }

    fn links(&self) -> Vec<(usize, String)> {
        let texts = [(self.lines.says, &self.says), (self.lines.now, &self.now)];
        let found = texts
            .into_iter()
            .flat_map(|(line, text)| text.destinations().into_iter().map(move |link| (line, link)));
        found.collect()
    }
}

impl Claim {
    /// Its verdict in a word, where the model checks it.
    pub(crate) fn verdict(&self) -> Option<&'static str> {
        self.checked.as_ref().map(|_| self.verdict.word())
    }
}

impl Kind for Listing {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        Drawn::Words(page.listing(self))
    }
}

/// What became of a sentence of the notes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    True,
    /// True where a condition holds that the notes leave out.
    Conditional,
    /// True once; no longer since that version.
    Outdated(String),
    /// The direction is right, the words are not.
    Imprecise,
    Wrong,
}

/// Every verdict in a word.
pub(crate) const VERDICTS: [&str; 5] = Verdict::WORDS;

/// Where the truth was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    kind: SourceKind,
    name: String,
}

/// What kind of source it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SourceKind {
    Class,
    Doc,
    Recording,
    Release,
    Issue,
    Client,
}

/// Which check, on which runs.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Checked {
    /// The name of a function in `checks/`.
    check: String,
    /// Scenarios, some of them in a version of the claim's choice.
    runs: Vec<(String, Option<FlinkVersion>)>,
    /// Every run without a version of its own must hold in each of these; none: in the scenario's own.
    versions: Vec<FlinkVersion>,
}

/// Places in the block, counted from its opening fence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Lines {
    number: usize,
    says: usize,
    now: usize,
    check: usize,
    runs: usize,
}

/// A claim that holds, and where it stands.
pub(crate) struct Proved<'a> {
    pub claim: &'a Claim,
    /// Which chapter, as the book counts them.
    pub chapter: usize,
    moments: Vec<Moment>,
}

/// The moment of a run that shows a claim.
struct Moment {
    scenario: String,
    version: FlinkVersion,
    at: Time,
    happened: usize,
    /// What happens then, in both languages.
    told: Bilingual,
}

impl Moment {
    /// Behind `#` in a link to it.
    fn fragment(&self) -> String {
        moments::fragment(&self.scenario, self.version, self.happened, self.at)
    }
}

/// A chapter of the book, as far as claims are concerned.
pub(crate) struct Chapter<'a> {
    /// Relative to the book's root, for messages.
    pub file: String,
    /// Relative to the source folder.
    pub path: PathBuf,
    /// Its claims, with the lines of their opening fences.
    pub claims: Vec<(usize, &'a Claim)>,
    /// The scenarios of its stages.
    pub stages: Vec<&'a str>,
}

/// Runs every claim's check. Those that do not hold become problems.
pub(crate) fn prove<'a>(
    chapters: &[Chapter<'a>],
    laboratory: &mut Laboratory<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Proved<'a>> {
    let mut proved: Vec<Proved<'a>> = Vec::new();
    for (number, chapter) in chapters.iter().enumerate() {
        for (fence, claim) in &chapter.claims {
            let wrong = |line: usize, message: String, hint: &str| Problem {
                file: chapter.file.clone(),
                line: fence + line,
                column: None,
                message,
                hint: Some(hint.to_owned()),
            };
            if let Some(other) = proved.iter().find(|other| other.claim.number == claim.number) {
                let message = format!("there is a claim {} already", claim.number);
                let hint = format!("in {}", chapters[other.chapter].file);
                problems.push(wrong(claim.lines.number, message, &hint));
            }
            let moments = match examine(claim, laboratory) {
                Ok(moments) => moments,
                Err(why) => {
                    let message = format!("claim {} does not hold: {why}", claim.number);
                    let hint = "either the sentence is wrong, or the model is; the check says which event is missing";
                    problems.push(wrong(claim.lines.check, message, hint));
                    Vec::new()
                }
            };
            for moment in &moments {
                if stands_in(chapters, number, &moment.scenario).is_none() {
                    let message = format!("no page has the stage \"{}\"", moment.scenario);
                    problems.push(wrong(claim.lines.runs, message, "put its stage near the claim"));
                }
            }
            proved.push(Proved { claim, chapter: number, moments });
        }
    }
    proved.sort_by_key(|proved| proved.claim.number);
    proved
}

/// The chapter with the stage of that scenario: the claim's own, or else the first.
pub(crate) fn stands_in(chapters: &[Chapter<'_>], own: usize, scenario: &str) -> Option<usize> {
    let has = |number: &usize| chapters[*number].stages.contains(&scenario);
    std::iter::once(own).chain(0..chapters.len()).find(has)
}

/// The moments that show a claim, in the versions of its cell; it must hold in all that it names.
fn examine(claim: &Claim, laboratory: &mut Laboratory<'_>) -> Result<Vec<Moment>, String> {
    let Some(checked) = &claim.checked else { return Ok(Vec::new()) };
    let check = checks::named(&checked.check).expect("the cell was read with a known check");
    for version in &checked.versions {
        holds(check, checked, Some(*version), laboratory)?;
    }
    let (runs, shown) = holds(check, checked, None, laboratory)?;
    let ids = checked.runs.iter().map(|(id, _)| id);
    let moments = runs.iter().zip(shown).zip(ids);
    Ok(moments.map(|((run, position), id)| moment(run, position, id)).collect())
}

fn holds(
    check: &Check,
    checked: &Checked,
    version: Option<FlinkVersion>,
    laboratory: &mut Laboratory<'_>,
) -> Result<(Vec<Rc<Run>>, Vec<usize>), String> {
    let run = |(id, own): &(String, Option<FlinkVersion>)| laboratory.run(id, own.or(version));
    let runs: Vec<Rc<Run>> = checked.runs.iter().map(run).collect();
    let borrowed: Vec<&Run> = runs.iter().map(Rc::as_ref).collect();
    let shown = check.prove(&borrowed)?;
    Ok((runs, shown))
}

fn moment(run: &Run, position: usize, id: &str) -> Moment {
    let entry = &run.trace.entries()[position];
    let cluster = run.trace.cluster_after(position + 1);
    let told = |lang| words::event(lang, entry, &cluster);
    Moment {
        scenario: id.to_owned(),
        version: run.trace.scenario().version,
        at: entry.at,
        happened: position + 1,
        told: Bilingual { zh: told(Lang::Zh), en: told(Lang::En) },
    }
}

/// The links of claims into the stage of a scenario, as ids: without the live stage they lead to its picture.
pub(crate) fn moments_of(proved: &[Proved<'_>], scenario: &str) -> impl Iterator<Item = String> {
    let all = proved.iter().flat_map(|proved| &proved.moments);
    all.filter(move |moment| moment.scenario == scenario).map(Moment::fragment)
}
