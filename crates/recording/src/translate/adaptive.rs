//! What the adaptive scheduler logs, as the model's events.
//!
//! In: the rows of its jobs. Out: events. It has an execution graph only while the job runs, and what is
//! logged as the job's status is that of the graph: a restart cancels the graph and makes another one, so
//! `RUNNING -> CANCELLING -> CANCELED` is a restart unless the job was over with it
//! (`StateWithExecutionGraph`). Tasks never wait in SCHEDULED there: they are deployed at once.
//! Deliberately absent: the scheduler's own states, which are logged on DEBUG.

use super::{Translator, parse};
use crate::read::Recording;
use crate::row::Row;
use model::event::{AdaptiveState, Event};
use model::{ExecutionState, JobId, JobStatus};

/// A cancellation on request is over with its graph, and the Dispatcher says so at once.
const AT_ONCE_MS: u64 = 1_000;

/// Whether jobs that stream have the adaptive scheduler: by the configuration, or by a command's `-D`.
pub fn is_chosen(recording: &Recording) -> bool {
    const MEANS: [(&str, &str); 2] =
        [("jobmanager.scheduler", "adaptive"), ("scheduler-mode", "reactive")];
    let given = |key: &str, value: &str| {
        let word = format!("{key}={value}");
        let mut commands = recording.of("action.cmd");
        commands.any(|row| {
            row.argv()
                .iter()
                .any(|given| given.strip_prefix("-D").unwrap_or(given).eq_ignore_ascii_case(&word))
        })
    };
    MEANS.iter().any(|(key, value)| {
        let set = recording.config.get(*key);
        set.is_some_and(|set| set.eq_ignore_ascii_case(value)) || given(key, value)
    })
}

/// Whether this job has it: batch jobs never do.
pub(crate) fn schedules(recording: &Recording, jid: &str) -> bool {
    is_chosen(recording) && !recording.plans.get(jid).is_some_and(|plan| plan.batch)
}

impl Translator<'_> {
    /// What a row of a job with the adaptive scheduler means; `None`: the same as everywhere.
    pub(super) fn adaptive_row(&mut self, row: &Row) -> Option<Vec<Event>> {
        let jid = row.text("jid").filter(|jid| schedules(self.recording, jid))?;
        let job = self.names.job(jid)?;
        match row.kind.as_str() {
            "job.start" => {
                let to = AdaptiveState::WaitingForResources;
                Some(vec![Event::AdaptiveStateChanged { job, to }])
            }
            "job.state" => Some(self.adaptive_status(row, job)),
            "job.terminal" => {
                let to = parse::<JobStatus>(row.text("state")?)?;
                let from = self.statuses.get(&job).copied().unwrap_or(JobStatus::Created);
                let known = from.is_terminal();
                Some(if known { Vec::new() } else { vec![self.step(job, to)] })
            }
            // Since 1.14 its tasks are SCHEDULED a moment before the job is RUNNING, with their slots at hand: it counts
            // when they are deployed, as before.
            "task.state" if row.text("to") == Some("SCHEDULED") => Some(Vec::new()),
            "task.state" if row.text("to") == Some("DEPLOYING") => {
                let execution = self.execution(row)?;
                let step = |from, to| Event::TaskStateChanged { execution, from, to, cause: None };
                let scheduled = ExecutionState::Scheduled;
                let first = step(ExecutionState::Created, scheduled);
                Some(vec![first, step(scheduled, ExecutionState::Deploying)])
            }
            _ => None,
        }
    }

    fn adaptive_status(&mut self, row: &Row, job: JobId) -> Vec<Event> {
        let Some(to) = row.text("to").and_then(parse::<JobStatus>) else { return Vec::new() };
        let restarts = self.statuses.get(&job) == Some(&JobStatus::Restarting);
        match to {
            JobStatus::Cancelling if !self.is_over_with(row) => {
                let restarting = AdaptiveState::Restarting;
                let changed = Event::AdaptiveStateChanged { job, to: restarting };
                vec![changed, self.step(job, JobStatus::Restarting)]
            }
            // The graph is; the job goes on.
            JobStatus::Canceled if restarts => Vec::new(),
            JobStatus::Initializing
            | JobStatus::Created
            | JobStatus::Running
            | JobStatus::Restarting
            | JobStatus::Failing
            | JobStatus::Failed
            | JobStatus::Cancelling
            | JobStatus::Canceled
            | JobStatus::Finished
            | JobStatus::Suspended => vec![self.step(job, to)],
        }
    }

    fn step(&mut self, job: JobId, to: JobStatus) -> Event {
        let from = self.statuses.insert(job, to).unwrap_or(JobStatus::Created);
        Event::JobStatusChanged { job, from, to, cause: None }
    }

    /// Whether the job ends with the graph that is being cancelled.
    fn is_over_with(&self, cancelling: &Row) -> bool {
        let own = |row: &&Row| row.text("jid") == cancelling.text("jid");
        let rows = &self.recording.rows;
        let here = rows.iter().position(|row| std::ptr::eq(row, cancelling)).unwrap_or(rows.len());
        let mut later = rows[here..].iter().skip(1).filter(own);
        let Some(canceled) = later.find(|row| {
            row.kind == "job.state" && row.text("to") == Some(JobStatus::Canceled.name())
        }) else {
            return false;
        };
        let mut later =
            later.filter(|row| matches!(row.kind.as_str(), "job.state" | "job.terminal"));
        later.next().is_some_and(|row| {
            let at_once = row.t_ms.saturating_sub(canceled.t_ms) <= AT_ONCE_MS;
            row.kind == "job.terminal" && at_once
        })
    }
}
