//! Applications, jobs, and their tasks.

use super::*;
use crate::cluster::tally::{Slots, Tasks};
use crate::event::AdaptiveState;
use crate::job::{JobSpec, VertexSpec};
use crate::load_balance::{LoadBalance, SharedSlots};
use crate::region::Regions;
use crate::restart::{RestartHistory, RestartStrategy};

impl Cluster {
    pub(super) fn apply_to_application(&mut self, at: Time, event: &Event, scenario: &Scenario) {
        match event {
            Event::ProgramStarted { application } => {
                let keeps_jobs = self.is_highly_available();
                let state = &mut self.applications[application.index()];
                state.main = MainPhase::At(0);
                // Since 2.3 it shows its states, under each new leader anew.
                state.state = ApplicationState::Created;
                // Without a store a second run of `main()` knows nothing of the first.
                if !keeps_jobs {
                    state.jobs.clear();
                }
                let takes = rule::application::step_takes(self, *application, true, scenario);
                self.applications[application.index()].due = at + takes;
                self.wait_for_found_job(*application);
            }
            Event::ProgramAdvanced { application } => {
                let state = &mut self.applications[application.index()];
                let awaits =
                    |step: u16| state.program.steps.get(usize::from(step)) == Some(&Step::Await);
                state.main = match state.main {
                    // There may be another one to wait for.
                    MainPhase::WaitsFor(_, step) if awaits(step) => MainPhase::At(step),
                    MainPhase::At(step) | MainPhase::WaitsFor(_, step) => MainPhase::At(step + 1),
                    MainPhase::Elsewhere | MainPhase::Ended(..) => state.main,
                };
                let takes = rule::application::step_takes(self, *application, false, scenario);
                self.applications[application.index()].due = at + takes;
                self.wait_for_found_job(*application);
            }
            Event::ProgramEnded { application, how } => {
                self.applications[application.index()].main = MainPhase::Ended(at, *how);
            }
            Event::ApplicationStateChanged { application, to } => {
                self.applications[application.index()].state = *to;
            }
            // Up to 2.2 it has no state to show: it is over, and nothing ends it twice.
            Event::ApplicationEnded { application, status }
                if !self.version.traits().wraps_jobs_in_applications =>
            {
                self.applications[application.index()].state = match status {
                    ClusterStatus::Succeeded => ApplicationState::Finished,
                    ClusterStatus::Canceled => ApplicationState::Canceled,
                    ClusterStatus::Failed | ClusterStatus::Killed | ClusterStatus::Unknown => {
                        ApplicationState::Failed
                    }
                };
            }
            _ => {}
        }
    }

    /// An attached `execute()` that finds its job there waits for it all the same.
    fn wait_for_found_job(&mut self, id: ApplicationId) {
        if let Some(job) = rule::application::found_and_waited_for(self, id)
            && let MainPhase::At(step) = self.application(id).main
        {
            self.applications[id.index()].main = MainPhase::WaitsFor(job, step);
        }
    }

    pub(super) fn receive_job(&mut self, at: Time, id: JobId, by: Submitter, scenario: &Scenario) {
        let (cluster, name) = self.submission(by);
        let spec = scenario.job(&name).expect("unknown names are refused at submission");
        let action = match by {
            Submitter::Client(client) => self.client(client).action,
            Submitter::Application(id) => self.application(id).action,
        };
        let told = scenario.actions.get(action).and_then(|timed| timed.action.options());
        let spec = Rc::new(told.map_or_else(|| spec.clone(), |told| spec.told(told)));
        let application = self.application_around(id, by, cluster);
        let adaptive = self.adaptive_for(&spec);
        let from_savepoint = match by {
            Submitter::Client(client) => self.client(client).from_savepoint,
            Submitter::Application(id) => self.application(id).from_savepoint,
        };
        // Numbers go on where the savepoint's left off.
        let checkpoint_counter = from_savepoint.map_or(0, |id| self.savepoint(id).number);
        if let Submitter::Application(id) = by {
            self.applications[id.index()].due = at + scenario.profile.job_master_start;
        }
        // The adaptive scheduler has a way of its own to share slots, which does not balance tasks.
        let balance = match adaptive {
            Some(_) => LoadBalance::None,
            None => LoadBalance::of(&self.config, self.version),
        };
        self.clusters[cluster.index()].jobs.push(id);
        if let Submitter::Client(client) = by {
            self.clients[client.index()].handed_in.push(id);
        }
        let mut job = Job {
            id,
            options: Rc::new(self.flink(cluster).config.overlaid(&spec.options)),
            adaptive,
            regions: Rc::new(Regions::of(&spec)),
            shared_slots: Rc::new(SharedSlots::of(&spec, balance)),
            executions: first_attempts(&spec, 0, at),
            tasks: Tasks::default(),
            slots: Slots::default(),
            spec,
            status: JobStatus::Initializing,
            cause: None,
            cluster,
            submitted_by: by,
            application,
            received_at: at,
            job_master_since: None,
            job_master_stopped: false,
            required: 0,
            registered: false,
            persisted: false,
            recoveries: 0,
            first_attempt: 0,
            restarts: RestartHistory::default(),
            waiting_restarts: Vec::new(),
            all_running_since: None,
            beginnings: 0,
            checkpoints_from: None,
            last_checkpoint: None,
            checkpoint_counter,
            from_savepoint,
            restored: None,
            stopping: None,
        };
        job.count_tasks();
        self.jobs.push(job);
    }

    /// Where the submission goes, and which job it is: the step at which that `main()` is.
    fn submission(&self, by: Submitter) -> (ClusterId, String) {
        let named = |step: Option<&Step>| {
            let job = step.and_then(Step::job);
            job.unwrap_or_else(|| panic!("{by:?} is at no step with a job")).to_owned()
        };
        match by {
            Submitter::Client(client) => {
                let client = self.client(client);
                let cluster = client.cluster.expect("a client that submits has found its cluster");
                (cluster, named(client.next_step()))
            }
            Submitter::Application(id) => {
                let application = self.application(id);
                let MainPhase::At(step) = application.main else {
                    unreachable!("only a main() that runs submits");
                };
                (application.cluster, named(application.program.steps.get(usize::from(step))))
            }
        }
    }

    /// The application that the job belongs to; a submitted job gets one of its own in 2.3
    /// (`SingleJobApplication`).
    fn application_around(
        &mut self,
        job: JobId,
        by: Submitter,
        cluster: ClusterId,
    ) -> Option<ApplicationId> {
        match by {
            Submitter::Application(id) => {
                let application = &mut self.applications[id.index()];
                application.jobs.push(job);
                if let (MainPhase::At(step), true) = (application.main, application.attached)
                    && let Some(Step::Execute(_)) = application.program.steps.get(usize::from(step))
                {
                    application.main = MainPhase::WaitsFor(job, step);
                }
                Some(id)
            }
            Submitter::Client(client) if self.version.traits().wraps_jobs_in_applications => {
                let id = ApplicationId::next(self.applications.len());
                self.applications.push(Application {
                    id,
                    cluster,
                    program: Rc::clone(&self.client(client).program),
                    state: ApplicationState::Created,
                    attached: false,
                    from_savepoint: None,
                    action: self.client(client).action,
                    main: MainPhase::Elsewhere,
                    due: Time::ZERO,
                    jobs: vec![job],
                });
                Some(id)
            }
            Submitter::Client(_) => None,
        }
    }

    /// A new leader begins anew with what the store holds: the plan and the last checkpoint.
    pub(super) fn recover_job(&mut self, at: Time, id: JobId) {
        let job = &mut self.jobs[id.index()];
        let last = job.executions.iter().flatten().map(|execution| execution.attempt).max();
        job.first_attempt = last.unwrap_or(0) + 1;
        if let Some(adaptive) = &mut job.adaptive {
            // A subtask that the last graph did not have may have got further.
            let counted = adaptive.next_attempts.iter().flatten().copied().max();
            job.first_attempt = job.first_attempt.max(counted.unwrap_or(0));
            adaptive.next_attempts.iter_mut().for_each(Vec::clear);
            (adaptive.state, adaptive.graphs) = (AdaptiveState::Created, 0);
            adaptive.restart_with = None;
            job.spec = Rc::clone(&adaptive.written);
            job.regions = Rc::new(Regions::of(&job.spec));
            job.shared_slots = Rc::new(SharedSlots::of(&job.spec, LoadBalance::None));
        }
        job.executions = first_attempts(&job.spec, job.first_attempt, at);
        job.count_tasks();
        job.status = JobStatus::Initializing;
        job.recoveries += 1;
        job.job_master_since = None;
        job.job_master_stopped = false;
        job.restarts = RestartHistory::default();
        job.all_running_since = None;
        job.checkpoints_from = None;
        // The application around a submitted job begins anew with it.
        if let (Some(application), Submitter::Client(_)) = (job.application, job.submitted_by) {
            self.applications[application.index()].state = ApplicationState::Created;
        }
    }

    /// A JobManager that goes leaves the checkpoints behind that its jobs completed.
    pub(super) fn keep_checkpoints(&mut self, cluster: ClusterId, at: Time) {
        for index in 0..self.jobs.len() {
            if self.jobs[index].cluster == cluster {
                self.settle_checkpoints(JobId::next(index), at);
                self.jobs[index].all_running_since = None;
            }
        }
    }

    pub(super) fn apply_to_job(&mut self, at: Time, id: JobId, event: &Event) {
        let job = &mut self.jobs[id.index()];
        match event {
            Event::JobMasterStarted { .. } => job.job_master_since = Some(at),
            Event::JobMasterRegistered { .. } => job.registered = true,
            Event::JobStatusChanged { to, cause, .. } => {
                job.status = *to;
                job.cause = cause.or(job.cause);
                self.switch_checkpoints(at, id);
            }
            Event::JobMasterStopped { .. } => {
                job.job_master_stopped = true;
                job.registered = false;
                // It says goodbye to its TaskManagers.
                let hears = |tm: &TaskManager| {
                    tm.process.answers() && !tm.cut_off && tm.connected_to.contains(&id)
                };
                let forget = |tm: &mut TaskManager| tm.connected_to.retain(|other| *other != id);
                self.task_managers.change(hears, forget);
            }
            Event::ResourcesRequired { slots, .. } => self.require_slots(id, *slots),
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
        let tasks = rule::failover::tasks_to_restart(self, failed);
        let strategy = RestartStrategy::of(options, self.version);
        let job = &mut self.jobs[failed.job.index()];
        job.stopping = None;
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
            let before = job.executions[vertex.index()][usize::from(subtask)];
            let anew = Execution {
                attempt: before.attempt + 1,
                state: ExecutionState::Created,
                slot: None,
                deployed: false,
                since: at,
                cause: before.cause,
            };
            job.set_task((vertex, subtask), anew);
        }
    }

    pub(super) fn change_task(
        &mut self,
        at: Time,
        id: ExecutionId,
        to: ExecutionState,
        cause: Option<Cause>,
    ) {
        let job = &mut self.jobs[id.job.index()];
        let row = &job.executions[id.vertex.index()];
        let Some(before) = row.get(usize::from(id.subtask)) else { return };
        let changed = Execution {
            state: to,
            deployed: before.deployed || to == ExecutionState::Deploying,
            since: at,
            cause: cause.or(before.cause),
            ..*before
        };
        job.set_task((id.vertex, id.subtask), changed);
        self.note_running_tasks(at, id);
        self.settle_pool(id.job, at, Some((id.vertex, id.subtask)));
    }
}

fn first_attempts(spec: &JobSpec, attempt: u16, at: Time) -> Vec<Shared<Execution>> {
    let fresh = Execution {
        attempt,
        state: ExecutionState::Created,
        slot: None,
        deployed: false,
        since: at,
        cause: None,
    };
    let row = |vertex: &VertexSpec| (0..vertex.parallelism).map(|_| fresh).collect();
    spec.vertices.iter().map(row).collect()
}
