//! What an author writes in a `drill` block.
//!
//! In: the TOML of a block. Out: a [`Drill`] that nobody has judged yet, or every mistake in it with its line.

use super::{Drill, Goal, Grade, Lines, Step};
use crate::cells::Block;
use crate::figure::known;
use crate::inline::Bilingual;
use crate::problem::{Reader, Wrong, read_block};
use ask::Question;
use model::config::parse_duration;
use model::{Action, Time};
use toml::Spanned;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: String,
    stage: Spanned<String>,
    grade: Grade,
    title: Spanned<Bilingual>,
    situation: Bilingual,
    begins: Spanned<String>,
    goals: Vec<Spanned<WrittenGoal>>,
    hints: Spanned<Vec<Bilingual>>,
    solution: Spanned<Vec<Spanned<WrittenStep>>>,
    decisive: Spanned<Vec<String>>,
    why: Bilingual,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGoal {
    say: Bilingual,
    #[serde(rename = "if")]
    holds: Vec<Spanned<String>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    after: String,
    #[serde(rename = "type")]
    typed: String,
}

const FIELDS: &str = "a drill holds id, stage, grade, title, situation, begins, goals (say, if), hints (three), solution (after, type), \
                      decisive, why";

/// Reads a cell.
pub(crate) fn read(block: &Block<'_>) -> Result<Drill, Vec<Wrong>> {
    let parsed: Body = read_block(block.body, FIELDS)?;
    let mut reader = Reader::new(block.body);
    reader.wrong.extend(known(&parsed.stage, block).err().into_iter().flatten());
    let begins = reader.moment(&parsed.begins, parsed.begins.get_ref());
    let goals: Vec<Goal> = parsed.goals.iter().map(|goal| reader.goal(goal)).collect();
    let steps = parsed.solution.get_ref();
    let solution: Vec<Step> = steps.iter().map(|step| reader.step(step)).collect();
    if goals.is_empty() || solution.is_empty() {
        reader.tell(&parsed.title, "no goal, or no way to it".to_owned(), FIELDS.to_owned());
    }
    for name in parsed.decisive.get_ref() {
        let samples = Action::every("a", 0);
        if !samples.iter().any(|sample| is_called(sample, name)) {
            let hint = "the name of an action, for example start-task-manager".to_owned();
            reader.tell(&parsed.decisive, format!("no action is called \"{name}\""), hint);
        }
    }
    let lines = Lines {
        stage: reader.line(&parsed.stage),
        begins: reader.line(&parsed.begins),
        texts: reader.line(&parsed.title),
    };
    let hints = <[Bilingual; 3]>::try_from(parsed.hints.get_ref().clone()).unwrap_or_else(|_| {
        reader.tell(&parsed.hints, "three hints".to_owned(), FIELDS.to_owned());
        Default::default()
    });
    if !reader.wrong.is_empty() {
        return Err(reader.wrong);
    }
    Ok(Drill {
        id: parsed.id,
        stage: parsed.stage.into_inner(),
        grade: parsed.grade,
        title: parsed.title.into_inner(),
        situation: parsed.situation,
        begins,
        goals,
        hints,
        solution,
        why: parsed.why,
        decisive: parsed.decisive.into_inner(),
        lines,
        judged: None,
    })
}

/// Whether an action, whatever its options, is of that name.
pub(super) fn is_called(action: &Action, name: &str) -> bool {
    let text = action.itself().to_text();
    text.split(['.', '+']).next() == Some(name)
}

impl Reader<'_> {
    fn moment<T>(&mut self, value: &Spanned<T>, text: &str) -> Time {
        parse_duration(text).unwrap_or_else(|| {
            let hint = "for example \"20 s\" or \"33500 ms\"".to_owned();
            self.tell(value, format!("no time: \"{text}\""), hint);
            Time::ZERO
        })
    }

    fn goal(&mut self, goal: &Spanned<WrittenGoal>) -> Goal {
        let WrittenGoal { say, holds } = goal.get_ref();
        if holds.is_empty() {
            let hint = "if = [\"job Orders is RUNNING\"]".to_owned();
            self.tell(goal, "a goal that nothing is asked about".to_owned(), hint);
        }
        let mut read = Vec::new();
        for text in holds {
            match Question::read(text.get_ref()) {
                Ok(question) if question.is_for_pages() => read.push(question),
                Ok(_) => {
                    let hint = "a page's judge asks for events by their names only".to_owned();
                    self.tell(text, "this cannot be asked on a page".to_owned(), hint);
                }
                Err((message, hint)) => self.tell(text, message, hint),
            }
        }
        let texts = holds.iter().map(|text| text.get_ref().clone()).collect();
        Goal { say: say.clone(), holds: read, texts, line: self.line(goal) }
    }

    fn step(&mut self, step: &Spanned<WrittenStep>) -> Step {
        let after = self.moment(step, &step.get_ref().after);
        Step { after, typed: step.get_ref().typed.clone(), line: self.line(step) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"id = "a"
stage = "one"
grade = "first-day"
begins = "9 s"
title = { zh = "甲", en = "A" }
situation = { zh = "乙", en = "B" }
hints = [{ zh = "一", en = "1" }, { zh = "二", en = "2" }, { zh = "三", en = "3" }]
solution = [{ after = "1 s", type = "bin/taskmanager.sh start" }]
decisive = ["start-task-manager"]
why = { zh = "丙", en = "C" }
[[goals]]
say = { zh = "丁", en = "D" }
if = ["jobs = 1"]
"#;

    #[test]
    fn mistakes_have_lines_and_hints() {
        let told = |body: &str| {
            let block = Block { body, scenarios: &["one"] };
            let Err(wrong) = read(&block) else { return String::new() };
            let row = |it: Wrong| format!("{}: {}\n", it.line, it.message);
            wrong.into_iter().map(row).collect()
        };
        assert_eq!(told(GOOD), "");
        let rows = [
            ("\"one\"", "\"oen\"", "2: no scenario is called \"oen\"\n"),
            ("first-day", "second-day", "3: unknown variant `second-day`"),
            ("\"9 s\"", "\"soon\"", "4: no time: \"soon\"\n"),
            (", { zh = \"三\", en = \"3\" }", "", "7: three hints\n"),
            ("type =", "action =", "8: unknown field `action`"),
            ("[{ after", "[]#", "5: no goal, or no way to it\n"),
            ("[\"start-task", "[\"strat-task", "9: no action is called \"strat-task-manager\"\n"),
            ("\"jobs = 1\"", "\"job = 1\"", "13: \"job\" is no number\n"),
            ("jobs = 1", "happens TaskManagerLost tm=0", "13: this cannot be asked on a page\n"),
            ("\"jobs = 1\"", "", "11: a goal that nothing is asked about\n"),
        ];
        for (from, to, expected) in rows {
            let told = told(&GOOD.replacen(from, to, 1));
            assert!(told.starts_with(expected), "{to}: {told}");
        }
    }
}
