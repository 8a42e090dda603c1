//! Which of the model's ids stands for which of Flink's.
//!
//! In: a [`Recording`]. Out: [`Names`]. An id of the model is a position: jobs in the order in which
//! the Dispatcher received them, TaskManagers in the order in which they were started, allocations in
//! the order in which the ResourceManager made them.

use crate::read::Recording;
use model::{AllocationId, ExecutionId, JobId, TmId, VertexId};
use std::collections::BTreeMap;

/// Stands for a TaskManager that a row does not name.
pub const UNKNOWN_TM: TmId = TmId(u16::MAX);

/// The ids of one recording.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Flink's JobID and the job's name, by [`JobId`].
    pub jobs: Vec<(String, String)>,
    tms: BTreeMap<String, TmId>,
    /// ResourceID to TaskManager.
    resources: BTreeMap<String, TmId>,
    allocations: BTreeMap<String, AllocationId>,
    /// JobID of an ExecutionGraphID (`Execution`'s ids begin with it).
    graphs: BTreeMap<String, String>,
    /// JobVertexIDs of a job, by [`VertexId`].
    vertices: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// Reads all ids of a recording.
    pub fn collect(recording: &Recording) -> Names {
        let mut names = Names::default();
        for (jid, plan) in &recording.plans {
            let ids = plan.vertices.iter().map(|vertex| vertex.id.clone()).collect();
            names.vertices.insert(jid.clone(), ids);
        }
        names.collect_task_managers(recording);
        for row in &recording.rows {
            let text = |name| row.text(name).map(str::to_owned);
            if matches!(row.kind.as_str(), "job.received" | "job.initializing")
                && let (Some(jid), Some(job)) = (text("jid"), text("job"))
                && names.job(&jid).is_none()
            {
                names.jobs.push((jid, job));
            }
            if row.kind == "job.graph_created"
                && let (Some(graph), Some(jid)) = (text("eg"), text("jid"))
            {
                names.graphs.insert(graph, jid);
            }
            if row.kind == "slot.allocating"
                && let Some(allocation) = text("alloc")
            {
                let next = AllocationId::next(names.allocations.len());
                names.allocations.entry(allocation).or_insert(next);
            }
            if row.kind == "task.state"
                && let (Some(jid), Some(vertex)) = (text("jid"), text("vertex"))
            {
                // Without a plan the vertices are known by the order in which they were scheduled.
                let known = names.vertices.entry(jid).or_default();
                if !known.contains(&vertex) {
                    known.push(vertex);
                }
            }
        }
        names
    }

    /// `tm-3` is the fourth that was started. A container that never registered has no such name
    /// and gets the next free number.
    fn collect_task_managers(&mut self, recording: &Recording) {
        let mut labels: Vec<&str> = Vec::new();
        for row in &recording.rows {
            let own = row.kind.starts_with("tm.").then_some(row.src.as_str());
            for label in [own, row.text("tm")].into_iter().flatten() {
                if !labels.contains(&label) && label != "jm-0" {
                    labels.push(label);
                }
            }
        }
        let number = |label: &str| label.strip_prefix("tm-").and_then(|n| n.parse::<u16>().ok());
        let mut next = labels.iter().filter_map(|label| number(label)).max().map_or(0, |n| n + 1);
        for label in labels {
            let id = number(label).unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            self.tms.insert(label.to_owned(), TmId(id));
        }
        for row in recording.of("tm.resource_id") {
            if let (Some(rid), Some(tm)) = (row.text("rid"), self.tm(&row.src)) {
                self.resources.insert(rid.to_owned(), tm);
            }
        }
    }

    /// A job by Flink's JobID.
    pub fn job(&self, jid: &str) -> Option<JobId> {
        self.jobs.iter().position(|(known, _)| known == jid).map(JobId::next)
    }

    /// A TaskManager by the recorder's label.
    pub fn tm(&self, label: &str) -> Option<TmId> {
        self.tms.get(label).copied()
    }

    /// How many TaskManagers there ever were.
    pub fn tm_count(&self) -> usize {
        self.tms.values().map(|tm| tm.index() + 1).max().unwrap_or(0)
    }

    /// The TaskManager whose ResourceID stands somewhere in a text.
    pub fn tm_in(&self, text: &str) -> Option<TmId> {
        self.resources.iter().find(|(rid, _)| text.contains(*rid)).map(|(_, tm)| *tm)
    }

    /// A slot allocation by Flink's AllocationID.
    pub fn allocation(&self, alloc: &str) -> Option<AllocationId> {
        self.allocations.get(alloc).copied()
    }

    /// A vertex by Flink's JobVertexID.
    pub fn vertex(&self, jid: &str, vertex: &str) -> Option<VertexId> {
        self.vertices.get(jid)?.iter().position(|known| known == vertex).map(VertexId::next)
    }

    /// An execution by Flink's ExecutionAttemptID: graph, vertex, subtask, attempt.
    pub fn execution(&self, id: &str) -> Option<ExecutionId> {
        let mut parts = id.split('_');
        let jid = self.graphs.get(parts.next()?)?;
        let vertex = self.vertex(jid, parts.next()?)?;
        let mut number = || parts.next()?.parse().ok();
        Some(ExecutionId { job: self.job(jid)?, vertex, subtask: number()?, attempt: number()? })
    }
}
