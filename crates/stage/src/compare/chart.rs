//! The chart: each mode's jobs, processes, slots and memory on one axis of time.
//!
//! In: a [`Comparison`], a language, a width. Out: a [`Chart`]. The modes stand one below the other, so that the
//! moment of the submission and that of the fault are one line through all of them, behind everything else. As low as its
//! texts allow: three modes and their clock are one screen. What stands in a mode is in `lanes`.

use super::kind::{Kind, Picture, Piece, Sort};
use super::words;
use crate::layout::WidthClass;
use crate::measure::{Face, width as wide};
use crate::scene::{Anchor, Look, Scene};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::{Lang, percent};
use model::Time;
use model::compare::{Axis, Comparison, Course, Fault, SUBMITTED};

/// The row with the names of the submission and the fault, and the row of times.
const NAMED: i32 = 16;
const TOP: i32 = 34;
/// Between two modes, and their edges.
const BETWEEN: i32 = 6;
const EDGE: i32 = 4;
pub(super) const MARGIN: i32 = 8;
/// On a phone the name of a mode has a row of its own.
const HEADING: i32 = 20;
/// A mode that is not there.
const REFUSED: i32 = 32;
/// Sizes of texts.
const TEXT: i32 = 13;
pub(super) const SMALL: i32 = 12;

/// The axis of a comparison in a chart of that width.
pub fn axis(comparison: &Comparison, width: WidthClass) -> Axis {
    let (whole, left) = size(width);
    Axis::new(&comparison.moments(), left, whole - MARGIN - left)
}

/// Width of a chart, and where its axis begins. A wide one has what is true now beside it.
const fn size(width: WidthClass) -> (i32, i32) {
    match width {
        WidthClass::Wide => (768, 114),
        WidthClass::Narrow => (360, 54),
    }
}

/// The picture, and where on it the clock may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// All of it but the clock.
    pub picture: Picture,
    /// Upper and lower ends of the modes.
    pub plots: Vec<(i32, i32)>,
}

impl Chart {
    /// Where beside the picture a mode stands, as custom properties.
    pub fn beside(&self, mode: usize) -> String {
        let (from, to) = self.plots.get(mode).copied().unwrap_or_default();
        let percent = |units: i32| {
            percent(u64::try_from(units * 1_000 / self.picture.height.max(1)).unwrap_or(0))
        };
        ["--from:", &percent(from), ";--size:", &percent(to - from)].concat()
    }
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
    pen.ticks();
    pen.moments();
    let label = words::picture(lang, comparison);
    let picture = Scene { kind: width, width: pen.across(), height, label, shapes: pen.pieces };
    Chart { picture, plots: pen.plots }
}

pub(super) struct Pen<'a> {
    pub comparison: &'a Comparison,
    pub lang: Lang,
    pub width: WidthClass,
    pub axis: Axis,
    pub most_mib: u64,
    pieces: Vec<Piece>,
    /// Where the next thing begins.
    pub y: i32,
    /// Upper and lower ends of the modes.
    plots: Vec<(i32, i32)>,
    /// Words in bars; they stand on what is drawn after the bars.
    pub said: Vec<(Sort, Line, String)>,
}

impl Pen<'_> {
    const fn across(&self) -> i32 {
        size(self.width).0
    }

    /// One mode.
    fn course(&mut self, course: &Course) {
        let (top, ground) = (self.y, self.pieces.len());
        // What lies behind everything comes first, and gets its size last.
        let lines = self.lines();
        self.begin(Sort::of(Kind::Band));
        for (kind, _) in &lines {
            self.begin(Sort::of(*kind));
        }
        self.y += match self.width {
            WidthClass::Wide => EDGE,
            WidthClass::Narrow => HEADING,
        };
        let lanes = self.y;
        match course.refusal {
            Some(refusal) => {
                let (x, y) = (self.axis.left(), lanes + 20);
                let room = self.axis.right() - x;
                let line = Line { look: Look::Fact, size: TEXT, x, y, room };
                let why = words::absent(self.lang, refusal);
                self.piece(Sort::of(Kind::Names)).text(line, why);
                self.y += REFUSED;
            }
            None => self.lanes(course),
        }
        self.breaks(lanes);
        self.say();
        self.y += EDGE;
        let area = Rect { x: 0, y: top, w: self.across(), h: self.y - top };
        self.pieces[ground].rect(Look::Body, area, 8);
        for (number, (_, at)) in lines.iter().enumerate() {
            let x = self.axis.x(*at);
            self.pieces[ground + 1 + number].path(Look::Way, &[(x, top), (x, self.y)], false);
        }
        self.mode(course, top);
        self.plots.push((top, self.y));
        self.y += BETWEEN;
    }

    /// The name of a mode: beside its first lanes, a word below the other, or on a phone above them.
    fn mode(&mut self, course: &Course, top: i32) {
        let name = words::mode(self.lang, course.mode);
        let room = match self.width {
            WidthClass::Wide => self.axis.left() - MARGIN,
            WidthClass::Narrow => self.across() - 2 * MARGIN,
        };
        let rows: Vec<&str> = match self.width {
            WidthClass::Wide => name.split(' ').collect(),
            WidthClass::Narrow => vec![name],
        };
        let piece = self.piece(Sort::of(Kind::Names));
        for (y, text) in (top + 16..).step_by(15).zip(rows) {
            piece.text(Line { look: Look::Name, size: TEXT, x: MARGIN, y, room }, text);
        }
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
    fn ticks(&mut self) {
        let y = TOP - 5;
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

    /// The submission and the fault, where they have lines.
    fn lines(&self) -> Vec<(Kind, Time)> {
        let mut lines = vec![(Kind::Submission, SUBMITTED)];
        if self.comparison.workload.fault != Fault::None {
            lines.push((Kind::Fault, self.comparison.workload.fault_at()));
        }
        lines
    }

    /// Their names, each at the end of its line: to the right of it, unless only the left has room.
    fn moments(&mut self) {
        let mut to = self.across();
        for (kind, at) in self.lines().into_iter().rev() {
            let (look, text) = match kind {
                Kind::Fault => {
                    (Look::Alarm, words::fault(self.lang, self.comparison.workload.fault))
                }
                _ => (Look::Fact, words::submitted(self.lang)),
            };
            let x = self.axis.x(at);
            let length = wide(text, TEXT, Face::Plain);
            let (from, anchor, room) = if x + 6 + length <= to || x < self.across() / 2 {
                (x + 6, Anchor::Start, to - x - 6)
            } else {
                (x - 6, Anchor::End, x - 6)
            };
            let line = Line { look, size: TEXT, x: from, y: NAMED - 3, room };
            let piece = self.begin(Sort::of(kind));
            piece.path(Look::Way, &[(x, 2), (x, NAMED)], false);
            piece.anchored(line, anchor, text);
            to = if anchor == Anchor::Start { x - 6 } else { x - 12 - length };
        }
    }

    /// A word inside a bar, where it fits whole beside the shortened waits.
    pub(super) fn inside(&mut self, sort: Sort, look: Look, bar: Rect, text: &str) {
        let face = if look == Look::Letter { Face::Bold } else { Face::Plain };
        let needed = wide(text, SMALL, face) + 6;
        let mut from = bar.x;
        let mut parts = Vec::new();
        for gap in self.axis.breaks() {
            parts.push((from, gap.from.min(bar.x + bar.w)));
            from = from.max(gap.to);
        }
        parts.push((from, bar.x + bar.w));
        if let Some((x, to)) = parts.into_iter().find(|(from, to)| to - from >= needed) {
            let (y, room) = (bar.y + bar.h / 2 + 4, to - x - 6);
            let line = Line { look, size: SMALL, x: x + 4, y, room };
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

    /// The piece of this kind in the mode that is being drawn.
    pub(super) fn piece(&mut self, sort: Sort) -> &mut Piece {
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
