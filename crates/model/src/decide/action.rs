//! What an action does to the world. Why it may be refused: `crate::cluster::rule::action`.

use super::{Out, savepoint};
use crate::cluster::rule::action::first_running;
use crate::cluster::{Cluster, JobManagerPhase, JobManagerRole, ProcessState};
use crate::event::{ClientExit, ClusterStatus, Event, Place, SavepointPurpose};
use crate::ids::{ClientId, JmId, TmId};
use crate::scenario::Provider;
use crate::time::Time;
use crate::{Action, Config, Key, Signal};

/// What follows from an action.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    let Event::ActionTaken(action) = event else { return };
    if let Some(refusal) = cluster.refused {
        out.now(Event::ActionRefused(refusal));
        return;
    }
    match action.itself() {
        Action::StartCluster => start_session(cluster, action.options(), out),
        Action::RunApplication { in_session: true, .. } => start_program(cluster, out),
        Action::RunApplication { in_session: false, .. } => match cluster.provider {
            Provider::Standalone { .. } => start_processes(cluster, out),
            Provider::Yarn { .. } | Provider::Kubernetes { .. } => start_client(cluster, out),
        },
        Action::StartStandaloneJob { .. } => start_processes(cluster, out),
        Action::RunPerJob { .. } | Action::Submit { .. } => start_client(cluster, out),
        Action::StartTaskManager => {
            let tm = TmId(u16::try_from(cluster.task_managers.len()).unwrap_or(u16::MAX) - 1);
            out.now(Event::TaskManagerStarted { tm });
        }
        Action::Cancel { job } => {
            let to = Place::Dispatcher(cluster.job(*job).cluster);
            out.send(Place::Shell, to, Event::CancelRequested { job: *job });
        }
        Action::Savepoint { job, directory } => {
            savepoint::request(cluster, *job, SavepointPurpose::Keep, directory.as_ref(), out);
        }
        Action::Stop { job, drain, directory } => {
            let purpose = if *drain { SavepointPurpose::Drain } else { SavepointPurpose::Stop };
            savepoint::request(cluster, *job, purpose, directory.as_ref(), out);
        }
        // Never inside another one.
        Action::FromSavepoint { .. } => {}
        Action::ThrowException { job } => {
            if let Some(execution) = first_running(cluster, *job) {
                out.now(Event::ExceptionThrown { execution });
            }
        }
        Action::SignalTaskManager { tm, signal } => {
            out.now(Event::TaskManagerSignalled { tm: *tm, signal: *signal });
        }
        Action::KillJobManager { jm } => out.now(Event::JobManagerKilled { jm: *jm }),
        Action::StopJobManager { jm } => stop_job_manager(cluster, *jm, out),
        Action::StartJobManager => {
            if let Some(jm) = cluster.job_managers.last() {
                out.now(Event::JobManagerStarted { jm: jm.id });
            }
        }
        Action::KillMachine { node } => out.now(Event::MachineKilled { node: *node }),
        Action::KillNodeManager { node } => super::loss::expire(cluster, *node, out),
        Action::ExceedMemory { tm } => out.now(Event::MemoryExceeded { tm: *tm }),
        Action::CutNetwork { tm } => out.now(Event::NetworkCut { tm: *tm }),
        Action::HealNetwork { tm } => out.now(Event::NetworkHealed { tm: *tm }),
        Action::KillApplication { cluster } => {
            let killed = Event::YarnApplicationKilled { cluster: *cluster };
            out.send(Place::Shell, Place::YarnResourceManager, killed);
        }
        Action::InterruptClient { client } => {
            out.now(Event::ClientExited { client: *client, how: ClientExit::Interrupted });
        }
        Action::StopCluster => stop_session(cluster, action.options(), out),
        Action::Configured { .. } => {}
    }
}

fn start_client(cluster: &Cluster, out: &mut Out) {
    let client = ClientId(u16::try_from(cluster.clients.len()).unwrap_or(u16::MAX) - 1);
    out.now(Event::ClientStarted { client });
}

/// The session's Dispatcher runs the program that was added last.
fn start_program(cluster: &Cluster, out: &mut Out) {
    if let Some(application) = cluster.applications.last() {
        let started = Event::ProgramStarted { application: application.id };
        out.send(Place::Shell, Place::Dispatcher(application.cluster), started);
    }
}

fn start_session(cluster: &Cluster, options: Option<&Config>, out: &mut Out) {
    // `-id`: the script's client has come to a session that runs.
    if options.is_some_and(|options| options.is_set(Key::YarnApplicationId)) {
        return;
    }
    match cluster.provider {
        Provider::Standalone { .. } => start_processes(cluster, out),
        Provider::Yarn { .. } => {
            // A recorded run tells when the processes were there.
            let recorded = !cluster.took(out.scenario).job_managers.is_empty();
            let usual = super::platform::upload(cluster, false, out);
            let takes = if recorded { Time::ZERO } else { usual };
            let uploaded = Event::FilesUploaded { client: None };
            out.carry(takes, Place::Shell, Place::FileSystem, uploaded);
        }
        Provider::Kubernetes { .. } => {
            if let Some(session) = cluster.namesake(options) {
                super::platform::submit_session(session.id, out);
            }
        }
    }
}

/// What the script has just added to the fixed machines starts.
fn start_processes(cluster: &Cluster, out: &mut Out) {
    for jm in cluster.job_managers.iter().filter(|jm| jm.role == JobManagerRole::Starting) {
        out.now(Event::JobManagerStarted { jm: jm.id });
    }
    for tm in cluster.task_managers.iter().filter(|tm| tm.process == ProcessState::Starting) {
        out.now(Event::TaskManagerStarted { tm: tm.id });
    }
}

/// SIGTERM to one JobManager. Without high availability its cluster is over; with it, a leader lets go
/// of the leadership first, and the jobs are kept for the next one.
fn stop_job_manager(cluster: &Cluster, jm: JmId, out: &mut Out) {
    let process = cluster.jm(jm);
    let leads = cluster.flink(process.cluster).leader == Some(jm);
    if leads && !cluster.is_highly_available() {
        let status = ClusterStatus::Unknown;
        out.after(Time::ms(300), Event::ClusterStopped { cluster: process.cluster, status });
    } else {
        out.after(Time::ms(300), Event::JobManagerExited { jm });
    }
}

/// stop-cluster.sh ends the TaskManagers first, then the JobManager, all by SIGTERM. Stopping a YARN
/// session ends the JobManager by a call; YARN then ends the containers. On Kubernetes the Deployment is
/// deleted from outside, which is a SIGTERM again (`KubernetesClusterDescriptor.killCluster`): what is in the
/// store stays there.
fn stop_session(cluster: &Cluster, options: Option<&Config>, out: &mut Out) {
    let Some(session) = cluster.stoppable(options) else { return };
    if let JobManagerPhase::Stopped(_) = session.phase {
        return;
    }
    let (status, wait) = match cluster.provider {
        Provider::Standalone { .. } => (ClusterStatus::Unknown, Time::ms(1_000)),
        Provider::Yarn { .. } => (ClusterStatus::Succeeded, Time::ms(300)),
        Provider::Kubernetes { .. } => (ClusterStatus::Unknown, Time::ms(300)),
    };
    if let Provider::Standalone { .. } = cluster.provider {
        for tm in cluster.tms_of(session.id).filter(|tm| !tm.process.is_gone()) {
            out.now(Event::TaskManagerSignalled { tm: tm.id, signal: Signal::Term });
        }
    }
    out.after(wait, Event::ClusterStopped { cluster: session.id, status });
}
