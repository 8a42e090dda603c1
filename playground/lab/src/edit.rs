//! Changes to a program made by hand, on the picture rather than in its text.
//!
//! In: a [`StreamGraph`] and an [`Edit`]. Out: the changed program. Whatever cannot be done leaves it as it is; what
//! comes out can always be printed and read again.

#![expect(
    clippy::indexing_slicing,
    reason = "`edited` has looked whether the operators of an edit are there; all else is one program's own"
)]

use model::graph::text::is_name;
use model::graph::{
    ChainingStrategy, Connection, Edge, MAX_OPERATORS, MAX_PARALLELISM, Operator, OperatorId,
    OperatorKind, StreamGraph,
};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// `setParallelism(...)`, or back to the default.
    Parallelism(OperatorId, Option<u16>),
    /// `slotSharingGroup(...)`, or back to that of its inputs.
    Group(OperatorId, Option<String>),
    /// What it says about chains.
    Chain(OperatorId, ChainingStrategy),
    /// What is between an operator and its input of that number.
    Connect(OperatorId, usize, Connection),
    /// One more input.
    AddInput(OperatorId, OperatorId),
    /// One input less; the last one stays.
    RemoveInput(OperatorId, usize),
    /// A new operator behind this one.
    AddAfter(OperatorId),
    /// A new source.
    AddSource,
    /// The operator goes; who read from it reads from its inputs.
    Remove(OperatorId),
}

impl Edit {
    /// The operators that it is about.
    fn operators(&self) -> [Option<OperatorId>; 2] {
        match self {
            Self::AddSource => [None, None],
            Self::AddInput(id, from) => [Some(*id), Some(*from)],
            Self::Parallelism(id, _)
            | Self::Group(id, _)
            | Self::Chain(id, _)
            | Self::Connect(id, ..)
            | Self::RemoveInput(id, _)
            | Self::AddAfter(id)
            | Self::Remove(id) => [Some(*id), None],
        }
    }
}

/// The program after a change. One that is about an operator of another program, as two clicks in a row can be, changes
/// nothing.
pub fn edited(graph: &StreamGraph, edit: &Edit) -> StreamGraph {
    let mut graph = graph.clone();
    let is_there = |id: OperatorId| id.index() < graph.operators.len();
    if !edit.operators().into_iter().flatten().all(is_there) {
        return graph;
    }
    match edit {
        Edit::Parallelism(id, parallelism) => {
            let fits = parallelism.is_none_or(|p| (1..=MAX_PARALLELISM).contains(&p));
            if fits {
                graph.operators[id.index()].parallelism = *parallelism;
            }
        }
        Edit::Group(id, group) => {
            if group.as_deref().is_none_or(is_name) {
                graph.operators[id.index()].group.clone_from(group);
            }
        }
        Edit::Chain(id, strategy) => graph.operators[id.index()].strategy = *strategy,
        Edit::Connect(id, input, connection) => {
            if let Some(edge) = graph.operators[id.index()].inputs.get_mut(*input) {
                edge.connection = *connection;
            }
        }
        Edit::AddInput(id, from) => {
            let may = from < id && graph.operator(*from).kind != OperatorKind::Sink;
            let operator = &mut graph.operators[id.index()];
            let full = operator.inputs.len() == MAX_OPERATORS;
            if may && !full && operator.kind != OperatorKind::Source {
                operator.inputs.push(Edge { from: *from, connection: Connection::Direct });
            }
        }
        Edit::RemoveInput(id, input) => {
            let inputs = &mut graph.operators[id.index()].inputs;
            if inputs.len() > 1 && *input < inputs.len() {
                inputs.remove(*input);
            }
        }
        Edit::AddAfter(id) => add_after(&mut graph, *id),
        Edit::AddSource => {
            if graph.operators.len() < MAX_OPERATORS {
                let name = free_name(&graph, "source");
                insert(&mut graph, 0, blank(name, OperatorKind::Source, Vec::new()));
            }
        }
        Edit::Remove(id) => remove(&mut graph, *id),
    }
    graph
}

fn blank(name: String, kind: OperatorKind, inputs: Vec<Edge>) -> Operator {
    Operator {
        name,
        kind,
        parallelism: None,
        group: None,
        strategy: ChainingStrategy::Always,
        inputs,
    }
}

/// A name that is not there yet.
fn free_name(graph: &StreamGraph, stem: &str) -> String {
    let is_free = |name: &String| graph.operators.iter().all(|operator| operator.name != *name);
    // There is one more than operators.
    let names = (1..=MAX_OPERATORS + 1).map(|n| [stem, "-", &n.to_string()].concat());
    names.into_iter().find(is_free).unwrap_or_default()
}

/// Puts an operator at a position, and shifts what refers to those behind it.
fn insert(graph: &mut StreamGraph, at: usize, operator: Operator) {
    let edges = graph.operators.iter_mut().flat_map(|operator| &mut operator.inputs);
    for edge in edges.filter(|edge| edge.from.index() >= at) {
        edge.from.0 += 1;
    }
    graph.operators.insert(at, operator);
}

/// A sink has nothing behind it, so a new operator goes before it; else what read from the operator reads on, and
/// the new one is another branch's beginning.
fn add_after(graph: &mut StreamGraph, id: OperatorId) {
    if graph.operators.len() >= MAX_OPERATORS {
        return;
    }
    let name = free_name(graph, "map");
    let operator = graph.operator(id).clone();
    if operator.kind == OperatorKind::Sink {
        let inputs = operator.inputs;
        insert(graph, id.index(), blank(name, OperatorKind::Transform, inputs));
        let edge = Edge { from: id, connection: Connection::Direct };
        graph.operators[id.index() + 1].inputs = vec![edge];
        return;
    }
    let at = id.index() + 1;
    let edge = Edge { from: id, connection: Connection::Direct };
    insert(graph, at, blank(name, OperatorKind::Transform, vec![edge]));
    let new = OperatorId::at(at);
    let behind = graph.operators[at + 1..].iter_mut().flat_map(|operator| &mut operator.inputs);
    behind.filter(|edge| edge.from == id).for_each(|edge| edge.from = new);
}

fn remove(graph: &mut StreamGraph, id: OperatorId) {
    let gone = graph.operator(id).clone();
    let sources = graph.operators.iter().filter(|operator| operator.inputs.is_empty()).count();
    // A program has at least one source, and nobody may be left without an input.
    let orphans = graph.operators.iter().any(|operator| {
        !operator.inputs.is_empty() && operator.inputs.iter().all(|edge| edge.from == id)
    });
    if gone.inputs.is_empty() && (sources == 1 || orphans) {
        return;
    }
    for operator in &mut graph.operators {
        let taken_over: Vec<Edge> = operator
            .inputs
            .iter()
            .flat_map(|edge| if edge.from == id { gone.inputs.clone() } else { vec![*edge] })
            .take(MAX_OPERATORS)
            .collect();
        operator.inputs = taken_over;
    }
    graph.operators.remove(id.index());
    let edges = graph.operators.iter_mut().flat_map(|operator| &mut operator.inputs);
    for edge in edges.filter(|edge| edge.from > id) {
        edge.from.0 -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::graph::examples::EXAMPLES;
    use model::graph::text::{parse, print};

    const WORDS: &str = "job a\nsource s p=1\nmap <- s\nsum <- keyBy map\nsink out <- sum\n";

    fn after(text: &str, edit: Edit) -> String {
        print(&edited(&parse(text).expect("valid"), &edit))
    }

    #[test]
    fn each_edit_says_what_a_text_would() {
        let id = OperatorId;
        let rows = [
            (Edit::Parallelism(id(1), Some(3)), "map <- s p=3\n"),
            (Edit::Parallelism(id(0), None), "source s\n"),
            (Edit::Group(id(2), Some("g".into())), "sum <- keyBy map group=g\n"),
            (Edit::Chain(id(3), ChainingStrategy::Head), "sink out <- sum startNewChain\n"),
            (Edit::Connect(id(1), 0, Connection::Broadcast), "map <- broadcast s\n"),
            (Edit::AddInput(id(2), id(0)), "sum <- keyBy map, s\n"),
            (Edit::AddAfter(id(1)), "map-1 <- map\nsum <- keyBy map-1\n"),
            (Edit::AddAfter(id(3)), "map-1 <- sum\nsink out <- map-1\n"),
            (Edit::AddSource, "job a\nsource source-1\nsource s p=1\n"),
            (Edit::Remove(id(1)), "source s p=1\nsum <- s\n"),
        ];
        for (edit, line) in rows {
            let text = after(WORDS, edit.clone());
            assert!(text.contains(line), "{edit:?} made\n{text}");
        }
    }

    #[test]
    fn what_cannot_be_done_changes_nothing() {
        let id = OperatorId;
        for edit in [
            Edit::Parallelism(id(1), Some(0)),
            Edit::Group(id(1), Some("a b".into())),
            Edit::RemoveInput(id(1), 0),
            Edit::AddInput(id(0), id(0)),
            Edit::AddInput(id(1), id(3)),
            Edit::Connect(id(1), 5, Connection::KeyBy),
            Edit::Remove(id(0)),
            Edit::Remove(id(9)),
            Edit::AddAfter(id(4)),
            Edit::AddInput(id(3), id(4)),
        ] {
            assert_eq!(after(WORDS, edit.clone()), WORDS, "{edit:?}");
        }
    }

    /// Every edit of every operator, three deep: the text always reads as the same program.
    #[test]
    fn whatever_is_done_by_hand_can_be_written() {
        let edits = |graph: &StreamGraph| -> Vec<Edit> {
            let mut edits = vec![Edit::AddSource];
            for id in graph.ids() {
                edits.extend([
                    Edit::AddAfter(id),
                    Edit::Remove(id),
                    Edit::RemoveInput(id, 0),
                    Edit::AddInput(id, OperatorId(0)),
                    Edit::Parallelism(id, Some(2)),
                    Edit::Connect(id, 0, Connection::Forward),
                ]);
            }
            edits
        };
        let mut checked = 0;
        for example in EXAMPLES {
            let start = parse(example).expect("valid");
            for first in edits(&start) {
                let once = edited(&start, &first);
                for second in edits(&once) {
                    let twice = edited(&once, &second);
                    assert_eq!(parse(&print(&twice)), Ok(twice.clone()), "{first:?}, {second:?}");
                    checked += 1;
                }
            }
        }
        assert!(checked > 2_000, "{checked}");
    }
}
