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
                let tms = self.outcome.task_managers();
                let tm = tms.get(id.index());
                tm.is_some_and(|tm| usize::from(index) < tm.slots.len())
            }
        };
        self.chosen = self.chosen.filter(is_there);
    }
}

#[cfg(test)]
mod tests;
