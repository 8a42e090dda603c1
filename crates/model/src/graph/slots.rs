//! How many slots a job takes, and what becomes of it with fewer.
//!
//! In: a [`JobGraph`]. Out: the need of each slot sharing group, their sum, and the parallelism that the
//! adaptive scheduler would choose. Flink: `SlotSharingGroup`, `SlotSharingSlotAllocator`.

use super::JobGraph;
use crate::cluster::shares;
use crate::ids::VertexId;

/// What one slot sharing group needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupNeed {
    /// Its name.
    pub name: String,
    /// Its vertices.
    pub vertices: Vec<VertexId>,
    /// Its slots: the largest parallelism in it.
    pub slots: u16,
}

/// The need of each group, in the order of their first vertices.
pub fn groups(graph: &JobGraph) -> Vec<GroupNeed> {
    let mut groups: Vec<GroupNeed> = Vec::new();
    for vertex in graph.vertices() {
        let (name, parallelism) = (graph.group(vertex), graph.parallelism(vertex));
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => {
                group.vertices.push(vertex);
                group.slots = group.slots.max(parallelism);
            }
            None => groups.push(GroupNeed {
                name: name.to_owned(),
                vertices: vec![vertex],
                slots: parallelism,
            }),
        }
    }
    groups
}

/// The slots of a job: the sum over its groups of the largest parallelism in each.
pub fn needed(graph: &JobGraph) -> u16 {
    groups(graph).iter().map(|group| group.slots).sum()
}

/// The parallelism of each vertex that the adaptive scheduler would choose for so many free slots, or
/// `None`: it needs one slot for each group at least
/// (`SlotSharingSlotAllocator.determineSlotsPerSharingGroup`).
pub fn adaptive(graph: &JobGraph, free: u16) -> Option<Vec<u16>> {
    let groups = groups(graph);
    let wanted: Vec<u16> = groups.iter().map(|group| group.slots).collect();
    let mut chosen = vec![0; graph.chains.len()];
    for (group, share) in groups.iter().zip(shares(&wanted, usize::from(free))?) {
        for vertex in &group.vertices {
            chosen[vertex.index()] = graph.parallelism(*vertex).min(share);
        }
    }
    Some(chosen)
}
