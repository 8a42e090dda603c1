//! What a program leaves open, filled in: parallelism, slot sharing groups, partitioners.
//!
//! In: a [`StreamGraph`] and the cluster's [`Defaults`]. Out: a [`Resolved`] program, or why Flink refuses to
//! build it.

use super::{Connection, DEFAULT_GROUP, OperatorId, StreamGraph};
use crate::job::Pattern;

/// What the program does not say itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// `parallelism.default`.
    pub parallelism: u16,
    /// Whether operators share slots.
    pub sharing: Sharing,
}

/// Whether operators share slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// As the program says; by default all are in one group.
    Shared,
    /// Each operator in a group of its own, whatever the program says.
    Apart,
}

/// A program in which nothing is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The program.
    pub graph: StreamGraph,
    /// One for each operator.
    pub settings: Vec<Settings>,
}

/// What holds for one operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How many subtasks.
    pub parallelism: u16,
    /// Its slot sharing group.
    pub group: String,
    /// The partitioner of each of its inputs.
    pub partitioners: Vec<Partitioner>,
}

/// How records are spread over the consumer's subtasks (`StreamPartitioner`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partitioner {
    /// Subtask i to subtask i.
    Forward,
    /// By the key's hash.
    Hash,
    /// In turn.
    Rebalance,
    /// To all.
    Broadcast,
}

impl Partitioner {
    /// As Flink's web UI writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Forward => "FORWARD",
            Self::Hash => "HASH",
            Self::Rebalance => "REBALANCE",
            Self::Broadcast => "BROADCAST",
        }
    }

    /// Which producer subtasks feed which consumer subtasks.
    pub const fn pattern(self) -> Pattern {
        match self {
            Self::Forward => Pattern::Pointwise,
            Self::Hash | Self::Rebalance | Self::Broadcast => Pattern::AllToAll,
        }
    }
}

/// Why Flink does not build the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `forward()` between different parallelisms (`StreamGraph.addEdgeInternal`:
    /// `UnsupportedOperationException`).
    ForwardChangesParallelism {
        /// The producer and its parallelism.
        from: (String, u16),
        /// The consumer and its parallelism.
        to: (String, u16),
    },
}

impl Resolved {
    /// Fills in what the program leaves open.
    ///
    /// # Errors
    /// Why Flink refuses the program.
    pub fn new(graph: &StreamGraph, defaults: Defaults) -> Result<Resolved, Refusal> {
        let mut settings: Vec<Settings> = Vec::new();
        for operator in &graph.operators {
            let parallelism = operator.parallelism.unwrap_or(defaults.parallelism);
            let inputs = operator.inputs.iter().map(|edge| edge.from.index());
            let group = match defaults.sharing {
                Sharing::Apart => operator.name.clone(),
                Sharing::Shared => operator
                    .group
                    .clone()
                    .unwrap_or_else(|| inherited(inputs.map(|from| settings[from].group.as_str()))),
            };
            let mut partitioners = Vec::new();
            for edge in &operator.inputs {
                let producer = settings[edge.from.index()].parallelism;
                let partitioner = partitioner(edge.connection, producer, parallelism);
                partitioners.push(partitioner.ok_or_else(|| {
                    Refusal::ForwardChangesParallelism {
                        from: (graph.operator(edge.from).name.clone(), producer),
                        to: (operator.name.clone(), parallelism),
                    }
                })?);
            }
            settings.push(Settings { parallelism, group, partitioners });
        }
        Ok(Resolved { graph: graph.clone(), settings })
    }

    /// What holds for an operator.
    pub fn of(&self, id: OperatorId) -> &Settings {
        &self.settings[id.index()]
    }
}

/// `StreamGraphGenerator.determineSlotSharingGroup`: the inputs' group when they agree.
fn inherited<'a>(mut groups: impl Iterator<Item = &'a str>) -> String {
    let first = groups.next().unwrap_or(DEFAULT_GROUP);
    if groups.all(|group| group == first) { first } else { DEFAULT_GROUP }.to_owned()
}

fn partitioner(connection: Connection, producer: u16, consumer: u16) -> Option<Partitioner> {
    match connection {
        Connection::Direct if producer == consumer => Some(Partitioner::Forward),
        Connection::Direct | Connection::Rebalance => Some(Partitioner::Rebalance),
        Connection::Forward if producer == consumer => Some(Partitioner::Forward),
        Connection::Forward => None,
        Connection::KeyBy => Some(Partitioner::Hash),
        Connection::Broadcast => Some(Partitioner::Broadcast),
    }
}
