//! A JobManager or a whole machine is gone: what YARN and Kubernetes do then, and how long it takes them.
//!
//! YARN: `ApplicationAttempt`, `NMLivelinessMonitor`. Kubernetes: the kubelet's restarts, the node
//! lifecycle controller, a Deployment's ReplicaSet.

use super::Out;
use super::platform::place;
use crate::cluster::{Cluster, Container, ContainerPhase};
use crate::config::key;
use crate::event::{ClusterStatus, ContainerRole, Event, Observer, Place};
use crate::ids::{ClusterId, ContainerId, NodeId};
use crate::scenario::Provider;
use crate::time::Time;

/// `node-monitor-grace-period` of Kubernetes (since 1.32; 40 s before).
const GRACE: Time = Time::s(50);
/// How long a pod tolerates `node.kubernetes.io/unreachable`, unless it says otherwise.
const EVICTION: Time = Time::s(300);
/// `yarn.nm.liveness-monitor.expiry-interval-ms`.
const NODE_EXPIRY: Time = Time::s(600);

/// What follows from a loss.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        Event::JobManagerKilled { jm } | Event::JobManagerExited { jm } => {
            // Nobody sees it end where the machine is gone, until that is given up.
            if let Some(container) = cluster.jm(*jm).container
                && (!cluster.is_cut_off(container) || cluster.is_given_up(container))
            {
                job_manager_gone(cluster, container, out);
            }
        }
        Event::MachineKilled { node } => machine_killed(cluster, *node, out),
        Event::MachineLost { node } => match cluster.provider {
            Provider::Yarn { .. } | Provider::Standalone { .. } => give_up(cluster, *node, out),
            // What is there is tolerated for a while.
            Provider::Kubernetes { .. } => {}
        },
        Event::PodsEvicted { node } => give_up(cluster, *node, out),
        // `ResourceManager.stopWorkerIfSupported`: Flink gives back what it misses, long before the
        // platform would.
        Event::TaskManagerLost { tm, by: Observer::ResourceManager, .. } => {
            if let Some(container) = cluster.tm(*tm).container
                && cluster.is_cut_off(container)
            {
                out.now(Event::ContainerCompleted { container });
            }
        }
        _ => {}
    }
}

/// The platform misses the machine after a while; its JobManagers are gone at once.
fn machine_killed(cluster: &Cluster, node: NodeId, out: &mut Out) {
    let Some(platform) = &cluster.platform else { return };
    for jm in cluster.job_managers.iter().filter(|jm| jm.role.is_alive()) {
        let inside = jm.container.map(|id| &platform.containers[id.index()]);
        if inside.is_some_and(|container| container.node == Some(node)) {
            out.now(Event::JobManagerKilled { jm: jm.id });
        }
    }
    expire(cluster, node, out);
}

/// Nothing is heard of the machine any more: the platform gives it up after a while.
pub(super) fn expire(cluster: &Cluster, node: NodeId, out: &mut Out) {
    let recorded = cluster.took(out.scenario).until_given_up;
    match cluster.provider {
        Provider::Kubernetes { .. } => {
            let evicted = recorded.unwrap_or(GRACE + EVICTION);
            out.after(GRACE.min(evicted), Event::MachineLost { node });
            out.after(evicted, Event::PodsEvicted { node });
        }
        Provider::Yarn { .. } | Provider::Standalone { .. } => {
            out.after(recorded.unwrap_or(NODE_EXPIRY), Event::MachineLost { node });
        }
    }
}

/// What was on the machine counts as ended: a JobManager gets another attempt, or another pod.
fn give_up(cluster: &Cluster, node: NodeId, out: &mut Out) {
    let Some(platform) = &cluster.platform else { return };
    let here = |container: &&Container| {
        container.node == Some(node) && container.phase != ContainerPhase::Completed
    };
    for container in platform.containers.iter().filter(here) {
        let completed = Event::ContainerCompleted { container: container.id };
        match (container.role, &cluster.provider) {
            (ContainerRole::TaskManager(_), _) => out.now(completed),
            (ContainerRole::JobManager, Provider::Kubernetes { .. }) => {
                out.now(completed);
                let decide = out.scenario.profile.yarn_allocate;
                out.after(
                    decide,
                    place(cluster, container.cluster, ContainerRole::JobManager, out),
                );
            }
            // An application master that runs learns from YARN that its attempt is over, and ends itself
            // (`YarnResourceManagerDriver.YarnContainerEventHandler.onShutdownRequest`).
            (ContainerRole::JobManager, _) => {
                let mut inside = cluster.job_managers.iter();
                match inside.find(|jm| jm.container == Some(container.id) && jm.role.is_alive()) {
                    Some(jm) => out.now(Event::JobManagerExited { jm: jm.id }),
                    None => job_manager_gone(cluster, container.id, out),
                }
            }
        }
    }
}

/// YARN starts another attempt as long as some are left (`yarn.application-attempts`); the application ends
/// with the last one, and with it every container. Without high availability the next attempt begins from
/// nothing (`setKeepContainersAcrossApplicationAttempts`). A Deployment starts its pods' containers again and
/// again.
fn job_manager_gone(cluster: &Cluster, container: ContainerId, out: &mut Out) {
    let Some(platform) = &cluster.platform else { return };
    let id = platform.containers[container.index()].cluster;
    match cluster.provider {
        Provider::Standalone { .. } => {}
        Provider::Kubernetes { .. } => {
            if let Some(node) = platform.containers[container.index()].node {
                let launch = out.scenario.profile.container_launch + back_off(cluster, container);
                let launched = Event::ContainerLaunched { container };
                out.send_after(
                    launch,
                    Place::YarnResourceManager,
                    Place::NodeManager(node),
                    launched,
                );
            }
        }
        Provider::Yarn { .. } if attempts_left(cluster, id) => {
            out.now(Event::ContainerCompleted { container });
            // The next attempt keeps the containers that run. What was given and not yet started is lost.
            let keeps = cluster.is_highly_available();
            let lost = platform.containers.iter().filter(|other| {
                let runs = other.phase == ContainerPhase::Running && keeps;
                let over = other.phase == ContainerPhase::Completed || other.id == container;
                other.cluster == id && !runs && !over
            });
            for lost in lost {
                if let ContainerRole::TaskManager(tm) = lost.role {
                    out.now(Event::TaskManagerExited { tm });
                }
                out.now(Event::ContainerCompleted { container: lost.id });
            }
            out.now(Event::YarnApplicationAccepted { cluster: id });
            let decide = out.scenario.profile.yarn_allocate;
            out.after(decide, place(cluster, id, ContainerRole::JobManager, out));
        }
        Provider::Yarn { .. } => {
            let stopped = Event::ClusterStopped { cluster: id, status: ClusterStatus::Failed };
            out.after(Time::s(1), stopped);
        }
    }
}

/// `CrashLoopBackOff`: the first restart comes at once, the next after 10 s, then twice as long each time,
/// up to five minutes; ten calm minutes make the kubelet forget.
fn back_off(cluster: &Cluster, container: ContainerId) -> Time {
    let ends = cluster.job_managers.iter().filter(|jm| jm.container == Some(container));
    let recent = |at: Time| cluster.now.since(at) < Time::s(600);
    let crashes = ends.filter(|jm| jm.killed_at.is_some_and(recent)).count();
    match crashes {
        0 | 1 => Time::ZERO,
        many => Time::s((10 << (many - 2).min(5)).min(300)),
    }
}

/// With high availability failures that are further apart than the validity interval do not count against the
/// attempts, of which there are two then, else one.
fn attempts_left(cluster: &Cluster, id: ClusterId) -> bool {
    /// `yarn.resourcemanager.am.max-attempts` as shipped.
    const MOST: u64 = 2;
    let keeps = cluster.is_highly_available();
    let set = cluster.config.value(key::YarnApplicationAttempts, cluster.version);
    let attempts = set.unwrap_or(if keeps { MOST } else { 1 }).min(MOST);
    let window = cluster.config.value(key::YarnFailuresValidityInterval, cluster.version);
    let failed = cluster.job_managers.iter().filter(|jm| {
        let counts = |at: Time| !keeps || cluster.now.since(at) < window;
        jm.cluster == id && jm.killed_at.is_some_and(counts)
    });
    (failed.count() as u64) < attempts
}
