//! A program before it is a job: its StreamGraph, and the steps from there to slots.
//!
//! In: a [`StreamGraph`], written by hand or read from its text form ([`text`]). Out, step by step:
//! 1. [`resolve`]: every operator's parallelism and slot sharing group, every edge's partitioner;
//! 2. [`chain`]: which operators become one task, and the [`crate::job::JobSpec`] (Flink's JobGraph);
//! 3. [`slots`]: how many slots that takes;
//! 4. [`experiment`]: the job on a cluster, run by the model itself.
//!
//! [`memory`] tells what one slot has of a TaskManager's memory; [`examples`] are programs to begin with.
//! Deliberately absent: where tasks are placed. That is the ResourceManager's business, also here.
//!
//! Flink: `StreamGraph`, `StreamGraphGenerator`, `StreamingJobGraphGenerator`. Max parallelism is left out: it
//! differs between operators only where a program sets it, and then only cuts one more chain.

pub mod chain;
pub mod examples;
pub mod experiment;
pub mod memory;
pub mod resolve;
pub mod slots;
pub mod text;

pub use chain::{Cut, JobGraph};
pub use experiment::{Experiment, Outcome};
pub use resolve::{Defaults, Refusal, Resolved, Sharing};

/// The simulator's limit: a program has at most so many operators, and each of them so many inputs. Flink has none.
pub const MAX_OPERATORS: usize = 64;

/// The simulator's limit: each of them has at most so many subtasks. Flink's is 32,768.
pub const MAX_PARALLELISM: u16 = 128;

/// The group of operators that are given none (`StreamGraphGenerator.DEFAULT_SLOT_SHARING_GROUP`).
pub const DEFAULT_GROUP: &str = "default";

/// A program as its `main()` describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamGraph {
    /// The job's name.
    pub name: String,
    /// Whether the environment allows chaining at all.
    pub chaining: Chaining,
    /// Producers before consumers.
    pub operators: Vec<Operator>,
}

/// `pipeline.operator-chaining.enabled`; a program says `disableOperatorChaining()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chaining {
    /// The default.
    On,
    /// No two operators are ever chained.
    Off,
}

/// The position of an operator in [`StreamGraph::operators`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperatorId(pub u16);

impl OperatorId {
    /// As an index.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The id of that position.
    pub fn at(index: usize) -> OperatorId {
        OperatorId(u16::try_from(index).expect("a program has at most MAX_OPERATORS"))
    }
}

/// One operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// Its name, unique in the program.
    pub name: String,
    /// Where in a stream it may stand.
    pub kind: OperatorKind,
    /// `setParallelism(...)`; `None`: `parallelism.default`.
    pub parallelism: Option<u16>,
    /// `slotSharingGroup(...)`; `None`: that of its inputs.
    pub group: Option<String>,
    /// What it says about chains.
    pub strategy: ChainingStrategy,
    /// Where its records come from; more than one: a union.
    pub inputs: Vec<Edge>,
}

/// Where in a stream an operator may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OperatorKind {
    /// Has no input.
    Source,
    /// Has inputs and outputs.
    Transform,
    /// Has no output.
    Sink,
}

/// Flink's `ChainingStrategy`, as far as a program can set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainingStrategy {
    /// ALWAYS: chained where the rules allow it.
    Always,
    /// HEAD: `startNewChain()`. Not chained to what is before it.
    Head,
    /// NEVER: `disableChaining()`. Chained to nothing on either side.
    Never,
}

/// An edge, seen from its consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The producer.
    pub from: OperatorId,
    /// What the program says between the two.
    pub connection: Connection,
}

/// What a program says between two operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Nothing: forward where the parallelism is the same, else rebalance.
    Direct,
    /// `forward()`.
    Forward,
    /// `keyBy(...)`.
    KeyBy,
    /// `rebalance()`.
    Rebalance,
    /// `broadcast()`.
    Broadcast,
}

impl Connection {
    /// All of them.
    pub const ALL: [Connection; 5] =
        [Self::Direct, Self::Forward, Self::KeyBy, Self::Rebalance, Self::Broadcast];

    /// As the text form writes it; nothing for nothing.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Direct => "",
            Self::Forward => "forward",
            Self::KeyBy => "keyBy",
            Self::Rebalance => "rebalance",
            Self::Broadcast => "broadcast",
        }
    }
}

impl ChainingStrategy {
    /// All of them.
    pub const ALL: [ChainingStrategy; 3] = [Self::Always, Self::Head, Self::Never];

    /// As the text form writes it; nothing for the default.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Always => "",
            Self::Head => "startNewChain",
            Self::Never => "disableChaining",
        }
    }
}

impl StreamGraph {
    /// An operator by id.
    pub fn operator(&self, id: OperatorId) -> &Operator {
        &self.operators[id.index()]
    }

    /// The ids of all operators, producers first.
    pub fn ids(&self) -> impl Iterator<Item = OperatorId> + use<> {
        (0..self.operators.len()).map(OperatorId::at)
    }
}

impl Operator {
    /// The name that Flink shows: sources and sinks say what they are.
    pub fn full_name(&self) -> String {
        match self.kind {
            OperatorKind::Source => ["Source: ", &self.name].concat(),
            OperatorKind::Transform => self.name.clone(),
            OperatorKind::Sink => ["Sink: ", &self.name].concat(),
        }
    }
}
