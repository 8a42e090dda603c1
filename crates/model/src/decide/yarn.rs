//! YARN: its ResourceManager gives containers on NodeManagers; Flink's ResourceManager asks for them.
//!
//! Flink: `YarnClusterDescriptor`, `ActiveResourceManager`, `YarnResourceManagerDriver`.
//! Simplified: one queue, memory only, and YARN's scheduler answers after a fixed time.

use super::Out;
use super::resource_manager::missing;
use crate::cluster::{Cluster, ContainerPhase, Registration};
use crate::event::{ClusterStatus, ContainerRole, Event, LossReason, Observer, Place};
use crate::ids::{ContainerId, NodeId, TmId};
use crate::scenario::Provider;
use crate::state::JobStatus;
use crate::time::Time;
use crate::{Key, Signal};

/// What YARN, and Flink's side of it, do next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    let Some(yarn) = &cluster.yarn else { return };
    match event {
        Event::YarnApplicationSubmitted => {
            out.now(Event::YarnApplicationAccepted);
            let decide = out.scenario.profile.yarn_allocate;
            out.after(decide, place(ContainerRole::JobManager));
        }
        Event::ContainerAllocated { container, node, role: ContainerRole::JobManager } => {
            let launched = Event::ContainerLaunched { container: *container };
            let launch = out.scenario.profile.container_launch;
            let to = Place::NodeManager(*node);
            out.send_after(launch, Place::YarnResourceManager, to, launched);
        }
        Event::ContainerLaunched { container } => match yarn.containers[container.index()].role {
            ContainerRole::JobManager => out.now(Event::JobManagerStarted),
            ContainerRole::TaskManager(tm) => out.now(Event::TaskManagerStarted { tm }),
        },
        Event::ResourceManagerStarted => {
            let running = Event::YarnApplicationRunning;
            out.send(Place::ResourceManager, Place::YarnResourceManager, running);
        }
        Event::WorkersRequested { count } => ask_yarn(cluster, *count, out),
        Event::ContainersReceived { containers } => {
            for id in containers {
                let Some(node) = yarn.containers[id.index()].node else { continue };
                let launched = Event::ContainerLaunched { container: *id };
                let launch = out.scenario.profile.container_launch;
                let to = Place::NodeManager(node);
                out.send_after(launch, Place::ResourceManager, to, launched);
            }
        }
        Event::TaskManagerSignalled { tm, signal: Signal::Kill | Signal::Term } => {
            if let Some(container) = cluster.tm(*tm).container {
                let wait = until_heartbeat(cluster, cluster.now);
                let completed = Event::ContainerCompleted { container };
                let (from, to) = (Place::YarnResourceManager, Place::ResourceManager);
                out.send_after(wait, from, to, completed);
            }
        }
        // One attempt without high availability (`yarn.application-attempts`): YARN ends the
        // application and with it every container.
        Event::JobManagerKilled => {
            out.after(Time::s(1), Event::ClusterStopped { status: ClusterStatus::Failed });
        }
        Event::ContainerCompleted { container } => on_completed(cluster, *container, out),
        Event::ResourcesRequired { job, .. } => {
            let status = cluster.job(*job).status;
            if !matches!(status, JobStatus::Running | JobStatus::Restarting) {
                release_surplus(cluster, out);
            }
        }
        Event::WorkerReleased { tm } => {
            release_surplus(cluster, out);
            let reason = LossReason::Idle;
            let by = Observer::ResourceManager;
            out.now(Event::TaskManagerLost { tm: *tm, by, reason });
            out.now(Event::TaskManagerExited { tm: *tm });
            if let Some(container) = cluster.tm(*tm).container {
                out.now(Event::ContainerCompleted { container });
            }
        }
        _ => {}
    }
}

/// `ActiveResourceManager.requestNewWorker`: as many workers as the missing slots fill, less those
/// that are on their way.
pub(super) fn request_workers(cluster: &Cluster, missing_slots: u16, out: &mut Out) {
    let Some(yarn) = &cluster.yarn else { return };
    let per_tm = cluster.config.number(Key::NumberOfTaskSlots, cluster.version).unwrap_or(1);
    let needed = missing_slots.div_ceil(per_tm.max(1) as u16);
    let count = needed.saturating_sub(yarn.pending_workers);
    if count > 0 {
        out.now(Event::WorkersRequested { count });
    }
}

/// Workers that nobody needs any more are given back before they registered (since 1.17). Flink looks
/// after `slotmanager.requirement-check.delay` and acts after `declare-needed-resource.delay`, 50 ms
/// each; and whenever it gives idle workers back. While a job waits for its restart its workers are
/// kept here: it will ask again.
fn release_surplus(cluster: &Cluster, out: &mut Out) {
    let Some(yarn) = &cluster.yarn else { return };
    if !cluster.version.traits().cancels_surplus_worker_requests {
        return;
    }
    let per_tm = cluster.config.number(Key::NumberOfTaskSlots, cluster.version).unwrap_or(1);
    let missing = cluster.jobs.iter().map(|job| u64::from(missing(cluster, job.id))).sum::<u64>();
    let surplus = u64::from(yarn.pending_workers).saturating_sub(missing.div_ceil(per_tm.max(1)));
    let unregistered = yarn.containers.iter().rev().filter(|container| match container.role {
        ContainerRole::TaskManager(tm) => {
            container.phase != ContainerPhase::Completed
                && cluster.tm(tm).registration == Registration::None
        }
        ContainerRole::JobManager => false,
    });
    for container in unregistered.take(surplus as usize) {
        out.after(Time::ms(100), Event::ContainerCompleted { container: container.id });
    }
}

/// The request travels with the application master's next heartbeat, and so does the answer.
fn ask_yarn(cluster: &Cluster, count: u16, out: &mut Out) {
    let interval = cluster.config.duration(Key::YarnContainerRequestInterval, cluster.version);
    let next_tm = cluster.task_managers.len();
    // A recorded run tells when the containers were there; the way back is two calls.
    let recorded = out.scenario.worker(TmId::next(next_tm)).until_received;
    let two_calls = Time(2 * out.scenario.profile.call.0);
    let wait = recorded
        .map(|received| received.since(two_calls))
        .unwrap_or_else(|| interval.unwrap_or(Time::ms(500)) + out.scenario.profile.yarn_allocate);
    for n in 0..usize::from(count) {
        let role = ContainerRole::TaskManager(TmId::next(next_tm + n));
        let (from, to) = (Place::ResourceManager, Place::YarnResourceManager);
        out.send_after(wait, from, to, place(role));
    }
    let received = Event::ContainersReceived { containers: Vec::new() };
    let (from, to) = (Place::YarnResourceManager, Place::ResourceManager);
    out.send_after(wait + out.scenario.profile.call, from, to, received);
}

/// A container that YARN numbers when the request arrives.
pub(crate) const UNNUMBERED: ContainerId = ContainerId(u16::MAX);

/// A request for one container, to be placed on arrival (see `crate::arrive`).
fn place(role: ContainerRole) -> Event {
    Event::ContainerAllocated { container: UNNUMBERED, node: NodeId(0), role }
}

/// YARN places a container on the machine with the most room: the first such one.
pub(crate) fn node_with_room(cluster: &Cluster, role: ContainerRole) -> Option<NodeId> {
    let yarn = cluster.yarn.as_ref()?;
    let size = container_size(cluster, role);
    let room = |node: &crate::cluster::Node| {
        let used = yarn.containers.iter().filter(|container| {
            container.node == Some(node.id)
                && matches!(container.phase, ContainerPhase::Allocated | ContainerPhase::Running)
        });
        node.memory_mib.saturating_sub(used.map(|container| container.memory_mib).sum())
    };
    let fitting = yarn.nodes.iter().filter(|node| room(node) >= size);
    fitting.min_by_key(|node| (std::cmp::Reverse(room(node)), node.id)).map(|node| node.id)
}

/// The configured process size, rounded up to a multiple of YARN's minimum allocation.
pub(crate) fn container_size(cluster: &Cluster, role: ContainerRole) -> u64 {
    let (key, shipped) = match role {
        ContainerRole::JobManager => (Key::JobManagerMemory, 1_600),
        ContainerRole::TaskManager(_) => (Key::TaskManagerMemory, 1_728),
    };
    let asked = cluster.config.mebibytes(key, cluster.version).unwrap_or(shipped);
    match cluster.provider {
        Provider::Yarn { minimum_allocation_mib, .. } => {
            asked.next_multiple_of(minimum_allocation_mib.max(1))
        }
        Provider::Standalone { .. } => asked,
    }
}

/// Time until the application master's next heartbeat to YARN.
fn until_heartbeat(cluster: &Cluster, now: Time) -> Time {
    let seconds = cluster.config.number(Key::YarnHeartbeatInterval, cluster.version).unwrap_or(5);
    let interval = Time::s(seconds.max(1)).0;
    let since = cluster.job_manager.resource_manager_since.unwrap_or(now);
    Time(interval - now.since(since).0 % interval)
}

fn on_completed(cluster: &Cluster, id: ContainerId, out: &mut Out) {
    let Some(yarn) = &cluster.yarn else { return };
    if let ContainerRole::TaskManager(tm) = yarn.containers[id.index()].role {
        match cluster.tm(tm).registration {
            Registration::Registered(_) => {
                let by = Observer::ResourceManager;
                out.now(Event::TaskManagerLost { tm, by, reason: LossReason::ContainerCompleted });
            }
            Registration::None => out.now(Event::TaskManagerExited { tm }),
            Registration::Lost(_) => {}
        }
    }
    if yarn.containers[id.index()].node.is_none() {
        return;
    }
    // Whoever waits for room may get it now.
    let decide = out.scenario.profile.yarn_allocate;
    let mut anybody = false;
    for container in yarn.containers.iter().filter(|c| c.phase == ContainerPhase::Pending) {
        let (id, role) = (container.id, container.role);
        out.after(decide, Event::ContainerAllocated { container: id, node: NodeId(0), role });
        anybody = true;
    }
    if anybody {
        let received = Event::ContainersReceived { containers: Vec::new() };
        let (from, to) = (Place::YarnResourceManager, Place::ResourceManager);
        out.send_after(decide, from, to, received);
    }
}
