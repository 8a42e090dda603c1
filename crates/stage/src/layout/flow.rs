//! Records between jobs: a card for each job and what it reads and writes, outside of Flink. What waits
//! in a topic is a number, and a bar below.

use super::{Pen, caption, glyph, letter, tone};
use crate::measure::{Face, first_that_fits, width};
use crate::scene::{Condition, Look, Role, Shape};
use crate::stroke::{Line, Rect, Strokes};
use model::Job;
use model::flow::{Level, Link, StoreKind};

/// From a card's frame to its words.
const EDGE: i32 = 9;

impl Pen<'_> {
    pub(super) fn flow(&mut self) {
        let flow = &self.options.extent.flow;
        for (index, (link, rect)) in flow.links.iter().zip(self.plan.flow.clone()).enumerate() {
            let level = self.frame.flow.get(index).copied().unwrap_or_default();
            let shape = self.link(index, link, level, rect);
            self.add(shape);
        }
    }

    fn link(&self, index: usize, link: &Link, level: Level, place: Rect) -> Shape {
        let key = caption::join(&["flow-", &caption::number(index as u64)]);
        let mut shape = Shape::at(key, Role::Flow, place);
        shape.condition = if level.reads { Condition::Alive } else { Condition::Done };
        shape.body(place.w, place.h, 6);
        let size = self.sizes.text;
        let line = |look, x, y, room| Line { look, size, x, y, room };
        let end = place.w - EDGE;
        let waiting = caption::number(level.waiting);
        let waits = caption::join(&[&waiting, self.say(" 条在等", " waiting")]);
        let [from, to] = [link.from, link.to].map(|store| self.store(store));
        // A number alone says what it is better than half a name.
        let room = end - EDGE - 8 - width(from.1, size, Face::Bold);
        let said = first_that_fits(&[&waits, &waiting], size, Face::Plain, room);
        let wide = width(&said, size, Face::Plain);
        shape.text_end(line(Look::Fact, end, 19, wide), &said);
        let room = end - EDGE - wide - 8;
        shape.text(line(Look::Name, EDGE, 19, room), &first_said(&from, size, room));
        let job = self.latest(&link.job);
        let mut room = end - EDGE - 15;
        if let Some(job) = job {
            shape.badge(tone(job.id), &letter(job.id), Rect::new(end - 20, 26, 20, 18));
            glyph::draw(&mut shape, glyph::of_job(job.status), end - 36, 30);
            room -= 42;
        }
        arrow(&mut shape, EDGE, 35);
        shape.text(line(Look::Name, EDGE + 15, 40, room), &first_said(&to, size, room));
        self.bar(&mut shape, level, Rect::new(EDGE, 48, end - EDGE, 4));
        let [from, to] = [from, to].map(|(kind, name)| caption::join(&[kind, name]));
        let (comma, state) = job.map_or(("", ""), |job| (", ", job.status.name()));
        shape.label =
            Some(caption::join(&[&from, " → ", &link.job, " → ", &to, ": ", &waits, comma, state]));
        shape
    }

    /// "Kafka: " and "clean" for a topic, its own name for everything else.
    fn store(&self, index: u16) -> (&'static str, &str) {
        let Some(store) = self.options.extent.flow.stores.get(usize::from(index)) else {
            return ("", "");
        };
        let kind = if store.kind == StoreKind::Topic { "Kafka: " } else { "" };
        (kind, &store.name)
    }

    fn bar(&self, shape: &mut Shape, level: Level, place: Rect) {
        shape.rect(Look::Gauge, place, 2);
        let most = self.options.extent.most_waiting.max(1);
        let length = (level.waiting.min(most) * place.w as u64 / most) as i32;
        if length > 0 {
            shape.rect(Look::GaugeUsed, Rect { w: length, ..place }, 2);
        }
    }

    /// The job of that name that came last.
    fn latest(&self, name: &str) -> Option<&Job> {
        self.cluster.jobs.iter().rev().find(|job| job.spec.name == name)
    }
}

/// A store with its kind, or only its name.
fn first_said((kind, name): &(&str, &str), size: i32, room: i32) -> String {
    first_that_fits(&[&caption::join(&[kind, name]), name], size, Face::Bold, room)
}

fn arrow(shape: &mut Shape, x: i32, y: i32) {
    shape.path(Look::Arrow, &[(x, y - 5), (x + 10, y), (x, y + 5)], true);
}
