//! What can be done: the button's words, the question before it is done, the command it stands for,
//! and why it could not be done.
//!
//! In: a model [`Action`], a [`Refusal`]. Out: strings. Deliberately absent: deciding whether an
//! action is possible; that is the model's.

use super::text::{Text, t};
use super::{Lang, Names, names};
use model::event::Refusal;
use model::{Action, NodeId, Provider, Signal, TmId};

/// The words of a button: "Kill tm-0".
pub fn button(n: &Names, action: &Action) -> String {
    let (text, arg) = match action {
        Action::InQueue { queue, action } => {
            return n.say(t("{0}（队列 {1}）", "{0} (queue {1})"), &[&button(n, action), queue]);
        }
        Action::StartCluster => (t("启动集群", "Start the cluster"), String::new()),
        Action::StartTaskManager => (t("增加一个 TaskManager", "Add a TaskManager"), String::new()),
        Action::Submit { job, .. } => (t("提交 {0}", "Submit {0}"), job.clone()),
        Action::Cancel { job } => (t("取消 {0}", "Cancel {0}"), n.job(*job)),
        Action::Savepoint { job, .. } => (t("为 {0} 做保存点", "Savepoint of {0}"), n.job(*job)),
        Action::Stop { job, drain: false, .. } => {
            (t("停止 {0}（带保存点）", "Stop {0} with a savepoint"), n.job(*job))
        }
        Action::Stop { job, drain: true, .. } => {
            (t("排空并停止 {0}", "Drain and stop {0}"), n.job(*job))
        }
        Action::FromSavepoint { savepoint, run } => {
            let button = button(n, run);
            let text = t("{0}，从 {1} 恢复", "{0} from {1}");
            return n.say(text, &[&button, &n.savepoint(*savepoint)]);
        }
        Action::ThrowException { job } => (t("让 {0} 抛出异常", "Make {0} throw"), n.job(*job)),
        Action::SignalTaskManager { tm, signal } => (signal_button(*signal), names::tm(*tm)),
        Action::RunApplication { program, .. } => {
            (t("以应用模式运行 {0}", "Run {0} as an application"), program.clone())
        }
        Action::RunPerJob { program, .. } => {
            (t("以单作业模式运行 {0}", "Run {0} per job"), program.clone())
        }
        Action::KillJobManager { jm } if many_job_managers(n) => {
            (t("杀死 JobManager {0}", "Kill JobManager {0}"), names::jm(*jm))
        }
        Action::KillJobManager { .. } => {
            (t("杀死 JobManager", "Kill the JobManager"), String::new())
        }
        Action::StopJobManager { jm } => {
            (t("停止 JobManager {0}", "Stop JobManager {0}"), names::jm(*jm))
        }
        Action::CutNetwork { tm } => (t("断开 {0} 的网络", "Cut off {0}"), names::tm(*tm)),
        Action::HealNetwork { tm } => (t("接通 {0} 的网络", "Reconnect {0}"), names::tm(*tm)),
        Action::KillMachine { node } => (t("让 {0} 断电", "Power off {0}"), machine(n, *node)),
        Action::ExceedMemory { tm } => {
            (t("让 {0} 超出内存", "Make {0} exceed its memory"), names::tm(*tm))
        }
        Action::KillApplication { cluster } => {
            (t("让 YARN 终止：{0}", "Have YARN kill {0}"), n.flink(*cluster))
        }
        Action::StartJobManager => (t("启动 JobManager", "Start a JobManager"), String::new()),
        Action::InterruptClient { client } => {
            (t("对 {0} 按 Ctrl-C", "Ctrl-C in {0}"), names::client(*client))
        }
        Action::StopCluster => (t("停止集群", "Stop the cluster"), String::new()),
    };
    n.say(text, &[&arg])
}

/// Whether a JobManager needs its name to be told from others.
fn many_job_managers(n: &Names) -> bool {
    n.cluster.job_managers.iter().filter(|jm| jm.role.is_alive()).count() > 1
}

const fn signal_button(signal: Signal) -> Text {
    match signal {
        Signal::Kill => t("杀死 {0}", "Kill {0}"),
        Signal::Term => t("停止 {0}", "Stop {0}"),
        Signal::Stop => t("冻结 {0}", "Freeze {0}"),
        Signal::Cont => t("解冻 {0}", "Thaw {0}"),
    }
}

/// The signal by itself, for menus and explanations: what it does to a process.
pub fn signal(lang: Lang, signal: Signal) -> &'static str {
    match signal {
        Signal::Kill => t("SIGKILL：立刻消失，不道别", "SIGKILL: gone at once, without a word"),
        Signal::Term => t("SIGTERM：先道别，再退出", "SIGTERM: says goodbye, then exits"),
        Signal::Stop => t("SIGSTOP：冻结，活着但不回应", "SIGSTOP: frozen, alive but silent"),
        Signal::Cont => t("SIGCONT：解冻，继续运行", "SIGCONT: thawed, runs on"),
    }
    .text(lang)
}

/// The command that the action stands for, as one would type it: `flink cancel <jobId>`.
pub fn command(n: &Names, action: &Action) -> String {
    match action {
        Action::InQueue { queue, action } => in_queue(&command(n, action), queue),
        Action::StartCluster => match n.cluster.provider {
            Provider::Standalone { .. } => "start-cluster.sh".to_owned(),
            Provider::Yarn { .. } => "yarn-session.sh -d".to_owned(),
            Provider::Kubernetes { .. } => "kubernetes-session.sh".to_owned(),
        },
        Action::RunApplication { program, in_session: true, .. } => {
            format!("curl -X POST http://jobmanager:8081/jars/{}.jar/run-application", jar(program))
        }
        Action::RunApplication { program, attached, in_session: false } => {
            let detached = if *attached { "" } else { " -d" };
            let program = jar(program);
            match n.cluster.provider {
                Provider::Standalone { .. } => {
                    format!("standalone-job.sh start --jars {program}.jar")
                }
                Provider::Yarn { .. } => {
                    format!("flink {}{detached} -t yarn-application {program}.jar", run(n))
                }
                Provider::Kubernetes { .. } => format!(
                    "flink {}{detached} -t kubernetes-application local:///opt/flink/usrlib/{program}.jar",
                    run(n)
                ),
            }
        }
        Action::RunPerJob { program, attached } => {
            let detached = if *attached { "" } else { " -d" };
            format!("flink run{detached} -t yarn-per-job {}.jar", jar(program))
        }
        Action::StartTaskManager => "taskmanager.sh start".to_owned(),
        Action::Submit { job, attached, shutdown_on_attached_exit } => {
            let flags = match (attached, shutdown_on_attached_exit) {
                (false, _) => " -d",
                (true, false) => "",
                (true, true) => " -sae",
            };
            format!("flink run{flags} {}.jar", jar(job))
        }
        Action::Cancel { job } => format!("flink cancel {}", job.hex()),
        Action::Savepoint { job, directory } => {
            let directory = directory.as_ref().map_or(String::new(), |path| format!(" {path}"));
            format!("flink savepoint {}{directory}", job.hex())
        }
        Action::Stop { job, drain, directory } => {
            let drain = if *drain { " --drain" } else { "" };
            let directory = directory.as_ref().map_or(String::new(), |path| format!(" -p {path}"));
            format!("flink stop{drain}{directory} {}", job.hex())
        }
        Action::FromSavepoint { savepoint, run } => {
            let path = n.cluster.savepoints.get(savepoint.index()).map(|it| it.path());
            let path = path.unwrap_or_else(|| n.savepoint(*savepoint));
            let (before, jar) = split_command(command(n, run));
            format!("{before} -s {path} {jar}")
        }
        Action::ThrowException { job } => {
            format!("throw new RuntimeException(); // {}", n.job(*job))
        }
        Action::SignalTaskManager { tm, signal } => match signal {
            Signal::Kill => format!("kill -9 <pid of {}>", names::tm(*tm)),
            Signal::Term => "taskmanager.sh stop".to_owned(),
            Signal::Stop => format!("kill -STOP <pid of {}>", names::tm(*tm)),
            Signal::Cont => format!("kill -CONT <pid of {}>", names::tm(*tm)),
        },
        Action::KillJobManager { jm } if many_job_managers(n) => {
            format!("kill -9 <pid of {}>", names::jm(*jm))
        }
        Action::KillJobManager { .. } => "kill -9 <pid of the JobManager>".to_owned(),
        Action::StopJobManager { .. } => "jobmanager.sh stop".to_owned(),
        Action::CutNetwork { tm } => format!("iptables -A INPUT -s {} -j DROP", names::tm(*tm)),
        Action::HealNetwork { tm } => format!("iptables -D INPUT -s {} -j DROP", names::tm(*tm)),
        Action::KillMachine { node } => format!("ipmitool -H {} power off", machine(n, *node)),
        Action::ExceedMemory { tm } => {
            format!("Unsafe.allocateMemory(…) // {}", names::tm(*tm))
        }
        Action::KillApplication { .. } => "yarn application -kill <applicationId>".to_owned(),
        Action::StartJobManager => "jobmanager.sh start".to_owned(),
        Action::InterruptClient { .. } => "Ctrl-C".to_owned(),
        Action::StopCluster => match n.cluster.provider {
            Provider::Standalone { .. } => "stop-cluster.sh".to_owned(),
            Provider::Yarn { .. } => {
                "echo \"stop\" | yarn-session.sh -id <applicationId>".to_owned()
            }
            Provider::Kubernetes { .. } => "kubectl delete deployment/<cluster-id>".to_owned(),
        },
    }
}

/// A command and its last word, the jar.
fn split_command(mut command: String) -> (String, String) {
    let at = command.rfind(' ').unwrap_or(0);
    let jar = command.split_off(at);
    (command, jar.trim_start().to_owned())
}

/// The machine of a container, or the one of a TaskManager that was started by hand.
fn machine(n: &Names, node: NodeId) -> String {
    match n.cluster.platform {
        Some(_) => names::node(node),
        None => n.say(t("{0} 的机器", "the machine of {0}"), &[&names::tm(TmId(node.0))]),
    }
}

/// A session script has an option for the queue; the client takes it as configuration.
fn in_queue(command: &str, queue: &str) -> String {
    match command.rsplit_once(' ') {
        Some((run, jar)) if jar.ends_with(".jar") => {
            format!("{run} -Dyarn.application.queue={queue} {jar}")
        }
        _ => format!("{command} -qu {queue}"),
    }
}

/// `run-application` is gone since 2.0: `run` does the same.
fn run(n: &Names) -> &'static str {
    if n.cluster.version.traits().has_run_application { "run-application" } else { "run" }
}

/// A jar's file name out of a job's name: blanks would end a shell word.
fn jar(job: &str) -> String {
    job.chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect()
}

/// The question before it is done: what will happen from the time shown on.
pub fn confirmation(n: &Names, action: &Action) -> String {
    n.say(
        t(
            "从当前时刻起执行“{0}”？之后原来会发生的事被丢弃，从这里重新推演。",
            "Do “{0}” at the time shown? What would have happened after it is dropped; the story goes on anew from here.",
        ),
        &[&button(n, action)],
    )
}

/// The sentence of [`model::Event::ActionTaken`].
pub(super) fn taken(n: &Names, action: &Action) -> String {
    let command = command(n, action);
    // The queue is told by the command.
    let action = match action {
        Action::InQueue { action, .. } => action,
        other => other,
    };
    let (text, arg) = match action {
        Action::InQueue { .. } => return command,
        Action::StartCluster => match n.cluster.provider {
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
        },
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
                "{0}…：有人要为作业 {1} 做一个保存点；作业照常运行。",
                "{0}…: somebody asks for a savepoint of the job {1}, which goes on.",
            ),
            n.job(*job),
        ),
        Action::Stop { job, .. } => (
            t(
                "{0}…：有人要停止作业 {1}：先做保存点，再让所有任务正常结束。",
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
        Action::RunApplication { program, .. } => (
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
                "{1} 突然断电：上面的进程全没了，谁也来不及关连接，也没有人知道。",
                "{1} loses its power: every process on it is gone, no connection is closed, and nobody is told.",
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
        Action::RunApplication { .. }
            if matches!(n.cluster.provider, Provider::Kubernetes { .. }) =>
        {
            format!("flink {} -t kubernetes-application …", run(n))
        }
        _ => command,
    };
    n.say(text, &[&shown, &arg])
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

/// An action and why it was refused: "Cancel WordCount: not possible: …".
pub fn refused(n: &Names, action: &Action, refusal: Refusal) -> String {
    n.say(t("“{0}”{1}", "“{0}”: {1}"), &[&button(n, action), self::refusal(n.lang, refusal)])
}

/// Why an action was refused, and what to do instead.
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
            "做不到（Config key [state.savepoints.dir] is not set. Property [target-directory] must be provided.）：没说保存点放在哪里。配置这个键，或在命令里用 -p 给出目录。",
            "Not possible: “Config key [state.savepoints.dir] is not set. Property [target-directory] must be provided.” Set that key, or name a directory with -p.",
        ),
        Refusal::NoSuchSavepoint => t(
            "做不到：没有这个完成了的保存点。先对一个作业执行 flink savepoint 或 flink stop。",
            "Not possible: there is no such completed savepoint. Take one first with flink savepoint or flink stop.",
        ),
        Refusal::StreamingOnly => t(
            "做不到：保存点只用于流作业。",
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
