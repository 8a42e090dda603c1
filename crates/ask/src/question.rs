//! The vocabulary of questions to a run: what is, what happens, how many, how long.
//!
//! In: a [`Question`] or a [`Measure`], and a [`Window`] of a run. Out: whether it holds; a number.
//! What *is* is looked at the moment that decides; what *happens* is looked for from the moment that asks up to that
//! one. A cell writes both as words (`question/parse.rs`).
//! Deliberately absent: which answer is right. Nobody writes that; it is what holds.

mod parse;
#[cfg(all(test, feature = "authoring"))]
mod tests;

pub use parse::Mistake;

use crate::pattern::Pattern;
use crate::similar;
use model::cluster::{AtJobMaster, Cluster, ContainerPhase, ProcessState, Registration, SlotState};
use model::{Entry, Event, ExecutionState, Job, JobStatus, Time, Trace};

/// The part of a run that a prediction is about.
pub struct Window<'a> {
    trace: &'a Trace,
    /// When it is asked.
    asks: Time,
    /// How many events have happened then.
    from: usize,
    /// How many have happened when it is decided.
    to: usize,
    /// What is true then.
    after: Cluster,
}

impl<'a> Window<'a> {
    /// From the moment that asks to the moment that decides.
    pub fn of(trace: &'a Trace, asks: Time, decides: Time) -> Window<'a> {
        let (from, to) = (trace.happened_at(asks), trace.happened_at(decides));
        Window { trace, asks, from, to, after: trace.cluster_after(to) }
    }

    /// From a moment on, until so many events have happened.
    pub fn between(trace: &'a Trace, asks: Time, to: usize) -> Window<'a> {
        let to = to.min(trace.entries().len());
        Window::with(trace, asks, to, trace.cluster_after(to))
    }

    /// Of these events, `from` to `to` of all that happen; seconds are counted from `asks`.
    pub fn part(trace: &'a Trace, asks: Time, from: usize, to: usize) -> Window<'a> {
        let to = to.min(trace.entries().len());
        Window { trace, asks, from: from.min(to), to, after: trace.cluster_after(to) }
    }

    /// As `between`, where what is true then is known.
    pub(crate) fn with(trace: &'a Trace, asks: Time, to: usize, after: Cluster) -> Window<'a> {
        Window { trace, asks, from: trace.happened_at(asks).min(to), to, after }
    }

    /// How many events have happened when it is asked, and when it is decided.
    pub const fn ends(&self) -> (usize, usize) {
        (self.from, self.to)
    }

    fn entries(&self) -> &'a [Entry] {
        self.trace.entries().get(self.from..self.to).unwrap_or_default()
    }

    /// The first event of that kind, counted in the window.
    fn first(&self, pattern: &Pattern) -> Result<Option<usize>, String> {
        for (position, entry) in self.entries().iter().enumerate() {
            if pattern.means(&entry.event, &self.after)? {
                return Ok(Some(position));
            }
        }
        Ok(None)
    }

    fn count(&self, pattern: &Pattern) -> Result<u64, String> {
        let mut count = 0;
        for entry in self.entries() {
            count += u64::from(pattern.means(&entry.event, &self.after)?);
        }
        Ok(count)
    }

    /// Whether a client or a script prints it.
    #[cfg(feature = "authoring")]
    fn prints(&self, text: &str) -> Result<bool, String> {
        use model::console::{Line, transcript};
        Ok(transcript(self.trace, &self.after, self.to).iter().any(|line| match line {
            Line::Output { entry, text: said } => *entry >= self.from && said.contains(text),
            Line::Command { .. } => false,
        }))
    }

    /// What is printed is most of what a model can say: a page does without.
    #[cfg(not(feature = "authoring"))]
    fn prints(&self, text: &str) -> Result<bool, String> {
        Err(["a page does not know who prints ", text].concat())
    }

    /// How often a job of that name became RESTARTING.
    fn restarts(&self, name: &str) -> Result<u64, String> {
        self.job(name)?;
        let is_one = |entry: &&Entry| match entry.event {
            Event::JobStatusChanged { job, to: JobStatus::Restarting, .. } => {
                self.after.job(job).spec.name == name
            }
            _ => false,
        };
        Ok(number(self.entries().iter().filter(is_one)))
    }

    /// The newest job of that name; `None`: nobody has handed it in yet.
    fn job(&self, name: &str) -> Result<Option<&Job>, String> {
        let known = || self.trace.scenario().jobs.iter().map(|job| job.name.as_str());
        if known().all(|known| known != name) {
            let hint = similar(name, known()).unwrap_or_default();
            return Err(format!("no job is called \"{name}\" {hint}").trim_end().to_owned());
        }
        let mut all: Vec<&Job> = self.after.jobs.iter().collect();
        all.retain(|job| job.spec.name == name);
        Ok(all.pop())
    }
}

/// Something that holds in a run, or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// `jobs RUNNING = 2`
    Number(Measure, Order, u64),
    /// `job Orders is FAILED`
    Job(String, JobState),
    /// `happens JobRecovered job=Orders`
    Happens(Pattern),
    /// `TaskManagerLost tm=0 before TaskManagerRegistered`: both happen, in this order.
    Before(Pattern, Pattern),
    /// `prints Job has been submitted`: a client or a script.
    Prints(String),
    /// `not happens JobRecovered`
    Not(Box<Question>),
}

/// A number of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// `jobs`: that were ever received; `jobs RUNNING`, `jobs lost`: that are so.
    Jobs(Option<JobState>),
    /// `jobs in 0 RUNNING`: those of the cluster of that number.
    JobsIn(u16, JobState),
    /// `tasks of Orders RUNNING`
    Tasks(String, ExecutionState),
    /// `restarts of Orders`: how often it became RESTARTING.
    Restarts(String),
    /// `slots of Orders`: that its JobMaster has.
    SlotsOf(String),
    /// `homes of Orders`: TaskManagers that its tasks are deployed on.
    Homes(String),
    /// `vertices of Orders`: of its JobGraph, operators chained already.
    Vertices(String),
    /// `free slots`: of TaskManagers that are registered.
    FreeSlots,
    /// `task-managers alive`
    TaskManagers(Processes),
    /// `job-managers alive`
    JobManagers(Processes),
    /// `clusters alive`
    Clusters(Processes),
    /// `containers alive`; on Kubernetes: pods.
    Containers(Processes),
    /// `memory`: of all containers, in MiB.
    Memory,
    /// `count TaskManagerStarted`
    Count(Pattern),
    /// `seconds until TaskManagerLost tm=0`, to the nearest.
    Seconds(Pattern),
}

/// Which processes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Processes {
    /// That are there.
    Alive,
    /// That ever were there.
    Started,
}

/// What a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// In this state, and somebody looks after it.
    Status(JobStatus),
    /// Gone with its JobManager.
    Lost,
    /// Not received.
    Absent,
    /// `restored`: its tasks began with the state of a checkpoint or savepoint.
    Restored,
}

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `=`
    Equal,
    /// `<`
    Less,
    /// `>`
    More,
}

impl Question {
    /// Whether it holds there.
    ///
    /// # Errors
    /// What it asks about is not there.
    pub fn holds(&self, window: &Window<'_>) -> Result<bool, String> {
        Ok(match self {
            Question::Number(measure, order, number) => {
                let found = measure.of(window)?;
                match order {
                    Order::Equal => found == *number,
                    Order::Less => found < *number,
                    Order::More => found > *number,
                }
            }
            Question::Job(name, state) => state.is_that_of(window.job(name)?),
            Question::Happens(pattern) => window.first(pattern)?.is_some(),
            Question::Before(one, other) => match (window.first(one)?, window.first(other)?) {
                (Some(one), Some(other)) => one < other,
                _ => false,
            },
            Question::Prints(text) => window.prints(text)?,
            Question::Not(question) => !question.holds(window)?,
        })
    }
}

impl Question {
    /// Whether a page can ask it, too: it knows events by their names only, and not what is printed.
    pub fn is_for_pages(&self) -> bool {
        match self {
            Question::Happens(pattern)
            | Question::Number(Measure::Count(pattern) | Measure::Seconds(pattern), ..) => {
                !pattern.has_fields()
            }
            Question::Before(one, other) => !one.has_fields() && !other.has_fields(),
            Question::Not(question) => question.is_for_pages(),
            Question::Number(..) | Question::Job(..) => true,
            Question::Prints(_) => false,
        }
    }
}

impl JobState {
    fn is_that_of(self, job: Option<&Job>) -> bool {
        match (self, job) {
            (JobState::Absent, job) => job.is_none(),
            (JobState::Restored, job) => job.is_some_and(|job| job.restored.is_some()),
            (JobState::Lost, job) => job.is_some_and(Job::is_lost),
            (JobState::Status(status), job) => {
                job.is_some_and(|job| job.status == status && !job.is_lost())
            }
        }
    }
}

impl Measure {
    /// The number there.
    ///
    /// # Errors
    /// What it asks about is not there.
    pub fn of(&self, window: &Window<'_>) -> Result<u64, String> {
        let after = &window.after;
        Ok(match self {
            Measure::Jobs(None) => number(after.jobs.iter()),
            Measure::Jobs(Some(state)) => {
                number(after.jobs.iter().filter(|job| state.is_that_of(Some(job))))
            }
            Measure::JobsIn(cluster, state) => {
                let there = |job: &&Job| u16::from(job.cluster) == *cluster;
                let so = |job: &&Job| state.is_that_of(Some(job));
                number(after.jobs.iter().filter(there).filter(so))
            }
            Measure::Tasks(job, state) => match window.job(job)? {
                Some(job) => number(
                    job.executions.iter().flat_map(|row| row.iter()).filter(|e| e.state == *state),
                ),
                None => 0,
            },
            Measure::Restarts(job) => window.restarts(job)?,
            Measure::SlotsOf(job) => {
                let job = window.job(job)?.map(|job| job.id);
                let held = after.allocations.iter().filter(|allocation| {
                    Some(allocation.job) == job
                        && matches!(
                            allocation.at_job_master,
                            AtJobMaster::Idle(_) | AtJobMaster::InUse
                        )
                });
                number(held)
            }
            Measure::Vertices(job) => {
                window.job(job)?.map_or(0, |job| number(job.spec.vertices.iter()))
            }
            Measure::Homes(job) => window.job(job)?.map_or(0, |job| homes(job, after)),
            Measure::FreeSlots => {
                let there = after
                    .task_managers
                    .iter()
                    .filter(|tm| matches!(tm.registration, Registration::Registered(_)));
                number(there.flat_map(|tm| &tm.slots).filter(|slot| **slot == SlotState::Free))
            }
            Measure::TaskManagers(which) => {
                let is = |state| matches!(state, ProcessState::Running | ProcessState::Frozen);
                which.count(after.task_managers.iter().map(|tm| is(tm.process)))
            }
            Measure::JobManagers(which) => {
                which.count(after.job_managers.iter().map(|jm| jm.role.is_alive()))
            }
            Measure::Clusters(which) => {
                which.count(after.clusters.iter().map(|cluster| cluster.phase.is_alive()))
            }
            Measure::Containers(which) => {
                let all = platform(window)?.containers.iter().filter(|container| {
                    matches!(container.phase, ContainerPhase::Running | ContainerPhase::Completed)
                });
                which.count(all.map(|container| container.phase == ContainerPhase::Running))
            }
            Measure::Memory => {
                let held = platform(window)?.containers.iter().filter(|it| it.holds_memory());
                held.map(|container| container.memory_mib).sum()
            }
            Measure::Count(pattern) => window.count(pattern)?,
            Measure::Seconds(pattern) => {
                let first = window.first(pattern)?.and_then(|first| window.entries().get(first));
                let Some(first) = first else {
                    return Err("it does not happen before the moment that decides".to_owned());
                };
                let waited = first.at.since(window.asks).as_ms();
                (waited + 500) / 1_000
            }
        })
    }
}

impl Processes {
    fn count(self, alive: impl Iterator<Item = bool>) -> u64 {
        match self {
            Processes::Alive => number(alive.filter(|alive| *alive)),
            Processes::Started => number(alive),
        }
    }
}

fn number(things: impl Iterator) -> u64 {
    things.count() as u64
}

fn platform<'a>(window: &'a Window<'_>) -> Result<&'a model::cluster::Platform, String> {
    window.after.platform.as_ref().ok_or_else(|| "there is neither YARN nor Kubernetes".to_owned())
}

/// On how many TaskManagers the tasks of a job are.
fn homes(job: &Job, cluster: &Cluster) -> u64 {
    let mut tms: Vec<_> = job
        .execution_ids()
        .map(|id| *job.execution(id))
        .filter(|execution| execution.state.is_deployed())
        .filter_map(|execution| Some(cluster.allocation(execution.slot?).tm))
        .collect();
    tms.sort();
    tms.dedup();
    number(tms.iter())
}
