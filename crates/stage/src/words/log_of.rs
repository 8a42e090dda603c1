//! The log of one process, as `kubectl logs` and `yarn logs` print it.
//!
//! In: what has happened, and whose log. Out: lines with the simulated clock before what Flink logs.
//! Deliberately absent: what is logged (`log_line`).

use super::event_log_line;
use model::cluster::Cluster;
use model::command::LogOf;
use model::{ClusterId, Entry, Event, Place, TmId};

/// The lines that a process, or all processes of a cluster, have logged.
pub fn log_of(history: &[Entry], cluster: &Cluster, of: LogOf) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in history {
        let by = match of {
            LogOf::TaskManager(tm) => worker(&entry.event) == Some(tm),
            LogOf::JobManager(jm) => {
                let of = cluster.job_managers.get(jm.index()).map(|jm| jm.cluster);
                of.is_some() && worker(&entry.event).is_none() && of == master(entry, cluster)
            }
            LogOf::Cluster(of) => {
                let tm = worker(&entry.event).and_then(|tm| cluster.task_managers.get(tm.index()));
                tm.map(|tm| tm.cluster).or(master(entry, cluster)) == Some(of)
            }
        };
        if let Some(line) = event_log_line(entry, cluster).filter(|_| by) {
            let ms = entry.at.as_ms();
            let clock = [ms / 60_000, ms / 1_000 % 60, ms % 1_000].map(|part| part.to_string());
            let [minutes, seconds, rest] = clock;
            let zeros = |text: &str, digits: usize| "0".repeat(digits.saturating_sub(text.len()));
            lines.push(
                [
                    "00:",
                    &zeros(&minutes, 2),
                    &minutes,
                    ":",
                    &zeros(&seconds, 2),
                    &seconds,
                    ",",
                    &zeros(&rest, 3),
                    &rest,
                    " INFO  ",
                    &line,
                ]
                .concat(),
            );
        }
    }
    lines
}

/// The TaskManager that logs an event itself.
fn worker(event: &Event) -> Option<TmId> {
    match event {
        Event::TaskManagerStarted { tm }
        | Event::TaskManagerSignalled { tm, .. }
        | Event::TaskManagerExited { tm }
        | Event::JobManagerLost { tm, .. }
        | Event::JobMasterConnected { tm, .. }
        | Event::RegistrationTimedOut { tm } => Some(*tm),
        _ => None,
    }
}

/// The cluster whose JobManager logs an event: whoever sent or got it, or whose job it is about.
fn master(entry: &Entry, cluster: &Cluster) -> Option<ClusterId> {
    let of_job = |job: model::JobId| cluster.jobs.get(job.index()).map(|job| job.cluster);
    let of_tm = |tm: TmId| cluster.task_managers.get(tm.index()).map(|tm| tm.cluster);
    match &entry.event {
        // The client's.
        Event::SubmissionAcknowledged { .. }
        | Event::JobResultDelivered { .. }
        | Event::YarnApplicationSubmitted { .. }
        | Event::YarnApplicationRejected { .. }
        | Event::YarnApplicationRunning { .. }
        | Event::ClientStarted { .. }
        | Event::ClientExited { .. } => None,
        Event::JobManagerStarted { jm }
        | Event::JobManagerExited { jm }
        | Event::LeadershipGranted { jm } => {
            cluster.job_managers.get(jm.index()).map(|jm| jm.cluster)
        }
        Event::DispatcherStarted { cluster }
        | Event::ResourceManagerStarted { cluster }
        | Event::ClusterStopped { cluster, .. }
        | Event::RequirementsChecked { cluster }
        | Event::WorkersRequested { cluster, .. }
        | Event::ContainersReceived { cluster, .. } => Some(*cluster),
        Event::TaskManagerRegistered { tm }
        | Event::TaskManagerLost { tm, .. }
        | Event::WorkerReleased { tm } => of_tm(*tm),
        Event::JobReceived { by: _, job }
        | Event::JobMasterStarted { job }
        | Event::JobStatusChanged { job, .. }
        | Event::JobMasterRegistered { job }
        | Event::ResourcesRequired { job, .. }
        | Event::FailoverStarted { job, .. }
        | Event::JobMasterStopped { job }
        | Event::JobPersisted { job }
        | Event::JobRecovered { job } => of_job(*job),
        Event::TaskStateChanged { execution, .. } => of_job(execution.job),
        Event::ProgramStarted { application }
        | Event::ProgramEnded { application, .. }
        | Event::ApplicationEnded { application, .. }
        | Event::ApplicationStateChanged { application, .. } => {
            cluster.applications.get(application.index()).map(|it| it.cluster)
        }
        _ => entry.route.and_then(|(from, to)| at_master(from).or_else(|| at_master(to))),
    }
}

const fn at_master(place: Place) -> Option<ClusterId> {
    match place {
        Place::Dispatcher(cluster) | Place::ResourceManager(cluster) => Some(cluster),
        _ => None,
    }
}
