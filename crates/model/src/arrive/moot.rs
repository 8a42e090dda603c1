//! Which scheduled events will come to nothing, whatever happens until their time.
//!
//! A timer asks on its arrival whether something has lasted for so long. If what it asks about has not begun
//! by now, and less than that time is left, the answer is known. Wrong in one direction only would be a
//! defect: what is not named here stays, and meets [`super::arrive`] when its time comes.

use super::*;

/// Whether an event that is scheduled for `due` cannot happen any more.
pub(crate) fn is_moot(cluster: &Cluster, due: Time, event: &Event) -> bool {
    let lasts = |since: Option<Time>, least: Time| {
        due.since(cluster.now) >= least || since.is_some_and(|since| due.since(since) >= least)
    };
    match event {
        Event::SlotIdleTimedOut { allocation } => {
            let idle_since = match cluster.allocation(*allocation).at_job_master {
                AtJobMaster::Idle(since) => Some(since),
                AtJobMaster::Unknown | AtJobMaster::InUse | AtJobMaster::Released => None,
            };
            !lasts(idle_since, cluster.config.value(key::SlotIdleTimeout, cluster.version))
        }
        Event::SlotRequestTimedOut { job, region } => {
            let state = cluster.job(*job);
            if let Some(adaptive) = &state.adaptive {
                return !lasts(Some(adaptive.since), rule::adaptive::wait_timeout(cluster));
            }
            let options = cluster.options_of(*job);
            let timeout = options.value(key::SlotRequestTimeout, cluster.version);
            let waiting = state.tasks.waiting.iter().filter_map(|(vertex, subtask)| {
                let here = state.regions.region_of((*vertex, *subtask)) == *region;
                here.then(|| state.executions[vertex.index()][usize::from(*subtask)].since)
            });
            !lasts(waiting.min(), timeout)
        }
        Event::RegistrationTimedOut { tm } => {
            let timeout = cluster.config.value(key::RegistrationTimeout, cluster.version);
            !lasts(cluster.tm(*tm).searching_since, timeout)
        }
        Event::WorkerReleased { tm } => {
            let timeout = cluster.config.value(key::TaskManagerIdleTimeout, cluster.version);
            !lasts(cluster.tm(*tm).idle_since, timeout)
        }
        Event::SavepointFailed { savepoint, .. } => !cluster.savepoint(*savepoint).is_under_way(),
        // An attempt that is over stays so, and attempts are counted upwards.
        Event::TaskStateChanged { execution, .. }
        | Event::TaskSubmitted { execution }
        | Event::TaskSubmissionFailed { execution, .. }
        | Event::TaskCancelRequested { execution }
        | Event::ConnectionBroke { execution, .. }
        | Event::ExceptionThrown { execution } => {
            let row = &cluster.job(execution.job).executions[execution.vertex.index()];
            row.get(usize::from(execution.subtask)).is_some_and(|current| {
                let over = current.attempt == execution.attempt && current.state.is_terminal();
                current.attempt > execution.attempt || over
            })
        }
        _ => false,
    }
}
