//! The short texts inside a picture. They have a room of a few units each, which is why they are not
//! among the sentences of [`crate::words`]. States keep Flink's own names; `ProcessState` is ours.

use crate::words::Lang;
use model::cluster::{
    Client, ClientPhase, DeploymentTarget, JobManagerPhase, ProcessState, YarnApplicationState,
};
use model::event::{ClientExit, LossReason};

/// One of two wordings. A build for pages of one language has no other.
pub(crate) const fn say(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if cfg!(feature = "only-zh") {
        return zh;
    }
    if cfg!(feature = "only-en") {
        return en;
    }
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

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
    let same = |zh, en| [say(lang, zh, en); 2];
    match state {
        // What is as it should be, and what a dashed border says, need no words where there is no room.
        ProcessState::Starting => [say(lang, "启动中", "starting"), ""],
        ProcessState::Running => [say(lang, "运行中", "running"), ""],
        ProcessState::Frozen => {
            [say(lang, "冻结，没有响应", "frozen, silent"), say(lang, "冻结", "frozen")]
        }
        ProcessState::Stopping => same("正在退出", "stopping"),
        ProcessState::Killed => same("已被杀死", "killed"),
        ProcessState::Exited => same("已退出", "exited"),
    }
}

pub(crate) fn job_manager(lang: Lang, phase: JobManagerPhase) -> &'static str {
    match phase {
        JobManagerPhase::Absent => say(lang, "没有进程", "no process"),
        JobManagerPhase::Starting => say(lang, "启动中", "starting"),
        JobManagerPhase::DispatcherReady => say(lang, "REST 已就绪", "REST is up"),
        JobManagerPhase::Ready => say(lang, "运行中", "running"),
        JobManagerPhase::Killed => say(lang, "已被杀死", "killed"),
        JobManagerPhase::Stopped(_) => say(lang, "已停止", "stopped"),
    }
}

pub(crate) fn client(lang: Lang, client: &Client) -> String {
    match client.phase {
        ClientPhase::RunningMain if client.target == DeploymentTarget::Application => {
            say(lang, "请求集群", "wants a cluster").to_owned()
        }
        ClientPhase::Submitting if client.target == DeploymentTarget::PerJob => {
            say(lang, "请求集群", "wants a cluster").to_owned()
        }
        ClientPhase::RunningMain => say(lang, "运行 main()", "runs main()").to_owned(),
        ClientPhase::Submitting => say(lang, "提交中", "submitting").to_owned(),
        ClientPhase::Waiting => say(lang, "等待结果", "awaits result").to_owned(),
        ClientPhase::Exited(ClientExit::Submitted) => {
            say(lang, "已退出：已提交", "left: submitted").to_owned()
        }
        ClientPhase::Exited(ClientExit::JobEnded(status)) => {
            join(&[say(lang, "退出：", "left: "), status.name()])
        }
        ClientPhase::Exited(ClientExit::Deployed) => {
            say(lang, "已退出：已部署", "left: deployed").to_owned()
        }
        ClientPhase::Exited(ClientExit::ProgramThrew) => {
            say(lang, "退出：main() 抛异常", "left: main() threw").to_owned()
        }
        ClientPhase::Exited(ClientExit::Interrupted) => {
            say(lang, "Ctrl-C 退出", "left: Ctrl-C").to_owned()
        }
        ClientPhase::Exited(ClientExit::NotDeployed) => {
            say(lang, "退出：没有集群", "left: no cluster").to_owned()
        }
        ClientPhase::Exited(ClientExit::ConnectionFailed) => {
            say(lang, "退出：连接失败", "left: no answer").to_owned()
        }
    }
}

pub(crate) fn loss(lang: Lang, reason: LossReason) -> &'static str {
    match reason {
        LossReason::Unreachable => say(lang, "联系不上", "unreachable"),
        LossReason::HeartbeatTimeout => say(lang, "心跳超时", "heartbeat timeout"),
        LossReason::ShuttingDown => say(lang, "它主动告别", "it said goodbye"),
        LossReason::ContainerCompleted => say(lang, "容器结束", "container completed"),
        LossReason::Idle => say(lang, "空闲太久", "idle too long"),
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
