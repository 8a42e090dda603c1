//! How large a container is, and on which machine there is room for it.

use crate::cluster::{Cluster, Node, NodeState};
use crate::event::ContainerRole;
use crate::ids::{ClusterId, NodeId};
use crate::key;
use crate::scenario::Provider;
use std::cmp::Reverse;

/// A container goes to the machine with the most room, the first such one, or to the one that a recorded
/// platform chose, if its queue may use so much.
pub(crate) fn node_with_room(
    cluster: &Cluster,
    id: ClusterId,
    role: ContainerRole,
    chosen: NodeId,
) -> Option<NodeId> {
    let platform = cluster.platform.as_ref()?;
    let size = container_size(cluster, id, role);
    let room = cluster.flink(id).queue.and_then(|queue| cluster.queue_room(queue));
    if room.is_some_and(|(used, most)| used + size > most) {
        return None;
    }
    let room = |node: &Node| {
        let usable = if node.state == NodeState::Up { node.memory_mib } else { 0 };
        usable.saturating_sub(platform.used_mib(node.id))
    };
    let fitting = platform.nodes.iter().filter(|node| room(node) >= size);
    let order = |node: &&Node| (node.id != chosen, Reverse(room(node)), node.id);
    fitting.min_by_key(order).map(|node| node.id)
}

/// The configured process size, rounded up to a multiple of YARN's minimum allocation.
pub(crate) fn container_size(cluster: &Cluster, id: ClusterId, role: ContainerRole) -> u64 {
    let (config, version) = (&cluster.flink(id).config, cluster.version);
    let asked = match role {
        ContainerRole::JobManager => config.value(key::JobManagerMemory, version),
        ContainerRole::TaskManager(_) => config.value(key::TaskManagerMemory, version),
    };
    match cluster.provider {
        Provider::Yarn { minimum_allocation_mib, .. } => {
            asked.next_multiple_of(minimum_allocation_mib.max(1))
        }
        Provider::Standalone { .. } | Provider::Kubernetes { .. } => asked,
    }
}
