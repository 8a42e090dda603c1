//! Drills: something is broken, make it work. The reader puts it right on a stage, and the model says when it is.
//!
//! In: the TOML of a `drill` block ([`read`]), and the stage below it. Out: a [`Drill`], or every mistake in it with its line;
//! then, once the model was asked ([`Kind::judge`]), a `<figure>` ([`draw`]) with the situation, the goals, hints, and what
//! is best done, which `book/theme/drill.js` keeps in step with the stage.
//! The build plays every drill twice: its solution must reach all goals, and doing nothing must never.
//! Deliberately absent: the cause. A title says what somebody saw.

mod draw;
mod read;
mod solve;

pub(crate) use read::read;

use crate::cells::{Drawn, Kind, Page, Run};
use crate::claims::Laboratory;
use crate::inline::{Bilingual, Both};
use crate::practice::Exercise;
use crate::problem::Wrong;
use ask::Question;
use ask::drill::Cost;
use model::{Action, FlinkVersion, Time};
use stage::Lang;

/// A drill without mistakes of its own.
pub(crate) struct Drill {
    /// Unique in the book.
    pub id: String,
    /// The scenario of its stage.
    stage: String,
    grade: Grade,
    title: Bilingual,
    situation: Bilingual,
    /// The simulated time at which the reader takes over; a stage stands no later than where nothing happens any more.
    begins: Time,
    goals: Vec<Goal>,
    /// From a nudge to what has to be done.
    hints: [Bilingual; 3],
    solution: Vec<Step>,
    /// Why that is the way, and where the book says so.
    why: Bilingual,
    /// Names of actions without which no goal is reached, whatever else is done.
    decisive: Vec<String>,
    lines: Lines,
    judged: Option<Judged>,
}

/// For whom it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Grade {
    FirstDay,
    FirstMonth,
    FirstYear,
    ThirdYear,
}

/// Something that must hold in the end.
struct Goal {
    say: Bilingual,
    holds: Vec<Question>,
    /// The same as they are written, for the page's judge.
    texts: Vec<String>,
    line: usize,
}

/// What is typed, and how long after the reader has taken over.
struct Step {
    after: Time,
    /// Perhaps with `<jobId>` and the like.
    typed: String,
    line: usize,
}

/// Places in the block, counted from its opening fence.
#[derive(Clone, Copy, Debug)]
struct Lines {
    stage: usize,
    begins: usize,
    texts: usize,
}

/// What the model says.
struct Judged {
    played: ask::Drill,
    /// The lines of the solution, with what their author left open.
    typed: Vec<String>,
    cost: Cost,
    /// Behind `#` in links: the moment at which the reader takes over; the solution, played.
    begin: String,
    replay: String,
}

/// A drill as tests try it.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Unique in the book.
    pub id: String,
    /// What it is.
    pub drill: ask::Drill,
    /// Names of actions without which no goal is reached.
    pub decisive: Vec<String>,
}

impl Trial {
    /// Whether an action, whatever its options, is one that nobody can do without.
    pub fn is_decisive(&self, action: &Action) -> bool {
        self.decisive.iter().any(|name| read::is_called(action, name))
    }
}

impl Drill {
    /// It, once the model was asked.
    pub(crate) fn trial(&self) -> Option<Trial> {
        let drill = self.judged.as_ref()?.played.clone();
        Some(Trial { id: self.id.clone(), drill, decisive: self.decisive.clone() })
    }

    /// Everything that an author wrote for readers.
    fn texts(&self) -> impl Iterator<Item = &Bilingual> {
        let goals = self.goals.iter().map(|goal| &goal.say);
        [&self.title, &self.situation, &self.why].into_iter().chain(&self.hints).chain(goals)
    }
}

impl Kind for Drill {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        Drawn::Figure(draw::figure(self, page.lang))
    }

    fn judge(&mut self, page: &[Run], laboratory: &mut Laboratory<'_>) -> Vec<Wrong> {
        let judged = solve::judged(self, page, laboratory);
        judged.map(|judged| self.judged = Some(judged)).err().into_iter().collect()
    }

    fn id(&self) -> Option<String> {
        Some(format!("drill-{}", self.id))
    }

    fn links(&self) -> Vec<(usize, String)> {
        let all = self.texts().flat_map(Bilingual::destinations);
        all.map(|link| (self.lines.texts, link)).collect()
    }

    fn exercise(&self) -> Option<Exercise> {
        let says = |lang: &Lang| self.texts().all(|text| !text.text(*lang).trim().is_empty());
        let judged = self.judged.as_ref();
        let answer = judged.map(|judged| {
            format!("done after {} s by {} acts", judged.cost.seconds, judged.cost.acts)
        });
        let version: Vec<FlinkVersion> =
            judged.map(|judged| judged.played.scenario.version).into_iter().collect();
        Some(Exercise {
            kind: "drill",
            anchor: format!("drill-{}", self.id),
            id: self.id.clone(),
            asks: self.title.clone(),
            languages: [Lang::Zh, Lang::En].into_iter().filter(says).collect(),
            answer,
            versions: version,
        })
    }

    fn loads(&self) -> &'static [&'static str] {
        &["drill.css", "drill.js"]
    }
}
