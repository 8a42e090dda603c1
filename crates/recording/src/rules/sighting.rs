//! What the rules speak of, seen in a list of events.
//!
//! In: [`Happened`]s. Out: [`Sighting`]s: for each event what it is to the rules, and whose it is.

use super::{Of, Seen};
use crate::translate::Happened;
use model::event::{AdaptiveState, Event, Observer};
use model::{
    AllocationId, ClusterId, ExecutionId, ExecutionState, JmId, JobId, JobStatus, Time, TmId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Who an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Cluster(ClusterId),
    JobManager(JmId),
    Job(JobId),
    TaskManager(TmId),
    JobOnTaskManager(JobId, TmId),
    Allocation(AllocationId),
    Execution(ExecutionId),
}

/// One thing seen, and whose it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sighting {
    pub(super) at: Time,
    pub(super) seen: Seen,
    whose: Whose,
    /// Of an attempt: no other of its job's present ExecutionGraph came before.
    first: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Whose {
    cluster: Option<ClusterId>,
    jm: Option<JmId>,
    job: Option<JobId>,
    tm: Option<TmId>,
    allocation: Option<AllocationId>,
    execution: Option<ExecutionId>,
}

impl Sighting {
    /// The key under which events are compared; `ahead` is added to the attempt's number where
    /// the rule looks from one attempt to the next.
    pub(super) fn key(&self, of: Of, ahead: u16) -> Option<Key> {
        let Whose { cluster, jm, job, tm, allocation, execution } = self.whose;
        Some(match of {
            Of::Cluster => Key::Cluster(cluster?),
            Of::JobManager => Key::JobManager(jm?),
            Of::Job => Key::Job(job?),
            Of::TaskManager => Key::TaskManager(tm?),
            Of::JobOnTaskManager => Key::JobOnTaskManager(job?, tm?),
            Of::Allocation => Key::Allocation(allocation?),
            Of::Execution => Key::Execution(execution?),
            Of::NextAttempt => {
                let id = execution?;
                Key::Execution(ExecutionId { attempt: id.attempt + ahead, ..id })
            }
        })
    }

    pub(super) fn is_first_attempt(&self) -> bool {
        self.first
    }
}

/// Everything the rules speak of, in the order of the list.
pub(super) fn sightings(happened: &[Happened]) -> Vec<Sighting> {
    let mut owners: BTreeMap<AllocationId, (JobId, TmId)> = BTreeMap::new();
    let mut attempts = Attempts::default();
    let mut ended: BTreeSet<ClusterId> = BTreeSet::new();
    let mut all = Vec::new();
    for one in happened {
        // Attempts that nobody logged count as well.
        attempts.note(&one.event);
        // The log of an ending JobManager is cut off anywhere, so nothing is asked of what comes then.
        match (&one.event, one.cluster) {
            (Event::ClusterStopped { .. } | Event::JobManagerExited { .. }, Some(cluster)) => {
                ended.insert(cluster);
            }
            (Event::DispatcherStarted { .. } | Event::LeadershipGranted { .. }, Some(cluster)) => {
                ended.remove(&cluster);
            }
            // Processes start while nobody leads, too.
            (Event::JobManagerStarted { .. } | Event::TaskManagerStarted { .. }, _) => {}
            (_, Some(cluster)) if ended.contains(&cluster) => continue,
            _ => {}
        }
        if let Event::SlotAllocated { allocation, job, tm, .. } = one.event {
            owners.insert(allocation, (job, tm));
        }
        let (seen, mut whose) = see(one);
        whose.cluster = one.cluster;
        if let Some((job, tm)) = whose.allocation.and_then(|id| owners.get(&id)) {
            whose.job = whose.job.or(Some(*job));
            whose.tm = whose.tm.or(Some(*tm));
        }
        let first = whose.execution.is_some_and(|id| attempts.is_first(id));
        let sighting = |seen| Sighting { at: one.at, seen, whose, first };
        all.extend(seen.into_iter().flatten().map(sighting));
    }
    all
}

/// A recovered job begins with attempts that follow no others.
#[derive(Default)]
struct Attempts {
    first: BTreeMap<JobId, u16>,
    last: BTreeMap<JobId, u16>,
}

impl Attempts {
    fn note(&mut self, event: &Event) {
        match event {
            Event::JobRecovered { job } => {
                let next = self.last.get(job).map_or(0, |last| last + 1);
                self.first.insert(*job, next);
            }
            Event::TaskStateChanged { execution, .. } => {
                let last = self.last.entry(execution.job).or_default();
                *last = execution.attempt.max(*last);
            }
            _ => {}
        }
    }

    fn is_first(&self, id: ExecutionId) -> bool {
        id.attempt <= self.first.get(&id.job).copied().unwrap_or(0)
    }
}

/// What an event is to the rules: up to five things at once.
fn see(one: &Happened) -> ([Option<Seen>; 5], Whose) {
    let nobody = Whose::default();
    let of_job = |job: JobId| Whose { job: Some(job), ..nobody };
    let of_jm = |jm: JmId| Whose { jm: Some(jm), ..nobody };
    let of_tm = |tm: TmId| Whose { tm: Some(tm), ..nobody };
    let of_slot = |id: AllocationId| Whose { allocation: Some(id), ..nobody };
    let (seen, whose) = match &one.event {
        Event::JobManagerStarted { jm } => (Seen::JobManagerStarted, of_jm(*jm)),
        Event::LeadershipGranted { jm } => (Seen::LeadershipGranted, of_jm(*jm)),
        Event::DispatcherStarted { .. } => (Seen::DispatcherStarted, nobody),
        Event::ResourceManagerStarted { .. } => (Seen::ResourceManagerStarted, nobody),
        Event::ProgramStarted { .. } => (Seen::ProgramStarted, nobody),
        Event::ApplicationEnded { .. } => (Seen::ApplicationEnded, nobody),
        Event::JobPersisted { job } => (Seen::JobPersisted, of_job(*job)),
        Event::JobRecovered { job } => (Seen::JobRecovered, of_job(*job)),
        Event::JobForgotten { job } => (Seen::JobForgotten, of_job(*job)),
        Event::TaskManagerStarted { tm } => (Seen::TaskManagerStarted, of_tm(*tm)),
        Event::TaskManagerRegistered { tm } => (Seen::TaskManagerRegistered, of_tm(*tm)),
        Event::TaskManagerLost { tm, by: Observer::ResourceManager, .. } => {
            (Seen::TaskManagerLost, of_tm(*tm))
        }
        Event::JobReceived { job, .. } => (Seen::JobReceived, of_job(*job)),
        Event::JobMasterStarted { job } => (Seen::JobMasterStarted, of_job(*job)),
        Event::JobMasterRegistered { job } => (Seen::JobMasterRegistered, of_job(*job)),
        Event::JobMasterStopped { job } => (Seen::JobMasterStopped, of_job(*job)),
        Event::JobStatusChanged { job, to, .. } => match status(*to) {
            Some(seen) => (seen, of_job(*job)),
            None => return ([None; 5], nobody),
        },
        Event::ResourcesRequired { job, slots } if *slots > 0 => {
            (Seen::SlotsRequired, of_job(*job))
        }
        Event::RequirementsChecked { .. } => (Seen::RequirementsChecked, nobody),
        Event::SlotAllocated { allocation, .. } => (Seen::SlotAllocated, of_slot(*allocation)),
        Event::SlotReserved { allocation } => (Seen::SlotReserved, of_slot(*allocation)),
        Event::JobMasterConnected { tm, job } => {
            (Seen::JobMasterConnected, Whose { job: Some(*job), ..of_tm(*tm) })
        }
        Event::SlotActivated { allocation } => (Seen::SlotActivated, of_slot(*allocation)),
        Event::SlotReleased { allocation } => (Seen::SlotReleased, of_slot(*allocation)),
        Event::SlotFreed { allocation } => (Seen::SlotFreed, of_slot(*allocation)),
        Event::ResourcesNotEnough { job } => (Seen::NotEnoughResources, of_job(*job)),
        Event::CheckpointRestored { job, .. } => (Seen::CheckpointRestored, of_job(*job)),
        Event::TaskSubmitted { execution } => (Seen::TaskReceived, of_task(*execution, one.slot)),
        Event::TaskStateChanged { execution, to, .. } => {
            return (task(*to), of_task(*execution, one.slot));
        }
        Event::AdaptiveStateChanged { job, to } => match to {
            // It may wait in vain, and then the job fails with no task of its own.
            AdaptiveState::WaitingForResources => {
                let seen = [Some(Seen::SchedulingBegan), Some(Seen::FailureCalledFor)];
                return ([seen[0], seen[1], None, None, None], of_job(*job));
            }
            AdaptiveState::Restarting => (Seen::RestartCalledFor, of_job(*job)),
            AdaptiveState::Created
            | AdaptiveState::CreatingExecutionGraph
            | AdaptiveState::Executing => return ([None; 5], nobody),
        },
        _ => return ([None; 5], nobody),
    };
    ([Some(seen), None, None, None, None], whose)
}

fn of_task(execution: ExecutionId, slot: Option<AllocationId>) -> Whose {
    Whose {
        job: Some(execution.job),
        allocation: slot,
        execution: Some(execution),
        ..Whose::default()
    }
}

fn status(to: JobStatus) -> Option<Seen> {
    Some(match to {
        JobStatus::Running => Seen::JobRunning,
        JobStatus::Restarting => Seen::JobRestarting,
        JobStatus::Failing => Seen::JobFailing,
        JobStatus::Cancelling => Seen::JobCancelling,
        JobStatus::Failed | JobStatus::Canceled | JobStatus::Finished | JobStatus::Suspended => {
            Seen::JobTerminal
        }
        JobStatus::Initializing | JobStatus::Created => return None,
    })
}

fn task(to: ExecutionState) -> [Option<Seen>; 5] {
    let also: &[Seen] = match to {
        ExecutionState::Created => &[],
        // The default scheduler begins with its tasks, the adaptive one with slots for them.
        ExecutionState::Scheduled => &[Seen::TaskScheduled, Seen::SchedulingBegan],
        ExecutionState::Deploying => &[Seen::TaskDeploying],
        ExecutionState::Initializing => &[Seen::TaskInitializing],
        ExecutionState::Running => &[Seen::TaskRunning],
        ExecutionState::Canceling => &[Seen::TaskCanceling],
        ExecutionState::Failed => {
            &[Seen::TaskFailed, Seen::TaskEnded, Seen::RestartCalledFor, Seen::FailureCalledFor]
        }
        ExecutionState::Finished | ExecutionState::Canceled => &[Seen::TaskEnded],
    };
    let mut all = [None; 5];
    all[0] = Some(Seen::TaskStep);
    for (place, seen) in all[1..].iter_mut().zip(also) {
        *place = Some(*seen);
    }
    all
}
