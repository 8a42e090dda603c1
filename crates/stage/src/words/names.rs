//! How things are called in sentences, labels and log lines.
//!
//! In: ids and the cluster they belong to. Out: names such as `tm-0`, `tm-0 / slot 1`, `client-0`,
//! `WordCount`, `Source: socket (1/2)`. Processes and slots count from 0; subtasks from 1, as in Flink's log. An id that the
//! cluster does not know yet (a message on its way may announce it) still gets a name.

use super::Lang;
use super::text::{Text, t};
use model::cluster::{Cluster, DeploymentTarget, MainPhase, Mode, Registration};
use model::event::{MainEnd, Observer, Place};
use model::{
    AllocationId, ApplicationId, ClientId, ClusterId, ContainerId, ExecutionId, JmId, JobId,
    NodeId, Provider, SavepointId, TmId, key,
};

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

/// "jm-0".
pub fn jm(id: JmId) -> String {
    numbered("jm-", id.0)
}

/// "container_000001": YARN counts containers of an attempt from 1. On Kubernetes: "pod-1".
pub fn container(provider: &Provider, id: ContainerId) -> String {
    let number = u32::from(id.0) + 1;
    match provider {
        Provider::Kubernetes { .. } => format!("pod-{number}"),
        Provider::Standalone { .. } | Provider::Yarn { .. } => format!("container_{number:06}"),
    }
}

/// "tm-0 / slot 1".
pub fn slot(id: TmId, index: u16) -> String {
    format!("{} / slot {index}", tm(id))
}

/// ZooKeeper, or Kubernetes' ConfigMaps.
pub fn leader_store(cluster: &Cluster) -> &'static str {
    let kind = cluster.config.value(key::HighAvailability, cluster.version);
    let kubernetes = kind.is_some_and(|kind| kind.eq_ignore_ascii_case("kubernetes"));
    if kubernetes { "ConfigMap" } else { "ZooKeeper" }
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

    /// Whether a JobManager that exits does so because of its `main()`: with high availability a signal
    /// may end it as well; without, a signal ends the cluster, which is another event.
    pub(super) fn fell_with_main(&self, jm: JmId) -> bool {
        let cluster = self.cluster.job_managers.get(jm.index()).map(|jm| jm.cluster);
        let threw = |main| matches!(main, MainPhase::Ended(_, MainEnd::Threw));
        let mut applications = self.cluster.applications.iter();
        !self.cluster.is_highly_available()
            || applications.any(|it| Some(it.cluster) == cluster && threw(it.main))
    }

    /// The job's own name: "WordCount".
    pub fn job(&self, id: JobId) -> String {
        match self.cluster.jobs.get(id.index()) {
            Some(job) => job.spec.name.clone(),
            None => numbered("job-", id.0),
        }
    }

    /// A savepoint by the number that it has among its job's checkpoints: "savepoint 7 of WordCount".
    pub fn savepoint(&self, id: SavepointId) -> String {
        let Some(savepoint) = self.cluster.savepoints.get(id.index()) else {
            return numbered("savepoint-", id.0);
        };
        let text = t("{0} 的 savepoint {1}", "savepoint {1} of {0}");
        self.say(text, &[&self.job(savepoint.job), &savepoint.number.to_string()])
    }

    /// The name of an application: that of its program.
    pub fn application(&self, id: ApplicationId) -> String {
        match self.cluster.applications.get(id.index()) {
            // Around a submitted job: that job's.
            Some(application) => match (application.main, application.jobs.first()) {
                (MainPhase::Elsewhere, Some(job)) => self.job(*job),
                _ => application.program.name.clone(),
            },
            None => numbered("application-", id.0),
        }
    }

    /// A cluster in the middle of a sentence, by what it was started for.
    pub fn flink(&self, id: ClusterId) -> String {
        let owner = match self.cluster.clusters.get(id.index()).map(|cluster| cluster.mode) {
            Some(Mode::PerJob(client)) => self.job_of_client(client),
            Some(Mode::Application(application)) => self.application(application),
            Some(Mode::Session) | None => {
                let sessions =
                    || self.cluster.clusters.iter().filter(|it| it.mode == Mode::Session);
                let name = sessions().find(|it| it.id == id && sessions().count() > 1);
                let Some(name) = name.map(|it| self.cluster.name_of(it)) else {
                    return self.say(t("会话集群", "the session cluster"), &[]);
                };
                // Of an application's id only its number tells it from the others.
                let short = name.strip_prefix("application_1622535605178").unwrap_or(&name);
                return self.say(t("会话集群 {0}", "the session cluster {0}"), &[short]);
            }
        };
        self.say(t("{0} 的集群", "the cluster of {0}"), &[&owner])
    }

    /// A container or pod.
    pub fn container(&self, id: ContainerId) -> String {
        container(&self.cluster.provider, id)
    }

    /// One of two wordings: on Kubernetes, or elsewhere.
    pub(super) const fn on(&self, elsewhere: Text, kubernetes: Text) -> Text {
        match self.cluster.provider {
            Provider::Standalone { .. } | Provider::Yarn { .. } => elsewhere,
            Provider::Kubernetes { .. } => kubernetes,
        }
    }

    /// ZooKeeper, or Kubernetes' ConfigMaps.
    pub fn leader_store(&self) -> &'static str {
        leader_store(self.cluster)
    }

    /// The name of the program that a client runs.
    pub fn job_of_client(&self, id: ClientId) -> String {
        match self.cluster.clients.get(id.index()) {
            Some(client) => client.program.name.clone(),
            None => client(id),
        }
    }

    /// The job that the `main()` in a client has just reached; of an application: the program.
    pub(super) fn next_job_of(&self, id: ClientId) -> String {
        let client = self.cluster.clients.get(id.index());
        let client = client.filter(|it| it.target != DeploymentTarget::Application);
        let job = client.and_then(|it| it.next_step()).and_then(|step| step.job());
        job.map_or_else(|| self.job_of_client(id), str::to_owned)
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

    /// Whether a JobManager of the cluster has been there before the present one.
    pub(super) fn is_another_attempt(&self, id: ClusterId) -> bool {
        self.cluster.job_managers.iter().filter(|jm| jm.cluster == id).count() > 1
            && self.cluster.provider.job_managers() == 1
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
        let job = self.cluster.jobs.get(id.job.index());
        match job.map_or(id.attempt, |job| job.shown_attempt(id.attempt)) {
            0 => format!("{name} ({subtask}/{parallelism})"),
            attempt => format!("{name} ({subtask}/{parallelism}, attempt #{attempt})"),
        }
    }

    /// Who noticed something: "the ResourceManager", "the JobMaster of WordCount".
    pub fn observer(&self, observer: Observer) -> String {
        match observer {
            Observer::ResourceManager => self.place(Place::ResourceManager(ClusterId(0))),
            Observer::JobMaster(job) => self.place(Place::JobMaster(job)),
        }
    }

    /// Somebody that sends or receives, in the middle of a sentence.
    pub fn place(&self, place: Place) -> String {
        match place {
            Place::Shell => self.say(t("终端", "a terminal"), &[]),
            Place::Client(id) => client(id),
            Place::Dispatcher(_) => self.say(t("Dispatcher", "the Dispatcher"), &[]),
            Place::ResourceManager(_) => self.say(t("ResourceManager", "the ResourceManager"), &[]),
            Place::JobMaster(id) => {
                self.say(t("{0} 的 JobMaster", "the JobMaster of {0}"), &[&self.job(id)])
            }
            Place::TaskManager(id) => tm(id),
            Place::YarnResourceManager => {
                let yarn = t("YARN 的 ResourceManager", "YARN's ResourceManager");
                let kubernetes = t("Kubernetes 的 API server", "the API server of Kubernetes");
                self.say(self.on(yarn, kubernetes), &[])
            }
            Place::NodeManager(id) => {
                let yarn = t("{0} 的 NodeManager", "the NodeManager of {0}");
                let kubernetes = t("{0} 的 kubelet", "the kubelet of {0}");
                self.say(self.on(yarn, kubernetes), &[&node(id)])
            }
            Place::FileSystem => "HDFS".to_owned(),
            Place::LeaderStore => self.leader_store().to_owned(),
        }
    }
}
