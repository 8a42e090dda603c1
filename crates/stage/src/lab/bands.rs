//! The four pictures, one below the other.
//!
//! In: an outcome, a language, a width. Out: a [`Picture`].

use super::join::Thing;
use super::kind::{Kind, Picture, Piece};
use super::scale::{Detail, Scale};
use super::words;
use crate::measure::{Face, width};
use crate::scene::{Look, Scene, WidthClass};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::Lang;
use model::graph::Outcome;

/// Sizes in units.
pub(super) struct Sizes {
    pub text: i32,
    pub small: i32,
    /// Height of a line in a list.
    pub line: i32,
    /// Side of a letter's ground.
    pub badge: i32,
    /// Height of an operator.
    pub node: i32,
    /// Height of a subtask.
    pub chip: i32,
    /// Between rows of a graph.
    pub gap: i32,
}

/// What every part of the drawing needs.
pub(super) struct Pen<'a> {
    pub outcome: &'a Outcome,
    pub lang: Lang,
    pub width: WidthClass,
    pub sizes: Sizes,
    pub scale: Scale,
    /// What is open, where many are one.
    pub open: Option<Thing>,
    pub pieces: Vec<Piece>,
    /// Where the next band begins.
    y: i32,
    /// The band that is being drawn.
    band: usize,
}

const MARGIN: i32 = 12;
const HEADING: i32 = 30;

/// Draws an outcome. Where there is too much to be told, `open` is told in full.
pub fn draw(outcome: &Outcome, lang: Lang, width: WidthClass, open: Option<Thing>) -> Picture {
    let mut sizes = match width {
        WidthClass::Wide => {
            Sizes { text: 13, small: 11, line: 19, badge: 18, node: 46, chip: 24, gap: 10 }
        }
        WidthClass::Narrow => {
            Sizes { text: 13, small: 11, line: 19, badge: 18, node: 46, chip: 26, gap: 24 }
        }
    };
    let scale = Scale::of(outcome);
    if scale.operators == Detail::Grouped {
        // For two letters.
        sizes.badge = 22;
    }
    let pieces = Vec::with_capacity(160);
    let mut pen = Pen { outcome, lang, width, sizes, scale, open, pieces, y: 0, band: 0 };
    pen.stream_graph();
    pen.job_graph();
    pen.execution_graph();
    pen.task_managers();
    let height = pen.y - BETWEEN;
    let label = words::picture(lang, outcome);
    Scene { kind: width, width: pen.across(), height, label, shapes: pen.pieces }
}

/// Between two bands.
const BETWEEN: i32 = 10;

impl Pen<'_> {
    /// Width of the picture.
    pub(super) fn across(&self) -> i32 {
        self.width.across()
    }

    /// What a band's content may take from side to side.
    pub(super) fn room(&self) -> Rect {
        Rect { x: MARGIN, y: 0, w: self.across() - 2 * MARGIN, h: 0 }
    }

    /// Lays the ground of the next band; returns where its content begins.
    pub(super) fn begin_band(&mut self) -> i32 {
        let area = Rect { x: 0, y: self.y, w: 0, h: 0 };
        self.band = self.pieces.len();
        self.pieces.push(Piece::at(String::new(), Kind::Band, area));
        self.y + HEADING + 4
    }

    /// Closes the band that was begun last, around a content of that height.
    pub(super) fn end_band(&mut self, number: usize, content: i32, fact: &str) {
        let height = HEADING + 4 + content + MARGIN;
        let area = Rect { x: 0, y: self.y, w: self.across(), h: height };
        let mut piece = Piece::at(["band-", &number.to_string()].concat(), Kind::Band, area);
        piece.body(area.w, area.h, 8);
        let name = words::band(self.lang, number);
        piece.text(self.line(Look::Name, MARGIN, 20, area.w / 2), name);
        let room = area.w - 2 * MARGIN - self.wide(name);
        piece.text_end(self.line(Look::Fact, area.w - MARGIN, 20, room), fact);
        self.pieces[self.band] = piece;
        self.y += height + BETWEEN;
    }

    fn wide(&self, text: &str) -> i32 {
        width(text, self.sizes.text, Face::Bold) + 10
    }

    /// A line of text that begins at a place in its piece.
    pub(super) fn line(&self, look: Look, x: i32, y: i32, room: i32) -> Line {
        Line { look, size: self.sizes.text, x, y, room }
    }
}
