//! What the comparison knows: the workload, what came of it in each mode, and the moment on the clock.
//!
//! In: [`Msg`]s of the page. Out: the state after each. Moving the clock runs nothing.
//! Deliberately absent: Yew, the DOM, and words.

use crate::link::{from_fragment, to_fragment};
use model::Time;
use model::compare::{Axis, Comparison, Landmark, Workload};
use stage::WidthClass;
use stage::compare::{Cell, chart};

/// What the page sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// A knob was turned: its name and value as in [`Workload::set`].
    Turn(&'static str, String),
    /// There are so many jobs now.
    Jobs(usize),
    /// A job has this parallelism now.
    Parallelism(usize, String),
    /// The clock was put to this place of the axis, in thousandths.
    Seek(u64),
    /// The clock goes to the next change, or to the one before.
    Step(Direction),
    /// The clock goes to the next beat, or to the one before.
    Jump(Direction),
    /// The clock goes to this beat.
    Go(usize),
    /// The clock runs by itself, or stops doing so.
    Play,
    /// While it runs: a little time has passed.
    Tick,
    /// Everything as the page had it.
    Reset,
    /// The address in the browser changed.
    Followed(String),
    /// The link was made; whether it is in the clipboard, too.
    Linked(Copied),
}

/// Whether the clock runs by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Playback {
    /// It stands where the reader put it.
    Still,
    /// Each [`Msg::Tick`] moves it on.
    Running,
}

/// So many thousandths of the axis in each [`TICK_MS`]: the whole of it in about twenty seconds, slow enough to read
/// what is true meanwhile.
const TICK: u64 = 3;

/// A link that plays begins so long before the fault.
const BEFORE: Time = Time::s(2);

/// How often the clock moves while it runs.
pub const TICK_MS: u32 = 60;

/// Which way the clock goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To what was before.
    Back,
    /// To what is next.
    Forward,
}

/// Where a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// In the clipboard and in the address bar.
    Everywhere,
    /// In the address bar.
    InBar,
}

/// What is said about links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The link was made.
    Made(Copied),
    /// The link that led here has a part that means nothing.
    Bad(String),
}

/// The comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    cell: Cell,
    /// The workload and what came of it.
    pub comparison: Comparison,
    /// The moment on the clock.
    pub at: Time,
    /// Whether the clock runs by itself.
    pub playback: Playback,
    /// What is said about links.
    pub notice: Option<Notice>,
    /// What the comparison is told by.
    pub beats: Vec<(Time, Landmark)>,
    axis: Axis,
}

impl Compare {
    /// A comparison as its page has it, or as a link has it that leads here.
    pub fn new(cell: Cell, fragment: &str) -> Compare {
        let comparison = Comparison::of(cell.workload.clone());
        let (at, axis, beats) = (comparison.telling(), clock(&comparison), comparison.landmarks());
        let (playback, notice) = (Playback::Still, None);
        let mut compare = Compare { cell, comparison, at, playback, notice, beats, axis };
        compare.follow(fragment);
        compare
    }

    /// The page's cell.
    pub fn cell(&self) -> &Cell {
        &self.cell
    }

    /// Where the clock stands on the axis, in thousandths.
    pub fn place(&self) -> u64 {
        self.place_of(self.at)
    }

    /// Where a time stands on the axis, in thousandths.
    pub fn place_of(&self, at: Time) -> u64 {
        self.axis.thousandths(at)
    }

    /// The beat that the clock stands in; none before the first.
    pub fn beat(&self) -> Option<usize> {
        self.beats.partition_point(|(at, _)| *at <= self.at).checked_sub(1)
    }

    fn jump(&self, direction: Direction) -> Time {
        let mut times = self.beats.iter().map(|(at, _)| *at);
        match direction {
            Direction::Forward => times.find(|at| *at > self.at).unwrap_or(self.at),
            Direction::Back => times.rev().find(|at| *at < self.at).unwrap_or_default(),
        }
    }

    /// The part of the URL behind `#` that leads here.
    pub fn link(&self) -> String {
        to_fragment(&self.cell.id, &self.cell.workload, &self.comparison.workload, self.at)
    }

    /// Does what a message says. Whether the chart is another one now.
    pub fn update(&mut self, msg: Msg) -> bool {
        if !matches!(msg, Msg::Linked(_) | Msg::Tick) {
            self.notice = None;
        }
        // Whoever takes the clock in hand, or turns a knob, stops it.
        let was = self.playback;
        if !matches!(msg, Msg::Linked(_) | Msg::Tick) {
            self.playback = Playback::Still;
        }
        let mut workload = self.comparison.workload.clone();
        match msg {
            Msg::Turn(name, value) => {
                // A select offers only what can be set.
                let _ = workload.set(name, &value);
            }
            Msg::Jobs(count) => {
                let last = workload.jobs.last().copied().unwrap_or(1);
                workload.jobs.resize(count.max(1), last);
            }
            Msg::Parallelism(job, value) => {
                let mut jobs: Vec<String> = workload.jobs.iter().map(u16::to_string).collect();
                if let Some(place) = jobs.get_mut(job) {
                    *place = value;
                }
                let _ = workload.set("jobs", &jobs.join("."));
            }
            Msg::Seek(thousandths) => self.at = self.axis.time_at(thousandths),
            Msg::Step(direction) => {
                self.at = self.axis.step(self.at, direction == Direction::Forward);
            }
            Msg::Jump(direction) => self.at = self.jump(direction),
            Msg::Go(beat) => self.at = self.beats.get(beat).map_or(self.at, |(at, _)| *at),
            Msg::Play if was == Playback::Still => {
                if self.place() + TICK > WHOLE {
                    self.at = Time::ZERO;
                }
                self.playback = Playback::Running;
            }
            Msg::Play => {}
            Msg::Tick => {
                let next = self.place() + TICK;
                self.at = self.axis.time_at(next.min(WHOLE));
                if next >= WHOLE {
                    self.playback = Playback::Still;
                }
            }
            Msg::Reset => {
                workload = self.cell.workload.clone();
                let chart_changes = self.run(workload);
                self.at = self.comparison.telling();
                return chart_changes;
            }
            Msg::Followed(fragment) => return self.follow(&fragment),
            Msg::Linked(copied) => self.notice = Some(Notice::Made(copied)),
        }
        self.run(workload)
    }

    /// Runs another workload; the clock goes to what there is to see.
    fn run(&mut self, workload: Workload) -> bool {
        if workload == self.comparison.workload {
            return false;
        }
        self.comparison = Comparison::of(workload);
        self.axis = clock(&self.comparison);
        self.beats = self.comparison.landmarks();
        self.at = self.comparison.telling();
        true
    }

    fn follow(&mut self, fragment: &str) -> bool {
        match from_fragment(fragment, &self.cell.id, &self.cell.workload) {
            None => false,
            Some(Err(wrong)) => {
                let page = self.cell.workload.clone();
                let chart_changes = self.run(page);
                self.notice = Some(Notice::Bad(wrong.part));
                chart_changes
            }
            Some(Ok(linked)) => {
                let chart_changes = self.run(linked.workload);
                if let Some(at) = linked.at {
                    self.at = at.min(self.comparison.end);
                } else if linked.plays {
                    self.at = self.comparison.workload.fault_at().since(BEFORE);
                    self.playback = Playback::Running;
                }
                chart_changes
            }
        }
    }
}

/// The right end of the axis, in thousandths.
const WHOLE: u64 = 1000;

/// Places are thousandths, so that they are the same in either width.
fn clock(comparison: &Comparison) -> Axis {
    chart::axis(comparison, WidthClass::Wide)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::compare::{Fault, SUBMITTED};
    use stage::Lang;

    fn compare(fragment: &str) -> Compare {
        let workload = Workload::default().with_text("fault=task-manager&jobs=2.1").expect("valid");
        let cell = Cell { id: "a".into(), lang: Lang::En, workload, title: "t".into() };
        Compare::new(cell, fragment)
    }

    #[test]
    fn a_knob_runs_it_anew_and_the_clock_does_not() {
        let mut one = compare("");
        let before = one.comparison.clone();
        assert!(!one.update(Msg::Seek(200)));
        assert!(!one.update(Msg::Step(Direction::Forward)));
        assert_eq!(one.comparison, before);
        assert!(one.place() >= 200);
        assert!(one.update(Msg::Turn("fault", "job-manager".into())));
        assert_ne!(one.comparison, before);
        assert_eq!(one.at, one.comparison.telling());
        assert!(!one.update(Msg::Turn("fault", "job-manager".into())), "nothing new");
    }

    #[test]
    fn the_clock_runs_to_the_end_and_stops_there() {
        let mut one = compare("");
        one.update(Msg::Seek(1000));
        one.update(Msg::Play);
        assert_eq!((one.place(), one.playback), (0, Playback::Running), "from the beginning again");
        let mut beats = 0;
        while one.playback == Playback::Running {
            let before = one.at;
            one.update(Msg::Tick);
            assert!(one.at > before, "each beat moves it, {} too", one.place());
            beats += 1;
        }
        assert_eq!(one.at, one.comparison.end);
        assert!((200..=1000).contains(&beats), "{beats} beats");
    }

    #[test]
    fn whoever_takes_the_clock_in_hand_stops_it() {
        let turn = Msg::Turn("fault", "job-manager".into());
        for hand in [Msg::Play, Msg::Seek(3), Msg::Step(Direction::Forward), turn, Msg::Reset] {
            let mut one = compare("");
            one.update(Msg::Seek(100));
            one.update(Msg::Play);
            one.update(Msg::Linked(Copied::InBar));
            assert_eq!(one.playback, Playback::Running, "a link does not");
            one.update(hand);
            assert_eq!(one.playback, Playback::Still);
        }
    }

    #[test]
    fn the_clock_goes_from_beat_to_beat_and_a_link_may_play() {
        let mut one = compare("");
        one.update(Msg::Seek(0));
        for number in 0..one.beats.len() {
            one.update(Msg::Jump(Direction::Forward));
            assert_eq!(one.beat(), Some(number));
        }
        assert_eq!(one.at, one.comparison.end);
        one.update(Msg::Go(0));
        assert_eq!((one.at, one.beat()), (SUBMITTED, Some(0)));
        one.update(Msg::Jump(Direction::Back));
        assert_eq!((one.at, one.beat()), (Time::ZERO, None));
        one.update(Msg::Followed("#compare-a&fault=cancel&checkpoints=off&play".into()));
        assert_eq!(one.comparison.workload.fault, Fault::Cancel);
        assert!(one.playback == Playback::Running && one.at < one.comparison.workload.fault_at());
    }

    #[test]
    fn jobs_come_and_go_with_their_parallelism() {
        let mut one = compare("");
        one.update(Msg::Jobs(4));
        assert_eq!(one.comparison.workload.jobs, [2, 1, 1, 1]);
        one.update(Msg::Parallelism(3, "4".into()));
        assert_eq!(one.comparison.workload.jobs, [2, 1, 1, 4]);
        one.update(Msg::Parallelism(3, "9".into()));
        one.update(Msg::Parallelism(7, "1".into()));
        assert_eq!(one.comparison.workload.jobs, [2, 1, 1, 4], "no such value, no such job");
        one.update(Msg::Jobs(1));
        assert_eq!(one.comparison.workload.jobs, [2]);
        assert!(one.update(Msg::Reset));
        assert_eq!(one.comparison.workload, one.cell().workload);
    }

    #[test]
    fn the_clock_goes_from_change_to_change() {
        let mut one = compare("");
        one.update(Msg::Seek(0));
        assert_eq!(one.at, Time::ZERO);
        let mut last = one.at;
        for _ in 0..500 {
            one.update(Msg::Step(Direction::Forward));
            if one.at == last {
                break;
            }
            last = one.at;
        }
        assert_eq!(last, one.comparison.end);
        one.update(Msg::Step(Direction::Back));
        assert!(one.at < last);
    }

    #[test]
    fn a_link_leads_to_the_same_and_a_bad_one_is_told() {
        let mut one = compare("");
        one.update(Msg::Turn("ha", "on".into()));
        one.update(Msg::Seek(700));
        let other = compare(&["#", &one.link()].concat());
        assert_eq!((&other.comparison, other.at), (&one.comparison, one.at));
        let bad = compare("#compare-a&ha=maybe");
        assert_eq!(bad.notice, Some(Notice::Bad("ha=maybe".into())));
        assert_eq!(bad.comparison.workload, bad.cell().workload);
        let late = compare("#compare-a&t=99999999999");
        assert_eq!(late.at, late.comparison.end, "no later than there is something to see");
    }
}
