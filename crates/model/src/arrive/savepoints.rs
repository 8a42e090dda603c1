//! Savepoints: asked for, written, given up.

use super::*;
use crate::cluster::SavepointPhase;
use crate::ids::SavepointId;

pub(super) fn savepoint_event(cluster: &Cluster, event: Event) -> Option<Event> {
    match event {
        // Savepoints are numbered in the order in which their requests arrive.
        Event::SavepointTriggered { job, purpose, directory, .. } => {
            let savepoint = SavepointId::next(cluster.savepoints.len());
            let open = master_lives(cluster, job) && !cluster.job(job).status.is_terminal();
            open.then_some(Event::SavepointTriggered { savepoint, job, purpose, directory })
        }
        Event::SavepointCompleted { savepoint } => {
            is_acknowledged(cluster, savepoint).then_some(event)
        }
        Event::SavepointFailed { savepoint, .. } => {
            cluster.savepoint(savepoint).is_under_way().then_some(event)
        }
        other => Some(other),
    }
}

/// Every task has written its state since the request, and was there to say so. A task that sits on a
/// silent TaskManager does not answer; then the savepoint expires, or the job fails before.
fn is_acknowledged(cluster: &Cluster, id: SavepointId) -> bool {
    let savepoint = cluster.savepoint(id);
    let SavepointPhase::Taking(since) = savepoint.phase else { return false };
    let mut tasks = cluster.job(savepoint.job).executions.iter().flatten();
    let answer = tasks.all(|task| {
        let tm = task.slot.map(|slot| cluster.tm(cluster.allocation(slot).tm));
        let heard = tm.is_some_and(|tm| tm.process.answers() && !tm.cut_off);
        task.state == ExecutionState::Finished || (heard && task.since <= since)
    });
    master_lives(cluster, savepoint.job) && cluster.can_take_savepoint(savepoint.job) && answer
}
