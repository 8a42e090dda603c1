//! The Dispatcher: takes jobs in, gives each a JobMaster, and clears up behind ended ones.
//!
//! Flink: `Dispatcher`, `JobMasterServiceLeadershipRunner`; 2.3: `SingleJobApplication`.

use super::Out;
use crate::cluster::{ClientPhase, Cluster};
use crate::event::{ApplicationState, Event, Place};
use crate::ids::JobId;
use crate::state::JobStatus;

/// What the Dispatcher does next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        Event::JobReceived { job, client } => {
            if cluster.version.traits().wraps_jobs_in_applications {
                let to = ApplicationState::Running;
                out.now(Event::ApplicationStateChanged { job: *job, to });
            }
            let start = out.scenario.profile.job_master_start;
            out.after(start, Event::JobMasterStarted { job: *job });
            let ack = Event::SubmissionAcknowledged { client: *client, job: *job };
            out.send_after(start, Place::Dispatcher, Place::Client(*client), ack);
        }
        Event::JobStatusChanged { job, to, .. } if to.is_globally_terminal() => {
            end_application(cluster, *job, *to, out);
            out.after(out.scenario.profile.call, Event::JobMasterStopped { job: *job });
            let client = cluster.client(cluster.job(*job).client);
            if client.attached && client.phase == ClientPhase::Waiting {
                let result = Event::JobResultDelivered { client: client.id, job: *job };
                out.send(Place::Dispatcher, Place::Client(client.id), result);
            }
        }
        _ => {}
    }
}

fn end_application(cluster: &Cluster, job: JobId, status: JobStatus, out: &mut Out) {
    if !cluster.version.traits().wraps_jobs_in_applications {
        return;
    }
    let steps: &[ApplicationState] = match status {
        JobStatus::Finished => &[ApplicationState::Finished],
        JobStatus::Canceled => &[ApplicationState::Canceling, ApplicationState::Canceled],
        _ => &[ApplicationState::Failing, ApplicationState::Failed],
    };
    for to in steps {
        out.now(Event::ApplicationStateChanged { job, to: *to });
    }
}
