//! What an author writes in a versions cell, checked.
//!
//! In: the TOML of the block. Out: [`Versions`]; or every mistake with its line: versions that are not in the list,
//! steps out of order, rows without a history, and rows that say something else than the model.

use super::{Group, Row, Step, Versions, known};
use crate::inline::{Bilingual, Both};
use crate::problem::{Wrong, line_of, read_block};
use model::FlinkVersion;
use model::authoring::similar;
use toml::Spanned;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: String,
    title: Bilingual,
    point: Bilingual,
    versions: Vec<String>,
    groups: Vec<WrittenGroup>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGroup {
    name: Bilingual,
    rows: Vec<Spanned<WrittenRow>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRow {
    name: Bilingual,
    /// What of the model says the same.
    #[serde(default)]
    model: Vec<Spanned<String>>,
    steps: Vec<Spanned<WrittenStep>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    since: String,
    now: Bilingual,
    /// The values of `model` there, in its order.
    #[serde(default)]
    is: Vec<String>,
}

/// Reads and checks a cell.
pub(crate) fn read(body: &str) -> Result<Versions, Vec<Wrong>> {
    let hint = "a versions cell holds id, title, point, versions and groups of rows of steps";
    let parsed: Body = read_block(body, hint)?;
    let Body { id, title, point, versions, groups } = parsed;
    let mut reading = Reading { body, versions: &versions, links: Vec::new(), wrong: Vec::new() };
    let groups = groups
        .iter()
        .map(|group| Group {
            name: group.name.clone(),
            rows: group.rows.iter().map(|row| reading.row(row)).collect(),
        })
        .collect();
    let Reading { links, wrong, .. } = reading;
    if wrong.is_empty() {
        Ok(Versions { id, title, point, versions, groups, links })
    } else {
        Err(wrong)
    }
}

struct Reading<'a> {
    body: &'a str,
    versions: &'a [String],
    links: Vec<(usize, String)>,
    wrong: Vec<Wrong>,
}

impl Reading<'_> {
    fn row(&mut self, written: &Spanned<WrittenRow>) -> Row {
        let row = written.get_ref();
        let mut steps: Vec<Step> = Vec::new();
        for step in &row.steps {
            let WrittenStep { since, now, .. } = step.get_ref();
            let line = line_of(self.body, step.span().start);
            self.links.extend(now.destinations().into_iter().map(|link| (line, link)));
            let Some(index) = self.versions.iter().position(|version| version == since) else {
                let hint = similar(since, self.versions.iter().map(String::as_str));
                self.tell(step, format!("{since} is not in the list of versions"), hint);
                continue;
            };
            if steps.last().is_some_and(|last| last.since >= index) {
                self.tell(step, format!("{since} comes too late"), None);
            }
            steps.push(Step { since: index, now: now.clone() });
        }
        if steps.first().is_none_or(|first| first.since > 0) {
            let first = self.versions.first().map_or("", String::as_str);
            self.tell(written, format!("what was so in {first}?"), None);
        }
        let row_read = Row { name: row.name.clone(), steps };
        if self.wrong.is_empty() {
            self.compare(row, &row_read);
        }
        row_read
    }

    /// In each version that the model knows too, both say the same.
    fn compare(&mut self, row: &WrittenRow, read: &Row) {
        for (number, name) in row.model.iter().enumerate() {
            for version in FlinkVersion::ALL {
                let Some(index) = self.versions.iter().position(|it| it == version.name()) else {
                    continue;
                };
                let Some(value) = known::value(name.get_ref(), version) else {
                    let hint = similar(name.get_ref(), known::names());
                    self.tell(name, format!("the model has no {}", name.get_ref()), hint);
                    return;
                };
                let step = &row.steps[read.step_in(index)];
                let told = step.get_ref().is.get(number).map_or("", String::as_str);
                if told != value {
                    let (name, version) = (name.get_ref(), version.name());
                    let message = format!("the model says of {name} in {version}: {value}");
                    self.tell(step, message, Some(format!("here it is \"{told}\"")));
                }
            }
        }
    }

    fn tell<T>(&mut self, value: &Spanned<T>, message: String, hint: Option<String>) {
        self.wrong.push(Wrong { line: line_of(self.body, value.span().start), message, hint });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::told;

    const GOOD: &str = "id = \"v\"
title = { zh = \"t\", en = \"t\" }
point = { zh = \"p\", en = \"p\" }
versions = [\"1.13\", \"1.20\", \"2.0\", \"2.2\"]
[[groups]]
name = { zh = \"g\", en = \"g\" }
[[groups.rows]]
name = { zh = \"r\", en = \"r\" }
model = [\"submitted_plan\", \"cluster.evenly-spread-out-slots\"]
steps = [
  { since = \"1.13\", now = { zh = \"a\", en = \"a\" }, is = [\"JobGraph\", \"false\"] },
  { since = \"2.0\", now = { zh = \"[b](c.md)\", en = \"b\" }, is = [\"StreamGraph\", \"unset\"] },
]
";

    #[test]
    fn a_row_knows_what_is_so_and_what_changed() {
        let versions = read(GOOD).expect("a good cell");
        let row = versions.rows().next().expect("one row");
        assert_eq!([0, 1, 2, 3].map(|version| row.step_in(version)), [0, 0, 1, 1]);
        assert_eq!(
            [0, 1, 2, 3].map(|version| row.changed_in(version).is_some()),
            [false, false, true, false]
        );
        assert_eq!(versions.links, [(12, "c.md".to_owned())]);
    }

    #[test]
    fn mistakes_have_lines() {
        let rows = [
            (GOOD.to_owned(), ""),
            (GOOD.replace("since = \"2.0\"", "since = \"2.1\""), "12: 2.1 is not in the list"),
            (GOOD.replace("since = \"2.0\"", "since = \"1.13\""), "12: 1.13 comes too late"),
            (GOOD.replace("since = \"1.13\"", "since = \"1.20\""), "7: what was so in 1.13?"),
            (
                GOOD.replace("since = \"2.0\"", "since = \"1.20\""),
                "12: the model says of submitted_plan in 1.20: JobGraph",
            ),
            (
                GOOD.replace("\"submitted_plan\"", "\"submited_plan\""),
                "9: the model has no submited_plan",
            ),
            (
                GOOD.replace("\"unset\"", "\"true\""),
                "12: the model says of cluster.evenly-spread-out-slots in 2.0: unset",
            ),
        ];
        for (body, expected) in rows {
            let told = told(read(&body));
            assert!(
                told.starts_with(expected) && told.is_empty() == expected.is_empty(),
                "expected {expected}, told {told}"
            );
        }
    }
}
