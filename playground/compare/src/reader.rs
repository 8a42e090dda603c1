//! A reader at random in front of a comparison: every message that a page can send, and all that a page draws.

use crate::state::{Compare, Copied, Direction, Msg};
use crate::view::{Tell, act, whole};
use model::compare::Workload;
use reader::{Dice, LivePart, drawn, read_at_random};
use stage::compare::{Cell, draw};
use stage::sound::faults;
use stage::{Lang, WidthClass};
use yew::Callback;

/// As many as take about ten seconds on two cores: most knobs run the workload in every mode.
const STEPS: u64 = 2_500;

const VALUES: &[&str] = &[
    "1",
    "2",
    "2.1",
    "1.1.1.1.1",
    "4",
    "0",
    "9",
    "yarn",
    "standalone",
    "kubernetes",
    "on",
    "off",
    "1.13",
    "1.17",
    "1.20",
    "2.0",
    "2.3",
    "none",
    "task-manager",
    "job-manager",
    "cancel",
    "throw",
    "machine",
    "stop",
    "short",
    "long",
    "1024",
    "4096",
    "shared",
    "apart",
];

struct Clock {
    zh: Compare,
    en: Compare,
    width: WidthClass,
}

impl LivePart for Clock {
    const NAME: &'static str = "Clock";

    fn all() -> Vec<String> {
        ["", "fault=task-manager&jobs=2.1", "fault=cancel", "ha=on"].map(str::to_owned).to_vec()
    }

    fn open(name: &str) -> Clock {
        let compare = |lang| {
            let workload = Workload::default().with_text(name).expect("valid");
            Compare::new(Cell { id: "a".into(), lang, workload, title: "t".into() }, "")
        };
        Clock { zh: compare(Lang::Zh), en: compare(Lang::En), width: WidthClass::Wide }
    }

    fn idea(&mut self, dice: &mut Dice) -> String {
        match dice.roll(10) {
            0 | 1 => format!("seek {}", dice.roll(1_100)),
            2 => format!("jobs {}", dice.roll(8)),
            3 => format!("parallelism {} {}", dice.roll(6), dice.pick(VALUES)),
            4 => format!(
                "follow {}&{}={}",
                self.en.link(),
                dice.pick(&Workload::KNOBS),
                dice.pick(VALUES)
            ),
            5 | 6 => format!("turn {} {}", dice.pick(&Workload::KNOBS), dice.pick(VALUES)),
            _ => (*dice.pick(&[
                "back",
                "forward",
                "jump",
                "jump-back",
                "go 1",
                "go 99",
                "play",
                "tick",
                "tick",
                "reset",
                "linked",
                "wide",
                "narrow",
            ]))
            .to_owned(),
        }
    }

    fn step(&mut self, step: &str) -> Result<(), String> {
        if let Some(msg) = msg(step) {
            for compare in [&mut self.zh, &mut self.en] {
                act(&msg, compare.cell().lang);
                compare.update(msg.clone());
            }
        }
        match step {
            "wide" => self.width = WidthClass::Wide,
            "narrow" => self.width = WidthClass::Narrow,
            _ => {}
        }
        [&self.zh, &self.en].into_iter().try_for_each(|compare| self.check(compare))
    }
}

fn msg(step: &str) -> Option<Msg> {
    let (verb, object) = step.split_once(' ').unwrap_or((step, ""));
    Some(match verb {
        "seek" => Msg::Seek(object.parse().ok()?),
        "jobs" => Msg::Jobs(object.parse().ok()?),
        "parallelism" => {
            let (job, value) = object.split_once(' ')?;
            Msg::Parallelism(job.parse().ok()?, value.to_owned())
        }
        "follow" => Msg::Followed(["#", object].concat()),
        "turn" => {
            let (name, value) = object.split_once(' ')?;
            let name = Workload::KNOBS.into_iter().find(|knob| *knob == name)?;
            Msg::Turn(name, value.to_owned())
        }
        "back" => Msg::Step(Direction::Back),
        "forward" => Msg::Step(Direction::Forward),
        "play" => Msg::Play,
        "tick" => Msg::Tick,
        "jump" => Msg::Jump(Direction::Forward),
        "jump-back" => Msg::Jump(Direction::Back),
        "go" => Msg::Go(object.parse().ok()?),
        "reset" => Msg::Reset,
        "linked" => Msg::Linked(Copied::InBar),
        _ => return None,
    })
}

impl Clock {
    /// Draws everything.
    fn check(&self, compare: &Compare) -> Result<(), String> {
        let chart = draw(&compare.comparison, compare.cell().lang, self.width);
        if let Some(fault) = faults(&chart.picture).into_iter().next() {
            return Err(fault);
        }
        let page = drawn(&whole(compare, &chart, self.width, &Tell::noop(), Callback::noop()));
        page.nameless.first().map_or(Ok(()), |it| Err(format!("{it} has no name")))
    }
}

#[test]
fn whatever_a_reader_does_a_comparison_goes_on() {
    read_at_random::<Clock>(STEPS);
}
