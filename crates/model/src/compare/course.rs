//! One mode's run as what stood, ran and was paid for when.
//!
//! A [`Course`] has a [`Lane`] for each process with its slots, a [`JobCourse`] for each job, memory over time, and what
//! was seen along the way. How it is read off a trace: `reader`.

use super::mode::DeploymentMode;
use super::track::Track;
use crate::event::Refusal;
use crate::{ClusterId, JmId, Time, TmId};
use std::collections::BTreeSet;

/// What happened in one mode.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Which mode.
    pub mode: DeploymentMode,
    /// Why it does not exist here: the client's refusal.
    pub refusal: Option<Refusal>,
    /// Every process, cluster by cluster, JobManagers before TaskManagers.
    pub lanes: Vec<Lane>,
    /// The jobs of the workload, in its order.
    pub jobs: Vec<JobCourse>,
    /// Memory that is held, in MiB: containers and pods, or processes on fixed machines.
    pub memory: Track<u64>,
    /// JobManager and TaskManager processes at each time.
    pub processes: Track<Now>,
    /// Whether the fault found something to hit.
    pub struck: bool,
    /// Where `main()` was seen.
    pub main_in: MainSeen,
}

/// Where a `main()` was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MainSeen {
    /// In clients, so often.
    pub clients: u16,
    /// In JobManagers, so often.
    pub job_managers: u16,
}

/// How many there are at one time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// JobManager processes.
    pub job_managers: u16,
    /// TaskManager processes.
    pub task_managers: u16,
    /// Slots of TaskManagers that are registered.
    pub slots: u16,
    /// Those of them that a job has.
    pub taken: u16,
}

/// A process.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Which.
    pub process: Process,
    /// Its Flink cluster.
    pub cluster: ClusterId,
    /// How it fared.
    pub life: Track<Life>,
    /// Each of its slots; none in a JobManager.
    pub slots: Vec<Track<SlotUse>>,
    /// Every job that it ran or looked after, as indices into the workload.
    pub served: BTreeSet<u8>,
}

/// Which process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Process {
    /// A JobManager.
    JobManager(JmId),
    /// A TaskManager.
    TaskManager(TmId),
}

/// How a process fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Its container is there or a script runs; its JVM is starting.
    Coming,
    /// A JobManager that another one leads.
    StandingBy,
    /// It does what it is for.
    Up,
    /// A TaskManager without a ResourceManager.
    Searching,
}

/// Who has a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotUse {
    /// This job, and no task of it runs there (yet, or any more).
    Kept(u8),
    /// Tasks of this job run there.
    Runs(u8),
}

/// A job over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobCourse {
    /// Its parallelism.
    pub parallelism: u16,
    /// What it was doing.
    pub doing: Track<Doing>,
    /// How it ended.
    pub end: Option<(Time, End)>,
    /// When tasks of it were last stopped by something other than the job's own end.
    pub stopped: Vec<Time>,
    /// When it was restored from a checkpoint.
    pub restored: Vec<Time>,
    /// How often its tasks got a new attempt.
    pub restarts: u16,
}

/// What a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Submitted; a client runs `main()` or hands the job in.
    InClient,
    /// Submitted; its cluster is being started.
    ClusterStarts,
    /// Its application runs `main()` in the JobManager.
    InJobManager,
    /// Received; not all of its tasks run yet.
    Waiting,
    /// All of its tasks run, or have read all their input.
    Running,
    /// It ran and now does not.
    Down,
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// FINISHED.
    Finished,
    /// FAILED.
    Failed,
    /// CANCELED.
    Canceled,
    /// SUSPENDED, and nobody will go on with it.
    Suspended,
    /// Its JobManager died, and nobody knows of it any more.
    Lost,
}

impl Course {
    /// Every time at which something in it changes.
    pub fn changes(&self) -> impl Iterator<Item = Time> + '_ {
        let lanes = self
            .lanes
            .iter()
            .flat_map(|lane| lane.life.times().chain(lane.slots.iter().flat_map(Track::times)));
        let jobs = self.jobs.iter().flat_map(|job| job.doing.times());
        lanes.chain(jobs).chain(self.memory.times())
    }
}
