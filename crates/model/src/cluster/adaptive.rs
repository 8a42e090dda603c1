//! The adaptive scheduler of a job: which slots it asks for, and the parallelism it makes of those that
//! are there.
//!
//! Flink: `AdaptiveScheduler`, `SlotSharingSlotAllocator`, `VertexAttemptNumberStore`.

use super::{Cluster, Execution, Failover, Job};
use crate::config::key;
use crate::event::AdaptiveState;
use crate::job::JobSpec;
use crate::load_balance::{LoadBalance, SharedSlots};
use crate::region::Regions;
use crate::shared::Shared;
use crate::state::{ExecutionState, JobStatus};
use crate::time::Time;
use std::rc::Rc;

/// Reactive mode asks for so many subtasks of each vertex: the default of the maximum parallelism.
const REACTIVE_PARALLELISM: u16 = 128;

/// What the adaptive scheduler knows of its job.
#[derive(Clone, Debug, PartialEq)]
pub struct Adaptive {
    /// The job as the program wrote it.
    pub written: Rc<JobSpec>,
    /// `scheduler-mode: reactive`.
    pub reactive: bool,
    /// Its state.
    pub state: AdaptiveState,
    /// Since when.
    pub since: Time,
    /// How many execution graphs there were.
    pub graphs: u16,
    /// While it restarts for another parallelism: that parallelism (`restartWithParallelism`).
    pub restart_with: Option<Vec<u16>>,
    /// The next attempt of each subtask that there ever was: one that a smaller graph left out goes on
    /// counting when it is back (`VertexAttemptNumberStore`).
    pub next_attempts: Vec<Vec<u16>>,
}

/// A subtask that a smaller graph does not have any more.
pub(super) const GONE: Execution = Execution {
    attempt: 0,
    state: ExecutionState::Canceled,
    slot: None,
    deployed: false,
    since: Time::ZERO,
    cause: None,
};

impl Adaptive {
    fn wanted(&self, parallelism: u16) -> u16 {
        if self.reactive { REACTIVE_PARALLELISM } else { parallelism }
    }

    /// (name, most subtasks of one vertex) of each slot sharing group.
    fn groups(&self) -> Vec<(&str, u16)> {
        let mut groups: Vec<(&str, u16)> = Vec::new();
        for vertex in &self.written.vertices {
            let wanted = self.wanted(vertex.parallelism);
            match groups.iter_mut().find(|(name, _)| *name == vertex.slot_sharing_group) {
                Some((_, most)) => *most = wanted.max(*most),
                None => groups.push((&vertex.slot_sharing_group, wanted)),
            }
        }
        groups
    }

    /// The slots it asks for.
    pub fn desired_slots(&self) -> u16 {
        self.groups().iter().map(|(_, slots)| slots).sum()
    }

    /// The parallelism of each vertex that it makes of so many slots, or `None`: it needs one for each
    /// group at least.
    pub fn parallelism_for(&self, slots: usize) -> Option<Vec<u16>> {
        let groups = self.groups();
        let wanted: Vec<u16> = groups.iter().map(|(_, slots)| *slots).collect();
        let shares = shares(&wanted, slots)?;
        let parallelism = self.written.vertices.iter().map(|vertex| {
            let of_group = groups.iter().position(|(name, _)| *name == vertex.slot_sharing_group);
            let share = of_group.map_or(1, |group| shares[group]);
            self.wanted(vertex.parallelism).min(share)
        });
        Some(parallelism.collect())
    }
}

/// How many of the free slots each slot sharing group gets, in the order of the groups; `None`: there is
/// not one for each (`SlotSharingSlotAllocator.determineSlotsPerSharingGroup`).
fn shares(wanted: &[u16], free: usize) -> Option<Vec<u16>> {
    if wanted.len() > free {
        return None;
    }
    // Small groups first, so that what they do not take is shared by the others.
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|group| wanted[*group]);
    let mut left = free;
    let mut shares = vec![0; wanted.len()];
    for (done, group) in order.iter().enumerate() {
        let share = (left / (wanted.len() - done)).min(usize::from(wanted[*group]));
        left -= share;
        shares[*group] = u16::try_from(share).expect("no more than the group wants");
    }
    Some(shares)
}

impl Job {
    /// Whether its scheduler is in that state.
    pub fn adaptive_is(&self, state: AdaptiveState) -> bool {
        self.adaptive.as_ref().is_some_and(|adaptive| adaptive.state == state)
    }

    /// Whether so many slots would give it more subtasks than it has.
    pub(crate) fn would_grow(&self, slots: usize) -> bool {
        let target = self.adaptive.as_ref().and_then(|adaptive| adaptive.parallelism_for(slots));
        let now = self.spec.vertices.iter().map(|vertex| vertex.parallelism);
        target.is_some_and(|target| target.into_iter().zip(now).any(|(then, now)| then > now))
    }
}

impl Cluster {
    /// `scheduler-mode: reactive`, which only a standalone application takes.
    pub fn is_reactive(&self) -> bool {
        let mode = self.config.value(key::SchedulerMode, self.version);
        mode.is_some_and(|mode| mode.eq_ignore_ascii_case("reactive"))
    }

    /// The adaptive scheduler for a streaming job, where one is configured.
    pub(super) fn adaptive_for(&self, spec: &Rc<JobSpec>) -> Option<Adaptive> {
        let chosen = self.config.value(key::JobManagerScheduler, self.version);
        let adaptive = chosen.eq_ignore_ascii_case("adaptive");
        let reactive = self.is_reactive();
        ((adaptive || reactive) && !spec.batch).then(|| Adaptive {
            written: Rc::clone(spec),
            reactive,
            state: AdaptiveState::Created,
            since: self.now,
            graphs: 0,
            restart_with: None,
            next_attempts: vec![Vec::new(); spec.vertices.len()],
        })
    }

    /// A scheduler's step. A new graph has as many subtasks as the slots of the job's pool allow.
    pub(super) fn change_adaptive(&mut self, at: Time, job: crate::ids::JobId, to: AdaptiveState) {
        let held = self.job(job).slots.held.len();
        let state = &mut self.jobs[job.index()];
        let Some(adaptive) = &mut state.adaptive else { return };
        (adaptive.state, adaptive.since) = (to, at);
        match to {
            AdaptiveState::WaitingForResources => state.waiting_restarts.clear(),
            AdaptiveState::CreatingExecutionGraph => {
                let Some(parallelism) = adaptive.parallelism_for(held) else { return };
                adaptive.graphs += 1;
                adaptive.restart_with = None;
                let mut spec = JobSpec::clone(&adaptive.written);
                for (vertex, parallelism) in spec.vertices.iter_mut().zip(parallelism) {
                    vertex.parallelism = parallelism;
                }
                state.regions = Rc::new(Regions::of(&spec));
                state.shared_slots = Rc::new(SharedSlots::of(&spec, LoadBalance::None));
                if adaptive.graphs > 1 {
                    count_attempts(&mut adaptive.next_attempts, &state.executions);
                }
                state.executions = next_graph(state, &spec, at);
                state.spec = Rc::new(spec);
                state.count_tasks();
                state.all_running_since = None;
            }
            // For another parallelism there is no failure, and no delay.
            AdaptiveState::Restarting if state.status == JobStatus::Running => {
                adaptive.restart_with = adaptive.parallelism_for(held);
                let tasks: Vec<_> =
                    state.execution_ids().map(|id| (id.vertex, id.subtask)).collect();
                let first = state.execution_ids().next();
                state.waiting_restarts.extend(first.map(|failed| Failover {
                    failed,
                    tasks,
                    delay_over: true,
                }));
            }
            AdaptiveState::Created | AdaptiveState::Executing | AdaptiveState::Restarting => {}
        }
    }
}

fn count_attempts(next: &mut [Vec<u16>], executions: &[Shared<Execution>]) {
    for (counts, subtasks) in next.iter_mut().zip(executions) {
        let known = counts.len().max(subtasks.len());
        counts.resize(known, 0);
        for (count, execution) in counts.iter_mut().zip(subtasks) {
            *count = execution.attempt + 1;
        }
    }
}

/// Attempts go on counting for each subtask that there ever was.
fn next_graph(job: &Job, spec: &JobSpec, at: Time) -> Vec<Shared<Execution>> {
    let execution = |vertex: usize, subtask: u16| {
        let place = usize::from(subtask);
        let counted = job.adaptive.as_ref().and_then(|it| it.next_attempts.get(vertex)?.get(place));
        let before = job.executions[vertex].get(place).filter(|_| counted.is_some());
        Execution {
            attempt: counted.copied().unwrap_or(job.first_attempt),
            state: ExecutionState::Created,
            slot: None,
            deployed: false,
            since: at,
            cause: before.and_then(|before| before.cause),
        }
    };
    let row = |(index, vertex): (usize, &crate::job::VertexSpec)| {
        (0..vertex.parallelism).map(|subtask| execution(index, subtask)).collect()
    };
    spec.vertices.iter().enumerate().map(row).collect()
}
