//! Where everything stands, before anything is drawn.
//!
//! In: an [`Extent`] and the width. Out: rectangles. They depend on nothing that changes while a
//! trace is shown, so that an object stays where it is when others come and go.

use super::WidthClass;
use super::grid::{Grid, choose_grid};
use crate::extent::Extent;

/// A rectangle in whole units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rect {
    pub x: i32,
    pub y: i32,
    pub w: i32,
    pub h: i32,
}

impl Rect {
    pub(crate) const fn new(x: i32, y: i32, w: i32, h: i32) -> Self {
        Self { x, y, w, h }
    }

    pub(crate) const fn right(self) -> i32 {
        self.x + self.w
    }

    pub(crate) const fn bottom(self) -> i32 {
        self.y + self.h
    }

    pub(crate) const fn middle_y(self) -> i32 {
        self.y + self.h / 2
    }

    /// Larger by so much on each side.
    pub(crate) const fn grown(self, by: i32) -> Self {
        Self { x: self.x - by, y: self.y - by, w: self.w + 2 * by, h: self.h + 2 * by }
    }
}

/// How much is said of each thing. Many things are told shortly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Density {
    /// Every state in words.
    Words,
    /// States of subtasks as drawings; the words are in the inspector and in the tooltip.
    Glyphs,
    /// Subtasks as tiles, jobs and clients in one line.
    Tiles,
}

/// Places of one arrangement.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub width: i32,
    pub height: i32,
    pub kind: WidthClass,
    pub shell: Rect,
    pub clients: Vec<Rect>,
    pub client_density: Density,
    pub job_manager: Rect,
    /// The column inside the JobManager that is kept free for messages.
    pub gutter: Rect,
    pub dispatcher: Rect,
    pub resource_manager: Rect,
    pub jobs: Vec<Rect>,
    pub job_density: Density,
    pub grid: Grid,
    /// By machine (one where there is no YARN), then by place.
    pub task_managers: Vec<Vec<Rect>>,
    pub yarn: Option<YarnPlan>,
}

/// Places of what only YARN has.
#[derive(Clone, Debug)]
pub(crate) struct YarnPlan {
    pub resource_manager: Rect,
    pub nodes: Vec<Rect>,
    pub job_manager_container: Rect,
}

/// Where the right column of a wide picture begins.
pub(crate) const RIGHT_COLUMN: i32 = 642;
/// Space around everything.
pub(crate) const MARGIN: i32 = 6;
/// Space between things of a column.
pub(crate) const GAP: i32 = 10;
/// Height of the ways that run above (wide) or between (narrow) the sections.
pub(crate) const BAND: i32 = 30;
/// Height of the line above a process that names its container.
pub(crate) const CONTAINER_HEAD: i32 = 20;
/// Height of a machine's own lines.
pub(crate) const NODE_HEAD: i32 = 46;
/// Space between a container's frame and its process.
pub(crate) const FRAME: i32 = 6;
/// Space between a box and what it holds.
pub(crate) const INSET: i32 = 8;

/// Sizes that differ between the two arrangements.
pub(super) struct Columns {
    clients: Rect,
    clients_across: i32,
    job_manager: Rect,
    gutter: i32,
    pub(super) right: Rect,
    /// A taller picture than this is told more shortly.
    pub(super) budget: i32,
}

impl Columns {
    const fn of(kind: WidthClass) -> Self {
        match kind {
            WidthClass::Wide => Self {
                clients: Rect::new(MARGIN, 0, 130, 0),
                clients_across: 1,
                job_manager: Rect::new(222, 0, 310, 0),
                gutter: 74,
                right: Rect::new(RIGHT_COLUMN, 0, 960 - MARGIN - RIGHT_COLUMN, 0),
                budget: 620,
            },
            WidthClass::Narrow => Self {
                clients: Rect::new(8, 0, 344, 0),
                clients_across: 2,
                job_manager: Rect::new(8, 0, 336, 0),
                gutter: 74,
                right: Rect::new(8, 0, 336, 0),
                budget: 760,
            },
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
    let machines = usize::from(extent.nodes.max(1));
    let on = |node: usize| {
        let here = extent.task_managers.iter().filter(move |tm| usize::from(tm.node) == node);
        count(here.map(|tm| tm.place))
    };
    (0..machines).map(on).collect()
}

impl Plan {
    /// The places for this extent.
    pub(crate) fn new(extent: &Extent, kind: WidthClass) -> Plan {
        let columns = Columns::of(kind);
        let mut plan = Plan::empty(kind);
        let on_yarn = extent.nodes > 0;
        let upper = match kind {
            // Messages between clients and YARN pass above everything.
            WidthClass::Wide if on_yarn => BAND,
            // Messages to the second column of TaskManagers pass above the first.
            WidthClass::Wide => 10,
            WidthClass::Narrow => MARGIN,
        };
        let crowd = crowd(extent);
        plan.grid = choose_grid(extent, &crowd, &columns, on_yarn);
        plan.place_clients(extent, &columns, upper);
        let mut top = match kind {
            WidthClass::Wide => upper,
            WidthClass::Narrow => plan.clients_bottom() + BAND,
        };
        plan.place_job_manager(extent, &columns, top, on_yarn);
        if kind == WidthClass::Narrow {
            top = plan.job_manager_bottom() + BAND;
        }
        let bottom = plan.place_right(&crowd, &columns, top, on_yarn);
        let lowest = bottom.max(plan.job_manager_bottom()).max(plan.clients_bottom());
        plan.height = lowest + MARGIN;
        plan
    }

    fn empty(kind: WidthClass) -> Plan {
        let nowhere = Rect::default();
        Plan {
            width: match kind {
                WidthClass::Wide => 960,
                WidthClass::Narrow => 360,
            },
            height: 0,
            kind,
            shell: nowhere,
            clients: Vec::new(),
            client_density: Density::Words,
            job_manager: nowhere,
            gutter: nowhere,
            dispatcher: nowhere,
            resource_manager: nowhere,
            jobs: Vec::new(),
            job_density: Density::Words,
            grid: Grid::new(Density::Words, 1, 1, 0, 1),
            task_managers: Vec::new(),
            yarn: None,
        }
    }

    fn clients_bottom(&self) -> i32 {
        self.clients.iter().map(|client| client.bottom()).fold(self.shell.bottom(), i32::max)
    }

    /// The lower end of the JobManager with its container.
    fn job_manager_bottom(&self) -> i32 {
        self.yarn.as_ref().map_or(self.job_manager, |yarn| yarn.job_manager_container).bottom()
    }

    fn place_clients(&mut self, extent: &Extent, columns: &Columns, top: i32) {
        let many = count(extent.clients.iter().copied());
        let across = columns.clients_across;
        self.client_density = if many > 5 { Density::Glyphs } else { Density::Words };
        let height = client_height(self.kind, self.client_density);
        let width = (columns.clients.w - (across - 1) * 12) / across;
        let cell = |index: i32, top: i32| {
            let (row, column) = (index / across, index % across);
            let x = columns.clients.x + column * (width + 12);
            Rect::new(x, top + row * (height + GAP), width, height)
        };
        match self.kind {
            WidthClass::Wide => {
                self.shell = Rect::new(columns.clients.x, top, width, 34);
                let below = self.shell.bottom() + GAP;
                self.clients = (0..many).map(|index| cell(index, below)).collect();
            }
            WidthClass::Narrow => {
                self.shell = cell(0, top);
                self.clients = (1..=many).map(|index| cell(index, top)).collect();
            }
        }
    }

    fn place_job_manager(&mut self, extent: &Extent, columns: &Columns, top: i32, on_yarn: bool) {
        let many = count(extent.jobs.iter().copied()).max(1);
        self.job_density = match many {
            1..=4 => Density::Words,
            5..=8 => Density::Glyphs,
            _ => Density::Tiles,
        };
        let mut frame = columns.job_manager;
        frame.y = top + if on_yarn { CONTAINER_HEAD + FRAME } else { 0 };
        if on_yarn && self.kind == WidthClass::Narrow {
            frame = Rect { x: frame.x + INSET, w: frame.w - 2 * INSET, ..frame };
        }
        let x = frame.x + columns.gutter;
        let width = frame.w - columns.gutter - INSET;
        let mut y = frame.y + 36;
        let mut row = |height: i32| {
            let rect = Rect::new(x, y, width, height);
            y += height + GAP;
            rect
        };
        self.dispatcher = row(36);
        self.resource_manager = row(90);
        let height = job_height(self.job_density);
        self.jobs = (0..many).map(|_| row(height)).collect();
        frame.h = y - GAP + INSET - frame.y;
        self.job_manager = frame;
        self.gutter = Rect::new(frame.x + 2, frame.y + 4, columns.gutter - 4, frame.h - 8);
        if on_yarn {
            self.yarn = Some(YarnPlan {
                resource_manager: Rect::default(),
                nodes: Vec::new(),
                job_manager_container: contained(frame),
            });
        }
    }

    /// TaskManagers, and what YARN has around them. Returns the lower end.
    fn place_right(&mut self, crowd: &[i32], columns: &Columns, top: i32, on_yarn: bool) -> i32 {
        let mut y = top;
        let (x, w) = (columns.right.x, columns.right.w);
        let Some(mut yarn) = self.yarn.take() else {
            let many = crowd.first().copied().unwrap_or(0);
            let places = self.grid.places(x, y, many, on_yarn);
            let bottom = places.last().map_or(y, |place| place.bottom());
            self.task_managers.push(places);
            return bottom;
        };
        yarn.resource_manager = Rect::new(x, y, w, 56);
        y = yarn.resource_manager.bottom() + GAP;
        for many in crowd {
            let places = self.grid.places(x + INSET + FRAME, y + NODE_HEAD, *many, true);
            let bottom =
                places.last().map_or(y + NODE_HEAD, |place| place.bottom() + FRAME + INSET);
            yarn.nodes.push(Rect::new(x, y, w, bottom - y));
            self.task_managers.push(places);
            y = bottom + GAP;
        }
        self.yarn = Some(yarn);
        y - GAP
    }
}

/// The container around a process.
pub(crate) const fn contained(process: Rect) -> Rect {
    let around = process.grown(FRAME);
    Rect { y: around.y - CONTAINER_HEAD, h: around.h + CONTAINER_HEAD, ..around }
}

const fn client_height(kind: WidthClass, density: Density) -> i32 {
    match (kind, density) {
        (WidthClass::Wide, Density::Words) => 90,
        (WidthClass::Narrow, Density::Words) => 70,
        (_, _) => 48,
    }
}

const fn job_height(density: Density) -> i32 {
    match density {
        Density::Words => 72,
        Density::Glyphs => 50,
        Density::Tiles => 30,
    }
}
