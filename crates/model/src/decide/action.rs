//! What an action does to the world, or why it is refused.
//!
//! Only what the real command (or the machine) checks is refused here; a refusal by the cluster,
//! such as missing slots, is a later event.

use super::Out;
use crate::cluster::{ClientPhase, Cluster, JobManagerPhase, ProcessState};
use crate::cluster::{MAX_JOBS, MAX_TASK_MANAGERS};
use crate::event::{ClientExit, ClusterStatus, Event, Place, Refusal};
use crate::ids::{ClientId, ExecutionId, JobId, TmId};
use crate::scenario::{Provider, Scenario};
use crate::state::ExecutionState;
use crate::time::Time;
use crate::{Action, Signal};

/// Why the action cannot be done now; `None`: it can.
pub fn refusal(cluster: &Cluster, action: &Action, scenario: &Scenario) -> Option<Refusal> {
    let alive = cluster.job_manager.phase.is_alive();
    match action {
        Action::StartCluster => {
            (alive || yarn_is_deploying(cluster)).then_some(Refusal::ClusterExists)
        }
        Action::StartTaskManager => match cluster.provider {
            Provider::Yarn { .. } => Some(Refusal::TaskManagersOnDemand),
            Provider::Standalone { .. } => {
                (cluster.task_managers.len() >= MAX_TASK_MANAGERS).then_some(Refusal::LimitReached)
            }
        },
        Action::KillJobManager => (!alive).then_some(Refusal::NoCluster),
        Action::StartJobManager => match cluster.provider {
            Provider::Yarn { .. } => Some(Refusal::JobManagerByYarn),
            Provider::Standalone { .. } => alive.then_some(Refusal::ClusterExists),
        },
        Action::Submit { job, .. } => {
            let known = scenario.jobs.iter().any(|spec| spec.name == *job);
            match (known, cluster.clients.len() >= MAX_JOBS) {
                (false, _) => Some(Refusal::NoSuchJob),
                (true, true) => Some(Refusal::LimitReached),
                (true, false) => None,
            }
        }
        Action::Cancel { job } => refuse_job(cluster, *job),
        Action::ThrowException { job } => refuse_job(cluster, *job)
            .or_else(|| first_running(cluster, *job).is_none().then_some(Refusal::NothingRuns)),
        Action::SignalTaskManager { tm, signal } => refuse_signal(cluster, *tm, *signal),
        Action::InterruptClient { client } => {
            let lives = cluster
                .clients
                .get(client.index())
                .is_some_and(|client| !matches!(client.phase, ClientPhase::Exited(_)));
            (!lives).then_some(Refusal::NoSuchClient)
        }
        Action::StopCluster => (!alive).then_some(Refusal::NoCluster),
    }
}

fn yarn_is_deploying(cluster: &Cluster) -> bool {
    use crate::cluster::YarnApplicationState::{Accepted, Submitted};
    cluster.yarn.as_ref().is_some_and(|yarn| matches!(yarn.application, Submitted | Accepted))
}

fn refuse_job(cluster: &Cluster, job: JobId) -> Option<Refusal> {
    if !cluster.job_manager.phase.accepts_jobs() {
        return Some(Refusal::NoCluster);
    }
    match cluster.jobs.get(job.index()) {
        None => Some(Refusal::NoSuchJob),
        // A JobManager that was started anew has never heard of it.
        Some(job) if job.is_lost() => Some(Refusal::NoSuchJob),
        Some(job) => job.status.is_terminal().then_some(Refusal::JobEnded),
    }
}

fn refuse_signal(cluster: &Cluster, tm: TmId, signal: Signal) -> Option<Refusal> {
    let process = cluster.task_managers.get(tm.index()).map(|tm| tm.process);
    let possible = match (process, signal) {
        (None | Some(ProcessState::Killed | ProcessState::Exited), _) => false,
        (Some(process), Signal::Cont) => process == ProcessState::Frozen,
        (Some(process), Signal::Stop) => process == ProcessState::Running,
        (Some(_), Signal::Kill | Signal::Term) => true,
    };
    (!possible).then_some(Refusal::NoSuchTaskManager)
}

/// The first subtask of the job that is RUNNING.
fn first_running(cluster: &Cluster, job: JobId) -> Option<ExecutionId> {
    let job = cluster.job(job);
    job.execution_ids().find(|id| job.execution(*id).state == ExecutionState::Running)
}

/// What follows from an action.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    let Event::ActionTaken(action) = event else { return };
    if let Some(refusal) = cluster.refused {
        out.now(Event::ActionRefused(refusal));
        return;
    }
    match action {
        Action::StartCluster => start_cluster(cluster, out),
        Action::StartTaskManager => {
            let tm = TmId(u16::try_from(cluster.task_managers.len()).unwrap_or(u16::MAX) - 1);
            out.now(Event::TaskManagerStarted { tm });
        }
        Action::Submit { .. } => {
            let client = ClientId(u16::try_from(cluster.clients.len()).unwrap_or(u16::MAX) - 1);
            out.now(Event::ClientStarted { client });
        }
        Action::Cancel { job } => {
            out.send(Place::Shell, Place::Dispatcher, Event::CancelRequested { job: *job });
        }
        Action::ThrowException { job } => {
            if let Some(execution) = first_running(cluster, *job) {
                out.now(Event::ExceptionThrown { execution });
            }
        }
        Action::SignalTaskManager { tm, signal } => {
            out.now(Event::TaskManagerSignalled { tm: *tm, signal: *signal });
        }
        Action::KillJobManager => out.now(Event::JobManagerKilled),
        Action::StartJobManager => out.now(Event::JobManagerStarted),
        Action::InterruptClient { client } => {
            out.now(Event::ClientExited { client: *client, how: ClientExit::Interrupted });
        }
        Action::StopCluster => stop_cluster(cluster, out),
    }
}

fn start_cluster(cluster: &Cluster, out: &mut Out) {
    match cluster.provider {
        Provider::Standalone { .. } => {
            out.now(Event::JobManagerStarted);
            for tm in &cluster.task_managers {
                if tm.process == ProcessState::Starting {
                    out.now(Event::TaskManagerStarted { tm: tm.id });
                }
            }
        }
        Provider::Yarn { .. } => {
            out.send(Place::Shell, Place::YarnResourceManager, Event::YarnApplicationSubmitted);
        }
    }
}

/// stop-cluster.sh ends the TaskManagers first, then the JobManager, all by SIGTERM. Stopping a YARN
/// session ends the JobManager; YARN then ends the containers.
fn stop_cluster(cluster: &Cluster, out: &mut Out) {
    let JobManagerPhase::Stopped(_) = cluster.job_manager.phase else {
        let (status, wait) = match cluster.provider {
            Provider::Standalone { .. } => (ClusterStatus::Unknown, Time::ms(1_000)),
            Provider::Yarn { .. } => (ClusterStatus::Succeeded, Time::ms(300)),
        };
        if matches!(cluster.provider, Provider::Standalone { .. }) {
            for tm in cluster.task_managers.iter().filter(|tm| !tm.process.is_gone()) {
                out.now(Event::TaskManagerSignalled { tm: tm.id, signal: Signal::Term });
            }
        }
        out.after(wait, Event::ClusterStopped { status });
        return;
    };
}
