//! The cluster's web pages: YARN's list of applications, and Flink's own pages, with the facts that they show at
//! this moment, in their arrangement and our own drawing.
//!
//! In: the same [`Frame`] and [`Options`] as [`crate::layout()`]; the numbers are those of [`model::rest`], which
//! Flink's REST API gives. Out: a [`Scene`], so that it is drawn, selected and printed like the picture.
//! Deliberately absent: what these pages show and the simulation does not have (metrics, logs, heap in use).
//!
//! A page has the same height in all frames of a trace: what is missing leaves room.

mod page;
#[cfg(test)]
mod tests;

use crate::extent::Extent;
use crate::layout::{Options, cluster_of, tone};
use crate::measure::{self, Face};
use crate::scene::{Condition, Look, Role, Scene, Shape, Target};
use crate::stroke::{Line, Rect, Strokes};
use crate::words::names::{container, tm};
use crate::words::time::{clock, span};
use crate::words::{Label, label, label_with};
use model::rest::{self, JobDetails, TaskManagerInfo, Tasks, YarnApplication};
use model::{Cluster, ClusterId, ExecutionState, Frame, Provider};
use page::{Column, Pages};

/// Rows of a list at most: the newest, or the first ones.
const MOST_JOBS: usize = 8;
const MOST_TASK_MANAGERS: usize = 8;
const MOST_APPLICATIONS: usize = 6;

const APPLICATIONS: [Column; 8] = [
    Column::new(Label::WebId, (12, 230), (0, 10, 324)),
    Column::new(Label::WebName, (252, 168), (1, 10, 190)),
    Column::new(Label::WebType, (428, 88), (1, 210, 124)),
    Column::new(Label::WebQueue, (524, 58), (2, 210, 124)).named(),
    Column::new(Label::WebState, (590, 78), (2, 10, 90)),
    Column::new(Label::WebFinalStatus, (676, 88), (2, 105, 100)),
    Column::new(Label::WebContainers, (772, 72), (3, 10, 120)).named(),
    Column::new(Label::Memory, (852, 76), (3, 135, 190)).named(),
];

const JOBS: [Column; 5] = [
    Column::new(Label::WebJobName, (12, 240), (0, 10, 210)),
    Column::new(Label::WebStart, (264, 104), (1, 10, 150)).named(),
    Column::new(Label::WebDuration, (376, 104), (1, 165, 165)).named(),
    Column::new(Label::Tasks, (TASKS.0, TASKS.1), (2, TASKS_BELOW.0, TASKS_BELOW.1)),
    Column::new(Label::WebStatus, (808, 120), (0, 230, 104)),
];

/// The place of a job's tasks, in both arrangements: they are drawn, not written.
const TASKS: (i32, i32) = (488, 312);
const TASKS_BELOW: (i32, i32) = (10, 324);

const TASK_MANAGERS: [Column; 5] = [
    Column::new(Label::WebId, (12, 240), (0, 10, 110)),
    Column::new(Label::Container, (264, 212), (0, 130, 204)),
    Column::new(Label::WebAllSlots, (488, 148), (1, 10, 110)).named(),
    Column::new(Label::WebFreeSlots, (648, 148), (1, 130, 100)).named(),
    Column::new(Label::Memory, (808, 120), (1, 235, 99)),
];

/// Draws the pages at a moment.
pub fn web(frame: &Frame, options: &Options) -> Scene {
    let cluster = &frame.cluster;
    let mut pages = Pages::new(options);
    if let Provider::Yarn { .. } = cluster.provider {
        applications(&mut pages, cluster, options.extent);
    }
    flink(&mut pages, cluster, options);
    let label = label(options.lang, Label::WebPicture).to_owned();
    let (width, height) = pages.size();
    Scene { kind: page::class(options), width, height, label, shapes: pages.shapes }
}

/// YARN's list.
fn applications(pages: &mut Pages, cluster: &Cluster, extent: &Extent) {
    let most = extent.clusters.len().clamp(1, MOST_APPLICATIONS);
    let rows = rest::applications(cluster);
    let height = pages.table_height(most, 4);
    let address = "http://resourcemanager:8088/cluster";
    pages.open("yarn", label(pages.lang, Label::WebYarn), address, height);
    pages.heading(Label::WebApplications, rows.len(), &APPLICATIONS);
    if rows.is_empty() {
        pages.nothing();
    }
    for row in rows.iter().rev().take(most) {
        let YarnApplication { id, name, kind, queue, state, final_status, .. } = row;
        let (containers, memory) = (row.containers.to_string(), mib(row.memory_mib));
        let cells = [id, name, *kind, queue, state.name(), *final_status, &containers, &memory];
        let key = ["application-", id].concat();
        pages.row(key, Some(Target::JobManager(row.cluster)), &APPLICATIONS, &cells, 4);
    }
    pages.close();
}

/// Flink's own pages, of the cluster that is looked at.
fn flink(pages: &mut Pages, cluster: &Cluster, options: &Options) {
    let Extent { rooms, task_managers, .. } = options.extent;
    // Only one cluster's: of several each has its part of the TaskManagers, and perhaps one that came for a dead one.
    let jobs = rooms.iter().map(|room| usize::from(room.jobs)).max().unwrap_or(0);
    let most_jobs = jobs.min(MOST_JOBS);
    let workers = match rooms.len() {
        0 | 1 => task_managers.len(),
        many => task_managers.len().div_ceil(many) + 1,
    };
    let most_workers = workers.clamp(1, MOST_TASK_MANAGERS);
    let height = pages.tile_height()
        + pages.table_height(most_jobs.max(1), 3)
        + pages.table_height(1, 3)
        + pages.table_height(most_workers, 2);
    let of = shown(cluster, options);
    let address: &str = match (&cluster.provider, of) {
        (Provider::Kubernetes { .. }, Some(of)) => {
            &["http://", &cluster.name_of(cluster.flink(of)), "-rest:8081"].concat()
        }
        (Provider::Standalone { .. }, _) | (_, None) => "http://master:8081",
        (Provider::Yarn { .. }, _) => "http://hadoop104:39735",
    };
    pages.open("flink", label(pages.lang, Label::WebFlink), address, height);
    let answers = of.and_then(|of| {
        Some((
            rest::overview(cluster, of)?,
            rest::jobs(cluster, of)?,
            rest::task_managers(cluster, of)?,
        ))
    });
    match answers {
        None => pages.no_answer(),
        Some((overview, jobs, workers)) => {
            tiles(pages, &overview);
            let mut most = most_jobs;
            for (heading, over) in [(Label::WebRunningJobs, false), (Label::WebCompletedJobs, true)]
            {
                let list =
                    || jobs.iter().rev().filter(|row| row.state.is_globally_terminal() == over);
                let count = list().count();
                pages.heading(heading, count, &JOBS);
                if count == 0 {
                    pages.nothing();
                }
                list().take(most.max(1)).for_each(|row| job(pages, row, cluster));
                most = most_jobs.saturating_sub(count.max(1));
            }
            pages.heading(Label::WebTaskManagers, workers.len(), &TASK_MANAGERS);
            if workers.is_empty() {
                pages.nothing();
            }
            for row in workers.iter().take(most_workers) {
                worker(pages, row, cluster);
            }
        }
    }
    pages.close();
}

/// The cluster of what is selected; or the newest that answers, or else the newest.
fn shown(cluster: &Cluster, options: &Options) -> Option<ClusterId> {
    let selected = options.selected.and_then(|target| cluster_of(target, cluster));
    let newest = || cluster.clusters.iter().rev();
    let answering = || newest().find(|it| it.phase.accepts_jobs()).or_else(|| newest().next());
    selected.or_else(|| answering().map(|it| it.id))
}

fn tiles(pages: &mut Pages, overview: &rest::Overview) {
    let lang = pages.lang;
    let with = |label: Label, number: usize| label_with(lang, label, &[&number.to_string()]);
    let rest::Overview { taskmanagers, slots_total, jobs_finished, jobs_cancelled, .. } = *overview;
    let slots = [
        with(Label::WebTotalSlots, slots_total),
        with(Label::WebCountTaskManagers, taskmanagers),
        label_with(lang, Label::FlinkVersion, &[overview.flink_version]),
    ];
    let ends = [
        ("FINISHED ", jobs_finished),
        ("CANCELED ", jobs_cancelled),
        ("FAILED ", overview.jobs_failed),
    ];
    let ends = ends.map(|(name, number)| [name, &number.to_string()].concat());
    let key = ["slots", "jobs"];
    let titles = [Label::WebAvailableSlots, Label::WebRunningJobs];
    let numbers = [overview.slots_available, overview.jobs_running];
    pages.tiles(key, titles, numbers, [slots, ends]);
}

fn job(pages: &mut Pages, row: &JobDetails, cluster: &Cluster) {
    let end = row.end_time.unwrap_or(cluster.now);
    let (start, duration) = (clock(row.start_time), span(end.since(row.start_time)));
    let cells = [row.name.as_str(), &start, &duration, "", row.state.name()];
    let key = ["job-", &row.jid.0.to_string()].concat();
    pages.row(key.clone(), Some(Target::Job(row.jid)), &JOBS, &cells, 3);
    chips(pages, &key, tone(row.jid), &row.tasks);
}

/// The subtasks by state, on the row that was drawn last: a number on a ground, which is their job's for those that run, and
/// the state's name where there is room.
fn chips(pages: &mut Pages, key: &str, tone: u8, tasks: &Tasks) {
    const CHIP: i32 = 22;
    let Some(mut row) = pages.shapes.pop() else { return };
    let mut chips = Vec::new();
    let ((mut x, room), y) = if pages.wide { (TASKS, 4) } else { (TASKS_BELOW, 42) };
    let end = x + room;
    for state in ExecutionState::ALL {
        let number = tasks.in_state(state);
        if number == 0 || x + CHIP > end {
            continue;
        }
        let place = Rect::new(row.x + x, row.y + y, CHIP, 20);
        let mut chip = Shape::at([key, "-", state.name()].concat(), Role::Chip, place);
        let tone = (state == ExecutionState::Running).then_some(tone);
        (chip.condition, chip.glides) = (condition(state), false);
        chip.badge_text(tone, &number.to_string(), CHIP);
        chips.push(chip);
        x += CHIP + 5;
        let size = pages.size_of_text();
        let width = measure::width(state.name(), size, Face::Plain);
        if x + width <= end {
            let line = Line { look: Look::Fact, size, x, y: y + 14, room: width };
            row.text(line, state.name());
            x += width + 10;
        }
    }
    pages.shapes.push(row);
    pages.shapes.append(&mut chips);
}

/// Who runs has its job's colour, who failed the alarm's, everybody else is grey.
const fn condition(state: ExecutionState) -> Condition {
    match state {
        ExecutionState::Running => Condition::Alive,
        ExecutionState::Failed => Condition::Dead,
        ExecutionState::Finished
        | ExecutionState::Deploying
        | ExecutionState::Initializing
        | ExecutionState::Scheduled
        | ExecutionState::Canceling
        | ExecutionState::Created
        | ExecutionState::Canceled => Condition::Done,
    }
}

fn worker(pages: &mut Pages, row: &TaskManagerInfo, cluster: &Cluster) {
    let held = row.container.map(|id| container(&cluster.provider, id)).unwrap_or_default();
    let (slots, free) = (row.slots_number.to_string(), row.free_slots.to_string());
    let (id, memory) = (tm(row.id), mib(row.total_process_memory_mib));
    let cells = [id.as_str(), &held, &slots, &free, &memory];
    pages.row(["web-", &id].concat(), Some(Target::TaskManager(row.id)), &TASK_MANAGERS, &cells, 2);
}

fn mib(size: u64) -> String {
    [&size.to_string(), " MiB"].concat()
}
