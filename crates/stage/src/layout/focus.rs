//! Who took part in the last event: the eye is led there, and only there.
//!
//! In: the last entry. Out: an [`Emphasis`] for each target. The thing an event is about is its
//! subject; sender and receiver are involved.

use crate::scene::{Emphasis, Target};
use model::cluster::{Cluster, JobManagerRole};
use model::event::{ContainerRole, Observer};
use model::{
    Action, AllocationId, ClusterId, ContainerId, Entry, Event, ExecutionId, JmId, NodeId, Place,
    TmId,
};

/// The participants of one event.
#[derive(Debug, Default)]
pub(crate) struct Focus {
    subjects: Vec<Target>,
    involved: Vec<Target>,
    shell: bool,
}

impl Focus {
    pub(crate) fn of(last: Option<&Entry>, cluster: &Cluster) -> Focus {
        let mut focus = Focus::default();
        if let Some(entry) = last {
            focus.subject_of(&entry.event, cluster);
            for place in entry.route.iter().flat_map(|(from, to)| [*from, *to]) {
                match target_of(place) {
                    Some(target) => focus.involved.push(target),
                    None => focus.shell = true,
                }
            }
        }
        focus
    }

    pub(crate) fn emphasis(&self, target: Target) -> Emphasis {
        if self.subjects.contains(&target) {
            Emphasis::Subject
        } else if self.involved.contains(&target) {
            Emphasis::Involved
        } else {
            Emphasis::None
        }
    }

    /// Adds whoever took part, its subjects first.
    pub(crate) fn show(&self, seen: &mut Vec<Target>) {
        seen.extend_from_slice(&self.subjects);
        seen.extend_from_slice(&self.involved);
    }

    pub(crate) fn shell(&self) -> Emphasis {
        if self.shell { Emphasis::Involved } else { Emphasis::None }
    }

    fn slot(&mut self, cluster: &Cluster, id: AllocationId) {
        if let Some(allocation) = cluster.allocations.get(id.index()) {
            self.subjects.push(Target::Slot(allocation.tm, allocation.index));
        }
    }

    fn task(&mut self, id: ExecutionId) {
        self.subjects.push(Target::Task(id));
        self.involved.push(Target::Job(id.job));
    }

    fn lost(&mut self, cluster: &Cluster, tm: TmId, by: Observer) {
        self.subjects.push(Target::TaskManager(tm));
        self.involved.push(match by {
            Observer::ResourceManager => Target::ResourceManager(cluster.tm(tm).cluster),
            Observer::JobMaster(job) => Target::Job(job),
        });
    }

    /// The JobManager's box, unless the process only stands by.
    fn process(&mut self, cluster: &Cluster, id: JmId) {
        self.subjects.push(Target::Process(id));
        if let Some(jm) = cluster.job_managers.get(id.index())
            && jm.role != JobManagerRole::StandingBy
        {
            self.subjects.push(Target::JobManager(jm.cluster));
        }
    }

    fn container(&mut self, cluster: &Cluster, id: ContainerId) {
        self.subjects.push(Target::Container(id));
        let containers = cluster.platform.as_ref().map(|it| &it.containers);
        if let Some(container) = containers.and_then(|all| all.get(id.index())) {
            self.involved.push(match container.role {
                ContainerRole::TaskManager(tm) => Target::TaskManager(tm),
                ContainerRole::JobManager => Target::JobManager(container.cluster),
            });
        }
    }

    #[expect(clippy::too_many_lines, reason = "an arm for each event")]
    fn subject_of(&mut self, event: &Event, cluster: &Cluster) {
        match event {
            Event::ActionTaken(action) => self.subject_of_action(action, cluster),
            Event::ActionRefused(_) => self.shell = true,
            Event::JobManagerStarted { jm }
            | Event::JobManagerKilled { jm }
            | Event::JobManagerExited { jm }
            | Event::JobManagerStandsBy { jm }
            | Event::LeadershipGranted { jm } => self.process(cluster, *jm),
            Event::ClusterStopped { cluster, .. } => {
                self.subjects.push(Target::JobManager(*cluster));
            }
            Event::DispatcherStarted { cluster } => {
                self.subjects.push(Target::Dispatcher(*cluster));
            }
            Event::ResourceManagerStarted { cluster }
            | Event::StartUpPeriodEnded { cluster }
            | Event::RequirementsChecked { cluster }
            | Event::WorkersRequested { cluster, .. } => {
                self.subjects.push(Target::ResourceManager(*cluster));
            }
            Event::ProgramStarted { application }
            | Event::ProgramAdvanced { application }
            | Event::ProgramEnded { application, .. }
            | Event::ApplicationEnded { application, .. } => {
                self.subjects.push(Target::Main(*application));
            }
            Event::ApplicationStateChanged { application, .. } => {
                self.subjects.push(Target::Main(*application));
                let application = cluster.applications.get(application.index());
                let jobs = application.iter().flat_map(|it| &it.jobs);
                self.subjects.extend(jobs.map(|job| Target::Job(*job)));
            }
            Event::JobPersisted { job }
            | Event::JobRecovered { job }
            | Event::JobForgotten { job } => {
                self.subjects.extend([Target::Job(*job), Target::LeaderStore]);
            }
            Event::TaskManagerStarted { tm }
            | Event::TaskManagerRegistered { tm }
            | Event::TaskManagerSignalled { tm, .. }
            | Event::TaskManagerExited { tm }
            | Event::JobManagerLost { tm, .. }
            | Event::NetworkCut { tm }
            | Event::NetworkHealed { tm }
            | Event::RegistrationTimedOut { tm }
            | Event::MemoryExceeded { tm }
            | Event::WorkerReleased { tm } => self.subjects.push(Target::TaskManager(*tm)),
            Event::TaskManagerLost { tm, by, .. } => self.lost(cluster, *tm, *by),
            Event::ClientStarted { client }
            | Event::ProgramRan { client }
            | Event::SubmissionAcknowledged { client, .. }
            | Event::JobResultDelivered { client, .. }
            | Event::ClientExited { client, .. } => self.subjects.push(Target::Client(*client)),
            Event::JobReceived { job, .. }
            | Event::JobMasterStarted { job }
            | Event::JobStatusChanged { job, .. }
            | Event::JobMasterRegistered { job }
            | Event::FailoverStarted { job, .. }
            | Event::RestartDelayElapsed { job, .. }
            | Event::TasksRestarted { job, .. }
            | Event::CheckpointRestored { job, .. }
            | Event::SavepointTriggered { job, .. }
            | Event::AdaptiveStateChanged { job, .. }
            | Event::SavepointRestored { job, .. }
            | Event::CancelRequested { job }
            | Event::JobMasterStopped { job }
            | Event::ResourcesRequired { job, .. }
            | Event::ResourcesNotEnough { job }
            | Event::SlotRequestTimedOut { job, .. } => self.subjects.push(Target::Job(*job)),
            Event::SavepointCompleted { savepoint } | Event::SavepointFailed { savepoint, .. } => {
                let savepoint = cluster.savepoints.get(savepoint.index());
                self.subjects.extend(savepoint.map(|it| Target::Job(it.job)));
            }
            Event::SlotAllocated { tm, index, .. } => {
                self.subjects.push(Target::Slot(*tm, *index));
                self.involved.push(Target::ResourceManager(cluster.tm(*tm).cluster));
            }
            Event::JobMasterConnected { tm, job } => {
                self.involved.extend([Target::TaskManager(*tm), Target::Job(*job)]);
            }
            Event::SlotsOffered { allocations, .. } => {
                allocations.iter().for_each(|id| self.slot(cluster, *id));
            }
            Event::SlotReserved { allocation }
            | Event::SlotActivated { allocation }
            | Event::SlotReleased { allocation }
            | Event::SlotFreed { allocation }
            | Event::SlotTimedOut { allocation }
            | Event::SlotIdleTimedOut { allocation } => self.slot(cluster, *allocation),
            Event::TaskStateChanged { execution, .. }
            | Event::TaskSubmitted { execution }
            | Event::TaskCancelRequested { execution }
            | Event::TaskSubmissionFailed { execution, .. }
            | Event::ConnectionBroke { execution, .. }
            | Event::ExceptionThrown { execution } => self.task(*execution),
            Event::YarnApplicationSubmitted { .. }
            | Event::YarnApplicationAccepted { .. }
            | Event::YarnApplicationRejected { .. }
            | Event::FilesDeleted { .. }
            | Event::YarnApplicationKilled { .. }
            | Event::YarnApplicationRunning { .. } => {
                self.subjects.push(Target::YarnResourceManager)
            }
            Event::FilesUploaded { client: None } => self.shell = true,
            Event::FilesUploaded { client: Some(id) } => self.subjects.push(Target::Client(*id)),
            Event::MachineKilled { node }
            | Event::MachineLost { node }
            | Event::PodsEvicted { node } => self.machine(cluster, *node),
            Event::ContainerAllocated { container, .. }
            | Event::ContainerLaunched { container }
            | Event::ContainerCompleted { container }
            | Event::ContainerPending { container, .. } => self.container(cluster, *container),
            Event::ContainersReceived { containers, .. } => {
                containers.iter().for_each(|id| self.container(cluster, *id));
            }
        }
    }

    /// A machine; a fixed one is drawn as its TaskManager.
    fn machine(&mut self, cluster: &Cluster, node: NodeId) {
        self.subjects.push(match cluster.platform {
            Some(_) => Target::Node(node),
            None => Target::TaskManager(TmId(node.0)),
        });
    }

    fn subject_of_action(&mut self, action: &Action, cluster: &Cluster) {
        self.shell = true;
        match action.itself() {
            Action::StartCluster
            | Action::Configured { .. }
            | Action::StartTaskManager
            | Action::RunApplication { .. }
            | Action::StartStandaloneJob { .. }
            | Action::RunPerJob { .. }
            | Action::Submit { .. } => {}
            Action::FromSavepoint { .. } => {}
            Action::Cancel { job }
            | Action::Savepoint { job, .. }
            | Action::Stop { job, .. }
            | Action::ThrowException { job } => {
                self.subjects.push(Target::Job(*job));
            }
            Action::SignalTaskManager { tm, .. }
            | Action::CutNetwork { tm }
            | Action::ExceedMemory { tm }
            | Action::HealNetwork { tm } => self.subjects.push(Target::TaskManager(*tm)),
            Action::InterruptClient { client } => self.subjects.push(Target::Client(*client)),
            Action::KillJobManager { jm } | Action::StopJobManager { jm } => {
                self.process(cluster, *jm);
            }
            Action::KillMachine { node } | Action::KillNodeManager { node } => {
                self.machine(cluster, *node);
            }
            Action::KillApplication { cluster } => {
                self.subjects.push(Target::JobManager(*cluster));
            }
            Action::StartJobManager | Action::StopCluster => {
                self.subjects.push(Target::JobManager(ClusterId(0)));
            }
        }
    }
}

/// What a click on a sender or receiver selects; `None` for the terminal.
const fn target_of(place: Place) -> Option<Target> {
    match place {
        Place::Shell | Place::FileSystem => None,
        Place::Client(id) => Some(Target::Client(id)),
        Place::Dispatcher(id) => Some(Target::Dispatcher(id)),
        Place::ResourceManager(id) => Some(Target::ResourceManager(id)),
        Place::LeaderStore => Some(Target::LeaderStore),
        Place::JobMaster(id) => Some(Target::Job(id)),
        Place::TaskManager(id) => Some(Target::TaskManager(id)),
        Place::YarnResourceManager => Some(Target::YarnResourceManager),
        Place::NodeManager(id) => Some(Target::Node(id)),
    }
}
