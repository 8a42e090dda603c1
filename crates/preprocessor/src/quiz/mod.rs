//! Questions at the end of a chapter, which come back until they are known.
//!
//! In: the TOML of a `quiz` block ([`read`]). Out: a [`Quiz`], or every mistake in it with its line; then, once the model was
//! asked ([`Kind::judge`]), a `<figure>` like that of a prediction ([`draw`]), which `book/theme/predict.js` judges.
//! What an author writes for a choice is what must hold if it is right: in a run, whose stage need not be on the page, or among
//! what is known without one ([`fact`]). The build fails unless exactly one holds, with each set of numbers ([`numbers`]), in
//! each version. Only where the model cannot know, the author says which one is right, and names a source.
//! Deliberately absent: when a question comes back (`book/theme/progress.js`).

mod draw;
mod fact;
mod judge;
mod numbers;
mod read;

pub(crate) use read::read;

use crate::cells::{Cell, Drawn, Kind, Page, Run};
use crate::claims::{Laboratory, Source};
use crate::inline::{Bilingual, Both};
use crate::practice::Exercise;
use crate::predict::Course;
use crate::problem::{Problem, Wrong};
use fact::Fact;
use model::FlinkVersion;
use model::config::Key;
use stage::Lang;

/// A question without mistakes of its own.
pub(crate) struct Quiz {
    /// Unique in the book.
    pub id: String,
    /// The same question with each set of numbers; most have one.
    forms: Vec<Form>,
    /// The versions in which the same must be right; none: those of the runs.
    versions: Vec<FlinkVersion>,
    /// Where an author's answer was found; none: the model is asked.
    sources: Vec<Source>,
    place: Place,
    judged: Vec<Judged>,
}

/// A question with its numbers.
struct Form {
    question: Bilingual,
    choices: Vec<Choice>,
    /// The line of the question in the block.
    line: usize,
}

/// One of several answers.
struct Choice {
    say: Bilingual,
    /// What is told about it afterwards, right or wrong.
    why: Bilingual,
    /// Where the book says more.
    see: String,
    answer: Answer,
    /// Its line in the block.
    line: usize,
}

/// Whether it is right.
enum Answer {
    /// As its author says.
    Said(bool),
    /// All of these hold if it is.
    Asked(Vec<Fact>, Option<Runs>),
}

/// A run that is asked.
struct Runs {
    scenario: String,
    /// Where it is always this one.
    version: Option<FlinkVersion>,
    course: Course,
    set: Vec<Setting>,
    /// The line that names it.
    line: usize,
}

/// What is other than in the scenario's file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Setting {
    /// `task-managers = 3`, on standalone.
    TaskManagers(u16),
    /// `parallelism of Orders = 4`: of all its vertices.
    Parallelism(String, u16),
    /// `restart-strategy.fixed-delay.attempts of Orders = 2`
    Option(String, Key, String),
    /// `taskmanager.numberOfTaskSlots = 3`
    Config(Key, String),
}

/// Where it stands.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// Which chapter, as the book counts them.
    chapter: usize,
    /// Which of its chapter's questions, from 1.
    number: usize,
}

/// What is so of a form.
struct Judged {
    right: usize,
    /// In order; none: nothing in it has a version.
    versions: Vec<FlinkVersion>,
    /// The scenario that was run for the right choice, and what is behind `#` in the link that plays it.
    play: Option<(String, String)>,
}

/// How many questions a chapter has, if it has any.
const SOME: std::ops::RangeInclusive<usize> = 5..=8;

/// Tells the questions of a chapter where they stand.
pub(crate) fn number(chapter: usize, file: &str, cells: &mut [Cell], problems: &mut Vec<Problem>) {
    let mut count = 0;
    let mut last = 0;
    for cell in cells {
        let line = cell.line;
        if let Some(quiz) = cell.of_mut::<Quiz>() {
            count += 1;
            last = line;
            quiz.place = Place { chapter, number: count };
        }
    }
    if count > 0 && !SOME.contains(&count) {
        problems.push(Problem {
            file: file.to_owned(),
            line: last,
            column: None,
            message: format!("{count} questions in this chapter"),
            hint: Some(format!("{} to {}, or none", SOME.start(), SOME.end())),
        });
    }
}

impl Kind for Quiz {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        Drawn::Figure(draw::figure(self, page))
    }

    fn judge(&mut self, _: &[Run], laboratory: &mut Laboratory<'_>) -> Vec<Wrong> {
        let judged = self.forms.iter().map(|form| judge::judged(self, form, laboratory));
        let judged: Result<Vec<Judged>, Wrong> = judged.collect();
        judged.map(|judged| self.judged = judged).err().into_iter().collect()
    }

    fn id(&self) -> Option<String> {
        Some(self.anchor())
    }

    fn links(&self) -> Vec<(usize, String)> {
        let Some(form) = self.forms.first() else { return Vec::new() };
        let asked = form.question.destinations().into_iter().map(|link| (form.line, link));
        let told = form.choices.iter().flat_map(|choice| {
            let links = choice.why.destinations().into_iter().chain([choice.see.clone()]);
            links.map(|link| (choice.line, link))
        });
        asked.chain(told).collect()
    }

    fn exercise(&self) -> Option<Exercise> {
        let asks = self.forms.first()?.question.clone();
        let says = |lang: &Lang| self.texts().all(|text| !text.text(*lang).trim().is_empty());
        let right: Vec<String> =
            self.judged.iter().map(|judged| (judged.right + 1).to_string()).collect();
        let mut versions: Vec<FlinkVersion> =
            self.judged.iter().flat_map(|judged| judged.versions.iter().copied()).collect();
        versions.sort();
        versions.dedup();
        Some(Exercise {
            kind: if self.sources.is_empty() { "question" } else { "author's question" },
            anchor: self.anchor(),
            id: self.id.clone(),
            asks,
            languages: [Lang::Zh, Lang::En].into_iter().filter(says).collect(),
            answer: (!right.is_empty()).then(|| format!("choice {}", right.join(", "))),
            versions,
        })
    }

    fn loads(&self) -> &'static [&'static str] {
        &["predict.css", "predict.js"]
    }
}

impl Quiz {
    fn anchor(&self) -> String {
        format!("quiz-{}", self.id)
    }

    /// Where the book says more, where it is the same place for every choice.
    fn common(&self) -> Option<&str> {
        let [first, rest @ ..] = self.forms.first()?.choices.as_slice() else { return None };
        rest.iter().all(|choice| choice.see == first.see).then_some(&first.see)
    }

    /// Everything that an author wrote for readers.
    fn texts(&self) -> impl Iterator<Item = &Bilingual> {
        self.forms.iter().flat_map(|form| {
            let told = form.choices.iter().flat_map(|choice| [&choice.say, &choice.why]);
            std::iter::once(&form.question).chain(told)
        })
    }
}
