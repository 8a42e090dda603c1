//! What there is on Kubernetes: Deployments, pods, and a row of `kubectl get` for each thing.

use super::super::World;
use super::super::machines::machine;
use super::super::table::cells;
use crate::cluster::{
    Container, ContainerPhase, FlinkCluster, JobManager, Node, NodeState, YarnApplicationState,
};
use crate::event::{ContainerRole, Event};

/// Clusters whose Deployment is there.
pub(super) fn deployments<'w>(world: &World<'w>) -> impl Iterator<Item = &'w FlinkCluster> {
    let there =
        |it: &&FlinkCluster| it.application_state != YarnApplicationState::New && !it.is_over();
    world.cluster.clusters.iter().filter(there)
}

/// A pod and what it is called.
pub(super) struct Pod<'w> {
    pub(super) name: String,
    pub(super) container: &'w Container,
}

/// The pods that are there: Flink deletes those of TaskManagers that are gone, and a Deployment's go with it.
pub(super) fn pods<'w>(world: &World<'w>) -> Vec<Pod<'w>> {
    let platform = world.cluster.platform.iter().flat_map(|it| &it.containers);
    let there = platform.filter(|it| it.phase != ContainerPhase::Completed);
    there.map(|container| Pod { name: pod_name(container, world), container }).collect()
}

/// "a-taskmanager-1-2": the second that the first JobManager asked for. A Deployment's pods have letters of the
/// platform's at their end.
fn pod_name(container: &Container, world: &World) -> String {
    let cluster = world.cluster;
    let name = cluster.name_of(cluster.flink(container.cluster));
    let ContainerRole::TaskManager(_) = container.role else {
        let letters: Vec<char> = "bcdfghjklmnpqrstvwxz2456789".chars().collect();
        let mut left = usize::from(container.id.0) * 7_919 + 104_729;
        let mut hash = String::from("-6d4cf56db6-");
        for _ in 0..5 {
            hash.push(letters[left % letters.len()]);
            left /= 3;
        }
        return name + &hash;
    };
    let created = created(container, world);
    let ended = |it: &&JobManager| it.killed_at.is_some_and(|at| Some(at) <= created);
    let before = |it: &&JobManager| it.cluster == container.cluster;
    let attempt_of = |at| {
        let ended = |it: &&JobManager| it.killed_at.is_some_and(|end| Some(end) <= at);
        cluster.job_managers.iter().filter(before).filter(ended).count()
    };
    let attempt = cluster.job_managers.iter().filter(before).filter(ended).count();
    let platform = cluster.platform.iter().flat_map(|it| &it.containers);
    let earlier = platform.filter(|it| {
        it.cluster == container.cluster
            && it.role != ContainerRole::JobManager
            && it.id <= container.id
            && attempt_of(self::created(it, world)) == attempt
    });
    let (attempt, number) = ((attempt + 1).to_string(), earlier.count().to_string());
    [&name, "-taskmanager-", &attempt, "-", &number].concat()
}

/// When a pod was made.
fn created(container: &Container, world: &World) -> Option<crate::Time> {
    world.first(|event| match event {
        Event::ContainerAllocated { container: it, .. }
        | Event::ContainerPending { container: it, .. } => *it == container.id,
        _ => false,
    })
}

/// READY, STATUS and RESTARTS of a pod.
pub(super) fn state(container: &Container, world: &World) -> (bool, &'static str, usize) {
    let cluster = world.cluster;
    let inside = || cluster.job_managers.iter().filter(|jm| jm.container == Some(container.id));
    let restarts = inside().count().saturating_sub(1);
    let alive = match container.role {
        ContainerRole::JobManager => inside().any(|jm| jm.role.is_alive()),
        ContainerRole::TaskManager(tm) => !cluster.tm(tm).process.is_gone(),
    };
    let status = match container.phase {
        ContainerPhase::Pending => "Pending",
        ContainerPhase::Allocated
            if cluster.flink(container.cluster).lacks_image(cluster.version) =>
        {
            "ImagePullBackOff"
        }
        ContainerPhase::Allocated => "ContainerCreating",
        ContainerPhase::Running if alive => "Running",
        ContainerPhase::Running if restarts > 0 => "CrashLoopBackOff",
        ContainerPhase::Running => "Error",
        ContainerPhase::Completed => "Terminating",
    };
    (alive && container.phase == ContainerPhase::Running, status, restarts)
}

pub(super) fn pod_rows(world: &World) -> Vec<Vec<String>> {
    let row = |pod: &Pod| {
        let (ready, status, restarts) = state(pod.container, world);
        let age = world.age(created(pod.container, world));
        let ready = if ready { "1/1" } else { "0/1" };
        vec![pod.name.clone(), ready.to_owned(), status.to_owned(), restarts.to_string(), age]
    };
    pods(world).iter().map(row).collect()
}

/// When a Deployment was made.
fn made(flink: &FlinkCluster, world: &World) -> String {
    // A cluster-id may be used again: what was made last is there.
    let submitted = |event: &Event| matches!(event, Event::YarnApplicationSubmitted { cluster, .. } if *cluster == flink.id);
    let last = world.history.iter().rev().find(|entry| submitted(&entry.event));
    world.age(last.map(|entry| entry.at))
}

pub(super) fn deployment_rows(world: &World) -> Vec<Vec<String>> {
    let row = |flink: &FlinkCluster| {
        let platform = world.cluster.platform.iter().flat_map(|it| &it.containers);
        let masters: Vec<bool> = platform
            .filter(|it| {
                it.cluster == flink.id
                    && it.role == ContainerRole::JobManager
                    && it.phase != ContainerPhase::Completed
            })
            .map(|it| state(it, world).0)
            .collect();
        let ready = masters.iter().filter(|ready| **ready).count().to_string();
        let all = world.cluster.provider.job_managers().to_string();
        let name = world.cluster.name_of(flink);
        vec![name, [&ready, "/", &all].concat(), all, ready, made(flink, world)]
    };
    deployments(world).map(row).collect()
}

pub(super) fn service_rows(world: &World) -> Vec<Vec<String>> {
    let cluster = world.cluster;
    let mut rows = vec![cells("kubernetes\tClusterIP\t10.96.0.1\t<none>\t443/TCP\t9d")];
    // `kubernetes.rest-service.exposed.type`
    let exposed = cluster.version.traits().exposes_rest_by_load_balancer;
    let kind = if exposed {
        "LoadBalancer\t10.96.72.14\t<pending>"
    } else {
        "ClusterIP\t10.96.72.14\t<none>"
    };
    for flink in deployments(world) {
        let (name, age) = (cluster.name_of(flink), made(flink, world));
        // With high availability leaders are found in ConfigMaps.
        if !cluster.is_highly_available() {
            rows.push(cells(
                &[&name, "\tClusterIP\tNone\t<none>\t6123/TCP,6124/TCP\t", &age].concat(),
            ));
        }
        rows.push(cells(&[&name, "-rest\t", kind, "\t8081/TCP\t", &age].concat()));
    }
    rows
}

pub(super) fn config_map_rows(world: &World) -> Vec<Vec<String>> {
    let cluster = world.cluster;
    let mut rows = vec![cells("kube-root-ca.crt\t1\t9d")];
    for flink in deployments(world) {
        let (name, age) = (cluster.name_of(flink), made(flink, world));
        rows.push(cells(&["flink-config-", &name, "\t3\t", &age].concat()));
    }
    // What high availability keeps outlives the Deployment.
    for flink in cluster.clusters.iter().filter(|_| cluster.is_highly_available()) {
        let kept = cluster.jobs_of(flink.id).filter(|job| job.persisted);
        let name = cluster.name_of(flink);
        let mut maps: Vec<String> =
            kept.map(|job| [&name, "-", &job.id.hex(), "-config-map"].concat()).collect();
        if !flink.is_over() || !maps.is_empty() {
            maps.push([&name, "-cluster-config-map"].concat());
        }
        let age = made(flink, world);
        rows.extend(maps.iter().map(|map| vec![map.clone(), "2".to_owned(), age.clone()]));
    }
    rows
}

pub(super) fn node_rows(world: &World) -> Vec<Vec<String>> {
    let nodes = world.cluster.platform.iter().flat_map(|it| &it.nodes);
    let row = |node: &Node| {
        let ready = if node.state == NodeState::Lost { "NotReady" } else { "Ready" };
        [&machine(node.id), ready, "<none>", "9d", "v1.36.3"].map(str::to_owned).to_vec()
    };
    nodes.map(row).collect()
}

/// What the scheduler and the kubelets tell of pods.
pub(super) fn event_rows(world: &World, of: Option<&str>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let platform = world.cluster.platform.iter().flat_map(|it| &it.containers);
    let names: Vec<String> = platform.map(|it| pod_name(it, world)).collect();
    for entry in world.history {
        let told = match &entry.event {
            Event::ContainerPending { container, .. } => {
                let all =
                    world.cluster.platform.as_ref().map_or(0, |it| it.nodes.len()).to_string();
                let why = ["0/", &all, " nodes are available: ", &all, " Insufficient memory."];
                Some((container, "Warning\tFailedScheduling", why.concat()))
            }
            Event::ContainerAllocated { container, node, .. } => {
                let why = ["Successfully assigned the pod to ", &machine(*node)].concat();
                Some((container, "Normal\tScheduled", why))
            }
            Event::ContainerLaunched { container } => Some((
                container,
                "Normal\tStarted",
                "Started container flink-main-container".to_owned(),
            )),
            Event::ContainerCompleted { container } => Some((
                container,
                "Normal\tKilling",
                "Stopping container flink-main-container".to_owned(),
            )),
            _ => None,
        };
        let Some((container, what, why)) = told else { continue };
        let Some(name) = names.get(container.index()) else { continue };
        if of.is_none_or(|of| of == name) {
            let age = world.age(Some(entry.at));
            rows.push(cells(&[&age, "\t", what, "\tpod/", name, "\t", &why].concat()));
        }
    }
    rows
}
