//! The Dispatcher: takes jobs in, gives each a JobMaster, and clears up behind ended ones.
//!
//! Flink: `Dispatcher`, `MiniDispatcher`, `JobMasterServiceLeadershipRunner`; 2.3:
//! `SingleJobApplication`.

use super::Out;
use crate::cluster::{ClientPhase, Cluster, Mode};
use crate::event::{ApplicationState, ClusterStatus, Event, Place, Submitter};
use crate::ids::{ClusterId, JobId};
use crate::state::JobStatus;
use crate::time::Time;

/// What the Dispatcher does next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        // A per-job cluster finds its job among the files that came with it, in each attempt; what is in the
        // store comes from there.
        Event::DispatcherStarted { cluster: id } => {
            let anew = cluster.jobs_of(*id).all(|job| job.is_lost() && !job.is_recoverable());
            if let (Mode::PerJob(client), true) = (cluster.flink(*id).mode, anew) {
                let job = JobId::next(cluster.jobs.len());
                out.now(Event::JobReceived { job, by: Submitter::Client(client) });
            }
        }
        Event::JobReceived { job, by } => received(cluster, *job, *by, out),
        Event::JobRecovered { job } => {
            let state = cluster.job(*job);
            if let (Some(application), Submitter::Client(_)) =
                (state.application, state.submitted_by)
            {
                let to = ApplicationState::Running;
                out.now(Event::ApplicationStateChanged { application, to });
            }
        }
        Event::JobStatusChanged { job, to, .. } if to.is_globally_terminal() => {
            end_application(cluster, *job, *to, out);
            out.after(out.scenario.profile.call, Event::JobMasterStopped { job: *job });
            deliver_result(cluster, *job, *to, out);
        }
        Event::JobResultDelivered { job, .. } => {
            let job = cluster.job(*job);
            if let Mode::PerJob(_) = cluster.flink(job.cluster).mode {
                shut_down(job.cluster, job.status, out);
            }
        }
        _ => {}
    }
}

fn received(cluster: &Cluster, job: JobId, by: Submitter, out: &mut Out) {
    let state = cluster.job(job);
    let start = out.scenario.job_master(job);
    out.after(start, Event::JobMasterStarted { job });
    let Submitter::Client(client) = by else { return };
    if let Some(application) = state.application {
        let to = ApplicationState::Running;
        out.now(Event::ApplicationStateChanged { application, to });
    }
    if cluster.flink(state.cluster).mode == Mode::Session {
        let ack = Event::SubmissionAcknowledged { client, job };
        out.send_after(start, Place::Dispatcher(state.cluster), Place::Client(client), ack);
    }
}

/// An attached client waits for the result. A per-job cluster ends once it has it, or at once when
/// nobody waits (`MiniDispatcher.jobReachedTerminalState`).
fn deliver_result(cluster: &Cluster, job: JobId, status: JobStatus, out: &mut Out) {
    let state = cluster.job(job);
    let waits = state
        .client()
        .map(|client| cluster.client(client))
        .filter(|client| client.phase == ClientPhase::Waiting && client.job == Some(job));
    match (waits, cluster.flink(state.cluster).mode) {
        (Some(client), _) => {
            let result = Event::JobResultDelivered { client: client.id, job };
            out.send(Place::Dispatcher(state.cluster), Place::Client(client.id), result);
        }
        (None, Mode::PerJob(_)) => shut_down(state.cluster, status, out),
        (None, Mode::Session | Mode::Application(_)) => {}
    }
}

fn shut_down(cluster: ClusterId, job: JobStatus, out: &mut Out) {
    let status = match job {
        JobStatus::Finished => ClusterStatus::Succeeded,
        JobStatus::Canceled => ClusterStatus::Canceled,
        JobStatus::Failed => ClusterStatus::Failed,
        JobStatus::Initializing
        | JobStatus::Created
        | JobStatus::Running
        | JobStatus::Failing
        | JobStatus::Cancelling
        | JobStatus::Restarting
        | JobStatus::Suspended => ClusterStatus::Unknown,
    };
    // The JobMaster is stopped first.
    let wait = Time(2 * out.scenario.profile.call.0);
    out.after(wait, Event::ClusterStopped { cluster, status });
}

fn end_application(cluster: &Cluster, job: JobId, status: JobStatus, out: &mut Out) {
    let state = cluster.job(job);
    let (Some(application), Submitter::Client(_)) = (state.application, state.submitted_by) else {
        return;
    };
    let steps: &[ApplicationState] = match status {
        JobStatus::Finished => &[ApplicationState::Finished],
        JobStatus::Canceled => &[ApplicationState::Canceling, ApplicationState::Canceled],
        _ => &[ApplicationState::Failing, ApplicationState::Failed],
    };
    for to in steps {
        out.now(Event::ApplicationStateChanged { application, to: *to });
    }
}
