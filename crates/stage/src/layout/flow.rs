//! Records between jobs: one row for each job and what it reads and writes, outside of Flink. What waits
//! in a topic is a bar, and a number beside it.

use super::{Pen, caption, letter, tone};
use crate::scene::{Condition, Look, Role, Shape};
use crate::stroke::{Line, Rect, Strokes};
use model::flow::{Level, Link, StoreKind};
use model::{Job, JobStatus};

/// The bar's thickness.
const BAR: i32 = 8;

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
        let (from, to) = (self.store(link.from), self.store(link.to));
        let size = self.sizes.text;
        let waiting = caption::number(level.waiting);
        let waits = caption::join(&[&waiting, self.say(" 条在等", " waiting")]);
        let job = self.latest(&link.job);
        let state = self.reading(level, job);
        let line = |look, x, y, room| Line { look, size, x, y, room };
        let half = place.w / 2 - 22;
        shape.text(line(Look::Name, 10, 20, half), &from);
        arrow(&mut shape, place.w / 2 - 8, 16);
        shape.text_end(line(Look::Name, place.w - 10, 20, half), &to);
        self.bar(&mut shape, level, Rect::new(10, 32, 90, BAR));
        shape.text(line(Look::Fact, 108, 40, 100), &waits);
        let room = place.w - 204 - 126;
        if room > 60 {
            shape.text(line(Look::Code, 204, 40, room), &link.job);
        }
        if let Some(job) = job {
            let badge = Rect::new(place.w - 32, 28, 22, 18);
            shape.badge(tone(job.id), &letter(job.id), badge);
        }
        shape.text_end(line(Look::State, place.w - 40, 40, 84), state);
        shape.label =
            Some(caption::join(&[&from, " → ", &link.job, " → ", &to, ": ", &waits, ", ", state]));
        shape
    }

    /// "Kafka: clean" for a topic, its own name for everything else.
    fn store(&self, index: u16) -> String {
        let Some(store) = self.options.extent.flow.stores.get(usize::from(index)) else {
            return String::new();
        };
        match store.kind {
            StoreKind::Topic => caption::join(&["Kafka: ", &store.name]),
            StoreKind::Cache | StoreKind::Warehouse | StoreKind::Notification => store.name.clone(),
        }
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

    fn reading(&self, level: Level, job: Option<&Job>) -> &'static str {
        match job {
            _ if level.reads => self.say("正在读", "reading"),
            None => self.say("还没有来", "not there yet"),
            Some(job) => match job.status {
                JobStatus::Initializing | JobStatus::Created | JobStatus::Running => {
                    self.say("准备中", "starting")
                }
                JobStatus::Restarting => self.say("重启中", "restarting"),
                JobStatus::Failing
                | JobStatus::Failed
                | JobStatus::Cancelling
                | JobStatus::Canceled
                | JobStatus::Finished
                | JobStatus::Suspended => self.say("停了", "stopped"),
            },
        }
    }
}

fn arrow(shape: &mut Shape, x: i32, y: i32) {
    shape.path(Look::Arrow, &[(x, y - 5), (x + 10, y), (x, y + 5)], true);
}
