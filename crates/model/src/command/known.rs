//! What exists: programs and targets. Options and actions have a [`table`](super::table).

use super::{Platform, Verb, Word};
use crate::cluster::DeploymentTarget;

/// A program's name without the way to it.
pub(super) fn name<'a>(word: &Word<'a>) -> &'a str {
    word.text.rsplit('/').next().unwrap_or_default()
}

/// A program that a line can begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    /// The command line.
    Flink,
    StartCluster,
    StopCluster,
    StandaloneJob,
    Session(Platform),
    Interrupt,
    Help,
    /// Not simulated.
    Elsewhere,
    /// Not Flink's.
    Outside,
}

pub(super) const PROGRAMS: &[(&str, Program)] = &[
    ("flink", Program::Flink),
    ("start-cluster.sh", Program::StartCluster),
    ("stop-cluster.sh", Program::StopCluster),
    ("standalone-job.sh", Program::StandaloneJob),
    ("yarn-session.sh", Program::Session(Platform::Yarn)),
    ("kubernetes-session.sh", Program::Session(Platform::Kubernetes)),
    ("help", Program::Help),
    ("^C", Program::Interrupt),
    ("sql-client.sh", Program::Elsewhere),
    ("historyserver.sh", Program::Elsewhere),
    ("sql-gateway.sh", Program::Elsewhere),
    ("pyflink-shell.sh", Program::Elsewhere),
    ("zookeeper.sh", Program::Elsewhere),
    ("start-zookeeper-quorum.sh", Program::Elsewhere),
    ("stop-zookeeper-quorum.sh", Program::Elsewhere),
    ("migrate-config-file.sh", Program::Elsewhere),
    ("flink-daemon.sh", Program::Elsewhere),
    ("flink-console.sh", Program::Elsewhere),
    ("config.sh", Program::Elsewhere),
    ("find-flink-home.sh", Program::Elsewhere),
    ("start-dfs.sh", Program::Outside),
    ("start-yarn.sh", Program::Outside),
    ("export", Program::Outside),
];

/// Programs that any machine has: there is none of them here, which no shell would say of itself.
const OF_ANY_MACHINE: &str = " awk bash chmod chown cp date df du env exit find flock free git grep head helm history hostname htop id java kinit lsof make man minikube mkdir more mv mvn nano nc netstat nslookup ping pkill podman ps python python3 rm scp sed service sh sleep ss ssh sudo systemctl tail tar telnet tmux top touch tree unset vi vim watch wc wget which whoami xargs zip unzip docker docker-compose nerdctl for while until if case do done then else fi . alias crontab exec http jmap jcmd jstack jstat kafka-topics.sh killall klist kubens less printf source stty test uptime zookeeper-shell.sh spark-submit hive beeline hbase mapred ";

/// Whether a program is one of those.
pub(super) fn is_of_any_machine(name: &str) -> bool {
    !name.is_empty() && OF_ANY_MACHINE.contains(&[" ", name, " "].concat())
}

/// What an action of `flink` is to the model; `None`: it is not simulated.
pub(super) fn verb(action: &str) -> Option<Verb> {
    Some(match action {
        "run" => Verb::Run,
        "run-application" => Verb::RunApplication,
        "list" => Verb::List,
        "cancel" => Verb::Cancel,
        "stop" => Verb::Stop,
        "savepoint" => Verb::Savepoint,
        "checkpoint" => Verb::Checkpoint,
        "info" => Verb::Info,
        _ => return None,
    })
}

/// Whether an option of `flink run` belongs to YARN's old command line and sets something there.
pub(super) fn is_yarns(short: &str) -> bool {
    short.starts_with("-y") && !matches!(short, "-yd" | "-yh" | "-yid" | "-yq")
}

/// What `-t` can name.
pub(super) const TARGETS: &[(&str, Platform, DeploymentTarget)] = &[
    ("remote", Platform::Standalone, DeploymentTarget::Session),
    ("yarn-session", Platform::Yarn, DeploymentTarget::Session),
    ("yarn-per-job", Platform::Yarn, DeploymentTarget::PerJob),
    ("yarn-application", Platform::Yarn, DeploymentTarget::Application),
    ("kubernetes-session", Platform::Kubernetes, DeploymentTarget::Session),
    ("kubernetes-application", Platform::Kubernetes, DeploymentTarget::Application),
];
