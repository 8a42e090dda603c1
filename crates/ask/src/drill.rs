//! A drill: a cluster that something is wrong with, and what must hold once it is put right.
//!
//! In: the scenario of a stage, the moment at which the reader takes over, goals, and what a reader has done since
//! ([`crate::drill::Stand`]). Out: which goals hold there, and once all do, what it cost ([`Cost`]).
//! Whether a drill is done is read off the state of the run alone. What was wrong stays so only while the scenario's own
//! actions are all there, so a run that has taken one of them back is of another drill.
//! Deliberately absent: how the run is shown, and what is said about it.

mod json;
pub mod link;

use crate::{Question, Window};
use model::cluster::{Cluster, ProcessState};
use model::flow::{Flow, Link, Store, StoreKind};
use model::scenario::TimedAction;
use model::{ExecutionState, FlinkVersion, Job, JobStatus, Scenario, Time, Trace};

/// Records a second that each job of a drill has to read.
pub const INFLOW: u64 = 100;

/// A drill that can be judged.
#[derive(Clone, Debug)]
pub struct Drill {
    /// What the stage plays.
    pub scenario: Scenario,
    /// When the reader takes over; what holds before does not count.
    pub begins: Time,
    /// All questions of a goal hold if it is reached.
    pub goals: Vec<Vec<Question>>,
    /// The best that is known to be done.
    pub solution: Vec<TimedAction>,
}

/// Where a stage stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The version that is imitated.
    pub version: FlinkVersion,
    /// All that is done, by the scenario and by the reader.
    pub actions: Vec<TimedAction>,
    /// How many events have happened.
    pub happened: usize,
}

/// Whether a stage still shows the drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// What was wrong was taken back, or it is another version.
    Elsewhere,
    /// Before the reader takes over.
    Before,
    /// In it.
    Inside,
}

/// What a judge says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is this drill at all.
    pub place: Place,
    /// For each goal whether it holds.
    pub goals: Vec<bool>,
    /// Nothing was done but what the solution does.
    pub replayed: bool,
    /// What it cost, once all goals hold.
    pub cost: Option<Cost>,
}

/// What it cost until all goals held for the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Simulated seconds.
    pub seconds: u64,
    /// How much was done.
    pub acts: usize,
    /// The jobs that there are then, by name, each with the seconds in which not all of its tasks ran.
    pub jobs: Vec<(String, u64)>,
    /// Records that waited, of all jobs ([`Drill::late`]).
    pub late: u64,
    /// TaskManagers that are there then.
    pub task_managers: usize,
    /// Containers then; on Kubernetes: pods. Nothing on fixed machines.
    pub containers: Option<usize>,
    /// Memory of all containers then, in MiB; nothing on fixed machines.
    pub memory_mib: Option<u64>,
}

impl Drill {
    /// The run in which this is done besides, as a stage does it.
    pub fn run(&self, done: &[TimedAction]) -> Trace {
        let mut trace = Trace::run(self.scenario.clone());
        for timed in done {
            trace.fork(timed.at, timed.action.clone());
        }
        trace
    }

    /// What the reader did in it; `None`: it is not this drill any more.
    pub fn done<'a>(&self, stand: &'a Stand) -> Option<&'a [TimedAction]> {
        let own = stand.actions.strip_prefix(self.scenario.actions.as_slice())?;
        (stand.version == self.scenario.version).then_some(own)
    }

    /// Judges a stage. `trace` is the run of what was done ([`Drill::run`]).
    pub fn judge(&self, stand: &Stand, trace: &Trace) -> Verdict {
        let nothing = |place| Verdict {
            place,
            goals: vec![false; self.goals.len()],
            replayed: false,
            cost: None,
        };
        let Some(done) = self.done(stand) else { return nothing(Place::Elsewhere) };
        let begins = trace.happened_at(self.begins);
        if stand.happened < begins {
            return nothing(Place::Before);
        }
        let window = Window::between(trace, self.begins, stand.happened);
        let goals: Vec<bool> = self.goals.iter().map(|goal| is_reached(goal, &window)).collect();
        let reached = goals.iter().all(|held| *held);
        Verdict {
            place: Place::Inside,
            goals,
            replayed: !done.is_empty() && done == self.solution,
            cost: reached.then(|| self.cost(trace, stand.happened, done.len())).flatten(),
        }
    }

    /// After how many events all goals hold for the first time, at most `until`.
    pub fn first(&self, trace: &Trace, until: usize) -> Option<usize> {
        let mut found = None;
        walk(trace, self.begins, until, |happened, _, cluster| {
            let window = Window::with(trace, self.begins, happened, cluster.clone());
            if self.goals.iter().all(|goal| is_reached(goal, &window)) {
                found = Some(happened);
            }
            found.is_none()
        });
        found
    }

    /// What it cost until it was reached for the first time.
    pub fn cost(&self, trace: &Trace, until: usize, acts: usize) -> Option<Cost> {
        let reached = self.first(trace, until)?;
        let end = at_end(trace, reached).unwrap_or_default().max(self.begins);
        let after = trace.cluster_after(reached);
        let mut names: Vec<&str> = after.jobs.iter().map(|job| job.spec.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let late = self.late(trace, end, &names);
        let jobs = names.into_iter().map(|name| (name.to_owned(), self.down(trace, reached, name)));
        let held = after.platform.as_ref().map(|platform| {
            platform.containers.iter().filter(|it| it.holds_memory()).map(|it| it.memory_mib)
        });
        Some(Cost {
            seconds: seconds(end.since(self.begins)),
            acts,
            jobs: jobs.collect(),
            late,
            task_managers: after.task_managers.iter().filter(|tm| is_there(tm.process)).count(),
            containers: held.clone().map(Iterator::count),
            memory_mib: held.map(Iterator::sum),
        })
    }

    /// How many records of these jobs waited from the moment at which the reader takes over to another one. Each job has a topic of
    /// its own, which [`INFLOW`] records a second come into, and reads twice as fast.
    fn late(&self, trace: &Trace, until: Time, names: &[&str]) -> u64 {
        let (mut stores, mut links) = (Vec::new(), Vec::new());
        for (store, name) in (0..).zip(names) {
            let (kind, inflow, capacity) = (StoreKind::Topic, INFLOW, 2 * INFLOW);
            stores.push(Store { name: String::new(), kind, inflow });
            links.push(Link {
                job: (*name).to_owned(),
                from: store,
                to: store,
                capacity,
                yields: 0,
            });
        }
        trace.late(&Flow { stores, links }, self.begins, until).iter().sum()
    }

    /// For how many seconds not all tasks of a job ran.
    fn down(&self, trace: &Trace, reached: usize, name: &str) -> u64 {
        let mut down = Time::ZERO;
        let mut since = None;
        walk(trace, self.begins, reached, |_, at, cluster| {
            match (runs(cluster, name), since) {
                (false, None) => since = Some(at),
                (true, Some(from)) => {
                    down = down + at.since(from);
                    since = None;
                }
                _ => {}
            }
            true
        });
        if let Some(from) = since {
            down = down + at_end(trace, reached).unwrap_or(from).since(from);
        }
        seconds(down)
    }
}

/// When the last of so many events happened.
fn at_end(trace: &Trace, happened: usize) -> Option<Time> {
    trace.entries().get(..happened)?.last().map(|entry| entry.at)
}

/// Calls `look` with each moment from the one at which the reader takes over: how many events have happened, when, and what is
/// true; until it has seen enough.
fn walk(
    trace: &Trace,
    begins: Time,
    until: usize,
    mut look: impl FnMut(usize, Time, &Cluster) -> bool,
) {
    let from = trace.happened_at(begins);
    let mut cluster = trace.cluster_after(from);
    if from > until || !look(from, begins, &cluster) {
        return;
    }
    for (position, entry) in trace.entries().iter().enumerate().take(until).skip(from) {
        cluster.apply(entry.at, &entry.event, trace.scenario());
        if !look(position + 1, entry.at, &cluster) {
            return;
        }
    }
}

/// What cannot be asked does not hold.
fn is_reached(goal: &[Question], window: &Window<'_>) -> bool {
    goal.iter().all(|question| question.holds(window) == Ok(true))
}

/// Whether some job of that name runs with all of its tasks.
fn runs(cluster: &Cluster, name: &str) -> bool {
    let all = |job: &Job| {
        let mut tasks = job.execution_ids().map(|id| job.execution(id).state);
        tasks.all(|state| matches!(state, ExecutionState::Running | ExecutionState::Finished))
    };
    let mut named = cluster.jobs.iter().filter(|job| job.spec.name == name);
    named.any(|job| {
        matches!(job.status, JobStatus::Running | JobStatus::Finished) && !job.is_lost() && all(job)
    })
}

const fn is_there(process: ProcessState) -> bool {
    matches!(process, ProcessState::Running | ProcessState::Frozen)
}

/// To the nearest.
const fn seconds(time: Time) -> u64 {
    (time.as_ms() + 500) / 1_000
}
