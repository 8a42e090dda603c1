//! Where everything stands, before anything is drawn.
//!
//! In: an [`Extent`] and the width. Out: rectangles. They depend on nothing that changes while a
//! trace is shown, so that an object stays where it is when others come and go.

use super::grid::{Grid, SQUARES_INSET, choose_grid};
use super::kubernetes::objects;
use super::lens::Lens;
use super::sizes::{
    BAND, CHIP_HEIGHT, CONTAINER_HEAD, Columns, DOT_HEIGHT, Density, FRAME, GAP, IN_FULL, INSET,
    LISTED, LISTED_HEIGHT, MAIN_HEIGHT, MARGIN, NODE_HEAD, QUEUE_HEIGHT, SQUARES_HEAD,
    STORE_HEIGHT,
};
use super::{Arrangement, WidthClass};
use crate::extent::{Extent, Room};
use crate::stroke::Rect;

/// Places of one arrangement.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub width: i32,
    pub height: i32,
    pub kind: WidthClass,
    /// Clients stand above everything else, not beside it.
    pub above: bool,
    /// Where the column of TaskManagers begins.
    pub right: i32,
    /// Every process has a container or a pod around it.
    pub contained: bool,
    pub shell: Rect,
    pub clients: Vec<Rect>,
    pub client_density: Density,
    /// By the clusters' places.
    pub clusters: Vec<ClusterPlan>,
    /// From the first cluster's upper edge to the lower edge of the last, with the leader store.
    pub middle: Rect,
    /// What keeps leaders and pointers, where there is high availability.
    pub leader_store: Option<Rect>,
    pub grid: Grid,
    /// By machine (one where machines are not shown), then by place; of an overview, by square.
    pub task_managers: Vec<Vec<Rect>>,
    /// Rows of what flows between jobs.
    pub flow: Vec<Rect>,
    pub platform: Option<PlatformPlan>,
    /// A closer look, where TaskManagers are squares.
    pub lens: Option<Lens>,
}

/// Places of one cluster's JobManager.
#[derive(Clone, Debug)]
pub(crate) struct ClusterPlan {
    pub job_manager: Rect,
    /// The column inside the JobManager that is kept free for messages.
    pub gutter: Rect,
    pub dispatcher: Rect,
    pub resource_manager: Rect,
    /// Where `main()` runs, in application mode.
    pub main: Option<Rect>,
    /// Where they are many, room for one of them in full.
    pub open: Option<Rect>,
    pub jobs: Vec<Rect>,
    /// Says how many JobMasters there is no place for.
    pub more: Option<Rect>,
    /// Its JobManager processes, where there are several.
    pub processes: Vec<Rect>,
    pub density: Density,
}

/// Places of what only YARN and Kubernetes have.
#[derive(Clone, Debug)]
pub(crate) struct PlatformPlan {
    pub resource_manager: Rect,
    /// HDFS, where clients upload files to it.
    pub file_system: Option<Rect>,
    pub nodes: Vec<Rect>,
}

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

/// So many rows a column of places needs.
fn count(places: impl Iterator<Item = u16>) -> i32 {
    // A place that was never given out is u16::MAX.
    i32::from(places.filter(|place| *place < u16::MAX).map(|place| place + 1).max().unwrap_or(0))
}

/// How many TaskManagers stand on each machine.
fn crowd(extent: &Extent) -> Vec<i32> {
    let mut crowd = vec![0; usize::from(extent.nodes.max(1))];
    for tm in extent.task_managers.iter().filter(|tm| tm.place < u16::MAX) {
        if let Some(many) = crowd.get_mut(usize::from(tm.node)) {
            *many = i32::from(tm.place + 1).max(*many);
        }
    }
    crowd
}

impl Plan {
    /// The first of the clusters, or of those that may come.
    #[expect(clippy::indexing_slicing, reason = "a plan has room for one cluster at least")]
    pub(super) fn first_cluster(&self) -> &ClusterPlan {
        &self.clusters[0]
    }

    /// The places for this extent.
    ///
    /// `zoom` is the place of the one cluster that is told in full where all others are tiles: the
    /// first one, unless the reader selected another.
    pub(crate) fn new(extent: &Extent, kind: Arrangement, zoom: Option<u16>) -> Plan {
        let arrange = |across, terse| {
            let columns = match across {
                0 => Columns::of_squares(kind, extent.nodes.max(1)),
                _ => Columns::of(kind, across, terse),
            };
            Plan::in_columns(extent, kind, zoom, &columns)
        };
        let mut chosen = arrange(1, false);
        // Wider first, then shorter words, squares last, and only until it can be read. Three machines are too narrow for their
        // names on a phone, and it scrolls a little before it has squares.
        let phone = kind == Arrangement::Narrow;
        let all = [(2, false), (3, false), (1, true), (2, true), (3, true), (0, true)];
        for (across, terse) in all.into_iter().filter(|(across, _)| !phone || *across < 3) {
            if chosen.size(kind) >= READABLE || (phone && across == 0 && chosen.height < LONG) {
                break;
            }
            let other = arrange(across, terse);
            if other.size(kind) > chosen.size(kind) {
                chosen = other;
            }
        }
        chosen
    }

    /// How large it is drawn where a stage is one screen: thousandths of its own size.
    fn size(&self, kind: Arrangement) -> i32 {
        let (across, down) = match kind {
            Arrangement::Wide => LAPTOP,
            Arrangement::Upright => TABLET,
            Arrangement::Narrow => PHONE,
        };
        (across * 1_000 / self.width).min(down * 1_000 / self.height)
    }

    fn in_columns(
        extent: &Extent,
        kind: Arrangement,
        zoom: Option<u16>,
        columns: &Columns,
    ) -> Plan {
        let mut plan = Plan::empty(columns, kind);
        let kind = plan.kind;
        let on_yarn = extent.nodes > 0;
        plan.contained = on_yarn;
        let upper = match plan.above {
            true => MARGIN,
            // Messages between clients and YARN pass above everything.
            false if on_yarn => BAND,
            // Messages to the second column of TaskManagers pass above the first.
            false => 10,
        };
        let crowd = crowd(extent);
        plan.grid = choose_grid(extent, &crowd, columns, on_yarn);
        plan.place_clients(extent, columns, upper);
        let mut top = if plan.above { plan.clients_bottom() + BAND } else { upper };
        plan.place_clusters(extent, columns, top, zoom);
        if kind == WidthClass::Narrow {
            top = plan.middle.bottom() + BAND;
        }
        let bottom = plan.place_right(extent, &crowd, columns, top);
        let lowest = bottom.max(plan.middle.bottom()).max(plan.clients_bottom());
        let right = Rect { y: top, h: bottom - top, ..columns.right };
        plan.height = plan.place_flow(extent, lowest, right) + MARGIN;
        plan
    }

    fn empty(columns: &Columns, kind: Arrangement) -> Plan {
        let nowhere = Rect::default();
        let least = if kind == Arrangement::Upright { 0 } else { kind.class().across() };
        Plan {
            width: (columns.right.right() + MARGIN).max(least),
            height: 0,
            kind: kind.class(),
            above: kind != Arrangement::Wide,
            right: columns.right.x,
            shell: nowhere,
            clients: Vec::new(),
            client_density: Density::Words,
            contained: false,
            clusters: Vec::new(),
            middle: nowhere,
            leader_store: None,
            grid: Grid::new(Density::Words, 1, 1, 0, 1),
            task_managers: Vec::new(),
            platform: None,
            lens: None,
            flow: Vec::new(),
        }
    }

    /// Keeps room for a closer look above squares. Returns the lower end.
    fn place_lens(&mut self, extent: &Extent, (x, w): (i32, i32), top: i32) -> i32 {
        if self.grid.density != Density::Dots {
            return top;
        }
        let lens = Lens::new(extent, Rect::new(x, top, w, 0));
        let bottom = lens.place.bottom() + GAP;
        self.lens = Some(lens);
        bottom
    }

    /// What flows between jobs, as many side by side as can be read: below everything else, or below the right column where
    /// that leaves room. Returns the lower end.
    fn place_flow(&mut self, extent: &Extent, lowest: i32, right: Rect) -> i32 {
        let many = i32::try_from(extent.flow.links.len()).unwrap_or(0);
        if many == 0 {
            return lowest;
        }
        let below = |x: i32, w: i32, bottom: i32| {
            let across = ((w + GAP) / (FLOW_WIDTH + GAP)).clamp(1, many);
            let width = (w + GAP) / across - GAP;
            let places = (0..many).map(move |index| {
                let (row, column) = (index / across, index % across);
                let top = bottom + GAP + 4 + row * (FLOW_HEIGHT + GAP);
                Rect::new(x + column * (width + GAP), top, width, FLOW_HEIGHT)
            });
            places.collect::<Vec<_>>()
        };
        let end = |places: &[Rect]| places.last().map_or(0, |last| last.bottom());
        self.flow = below(MARGIN, self.width - 2 * MARGIN, lowest);
        let beside = below(right.x, right.w, right.bottom());
        if self.kind == WidthClass::Wide && end(&beside) < end(&self.flow) {
            self.flow = beside;
        }
        end(&self.flow).max(lowest)
    }

    fn clients_bottom(&self) -> i32 {
        self.clients.iter().map(|client| client.bottom()).fold(self.shell.bottom(), i32::max)
    }

    /// A process with the container around it, if it has one.
    pub(crate) const fn around(&self, process: Rect) -> Rect {
        if self.contained && process.h > DOT_HEIGHT { contained(process) } else { process }
    }

    fn place_clients(&mut self, extent: &Extent, columns: &Columns, top: i32) {
        let many = count(extent.clients.iter().copied()).min(MOST_CLIENTS);
        let across = columns.clients_across;
        let most = if columns.terse || self.above { 2 } else { 5 };
        self.client_density = match () {
            () if columns.terse && self.above => Density::Tiles,
            () if many > most => Density::Glyphs,
            () => Density::Words,
        };
        let height = client_height(self.above, self.client_density);
        let width = (columns.clients.w - (across - 1) * 12) / across;
        let cell = |index: i32, top: i32| {
            let (row, column) = (index / across, index % across);
            let x = columns.clients.x + column * (width + 12);
            Rect::new(x, top + row * (height + GAP), width, height)
        };
        if self.above {
            self.shell = cell(0, top);
            self.clients = (1..=many).map(|index| cell(index, top)).collect();
        } else {
            self.shell = Rect::new(columns.clients.x, top, width, 34);
            let below = self.shell.bottom() + GAP;
            self.clients = (0..many).map(|index| cell(index, below)).collect();
        }
    }

    /// JobManagers one below the other, then what keeps leaders and pointers.
    fn place_clusters(&mut self, extent: &Extent, columns: &Columns, top: i32, zoom: Option<u16>) {
        let alone = [Room::default()];
        let rooms = if extent.rooms.is_empty() { &alone } else { extent.rooms.as_slice() };
        let in_full = if columns.terse { 1 } else { IN_FULL };
        let overview = rooms.len() > in_full;
        let gap = if overview { GAP } else { GAP + GAP };
        let mut bottom = top - gap;
        // What the one that is told in full takes more than a tile.
        let mut spent = 0;
        let zoom = zoom.unwrap_or(0);
        for (place, room) in rooms.iter().enumerate() {
            let zoomed = usize::from(zoom) == place;
            let density = match (rooms.len(), room.jobs) {
                _ if overview && !zoomed => Density::Dots,
                (1, 0..=4) if !columns.terse => Density::Words,
                (1, 0..=8) if !columns.terse || self.holds(room) <= 6 => Density::Glyphs,
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

    /// TaskManagers, and what YARN has around them. Returns the lower end.
    fn place_right(&mut self, extent: &Extent, crowd: &[i32], columns: &Columns, top: i32) -> i32 {
        let mut y = top;
        let (x, w) = (columns.right.x, columns.right.w);
        if !self.contained {
            let many = crowd.first().copied().unwrap_or(0);
            y = self.place_lens(extent, (x, w), y);
            let places = self.grid.places(x, y, many, false);
            let bottom = places.last().map_or(y, |place| place.bottom());
            self.task_managers.push(places);
            return bottom;
        }
        // Several clusters are listed there, as far as a queue is worth its room.
        let listed = i32::try_from(extent.clusters.len()).unwrap_or(0).min(LISTED);
        let rows = if listed > 1 { listed } else { objects(extent) };
        let list = if rows > 0 { rows * LISTED_HEIGHT + 2 } else { 0 };
        let queues = i32::from(extent.queues.min(LISTED as u16)) * QUEUE_HEIGHT;
        let across = columns.right_across;
        // Only a wide picture has room for two names beside each other.
        let beside = if w > 400 { across.min(2) } else { 1 };
        let half = (w + GAP) / beside - GAP;
        let resource_manager = Rect::new(x, y, half, 56 + queues + list);
        let top = y;
        y = resource_manager.bottom() + GAP;
        let below = beside == 1 || columns.squares;
        let file_system = extent.file_system.then(|| match below {
            true => Rect::new(x, y, half, DOT_HEIGHT),
            false => Rect::new(x + half + GAP, resource_manager.y, half, DOT_HEIGHT),
        });
        y = file_system.map_or(y, |place| y.max(place.bottom() + GAP));
        y = match beside {
            1 => self.place_lens(extent, (x, w), y),
            _ => y.max(self.place_lens(extent, (x + half + GAP, half), top)),
        };
        let w = (w + GAP) / across - GAP;
        let dots = self.grid.density == Density::Dots;
        let inset = if dots { SQUARES_INSET } else { INSET + FRAME };
        let head = if dots { SQUARES_HEAD } else { NODE_HEAD };
        let mut nodes: Vec<Rect> = Vec::new();
        for row in crowd.chunks(usize::try_from(across).unwrap_or(1)) {
            let mut lowest = y;
            for (many, column) in row.iter().zip(0..) {
                let left = x + column * (w + GAP);
                let places = self.grid.places(left + inset, y + head, *many, !dots);
                let bottom = places.last().map_or(y + head, |place| place.bottom() + inset);
                nodes.push(Rect::new(left, y, w, bottom - y));
                self.task_managers.push(places);
                lowest = lowest.max(bottom);
            }
            // Machines side by side are equally high.
            nodes.iter_mut().rev().take(row.len()).for_each(|node| node.h = lowest - y);
            y = lowest + GAP;
        }
        self.platform = Some(PlatformPlan { resource_manager, file_system, nodes });
        y - GAP
    }
}

/// What small laptops leave to a picture, in CSS pixels: the width of a window of 1440 with the contents beside, the height of
/// one of 720 (`book/theme/stage.css`).
const LAPTOP: (i32, i32) = (1_127, 438);
/// What a tablet of 768 by 1,024 leaves to it, and a phone of 390 by 844.
const TABLET: (i32, i32) = (711, 620);
const PHONE: (i32, i32) = (341, 460);
/// The least size, in thousandths, at which a wide picture's text of 13 units has twelve pixels.
const READABLE: i32 = 12_000 / 13;

/// So many clients are shown; whoever comes after them is in the log.
const MOST_CLIENTS: i32 = 7;
/// So many jobs are told one by one; of more, each has a badge, and one is told in full.
const TOLD: u16 = 8;
/// So many badges, and from one to the next.
const BADGES: u16 = 45;
const BADGES_ACROSS: i32 = 5;
const BADGE_HEIGHT: i32 = 20;
const BADGE_GAP: i32 = 3;

/// A narrow picture that is higher than this is an overview.
const LONG: i32 = 1_200;

/// Height of what flows between two jobs, and the least width that it can be read in.
const FLOW_HEIGHT: i32 = 58;
const FLOW_WIDTH: i32 = 190;

/// The container around a process.
pub(crate) const fn contained(process: Rect) -> Rect {
    let around = process.grown(FRAME);
    Rect { y: around.y - CONTAINER_HEAD, h: around.h + CONTAINER_HEAD, ..around }
}

const fn client_height(above: bool, density: Density) -> i32 {
    match (above, density) {
        (false, Density::Words) => 90,
        (true, Density::Words) => 70,
        (_, Density::Tiles) => CHIP_HEIGHT,
        (_, _) => 48,
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
