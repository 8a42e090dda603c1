//! What can be done at a moment.
//!
//! In: the cluster at that moment and the jobs of the scenario. Out: [`Action`]s to offer, in groups.
//! Deliberately absent: whether the cluster will accept them. What it always refuses there (a
//! TaskManager by hand on YARN) is still offered where the answer teaches something.

use model::cluster::{
    ClientPhase, FlinkCluster, JobManagerPhase, Mode, ProcessState, Savepoint, SavepointPhase,
    TaskManager, YarnApplicationState,
};
use model::{Action, ClientId, Cluster, Job, JobId, NodeId, Provider, Scenario, Signal, TmId};
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
    /// Submissions, one for each program of the scenario, in the modes that there are here.
    pub submit: Vec<Action>,
    /// For each job that is not over.
    pub jobs: Vec<(JobId, Vec<Action>)>,
    /// For each TaskManager whose process exists.
    pub task_managers: Vec<(TmId, Vec<Action>)>,
    /// For each client that waits.
    pub clients: Vec<(ClientId, Vec<Action>)>,
    /// For each JobManager process where there are several, and to the session cluster.
    pub cluster: Vec<Action>,
}

impl Offers {
    /// Everything that can be done now.
    pub fn of(cluster: &Cluster, scenario: &Scenario, attachment: Attachment) -> Offers {
        let jobs = cluster.jobs.iter().filter(|job| !job.status.is_terminal());
        let task_managers = cluster.task_managers.iter().filter(|tm| !tm.process.is_gone());
        let clients = cluster.clients.iter().filter(|client| client.attached);
        let clients = clients.filter(|client| !matches!(client.phase, ClientPhase::Exited(_)));
        Offers {
            submit: submissions(cluster, scenario, attachment),
            jobs: jobs.map(|job| (job.id, job_actions(job))).collect(),
            task_managers: task_managers.map(|tm| (tm.id, tm_actions(tm))).collect(),
            clients: clients.map(|client| (client.id, client_actions(client.id))).collect(),
            cluster: cluster_actions(cluster),
        }
    }

    /// What can be done to one thing.
    pub fn to(&self, target: Target) -> Vec<Action> {
        match target {
            Target::Client(id) => find(&self.clients, id),
            Target::JobManager(_)
            | Target::ResourceManager(_)
            | Target::LeaderStore
            | Target::YarnResourceManager => self.cluster.clone(),
            Target::Process(jm) => {
                let about = |action: &&Action| match action {
                    Action::KillJobManager { jm: its } | Action::StopJobManager { jm: its } => {
                        *its == jm
                    }
                    _ => false,
                };
                self.cluster.iter().filter(about).cloned().collect()
            }
            Target::Dispatcher(_) => self.submit.clone(),
            Target::Job(id) => find(&self.jobs, id),
            Target::Task(execution) => find(&self.jobs, execution.job),
            Target::TaskManager(id) | Target::Slot(id, _) => find(&self.task_managers, id),
            Target::Node(node) => vec![Action::KillMachine { node }],
            Target::Main(_) | Target::Container(_) | Target::Message(_) => Vec::new(),
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

/// What the scenario is about can be started again: a session takes jobs, and where a program was
/// given a cluster of its own, it can be given another one.
fn submissions(cluster: &Cluster, scenario: &Scenario, attachment: Attachment) -> Vec<Action> {
    let attached = attachment != Attachment::Detached;
    let mut offers: Vec<Action> = Vec::new();
    for timed in &scenario.actions {
        let Some(again) = again(&timed.action, attached) else { continue };
        if !offers.contains(&again) {
            offers.push(again);
        }
    }
    let mut actions = scenario.actions.iter();
    let sessions = actions.any(|timed| *timed.action.itself() == Action::StartCluster);
    if sessions || offers.is_empty() || cluster.session().is_some() {
        let jobs = scenario.jobs.iter().map(|job| &job.name);
        let programs = scenario.programs.iter().map(|program| &program.name);
        offers.extend(jobs.chain(programs).map(|name| submit(name, attachment)));
    }
    offers.extend(resumptions(cluster, &offers));
    offers
}

/// The same program in the same mode, with the same options.
fn again(action: &Action, attached: bool) -> Option<Action> {
    match action {
        Action::Configured { options, action } => {
            let action = Box::new(again(action, attached)?);
            Some(Action::Configured { options: options.clone(), action })
        }
        Action::FromSavepoint { run, .. } => again(run, attached),
        Action::RunApplication { program, in_session, .. } => {
            let (program, in_session) = (program.clone(), *in_session);
            Some(Action::RunApplication { program, attached, in_session })
        }
        Action::RunPerJob { program, .. } => {
            Some(Action::RunPerJob { program: program.clone(), attached })
        }
        _ => None,
    }
}

/// With the newest savepoint there is: the same submissions with `-s`.
fn resumptions(cluster: &Cluster, offers: &[Action]) -> Vec<Action> {
    let completed = |it: &&Savepoint| it.phase == SavepointPhase::Completed;
    let Some(newest) = cluster.savepoints.iter().rev().find(completed) else { return Vec::new() };
    let from =
        |run: &Action| Action::FromSavepoint { savepoint: newest.id, run: Box::new(run.clone()) };
    offers.iter().map(from).collect()
}

/// Stopping with a savepoint comes before cancelling: it is what one should do.
fn job_actions(state: &Job) -> Vec<Action> {
    let job = state.id;
    let mut actions = Vec::new();
    if !state.spec.batch {
        actions.push(Action::Savepoint { job, directory: None });
        actions.push(Action::Stop { job, drain: false, directory: None });
    }
    actions.extend([Action::Cancel { job }, Action::ThrowException { job }]);
    actions
}

fn tm_actions(state: &TaskManager) -> Vec<Action> {
    let tm = state.id;
    let signals: &[Signal] = match state.process {
        ProcessState::Starting | ProcessState::Stopping => &[Signal::Kill],
        ProcessState::Running => &[Signal::Kill, Signal::Term, Signal::Stop],
        ProcessState::Frozen => &[Signal::Cont, Signal::Kill],
        ProcessState::Killed | ProcessState::Exited => &[],
    };
    let signals = signals.iter().map(|signal| Action::SignalTaskManager { tm, signal: *signal });
    let network =
        if state.cut_off { Action::HealNetwork { tm } } else { Action::CutNetwork { tm } };
    let own = match state.container {
        Some(_) if state.process == ProcessState::Running => Some(Action::ExceedMemory { tm }),
        Some(_) => None,
        None => Some(Action::KillMachine { node: NodeId(tm.0) }),
    };
    signals.chain([network]).chain(own).collect()
}

fn client_actions(client: ClientId) -> Vec<Action> {
    vec![Action::InterruptClient { client }]
}

/// Whether it was asked for: on its way to the platform, or there and without a JobManager.
const fn is_awaited(session: &FlinkCluster) -> bool {
    matches!(
        session.application_state,
        YarnApplicationState::New
            | YarnApplicationState::Submitted
            | YarnApplicationState::Accepted
    )
}

fn cluster_actions(cluster: &Cluster) -> Vec<Action> {
    let mut offers = Vec::new();
    let alive = || cluster.job_managers.iter().filter(|jm| jm.role.is_alive());
    let session = cluster.session();
    let own = cluster.clusters.iter().any(|it| it.mode != Mode::Session);
    match session.map(|session| session.phase) {
        None if own => {}
        // Submitted, and waiting for its JobManager.
        Some(JobManagerPhase::Absent)
            if cluster.platform.is_some() && session.is_some_and(is_awaited) => {}
        None | Some(JobManagerPhase::Absent | JobManagerPhase::Stopped(_)) => {
            offers.push(Action::StartCluster);
        }
        Some(JobManagerPhase::Killed) => offers.push(Action::StartJobManager),
        Some(
            JobManagerPhase::Starting | JobManagerPhase::DispatcherReady | JobManagerPhase::Ready,
        ) => {}
    }
    if session.is_some_and(|it| it.phase.is_alive() || it.phase == JobManagerPhase::Killed) {
        offers.push(Action::StartTaskManager);
    }
    let several = alive().count() > 1;
    for jm in alive().map(|process| process.id) {
        offers.push(Action::KillJobManager { jm });
        if several && cluster.platform.is_none() {
            offers.push(Action::StopJobManager { jm });
        }
    }
    if session.is_some_and(|session| session.phase.is_alive()) {
        offers.push(Action::StopCluster);
    }
    if let Provider::Yarn { .. } = cluster.provider {
        let running = |it: &&FlinkCluster| it.mode != Mode::Session && it.phase.is_alive();
        let kill = |it: &FlinkCluster| Action::KillApplication { cluster: it.id };
        offers.extend(cluster.clusters.iter().filter(running).map(kill));
    }
    offers
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::event::Refusal;
    use model::{Trace, authoring, refusal};

    /// Runs a scenario of the book.
    fn run(id: &str) -> Trace {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../book/scenarios/");
        let source = std::fs::read_to_string([root, id, ".toml"].concat()).expect("it is there");
        Trace::run(authoring::parse(id, &source).expect("it has no mistakes").scenario)
    }

    fn offers(trace: &Trace, index: usize) -> (Cluster, Offers) {
        let cluster = trace.frame_after(index).cluster;
        let offers = Offers::of(&cluster, trace.scenario(), Attachment::Attached);
        (cluster, offers)
    }

    #[test]
    fn what_is_offered_for_a_cluster_can_be_done() {
        for id in ["per-job-three", "application-main", "ha-standby", "ha-yarn", "network-cut"] {
            let trace = run(id);
            for index in 0..trace.entries().len() {
                let (cluster, offers) = offers(&trace, index);
                let tms = offers.task_managers.iter().flat_map(|(_, actions)| actions);
                for action in offers.cluster.iter().chain(tms) {
                    let refused = refusal(&cluster, action, trace.scenario());
                    // By hand, on YARN: its answer teaches something.
                    let teaches = matches!(
                        refused,
                        Some(Refusal::TaskManagersOnDemand | Refusal::JobManagerByYarn)
                    );
                    assert!(refused.is_none() || teaches, "{id} {index}: {action:?}: {refused:?}");
                }
            }
        }
    }

    #[test]
    fn a_program_can_be_started_again_in_its_mode() {
        let trace = run("per-job-three");
        let (_, offers) = offers(&trace, trace.entries().len() - 1);
        let again = Action::RunPerJob { program: "Shop".to_owned(), attached: true };
        assert_eq!(offers.submit, [again]);
        let kills = offers.cluster.iter();
        let kills = kills.filter(|action| matches!(action, Action::KillApplication { .. }));
        assert_eq!(kills.count(), 3, "each cluster is an application of its own on YARN");
    }

    #[test]
    fn a_program_can_be_started_again_where_it_ran() {
        let application = |attached, in_session| {
            let program = "Shop".to_owned();
            Action::RunApplication { program, attached, in_session }
        };
        for in_session in [false, true] {
            let offer = again(&application(false, in_session), true);
            assert_eq!(offer, Some(application(true, in_session)));
        }
    }

    #[test]
    fn each_of_several_job_managers_can_be_killed() {
        let trace = run("ha-standby");
        let up = trace.entries().iter().position(|entry| entry.at > model::Time::s(10));
        let (_, offers) = offers(&trace, up.expect("the cluster is up by then"));
        for jm in [model::JmId(0), model::JmId(1)] {
            assert!(offers.cluster.contains(&Action::KillJobManager { jm }));
            let own = offers.to(Target::Process(jm));
            assert_eq!(own, [Action::KillJobManager { jm }, Action::StopJobManager { jm }]);
        }
    }
}
