//! What an author writes in a `predict` block.
//!
//! In: the TOML of a block. Out: a [`Prediction`] that nobody has judged yet, or every mistake in it with its line.

use super::pick::{Pick, Things};
use super::{Answer, Choice, Course, Lines, Number, On, Prediction};
use crate::cells::Block;
use crate::figure::known;
use crate::inline::Bilingual;
use crate::problem::{Reader, Wrong, read_block};
use crate::versions::range;
use ask::{Measure, Question};
use model::config::parse_duration;
use model::scenario::TimedAction;
use model::{Action, FlinkVersion, Time};
use toml::Spanned;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: String,
    stage: Option<Spanned<String>>,
    lab: Option<Spanned<String>>,
    /// For a lab: "parallelism 1"
    #[serde(default)]
    knobs: Vec<String>,
    asks: Spanned<String>,
    decides: Spanned<String>,
    #[serde(default)]
    does: Vec<Spanned<Done>>,
    /// "1.13 to 2.3"
    versions: Option<Spanned<String>>,
    question: Spanned<Bilingual>,
    #[serde(default)]
    choices: Vec<Spanned<Written>>,
    number: Option<Spanned<Figure>>,
    pick: Option<Spanned<Thing>>,
}

/// What is done besides the scenario's actions; the action as links write it.
#[derive(Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Done {
    at: String,
    action: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    say: Bilingual,
    #[serde(rename = "if")]
    holds: Vec<Spanned<String>>,
    why: Bilingual,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Figure {
    of: Spanned<String>,
    unit: Bilingual,
    #[serde(default)]
    within: u64,
    why: Bilingual,
}

/// One of the things in the picture; `$tm`, `$slot`, `$job` in what is asked, `$it` in what is said stand for each.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Thing {
    of: Things,
    #[serde(rename = "if")]
    holds: Vec<String>,
    why: Bilingual,
    not: Bilingual,
}

const FIELDS: &str = "a prediction holds id, stage (or lab and knobs), asks, decides, question, then choices (say, if, why), number \
                      (of, unit, within, why) or pick (of, if, why, not); perhaps does and versions";

/// Reads a cell.
pub(crate) fn read(block: &Block<'_>) -> Result<Prediction, Vec<Wrong>> {
    let parsed: Body = read_block(block.body, FIELDS)?;
    let mut reader = Reader::new(block.body);
    let on = reader.on(&parsed, block);
    let asks = reader.time(&parsed.asks, parsed.asks.get_ref());
    let decides = reader.time(&parsed.decides, parsed.decides.get_ref());
    let does = parsed.does.iter().filter_map(|done| reader.done(done)).collect();
    let versions = reader.versions(parsed.versions.as_ref());
    let lines = Lines {
        question: reader.line(&parsed.question),
        on: parsed.stage.as_ref().or(parsed.lab.as_ref()).map_or(1, |on| reader.line(on)),
        decides: reader.line(&parsed.decides),
    };
    let answer = reader.answer(&parsed);
    match on.zip(answer) {
        Some((on, answer)) if reader.wrong.is_empty() => Ok(Prediction {
            id: parsed.id,
            on,
            course: Course { asks, decides, does },
            versions,
            question: parsed.question.into_inner(),
            answer,
            lines,
            judged: None,
        }),
        _ => Err(reader.wrong),
    }
}

impl Reader<'_> {
    fn on(&mut self, parsed: &Body, block: &Block<'_>) -> Option<On> {
        match (&parsed.stage, &parsed.lab) {
            (Some(stage), None) => {
                self.wrong.extend(known(stage, block).err().into_iter().flatten());
                Some(On::Stage(stage.get_ref().clone()))
            }
            (None, Some(lab)) => {
                let knob = |text: &String| {
                    let (knob, value) = text.split_once(' ').unwrap_or((text, ""));
                    (knob.to_owned(), value.to_owned())
                };
                let knobs = parsed.knobs.iter().map(knob).collect();
                Some(On::Lab(lab.get_ref().clone(), knobs))
            }
            _ => {
                let message = "a stage or a lab shows it".to_owned();
                self.tell(&parsed.question, message, FIELDS.to_owned());
                None
            }
        }
    }

    /// A simulated time; what is none is told.
    pub(crate) fn time<T>(&mut self, value: &Spanned<T>, text: &str) -> Time {
        parse_duration(text).unwrap_or_else(|| {
            let hint = "for example \"20 s\" or \"33500 ms\"".to_owned();
            self.tell(value, format!("no time: \"{text}\""), hint);
            Time::ZERO
        })
    }

    /// The versions that a cell names besides the scenario's own: "1.13 to 2.3".
    pub(crate) fn versions(&mut self, written: Option<&Spanned<String>>) -> Vec<FlinkVersion> {
        match written.map(|it| (it, range(it.get_ref()))) {
            Some((written, Err((message, hint)))) => {
                self.tell(written, message, hint);
                Vec::new()
            }
            Some((_, Ok(versions))) => versions,
            None => Vec::new(),
        }
    }

    /// Something that is done at a time.
    pub(crate) fn done(&mut self, done: &Spanned<Done>) -> Option<TimedAction> {
        let Done { at, action } = done.get_ref();
        let at = self.time(done, at);
        let read = Action::from_text(action);
        if read.is_none() {
            let hint = "an action as links write it, for example kill-job-manager.0".to_owned();
            self.tell(done, format!("no action: \"{action}\""), hint);
        }
        Some(TimedAction { at, action: read?, took: None })
    }

    fn answer(&mut self, parsed: &Body) -> Option<Answer> {
        match (parsed.choices.as_slice(), &parsed.number, &parsed.pick) {
            ([_, _, ..], None, None) => {
                let choices = parsed.choices.iter().map(|choice| self.choice(choice)).collect();
                Some(Answer::Choices(choices))
            }
            ([], Some(number), None) => {
                let Figure { of, unit, within, why } = number.get_ref();
                match Measure::read(of.get_ref()) {
                    Ok(of) => {
                        let (unit, why) = (unit.clone(), why.clone());
                        Some(Answer::Number(Number { of, unit, within: *within, why }))
                    }
                    Err((message, hint)) => {
                        self.tell(of, message, hint);
                        None
                    }
                }
            }
            ([], None, Some(pick)) => self.pick(pick, parsed).map(Answer::Pick),
            _ => {
                let message = "two choices or more, a number, or a thing to pick".to_owned();
                self.tell(&parsed.question, message, FIELDS.to_owned());
                None
            }
        }
    }

    fn pick(&mut self, written: &Spanned<Thing>, parsed: &Body) -> Option<Pick> {
        let Thing { of, holds, why, not } = written.get_ref();
        let (line, of) = (self.line(written), *of);
        if parsed.stage.is_none() {
            let message = "only a stage has things to pick".to_owned();
            self.tell(written, message, "ask with choices by a lab".to_owned());
            return None;
        }
        let pick = Pick { of, holds: holds.clone(), why: why.clone(), not: not.clone(), line };
        if !pick.asks_of_each() {
            let hint = format!("if = [\"{}\"]", of.example());
            self.tell(written, "the same is asked of all things".to_owned(), hint);
            return None;
        }
        Some(pick)
    }

    fn choice(&mut self, choice: &Spanned<Written>) -> Choice {
        let Written { say, holds, why } = choice.get_ref();
        if holds.is_empty() {
            let message = "a choice that nothing is asked about".to_owned();
            self.tell(choice, message, "if = [\"job Orders is FAILED\"]".to_owned());
        }
        let mut questions = Vec::new();
        for text in holds {
            match Question::read(text.get_ref()) {
                Ok(question) => questions.push(question),
                Err((message, hint)) => self.tell(text, message, hint),
            }
        }
        let line = self.line(choice);
        Choice { say: say.clone(), holds: questions, why: why.clone(), line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"id = "a"
stage = "one"
asks = "1 s"
decides = "9 s"
question = { zh = "甲？", en = "A?" }
[[choices]]
say = { zh = "是", en = "yes" }
if = ["jobs = 1"]
why = { zh = "如此", en = "so" }
[[choices]]
say = { zh = "否", en = "no" }
if = ["not jobs = 1"]
why = { zh = "如此", en = "so" }
"#;

    fn told(body: &str) -> String {
        let block = Block { body, scenarios: &["one"] };
        let Err(wrong) = read(&block) else { return String::new() };
        let row =
            |it: Wrong| format!("{}: {} | {}\n", it.line, it.message, it.hint.unwrap_or_default());
        wrong.into_iter().map(row).collect()
    }

    #[test]
    fn mistakes_have_lines_and_hints() {
        assert_eq!(told(GOOD), "");
        let rows = [
            (
                "stage = \"one\"",
                "stage = \"oen\"",
                "2: no scenario is called \"oen\" | did you mean \"one\"?",
            ),
            ("\"1 s\"", "\"soon\"", "3: no time: \"soon\" | for example \"20 s\" or \"33500 ms\""),
            (
                "\"jobs = 1\"",
                "\"happens JobRecoverd\"",
                "8: no event is called \"JobRecoverd\" | did you mean \"JobRecovered\"?",
            ),
            (
                "[\"jobs = 1\"]",
                "[]",
                "6: a choice that nothing is asked about | if = [\"job Orders is FAILED\"]",
            ),
            ("why = { zh = \"如此\", en = \"so\" }\n[[", "[[", "6: missing field `why`"),
            (
                "question",
                "versions = \"1.20\"\nquestion",
                "5: not a range of versions | for example versions = \"1.13 to 2.3\"",
            ),
        ];
        for (from, to, expected) in rows {
            let told = told(&GOOD.replacen(from, to, 1));
            assert!(told.starts_with(expected), "{to}: {told}");
        }
        let (asked, _) = GOOD.split_once("[[choices]]").expect("it has choices");
        let pick = format!(
            "{asked}[pick]\nof = \"jobs\"\nif = [\"job $job is RUNNING\"]\n\
             why = {{ zh = \"是\", en = \"yes\" }}\nnot = {{ zh = \"否\", en = \"no\" }}\n"
        );
        assert_eq!(told(&pick), "");
        assert_eq!(
            told(&pick.replace("$job", "X")),
            "6: the same is asked of all things | if = [\"job $job is RESTARTING\"]\n"
        );
        assert_eq!(
            told(&pick.replace("stage =", "lab =")),
            "6: only a stage has things to pick | ask with choices by a lab\n"
        );
        let alone = GOOD.split("[[choices]]").take(2).collect::<Vec<_>>().join("[[choices]]");
        assert!(
            told(&alone).starts_with("5: two choices or more, a number, or a thing to pick"),
            "{}",
            told(&alone)
        );
    }
}
