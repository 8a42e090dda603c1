//! What an author writes in `checks/*.toml`.
//!
//! In: the TOML of a file: a table for each check, named by it. Out: its [`Check`]s, and every mistake with its line.

use super::change::Change;
use super::{Check, Edge};
use crate::problem::{Problem, Wrong, line_of, read_block};
use crate::versions::{range, version};
use ask::{Pattern, Question};
use model::authoring::similar;
use model::config::parse_duration;
use model::scenario::TimedAction;
use model::{Action, FlinkVersion};
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    run: Spanned<String>,
    /// "1.13 to 2.3", or one; nothing: every version that the model knows.
    versions: Option<Spanned<String>>,
    /// "42 s start-task-manager"
    #[serde(default)]
    does: Vec<Spanned<String>>,
    /// A time or an event.
    from: Option<Spanned<String>>,
    until: Option<Spanned<String>>,
    holds: Vec<Spanned<String>>,
    shows: Option<Spanned<String>>,
    opposite: Vec<Spanned<String>>,
}

const FIELDS: &str =
    "a check holds run, holds and opposite; perhaps versions, does, from, until and shows";

/// The rows of a file that are without mistakes.
pub(super) fn rows(
    file: &str,
    text: &str,
    scenarios: &[&str],
    problems: &mut Vec<Problem>,
) -> Vec<Check> {
    let mut tell = |wrong: Wrong| {
        let Wrong { line, message, hint } = wrong;
        problems.push(Problem { file: file.to_owned(), line, column: None, message, hint });
    };
    let rows: BTreeMap<Spanned<String>, Row> = match read_block(text, FIELDS) {
        Ok(rows) => rows,
        Err(wrong) => {
            wrong.into_iter().for_each(tell);
            return Vec::new();
        }
    };
    let mut all = Vec::new();
    for (name, row) in rows {
        let mut reader = Reading { text, wrong: Vec::new() };
        let check = reader.check(file, &name, row, scenarios);
        if reader.wrong.is_empty() {
            all.push(check);
        }
        reader.wrong.into_iter().for_each(&mut tell);
    }
    all.sort_by_key(|check| check.line);
    all
}

/// A row while it is read.
struct Reading<'a> {
    text: &'a str,
    wrong: Vec<Wrong>,
}

type Mistake = (String, String);

impl Reading<'_> {
    fn line<T>(&self, value: &Spanned<T>) -> usize {
        line_of(self.text, value.span().start)
    }

    /// What was read, or a mistake with its line.
    fn read<T>(&mut self, text: &Spanned<String>, read: Result<T, Mistake>) -> Option<T> {
        read.map_err(|(message, hint)| {
            let line = self.line(text);
            self.wrong.push(Wrong { line, message, hint: Some(hint) });
        })
        .ok()
    }

    fn all<T>(
        &mut self,
        texts: &[Spanned<String>],
        read: impl Fn(&str) -> Result<T, Mistake>,
    ) -> Vec<T> {
        texts.iter().filter_map(|text| self.read(text, read(text.get_ref()))).collect()
    }

    fn check(&mut self, file: &str, name: &Spanned<String>, row: Row, scenarios: &[&str]) -> Check {
        let known = scenarios.contains(&row.run.get_ref().as_str());
        let hint = similar(row.run.get_ref(), scenarios.iter().copied());
        let unknown = || {
            let hint = hint.unwrap_or_else(|| "scenarios are files of book/scenarios".to_owned());
            (format!("no scenario is called \"{}\"", row.run.get_ref()), hint)
        };
        self.read(&row.run, if known { Ok(()) } else { Err(unknown()) });
        if row.holds.is_empty() || row.opposite.is_empty() {
            let message = "it needs something that holds, and an opposite".to_owned();
            self.read(name, Err::<(), _>((message, FIELDS.to_owned())));
        }
        let versions = row.versions.as_ref().map(|text| (text, versions(text.get_ref())));
        Check {
            name: name.get_ref().clone(),
            file: file.to_owned(),
            line: self.line(name),
            run: row.run.get_ref().clone(),
            versions: match versions {
                Some((text, read)) => self.read(text, read).unwrap_or_default(),
                None => FlinkVersion::ALL.to_vec(),
            },
            does: self.all(&row.does, done),
            from: self.edge(row.from.as_ref()),
            until: self.edge(row.until.as_ref()),
            holds: self.all(&row.holds, Question::read),
            shows: row.shows.as_ref().and_then(|text| self.read(text, pattern(text.get_ref()))),
            opposite: self.all(&row.opposite, |text| Change::read(text, scenarios)),
        }
    }

    fn edge(&mut self, written: Option<&Spanned<String>>) -> Edge {
        let Some(written) = written else { return Edge::Run };
        match parse_duration(written.get_ref()) {
            Some(time) => Edge::At(time),
            None => self.read(written, pattern(written.get_ref())).map_or(Edge::Run, Edge::Event),
        }
    }
}

fn versions(text: &str) -> Result<Vec<FlinkVersion>, Mistake> {
    if text.contains(" to ") { range(text) } else { version(text).map(|one| vec![one]) }
}

fn pattern(text: &str) -> Result<Pattern, Mistake> {
    Pattern::read(&text.split_whitespace().collect::<Vec<_>>())
}

/// "42 s start-task-manager"
fn done(text: &str) -> Result<TimedAction, Mistake> {
    let read = || {
        let (at, action) = text.rsplit_once(' ')?;
        let (at, action) = (parse_duration(at)?, Action::from_text(action)?);
        Some(TimedAction { at, action, took: None })
    };
    read().ok_or_else(|| {
        (format!("\"{text}\" does nothing"), "for example 42 s start-task-manager".to_owned())
    })
}
