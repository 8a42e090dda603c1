//! What the model says of a scenario before it is played: the prediction, and how a moment of it looks from outside.
//!
//! In: a [`Trace`]. Out: [`Moment`]s to wait for, and the prediction as text. Deliberately absent: the comparison
//! (`crates/recording`), which takes the machine's own times into account.

use super::watch::View;
use model::cluster::{JobManagerRole, Registration};
use model::event::Event;
use model::{ExecutionState, JobStatus, Time, Trace};
use recording::Happened;
use std::collections::BTreeMap;

/// What the REST API would say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Moment {
    /// Whether a JobManager is there to answer.
    pub(super) is_up: bool,
    task_managers: usize,
    /// Of each job: name, status, subtasks that are RUNNING.
    jobs: Vec<(String, JobStatus, u64)>,
}

impl Moment {
    /// Right before something is done at this time.
    pub(super) fn before(trace: &Trace, at: Time) -> Moment {
        let frame = trace.frame_at(Time(at.0.saturating_sub(1)));
        let world = &frame.cluster;
        let leads = |jm: &model::cluster::JobManager| jm.role == JobManagerRole::Leading;
        let registered = |tm: &&model::cluster::TaskManager| {
            matches!(tm.registration, Registration::Registered(_))
        };
        let mut jobs: BTreeMap<String, (JobStatus, u64)> = BTreeMap::new();
        for job in world.jobs.iter() {
            let states = job.executions.iter().flat_map(|subtasks| subtasks.iter());
            let running = states.filter(|one| one.state == ExecutionState::Running).count();
            jobs.insert(job.spec.name.clone(), (job.status, running as u64));
        }
        Moment {
            is_up: world.job_managers.iter().any(leads),
            task_managers: world.task_managers.iter().filter(registered).count(),
            jobs: jobs.into_iter().map(|(name, (status, n))| (name, status, n)).collect(),
        }
    }

    /// Whether it looks so.
    pub(super) fn is_in(&self, view: &View) -> bool {
        let same = |(name, status, running): &(String, JobStatus, u64)| match view.job(name) {
            Some(seen) => {
                let counted = *status != JobStatus::Running || seen.running == *running;
                seen.state == status.name() && counted
            }
            // Gone with its JobManager.
            None => *status == JobStatus::Suspended || *status == JobStatus::Initializing,
        };
        if !self.is_up {
            return !view.is_up;
        }
        view.is_up && view.task_managers == self.task_managers && self.jobs.iter().all(same)
    }
}

/// The last time before `at` (or at the end) at which something changed that shows.
pub(super) fn last_change(trace: &Trace, before: Time) -> Time {
    let shows = |event: &Event| {
        matches!(
            event,
            Event::JobStatusChanged { .. }
                | Event::TaskManagerRegistered { .. }
                | Event::TaskManagerLost { .. }
                | Event::DispatcherStarted { .. }
                | Event::ClusterStopped { .. }
                | Event::ActionTaken(_)
                | Event::TaskStateChanged {
                    to: ExecutionState::Running | ExecutionState::Finished,
                    ..
                }
        )
    };
    let mut earlier = trace.entries().iter().rev().filter(|entry| entry.at < before);
    earlier.find(|entry| shows(&entry.event)).map_or(Time::ZERO, |entry| entry.at)
}

/// Each job's statuses in order: what is compared at a glance.
pub(super) fn lives(happened: &[Happened], names: &[String]) -> Vec<(String, Vec<JobStatus>)> {
    let mut lives: Vec<(String, Vec<JobStatus>)> =
        names.iter().map(|name| (name.clone(), Vec::new())).collect();
    for one in happened {
        if let Event::JobStatusChanged { job, to, .. } = one.event
            && to != JobStatus::Created
            && let Some((_, life)) = lives.get_mut(job.index())
        {
            life.push(to);
        }
    }
    lives
}

/// The prediction, to be kept before anything runs.
pub(super) fn prediction(trace: &Trace, happened: &[Happened]) -> String {
    let mut text =
        format!("Flink {}, by the model, on a calm machine\n", trace.scenario().version.name());
    text.push_str("\nconfiguration\n");
    for (key, value) in trace.scenario().config.pairs() {
        text.push_str(&format!("  {key}: {value}\n"));
    }
    text.push_str("\nwhat is done\n");
    for timed in &trace.scenario().actions {
        text.push_str(&format!("{} {}\n", seconds(timed.at), timed.action.to_text()));
    }
    text.push_str("\nwhat will happen\n");
    for one in happened {
        text.push_str(&format!("{} {:?}\n", seconds(one.at), one.event));
    }
    text
}

fn seconds(at: Time) -> String {
    format!("{:>9.3} s", at.as_ms() as f64 / 1_000.0)
}
