//! Where everything stands, before anything is drawn.
//!
//! In: an [`Extent`] and the width. Out: rectangles. They depend on nothing that changes while a
//! trace is shown, so that an object stays where it is when others come and go.

mod clusters;
mod right;

use super::grid::{Grid, choose_grid};
use super::lens::Lens;
use super::sizes::{
    BAND, CHIP_HEIGHT, CONTAINER_HEAD, Columns, DOT_HEIGHT, Density, FRAME, GAP, MARGIN,
};
use super::{Arrangement, WidthClass};
use crate::extent::Extent;
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
        // Wider first, then shorter words, squares last, and only until it can be read. An upright column is too narrow for three
        // machines, and a phone scrolls a little before it has squares.
        let phone = kind == Arrangement::Narrow;
        let all = [(2, false), (3, false), (1, true), (2, true), (3, true), (0, true)];
        let upright = kind == Arrangement::Upright;
        for (across, terse) in all.into_iter().filter(|(across, _)| !upright || *across < 3) {
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
/// A narrow picture that is higher than this is an overview.
const LONG: i32 = 1_200;

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
