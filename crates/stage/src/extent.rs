//! What a frame needs to know of its whole trace, so that nothing jumps: where each thing stands.
//!
//! In: a trace. Out: places that never change while that trace is shown. Compute it once after a
//! run or a fork, not for every frame. A fork keeps the places of everything that was there before.

use model::cluster::{Cluster, ContainerPhase, Mode};
use model::event::{ContainerRole, Observer};
use model::flow::Flow;
use model::{ClusterId, Event, ExecutionId, JmId, JobId, Provider, Time, TmId, Trace, key};

/// So many things of a kind get a place of their own before places of gone ones are used again.
const FRESH: usize = 6;
/// The same for TaskManagers on one machine.
const FRESH_ON_NODE: usize = 1;
/// The same for JobManager processes of one cluster.
const FRESH_PROCESSES: usize = 2;
/// The same for clusters on YARN and Kubernetes.
const FRESH_CLUSTERS: usize = 3;

/// The places of everything in a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// The place of each client, by [`model::ClientId`].
    pub clients: Vec<u16>,
    /// The place of each Flink cluster, by [`ClusterId`].
    pub clusters: Vec<u16>,
    /// What a place of a cluster has room for.
    pub rooms: Vec<Room>,
    /// The place of each JobManager process in its cluster, by [`model::JmId`]; empty where a
    /// cluster has only one.
    pub processes: Vec<u16>,
    /// The place of each JobMaster in its cluster, by [`JobId`].
    pub jobs: Vec<u16>,
    /// The place of each TaskManager, by [`TmId`].
    pub task_managers: Vec<TmPlace>,
    /// Slots of a TaskManager.
    pub slots: u16,
    /// The most subtasks that ever share a slot.
    pub tasks_in_slot: u16,
    /// Machines, where there is YARN or Kubernetes.
    pub nodes: u16,
    /// Whether clients upload files to HDFS.
    pub file_system: bool,
    /// Whether the machines are Kubernetes's.
    pub kubernetes: bool,
    /// Queues of YARN, where there are several.
    pub queues: u16,
    /// Whether leaders are elected and jobs kept.
    pub highly_available: bool,
    /// What flows between jobs outside of Flink; nothing in most traces.
    pub flow: Flow,
    /// The most records that ever wait for a job.
    pub most_waiting: u64,
    /// When the restart delay after the failure of that attempt is over.
    pub restarts: Vec<(ExecutionId, Time)>,
}

/// What stands in one place of a cluster, at the most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// JobMasters.
    pub jobs: u16,
    /// JobManager processes; 0 where there is only one.
    pub processes: u16,
    /// A `main()` runs there.
    pub main: bool,
}

/// Where a TaskManager stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TmPlace {
    /// The machine (YARN, Kubernetes); 0 elsewhere.
    pub node: u16,
    /// The place there.
    pub place: u16,
}

/// Hands out places of one kind.
#[derive(Default)]
struct Places {
    taken: Vec<bool>,
    fresh: usize,
}

impl Places {
    fn new(fresh: usize) -> Self {
        Self { taken: Vec::new(), fresh }
    }

    fn take(&mut self) -> u16 {
        let free = self.taken.iter().position(|taken| !taken);
        let place = match free {
            Some(place) if self.taken.len() >= self.fresh => place,
            _ => self.taken.len(),
        };
        if place == self.taken.len() {
            self.taken.push(true);
        } else {
            self.taken[place] = true;
        }
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    fn give_back(&mut self, place: u16) {
        if let Some(taken) = self.taken.get_mut(usize::from(place)) {
            *taken = false;
        }
    }
}

impl Extent {
    /// The places for all frames of a trace.
    pub fn of(trace: &Trace) -> Extent {
        let last = trace.frame_at(trace.end()).cluster;
        let mut extent = Extent::sizes(&last);
        for job in &trace.scenario().jobs {
            extent.tasks_in_slot = extent.tasks_in_slot.max(tasks_sharing(job));
        }
        if let Some(flow) = &trace.scenario().flow {
            extent.flow = flow.clone();
            extent.most_waiting = most_waiting(trace);
        }
        let mut walk = Walk::new(&last);
        for entry in trace.entries() {
            walk.step(&mut extent, entry.at, &entry.event);
        }
        extent
    }

    /// The places for one state of a cluster, when there is no trace.
    pub fn of_cluster(cluster: &Cluster) -> Extent {
        let mut extent = Extent::sizes(cluster);
        let mut walk = Walk::new(cluster);
        extent.clients = (0..).take(cluster.clients.len()).collect();
        cluster.clusters.iter().for_each(|state| walk.begin(&mut extent, state.id));
        cluster.job_managers.iter().for_each(|jm| walk.process(&mut extent, jm.id));
        cluster.jobs.iter().for_each(|job| walk.job(&mut extent, job.id));
        for tm in &cluster.task_managers {
            walk.arrive(&mut extent, tm.id);
        }
        extent
    }

    fn sizes(cluster: &Cluster) -> Extent {
        let configured = cluster.config.value(key::NumberOfTaskSlots, cluster.version);
        let slots = configured.clamp(1, 1_000);
        let nodes = match cluster.provider {
            Provider::Standalone { .. } => 0,
            Provider::Yarn { nodes, .. } | Provider::Kubernetes { nodes, .. } => nodes,
        };
        let sharing = cluster.jobs.iter().map(|job| tasks_sharing(&job.spec)).max();
        Extent {
            slots: u16::try_from(slots).unwrap_or(1),
            tasks_in_slot: sharing.unwrap_or(1).max(1),
            nodes,
            file_system: matches!(cluster.provider, Provider::Yarn { .. }),
            kubernetes: matches!(cluster.provider, Provider::Kubernetes { .. }),
            queues: u16::try_from(cluster.provider.queues().len()).unwrap_or(u16::MAX),
            highly_available: cluster.is_highly_available(),
            ..Extent::default()
        }
    }
}

/// Looked up at a number of moments: it sizes bars, nothing else.
fn most_waiting(trace: &Trace) -> u64 {
    const MOMENTS: u64 = 24;
    let moment = |n| Time(trace.end().0 / MOMENTS * n);
    let levels = (1..=MOMENTS).flat_map(|n| trace.flow_at(moment(n)));
    levels.map(|level| level.waiting).max().unwrap_or(0)
}

/// The most subtasks of a job that share one slot: vertices of one slot sharing group.
fn tasks_sharing(job: &model::job::JobSpec) -> u16 {
    let group_size =
        |name: &str| job.vertices.iter().filter(|vertex| vertex.slot_sharing_group == name).count();
    let largest = job.vertices.iter().map(|vertex| group_size(&vertex.slot_sharing_group)).max();
    u16::try_from(largest.unwrap_or(1)).unwrap_or(u16::MAX)
}

/// Walks over a trace and hands out places as things come and go.
struct Walk<'a> {
    last: &'a Cluster,
    clients: Places,
    clusters: Places,
    /// JobMasters and processes of each cluster.
    inside: Vec<[Places; 2]>,
    nodes: Vec<Places>,
    /// The machine of each TaskManager.
    node_of: Vec<u16>,
    /// TaskManagers that hold a place.
    standing: Vec<bool>,
}

impl<'a> Walk<'a> {
    fn new(last: &'a Cluster) -> Walk<'a> {
        let on_platform = last.platform.is_some();
        let machines = last.platform.as_ref().map_or(1, |it| it.nodes.len().max(1));
        let fresh = if on_platform { FRESH_ON_NODE } else { FRESH };
        // Fixed machines hold one cluster at a time.
        let clusters = if on_platform { FRESH_CLUSTERS } else { 1 };
        Walk {
            last,
            clients: Places::new(FRESH),
            clusters: Places::new(clusters),
            inside: Vec::new(),
            nodes: (0..machines).map(|_| Places::new(fresh)).collect(),
            node_of: last.task_managers.iter().map(|tm| machine_of(last, tm.id)).collect(),
            standing: vec![false; last.task_managers.len()],
        }
    }

    fn step(&mut self, extent: &mut Extent, at: Time, event: &Event) {
        match event {
            Event::ClientStarted { .. } => {
                let place = self.clients.take();
                extent.clients.push(place);
            }
            Event::ClientExited { client, .. } => {
                self.clients.give_back(place_of(&extent.clients, client.index()));
            }
            Event::YarnApplicationSubmitted { cluster, .. } => self.begin(extent, *cluster),
            Event::JobManagerStarted { jm } => {
                self.begin(extent, self.last.jm(*jm).cluster);
                self.process(extent, *jm);
            }
            Event::JobManagerKilled { jm } | Event::JobManagerExited { jm } => {
                let place = place_of(&extent.processes, jm.index());
                let cluster = self.last.jm(*jm).cluster.index();
                if let Some([_, processes]) = self.inside.get_mut(cluster) {
                    processes.give_back(place);
                }
            }
            Event::ClusterStopped { cluster, .. }
            | Event::YarnApplicationRejected { cluster, .. } => {
                self.clusters.give_back(place_of(&extent.clusters, cluster.index()));
            }
            Event::JobReceived { job, .. } => self.job(extent, *job),
            Event::JobMasterStopped { job } => self.end_job(extent, *job),
            Event::FailoverStarted { failed, delay, .. } => {
                extent.restarts.push((*failed, at + *delay));
            }
            Event::TaskManagerStarted { tm } => self.arrive(extent, *tm),
            Event::ContainerAllocated { role: ContainerRole::TaskManager(tm), .. } => {
                self.arrive(extent, *tm);
            }
            // A dead TaskManager keeps its place for as long as the ResourceManager remembers it.
            Event::TaskManagerLost { tm, by: Observer::ResourceManager, .. }
            | Event::WorkerReleased { tm } => self.leave(extent, *tm),
            _ => {}
        }
    }

    fn end_job(&mut self, extent: &Extent, job: JobId) {
        let place = place_of(&extent.jobs, job.index());
        if let Some([jobs, _]) = self.inside.get_mut(self.last.job(job).cluster.index()) {
            jobs.give_back(place);
        }
    }

    /// A cluster gets its place; a session that is started anew has it already.
    fn begin(&mut self, extent: &mut Extent, id: ClusterId) {
        while extent.clusters.len() <= id.index() {
            let place = self.clusters.take();
            let state = self.last.flink(ClusterId::next(extent.clusters.len()));
            extent.clusters.push(place);
            self.inside.push([Places::new(FRESH), Places::new(FRESH_PROCESSES)]);
            if extent.rooms.len() <= usize::from(place) {
                extent.rooms.push(Room::default());
            }
            extent.rooms[usize::from(place)].main |= matches!(state.mode, Mode::Application(_));
        }
    }

    fn job(&mut self, extent: &mut Extent, id: JobId) {
        let cluster = self.last.job(id).cluster;
        self.begin(extent, cluster);
        let place = self.inside[cluster.index()][0].take();
        extent.jobs.push(place);
        let room = &mut extent.rooms[usize::from(extent.clusters[cluster.index()])];
        room.jobs = room.jobs.max(place + 1);
    }

    /// Only high availability has several processes for one cluster.
    fn process(&mut self, extent: &mut Extent, id: JmId) {
        if !extent.highly_available {
            return;
        }
        while extent.processes.len() <= id.index() {
            let cluster = self.last.jm(JmId::next(extent.processes.len())).cluster;
            self.begin(extent, cluster);
            let place = self.inside[cluster.index()][1].take();
            extent.processes.push(place);
            let room = &mut extent.rooms[usize::from(extent.clusters[cluster.index()])];
            room.processes = room.processes.max(place + 1);
        }
    }

    fn arrive(&mut self, extent: &mut Extent, tm: TmId) {
        let node = self.node_of.get(tm.index()).copied().unwrap_or(0);
        while extent.task_managers.len() <= tm.index() {
            extent.task_managers.push(TmPlace { node, place: u16::MAX });
        }
        if extent.task_managers[tm.index()].place != u16::MAX {
            return;
        }
        let Some(places) = self.nodes.get_mut(usize::from(node)) else { return };
        extent.task_managers[tm.index()] = TmPlace { node, place: places.take() };
        if let Some(standing) = self.standing.get_mut(tm.index()) {
            *standing = true;
        }
    }

    fn leave(&mut self, extent: &Extent, tm: TmId) {
        let Some(place) = extent.task_managers.get(tm.index()) else { return };
        if std::mem::take(&mut self.standing[tm.index()]) {
            self.nodes[usize::from(place.node)].give_back(place.place);
        }
    }
}

fn place_of(places: &[u16], index: usize) -> u16 {
    places.get(index).copied().unwrap_or(u16::MAX)
}

/// The machine on which a TaskManager's container is, was, or will be.
fn machine_of(cluster: &Cluster, tm: TmId) -> u16 {
    let containers = cluster.platform.iter().flat_map(|it| &it.containers);
    let mut of_tm = containers.filter(|container| {
        container.role == ContainerRole::TaskManager(tm)
            && container.phase != ContainerPhase::Pending
    });
    of_tm.next().and_then(|container| container.node).map_or(0, |node| node.0)
}
