//! What is true at one moment, of all Flink clusters and the machines they run on. Plain data: changed only by [`Cluster::apply`] (in `cluster/apply.rs`),
//! read by the deciders and by whoever draws. A copy shares what does not change ([`Shared`]).
//!
//! A slot is known in three places that may disagree for a while, as in Flink: the TaskManager's
//! slot table ([`TaskManager::slots`]), the ResourceManager's view ([`Allocation::at_rm`]) and the
//! JobMaster's slot pool ([`Allocation::at_job_master`]).

mod adaptive;
mod apply;
mod control;
mod job;
mod name;
mod platform;
mod pool;
pub(crate) mod rule;
mod savepoint;
mod tally;
mod worker;

pub use adaptive::Adaptive;
pub use apply::{MAX_CLUSTERS, MAX_JOB_MANAGERS, MAX_JOBS, MAX_TASK_MANAGERS};
pub use control::{
    Application, FlinkCluster, JobManager, JobManagerPhase, JobManagerRole, MainPhase, Mode,
};
pub use job::{Client, ClientPhase, DeploymentTarget, Execution, Failover, Job};
pub use platform::{
    Container, ContainerPhase, Node, NodeState, Platform, Staging, YarnApplicationState,
};
pub use rule::action::refusal;
pub use savepoint::{Restored, Savepoint, SavepointPhase};
pub use worker::{
    Allocation, AtJobMaster, AtResourceManager, MOST_SLOTS, ProcessState, Registration, SlotState,
    TaskManager,
};

use crate::config::Config;
use crate::config::{Key, key};
use crate::event::{
    ApplicationState, Cause, ClusterStatus, ContainerRole, LossReason, Refusal, Submitter,
};
use crate::ids::{
    AllocationId, ApplicationId, ClientId, ClusterId, ContainerId, ExecutionId, JmId, JobId,
    NodeId, SavepointId, TmId,
};
use crate::program::Step;
use crate::scenario::Provider;
use crate::shared::Shared;
use crate::state::{ExecutionState, JobStatus};
use crate::time::Time;
use crate::version::FlinkVersion;
use std::rc::Rc;

/// Everything that is true at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// The time of the last applied event.
    pub now: Time,
    /// How many of the scenario's actions were taken.
    pub actions_taken: usize,
    /// Why the last action was refused, if it was.
    pub refused: Option<Refusal>,
    /// The version that is imitated.
    pub version: FlinkVersion,
    /// Where processes come from.
    pub provider: Provider,
    /// The configuration of every Flink cluster here.
    pub config: Rc<Config>,
    /// Every Flink cluster that ever was, by [`ClusterId`].
    pub clusters: Vec<FlinkCluster>,
    /// Every JobManager process that ever was, by [`JmId`].
    pub job_managers: Shared<JobManager>,
    /// Every application whose `main()` runs in a JobManager, and, since 2.3, every one around a
    /// submitted job; by [`ApplicationId`].
    pub applications: Shared<Application>,
    /// Every TaskManager that ever was, by [`TmId`].
    pub task_managers: Shared<TaskManager>,
    /// Every job that was ever received, by [`JobId`].
    pub jobs: Shared<Job>,
    /// Every client that ever ran, by [`ClientId`].
    pub clients: Shared<Client>,
    /// Every slot allocation that ever was, by [`AllocationId`].
    pub allocations: Shared<Allocation>,
    /// Every savepoint that was ever asked for, by [`SavepointId`]. They lie outside of all clusters
    /// and outlive them.
    pub savepoints: Shared<Savepoint>,
    /// YARN or Kubernetes, where there is one.
    pub platform: Option<Platform>,
}

impl Cluster {
    /// A Flink cluster by id.
    pub fn flink(&self, id: ClusterId) -> &FlinkCluster {
        &self.clusters[id.index()]
    }

    /// A JobManager process by id.
    pub fn jm(&self, id: JmId) -> &JobManager {
        &self.job_managers[id.index()]
    }

    /// An application by id.
    pub fn application(&self, id: ApplicationId) -> &Application {
        &self.applications[id.index()]
    }

    /// The Flink cluster of a job.
    pub fn cluster_of(&self, job: JobId) -> &FlinkCluster {
        self.flink(self.job(job).cluster)
    }

    /// The jobs of a Flink cluster; none of one that is not there.
    pub fn jobs_of(&self, cluster: ClusterId) -> impl Iterator<Item = &Job> + '_ {
        let cluster = self.clusters.get(cluster.index());
        cluster.into_iter().flat_map(|it| &it.jobs).map(|job| self.job(*job))
    }

    /// The TaskManagers of a Flink cluster.
    pub fn tms_of(&self, cluster: ClusterId) -> impl Iterator<Item = &TaskManager> + '_ {
        self.task_managers.iter().filter(move |tm| tm.cluster == cluster)
    }

    /// Whether leaders are elected and jobs kept (`high-availability.type`).
    pub fn is_highly_available(&self) -> bool {
        let kind = self.config.value(key::HighAvailability, self.version);
        kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("none"))
    }

    /// A TaskManager by id.
    pub fn tm(&self, id: TmId) -> &TaskManager {
        &self.task_managers[id.index()]
    }

    /// A job by id.
    pub fn job(&self, id: JobId) -> &Job {
        &self.jobs[id.index()]
    }

    /// An allocation by id.
    pub fn allocation(&self, id: AllocationId) -> &Allocation {
        &self.allocations[id.index()]
    }

    /// A savepoint by id.
    pub fn savepoint(&self, id: SavepointId) -> &Savepoint {
        &self.savepoints[id.index()]
    }

    /// A client by id.
    pub fn client(&self, id: ClientId) -> &Client {
        &self.clients[id.index()]
    }

    /// The current attempt of a subtask, if `id` still names it.
    pub fn execution(&self, id: ExecutionId) -> Option<&Execution> {
        let row = &self.job(id.job).executions[id.vertex.index()];
        let current = row.get(usize::from(id.subtask))?;
        (current.attempt == id.attempt).then_some(current)
    }

    /// Subtasks that run in a slot (whatever the state of their TaskManager).
    pub fn tasks_in(&self, allocation: AllocationId) -> impl Iterator<Item = ExecutionId> + '_ {
        let job = self.job(self.allocation(allocation).job);
        job.execution_ids().filter(move |id| {
            let execution = job.execution(*id);
            execution.slot == Some(allocation) && execution.state.is_deployed()
        })
    }
}
