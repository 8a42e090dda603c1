//! What runs on each machine (`jps`), and what a shell does itself.

use super::super::{Answer, Mistake, Word};
use super::{World, line};
use crate::cluster::{Mode, ProcessState};
use crate::config::key;
use crate::event::ContainerRole;
use crate::ids::NodeId;
use crate::scenario::Provider;

/// `jps` on each machine. The real one sees its own machine only: a name stands before the processes of each.
pub(super) fn jps<'a>(_: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let machines = match world.cluster.provider {
        Provider::Standalone { .. } => fixed(world),
        Provider::Yarn { .. } => yarn(world),
        // Java runs in the pods.
        Provider::Kubernetes { .. } => Vec::new(),
    };
    let mut out = Vec::new();
    let mut pid = 2_801;
    for (machine, processes) in machines {
        out.push(["--- ", &machine, " ---"].concat());
        for name in processes.iter().map(String::as_str).chain(["Jps"]) {
            pid += 37;
            out.push([&pid.to_string(), " ", name].concat());
        }
    }
    if out.is_empty() {
        out = line(&["2838 Jps"]);
    }
    Ok(Answer::Print(out))
}

/// Machines and the Java processes on them.
type Machines = Vec<(String, Vec<String>)>;

fn fixed(world: &World) -> Machines {
    let cluster = world.cluster;
    let mut master = Vec::new();
    let ha = cluster.config.value(key::HighAvailability, cluster.version);
    if ha.is_some_and(|kind| kind.eq_ignore_ascii_case("zookeeper")) {
        master.push("QuorumPeerMain".to_owned());
    }
    for jm in cluster.job_managers.iter().filter(|jm| jm.role.is_alive()) {
        let class = match cluster.flink(jm.cluster).mode {
            Mode::Session => "StandaloneSessionClusterEntrypoint",
            Mode::Application(_) | Mode::PerJob(_) => "StandaloneApplicationClusterEntryPoint",
        };
        master.push(class.to_owned());
    }
    let mut machines = vec![("master".to_owned(), master)];
    for tm in &cluster.task_managers {
        let runs = !tm.process.is_gone() && tm.process != ProcessState::Killed;
        let processes = if runs { vec!["TaskManagerRunner".to_owned()] } else { Vec::new() };
        machines.push((["worker-", &tm.id.0.to_string()].concat(), processes));
    }
    machines
}

fn yarn(world: &World) -> Machines {
    let Some(platform) = &world.cluster.platform else { return Vec::new() };
    let daemons = vec!["ResourceManager".to_owned(), "NameNode".to_owned()];
    let mut machines = vec![("hadoop103".to_owned(), daemons)];
    for node in &platform.nodes {
        let mut processes = vec!["NodeManager".to_owned(), "DataNode".to_owned()];
        let here = platform.containers.iter().filter(|it| it.node == Some(node.id));
        for container in here {
            let name = match container.role {
                ContainerRole::TaskManager(tm) => {
                    let tm = world.cluster.tm(tm);
                    (!tm.process.is_gone()).then_some("YarnTaskExecutorRunner")
                }
                ContainerRole::JobManager => {
                    let mut inside = world.cluster.job_managers.iter();
                    let runs =
                        inside.any(|it| it.container == Some(container.id) && it.role.is_alive());
                    let class = match world.cluster.flink(container.cluster).mode {
                        Mode::Session => "YarnSessionClusterEntrypoint",
                        Mode::PerJob(_) => "YarnJobClusterEntrypoint",
                        Mode::Application(_) => "YarnApplicationClusterEntryPoint",
                    };
                    runs.then_some(class)
                }
            };
            processes.extend(name.map(str::to_owned));
        }
        if node.state != crate::cluster::NodeState::Up {
            processes.clear();
        }
        machines.push((machine(node.id), processes));
    }
    machines
}

/// What a machine is called here.
pub(super) fn machine(node: NodeId) -> String {
    ["node-", &node.0.to_string()].concat()
}

/// `echo …`
pub(super) fn echo<'a>(words: &[Word<'a>], _: &World) -> Result<Answer<'a>, Mistake> {
    let said: Vec<&str> = words.iter().skip(1).map(|word| word.text).collect();
    Ok(Answer::Print(vec![said.join(" ")]))
}

/// `cd`: there is one directory.
pub(super) fn nothing<'a>(_: &[Word<'a>], _: &World) -> Result<Answer<'a>, Mistake> {
    Ok(Answer::Print(Vec::new()))
}

/// `pwd`
pub(super) fn pwd<'a>(_: &[Word<'a>], _: &World) -> Result<Answer<'a>, Mistake> {
    Ok(Answer::Print(line(&["/opt/flink"])))
}
