//! Containers and pods.

use super::*;

pub(super) fn platform_event(cluster: &Cluster, now: Time, event: Event) -> Option<Event> {
    let platform = cluster.platform.as_ref()?;
    match event {
        // A client's submission becomes a cluster of its own.
        Event::YarnApplicationSubmitted { cluster: id, client } => {
            let id = if client.is_some() { ClusterId::next(cluster.clusters.len()) } else { id };
            Some(Event::YarnApplicationSubmitted { cluster: id, client })
        }
        Event::FilesUploaded { client } => {
            client.is_none_or(|client| client_lives(cluster, client)).then_some(event)
        }
        Event::FilesDeleted { cluster: id } => {
            let there = platform.staging.iter().any(|files| files.cluster == Some(id));
            there.then_some(event)
        }
        Event::YarnApplicationAccepted { .. } | Event::YarnApplicationRejected { .. } => {
            Some(event)
        }
        Event::YarnApplicationRunning { cluster: id } => {
            let waits = cluster.flink(id).application_state == YarnApplicationState::Accepted;
            waits.then_some(event)
        }
        Event::YarnApplicationKilled { cluster: id } => {
            let over = matches!(cluster.flink(id).phase, JobManagerPhase::Stopped(_));
            (!over).then_some(event)
        }
        Event::ContainerAllocated { cluster: id, container, role, node } => {
            let over = matches!(cluster.flink(id).phase, JobManagerPhase::Stopped(_));
            if over { None } else { place_container(cluster, id, container, role, node) }
        }
        Event::ContainersReceived { cluster: id, .. } => {
            let fresh = platform.unlaunched().filter(|container| {
                container.phase == ContainerPhase::Allocated
                    && container.cluster == id
                    && matches!(container.role, ContainerRole::TaskManager(_))
            });
            let containers: Vec<_> = fresh.map(|container| container.id).collect();
            let any = !containers.is_empty();
            any.then_some(Event::ContainersReceived { cluster: id, containers })
        }
        Event::ContainerLaunched { container } if cluster.is_cut_off(container) => None,
        Event::ContainerLaunched { container } => {
            let phase = platform.containers[container.index()].phase;
            // A pod stays; the container in it is started again after its process ended.
            let mut inside =
                cluster.job_managers.iter().filter(|jm| jm.container == Some(container));
            let dead = inside.clone().next().is_some() && inside.all(|jm| !jm.role.is_alive());
            let again = phase == ContainerPhase::Running && dead;
            (phase == ContainerPhase::Allocated || again).then_some(event)
        }
        Event::ContainerCompleted { container } => {
            let completed =
                platform.containers[container.index()].phase == ContainerPhase::Completed;
            (!completed).then_some(event)
        }
        Event::WorkerReleased { tm } => {
            let tm = cluster.tm(tm);
            let timeout = cluster.config.value(key::TaskManagerIdleTimeout, cluster.version);
            let idle = tm.idle_since.is_some_and(|since| now.since(since) >= timeout);
            let registered = matches!(tm.registration, Registration::Registered(_));
            (idle && registered && tm.process == ProcessState::Running).then_some(event)
        }
        other => Some(other),
    }
}

/// The platform decides where a container goes when the request is there; without room it waits.
fn place_container(
    world: &Cluster,
    cluster: ClusterId,
    asked: ContainerId,
    role: ContainerRole,
    chosen: NodeId,
) -> Option<Event> {
    let containers = &world.platform.as_ref()?.containers;
    let (container, role, waits) = if asked == ContainerId::UNNUMBERED {
        let role = match role {
            ContainerRole::JobManager => role,
            ContainerRole::TaskManager(_) => {
                ContainerRole::TaskManager(TmId::next(world.task_managers.len()))
            }
        };
        (ContainerId::next(containers.len()), role, false)
    } else {
        // It waited for room; if it does so no longer, this is old news.
        let waiting = &containers[asked.index()];
        (waiting.phase == ContainerPhase::Pending).then_some((asked, waiting.role, true))?
    };
    match rule::platform::node_with_room(world, cluster, role, chosen) {
        Some(node) => Some(Event::ContainerAllocated { cluster, container, node, role }),
        None if waits => None,
        None => Some(Event::ContainerPending { cluster, container, role }),
    }
}
