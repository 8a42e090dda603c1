//! What a state means: one clause for each state of everything that has states.
//!
//! Out: clauses without a final full stop, to be put behind "RUNNING: " or "RUNNING：".

use super::text::{Text, t};
use model::cluster::{
    ClientPhase, ContainerPhase, JobManagerPhase, JobManagerRole, MainPhase, NodeState,
    ProcessState, Registration, SlotState, YarnApplicationState,
};
use model::event::{ApplicationState, ClusterStatus, MainEnd};
use model::{ExecutionState, JobStatus};

/// `JobStatus`.
pub const fn job(status: JobStatus) -> Text {
    match status {
        JobStatus::Initializing => t(
            "Dispatcher 已收下，JobMaster 正在创建",
            "the Dispatcher has accepted it and its JobMaster is being created",
        ),
        JobStatus::Created => t(
            "JobMaster 已有执行图（ExecutionGraph），还没有调度任何任务",
            "its JobMaster has the ExecutionGraph; nothing is scheduled yet",
        ),
        JobStatus::Running => t(
            "已开始调度。任务可能在跑，也可能还在等 slot",
            "scheduling has started; tasks may be running or still waiting for slots",
        ),
        JobStatus::Failing => t(
            "出了不再恢复的故障，正在取消其余任务，之后是 FAILED",
            "a failure will not be recovered; the other tasks are being cancelled, then it is FAILED",
        ),
        JobStatus::Failed => {
            t("因故障而结束，不会再重启", "over by a failure; it will not restart")
        }
        JobStatus::Cancelling => t(
            "应请求取消，正在逐个停止任务（Flink 在这里写两个 L）",
            "cancelled on request; its tasks are being stopped (Flink writes this one with two Ls)",
        ),
        JobStatus::Canceled => t("应请求取消，已经结束", "over, cancelled on request"),
        JobStatus::Finished => {
            t("全部任务处理完输入，正常结束", "over: all tasks have processed all their input")
        }
        JobStatus::Restarting => t(
            "受影响的任务先取消，再重新调度；失败引起的，还要等过重启延迟",
            "the affected tasks are cancelled, then scheduled again; after a failure, when the restart delay is over",
        ),
        JobStatus::Suspended => t(
            "JobMaster 随 JobManager 停下而停下，作业没有结果；有 HA 时别的 JobManager 可以接着跑，没有 HA 它就没了",
            "its JobMaster stopped with the JobManager, without a result; with HA another JobManager can go on with it, without HA it is lost",
        ),
    }
}

/// `ExecutionState`.
pub const fn execution(state: ExecutionState) -> Text {
    match state {
        ExecutionState::Created => t("还没有调度", "not scheduled yet"),
        ExecutionState::Scheduled => t(
            "在等 slot；同一流水线区域的 slot 到齐才部署",
            "it waits for a slot, and is deployed only when its whole pipelined region has slots",
        ),
        ExecutionState::Deploying => {
            t("JobMaster 已把它发给 TaskManager", "its JobMaster has sent it to the TaskManager")
        }
        ExecutionState::Initializing => t(
            "TaskManager 在启动它：恢复状态、打开算子",
            "its TaskManager restores state and opens its operators",
        ),
        ExecutionState::Running => t("在处理数据", "it processes records"),
        ExecutionState::Finished => t("输入全部处理完", "it has processed all its input"),
        ExecutionState::Canceling => t(
            "JobMaster 要求停止，等 TaskManager 确认",
            "told to stop; its TaskManager has not confirmed yet",
        ),
        ExecutionState::Canceled => t("已经停止", "it has stopped"),
        ExecutionState::Failed => t("因故障而结束", "it ended by a failure"),
    }
}

/// A process.
pub const fn process(state: ProcessState) -> Text {
    match state {
        ProcessState::Starting => t("JVM 正在启动", "its JVM is starting"),
        ProcessState::Running => t("进程活着", "the process is alive"),
        ProcessState::Frozen => {
            t("被 SIGSTOP 冻结：活着，但不回应", "frozen by SIGSTOP: alive, but it answers nothing")
        }
        ProcessState::Stopping => {
            t("收到 SIGTERM，正在道别", "it received SIGTERM and is saying goodbye")
        }
        ProcessState::Killed => t("被 kill -9，已经没有了", "killed with -9, gone without a word"),
        ProcessState::Exited => t("已有序退出", "it exited in order"),
    }
}

/// The JobManager process.
pub const fn job_manager(phase: JobManagerPhase) -> Text {
    match phase {
        JobManagerPhase::Absent => t("没有这个进程", "there is no such process"),
        JobManagerPhase::Starting => t("JVM 正在启动", "its JVM is starting"),
        JobManagerPhase::DispatcherReady => t(
            "可以提交作业；ResourceManager 还在启动",
            "jobs can be submitted; the ResourceManager is still starting",
        ),
        JobManagerPhase::Ready => t(
            "可以提交作业，TaskManager 也可以注册",
            "jobs can be submitted and TaskManagers can register",
        ),
        JobManagerPhase::Killed => {
            t("被 kill -9，连同里面的一切", "killed with -9, with everything in it")
        }
        JobManagerPhase::Stopped(ClusterStatus::Succeeded) => {
            t("已结束，最终状态 SUCCEEDED", "ended as SUCCEEDED")
        }
        JobManagerPhase::Stopped(ClusterStatus::Failed) => {
            t("已结束，最终状态 FAILED", "ended as FAILED")
        }
        JobManagerPhase::Stopped(ClusterStatus::Canceled) => {
            t("已结束，最终状态 CANCELED（作业被取消）", "ended as CANCELED (a job was cancelled)")
        }
        JobManagerPhase::Stopped(ClusterStatus::Killed) => {
            t("已结束，被 YARN 终止（KILLED）", "ended as KILLED by YARN")
        }
        JobManagerPhase::Stopped(ClusterStatus::Unknown) => {
            t("已结束，状态 UNKNOWN（被信号停止）", "ended as UNKNOWN (stopped by a signal)")
        }
    }
}

/// A JobManager process under high availability.
pub const fn job_manager_role(role: JobManagerRole) -> Text {
    match role {
        JobManagerRole::Starting => t("JVM 正在启动", "its JVM is starting"),
        JobManagerRole::StandingBy => t(
            "待命：活着，但不是 leader，里面什么都不运行",
            "stands by: alive, but not the leader, and nothing runs in it",
        ),
        JobManagerRole::Leading => t(
            "leader：它的 Dispatcher 和 ResourceManager 在工作",
            "leader: its Dispatcher and ResourceManager are at work",
        ),
        JobManagerRole::Killed => {
            t("被 kill -9，连同里面的一切", "killed with -9, with everything in it")
        }
        JobManagerRole::Exited => t("已有序退出", "it exited in order"),
    }
}

/// Where the `main()` of an application is.
pub const fn main(phase: MainPhase) -> Text {
    match phase {
        MainPhase::Elsewhere => t("main() 还没有开始", "main() has not begun"),
        MainPhase::At(_) => t("main() 正在运行", "main() runs"),
        MainPhase::WaitsFor(..) => t(
            "main() 停在 execute() 里，等作业结束",
            "main() is in an execute() that waits for its job",
        ),
        MainPhase::Ended(_, MainEnd::Returned) => t("main() 已返回", "main() has returned"),
        MainPhase::Ended(_, MainEnd::Threw) => t("main() 抛出了异常", "main() threw"),
    }
}

/// What the ResourceManager thinks of a TaskManager.
pub const fn registration(registration: Registration) -> Text {
    match registration {
        Registration::None => {
            t("还没有在 ResourceManager 注册", "not registered at the ResourceManager yet")
        }
        Registration::Registered(_) => t(
            "ResourceManager 认为它可用，直到发现它丢失",
            "the ResourceManager counts on it until it notices a loss",
        ),
        Registration::Lost(_) => {
            t("ResourceManager 已把它除名", "the ResourceManager has dropped it")
        }
    }
}

/// One entry of a TaskManager's slot table.
pub const fn slot(state: SlotState) -> Text {
    match state {
        SlotState::Free => t("空闲，不属于任何作业", "free: it belongs to no job"),
        SlotState::Allocated(_) => t(
            "已为一个作业预留，它的 JobMaster 还没有收下",
            "reserved for a job whose JobMaster has not taken it yet",
        ),
        SlotState::Active(_) => t(
            "归一个作业使用；里面可以有该作业每个算子的一个子任务",
            "in use by one job; one subtask of each of its operators may share it",
        ),
    }
}

/// A client.
pub const fn client(phase: ClientPhase) -> Text {
    match phase {
        ClientPhase::RunningMain => {
            t("在自己的进程里运行 main()", "it runs main() in its own process")
        }
        ClientPhase::Submitting => t(
            "已把作业发给 Dispatcher，在等确认",
            "it has sent the job to the Dispatcher and waits for the acknowledgement",
        ),
        ClientPhase::Waiting => {
            t("attached：一直等到作业结束", "attached: it waits until the job ends")
        }
        ClientPhase::Exited(_) => t("已退出", "it has exited"),
    }
}

/// `YarnApplicationState`.
pub const fn yarn_application(state: YarnApplicationState) -> Text {
    match state {
        YarnApplicationState::New => t("还没有提交", "not submitted yet"),
        YarnApplicationState::Submitted => t("已提交", "submitted"),
        YarnApplicationState::Accepted => t(
            "在等 ApplicationMaster（即 JobManager）的容器",
            "waiting for the container of its ApplicationMaster, the JobManager",
        ),
        YarnApplicationState::Running => t(
            "ApplicationMaster 已注册，集群可以用了",
            "its ApplicationMaster has registered: the cluster can be used",
        ),
        YarnApplicationState::Finished => t("已结束", "over"),
        YarnApplicationState::Failed => t("最后一次尝试也死了", "over: its last attempt died"),
        YarnApplicationState::Killed => t("被 YARN 终止", "over, killed by YARN"),
    }
}

/// Flink's or YARN's own name of that state.
pub const fn yarn_application_name(state: YarnApplicationState) -> &'static str {
    match state {
        YarnApplicationState::New => "NEW",
        YarnApplicationState::Submitted => "SUBMITTED",
        YarnApplicationState::Accepted => "ACCEPTED",
        YarnApplicationState::Running => "RUNNING",
        YarnApplicationState::Finished => "FINISHED",
        YarnApplicationState::Failed => "FAILED",
        YarnApplicationState::Killed => "KILLED",
    }
}

/// A container.
pub const fn container(phase: ContainerPhase) -> Text {
    match phase {
        ContainerPhase::Pending => t("没有机器有空余，在等", "no machine has room; it waits"),
        ContainerPhase::Allocated => {
            t("已分配，进程还没启动", "allocated, its process not started")
        }
        ContainerPhase::Running => t("里面的进程在运行", "its process runs"),
        ContainerPhase::Completed => {
            t("已结束，内存还给了那台机器", "completed; its memory is free again")
        }
    }
}

/// A machine.
pub const fn node(state: NodeState) -> Text {
    match state {
        NodeState::Up => t("在工作", "it works"),
        NodeState::Unheard => t(
            "只有 NodeManager 死了，YARN 还不知道",
            "only its NodeManager is dead; YARN does not know",
        ),
        NodeState::Silent => t("断电了，平台还不知道", "no power; the platform does not know"),
        NodeState::Lost => t("平台认为它不在了", "the platform takes it for gone"),
    }
}

/// `ApplicationState` (2.3).
pub const fn application(state: ApplicationState) -> Text {
    match state {
        ApplicationState::Created => t("已收到", "received"),
        ApplicationState::Running => t("开始提交里面的作业", "it submits what is in it"),
        ApplicationState::Finished => t("里面的作业正常结束", "all in it has finished"),
        ApplicationState::Failing => {
            t("里面有失败，正在收尾", "something in it failed; it is cleaning up")
        }
        ApplicationState::Failed => t("因故障而结束", "over by a failure"),
        ApplicationState::Canceling => {
            t("里面的作业被取消，正在收尾", "a job in it was cancelled; it is cleaning up")
        }
        ApplicationState::Canceled => t("因取消而结束", "over by cancellation"),
    }
}

/// Flink's own name of that state.
pub const fn application_name(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Created => "CREATED",
        ApplicationState::Running => "RUNNING",
        ApplicationState::Finished => "FINISHED",
        ApplicationState::Failing => "FAILING",
        ApplicationState::Failed => "FAILED",
        ApplicationState::Canceling => "CANCELING",
        ApplicationState::Canceled => "CANCELED",
    }
}
