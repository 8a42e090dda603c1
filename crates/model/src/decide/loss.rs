//! A JobManager or a whole machine is gone: what YARN and Kubernetes do then, and how long it takes them.
//!
//! YARN: `ApplicationAttempt`, `NMLivelinessMonitor`. Kubernetes: the kubelet's restarts, the node
//! lifecycle controller, a Deployment's ReplicaSet.

use super::Out;
use super::platform::place;
use crate::Key;
use crate::cluster::{Cluster, Container, ContainerPhase};
use crate::event::{ClusterStatus, ContainerRole, Event, Observer, Place};
use crate::ids::{ClusterId, ContainerId, NodeId};
use crate::scenario::Provider;
use crate::time::Time;

/// `node-monitor-grace-period` of Kubernetes.
const GRACE: Time = Time::s(40);
/// How long a pod tolerates `node.kubernetes.io/unreachable`, unless it says otherwise.
const EVICTION: Time = Time::s(300);
/// `yarn.nm.liveness-monitor.expiry-interval-ms`.
const NODE_EXPIRY: Time = Time::s(600);

/// What follows from a loss.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        Event::JobManagerKilled { jm } | Event::JobManagerExited { jm } => {
            // Nobody sees it end where the machine is gone.
            if let Some(container) = cluster.jm(*jm).container
                && !cluster.is_cut_off(container)
            {
                job_manager_gone(cluster, container, out);
            }
        }
        Event::MachineKilled { node } => machine_killed(cluster, *node, out),
        Event::MachineLost { node } => match cluster.provider {
            Provider::Yarn { .. } | Provider::Standalone { .. } => give_up(cluster, *node, out),
            Provider::Kubernetes { .. } => out.after(EVICTION, Event::PodsEvicted { node: *node }),
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
    let missed = match cluster.provider {
        Provider::Kubernetes { .. } => GRACE,
        Provider::Yarn { .. } | Provider::Standalone { .. } => NODE_EXPIRY,
    };
    out.after(missed, Event::MachineLost { node });
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
                out.after(decide, place(container.cluster, ContainerRole::JobManager));
            }
            (ContainerRole::JobManager, _) => job_manager_gone(cluster, container.id, out),
        }
    }
}

/// YARN starts another attempt as long as some are left; without high availability there is one
/// (`yarn.application-attempts`), and the application ends with it and every container. A Deployment
/// starts its pods' containers again and again.
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
            let unused = platform.containers.iter().filter(|other| {
                other.cluster == id
                    && matches!(other.phase, ContainerPhase::Allocated | ContainerPhase::Pending)
            });
            for container in unused {
                out.now(Event::ContainerCompleted { container: container.id });
            }
            out.now(Event::YarnApplicationAccepted { cluster: id });
            let decide = out.scenario.profile.yarn_allocate;
            out.after(decide, place(id, ContainerRole::JobManager));
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

/// Failures that are further apart than the validity interval do not count against the attempts.
fn attempts_left(cluster: &Cluster, id: ClusterId) -> bool {
    if !cluster.is_highly_available() {
        return false;
    }
    let attempts =
        cluster.config.number(Key::YarnApplicationAttempts, cluster.version).unwrap_or(2);
    let window = cluster.config.duration(Key::YarnFailuresValidityInterval, cluster.version);
    let window = window.unwrap_or(Time::s(10));
    let recent = cluster.job_managers.iter().filter(|jm| {
        jm.cluster == id && jm.killed_at.is_some_and(|at| cluster.now.since(at) < window)
    });
    // `yarn.resourcemanager.am.max-attempts` is 2 as shipped.
    (recent.count() as u64) < attempts.min(2)
}
