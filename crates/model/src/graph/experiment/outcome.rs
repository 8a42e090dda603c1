//! What came of an experiment.
//!
//! In: the trace. Out: the moment that is looked at, where each subtask is, and the job's course to the end.

use crate::cluster::{Cluster, TaskManager};
use crate::event::{Cause, Event};
use crate::graph::JobGraph;
use crate::ids::{TmId, VertexId};
use crate::state::JobStatus;
use crate::time::Time;
use crate::trace::Trace;

/// What came of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The job as it is then: the adaptive scheduler may have changed its parallelism.
    pub graph: JobGraph,
    /// The moment that is looked at.
    pub at: Time,
    /// What is true then.
    pub cluster: Cluster,
    /// Every change of the job's status, to the end of the run.
    pub turns: Vec<Turn>,
}

/// A change of the job's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When.
    pub at: Time,
    /// Into which.
    pub to: JobStatus,
    /// Why.
    pub cause: Option<Cause>,
}

/// Where a subtask is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seat {
    /// It runs in this slot.
    Runs(TmId, u16),
    /// The slot is kept for it until the slots of its region are complete.
    Kept(TmId, u16),
    /// It has none.
    Waits,
}

impl Seat {
    /// The slot, if it has one.
    pub const fn slot(self) -> Option<(TmId, u16)> {
        match self {
            Self::Runs(tm, index) | Self::Kept(tm, index) => Some((tm, index)),
            Self::Waits => None,
        }
    }
}

impl Outcome {
    pub(super) fn new(submitted: &JobGraph, trace: &Trace, at: Time) -> Outcome {
        let cluster = trace.frame_at(at).cluster;
        let graph = cluster.jobs.first().map_or_else(
            || submitted.clone(),
            |job| {
                submitted
                    .rescaled(&job.spec.vertices.iter().map(|v| v.parallelism).collect::<Vec<_>>())
            },
        );
        let turn = |(at, event): (Time, &Event)| match event {
            Event::JobStatusChanged { to, cause, .. } => Some(Turn { at, to: *to, cause: *cause }),
            _ => None,
        };
        let entries = trace.entries().iter().map(|entry| (entry.at, &entry.event));
        Outcome { graph, at, cluster, turns: entries.filter_map(turn).collect() }
    }

    /// Where a subtask is.
    pub fn seat(&self, vertex: VertexId, subtask: u16) -> Seat {
        let Some(job) = self.cluster.jobs.first() else { return Seat::Waits };
        let execution = &job.executions[vertex.index()][usize::from(subtask)];
        let slot = execution.slot.map(|slot| self.cluster.allocation(slot));
        match slot {
            Some(slot) if execution.state.is_deployed() => Seat::Runs(slot.tm, slot.index),
            Some(slot) if !execution.state.is_terminal() => Seat::Kept(slot.tm, slot.index),
            Some(_) | None => Seat::Waits,
        }
    }

    /// Every subtask, vertex by vertex.
    pub fn subtasks(&self) -> impl Iterator<Item = (VertexId, u16)> + '_ {
        let of = |vertex| (0..self.graph.parallelism(vertex)).map(move |subtask| (vertex, subtask));
        self.graph.vertices().flat_map(of)
    }

    /// The subtasks that do not run.
    pub fn waiting(&self) -> impl Iterator<Item = (VertexId, u16)> + '_ {
        self.subtasks().filter(|(v, s)| !matches!(self.seat(*v, *s), Seat::Runs(..)))
    }

    /// The TaskManagers that ever were.
    pub fn task_managers(&self) -> Vec<&TaskManager> {
        self.cluster.task_managers.iter().collect()
    }

    /// The slots of all TaskManagers that are alive.
    pub fn slots_there(&self) -> u16 {
        let alive = self.cluster.task_managers.iter().filter(|tm| !tm.process.is_gone());
        u16::try_from(alive.map(|tm| tm.slots.len()).sum::<usize>()).expect("few TaskManagers")
    }

    /// The slots that the job holds, whether its subtasks run there yet or not.
    pub fn slots_taken(&self) -> u16 {
        u16::try_from(self.held().count()).expect("few slots")
    }

    /// Whether the job holds that slot.
    pub fn is_held(&self, tm: TmId, index: u16) -> bool {
        self.held().any(|slot| slot == (tm, index))
    }

    fn held(&self) -> impl Iterator<Item = (TmId, u16)> + '_ {
        let slots = self.cluster.allocations.iter().filter(|slot| slot.at_job_master.is_held());
        slots.map(|slot| (slot.tm, slot.index))
    }

    /// Whether every subtask runs.
    pub fn all_run(&self) -> bool {
        self.waiting().next().is_none()
    }

    /// The job's status at the moment that is looked at.
    pub fn status(&self) -> JobStatus {
        self.cluster.jobs.first().map_or(JobStatus::Initializing, |job| job.status)
    }

    /// The first failure: the job restarts, or fails for good.
    pub fn first_failure(&self) -> Option<Turn> {
        let fails = |turn: &&Turn| matches!(turn.to, JobStatus::Failing | JobStatus::Restarting);
        self.turns.iter().find(fails).copied()
    }

    /// The job's last status in the run.
    pub fn last(&self) -> Option<Turn> {
        self.turns.last().copied()
    }
}
