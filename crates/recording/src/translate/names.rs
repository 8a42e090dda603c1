//! Which of the model's ids stands for which of Flink's.
//!
//! In: a [`Recording`]. Out: [`Names`]. An id of the model is a position: jobs in the order in which
//! a Dispatcher received them, processes in the order in which they were started, clusters in the order
//! of their first JobManagers, allocations in the order in which a ResourceManager made them.
//!
//! A job that a new leader recovers counts its attempts from 0 again; here it goes on counting, as in
//! the model: its first attempt is one above the highest before.

use crate::read::Recording;
use model::{AllocationId, ApplicationId, ClusterId, ExecutionId, JmId, JobId, TmId, VertexId};
use std::collections::{BTreeMap, BTreeSet};

/// Stands for a TaskManager that a row does not name.
pub const UNKNOWN_TM: TmId = TmId(u16::MAX);

/// The ids of one recording.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Flink's JobID and the job's name, by [`JobId`].
    pub jobs: Vec<(String, String)>,
    /// The cluster of each JobManager process, by [`JmId`].
    pub jms: Vec<ClusterId>,
    /// 2.3: the ids of applications, by [`ApplicationId`], and the JobManager in which each was first seen.
    applications: Vec<(String, String)>,
    /// 2.3: the ids that other JobManagers of the application mode gave to the same `main()`.
    again: BTreeMap<String, ApplicationId>,
    /// The YARN application of each cluster, where there is one.
    yarn: BTreeMap<String, ClusterId>,
    /// 2.3: which application each job belongs to.
    owners: BTreeMap<String, String>,
    /// 2.3: applications with a `main()` of their own.
    packaged: BTreeSet<String>,
    /// JobManagers of the application mode, by the recorder's label.
    application_mode: BTreeSet<String>,
    /// The cluster of each TaskManager that an active ResourceManager asked for.
    tm_clusters: BTreeMap<TmId, ClusterId>,
    /// When each job was recovered, and with which attempt it began anew.
    recoveries: BTreeMap<String, Vec<(u64, u16)>>,
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
        names.collect_job_managers(recording);
        names.collect_task_managers(recording);
        names.collect_recoveries(recording);
        for row in &recording.rows {
            let text = |name| row.text(name).map(str::to_owned);
            if matches!(row.kind.as_str(), "job.received" | "job.initializing")
                && let (Some(jid), Some(job)) = (text("jid"), text("job"))
                && names.job(&jid).is_none()
            {
                names.jobs.push((jid, job));
            }
            if row.kind == "jm.process_start"
                && row.text("entrypoint").is_some_and(|class| class.contains("ApplicationCluster"))
            {
                names.application_mode.insert(row.src.clone());
            }
            if row.kind == "app.submitting"
                && let (Some(aid), Some(app)) = (text("aid"), text("app"))
                && !app.starts_with("SingleJobApplication")
            {
                names.packaged.insert(aid);
            }
            if matches!(row.kind.as_str(), "app.received" | "app.state" | "job.submitting")
                && let Some(aid) = text("aid")
                && names.application(&aid).is_none()
            {
                match names.before(&row.src) {
                    Some(first) => _ = names.again.insert(aid, first),
                    None => names.applications.push((aid, row.src.clone())),
                }
            }
            if row.kind == "job.submitting"
                && let (Some(jid), Some(aid)) = (text("jid"), text("aid"))
            {
                names.owners.insert(jid, aid);
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

    /// `jm-2` is the third that was started. On YARN its container names the application that it
    /// belongs to; on fixed machines all of them form one cluster.
    fn collect_job_managers(&mut self, recording: &Recording) {
        let number = |label: &str| label.strip_prefix("jm-").and_then(|n| n.parse::<usize>().ok());
        let own = recording.rows.iter().filter_map(|row| number(&row.src));
        let count = own.max().map_or(1, |last| last + 1);
        let mut known: Vec<String> = Vec::new();
        for index in 0..count {
            let label = format!("jm-{index}");
            let application =
                recording.application_of(&label).or_else(|| recording.deployment_of(&label));
            let alone = recording.is_on_yarn().then_some(label);
            let cluster = application.or(alone).unwrap_or_default();
            let position = known.iter().position(|other| *other == cluster);
            self.jms.push(ClusterId::next(position.unwrap_or(known.len())));
            if position.is_none() {
                known.push(cluster);
            }
        }
        self.yarn = known.into_iter().enumerate().map(|(n, id)| (id, ClusterId::next(n))).collect();
    }

    /// The cluster whose YARN application stands somewhere in a text.
    pub fn cluster_in(&self, text: &str) -> Option<ClusterId> {
        let found = self.yarn.iter().find(|(id, _)| !id.is_empty() && text.contains(*id));
        found.map(|(_, cluster)| *cluster)
    }

    fn collect_recoveries(&mut self, recording: &Recording) {
        let mut highest: BTreeMap<&str, u16> = BTreeMap::new();
        let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
        for row in &recording.rows {
            let Some(jid) = row.text("jid") else { continue };
            if row.kind == "job.initializing" {
                let before = begun.insert(jid, &row.src);
                if before.is_some() {
                    let first = highest.get(jid).map_or(1, |last| last + 1);
                    self.recoveries.entry(jid.to_owned()).or_default().push((row.t_ms, first));
                }
            }
            if row.kind == "task.state"
                && let Some(attempt) = row.number("attempt").and_then(|n| u16::try_from(n).ok())
            {
                let attempt = attempt + self.first_attempt(jid, row.t_ms);
                let last = highest.entry(jid).or_default();
                *last = attempt.max(*last);
            }
        }
    }

    /// The number that the attempt 0 of a job has at this time.
    fn first_attempt(&self, jid: &str, t_ms: u64) -> u16 {
        let recoveries = self.recoveries.get(jid).map_or(&[][..], Vec::as_slice);
        let last = recoveries.iter().rev().find(|(at, _)| *at <= t_ms);
        last.map_or(0, |(_, first)| *first)
    }

    /// `tm-3` is the fourth that was started. A container that never registered has no such name
    /// and gets the next free number.
    fn collect_task_managers(&mut self, recording: &Recording) {
        let mut labels: Vec<&str> = Vec::new();
        for row in &recording.rows {
            let own = row.kind.starts_with("tm.").then_some(row.src.as_str());
            for label in [own, row.text("tm")].into_iter().flatten() {
                if !labels.contains(&label) && !label.starts_with("jm-") {
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
        for row in recording.of("worker.requested") {
            if let (Some(tm), Some(cluster)) =
                (row.text("tm").and_then(|label| self.tm(label)), self.cluster_of(&row.src))
            {
                self.tm_clusters.insert(tm, cluster);
            }
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

    /// A JobManager by the recorder's label.
    pub fn jm(&self, label: &str) -> Option<JmId> {
        let number: usize = label.strip_prefix("jm-")?.parse().ok()?;
        (number < self.jms.len()).then(|| JmId::next(number))
    }

    /// The cluster of a process, by the recorder's label.
    pub fn cluster_of(&self, label: &str) -> Option<ClusterId> {
        match (self.jm(label), self.tm(label)) {
            (Some(jm), _) => self.jms.get(jm.index()).copied(),
            (None, Some(tm)) => Some(self.cluster_of_tm(tm)),
            (None, None) => None,
        }
    }

    /// The cluster of a TaskManager: on fixed machines there is one.
    pub fn cluster_of_tm(&self, tm: TmId) -> ClusterId {
        self.tm_clusters.get(&tm).copied().unwrap_or(ClusterId(0))
    }

    /// An application by Flink's ApplicationID.
    pub fn application(&self, aid: &str) -> Option<ApplicationId> {
        let position = self.applications.iter().position(|(known, _)| known == aid);
        position.map(ApplicationId::next).or_else(|| self.again.get(aid).copied())
    }

    /// What an earlier JobManager of the same cluster ran, if it is there to run one `main()`.
    fn before(&self, label: &str) -> Option<ApplicationId> {
        let cluster = self.runs_application(label).then(|| self.cluster_of(label))?;
        let same = |(_, other): &(String, String)| {
            other != label && self.runs_application(other) && self.cluster_of(other) == cluster
        };
        self.applications.iter().position(same).map(ApplicationId::next)
    }

    /// The application that a job belongs to (2.3).
    pub fn application_of(&self, job: JobId) -> Option<ApplicationId> {
        let (jid, _) = self.jobs.get(job.index())?;
        self.application(self.owners.get(jid)?)
    }

    /// Whether the application has a `main()` of its own (2.3), rather than a single submitted job.
    pub fn is_packaged(&self, application: ApplicationId) -> bool {
        let known = self.applications.get(application.index());
        known.is_some_and(|(aid, _)| self.packaged.contains(aid))
    }

    /// Whether a process is a JobManager that runs a program's `main()` as its purpose.
    pub fn runs_application(&self, label: &str) -> bool {
        self.application_mode.contains(label)
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

    /// An attempt of a subtask, as a row at this time names it.
    pub fn attempt(
        &self,
        t_ms: u64,
        (jid, vertex): (&str, &str),
        subtask: u16,
        attempt: u16,
    ) -> Option<ExecutionId> {
        let attempt = attempt + self.first_attempt(jid, t_ms);
        Some(ExecutionId {
            job: self.job(jid)?,
            vertex: self.vertex(jid, vertex)?,
            subtask,
            attempt,
        })
    }

    /// An execution by Flink's ExecutionAttemptID: graph, vertex, subtask, attempt.
    pub fn execution(&self, t_ms: u64, id: &str) -> Option<ExecutionId> {
        let mut parts = id.split('_');
        let jid = self.graphs.get(parts.next()?)?;
        let vertex = parts.next()?;
        let mut number = || parts.next()?.parse().ok();
        self.attempt(t_ms, (jid, vertex), number()?, number()?)
    }
}
