//! Records between jobs: Kafka topics and other stores outside Flink, and the jobs that read and write
//! them.
//!
//! In: a [`Flow`], the times at which each job ran, a moment. Out: the [`Level`] of each link then: what
//! was read, what waits. Flow is computed like heartbeats, not made of events: a calm shop would drown in
//! them. Flink knows nothing of it: no job waits for another one, a topic only keeps what is not yet read.
//!
//! Simplified: rates are constant, a job reads as fast as it can and writes what it read in the same
//! tenth of a second, and restores lose and repeat nothing (exactly-once throughout).

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{ClusterId, JobId};
use crate::state::ExecutionState;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Stores and who reads and writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// What is outside Flink, sources before what is made of them.
    pub stores: Vec<Store>,
    /// Who reads what and writes where.
    pub links: Vec<Link>,
}

/// Something outside Flink that holds records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Store {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: StoreKind,
    /// Records a second that come in from outside.
    #[serde(default)]
    pub inflow: u64,
}

/// What a store is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoreKind {
    /// A Kafka topic: keeps what is not read yet.
    Topic,
    /// Redis.
    Cache,
    /// A data warehouse or Elasticsearch.
    Warehouse,
    /// Whoever is told of an alert.
    Notification,
}

/// One job between two stores. A job that reads two stores has two links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The name of the job.
    pub job: String,
    /// Which store it reads.
    pub from: u16,
    /// Which store it writes.
    pub to: u16,
    /// Records a second that it can read.
    pub capacity: u64,
    /// Records that it writes for a thousand that it reads.
    pub yields: u64,
}

/// How far one link has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// Records read so far.
    pub read: u64,
    /// Records that wait in the store, for this reader.
    pub waiting: u64,
    /// Whether its job reads now.
    pub reads: bool,
}

/// When a job of this name had all its tasks RUNNING.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    job: String,
    from: Time,
    until: Option<Time>,
}

/// Rates are applied in steps of this length.
const STEP: Time = Time::ms(100);
const STEPS_A_SECOND: u64 = 10;

/// What must be known of a job.
pub(crate) struct Subject {
    /// Its name.
    pub(crate) name: String,
    /// How many subtasks it has.
    pub(crate) tasks: usize,
    /// Where it runs.
    pub(crate) cluster: ClusterId,
}

/// When which job ran, from the entries of a trace.
pub(crate) fn runs<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    about: impl Fn(JobId) -> Subject,
) -> Vec<Run> {
    let mut running: Vec<usize> = Vec::new();
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Vec<Option<usize>> = Vec::new();
    for entry in entries {
        // What ran in the cluster ended with it; nobody is left to say so for each task.
        if let Event::ClusterStopped { cluster, .. } = entry.event {
            for (index, run) in open.iter_mut().enumerate() {
                if about(JobId::next(index)).cluster == cluster
                    && let Some(run) = run.take()
                {
                    runs[run].until = Some(entry.at);
                }
            }
            continue;
        }
        let job = match entry.event {
            Event::TaskStateChanged { execution, from, to, .. } => {
                let index = execution.job.index();
                running.resize(running.len().max(index + 1), 0);
                running[index] += usize::from(to == ExecutionState::Running);
                running[index] -= usize::from(from == ExecutionState::Running);
                execution.job
            }
            // Its tasks begin anew, whatever they were.
            Event::JobRecovered { job } => {
                running[job.index()] = 0;
                job
            }
            _ => continue,
        };
        let Subject { name, tasks, .. } = about(job);
        open.resize(open.len().max(job.index() + 1), None);
        let all = running[job.index()] == tasks;
        match (open[job.index()], all) {
            (None, true) => {
                open[job.index()] = Some(runs.len());
                runs.push(Run { job: name, from: entry.at, until: None });
            }
            (Some(run), false) => {
                runs[run].until = Some(entry.at);
                open[job.index()] = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    runs
}

/// The level of each link at a moment.
pub(crate) fn levels(flow: &Flow, runs: &[Run], at: Time) -> Vec<Level> {
    let mut levels = vec![Level::default(); flow.links.len()];
    // What a step leaves below one record is kept for the next one, in thousandths.
    let mut rests = vec![0_u64; flow.links.len()];
    let mut now = Time::ZERO;
    while now < at {
        let next = now + STEP;
        step(flow, &mut levels, &mut rests, |job| runs_at(runs, job, now));
        now = next;
    }
    for (level, link) in levels.iter_mut().zip(&flow.links) {
        level.reads = runs_at(runs, &link.job, at);
    }
    levels
}

/// How many records of each link waited between two moments, because their job did not run or still had older ones to read: of
/// what comes in within a step, what is not read in it. What came in before does not count.
pub(crate) fn late(flow: &Flow, runs: &[Run], from: Time, until: Time) -> Vec<u64> {
    let mut levels = vec![Level::default(); flow.links.len()];
    let mut rests = vec![0_u64; flow.links.len()];
    let mut late = vec![0_u64; flow.links.len()];
    let mut now = from;
    while now < until {
        let before = levels.clone();
        step(flow, &mut levels, &mut rests, |job| runs_at(runs, job, now));
        for ((late, before), after) in late.iter_mut().zip(&before).zip(&levels) {
            let came = after.waiting + after.read - before.waiting - before.read;
            *late += came.min(after.waiting);
        }
        now = now + STEP;
    }
    late
}

fn runs_at(runs: &[Run], job: &str, at: Time) -> bool {
    let covers = |run: &Run| run.from <= at && run.until.is_none_or(|until| at < until);
    runs.iter().any(|run| run.job == job && covers(run))
}

fn step(flow: &Flow, levels: &mut [Level], rests: &mut [u64], runs: impl Fn(&str) -> bool) {
    for (store, what) in flow.stores.iter().enumerate() {
        arrive(flow, levels, store, what.inflow / STEPS_A_SECOND);
    }
    for (index, link) in flow.links.iter().enumerate() {
        if !runs(&link.job) {
            continue;
        }
        let read = levels[index].waiting.min(link.capacity / STEPS_A_SECOND);
        levels[index].waiting -= read;
        levels[index].read += read;
        rests[index] += read * link.yields;
        let written = rests[index] / 1_000;
        rests[index] %= 1_000;
        arrive(flow, levels, usize::from(link.to), written);
    }
}

/// Each reader of a store reads all of it (a consumer group each).
fn arrive(flow: &Flow, levels: &mut [Level], store: usize, records: u64) {
    for (level, link) in levels.iter_mut().zip(&flow.links) {
        if usize::from(link.from) == store {
            level.waiting += records;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Flow {
        let store =
            |name: &str, inflow| Store { name: name.to_owned(), kind: StoreKind::Topic, inflow };
        let link = |job: &str, from, to, capacity| Link {
            job: job.to_owned(),
            from,
            to,
            capacity,
            yields: 500,
        };
        Flow {
            stores: vec![store("raw", 100), store("clean", 0), store("cache", 0)],
            links: vec![link("extract", 0, 1, 200), link("recommend", 1, 2, 100)],
        }
    }

    fn run(job: &str, from: u64, until: Option<u64>) -> Run {
        Run { job: job.to_owned(), from: Time::s(from), until: until.map(Time::s) }
    }

    #[test]
    fn a_topic_keeps_what_its_reader_does_not_read() {
        let runs = [run("extract", 0, None)];
        let levels = levels(&shop(), &runs, Time::s(10));
        assert_eq!((levels[0].read, levels[0].waiting), (1_000, 0));
        assert_eq!((levels[1].read, levels[1].waiting), (0, 500), "half of it, and nobody reads");
        assert!(levels[0].reads && !levels[1].reads);
    }

    #[test]
    fn a_job_that_comes_back_catches_up() {
        let runs =
            [run("extract", 0, None), run("recommend", 0, Some(10)), run("recommend", 20, None)];
        let waiting = |s| levels(&shop(), &runs, Time::s(s))[1].waiting;
        assert_eq!(waiting(10), 0);
        assert_eq!(waiting(20), 500);
        // It reads 100 a second where 50 come in.
        assert_eq!(waiting(25), 250);
        assert_eq!(waiting(30), 0);
        assert_eq!(levels(&shop(), &runs, Time::s(40))[1].read, 2_000, "nothing was lost");
    }

    #[test]
    fn a_record_is_late_if_it_waited() {
        let runs =
            [run("extract", 0, None), run("recommend", 0, Some(10)), run("recommend", 20, None)];
        let late = |from, until| late(&shop(), &runs, Time::s(from), Time::s(until));
        assert_eq!(late(0, 10), [0, 0], "all is read at once");
        // 50 a second come in for ten seconds; then it reads 100 a second and has caught up after ten more.
        assert_eq!(late(0, 20), [0, 500]);
        assert_eq!(late(0, 60), [0, 995], "the last step of catching up reads what it gets");
        assert_eq!(late(15, 20), [0, 250], "what waited before does not count");
    }

    #[test]
    fn a_stopped_job_stops_nobody_else() {
        let runs = [run("extract", 0, None), run("recommend", 0, Some(5))];
        let levels = levels(&shop(), &runs, Time::s(20));
        assert_eq!(levels[0].read, 2_000);
        assert_eq!(levels[0].waiting, 0);
    }
}
