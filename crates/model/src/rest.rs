//! What the web pages of a cluster would show: the answers of Flink's REST API, and YARN's list of
//! applications.
//!
//! In: the cluster at a moment. Out: typed answers whose serialised field names are those of Flink's
//! `/overview`, `/taskmanagers` and `/jobs/overview`; `None` where no endpoint answers.
//! Deliberately absent: what has no meaning in a simulation (heap in use, ports, hardware), and drawing.

use crate::cluster::{
    AtResourceManager, Cluster, ContainerPhase, FlinkCluster, Job, JobManagerPhase, Mode,
    Registration, YarnApplicationState,
};
use crate::config::key;
use crate::event::ClusterStatus;
use crate::ids::{ClusterId, ContainerId, JobId, TmId};
use crate::scenario::Queue;
use crate::state::{ExecutionState, JobStatus};
use crate::time::Time;
use serde::Serialize;

/// `GET /overview` (`ClusterOverviewWithVersion`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Overview {
    /// Registered at the ResourceManager.
    pub taskmanagers: usize,
    /// Their slots.
    pub slots_total: usize,
    /// Those that nobody holds or was promised.
    pub slots_available: usize,
    /// Neither finished nor cancelled nor failed: also those that wait.
    pub jobs_running: usize,
    /// FINISHED.
    pub jobs_finished: usize,
    /// CANCELED.
    pub jobs_cancelled: usize,
    /// FAILED.
    pub jobs_failed: usize,
    /// "1.20".
    pub flink_version: &'static str,
}

/// One row of `GET /taskmanagers` (`TaskManagerInfo`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskManagerInfo {
    /// The TaskManager. Flink's own id is the container's on YARN, and host, port and a random part
    /// elsewhere.
    pub id: TmId,
    /// The container it runs in.
    pub container: Option<ContainerId>,
    /// How many slots it has.
    pub slots_number: usize,
    /// How many of them are free.
    pub free_slots: usize,
    /// `totalProcessMemory`, in MiB.
    pub total_process_memory_mib: u64,
}

/// One row of `GET /jobs/overview` (`JobDetails`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct JobDetails {
    /// The job.
    pub jid: JobId,
    /// Its name.
    pub name: String,
    /// When the Dispatcher received it.
    pub start_time: Time,
    /// When it was over; `None`: it is not (Flink: -1).
    pub end_time: Option<Time>,
    /// Its status.
    pub state: JobStatus,
    /// Its subtasks by state.
    pub tasks: Tasks,
}

/// Subtasks by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tasks {
    /// All of them.
    pub total: usize,
    /// Numbers in the order of [`ExecutionState::ALL`].
    #[serde(skip)]
    counts: [usize; 9],
}

impl Tasks {
    fn of(job: &Job) -> Tasks {
        let mut tasks = Tasks::default();
        for execution in job.executions.iter().flatten() {
            tasks.total += 1;
            tasks.counts[execution.state as usize] += 1;
        }
        tasks
    }

    /// How many are in a state.
    pub const fn in_state(&self, state: ExecutionState) -> usize {
        self.counts[state as usize]
    }
}

/// One row of YARN's list of applications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YarnApplication {
    /// The Flink cluster that it is.
    pub cluster: ClusterId,
    /// "application_1622535605178_0003".
    pub id: String,
    /// What it was called (`yarn.application.name`), or else what Flink calls it.
    pub name: String,
    /// `yarn.application.type`.
    pub kind: &'static str,
    /// The queue that it is in, and waits in for its turn.
    pub queue: String,
    /// Its state.
    pub state: YarnApplicationState,
    /// How it ended, as Flink told YARN.
    pub final_status: &'static str,
    /// Containers that it holds.
    pub containers: usize,
    /// Their memory together, in MiB.
    pub memory_mib: u64,
}

impl YarnApplicationState {
    /// YARN's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "NEW",
            Self::Submitted => "SUBMITTED",
            Self::Accepted => "ACCEPTED",
            Self::Running => "RUNNING",
            Self::Finished => "FINISHED",
            Self::Failed => "FAILED",
            Self::Killed => "KILLED",
        }
    }

    /// Whether nothing comes after it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Failed | Self::Killed)
    }
}

/// Answer to `GET /overview`.
pub fn overview(cluster: &Cluster, of: ClusterId) -> Option<Overview> {
    let jobs = jobs(cluster, of)?;
    let workers = task_managers(cluster, of)?;
    let count = |status| jobs.iter().filter(|job| job.state == status).count();
    let [jobs_finished, jobs_cancelled, jobs_failed] =
        [JobStatus::Finished, JobStatus::Canceled, JobStatus::Failed].map(count);
    Some(Overview {
        taskmanagers: workers.len(),
        slots_total: workers.iter().map(|worker| worker.slots_number).sum(),
        slots_available: workers.iter().map(|worker| worker.free_slots).sum(),
        jobs_running: jobs.len() - jobs_finished - jobs_cancelled - jobs_failed,
        jobs_finished,
        jobs_cancelled,
        jobs_failed,
        flink_version: cluster.version.name(),
    })
}

/// Answer to `GET /taskmanagers`: those that the ResourceManager knows, dead or alive.
pub fn task_managers(cluster: &Cluster, of: ClusterId) -> Option<Vec<TaskManagerInfo>> {
    if !answers(cluster.flink(of)) {
        return None;
    }
    let memory = cluster.flink(of).config.value(key::TaskManagerMemory, cluster.version);
    let known =
        cluster.tms_of(of).filter(|tm| matches!(tm.registration, Registration::Registered(_)));
    Some(
        known
            .map(|tm| {
                let held = cluster.allocations.iter().filter(|slot| {
                    slot.tm == tm.id && !matches!(slot.at_rm, AtResourceManager::Freed)
                });
                TaskManagerInfo {
                    id: tm.id,
                    container: tm.container,
                    slots_number: tm.slots.len(),
                    free_slots: tm.slots.len().saturating_sub(held.count()),
                    // What the shipped configuration file says.
                    total_process_memory_mib: memory,
                }
            })
            .collect(),
    )
}

/// Answer to `GET /jobs/overview`, oldest first.
pub fn jobs(cluster: &Cluster, of: ClusterId) -> Option<Vec<JobDetails>> {
    let flink = cluster.flink(of);
    if !answers(flink) {
        return None;
    }
    Some(cluster.jobs_of(of).filter(|job| is_known(job, flink)).map(details).collect())
}

/// Every YARN application that was submitted, oldest first.
pub fn applications(cluster: &Cluster) -> Vec<YarnApplication> {
    let submitted = |it: &&FlinkCluster| it.application_state != YarnApplicationState::New;
    cluster.clusters.iter().filter(submitted).map(|it| application(cluster, it)).collect()
}

/// Whether the REST endpoint answers: there is a leader, and its Dispatcher is up.
fn answers(flink: &FlinkCluster) -> bool {
    flink.phase.accepts_jobs()
}

/// Whether the Dispatcher that leads now has heard of the job. The list of what is over is in the process
/// (`ExecutionGraphInfoStore`) and goes with it.
fn is_known(job: &Job, flink: &FlinkCluster) -> bool {
    let before = |end: Time| flink.resource_manager_since.is_some_and(|since| end < since);
    let forgotten = job.status.is_terminal() && before(last_change(job));
    !job.is_lost() && !forgotten
}

/// When a task last changed its state. Flink's end of a job is its last change of status, which follows its
/// last task's at once.
fn last_change(job: &Job) -> Time {
    let changes = job.executions.iter().flatten().map(|execution| execution.since);
    changes.max().unwrap_or(job.received_at)
}

fn details(job: &Job) -> JobDetails {
    JobDetails {
        jid: job.id,
        name: job.spec.name.clone(),
        start_time: job.received_at,
        end_time: job.status.is_terminal().then(|| last_change(job)),
        state: job.status,
        tasks: Tasks::of(job),
    }
}

fn application(cluster: &Cluster, flink: &FlinkCluster) -> YarnApplication {
    let platform = cluster.platform.iter().flat_map(|platform| &platform.containers);
    let held = platform.filter(|container| {
        container.cluster == flink.id
            && matches!(container.phase, ContainerPhase::Allocated | ContainerPhase::Running)
    });
    let memory: Vec<u64> = held.map(|container| container.memory_mib).collect();
    YarnApplication {
        cluster: flink.id,
        id: flink.id.application_id(),
        // YarnClusterDescriptor: deploySessionCluster, deployJobCluster, deployApplicationCluster.
        name: flink
            .config
            .value(key::YarnApplicationName, cluster.version)
            .unwrap_or(match flink.mode {
                Mode::Session => "Flink session cluster",
                Mode::PerJob(_) => "Flink per-job cluster",
                Mode::Application(_) => "Flink Application Cluster",
            })
            .to_owned(),
        kind: "Apache Flink",
        queue: flink
            .queue
            .and_then(|id| cluster.provider.queues().get(id.index()))
            .map_or_else(|| Queue::DEFAULT.to_owned(), |queue| queue.name.clone()),
        state: flink.application_state,
        final_status: final_status(flink),
        containers: memory.len(),
        memory_mib: memory.iter().sum(),
    }
}

/// `FinalApplicationStatus`.
const fn final_status(flink: &FlinkCluster) -> &'static str {
    match (flink.application_state, flink.phase) {
        (YarnApplicationState::Failed, _) => "FAILED",
        (YarnApplicationState::Killed, _) => "KILLED",
        (YarnApplicationState::Finished, JobManagerPhase::Stopped(status)) => match status {
            ClusterStatus::Succeeded => "SUCCEEDED",
            ClusterStatus::Failed => "FAILED",
            ClusterStatus::Canceled | ClusterStatus::Killed => "KILLED",
            ClusterStatus::Unknown => "UNDEFINED",
        },
        _ => "UNDEFINED",
    }
}
