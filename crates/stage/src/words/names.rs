//! How things are called in sentences, labels and log lines.
//!
//! In: ids and the cluster they belong to. Out: names such as `tm-0`, `tm-0 / slot 1`, `client-0`,
//! `WordCount`, `Source: socket (1/2)`. Processes and slots count from 0; subtasks from 1, as in Flink's log. An id that the
//! cluster does not know yet (a message on its way may announce it) still gets a name.

use super::Lang;
use super::text::{Text, t};
use model::cluster::{Cluster, Registration};
use model::event::{Observer, Place};
use model::{AllocationId, ClientId, ContainerId, ExecutionId, JobId, NodeId, TmId};

/// Names within one cluster, in one language.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The language.
    pub lang: Lang,
    /// What the ids mean.
    pub cluster: &'a Cluster,
}

/// "tm-0".
pub fn tm(id: TmId) -> String {
    numbered("tm-", id.0)
}

/// "client-0".
pub fn client(id: ClientId) -> String {
    numbered("client-", id.0)
}

/// "node-0".
pub fn node(id: NodeId) -> String {
    numbered("node-", id.0)
}

/// "container_000001": YARN counts containers of an attempt from 1.
pub fn container(id: ContainerId) -> String {
    format!("container_{:06}", u32::from(id.0) + 1)
}

/// "tm-0 / slot 1".
pub fn slot(id: TmId, index: u16) -> String {
    format!("{} / slot {index}", tm(id))
}

fn numbered(prefix: &str, number: u16) -> String {
    format!("{prefix}{number}")
}

impl<'a> Names<'a> {
    /// Names of this cluster in that language.
    pub const fn new(lang: Lang, cluster: &'a Cluster) -> Self {
        Self { lang, cluster }
    }

    /// A text in this language, filled.
    pub(super) fn say(&self, text: Text, args: &[&str]) -> String {
        text.fill(self.lang, args)
    }

    /// The job's own name: "WordCount".
    pub fn job(&self, id: JobId) -> String {
        match self.cluster.jobs.get(id.index()) {
            Some(job) => job.spec.name.clone(),
            None => numbered("job-", id.0),
        }
    }

    /// The name of the job that a client submits.
    pub fn job_of_client(&self, id: ClientId) -> String {
        match self.cluster.clients.get(id.index()) {
            Some(client) => client.job_name.to_string(),
            None => client(id),
        }
    }

    /// The slot of an allocation: "tm-0 / slot 1".
    pub fn slot(&self, id: AllocationId) -> String {
        match self.cluster.allocations.get(id.index()) {
            Some(allocation) => slot(allocation.tm, allocation.index),
            None => "slot".to_owned(),
        }
    }

    /// The slot of an allocation where its TaskManager is named anyway: "slot 1".
    pub fn slot_index(&self, id: AllocationId) -> String {
        match self.cluster.allocations.get(id.index()) {
            Some(allocation) => numbered("slot ", allocation.index),
            None => "slot".to_owned(),
        }
    }

    /// The TaskManager of an allocation's slot.
    pub fn tm_of(&self, id: AllocationId) -> String {
        match self.cluster.allocations.get(id.index()) {
            Some(allocation) => tm(allocation.tm),
            None => "TaskManager".to_owned(),
        }
    }

    /// The name of the job that owns an allocation.
    pub fn owner(&self, id: AllocationId) -> String {
        match self.cluster.allocations.get(id.index()) {
            Some(allocation) => self.job(allocation.job),
            None => "?".to_owned(),
        }
    }

    /// The slot that a subtask is assigned to, if any.
    pub fn slot_of(&self, id: ExecutionId) -> Option<String> {
        let job = self.cluster.jobs.get(id.job.index())?;
        let subtask = job.executions.get(id.vertex.index())?.get(usize::from(id.subtask))?;
        Some(self.slot(subtask.slot?))
    }

    /// Whether the end of a container is news to Flink's ResourceManager: the TaskManager in it
    /// still counts as registered.
    pub(super) fn is_news(&self, id: ContainerId) -> bool {
        self.cluster.task_managers.iter().any(|tm| {
            tm.container == Some(id) && matches!(tm.registration, Registration::Registered(_))
        })
    }

    /// A subtask as Flink's log writes it, counted from 1: "Source: socket (1/2)"; later attempts
    /// carry their number: "Source: socket (1/2, attempt #1)".
    pub fn task(&self, id: ExecutionId) -> String {
        let vertex = self
            .cluster
            .jobs
            .get(id.job.index())
            .and_then(|job| job.spec.vertices.get(id.vertex.index()));
        let (name, parallelism) = vertex.map_or(("task", 0), |v| (v.name.as_str(), v.parallelism));
        let subtask = id.subtask + 1;
        match id.attempt {
            0 => format!("{name} ({subtask}/{parallelism})"),
            attempt => format!("{name} ({subtask}/{parallelism}, attempt #{attempt})"),
        }
    }

    /// Who noticed something: "the ResourceManager", "the JobMaster of WordCount".
    pub fn observer(&self, observer: Observer) -> String {
        match observer {
            Observer::ResourceManager => self.place(Place::ResourceManager),
            Observer::JobMaster(job) => self.place(Place::JobMaster(job)),
        }
    }

    /// Somebody that sends or receives, in the middle of a sentence.
    pub fn place(&self, place: Place) -> String {
        match place {
            Place::Shell => self.say(t("终端", "a terminal"), &[]),
            Place::Client(id) => client(id),
            Place::Dispatcher => self.say(t("Dispatcher", "the Dispatcher"), &[]),
            Place::ResourceManager => self.say(t("ResourceManager", "the ResourceManager"), &[]),
            Place::JobMaster(id) => {
                self.say(t("{0} 的 JobMaster", "the JobMaster of {0}"), &[&self.job(id)])
            }
            Place::TaskManager(id) => tm(id),
            Place::YarnResourceManager => {
                self.say(t("YARN 的 ResourceManager", "YARN's ResourceManager"), &[])
            }
            Place::NodeManager(id) => {
                self.say(t("{0} 的 NodeManager", "the NodeManager of {0}"), &[&node(id)])
            }
        }
    }
}
