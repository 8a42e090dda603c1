//! What YARN or Kubernetes keeps: applications, containers and pods on machines.

use super::*;
use crate::cluster::platform::Room;

impl Cluster {
    pub(super) fn apply_to_platform(&mut self, at: Time, event: &Event, scenario: &Scenario) {
        match event {
            Event::YarnApplicationSubmitted { cluster, client } => {
                self.submit_application(*cluster, *client, scenario);
            }
            Event::MachineKilled { node } => self.kill_machine(at, *node),
            Event::MachineLost { node } => self.set_node(*node, NodeState::Lost),
            Event::FilesUploaded { .. } | Event::FilesDeleted { .. } => self.change_platform(event),
            Event::YarnApplicationAccepted { cluster } => {
                let state = &mut self.clusters[cluster.index()].application_state;
                *state = YarnApplicationState::Accepted;
            }
            Event::YarnApplicationRejected { cluster, .. } => {
                let state = &mut self.clusters[cluster.index()].application_state;
                *state = YarnApplicationState::Failed;
            }
            Event::YarnApplicationRunning { cluster } => {
                let state = &mut self.clusters[cluster.index()].application_state;
                *state = YarnApplicationState::Running;
            }
            Event::WorkersRequested { cluster, count } => {
                self.clusters[cluster.index()].pending_workers += count;
            }
            Event::ContainerPending { cluster, container, role } => {
                self.add_container(*cluster, *container, None, *role, scenario);
            }
            Event::ContainerAllocated { cluster, container, node, role } => {
                self.add_container(*cluster, *container, Some(*node), *role, scenario);
            }
            Event::ContainerLaunched { container } => self.launch(at, *container, scenario),
            Event::ContainerCompleted { container } => self.complete(*container),
            _ => {}
        }
    }

    fn change_platform(&mut self, event: &Event) {
        let Some(platform) = &mut self.platform else { return };
        match event {
            Event::FilesUploaded { client } => {
                platform.staging.push(Staging { client: *client, cluster: None });
            }
            Event::FilesDeleted { cluster } => {
                platform.staging.retain(|files| files.cluster != Some(*cluster));
            }
            _ => {}
        }
    }

    pub(super) fn set_node(&mut self, node: NodeId, state: NodeState) {
        if let Some(platform) = &mut self.platform {
            platform.nodes[node.index()].state = state;
        }
    }

    /// Its processes are gone, and so is the way to it: no connection is closed, no call refused.
    fn kill_machine(&mut self, at: Time, node: NodeId) {
        let tms = self.task_managers.iter().map(|tm| tm.id);
        let here: Vec<TmId> = tms.filter(|tm| self.machine_of(*tm) == Some(node)).collect();
        for id in here {
            let tm = &mut self.task_managers[id.index()];
            if !tm.process.is_gone() {
                tm.process = ProcessState::Killed;
                tm.signalled_at = Some(at);
                tm.cut_off = true;
            }
        }
        self.set_node(node, NodeState::Silent);
    }

    /// Each submission by a client becomes a cluster of its own; a session's has its place already.
    fn submit_application(&mut self, id: ClusterId, client: Option<ClientId>, scenario: &Scenario) {
        if let Some(client) = client {
            let state = &mut self.clients[client.index()];
            state.cluster = Some(id);
            let (target, attached, action) = (state.target, state.attached, state.action);
            let from_savepoint = state.from_savepoint;
            let name = state.program.name.clone();
            let config = self.config_of(action, scenario);
            match target {
                DeploymentTarget::Application => {
                    let application = self.add_application(id, &name, attached, action, scenario);
                    self.applications[application.index()].from_savepoint = from_savepoint;
                    let mode = Mode::Application(application);
                    self.clusters.push(FlinkCluster::absent(id, mode, config));
                }
                DeploymentTarget::PerJob | DeploymentTarget::Session => {
                    self.clusters.push(FlinkCluster::absent(id, Mode::PerJob(client), config));
                }
            }
        }
        if let Some(platform) = &mut self.platform {
            let fresh = |files: &&mut Staging| files.cluster.is_none() && files.client == client;
            if let Some(files) = platform.staging.iter_mut().rfind(fresh) {
                files.cluster = Some(id);
            }
        }
        let queue = self.provider.queue(self.queue_asked_for(id));
        let state = &mut self.clusters[id.index()];
        state.application_state = YarnApplicationState::Submitted;
        state.queue = queue;
    }

    /// The queue that the submission of a cluster named, or else the scenario's configuration.
    pub(crate) fn queue_asked_for(&self, id: ClusterId) -> &str {
        let named = self.flink(id).config.value(key::YarnQueue, self.version);
        named.unwrap_or(Queue::DEFAULT)
    }

    fn launch(&mut self, at: Time, id: ContainerId, scenario: &Scenario) {
        let Some(platform) = &mut self.platform else { return };
        let container = platform.containers[id.index()];
        platform.set_container(Container { phase: ContainerPhase::Running, ..container });
        let Container { role, cluster, .. } = container;
        match role {
            ContainerRole::TaskManager(tm) => {
                let recorded = scenario.worker(tm).until_ready;
                let start = recorded.unwrap_or(scenario.profile.task_manager_start);
                self.task_managers[tm.index()].ready_at = at + start;
            }
            ContainerRole::JobManager => {
                self.add_job_manager(cluster, Some(id));
            }
        }
    }

    fn complete(&mut self, id: ContainerId) {
        let Some(platform) = &mut self.platform else { return };
        let container = platform.containers[id.index()];
        platform.set_container(Container { phase: ContainerPhase::Completed, ..container });
        if let ContainerRole::TaskManager(tm) = container.role {
            self.await_no_longer(tm);
        }
    }

    fn add_container(
        &mut self,
        cluster: ClusterId,
        id: ContainerId,
        node: Option<NodeId>,
        role: ContainerRole,
        scenario: &Scenario,
    ) {
        let memory_mib = rule::platform::container_size(self, cluster, role);
        let phase =
            if node.is_some() { ContainerPhase::Allocated } else { ContainerPhase::Pending };
        if let ContainerRole::TaskManager(tm) = role
            && tm.index() == self.task_managers.len()
        {
            self.add_task_manager(cluster, Some(id), scenario);
        }
        let Some(platform) = &mut self.platform else { return };
        let container = Container { id, cluster, node, memory_mib, role, phase };
        platform.set_container(container);
    }
}

impl Platform {
    pub(super) fn of(provider: &Provider) -> Option<Platform> {
        let (nodes, memory_mib) = match provider {
            Provider::Standalone { .. } => return None,
            Provider::Yarn { nodes, node_memory_mib, .. }
            | Provider::Kubernetes { nodes, node_memory_mib, .. } => (*nodes, *node_memory_mib),
        };
        let node = |n| Node { id: NodeId(n), memory_mib, state: NodeState::Up };
        let nodes = (0..nodes).map(node).collect();
        Some(Platform {
            nodes,
            containers: Shared::new(),
            staging: Vec::new(),
            room: Room::default(),
        })
    }
}
