//! One sentence for every event: who did what to whom and, where it matters, why.
//!
//! In: an entry of a trace and the cluster right after it. Out: a sentence that a newcomer
//! understands and a Flink committer finds true; a title of a few words; the group it belongs to.
//! Deliberately absent: Flink's own log line, which stands in `log_line.rs`.

mod client;
mod job;
mod process;
mod slot;
mod task;
mod yarn;

use super::text::{Text, t};
use super::{Lang, Names, action, states};
use model::cluster::Cluster;
use model::event::Observer;
use model::{Entry, Event};

/// What an event is about: for filters and icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// Something done from outside.
    Action,
    /// A process of the cluster began, registered, was lost or ended.
    Process,
    /// A command-line client.
    Client,
    /// A job and its JobMaster.
    Job,
    /// Slots: required, allocated, offered, freed.
    Slot,
    /// A subtask.
    Task,
    /// YARN or Kubernetes.
    Yarn,
}

impl EventKind {
    /// Every kind, in the order of filters.
    pub const ALL: [EventKind; 7] =
        [Self::Action, Self::Process, Self::Client, Self::Job, Self::Slot, Self::Task, Self::Yarn];

    /// Stable lower-case code, for CSS classes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Process => "process",
            Self::Client => "client",
            Self::Job => "job",
            Self::Slot => "slot",
            Self::Task => "task",
            Self::Yarn => "yarn",
        }
    }

    /// What a filter of this kind is called.
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Action => t("操作", "Actions"),
            Self::Process => t("进程", "Processes"),
            Self::Client => t("客户端", "Clients"),
            Self::Job => t("作业", "Jobs"),
            Self::Slot => t("slot", "Slots"),
            Self::Task => t("任务", "Tasks"),
            Self::Yarn => t("平台", "Platform"),
        }
        .text(lang)
    }
}

/// The sentence that explains an entry. `cluster` is what is true right after it.
pub fn event(lang: Lang, entry: &Entry, cluster: &Cluster) -> String {
    let sentence = sentence(&Names::new(lang, cluster), &entry.event);
    match sentence.strip_prefix("the ") {
        Some(rest) => format!("The {rest}"),
        None => sentence,
    }
}

#[expect(clippy::too_many_lines, reason = "an arm for each event")]
fn sentence(n: &Names, event: &Event) -> String {
    use Event as E;
    match event {
        E::ActionTaken(taken) => action::taken(n, taken),
        E::ActionRefused(refusal) => action::refusal(n.lang, *refusal).to_owned(),
        E::JobManagerStarted { .. } => process::job_manager_started(n),
        E::JobManagerKilled { jm } => process::job_manager_killed(n, *jm),
        E::JobManagerExited { jm } => process::job_manager_exited(n, *jm),
        E::JobManagerStandsBy { jm } => process::stands_by(n, *jm),
        E::LeadershipGranted { jm } => process::leadership(n, *jm),
        E::JobManagerLost { tm, who, why } => process::job_manager_lost(n, *tm, *who, *why),
        E::NetworkCut { tm } => process::network(n, *tm, true),
        E::NetworkHealed { tm } => process::network(n, *tm, false),
        E::RegistrationTimedOut { tm } => process::registration_timed_out(n, *tm),
        E::DispatcherStarted { .. } => process::dispatcher_started(n),
        E::ResourceManagerStarted { cluster } => process::resource_manager_started(n, *cluster),
        E::StartUpPeriodEnded { .. } => process::start_up_period_ended(n),
        E::TaskManagerStarted { tm } => process::task_manager_started(n, *tm),
        E::TaskManagerRegistered { tm } => process::registered(n, *tm),
        E::TaskManagerSignalled { tm, signal } => process::signalled(n, *tm, *signal),
        E::TaskManagerExited { tm } => process::exited(n, *tm),
        E::TaskManagerLost { tm, by, reason } => process::lost(n, *tm, *by, *reason),
        E::ClusterStopped { cluster, status } => process::cluster_stopped(n, *cluster, *status),
        E::ClientStarted { client } => client::started(n, *client),
        E::ProgramRan { client } => client::program_ran(n, *client),
        E::SubmissionAcknowledged { client, job } => client::acknowledged(n, *client, *job),
        E::JobResultDelivered { client, job } => client::result(n, *client, *job),
        E::ClientExited { client, how } => client::exited(n, *client, *how),
        E::ProgramStarted { application } => job::program_started(n, *application),
        E::ProgramAdvanced { application } => job::program_advanced(n, *application),
        E::ProgramEnded { application, how } => job::program_ended(n, *application, *how),
        E::ApplicationEnded { application, status } => {
            job::application_ended(n, *application, *status)
        }
        E::ApplicationStateChanged { application, to } => job::application(n, *application, *to),
        E::JobReceived { job, by } => job::received(n, *job, *by),
        E::JobPersisted { job } => job::kept(n, *job, job::Kept::Persisted),
        E::JobRecovered { job } => job::kept(n, *job, job::Kept::Recovered),
        E::JobForgotten { job } => job::kept(n, *job, job::Kept::Forgotten),
        E::JobMasterStarted { job } => job::master_started(n, *job),
        E::JobStatusChanged { job, from, to, cause } => job::status(n, *job, (*from, *to), *cause),
        E::JobMasterRegistered { job } => job::master_registered(n, *job),
        E::TaskStateChanged { execution, from, to, cause } => {
            task::state(n, *execution, (*from, *to), *cause)
        }
        E::FailoverStarted { failed, tasks, delay, .. } => {
            job::failover(n, *failed, *tasks, *delay)
        }
        E::RestartDelayElapsed { job, .. } => job::delay_elapsed(n, *job),
        E::TasksRestarted { failed, .. } => job::tasks_restarted(n, *failed),
        E::CheckpointRestored { job, checkpoint } => job::restored(n, *job, *checkpoint),
        E::SavepointTriggered { job, purpose, directory, .. } => {
            job::savepoint_triggered(n, *job, *purpose, directory)
        }
        E::SavepointCompleted { savepoint } => job::savepoint_completed(n, *savepoint),
        E::SavepointFailed { savepoint, why } => job::savepoint_failed(n, *savepoint, *why),
        E::SavepointRestored { job, savepoint } => job::from_savepoint(n, *job, *savepoint),
        E::AdaptiveStateChanged { job, to } => job::adaptive(n, *job, *to),
        E::CancelRequested { job } => job::cancel_requested(n, *job),
        E::JobMasterStopped { job } => job::master_stopped(n, *job),
        E::ResourcesRequired { job, slots } => slot::required(n, *job, *slots),
        E::RequirementsChecked { .. } => slot::checked(n),
        E::SlotAllocated { job, tm, index, .. } => slot::allocated(n, *job, *tm, *index),
        E::SlotReserved { allocation } => slot::reserved(n, *allocation),
        E::JobMasterConnected { tm, job } => slot::connected(n, *tm, *job),
        E::SlotsOffered { tm, job, allocations } => slot::offered(n, *tm, *job, allocations.len()),
        E::SlotActivated { allocation } => slot::activated(n, *allocation),
        E::ResourcesNotEnough { job } => slot::not_enough(n, *job),
        E::SlotRequestTimedOut { job, .. } => slot::request_timed_out(n, *job),
        E::SlotReleased { allocation } => slot::released(n, *allocation),
        E::SlotFreed { allocation } => slot::freed(n, *allocation),
        E::SlotTimedOut { allocation } => slot::timed_out(n, *allocation),
        E::SlotIdleTimedOut { allocation } => slot::idle(n, *allocation),
        E::TaskSubmitted { execution } => task::submitted(n, *execution),
        E::TaskCancelRequested { execution } => task::cancel_requested(n, *execution),
        E::TaskSubmissionFailed { execution, tm } => task::submission_failed(n, *execution, *tm),
        E::ConnectionBroke { execution, peer } => task::connection_broke(n, *execution, *peer),
        E::ExceptionThrown { execution } => task::exception(n, *execution),
        E::FilesUploaded { client } => yarn::uploaded(n, *client),
        E::FilesDeleted { cluster } => yarn::deleted(n, *cluster),
        E::MemoryExceeded { tm } => yarn::memory_exceeded(n, *tm),
        E::MachineKilled { node } => yarn::machine_killed(n, *node),
        E::MachineLost { node } => yarn::machine_lost(n, *node),
        E::PodsEvicted { node } => yarn::pods_evicted(n, *node),
        E::YarnApplicationSubmitted { cluster, client } => yarn::submitted(n, *cluster, *client),
        E::YarnApplicationAccepted { cluster } => yarn::accepted(n, *cluster),
        E::YarnApplicationRejected { queue, .. } => yarn::rejected(n, queue),
        E::YarnApplicationKilled { cluster } => yarn::killed(n, *cluster),
        E::ContainerAllocated { container, node, role, .. } => {
            yarn::allocated(n, *container, *node, *role)
        }
        E::ContainerLaunched { container } => yarn::launched(n, *container),
        E::YarnApplicationRunning { cluster } => yarn::running(n, *cluster),
        E::WorkersRequested { count, .. } => yarn::workers_requested(n, *count),
        E::ContainersReceived { containers, .. } => yarn::received(n, containers),
        E::ContainerCompleted { container } => yarn::completed(n, *container),
        E::WorkerReleased { tm } => yarn::released(n, *tm),
        E::ContainerPending { container, .. } => yarn::pending(n, *container),
    }
}

/// A few words for lists: "Job RUNNING", "Slot allocated".
pub fn event_title(lang: Lang, event: &Event) -> String {
    let (_, text) = heading(event);
    let state = match event {
        Event::JobStatusChanged { to, .. } => to.name(),
        Event::TaskStateChanged { to, .. } => to.name(),
        Event::AdaptiveStateChanged { to, .. } => to.name(),
        Event::ApplicationStateChanged { to, .. } => states::application_name(*to),
        _ => "",
    };
    text.fill(lang, &[state])
}

/// What the event is about.
pub fn event_kind(event: &Event) -> EventKind {
    heading(event).0
}

#[rustfmt::skip]
#[expect(clippy::too_many_lines, reason = "an arm for each event")]
const fn heading(event: &Event) -> (EventKind, Text) {
    use Event as E;
    use EventKind::{Action, Client, Job, Process, Slot, Task, Yarn};
    match event {
        E::ActionTaken(_) => (Action, t("操作", "Action")),
        E::ActionRefused(_) => (Action, t("操作无法执行", "Action refused")),
        E::JobManagerStarted { .. } => (Process, t("JobManager 进程启动", "JobManager process started")),
        E::JobManagerKilled { .. } => (Process, t("JobManager 被杀死", "JobManager killed")),
        E::JobManagerExited { .. } => (Process, t("JobManager 退出", "JobManager exits")),
        E::JobManagerStandsBy { .. } => (Process, t("JobManager 待命", "JobManager stands by")),
        E::LeadershipGranted { .. } => (Process, t("选出 leader", "Leader elected")),
        E::NetworkCut { .. } => (Process, t("断网", "Network cut")),
        E::NetworkHealed { .. } => (Process, t("网络恢复", "Network healed")),
        E::JobManagerLost { who: Observer::ResourceManager, .. } => (Process, t("TaskManager 放弃 ResourceManager", "ResourceManager given up")),
        E::JobManagerLost { who: Observer::JobMaster(_), .. } => (Process, t("TaskManager 放弃 JobMaster", "JobMaster given up")),
        E::RegistrationTimedOut { .. } => (Process, t("找不到 ResourceManager", "No ResourceManager found")),
        E::DispatcherStarted { .. } => (Process, t("Dispatcher 就绪", "Dispatcher ready")),
        E::ResourceManagerStarted { .. } => (Process, t("ResourceManager 就绪", "ResourceManager ready")),
        E::StartUpPeriodEnded { .. } => (Process, t("启动期结束", "Start-up period over")),
        E::TaskManagerStarted { .. } => (Process, t("TaskManager 进程启动", "TaskManager process started")),
        E::TaskManagerRegistered { .. } => (Process, t("TaskManager 注册", "TaskManager registers")),
        E::TaskManagerSignalled { .. } => (Process, t("TaskManager 收到信号", "TaskManager gets a signal")),
        E::TaskManagerExited { .. } => (Process, t("TaskManager 进程结束", "TaskManager process ended")),
        E::TaskManagerLost { by: Observer::JobMaster(_), .. } => (Process, t("JobMaster 与 TaskManager 断开", "JobMaster loses TaskManager")),
        E::TaskManagerLost { by: Observer::ResourceManager, .. } => (Process, t("TaskManager 被除名", "TaskManager dropped")),
        E::ClusterStopped { .. } => (Process, t("集群停止", "Cluster stopped")),
        E::ClientStarted { .. } => (Client, t("客户端启动", "Client started")),
        E::ProgramRan { .. } => (Client, t("客户端运行 main()", "Client ran main()")),
        E::SubmissionAcknowledged { .. } => (Client, t("提交得到确认", "Submission acknowledged")),
        E::JobResultDelivered { .. } => (Client, t("客户端得到结果", "Client gets the result")),
        E::ClientExited { .. } => (Client, t("客户端退出", "Client exits")),
        E::JobReceived { .. } => (Job, t("Dispatcher 收到作业", "Dispatcher receives the job")),
        E::ProgramStarted { .. } => (Job, t("main() 开始", "main() begins")),
        E::ProgramAdvanced { .. } => (Job, t("main() 前进一步", "main() goes on")),
        E::ProgramEnded { .. } => (Job, t("main() 结束", "main() ended")),
        E::ApplicationEnded { .. } => (Job, t("应用结束", "Application ended")),
        E::JobPersisted { .. } => (Job, t("作业存入 HA 存储", "Job kept in the HA store")),
        E::JobRecovered { .. } => (Job, t("从 HA 存储找回作业", "Job recovered")),
        E::JobForgotten { .. } => (Job, t("作业移出 HA 存储", "Job out of the HA store")),
        E::ApplicationStateChanged { .. } => (Job, t("Application {0}", "Application {0}")),
        E::JobMasterStarted { .. } => (Job, t("JobMaster 启动", "JobMaster started")),
        E::JobStatusChanged { .. } => (Job, t("作业 {0}", "Job {0}")),
        E::JobMasterRegistered { .. } => (Job, t("JobMaster 注册", "JobMaster registers")),
        E::TaskStateChanged { .. } => (Task, t("任务 {0}", "Task {0}")),
        E::FailoverStarted { .. } => (Job, t("决定重启", "Restart decided")),
        E::RestartDelayElapsed { .. } => (Job, t("重启延迟结束", "Restart delay over")),
        E::TasksRestarted { .. } => (Job, t("任务重新开始", "Tasks start over")),
        E::CheckpointRestored { .. } => (Job, t("从 checkpoint 恢复", "Restored from checkpoint")),
        E::SavepointTriggered { .. } => (Job, t("开始做 savepoint", "Savepoint begun")),
        E::SavepointCompleted { .. } => (Job, t("savepoint 完成", "Savepoint completed")),
        E::SavepointFailed { .. } => (Job, t("savepoint 失败", "Savepoint failed")),
        E::SavepointRestored { .. } => (Job, t("从 savepoint 恢复", "Restored from savepoint")),
        E::AdaptiveStateChanged { .. } => (Job, t("{0}", "{0}")),
        E::CancelRequested { .. } => (Job, t("请求取消作业", "Cancellation requested")),
        E::JobMasterStopped { .. } => (Job, t("JobMaster 停止", "JobMaster stopped")),
        E::ResourcesRequired { .. } => (Slot, t("声明 slot 需求", "Slots declared")),
        E::RequirementsChecked { .. } => (Slot, t("匹配需求与空闲 slot", "Requirements matched")),
        E::SlotAllocated { .. } => (Slot, t("slot 被分配", "Slot allocated")),
        E::SlotReserved { .. } => (Slot, t("slot 被预留", "Slot reserved")),
        E::JobMasterConnected { .. } => (Slot, t("TaskManager 连上 JobMaster", "TaskManager meets JobMaster")),
        E::SlotsOffered { .. } => (Slot, t("提供 slot", "Slots offered")),
        E::SlotActivated { .. } => (Slot, t("slot 启用", "Slot activated")),
        E::ResourcesNotEnough { .. } => (Slot, t("slot 不够", "Not enough slots")),
        E::SlotRequestTimedOut { .. } => (Slot, t("等待 slot 超时", "Slot request timed out")),
        E::SlotReleased { .. } => (Slot, t("slot 被交还", "Slot given back")),
        E::SlotFreed { .. } => (Slot, t("slot 空闲", "Slot free again")),
        E::SlotTimedOut { .. } => (Slot, t("slot 无人认领", "Slot unclaimed")),
        E::SlotIdleTimedOut { .. } => (Slot, t("slot 闲置过久", "Slot idle too long")),
        E::TaskSubmitted { .. } => (Task, t("任务送达 TaskManager", "Task arrives")),
        E::TaskCancelRequested { .. } => (Task, t("要求取消任务", "Task told to cancel")),
        E::TaskSubmissionFailed { .. } => (Task, t("部署失败", "Deployment failed")),
        E::ConnectionBroke { .. } => (Task, t("数据连接断开", "Data connection broke")),
        E::ExceptionThrown { .. } => (Task, t("用户代码抛出异常", "User code throws")),
        E::FilesUploaded { .. } => (Yarn, t("文件上传完", "Files uploaded")),
        E::FilesDeleted { .. } => (Yarn, t("上传的文件删掉", "Uploaded files deleted")),
        E::MemoryExceeded { .. } => (Yarn, t("超出容器内存", "Memory of a container exceeded")),
        E::MachineKilled { .. } => (Yarn, t("机器断电", "Machine without power")),
        E::MachineLost { .. } => (Yarn, t("平台发现机器不在", "Machine missed")),
        E::PodsEvicted { .. } => (Yarn, t("驱逐 Pod", "Pods evicted")),
        E::YarnApplicationSubmitted { .. } => (Yarn, t("请求建一个集群", "Cluster asked for")),
        E::YarnApplicationAccepted { .. } => (Yarn, t("请求被接受", "Request accepted")),
        E::YarnApplicationRejected { .. } => (Yarn, t("YARN 拒绝应用", "Refused by YARN")),
        E::YarnApplicationKilled { .. } => (Yarn, t("YARN 应用被终止", "YARN application killed")),
        E::ContainerAllocated { .. } => (Yarn, t("分配容器", "Container allocated")),
        E::ContainerLaunched { .. } => (Yarn, t("启动容器", "Container launched")),
        E::YarnApplicationRunning { .. } => (Yarn, t("JobManager 登记", "JobManager registers")),
        E::WorkersRequested { .. } => (Yarn, t("申请新的 TaskManager", "TaskManagers requested")),
        E::ContainersReceived { .. } => (Yarn, t("拿到容器", "Containers received")),
        E::ContainerCompleted { .. } => (Yarn, t("容器结束", "Container completed")),
        E::WorkerReleased { .. } => (Yarn, t("释放空闲的 TaskManager", "Idle TaskManager released")),
        E::ContainerPending { .. } => (Yarn, t("容器在等待资源", "Container waits for room")),
    }
}
