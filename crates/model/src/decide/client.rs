//! `flink run`: CliFrontend, `AbstractSessionClusterExecutor`, `RestClusterClient`.

use super::Out;
use crate::cluster::{ClientPhase, Cluster, JobManagerPhase};
use crate::event::{ClientExit, Event, Place};
use crate::ids::{ClientId, JobId};
use crate::time::Time;

/// What a client does next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        Event::ClientStarted { client } => {
            // A recorded run tells when the submission arrived; the last step is one call.
            let recorded = cluster.took(out.scenario).until_ready;
            let profile = &out.scenario.profile;
            let main = recorded.map_or(profile.client_main, |arrival| arrival.since(profile.call));
            out.after(main, Event::ProgramRan { client: *client });
        }
        Event::ProgramRan { client } => submit(cluster, *client, out),
        // RestClusterClient retries while nothing listens yet (`rest.retry.max-attempts`).
        Event::DispatcherStarted => {
            let waiting = cluster.clients.iter().filter(|c| c.phase == ClientPhase::Submitting);
            waiting.for_each(|client| submit(cluster, client.id, out));
        }
        Event::SubmissionAcknowledged { client, .. } if !cluster.client(*client).attached => {
            out.now(Event::ClientExited { client: *client, how: ClientExit::Submitted });
        }
        Event::JobResultDelivered { client, job } => {
            let how = ClientExit::JobEnded(cluster.job(*job).status);
            out.now(Event::ClientExited { client: *client, how });
        }
        Event::ClientExited { client, how: ClientExit::Interrupted } => {
            let client = cluster.client(*client);
            if let (true, Some(job)) = (client.shutdown_on_attached_exit, client.job) {
                let from = Place::Client(client.id);
                out.send(from, Place::Dispatcher, Event::CancelRequested { job });
            }
        }
        // Each poll for the result is tried 20 times, 3 seconds apart (`rest.retry.*`).
        Event::JobManagerKilled => {
            for client in cluster.clients.iter().filter(|c| c.phase == ClientPhase::Waiting) {
                let how = ClientExit::ConnectionFailed;
                out.after(Time::s(60), Event::ClientExited { client: client.id, how });
            }
        }
        Event::ClusterStopped { .. } => {
            let exited = |phase| matches!(phase, ClientPhase::Exited(_) | ClientPhase::RunningMain);
            for client in cluster.clients.iter().filter(|client| !exited(client.phase)) {
                out.now(Event::ClientExited {
                    client: client.id,
                    how: ClientExit::ConnectionFailed,
                });
            }
        }
        _ => {}
    }
}

fn submit(cluster: &Cluster, client: ClientId, out: &mut Out) {
    match cluster.job_manager.phase {
        JobManagerPhase::DispatcherReady | JobManagerPhase::Ready => {
            let job = JobId::next(cluster.jobs.len());
            let received = Event::JobReceived { job, client };
            out.send(Place::Client(client), Place::Dispatcher, received);
        }
        // Not up yet: the client keeps trying.
        JobManagerPhase::Starting => {}
        JobManagerPhase::Absent | JobManagerPhase::Killed | JobManagerPhase::Stopped(_) => {
            out.now(Event::ClientExited { client, how: ClientExit::ConnectionFailed });
        }
    }
}
