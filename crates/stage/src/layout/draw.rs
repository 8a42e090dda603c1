//! The few strokes everything is drawn with.
//!
//! In: places, looks and words. Out: parts of shapes. A text is shortened to its room here and
//! nowhere else, so that no text leaves its box.

use super::plan::Rect;
use crate::measure::{self, Face};
use crate::scene::{Anchor, Condition, Emphasis, Look, Part, Role, Shape, Target};

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

impl Shape {
    /// A shape without parts at a place.
    pub(crate) fn at(key: String, role: Role, place: Rect) -> Shape {
        Shape {
            key,
            role,
            tone: None,
            condition: Condition::Alive,
            emphasis: Emphasis::None,
            selected: false,
            x: place.x,
            y: place.y,
            parts: Vec::new(),
            target: None,
            label: None,
            glides: true,
        }
    }

    /// Its outline.
    pub(crate) fn body(&mut self, width: i32, height: i32, radius: i32) {
        self.rect(Look::Body, Rect::new(0, 0, width, height), radius);
    }

    pub(crate) fn rect(&mut self, look: Look, rect: Rect, radius: i32) {
        let Rect { x, y, w: width, h: height } = rect;
        self.parts.push(Part::Rect { look, x, y, width, height, radius });
    }

    pub(crate) fn path(&mut self, look: Look, points: &[(i32, i32)], closed: bool) {
        self.parts.push(Part::Path { look, points: points.to_vec(), closed });
    }

    /// A text that begins at its x.
    pub(crate) fn text(&mut self, line: Line, text: &str) {
        self.anchored(line, Anchor::Start, text);
    }

    /// A text that ends at its x.
    pub(crate) fn text_end(&mut self, line: Line, text: &str) {
        self.anchored(line, Anchor::End, text);
    }

    /// A text around its x.
    pub(crate) fn text_middle(&mut self, line: Line, text: &str) {
        self.anchored(line, Anchor::Middle, text);
    }

    fn anchored(&mut self, line: Line, anchor: Anchor, text: &str) {
        let Line { look, size, x, y, room } = line;
        let text = measure::shorten(text, size, face(look), room);
        if !text.is_empty() {
            self.parts.push(Part::Text { look, x, y, anchor, size, room, text });
        }
    }

    /// What a click selects, and how it is read aloud.
    pub(crate) fn selects(&mut self, target: Target, label: String) {
        self.target = Some(target);
        self.label = Some(label);
    }

    /// A job's letter on its coloured ground.
    pub(crate) fn badge(&mut self, tone: impl Into<Option<u8>>, letter: &str, place: Rect) {
        self.tone = tone.into();
        // Without a hue there is no ground: a number stands for a cluster of several jobs.
        let look = if self.tone.is_some() { Look::Letter } else { Look::Name };
        if self.tone.is_some() {
            self.rect(Look::Badge, place, 4);
        }
        let size = if place.h >= 18 { 13 } else { 12 };
        let line = Line {
            look,
            size,
            x: place.x + place.w / 2,
            y: place.y + place.h / 2 + 5,
            room: place.w,
        };
        self.text_middle(line, letter);
    }
}

/// How the texts of a look are set.
pub(crate) const fn face(look: Look) -> Face {
    match look {
        Look::Name | Look::Letter | Look::Label => Face::Bold,
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
        | Look::LabelGround => Face::Plain,
    }
}
