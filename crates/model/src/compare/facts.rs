//! The facts of the table, counted from a course.
//!
//! In: a [`Course`], the common end. Out: [`Facts`]: plain numbers; their words are in `words`.

use super::comparison::Comparison;
use super::course::{Course, Doing, End, Process};
use super::run::SUBMITTED;
use crate::{ClusterId, Time};
use std::collections::BTreeSet;

/// What the table says of one mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// When the first process of a cluster was there.
    pub first_process: Option<Time>,
    /// Where `main()` ran.
    pub main: Option<MainPlace>,
    /// Flink clusters that there ever were.
    pub clusters: usize,
    /// Most JobManagers at one time.
    pub job_managers: u16,
    /// Most TaskManagers at one time.
    pub task_managers: u16,
    /// Most jobs that one JobManager looked after.
    pub jobs_of_a_job_manager: usize,
    /// TaskManagers that served more than one job.
    pub shared_task_managers: usize,
    /// From the submission until all tasks ran, job by job; `None`: never.
    pub first_result: Vec<Option<Time>>,
    /// Most memory at one time, in MiB.
    pub peak_mib: u64,
    /// Memory times time up to the common end, in MiB-seconds.
    pub mib_seconds: u64,
    /// Whether the fault found something.
    pub struck: bool,
    /// Jobs whose tasks stopped at the fault or after it, other than by finishing.
    pub hit: Vec<u8>,
    /// From the fault until each of those ran (again); `None`: never.
    pub down: Vec<Option<Time>>,
    /// Jobs of those that ran again from a checkpoint.
    pub from_checkpoint: Vec<u8>,
    /// Jobs of those that ran again from nothing.
    pub from_nothing: Vec<u8>,
    /// Jobs that ended in another way than FINISHED, and how.
    pub gone: Vec<(u8, End)>,
    /// Jobs that run at the end.
    pub running: Vec<u8>,
    /// Jobs that FINISHED.
    pub finished: Vec<u8>,
    /// JobManagers at the end.
    pub left_job_managers: u16,
    /// TaskManagers at the end.
    pub left_task_managers: u16,
    /// Memory at the end, in MiB.
    pub left_mib: u64,
}

/// Where `main()` ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MainPlace {
    /// In clients.
    Client,
    /// In a JobManager.
    JobManager,
}

impl Comparison {
    /// The facts of a mode; `None` where the mode does not exist.
    pub fn facts(&self, course: &Course) -> Option<Facts> {
        if course.refusal.is_some() {
            return None;
        }
        let end = self.end;
        let last = course.processes.at(end).unwrap_or_default();
        let (job_managers, task_managers) = peaks(course, end);
        let hit = self.hit(course);
        let of_jobs = |keep: &dyn Fn(usize) -> bool| {
            (0..course.jobs.len()).filter(|n| keep(*n)).map(|n| n as u8).collect::<Vec<u8>>()
        };
        let ended = |n: usize| course.jobs[n].end.map(|(_, how)| how);
        let gone = (0..course.jobs.len()).filter_map(|n| Some((n as u8, ended(n)?)));
        Some(Facts {
            first_process: course.lanes.iter().filter_map(|lane| lane.life.times().next()).min(),
            main: main_place(course),
            clusters: course.lanes.iter().map(|l| l.cluster).collect::<BTreeSet<ClusterId>>().len(),
            job_managers,
            task_managers,
            jobs_of_a_job_manager: most_served(course),
            shared_task_managers: shared(course),
            first_result: course
                .jobs
                .iter()
                .map(|job| {
                    job.doing.first(|doing| doing == Doing::Running).map(|at| at.since(SUBMITTED))
                })
                .collect(),
            peak_mib: course.memory.spans(end).map(|span| span.what).max().unwrap_or(0),
            mib_seconds: mib_seconds(course, end),
            struck: course.struck,
            from_checkpoint: self.again(course, &hit, true),
            from_nothing: self.again(course, &hit, false),
            down: hit.iter().map(|n| self.down(course, *n)).collect(),
            hit,
            gone: gone.filter(|(_, how)| *how != End::Finished).collect(),
            running: of_jobs(&|n| course.jobs[n].doing.at(end) == Some(Doing::Running)),
            finished: of_jobs(&|n| ended(n) == Some(End::Finished)),
            left_job_managers: last.job_managers,
            left_task_managers: last.task_managers,
            left_mib: course.memory.at(end).unwrap_or(0),
        })
    }

    /// Jobs that were running or coming, and that the fault stopped, at once or later.
    fn hit(&self, course: &Course) -> Vec<u8> {
        let at = self.workload.fault_at();
        let numbers = 0..course.jobs.len();
        let is_hit = |n: &usize| {
            let job = &course.jobs[*n];
            let ended = job.end.is_some_and(|(when, how)| when >= at && how != End::Finished);
            let spans = job.doing.spans(Time(u64::MAX));
            let stopped = job.stopped.iter().any(|when| *when >= at)
                || spans.filter(|span| span.what == Doing::Down).any(|span| span.from >= at);
            course.struck && (ended || stopped)
        };
        numbers.filter(is_hit).map(|n| n as u8).collect()
    }

    /// Jobs that were hit and ran again: those with a checkpoint to go on from, or those without.
    fn again(&self, course: &Course, hit: &[u8], restored: bool) -> Vec<u8> {
        let at = self.workload.fault_at();
        let with = |n: &u8| course.jobs[usize::from(*n)].restored.iter().any(|when| *when >= at);
        let again = hit.iter().copied().filter(|n| self.down(course, *n).is_some());
        again.filter(|n| with(n) == restored).collect()
    }

    /// From the fault until all tasks of a job that was hit run again.
    fn down(&self, course: &Course, number: u8) -> Option<Time> {
        let job = &course.jobs[usize::from(number)];
        let at = self.workload.fault_at();
        let mut runs = job.doing.spans(Time(u64::MAX)).filter(|span| span.what == Doing::Running);
        runs.find(|span| span.from > at).map(|span| span.from.since(at))
    }
}

fn peaks(course: &Course, end: Time) -> (u16, u16) {
    let spans: Vec<_> = course.processes.spans(end).map(|span| span.what).collect();
    let jms = spans.iter().map(|now| now.job_managers).max().unwrap_or(0);
    (jms, spans.iter().map(|now| now.task_managers).max().unwrap_or(0))
}

fn main_place(course: &Course) -> Option<MainPlace> {
    match (course.main_in.clients, course.main_in.job_managers) {
        (0, 0) => None,
        (0, _) => Some(MainPlace::JobManager),
        (_, _) => Some(MainPlace::Client),
    }
}

fn most_served(course: &Course) -> usize {
    let lanes = course.lanes.iter().filter(|l| matches!(l.process, Process::JobManager(_)));
    lanes.map(|lane| lane.served.len()).max().unwrap_or(0)
}

fn shared(course: &Course) -> usize {
    let is_worker = |process| matches!(process, Process::TaskManager(_));
    let lanes = course.lanes.iter().filter(|lane| is_worker(lane.process));
    lanes.filter(|lane| lane.served.len() > 1).count()
}

fn mib_seconds(course: &Course, end: Time) -> u64 {
    let spans = course.memory.spans(end);
    spans.map(|span| span.what * span.to.since(span.from).as_ms()).sum::<u64>() / 1_000
}
