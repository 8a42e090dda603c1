//! What is counted of a job and of its slots, so that nobody has to look through all tasks or all allocations.
//!
//! Every change of a task goes through [`Job::set_task`], every change of an allocation through
//! [`Cluster::change_allocation`]: the counts cannot fall behind. [`Cluster::miscounts`] counts anew, for the tests.

use super::{Allocation, AtJobMaster, AtResourceManager, Cluster, Execution, Job};
use crate::ids::{AllocationId, JobId, VertexId};
use crate::region::Subtask;
use crate::state::ExecutionState;
use std::mem::replace;

/// The tasks of a job, counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tasks {
    /// All of them.
    pub(crate) all: usize,
    /// By state.
    in_state: [usize; 9],
    /// Of each vertex, those that are FINISHED.
    finished: Vec<usize>,
    /// SCHEDULED without a slot, in order.
    pub(crate) waiting: Vec<Subtask>,
    /// Of each region, those that are CREATED; and the regions of which all are.
    created: Vec<usize>,
    pub(crate) fresh_regions: Vec<u16>,
    /// Of each region, those that are SCHEDULED with a slot; and the regions of which all are.
    placed: Vec<usize>,
    pub(crate) complete_regions: Vec<u16>,
    /// Of each shared slot, those that wait or run; and the shared slots of which any does.
    needing: Vec<Vec<usize>>,
    slots_needed: usize,
}

/// The allocations of a job or of a TaskManager that are not over, in order of age.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Slots {
    /// The ResourceManager has not freed them, or the JobMaster has not released them.
    pub(crate) open: Vec<AllocationId>,
    /// The JobMaster's pool holds them.
    pub(crate) held: Vec<AllocationId>,
    /// The pool holds them, and no task is in them.
    pub(crate) idle: Vec<AllocationId>,
    /// How many the ResourceManager has not freed.
    pub(crate) given: usize,
}

impl Job {
    /// Changes a task.
    pub(super) fn set_task(&mut self, (vertex, subtask): Subtask, to: Execution) {
        let before = replace(&mut self.executions[vertex.index()][usize::from(subtask)], to);
        self.count_task((vertex, subtask), &before, false);
        self.count_task((vertex, subtask), &to, true);
    }

    /// Counts all tasks of a new graph.
    pub(super) fn count_tasks(&mut self) {
        let regions = self.regions.len();
        self.tasks = Tasks {
            finished: vec![0; self.executions.len()],
            needing: vec![Vec::new(); self.executions.len()],
            created: vec![0; regions],
            placed: vec![0; regions],
            ..Tasks::default()
        };
        for vertex in 0..self.executions.len() {
            for subtask in 0..self.executions[vertex].len() {
                let task = self.executions[vertex][subtask];
                let member = (VertexId::next(vertex), subtask as u16);
                let (group, index) = self.shared_slots.get(member.0, member.1);
                let row = &mut self.tasks.needing[group];
                row.resize(row.len().max(usize::from(index) + 1), 0);
                self.tasks.all += 1;
                self.count_task(member, &task, true);
            }
        }
    }

    fn count_task(&mut self, member: Subtask, task: &Execution, enters: bool) {
        let tasks = &mut self.tasks;
        let (state, has_slot) = (task.state, task.slot.is_some());
        let step = |count: &mut usize| {
            *count = if enters { *count + 1 } else { *count - 1 };
            *count
        };
        step(&mut tasks.in_state[state as usize]);
        let region = self.regions.region_of(member);
        let size = self.regions.members(region).len();
        match state {
            ExecutionState::Created => {
                let all = step(&mut tasks.created[usize::from(region)]) == size;
                put(&mut tasks.fresh_regions, region, all);
            }
            ExecutionState::Scheduled if has_slot => {
                let all = step(&mut tasks.placed[usize::from(region)]) == size;
                put(&mut tasks.complete_regions, region, all);
            }
            ExecutionState::Scheduled => put(&mut tasks.waiting, member, enters),
            ExecutionState::Finished => {
                step(&mut tasks.finished[member.0.index()]);
            }
            ExecutionState::Deploying
            | ExecutionState::Initializing
            | ExecutionState::Running
            | ExecutionState::Canceling
            | ExecutionState::Canceled
            | ExecutionState::Failed => {}
        }
        if state != ExecutionState::Created && !state.is_terminal() {
            let (group, index) = self.shared_slots.get(member.0, member.1);
            let needing = step(&mut tasks.needing[group][usize::from(index)]);
            if needing == usize::from(enters) {
                step(&mut tasks.slots_needed);
            }
        }
    }

    /// How many of its tasks are in that state.
    pub fn tasks_in_state(&self, state: ExecutionState) -> usize {
        self.tasks.in_state[state as usize]
    }

    /// Whether all its tasks are in that state.
    pub(crate) fn all_tasks_are(&self, state: ExecutionState) -> bool {
        self.tasks_in_state(state) == self.tasks.all
    }

    /// Whether all its tasks have ended, one way or another.
    pub(crate) fn all_tasks_ended(&self) -> bool {
        self.tasks_ended() == self.tasks.all
    }

    /// How many of its tasks have ended.
    pub(crate) fn tasks_ended(&self) -> usize {
        let ends = [ExecutionState::Finished, ExecutionState::Canceled, ExecutionState::Failed];
        ends.into_iter().map(|end| self.tasks_in_state(end)).sum()
    }

    /// Whether every subtask of a vertex is FINISHED.
    pub(crate) fn vertex_finished(&self, vertex: VertexId) -> bool {
        self.tasks.finished[vertex.index()] == self.executions[vertex.index()].len()
    }

    /// Shared slots with a subtask that waits or runs.
    pub(super) fn shared_slots_needed(&self) -> usize {
        self.tasks.slots_needed
    }
}

impl Slots {
    fn count(&mut self, allocation: &Allocation, enters: bool) {
        let id = allocation.id;
        let freed = allocation.at_rm == AtResourceManager::Freed;
        let over = freed && allocation.at_job_master == AtJobMaster::Released;
        let idle = matches!(allocation.at_job_master, AtJobMaster::Idle(_));
        put(&mut self.open, id, enters && !over);
        put(&mut self.held, id, enters && allocation.at_job_master.is_held());
        put(&mut self.idle, id, enters && idle);
        if !freed {
            self.given = if enters { self.given + 1 } else { self.given - 1 };
        }
    }
}

impl Cluster {
    /// A new allocation.
    pub(super) fn add_allocation(&mut self, allocation: Allocation) {
        self.allocations.push(allocation);
        self.recount(&allocation, None);
    }

    /// Changes what the ResourceManager or the JobMaster says of an allocation.
    pub(super) fn change_allocation(
        &mut self,
        id: AllocationId,
        change: impl FnOnce(&mut Allocation),
    ) {
        let before = self.allocations[id.index()];
        let mut after = before;
        change(&mut after);
        if after != before {
            self.allocations[id.index()] = after;
            self.recount(&after, Some(&before));
        }
    }

    fn recount(&mut self, now: &Allocation, before: Option<&Allocation>) {
        let (of_job, of_tm) =
            (&mut self.jobs[now.job.index()].slots, &mut self.task_managers[now.tm.index()].open);
        if let Some(before) = before {
            of_job.count(before, false);
        }
        of_job.count(now, true);
        put(of_tm, now.id, of_job.open.binary_search(&now.id).is_ok());
        self.note_shortage(now.job);
    }

    /// Changes how many slots a job requires.
    pub(super) fn require_slots(&mut self, job: JobId, slots: u16) {
        self.jobs[job.index()].required = slots;
        self.note_shortage(job);
    }

    fn note_shortage(&mut self, id: JobId) {
        let job = self.job(id);
        let (cluster, short) = (job.cluster, job.is_short_of_slots());
        if self.flink(cluster).short_jobs.binary_search(&id).is_ok() != short {
            put(&mut self.clusters[cluster.index()].short_jobs, id, short);
        }
    }

    /// What is counted wrongly: empty, whatever happened. Counts everything anew.
    pub(crate) fn miscounts(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut slots = vec![Slots::default(); self.jobs.len()];
        let mut of_tms = vec![Vec::new(); self.task_managers.len()];
        for allocation in &self.allocations {
            let of_job = &mut slots[allocation.job.index()];
            of_job.count(allocation, true);
            if of_job.open.last() == Some(&allocation.id) {
                of_tms[allocation.tm.index()].push(allocation.id);
            }
        }
        for (job, slots) in self.jobs.iter().zip(slots) {
            let mut anew = job.clone();
            anew.count_tasks();
            if anew.tasks != job.tasks || slots != job.slots {
                wrong.push(format!("{:?} counts its tasks or slots wrongly", job.id));
            }
        }
        let tms = self.task_managers.iter().zip(of_tms);
        for (tm, _) in tms.filter(|(tm, open)| tm.open != *open) {
            wrong.push(format!("{:?} counts its allocations wrongly", tm.id));
        }
        for cluster in &self.clusters {
            let here = || self.jobs.iter().filter(|job| job.cluster == cluster.id);
            let short = here().filter(|job| job.is_short_of_slots()).map(|job| job.id);
            if !cluster.jobs.iter().copied().eq(here().map(|job| job.id))
                || !cluster.short_jobs.iter().copied().eq(short)
            {
                wrong.push(format!("{:?} counts its jobs wrongly", cluster.id));
            }
        }
        let room = self.platform.iter().filter(|it| it.counted_anew() != it.room);
        wrong.extend(room.map(|_| "the platform counts its containers wrongly".to_owned()));
        wrong
    }
}

/// Puts an entry into a sorted list, or takes it out.
pub(super) fn put<T: Ord + Copy>(list: &mut Vec<T>, entry: T, is_in: bool) {
    match (list.binary_search(&entry), is_in) {
        (Err(place), true) => list.insert(place, entry),
        (Ok(place), false) => {
            list.remove(place);
        }
        (Ok(_), true) | (Err(_), false) => {}
    }
}
