//! What runs on each machine (`jps`), and what a shell does itself.

use super::super::{Answer, Mistake, Word};
use super::{World, line};
use crate::cluster::{Mode, NodeState, ProcessState};
use crate::config::key;
use crate::event::ContainerRole;
use crate::ids::{JmId, NodeId, TmId};
use crate::scenario::Provider;

/// A Java process: its number, its name, and which one of those that can be killed it is.
struct Java {
    pid: u32,
    name: String,
    process: Option<Process>,
}

/// A process of Flink's, or one that it cannot do without.
#[derive(Clone, Copy)]
#[expect(clippy::enum_variant_names, reason = "Flink's and Hadoop's own names")]
pub(super) enum Process {
    JobManager(JmId),
    TaskManager(TmId),
    NodeManager(NodeId),
}

impl Process {
    /// The number that `jps` shows of it: the same as long as it lives.
    pub(super) fn pid(self) -> u32 {
        match self {
            Process::JobManager(jm) => 2_838 + 211 * u32::from(jm.0),
            Process::TaskManager(tm) => 12_875 + 37 * u32::from(tm.0),
            Process::NodeManager(node) => daemon_pid(2 + 2 * u32::from(node.0)),
        }
    }
}

/// `jps` on each machine. The real one sees its own machine only: a name stands before the processes of each.
pub(super) fn jps<'a>(_: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let mut out = Vec::new();
    let row = |pid: u32, name: &str| [&pid.to_string(), " ", name].concat();
    for (at, (machine, processes)) in machines(world).into_iter().enumerate() {
        out.push(["--- ", &machine, " ---"].concat());
        out.extend(processes.iter().map(|java| row(java.pid, &java.name)));
        out.push(row(40_013 + 17 * u32::try_from(at).unwrap_or(0), "Jps"));
    }
    if out.is_empty() {
        out = line(&["2838 Jps"]);
    }
    Ok(Answer::Print(out))
}

/// What a number of `jps` stands for. `Some(None)`: a process that nobody can kill here.
pub(super) fn of_pid(pid: u32, world: &World) -> Option<Option<Process>> {
    let mut all = machines(world).into_iter().flat_map(|(_, processes)| processes);
    all.find(|java| java.pid == pid).map(|java| java.process)
}

/// Machines and the Java processes on them.
type Machines = Vec<(String, Vec<Java>)>;

fn machines(world: &World) -> Machines {
    match world.cluster.provider {
        Provider::Standalone { .. } => fixed(world),
        Provider::Yarn { .. } => yarn(world),
        // Java runs in the pods.
        Provider::Kubernetes { .. } => Vec::new(),
    }
}

/// What Hadoop and ZooKeeper run: `place` tells them apart.
fn daemon(place: u32, name: &str) -> Java {
    Java { pid: daemon_pid(place), name: name.to_owned(), process: None }
}

const fn daemon_pid(place: u32) -> u32 {
    1_021 + 13 * place
}

fn known(process: Process, name: &str) -> Java {
    Java { pid: process.pid(), name: name.to_owned(), process: Some(process) }
}

fn fixed(world: &World) -> Machines {
    let cluster = world.cluster;
    let mut master = Vec::new();
    let ha = cluster.config.value(key::HighAvailability, cluster.version);
    if ha.is_some_and(|kind| kind.eq_ignore_ascii_case("zookeeper")) {
        master.push(daemon(0, "QuorumPeerMain"));
    }
    for jm in cluster.job_managers.iter().filter(|jm| jm.role.is_alive()) {
        let class = match cluster.flink(jm.cluster).mode {
            Mode::Session => "StandaloneSessionClusterEntrypoint",
            Mode::Application(_) | Mode::PerJob(_) => "StandaloneApplicationClusterEntryPoint",
        };
        master.push(known(Process::JobManager(jm.id), class));
    }
    let mut machines = vec![("master".to_owned(), master)];
    for tm in &cluster.task_managers {
        let runs = !tm.process.is_gone() && tm.process != ProcessState::Killed;
        let process = runs.then(|| known(Process::TaskManager(tm.id), "TaskManagerRunner"));
        machines.push((["worker-", &tm.id.0.to_string()].concat(), process.into_iter().collect()));
    }
    machines
}

fn yarn(world: &World) -> Machines {
    let cluster = world.cluster;
    let Some(platform) = &cluster.platform else { return Vec::new() };
    let daemons = vec![daemon(0, "ResourceManager"), daemon(1, "NameNode")];
    let mut machines = vec![("hadoop103".to_owned(), daemons)];
    for node in &platform.nodes {
        let place = 2 + 2 * u32::from(node.id.0);
        let node_manager = known(Process::NodeManager(node.id), "NodeManager");
        let mut processes = vec![node_manager, daemon(place + 1, "DataNode")];
        for container in platform.containers.iter().filter(|it| it.node == Some(node.id)) {
            let process = match container.role {
                ContainerRole::TaskManager(tm) => {
                    let runs = !cluster.tm(tm).process.is_gone();
                    runs.then(|| known(Process::TaskManager(tm), "YarnTaskExecutorRunner"))
                }
                ContainerRole::JobManager => {
                    let mut inside = cluster.job_managers.iter();
                    let class = match cluster.flink(container.cluster).mode {
                        Mode::Session => "YarnSessionClusterEntrypoint",
                        Mode::PerJob(_) => "YarnJobClusterEntrypoint",
                        Mode::Application(_) => "YarnApplicationClusterEntryPoint",
                    };
                    inside
                        .find(|it| it.container == Some(container.id) && it.role.is_alive())
                        .map(|jm| known(Process::JobManager(jm.id), class))
                }
            };
            processes.extend(process);
        }
        match node.state {
            NodeState::Up => {}
            NodeState::Unheard => drop(processes.remove(0)),
            NodeState::Silent | NodeState::Lost => processes.clear(),
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

/// `hostname`: where `start-cluster.sh` and clients are typed.
pub(super) fn hostname<'a>(_: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let fixed = matches!(world.cluster.provider, Provider::Standalone { .. });
    Ok(Answer::Print(line(&[if fixed { "master" } else { "client" }])))
}
