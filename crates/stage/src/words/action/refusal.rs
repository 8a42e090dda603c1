//! Why an action could not be done.

use crate::words::Lang;
use crate::words::text::t;
use model::event::Refusal;

/// Why an action was refused, and what to do instead.
#[expect(clippy::too_many_lines, reason = "an arm for each refusal")]
pub fn refusal(lang: Lang, refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NoCluster => t(
            "做不到：没有运行中的集群。先启动集群。",
            "Not possible: no cluster is running. Start the cluster first.",
        ),
        Refusal::ClusterExists => t(
            "做不到：集群已经在了。可以直接提交作业，或先停止它。",
            "Not possible: the cluster is there already. Submit a job to it, or stop it first.",
        ),
        Refusal::JobManagerByYarn => t(
            "做不到：在 YARN 和 Kubernetes 上，JobManager 由平台启动。重新开一个集群。",
            "Not possible: on YARN and Kubernetes the platform starts the JobManager. Start a new cluster.",
        ),
        Refusal::TaskManagersOnDemand => t(
            "不需要：在 YARN 和 Kubernetes 上，TaskManager 由 Flink 的 ResourceManager 按需申请。提交一个要更多 slot 的作业试试。",
            "Not needed: on YARN and Kubernetes, Flink's ResourceManager asks for TaskManagers itself. Submit a job that needs more slots.",
        ),
        Refusal::PerJobOnStandalone => t(
            "做不到（Per-Job Mode not supported by standalone deployments.）：单作业模式要有人替每个作业启动一个集群，standalone 没有。",
            "Not possible: “Per-Job Mode not supported by standalone deployments.” Somebody has to start a cluster for each job, and standalone has nobody.",
        ),
        Refusal::PerJobOnKubernetes => t(
            "做不到（Per-Job Mode not supported by Active Kubernetes deployments.）：Kubernetes 上从来没有单作业模式，请用应用模式。",
            "Not possible: “Per-Job Mode not supported by Active Kubernetes deployments.” Kubernetes never had it: use application mode.",
        ),
        Refusal::PerJobRemoved => t(
            "做不到（No ExecutorFactory found to execute the application.）：单作业模式 1.15 起不推荐，2.0 去掉了，请用应用模式。",
            "Not possible: “No ExecutorFactory found to execute the application.” Per-job mode was deprecated in 1.15 and removed in 2.0: use application mode.",
        ),
        Refusal::NoSuchJobManager => t(
            "做不到：这个 JobManager 进程不在了。选一个活着的。",
            "Not possible: that JobManager process is gone. Choose one that is alive.",
        ),
        Refusal::NoSuchMachine => t(
            "做不到：没有这台机器，或者它已经断电了。",
            "Not possible: there is no such machine, or it has no power already.",
        ),
        Refusal::NoMemoryLimit => t(
            "不会有人管：固定的机器上没有容器，进程用多少内存没有人数（除非整台机器用光）。",
            "Nobody would mind: fixed machines have no containers, and nobody counts a process's memory until the machine has none left.",
        ),
        Refusal::NotOnYarn => t(
            "做不到：这里没有 YARN，也就没有它的应用和队列。",
            "Not possible: there is no YARN here, so there are no applications and queues of YARN.",
        ),
        Refusal::NetworkUnchanged => t(
            "不需要：网络已经是这样了。",
            "Not needed: the network is like that already.",
        ),
        Refusal::NoSuchJob => t(
            "做不到：没有这个作业。看看作业列表里的名字。",
            "Not possible: there is no such job. Look at the names in the list of jobs.",
        ),
        Refusal::JobEnded => t(
            "做不到：作业已经结束。可以再提交一次，或回到它结束之前。",
            "Not possible: the job is over. Submit it again, or step back to before its end.",
        ),
        Refusal::NothingRuns => t(
            "做不到：作业没有 RUNNING 的子任务，用户代码没在跑。等任务跑起来再试。",
            "Not possible: no subtask of the job is RUNNING, so no user code runs. Wait until one does.",
        ),
        Refusal::NoSuchTaskManager => t(
            "做不到：这个 TaskManager 进程不在了。选一个活着的。",
            "Not possible: that TaskManager process is gone. Choose one that is alive.",
        ),
        Refusal::NoSavepointDirectory => t(
            "做不到（Config key […] is not set. …）：没说 savepoint 放在哪里。配置 execution.checkpointing.savepoint-dir（1.20 以前是 state.savepoints.dir），或在命令里给出目录。",
            "Not possible: “Config key […] is not set. …” Set execution.checkpointing.savepoint-dir (state.savepoints.dir before 1.20), or name a directory in the command.",
        ),
        Refusal::NoSuchSavepoint => t(
            "做不到：没有这个完成了的 savepoint。先对一个作业执行 flink savepoint 或 flink stop。",
            "Not possible: there is no such completed savepoint. Take one first with flink savepoint or flink stop.",
        ),
        Refusal::StreamingOnly => t(
            "做不到：savepoint 只用于流作业。",
            "Not possible: savepoints are for streaming jobs only.",
        ),
        Refusal::ReactiveElsewhere => t(
            "做不到（Reactive mode is configured for an unsupported cluster type.）：reactive 只有 Standalone 的应用集群（standalone-job.sh）能用。",
            "Not possible: “Reactive mode is configured for an unsupported cluster type.” Only a standalone application (standalone-job.sh) can be reactive.",
        ),
        Refusal::NoSuchClient => t(
            "做不到：这个客户端已经退出。attached 的客户端才会留下来等。",
            "Not possible: that client has ended. Only an attached client stays and waits.",
        ),
        Refusal::LimitReached => t(
            "到此为止：这个演示的作业、TaskManager 或客户端数目已到上限。重新开始，或停掉一些。",
            "That is all: this stage has reached its limit of jobs, TaskManagers or clients. Restart it.",
        ),
    }
    .text(lang)
}
