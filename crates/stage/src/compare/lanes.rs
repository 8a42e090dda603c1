//! What stands in a mode: a lane for each job, rows of processes with their slots, memory over time.
//!
//! In: a [`Course`]. Out: pieces of the chart.

use super::chart::{MARGIN, Pen, SMALL};
use super::kind::{Kind, Sort};
use super::words;
use crate::layout::WidthClass;
use crate::measure::{Face, width as wide};
use crate::scene::{Condition, Look};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::names;
use model::Time;
use model::compare::{Course, Doing, End, Lane, Life, Process, SlotUse, Span, Track};

/// Heights of lanes, and of what is between them.
const JOB: i32 = 15;
const JOB_MANAGER: i32 = 14;
const SLOT: i32 = 13;
const PAD: i32 = 1;
const GAP: i32 = 2;
const CLUSTER_GAP: i32 = 2;
const MEMORY: i32 = 24;

impl Pen<'_> {
    /// All of it.
    pub(super) fn lanes(&mut self, course: &Course) {
        self.jobs(course);
        self.processes(course);
        self.memory(course);
    }

    /// A lane for each job.
    fn jobs(&mut self, course: &Course) {
        for (number, job) in course.jobs.iter().enumerate() {
            let lane = Rect { x: 0, y: self.y, w: 0, h: JOB };
            self.name(&words::job(number as u8), lane);
            for span in job.doing.spans(self.comparison.end) {
                let condition = match span.what {
                    Doing::InClient | Doing::ClusterStarts | Doing::InJobManager => {
                        Condition::Absent
                    }
                    Doing::Waiting => Condition::Coming,
                    Doing::Running => Condition::Alive,
                    Doing::Down => Condition::Troubled,
                };
                let Some(area) = self.bar(span, lane) else { continue };
                let sort = Sort { kind: Kind::Job, condition, tone: Some(number as u8) };
                self.piece(sort).rect(Look::Body, area, 3);
                let runs = condition == Condition::Alive;
                let look = if runs { Look::Letter } else { Look::State };
                self.inside(sort, look, area, words::doing(self.lang, span.what));
            }
            if let Some((at, how)) = job.end.filter(|(at, _)| *at <= self.comparison.end) {
                self.end(at, how, lane);
            }
            self.y += JOB + GAP;
        }
    }

    /// A mark where a job ended, and its last state where there is room.
    fn end(&mut self, at: Time, how: End, lane: Rect) {
        // Behind the line of what ended it.
        let x = (self.axis.x(at) + 5).min(self.axis.right() - 5);
        let middle = lane.y + lane.h / 2;
        let room = self.axis.right() - x - 10;
        let text = words::end(self.lang, how);
        let piece = self.piece(Sort::of(Kind::End));
        match how {
            End::Finished => {
                let points = [(x - 4, middle), (x - 1, middle + 4), (x + 5, middle - 5)];
                piece.path(Look::Glyph, &points, false);
            }
            End::Failed | End::Canceled | End::Suspended | End::Lost => {
                for sign in [-1, 1] {
                    let points = [(x - 4, middle - 4 * sign), (x + 4, middle + 4 * sign)];
                    piece.path(Look::Glyph, &points, false);
                }
            }
        }
        if wide(text, SMALL, Face::Plain) <= room {
            let look = if how == End::Finished { Look::Fact } else { Look::Alarm };
            let line = Line { look, size: SMALL, x: x + 10, y: middle + 4, room };
            self.said.push((Sort::of(Kind::End), line, text.to_owned()));
        }
    }

    /// Rows of processes, cluster by cluster, with their slots. Who comes after another one has gone takes its row.
    fn processes(&mut self, course: &Course) {
        let mut before = None;
        for row in self.rows(course) {
            if before != Some(row[0].cluster) {
                self.y += CLUSTER_GAP;
            }
            before = Some(row[0].cluster);
            self.row(&row);
        }
    }

    fn rows<'a>(&self, course: &'a Course) -> Vec<Vec<&'a Lane>> {
        let kind = |lane: &Lane| (lane.cluster, matches!(lane.process, Process::TaskManager(_)));
        let place = |at: Option<Time>| self.axis.x(at.unwrap_or_default());
        let mut rows: Vec<Vec<&Lane>> = Vec::new();
        for lane in &course.lanes {
            let from = place(lane.life.times().next());
            let fits = |row: &&mut Vec<&Lane>| {
                let last = row.iter().rev().find(|other| kind(other) == kind(lane));
                last.is_some_and(|last| {
                    last.life.last().is_none() && place(last.life.times().last()) + 2 < from
                })
            };
            match rows.iter_mut().find(fits) {
                Some(row) => row.push(lane),
                None => rows.push(vec![lane]),
            }
        }
        rows
    }

    fn row(&mut self, row: &[&Lane]) {
        let bars = row.iter().map(|lane| alike(&lane.slots).count()).max().unwrap_or(0) as i32;
        let height = match row[0].process {
            Process::JobManager(_) => JOB_MANAGER,
            Process::TaskManager(_) => bars.max(1) * (SLOT + PAD) + PAD,
        };
        let area = Rect { x: 0, y: self.y, w: 0, h: height };
        let mut name = match row[0].process {
            Process::JobManager(jm) => names::jm(jm),
            Process::TaskManager(tm) => names::tm(tm),
        };
        for lane in &row[1..] {
            let number = match lane.process {
                Process::JobManager(jm) => jm.0,
                Process::TaskManager(tm) => tm.0,
            };
            name = [&name, ", ", &number.to_string()].concat();
        }
        self.name(&name, area);
        for lane in row {
            self.process(lane, area);
        }
        self.y += height + GAP;
    }

    fn process(&mut self, lane: &Lane, area: Rect) {
        for span in lane.life.spans(self.comparison.end) {
            let (kind, condition) = match span.what {
                Life::Coming => (Kind::Process, Condition::Coming),
                Life::StandingBy => (Kind::StandBy, Condition::Alive),
                Life::Up => (Kind::Process, Condition::Alive),
                Life::Searching => (Kind::Process, Condition::Troubled),
            };
            let sort = Sort { kind, condition, tone: None };
            let Some(bar) = self.bar(span, area) else { continue };
            self.piece(sort).rect(Look::Body, bar, 3);
            if let (Process::JobManager(_), Some(text)) =
                (lane.process, words::life(self.lang, span.what))
            {
                self.inside(sort, Look::Fact, bar, text);
            }
        }
        self.slots(lane, area);
    }

    /// A bar for each slot; neighbours that fare alike are one, with their number.
    fn slots(&mut self, lane: &Lane, area: Rect) {
        let bars = alike(&lane.slots).count().max(1) as i32;
        let height = (area.h - PAD) / bars - PAD;
        let mut y = area.y + PAD;
        for same in alike(&lane.slots) {
            for span in same[0].spans(self.comparison.end) {
                let (condition, job, look) = match span.what {
                    SlotUse::Kept(job) => (Condition::Coming, job, Look::State),
                    SlotUse::Runs(job) => (Condition::Alive, job, Look::Letter),
                };
                let sort = Sort { kind: Kind::Slot, condition, tone: Some(job) };
                let place = Rect { x: 0, y, w: 0, h: height };
                let Some(bar) = self.bar(span, place) else { continue };
                self.piece(sort).rect(Look::Body, bar, 2);
                let mut text = words::job(job);
                if same.len() > 1 {
                    text = [&text, " ×", &same.len().to_string()].concat();
                }
                self.inside(sort, look, bar, &text);
            }
            y += height + PAD;
        }
    }

    /// Memory over time; as high in one mode as in another.
    fn memory(&mut self, course: &Course) {
        self.y += CLUSTER_GAP;
        let (top, floor) = (self.y, self.y + MEMORY);
        let height = |mib: u64| (mib * (MEMORY as u64 - 2)).div_ceil(self.most_mib) as i32;
        let mut points = Vec::new();
        for span in course.memory.spans(self.comparison.end) {
            let y = floor - height(span.what);
            points.push((self.axis.x(span.from), y));
            points.push((self.axis.x(span.to), y));
        }
        if let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) {
            points.push((last.0, floor));
            points.insert(0, (first.0, floor));
        }
        let (left, right) = (self.axis.left(), self.axis.right());
        let peak = words::gib(self.most_mib);
        let piece = self.piece(Sort::of(Kind::Memory));
        piece.path(Look::Way, &[(left, top + 2), (right, top + 2)], false);
        piece.path(Look::Way, &[(left, floor), (right, floor)], false);
        if !points.is_empty() {
            piece.path(Look::GaugeUsed, &points, true);
        }
        // On a phone the height of the first line says it all.
        self.name(&peak, Rect { x: 0, y: top, w: 0, h: 8 });
        if self.width == WidthClass::Wide {
            self.name(words::memory(self.lang), Rect { x: 0, y: floor - 8, w: 0, h: 8 });
        }
        self.y = floor;
    }

    /// The name of a lane, up to where the axis begins.
    fn name(&mut self, name: &str, lane: Rect) {
        let x = self.axis.left() - 5;
        let y = lane.y + lane.h / 2 + 4;
        let line = Line { look: Look::Fact, size: SMALL, x, y, room: x - MARGIN };
        self.piece(Sort::of(Kind::Names)).text_end(line, name);
    }

    /// A span in a lane; `None`: too short to be seen.
    fn bar<T>(&self, span: Span<T>, lane: Rect) -> Option<Rect> {
        let (x, to) = (self.axis.x(span.from), self.axis.x(span.to));
        (x < to).then_some(Rect { x, y: lane.y, w: to - x, h: lane.h })
    }
}

/// Neighbours with the same course.
fn alike(slots: &[Track<SlotUse>]) -> impl Iterator<Item = &[Track<SlotUse>]> {
    slots.chunk_by(|a, b| a == b)
}
