//! Savepoints, and the numbers of checkpoints.

use super::*;
use crate::cluster::savepoint::WRITTEN;
use crate::event::{SavepointFailure, SavepointPurpose};
use crate::version::FirstCheckpoint;

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
                    let run = self.can_take_savepoint(job);
                    self.jobs[job.index()].all_running_since = run.then_some(at);
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

    /// The checkpoint scheduler is started when the job becomes RUNNING, and stopped when it leaves that.
    pub(super) fn switch_checkpoints(&mut self, at: Time, id: JobId) {
        self.settle_checkpoints(id, at);
        let interval = self.checkpoint_interval(id);
        let first = self.version.traits().first_checkpoint;
        let job = &mut self.jobs[id.index()];
        job.checkpoints_from = None;
        if job.status == JobStatus::Running {
            let drawn = job.spec.behaviour.first_checkpoints.get(usize::from(job.beginnings));
            let wait = drawn.copied().or(interval);
            job.beginnings += 1;
            job.checkpoints_from = match first {
                FirstCheckpoint::Drawn => wait.map(|wait| at + wait),
                FirstCheckpoint::AtOnce => None,
            };
        }
    }

    /// A task has changed its state: do all of them run, and does the scheduler begin with that?
    pub(super) fn note_running_tasks(&mut self, at: Time, changed: ExecutionId) {
        let all_run = self.can_take_savepoint(changed.job);
        let first = self.version.traits().first_checkpoint;
        let job = &mut self.jobs[changed.job.index()];
        match (job.all_running_since, all_run) {
            (None, true) if job.stopping.is_none() => job.all_running_since = Some(at),
            (Some(_), false) => {
                self.settle_checkpoints(changed.job, at);
                self.jobs[changed.job.index()].all_running_since = None;
            }
            (None, false | true) | (Some(_), true) => {}
        }
        let job = &mut self.jobs[changed.job.index()];
        let failed_over = job.adaptive.is_none() && changed.attempt > job.first_attempt;
        let runs = job.execution(changed).state == ExecutionState::Running;
        let begins = job.status == JobStatus::Running && runs && (all_run || failed_over);
        if first == FirstCheckpoint::AtOnce && begins && job.checkpoints_from.is_none() {
            job.checkpoints_from = Some(at);
        }
    }

    /// Periodic checkpoints are not events here, like heartbeats: while all tasks run, each that the
    /// scheduler triggers is completed, until a TaskManager of the job stops answering. Here they are
    /// counted up to now.
    pub(super) fn settle_checkpoints(&mut self, job: JobId, until: Time) {
        let state = self.job(job);
        let (Some(since), Some(first)) = (state.all_running_since, state.checkpoints_from) else {
            return;
        };
        let Some(interval) = self.checkpoint_interval(job) else { return };
        let slots = state.executions.iter().flatten().filter_map(|e| e.slot);
        let tms = slots.map(|slot| self.tm(self.allocation(slot).tm));
        let silent = tms.filter_map(|tm| tm.signalled_at).filter(|at| *at >= since).min();
        let until = silent.map_or(until, |silent| silent.min(until)).since(WRITTEN);
        let interval = interval.0.max(1);
        let next = Time(first.0 + since.since(first).0.div_ceil(interval) * interval);
        if until < next {
            return;
        }
        let completed = until.since(next).0 / interval + 1;
        let state = &mut self.jobs[job.index()];
        state.all_running_since = Some(Time(next.0 + (completed - 1) * interval + 1));
        state.checkpoint_counter += completed;
        state.last_checkpoint = Some(state.checkpoint_counter);
    }
}
