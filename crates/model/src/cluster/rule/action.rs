//! Why an action cannot be done.
//!
//! Only what the real command (or the machine) checks is refused here; a refusal by the cluster,
//! such as missing slots, is a later event.

use crate::cluster::{
    ClientPhase, Cluster, FlinkCluster, MAX_CLUSTERS, MAX_JOB_MANAGERS, MAX_JOBS,
    MAX_TASK_MANAGERS, NodeState, ProcessState, SavepointPhase, YarnApplicationState,
};
use crate::event::Refusal;
use crate::ids::{ClusterId, ExecutionId, JmId, JobId, NodeId, TmId};
use crate::scenario::{Provider, Scenario};
use crate::state::ExecutionState;
use crate::{Action, Config, Key, Signal, key};

/// Why the action cannot be done now; `None`: it can.
pub fn refusal(cluster: &Cluster, action: &Action, scenario: &Scenario) -> Option<Refusal> {
    let options = action.options();
    let elsewhere = match cluster.provider {
        Provider::Standalone { .. } | Provider::Kubernetes { .. } => {
            options.is_some_and(|options| options.is_set(Key::YarnQueue))
        }
        Provider::Yarn { .. } => false,
    };
    if elsewhere { Some(Refusal::NotOnYarn) } else { refuse(cluster, action, options, scenario) }
}

/// `options`: all that the action was given.
#[expect(clippy::too_many_lines, reason = "an arm for each action")]
fn refuse(
    cluster: &Cluster,
    action: &Action,
    options: Option<&Config>,
    scenario: &Scenario,
) -> Option<Refusal> {
    match action {
        Action::Configured { action, .. } => refuse(cluster, action, options, scenario),
        Action::StartCluster | Action::RunPerJob { .. } if cluster.is_reactive() => {
            Some(Refusal::ReactiveElsewhere)
        }
        Action::RunApplication { .. }
            if cluster.is_reactive() && cluster.provider.starts_workers() =>
        {
            Some(Refusal::ReactiveElsewhere)
        }
        Action::StartCluster => refuse_start(cluster, options),
        Action::RunApplication { program, in_session: true, .. } => {
            refuse_in_session(cluster, program, scenario)
        }
        Action::RunApplication { program, in_session: false, .. } => match cluster.provider {
            // One set of machines, one address: a second cluster would not come up there.
            Provider::Standalone { .. } if cluster.clusters.iter().any(|c| c.phase.is_alive()) => {
                Some(Refusal::ClusterExists)
            }
            Provider::Kubernetes { .. } if is_taken(cluster, options) => {
                Some(Refusal::ClusterExists)
            }
            Provider::Standalone { .. } | Provider::Yarn { .. } | Provider::Kubernetes { .. } => {
                refuse_program(cluster, program, scenario)
            }
        },
        Action::StartStandaloneJob { program, .. } => match cluster.provider {
            Provider::Yarn { .. } | Provider::Kubernetes { .. } => Some(Refusal::JobManagerByYarn),
            Provider::Standalone { .. } if cluster.clusters.iter().any(|c| c.phase.is_alive()) => {
                Some(Refusal::ClusterExists)
            }
            Provider::Standalone { .. } => refuse_program(cluster, program, scenario),
        },
        Action::RunPerJob { program, .. } => match cluster.provider {
            _ if !cluster.version.traits().has_per_job_mode => Some(Refusal::PerJobRemoved),
            Provider::Standalone { .. } => Some(Refusal::PerJobOnStandalone),
            Provider::Kubernetes { .. } => Some(Refusal::PerJobOnKubernetes),
            Provider::Yarn { .. } => refuse_program(cluster, program, scenario),
        },
        Action::StartTaskManager => match cluster.provider {
            _ if cluster.provider.starts_workers() => Some(Refusal::TaskManagersOnDemand),
            _ => {
                (cluster.task_managers.len() >= MAX_TASK_MANAGERS).then_some(Refusal::LimitReached)
            }
        },
        Action::KillJobManager { jm } | Action::StopJobManager { jm } => refuse_jm(cluster, *jm),
        Action::StartJobManager => refuse_job_manager(cluster),
        Action::Submit { job, .. } => refuse_program(cluster, job, scenario),
        Action::Cancel { job } => refuse_job(cluster, *job),
        Action::Savepoint { job, directory } | Action::Stop { job, directory, .. } => {
            refuse_savepoint(cluster, *job, directory.is_some())
        }
        Action::FromSavepoint { savepoint, run } => {
            let known = cluster.savepoints.get(savepoint.index());
            let there = known.is_some_and(|it| it.phase == SavepointPhase::Completed);
            match there {
                true => refuse(cluster, run, options, scenario),
                false => Some(Refusal::NoSuchSavepoint),
            }
        }
        Action::ThrowException { job } => refuse_job(cluster, *job)
            .or_else(|| first_running(cluster, *job).is_none().then_some(Refusal::NothingRuns)),
        Action::SignalTaskManager { tm, signal } => refuse_signal(cluster, *tm, *signal),
        Action::CutNetwork { tm } => refuse_network(cluster, *tm, true),
        Action::HealNetwork { tm } => refuse_network(cluster, *tm, false),
        Action::KillMachine { node } => refuse_machine(cluster, *node),
        Action::KillNodeManager { node } => match cluster.provider {
            Provider::Standalone { .. } | Provider::Kubernetes { .. } => Some(Refusal::NotOnYarn),
            Provider::Yarn { .. } => refuse_machine(cluster, *node),
        },
        Action::ExceedMemory { tm } => match cluster.provider {
            Provider::Standalone { .. } => Some(Refusal::NoMemoryLimit),
            Provider::Yarn { .. } | Provider::Kubernetes { .. } => {
                refuse_signal(cluster, *tm, Signal::Kill)
            }
        },
        Action::KillApplication { cluster: id } => match cluster.provider {
            Provider::Standalone { .. } | Provider::Kubernetes { .. } => Some(Refusal::NotOnYarn),
            Provider::Yarn { .. } => {
                let state = cluster.clusters.get(id.index()).map(|c| c.application_state);
                (!state.is_some_and(is_known_to_yarn)).then_some(Refusal::NoCluster)
            }
        },
        Action::InterruptClient { client } => {
            let lives = cluster
                .clients
                .get(client.index())
                .is_some_and(|client| !matches!(client.phase, ClientPhase::Exited(_)));
            (!lives).then_some(Refusal::NoSuchClient)
        }
        Action::StopCluster => cluster.stoppable(options).is_none().then_some(Refusal::NoCluster),
    }
}

/// Whether YARN has the application and has not ended it.
const fn is_known_to_yarn(state: YarnApplicationState) -> bool {
    match state {
        YarnApplicationState::Submitted
        | YarnApplicationState::Accepted
        | YarnApplicationState::Running => true,
        YarnApplicationState::New
        | YarnApplicationState::Finished
        | YarnApplicationState::Failed
        | YarnApplicationState::Killed => false,
    }
}

/// Whether the name that options give to a cluster belongs to one that is not over.
fn is_taken(cluster: &Cluster, options: Option<&Config>) -> bool {
    let told = options.and_then(|it| it.value(key::KubernetesClusterId, cluster.version));
    told.and_then(|name| cluster.of_name(name)).is_some_and(|it| !it.is_over())
}

fn refuse_start(cluster: &Cluster, options: Option<&Config>) -> Option<Refusal> {
    let attaches = options.is_some_and(|options| options.is_set(Key::YarnApplicationId));
    let full = cluster.clusters.len() >= MAX_CLUSTERS;
    let namesake = cluster.namesake(options);
    match cluster.provider {
        Provider::Standalone { .. } => {
            let exists = cluster.clusters.iter().any(|it| it.phase.is_alive());
            exists.then_some(Refusal::ClusterExists)
        }
        Provider::Yarn { .. } if attaches => {
            let meant = cluster.addressed(options);
            meant.is_none_or(FlinkCluster::is_over).then_some(Refusal::NoCluster)
        }
        // One whose submission is under way is there as well.
        Provider::Kubernetes { .. } if namesake.is_some_and(|it| !it.is_over()) => {
            Some(Refusal::ClusterExists)
        }
        Provider::Yarn { .. } | Provider::Kubernetes { .. } => {
            (full && namesake.is_none()).then_some(Refusal::LimitReached)
        }
    }
}

fn refuse_program(cluster: &Cluster, name: &str, scenario: &Scenario) -> Option<Refusal> {
    let known = scenario.program(name).is_some();
    let full = cluster.clients.len() >= MAX_JOBS || cluster.clusters.len() >= MAX_CLUSTERS;
    match (known, full) {
        (false, _) => Some(Refusal::NoSuchJob),
        (true, true) => Some(Refusal::LimitReached),
        (true, false) => None,
    }
}

/// Before 2.3 a session cluster knows jobs only.
fn refuse_in_session(cluster: &Cluster, name: &str, scenario: &Scenario) -> Option<Refusal> {
    let accepts = cluster.session().is_some_and(|session| session.phase.accepts_jobs());
    if !accepts {
        Some(Refusal::NoCluster)
    } else if !cluster.version.traits().wraps_jobs_in_applications {
        Some(Refusal::ClusterExists)
    } else if cluster.applications.len() >= MAX_JOBS {
        Some(Refusal::LimitReached)
    } else {
        refuse_program(cluster, name, scenario)
    }
}

fn refuse_jm(cluster: &Cluster, jm: JmId) -> Option<Refusal> {
    let alive = cluster.job_managers.get(jm.index()).is_some_and(|jm| jm.role.is_alive());
    match (alive, cluster.clusters.iter().any(|cluster| cluster.phase.is_alive())) {
        (true, _) => None,
        (false, true) => Some(Refusal::NoSuchJobManager),
        (false, false) => Some(Refusal::NoCluster),
    }
}

/// Without high availability a second JobManager would find the address taken.
fn refuse_job_manager(cluster: &Cluster) -> Option<Refusal> {
    match cluster.provider {
        Provider::Yarn { .. } | Provider::Kubernetes { .. } => Some(Refusal::JobManagerByYarn),
        Provider::Standalone { .. } => {
            let taken = cluster.job_managers.iter().any(|jm| jm.role.is_alive());
            if taken && !cluster.is_highly_available() {
                Some(Refusal::ClusterExists)
            } else {
                (cluster.job_managers.len() >= MAX_JOB_MANAGERS).then_some(Refusal::LimitReached)
            }
        }
    }
}

fn refuse_machine(cluster: &Cluster, node: NodeId) -> Option<Refusal> {
    let there = match (&cluster.platform, cluster.task_managers.get(node.index())) {
        (Some(_), _) => cluster.node_state(node) == Some(NodeState::Up),
        (None, tm) => tm.is_some_and(|tm| !tm.process.is_gone()),
    };
    (!there).then_some(Refusal::NoSuchMachine)
}

fn refuse_network(cluster: &Cluster, tm: TmId, cut: bool) -> Option<Refusal> {
    match cluster.task_managers.get(tm.index()) {
        Some(tm) if tm.process.is_gone() => Some(Refusal::NoSuchTaskManager),
        Some(tm) => (tm.cut_off == cut).then_some(Refusal::NetworkUnchanged),
        None => Some(Refusal::NoSuchTaskManager),
    }
}

fn refuse_job(cluster: &Cluster, job: JobId) -> Option<Refusal> {
    let accepts = |id: ClusterId| cluster.flink(id).phase.accepts_jobs();
    match cluster.jobs.get(job.index()) {
        None if cluster.clusters.iter().any(|any| accepts(any.id)) => Some(Refusal::NoSuchJob),
        None => Some(Refusal::NoCluster),
        Some(job) if !accepts(job.cluster) => Some(Refusal::NoCluster),
        // A JobManager that was started anew has never heard of it.
        Some(job) if job.is_lost() => Some(Refusal::NoSuchJob),
        Some(job) => job.status.is_terminal().then_some(Refusal::JobEnded),
    }
}

/// `SavepointHandlers` looks for a directory before it asks the job.
fn refuse_savepoint(cluster: &Cluster, job: JobId, named: bool) -> Option<Refusal> {
    let configured = cluster.config.is_set(Key::SavepointDirectory);
    let streaming = || cluster.jobs.get(job.index()).is_none_or(|job| !job.spec.batch);
    refuse_job(cluster, job)
        .or_else(|| (!named && !configured).then_some(Refusal::NoSavepointDirectory))
        .or_else(|| (!streaming()).then_some(Refusal::StreamingOnly))
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
pub(crate) fn first_running(cluster: &Cluster, job: JobId) -> Option<ExecutionId> {
    let job = cluster.job(job);
    job.execution_ids().find(|id| job.execution(*id).state == ExecutionState::Running)
}
