//! Marks: sentences of the chapters that the model checks.
//!
//! In: an author writes a sentence and behind it `[✓](check:name)`; what must hold for it stands as a row of that name in
//! `checks/*.toml` beside the source folder ([`read`]). Out: for each row, run on the model in each version that it
//! names, the moment that shows it; in the page, a small link to that moment; or every mistake with its file and line: a
//! row that does not hold, a mark without a row, a row without a mark.
//! Deliberately absent: how a mark looks (`book/theme/claims.css`), and sentences of the notes with a verdict (`claims`).

mod change;
mod html;
mod read;
#[cfg(test)]
mod tests;

use crate::claims::{Chapter, Laboratory, stands_in};
use crate::inline::{self, Bilingual};
use crate::links::Page;
use crate::moments;
use crate::practice::{Exercise, Placed};
use crate::problem::Problem;
use anyhow::{Context, Result};
use ask::{Measure, Pattern, Question, Window};
use change::Change;
use model::authoring::similar;
use model::scenario::TimedAction;
use model::{FlinkVersion, Scenario, Time, Trace};
use stage::{Lang, words};
use std::path::Path;

pub(crate) use html::placed;

/// What a mark's link begins with.
pub(crate) const SCHEME: &str = "check:";

/// A row: what must hold in which run, and in which versions.
pub(crate) struct Check {
    /// Unique in the book.
    pub name: String,
    /// The file that it stands in, relative to the book's root, and its 1-based line.
    pub file: String,
    pub line: usize,
    /// The scenario.
    run: String,
    versions: Vec<FlinkVersion>,
    /// What is done besides the scenario's actions.
    does: Vec<TimedAction>,
    from: Edge,
    until: Edge,
    /// All of these hold.
    holds: Vec<Question>,
    /// The event to look at.
    shows: Option<Pattern>,
    /// After these changes it must not hold, or it would say nothing.
    opposite: Vec<Change>,
}

/// Where the part of a run begins or ends that a check looks at.
enum Edge {
    /// The run's own.
    Run,
    At(Time),
    /// The first event of that kind.
    Event(Pattern),
}

/// Whether a check holds in a run.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// It does, and after so many events one sees it.
    Holds(usize),
    /// It does not, since.
    Fails(String),
}

/// The moment that shows it.
pub(crate) struct Proof {
    /// Its row.
    pub name: String,
    scenario: String,
    fragment: String,
    at: Time,
    told: Bilingual,
    pub versions: Vec<FlinkVersion>,
}

/// The marks of a book, and the rows that they name.
#[derive(Default)]
pub(crate) struct Marks {
    pub checks: Vec<Check>,
    /// How many marks each chapter has.
    pub marked: Vec<usize>,
    /// Where each mark stands, and what it names.
    placed: Vec<Mark>,
}

/// A mark behind a sentence.
struct Mark {
    chapter: usize,
    file: String,
    line: usize,
    name: String,
}

impl Marks {
    /// Reads the rows, and finds the mark of each; what is without the other becomes a problem.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub(crate) fn find(
        root: &Path,
        sources: &Path,
        pages: &[Page<'_>],
        scenarios: &[&str],
        problems: &mut Vec<Problem>,
    ) -> Result<Marks> {
        let checks = load(root, sources, scenarios, problems)?;
        let (mut marked, mut placed) = (Vec::new(), Vec::new());
        for (chapter, page) in pages.iter().enumerate() {
            let links = inline::placed(page.markdown);
            let marks =
                links.iter().filter_map(|(line, link)| Some((*line, link.strip_prefix(SCHEME)?)));
            marked.push(marks.clone().count());
            for (line, name) in marks {
                if checks.iter().all(|check| check.name != name) {
                    problems.push(unknown(page.file, line, name, &checks));
                }
                let (file, name) = (page.file.to_owned(), name.to_owned());
                placed.push(Mark { chapter, file, line, name });
            }
        }
        for check in
            checks.iter().filter(|check| placed.iter().all(|mark: &Mark| mark.name != check.name))
        {
            let message = format!("no sentence has the mark of \"{}\"", check.name);
            problems.push(check.wrong(message, &format!("[✓]({SCHEME}{})", check.name)));
        }
        Ok(Marks { checks, marked, placed })
    }

    /// A row for each sentence with a mark, for `cargo xtask practise`.
    pub(crate) fn sentences<'a>(
        &'a self,
        proofs: &'a [Proof],
    ) -> impl Iterator<Item = Placed> + 'a {
        self.placed.iter().map(|mark| {
            let proof = proofs.iter().find(|proof| proof.name == mark.name);
            let exercise = Exercise {
                kind: "checked sentence",
                id: mark.name.clone(),
                anchor: String::new(),
                asks: Bilingual::default(),
                languages: vec![Lang::Zh, Lang::En],
                answer: proof.map(|_| "holds".to_owned()),
                versions: proof.map_or_else(Vec::new, |proof| proof.versions.clone()),
            };
            let (chapter, file, line) = (mark.chapter, mark.file.clone(), mark.line);
            Placed { chapter, file, line, exercise }
        })
    }
}

fn unknown(file: &str, line: usize, name: &str, checks: &[Check]) -> Problem {
    let hint = similar(name, checks.iter().map(|check| check.name.as_str()));
    Problem {
        file: file.to_owned(),
        line,
        column: None,
        message: format!("no check is called \"{name}\""),
        hint: Some(hint.unwrap_or_else(|| "checks are rows of checks/*.toml".to_owned())),
    }
}

/// Every row of the files in `checks`, beside the source folder.
fn load(
    root: &Path,
    sources: &Path,
    scenarios: &[&str],
    problems: &mut Vec<Problem>,
) -> Result<Vec<Check>> {
    let folder = sources.parent().unwrap_or_else(|| Path::new("")).join("checks");
    let Ok(entries) = std::fs::read_dir(root.join(&folder)) else { return Ok(Vec::new()) };
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let mut all: Vec<Check> = Vec::new();
    for path in files {
        let file = folder.join(path.file_name().unwrap_or_default()).display().to_string();
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
        for check in read::rows(&file, &text, scenarios, problems) {
            match all.iter().find(|other| other.name == check.name) {
                Some(other) => {
                    let message = format!("there is a check \"{}\" already", check.name);
                    problems.push(check.wrong(message, &format!("{}:{}", other.file, other.line)));
                }
                None => all.push(check),
            }
        }
    }
    Ok(all)
}

/// Runs every check in each of its versions. What does not hold becomes a problem.
pub(crate) fn prove(
    checks: &[Check],
    chapters: &[Chapter<'_>],
    laboratory: &mut Laboratory<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Proof> {
    let mut proofs = Vec::new();
    for check in checks {
        if stands_in(chapters, 0, &check.run).is_none() {
            let message = format!("no page has the stage \"{}\"", check.run);
            problems.push(check.wrong(message, "put its stage near the sentence"));
        }
        match check.prove(laboratory) {
            Ok(proof) => proofs.push(proof),
            Err(why) => {
                let message = format!("check \"{}\": {why}", check.name);
                let hint = "either the sentence with this mark is wrong, or the row, or the model";
                problems.push(check.wrong(message, hint));
            }
        }
    }
    proofs
}

/// The links of marks into the stage of a scenario, as ids: without the live stage they lead to its picture.
pub(crate) fn moments_of(proofs: &[Proof], scenario: &str) -> impl Iterator<Item = String> {
    let here = proofs.iter().filter(move |proof| proof.scenario == scenario);
    here.map(|proof| proof.fragment.clone())
}

impl Check {
    fn wrong(&self, message: String, hint: &str) -> Problem {
        let (file, line) = (self.file.clone(), self.line);
        Problem { file, line, column: None, message, hint: Some(hint.to_owned()) }
    }

    fn prove(&self, laboratory: &mut Laboratory<'_>) -> Result<Proof, String> {
        let usual = laboratory.scenario(&self.run).version;
        // What a link leads to is the run in the scenario's own version, if that is one of them.
        let own = self.versions.iter().copied().find(|version| *version == usual);
        let shown = own.or(self.versions.first().copied()).unwrap_or(usual);
        let mut proof = None;
        for version in self.versions.iter().copied() {
            let run = laboratory.run(&self.run, Some(version));
            let with = (!self.does.is_empty()).then(|| self.with(run.trace.scenario().clone()));
            let trace = with.as_ref().unwrap_or(&run.trace);
            match self.judged(trace) {
                Ok(Verdict::Holds(happened)) if version == shown => {
                    proof = Some(self.proof(trace, happened));
                }
                Ok(Verdict::Holds(_)) => {}
                Ok(Verdict::Fails(why)) | Err(why) => {
                    return Err(format!("{} in {}: {why}", self.run, version.name()));
                }
            }
        }
        self.can_fail(shown, laboratory)?;
        proof.ok_or_else(|| "it names no version".to_owned())
    }

    /// After the opposite it fails, and not for want of a meaning.
    fn can_fail(&self, version: FlinkVersion, laboratory: &Laboratory<'_>) -> Result<(), String> {
        let mut changed = Scenario { version, ..laboratory.scenario(&self.run).clone() };
        for change in &self.opposite {
            change.apply(&mut changed, |id| laboratory.scenario(id).clone());
        }
        let trace = if self.does.is_empty() { Trace::run(changed) } else { self.with(changed) };
        match self.judged(&trace) {
            Ok(Verdict::Fails(_)) => Ok(()),
            Ok(Verdict::Holds(_)) => {
                Err("it holds after its opposite, too: it says nothing".to_owned())
            }
            Err(why) => Err(format!("after its opposite: {why}")),
        }
    }

    /// The run with what the check does in it.
    fn with(&self, mut scenario: Scenario) -> Trace {
        if let Some(first) = self.does.first() {
            scenario.actions.retain(|timed| timed.at <= first.at);
        }
        let mut trace = Trace::run(scenario);
        for timed in &self.does {
            trace.fork(timed.at, timed.action.clone());
        }
        trace
    }

    /// Whether it holds in a run.
    ///
    /// # Errors
    /// It asks about what is not there: a mistake of its author.
    fn judged(&self, trace: &Trace) -> Result<Verdict, String> {
        let (from, to) = match (self.from.position(trace)?, self.until.position(trace)?) {
            (Some(from), Some(to)) => (from.unwrap_or(0), to.unwrap_or(trace.entries().len())),
            _ => {
                return Ok(Verdict::Fails(
                    "the event never happens that it begins or ends with".to_owned(),
                ));
            }
        };
        let asks = match (&self.from, from.checked_sub(1).and_then(|at| trace.entries().get(at))) {
            (Edge::At(time), _) => *time,
            (Edge::Event(_), Some(entry)) => entry.at,
            (Edge::Run | Edge::Event(_), _) => Time::ZERO,
        };
        let window = Window::part(trace, asks, from, to);
        for question in &self.holds {
            if let Question::Number(Measure::Seconds(pattern), ..) = question
                && seen(pattern, trace, from, to)?.is_none()
            {
                return Ok(Verdict::Fails(format!("not so: {question:?}")));
            }
            if !question.holds(&window)? {
                return Ok(Verdict::Fails(format!("not so: {question:?}")));
            }
        }
        let shown = match self.to_see() {
            Some(pattern) => seen(pattern, trace, from, to)?.map(|position| position + 1),
            None => Some(to),
        };
        Ok(shown.map_or_else(
            || Verdict::Fails("what it shows never happens".to_owned()),
            Verdict::Holds,
        ))
    }

    /// The event that it names, or else the first that one of its questions waits for.
    fn to_see(&self) -> Option<&Pattern> {
        let waited = self.holds.iter().find_map(|question| match question {
            Question::Happens(pattern) | Question::Before(_, pattern) => Some(pattern),
            Question::Number(Measure::Seconds(pattern), ..) => Some(pattern),
            Question::Number(..) | Question::Job(..) | Question::Prints(_) | Question::Not(_) => {
                None
            }
        });
        self.shows.as_ref().or(waited)
    }

    fn proof(&self, trace: &Trace, happened: usize) -> Proof {
        let entries = trace.entries();
        let entry = &entries[happened.clamp(1, entries.len()) - 1];
        let at = match (&self.until, self.to_see()) {
            (Edge::At(until), None) => *until,
            _ => entry.at,
        };
        let cluster = trace.cluster_after(happened);
        let told = |lang| words::event(lang, entry, &cluster);
        let mut fragment = moments::fragment(&self.run, trace.scenario().version, happened, at);
        if !self.does.is_empty() {
            let kept = trace.scenario().actions.len() - self.does.len();
            let texts: Vec<String> = self.does.iter().map(TimedAction::to_text).collect();
            fragment.push_str(&format!("&keep={kept}&do={}", texts.join(",")));
        }
        Proof {
            name: self.name.clone(),
            scenario: self.run.clone(),
            fragment,
            at,
            told: Bilingual { zh: told(Lang::Zh), en: told(Lang::En) },
            versions: self.versions.clone(),
        }
    }
}

impl Edge {
    /// How many events have happened there; `None` inside: the run's own end. `None`: the event never happens.
    fn position(&self, trace: &Trace) -> Result<Option<Option<usize>>, String> {
        Ok(match self {
            Edge::Run => Some(None),
            Edge::At(time) => Some(Some(trace.happened_at(*time))),
            Edge::Event(pattern) => {
                let end = trace.entries().len();
                seen(pattern, trace, 0, end)?.map(|position| Some(position + 1))
            }
        })
    }
}

/// The position of the first event of that kind there.
fn seen(pattern: &Pattern, trace: &Trace, from: usize, to: usize) -> Result<Option<usize>, String> {
    let end = trace.cluster_after(trace.entries().len());
    for (position, entry) in trace.entries().iter().enumerate().take(to).skip(from) {
        if pattern.means(&entry.event, &end)? {
            return Ok(Some(position));
        }
    }
    Ok(None)
}
