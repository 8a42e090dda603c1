//! YARN or Kubernetes: machines, and what was started on them.

use super::Cluster;
use super::tally::put;
use crate::event::ContainerRole;
use crate::ids::{ClientId, ClusterId, ContainerId, NodeId, QueueId, TmId};
use crate::shared::Shared;
use crate::{Key, key};
use serde::{Deserialize, Serialize};

/// YARN or Kubernetes: machines, and what was started on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Platform {
    /// The machines, by [`NodeId`].
    pub nodes: Shared<Node>,
    /// Every container or pod that ever was, by [`ContainerId`].
    pub containers: Shared<Container>,
    /// What lies in `~/.flink` of HDFS.
    pub staging: Vec<Staging>,
    /// What is counted of the containers.
    pub(crate) room: Room,
}

/// What the containers take, kept with every change of one ([`Platform::set_container`]), so that nobody has to
/// look through all that ever were.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Room {
    /// Memory in use on each machine, in MiB.
    on_node: Vec<u64>,
    /// Memory in use by each Flink cluster, in MiB.
    by_cluster: Vec<u64>,
    /// Whether anything was ever started on a machine.
    fetched: Vec<bool>,
    /// Asked for or given, and not started yet.
    pub(crate) unlaunched: Vec<ContainerId>,
}

impl Platform {
    /// Changes a container, or adds the next one.
    pub(super) fn set_container(&mut self, to: Container) {
        match self.containers.get(to.id.index()).copied() {
            Some(before) => {
                self.room.count(&before, false);
                self.containers[to.id.index()] = to;
            }
            None => self.containers.push(to),
        }
        self.room.count(&to, true);
    }

    /// Memory in use on a machine, in MiB.
    pub(crate) fn used_mib(&self, node: NodeId) -> u64 {
        self.room.on_node.get(node.index()).copied().unwrap_or(0)
    }

    /// Whether anything was ever started on a machine.
    pub(crate) fn has_fetched(&self, node: NodeId) -> bool {
        self.room.fetched.get(node.index()).copied().unwrap_or(false)
    }

    /// Containers and pods that are not started yet.
    pub(crate) fn unlaunched(&self) -> impl Iterator<Item = &Container> + '_ {
        self.room.unlaunched.iter().map(|id| &self.containers[id.index()])
    }

    /// What is counted of the containers, counted anew.
    pub(super) fn counted_anew(&self) -> Room {
        let mut room = Room::default();
        self.containers.iter().for_each(|container| room.count(container, true));
        room
    }
}

impl Room {
    fn count(&mut self, container: &Container, enters: bool) {
        let step = |counts: &mut Vec<u64>, place: usize| {
            counts.resize(counts.len().max(place + 1), 0);
            if container.holds_memory() {
                let count = &mut counts[place];
                *count = if enters {
                    *count + container.memory_mib
                } else {
                    *count - container.memory_mib
                };
            }
        };
        step(&mut self.by_cluster, container.cluster.index());
        let started =
            matches!(container.phase, ContainerPhase::Running | ContainerPhase::Completed);
        if let Some(node) = container.node.map(NodeId::index) {
            step(&mut self.on_node, node);
            self.fetched.resize(self.on_node.len(), false);
            self.fetched[node] |= started;
        }
        put(&mut self.unlaunched, container.id, enters && !started);
    }
}

/// What a client uploaded for one application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Staging {
    /// Who; `None`: a session script.
    pub client: Option<ClientId>,
    /// For which cluster, once YARN has it.
    pub cluster: Option<ClusterId>,
}

/// A machine with a NodeManager or a kubelet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its id.
    pub id: NodeId,
    /// What it offers, in MiB.
    pub memory_mib: u64,
    /// Whether it is there.
    pub state: NodeState,
}

/// A machine, as it is and as the platform sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NodeState {
    /// It works.
    Up,
    /// It is gone, and the platform has not noticed.
    Silent,
    /// Only its NodeManager is gone, and YARN has not noticed: what was started there runs.
    Unheard,
    /// YARN calls it LOST, Kubernetes NotReady.
    Lost,
}

/// A container (YARN) or pod (Kubernetes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Container {
    /// Its id.
    pub id: ContainerId,
    /// The Flink cluster it belongs to.
    pub cluster: ClusterId,
    /// Where it runs; `None` while it waits for room.
    pub node: Option<NodeId>,
    /// Its size after rounding up, in MiB.
    pub memory_mib: u64,
    /// What runs in it.
    pub role: ContainerRole,
    /// Where it is in its life.
    pub phase: ContainerPhase,
}

impl Container {
    /// Whether its memory is taken on its machine.
    pub const fn holds_memory(&self) -> bool {
        matches!(self.phase, ContainerPhase::Allocated | ContainerPhase::Running)
    }
}

impl Cluster {
    /// The machine of a TaskManager; fixed machines have its number.
    pub fn machine_of(&self, tm: TmId) -> Option<NodeId> {
        match (&self.platform, self.tm(tm).container) {
            (Some(platform), Some(id)) => platform.containers[id.index()].node,
            (None, _) => Some(NodeId(tm.0)),
            (Some(_), None) => None,
        }
    }

    /// The state of a machine of a platform.
    pub fn node_state(&self, node: NodeId) -> Option<NodeState> {
        self.platform.as_ref()?.nodes.get(node.index()).map(|node| node.state)
    }

    /// Whether a container is on a machine of which the platform hears nothing, or that it has given up.
    pub(crate) fn is_cut_off(&self, container: ContainerId) -> bool {
        let platform = self.platform.as_ref();
        let node = platform.and_then(|platform| platform.containers[container.index()].node);
        node.and_then(|node| self.node_state(node)).is_some_and(|state| state != NodeState::Up)
    }

    /// Whether a container is on a machine that the platform has given up.
    pub(crate) fn is_given_up(&self, container: ContainerId) -> bool {
        let platform = self.platform.as_ref();
        let node = platform.and_then(|platform| platform.containers[container.index()].node);
        node.and_then(|node| self.node_state(node)) == Some(NodeState::Lost)
    }

    /// Whether Flink's libraries go to HDFS with each submission (`yarn.provided.lib.dirs`).
    pub fn uploads_libraries(&self) -> bool {
        !self.config.is_set(Key::YarnProvidedLibDirs)
    }

    /// Whether the program's jar goes to HDFS with each submission.
    pub fn uploads_jar(&self) -> bool {
        let jar = self.config.value(key::PipelineJars, self.version);
        !jar.is_some_and(|jar| jar.starts_with("hdfs:"))
    }

    /// What is in use of a queue, and what it may use at the most, in MiB; `None` where there is only
    /// one, which may use everything.
    pub fn queue_room(&self, id: QueueId) -> Option<(u64, u64)> {
        let (queue, platform) =
            self.provider.queues().get(id.index()).zip(self.platform.as_ref())?;
        let all: u64 = platform.nodes.iter().map(|node| node.memory_mib).sum();
        let held = self.clusters.iter().zip(&platform.room.by_cluster);
        let used = held.filter(|(cluster, _)| cluster.queue == Some(id)).map(|(_, mib)| mib).sum();
        Some((used, all * u64::from(queue.maximum) / 100))
    }
}

/// A container's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerPhase {
    /// Asked for; no node has room yet.
    Pending,
    /// Given, not started.
    Allocated,
    /// Its process runs.
    Running,
    /// Ended.
    Completed,
}

/// `YarnApplicationState`, as far as a cluster goes through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum YarnApplicationState {
    /// Not submitted.
    New,
    /// Submitted.
    Submitted,
    /// Waiting for the application master's container.
    Accepted,
    /// The application master registered.
    Running,
    /// Over.
    Finished,
    /// Over: its last attempt died.
    Failed,
    /// Over, killed.
    Killed,
}
