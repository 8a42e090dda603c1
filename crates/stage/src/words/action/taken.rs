//! What somebody did, as a sentence of the story.

use super::{command, machine, many_job_managers, run};
use crate::words::text::{Text, t};
use crate::words::{Names, names};
use model::{Action, Cluster, Provider, Signal};

/// The sentence of [`model::Event::ActionTaken`].
#[expect(clippy::too_many_lines, reason = "an arm for each action")]
pub(in crate::words) fn taken(n: &Names, action: &Action) -> String {
    let command = command(n, action);
    // The options are told by the command.
    let action = match action {
        Action::Configured { action, .. } => action,
        other => other,
    };
    let (text, arg) = match action {
        Action::Configured { .. } => return command,
        Action::StartCluster => started(n.cluster),
        Action::StartTaskManager => (
            t("{0}：有人再启动一个 TaskManager。", "{0}: somebody starts one more TaskManager."),
            String::new(),
        ),
        Action::Submit { job, .. } => {
            (t("{0}：有人提交作业 {1}。", "{0}: somebody submits the job {1}."), job.clone())
        }
        Action::Cancel { job } => {
            (t("{0}…：有人取消作业 {1}。", "{0}…: somebody cancels the job {1}."), n.job(*job))
        }
        Action::Savepoint { job, .. } => (
            t(
                "{0}…：有人要为作业 {1} 做一个 savepoint；作业照常运行。",
                "{0}…: somebody asks for a savepoint of the job {1}, which goes on.",
            ),
            n.job(*job),
        ),
        Action::Stop { job, .. } => (
            t(
                "{0}…：有人要停止作业 {1}：先做 savepoint，再让所有任务正常结束。",
                "{0}…: somebody stops the job {1}: a savepoint first, then all tasks finish.",
            ),
            n.job(*job),
        ),
        Action::FromSavepoint { savepoint, run } => {
            let text = t("{0}用 -s 从 {1} 恢复状态。", "{0} With -s its state comes from {1}.");
            return n.say(text, &[&taken(n, run), &n.savepoint(*savepoint)]);
        }
        Action::ThrowException { job } => (
            t(
                "有人往作业 {1} 的输入里放了一条坏记录：读到它的用户代码会抛出异常。",
                "Somebody puts a bad record into the input of the job {1}: user code that reads it throws an exception.",
            ),
            n.job(*job),
        ),
        Action::SignalTaskManager { tm, signal } => (signal_taken(*signal), names::tm(*tm)),
        Action::RunApplication { program, .. } | Action::StartStandaloneJob { program, .. } => (
            t(
                "{0}：应用模式，为程序 {1} 单独启动一个集群，main() 在它的 JobManager 里运行。",
                "{0}: application mode, a cluster for the program {1} alone, whose JobManager runs its main().",
            ),
            program.clone(),
        ),
        Action::RunPerJob { program, .. } => (
            t(
                "{0}：单作业模式，客户端运行 {1} 的 main()，里面的每个作业都要一个自己的集群。",
                "{0}: per-job mode, the client runs main() of {1}, and each job in it gets a cluster of its own.",
            ),
            program.clone(),
        ),
        Action::KillJobManager { jm } if many_job_managers(n) => {
            (t("有人用 kill -9 杀死 {1}。", "Somebody kills {1} with kill -9."), names::jm(*jm))
        }
        Action::StopJobManager { jm } => {
            (t("{0}：有人停止 {1}。", "{0}: somebody stops {1}."), names::jm(*jm))
        }
        Action::CutNetwork { tm } => (
            t(
                "有人把 {1} 与 JobManager 之间的网断开。",
                "Somebody cuts the network between {1} and the JobManager.",
            ),
            names::tm(*tm),
        ),
        Action::HealNetwork { tm } => (
            t(
                "有人把 {1} 与 JobManager 之间的网接通。",
                "Somebody mends the network between {1} and the JobManager.",
            ),
            names::tm(*tm),
        ),
        Action::KillMachine { node } => (
            t(
                "突然断电的是 {1}：上面的进程全没了，谁也来不及关连接，也没有人知道。",
                "{1} loses its power: every process on it is gone, no connection is closed, and nobody is told.",
            ),
            machine(n, *node),
        ),
        Action::KillNodeManager { node } => (
            t(
                "有人用 kill -9 杀死 {1} 上的 NodeManager：它启动的进程照常运行，但 YARN 再也听不到这台机器的消息。",
                "Somebody kills the NodeManager of {1} with kill -9: what it started runs on, but YARN hears nothing of that machine any more.",
            ),
            machine(n, *node),
        ),
        Action::ExceedMemory { tm } => (
            t(
                "{1} 里的本地库（比如 RocksDB）越占越多，超出了容器的内存。",
                "A native library in {1}, RocksDB for one, takes more memory than its container has.",
            ),
            names::tm(*tm),
        ),
        Action::KillApplication { cluster } => (
            t("{0}：有人让 YARN 终止一个应用：{1}。", "{0}: somebody has YARN kill {1}."),
            n.flink(*cluster),
        ),
        Action::KillJobManager { .. } => (
            t("有人用 kill -9 杀死 JobManager。", "Somebody kills the JobManager with kill -9."),
            String::new(),
        ),
        Action::StartJobManager if n.cluster.is_highly_available() => (
            t("{0}：有人再启动一个 JobManager。", "{0}: somebody starts one more JobManager."),
            String::new(),
        ),
        Action::StartJobManager => (
            t(
                "{0}：有人在原来的地址上再启动一个 JobManager。",
                "{0}: somebody starts a JobManager at the old address.",
            ),
            String::new(),
        ),
        Action::InterruptClient { client } => (
            t("有人在 {1} 的终端按下 {0}。", "Somebody presses {0} in the terminal of {1}."),
            names::client(*client),
        ),
        Action::StopCluster => {
            (t("{0}：有人停止集群。", "{0}: somebody stops the cluster."), String::new())
        }
    };
    let shown = match action {
        Action::Cancel { job } => format!("flink cancel {}", &job.hex()[..8]),
        Action::Savepoint { job, .. } => format!("flink savepoint {}", &job.hex()[..8]),
        Action::Stop { job, .. } => format!("flink stop {}", &job.hex()[..8]),
        Action::StartStandaloneJob { .. } => "standalone-job.sh start …".to_owned(),
        Action::RunApplication { .. }
            if matches!(n.cluster.provider, Provider::Kubernetes { .. }) =>
        {
            format!("flink {} -t kubernetes-application …", run(n))
        }
        _ => command,
    };
    n.say(text, &[&shown, &arg])
}

/// A session: what its script starts, or whom it asks.
fn started(cluster: &Cluster) -> (Text, String) {
    match cluster.provider {
        Provider::Standalone { task_managers, job_managers: 2.. } => (
            t(
                "{0}：启动几个 JobManager 和 {1} 个 TaskManager。先有集群，后有作业。",
                "{0}: several JobManagers and {1} TaskManager{1s} are started. The cluster comes first, jobs later.",
            ),
            task_managers.to_string(),
        ),
        Provider::Standalone { task_managers, .. } => (
            t(
                "{0}：启动 JobManager 和 {1} 个 TaskManager。先有集群，后有作业。",
                "{0}: the JobManager and {1} TaskManager{1s} are started. The cluster comes first, jobs later.",
            ),
            task_managers.to_string(),
        ),
        Provider::Yarn { .. } => (
            t(
                "{0}：请 YARN 启动一个 Flink 会话。先有集群，后有作业。",
                "{0}: YARN is asked for a Flink session. The cluster comes first, jobs later.",
            ),
            String::new(),
        ),
        Provider::Kubernetes { .. } => (
            t(
                "{0}：请 Kubernetes 启动一个 Flink 会话。先有集群，后有作业。",
                "{0}: Kubernetes is asked for a Flink session. The cluster comes first, jobs later.",
            ),
            String::new(),
        ),
    }
}

const fn signal_taken(signal: Signal) -> Text {
    match signal {
        Signal::Kill => {
            t("有人对 {1} 的进程执行 kill -9。", "Somebody kills the process of {1} with kill -9.")
        }
        Signal::Term => t("{0}：有人停止 {1}。", "{0}: somebody stops {1}."),
        Signal::Stop => t("有人用 kill -STOP 冻结 {1}。", "Somebody freezes {1} with kill -STOP."),
        Signal::Cont => t("有人用 kill -CONT 解冻 {1}。", "Somebody thaws {1} with kill -CONT."),
    }
}
