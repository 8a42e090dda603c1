//! What can be done: the button's words, the command it stands for, and why it could not be done.
//!
//! In: a model [`Action`], a [`Refusal`]. Out: strings. Deliberately absent: deciding whether an
//! action is possible; that is the model's.

mod refusal;
mod taken;

use super::text::{Text, t};
use super::{Lang, Names, names};
use model::cluster::FlinkCluster;
use model::event::Refusal;
use model::{Action, Config, Key, NodeId, Provider, Signal, TmId};

pub use refusal::refusal;
pub(super) use taken::taken;

/// The words of a button: "Kill tm-0".
pub fn button(n: &Names, action: &Action) -> String {
    let (text, arg) = match action {
        Action::Configured { options, action } => {
            let mut values = String::new();
            for (_, value) in options.pairs() {
                values.push_str(if values.is_empty() { "" } else { " " });
                values.push_str(value);
            }
            return n.say(t("{0}（{1}）", "{0} ({1})"), &[&button(n, action), &values]);
        }
        Action::StartCluster => (t("启动集群", "Start the cluster"), String::new()),
        Action::StartTaskManager => (t("增加一个 TaskManager", "Add a TaskManager"), String::new()),
        Action::Submit { job, .. } => (t("提交 {0}", "Submit {0}"), job.clone()),
        Action::Cancel { job } => (t("取消 {0}", "Cancel {0}"), n.job(*job)),
        Action::Savepoint { job, .. } => {
            (t("为 {0} 做 savepoint", "Savepoint of {0}"), n.job(*job))
        }
        Action::Stop { job, drain: false, .. } => {
            (t("停止 {0}（带 savepoint）", "Stop {0} with a savepoint"), n.job(*job))
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
        Action::RunApplication { program, .. } | Action::StartStandaloneJob { program, .. } => {
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
        Action::KillMachine { node } => (t("断电：{0}", "Power off {0}"), machine(n, *node)),
        Action::KillNodeManager { node } => {
            (t("杀死 NodeManager {0}", "Kill NodeManager {0}"), machine(n, *node))
        }
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
#[expect(clippy::too_many_lines, reason = "an arm for each action")]
pub fn command(n: &Names, action: &Action) -> String {
    match action {
        Action::Configured { options, action } => match action.as_ref() {
            Action::StopCluster => stop(n, n.cluster.addressed(Some(options))),
            other => configured(&command(n, other), options),
        },
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
                Provider::Standalone { .. } => standalone_job(&program, *attached),
                Provider::Yarn { .. } => {
                    format!("flink {}{detached} -t yarn-application {program}.jar", run(n))
                }
                Provider::Kubernetes { .. } => format!(
                    "flink {}{detached} -t kubernetes-application local:///opt/flink/usrlib/{program}.jar",
                    run(n)
                ),
            }
        }
        Action::StartStandaloneJob { program, attached } => {
            standalone_job(&jar(program), *attached)
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
            let line = command(n, run);
            let (before, program) = split_command(&line);
            format!("{before} -s {path}{program}")
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
        Action::KillMachine { node } => match n.cluster.platform {
            Some(_) => format!("ipmitool -H {} power off", names::node(*node)),
            None => format!("ipmitool -H <machine of {}> power off", names::tm(TmId(node.0))),
        },
        Action::KillNodeManager { node } => {
            ["kill -9 <pid of NodeManager ", &names::node(*node), ">"].concat()
        }
        Action::ExceedMemory { tm } => {
            format!("Unsafe.allocateMemory(…) // {}", names::tm(*tm))
        }
        Action::KillApplication { cluster } => {
            ["yarn application -kill ", &cluster.application_id()].concat()
        }
        Action::StartJobManager => "jobmanager.sh start".to_owned(),
        Action::InterruptClient { .. } => "Ctrl-C".to_owned(),
        Action::StopCluster => stop(n, n.cluster.session()),
    }
}

/// What stops a cluster: on fixed machines whatever runs there, elsewhere one by its name.
fn stop(n: &Names, meant: Option<&FlinkCluster>) -> String {
    let name = |unknown: &str| meant.map_or(unknown.to_owned(), |it| n.cluster.name_of(it));
    match n.cluster.provider {
        Provider::Standalone { .. } => "stop-cluster.sh".to_owned(),
        Provider::Yarn { .. } => {
            ["echo \"stop\" | yarn-session.sh -id ", &name("<applicationId>")].concat()
        }
        Provider::Kubernetes { .. } => {
            ["kubectl delete deployment/", &name("<cluster-id>")].concat()
        }
    }
}

/// The class, with its jar in usrlib/: `--jars` came with 1.19.
fn standalone_job(program: &str, attached: bool) -> String {
    let waits = if attached { " -Dexecution.attached=true" } else { "" };
    format!("standalone-job.sh start{waits} --job-classname {program}")
}

/// A command, and from the blank before it the program that it names: the jar at the end, or a class.
fn split_command(command: &str) -> (&str, &str) {
    let jar = || command.rfind(' ').filter(|_| command.ends_with(".jar"));
    let at = command.rfind(" --job-classname ").or_else(jar);
    command.split_at(at.unwrap_or(command.len()))
}

/// The machine of a container, or the one of a TaskManager that was started by hand.
fn machine(n: &Names, node: NodeId) -> String {
    match n.cluster.platform {
        Some(_) => names::node(node),
        None => n.say(t("{0} 的机器", "the machine of {0}"), &[&names::tm(TmId(node.0))]),
    }
}

/// The options stand before the program. A session script that stays is not told `-d`.
fn configured(command: &str, options: &Config) -> String {
    let (run, program) = split_command(command);
    let mut line = run.to_owned();
    for (key, value) in options.pairs() {
        match Key::from_name(key) {
            Some(Key::ExecutionAttached) => {
                let stays = line.strip_suffix(" -d").map(str::len);
                line.truncate(stays.unwrap_or(line.len()));
                continue;
            }
            Some(Key::DefaultParallelism) if program.ends_with(".jar") => line.push_str(" -p "),
            Some(Key::YarnQueue) if program.is_empty() => line.push_str(" -qu "),
            Some(Key::YarnApplicationName) if program.is_empty() => line.push_str(" -nm "),
            Some(Key::YarnApplicationId) if program.is_empty() => line.push_str(" -id "),
            _ => {
                line.push_str(" -D");
                line.push_str(key);
                line.push('=');
            }
        }
        line.push_str(value);
    }
    line + program
}

/// `run-application` is gone since 2.0: `run` does the same.
fn run(n: &Names) -> &'static str {
    if n.cluster.version.traits().has_run_application { "run-application" } else { "run" }
}

/// A jar's file name out of a job's name: blanks would end a shell word.
fn jar(job: &str) -> String {
    job.chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect()
}

/// An action and why it was refused: "Cancel WordCount: not possible: …".
pub fn refused(n: &Names, action: &Action, why: Refusal) -> String {
    n.say(t("“{0}”{1}", "“{0}”: {1}"), &[&button(n, action), refusal(n.lang, why)])
}
