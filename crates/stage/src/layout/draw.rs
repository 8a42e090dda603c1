//! What shapes of the stage have in common: a place, an outline, a job's letter, what a click selects.

use crate::scene::{Condition, Emphasis, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};

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
