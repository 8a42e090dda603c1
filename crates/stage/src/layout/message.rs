//! Messages on their way, and the one that arrived just now: a thin way, a moving mark, a short label.
//!
//! Messages that travel together are one mark with a count. Labels stand still beside their sender;
//! a label that finds no free room is left out, because the explanation below the picture says it all.

use super::caption::{join, number};
use super::label::label_text;
use super::wire::{Way, point_at};
use super::{Motion, Pen, WidthClass, tone};
use crate::measure::{Face, width};
use crate::scene::{Condition, Emphasis, Look, Role, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::{Lang, t};
use model::cluster::TaskManager;
use model::{Event, JobId, Place, Provider, Time};

/// Messages that leave and arrive together.
struct Bundle {
    /// The entry of the first of them.
    entry: usize,
    route: (Place, Place),
    sent: Time,
    arrives: Time,
    text: String,
    many: u64,
    /// In thousandths.
    progress: u64,
    emphasis: Emphasis,
    /// The job that comes with it: its colour travels from the client to the Dispatcher, from the JobMaster to a slot.
    brings: Option<JobId>,
}

const fn brings(event: &Event) -> Option<JobId> {
    match event {
        Event::JobReceived { job, .. } => Some(*job),
        Event::TaskSubmitted { execution } => Some(execution.job),
        _ => None,
    }
}

const LABEL_HEIGHT: i32 = 18;

/// So many are drawn at once; nobody could follow more.
const MOST_BUNDLES: usize = 60;

impl Pen<'_> {
    pub(super) fn messages(&mut self) {
        let bundles = self.bundles();
        let ways: Vec<Option<Way>> =
            bundles.iter().map(|bundle| self.way(bundle.route.0, bundle.route.1)).collect();
        let drawn = || bundles.iter().zip(&ways).filter_map(|(b, way)| Some((b, way.as_ref()?)));
        let mut shapes: Vec<Shape> = drawn().map(|(bundle, way)| wire(bundle, way)).collect();
        let under_way = drawn().filter(|(bundle, _)| bundle.progress < 1_000);
        shapes.extend(under_way.map(|(bundle, way)| self.mark(bundle, way)));
        let mut taken: Vec<Rect> = Vec::new();
        let cut =
            self.cluster.task_managers.iter().filter(|tm| tm.cut_off && !tm.process.is_gone());
        for tm in cut {
            shapes.extend(self.cut(tm, &mut taken));
        }
        // The same words from the same sender are said once, with a count.
        let mut told: Vec<(Place, &str)> = Vec::new();
        for (bundle, way) in drawn() {
            let said = |b: &Bundle| b.route.0 == bundle.route.0 && b.text == bundle.text;
            if bundle.text.is_empty() || told.contains(&(bundle.route.0, &bundle.text)) {
                continue;
            }
            told.push((bundle.route.0, &bundle.text));
            let others = bundles.iter().filter(|b| said(b) && b.emphasis == bundle.emphasis);
            let many = others.map(|b| b.many).sum();
            shapes.extend(self.label(bundle, way, many, &mut taken));
        }
        self.shapes.append(&mut shapes);
    }

    /// A cut network: the way that nothing takes any more, crossed out.
    fn cut(&self, tm: &TaskManager, taken: &mut Vec<Rect>) -> Option<Shape> {
        let end = self.stands_in(Place::TaskManager(tm.id));
        let way = self.way(Place::ResourceManager(tm.cluster), end)?;
        let key = join(&["cut-", &number(tm.id.0)]);
        let mut shape = Shape::at(key, Role::Wire, Rect::default());
        shape.condition = Condition::Dead;
        shape.glides = false;
        shape.path(Look::Way, &way.points, false);
        // Not on the uppermost lane, where there is no room for it, nor among what stands on the right.
        let right = match self.plan.kind {
            WidthClass::Wide => self.plan.right,
            WidthClass::Narrow => self.plan.width,
        };
        let parts = [500, 650, 350, 800, 900, 200, 100];
        let mut places = parts.into_iter().map(|part| point_at(&way.points, part));
        let (x, y) = places.find(|(x, y)| *y >= 10 && x + 9 <= right)?;
        let cross = Rect::new(x - 9, y - 9, 18, 18);
        for points in [[(0, 0), (18, 18)], [(18, 0), (0, 18)]] {
            let moved = points.map(|(px, py)| (cross.x + px, cross.y + py));
            shape.path(Look::Glyph, &moved, false);
        }
        taken.push(cross);
        Some(shape)
    }

    /// The one that just arrived first, then those under way.
    fn bundles(&self) -> Vec<Bundle> {
        let mut bundles: Vec<Bundle> = Vec::new();
        if let Some(entry) = self.options.last
            && let Some(route) = entry.route
        {
            bundles.push(Bundle {
                entry: self.frame.happened.saturating_sub(1),
                route: (self.stands_in(route.0), self.stands_in(route.1)),
                sent: entry.sent,
                arrives: entry.at,
                text: self.said(&entry.event),
                many: 1,
                progress: 1_000,
                emphasis: Emphasis::Subject,
                brings: None,
            });
        }
        for message in &self.frame.in_flight {
            let route = (self.stands_in(message.from), self.stands_in(message.to));
            let text = self.said(&message.event);
            let together = bundles.iter_mut().find(|bundle| {
                bundle.emphasis == Emphasis::None
                    && (bundle.route, bundle.sent, bundle.arrives)
                        == (route, message.sent, message.arrives)
                    && bundle.text == text
            });
            if let Some(bundle) = together {
                bundle.many += 1;
                continue;
            }
            if bundles.len() > MOST_BUNDLES {
                break;
            }
            let progress = match self.options.motion {
                Motion::Full => message.progress(self.frame.at),
                Motion::Reduced => 500,
            };
            bundles.push(Bundle {
                entry: message.entry,
                route,
                sent: message.sent,
                arrives: message.arrives,
                text,
                many: 1,
                progress,
                emphasis: Emphasis::None,
                brings: brings(&message.event),
            });
        }
        bundles
    }

    fn said(&self, event: &Event) -> String {
        let on_kubernetes = matches!(self.cluster.provider, Provider::Kubernetes { .. });
        label_text(self.lang(), event, on_kubernetes)
    }

    fn mark(&self, bundle: &Bundle, way: &Way) -> Shape {
        let (x, y) = point_at(&way.points, bundle.progress);
        let key = join(&["message-", &number(bundle.entry as u64)]);
        let mut shape = Shape::at(key, Role::Message, Rect::new(x, y, 0, 0));
        shape.tone = bundle.brings.map(tone);
        // A job is square as its badges are.
        let round = if shape.tone.is_some() { 2 } else { 5 };
        shape.rect(Look::Mark, Rect::new(-5, -5, 10, 10), round);
        shape.emphasis = bundle.emphasis;
        shape.glides = false;
        let what = if bundle.text.is_empty() { bundle_name(self.lang()) } else { &bundle.text };
        shape.selects(Target::Message(bundle.entry), what.to_owned());
        shape.selected = self.options.selected == shape.target;
        shape
    }

    fn label(&self, bundle: &Bundle, way: &Way, many: u64, taken: &mut Vec<Rect>) -> Option<Shape> {
        let room = way.label_room;
        let count = if many > 1 { join(&[" ×", &number(many)]) } else { String::new() };
        let text = join(&[&bundle.text, &count]);
        let font = self.sizes.text;
        let wide = |text: &str| width(text, font, Face::Plain);
        // What is too long for a channel has two lines.
        let (first, second, height) = match text.split_once(' ') {
            Some((first, second)) if wide(&text) > room.w - 4 => {
                (first, second, 2 * LABEL_HEIGHT - 3)
            }
            _ => (&*text, "", LABEL_HEIGHT),
        };
        let text_width = wide(first).max(wide(second));
        let place = free_place(way, (text_width + 4, height), taken)?;
        taken.push(place);
        let key = join(&["label-", &number(bundle.entry as u64)]);
        let mut shape = Shape::at(key, Role::Message, place);
        shape.emphasis = bundle.emphasis;
        shape.glides = false;
        shape.rect(Look::LabelGround, Rect::new(0, 0, place.w, place.h), 4);
        let line = Line { look: Look::Label, size: font, x: place.w / 2, y: 13, room: text_width };
        shape.text_middle(line, first);
        shape.text_middle(Line { y: 28, ..line }, second);
        shape.selects(Target::Message(bundle.entry), text);
        shape.selected = self.options.selected == shape.target;
        Some(shape)
    }
}

/// The first free place in a label's room: in channels away from its way, in bands from right to left.
fn free_place(way: &Way, (w, h): (i32, i32), taken: &[Rect]) -> Option<Rect> {
    let room = way.label_room;
    let in_channel = room.h > 2 * LABEL_HEIGHT;
    let candidate = |step: i32| {
        if in_channel {
            // Two lines above a way begin higher.
            let up = if way.label_step < 0 { h - LABEL_HEIGHT } else { 0 };
            let y = way.label_y - up + way.label_step * step * (LABEL_HEIGHT + 2);
            return Rect::new(room.x + (room.w - w) / 2, y, w, h);
        }
        let neighbours = taken.iter().filter(|other| other.y == room.y);
        let end = neighbours.map(|other| other.x - 6).min().unwrap_or(room.right());
        Rect::new(end - w, room.y, w, h)
    };
    let steps: &[i32] = if in_channel { &[0, 1, 2, 3, -1, -2] } else { &[0] };
    steps.iter().map(|step| candidate(*step)).find(|place| {
        let inside = place.x >= room.x
            && place.right() <= room.right()
            && place.y >= room.y
            && place.bottom() <= room.bottom();
        inside && !taken.iter().any(|other| overlap(*place, *other))
    })
}

const fn overlap(a: Rect, b: Rect) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

fn wire(bundle: &Bundle, way: &Way) -> Shape {
    let key = join(&["wire-", &number(bundle.entry as u64)]);
    let mut shape = Shape::at(key, Role::Wire, Rect::default());
    shape.path(Look::Way, &way.points, false);
    if let [.., before, end] = way.points.as_slice() {
        let (dx, dy) = ((end.0 - before.0).signum(), (end.1 - before.1).signum());
        let back = |side: i32| (end.0 - dx * 9 - dy * 5 * side, end.1 - dy * 9 - dx * 5 * side);
        shape.path(Look::Arrow, &[back(1), *end, back(-1)], true);
    }
    shape.emphasis = bundle.emphasis;
    shape.glides = false;
    shape
}

const fn bundle_name(lang: Lang) -> &'static str {
    t("消息", "message").text(lang)
}
