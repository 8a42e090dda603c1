//! YARN or Kubernetes: machines, and what was started on them.

use crate::event::ContainerRole;
use crate::ids::{ClusterId, ContainerId, NodeId};
use serde::{Deserialize, Serialize};

/// YARN or Kubernetes: machines, and what was started on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Platform {
    /// The machines, by [`NodeId`].
    pub nodes: Vec<Node>,
    /// Every container or pod that ever was, by [`ContainerId`].
    pub containers: Vec<Container>,
}

/// A machine with a NodeManager or a kubelet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its id.
    pub id: NodeId,
    /// What it offers, in MiB.
    pub memory_mib: u64,
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
