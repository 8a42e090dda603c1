//! What a failed task means for its job: restart a region after a delay, or give up.
//!
//! Flink: `DefaultScheduler.handleTaskFailure`, `ExecutionFailureHandler`,
//! `RestartPipelinedRegionFailoverStrategy`.

use super::Out;
use super::job_master::cancel_task;
use crate::Key;
use crate::cluster::{Cluster, Job};
use crate::event::{AdaptiveState, Cause, Event};
use crate::ids::{ExecutionId, JobId, VertexId};
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

/// What the tasks of a job begin with: its last checkpoint, else the savepoint it was given.
pub(super) fn restored_state(job: &Job) -> Option<Event> {
    match (job.last_checkpoint, job.from_savepoint) {
        (Some(checkpoint), _) => Some(Event::CheckpointRestored { job: job.id, checkpoint }),
        (None, Some(savepoint)) => Some(Event::SavepointRestored { job: job.id, savepoint }),
        (None, None) => None,
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
    let strategy = RestartStrategy::of(&cluster.options_of(job.id), cluster.version);
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
    let due = state.waiting_restarts.iter().filter(|f| f.delay_over && f.tasks.iter().all(stopped));
    for failover in due {
        if state.adaptive.is_some() {
            let to = AdaptiveState::WaitingForResources;
            out.now(Event::AdaptiveStateChanged { job, to });
            continue;
        }
        out.now(Event::TasksRestarted { job, failed: failover.failed });
    }
}

/// The failed task's region, the regions that consume from it, and the producers whose results
/// were lost with a TaskManager; or all tasks with the `full` strategy.
pub(crate) fn tasks_to_restart(cluster: &Cluster, failed: ExecutionId) -> Vec<Subtask> {
    let job = cluster.job(failed.job);
    let config = cluster.options_of(failed.job);
    // Half of a job that is stopping cannot begin again: the others may have finished.
    let full = config.text(Key::FailoverStrategy, cluster.version) == Some("full")
        || job.stopping.is_some()
        || job.adaptive.is_some();
    let mut chosen = vec![full; job.regions.len()];
    let mut open = vec![job.regions.region_of((failed.vertex, failed.subtask))];
    while let Some(region) = open.pop() {
        if std::mem::replace(&mut chosen[usize::from(region)], true) && !full {
            continue;
        }
        if full {
            break;
        }
        for (vertex, _) in job.regions.members(region) {
            open.extend(consumers_of(cluster, failed.job, *vertex));
            open.extend(lost_producers_of(cluster, failed, *vertex));
        }
    }
    let regions = (0..job.regions.len()).filter(|region| chosen[*region]);
    regions.flat_map(|region| job.regions.members(region as u16).iter().copied()).collect()
}

/// Regions that have begun to read the blocking result of a vertex.
fn consumers_of(cluster: &Cluster, job: JobId, producer: VertexId) -> Vec<u16> {
    let job = cluster.job(job);
    let mut regions = Vec::new();
    for (v, vertex) in job.spec.vertices.iter().enumerate() {
        if vertex.inputs.iter().any(|input| input.blocking && input.from == producer) {
            let row = job.executions[v].iter().enumerate();
            let begun = row.filter(|(_, execution)| execution.state != ExecutionState::Created);
            regions
                .extend(begun.map(|(i, _)| job.regions.region_of((VertexId::next(v), i as u16))));
        }
    }
    regions
}

/// Regions of producers whose finished result lay on the TaskManager that was lost.
fn lost_producers_of(cluster: &Cluster, failed: ExecutionId, consumer: VertexId) -> Vec<u16> {
    let job = cluster.job(failed.job);
    let Some(Cause::TaskManagerLost(lost, _)) = job.execution(failed).cause else {
        return Vec::new();
    };
    let mut regions = Vec::new();
    for input in job.spec.vertex(consumer).inputs.iter().filter(|input| input.blocking) {
        for (i, producer) in job.executions[input.from.index()].iter().enumerate() {
            let on_lost = producer.slot.is_some_and(|slot| cluster.allocation(slot).tm == lost);
            if producer.state == ExecutionState::Finished && on_lost {
                regions.push(job.regions.region_of((input.from, i as u16)));
            }
        }
    }
    regions
}
