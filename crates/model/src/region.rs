//! Pipelined regions: the sets of subtasks that must be deployed together and restarted together.
//!
//! In: a [`JobSpec`]. Out: which subtask belongs to which region, and what a failure restarts.
//! Flink: `PipelinedRegionComputeUtil`, `RestartPipelinedRegionFailoverStrategy`.

use crate::ids::VertexId;
use crate::job::{Input, JobSpec, Pattern};
use std::ops::Range;

/// One subtask of a job: its vertex and its index.
pub type Subtask = (VertexId, u16);

/// The pipelined regions of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regions {
    members: Vec<Vec<Subtask>>,
    of: Vec<Vec<u16>>,
}

impl Regions {
    /// Subtasks joined by an edge that is not blocking share a region.
    pub fn of(spec: &JobSpec) -> Regions {
        let offsets = offsets(spec);
        let mut union = Union::new(spec.tasks());
        for (consumer, vertex) in spec.vertices.iter().enumerate() {
            for input in vertex.inputs.iter().filter(|input| !input.blocking) {
                for to in 0..vertex.parallelism {
                    for from in producers_of(spec, consumer, input, to) {
                        union.join(
                            offsets[input.from.index()] + from,
                            offsets[consumer] + usize::from(to),
                        );
                        // All consumers of such an edge read from all: one path to each is enough.
                        if to > 0 && input.pattern == Pattern::AllToAll {
                            break;
                        }
                    }
                }
            }
        }
        let mut members: Vec<Vec<Subtask>> = Vec::new();
        let mut region_of_root = vec![None; spec.tasks()];
        let mut of = Vec::new();
        for (v, vertex) in spec.vertices.iter().enumerate() {
            let mut row = Vec::new();
            for subtask in 0..vertex.parallelism {
                let root = union.root(offsets[v] + usize::from(subtask));
                let region = *region_of_root[root].get_or_insert_with(|| {
                    members.push(Vec::new());
                    members.len() - 1
                });
                members[region].push((VertexId::next(v), subtask));
                row.push(u16::try_from(region).expect("no more regions than subtasks"));
            }
            of.push(row);
        }
        Regions { members, of }
    }

    /// How many regions there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether the job has no subtask at all.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The region of a subtask.
    pub fn region_of(&self, (vertex, subtask): Subtask) -> u16 {
        self.of[vertex.index()][usize::from(subtask)]
    }

    /// The subtasks of a region, producers first.
    pub fn members(&self, region: u16) -> &[Subtask] {
        &self.members[usize::from(region)]
    }
}

/// Pairs (producer subtask, consumer subtask) that an edge joins.
pub fn connections(
    spec: &JobSpec,
    consumer: usize,
    producer: VertexId,
    pattern: Pattern,
) -> Vec<(usize, usize)> {
    let from = usize::from(spec.vertex(producer).parallelism);
    let to = usize::from(spec.vertices[consumer].parallelism);
    match pattern {
        Pattern::AllToAll => (0..from).flat_map(|f| (0..to).map(move |t| (f, t))).collect(),
        // VertexInputInfoComputationUtils: with different parallelisms neighbours are grouped.
        Pattern::Pointwise if from >= to => (0..from).map(|f| (f, f * to / from)).collect(),
        Pattern::Pointwise => (0..to).map(|t| (t * from / to, t)).collect(),
    }
}

/// The producer subtasks that a subtask of a consumer reads from by one of its inputs: [`connections`], seen from
/// the one subtask.
pub(crate) fn producers_of(
    spec: &JobSpec,
    consumer: usize,
    input: &Input,
    subtask: u16,
) -> Range<usize> {
    let from = usize::from(spec.vertex(input.from).parallelism);
    let (to, subtask) = (usize::from(spec.vertices[consumer].parallelism), usize::from(subtask));
    match input.pattern {
        Pattern::AllToAll => 0..from,
        Pattern::Pointwise if from >= to => {
            (subtask * from).div_ceil(to)..((subtask + 1) * from).div_ceil(to)
        }
        Pattern::Pointwise => subtask * from / to..subtask * from / to + 1,
    }
}

fn offsets(spec: &JobSpec) -> Vec<usize> {
    let mut next = 0;
    let mut offsets = Vec::new();
    for vertex in &spec.vertices {
        offsets.push(next);
        next += usize::from(vertex.parallelism);
    }
    offsets
}

/// Union-find over subtask numbers.
struct Union {
    parent: Vec<usize>,
}

impl Union {
    fn new(length: usize) -> Union {
        Union { parent: (0..length).collect() }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller number stays root, so regions are numbered by their first subtask.
        self.parent[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::job::{Behaviour, VertexSpec};

    /// (from, pattern, blocking)
    type Edge = (u16, Pattern, bool);

    /// Vertices as (parallelism, input).
    fn job(vertices: &[(u16, Option<Edge>)]) -> JobSpec {
        let vertex = |(parallelism, input): &(u16, Option<Edge>)| VertexSpec {
            name: "v".into(),
            parallelism: *parallelism,
            inputs: input
                .iter()
                .map(|(from, pattern, blocking)| Input {
                    from: VertexId(*from),
                    pattern: *pattern,
                    blocking: *blocking,
                })
                .collect(),
            slot_sharing_group: "default".into(),
        };
        JobSpec {
            name: "job".into(),
            vertices: vertices.iter().map(vertex).collect(),
            options: Config::default(),
            batch: false,
            behaviour: Behaviour::default(),
        }
    }

    #[test]
    fn a_key_by_makes_one_region_of_everything() {
        let regions = Regions::of(&job(&[(3, None), (2, Some((0, Pattern::AllToAll, false)))]));
        assert_eq!(regions.len(), 1);
        assert_eq!(regions.members(0).len(), 5);
    }

    #[test]
    fn forward_edges_keep_subtasks_apart() {
        let regions = Regions::of(&job(&[(3, None), (3, Some((0, Pattern::Pointwise, false)))]));
        assert_eq!(regions.len(), 3);
        assert_eq!(regions.members(1), [(VertexId(0), 1), (VertexId(1), 1)]);
        assert_eq!(regions.region_of((VertexId(1), 2)), 2);
    }

    #[test]
    fn blocking_edges_cut() {
        let regions = Regions::of(&job(&[(2, None), (2, Some((0, Pattern::AllToAll, true)))]));
        assert_eq!(regions.len(), 4);
    }

    #[test]
    fn a_subtask_reads_from_those_that_it_is_connected_with() {
        for (from, to, pattern) in (1..7).flat_map(|from| {
            (1..7).flat_map(move |to| {
                [Pattern::AllToAll, Pattern::Pointwise].map(|pattern| (from, to, pattern))
            })
        }) {
            let spec = job(&[(from, None), (to, Some((0, pattern, false)))]);
            let input = &spec.vertices[1].inputs[0];
            let pairs = connections(&spec, 1, VertexId(0), pattern);
            for subtask in 0..to {
                let here = pairs.iter().filter(|(_, to)| *to == usize::from(subtask));
                let producers = producers_of(&spec, 1, input, subtask);
                assert!(here.map(|(from, _)| *from).eq(producers), "{from} {to} {pattern:?}");
            }
        }
    }

    #[test]
    fn rescaling_groups_neighbours() {
        let spec = job(&[(4, None), (2, Some((0, Pattern::Pointwise, false)))]);
        let pairs = connections(&spec, 1, VertexId(0), Pattern::Pointwise);
        assert_eq!(pairs, [(0, 0), (1, 0), (2, 1), (3, 1)]);
        let spec = job(&[(2, None), (4, Some((0, Pattern::Pointwise, false)))]);
        let pairs = connections(&spec, 1, VertexId(0), Pattern::Pointwise);
        assert_eq!(pairs, [(0, 0), (0, 1), (1, 2), (1, 3)]);
    }
}
