//! YARN and Kubernetes: they give containers and pods on machines; Flink's ResourceManager asks for
//! TaskManagers among them.
//!
//! Flink: `YarnClusterDescriptor`, `KubernetesClusterDescriptor`, `ActiveResourceManager`,
//! `YarnResourceManagerDriver`, `KubernetesResourceManagerDriver`.
//! Simplified: memory only, queues without limits for users or ApplicationMasters, and the scheduler
//! answers after a fixed time.

use super::Out;
use crate::cluster::rule::slots::missing;
use crate::cluster::{
    Cluster, Container, ContainerPhase, FlinkCluster, Mode, Registration, Staging,
    YarnApplicationState,
};
use crate::event::{ClusterStatus, ContainerRole, Event, LossReason, Observer, Place};
use crate::ids::{ClusterId, ContainerId, JmId, NodeId, TmId};
use crate::scenario::{Provider, Queue};
use crate::state::JobStatus;
use crate::time::Time;
use crate::{Signal, key};

/// What YARN or Kubernetes, and Flink's side of it, do next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    let Some(platform) = &cluster.platform else { return };
    match event {
        Event::FilesUploaded { client: None } => {
            // Sessions that are not submitted yet, in their order, and the files that are there for them.
            let new = |it: &&FlinkCluster| it.application_state == YarnApplicationState::New;
            let sessions = cluster.clusters.iter().filter(|it| it.mode == Mode::Session);
            let ready = |it: &&Staging| it.client.is_none() && it.cluster.is_none();
            let ready = platform.staging.iter().filter(ready).count();
            if let Some(session) = sessions.filter(new).nth(ready.saturating_sub(1)) {
                submit_session(session.id, out);
            }
        }
        // The client only warns of it (`YarnClusterDescriptor.checkYarnQueues`).
        Event::YarnApplicationSubmitted { cluster: id, .. }
            if cluster.flink(*id).queue.is_none() =>
        {
            reject(cluster, *id, out);
        }
        Event::YarnApplicationSubmitted { cluster: id, .. } => accept(cluster, *id, out),
        Event::ContainerAllocated { container, node, role: ContainerRole::JobManager, .. } => {
            launch(cluster, Place::YarnResourceManager, *container, *node, out);
        }
        // A pod starts as soon as it is bound to a node; YARN hands containers to whoever asked.
        Event::ContainerAllocated {
            container, node, role: ContainerRole::TaskManager(_), ..
        } => {
            if let Provider::Kubernetes { .. } = cluster.provider {
                launch(cluster, Place::YarnResourceManager, *container, *node, out);
            }
        }
        Event::ContainerLaunched { container } => match platform.containers[container.index()].role
        {
            ContainerRole::JobManager => start_job_manager(cluster, *container, out),
            ContainerRole::TaskManager(tm) => out.now(Event::TaskManagerStarted { tm }),
        },
        Event::ResourceManagerStarted { cluster: id } => {
            let running = Event::YarnApplicationRunning { cluster: *id };
            out.send(Place::ResourceManager(*id), Place::YarnResourceManager, running);
        }
        Event::WorkersRequested { cluster: id, count } => ask(cluster, *id, *count, out),
        Event::ContainersReceived { cluster: id, containers } => {
            for container in containers {
                let Some(node) = platform.containers[container.index()].node else { continue };
                launch(cluster, Place::ResourceManager(*id), *container, node, out);
            }
        }
        Event::TaskManagerSignalled { tm, signal: Signal::Kill | Signal::Term } => {
            tell_of_end(cluster, *tm, out);
        }
        // The NodeManagers send SIGTERM: the JobManager ends in order, and keeps what is in the store.
        Event::YarnApplicationKilled { cluster: id } => {
            let status = ClusterStatus::Killed;
            let stopped = Event::ClusterStopped { cluster: *id, status };
            out.after(out.scenario.profile.container_launch, stopped);
        }
        Event::ContainerCompleted { container } => on_completed(cluster, *container, out),
        Event::ClusterStopped { cluster: id, .. } => {
            give_room(cluster, out);
            // Only an application master that unregisters clears up behind itself.
            if cluster.flink(*id).application_state == YarnApplicationState::Finished {
                out.now(Event::FilesDeleted { cluster: *id });
            }
        }
        Event::ResourcesRequired { job, .. } => {
            let state = cluster.job(*job);
            if !matches!(state.status, JobStatus::Running | JobStatus::Restarting) {
                release_surplus(cluster, state.cluster, out);
            }
        }
        Event::WorkerReleased { tm } => {
            release_surplus(cluster, cluster.tm(*tm).cluster, out);
            stop_worker(cluster, *tm, out);
        }
        _ => {}
    }
}

/// There is no queue of the name that was asked for.
fn reject(cluster: &Cluster, id: ClusterId, out: &mut Out) {
    let queue = cluster.queue_asked_for(id).to_owned();
    out.now(Event::YarnApplicationRejected { cluster: id, queue });
    // `DeploymentFailureHook` of the client clears up.
    out.after(out.scenario.profile.call, Event::FilesDeleted { cluster: id });
}

fn accept(cluster: &Cluster, id: ClusterId, out: &mut Out) {
    out.now(Event::YarnApplicationAccepted { cluster: id });
    // Each replica of a Deployment is a pod of its own.
    for _ in 0..cluster.provider.job_managers() {
        let decide = out.scenario.profile.yarn_allocate;
        out.after(decide, place(cluster, id, ContainerRole::JobManager, out));
    }
}

/// The process that was added for the container last.
fn start_job_manager(cluster: &Cluster, container: ContainerId, out: &mut Out) {
    let mut newest = cluster.job_managers.iter().rev();
    if let Some(jm) = newest.find(|jm| jm.container == Some(container)) {
        out.now(Event::JobManagerStarted { jm: jm.id });
    }
}

/// The platform sees that a worker's process has ended, and tells Flink's ResourceManager.
fn tell_of_end(cluster: &Cluster, tm: TmId, out: &mut Out) {
    let Some(container) = cluster.tm(tm).container else { return };
    if cluster.is_cut_off(container) {
        return;
    }
    let id = cluster.tm(tm).cluster;
    // A recorded run tells when; the way there is one call.
    let recorded = out.scenario.worker(tm).until_told;
    let recorded = recorded.map(|told| told.since(out.scenario.profile.call));
    let wait = recorded.unwrap_or_else(|| until_told(cluster, id));
    let (from, to) = (Place::YarnResourceManager, Place::ResourceManager(id));
    out.send_after(wait, from, to, Event::ContainerCompleted { container });
}

/// An idle worker is stopped by the ResourceManager, which need not be told.
fn stop_worker(cluster: &Cluster, tm: TmId, out: &mut Out) {
    let (by, reason) = (Observer::ResourceManager, LossReason::Idle);
    out.now(Event::TaskManagerLost { tm, by, reason });
    out.now(Event::TaskManagerExited { tm });
    if let Some(container) = cluster.tm(tm).container {
        out.now(Event::ContainerCompleted { container });
    }
}

/// What is uploaded before a cluster is asked for: the configuration always, Flink's libraries and the
/// jar unless they are in HDFS. The libraries are most of it.
pub(super) fn upload(cluster: &Cluster, with_jar: bool, out: &Out) -> Time {
    let libraries = if cluster.uploads_libraries() { 5 } else { 0 };
    let jar = if with_jar && cluster.uploads_jar() { 2 } else { 0 };
    Time(out.scenario.profile.upload.0 * (1 + libraries + jar) / 8)
}

/// A session script asks for its cluster.
pub(super) fn submit_session(cluster: ClusterId, out: &mut Out) {
    let submitted = Event::YarnApplicationSubmitted { cluster, client: None };
    out.send(Place::Shell, Place::YarnResourceManager, submitted);
}

/// The NodeManager fetches what the process needs, then starts it. Libraries that are provided are public
/// there: they are fetched once for all applications.
fn launch(cluster: &Cluster, from: Place, container: ContainerId, node: NodeId, out: &mut Out) {
    let containers = cluster.platform.iter().flat_map(|platform| &platform.containers);
    let owner = containers.into_iter().nth(container.index()).map(|it| cluster.flink(it.cluster));
    // The kubelet tries again and again.
    if owner.is_some_and(|owner| owner.lacks_image(cluster.version)) {
        return;
    }
    let usual = out.scenario.profile.container_launch;
    let fetched = cluster.platform.as_ref().is_some_and(|platform| platform.has_fetched(node));
    let quick = fetched && !cluster.uploads_libraries();
    let launch = if quick { Time(usual.0 * 2 / 5) } else { usual };
    out.send_after(launch, from, Place::NodeManager(node), Event::ContainerLaunched { container });
}

fn slots_per_tm(cluster: &Cluster, id: ClusterId) -> u64 {
    let config = &cluster.flink(id).config;
    config.value(key::NumberOfTaskSlots, cluster.version)
}

/// `ActiveResourceManager.requestNewWorker`: as many workers as the missing slots fill, less those
/// that are on their way.
pub(super) fn request_workers(cluster: &Cluster, id: ClusterId, missing_slots: u16, out: &mut Out) {
    let per_tm = slots_per_tm(cluster, id);
    let needed = missing_slots.div_ceil(per_tm.max(1) as u16);
    let count = needed.saturating_sub(cluster.flink(id).pending_workers);
    if count > 0 {
        out.now(Event::WorkersRequested { cluster: id, count });
    }
}

/// Workers that nobody needs any more are given back before they registered (since 1.17). Flink looks
/// after `slotmanager.requirement-check.delay` and acts after `declare-needed-resource.delay`, 50 ms
/// each; and whenever it gives idle workers back. While a job waits for its restart its workers are
/// kept here: it will ask again.
fn release_surplus(cluster: &Cluster, id: ClusterId, out: &mut Out) {
    let Some(platform) = &cluster.platform else { return };
    if !cluster.version.traits().cancels_surplus_worker_requests {
        return;
    }
    let per_tm = slots_per_tm(cluster, id);
    let short = cluster.flink(id).short_jobs.iter();
    let missing = short.map(|job| u64::from(missing(cluster, *job))).sum::<u64>();
    let pending = u64::from(cluster.flink(id).pending_workers);
    let surplus = pending.saturating_sub(missing.div_ceil(per_tm.max(1)));
    let unregistered = platform.containers.iter().rev().filter(|container| match container.role {
        ContainerRole::TaskManager(tm) => {
            container.cluster == id
                && container.phase != ContainerPhase::Completed
                && cluster.tm(tm).awaited
        }
        ContainerRole::JobManager => false,
    });
    for container in unregistered.take(surplus as usize) {
        out.after(Time::ms(100), Event::ContainerCompleted { container: container.id });
    }
}

/// On YARN the request travels with the application master's next heartbeat, and so does the answer.
/// On Kubernetes each pod is created by a call.
fn ask(cluster: &Cluster, id: ClusterId, count: u16, out: &mut Out) {
    let next_tm = cluster.task_managers.len();
    let (from, to) = (Place::ResourceManager(id), Place::YarnResourceManager);
    let wait = match cluster.provider {
        Provider::Standalone { .. } | Provider::Kubernetes { .. } => Time::ZERO,
        Provider::Yarn { .. } => until_placed(cluster, TmId::next(next_tm), out),
    };
    for n in 0..usize::from(count) {
        let role = ContainerRole::TaskManager(TmId::next(next_tm + n));
        out.send_after(wait, from, to, place(cluster, id, role, out));
    }
    if let Provider::Yarn { .. } = cluster.provider {
        let received = Event::ContainersReceived { cluster: id, containers: Vec::new() };
        out.send_after(wait + out.scenario.profile.call, to, from, received);
    }
}

fn until_placed(cluster: &Cluster, first: TmId, out: &Out) -> Time {
    // A recorded run tells when the containers were there; the way back is two calls.
    let recorded = out.scenario.worker(first).until_received;
    let two_calls = Time(2 * out.scenario.profile.call.0);
    let interval = cluster.config.value(key::YarnContainerRequestInterval, cluster.version);
    recorded
        .map(|received| received.since(two_calls))
        .unwrap_or_else(|| interval + out.scenario.profile.yarn_allocate)
}

/// A request for one container, to be placed on arrival (see `crate::arrive`).
pub(super) fn place(world: &Cluster, cluster: ClusterId, role: ContainerRole, out: &Out) -> Event {
    let chosen = match role {
        ContainerRole::TaskManager(tm) => out.scenario.worker(tm).node,
        ContainerRole::JobManager => {
            out.scenario.job_manager_node(JmId::next(world.job_managers.len()))
        }
    };
    let node = chosen.unwrap_or(NodeId::ANY);
    Event::ContainerAllocated { cluster, container: ContainerId::UNNUMBERED, node, role }
}

/// How much of its share the queue of a cluster uses, in percent: whoever has least is served first.
fn use_of_share(cluster: &Cluster, id: ClusterId) -> u64 {
    let share = cluster.flink(id).queue.and_then(|queue| {
        let (used, most) = cluster.queue_room(queue)?;
        let Queue { capacity, maximum, .. } = cluster.provider.queues().get(queue.index())?;
        let share = most * u64::from(*capacity) / u64::from(*maximum).max(1);
        Some(used * 100 / share.max(1))
    });
    share.unwrap_or(0)
}

/// Time until the platform tells Flink's ResourceManager: YARN with the application master's next
/// heartbeat, Kubernetes through its watch at once.
fn until_told(cluster: &Cluster, id: ClusterId) -> Time {
    if let Provider::Kubernetes { .. } = cluster.provider {
        return Time::ZERO;
    }
    let seconds = cluster.config.value(key::YarnHeartbeatInterval, cluster.version);
    let interval = Time::s(seconds.max(1)).0;
    let since = cluster.flink(id).resource_manager_since.unwrap_or(cluster.now);
    Time(interval - cluster.now.since(since).0 % interval)
}

fn on_completed(cluster: &Cluster, id: ContainerId, out: &mut Out) {
    let Some(platform) = &cluster.platform else { return };
    if let ContainerRole::TaskManager(tm) = platform.containers[id.index()].role {
        match cluster.tm(tm).registration {
            Registration::Registered(_) => {
                let by = Observer::ResourceManager;
                out.now(Event::TaskManagerLost { tm, by, reason: LossReason::ContainerCompleted });
                // One that runs, beyond YARN's reach, calls again, is refused, and ends itself
                // (`TaskExecutor.onRegistrationRejection`).
                if cluster.tm(tm).process.answers() {
                    let two_calls = Time(2 * out.scenario.profile.call.0);
                    out.after(two_calls, Event::TaskManagerExited { tm });
                }
            }
            Registration::None => out.now(Event::TaskManagerExited { tm }),
            Registration::Lost(_) => {}
        }
    }
    if platform.containers[id.index()].node.is_none() {
        return;
    }
    give_room(cluster, out);
}

/// Whoever waits for room may get it now.
fn give_room(cluster: &Cluster, out: &mut Out) {
    let Some(platform) = &cluster.platform else { return };
    let decide = out.scenario.profile.yarn_allocate;
    let mut waiting: Vec<&Container> =
        platform.unlaunched().filter(|c| c.phase == ContainerPhase::Pending).collect();
    waiting.sort_by_key(|container| use_of_share(cluster, container.cluster));
    let mut told: Option<ClusterId> = None;
    for container in waiting {
        let Container { id, cluster: owner, role, .. } = *container;
        let allocated =
            Event::ContainerAllocated { cluster: owner, container: id, node: NodeId::ANY, role };
        out.after(decide, allocated);
        if role != ContainerRole::JobManager && told != Some(owner) {
            told = Some(owner);
            let received = Event::ContainersReceived { cluster: owner, containers: Vec::new() };
            let (from, to) = (Place::YarnResourceManager, Place::ResourceManager(owner));
            out.send_after(decide, from, to, received);
        }
    }
}
