//! Chaining: which operators become one task. A StreamGraph becomes a JobGraph.
//!
//! In: a [`Resolved`] program. Out: a [`JobGraph`]: its vertices with their operators, for each edge whether
//! it is inside a chain, and if not, the rule that cuts it; and the [`JobSpec`] that the model runs.
//! Flink: `StreamingJobGraphGenerator.isChainable` and `createChain`. The exchange mode is always pipelined here.

use super::resolve::{Partitioner, Resolved};
use super::{Chaining, ChainingStrategy, OperatorId};
use crate::config::Config;
use crate::ids::VertexId;
use crate::job::{Behaviour, Input, JobSpec, VertexSpec};

/// A program after chaining.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobGraph {
    /// The program.
    pub program: Resolved,
    /// The operators of each vertex, the head first.
    pub chains: Vec<Vec<OperatorId>>,
    /// The vertex of each operator.
    pub vertex_of: Vec<VertexId>,
    /// For each operator and each of its inputs, the rules that keep the two apart. None: they are one
    /// task, and a record is handed over by a call.
    pub cuts: Vec<Vec<Vec<Cut>>>,
}

/// A rule that keeps two operators out of one chain. Flink asks them in this order and stops at the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// The consumer has more than one input.
    SeveralInputs,
    /// The environment allows no chains.
    ChainingOff,
    /// The two are in different slot sharing groups.
    Group,
    /// The producer says `disableChaining()`.
    ProducerNever,
    /// The consumer says `disableChaining()`.
    ConsumerNever,
    /// The consumer says `startNewChain()`.
    ConsumerHead,
    /// The two have different parallelisms.
    Parallelism,
    /// Records are partitioned anew: keyBy, rebalance, broadcast.
    Partitioner,
}

impl Cut {
    /// Every rule.
    pub const ALL: [Cut; 8] = [
        Self::SeveralInputs,
        Self::ChainingOff,
        Self::Group,
        Self::ProducerNever,
        Self::ConsumerNever,
        Self::ConsumerHead,
        Self::Parallelism,
        Self::Partitioner,
    ];
}

impl JobGraph {
    /// Chains what can be chained.
    pub fn new(program: Resolved) -> JobGraph {
        let cuts = all_cuts(&program);
        let mut chains: Vec<Vec<OperatorId>> = Vec::new();
        let mut vertex_of: Vec<VertexId> = Vec::new();
        for id in program.graph.ids() {
            // A chained operator has one input only, so it belongs to one chain only.
            let vertex = if is_chained(&cuts[id.index()]) {
                vertex_of[program.graph.operator(id).inputs[0].from.index()]
            } else {
                chains.push(Vec::new());
                VertexId::next(chains.len() - 1)
            };
            chains[vertex.index()].push(id);
            vertex_of.push(vertex);
        }
        JobGraph { program, chains, vertex_of, cuts }
    }

    /// The vertex of an operator.
    pub fn vertex(&self, id: OperatorId) -> VertexId {
        self.vertex_of[id.index()]
    }

    /// The first operator of a vertex: the one that takes its input.
    pub fn head(&self, vertex: VertexId) -> OperatorId {
        self.chains[vertex.index()][0]
    }

    /// How many subtasks a vertex has.
    pub fn parallelism(&self, vertex: VertexId) -> u16 {
        self.program.of(self.head(vertex)).parallelism
    }

    /// The slot sharing group of a vertex.
    pub fn group(&self, vertex: VertexId) -> &str {
        &self.program.of(self.head(vertex)).group
    }

    /// The ids of all vertices, producers first.
    pub fn vertices(&self) -> impl Iterator<Item = VertexId> + use<> {
        (0..self.chains.len()).map(VertexId::next)
    }

    /// Where the records of a vertex come from, and how.
    pub fn inputs(&self, vertex: VertexId) -> impl Iterator<Item = (VertexId, Partitioner)> + '_ {
        let head = self.head(vertex);
        let edges = self.program.graph.operator(head).inputs.iter();
        let partitioners = self.program.of(head).partitioners.iter();
        edges.zip(partitioners).map(|(edge, how)| (self.vertex(edge.from), *how))
    }

    /// How many subtasks, and so threads, there are in all.
    pub fn subtasks(&self) -> usize {
        self.vertices().map(|vertex| usize::from(self.parallelism(vertex))).sum()
    }

    /// "Source: socket -> flatMap": as Flink names the task (`createChainedName`).
    pub fn name(&self, vertex: VertexId) -> String {
        self.chain_name(self.head(vertex))
    }

    fn chain_name(&self, from: OperatorId) -> String {
        let name = self.program.graph.operator(from).full_name();
        let rest: Vec<String> = self.chained_to(from).map(|next| self.chain_name(next)).collect();
        match rest.as_slice() {
            [] => name,
            [one] => [&name, " -> ", one].concat(),
            several => [&name, " -> (", &several.join(", "), ")"].concat(),
        }
    }

    fn chained_to(&self, from: OperatorId) -> impl Iterator<Item = OperatorId> + '_ {
        self.program.graph.ids().filter(move |id| {
            let chained = is_chained(&self.cuts[id.index()]);
            chained && self.program.graph.operator(*id).inputs[0].from == from
        })
    }

    /// The same graph with another parallelism for each vertex: chains stay as they are.
    pub fn rescaled(&self, parallelism: &[u16]) -> JobGraph {
        let mut graph = self.clone();
        for (settings, vertex) in graph.program.settings.iter_mut().zip(&self.vertex_of) {
            settings.parallelism = parallelism[vertex.index()];
        }
        graph
    }

    /// The job as the model runs it.
    pub fn spec(&self, options: Config) -> JobSpec {
        let vertex = |vertex: VertexId| VertexSpec {
            name: self.name(vertex),
            parallelism: self.parallelism(vertex),
            inputs: self
                .inputs(vertex)
                .map(|(from, how)| Input { from, pattern: how.pattern(), blocking: false })
                .collect(),
            slot_sharing_group: self.group(vertex).to_owned(),
        };
        JobSpec {
            name: self.program.graph.name.clone(),
            vertices: self.vertices().map(vertex).collect(),
            options,
            batch: false,
            behaviour: Behaviour::default(),
        }
    }
}

/// Whether an operator is in the chain of its input.
fn is_chained(cuts: &[Vec<Cut>]) -> bool {
    matches!(cuts, [of_the_only_input] if of_the_only_input.is_empty())
}

fn all_cuts(program: &Resolved) -> Vec<Vec<Vec<Cut>>> {
    let of = |id: OperatorId| {
        let inputs = 0..program.graph.operator(id).inputs.len();
        inputs.map(|input| cuts(program, id, input)).collect()
    };
    program.graph.ids().map(of).collect()
}

/// The rules that keep an operator out of the chain of one of its inputs.
fn cuts(program: &Resolved, consumer: OperatorId, input: usize) -> Vec<Cut> {
    let operator = program.graph.operator(consumer);
    let edge = operator.inputs[input];
    let producer = program.graph.operator(edge.from);
    let (before, after) = (program.of(edge.from), program.of(consumer));
    let applies = |rule: Cut| match rule {
        Cut::SeveralInputs => operator.inputs.len() > 1,
        Cut::ChainingOff => program.graph.chaining == Chaining::Off,
        Cut::Group => before.group != after.group,
        Cut::ProducerNever => producer.strategy == ChainingStrategy::Never,
        Cut::ConsumerNever => operator.strategy == ChainingStrategy::Never,
        Cut::ConsumerHead => operator.strategy == ChainingStrategy::Head,
        Cut::Parallelism => before.parallelism != after.parallelism,
        Cut::Partitioner => after.partitioners[input] != Partitioner::Forward,
    };
    Cut::ALL.into_iter().filter(|rule| applies(*rule)).collect()
}
