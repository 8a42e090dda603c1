//! The chart: each mode's jobs, processes, slots and memory on one axis of time.
//!
//! In: a [`Comparison`], a language, a width. Out: a [`Chart`]. The modes stand one below the other, so that the
//! moment of the submission and that of the fault are one line through all of them.

use super::kind::{Kind, Picture, Piece, Sort};
use super::words;
use crate::layout::WidthClass;
use crate::measure::{Face, width as wide};
use crate::scene::{Anchor, Condition, Look, Scene};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::{Lang, names};
use model::Time;
use model::compare::{
    Axis, Comparison, Course, Doing, End, Fault, Lane, Life, Process, SUBMITTED, SlotUse, Span,
};

/// Height of the two rows with the names of the submission and the fault.
const TOP: i32 = 38;
/// Between two modes, and inside them.
const BETWEEN: i32 = 12;
const HEADING: i32 = 28;
const TICKS: i32 = 18;
const MARGIN: i32 = 10;
/// Heights of lanes.
const JOB: i32 = 18;
const JOB_MANAGER: i32 = 16;
const SLOT: i32 = 12;
const PAD: i32 = 2;
const GAP: i32 = 4;
const CLUSTER_GAP: i32 = 6;
const MEMORY: i32 = 46;
/// Sizes of texts.
const TEXT: i32 = 13;
const SMALL: i32 = 11;

/// The axis of a comparison in a chart of that width.
pub fn axis(comparison: &Comparison, width: WidthClass) -> Axis {
    let (left, right) = (gutter(width), width.across() - MARGIN);
    Axis::new(&comparison.moments(), left, right - left)
}

/// The picture, and where on it the clock may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// All of it but the clock.
    pub picture: Picture,
    /// Upper and lower ends of what has the axis, mode by mode.
    pub plots: Vec<(i32, i32)>,
}

/// Draws a comparison.
pub fn draw(comparison: &Comparison, lang: Lang, width: WidthClass) -> Chart {
    let most = comparison.courses.iter().flat_map(|course| course.memory.spans(comparison.end));
    let mut pen = Pen {
        comparison,
        lang,
        width,
        axis: axis(comparison, width),
        most_mib: most.map(|span| span.what).max().unwrap_or(1).max(1),
        pieces: Vec::with_capacity(60),
        y: TOP,
        plots: Vec::new(),
        said: Vec::new(),
    };
    for course in &comparison.courses {
        pen.course(course);
    }
    let height = pen.y - BETWEEN;
    pen.moments();
    let label = words::picture(lang, comparison);
    let picture = Scene { kind: width, width: width.across(), height, label, shapes: pen.pieces };
    Chart { picture, plots: pen.plots }
}

const fn gutter(width: WidthClass) -> i32 {
    match width {
        WidthClass::Wide => 72,
        WidthClass::Narrow => 64,
    }
}

struct Pen<'a> {
    comparison: &'a Comparison,
    lang: Lang,
    width: WidthClass,
    axis: Axis,
    most_mib: u64,
    pieces: Vec<Piece>,
    /// Where the next thing begins.
    y: i32,
    /// Upper and lower ends of what has the axis, mode by mode.
    plots: Vec<(i32, i32)>,
    /// Words in bars; they stand on what is drawn after the bars.
    said: Vec<(Sort, Line, String)>,
}

impl Pen<'_> {
    /// One mode.
    fn course(&mut self, course: &Course) {
        let ground = self.pieces.len();
        self.begin(Sort::of(Kind::Band));
        let top = self.y;
        self.y += HEADING;
        let fact = match course.refusal {
            Some(refusal) => words::absent(self.lang, refusal).to_owned(),
            None => {
                let ticks = self.y;
                self.y += TICKS;
                let lanes = self.y;
                self.jobs(course);
                self.processes(course);
                self.memory(course);
                self.breaks(lanes);
                self.say();
                self.plots.push((lanes, self.y));
                self.ticks(ticks);
                self.comparison
                    .facts(course)
                    .map_or_else(String::new, |facts| words::summary(self.lang, self.width, &facts))
            }
        };
        self.y += MARGIN;
        self.band(ground, course, top, &fact);
        self.y += BETWEEN;
    }

    fn band(&mut self, ground: usize, course: &Course, top: i32, fact: &str) {
        let area = Rect { x: 0, y: top, w: self.width.across(), h: self.y - top };
        let piece = &mut self.pieces[ground];
        piece.rect(Look::Body, area, 8);
        let name = words::mode(self.lang, course.mode);
        let line = |look, x, room| Line { look, size: TEXT, x, y: top + 19, room };
        piece.text(line(Look::Name, MARGIN, area.w / 2), name);
        let taken = wide(name, TEXT, Face::Bold) + 3 * MARGIN;
        let room = area.w - MARGIN - taken;
        piece.text_end(line(Look::Fact, area.w - MARGIN, room), fact);
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
        let x = self.axis.x(at).min(self.axis.right() - 5);
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
        let slots = row.iter().map(|lane| lane.slots.len()).max().unwrap_or(0) as i32;
        let height = match row[0].process {
            Process::JobManager(_) => JOB_MANAGER,
            Process::TaskManager(_) => slots.max(1) * (SLOT + PAD) + PAD,
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
        for (index, track) in lane.slots.iter().enumerate() {
            let y = area.y + PAD + index as i32 * (SLOT + PAD);
            for span in track.spans(self.comparison.end) {
                let (condition, job, look) = match span.what {
                    SlotUse::Kept(job) => (Condition::Coming, job, Look::State),
                    SlotUse::Runs(job) => (Condition::Alive, job, Look::Letter),
                };
                let sort = Sort { kind: Kind::Slot, condition, tone: Some(job) };
                let place = Rect { x: 0, y, w: 0, h: SLOT };
                let Some(bar) = self.bar(span, place) else { continue };
                self.piece(sort).rect(Look::Body, bar, 2);
                self.inside(sort, look, bar, &words::job(job));
            }
        }
    }

    /// Memory over time; as high in one mode as in another.
    fn memory(&mut self, course: &Course) {
        self.y += CLUSTER_GAP;
        let floor = self.y + MEMORY;
        let height = |mib: u64| (mib * (MEMORY as u64 - 4)).div_ceil(self.most_mib) as i32;
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
        piece.path(Look::Way, &[(left, floor - MEMORY + 4), (right, floor - MEMORY + 4)], false);
        piece.path(Look::Way, &[(left, floor), (right, floor)], false);
        if !points.is_empty() {
            piece.path(Look::GaugeUsed, &points, true);
        }
        let room = left - MARGIN - 4;
        let line = |y| Line { look: Look::Fact, size: SMALL, x: MARGIN, y, room };
        let name = words::memory(self.lang);
        let names = self.piece(Sort::of(Kind::Names));
        names.text(line(floor - MEMORY + 10), &peak);
        names.text(line(floor - MEMORY / 2 + 6), name);
        names.text(line(floor + 1), "0");
        self.y = floor;
    }

    /// Shortened waits, over all lanes of a mode.
    fn breaks(&mut self, top: i32) {
        let height = self.y - top;
        let breaks: Vec<_> = self.axis.breaks().collect();
        let piece = self.begin(Sort::of(Kind::Break));
        for gap in breaks {
            let area = Rect { x: gap.from, y: top, w: gap.to - gap.from, h: height };
            piece.rect(Look::LabelGround, area, 0);
            for x in [gap.from, gap.to] {
                piece.path(Look::Hatch, &[(x, top), (x, top + height)], false);
            }
        }
    }

    /// Times along the axis: those of shortened waits are spans, the others points.
    fn ticks(&mut self, top: i32) {
        let y = top + 12;
        let mut free_from = self.axis.left();
        let breaks: Vec<_> = self.axis.breaks().collect();
        let mut marks: Vec<(i32, String)> = Vec::new();
        for second in 0..=self.comparison.end.as_ms() / 1_000 {
            let at = Time::s(second);
            if second % 5 == 0 && !self.axis.is_shortened(at) {
                marks.push((self.axis.x(at), words::seconds(second)));
            }
        }
        for gap in breaks {
            marks.push(((gap.from + gap.to) / 2, words::wait(gap.span, gap.to - gap.from, SMALL)));
        }
        marks.sort();
        let (left, right) = (self.axis.left(), self.axis.right());
        let piece = self.piece(Sort::of(Kind::Axis));
        for (x, text) in marks {
            let half = wide(&text, SMALL, Face::Plain) / 2;
            let x = x.clamp(left + half, right - half);
            if x - half < free_from || text.is_empty() {
                continue;
            }
            free_from = x + half + 8;
            let room = 2 * half + 2;
            piece.text_middle(Line { look: Look::Fact, size: SMALL, x, y, room }, &text);
        }
    }

    /// The submission and the fault, through all modes.
    fn moments(&mut self) {
        let fault = self.comparison.workload.fault;
        self.line(Kind::Submission, SUBMITTED, 32, words::submitted(self.lang));
        if fault != Fault::None {
            let at = self.comparison.workload.fault_at();
            self.line(Kind::Fault, at, 15, words::fault(self.lang, fault));
        }
    }

    fn line(&mut self, kind: Kind, at: Time, y: i32, text: &str) {
        let (x, whole) = (self.axis.x(at), self.width.across());
        let length = wide(text, TEXT, Face::Plain);
        // The name stands to the right of its line, unless only the left has room.
        let (from, anchor, room) = if x + 6 + length <= whole || x < whole / 2 {
            (x + 6, Anchor::Start, whole - x - 6)
        } else {
            (x - 6, Anchor::End, x - 6)
        };
        let plots = self.plots.clone();
        let look = if kind == Kind::Fault { Look::Alarm } else { Look::Fact };
        let piece = self.piece(Sort::of(kind));
        piece.path(Look::Way, &[(x, y - 10), (x, TOP)], false);
        for (from, to) in plots {
            piece.path(Look::Way, &[(x, from), (x, to)], false);
        }
        piece.anchored(Line { look, size: TEXT, x: from, y, room }, anchor, text);
    }

    fn name(&mut self, name: &str, lane: Rect) {
        let room = self.axis.left() - MARGIN - 4;
        let y = lane.y + lane.h / 2 + 4;
        let line = Line { look: Look::Fact, size: SMALL, x: MARGIN, y, room };
        self.piece(Sort::of(Kind::Names)).text(line, name);
    }

    /// A word inside a bar, where it fits whole beside the shortened waits.
    fn inside(&mut self, sort: Sort, look: Look, bar: Rect, text: &str) {
        let face = if look == Look::Letter { Face::Bold } else { Face::Plain };
        let size = if bar.h <= SLOT { 10 } else { SMALL };
        let needed = wide(text, size, face) + 6;
        let mut from = bar.x;
        let mut parts = Vec::new();
        for gap in self.axis.breaks() {
            parts.push((from, gap.from.min(bar.x + bar.w)));
            from = from.max(gap.to);
        }
        parts.push((from, bar.x + bar.w));
        if let Some((x, to)) = parts.into_iter().find(|(from, to)| to - from >= needed) {
            let (y, room) = (bar.y + bar.h / 2 + 4, to - x - 6);
            let line = Line { look, size, x: x + 4, y, room };
            self.said.push((sort, line, text.to_owned()));
        }
    }

    /// Words that were kept back.
    fn say(&mut self) {
        for (sort, line, text) in std::mem::take(&mut self.said) {
            // A piece of its own behind the one with the bars, which the waits lie on.
            self.piece_since(Kind::Break, sort).text(line, &text);
        }
    }

    /// A span in a lane; `None`: too short to be seen.
    fn bar<T>(&self, span: Span<T>, lane: Rect) -> Option<Rect> {
        let (x, to) = (self.axis.x(span.from), self.axis.x(span.to));
        (x < to).then_some(Rect { x, y: lane.y, w: to - x, h: lane.h })
    }

    /// The piece of this kind in the mode that is being drawn.
    fn piece(&mut self, sort: Sort) -> &mut Piece {
        self.piece_since(Kind::Band, sort)
    }

    /// The first piece of this sort since the last one of that kind, or a new one.
    fn piece_since(&mut self, kind: Kind, sort: Sort) -> &mut Piece {
        let since = self.pieces.iter().rposition(|piece| piece.role == kind).unwrap_or(0);
        match self.pieces[since..].iter().position(|piece| sort.is(piece)) {
            Some(at) => &mut self.pieces[since + at],
            None => self.begin(sort),
        }
    }

    /// A new piece of this sort, in front of all others.
    fn begin(&mut self, sort: Sort) -> &mut Piece {
        let number = self.pieces.len();
        let mut piece = Piece::at(number.to_string(), sort.kind, Rect::default());
        (piece.condition, piece.tone, piece.glides) = (sort.condition, sort.tone, false);
        self.pieces.push(piece);
        &mut self.pieces[number]
    }
}
