//! Flink's ResourceManager with its SlotManager: matches what jobs require against the slots that
//! registered TaskManagers have, and says so when it cannot.
//!
//! Flink: `ResourceManager`, `StandaloneResourceManager`, `ActiveResourceManager`,
//! `FineGrainedSlotManager` (`DeclarativeSlotManager` before 1.18).

use super::Out;
use crate::cluster::rule::slots::{calls_for_check, missing};
use crate::cluster::{AtResourceManager, Cluster, Registration, SlotState, TaskManager};
use crate::draws::{Draws, order};
use crate::event::{Event, LossReason, Observer, Place};
use crate::ids::{AllocationId, ClusterId, JobId, TmId};
use crate::key;
use crate::load_balance::LoadBalance;
use crate::scenario::Provider;
use crate::time::Time;

/// What the ResourceManager does next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    if let Some(id) = calls_for_check(cluster, event)
        && let Some(due) = cluster.flink(id).check_due
    {
        out.after(due.since(cluster.now), Event::RequirementsChecked { cluster: id });
    }
    match event {
        Event::ResourceManagerStarted { cluster: id } => watch_start_up(cluster, *id, out),
        Event::RequirementsChecked { cluster: id } => match_requirements(cluster, *id, out),
        Event::SlotAllocated { allocation, tm, .. } => {
            let reserved = Event::SlotReserved { allocation: *allocation };
            let from = Place::ResourceManager(cluster.tm(*tm).cluster);
            out.send(from, Place::TaskManager(*tm), reserved);
        }
        Event::TaskManagerLost { tm, by: Observer::ResourceManager, reason } => {
            tell_job_masters(cluster, *tm, *reason, out);
        }
        Event::TaskManagerRegistered { tm } => watch_idle(cluster, *tm, out),
        Event::SlotFreed { allocation } => {
            watch_idle(cluster, cluster.allocation(*allocation).tm, out);
        }
        _ => {}
    }
}

/// A standalone ResourceManager cannot start TaskManagers; in the beginning it assumes that some
/// are still coming (`resourcemanager.standalone.start-up-time`).
fn watch_start_up(cluster: &Cluster, id: ClusterId, out: &mut Out) {
    if let Provider::Standalone { .. } = cluster.provider {
        out.after(start_up_period(cluster), Event::StartUpPeriodEnded { cluster: id });
    }
}

fn start_up_period(cluster: &Cluster) -> Time {
    cluster.config.start_up_period(cluster.version)
}

fn in_start_up_period(cluster: &Cluster, id: ClusterId) -> bool {
    let since = cluster.flink(id).resource_manager_since.unwrap_or(cluster.now);
    cluster.now.since(since) < start_up_period(cluster)
}

/// The jobs of a cluster that miss slots, in the order in which they are served: that in which they came, or another one
/// that was drawn.
fn served(cluster: &Cluster, id: ClusterId, draw: u32) -> Vec<JobId> {
    let short = &cluster.flink(id).short_jobs;
    if draw == 0 {
        return short.clone();
    }
    let mut served = order(cluster.jobs_of(id).map(|job| job.id), u64::from(draw));
    served.retain(|job| short.contains(job));
    served
}

/// Gives free slots to jobs that miss some.
fn match_requirements(cluster: &Cluster, id: ClusterId, out: &mut Out) {
    let draws = Draws::of(out.scenario.seed);
    let mut free = FreeSlots::of(cluster, id, draws);
    let mut next = cluster.allocations.len();
    let mut short: Vec<(JobId, u16)> = Vec::new();
    for job in served(cluster, id, draws.jobs) {
        let mut missing = missing(cluster, job);
        while missing > 0 {
            let Some((tm, index)) = free.take() else { break };
            let allocation = AllocationId::next(next);
            out.now(Event::SlotAllocated { allocation, job, tm, index });
            next += 1;
            missing -= 1;
        }
        if missing > 0 {
            short.push((job, missing));
        }
    }
    match cluster.provider {
        Provider::Standalone { .. } if in_start_up_period(cluster, id) => {}
        Provider::Standalone { .. } => {
            for (job, _) in short {
                let told = Event::ResourcesNotEnough { job };
                out.send(Place::ResourceManager(id), Place::JobMaster(job), told);
            }
        }
        Provider::Yarn { .. } | Provider::Kubernetes { .. } => {
            let slots = short.iter().map(|(_, n)| n).sum();
            super::platform::request_workers(cluster, id, slots, out);
        }
    }
}

/// Free slots of the TaskManagers that the ResourceManager believes to be there.
struct FreeSlots {
    /// (TaskManager, free indices in order), in order of registration.
    by_tm: Vec<(TmId, Vec<u16>)>,
    balance: LoadBalance,
    /// How many of them may be given now; the others wait for a worker that is on its way.
    left: u16,
}

impl FreeSlots {
    fn of(cluster: &Cluster, id: ClusterId, draws: Draws) -> FreeSlots {
        let mut known: Vec<&TaskManager> = cluster.tms_of(id).collect();
        known.retain(|tm| matches!(tm.registration, Registration::Registered(_)));
        known.sort_by_key(|tm| match tm.registration {
            Registration::Registered(since) => (since, tm.id),
            Registration::None | Registration::Lost(_) => (Time::ZERO, tm.id),
        });
        let workers = known.len();
        let ended =
            cluster.job_managers.iter().filter(|jm| jm.cluster == id && !jm.role.is_alive());
        if ended.count() > 0 {
            known = order(known, u64::from(draws.workers));
        }
        let free = |tm: &TaskManager| {
            let taken = |index: u16| {
                tm.open.iter().map(|id| cluster.allocation(*id)).any(|allocation| {
                    allocation.index == index && allocation.at_rm != AtResourceManager::Freed
                })
            };
            (0..tm.slots.len() as u16).filter(|index| !taken(*index)).collect()
        };
        FreeSlots {
            by_tm: known.into_iter().map(|tm| (tm.id, free(tm))).collect(),
            balance: LoadBalance::of(&cluster.config, cluster.version),
            left: left(cluster, id, workers, draws),
        }
    }

    fn take(&mut self) -> Option<(TmId, u16)> {
        self.left = self.left.checked_sub(1)?;
        let with_room = self.by_tm.iter_mut().filter(|(_, free)| !free.is_empty());
        // Flink compares shares that are used; the TaskManagers of a cluster have the same number of slots,
        // so the free ones say the same. Equal keys keep the order of registration: the first is taken.
        let (tm, free) = with_room.min_by_key(|(_, free)| match self.balance {
            // One is filled before the next. Flink's order is that of a hash map.
            LoadBalance::None | LoadBalance::Tasks => 0,
            LoadBalance::Slots => -(free.len() as i32),
            LoadBalance::MinResources => free.len() as i32,
        })?;
        Some((*tm, free.remove(0)))
    }
}

/// All slots may be given, unless so many workers are here that the next is the one with the rest.
fn left(cluster: &Cluster, id: ClusterId, workers: usize, draws: Draws) -> u16 {
    let pending = cluster.flink(id).pending_workers;
    if pending == 0 || draws.rest == 0 || workers < usize::from(draws.rest) {
        return u16::MAX;
    }
    let missing: u16 = cluster.jobs_of(id).map(|job| missing(cluster, job.id)).sum();
    let per_tm = cluster.flink(id).config.value(key::NumberOfTaskSlots, cluster.version);
    let to_come = u64::from(pending) * per_tm;
    u64::from(missing).saturating_sub(to_come) as u16
}

/// `ResourceManager.closeTaskManagerConnection`: every JobMaster with a connection is told.
fn tell_job_masters(cluster: &Cluster, tm: TmId, reason: LossReason, out: &mut Out) {
    for job in &cluster.tm(tm).connected_to {
        let by = Observer::JobMaster(*job);
        let lost = Event::TaskManagerLost { tm, by, reason };
        let from = Place::ResourceManager(cluster.tm(tm).cluster);
        out.send(from, Place::JobMaster(*job), lost);
    }
}

/// On YARN a TaskManager without any slot in use is given back after a while. The SlotManager looks
/// once per timeout, counted from its own start, so it takes up to twice the timeout.
fn watch_idle(cluster: &Cluster, tm: TmId, out: &mut Out) {
    let unused = cluster.tm(tm).slots.iter().all(|slot| *slot == SlotState::Free);
    if unused && cluster.provider.starts_workers() {
        let timeout = cluster.config.value(key::TaskManagerIdleTimeout, cluster.version);
        let timeout = timeout.0.max(1);
        let since = cluster.flink(cluster.tm(tm).cluster).resource_manager_since;
        let since = since.unwrap_or(cluster.now);
        let looks = (cluster.now.since(since).0 + timeout).div_ceil(timeout);
        let look = Time(since.0 + looks * timeout);
        out.after(look.since(cluster.now), Event::WorkerReleased { tm });
    }
}
