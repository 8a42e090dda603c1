//! The ways of messages: rectangular lines through the room that is kept free for them.
//!
//! In: two places. Out: points from the sender's edge to the receiver's, and the room for a label.
//! No way ever crosses a text: between columns there are channels, inside the JobManager there is a
//! gutter, above (wide) and between (narrow) the sections there is a band.

use super::sizes::{BAND, Density, MARGIN};
use super::{Pen, WidthClass, held};
use crate::stroke::Rect;
use model::{JobId, NodeId, Place, TmId};

/// Where a place belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Zone {
    /// Terminal and clients.
    Clients,
    /// Inside the JobManager.
    JobManager,
    /// TaskManagers and YARN.
    Right,
}

/// An end of a way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    pub rect: Rect,
    pub zone: Zone,
    /// The same with the container around it, if it has one.
    pub around: Rect,
}

/// A way with the room for its label.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub points: Vec<(i32, i32)>,
    /// The label's ground lies inside, at this y if it can.
    pub label_room: Rect,
    pub label_y: i32,
    /// Further labels go down (1) or up (-1) from there.
    pub label_step: i32,
}

/// Half the distance between the lanes of the two directions.
const LANE: i32 = 12;
/// The middle of the small space between two clients of a narrow picture, from the edge of one.
const CLIENT_LANE: i32 = 6;
/// What is said inside a narrow picture's JobManager stands on this side of it above the process, what clients say on the other.
const HALF: i32 = 180;
/// The free edge of a narrow picture.
const NARROW_EDGE_LANE: i32 = 351;

impl Pen<'_> {
    fn end(&self, place: Place) -> Option<End> {
        let plan = &self.plan;
        let (rect, zone) = match place {
            Place::Shell => (plan.shell, Zone::Clients),
            Place::Client(id) => {
                let places = &self.options.extent.clients;
                let at = held(places, self.cluster.clients.len(), id.index())?;
                (*plan.clients.get(at)?, Zone::Clients)
            }
            Place::Dispatcher(id) => (self.cluster_plan(id)?.dispatcher, Zone::JobManager),
            Place::ResourceManager(id) => {
                (self.cluster_plan(id)?.resource_manager, Zone::JobManager)
            }
            Place::LeaderStore => (plan.leader_store?, Zone::JobManager),
            Place::JobMaster(id) => (self.job_place(id)?, Zone::JobManager),
            Place::TaskManager(_) if plan.lens.is_some() => {
                let first = plan.task_managers.first()?.first()?;
                (Rect { w: plan.width - MARGIN - first.x, ..*first }, Zone::Right)
            }
            Place::TaskManager(id) => (head_of(self.tm_place(id)?), Zone::Right),
            Place::YarnResourceManager => (plan.platform.as_ref()?.resource_manager, Zone::Right),
            Place::FileSystem => (plan.platform.as_ref()?.file_system?, Zone::Right),
            Place::NodeManager(id) => {
                (head_of(*plan.platform.as_ref()?.nodes.get(id.index())?), Zone::Right)
            }
        };
        let around = match place {
            Place::TaskManager(_) => plan.around(rect),
            Place::Shell
            | Place::Client(_)
            | Place::Dispatcher(_)
            | Place::ResourceManager(_)
            | Place::LeaderStore
            | Place::JobMaster(_)
            | Place::YarnResourceManager
            | Place::FileSystem
            | Place::NodeManager(_) => rect,
        };
        Some(End { rect, zone, around })
    }

    /// Whoever stands for a place where messages begin and end: in an overview its machine, or the first row.
    pub(super) fn stands_in(&self, place: Place) -> Place {
        match place {
            Place::TaskManager(id) if self.plan.lens.is_some() => {
                match self.options.extent.task_managers.get(id.index()) {
                    Some(at) if self.plan.contained => Place::NodeManager(NodeId(at.node)),
                    _ => Place::TaskManager(TmId(0)),
                }
            }
            place => place,
        }
    }

    /// Where a JobMaster stands, if no later one has taken its place. Of many, that is its row.
    fn job_place(&self, id: JobId) -> Option<Rect> {
        let places = &self.options.extent.jobs;
        let (mine, owner) = (*places.get(id.index())?, self.cluster.jobs.get(id.index())?.cluster);
        let mut so_far = places.iter().zip(&self.cluster.jobs);
        let latest = so_far.rposition(|(at, job)| *at == mine && job.cluster == owner)?;
        let plan = self.cluster_plan(owner)?;
        let place = match plan.density {
            Density::Dots => Some(plan.job_manager),
            Density::Words | Density::Glyphs | Density::Tiles => {
                plan.jobs.get(usize::from(mine)).copied()
            }
        };
        let place = place.filter(|_| latest == id.index())?;
        let row = plan.open.map_or(place, |open| Rect { x: open.x, w: open.w, ..place });
        Some(row)
    }

    /// The way between two places that are both in the picture.
    pub(super) fn way(&self, from: Place, to: Place) -> Option<Way> {
        let (from, to) = (self.end(from)?, self.end(to)?);
        if from.rect == to.rect {
            // Both are in one tile.
            return None;
        }
        // Ways are found from left to right and turned round for the other direction.
        let forth = from.zone < to.zone || (from.zone == to.zone && from.rect.y <= to.rect.y);
        let (a, b) = if forth { (from, to) } else { (to, from) };
        // The two directions keep apart.
        let shift = if forth { -1 } else { 1 };
        let mut points = match self.plan.kind {
            WidthClass::Wide => self.wide(a, b, shift),
            WidthClass::Narrow => self.narrow(a, b, shift),
        };
        points.dedup();
        if !forth {
            points.reverse();
        }
        // Above the way where it goes down or straight on, below it where it goes up: the label
        // never hides its own way.
        let end_of = |point: Option<&(i32, i32)>| point.map_or(0, |point| point.1);
        let (start, end) = (end_of(points.first()), end_of(points.last()));
        let (label_y, label_step) = match end - start {
            ..=-30 => (start + 6, 1),
            -29..=0 => (end - 24, -1),
            _ => (start - 24, -1),
        };
        let (label_room, label_y) = self.label_room(from, to, label_y);
        Some(Way { points, label_room, label_y, label_step })
    }

    /// The outer edges of the JobManager, with its container where there is one.
    fn job_manager_edges(&self) -> (i32, i32) {
        (self.plan.middle.x, self.plan.middle.right())
    }

    fn gutter_lane(&self, shift: i32) -> i32 {
        let gutter = self.plan.first_cluster().gutter;
        gutter.x + gutter.w / 2 + shift * LANE.min(gutter.w / 4)
    }

    /// The free room between two columns of a wide picture: (left end, right end).
    fn channel(&self, right_one: bool) -> (i32, i32) {
        let (left, right) = self.job_manager_edges();
        if right_one { (right, self.plan.right) } else { (self.plan.shell.right(), left) }
    }

    fn wide(&self, a: End, b: End, shift: i32) -> Vec<(i32, i32)> {
        let lane = |right_one: bool| {
            let (left, right) = self.channel(right_one);
            (left + right) / 2 + shift * LANE
        };
        let (ay, by) = (a.rect.middle_y() + shift * 5, b.rect.middle_y() + shift * 5);
        match (a.zone, b.zone) {
            (Zone::JobManager, Zone::JobManager) => {
                let x = self.gutter_lane(shift);
                vec![(a.rect.x, ay), (x, ay), (x, by), (b.rect.x, by)]
            }
            (Zone::Right, _) => {
                let x = lane(true);
                let mut points = self.wide_arrival(a, x, ay);
                points.reverse();
                points.extend(self.wide_arrival(b, x, by));
                points
            }
            (Zone::Clients, Zone::Right) if self.plan.above => {
                let (mut points, x) = (self.down(a, shift), lane(true));
                points.push((x, self.band(shift)));
                points.extend(self.wide_arrival(b, x, by));
                points
            }
            (Zone::Clients, _) if self.plan.above => {
                let (mut points, x) = (self.down(a, shift), self.gutter_lane(shift));
                points.extend([(x, self.band(shift)), (x, by), (b.rect.x, by)]);
                points
            }
            (Zone::Clients, Zone::Right) => {
                let (x, x2, top) = (lane(false), lane(true), BAND / 2 + shift * 5);
                let mut points = vec![(a.rect.right(), ay), (x, ay), (x, top), (x2, top)];
                points.extend(self.wide_arrival(b, x2, by));
                points
            }
            (Zone::Clients, _) => {
                let x = lane(false);
                vec![(a.rect.right(), ay), (x, ay), (x, by), (b.rect.x, by)]
            }
            (Zone::JobManager, _) => {
                let x = lane(true);
                let mut points = vec![(a.rect.right(), ay), (x, ay)];
                points.extend(self.wide_arrival(b, x, by));
                points
            }
        }
    }

    /// From a client that stands above everything into the band below all of them.
    fn down(&self, client: End, shift: i32) -> Vec<(i32, i32)> {
        let (rect, y) = (client.rect, client.rect.middle_y() + shift * 5);
        let last = rect.right() > self.plan.width - 2 * CLIENT_LANE - MARGIN;
        let (x, lane) = match last {
            true => (rect.x, rect.x - CLIENT_LANE),
            false => (rect.right(), rect.right() + CLIENT_LANE),
        };
        let lane = lane + shift * 2;
        vec![(x, y), (lane, y), (lane, self.band(shift))]
    }

    /// Where ways run along the band below the clients, under what is said there.
    fn band(&self, shift: i32) -> i32 {
        self.bands().0.bottom() - 6 + shift * 2
    }

    /// From the channel into a box on the right: straight, or round the box that stands before it.
    fn wide_arrival(&self, End { rect, around, .. }: End, lane: i32, y: i32) -> Vec<(i32, i32)> {
        if rect.x < self.plan.right + 30 {
            return vec![(lane, y), (rect.x, y)];
        }
        let (above, beside) = (around.y - 4, around.x - 5);
        vec![(lane, above), (beside, above), (beside, y), (rect.x, y)]
    }

    fn narrow(&self, a: End, b: End, shift: i32) -> Vec<(i32, i32)> {
        let (ay, by) = (a.rect.middle_y() + shift * 5, b.rect.middle_y() + shift * 5);
        let edge = NARROW_EDGE_LANE + shift * 2;
        let mut points = match a.zone {
            Zone::Clients => self.down(a, shift),
            Zone::JobManager if b.zone == Zone::JobManager => vec![(a.rect.x, ay)],
            Zone::JobManager | Zone::Right => vec![(a.rect.right(), ay), (edge, ay)],
        };
        match b.zone {
            Zone::Clients => points.push((b.rect.x, by)),
            Zone::JobManager => {
                let x = self.gutter_lane(shift);
                let y = points.last().map_or(ay, |point| point.1);
                points.extend([(x, y), (x, by), (b.rect.x, by)]);
            }
            Zone::Right => {
                let y = points.last().map_or(ay, |point| point.1);
                points.push((edge, y));
                points.extend(narrow_arrival(b.rect, edge, by));
            }
        }
        points
    }

    /// The two bands where clients stand above: below them and, in a narrow picture, below the JobManager.
    fn bands(&self) -> (Rect, Rect) {
        let frame = self.plan.middle;
        let upper = Rect::new(8, frame.y - BAND, 336, BAND);
        (upper, Rect::new(8, frame.bottom(), 336, BAND))
    }

    /// Where the label of a way may stand: beside its sender, off every other text.
    fn label_room(&self, from: End, to: End, y: i32) -> (Rect, i32) {
        let inside = from.zone == Zone::JobManager && to.zone == Zone::JobManager;
        if inside {
            // The gutter has room for the ways only: their labels stand before the process, or above it.
            if self.plan.above {
                let upper = self.bands().0;
                return (Rect::new(upper.x, upper.y + 2, HALF - upper.x, 18), upper.y + 2);
            }
            let (left, right) = self.channel(false);
            let Rect { y: top, h, .. } = self.plan.middle;
            return (Rect { x: left + 1, w: right - left - 2, y: top + 4, h: h - 8 }, y);
        }
        let clients = from.zone.min(to.zone) == Zone::Clients;
        let (upper, lower) = self.bands();
        match self.plan.kind {
            _ if clients && self.plan.above => {
                let x = HALF + 8;
                (Rect::new(x, upper.y + 2, 350 - x, 18), upper.y + 2)
            }
            WidthClass::Wide => {
                let right_one = from.zone == Zone::Right || !clients;
                let (left, right) = self.channel(right_one);
                // Where clients stand above, the channel ends below them, and above a closer look.
                let (top, bottom) = match self.plan.above {
                    true => (upper.y, lower.y),
                    false => (2, self.plan.height - 2),
                };
                (Rect::new(left + 1, top, right - left - 2, bottom - top), y)
            }
            WidthClass::Narrow => (Rect { y: lower.y + 6, h: 18, ..lower }, lower.y + 6),
        }
    }
}

/// Messages go to the lines with the name, not to the middle of a tall box.
const fn head_of(rect: Rect) -> Rect {
    if rect.h < 44 { rect } else { Rect { h: 44, ..rect } }
}

/// From the free edge into a box: straight if nothing stands between, else from above.
fn narrow_arrival(rect: Rect, edge: i32, by: i32) -> Vec<(i32, i32)> {
    if rect.right() > NARROW_EDGE_LANE - 40 {
        return vec![(edge, by), (rect.right(), by)];
    }
    let (above, x) = (rect.y - 4, rect.x + rect.w - 20);
    vec![(edge, above), (x, above), (x, rect.y)]
}

/// The point after so many thousandths of a way.
pub(crate) fn point_at(points: &[(i32, i32)], thousandths: u64) -> (i32, i32) {
    let length = |a: (i32, i32), b: (i32, i32)| (a.0 - b.0).abs() + (a.1 - b.1).abs();
    let legs = || points.iter().copied().zip(points.iter().copied().skip(1));
    let whole: i32 = legs().map(|(a, b)| length(a, b)).sum();
    let mut left = whole * thousandths.min(1_000) as i32 / 1_000;
    for (a, b) in legs() {
        let leg = length(a, b);
        if left <= leg {
            return (a.0 + (b.0 - a.0).signum() * left, a.1 + (b.1 - a.1).signum() * left);
        }
        left -= leg;
    }
    points.last().copied().unwrap_or_default()
}
