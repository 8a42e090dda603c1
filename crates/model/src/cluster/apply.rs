//! The only place where an event changes what is true.
//!
//! In: the cluster before, one event. Out: the cluster after. Nothing is decided here: what follows
//! from an event is the deciders' business.

use super::*;
use crate::event::{Event, Observer};
use crate::region::Regions;
use crate::restart::{RestartHistory, RestartStrategy};
use crate::scenario::{Scenario, Took};
use crate::{Action, Key, Signal};

/// Highest numbers that one cluster may reach; more is refused with a clear message.
pub const MAX_JOBS: usize = 40;
/// See [`MAX_JOBS`].
pub const MAX_TASK_MANAGERS: usize = 200;

impl Cluster {
    /// The world before anything was started.
    pub fn new(scenario: &Scenario) -> Cluster {
        Cluster {
            now: Time::ZERO,
            actions_taken: 0,
            refused: None,
            version: scenario.version,
            provider: scenario.provider.clone(),
            config: Rc::new(scenario.config.clone()),
            job_manager: JobManager {
                phase: JobManagerPhase::Absent,
                resource_manager_since: None,
                check_due: None,
            },
            task_managers: Vec::new(),
            jobs: Vec::new(),
            clients: Vec::new(),
            allocations: Vec::new(),
            yarn: Yarn::of(&scenario.provider),
        }
    }

    /// Changes what is true by one event that happened at `at`.
    pub fn apply(&mut self, at: Time, event: &Event, scenario: &Scenario) {
        self.now = at;
        match event {
            Event::ActionTaken(action) => self.apply_action(action, scenario),
            Event::JobManagerStarted => self.job_manager.phase = JobManagerPhase::Starting,
            Event::JobManagerKilled => self.kill_job_manager(),
            Event::DispatcherStarted => self.job_manager.phase = JobManagerPhase::DispatcherReady,
            Event::ResourceManagerStarted => {
                self.job_manager.phase = JobManagerPhase::Ready;
                self.job_manager.resource_manager_since = Some(at);
            }
            Event::ClusterStopped { status } => self.stop(*status),
            Event::TaskManagerStarted { tm }
            | Event::TaskManagerRegistered { tm }
            | Event::TaskManagerSignalled { tm, .. }
            | Event::TaskManagerExited { tm }
            | Event::WorkerReleased { tm }
            | Event::TaskManagerLost { tm, .. }
            | Event::JobManagerLost { tm, .. }
            | Event::JobMasterConnected { tm, .. } => self.apply_to_tm(at, *tm, event),
            Event::ProgramRan { client } => {
                self.clients[client.index()].phase = ClientPhase::Submitting;
            }
            Event::SubmissionAcknowledged { client, job } => {
                let client = &mut self.clients[client.index()];
                client.job = Some(*job);
                client.phase = ClientPhase::Waiting;
            }
            Event::ClientExited { client, how } => {
                self.clients[client.index()].phase = ClientPhase::Exited(*how);
            }
            Event::JobReceived { job, client } => self.receive_job(at, *job, *client, scenario),
            Event::ApplicationStateChanged { job, .. }
            | Event::JobMasterStarted { job }
            | Event::JobStatusChanged { job, .. }
            | Event::JobMasterRegistered { job }
            | Event::FailoverStarted { job, .. }
            | Event::RestartDelayElapsed { job, .. }
            | Event::TasksRestarted { job, .. }
            | Event::JobMasterStopped { job }
            | Event::ResourcesRequired { job, .. } => self.apply_to_job(at, *job, event),
            Event::TaskStateChanged { execution, to, cause, .. } => {
                self.change_task(at, *execution, *to, *cause);
            }
            Event::RequirementsChecked => self.job_manager.check_due = None,
            Event::SlotAllocated { .. }
            | Event::SlotReserved { .. }
            | Event::SlotsOffered { .. }
            | Event::SlotActivated { .. }
            | Event::SlotReleased { .. }
            | Event::SlotTimedOut { .. }
            | Event::SlotFreed { .. } => self.apply_to_slot(at, event),
            Event::YarnApplicationSubmitted
            | Event::YarnApplicationAccepted
            | Event::YarnApplicationRunning
            | Event::ContainerAllocated { .. }
            | Event::ContainerLaunched { .. }
            | Event::WorkersRequested { .. }
            | Event::ContainerCompleted { .. }
            | Event::ContainerPending { .. } => self.apply_to_yarn(at, event, scenario),
            // Facts that say something and change nothing by themselves.
            Event::StartUpPeriodEnded
            | Event::ActionRefused(_)
            | Event::ClientStarted { .. }
            | Event::JobResultDelivered { .. }
            | Event::CheckpointRestored { .. }
            | Event::CancelRequested { .. }
            | Event::ResourcesNotEnough { .. }
            | Event::SlotRequestTimedOut { .. }
            | Event::SlotIdleTimedOut { .. }
            | Event::RegistrationTimedOut { .. }
            | Event::TaskSubmitted { .. }
            | Event::TaskCancelRequested { .. }
            | Event::TaskSubmissionFailed { .. }
            | Event::ConnectionBroke { .. }
            | Event::ExceptionThrown { .. }
            | Event::ContainersReceived { .. } => {}
        }
        self.note_needed_check(event);
    }

    /// A check of the requirements is due after events that change what is asked for or there.
    fn note_needed_check(&mut self, event: &Event) {
        let due = self.job_manager.check_due.is_some();
        if !due && crate::decide::resource_manager::calls_for_check(self, event) {
            let delay = self.config.duration(Key::RequirementCheckDelay, self.version);
            self.job_manager.check_due = Some(self.now + delay.unwrap_or_default());
        }
    }

    fn apply_action(&mut self, action: &Action, scenario: &Scenario) {
        self.refused = crate::decide::action::refusal(self, action, scenario);
        self.actions_taken += 1;
        if self.refused.is_some() {
            return;
        }
        match action {
            Action::StartCluster => {
                if let Provider::Standalone { task_managers } = self.provider {
                    for _ in 0..task_managers {
                        self.add_task_manager(None, scenario);
                    }
                }
            }
            Action::StartTaskManager => {
                self.add_task_manager(None, scenario);
            }
            Action::Submit { job, attached, shutdown_on_attached_exit } => {
                self.clients.push(Client {
                    id: ClientId::next(self.clients.len()),
                    job_name: job.as_str().into(),
                    job: None,
                    attached: *attached,
                    shutdown_on_attached_exit: *attached && *shutdown_on_attached_exit,
                    phase: ClientPhase::RunningMain,
                });
            }
            Action::Cancel { .. }
            | Action::ThrowException { .. }
            | Action::SignalTaskManager { .. }
            | Action::KillJobManager
            | Action::StartJobManager
            | Action::InterruptClient { .. }
            | Action::StopCluster => {}
        }
    }

    fn add_task_manager(&mut self, container: Option<ContainerId>, scenario: &Scenario) -> TmId {
        let id = TmId::next(self.task_managers.len());
        let slots = self.config.number(Key::NumberOfTaskSlots, self.version).unwrap_or(1);
        let recorded = match container {
            Some(_) => scenario.worker(id).until_ready,
            None => self.took(scenario).until_ready,
        };
        let start = recorded.unwrap_or(scenario.profile.task_manager_start);
        self.task_managers.push(TaskManager {
            id,
            process: ProcessState::Starting,
            registration: Registration::None,
            slots: vec![SlotState::Free; slots as usize],
            connected_to: Vec::new(),
            container,
            idle_since: None,
            ready_at: self.now + start,
            searching_since: Some(self.now),
            signalled_at: None,
        });
        id
    }

    fn stop(&mut self, status: ClusterStatus) {
        self.job_manager.phase = JobManagerPhase::Stopped(status);
        self.job_manager.resource_manager_since = None;
        self.job_manager.check_due = None;
        self.forget_jobs();
        if let Some(yarn) = &mut self.yarn {
            yarn.application = YarnApplicationState::Finished;
            yarn.pending_workers = 0;
            for container in &mut yarn.containers {
                container.phase = ContainerPhase::Completed;
            }
        }
    }

    /// What the process knew is gone with it; what TaskManagers hold and run stays.
    fn kill_job_manager(&mut self) {
        self.job_manager.phase = JobManagerPhase::Killed;
        self.job_manager.check_due = None;
        self.forget_jobs();
        for tm in &mut self.task_managers {
            tm.registration = Registration::None;
        }
        if let Some(yarn) = &mut self.yarn {
            yarn.pending_workers = 0;
        }
    }

    /// Nobody looks after the jobs any more, and nobody counts their slots.
    fn forget_jobs(&mut self) {
        for job in &mut self.jobs {
            job.required = 0;
            job.registered = false;
            job.job_master_stopped = true;
            job.waiting_restarts.clear();
        }
        for allocation in &mut self.allocations {
            allocation.at_rm = AtResourceManager::Freed;
            allocation.at_job_master = AtJobMaster::Released;
        }
    }

    fn apply_to_tm(&mut self, at: Time, tm: TmId, event: &Event) {
        let state = &mut self.task_managers[tm.index()];
        match event {
            Event::TaskManagerStarted { .. } => state.process = ProcessState::Starting,
            Event::TaskManagerRegistered { .. } => {
                self.register_tm(at, tm);
                if let Some(yarn) = &mut self.yarn {
                    yarn.pending_workers = yarn.pending_workers.saturating_sub(1);
                }
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
            self.allocations[allocation.index()].at_rm = AtResourceManager::Allocated;
        }
    }

    /// The job's slots are kept for a while, for a JobMaster that may come back.
    fn lose_job_master(&mut self, tm: TmId, job: JobId) {
        let state = &mut self.task_managers[tm.index()];
        state.connected_to.retain(|other| *other != job);
        for slot in &mut state.slots {
            if let SlotState::Active(id) = *slot
                && self.allocations[id.index()].job == job
            {
                *slot = SlotState::Allocated(id);
            }
        }
    }

    fn lose_tm(&mut self, at: Time, tm: TmId, by: Observer, reason: LossReason) {
        match by {
            Observer::ResourceManager => {
                self.task_managers[tm.index()].registration = Registration::Lost(reason);
                for allocation in self.allocations.iter_mut().filter(|a| a.tm == tm) {
                    allocation.at_rm = AtResourceManager::Freed;
                }
            }
            Observer::JobMaster(job) => {
                self.task_managers[tm.index()].connected_to.retain(|other| *other != job);
                let held = |a: &&mut Allocation| a.tm == tm && a.job == job;
                for allocation in self.allocations.iter_mut().filter(held) {
                    allocation.at_job_master = AtJobMaster::Released;
                }
                self.settle_pool(job, at);
            }
        }
    }

    fn receive_job(&mut self, at: Time, id: JobId, client: ClientId, scenario: &Scenario) {
        let name = &self.clients[client.index()].job_name;
        let spec = scenario.jobs.iter().find(|job| job.name.as_str() == &**name);
        let spec = Rc::new(spec.expect("unknown names are refused at submission").clone());
        let fresh = Execution {
            attempt: 0,
            state: ExecutionState::Created,
            slot: None,
            deployed: false,
            since: at,
            cause: None,
        };
        let row = |vertex: &crate::job::VertexSpec| vec![fresh; usize::from(vertex.parallelism)];
        self.jobs.push(Job {
            id,
            regions: Rc::new(Regions::of(&spec)),
            executions: spec.vertices.iter().map(row).collect(),
            spec,
            status: JobStatus::Initializing,
            cause: None,
            client,
            application: None,
            received_at: at,
            job_master_since: None,
            job_master_stopped: false,
            required: 0,
            registered: false,
            restarts: RestartHistory::default(),
            waiting_restarts: Vec::new(),
            all_running_since: None,
            last_checkpoint: None,
        });
    }

    fn apply_to_job(&mut self, at: Time, id: JobId, event: &Event) {
        let job = &mut self.jobs[id.index()];
        match event {
            Event::ApplicationStateChanged { to, .. } => job.application = Some(*to),
            Event::JobMasterStarted { .. } => job.job_master_since = Some(at),
            Event::JobMasterRegistered { .. } => job.registered = true,
            Event::JobStatusChanged { to, cause, .. } => {
                job.status = *to;
                job.cause = cause.or(job.cause);
            }
            Event::JobMasterStopped { .. } => {
                job.job_master_stopped = true;
                job.registered = false;
            }
            Event::ResourcesRequired { slots, .. } => job.required = *slots,
            Event::FailoverStarted { failed, .. } => self.start_failover(at, *failed),
            Event::RestartDelayElapsed { failed, .. } => {
                for failover in job.waiting_restarts.iter_mut().filter(|f| f.failed == *failed) {
                    failover.delay_over = true;
                }
            }
            Event::TasksRestarted { failed, .. } => self.restart_tasks(at, *failed),
            _ => {}
        }
    }

    fn start_failover(&mut self, at: Time, failed: ExecutionId) {
        let options = self.options_of(failed.job);
        let tasks = crate::decide::failover::tasks_to_restart(self, failed);
        let strategy = RestartStrategy::of(&options, self.version);
        let job = &mut self.jobs[failed.job.index()];
        // The verdict was the decider's; here only the memory of it is kept.
        let _ = strategy.on_failure(&mut job.restarts, at);
        // A newer failover takes over the tasks it shares with an older one (ExecutionVertexVersioner).
        for older in &mut job.waiting_restarts {
            older.tasks.retain(|task| !tasks.contains(task));
        }
        job.waiting_restarts.push(Failover { failed, tasks, delay_over: false });
    }

    fn restart_tasks(&mut self, at: Time, failed: ExecutionId) {
        let job = &mut self.jobs[failed.job.index()];
        let waiting = std::mem::take(&mut job.waiting_restarts);
        let (due, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|f| f.failed == failed);
        job.waiting_restarts = rest;
        for (vertex, subtask) in due.into_iter().flat_map(|failover| failover.tasks) {
            let execution = &mut job.executions[vertex.index()][usize::from(subtask)];
            *execution = Execution {
                attempt: execution.attempt + 1,
                state: ExecutionState::Created,
                slot: None,
                deployed: false,
                since: at,
                cause: execution.cause,
            };
        }
    }

    fn change_task(&mut self, at: Time, id: ExecutionId, to: ExecutionState, cause: Option<Cause>) {
        let job = &mut self.jobs[id.job.index()];
        let execution = &mut job.executions[id.vertex.index()][usize::from(id.subtask)];
        execution.state = to;
        execution.deployed |= to == ExecutionState::Deploying;
        execution.since = at;
        execution.cause = cause.or(execution.cause);
        let all_run = job.executions.iter().flatten().all(|e| e.state == ExecutionState::Running);
        match (job.all_running_since, all_run) {
            (None, true) => job.all_running_since = Some(at),
            (Some(since), false) => {
                job.all_running_since = None;
                self.count_checkpoints(id.job, since, at);
            }
            (None, false) | (Some(_), true) => {}
        }
        self.settle_pool(id.job, at);
    }

    /// Checkpoints are not events here, like heartbeats: while all tasks run, one completes every
    /// interval, until a TaskManager of the job stops answering.
    fn count_checkpoints(&mut self, job: JobId, since: Time, until: Time) {
        let Some(interval) = self.options_of(job).duration(Key::CheckpointInterval, self.version)
        else {
            return;
        };
        let slots = self.job(job).executions.iter().flatten().filter_map(|e| e.slot);
        let tms = slots.map(|slot| self.tm(self.allocation(slot).tm));
        let silent = tms.filter_map(|tm| tm.signalled_at).filter(|at| *at >= since).min();
        let until = silent.map_or(until, |silent| silent.min(until));
        let completed = until.since(since).0 / interval.0.max(1);
        if completed > 0 {
            let last = &mut self.jobs[job.index()].last_checkpoint;
            *last = Some(last.unwrap_or(0) + completed);
        }
    }

    fn apply_to_slot(&mut self, at: Time, event: &Event) {
        match event {
            Event::SlotAllocated { allocation, job, tm, index } => {
                self.task_managers[tm.index()].idle_since = None;
                self.allocations.push(Allocation {
                    id: *allocation,
                    job: *job,
                    tm: *tm,
                    index: *index,
                    at_rm: AtResourceManager::Pending,
                    at_job_master: AtJobMaster::Unknown,
                });
            }
            Event::SlotReserved { allocation } => {
                let entry = &mut self.allocations[allocation.index()];
                entry.at_rm = AtResourceManager::Allocated;
                self.set_slot(*allocation, SlotState::Allocated(*allocation));
            }
            Event::SlotsOffered { allocations, job, .. } => {
                for id in crate::decide::job_master::accepted_offers(self, *job, allocations) {
                    self.allocations[id.index()].at_job_master = AtJobMaster::Idle(at);
                }
                self.settle_pool(*job, at);
            }
            Event::SlotActivated { allocation } => {
                self.set_slot(*allocation, SlotState::Active(*allocation));
            }
            Event::SlotReleased { allocation } => {
                self.allocations[allocation.index()].at_job_master = AtJobMaster::Released;
                self.set_slot(*allocation, SlotState::Free);
            }
            Event::SlotTimedOut { allocation } => self.set_slot(*allocation, SlotState::Free),
            Event::SlotFreed { allocation } => {
                self.allocations[allocation.index()].at_rm = AtResourceManager::Freed;
                let tm = self.allocation(*allocation).tm;
                let unused = self.tm(tm).slots.iter().all(|slot| *slot == SlotState::Free);
                self.task_managers[tm.index()].idle_since = unused.then_some(at);
            }
            _ => {}
        }
    }

    fn set_slot(&mut self, allocation: AllocationId, state: SlotState) {
        let Allocation { tm, index, .. } = *self.allocation(allocation);
        let slot = &mut self.task_managers[tm.index()].slots[usize::from(index)];
        // A slot that has another owner by now is left to it.
        if slot.allocation().is_none_or(|owner| owner == allocation) {
            *slot = state;
        }
    }

    fn apply_to_yarn(&mut self, at: Time, event: &Event, scenario: &Scenario) {
        let Some(yarn) = &mut self.yarn else { return };
        match event {
            Event::YarnApplicationSubmitted => yarn.application = YarnApplicationState::Submitted,
            Event::YarnApplicationAccepted => yarn.application = YarnApplicationState::Accepted,
            Event::YarnApplicationRunning => yarn.application = YarnApplicationState::Running,
            Event::WorkersRequested { count } => yarn.pending_workers += count,
            Event::ContainerPending { container } => {
                let role = ContainerRole::TaskManager(TmId::next(self.task_managers.len()));
                self.add_container(*container, None, role, scenario);
            }
            Event::ContainerAllocated { container, node, role } => {
                self.add_container(*container, Some(*node), *role, scenario);
            }
            Event::ContainerLaunched { container } => {
                let container = &mut yarn.containers[container.index()];
                container.phase = ContainerPhase::Running;
                if let ContainerRole::TaskManager(tm) = container.role {
                    let recorded = scenario.worker(tm).until_ready;
                    let start = recorded.unwrap_or(scenario.profile.task_manager_start);
                    self.task_managers[tm.index()].ready_at = at + start;
                }
            }
            Event::ContainerCompleted { container } => {
                let container = &mut yarn.containers[container.index()];
                container.phase = ContainerPhase::Completed;
                if let ContainerRole::TaskManager(tm) = container.role
                    && self.task_managers[tm.index()].registration == Registration::None
                {
                    yarn.pending_workers = yarn.pending_workers.saturating_sub(1);
                }
            }
            _ => {}
        }
    }

    fn add_container(
        &mut self,
        id: ContainerId,
        node: Option<NodeId>,
        role: ContainerRole,
        scenario: &Scenario,
    ) {
        let memory_mib = crate::decide::yarn::container_size(self, role);
        let phase =
            if node.is_some() { ContainerPhase::Allocated } else { ContainerPhase::Pending };
        if let ContainerRole::TaskManager(tm) = role
            && tm.index() == self.task_managers.len()
        {
            self.add_task_manager(Some(id), scenario);
        }
        let Some(yarn) = &mut self.yarn else { return };
        let container = Container { id, node, memory_mib, role, phase };
        match yarn.containers.get_mut(id.index()) {
            Some(waiting) => *waiting = container,
            None => yarn.containers.push(container),
        }
    }

    /// Recorded durations of the last action, if it has any.
    pub(crate) fn took(&self, scenario: &Scenario) -> Took {
        let last = self.actions_taken.checked_sub(1).and_then(|last| scenario.actions.get(last));
        last.and_then(|action| action.took.clone()).unwrap_or_default()
    }

    /// The options in force for a job: its own over the cluster's.
    pub fn options_of(&self, job: JobId) -> Config {
        self.config.overlaid(&self.job(job).spec.options)
    }
}

impl Yarn {
    fn of(provider: &Provider) -> Option<Yarn> {
        let Provider::Yarn { nodes, node_memory_mib, .. } = provider else { return None };
        let node = |n| Node { id: NodeId(n), memory_mib: *node_memory_mib };
        Some(Yarn {
            nodes: (0..*nodes).map(node).collect(),
            containers: Vec::new(),
            application: YarnApplicationState::New,
            pending_workers: 0,
        })
    }
}
