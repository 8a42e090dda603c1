//! What can be done at a moment.
//!
//! In: the cluster at that moment and the jobs of the scenario. Out: [`Action`]s to offer, in groups.
//! Deliberately absent: whether the cluster will accept them. What it always refuses there (a
//! TaskManager by hand on YARN) is still offered where the answer teaches something.

use model::cluster::{ClientPhase, JobManagerPhase, ProcessState};
use model::{Action, ClientId, Cluster, JobId, Scenario, Signal, TmId};
use stage::Target;

/// How `flink run` is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attachment {
    /// `-d`: the client ends once the job is accepted.
    #[default]
    Detached,
    /// The client waits for the result.
    Attached,
    /// `-sae`: it waits, and takes the job along when it ends.
    AttachedForLife,
}

/// What can be done, by the thing it is done to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// Submissions, one for each job of the scenario.
    pub submit: Vec<Action>,
    /// For each job that is not over.
    pub jobs: Vec<(JobId, Vec<Action>)>,
    /// For each TaskManager whose process exists.
    pub task_managers: Vec<(TmId, Vec<Action>)>,
    /// For each client that waits.
    pub clients: Vec<(ClientId, Vec<Action>)>,
    /// To the cluster as a whole.
    pub cluster: Vec<Action>,
}

impl Offers {
    /// Everything that can be done now.
    pub fn of(cluster: &Cluster, scenario: &Scenario, attachment: Attachment) -> Offers {
        let submit = scenario.jobs.iter().map(|job| submit(&job.name, attachment)).collect();
        let jobs = cluster.jobs.iter().filter(|job| !job.status.is_terminal());
        let task_managers = cluster.task_managers.iter().filter(|tm| !tm.process.is_gone());
        let clients = cluster.clients.iter().filter(|client| client.attached);
        let clients = clients.filter(|client| !matches!(client.phase, ClientPhase::Exited(_)));
        Offers {
            submit,
            jobs: jobs.map(|job| (job.id, job_actions(job.id))).collect(),
            task_managers: task_managers.map(|tm| (tm.id, tm_actions(tm.id, tm.process))).collect(),
            clients: clients.map(|client| (client.id, client_actions(client.id))).collect(),
            cluster: cluster_actions(cluster),
        }
    }

    /// What can be done to one thing.
    pub fn to(&self, target: Target) -> Vec<Action> {
        match target {
            Target::Client(id) => find(&self.clients, id),
            Target::JobManager | Target::ResourceManager | Target::YarnResourceManager => {
                self.cluster.clone()
            }
            Target::Dispatcher => self.submit.clone(),
            Target::Job(id) => find(&self.jobs, id),
            Target::Task(execution) => find(&self.jobs, execution.job),
            Target::TaskManager(id) | Target::Slot(id, _) => find(&self.task_managers, id),
            Target::Node(_) | Target::Container(_) | Target::Message(_) => Vec::new(),
        }
    }
}

fn find<Id: Copy + PartialEq>(groups: &[(Id, Vec<Action>)], id: Id) -> Vec<Action> {
    groups.iter().find(|(group, _)| *group == id).map_or(Vec::new(), |(_, list)| list.clone())
}

fn submit(job: &str, attachment: Attachment) -> Action {
    let (attached, shutdown_on_attached_exit) = match attachment {
        Attachment::Detached => (false, false),
        Attachment::Attached => (true, false),
        Attachment::AttachedForLife => (true, true),
    };
    Action::Submit { job: job.to_owned(), attached, shutdown_on_attached_exit }
}

fn job_actions(job: JobId) -> Vec<Action> {
    vec![Action::Cancel { job }, Action::ThrowException { job }]
}

fn tm_actions(tm: TmId, process: ProcessState) -> Vec<Action> {
    let signals: &[Signal] = match process {
        ProcessState::Starting | ProcessState::Stopping => &[Signal::Kill],
        ProcessState::Running => &[Signal::Kill, Signal::Term, Signal::Stop],
        ProcessState::Frozen => &[Signal::Cont, Signal::Kill],
        ProcessState::Killed | ProcessState::Exited => &[],
    };
    signals.iter().map(|signal| Action::SignalTaskManager { tm, signal: *signal }).collect()
}

fn client_actions(client: ClientId) -> Vec<Action> {
    vec![Action::InterruptClient { client }]
}

fn cluster_actions(cluster: &Cluster) -> Vec<Action> {
    match cluster.job_manager.phase {
        JobManagerPhase::Absent | JobManagerPhase::Stopped(_) => vec![Action::StartCluster],
        JobManagerPhase::Killed => vec![Action::StartJobManager, Action::StartTaskManager],
        JobManagerPhase::Starting | JobManagerPhase::DispatcherReady | JobManagerPhase::Ready => {
            vec![Action::StartTaskManager, Action::KillJobManager, Action::StopCluster]
        }
    }
}
