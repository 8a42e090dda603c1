//! Why something left its normal course: causes, losses, and how clients end.
//!
//! Out: clauses without a final full stop, with Flink's own exception classes, to be put behind a
//! colon.

use super::text::{Text, t};
use super::{Names, names};
use model::event::{Cause, ClientExit, LossReason};
use model::{JobStatus, Key};

/// Why a task or a job failed, restarts or was cancelled.
pub fn cause(n: &Names, cause: Cause) -> String {
    match cause {
        Cause::ConnectionLost(tm) | Cause::RecipientUnreachable(tm) => {
            n.say(cause_text(cause), &[&names::tm(tm)])
        }
        Cause::TaskManagerLost(tm, reason) => {
            n.say(cause_text(cause), &[&names::tm(tm), &loss(n, reason)])
        }
        Cause::UserException
        | Cause::NotEnoughResources
        | Cause::SlotRequestTimeout
        | Cause::RecoverySuppressed
        | Cause::CancelRequested
        | Cause::JobManagerLost
        | Cause::Failover
        | Cause::ClusterShutdown => cause_text(cause).text(n.lang).to_owned(),
    }
}

const fn cause_text(cause: Cause) -> Text {
    match cause {
        Cause::UserException => t("用户代码抛出异常", "the user's code threw an exception"),
        Cause::ConnectionLost(_) => t(
            "与 {0} 的数据连接断开（RemoteTransportException）",
            "the data connection to {0} broke (RemoteTransportException)",
        ),
        Cause::RecipientUnreachable(_) => t(
            "它要部署到 {0}，可那个进程已经没有了（RecipientUnreachableException）",
            "it was to be deployed to {0}, whose process is gone (RecipientUnreachableException)",
        ),
        Cause::TaskManagerLost(..) => t("{0} 丢失，{1}", "{0} was lost, as {1}"),
        Cause::NotEnoughResources => t(
            "slot 不够（NoResourceAvailableException）",
            "there are not enough slots (NoResourceAvailableException)",
        ),
        Cause::SlotRequestTimeout => t(
            "等 slot 超时（NoResourceAvailableException）",
            "waiting for slots timed out (NoResourceAvailableException)",
        ),
        Cause::RecoverySuppressed => t(
            "重启策略不允许（再）重启（JobException: Recovery is suppressed by …）",
            "the restart strategy allows no (further) restart (JobException: Recovery is suppressed by …)",
        ),
        Cause::CancelRequested => t("有人请求取消作业", "cancellation of the job was requested"),
        Cause::JobManagerLost => t(
            "管它的 JobMaster 没有了（Disconnect from JobManager responsible for …）",
            "the JobMaster responsible for it is gone (Disconnect from JobManager responsible for …)",
        ),
        Cause::Failover => {
            t("别的任务失败了，它一起停下", "other tasks failed, and this one stops with them")
        }
        Cause::ClusterShutdown => t("集群正在关闭", "the cluster is shutting down"),
    }
}

/// Why a TaskManager counts as lost.
pub fn loss(n: &Names, reason: LossReason) -> String {
    let (text, key) = match reason {
        LossReason::Unreachable => (
            t(
                "连续 {0} 次心跳调用失败（is no longer reachable）",
                "{0} heartbeat calls in a row failed (“is no longer reachable”)",
            ),
            Some(Key::HeartbeatRpcFailureThreshold),
        ),
        LossReason::HeartbeatTimeout => (
            t(
                "{0} 内没有收到它的心跳（heartbeat timed out）",
                "no heartbeat came for {0} (“heartbeat timed out”)",
            ),
            Some(Key::HeartbeatTimeout),
        ),
        LossReason::ShuttingDown => (t("它说自己要关闭", "it said that it is shutting down"), None),
        LossReason::ContainerCompleted => {
            let yarn =
                t("YARN 报告它的容器已经结束", "YARN reported that its container has completed");
            let kubernetes =
                t("Kubernetes 报告它的 Pod 已经结束", "Kubernetes reported that its pod has ended");
            (n.on(yarn, kubernetes), None)
        }
        LossReason::Idle => (
            t("它空闲已满 {0}，不再需要", "it was idle for {0} and is no longer needed"),
            Some(Key::TaskManagerIdleTimeout),
        ),
    };
    let value = key.and_then(|key| n.cluster.config.text(key, n.cluster.version));
    n.say(text, &[value.unwrap_or("?")])
}

/// How a client ended.
pub const fn client_exit(how: ClientExit) -> Text {
    match how {
        ClientExit::Submitted => t(
            "有 -d（detached），提交得到确认它就不再等；作业在集群里继续",
            "with -d (detached) it waits for nothing but the acknowledgement; the job goes on in the cluster",
        ),
        ClientExit::JobEnded(JobStatus::Finished) => t(
            "作业 FINISHED，execute() 返回结果",
            "the job is FINISHED and execute() returned its result",
        ),
        ClientExit::JobEnded(JobStatus::Canceled) => t(
            "作业 CANCELED，execute() 抛出 JobCancellationException",
            "the job is CANCELED, so execute() threw a JobCancellationException",
        ),
        ClientExit::JobEnded(_) => t(
            "作业没有成功，execute() 抛出 ProgramInvocationException: Job failed",
            "the job did not succeed, so execute() threw ProgramInvocationException: Job failed",
        ),
        ClientExit::Deployed => t(
            "集群已经在运行这个程序，它的事做完了",
            "the cluster is there and runs the program; its own work is done",
        ),
        ClientExit::ProgramThrew => t(
            "main() 抛出异常（The main method caused an error）",
            "main() threw (“The main method caused an error”)",
        ),
        ClientExit::Interrupted => t(
            "Ctrl-C。作业不受影响：没有 -sae，它在集群里继续",
            "Ctrl-C. The job is not affected: without -sae it goes on in the cluster",
        ),
        ClientExit::NotDeployed => t(
            "YARN 应用还没 RUNNING 就结束了（Couldn't deploy Yarn …）",
            "the YARN application was over before it was RUNNING (“Couldn't deploy Yarn …”)",
        ),
        ClientExit::ConnectionFailed => {
            t("连不上集群的 REST 端点", "it cannot reach the cluster's REST endpoint")
        }
    }
}
