//! Predictions: what will happen? The reader commits to an answer, then the stage below plays, and the model judges.
//!
//! In: the TOML of a `predict` block ([`read`]). Out: a [`Prediction`], or every mistake in it with its line; then,
//! once the model was asked ([`Kind::judge`]), a `<figure>` ([`draw`]) with question, choices and the answer folded
//! away, which `book/theme/predict.js` makes a form of.
//! An author writes for each choice what must hold in the run if it is right, and never which one is: the build asks
//! the model ([`ask`]), in every version that the cell names, and fails unless exactly one holds.
//! Deliberately absent: a picture. A prediction stands in front of a stage, and the stage shows what happens; there a
//! thing can be picked, too ([`pick`], `book/theme/pick.js`).

mod course;
pub(crate) mod draw;
mod pick;
mod read;

pub(crate) use course::Course;
pub(crate) use read::{Done, read};

use crate::cells::{Drawn, Kind, Page, Run};
use crate::claims::Laboratory;
use crate::inline::Bilingual;
use crate::practice::Exercise;
use crate::problem::Wrong;
use ask::{Measure, Question, Window};
use model::graph::experiment::Experiment;
use model::{FlinkVersion, Scenario};
use pick::{Pick, Picked};
use stage::Lang;
use stage::lab::words as lab_words;

/// A prediction without mistakes of its own.
pub(crate) struct Prediction {
    /// Unique in the book.
    pub id: String,
    on: On,
    course: Course,
    /// The versions in which the same must be right; none: the scenario's own.
    versions: Vec<FlinkVersion>,
    question: Bilingual,
    answer: Answer,
    lines: Lines,
    judged: Option<Judged>,
}

/// What shows it.
enum On {
    /// The stage of this scenario.
    Stage(String),
    /// The lab of this id, with these knobs set.
    Lab(String, Vec<(String, String)>),
}

/// How a reader answers.
enum Answer {
    Choices(Vec<Choice>),
    Number(Number),
    /// One of the things in the picture.
    Pick(Pick),
}

/// One of several answers.
struct Choice {
    say: Bilingual,
    /// All of these hold if it is right.
    holds: Vec<Question>,
    /// What is told about it afterwards, right or wrong.
    why: Bilingual,
    /// Its line in the block.
    line: usize,
}

/// An answer that is a number.
struct Number {
    of: Measure,
    unit: Bilingual,
    /// An answer that is off by so much is right.
    within: u64,
    why: Bilingual,
}

/// Places in the block, counted from its opening fence.
#[derive(Clone, Copy, Debug)]
struct Lines {
    question: usize,
    on: usize,
    /// Of the moment that decides, or of the number.
    decides: usize,
}

/// What the model says.
struct Judged {
    right: Right,
    /// The versions that were asked, the scenario's own first.
    versions: Vec<FlinkVersion>,
    /// Behind `#` in a link that plays it: from the moment that asks to the one that decides.
    play: String,
    /// Of a [`Pick`], each thing.
    picked: Vec<Picked>,
}

/// The right answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Right {
    Choice(usize),
    Figure(u64),
}

impl Kind for Prediction {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        Drawn::Figure(draw::figure(self, page.lang))
    }

    fn judge(&mut self, page: &[Run], laboratory: &mut Laboratory<'_>) -> Vec<Wrong> {
        let judged = self.scenario(page, laboratory).and_then(|scenario| self.decided(&scenario));
        judged.map(|judged| self.judged = Some(judged)).err().into_iter().collect()
    }

    fn id(&self) -> Option<String> {
        Some(format!("predict-{}", self.id))
    }

    fn links(&self) -> Vec<(usize, String)> {
        let mut all = Vec::new();
        let mut add = |line: usize, text: &Bilingual| {
            all.extend(text.destinations().into_iter().map(|link| (line, link)));
        };
        add(self.lines.question, &self.question);
        match &self.answer {
            Answer::Choices(choices) => {
                choices.iter().for_each(|choice| add(choice.line, &choice.why));
            }
            Answer::Number(number) => add(self.lines.decides, &number.why),
            Answer::Pick(pick) => pick.texts().into_iter().for_each(|text| add(pick.line, text)),
        }
        all
    }

    fn exercise(&self) -> Option<Exercise> {
        let answer = self.judged.as_ref().map(|judged| match judged.right {
            Right::Choice(number) => match judged.picked.get(number) {
                Some(picked) => picked.name.clone(),
                None => format!("choice {}", number + 1),
            },
            Right::Figure(figure) => figure.to_string(),
        });
        let says = |lang: &Lang| self.texts().all(|text| !text.text(*lang).trim().is_empty());
        Some(Exercise {
            kind: "prediction",
            anchor: format!("predict-{}", self.id),
            id: self.id.clone(),
            asks: self.question.clone(),
            languages: [Lang::Zh, Lang::En].into_iter().filter(says).collect(),
            answer,
            versions: self.judged.as_ref().map_or_else(Vec::new, |judged| judged.versions.clone()),
        })
    }

    fn loads(&self) -> &'static [&'static str] {
        match self.answer {
            Answer::Pick(_) => &["predict.css", "predict.js", "pick.js"],
            Answer::Choices(_) | Answer::Number(_) => &["predict.css", "predict.js"],
        }
    }
}

pub(crate) fn wrong(line: usize, message: String, hint: &str) -> Wrong {
    Wrong { line, message, hint: Some(hint.to_owned()) }
}

impl Prediction {
    /// Everything that an author wrote for readers.
    fn texts(&self) -> impl Iterator<Item = &Bilingual> {
        let answer = match &self.answer {
            Answer::Choices(choices) => {
                choices.iter().flat_map(|choice| [&choice.say, &choice.why]).collect()
            }
            Answer::Number(number) => vec![&number.unit, &number.why],
            Answer::Pick(pick) => pick.texts().to_vec(),
        };
        std::iter::once(&self.question).chain(answer)
    }

    /// What is run, if its page shows it.
    fn scenario(&self, page: &[Run], laboratory: &mut Laboratory<'_>) -> Result<Scenario, Wrong> {
        let (kind, name) = match &self.on {
            On::Stage(name) => ("stage", name),
            On::Lab(name, _) => ("lab", name),
        };
        let shown = page.iter().find(|run| match (run, &self.on) {
            (Run::Scenario(id), On::Stage(name)) | (Run::Experiment(id, _), On::Lab(name, _)) => {
                id == name
            }
            (Run::Scenario(_), On::Lab(..)) | (Run::Experiment(..), On::Stage(_)) => false,
        });
        let hint = "a prediction stands by the stage or the lab that shows it";
        match shown {
            None => {
                let message = format!("no {kind} \"{name}\" stands on this page");
                Err(wrong(self.lines.on, message, hint))
            }
            Some(Run::Scenario(id)) => Ok(laboratory.run(id, None).trace.scenario().clone()),
            Some(Run::Experiment(_, experiment)) => self.experiment(experiment),
        }
    }

    /// A lab's experiment with the cell's knobs set.
    fn experiment(&self, shown: &Experiment) -> Result<Scenario, Wrong> {
        let mut experiment = shown.clone();
        if let On::Lab(_, knobs) = &self.on {
            for (knob, value) in knobs {
                if experiment.set(knob, value).is_none() {
                    let message = format!("no knob is set by \"{knob} {value}\"");
                    return Err(wrong(self.lines.on, message, "for example \"slots 3\""));
                }
            }
        }
        let graph = experiment.job_graph().map_err(|refusal| {
            let why = lab_words::refusal(Lang::En, &refusal);
            wrong(self.lines.on, why, "ask about a program that Flink takes")
        })?;
        Ok(experiment.scenario(&graph))
    }

    /// The one right answer, the same in the scenario's own version and in each that the cell names.
    fn decided(&self, scenario: &Scenario) -> Result<Judged, Wrong> {
        let usual = scenario.version;
        let mut versions = vec![usual];
        versions.extend(self.versions.iter().filter(|version| **version != usual));
        let mut right = None;
        for version in versions.iter().copied() {
            let told =
                self.asked(&Scenario { version, ..scenario.clone() }).map_err(|mut wrong| {
                    wrong.message = format!("{}: {}", version.name(), wrong.message);
                    wrong
                })?;
            let first = right.get_or_insert(told);
            if !self.is_same(*first, told) {
                let message =
                    format!("{} has another answer than {}", version.name(), usual.name());
                let hint = "name the versions in which it is the same";
                return Err(wrong(self.lines.question, message, hint));
            }
        }
        let right = right.expect("the own version is asked");
        let picked = match (&self.answer, right) {
            (Answer::Pick(pick), Right::Choice(right)) => {
                pick.told(&self.course, &self.course.run(scenario.clone()), right)?
            }
            _ => Vec::new(),
        };
        Ok(Judged { right, versions, play: self.play(scenario), picked })
    }

    fn is_same(&self, one: Right, other: Right) -> bool {
        match (&self.answer, one, other) {
            (Answer::Number(number), Right::Figure(one), Right::Figure(other)) => {
                one.abs_diff(other) <= number.within
            }
            _ => one == other,
        }
    }

    /// What is right in one run of the scenario.
    fn asked(&self, scenario: &Scenario) -> Result<Right, Wrong> {
        let trace = self.course.run(scenario.clone());
        let window = self.course.window(&trace, self.lines.decides)?;
        match &self.answer {
            Answer::Choices(choices) => {
                let asked = choices.iter().map(|choice| (choice.line, choice.holds.as_slice()));
                only_one(asked, &window, self.lines.question)
            }
            Answer::Number(number) => {
                let found = number.of.of(&window).map_err(|why| {
                    wrong(self.lines.decides, why, "the number is the model's own figure")
                })?;
                Ok(Right::Figure(found))
            }
            Answer::Pick(pick) => {
                let choices = pick.asked(&self.course, &trace)?;
                let choices = choices.iter().map(Vec::as_slice);
                only_one(choices.map(|asked| (pick.line, asked)), &window, pick.line)
            }
        }
    }

    /// In the form in which stage and lab write their own links (`playground/src/player/session.rs`,
    /// `playground/lab/src/link.rs`).
    fn play(&self, scenario: &Scenario) -> String {
        let name = match &self.on {
            On::Stage(name) => name,
            On::Lab(id, knobs) => {
                let knobs: String =
                    knobs.iter().map(|(knob, value)| format!("&{knob}={value}")).collect();
                return format!("lab-{id}{knobs}");
            }
        };
        self.course.play(name, &self.course.run(scenario.clone()))
    }
}

/// What is right of some choices, each with its line and what must hold.
fn only_one<'a>(
    choices: impl Iterator<Item = (usize, &'a [Question])>,
    window: &Window<'_>,
    line: usize,
) -> Result<Right, Wrong> {
    let mut holds = Vec::new();
    for (line, questions) in choices {
        let mut all = true;
        for question in questions {
            all &= question
                .holds(window)
                .map_err(|why| wrong(line, why, "the question is asked of the model"))?;
        }
        holds.push(all);
    }
    the_one(&holds, line).map(Right::Choice)
}

/// The choice that holds, if it is exactly one.
pub(crate) fn the_one(holds: &[bool], line: usize) -> Result<usize, Wrong> {
    let right = holds.iter().enumerate().filter(|(_, holds)| **holds).map(|(number, _)| number);
    match right.collect::<Vec<_>>().as_slice() {
        [one] => Ok(*one),
        [] => {
            let hint = "either the right one is missing, or the model is wrong";
            Err(wrong(line, "no choice holds".to_owned(), hint))
        }
        several => {
            let numbers: Vec<String> = several.iter().map(|one| (one + 1).to_string()).collect();
            let message = format!("choices {} hold at once", numbers.join(" and "));
            Err(wrong(line, message, "ask for more in one of them"))
        }
    }
}
