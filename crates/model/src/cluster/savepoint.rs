//! Savepoints, and the state that a job began with.
//!
//! Flink: `CheckpointCoordinator`, `StopWithSavepointTerminationManager`, `CompletedCheckpoint`.
//! Deliberately absent: what is in them. A savepoint fits every job here; the real one has to have a
//! place for each operator's state.

use super::Cluster;
use crate::config::key;
use crate::event::{SavepointFailure, SavepointPurpose};
use crate::ids::{JobId, SavepointId};
use crate::state::ExecutionState;
use crate::time::Time;

/// A savepoint, from the request on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Savepoint {
    /// Its id.
    pub id: SavepointId,
    /// Whose state it holds.
    pub job: JobId,
    /// What it was taken for.
    pub purpose: SavepointPurpose,
    /// Its number in the job's row of checkpoints.
    pub number: u64,
    /// The directory that it was asked into.
    pub directory: String,
    /// Where it is in its life.
    pub phase: SavepointPhase,
}

/// A savepoint's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavepointPhase {
    /// Tasks write their state since then.
    Taking(Time),
    /// It is there.
    Completed,
    /// It came to nothing.
    Failed(SavepointFailure),
}

/// What the present tasks of a job began with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restored {
    /// The last completed checkpoint, by number.
    Checkpoint(u64),
    /// A savepoint.
    Savepoint(SavepointId),
}

impl Savepoint {
    /// Where it lies: `<directory>/savepoint-<beginning of the JobID>-<something random>`.
    pub fn path(&self) -> String {
        let (job, random) = (self.job.hex(), JobId(self.id.0 ^ 0x5a5a).hex());
        let directory = self.directory.trim_end_matches('/');
        [directory, "/savepoint-", &job[..6], "-", &random[..12]].concat()
    }

    /// Whether it is being taken.
    pub const fn is_under_way(&self) -> bool {
        matches!(self.phase, SavepointPhase::Taking(_))
    }
}

/// A periodic checkpoint, triggered until completed: half of the recorded ones took longer.
pub(super) const WRITTEN: Time = Time::ms(100);

impl Cluster {
    /// `execution.checkpointing.interval` of a job.
    pub(crate) fn checkpoint_interval(&self, job: JobId) -> Option<Time> {
        self.options_of(job).value(key::CheckpointInterval, self.version)
    }

    /// When the next periodic checkpoint is completed that is not before `at`, if all tasks run on.
    pub(crate) fn next_checkpoint(&self, job: JobId, at: Time) -> Option<Time> {
        let first = self.job(job).checkpoints_from?;
        let interval = self.checkpoint_interval(job)?.0.max(1);
        let intervals = at.since(first + WRITTEN).0.div_ceil(interval);
        Some(Time(first.0 + intervals * interval) + WRITTEN)
    }

    /// The savepoints of a job that are being taken.
    pub fn savepoints_under_way(&self, job: JobId) -> impl Iterator<Item = &Savepoint> + '_ {
        self.savepoints.iter().filter(move |it| it.job == job && it.is_under_way())
    }

    /// Whether every task can write its state: all run, those that are through aside (since 1.15).
    pub(crate) fn can_take_savepoint(&self, job: JobId) -> bool {
        let job = self.job(job);
        let through = if self.version.traits().checkpoints_after_tasks_finished {
            job.tasks_in_state(ExecutionState::Finished)
        } else {
            0
        };
        job.tasks_in_state(ExecutionState::Running) + through == job.tasks.all
    }
}
