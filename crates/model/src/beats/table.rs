//! The events and actions that mean the same wherever they stand.

use super::kind::BeatKind as K;
use crate::action::{Action, Signal};
use crate::event::{Event, MainEnd};
use crate::state::JobStatus;

/// What an action is told as.
pub(super) fn of_action(action: &Action) -> K {
    match action.itself() {
        Action::StartCluster => K::Boot,
        Action::RunApplication { .. }
        | Action::StartStandaloneJob { .. }
        | Action::RunPerJob { .. } => K::Deploy,
        Action::Submit { .. } | Action::Configured { .. } | Action::FromSavepoint { .. } => {
            K::Submit
        }
        Action::StartTaskManager | Action::StartJobManager => K::Add,
        Action::Cancel { .. } => K::Cancel,
        Action::Savepoint { .. } => K::Savepoint,
        Action::Stop { .. } => K::Stop,
        Action::ThrowException { .. } => K::Exception,
        Action::SignalTaskManager { signal: Signal::Kill, .. }
        | Action::KillJobManager { .. }
        | Action::KillNodeManager { .. } => K::Kill,
        Action::SignalTaskManager { signal: Signal::Stop, .. } => K::Freeze,
        Action::SignalTaskManager { signal: Signal::Cont, .. } => K::Thaw,
        Action::SignalTaskManager { signal: Signal::Term, .. } | Action::StopJobManager { .. } => {
            K::Terminate
        }
        Action::CutNetwork { .. } => K::Cut,
        Action::HealNetwork { .. } => K::Heal,
        Action::KillMachine { .. } => K::PowerOff,
        Action::ExceedMemory { .. } => K::OutOfMemory,
        Action::KillApplication { .. } => K::KillApplication,
        Action::InterruptClient { .. } => K::Interrupt,
        Action::StopCluster => K::StopCluster,
    }
}

/// What the end of a job is told as.
pub(super) fn of_status(status: JobStatus) -> Option<K> {
    Some(match status {
        JobStatus::Failed => K::Failed,
        JobStatus::Canceled => K::Canceled,
        JobStatus::Finished => K::Finished,
        JobStatus::Suspended => K::Suspended,
        JobStatus::Initializing
        | JobStatus::Created
        | JobStatus::Running
        | JobStatus::Failing
        | JobStatus::Cancelling
        | JobStatus::Restarting => return None,
    })
}

/// What an event is told as, if that does not depend on what came before ([`super::reader`]).
#[expect(clippy::too_many_lines, reason = "an arm for each event")]
pub(super) fn of_event(event: &Event) -> Option<K> {
    Some(match event {
        Event::ActionTaken(action) => of_action(action),
        Event::JobStatusChanged { to, .. } => return of_status(*to),
        Event::ActionRefused(_) | Event::YarnApplicationRejected { .. } => K::Refused,
        Event::RegistrationTimedOut { .. } | Event::SlotRequestTimedOut { .. } => K::Expired,
        Event::ClusterStopped { .. } => K::ClusterEnded,
        Event::ClientExited { .. } => K::ClientLeft,
        Event::ProgramStarted { .. } => K::Main,
        Event::ProgramEnded { how: MainEnd::Threw, .. } | Event::ExceptionThrown { .. } => {
            K::Exception
        }
        Event::JobReceived { .. } => K::Received,
        Event::SavepointCompleted { .. } => K::Saved,
        Event::SavepointFailed { .. } => K::Failed,
        Event::ResourcesNotEnough { .. } => K::Shortage,
        Event::SlotFreed { .. } => K::SlotsFree,
        Event::SlotTimedOut { .. }
        | Event::SlotIdleTimedOut { .. }
        | Event::WorkerReleased { .. } => K::GivenBack,
        Event::FilesUploaded { .. } => K::Upload,
        Event::WorkersRequested { .. } => K::Workers,
        Event::ContainerPending { .. } => K::Pending,
        Event::JobManagerStarted { .. }
        | Event::JobManagerKilled { .. }
        | Event::JobManagerExited { .. }
        | Event::JobManagerStandsBy { .. }
        | Event::LeadershipGranted { .. }
        | Event::DispatcherStarted { .. }
        | Event::ResourceManagerStarted { .. }
        | Event::StartUpPeriodEnded { .. }
        | Event::TaskManagerStarted { .. }
        | Event::TaskManagerRegistered { .. }
        | Event::TaskManagerSignalled { .. }
        | Event::TaskManagerExited { .. }
        | Event::TaskManagerLost { .. }
        | Event::JobManagerLost { .. }
        | Event::NetworkCut { .. }
        | Event::NetworkHealed { .. }
        | Event::ClientStarted { .. }
        | Event::ProgramRan { .. }
        | Event::SubmissionAcknowledged { .. }
        | Event::JobResultDelivered { .. }
        | Event::ProgramAdvanced { .. }
        | Event::ProgramEnded { how: MainEnd::Returned, .. }
        | Event::ApplicationEnded { .. }
        | Event::ApplicationStateChanged { .. }
        | Event::JobPersisted { .. }
        | Event::JobRecovered { .. }
        | Event::JobForgotten { .. }
        | Event::JobMasterStarted { .. }
        | Event::JobMasterRegistered { .. }
        | Event::TaskStateChanged { .. }
        | Event::FailoverStarted { .. }
        | Event::RestartDelayElapsed { .. }
        | Event::TasksRestarted { .. }
        | Event::CheckpointRestored { .. }
        | Event::SavepointTriggered { .. }
        | Event::SavepointRestored { .. }
        | Event::AdaptiveStateChanged { .. }
        | Event::CancelRequested { .. }
        | Event::JobMasterStopped { .. }
        | Event::ResourcesRequired { .. }
        | Event::RequirementsChecked { .. }
        | Event::SlotAllocated { .. }
        | Event::SlotReserved { .. }
        | Event::JobMasterConnected { .. }
        | Event::SlotsOffered { .. }
        | Event::SlotActivated { .. }
        | Event::SlotReleased { .. }
        | Event::TaskSubmitted { .. }
        | Event::TaskCancelRequested { .. }
        | Event::TaskSubmissionFailed { .. }
        | Event::ConnectionBroke { .. }
        | Event::YarnApplicationSubmitted { .. }
        | Event::YarnApplicationAccepted { .. }
        | Event::ContainerAllocated { .. }
        | Event::ContainerLaunched { .. }
        | Event::YarnApplicationRunning { .. }
        | Event::YarnApplicationKilled { .. }
        | Event::ContainersReceived { .. }
        | Event::ContainerCompleted { .. }
        | Event::FilesDeleted { .. }
        | Event::MemoryExceeded { .. }
        | Event::MachineKilled { .. }
        | Event::MachineLost { .. }
        | Event::PodsEvicted { .. } => return None,
    })
}
