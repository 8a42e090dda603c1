//! Sentences about single subtasks.

use crate::words::text::t;
use crate::words::{Names, names, reasons, states};
use model::event::Cause;
use model::{ExecutionId, ExecutionState, TmId};

/// "WordCount 的任务 …" / "task … of WordCount": the two arguments that every sentence here begins with.
fn who(n: &Names, id: ExecutionId) -> String {
    n.say(t("{1} 的 {0}", "{0} of {1}"), &[&n.task(id), &n.job(id.job)])
}

pub(super) fn state(
    n: &Names,
    id: ExecutionId,
    (from, to): (ExecutionState, ExecutionState),
    cause: Option<Cause>,
) -> String {
    let meaning = match (to, cause) {
        (
            ExecutionState::Failed | ExecutionState::Canceling | ExecutionState::Canceled,
            Some(why),
        ) => reasons::cause(n, why),
        (ExecutionState::Deploying, _) => match n.slot_of(id) {
            Some(slot) => {
                n.say(t("JobMaster 把它部署到 {0}", "its JobMaster deploys it into {0}"), &[&slot])
            }
            None => states::execution(to).text(n.lang).to_owned(),
        },
        _ => states::execution(to).text(n.lang).to_owned(),
    };
    n.say(
        t("{0} {1} → {2}：{3}。", "{0} {1} → {2}: {3}."),
        &[&who(n, id), from.name(), to.name(), &meaning],
    )
}

pub(super) fn submitted(n: &Names, id: ExecutionId) -> String {
    let slot = n.slot_of(id).unwrap_or_else(|| "slot".to_owned());
    n.say(
        t(
            "任务 {0} 到达 {1}：TaskManager 开始取 jar、准备线程。",
            "The task {0} arrives at {1}: the TaskManager fetches the jars and prepares a thread.",
        ),
        &[&who(n, id), &slot],
    )
}

pub(super) fn cancel_requested(n: &Names, id: ExecutionId) -> String {
    n.say(
        t("TaskManager 被要求取消任务 {0}。", "The TaskManager is told to cancel the task {0}."),
        &[&who(n, id)],
    )
}

pub(super) fn submission_failed(n: &Names, id: ExecutionId, tm: TmId) -> String {
    n.say(
        t(
            "任务 {0} 送不到 {1}：那个进程已经不在了。",
            "The task {0} cannot be delivered to {1}: that process is gone.",
        ),
        &[&who(n, id), &names::tm(tm)],
    )
}

pub(super) fn connection_broke(n: &Names, id: ExecutionId, peer: TmId) -> String {
    n.say(
        t(
            "任务 {0} 正从 {1} 读数据，连接忽然断开（RemoteTransportException）：数据通道比心跳先发现 {1} 没了。",
            "The task {0} reads from {1}, and that connection breaks (RemoteTransportException): the data channel notices the death of {1} before any heartbeat does.",
        ),
        &[&who(n, id), &names::tm(peer)],
    )
}

pub(super) fn exception(n: &Names, id: ExecutionId) -> String {
    n.say(
        t(
            "任务 {0} 里的用户代码抛出异常；TaskManager 进程本身不受影响，它会把失败报告给 JobMaster。",
            "User code in the task {0} throws an exception. The TaskManager process survives and reports the failure to the JobMaster.",
        ),
        &[&who(n, id)],
    )
}
