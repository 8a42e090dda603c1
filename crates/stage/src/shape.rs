//! A thing of a picture: how it begins, its classes, its place.

use crate::scene::{Condition, Emphasis, Kind, Look, Part, Shape};
use crate::stroke::{Rect, Strokes};

impl<R, T> Shape<R, T> {
    /// A shape without parts at a place.
    pub(crate) fn at(key: String, role: R, place: Rect) -> Self {
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
    pub(crate) fn selects(&mut self, target: T, label: String) {
        self.target = Some(target);
        self.label = Some(label);
    }

    /// The value of `transform`.
    pub fn transform(&self) -> String {
        ["translate(", &self.x.to_string(), " ", &self.y.to_string(), ")"].concat()
    }
}

impl<R: Kind, T> Shape<R, T> {
    /// Its classes: `stage-slot is-alive tone-2 involved selected`.
    pub fn class(&self) -> String {
        let mut class = String::with_capacity(40);
        class.push_str(R::PREFIX);
        class.push_str(self.role.name());
        class.push_str(" is-");
        class.push_str(self.condition.name());
        if let Some(tone) = self.tone {
            class.push_str(" tone-");
            class.push(char::from(b'0' + tone % 10));
        }
        match self.emphasis {
            Emphasis::None => {}
            Emphasis::Involved => class.push_str(" involved"),
            Emphasis::Subject => class.push_str(" subject"),
        }
        if self.selected {
            class.push_str(" selected");
        }
        if self.glides {
            class.push_str(" glides");
        }
        class
    }
}

impl<R, T> Strokes for Shape<R, T> {
    fn parts(&mut self) -> &mut Vec<Part> {
        &mut self.parts
    }
}
