//! What a failed task means for its job: restart a region after a delay, or give up.
//!
//! Flink: `DefaultScheduler.handleTaskFailure`, `ExecutionFailureHandler`,
//! `RestartPipelinedRegionFailoverStrategy`.

use super::Out;
use super::job_master::cancel_task;
use super::savepoint::restored_state;
use crate::cluster::rule::failover::tasks_to_restart;
use crate::cluster::{Cluster, Failover};
use crate::event::{AdaptiveState, Cause, Event};
use crate::ids::{ExecutionId, JobId};
use crate::region::Subtask;
use crate::restart::{RestartStrategy, Verdict};
use crate::state::{ExecutionState, JobStatus};

/// What follows from a failure, from the end of a delay, from the last cancelled task.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        Event::TaskStateChanged { execution, to, .. } => {
            if *to == ExecutionState::Failed {
                on_failure(cluster, *execution, out);
            }
            restart_due(cluster, execution.job, out);
        }
        Event::RestartDelayElapsed { job, .. } => restart_due(cluster, *job, out),
        Event::TasksRestarted { job, .. } => {
            let state = cluster.job(*job);
            if state.waiting_restarts.is_empty() && state.status == JobStatus::Restarting {
                out.now(Event::JobStatusChanged {
                    job: *job,
                    from: JobStatus::Restarting,
                    to: JobStatus::Running,
                    cause: None,
                });
            }
            if let Some(restored) = restored_state(state) {
                out.now(restored);
            }
        }
        _ => {}
    }
}

fn on_failure(cluster: &Cluster, failed: ExecutionId, out: &mut Out) {
    let job = cluster.job(failed.job);
    // A lost job has nobody who could restart it.
    if job.is_lost() || !matches!(job.status, JobStatus::Running | JobStatus::Restarting) {
        return;
    }
    // The adaptive scheduler counts no failure while it restarts: all tasks are going anyway.
    if job.adaptive.is_some() && job.status == JobStatus::Restarting {
        return;
    }
    let strategy = RestartStrategy::of(cluster.options_of(job.id), cluster.version);
    // Only the verdict is wanted here; `apply` keeps the memory when FailoverStarted happens.
    match strategy.on_failure(&mut job.restarts.clone(), cluster.now) {
        Verdict::RestartAfter(delay) => {
            let tasks = tasks_to_restart(cluster, failed);
            out.now(Event::FailoverStarted {
                job: job.id,
                failed,
                tasks: u16::try_from(tasks.len()).unwrap_or(u16::MAX),
                delay,
            });
            if job.status == JobStatus::Running {
                out.now(Event::JobStatusChanged {
                    job: job.id,
                    from: JobStatus::Running,
                    to: JobStatus::Restarting,
                    cause: job.execution(failed).cause,
                });
            }
            if job.adaptive.is_some() {
                let to = AdaptiveState::Restarting;
                out.now(Event::AdaptiveStateChanged { job: job.id, to });
            }
            for (vertex, subtask) in tasks {
                cancel_task(cluster, (job.id, vertex, subtask), Cause::Failover, out);
            }
            out.after(delay, Event::RestartDelayElapsed { job: job.id, failed });
        }
        Verdict::GiveUp => {
            out.now(Event::JobStatusChanged {
                job: job.id,
                from: job.status,
                to: JobStatus::Failing,
                cause: Some(Cause::RecoverySuppressed),
            });
            for id in job.execution_ids() {
                cancel_task(cluster, (job.id, id.vertex, id.subtask), Cause::Failover, out);
            }
        }
    }
}

/// A failover whose delay is over restarts once all its tasks have stopped.
fn restart_due(cluster: &Cluster, job: JobId, out: &mut Out) {
    let state = cluster.job(job);
    let stopped = |(vertex, subtask): &Subtask| {
        state.executions[vertex.index()][usize::from(*subtask)].state.is_terminal()
    };
    // Most often most of a job's tasks are not over yet: then nobody has to be asked.
    let may_have_stopped = |f: &&Failover| f.delay_over && f.tasks.len() <= state.tasks_ended();
    let waiting = state.waiting_restarts.iter().filter(may_have_stopped);
    let due = waiting.filter(|failover| failover.tasks.iter().all(stopped));
    for failover in due {
        if state.adaptive.is_some() {
            let to = AdaptiveState::WaitingForResources;
            out.now(Event::AdaptiveStateChanged { job, to });
            continue;
        }
        out.now(Event::TasksRestarted { job, failed: failover.failed });
    }
}
