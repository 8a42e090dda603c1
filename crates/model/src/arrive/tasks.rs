//! Tasks: deployed, cancelled, broken.

use super::*;

pub(super) fn task_event(cluster: &Cluster, event: Event) -> Option<Event> {
    match event {
        Event::TaskSubmitted { execution } => {
            if !task_is(cluster, execution, |state| state == ExecutionState::Deploying) {
                return None;
            }
            let tm = tm_of(cluster, execution)?;
            match cluster.tm(tm).process {
                ProcessState::Running => Some(event),
                // RecipientUnreachableException: nothing listens there any more.
                ProcessState::Killed | ProcessState::Exited | ProcessState::Stopping => {
                    Some(Event::TaskSubmissionFailed { execution, tm })
                }
                // The call hangs; a heartbeat timeout will end the wait.
                ProcessState::Starting | ProcessState::Frozen => None,
            }
        }
        Event::TaskSubmissionFailed { execution, .. } => {
            task_is(cluster, execution, |state| state == ExecutionState::Deploying).then_some(event)
        }
        Event::TaskCancelRequested { execution } => {
            let alive =
                tm_of(cluster, execution).is_some_and(|tm| cluster.tm(tm).process.answers());
            let asked = task_is(cluster, execution, |state| state == ExecutionState::Canceling);
            (alive && asked).then_some(event)
        }
        Event::ConnectionBroke { execution, .. } | Event::ExceptionThrown { execution } => {
            let runs =
                |state| matches!(state, ExecutionState::Running | ExecutionState::Initializing);
            let alive = tm_of(cluster, execution)
                .is_some_and(|tm| cluster.tm(tm).process == ProcessState::Running);
            (alive && task_is(cluster, execution, runs)).then_some(event)
        }
        other => Some(other),
    }
}

fn tm_of(cluster: &Cluster, id: ExecutionId) -> Option<TmId> {
    let slot = cluster.execution(id)?.slot?;
    Some(cluster.allocation(slot).tm)
}
