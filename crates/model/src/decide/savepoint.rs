//! Savepoints: triggered, completed or given up; and `flink stop`, which ends the job with one.
//!
//! Flink: `CheckpointCoordinator`, `StopWithSavepointTerminationManager`.

use super::Out;
use crate::cluster::{Cluster, Job};
use crate::config::key;
use crate::event::{AdaptiveState, Event, Place, SavepointFailure, SavepointPurpose};
use crate::ids::{JobId, SavepointId};
use crate::state::ExecutionState;

/// What becomes of savepoints next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        Event::SavepointTriggered { savepoint, job, .. } => take(cluster, *savepoint, *job, out),
        Event::SavepointCompleted { savepoint } => finish_tasks(cluster, *savepoint, out),
        Event::TaskStateChanged { execution, to, .. } => match to {
            ExecutionState::Failed | ExecutionState::Canceling | ExecutionState::Canceled => {
                give_up(cluster, execution.job, out);
            }
            ExecutionState::Created
            | ExecutionState::Scheduled
            | ExecutionState::Deploying
            | ExecutionState::Initializing
            | ExecutionState::Running
            | ExecutionState::Finished => {}
        },
        Event::JobStatusChanged { job, to, .. } if to.is_terminal() => give_up(cluster, *job, out),
        _ => {}
    }
}

/// A request by the command line. It took so long in a recorded run.
pub(super) fn request(
    cluster: &Cluster,
    job: JobId,
    purpose: SavepointPurpose,
    directory: Option<&String>,
    out: &mut Out,
) {
    let configured = cluster.config.value(key::SavepointDirectory, cluster.version);
    let directory = directory.map(String::as_str).or(configured).unwrap_or_default().to_owned();
    // It gets its number on arrival.
    let savepoint = SavepointId::next(cluster.savepoints.len());
    let recorded = cluster.took(out.scenario).until_ready.unwrap_or_default();
    let wait = recorded.since(out.scenario.profile.call);
    let to = Place::Dispatcher(cluster.job(job).cluster);
    let triggered = Event::SavepointTriggered { savepoint, job, purpose, directory };
    out.send_after(wait, Place::Shell, to, triggered);
}

fn take(cluster: &Cluster, savepoint: SavepointId, job: JobId, out: &mut Out) {
    let adaptive = cluster.job(job).adaptive.as_ref();
    if adaptive.is_some_and(|adaptive| adaptive.state != AdaptiveState::Executing) {
        let why = SavepointFailure::NotExecuting;
        out.now(Event::SavepointFailed { savepoint, why });
        return;
    }
    if !cluster.can_take_savepoint(job) {
        let why = SavepointFailure::NotAllTasksRunning;
        out.now(Event::SavepointFailed { savepoint, why });
        return;
    }
    out.after(out.scenario.profile.savepoint, Event::SavepointCompleted { savepoint });
    let timeout = cluster.options_of(job).value(key::CheckpointTimeout, cluster.version);
    let why = SavepointFailure::Expired;
    let expired = Event::SavepointFailed { savepoint, why };
    out.after(timeout, expired);
}

/// `notifyCheckpointComplete` of a stop reaches the tasks, and each of them ends its input.
fn finish_tasks(cluster: &Cluster, id: SavepointId, out: &mut Out) {
    let savepoint = cluster.savepoint(id);
    if savepoint.purpose == SavepointPurpose::Keep {
        return;
    }
    let job = cluster.job(savepoint.job);
    let profile = &out.scenario.profile;
    let wait = profile.call + profile.task_cancel;
    for execution in job.execution_ids() {
        let state = job.execution(execution);
        if let (ExecutionState::Running, Some(slot)) = (state.state, state.slot) {
            let from = Place::TaskManager(cluster.allocation(slot).tm);
            let finished = Event::TaskStateChanged {
                execution,
                from: ExecutionState::Running,
                to: ExecutionState::Finished,
                cause: None,
            };
            out.send_after(wait, from, Place::JobMaster(job.id), finished);
        }
    }
}

fn give_up(cluster: &Cluster, job: JobId, out: &mut Out) {
    for savepoint in cluster.savepoints_under_way(job) {
        let (savepoint, why) = (savepoint.id, SavepointFailure::Interrupted);
        out.now(Event::SavepointFailed { savepoint, why });
    }
}

/// What the tasks of a job begin with: its last checkpoint, else the savepoint it was given.
pub(super) fn restored_state(job: &Job) -> Option<Event> {
    match (job.last_checkpoint, job.from_savepoint) {
        (Some(checkpoint), _) => Some(Event::CheckpointRestored { job: job.id, checkpoint }),
        (None, Some(savepoint)) => Some(Event::SavepointRestored { job: job.id, savepoint }),
        (None, None) => None,
    }
}
