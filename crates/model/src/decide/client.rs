//! `flink run`: CliFrontend, `AbstractSessionClusterExecutor`, `AbstractJobClusterExecutor`,
//! `ApplicationClusterDeployer`, `RestClusterClient`.

use super::{Out, platform};
use crate::Step;
use crate::cluster::{Client, ClientPhase, Cluster, DeploymentTarget, JobManagerPhase, Mode};
use crate::event::{ClientExit, Event, Place, Submitter};
use crate::ids::{ClientId, ClusterId, JobId};
use crate::scenario::Provider;
use crate::state::JobStatus;
use crate::time::Time;

/// What a client does next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        Event::ClientStarted { client } => start(cluster, *client, out),
        Event::ProgramRan { client } => submit(cluster, *client, out),
        // RestClusterClient retries while nothing listens yet (`rest.retry.max-attempts`).
        Event::DispatcherStarted { cluster: id } => {
            let waiting = cluster.clients.iter().filter(|client| {
                client.phase == ClientPhase::Submitting && client.cluster == Some(*id)
            });
            waiting
                .filter(|client| client.target == DeploymentTarget::Session)
                .for_each(|client| submit(cluster, client.id, out));
        }
        Event::FilesUploaded { client: Some(client) } => ask_platform(*client, Time::ZERO, out),
        // `YarnClusterDescriptor` returns as soon as YARN shows RUNNING, `KubernetesClusterDescriptor` as
        // soon as the Deployment is there.
        Event::YarnApplicationRunning { cluster: id } => deployed(cluster, *id, out),
        Event::YarnApplicationAccepted { cluster: id } => {
            if let Provider::Kubernetes { .. } = cluster.provider {
                deployed(cluster, *id, out);
            }
        }
        Event::SubmissionAcknowledged { client, .. } => {
            let client = cluster.client(*client);
            if client.phase == ClientPhase::RunningMain {
                run_on(cluster, client, Time::ZERO, ClientExit::Submitted, out);
            }
        }
        Event::JobStatusChanged { job, to, .. } if to.is_terminal() => {
            let waits = |client: &&Client| {
                client.phase == ClientPhase::RunningMain && client.next_step() == Some(&Step::Await)
            };
            let client = cluster.job(*job).client().map(|id| cluster.client(id));
            if let Some(client) = client.filter(waits) {
                run_on(cluster, client, out.scenario.profile.call, ClientExit::Submitted, out);
            }
        }
        Event::JobResultDelivered { client, job } => learn_result(cluster, *client, *job, out),
        Event::ClientExited { client, how: ClientExit::Interrupted } => {
            cancel_on_exit(cluster, *client, out);
        }
        // Each poll for the result is tried 20 times, 3 seconds apart (`rest.retry.*`). With high
        // availability the client finds the new leader instead.
        Event::JobManagerKilled { jm } if !cluster.is_highly_available() => {
            let gone = Some(cluster.jm(*jm).cluster);
            let waits = |c: &&Client| c.phase == ClientPhase::Waiting && c.cluster == gone;
            for client in cluster.clients.iter().filter(waits) {
                let how = ClientExit::ConnectionFailed;
                out.after(Time::s(60), Event::ClientExited { client: client.id, how });
            }
        }
        Event::YarnApplicationRejected { cluster: id, .. } => not_deployed(cluster, *id, out),
        Event::ClusterStopped { cluster: id, .. } => {
            not_deployed(cluster, *id, out);
            let cut_off = |client: &&Client| {
                client.cluster == Some(*id)
                    && !deploys(client)
                    && matches!(client.phase, ClientPhase::Submitting | ClientPhase::Waiting)
            };
            for client in cluster.clients.iter().filter(cut_off) {
                let how = ClientExit::ConnectionFailed;
                out.now(Event::ClientExited { client: client.id, how });
            }
        }
        _ => {}
    }
}

/// An attached client goes on with `main()` after a job that finished, and ends with any other.
fn learn_result(cluster: &Cluster, id: ClientId, job: JobId, out: &mut Out) {
    let status = cluster.job(job).status;
    let ended = ClientExit::JobEnded(status);
    if status == JobStatus::Finished {
        run_on(cluster, cluster.client(id), Time::ZERO, ended, out);
    } else {
        out.now(Event::ClientExited { client: id, how: ended });
    }
}

/// `-sae`: the job is cancelled when its client is interrupted.
fn cancel_on_exit(cluster: &Cluster, id: ClientId, out: &mut Out) {
    let client = cluster.client(id);
    if let (true, Some(job)) = (client.shutdown_on_attached_exit, client.job) {
        let to = Place::Dispatcher(cluster.job(job).cluster);
        out.send(Place::Client(id), to, Event::CancelRequested { job });
    }
}

fn start(cluster: &Cluster, id: ClientId, out: &mut Out) {
    // A recorded run tells when the submission arrived; the last step is one call.
    let recorded = cluster.took(out.scenario).until_ready;
    let profile = &out.scenario.profile;
    let client = cluster.client(id);
    match client.target {
        DeploymentTarget::Session | DeploymentTarget::PerJob => {
            let main = recorded.map_or(profile.client_main, |arrival| arrival.since(profile.call));
            run_on(cluster, client, main, ClientExit::Submitted, out);
        }
        // The client knows the program by name only: it uploads and asks for a cluster.
        DeploymentTarget::Application => {
            let usual = platform::upload(cluster, true, out);
            let upload = recorded.map_or(usual, |arrival| arrival.since(profile.call));
            ask_for_cluster(cluster, id, upload, out);
        }
    }
}

/// `main()` goes on until its next job, or to its end.
fn run_on(cluster: &Cluster, client: &Client, first: Time, at_end: ClientExit, out: &mut Out) {
    let mut wait = first;
    for step in &client.program.steps[usize::from(client.step)..] {
        match step {
            Step::Work(time) => wait = wait + *time,
            Step::Execute(_) | Step::ExecuteAsync(_) => {
                out.after(wait, Event::ProgramRan { client: client.id });
                return;
            }
            Step::Await => match awaited(cluster, client.id) {
                Some(status) if !status.is_terminal() => return,
                Some(_) => {
                    let how = ClientExit::ProgramThrew;
                    out.after(wait, Event::ClientExited { client: client.id, how });
                    return;
                }
                None => {}
            },
            Step::Throw => {
                let how = ClientExit::ProgramThrew;
                out.after(wait, Event::ClientExited { client: client.id, how });
                return;
            }
        }
    }
    out.after(wait, Event::ClientExited { client: client.id, how: at_end });
}

/// The status of the first job of a client that is not FINISHED and not lost.
fn awaited(cluster: &Cluster, client: ClientId) -> Option<JobStatus> {
    let own = cluster.jobs.iter().filter(|job| job.client() == Some(client) && !job.is_lost());
    own.map(|job| job.status).find(|status| *status != JobStatus::Finished)
}

fn submit(cluster: &Cluster, id: ClientId, out: &mut Out) {
    match cluster.client(id).target {
        DeploymentTarget::Session => submit_to_session(cluster, id, out),
        DeploymentTarget::PerJob => {
            ask_for_cluster(cluster, id, platform::upload(cluster, true, out), out);
        }
        DeploymentTarget::Application => {}
    }
}

fn submit_to_session(cluster: &Cluster, client: ClientId, out: &mut Out) {
    let failed = Event::ClientExited { client, how: ClientExit::ConnectionFailed };
    // The one that was named, or else the newest when `main()` had run.
    let session = cluster.client(client).cluster.map(|id| cluster.flink(id));
    let Some(session) = session else {
        out.now(failed);
        return;
    };
    match session.phase {
        JobManagerPhase::DispatcherReady | JobManagerPhase::Ready => {
            let job = JobId::next(cluster.jobs.len());
            let received = Event::JobReceived { job, by: Submitter::Client(client) };
            out.send(Place::Client(client), Place::Dispatcher(session.id), received);
        }
        // Not up yet, or no leader at the moment: the client keeps trying.
        JobManagerPhase::Starting => {}
        JobManagerPhase::Killed if cluster.is_highly_available() => {}
        JobManagerPhase::Absent | JobManagerPhase::Killed | JobManagerPhase::Stopped(_) => {
            out.now(failed);
        }
    }
}

/// Jars, configuration and (per-job) the JobGraph go to HDFS first. On Kubernetes they are in the image.
fn ask_for_cluster(cluster: &Cluster, client: ClientId, upload: Time, out: &mut Out) {
    match cluster.provider {
        Provider::Yarn { .. } => {
            let uploaded = Event::FilesUploaded { client: Some(client) };
            out.carry(upload, Place::Client(client), Place::FileSystem, uploaded);
        }
        Provider::Kubernetes { .. } | Provider::Standalone { .. } => {
            ask_platform(client, upload, out);
        }
    }
}

fn ask_platform(client: ClientId, upload: Time, out: &mut Out) {
    // The platform numbers it on arrival.
    let submitted = Event::YarnApplicationSubmitted { cluster: ClusterId(0), client: Some(client) };
    out.send_after(upload, Place::Client(client), Place::YarnResourceManager, submitted);
}

/// Whether the client waits for YARN to show RUNNING.
fn deploys(client: &Client) -> bool {
    match client.target {
        DeploymentTarget::Session => false,
        DeploymentTarget::PerJob => client.phase == ClientPhase::Submitting,
        DeploymentTarget::Application => client.phase == ClientPhase::RunningMain,
    }
}

/// "The YARN application unexpectedly switched to state … during deployment."
fn not_deployed(cluster: &Cluster, id: ClusterId, out: &mut Out) {
    let waits = |client: &&Client| client.cluster == Some(id) && deploys(client);
    for client in cluster.clients.iter().filter(waits) {
        let exited = Event::ClientExited { client: client.id, how: ClientExit::NotDeployed };
        out.send(Place::YarnResourceManager, Place::Client(client.id), exited);
    }
}

fn deployed(cluster: &Cluster, id: ClusterId, out: &mut Out) {
    let from = Place::YarnResourceManager;
    match cluster.flink(id).mode {
        Mode::Session => {}
        Mode::PerJob(client) => {
            let waits = cluster.client(client).phase == ClientPhase::Submitting;
            if let (true, Some(job)) = (waits, cluster.jobs_of(id).next()) {
                let ack = Event::SubmissionAcknowledged { client, job: job.id };
                out.send(from, Place::Client(client), ack);
            }
        }
        Mode::Application(_) => {
            let deployer = |client: &&Client| {
                client.cluster == Some(id) && client.phase == ClientPhase::RunningMain
            };
            if let Some(client) = cluster.clients.iter().find(deployer) {
                let exited = Event::ClientExited { client: client.id, how: ClientExit::Deployed };
                out.send(from, Place::Client(client.id), exited);
            }
        }
    }
}
