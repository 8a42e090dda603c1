//! TaskManagers, their slots, and who holds them.

use crate::event::LossReason;
use crate::ids::{AllocationId, ClusterId, ContainerId, JobId, TmId};
use crate::time::Time;

/// A TaskManager's picture has room for so many slots; more that is asked for is cut.
pub const MOST_SLOTS: u16 = 64;

/// One TaskManager.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskManager {
    /// Its id.
    pub id: TmId,
    /// The cluster it belongs to.
    pub cluster: ClusterId,
    /// The process.
    pub process: ProcessState,
    /// Its registration at Flink's ResourceManager.
    pub registration: Registration,
    /// Its slot table, one entry a slot. Stays readable after the process ended.
    pub slots: Vec<SlotState>,
    /// Allocations of its slots that are not over, in order of age.
    pub(crate) open: Vec<AllocationId>,
    /// JobMasters it is connected to.
    pub connected_to: Vec<JobId>,
    /// The container it runs in (YARN, Kubernetes).
    pub container: Option<ContainerId>,
    /// When it was last seen without any allocated slot; for the idle timeout.
    pub idle_since: Option<Time>,
    /// The present ResourceManager asked for it and waits for it. One that the ResourceManager before asked
    /// for counts only when it registers (`ActiveResourceManager.onPreviousAttemptWorkersRecovered`).
    pub awaited: bool,
    /// When its JVM is up and calls the ResourceManager.
    pub ready_at: Time,
    /// Without a ResourceManager since then: not registered yet, or given up.
    pub searching_since: Option<Time>,
    /// When the process was killed, frozen or told to stop, or its network cut.
    pub signalled_at: Option<Time>,
    /// Nothing gets through to the JobManager, nor back.
    pub cut_off: bool,
}

/// A process's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessState {
    /// A container is allocated or a script runs; the JVM is starting.
    Starting,
    /// Alive.
    Running,
    /// SIGSTOP: alive and silent.
    Frozen,
    /// SIGTERM received: saying goodbye.
    Stopping,
    /// Gone without a word.
    Killed,
    /// Ended in order.
    Exited,
}

impl ProcessState {
    /// Whether the process can send and receive.
    pub const fn answers(self) -> bool {
        matches!(self, Self::Running | Self::Stopping)
    }

    /// Whether the process is gone for good.
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::Killed | Self::Exited)
    }
}

/// What Flink's ResourceManager thinks of a TaskManager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Not there (yet).
    None,
    /// Registered since then; stays so until a loss is noticed.
    Registered(Time),
    /// Dropped.
    Lost(LossReason),
}

/// One entry of a TaskManager's slot table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotState {
    /// Nobody's.
    Free,
    /// Reserved for a job, not yet taken by its JobMaster (Flink: ALLOCATED).
    Allocated(AllocationId),
    /// In use by a job (Flink: ACTIVE).
    Active(AllocationId),
}

impl SlotState {
    /// The allocation that holds the slot.
    pub const fn allocation(self) -> Option<AllocationId> {
        match self {
            Self::Free => None,
            Self::Allocated(id) | Self::Active(id) => Some(id),
        }
    }
}

/// One allocation of one slot to one job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// Its id.
    pub id: AllocationId,
    /// The owner, for all its life.
    pub job: JobId,
    /// The TaskManager.
    pub tm: TmId,
    /// The slot's index there.
    pub index: u16,
    /// The ResourceManager's view.
    pub at_rm: AtResourceManager,
    /// The JobMaster's view.
    pub at_job_master: AtJobMaster,
}

/// An allocation as the ResourceManager sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtResourceManager {
    /// Asked of the TaskManager.
    Pending,
    /// Confirmed.
    Allocated,
    /// Free again.
    Freed,
}

/// An allocation as the JobMaster's slot pool sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtJobMaster {
    /// Not offered yet.
    Unknown,
    /// In the pool, unused since then.
    Idle(Time),
    /// Holds a shared slot of this region's tasks.
    InUse,
    /// Given up.
    Released,
}
