//! How many slots a job takes.
//!
//! In: a [`JobGraph`]. Out: the need of each slot sharing group, and their sum. Flink: `SlotSharingGroup`.

use super::JobGraph;
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
