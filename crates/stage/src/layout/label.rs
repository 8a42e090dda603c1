//! What is written beside a message on its way.

use super::caption::{join, number};
use crate::words::{Lang, names, t};
use model::event::{ClientExit, LossReason, Observer, SavepointPurpose};
use model::{Event, TmId};

/// A TaskManager's own farewell, or the news of its loss.
fn lost(lang: Lang, tm: TmId, by: Observer, reason: LossReason) -> String {
    match (by, reason) {
        (Observer::ResourceManager, LossReason::ShuttingDown) => {
            t("告别", "goodbye").text(lang).to_owned()
        }
        (Observer::ResourceManager | Observer::JobMaster(_), _) => {
            join(&[&names::tm(tm), t(" 已丢失", " lost").text(lang)])
        }
    }
}

/// A message in two or three words. Events that do not travel have none; the list is closed, an arm a line.
#[expect(clippy::too_many_lines, reason = "an arm for each event")]
pub(super) fn label_text(lang: Lang, event: &Event, on_kubernetes: bool) -> String {
    let fixed = |zh, en| t(zh, en).text(lang).to_owned();
    let counted = |zh, en, many: u64| join(&[t(zh, en).text(lang), &number(many)]);
    match event {
        Event::JobReceived { .. } => fixed("提交作业", "submit job"),
        Event::SubmissionAcknowledged { .. } => fixed("已接受", "accepted"),
        Event::JobResultDelivered { .. } => fixed("作业结果", "job result"),
        Event::SavepointTriggered { purpose: SavepointPurpose::Keep, .. } => {
            fixed("做 savepoint", "savepoint")
        }
        Event::SavepointTriggered { .. } => fixed("停止作业", "stop job"),
        Event::CancelRequested { .. } => fixed("取消作业", "cancel job"),
        Event::JobMasterRegistered { .. } | Event::TaskManagerRegistered { .. } => {
            fixed("注册", "register")
        }
        Event::ResourcesRequired { slots, .. } => counted("slot：", "slots: ", u64::from(*slots)),
        Event::ResourcesNotEnough { .. } => fixed("资源不够", "not enough"),
        Event::SlotReserved { .. } => fixed("请求 slot", "request slot"),
        Event::JobMasterConnected { .. } => fixed("建立连接", "connect"),
        Event::SlotsOffered { allocations, .. } => {
            counted("提供 slot：", "offer slots: ", allocations.len() as u64)
        }
        Event::SlotActivated { .. } => fixed("接受 slot", "accept slot"),
        Event::SlotReleased { .. } => fixed("释放 slot", "release slot"),
        Event::SlotFreed { .. } => fixed("slot 已空", "slot is free"),
        Event::TaskSubmitted { .. } => fixed("部署", "deploy"),
        Event::TaskCancelRequested { .. } => fixed("取消任务", "cancel task"),
        Event::TaskSubmissionFailed { .. } => fixed("部署失败", "not delivered"),
        Event::TaskStateChanged { to, .. } => to.name().to_owned(),
        Event::TaskManagerLost { tm, by, reason } => lost(lang, *tm, *by, *reason),
        Event::FilesUploaded { .. } => fixed("上传", "upload"),
        Event::YarnApplicationSubmitted { .. } => fixed("提交应用", "submit app"),
        Event::YarnApplicationAccepted { .. } => "ACCEPTED".to_owned(),
        // Nobody registers there: Flink asks to be told of its pods (`KubernetesResourceManagerDriver.initialize`).
        Event::YarnApplicationRunning { .. } if on_kubernetes => fixed("盯着 Pod", "watch pods"),
        Event::YarnApplicationRunning { .. } => fixed("AM 注册", "register AM"),
        Event::YarnApplicationKilled { .. } => fixed("终止应用", "kill app"),
        Event::JobPersisted { .. } => fixed("存下作业", "store job"),
        Event::JobRecovered { .. } => fixed("找回作业", "recover job"),
        Event::JobForgotten { .. } => fixed("删去作业", "remove job"),
        Event::JobManagerLost { .. } => fixed("换 leader", "leader gone"),
        Event::ClientExited { how: ClientExit::NotDeployed, .. } => fixed("部署失败", "no cluster"),
        Event::ClientExited { .. } => fixed("已部署", "deployed"),
        Event::ContainerAllocated { .. } => fixed("分配容器", "allocate"),
        Event::ContainerPending { .. } => fixed("没有空位", "no room"),
        Event::ContainerLaunched { .. } => fixed("启动容器", "launch"),
        Event::ContainersReceived { .. } => fixed("给出容器", "containers"),
        Event::ContainerCompleted { .. } => fixed("容器结束", "completed"),
        Event::WorkersRequested { count, .. } => {
            counted("申请 worker：", "workers: ", u64::from(*count))
        }
        Event::WorkerReleased { .. } => fixed("停止容器", "stop"),
        Event::ActionTaken(_)
        | Event::ActionRefused(_)
        | Event::JobManagerStarted { .. }
        | Event::JobManagerKilled { .. }
        | Event::JobManagerExited { .. }
        | Event::JobManagerStandsBy { .. }
        | Event::LeadershipGranted { .. }
        | Event::NetworkCut { .. }
        | Event::NetworkHealed { .. }
        | Event::ProgramStarted { .. }
        | Event::ProgramAdvanced { .. }
        | Event::ProgramEnded { .. }
        | Event::ApplicationEnded { .. }
        | Event::RegistrationTimedOut { .. }
        | Event::SlotTimedOut { .. }
        | Event::DispatcherStarted { .. }
        | Event::ResourceManagerStarted { .. }
        | Event::StartUpPeriodEnded { .. }
        | Event::TaskManagerStarted { .. }
        | Event::TaskManagerSignalled { .. }
        | Event::TaskManagerExited { .. }
        | Event::ClusterStopped { .. }
        | Event::YarnApplicationRejected { .. }
        | Event::FilesDeleted { .. }
        | Event::MemoryExceeded { .. }
        | Event::MachineKilled { .. }
        | Event::MachineLost { .. }
        | Event::PodsEvicted { .. }
        | Event::ClientStarted { .. }
        | Event::ProgramRan { .. }
        | Event::ApplicationStateChanged { .. }
        | Event::JobMasterStarted { .. }
        | Event::JobStatusChanged { .. }
        | Event::FailoverStarted { .. }
        | Event::RestartDelayElapsed { .. }
        | Event::TasksRestarted { .. }
        | Event::CheckpointRestored { .. }
        | Event::AdaptiveStateChanged { .. }
        | Event::SavepointCompleted { .. }
        | Event::SavepointFailed { .. }
        | Event::SavepointRestored { .. }
        | Event::JobMasterStopped { .. }
        | Event::RequirementsChecked { .. }
        | Event::SlotAllocated { .. }
        | Event::SlotRequestTimedOut { .. }
        | Event::SlotIdleTimedOut { .. }
        | Event::ConnectionBroke { .. }
        | Event::ExceptionThrown { .. } => String::new(),
    }
}
