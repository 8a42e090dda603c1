//! One sentence for each configuration key that the model obeys.
//!
//! In: a [`Key`]. Out: what it governs. The player shows name, value in force and default beside it.

use super::Lang;
use super::text::{Text, t};
use model::Key;

macro_rules! sentences {
    ($($key:ident = $zh:literal, $en:literal;)*) => {
        const fn text(key: Key) -> Text {
            match key { $(Key::$key => t($zh, $en),)* }
        }
    };
}

/// What the key governs.
pub fn sentence(lang: Lang, key: Key) -> &'static str {
    text(key).text(lang)
}

sentences! {
    NumberOfTaskSlots =
        "一个 TaskManager 有几个 slot，也就是能同时容纳几份并行度。",
        "Slots of one TaskManager: how much parallelism it can hold.";
    DefaultParallelism =
        "没有自己设并行度的算子用这个值。",
        "Parallelism of operators that set none themselves.";
    SlotRequestTimeout =
        "JobMaster 等 slot 最多等多久；超时就算一次失败，交给重启策略。",
        "How long a JobMaster waits for slots; after that it is a failure, and the restart strategy decides.";
    SlotIdleTimeout =
        "JobMaster 手里的 slot 闲置多久后交还。",
        "A JobMaster gives a slot back that it has not used for so long.";
    TaskManagerSlotTimeout =
        "TaskManager 预留的 slot 若无 JobMaster 收下，保留多久。",
        "How long a TaskManager keeps a reserved slot that no JobMaster takes.";
    RequirementCheckDelay =
        "ResourceManager 攒多久的需求变化，再与空闲 slot 匹配一次。",
        "The ResourceManager gathers changed requirements for so long, then matches them once.";
    StandaloneStartUpTime =
        "standalone 的启动期：这段时间内缺 slot 就等；未设置时等于 slot.request.timeout。",
        "Standalone start-up period, in which a shortage of slots is waited out; unset, it is slot.request.timeout.";
    HeartbeatInterval =
        "隔多久互相发一次心跳。",
        "How often the components send each other a heartbeat.";
    HeartbeatTimeout =
        "多久没有心跳就判为丢失；进程冻结或断网时靠它发现。",
        "Silence after which a peer counts as lost; this is how a frozen or cut-off process is found.";
    HeartbeatRpcFailureThreshold =
        "心跳调用连续失败几次就判为丢失；进程死了靠它更快发现（1.14 起）。",
        "Failed heartbeat calls in a row after which a peer counts as lost; finds a dead process sooner (since 1.14).";
    TaskManagerIdleTimeout =
        "TaskManager 空闲多久后释放；只在 YARN、Kubernetes 上起作用。",
        "An idle TaskManager is released after so long; only on YARN and Kubernetes.";
    WorkerRegistrationTimeout =
        "申请来的 TaskManager 多久不注册就放弃。",
        "A requested TaskManager that has not registered within this time is given up.";
    RegistrationTimeout =
        "TaskManager 多久注册不上 ResourceManager 就自行退出。",
        "A TaskManager that cannot register at a ResourceManager for so long exits.";
    AskTimeout =
        "远程调用多久没有回答就算失败（1.18 起写作 pekko.ask.timeout）。",
        "A remote call without an answer fails after so long (pekko.ask.timeout since 1.18).";
    RestartStrategy =
        "作业失败后怎么重启。未设置时：没开 checkpoint 就不重启，开了就一直重启。",
        "How a failed job restarts. Unset: never without checkpointing, without limit with it.";
    FixedDelayAttempts =
        "fixed-delay 允许重启几次。",
        "Restarts that fixed-delay allows.";
    FixedDelayDelay =
        "fixed-delay 每次重启前等多久。",
        "The wait of fixed-delay before each restart.";
    FailureRateDelay =
        "failure-rate 每次重启前等多久。",
        "The wait of failure-rate before each restart.";
    FailureRateInterval =
        "failure-rate 在多长的时间窗口里数失败次数。",
        "The window in which failure-rate counts failures.";
    FailureRateMax =
        "failure-rate 的窗口里最多允许几次失败。",
        "Failures that failure-rate allows within its window.";
    ExponentialInitial =
        "exponential-delay 第一次重启前等多久。",
        "The first wait of exponential-delay.";
    ExponentialMax =
        "exponential-delay 最长等多久。",
        "The longest wait of exponential-delay.";
    ExponentialMultiplier =
        "exponential-delay 每失败一次，等待时间乘以多少。",
        "The factor by which the wait of exponential-delay grows with each failure.";
    ExponentialReset =
        "平稳运行多久后，exponential-delay 从头算起。",
        "After running quietly for so long, exponential-delay starts from its first wait again.";
    ExponentialAttempts =
        "exponential-delay 连续失败几次后放弃。",
        "Failures in a row after which exponential-delay gives up.";
    JobManagerScheduler =
        "default：slot 不齐不跑；adaptive：有几个 slot 就按几个跑。",
        "default runs with all slots or not at all; adaptive runs with what there is.";
    SchedulerMode =
        "reactive：有多少 slot 用多少，只有 Standalone 的应用能用。",
        "reactive uses every slot there is; for standalone applications only.";
    AdaptiveResourceWait =
        "adaptive 最多等这么久，等想要的 slot 到齐。", "How long adaptive waits for all the slots it wants.";
    AdaptiveStabilization =
        "已经够起步了，再等这么久，看还有没有更多。", "Once there are enough to begin, how long it waits for more.";
    AdaptiveExecutingStabilization =
        "运行中多出来的 slot 还不齐，再等这么久才扩。", "How long a running job waits for more slots before it grows.";
    AdaptiveCooldown =
        "两次改并行度之间至少隔这么久。", "The least time between two changes of the parallelism.";
    CheckpointTimeout =
        "checkpoint 或 savepoint 超过这么久就放弃。", "A checkpoint or savepoint that takes longer is given up.";
    SavepointDirectory =
        "没有另给目录的 savepoint 写到这里。", "Savepoints that name no directory go here.";
    CheckpointInterval =
        "隔多久做一次 checkpoint；未设置就不做，默认的重启策略也因此变成不重启。",
        "How often a checkpoint is taken; unset: never, and then the default is not to restart at all.";
    FailoverStrategy =
        "一个任务失败后重启多大范围：region 只重启受影响的流水线区域，full 重启整个作业。",
        "How much restarts with a failed task: region, only the affected pipelined regions; full, the whole job.";
    LoadBalanceMode =
        "挑哪个 TaskManager 的 slot：NONE 先装满一个，SLOTS 挑占用最少的；MIN_RESOURCES（2.1 起）挑占用最多的，TASKS（2.2 起）把任务摊匀。",
        "Whose slots are chosen: NONE fills one TaskManager first, SLOTS takes the least used, MIN_RESOURCES (2.1) the most used; TASKS (2.2) evens out the tasks.";
    EvenlySpreadOutSlots =
        "把 slot 摊到各个 TaskManager 上；2.0 移除，改用 taskmanager.load-balance.mode。",
        "Spreads slots over all TaskManagers; removed in 2.0 in favour of taskmanager.load-balance.mode.";
    JobManagerMemory =
        "JobManager 进程的全部内存；在 YARN 上向上取整就是容器大小。",
        "All memory of the JobManager process; rounded up, the size of its YARN container.";
    TaskManagerMemory =
        "一个 TaskManager 进程的全部内存；在 YARN 上向上取整就是容器大小。",
        "All memory of a TaskManager process; rounded up, the size of its YARN container.";
    YarnHeartbeatInterval =
        "ApplicationMaster 平时隔几秒向 YARN 报到一次。",
        "Seconds between two calls of the ApplicationMaster to YARN when it waits for nothing.";
    YarnContainerRequestInterval =
        "在等容器时，ApplicationMaster 隔多久问 YARN 一次。",
        "How often the ApplicationMaster asks YARN while it waits for containers.";
    TaskCancellationTimeout =
        "任务多久取消不掉，就连 TaskManager 一起结束。",
        "A task that cannot be cancelled within this time takes its whole TaskManager down.";
    YarnProvidedLibDirs =
        "Flink 的 lib 放在 HDFS 的哪里：提交时不必上传，机器上也只取一次。",
        "Where Flink's libraries are in HDFS: they are not uploaded, and a machine fetches them once.";
    PipelineJars =
        "作业的 jar；写成 hdfs:// 就不必上传。",
        "The program's jar; with hdfs:// it is not uploaded.";
    YarnQueue =
        "提交到 YARN 的哪个队列（yarn-session.sh 的 -qu）；不写就是 default。",
        "The queue of YARN to submit to (-qu of yarn-session.sh); default unless set.";
    YarnApplicationName =
        "应用在 YARN 列表里的名字（yarn-session.sh 的 -nm）。",
        "The application's name in YARN's list (-nm of yarn-session.sh).";
    YarnApplicationId =
        "说的是 YARN 的哪个应用：要提交到的，或要连上的会话。",
        "Which application of YARN is meant: the session to submit to, or to attach to.";
    KubernetesClusterId =
        "Kubernetes 上 Deployment 和 Service 的名字。",
        "What Kubernetes calls the Deployment and its Service.";
    KubernetesImage =
        "JobManager 和 TaskManager 的镜像；拉不到，Pod 就起不来。",
        "The image of JobManager and TaskManagers; without it no pod starts.";
    ShutdownOnAttachedExit =
        "附着的客户端一走，作业就取消（-sae）。",
        "A job is cancelled when its attached client goes (-sae).";
    ExecutionAttached =
        "客户端留在前台：yarn-session.sh 不写 -d 就是这样，Ctrl-C 会停掉集群。",
        "The client stays: yarn-session.sh without -d; Ctrl-C then stops the cluster.";
    HighAvailability =
        "leader 由谁选、作业记在哪里：NONE、zookeeper 或 kubernetes；NONE 时 JobManager 一死，作业的状态就丢。",
        "Who elects leaders and remembers jobs: NONE, zookeeper or kubernetes; with NONE their state is lost with the JobManager.";
    ZooKeeperSessionTimeout =
        "leader 被杀后，ZooKeeper 等多久才认为它不在；ZooKeeper 自己把它限制在 20 个 tick 内。",
        "How long ZooKeeper waits before it takes a killed leader for gone; ZooKeeper caps it at 20 ticks.";
    KubernetesLeaseDuration =
        "leader 的租约多久不续就作废，别的副本可以接手。",
        "A leader's lease that is not renewed for so long is over, and another replica may lead.";
    YarnApplicationAttempts =
        "ApplicationMaster 总共能启动几次；未设置时没有 HA 是 1，有 HA 是 2。",
        "How often the ApplicationMaster may be started in all; unset it is 1, and 2 with high availability.";
    YarnFailuresValidityInterval =
        "相隔比这更久的失败不再计入尝试次数。",
        "Failures that are further apart than this do not count against the attempts.";
    ShutdownOnApplicationFinish =
        "应用结束时，它的集群要不要一起关闭。",
        "Whether an application's cluster shuts down when the application ends.";
    TerminateApplicationOnJobException =
        "一个作业失败或被取消，要不要整个应用跟着结束；设成 false，2.3.0 里 main() 一返回，还在跑的作业就都被取消（它自己的说明不是这样写的）。",
        "Whether a job that fails or is cancelled ends its application; if false, in 2.3.0 main()'s return cancels the jobs that still run (its own description says otherwise).";
    ClientRetryPeriod =
        "隔多久看一次作业是否结束；应用模式下 JobManager 自己这样看。",
        "How often one looks whether a job has ended; in application mode the JobManager itself does.";
}
