//! What a job is before it runs: its JobGraph (operators already chained into vertices) and the
//! options that decide how it ends and restarts.

use crate::FlinkVersion;
use crate::config::{Config, Key, key};
use crate::ids::VertexId;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A job as a scenario describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobSpec {
    /// The job's name, unique in the scenario.
    pub name: String,
    /// The vertices of the JobGraph, producers before consumers.
    pub vertices: Vec<VertexSpec>,
    /// The job's own options (restart strategy, checkpoint interval, ...), over the cluster's.
    #[serde(default)]
    pub options: Config,
    /// Batch jobs end one stage before the next begins where an edge is blocking.
    #[serde(default)]
    pub batch: bool,
    /// How the user's code behaves.
    #[serde(default)]
    pub behaviour: Behaviour,
}

/// One vertex of the JobGraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VertexSpec {
    /// "Source: src -> map": operators chained into one task.
    pub name: String,
    /// How many subtasks.
    pub parallelism: u16,
    /// Where its records come from.
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// `slotSharingGroup(...)`.
    #[serde(default = "default_group")]
    pub slot_sharing_group: String,
}

/// The simulator's limit of subtasks of a vertex; more that is asked for is cut. Flink's is 32,768, the greatest
/// maximum parallelism.
pub const MOST_SUBTASKS: u16 = 1_024;

fn default_group() -> String {
    "default".to_owned()
}

/// An edge of the JobGraph, seen from its consumer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The producing vertex.
    pub from: VertexId,
    /// Which producer subtask feeds which consumer subtask.
    pub pattern: Pattern,
    /// The consumer starts only when the producer is done (batch shuffles).
    #[serde(default)]
    pub blocking: bool,
}

/// Flink's `DistributionPattern`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// Every producer feeds every consumer (keyBy, rebalance, broadcast): one pipelined region.
    AllToAll,
    /// Subtask i feeds subtask i (forward, rescale).
    Pointwise,
}

/// How the user's code behaves once it runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Behaviour {
    /// Each subtask has read all its input after so long; `None`: an unbounded stream.
    pub finishes_after: Option<Time>,
    /// A subtask throws.
    pub throws: Option<Throw>,
    /// Subtasks that have nothing (more) to read, long before the job is over: readers without a split.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ends_early: Vec<EarlyEnd>,
    /// How long after each time the job became RUNNING its first periodic checkpoint came, where Flink draws
    /// that; what is missing came after a whole interval.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub first_checkpoints: Vec<Time>,
}

/// One subtask ends, and the job goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlyEnd {
    /// In which vertex.
    pub vertex: VertexId,
    /// Which subtask.
    pub subtask: u16,
    /// So long after the subtask is RUNNING.
    pub after: Time,
    /// Only from this attempt on.
    #[serde(default)]
    pub from_attempt: u16,
}

/// A planned exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Throw {
    /// In which vertex.
    pub vertex: VertexId,
    /// In which subtask.
    pub subtask: u16,
    /// So long after the subtask is RUNNING.
    pub after: Time,
    /// Only in attempts below this number; `None`: in every attempt.
    #[serde(default)]
    pub in_attempts_below: Option<u16>,
}

impl JobSpec {
    /// A vertex by id.
    pub fn vertex(&self, id: VertexId) -> &VertexSpec {
        &self.vertices[id.index()]
    }

    /// The job as it comes out of `main()` when the client was told these options. What the program
    /// sets itself wins. Its operators of the greatest parallelism are taken for those that set none
    /// and have the default one (`-p`); the others are left, since a source of one subtask is mostly
    /// written so.
    pub fn told(&self, options: &Config) -> JobSpec {
        let mut job = self.clone();
        job.options = options.overlaid(&self.options);
        let most = self.vertices.iter().map(|vertex| vertex.parallelism).max();
        // Only what was told counts; the version's default is that of a program that sets nothing.
        let told = options.is_set(Key::DefaultParallelism);
        let default = options.value(key::DefaultParallelism, FlinkVersion::NEWEST);
        if told && default > 0 {
            let default = u16::try_from(default).unwrap_or(MOST_SUBTASKS).min(MOST_SUBTASKS);
            for vertex in job.vertices.iter_mut().filter(|it| Some(it.parallelism) == most) {
                vertex.parallelism = default;
            }
        }
        job
    }

    /// How many subtasks the job has.
    pub fn tasks(&self) -> usize {
        self.vertices.iter().map(|vertex| usize::from(vertex.parallelism)).sum()
    }
}
