//! What the lab knows: the experiment, the program's text, what came of it, what is pointed at.
//!
//! In: [`Msg`]s of the page. Out: the state after each. The program has two forms, text and picture; whichever was
//! touched last leads, and the other follows at once. A text with mistakes keeps the last program on the picture.
//! Deliberately absent: Yew, the DOM, and words.

use crate::edit::{Edit, edited};
use crate::link::{self, Linked};
use crate::tasks;
use model::graph::experiment::{Experiment, Home, Outcome, Strategy};
use model::graph::text::{Mistake, parse, print};
use model::graph::{OperatorId, Refusal, examples};
use stage::lab::words::{Change, Task};
use stage::lab::{Cell, Thing, counterparts};

/// What the page sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// A knob was turned: its name and value as in [`Experiment::set`].
    Turn(&'static str, String),
    /// Another example was chosen.
    Example(String),
    /// The program's text was changed.
    Write(String),
    /// The program was changed on the picture.
    Edit(Edit),
    /// Something is pointed at, or no longer.
    Point(Option<Thing>),
    /// Something was clicked.
    Choose(Thing),
    /// Everything as the page had it.
    Reset,
    /// A link to all of it is wanted.
    CopyLink,
    /// It was made; whether it is in the clipboard.
    Copied(bool),
    /// The page's URL has this behind `#` now.
    Follow(String),
}

/// What is told instead of the reason for the last change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Nothing.
    None,
    /// What was clicked: on a phone the panel about it is far from the picture.
    Chosen,
    /// The link is in the clipboard.
    LinkCopied,
    /// The link is in the address bar only.
    LinkInBar,
    /// That part of the link that led here means nothing.
    BadLink(String),
}

/// The lab.
#[derive(Clone, Debug, PartialEq)]
pub struct Lab {
    start: Cell,
    /// What is tried out. Its program is the last one without mistakes.
    pub experiment: Experiment,
    /// What came of it, the last time that Flink took the program.
    pub outcome: Outcome,
    /// Why Flink does not take it now.
    pub refusal: Option<Refusal>,
    /// The program as the reader sees it.
    pub text: String,
    /// What is wrong in it.
    pub mistakes: Vec<Mistake>,
    /// What was changed last.
    pub change: Change,
    /// What is told instead.
    pub remark: Remark,
    /// What the pointer or the focus is on.
    pub pointed: Option<Thing>,
    /// What was clicked.
    pub chosen: Option<Thing>,
    /// The tasks, and whether each was done at some time.
    pub tasks: Vec<(Task, bool)>,
}

impl Lab {
    /// A lab as its page has it.
    ///
    /// # Errors
    /// When Flink would refuse the cell's program.
    pub fn new(cell: Cell) -> Result<Lab, Refusal> {
        let outcome = cell.experiment.run()?;
        Ok(Lab {
            experiment: cell.experiment.clone(),
            outcome,
            refusal: None,
            text: print(&cell.experiment.graph),
            mistakes: Vec::new(),
            change: Change::Program,
            remark: Remark::None,
            pointed: None,
            chosen: None,
            tasks: cell.tasks.iter().map(|task| (*task, false)).collect(),
            start: cell,
        })
    }

    /// The page's cell.
    pub fn cell(&self) -> &Cell {
        &self.start
    }

    /// Does what a message says. Whether anything that can be seen changed.
    pub fn update(&mut self, msg: Msg) -> bool {
        match msg {
            Msg::Point(thing) => return std::mem::replace(&mut self.pointed, thing) != thing,
            Msg::Choose(thing) => {
                let chosen = self.chosen != Some(thing);
                (self.chosen, self.remark) =
                    if chosen { (Some(thing), Remark::Chosen) } else { (None, Remark::None) };
                return true;
            }
            // The view makes it, out of `Lab::link`.
            Msg::CopyLink => return false,
            Msg::Copied(copied) => {
                self.remark = if copied { Remark::LinkCopied } else { Remark::LinkInBar };
                return true;
            }
            Msg::Follow(fragment) => return self.follow(&fragment),
            Msg::Turn(name, value) => self.turn(name, &value),
            Msg::Example(name) => {
                if let Some(text) = examples::named(&name) {
                    self.write(text.to_owned());
                    self.chosen = None;
                }
            }
            Msg::Write(text) => self.write(text),
            Msg::Edit(edit) => self.edit(&edit),
            Msg::Reset => {
                let done = std::mem::take(&mut self.tasks);
                if let Ok(fresh) = Lab::new(self.start.clone()) {
                    *self = Lab { tasks: done, ..fresh };
                }
                return true;
            }
        }
        self.remark = Remark::None;
        self.run();
        true
    }

    /// What a link to the lab has behind `#`.
    pub fn link(&self) -> String {
        link::write(&self.start.id, &self.linked())
    }

    fn linked(&self) -> Linked {
        let (experiment, text) = (self.experiment.clone(), self.text.clone());
        Linked { experiment, text, chosen: self.chosen }
    }

    /// Shows what a link says. Whether it says anything of this lab.
    fn follow(&mut self, fragment: &str) -> bool {
        match link::read(fragment, &self.start.id, self.linked()) {
            None => return false,
            Some(Err(part)) => self.remark = Remark::BadLink(part),
            Some(Ok(linked)) => {
                self.experiment = linked.experiment;
                self.write(linked.text);
                self.chosen = linked.chosen;
                self.change = Change::Program;
                self.remark = Remark::None;
                self.run();
            }
        }
        true
    }

    /// Everything that is the same thing as what is pointed at, or else as what was clicked.
    pub fn lit(&self) -> Vec<Thing> {
        let thing = self.pointed.or(self.chosen);
        thing.map_or_else(Vec::new, |thing| counterparts(&self.outcome, thing))
    }

    /// The operator that can be changed by hand: the one that was clicked, while text and picture agree.
    pub fn operator(&self) -> Option<OperatorId> {
        match self.chosen {
            Some(Thing::Operator(id)) if id.index() < self.experiment.graph.operators.len() => {
                Some(id)
            }
            _ => None,
        }
    }

    /// The strategies that the version knows.
    pub fn strategies(&self) -> impl Iterator<Item = Strategy> {
        let version = self.experiment.version;
        Strategy::ALL.into_iter().filter(move |strategy| strategy.is_known_in(version))
    }

    fn turn(&mut self, name: &'static str, value: &str) {
        if self.experiment.set(name, value).is_none() {
            return;
        }
        self.change = match name {
            "parallelism" => Change::Parallelism,
            "strategy" | "version" => Change::Strategy,
            "sharing" => Change::Sharing,
            "scheduler" => Change::Scheduler,
            "checkpoints" => Change::Checkpoints,
            "memory" => Change::Memory,
            "lost" => Change::Loss,
            _ => Change::Supply,
        };
        if !self.experiment.strategy.is_known_in(self.experiment.version) {
            self.experiment.strategy = Strategy::None;
        }
        self.forget_the_lost();
    }

    /// A TaskManager that is not there cannot be killed.
    fn forget_the_lost(&mut self) {
        let standing = match self.experiment.home {
            Home::Standalone => self.experiment.task_managers,
            Home::Yarn => u16::MAX,
        };
        self.experiment.lost = self.experiment.lost.filter(|tm| tm.0 < standing);
    }

    fn write(&mut self, text: String) {
        match parse(&text) {
            Ok(graph) => {
                self.mistakes.clear();
                self.experiment.graph = graph;
                self.change = Change::Program;
            }
            Err(mistakes) => self.mistakes = mistakes,
        }
        self.text = text;
    }

    fn edit(&mut self, edit: &Edit) {
        self.experiment.graph = edited(&self.experiment.graph, edit);
        self.text = print(&self.experiment.graph);
        self.mistakes.clear();
        self.change = Change::Program;
        // The others have new numbers.
        if matches!(edit, Edit::Remove(_) | Edit::AddSource) {
            self.chosen = None;
        }
    }

    fn run(&mut self) {
        match self.experiment.run() {
            Ok(outcome) => {
                self.outcome = outcome;
                self.refusal = None;
            }
            Err(refusal) => self.refusal = Some(refusal),
        }
        self.pointed = None;
        self.drop_what_is_gone();
        if self.refusal.is_none() {
            for (task, done) in &mut self.tasks {
                let start = &self.start.experiment.graph;
                *done |= tasks::is_done(*task, start, &self.experiment, &self.outcome);
            }
        }
    }

    fn drop_what_is_gone(&mut self) {
        let graph = &self.outcome.graph;
        let is_there = |thing: &Thing| match *thing {
            Thing::Operator(id) => id.index() < graph.vertex_of.len(),
            Thing::Vertex(id) => id.index() < graph.chains.len(),
            Thing::Subtask(id, index) => {
                id.index() < graph.chains.len() && index < graph.parallelism(id)
            }
            Thing::TaskManager(id) => id.index() < self.outcome.task_managers().len(),
            Thing::Slot(id, index) => {
                let tm = self.outcome.task_managers().get(id.index());
                tm.is_some_and(|tm| usize::from(index) < tm.slots.len())
            }
        };
        self.chosen = self.chosen.filter(is_there);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::TmId;
    use model::graph::experiment::Seat;
    use stage::Lang;

    fn lab(example: &str) -> Lab {
        let graph = parse(examples::named(example).expect("an example")).expect("valid");
        let cell = Cell {
            id: "a".into(),
            lang: Lang::En,
            title: "t".into(),
            tasks: Task::ALL.to_vec(),
            experiment: Experiment::new(graph),
        };
        assert_eq!(Cell::from_text(&cell.to_text()), Ok(cell.clone()));
        Lab::new(cell).expect("Flink takes the examples")
    }

    fn turn(lab: &mut Lab, knobs: &[(&'static str, &str)]) {
        for (name, value) in knobs {
            lab.update(Msg::Turn(name, (*value).to_owned()));
        }
    }

    fn done(lab: &Lab, task: Task) -> bool {
        lab.tasks.iter().any(|(each, done)| *each == task && *done)
    }

    #[test]
    fn text_and_picture_stay_in_step() {
        let mut lab = lab("StreamWordCount");
        lab.update(Msg::Choose(Thing::Operator(OperatorId(1))));
        lab.update(Msg::Edit(Edit::Parallelism(OperatorId(1), Some(4))));
        assert!(lab.text.contains("flatMap <- socket p=4\n"), "{}", lab.text);
        assert_eq!(lab.operator(), Some(OperatorId(1)), "what was clicked stays clicked");
        lab.update(Msg::Write(lab.text.replace("p=4", "p=3")));
        assert_eq!(lab.experiment.graph.operators[1].parallelism, Some(3));
        assert_eq!(lab.outcome.subtasks().count(), 1 + 3 + 2);
    }

    #[test]
    fn a_mistake_keeps_the_last_program() {
        let mut lab = lab("StreamWordCount");
        let before = lab.outcome.clone();
        lab.update(Msg::Write("job a\nsource".to_owned()));
        assert_eq!((lab.mistakes.len(), &lab.outcome), (1, &before));
        assert_eq!(lab.text, "job a\nsource");
        lab.update(Msg::Edit(Edit::Parallelism(OperatorId(1), Some(1))));
        assert!(lab.mistakes.is_empty() && lab.text.starts_with("job StreamWordCount\n"));
    }

    #[test]
    fn flink_may_refuse_and_take_it_again() {
        let mut lab = lab("StreamWordCount");
        lab.update(Msg::Write("job a\nsource b p=1\nc <- forward b\n".to_owned()));
        assert!(lab.refusal.is_some() && lab.mistakes.is_empty());
        turn(&mut lab, &[("parallelism", "1")]);
        assert!(lab.refusal.is_none() && lab.outcome.graph.chains.len() == 1);
    }

    #[test]
    fn what_does_not_exist_is_neither_chosen_nor_killed() {
        let mut lab = lab("Recommendation");
        turn(&mut lab, &[("task-managers", "4"), ("lost", "3")]);
        lab.update(Msg::Choose(Thing::Slot(TmId(3), 1)));
        turn(&mut lab, &[("task-managers", "2")]);
        assert_eq!((lab.chosen, lab.experiment.lost), (None, None));
        turn(&mut lab, &[("strategy", "MIN_RESOURCES"), ("version", "1.20")]);
        assert_eq!(lab.experiment.strategy, Strategy::None);
    }

    #[test]
    fn pointing_lights_the_same_thing_in_all_pictures() {
        let mut lab = lab("StreamWordCount");
        // sum and print are one task.
        assert!(lab.update(Msg::Point(Some(Thing::Operator(OperatorId(2))))));
        assert!(!lab.update(Msg::Point(Some(Thing::Operator(OperatorId(2))))));
        let lit = lab.lit();
        let vertex = lab.outcome.graph.vertex(OperatorId(3));
        assert!(
            lit.contains(&Thing::Vertex(vertex)) && !lit.contains(&Thing::Operator(OperatorId(3)))
        );
        for subtask in 0..2 {
            assert!(lit.contains(&Thing::Subtask(vertex, subtask)));
            let Seat::Runs(tm, slot) = lab.outcome.seat(vertex, subtask) else { panic!("it runs") };
            assert!(lit.contains(&Thing::Slot(tm, slot)));
        }
    }

    #[test]
    fn four_slots_are_enough_in_two_ways() {
        let mut one = lab("Recommendation");
        turn(&mut one, &[("parallelism", "4")]);
        assert!(!done(&one, Task::FitInFour), "eight are needed");
        let mut other = one.clone();
        turn(&mut one, &[("parallelism", "2")]);
        assert!(done(&one, Task::FitInFour));
        other.update(Msg::Edit(Edit::Group(OperatorId(2), None)));
        assert!(done(&other, Task::FitInFour));
    }

    #[test]
    fn a_program_cut_short_does_not_count_as_fitting() {
        let mut lab = lab("Recommendation");
        turn(&mut lab, &[("parallelism", "3")]);
        lab.update(Msg::Write("job a\nsource b p=1\n".to_owned()));
        assert!(!done(&lab, Task::FitInFour));
    }

    #[test]
    fn sources_and_sinks_part() {
        let mut lab = lab("StreamWordCount");
        assert!(!done(&lab, Task::NeverShare));
        lab.update(Msg::Edit(Edit::Group(OperatorId(3), Some("out".into()))));
        assert!(done(&lab, Task::NeverShare));
    }

    #[test]
    fn a_loss_is_survived_with_spare_slots_and_checkpoints_only() {
        let mut lab = lab("StreamWordCount");
        turn(&mut lab, &[("lost", "0")]);
        assert!(!done(&lab, Task::LoseOne), "nothing restarts it");
        turn(&mut lab, &[("checkpoints", "on")]);
        assert!(done(&lab, Task::LoseOne), "tm-1 has room");
        let mut full = self::lab("StreamWordCount");
        turn(&mut full, &[("parallelism", "4"), ("checkpoints", "on"), ("lost", "0")]);
        assert!(!done(&full, Task::LoseOne), "no room");
        let mut idle = self::lab("StreamWordCount");
        turn(&mut idle, &[("checkpoints", "on"), ("lost", "1")]);
        assert!(!done(&idle, Task::LoseOne), "nobody lived there");
    }

    #[test]
    fn starting_over_keeps_what_was_done() {
        let mut lab = lab("StreamWordCount");
        turn(&mut lab, &[("sharing", "apart"), ("slots", "4")]);
        assert!(done(&lab, Task::NeverShare));
        lab.update(Msg::Reset);
        assert_eq!(lab.experiment, lab.cell().experiment);
        assert!(done(&lab, Task::NeverShare));
    }

    #[test]
    fn a_link_shows_all_of_it_to_somebody_else() {
        let mut mine = lab("Recommendation");
        turn(&mut mine, &[("task-managers", "3"), ("strategy", "TASKS"), ("lost", "1")]);
        mine.update(Msg::Edit(Edit::Parallelism(OperatorId(1), Some(1))));
        mine.update(Msg::Choose(Thing::Operator(OperatorId(1))));
        let mut theirs = lab("Recommendation");
        assert!(theirs.update(Msg::Follow(["#", &mine.link()].concat())));
        assert_eq!(theirs.experiment, mine.experiment);
        assert_eq!((&theirs.text, theirs.chosen), (&mine.text, mine.chosen));
        assert_eq!(theirs.outcome, mine.outcome);
        let before = theirs.clone();
        assert!(!theirs.update(Msg::Follow("#lab-other&slots=1".into())), "not about this one");
        assert_eq!(theirs, before);
    }

    #[test]
    fn a_link_carries_a_text_with_mistakes_and_a_program_that_is_refused() {
        for text in ["job a\nsource\n", "job a\nsource b p=1\nc <- forward b\n"] {
            let mut mine = lab("StreamWordCount");
            mine.update(Msg::Write(text.to_owned()));
            let mut theirs = lab("StreamWordCount");
            theirs.update(Msg::Follow(mine.link()));
            assert_eq!((&theirs.text, &theirs.mistakes), (&mine.text, &mine.mistakes));
            assert_eq!(theirs.refusal, mine.refusal);
        }
    }

    #[test]
    fn a_bad_link_is_told_and_changes_nothing() {
        let mut lab = lab("StreamWordCount");
        let before = lab.clone();
        assert!(lab.update(Msg::Follow("#lab-a&slots=9".into())));
        assert_eq!(lab.remark, Remark::BadLink("slots=9".into()));
        assert_eq!(Lab { remark: Remark::None, ..lab.clone() }, before);
        turn(&mut lab, &[("slots", "3")]);
        assert_eq!(lab.remark, Remark::None, "the next change is told again");
    }

    /// Links cut short and with bytes changed: whatever is read can be run and shown.
    #[test]
    fn no_link_panics() {
        let mut lab = lab("Recommendation");
        turn(&mut lab, &[("cluster", "yarn"), ("lost", "1"), ("checkpoints", "on")]);
        lab.update(Msg::Choose(Thing::Subtask(model::VertexId::next(3), 1)));
        let link = lab.link();
        let (mut read, mut told) = (0, 0);
        for at in 5..link.len() {
            for other in ["", "9", "0", "-", "&", "=", "%", ";", "\u{6e90}"] {
                let changed = [&link[..at], other, &link[at + 1..]].concat();
                for text in [changed, link[..at].to_owned()] {
                    let mut fresh = self::lab("StreamWordCount");
                    fresh.update(Msg::Follow(text));
                    match fresh.remark {
                        Remark::BadLink(_) => told += 1,
                        _ => read += 1,
                    }
                    fresh.update(Msg::Point(fresh.chosen));
                    assert!(fresh.lit().len() <= 100);
                }
            }
        }
        assert!(read > 100 && told > 100, "{read} read, {told} told");
    }
}
