//! A run of the model, read as the course of one mode.
//!
//! In: a trace. Out: a [`Course`]. Only what events changed is read; nothing is inferred.

use super::course::{Course, Doing, End, JobCourse, Lane, Life, MainSeen, Now, Process, SlotUse};
use super::mode::DeploymentMode;
use super::run::{SUBMITTED, job_name, scenario};
use super::track::Track;
use super::workload::{Fault, Workload};
use model::cluster::{
    ClientPhase, Cluster, Container, ContainerPhase, DeploymentTarget, JobManagerRole, MainPhase,
    ProcessState, TaskManager,
};
use model::event::{ContainerRole, Event};
use model::state::ExecutionState;
use model::{AllocationId, ClusterId, Job, JobStatus, Program, Scenario, Time, Trace, key};
use std::collections::BTreeSet;

/// Reads the trace of a mode.
pub(super) fn read(mode: DeploymentMode, workload: &Workload, trace: &Trace) -> Course {
    let mut reader = Reader::new(mode, workload, trace.scenario());
    let mut entries = trace.entries().iter().peekable();
    let mut cluster = Cluster::new(trace.scenario());
    while let Some(entry) = entries.next() {
        reader.hear(entry.at, &entry.event, &cluster);
        cluster.apply(entry.at, &entry.event, trace.scenario());
        if entries.peek().is_none_or(|next| next.at > entry.at) {
            reader.look(entry.at, &cluster);
        }
    }
    reader.finish(workload, trace)
}

/// Watches a run go by.
struct Reader<'a> {
    course: Course,
    scenario: &'a Scenario,
}

impl<'a> Reader<'a> {
    fn new(mode: DeploymentMode, workload: &Workload, scenario: &'a Scenario) -> Reader<'a> {
        let job = |parallelism: &u16| {
            let mut job = JobCourse { parallelism: *parallelism, ..JobCourse::default() };
            job.doing.note(SUBMITTED, Some(Doing::InClient));
            job
        };
        let course = Course {
            mode,
            refusal: None,
            lanes: Vec::new(),
            jobs: workload.jobs.iter().map(job).collect(),
            memory: Track::default(),
            processes: Track::default(),
            struck: false,
            main_in: MainSeen::default(),
        };
        Reader { course, scenario }
    }

    /// What an event says that the state afterwards does not.
    fn hear(&mut self, at: Time, event: &Event, before: &Cluster) {
        match event {
            Event::ActionRefused(refusal) => self.course.refusal = Some(*refusal),
            Event::ProgramStarted { .. } => self.course.main_in.job_managers += 1,
            Event::ClientStarted { client } => {
                let there = match before.client(*client).target {
                    DeploymentTarget::Session | DeploymentTarget::PerJob => 1,
                    DeploymentTarget::Application => 0,
                };
                self.course.main_in.clients += there;
            }
            Event::TasksRestarted { job, .. } => {
                if let Some(job) = self.job(before, *job) {
                    job.restarts += 1;
                }
            }
            Event::CheckpointRestored { job, .. } => {
                if let Some(job) = self.job(before, *job) {
                    job.restored.push(at);
                }
            }
            Event::TaskStateChanged { execution, from, to, .. } => {
                let stopped = from.is_deployed()
                    && matches!(
                        to,
                        ExecutionState::Canceling
                            | ExecutionState::Canceled
                            | ExecutionState::Failed
                    );
                if let (true, Some(job)) = (stopped, self.job(before, execution.job)) {
                    job.stopped.push(at);
                }
            }
            _ => {}
        }
    }

    fn job(&mut self, cluster: &Cluster, id: model::JobId) -> Option<&mut JobCourse> {
        let index = index_of(&cluster.job(id).spec.name)?;
        self.course.jobs.get_mut(usize::from(index))
    }

    /// What is true when all of one time has happened.
    fn look(&mut self, at: Time, cluster: &Cluster) {
        let mut now = Now::default();
        for jm in &cluster.job_managers {
            let life = match jm.role {
                JobManagerRole::Starting => Some(Life::Coming),
                JobManagerRole::StandingBy => Some(Life::StandingBy),
                JobManagerRole::Leading => Some(Life::Up),
                JobManagerRole::Killed | JobManagerRole::Exited => None,
            };
            now.job_managers += u16::from(life.is_some());
            let lane = self.lane(Process::JobManager(jm.id), jm.cluster);
            lane.life.note(at, life);
            if life == Some(Life::Up) {
                lane.served.extend(cluster.jobs_of(jm.cluster).filter_map(job_index));
            }
        }
        for tm in &cluster.task_managers {
            self.look_at_worker(at, cluster, tm, &mut now);
        }
        for number in 0..self.course.jobs.len() {
            self.look_at_job(at, cluster, number);
        }
        self.course.processes.note(at, Some(now));
        self.course.memory.note(at, Some(memory(cluster, self.scenario)));
    }

    fn look_at_worker(&mut self, at: Time, cluster: &Cluster, tm: &TaskManager, now: &mut Now) {
        let lane = self.lane(Process::TaskManager(tm.id), tm.cluster);
        let known = tm.searching_since.is_none();
        let life = match tm.process {
            ProcessState::Starting => Some(Life::Coming),
            ProcessState::Running | ProcessState::Frozen | ProcessState::Stopping => {
                let was_up = lane.life.first(|life| life != Life::Coming).is_some();
                Some(match (known, was_up) {
                    (true, _) => Life::Up,
                    (false, true) => Life::Searching,
                    (false, false) => Life::Coming,
                })
            }
            ProcessState::Killed | ProcessState::Exited => None,
        };
        lane.life.note(at, life);
        now.task_managers += u16::from(life.is_some());
        lane.slots.resize(tm.slots.len(), Track::default());
        for (index, slot) in tm.slots.iter().enumerate() {
            let used = slot.allocation().filter(|_| life.is_some());
            let used = used.and_then(|allocation| slot_use(cluster, allocation));
            lane.slots[index].note(at, used);
            if let Some(SlotUse::Kept(job) | SlotUse::Runs(job)) = used {
                lane.served.insert(job);
                now.taken += 1;
            }
            now.slots += u16::from(life == Some(Life::Up));
        }
    }

    fn look_at_job(&mut self, at: Time, cluster: &Cluster, number: usize) {
        let name = job_name(number);
        let course = &mut self.course.jobs[number];
        let Some(job) = cluster.jobs.iter().rev().find(|job| job.spec.name == name) else {
            if at >= SUBMITTED {
                course.doing.note(at, Some(coming(cluster, &name)));
            }
            return;
        };
        course.end = match (ending(job), course.end) {
            (Some(end), Some((since, known))) if known == end => Some((since, end)),
            (end, _) => end.map(|end| (at, end)),
        };
        let ran = course.doing.first(|doing| doing == Doing::Running).is_some();
        let doing = match (course.end, runs(job), ran) {
            (Some(_), _, _) => None,
            (None, true, _) => Some(Doing::Running),
            (None, false, true) => Some(Doing::Down),
            (None, false, false) => Some(Doing::Waiting),
        };
        course.doing.note(at, doing);
    }

    fn lane(&mut self, process: Process, cluster: ClusterId) -> &mut Lane {
        let lanes = &mut self.course.lanes;
        let at = lanes.iter().position(|lane| lane.process == process);
        let at = at.unwrap_or_else(|| {
            lanes.push(Lane {
                process,
                cluster,
                life: Track::default(),
                slots: Vec::new(),
                served: BTreeSet::new(),
            });
            lanes.len() - 1
        });
        &mut lanes[at]
    }

    fn finish(self, workload: &Workload, trace: &Trace) -> Course {
        let mut course = self.course;
        course.lanes.sort_by_key(|lane| (lane.cluster, lane.process));
        let planned = scenario(workload, course.mode).actions.len();
        course.struck = workload.fault != Fault::None && trace.scenario().actions.len() > planned;
        course
    }
}

/// "J1" is job 0.
fn index_of(name: &str) -> Option<u8> {
    let number: u8 = name.strip_prefix('J')?.parse().ok()?;
    number.checked_sub(1)
}

fn job_index(job: &Job) -> Option<u8> {
    index_of(&job.spec.name)
}

/// How far a job has come that no Dispatcher has received.
fn coming(cluster: &Cluster, name: &str) -> Doing {
    let holds = |program: &Program| program.steps.iter().any(|step| step.job() == Some(name));
    let application = cluster.applications.iter().rev().find(|each| holds(&each.program));
    if let Some(application) = application {
        return match application.main {
            MainPhase::At(_) if cluster.flink(application.cluster).phase.accepts_jobs() => {
                Doing::InJobManager
            }
            MainPhase::WaitsFor(..) => Doing::InJobManager,
            MainPhase::At(_) | MainPhase::Elsewhere | MainPhase::Ended(..) => Doing::ClusterStarts,
        };
    }
    let client = cluster.clients.iter().rev().find(|client| holds(&client.program));
    match client.map(|client| (client.target, client.phase)) {
        Some((DeploymentTarget::Session, _))
        | Some((DeploymentTarget::PerJob, ClientPhase::RunningMain)) => Doing::InClient,
        Some((DeploymentTarget::PerJob | DeploymentTarget::Application, _)) | None => {
            Doing::ClusterStarts
        }
    }
}

fn slot_use(cluster: &Cluster, allocation: AllocationId) -> Option<SlotUse> {
    let job = job_index(cluster.job(cluster.allocation(allocation).job))?;
    let runs = cluster.tasks_in(allocation).next().is_some();
    Some(if runs { SlotUse::Runs(job) } else { SlotUse::Kept(job) })
}

/// Whether all tasks run, or have done so to the end of their input, under a JobMaster.
fn runs(job: &Job) -> bool {
    let at_work = |state| matches!(state, ExecutionState::Running | ExecutionState::Finished);
    job.status == JobStatus::Running
        && !job.job_master_stopped
        && job.executions.iter().flatten().all(|execution| at_work(execution.state))
}

fn ending(job: &Job) -> Option<End> {
    match job.status {
        JobStatus::Finished => Some(End::Finished),
        JobStatus::Failed => Some(End::Failed),
        JobStatus::Canceled => Some(End::Canceled),
        JobStatus::Suspended if !job.is_recoverable() => Some(End::Suspended),
        JobStatus::Initializing
        | JobStatus::Created
        | JobStatus::Running
        | JobStatus::Failing
        | JobStatus::Cancelling
        | JobStatus::Restarting
        | JobStatus::Suspended => (job.is_lost() && !job.is_recoverable()).then_some(End::Lost),
    }
}

/// What is held: containers with a place whose process has not ended, or, on fixed machines, processes.
fn memory(cluster: &Cluster, scenario: &Scenario) -> u64 {
    if let Some(platform) = &cluster.platform {
        let held = platform.containers.iter().filter(|container| is_held(cluster, container));
        return held.map(|container| container.memory_mib).sum();
    }
    let (config, version) = (&scenario.config, scenario.version);
    let jms = cluster.job_managers.iter().filter(|jm| jm.role.is_alive()).count() as u64;
    let tms = cluster.task_managers.iter().filter(|tm| !tm.process.is_gone()).count() as u64;
    jms * config.value(key::JobManagerMemory, version)
        + tms * config.value(key::TaskManagerMemory, version)
}

/// A container whose process has ended is the platform's again, before Flink hears of it.
fn is_held(cluster: &Cluster, container: &Container) -> bool {
    match (container.phase, container.role) {
        (ContainerPhase::Pending | ContainerPhase::Completed, _) => false,
        (ContainerPhase::Allocated, _) => true,
        (ContainerPhase::Running, ContainerRole::TaskManager(tm)) => {
            !cluster.tm(tm).process.is_gone()
        }
        (ContainerPhase::Running, ContainerRole::JobManager) => cluster
            .job_managers
            .iter()
            .any(|jm| jm.container == Some(container.id) && jm.role.is_alive()),
    }
}
