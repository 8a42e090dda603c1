//! The short texts inside a picture. They have a room of a few units each, which is why they are not
//! among the sentences of [`crate::words`]. States keep Flink's own names; `ProcessState` is ours.

use crate::words::{Lang, t};
use model::cluster::{
    Client, ClientPhase, DeploymentTarget, JobManagerPhase, ProcessState, YarnApplicationState,
};
use model::event::{ClientExit, LossReason};

/// Joins pieces; saves the formatting machinery.
pub(crate) fn join(pieces: &[&str]) -> String {
    pieces.concat()
}

/// A number's digits.
pub(crate) fn number(value: impl Into<u64>) -> String {
    let mut value = value.into();
    let mut digits = Vec::new();
    loop {
        digits.insert(0, char::from(b'0' + (value % 10) as u8));
        value /= 10;
        if value == 0 {
            return digits.into_iter().collect();
        }
    }
}

/// The state of a process, in more and in fewer words.
pub(crate) fn process(lang: Lang, state: ProcessState) -> [&'static str; 2] {
    let same = |zh, en| [t(zh, en).text(lang); 2];
    match state {
        // What is as it should be, and what a dashed border says, need no words where there is no room.
        ProcessState::Starting => [t("启动中", "starting").text(lang), ""],
        ProcessState::Running => [t("运行中", "running").text(lang), ""],
        ProcessState::Frozen => {
            [t("冻结，没有响应", "frozen, silent").text(lang), t("冻结", "frozen").text(lang)]
        }
        ProcessState::Stopping => same("正在退出", "stopping"),
        ProcessState::Killed => same("已被杀死", "killed"),
        ProcessState::Exited => same("已退出", "exited"),
    }
}

pub(crate) fn job_manager(lang: Lang, phase: JobManagerPhase) -> &'static str {
    match phase {
        JobManagerPhase::Absent => t("没有进程", "no process").text(lang),
        JobManagerPhase::Starting => t("启动中", "starting").text(lang),
        JobManagerPhase::DispatcherReady => t("REST 已就绪", "REST is up").text(lang),
        JobManagerPhase::Ready => t("运行中", "running").text(lang),
        JobManagerPhase::Killed => t("已被杀死", "killed").text(lang),
        JobManagerPhase::Stopped(_) => t("已停止", "stopped").text(lang),
    }
}

pub(crate) fn client(lang: Lang, client: &Client) -> String {
    match client.phase {
        ClientPhase::RunningMain if client.target == DeploymentTarget::Application => {
            t("请求集群", "wants a cluster").text(lang).to_owned()
        }
        ClientPhase::Submitting if client.target == DeploymentTarget::PerJob => {
            t("请求集群", "wants a cluster").text(lang).to_owned()
        }
        ClientPhase::RunningMain => t("运行 main()", "runs main()").text(lang).to_owned(),
        ClientPhase::Submitting => t("提交中", "submitting").text(lang).to_owned(),
        ClientPhase::Waiting => t("等待结果", "awaits result").text(lang).to_owned(),
        ClientPhase::Exited(ClientExit::Submitted) => {
            t("已退出：已提交", "left: submitted").text(lang).to_owned()
        }
        ClientPhase::Exited(ClientExit::JobEnded(status)) => {
            join(&[t("退出：", "left: ").text(lang), status.name()])
        }
        ClientPhase::Exited(ClientExit::Deployed) => {
            t("已退出：已部署", "left: deployed").text(lang).to_owned()
        }
        ClientPhase::Exited(ClientExit::ProgramThrew) => {
            t("退出：main() 抛异常", "left: main() threw").text(lang).to_owned()
        }
        ClientPhase::Exited(ClientExit::Interrupted) => {
            t("Ctrl-C 退出", "left: Ctrl-C").text(lang).to_owned()
        }
        ClientPhase::Exited(ClientExit::NotDeployed) => {
            t("退出：没有集群", "left: no cluster").text(lang).to_owned()
        }
        ClientPhase::Exited(ClientExit::ConnectionFailed) => {
            t("退出：连接失败", "left: no answer").text(lang).to_owned()
        }
    }
}

pub(crate) fn loss(lang: Lang, reason: LossReason) -> &'static str {
    match reason {
        LossReason::Unreachable => t("联系不上", "unreachable").text(lang),
        LossReason::HeartbeatTimeout => t("心跳超时", "heartbeat timeout").text(lang),
        LossReason::ShuttingDown => t("它主动告别", "it said goodbye").text(lang),
        LossReason::ContainerCompleted => t("容器结束", "container completed").text(lang),
        LossReason::Idle => t("空闲太久", "idle too long").text(lang),
    }
}

pub(crate) const fn yarn_application(state: YarnApplicationState) -> &'static str {
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
