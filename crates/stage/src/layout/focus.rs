//! Who took part in the last event: the eye is led there, and only there.
//!
//! In: the last entry. Out: an [`Emphasis`] for each target. The thing an event is about is its
//! subject; sender and receiver are involved.

use crate::scene::{Emphasis, Target};
use model::cluster::Cluster;
use model::event::{ContainerRole, Observer};
use model::{Action, AllocationId, ContainerId, Entry, Event, ExecutionId, Place, TmId};

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

    fn lost(&mut self, tm: TmId, by: Observer) {
        self.subjects.push(Target::TaskManager(tm));
        self.involved.push(match by {
            Observer::ResourceManager => Target::ResourceManager,
            Observer::JobMaster(job) => Target::Job(job),
        });
    }

    fn container(&mut self, cluster: &Cluster, id: ContainerId) {
        self.subjects.push(Target::Container(id));
        let containers = cluster.yarn.as_ref().map(|yarn| &yarn.containers);
        let role = containers.and_then(|all| all.get(id.index())).map(|container| container.role);
        self.involved.push(match role {
            Some(ContainerRole::TaskManager(tm)) => Target::TaskManager(tm),
            Some(ContainerRole::JobManager) | None => Target::JobManager,
        });
    }

    fn subject_of(&mut self, event: &Event, cluster: &Cluster) {
        match event {
            Event::ActionTaken(action) => self.subject_of_action(action),
            Event::ActionRefused(_) => self.shell = true,
            Event::JobManagerStarted | Event::JobManagerKilled | Event::ClusterStopped { .. } => {
                self.subjects.push(Target::JobManager)
            }
            Event::DispatcherStarted => self.subjects.push(Target::Dispatcher),
            Event::ResourceManagerStarted
            | Event::StartUpPeriodEnded
            | Event::RequirementsChecked
            | Event::WorkersRequested { .. } => self.subjects.push(Target::ResourceManager),
            Event::TaskManagerStarted { tm }
            | Event::TaskManagerRegistered { tm }
            | Event::TaskManagerSignalled { tm, .. }
            | Event::TaskManagerExited { tm }
            | Event::JobManagerLost { tm, .. }
            | Event::RegistrationTimedOut { tm }
            | Event::WorkerReleased { tm } => self.subjects.push(Target::TaskManager(*tm)),
            Event::TaskManagerLost { tm, by, .. } => self.lost(*tm, *by),
            Event::ClientStarted { client }
            | Event::ProgramRan { client }
            | Event::SubmissionAcknowledged { client, .. }
            | Event::JobResultDelivered { client, .. }
            | Event::ClientExited { client, .. } => self.subjects.push(Target::Client(*client)),
            Event::JobReceived { job, .. }
            | Event::ApplicationStateChanged { job, .. }
            | Event::JobMasterStarted { job }
            | Event::JobStatusChanged { job, .. }
            | Event::JobMasterRegistered { job }
            | Event::FailoverStarted { job, .. }
            | Event::RestartDelayElapsed { job, .. }
            | Event::TasksRestarted { job, .. }
            | Event::CheckpointRestored { job, .. }
            | Event::CancelRequested { job }
            | Event::JobMasterStopped { job }
            | Event::ResourcesRequired { job, .. }
            | Event::ResourcesNotEnough { job }
            | Event::SlotRequestTimedOut { job, .. } => self.subjects.push(Target::Job(*job)),
            Event::SlotAllocated { tm, index, .. } => {
                self.subjects.push(Target::Slot(*tm, *index));
                self.involved.push(Target::ResourceManager);
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
            Event::YarnApplicationSubmitted
            | Event::YarnApplicationAccepted
            | Event::YarnApplicationRunning => self.subjects.push(Target::YarnResourceManager),
            Event::ContainerAllocated { container, .. }
            | Event::ContainerLaunched { container }
            | Event::ContainerCompleted { container }
            | Event::ContainerPending { container } => self.container(cluster, *container),
            Event::ContainersReceived { containers } => {
                containers.iter().for_each(|id| self.container(cluster, *id));
            }
        }
    }

    fn subject_of_action(&mut self, action: &Action) {
        self.shell = true;
        match action {
            Action::StartCluster | Action::StartTaskManager | Action::Submit { .. } => {}
            Action::Cancel { job } | Action::ThrowException { job } => {
                self.subjects.push(Target::Job(*job));
            }
            Action::SignalTaskManager { tm, .. } => self.subjects.push(Target::TaskManager(*tm)),
            Action::InterruptClient { client } => self.subjects.push(Target::Client(*client)),
            Action::KillJobManager | Action::StartJobManager | Action::StopCluster => {
                self.subjects.push(Target::JobManager);
            }
        }
    }
}

/// What a click on a sender or receiver selects; `None` for the terminal.
pub(crate) const fn target_of(place: Place) -> Option<Target> {
    match place {
        Place::Shell => None,
        Place::Client(id) => Some(Target::Client(id)),
        Place::Dispatcher => Some(Target::Dispatcher),
        Place::ResourceManager => Some(Target::ResourceManager),
        Place::JobMaster(id) => Some(Target::Job(id)),
        Place::TaskManager(id) => Some(Target::TaskManager(id)),
        Place::YarnResourceManager => Some(Target::YarnResourceManager),
        Place::NodeManager(id) => Some(Target::Node(id)),
    }
}
