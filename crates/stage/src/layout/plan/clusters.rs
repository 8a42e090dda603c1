//! Where clusters stand: one below the other, each with its JobManager and what is in it.

use super::{ClusterPlan, Plan, WidthClass};
use crate::extent::{Extent, Room};
use crate::layout::sizes::{
    CHIP_HEIGHT, CONTAINER_HEAD, Columns, DOT_HEIGHT, Density, FRAME, GAP, IN_FULL, INSET,
    MAIN_HEIGHT, STORE_HEIGHT,
};
use crate::stroke::Rect;

/// So many jobs are told one by one; of more, each has a badge, and one is told in full.
const TOLD: u16 = 8;
/// So many badges, and from one to the next.
const BADGES: u16 = 45;
const BADGES_ACROSS: i32 = 5;
const BADGE_HEIGHT: i32 = 20;
const BADGE_GAP: i32 = 3;

impl ClusterPlan {
    /// A whole cluster as one tile. Whoever is in it, is there.
    fn tile(frame: Rect, gutter: i32, top: i32) -> ClusterPlan {
        let tile = Rect::new(frame.x + gutter, top, frame.w - gutter - INSET, DOT_HEIGHT);
        ClusterPlan {
            job_manager: tile,
            gutter: Rect::new(frame.x + 2, top, gutter - 4, DOT_HEIGHT),
            dispatcher: tile,
            resource_manager: tile,
            main: None,
            open: None,
            jobs: Vec::new(),
            more: None,
            processes: Vec::new(),
            density: Density::Dots,
        }
    }
}

impl Plan {
    /// JobManagers one below the other, then what keeps leaders and pointers.
    pub(super) fn place_clusters(
        &mut self,
        extent: &Extent,
        columns: &Columns,
        top: i32,
        zoom: Option<u16>,
    ) {
        let alone = [Room::default()];
        let rooms = if extent.rooms.is_empty() { &alone } else { extent.rooms.as_slice() };
        let in_full = if columns.terse { 1 } else { IN_FULL };
        let overview = rooms.len() > in_full;
        let gap = if overview { GAP } else { GAP + GAP };
        let mut bottom = top - gap;
        // So much of it still has two lines each where it is told shortly.
        let most = if self.kind == WidthClass::Narrow { 3 } else { 6 };
        // What the one that is told in full takes more than a tile.
        let mut spent = 0;
        let zoom = zoom.unwrap_or(0);
        for (place, room) in rooms.iter().enumerate() {
            let zoomed = usize::from(zoom) == place;
            let density = match (rooms.len(), room.jobs) {
                _ if overview && !zoomed => Density::Dots,
                (1, 0..=4) if !columns.terse => Density::Words,
                (1, 0..=8) if !columns.terse || self.holds(room) <= most => Density::Glyphs,
                (2.., 0..=4) => Density::Glyphs,
                _ => Density::Tiles,
            };
            let cluster = self.cluster(room, density, columns, bottom + gap);
            if overview && zoomed {
                spent = self.lowest(&cluster) - bottom - gap - DOT_HEIGHT;
            }
            bottom = self.lowest(&cluster);
            self.clusters.push(cluster);
        }
        if overview {
            bottom += self.zoom_room(rooms, columns) - spent;
        }
        let first = self.around(columns.job_manager_frame(self.contained, self.kind));
        if extent.highly_available {
            let within = self.first_cluster().dispatcher;
            let store = Rect { y: bottom + GAP, h: STORE_HEIGHT, ..within };
            bottom = store.bottom();
            self.leader_store = Some(store);
        }
        self.middle = Rect { y: top, h: bottom - top, ..first };
    }

    /// How high a JobManager is, counted in jobs.
    fn holds(&self, room: &Room) -> u16 {
        room.jobs + 2 * u16::from(room.main) + u16::from(self.contained)
    }

    /// The lower end of a cluster with its processes.
    fn lowest(&self, cluster: &ClusterPlan) -> i32 {
        let below = cluster.processes.last().copied();
        below.unwrap_or(self.around(cluster.job_manager)).bottom()
    }

    /// The room that the largest cluster takes when it is told in full: kept free, so that what
    /// stands below stays where it is.
    fn zoom_room(&self, rooms: &[Room], columns: &Columns) -> i32 {
        let height = |room: &Room| {
            let density = if room.jobs > 4 { Density::Tiles } else { Density::Glyphs };
            self.lowest(&self.cluster(room, density, columns, 0))
        };
        rooms.iter().map(height).max().unwrap_or(0) - DOT_HEIGHT
    }

    fn cluster(&self, room: &Room, density: Density, columns: &Columns, top: i32) -> ClusterPlan {
        let mut frame = columns.job_manager_frame(self.contained, self.kind);
        if density == Density::Dots {
            return ClusterPlan::tile(frame, columns.gutter, top);
        }
        frame.y = top + if self.contained { CONTAINER_HEAD + FRAME } else { 0 };
        let x = frame.x + columns.gutter;
        let width = frame.w - columns.gutter - INSET;
        let mut y = frame.y + 36;
        let mut row = |height: i32| {
            let rect = Rect::new(x, y, width, height);
            y += height + GAP;
            rect
        };
        let main = room.main.then(|| row(MAIN_HEIGHT));
        let dispatcher = row(36);
        let resource_manager =
            row(if density == Density::Words || (room.jobs > 4 && !columns.terse) {
                90
            } else {
                50
            });
        let many = room.jobs > TOLD;
        let open = many.then(|| row(job_height(Density::Glyphs)));
        let (across, height, gap) = match many {
            true => (BADGES_ACROSS, BADGE_HEIGHT, BADGE_GAP),
            false => (1, job_height(density), GAP),
        };
        let cell = (width + gap) / across;
        let mut jobs: Vec<Rect> = (0..i32::from(room.jobs.clamp(1, BADGES)))
            .map(|index| {
                let (line, column) = (index / across, index % across);
                Rect::new(x + column * cell, y + line * (height + gap), cell - gap, height)
            })
            .collect();
        y = jobs.last().map_or(y, |last| last.bottom() + GAP);
        frame.h = y - GAP + INSET - frame.y;
        let below = self.around(frame).bottom() + GAP;
        let half = (width - 6) / 2;
        let chip = |index: i32| {
            let (row, column) = (index / 2, index % 2);
            let y = below + row * (CHIP_HEIGHT + 6);
            Rect::new(x + column * (half + 6), y, half, CHIP_HEIGHT)
        };
        ClusterPlan {
            job_manager: frame,
            gutter: Rect::new(frame.x + 2, frame.y + 4, columns.gutter - 4, frame.h - 8),
            dispatcher,
            resource_manager,
            main,
            open,
            more: if room.jobs > BADGES { jobs.pop() } else { None },
            jobs,
            processes: (0..i32::from(room.processes)).map(chip).collect(),
            density,
        }
    }
}

const fn job_height(density: Density) -> i32 {
    match density {
        Density::Words => 72,
        Density::Glyphs => 50,
        Density::Tiles => 30,
        Density::Dots => 0,
    }
}
