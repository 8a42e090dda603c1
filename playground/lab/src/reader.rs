//! A reader at random in front of a lab: every message that a page can send, and all that a page draws.

use crate::edit::Edit;
use crate::state::{Lab, Msg};
use crate::view::{Tell, act, light, whole};
use model::graph::experiment::Experiment;
use model::graph::text::parse;
use model::graph::{ChainingStrategy, Connection, OperatorId, examples};
use model::{FlinkVersion, TmId, VertexId};
use reader::{Dice, LivePart, costing, drawn, read_at_random};
use stage::lab::words::Task;
use stage::lab::{Cell, Thing, draw};
use stage::sound::faults;
use stage::{Lang, WidthClass};

/// As many as take about ten seconds on two cores: each runs an experiment.
const STEPS: u64 = 12_000;

struct Bench {
    zh: Lab,
    en: Lab,
    width: WidthClass,
}

fn lab(example: &str, lang: Lang) -> Lab {
    let graph = parse(examples::named(example).expect("an example")).expect("valid");
    let (id, title) = ("a".to_owned(), example.to_owned());
    let cell =
        Cell { id, lang, title, tasks: Task::ALL.to_vec(), experiment: Experiment::new(graph) };
    Lab::new(cell).expect("Flink takes the examples")
}

impl LivePart for Bench {
    const NAME: &'static str = "Bench";

    fn all() -> Vec<String> {
        examples::names().map(str::to_owned).collect()
    }

    fn open(name: &str) -> Bench {
        Bench { zh: lab(name, Lang::Zh), en: lab(name, Lang::En), width: WidthClass::Wide }
    }

    fn idea(&mut self, dice: &mut Dice) -> String {
        let mut number = |most: usize| dice.roll(most).to_string();
        let (a, b) = (number(10), number(10));
        match number(12).as_str() {
            "0" => format!("choose {} {a} {b}", number(5)),
            "1" => format!("point {} {a} {b}", number(6)),
            "2" | "3" | "4" => format!("edit {} {a} {b}", number(9)),
            "5" => format!("write {}", text(&self.en.text, dice)),
            "6" => format!("example {}", dice.pick(&Self::all())),
            "7" => format!("follow {}", fragment(&self.en.link(), dice)),
            "8" => (*dice.pick(&["wide", "narrow", "reset", "link", "copied"])).to_owned(),
            _ => {
                let (name, value) = dice.pick(&self.en.experiment.knobs()).clone();
                let values = [
                    "0",
                    "1",
                    "2",
                    "6",
                    "7",
                    "16",
                    "apart",
                    "shared",
                    "yarn",
                    "standalone",
                    "adaptive",
                    "default",
                    "on",
                    "off",
                    "none",
                    "TASKS",
                    "SLOTS",
                    "8192",
                    "1024",
                ];
                let versions = FlinkVersion::ALL.map(|it| it.name());
                let value = match dice.roll(4) {
                    0 => value.as_str(),
                    1 => *dice.pick(&versions),
                    _ => *dice.pick(&values),
                };
                format!("turn {name} {value}")
            }
        }
    }

    fn step(&mut self, step: &str) -> Result<(), String> {
        if let Some(msg) = self.msg(step) {
            for lab in [&mut self.zh, &mut self.en] {
                act(lab, &msg, lab.cell().lang);
                let verb = step.split(' ').next().unwrap_or_default();
                costing(verb, || step.to_owned(), || lab.update(msg.clone()));
            }
        }
        match step {
            "wide" => self.width = WidthClass::Wide,
            "narrow" => self.width = WidthClass::Narrow,
            _ => {}
        }
        let [zh, en] = [&self.zh, &self.en].map(|lab| self.check(lab));
        (zh? == en?)
            .then_some(())
            .ok_or("what is there in Chinese and in English differs".to_owned())
    }
}

impl Bench {
    fn msg(&self, step: &str) -> Option<Msg> {
        let (verb, object) = step.split_once(' ').unwrap_or((step, ""));
        let numbers: Vec<usize> = object.split(' ').map_while(|it| it.parse().ok()).collect();
        let at = |place: usize| numbers.get(place).copied().unwrap_or(0);
        Some(match verb {
            "choose" => Msg::Choose(thing(at(0), at(1), at(2))?),
            "point" => Msg::Point(thing(at(0), at(1), at(2))),
            "edit" => Msg::Edit(edit(at(0), OperatorId::at(at(1)), at(2))),
            "write" => Msg::Write(object.replace('⏎', "\n")),
            "example" => Msg::Example(object.to_owned()),
            "follow" => Msg::Follow(object.to_owned()),
            "reset" => Msg::Reset,
            "link" => Msg::CopyLink,
            "copied" => Msg::Copied(true),
            "turn" => {
                let (name, value) = object.split_once(' ')?;
                let knobs = self.en.experiment.knobs();
                let (name, _) = knobs.iter().find(|(knob, _)| *knob == name)?;
                Msg::Turn(name, value.to_owned())
            }
            _ => return None,
        })
    }

    /// Draws everything; gives what can be chosen.
    fn check(&self, lab: &Lab) -> Result<Vec<String>, String> {
        let place = || lab.text.replace('\n', "⏎");
        let lang = lab.cell().lang;
        let mut picture =
            costing("(picture)", place, || draw(&lab.outcome, lang, self.width, lab.chosen));
        light(lab, &mut picture);
        if let Some(fault) = faults(&picture).into_iter().next() {
            return Err(fault);
        }
        let selectable = picture.shapes.iter().filter(|shape| shape.target.is_some());
        let things = selectable.map(|shape| shape.key.clone()).collect();
        let page = drawn(&whole(lab, &picture, &Tell::noop()));
        page.nameless.first().map_or(Ok(things), |it| Err(format!("{it} has no name")))
    }
}

fn thing(kind: usize, a: usize, b: usize) -> Option<Thing> {
    let few = |number: usize| u16::try_from(number).unwrap_or(0);
    Some(match kind {
        0 => Thing::Operator(OperatorId::at(a)),
        1 => Thing::Vertex(VertexId::next(a)),
        2 => Thing::Subtask(VertexId::next(a), few(b)),
        3 => Thing::TaskManager(TmId(few(a))),
        4 => Thing::Slot(TmId(few(a)), few(b)),
        _ => return None,
    })
}

fn edit(kind: usize, id: OperatorId, number: usize) -> Edit {
    let word = |all: &[&str]| all.get(number % all.len().max(1)).copied().unwrap_or("").to_owned();
    match kind {
        0 => Edit::Parallelism(id, u16::try_from(number).ok().filter(|it| *it < 9)),
        1 => Edit::Group(id, Some(word(&["a", "b", "default", "a b", ""]))),
        2 => Edit::Chain(id, ChainingStrategy::ALL[number % ChainingStrategy::ALL.len()]),
        3 => Edit::Connect(id, number % 3, Connection::ALL[number % Connection::ALL.len()]),
        4 => Edit::AddInput(id, OperatorId::at(number)),
        5 => Edit::RemoveInput(id, number % 3),
        6 => Edit::AddAfter(id),
        7 => Edit::AddSource,
        _ => Edit::Remove(id),
    }
}

/// A program with something changed in it.
fn text(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(chars.len() + 1);
        match dice.roll(4) {
            0 => chars.truncate(at),
            1 if at < chars.len() => drop(chars.remove(at)),
            _ => chars.insert(at, *dice.pick(&['\n', ' ', '<', '-', 'p', '=', '9', '源', ','])),
        }
    }
    chars.into_iter().collect::<String>().replace('\n', "⏎")
}

fn fragment(link: &str, dice: &mut Dice) -> String {
    let mut parts: Vec<String> = link.split('&').map(str::to_owned).collect();
    let at = dice.roll(parts.len());
    match dice.roll(5) {
        0 => drop(parts.remove(at)),
        1 => parts.truncate(at),
        2 => parts.push(format!(
            "at={}-{}",
            dice.pick(&["operator", "vertex", "slot", "moon"]),
            dice.roll(99)
        )),
        3 => parts.push(format!("lost={}", dice.roll(70_000))),
        _ => {}
    }
    ["#", &parts.join("&")].concat()
}

#[test]
fn whatever_a_reader_does_a_lab_goes_on() {
    read_at_random::<Bench>(STEPS);
}
