//! Which things of the four pictures are the same thing.
//!
//! In: an [`Outcome`] and a [`Thing`]. Out: its counterparts in all four pictures, itself included.

use super::scale::{Detail, Scale};
use model::graph::{OperatorId, Outcome};
use model::{TmId, VertexId};

/// Something that can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// An operator of the program.
    Operator(OperatorId),
    /// A vertex of the JobGraph.
    Vertex(VertexId),
    /// A subtask; it stands in the ExecutionGraph and in its slot.
    Subtask(VertexId, u16),
    /// A TaskManager.
    TaskManager(TmId),
    /// A slot of a TaskManager.
    Slot(TmId, u16),
}

impl Thing {
    /// A stable name, for keys and tests.
    pub fn key(self) -> String {
        let join = |parts: &[&str]| parts.concat();
        match self {
            Self::Operator(id) => join(&["operator-", &id.0.to_string()]),
            Self::Vertex(id) => join(&["vertex-", &id.0.to_string()]),
            Self::Subtask(id, index) => {
                join(&["subtask-", &id.0.to_string(), "-", &index.to_string()])
            }
            Self::TaskManager(id) => join(&["tm-", &id.0.to_string()]),
            Self::Slot(id, index) => join(&["slot-", &id.0.to_string(), "-", &index.to_string()]),
        }
    }

    /// The thing of that name; it need not be there.
    pub fn from_key(key: &str) -> Option<Thing> {
        let (kind, numbers) = key.split_once('-')?;
        let (first, second) = match numbers.split_once('-') {
            Some((first, second)) => (first.parse().ok()?, Some(second.parse().ok()?)),
            None => (numbers.parse().ok()?, None),
        };
        match (kind, second) {
            ("operator", None) => Some(Self::Operator(OperatorId(first))),
            ("vertex", None) => Some(Self::Vertex(VertexId(first))),
            ("subtask", Some(index)) => Some(Self::Subtask(VertexId(first), index)),
            ("tm", None) => Some(Self::TaskManager(TmId(first))),
            ("slot", Some(index)) => Some(Self::Slot(TmId(first), index)),
            _ => None,
        }
    }
}

/// The thing itself and what it is in the other pictures, in order.
///
/// An operator is its vertex, the vertex its subtasks, a subtask the slot that holds it; and back. Of a vertex
/// with other operators in it, those others are not lit: they only travel along.
pub fn counterparts(outcome: &Outcome, thing: Thing) -> Vec<Thing> {
    let mut all = vec![thing];
    let crowded = Scale::of(outcome).subtasks == Detail::Grouped;
    let subtasks: Vec<(VertexId, u16)> = match thing {
        Thing::Operator(id) => {
            let vertex = outcome.graph.vertex(id);
            all.push(Thing::Vertex(vertex));
            of_vertex(outcome, vertex)
        }
        Thing::Vertex(vertex) => {
            all.extend(operators(outcome, vertex));
            of_vertex(outcome, vertex)
        }
        Thing::Subtask(vertex, index) => vec![(vertex, index)],
        Thing::Slot(tm, index) => outcome.seated(tm, index).to_vec(),
        Thing::TaskManager(tm) => {
            let slots =
                outcome.cluster.task_managers.get(tm.index()).map_or(0, |tm| tm.slots.len());
            all.extend((0..slots as u16).map(|index| Thing::Slot(tm, index)));
            (0..slots as u16).flat_map(|index| outcome.seated(tm, index)).copied().collect()
        }
    };
    for (vertex, index) in subtasks {
        all.push(Thing::Subtask(vertex, index));
        if let Some((tm, index)) = outcome.seat(vertex, index).slot() {
            all.push(Thing::Slot(tm, index));
            // Of a crowd not every slot is drawn, but its TaskManager is.
            if crowded {
                all.push(Thing::TaskManager(tm));
            }
        }
        if matches!(thing, Thing::Subtask(..) | Thing::Slot(..) | Thing::TaskManager(_)) {
            all.push(Thing::Vertex(vertex));
            all.extend(operators(outcome, vertex));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

fn operators(outcome: &Outcome, vertex: VertexId) -> impl Iterator<Item = Thing> + '_ {
    outcome.graph.chains[vertex.index()].iter().map(|id| Thing::Operator(*id))
}

fn of_vertex(outcome: &Outcome, vertex: VertexId) -> Vec<(VertexId, u16)> {
    (0..outcome.graph.parallelism(vertex)).map(|index| (vertex, index)).collect()
}
