//! The only place where an event changes what is true.
//!
//! In: the cluster before, one event. Out: the cluster after. Nothing is decided here: what follows
//! from an event is the deciders' business. One file for each kind of thing that changes.

mod job;
mod platform;
mod process;
mod savepoint;
mod slot;

use super::*;
use crate::event::{Event, Observer};
use crate::scenario::{Queue, Scenario, Took};
use crate::{Action, Signal};

/// Highest numbers that one world may reach, those that are over included; more is refused with a clear message.
/// They are the simulator's, not Flink's.
pub const MAX_JOBS: usize = 10_000;
/// See [`MAX_JOBS`].
pub const MAX_TASK_MANAGERS: usize = 1_000;
/// See [`MAX_JOBS`]. More clusters than these are no picture any more.
pub const MAX_CLUSTERS: usize = 12;
/// See [`MAX_JOBS`].
pub const MAX_JOB_MANAGERS: usize = 60;

impl Cluster {
    /// The world before anything was started. Fixed machines have one address, and so one cluster, whatever
    /// runs there; on YARN and Kubernetes each submission makes a cluster of its own.
    pub fn new(scenario: &Scenario) -> Cluster {
        let config = Rc::new(scenario.config.clone());
        Cluster {
            now: Time::ZERO,
            actions_taken: 0,
            refused: None,
            version: scenario.version,
            provider: scenario.provider.clone(),
            config: Rc::clone(&config),
            clusters: match scenario.provider {
                Provider::Standalone { .. } => {
                    vec![FlinkCluster::absent(ClusterId(0), Mode::Session, config)]
                }
                Provider::Yarn { .. } | Provider::Kubernetes { .. } => Vec::new(),
            },
            job_managers: Shared::new(),
            applications: Shared::new(),
            task_managers: Shared::new(),
            jobs: Shared::new(),
            clients: Shared::new(),
            allocations: Shared::new(),
            savepoints: Shared::new(),
            platform: Platform::of(&scenario.provider),
        }
    }

    /// Changes what is true by one event that happened at `at`.
    #[expect(clippy::too_many_lines, reason = "an arm for each event")]
    pub fn apply(&mut self, at: Time, event: &Event, scenario: &Scenario) {
        self.now = at;
        match event {
            Event::ActionTaken(action) => self.apply_action(action, scenario),
            Event::JobManagerStarted { .. }
            | Event::JobManagerKilled { .. }
            | Event::JobManagerExited { .. }
            | Event::JobManagerStandsBy { .. }
            | Event::LeadershipGranted { .. }
            | Event::DispatcherStarted { .. }
            | Event::ResourceManagerStarted { .. }
            | Event::ClusterStopped { .. }
            | Event::RequirementsChecked { .. } => self.apply_to_cluster(at, event),
            Event::TaskManagerStarted { tm }
            | Event::TaskManagerRegistered { tm }
            | Event::TaskManagerSignalled { tm, .. }
            | Event::TaskManagerExited { tm }
            | Event::WorkerReleased { tm }
            | Event::TaskManagerLost { tm, .. }
            | Event::JobManagerLost { tm, .. }
            | Event::NetworkCut { tm }
            | Event::NetworkHealed { tm }
            | Event::JobMasterConnected { tm, .. } => self.apply_to_tm(at, *tm, event),
            Event::ProgramRan { client } => self.reach_job(*client, scenario),
            Event::JobResultDelivered { client, .. } => {
                self.clients[client.index()].phase = ClientPhase::RunningMain;
            }
            Event::SubmissionAcknowledged { client, job } => self.acknowledge(*client, *job),
            Event::ClientExited { client, how } => {
                self.clients[client.index()].phase = ClientPhase::Exited(*how);
            }
            Event::ProgramStarted { .. }
            | Event::ProgramAdvanced { .. }
            | Event::ProgramEnded { .. }
            | Event::ApplicationEnded { .. }
            | Event::ApplicationStateChanged { .. } => {
                self.apply_to_application(at, event, scenario)
            }
            Event::JobReceived { job, by } => self.receive_job(at, *job, *by, scenario),
            Event::JobPersisted { job } => self.jobs[job.index()].persisted = true,
            Event::JobForgotten { job } => self.jobs[job.index()].persisted = false,
            Event::JobRecovered { job } => self.recover_job(at, *job),
            Event::JobMasterStarted { job }
            | Event::JobStatusChanged { job, .. }
            | Event::JobMasterRegistered { job }
            | Event::FailoverStarted { job, .. }
            | Event::RestartDelayElapsed { job, .. }
            | Event::TasksRestarted { job, .. }
            | Event::JobMasterStopped { job }
            | Event::ResourcesRequired { job, .. } => self.apply_to_job(at, *job, event),
            Event::TaskStateChanged { execution, to, cause, .. } => {
                self.change_task(at, *execution, *to, *cause);
            }
            Event::AdaptiveStateChanged { job, to } => self.change_adaptive(at, *job, *to),
            Event::SavepointTriggered { .. }
            | Event::SavepointCompleted { .. }
            | Event::SavepointFailed { .. }
            | Event::SavepointRestored { .. }
            | Event::CheckpointRestored { .. } => self.apply_to_savepoint(at, event),
            Event::SlotAllocated { .. }
            | Event::SlotReserved { .. }
            | Event::SlotsOffered { .. }
            | Event::SlotActivated { .. }
            | Event::SlotReleased { .. }
            | Event::SlotTimedOut { .. }
            | Event::SlotFreed { .. } => self.apply_to_slot(at, event),
            Event::FilesUploaded { .. }
            | Event::FilesDeleted { .. }
            | Event::MachineKilled { .. }
            | Event::MachineLost { .. }
            | Event::YarnApplicationSubmitted { .. }
            | Event::YarnApplicationAccepted { .. }
            | Event::YarnApplicationRejected { .. }
            | Event::YarnApplicationRunning { .. }
            | Event::ContainerAllocated { .. }
            | Event::ContainerLaunched { .. }
            | Event::WorkersRequested { .. }
            | Event::ContainerCompleted { .. }
            | Event::ContainerPending { .. } => self.apply_to_platform(at, event, scenario),
            // Facts that say something and change nothing by themselves.
            Event::StartUpPeriodEnded { .. }
            | Event::ActionRefused(_)
            | Event::ClientStarted { .. }
            | Event::CancelRequested { .. }
            | Event::ResourcesNotEnough { .. }
            | Event::SlotRequestTimedOut { .. }
            | Event::SlotIdleTimedOut { .. }
            | Event::RegistrationTimedOut { .. }
            | Event::TaskSubmitted { .. }
            | Event::TaskCancelRequested { .. }
            | Event::TaskSubmissionFailed { .. }
            | Event::ConnectionBroke { .. }
            | Event::ExceptionThrown { .. }
            | Event::MemoryExceeded { .. }
            | Event::PodsEvicted { .. }
            | Event::YarnApplicationKilled { .. }
            | Event::ContainersReceived { .. } => {}
        }
        self.note_needed_check(event);
    }

    /// A check of the requirements is due after events that change what is asked for or there.
    fn note_needed_check(&mut self, event: &Event) {
        let Some(id) = rule::slots::calls_for_check(self, event) else {
            return;
        };
        if self.flink(id).check_due.is_none() {
            let delay = self.config.value(key::RequirementCheckDelay, self.version);
            self.clusters[id.index()].check_due = Some(self.now + delay.unwrap_or_default());
        }
    }

    fn apply_action(&mut self, action: &Action, scenario: &Scenario) {
        self.refused = rule::action::refusal(self, action, scenario);
        self.actions_taken += 1;
        if self.refused.is_some() {
            return;
        }
        self.do_action(action, scenario);
    }

    fn do_action(&mut self, action: &Action, scenario: &Scenario) {
        match action {
            Action::FromSavepoint { savepoint, run } => {
                let (clients, applications) = (self.clients.len(), self.applications.len());
                self.do_action(run, scenario);
                for index in clients..self.clients.len() {
                    self.clients[index].from_savepoint = Some(*savepoint);
                }
                for index in applications..self.applications.len() {
                    self.applications[index].from_savepoint = Some(*savepoint);
                }
            }
            Action::Configured { action, .. } => self.do_action(action, scenario),
            Action::StartCluster => self.start_session(scenario),
            Action::RunApplication { program, attached, in_session: true } => {
                if let Some(session) = self.session().map(|session| session.id) {
                    let action = self.actions_taken - 1;
                    self.add_application(session, program, *attached, action, scenario);
                }
            }
            Action::RunApplication { program, attached, in_session: false } => {
                self.run_application(program, *attached, scenario);
            }
            Action::StartStandaloneJob { program, attached } => {
                self.run_on_machines(program, *attached, scenario);
                self.add_job_managers(ClusterId(0));
            }
            Action::RunPerJob { program, attached } => {
                self.add_client(DeploymentTarget::PerJob, program, *attached, scenario);
            }
            Action::Submit { job, attached, shutdown_on_attached_exit } => {
                let client = self.add_client(DeploymentTarget::Session, job, *attached, scenario);
                client.shutdown_on_attached_exit = *attached && *shutdown_on_attached_exit;
            }
            Action::StartTaskManager => {
                self.add_task_manager(ClusterId(0), None, scenario);
            }
            Action::StartJobManager => {
                self.add_job_manager(ClusterId(0), None);
            }
            Action::KillNodeManager { node } => self.set_node(*node, NodeState::Unheard),
            Action::Cancel { .. }
            | Action::Savepoint { .. }
            | Action::Stop { .. }
            | Action::ThrowException { .. }
            | Action::SignalTaskManager { .. }
            | Action::KillJobManager { .. }
            | Action::StopJobManager { .. }
            | Action::CutNetwork { .. }
            | Action::HealNetwork { .. }
            | Action::KillMachine { .. }
            | Action::ExceedMemory { .. }
            | Action::KillApplication { .. }
            | Action::InterruptClient { .. }
            | Action::StopCluster => {}
        }
    }

    fn start_session(&mut self, scenario: &Scenario) {
        let action = self.actions_taken - 1;
        let config = self.config_of(action, scenario);
        if let Provider::Standalone { .. } = self.provider {
            self.clusters[0].mode = Mode::Session;
            self.configure(ClusterId(0), config);
            self.add_processes(ClusterId(0), scenario);
            return;
        }
        let options = Self::options_given(action, scenario);
        let attaches = options.is_some_and(|options| options.is_set(Key::YarnApplicationId));
        let attached = self.addressed(options).map(|it| it.id).filter(|_| attaches);
        let namesake = self.namesake(options).map(|it| it.id);
        match (attached, namesake) {
            (Some(id), _) => self.clusters[id.index()].config = config,
            (None, Some(id)) => {
                self.configure(id, config);
                let state = &mut self.clusters[id.index()];
                state.mode = Mode::Session;
                state.phase = JobManagerPhase::Absent;
                state.application_state = YarnApplicationState::New;
            }
            (None, None) => {
                let id = ClusterId::next(self.clusters.len());
                self.clusters.push(FlinkCluster::absent(id, Mode::Session, config));
            }
        }
    }

    /// On fixed machines the script is the submission; elsewhere a client asks the platform.
    fn run_application(&mut self, name: &str, attached: bool, scenario: &Scenario) {
        match self.provider {
            Provider::Standalone { .. } => {
                self.run_on_machines(name, attached, scenario);
                self.add_processes(ClusterId(0), scenario);
            }
            Provider::Yarn { .. } | Provider::Kubernetes { .. } => {
                self.add_client(DeploymentTarget::Application, name, attached, scenario);
            }
        }
    }

    /// The one cluster of fixed machines becomes an application's.
    fn run_on_machines(&mut self, name: &str, attached: bool, scenario: &Scenario) {
        let (id, action) = (ClusterId(0), self.actions_taken - 1);
        let application = self.add_application(id, name, attached, action, scenario);
        self.clusters[0].mode = Mode::Application(application);
        self.configure(ClusterId(0), self.config_of(action, scenario));
    }

    /// An application whose `main()` will run in that cluster.
    pub(super) fn add_application(
        &mut self,
        cluster: ClusterId,
        name: &str,
        attached: bool,
        action: usize,
        scenario: &Scenario,
    ) -> ApplicationId {
        let id = ApplicationId::next(self.applications.len());
        let program = scenario.program(name).expect("unknown names are refused");
        self.applications.push(Application {
            id,
            cluster,
            program: Rc::new(program),
            state: ApplicationState::Created,
            attached,
            from_savepoint: None,
            action,
            main: MainPhase::Elsewhere,
            due: Time::ZERO,
            jobs: Vec::new(),
        });
        id
    }

    /// The JobManagers of fixed machines.
    fn add_job_managers(&mut self, cluster: ClusterId) {
        for _ in 0..self.provider.job_managers() {
            self.add_job_manager(cluster, None);
        }
    }

    /// The JobManagers and TaskManagers that a script starts on fixed machines.
    fn add_processes(&mut self, cluster: ClusterId, scenario: &Scenario) {
        self.add_job_managers(cluster);
        if let Provider::Standalone { task_managers, .. } = self.provider {
            for _ in 0..task_managers {
                self.add_task_manager(cluster, None, scenario);
            }
        }
    }

    fn add_client(
        &mut self,
        target: DeploymentTarget,
        program: &str,
        attached: bool,
        scenario: &Scenario,
    ) -> &mut Client {
        let program = scenario.program(program).expect("unknown names are refused");
        let id = ClientId::next(self.clients.len());
        let options = Self::options_given(self.actions_taken - 1, scenario);
        let goes = |options: &Config| options.value(key::ShutdownOnAttachedExit, self.version);
        let shutdown_on_attached_exit = attached && options.is_some_and(goes);
        self.clients.push(Client {
            id,
            target,
            program: Rc::new(program),
            step: 0,
            cluster: None,
            job: None,
            handed_in: Vec::new(),
            attached,
            shutdown_on_attached_exit,
            from_savepoint: None,
            action: self.actions_taken - 1,
            phase: ClientPhase::RunningMain,
        });
        &mut self.clients[id.index()]
    }

    /// `main()` has done what came before its next job, and knows where that goes.
    fn reach_job(&mut self, client: ClientId, scenario: &Scenario) {
        let options = Self::options_given(self.client(client).action, scenario);
        let session = self.addressed(options).map(|session| session.id);
        let client = &mut self.clients[client.index()];
        while let Some(Step::Work(_) | Step::Await) = client.next_step() {
            client.step += 1;
        }
        client.phase = ClientPhase::Submitting;
        client.cluster = match client.target {
            DeploymentTarget::Session => session,
            // It will have one of its own: what becomes of the cluster before is no matter.
            DeploymentTarget::PerJob => None,
            DeploymentTarget::Application => client.cluster,
        };
    }

    /// The step of `main()` is taken. An attached `execute()` waits; everything else goes on.
    fn acknowledge(&mut self, client: ClientId, job: JobId) {
        let cluster = self.job(job).cluster;
        let client = &mut self.clients[client.index()];
        let waits = client.attached && matches!(client.next_step(), Some(Step::Execute(_)));
        client.job = Some(job);
        client.cluster = Some(cluster);
        client.step += 1;
        client.phase = if waits { ClientPhase::Waiting } else { ClientPhase::RunningMain };
    }

    /// Recorded durations of the last action, if it has any.
    pub(crate) fn took(&self, scenario: &Scenario) -> Took {
        self.actions_taken
            .checked_sub(1)
            .map(|last| Self::took_by(last, scenario))
            .unwrap_or_default()
    }

    /// Recorded durations of one action, if it has any.
    pub(crate) fn took_by(action: usize, scenario: &Scenario) -> Took {
        scenario.actions.get(action).and_then(|timed| timed.took.clone()).unwrap_or_default()
    }

    /// The options that one of the scenario's actions names.
    pub(crate) fn options_given(action: usize, scenario: &Scenario) -> Option<&Config> {
        scenario.actions.get(action).and_then(|timed| timed.action.options())
    }

    /// The configuration of what an action starts.
    fn config_of(&self, action: usize, scenario: &Scenario) -> Rc<Config> {
        match Self::options_given(action, scenario) {
            Some(options) => Rc::new(self.config.overlaid(options)),
            None => Rc::clone(&self.config),
        }
    }

    /// A cluster is started anew with another configuration, and with it the jobs that it recovers.
    fn configure(&mut self, id: ClusterId, config: Rc<Config>) {
        let over = Rc::clone(&config);
        self.clusters[id.index()].config = config;
        self.jobs.change(
            |job| job.cluster == id,
            |job| job.options = Rc::new(over.overlaid(&job.spec.options)),
        );
    }

    /// The options in force for a job: its own over the cluster's.
    pub fn options_of(&self, job: JobId) -> &Config {
        &self.job(job).options
    }
}
