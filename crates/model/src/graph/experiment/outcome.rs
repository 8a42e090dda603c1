//! What came of an experiment.
//!
//! In: the cluster at the moment that is looked at. Out: the moment that is looked at, where each subtask is, and the job's course to the end.

use crate::cluster::{Allocation, Cluster, TaskManager};
use crate::event::Cause;
use crate::graph::JobGraph;
use crate::ids::{TmId, VertexId};
use crate::region::Subtask;
use crate::shared::Shared;
use crate::state::JobStatus;
use crate::time::Time;

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
    /// The subtasks of each slot of each TaskManager.
    seated: Vec<Vec<Vec<Subtask>>>,
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
    pub(super) fn new(
        submitted: &JobGraph,
        at: Time,
        cluster: Cluster,
        turns: Vec<Turn>,
    ) -> Outcome {
        let graph = cluster.jobs.first().map_or_else(
            || submitted.clone(),
            |job| {
                submitted
                    .rescaled(&job.spec.vertices.iter().map(|v| v.parallelism).collect::<Vec<_>>())
            },
        );
        let mut outcome = Outcome { graph, at, cluster, turns, seated: Vec::new() };
        let slots = |tm: &TaskManager| vec![Vec::new(); tm.slots.len()];
        let mut seated: Vec<Vec<Vec<Subtask>>> =
            outcome.task_managers().iter().map(slots).collect();
        for (vertex, subtask) in outcome.subtasks() {
            if let Some((tm, index)) = outcome.seat(vertex, subtask).slot() {
                seated[tm.index()][usize::from(index)].push((vertex, subtask));
            }
        }
        outcome.seated = seated;
        outcome
    }

    /// The subtasks that have that slot, vertex by vertex; nobody where there is no such slot.
    pub fn seated(&self, tm: TmId, index: u16) -> &[Subtask] {
        let slots = self.seated.get(tm.index()).map_or(&[][..], Vec::as_slice);
        slots.get(usize::from(index)).map_or(&[], Vec::as_slice)
    }

    /// Where a subtask is.
    pub fn seat(&self, vertex: VertexId, subtask: u16) -> Seat {
        let Some(job) = self.cluster.jobs.first() else { return Seat::Waits };
        let subtasks = job.executions.get(vertex.index());
        let Some(execution) = subtasks.and_then(|all| all.get(usize::from(subtask))) else {
            return Seat::Waits;
        };
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
    pub fn task_managers(&self) -> &Shared<TaskManager> {
        &self.cluster.task_managers
    }

    /// The slots of all TaskManagers that are alive.
    pub fn slots_there(&self) -> u16 {
        let alive = self.task_managers().iter().filter(|tm| !tm.process.is_gone());
        u16::try_from(alive.map(|tm| tm.slots.len()).sum::<usize>()).expect("few TaskManagers")
    }

    /// The slots that the job holds, whether its subtasks run there yet or not.
    pub fn slots_taken(&self) -> u16 {
        let held = self.cluster.allocations.iter().filter(|slot| slot.at_job_master.is_held());
        u16::try_from(held.count()).expect("few slots")
    }

    /// Whether the job holds that slot.
    pub fn is_held(&self, tm: TmId, index: u16) -> bool {
        let held = |slot: &Allocation| slot.index == index && slot.at_job_master.is_held();
        let tm = self.task_managers().get(tm.index());
        tm.is_some_and(|tm| tm.open.iter().any(|id| held(self.cluster.allocation(*id))))
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
