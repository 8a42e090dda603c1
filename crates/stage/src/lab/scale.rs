//! How much of a job is told one by one, by how much there is of it.

use model::graph::Outcome;

/// So many operators, subtasks of one, subtasks and slots in all are told one by one.
const FEW_OPERATORS: usize = 8;
const FEW_OF_ONE: u16 = 8;
const FEW_SUBTASKS: usize = 48;
const FEW_SLOTS: usize = 64;

/// How much is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// Each by itself.
    Each,
    /// Many as one.
    Grouped,
}

/// How much is told of operators, and of subtasks and TaskManagers.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    pub operators: Detail,
    pub subtasks: Detail,
}

impl Scale {
    pub(super) fn of(outcome: &Outcome) -> Scale {
        let graph = &outcome.graph;
        let grouped = |many| if many { Detail::Grouped } else { Detail::Each };
        let slots: usize = outcome.task_managers().iter().map(|tm| tm.slots.len()).sum();
        let large = graph.vertex_of.len() > FEW_OPERATORS;
        let broad = graph.vertices().any(|vertex| graph.parallelism(vertex) > FEW_OF_ONE);
        let crowded = large || broad || graph.subtasks() > FEW_SUBTASKS || slots > FEW_SLOTS;
        Scale { operators: grouped(large), subtasks: grouped(crowded) }
    }
}
