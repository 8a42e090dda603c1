//! What an author writes in a `quiz` block.
//!
//! In: the TOML of a block, with its sets of numbers. Out: a [`Quiz`] that nobody has judged yet, or every mistake in it with its
//! line.

use super::fact::{Fact, key};
use super::numbers::{Numbers, filled};
use super::{Answer, Choice, Form, Place, Quiz, Runs, Setting};
use crate::cells::Block;
use crate::claims::Source;
use crate::figure;
use crate::inline::Bilingual;
use crate::predict::{Course, Done, wrong};
use crate::problem::{Reader, Wrong, read_block};
use crate::versions::version;
use model::{FlinkVersion, Time};
use toml::Spanned;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: String,
    question: Spanned<Bilingual>,
    /// `[{ p = 5, s = 2 }, …]`, filled in by now.
    #[serde(default, rename = "numbers")]
    _numbers: Vec<Numbers>,
    /// "1.13 to 2.3"
    versions: Option<Spanned<String>>,
    #[serde(default)]
    source: Vec<Spanned<String>>,
    see: Option<String>,
    /// "shortage-late" or "shortage-late 2.0"
    run: Option<Spanned<String>>,
    asks: Option<Spanned<String>>,
    decides: Option<Spanned<String>>,
    does: Option<Vec<Spanned<Done>>>,
    set: Option<Vec<Spanned<String>>>,
    #[serde(rename = "if")]
    holds: Option<Vec<Spanned<String>>>,
    choices: Vec<Spanned<Written>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    say: Bilingual,
    why: Bilingual,
    see: Option<String>,
    right: Option<bool>,
    run: Option<Spanned<String>>,
    asks: Option<Spanned<String>>,
    decides: Option<Spanned<String>>,
    does: Option<Vec<Spanned<Done>>>,
    set: Option<Vec<Spanned<String>>>,
    #[serde(rename = "if")]
    holds: Option<Vec<Spanned<String>>>,
}

/// What a choice is asked: what it says itself, else what its question says.
struct Asked<'a> {
    run: Option<&'a Spanned<String>>,
    asks: Option<&'a Spanned<String>>,
    decides: Option<&'a Spanned<String>>,
    does: &'a [Spanned<Done>],
    set: &'a [Spanned<String>],
    holds: &'a [Spanned<String>],
}

impl<'a> Asked<'a> {
    fn of(choice: &'a Written, question: &'a Body) -> Asked<'a> {
        Asked {
            run: choice.run.as_ref().or(question.run.as_ref()),
            asks: choice.asks.as_ref().or(question.asks.as_ref()),
            decides: choice.decides.as_ref().or(question.decides.as_ref()),
            does: choice.does.as_ref().or(question.does.as_ref()).map_or(&[], Vec::as_slice),
            set: choice.set.as_ref().or(question.set.as_ref()).map_or(&[], Vec::as_slice),
            holds: choice.holds.as_ref().or(question.holds.as_ref()).map_or(&[], Vec::as_slice),
        }
    }
}

const FIELDS: &str = "a quiz holds id, question, see, three or four choices (say, why, perhaps see) and what is asked: run, asks, decides, \
                      does, set, if, of the question or of a choice; or source, and right = true in one choice; perhaps numbers and versions";

/// Reads a cell.
pub(crate) fn read(block: &Block<'_>) -> Result<Quiz, Vec<Wrong>> {
    #[derive(serde::Deserialize)]
    struct Head {
        #[serde(default)]
        numbers: Vec<Numbers>,
    }
    let Head { mut numbers } = read_block(block.body, FIELDS)?;
    if numbers.is_empty() {
        numbers.push(Numbers::new());
    }
    let mut whole: Option<Quiz> = None;
    for set in &numbers {
        let body = filled(block.body, set).map_err(|wrong| vec![wrong])?;
        let mut read = one(&Block { body: &body, scenarios: block.scenarios })?;
        match &mut whole {
            None => whole = Some(read),
            Some(whole) => whole.forms.append(&mut read.forms),
        }
    }
    whole.ok_or_else(|| vec![wrong(1, "no question".to_owned(), FIELDS)])
}

/// The same with one set of numbers.
fn one(block: &Block<'_>) -> Result<Quiz, Vec<Wrong>> {
    let parsed: Body = read_block(block.body, FIELDS)?;
    let mut reader = Reader::new(block.body);
    let versions = reader.versions(parsed.versions.as_ref());
    let sources: Vec<Source> =
        parsed.source.iter().filter_map(|written| reader.source(written)).collect();
    if !(3..=4).contains(&parsed.choices.len()) {
        let message = format!("{} choices", parsed.choices.len());
        reader.tell(&parsed.question, message, FIELDS.to_owned());
    }
    for (number, choice) in parsed.choices.iter().enumerate() {
        let say = &choice.get_ref().say;
        let same = |other: &Spanned<Written>| {
            let other = &other.get_ref().say;
            other.zh == say.zh || other.en == say.en
        };
        if parsed.choices.iter().take(number).any(same) {
            let hint = "other numbers, or other words".to_owned();
            reader.tell(choice, format!("\"{}\" is there twice", say.zh), hint);
        }
    }
    let said = parsed.choices.iter().any(|choice| choice.get_ref().right.is_some());
    if said && parsed.source.is_empty() {
        let hint =
            "let the model say it: if = […]; or name where it is known: source = [\"doc …\"]";
        reader.tell(
            &parsed.question,
            "an author's answer has a source".to_owned(),
            hint.to_owned(),
        );
    }
    let mut choices = Vec::new();
    for written in &parsed.choices {
        choices.extend(reader.quiz_choice(written, &parsed, said, block));
    }
    let form = Form {
        line: reader.line(&parsed.question),
        question: parsed.question.into_inner(),
        choices,
    };
    if !reader.wrong.is_empty() {
        return Err(reader.wrong);
    }
    let (place, judged) = (Place::default(), Vec::new());
    Ok(Quiz { id: parsed.id, forms: vec![form], versions, sources, place, judged })
}

impl Reader<'_> {
    fn quiz_choice(
        &mut self,
        written: &Spanned<Written>,
        parsed: &Body,
        said: bool,
        block: &Block<'_>,
    ) -> Option<Choice> {
        let Written { say, why, see, right, .. } = written.get_ref();
        let Some(see) = see.clone().or_else(|| parsed.see.clone()) else {
            let hint =
                "see = \"#<heading>\" or \"<page>.md#<heading>\", of the choice or of the question";
            self.tell(written, "where does the book say so?".to_owned(), hint.to_owned());
            return None;
        };
        let asked = Asked::of(written.get_ref(), parsed);
        let answer = match (said, asked.holds) {
            (true, []) => Answer::Said(right.unwrap_or(false)),
            (true, _) => {
                let message = "either the model says which one is right, or the author".to_owned();
                self.tell(written, message, FIELDS.to_owned());
                return None;
            }
            (false, holds) => Answer::Asked(self.facts(written, holds), self.runs(&asked, block)),
        };
        let line = self.line(written);
        Some(Choice { say: say.clone(), why: why.clone(), see, answer, line })
    }

    fn facts(&mut self, choice: &Spanned<Written>, holds: &[Spanned<String>]) -> Vec<Fact> {
        if holds.is_empty() {
            let message = "a choice that nothing is asked about".to_owned();
            self.tell(choice, message, "if = [\"job Orders is FAILED\"]".to_owned());
        }
        let mut facts = Vec::new();
        for text in holds {
            match Fact::read(text.get_ref()) {
                Ok(fact) => facts.push(fact),
                Err((message, hint)) => self.tell(text, message, hint),
            }
        }
        facts
    }

    fn runs(&mut self, asked: &Asked<'_>, block: &Block<'_>) -> Option<Runs> {
        let run = asked.run?;
        let (scenario, named) = match run.get_ref().split_once(' ') {
            Some((scenario, name)) => (scenario, Some(name)),
            None => (run.get_ref().as_str(), None),
        };
        let scenario = Spanned::new(run.span(), scenario.to_owned());
        self.wrong.extend(figure::known(&scenario, block).err().into_iter().flatten());
        let version: Option<FlinkVersion> = match named.map(version) {
            Some(Err((message, hint))) => {
                self.tell(run, message, hint);
                None
            }
            Some(Ok(version)) => Some(version),
            None => None,
        };
        let asks = asked.asks.map_or(Time::ZERO, |it| self.time(it, it.get_ref()));
        let Some(decides) = asked.decides else {
            let hint = "decides = \"40 s\"".to_owned();
            self.tell(run, "by when is it decided?".to_owned(), hint);
            return None;
        };
        let decides = self.time(decides, decides.get_ref());
        let does = asked.does.iter().filter_map(|done| self.done(done)).collect();
        let set = asked.set.iter().filter_map(|text| self.setting(text)).collect();
        let course = Course { asks, decides, does };
        let line = self.line(run);
        Some(Runs { scenario: scenario.into_inner(), version, course, set, line })
    }

    fn setting(&mut self, text: &Spanned<String>) -> Option<Setting> {
        setting(text.get_ref()).map_err(|(message, hint)| self.tell(text, message, hint)).ok()
    }
}

/// `taskmanager.numberOfTaskSlots = 3`, or with ` of <job>` behind the key.
fn setting(text: &str) -> Result<Setting, (String, String)> {
    let hint =
        "<key> = <value>, <key> of <job> = <value>, parallelism of <job> = 4, or task-managers = 3";
    let tell = || (format!("\"{text}\" sets nothing"), hint.to_owned());
    let (name, value) = text.split_once(" = ").ok_or_else(tell)?;
    let number = || value.parse().map_err(|_| tell());
    let takes = |name: &str| {
        let key = key(name)?;
        let fits = key.takes(value);
        if fits { Ok(key) } else { Err((format!("{name} cannot be \"{value}\""), hint.to_owned())) }
    };
    Ok(match name.split_once(" of ") {
        Some(("parallelism", job)) => Setting::Parallelism(job.to_owned(), number()?),
        Some((name, job)) => Setting::Option(job.to_owned(), takes(name)?, value.to_owned()),
        None if name == "task-managers" => Setting::TaskManagers(number()?),
        None => Setting::Config(takes(name)?, value.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::told_with_hints;

    const GOOD: &str = r##"id = "a"
see = "#top"
run = "one"
decides = "9 s"
numbers = [{ n = 1 }, { n = 2 }]
set = ["taskmanager.numberOfTaskSlots = $(n)"]
question = { zh = "几个？", en = "How many?" }
[[choices]]
say = { zh = "$(n)", en = "$(n)" }
if = ["free slots = $(n)"]
why = { zh = "如此", en = "so" }
[[choices]]
say = { zh = "$(n + 1)", en = "$(n + 1)" }
if = ["free slots = $(n + 1)"]
why = { zh = "如此", en = "so" }
[[choices]]
say = { zh = "0", en = "0" }
if = ["free slots = 0"]
why = { zh = "如此", en = "so" }
"##;

    fn told(body: &str) -> String {
        told_with_hints(read(&Block { body, scenarios: &["one"] }))
    }

    #[test]
    fn a_question_has_a_form_for_each_set_of_numbers() {
        let block = Block { body: GOOD, scenarios: &["one"] };
        let quiz = read(&block).unwrap_or_else(|wrong| panic!("{wrong:?}"));
        let says: Vec<&str> =
            quiz.forms.iter().map(|form| form.choices[0].say.zh.as_str()).collect();
        assert_eq!(says, ["1", "2"]);
    }

    #[test]
    fn mistakes_have_lines_and_hints() {
        let rows = [
            (
                "run = \"one\"",
                "run = \"oen\"",
                "3: no scenario is called \"oen\" | did you mean \"one\"?",
            ),
            ("run = \"one\"", "run = \"one 1.99\"", "3: "),
            ("decides = \"9 s\"\n", "", "3: by when is it decided? | decides = \"40 s\""),
            ("see = \"#top\"\n", "", "7: where does the book say so? | see = "),
            (
                "numberOfTaskSlots",
                "numberOfTaskSlot",
                "6: no key is called \"taskmanager.numberOfTaskSlot\" | did you mean",
            ),
            ("= $(n)\"]\nq", "= $(m)\"]\nq", "6: no number is called \"m\"; there are: n"),
            ("= $(n)\"]\nq", "= many\"]\nq", "6: taskmanager.numberOfTaskSlots cannot be \"many\""),
            ("\"free slots = 0\"", "\"fere slots = 0\"", "18: \"fere slots\" is no number"),
            ("zh = \"0\"", "zh = \"2\"", "16: \"2\" is there twice | other numbers"),
            ("if = [\"free slots = 0\"]", "", "16: a choice that nothing is asked about"),
            (
                "if = [\"free slots = 0\"]",
                "right = true",
                "7: an author's answer has a source | let the model say it",
            ),
            ("why = { zh = \"如此\", en = \"so\" }\n[[", "[[", "8: missing field `why`"),
        ];
        for (from, to, expected) in rows {
            let told = told(&GOOD.replacen(from, to, 1));
            assert!(told.starts_with(expected), "{to}: {told}");
        }
        let two = GOOD.split("[[choices]]").take(3).collect::<Vec<_>>().join("[[choices]]");
        assert!(told(&two).starts_with("7: 2 choices | a quiz holds"), "{}", told(&two));
        let said = GOOD
            .replacen("id", "source = [\"doc x\"]\nid", 1)
            .replace("if = [\"free slots = 0\"]", "right = true");
        assert!(told(&said).starts_with("9: either the model says"), "{}", told(&said));
    }

    #[test]
    fn what_is_set_is_read() {
        for (text, expected) in [
            ("task-managers = 3", Some(Setting::TaskManagers(3))),
            ("parallelism of Orders v2 = 4", Some(Setting::Parallelism("Orders v2".to_owned(), 4))),
            ("task-managers = many", None),
            ("heartbeat.timeout", None),
            ("heartbeat.timeout of Orders = soon", None),
        ] {
            assert_eq!(setting(text).ok(), expected, "{text}");
        }
    }
}
