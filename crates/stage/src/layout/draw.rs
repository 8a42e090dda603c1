//! A job's letter on shapes of the stage.

use crate::scene::{Look, Shape};
use crate::stroke::{Line, Rect, Strokes};

impl Shape {
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
