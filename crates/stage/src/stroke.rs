//! The few strokes everything is drawn with: the stage, the web pages, the lab, the comparison.
//!
//! In: places, looks and words. Out: parts of a picture. A text is shortened to its room here and
//! nowhere else, so that no text leaves its box.

use crate::measure::{self, Face};
use crate::scene::{Anchor, Look, Part};

/// A place and a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Rect {
    pub x: i32,
    pub y: i32,
    pub w: i32,
    pub h: i32,
}

impl Rect {
    pub(crate) const fn new(x: i32, y: i32, w: i32, h: i32) -> Self {
        Self { x, y, w, h }
    }

    pub(crate) const fn right(self) -> i32 {
        self.x + self.w
    }

    pub(crate) const fn bottom(self) -> i32 {
        self.y + self.h
    }

    pub(crate) const fn middle_y(self) -> i32 {
        self.y + self.h / 2
    }

    /// Larger by so much on each side.
    pub(crate) const fn grown(self, by: i32) -> Self {
        Self { x: self.x - by, y: self.y - by, w: self.w + 2 * by, h: self.h + 2 * by }
    }
}

/// Where and how a text is set.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    pub look: Look,
    pub size: i32,
    pub x: i32,
    /// The baseline.
    pub y: i32,
    pub room: i32,
}

/// Something that is made of parts.
pub(crate) trait Strokes {
    /// What it is made of, back to front.
    fn parts(&mut self) -> &mut Vec<Part>;

    fn rect(&mut self, look: Look, rect: Rect, radius: i32) {
        let Rect { x, y, w: width, h: height } = rect;
        self.parts().push(Part::Rect { look, x, y, width, height, radius });
    }

    fn path(&mut self, look: Look, points: &[(i32, i32)], closed: bool) {
        self.parts().push(Part::Path { look, points: points.to_vec(), closed });
    }

    /// A text that begins at its x.
    fn text(&mut self, line: Line, text: &str) {
        self.anchored(line, Anchor::Start, text);
    }

    /// A text that ends at its x.
    fn text_end(&mut self, line: Line, text: &str) {
        self.anchored(line, Anchor::End, text);
    }

    /// A text around its x.
    fn text_middle(&mut self, line: Line, text: &str) {
        self.anchored(line, Anchor::Middle, text);
    }

    fn anchored(&mut self, line: Line, anchor: Anchor, text: &str) {
        let Line { look, size, x, y, room } = line;
        let text = measure::shorten(text, size, face(look), room);
        if !text.is_empty() {
            self.parts().push(Part::Text { look, x, y, anchor, size, room, text });
        }
    }
}

/// How the texts of a look are set.
pub(crate) const fn face(look: Look) -> Face {
    match look {
        Look::Name | Look::Letter => Face::Bold,
        Look::Code => Face::Mono,
        Look::Body
        | Look::State
        | Look::Fact
        | Look::Alarm
        | Look::Badge
        | Look::Glyph
        | Look::GlyphFilled
        | Look::Hatch
        | Look::Gauge
        | Look::GaugeUsed
        | Look::Missing
        | Look::Way
        | Look::Arrow
        | Look::Mark
        | Look::LabelGround
        | Look::Label => Face::Plain,
    }
}
