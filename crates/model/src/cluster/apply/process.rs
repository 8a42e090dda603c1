//! JobManagers, TaskManagers, and the clusters they form.

use super::*;

impl Cluster {
    pub(super) fn add_job_manager(
        &mut self,
        cluster: ClusterId,
        container: Option<ContainerId>,
    ) -> JmId {
        let id = JmId::next(self.job_managers.len());
        let role = JobManagerRole::Starting;
        self.job_managers.push(JobManager { id, cluster, role, container, killed_at: None });
        id
    }

    pub(super) fn add_task_manager(
        &mut self,
        cluster: ClusterId,
        container: Option<ContainerId>,
        scenario: &Scenario,
    ) -> TmId {
        let id = TmId::next(self.task_managers.len());
        let config = &self.flink(cluster).config;
        // `taskmanager.sh start -D…`: this process only.
        let started = scenario.actions.get(self.actions_taken.saturating_sub(1));
        let own = started.map(|timed| &timed.action);
        let own = own.filter(|action| *action.itself() == Action::StartTaskManager);
        let own = own.and_then(Action::options).filter(|_| container.is_none());
        let own = own.filter(|options| options.is_set(Key::NumberOfTaskSlots));
        let slots = own.unwrap_or(config).value(key::NumberOfTaskSlots, self.version);
        let recorded = match container {
            Some(_) => scenario.worker(id).until_ready,
            None => self.took(scenario).until_ready,
        };
        let start = recorded.unwrap_or(scenario.profile.task_manager_start);
        self.task_managers.push(TaskManager {
            id,
            cluster,
            process: ProcessState::Starting,
            registration: Registration::None,
            slots: vec![SlotState::Free; slots.min(u64::from(MOST_SLOTS)) as usize],
            open: Vec::new(),
            connected_to: Vec::new(),
            awaited: container.is_some(),
            container,
            idle_since: None,
            ready_at: self.now + start,
            searching_since: Some(self.now),
            signalled_at: None,
            cut_off: false,
        });
        id
    }

    pub(super) fn apply_to_cluster(&mut self, at: Time, event: &Event) {
        match event {
            Event::JobManagerStarted { jm } => {
                let cluster = self.jm(*jm).cluster;
                let phase = self.flink(cluster).phase;
                if !self.is_highly_available() {
                    self.lead(*jm, JobManagerPhase::Starting);
                } else if !phase.is_alive() && phase != JobManagerPhase::Killed {
                    self.clusters[cluster.index()].phase = JobManagerPhase::Starting;
                }
            }
            Event::JobManagerStandsBy { jm } => {
                self.job_managers[jm.index()].role = JobManagerRole::StandingBy;
            }
            Event::LeadershipGranted { jm } => {
                self.lead(*jm, JobManagerPhase::Starting);
                self.job_managers[jm.index()].role = JobManagerRole::Leading;
            }
            Event::DispatcherStarted { cluster } => {
                let state = &mut self.clusters[cluster.index()];
                state.phase = JobManagerPhase::DispatcherReady;
                if let Some(leader) = state.leader {
                    self.job_managers[leader.index()].role = JobManagerRole::Leading;
                }
            }
            Event::ResourceManagerStarted { cluster } => {
                let state = &mut self.clusters[cluster.index()];
                state.phase = JobManagerPhase::Ready;
                state.resource_manager_since = Some(at);
            }
            Event::RequirementsChecked { cluster } => {
                self.clusters[cluster.index()].check_due = None;
            }
            Event::JobManagerKilled { jm } => self.end_job_manager(*jm, JobManagerRole::Killed, at),
            Event::JobManagerExited { jm } => self.end_job_manager(*jm, JobManagerRole::Exited, at),
            Event::ClusterStopped { cluster, status } => self.stop(*cluster, *status),
            _ => {}
        }
    }

    fn lead(&mut self, jm: JmId, phase: JobManagerPhase) {
        let cluster = self.jm(jm).cluster;
        let state = &mut self.clusters[cluster.index()];
        state.leader = Some(jm);
        state.phase = phase;
        state.resource_manager_since = None;
        state.check_due = None;
    }

    /// What the leading process knew is gone with it; what TaskManagers hold and run stays.
    pub(super) fn end_job_manager(&mut self, jm: JmId, role: JobManagerRole, at: Time) {
        let process = &mut self.job_managers[jm.index()];
        process.role = role;
        process.killed_at = Some(at);
        let cluster = process.cluster;
        if self.flink(cluster).leader != Some(jm) {
            return;
        }
        let state = &mut self.clusters[cluster.index()];
        state.phase = JobManagerPhase::Killed;
        state.leader = None;
        state.check_due = None;
        state.pending_workers = 0;
        let free = rule::leadership::latch_free_at(self, role, at);
        self.clusters[cluster.index()].latch_free_at = free;
        self.keep_checkpoints(cluster, at);
        self.forget_jobs(cluster);
        let forget = |tm: &mut TaskManager| {
            tm.registration = Registration::None;
            tm.awaited = false;
            // JobMasters that end in order close their pools (`DefaultDeclarativeSlotPool.releaseSlots`); a
            // killed one leaves its slots to `taskmanager.slot.timeout`.
            if role == JobManagerRole::Exited && tm.process.answers() && !tm.cut_off {
                tm.connected_to.clear();
                tm.slots.fill(SlotState::Free);
            }
        };
        self.task_managers.change(|tm| tm.cluster == cluster, forget);
    }

    fn stop(&mut self, id: ClusterId, status: ClusterStatus) {
        let died = !self.job_managers.iter().any(|jm| jm.cluster == id && jm.role.is_alive());
        let state = &mut self.clusters[id.index()];
        state.phase = JobManagerPhase::Stopped(status);
        state.leader = None;
        state.resource_manager_since = None;
        state.check_due = None;
        state.pending_workers = 0;
        state.application_state = match status {
            ClusterStatus::Killed => YarnApplicationState::Killed,
            // One that ends in order reports how its jobs ended, and is FINISHED all the same.
            ClusterStatus::Failed if died => YarnApplicationState::Failed,
            ClusterStatus::Succeeded
            | ClusterStatus::Failed
            | ClusterStatus::Canceled
            | ClusterStatus::Unknown => YarnApplicationState::Finished,
        };
        let exit = |jm: &mut JobManager| jm.role = JobManagerRole::Exited;
        self.job_managers.change(|jm| jm.cluster == id && jm.role.is_alive(), exit);
        self.forget_jobs(id);
        // An orderly end clears up behind itself; a signal or a kill leaves the store as it is.
        if !matches!(status, ClusterStatus::Unknown | ClusterStatus::Killed) {
            self.jobs.change(|job| job.cluster == id, |job| job.persisted = false);
        }
        // A JobMaster that stops in order tells its TaskManagers, and they free its slots at once.
        let forget = |tm: &mut TaskManager| {
            tm.registration = Registration::None;
            tm.connected_to.clear();
            tm.slots.fill(SlotState::Free);
        };
        self.task_managers.change(|tm| tm.cluster == id, forget);
        if let Some(platform) = &mut self.platform {
            for index in 0..platform.containers.len() {
                let container = platform.containers[index];
                if container.cluster == id && container.phase != ContainerPhase::Completed {
                    let phase = ContainerPhase::Completed;
                    platform.set_container(Container { phase, ..container });
                }
            }
        }
    }

    /// Nobody looks after the jobs any more, and nobody counts their slots.
    fn forget_jobs(&mut self, cluster: ClusterId) {
        let forget = |job: &mut Job| {
            job.registered = false;
            job.job_master_stopped = true;
            job.waiting_restarts.clear();
        };
        self.jobs.change(|job| job.cluster == cluster, forget);
        self.lose_savepoints(cluster);
        let jobs: Vec<JobId> = self.jobs_of(cluster).map(|job| job.id).collect();
        for job in jobs {
            self.require_slots(job, 0);
            for id in self.job(job).slots.open.clone() {
                self.change_allocation(id, |allocation| {
                    allocation.at_rm = AtResourceManager::Freed;
                    allocation.at_job_master = AtJobMaster::Released;
                });
            }
        }
    }

    pub(super) fn apply_to_tm(&mut self, at: Time, tm: TmId, event: &Event) {
        let state = &mut self.task_managers[tm.index()];
        match event {
            Event::TaskManagerStarted { .. } => state.process = ProcessState::Starting,
            Event::TaskManagerRegistered { .. } => {
                self.register_tm(at, tm);
                self.await_no_longer(tm);
            }
            Event::TaskManagerSignalled { signal, .. } => {
                state.signalled_at = Some(at);
                state.process = match signal {
                    Signal::Kill => ProcessState::Killed,
                    Signal::Term => ProcessState::Stopping,
                    Signal::Stop => ProcessState::Frozen,
                    Signal::Cont => ProcessState::Running,
                };
            }
            Event::NetworkCut { .. } => {
                state.signalled_at = Some(at);
                state.cut_off = true;
            }
            Event::NetworkHealed { .. } => state.cut_off = false,
            Event::TaskManagerExited { .. } => state.process = ProcessState::Exited,
            Event::JobMasterConnected { job, .. } => state.connected_to.push(*job),
            Event::TaskManagerLost { by, reason, .. } => self.lose_tm(at, tm, *by, *reason),
            Event::JobManagerLost { who: Observer::ResourceManager, .. } => {
                state.searching_since = Some(at);
            }
            Event::JobManagerLost { who: Observer::JobMaster(job), .. } => {
                self.lose_job_master(tm, *job);
            }
            _ => {}
        }
    }

    /// A worker is there, or will never be.
    pub(super) fn await_no_longer(&mut self, tm: TmId) {
        let state = &mut self.task_managers[tm.index()];
        if std::mem::take(&mut state.awaited) {
            let pending = &mut self.clusters[state.cluster.index()].pending_workers;
            *pending = pending.saturating_sub(1);
        }
    }

    /// A TaskManager that was dropped and comes back has freed its slots. One that comes to a new
    /// ResourceManager reports what it has reserved.
    fn register_tm(&mut self, at: Time, tm: TmId) {
        let state = &mut self.task_managers[tm.index()];
        if let Registration::Lost(_) = state.registration {
            state.slots.fill(SlotState::Free);
            state.connected_to.clear();
        }
        let reserved: Vec<AllocationId> =
            state.slots.iter().filter_map(|slot| slot.allocation()).collect();
        state.process = ProcessState::Running;
        state.registration = Registration::Registered(at);
        state.searching_since = None;
        state.idle_since = reserved.is_empty().then_some(at);
        for allocation in reserved {
            self.change_allocation(allocation, |it| it.at_rm = AtResourceManager::Allocated);
        }
    }

    /// The job's slots are kept for a while, for a JobMaster that may come back.
    fn lose_job_master(&mut self, tm: TmId, job: JobId) {
        let state = &mut self.task_managers[tm.index()];
        state.connected_to.retain(|other| *other != job);
        for index in 0..self.tm(tm).slots.len() {
            if let SlotState::Active(id) = self.tm(tm).slots[index]
                && self.allocation(id).job == job
            {
                self.task_managers[tm.index()].slots[index] = SlotState::Allocated(id);
                // A new JobMaster of this job may be offered it.
                self.change_allocation(id, |it| it.at_job_master = AtJobMaster::Unknown);
            }
        }
    }

    fn lose_tm(&mut self, at: Time, tm: TmId, by: Observer, reason: LossReason) {
        match by {
            Observer::ResourceManager => {
                self.task_managers[tm.index()].registration = Registration::Lost(reason);
                for id in self.tm(tm).open.clone() {
                    self.change_allocation(id, |it| it.at_rm = AtResourceManager::Freed);
                }
            }
            Observer::JobMaster(job) => {
                self.task_managers[tm.index()].connected_to.retain(|other| *other != job);
                for id in self.tm(tm).open.clone() {
                    if self.allocation(id).job == job {
                        self.change_allocation(id, |it| it.at_job_master = AtJobMaster::Released);
                    }
                }
                self.settle_pool(job, at, None);
            }
        }
    }
}
