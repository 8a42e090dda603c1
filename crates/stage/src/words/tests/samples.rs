//! One or more samples of everything that has words, and a small world to name it in.

use crate::words::states;
use crate::words::text::Text;
use model::cluster::{
    ClientPhase, Cluster, ContainerPhase, JobManagerPhase, JobManagerRole, MainPhase, NodeState,
    ProcessState, Registration, SlotState, YarnApplicationState,
};
use model::event::{
    AdaptiveState, ApplicationState, Cause, ClientExit, ClusterStatus, ContainerRole, Farewell,
    LossReason, MainEnd, Observer, Refusal, SavepointFailure, SavepointPurpose, Submitter,
};
use model::job::{Behaviour, Input, Pattern, VertexSpec};
use model::scenario::TimedAction;
use model::{
    Action, AllocationId, ApplicationId, ClientId, ClusterId, Config, ContainerId, Event,
    ExecutionId, ExecutionState, FlinkVersion, JmId, JobId, JobStatus, NodeId, Profile, Provider,
    SavepointId, Scenario, Signal, Time, TmId, Trace, VertexId,
};

/// A scenario with one job that starts right away.
pub(super) fn scenario(version: FlinkVersion, provider: Provider) -> Scenario {
    let mut config = Config::default();
    config.set("taskmanager.numberOfTaskSlots", "2");
    let vertex = |name: &str, inputs| VertexSpec {
        name: name.to_owned(),
        parallelism: 2,
        inputs,
        slot_sharing_group: "default".to_owned(),
    };
    let keyed = Input { from: VertexId(0), pattern: Pattern::AllToAll, blocking: false };
    let job = model::job::JobSpec {
        name: "WordCount".to_owned(),
        vertices: vec![
            vertex("Source: socket -> flatMap", Vec::new()),
            vertex("sum -> Sink: print", vec![keyed]),
        ],
        options: Config::default(),
        batch: false,
        behaviour: Behaviour::default(),
    };
    let timed = |s, action| TimedAction { at: Time::s(s), action, took: None };
    let submit = Action::Submit {
        job: "WordCount".to_owned(),
        attached: true,
        shutdown_on_attached_exit: false,
    };
    Scenario {
        version,
        provider,
        config,
        jobs: vec![job],
        programs: Vec::new(),
        flow: None,
        actions: vec![timed(0, Action::StartCluster), timed(6, submit)],
        profile: Profile::CALM,
        seed: 0,
        horizon: Time::s(900),
    }
}

/// Two TaskManagers on fixed machines.
pub(super) const STANDALONE: Provider = Provider::Standalone { task_managers: 2, job_managers: 1 };

/// Two machines under YARN.
pub(super) const YARN: Provider = Provider::Yarn {
    nodes: 2,
    node_memory_mib: 8_192,
    minimum_allocation_mib: 1_024,
    queues: Vec::new(),
};

/// Two nodes under Kubernetes.
pub(super) const KUBERNETES: Provider =
    Provider::Kubernetes { nodes: 2, node_memory_mib: 8_192, job_managers: 1 };

/// A session on YARN in which a job runs: every kind of thing exists in it.
pub(super) fn world() -> Cluster {
    let trace = Trace::run(scenario(FlinkVersion::V1_20, YARN));
    trace.frame_at(trace.end()).cluster
}

const CLUSTER: ClusterId = ClusterId(0);
const JM: JmId = JmId(0);
const APPLICATION: ApplicationId = ApplicationId(0);
const JOB: JobId = JobId(0);
const TM: TmId = TmId(0);
const SAVEPOINT: SavepointId = SavepointId(0);
const CLIENT: ClientId = ClientId(0);
const SLOT: AllocationId = AllocationId(0);
const CONTAINER: ContainerId = ContainerId(1);
const TASK: ExecutionId =
    ExecutionId { job: JobId(0), vertex: VertexId(1), subtask: 1, attempt: 1 };

/// Every event, in the order of [`model::event::EVENT_NAMES`]; those that read differently by their
/// contents several times.
pub(super) fn every_event() -> Vec<Event> {
    use Event as E;
    let mut all = Vec::new();
    all.extend(actions().into_iter().map(E::ActionTaken));
    all.extend(refusals().into_iter().map(E::ActionRefused));
    all.extend([E::JobManagerStarted { jm: JM }, E::JobManagerKilled { jm: JM }]);
    all.extend([E::JobManagerExited { jm: JM }, E::JobManagerStandsBy { jm: JM }]);
    all.push(E::LeadershipGranted { jm: JM });
    all.extend([E::DispatcherStarted { cluster: CLUSTER }]);
    all.push(E::ResourceManagerStarted { cluster: CLUSTER });
    all.push(E::StartUpPeriodEnded { cluster: CLUSTER });
    all.extend([E::TaskManagerStarted { tm: TM }, E::TaskManagerRegistered { tm: TM }]);
    all.extend(Signal::ALL.map(|signal| E::TaskManagerSignalled { tm: TM, signal }));
    all.push(E::TaskManagerExited { tm: TM });
    all.extend(losses());
    for why in [Farewell::HeartbeatTimeout, Farewell::LostLeadership] {
        all.extend(OBSERVERS.map(|who| E::JobManagerLost { tm: TM, who, why }));
    }
    all.extend([E::NetworkCut { tm: TM }, E::NetworkHealed { tm: TM }]);
    all.push(E::RegistrationTimedOut { tm: TM });
    all.extend(STATUSES.map(|status| E::ClusterStopped { cluster: CLUSTER, status }));
    all.extend([E::ClientStarted { client: CLIENT }, E::ProgramRan { client: CLIENT }]);
    all.push(E::SubmissionAcknowledged { client: CLIENT, job: JOB });
    all.push(E::JobResultDelivered { client: CLIENT, job: JOB });
    all.extend(exits().map(|how| E::ClientExited { client: CLIENT, how }));
    all.extend(programs());
    all.push(E::JobReceived { job: JOB, by: Submitter::Client(CLIENT) });
    all.push(E::JobReceived { job: JOB, by: Submitter::Application(APPLICATION) });
    all.extend([E::JobPersisted { job: JOB }, E::JobRecovered { job: JOB }]);
    all.push(E::JobForgotten { job: JOB });
    all.push(E::JobMasterStarted { job: JOB });
    all.extend(job_steps());
    all.push(E::JobMasterRegistered { job: JOB });
    all.extend(task_steps());
    all.push(E::FailoverStarted { job: JOB, failed: TASK, tasks: 4, delay: Time::s(1) });
    all.push(E::RestartDelayElapsed { job: JOB, failed: TASK });
    all.push(E::TasksRestarted { job: JOB, failed: TASK });
    all.push(E::CheckpointRestored { job: JOB, checkpoint: 7 });
    for purpose in [SavepointPurpose::Keep, SavepointPurpose::Stop, SavepointPurpose::Drain] {
        let directory = "hdfs:///savepoints".to_owned();
        all.push(E::SavepointTriggered { savepoint: SAVEPOINT, job: JOB, purpose, directory });
    }
    all.push(E::SavepointCompleted { savepoint: SAVEPOINT });
    use SavepointFailure::{Expired, Interrupted, NotAllTasksRunning, NotExecuting};
    all.extend(
        [NotAllTasksRunning, NotExecuting, Interrupted, Expired]
            .map(|why| E::SavepointFailed { savepoint: SAVEPOINT, why }),
    );
    all.push(E::SavepointRestored { job: JOB, savepoint: SAVEPOINT });
    all.extend(
        [
            AdaptiveState::Created,
            AdaptiveState::WaitingForResources,
            AdaptiveState::CreatingExecutionGraph,
            AdaptiveState::Executing,
            AdaptiveState::Restarting,
        ]
        .map(|to| E::AdaptiveStateChanged { job: JOB, to }),
    );
    all.extend([E::CancelRequested { job: JOB }, E::JobMasterStopped { job: JOB }]);
    all.extend(slots());
    all.extend([E::TaskSubmitted { execution: TASK }, E::TaskCancelRequested { execution: TASK }]);
    all.push(E::TaskSubmissionFailed { execution: TASK, tm: TM });
    all.push(E::ConnectionBroke { execution: TASK, peer: TM });
    all.push(E::ExceptionThrown { execution: TASK });
    all.extend(yarn());
    all
}

fn programs() -> Vec<Event> {
    use Event as E;
    let application = APPLICATION;
    let mut all = vec![E::ProgramStarted { application }, E::ProgramAdvanced { application }];
    all.extend([MainEnd::Returned, MainEnd::Threw].map(|how| E::ProgramEnded { application, how }));
    all.extend(STATUSES.map(|status| E::ApplicationEnded { application, status }));
    all.extend(APPLICATIONS.map(|to| E::ApplicationStateChanged { application, to }));
    all
}

fn slots() -> Vec<Event> {
    use Event as E;
    vec![
        E::ResourcesRequired { job: JOB, slots: 0 },
        E::ResourcesRequired { job: JOB, slots: 2 },
        E::RequirementsChecked { cluster: CLUSTER },
        E::SlotAllocated { allocation: SLOT, job: JOB, tm: TM, index: 1 },
        E::SlotReserved { allocation: SLOT },
        E::JobMasterConnected { tm: TM, job: JOB },
        E::SlotsOffered { tm: TM, job: JOB, allocations: vec![SLOT] },
        E::SlotActivated { allocation: SLOT },
        E::ResourcesNotEnough { job: JOB },
        E::SlotRequestTimedOut { job: JOB, region: 0 },
        E::SlotReleased { allocation: SLOT },
        E::SlotFreed { allocation: SLOT },
        E::SlotTimedOut { allocation: SLOT },
        E::SlotIdleTimedOut { allocation: SLOT },
    ]
}

fn yarn() -> Vec<Event> {
    use Event as E;
    let (container, node, cluster) = (CONTAINER, NodeId(0), CLUSTER);
    let role = ContainerRole::TaskManager(TM);
    vec![
        E::FilesUploaded { client: None },
        E::FilesUploaded { client: Some(CLIENT) },
        E::YarnApplicationSubmitted { cluster, client: None },
        E::YarnApplicationSubmitted { cluster, client: Some(CLIENT) },
        E::YarnApplicationAccepted { cluster },
        E::YarnApplicationRejected { cluster, queue: "etl".to_owned() },
        E::ContainerAllocated { cluster, container, node, role: ContainerRole::JobManager },
        E::ContainerAllocated { cluster, container, node, role },
        E::ContainerLaunched { container },
        E::YarnApplicationRunning { cluster },
        E::YarnApplicationKilled { cluster },
        E::WorkersRequested { cluster, count: 2 },
        E::ContainersReceived { cluster, containers: vec![container] },
        E::ContainerCompleted { container },
        E::WorkerReleased { tm: TM },
        E::ContainerPending { cluster, container, role },
        E::FilesDeleted { cluster },
        E::FilesDeleted { cluster: ClusterId(9) },
        E::MemoryExceeded { tm: TM },
        E::MachineKilled { node },
        E::MachineLost { node },
        E::PodsEvicted { node },
    ]
}

/// Every action.
pub(super) fn actions() -> Vec<Action> {
    Action::every("WordCount", 0)
}

/// Every refusal.
pub(super) fn refusals() -> Vec<Refusal> {
    vec![
        Refusal::NoCluster,
        Refusal::ClusterExists,
        Refusal::JobManagerByYarn,
        Refusal::TaskManagersOnDemand,
        Refusal::NoSuchJob,
        Refusal::JobEnded,
        Refusal::NothingRuns,
        Refusal::NoSuchTaskManager,
        Refusal::NoSavepointDirectory,
        Refusal::NoSuchSavepoint,
        Refusal::StreamingOnly,
        Refusal::ReactiveElsewhere,
        Refusal::NoSuchClient,
        Refusal::PerJobOnStandalone,
        Refusal::PerJobOnKubernetes,
        Refusal::PerJobRemoved,
        Refusal::NoSuchJobManager,
        Refusal::NoSuchMachine,
        Refusal::NoMemoryLimit,
        Refusal::NotOnYarn,
        Refusal::NetworkUnchanged,
        Refusal::LimitReached,
    ]
}

const REASONS: [LossReason; 5] = [
    LossReason::Unreachable,
    LossReason::HeartbeatTimeout,
    LossReason::ShuttingDown,
    LossReason::ContainerCompleted,
    LossReason::Idle,
];

const OBSERVERS: [Observer; 2] = [Observer::ResourceManager, Observer::JobMaster(JOB)];

fn losses() -> impl Iterator<Item = Event> {
    OBSERVERS
        .into_iter()
        .flat_map(|by| REASONS.map(|reason| Event::TaskManagerLost { tm: TM, by, reason }))
}

const STATUSES: [ClusterStatus; 5] = [
    ClusterStatus::Succeeded,
    ClusterStatus::Failed,
    ClusterStatus::Canceled,
    ClusterStatus::Killed,
    ClusterStatus::Unknown,
];

const APPLICATIONS: [ApplicationState; 7] = [
    ApplicationState::Created,
    ApplicationState::Running,
    ApplicationState::Finished,
    ApplicationState::Failing,
    ApplicationState::Failed,
    ApplicationState::Canceling,
    ApplicationState::Canceled,
];

fn exits() -> [ClientExit; 9] {
    [
        ClientExit::Submitted,
        ClientExit::JobEnded(JobStatus::Finished),
        ClientExit::JobEnded(JobStatus::Canceled),
        ClientExit::JobEnded(JobStatus::Failed),
        ClientExit::Deployed,
        ClientExit::ProgramThrew,
        ClientExit::Interrupted,
        ClientExit::ConnectionFailed,
        ClientExit::NotDeployed,
    ]
}

fn causes() -> Vec<Option<Cause>> {
    let mut all = vec![
        None,
        Some(Cause::UserException),
        Some(Cause::ConnectionLost(TM)),
        Some(Cause::RecipientUnreachable(TM)),
        Some(Cause::NotEnoughResources),
        Some(Cause::SlotRequestTimeout),
        Some(Cause::RecoverySuppressed),
        Some(Cause::CancelRequested),
        Some(Cause::JobManagerLost),
        Some(Cause::Failover),
        Some(Cause::ClusterShutdown),
    ];
    all.extend(REASONS.map(|reason| Some(Cause::TaskManagerLost(TM, reason))));
    all
}

fn job_steps() -> Vec<Event> {
    let mut all = Vec::new();
    for from in JobStatus::ALL {
        for to in JobStatus::ALL.into_iter().filter(|to| from.may_become(*to)) {
            let step = |cause| Event::JobStatusChanged { job: JOB, from, to, cause };
            all.extend(causes().into_iter().map(step));
        }
    }
    all
}

fn task_steps() -> Vec<Event> {
    let mut all = Vec::new();
    for from in ExecutionState::ALL {
        for to in ExecutionState::ALL.into_iter().filter(|to| from.may_become(*to)) {
            let step = |cause| Event::TaskStateChanged { execution: TASK, from, to, cause };
            all.extend(causes().into_iter().map(step));
        }
    }
    all
}

/// The meaning of every state of everything.
pub(super) fn every_state() -> Vec<Text> {
    use ContainerPhase as C;
    use JobManagerPhase as J;
    use ProcessState as P;
    use YarnApplicationState as Y;
    let mut all: Vec<Text> = Vec::new();
    all.extend(JobStatus::ALL.map(states::job));
    all.extend(ExecutionState::ALL.map(states::execution));
    all.extend(APPLICATIONS.map(states::application));
    all.extend(STATUSES.map(|status| states::job_manager(J::Stopped(status))));
    all.extend([J::Absent, J::Starting, J::DispatcherReady, J::Ready].map(states::job_manager));
    all.extend(
        [P::Starting, P::Running, P::Frozen, P::Stopping, P::Killed, P::Exited]
            .map(states::process),
    );
    all.extend(
        [
            Registration::None,
            Registration::Registered(Time::ZERO),
            Registration::Lost(LossReason::Idle),
        ]
        .map(states::registration),
    );
    all.extend(
        [SlotState::Free, SlotState::Allocated(SLOT), SlotState::Active(SLOT)].map(states::slot),
    );
    let phases = [ClientPhase::RunningMain, ClientPhase::Submitting, ClientPhase::Waiting];
    all.extend(phases.map(states::client));
    all.push(states::client(ClientPhase::Exited(ClientExit::Submitted)));
    all.extend(
        [Y::New, Y::Submitted, Y::Accepted, Y::Running, Y::Finished, Y::Failed, Y::Killed]
            .map(states::yarn_application),
    );
    use JobManagerRole as R;
    let roles = [R::Starting, R::StandingBy, R::Leading, R::Killed, R::Exited];
    all.extend(roles.map(states::job_manager_role));
    let ended = |how| MainPhase::Ended(Time::ZERO, how);
    let mains = [MainPhase::Elsewhere, MainPhase::At(0), MainPhase::WaitsFor(JOB, 0)];
    all.extend(mains.map(states::main));
    all.extend([ended(MainEnd::Returned), ended(MainEnd::Threw)].map(states::main));
    all.extend(
        [NodeState::Up, NodeState::Silent, NodeState::Unheard, NodeState::Lost].map(states::node),
    );
    all.extend([C::Pending, C::Allocated, C::Running, C::Completed].map(states::container));
    all
}
