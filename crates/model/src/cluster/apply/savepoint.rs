//! Savepoints, and the numbers of checkpoints.

use super::*;
use crate::event::{SavepointFailure, SavepointPurpose};

impl Cluster {
    pub(super) fn apply_to_savepoint(&mut self, at: Time, event: &Event) {
        match event {
            Event::SavepointTriggered { savepoint, job, purpose, directory } => {
                self.settle_checkpoints(*job, at);
                let taken = self.can_take_savepoint(*job);
                let state = &mut self.jobs[job.index()];
                state.checkpoint_counter += u64::from(taken);
                if *purpose != SavepointPurpose::Keep {
                    // Periodic checkpoints end with the request.
                    state.stopping = Some(*savepoint);
                    state.all_running_since = None;
                }
                self.savepoints.push(Savepoint {
                    id: *savepoint,
                    job: *job,
                    purpose: *purpose,
                    number: state.checkpoint_counter,
                    directory: directory.clone(),
                    phase: SavepointPhase::Taking(at),
                });
            }
            Event::SavepointCompleted { savepoint } => {
                self.savepoints[savepoint.index()].phase = SavepointPhase::Completed;
            }
            Event::SavepointFailed { savepoint, why } => {
                self.fail_savepoint(*savepoint, *why);
                let job = self.savepoint(*savepoint).job;
                let state = &mut self.jobs[job.index()];
                if state.stopping == Some(*savepoint) {
                    state.stopping = None;
                    let run = state.all_tasks_are(ExecutionState::Running);
                    state.all_running_since = run.then_some(at);
                }
            }
            Event::SavepointRestored { job, savepoint } => {
                self.jobs[job.index()].restored = Some(Restored::Savepoint(*savepoint));
            }
            Event::CheckpointRestored { job, checkpoint } => {
                self.jobs[job.index()].restored = Some(Restored::Checkpoint(*checkpoint));
            }
            _ => {}
        }
    }

    fn fail_savepoint(&mut self, id: SavepointId, why: SavepointFailure) {
        self.savepoints[id.index()].phase = SavepointPhase::Failed(why);
    }

    /// What a JobManager was still gathering is gone with it.
    pub(super) fn lose_savepoints(&mut self, cluster: ClusterId) {
        let jobs = &self.jobs;
        let here = |it: &Savepoint| it.is_under_way() && jobs[it.job.index()].cluster == cluster;
        let interrupt = |savepoint: &mut Savepoint| {
            savepoint.phase = SavepointPhase::Failed(SavepointFailure::Interrupted);
        };
        self.savepoints.change(here, interrupt);
        self.jobs.change(|job| job.cluster == cluster, |job| job.stopping = None);
    }

    /// Periodic checkpoints are not events here, like heartbeats: while all tasks run, one completes
    /// every interval, until a TaskManager of the job stops answering. Here they are counted up to now.
    pub(super) fn settle_checkpoints(&mut self, job: JobId, until: Time) {
        let Some(since) = self.job(job).all_running_since else { return };
        let Some(interval) = self.options_of(job).duration(Key::CheckpointInterval, self.version)
        else {
            return;
        };
        let slots = self.job(job).executions.iter().flatten().filter_map(|e| e.slot);
        let tms = slots.map(|slot| self.tm(self.allocation(slot).tm));
        let silent = tms.filter_map(|tm| tm.signalled_at).filter(|at| *at >= since).min();
        let until = silent.map_or(until, |silent| silent.min(until));
        let interval = interval.0.max(1);
        let completed = until.since(since).0 / interval;
        let state = &mut self.jobs[job.index()];
        state.all_running_since = Some(Time(since.0 + completed * interval));
        if completed > 0 {
            state.checkpoint_counter += completed;
            state.last_checkpoint = Some(state.checkpoint_counter);
        }
    }
}
