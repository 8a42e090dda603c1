//! The adaptive scheduler: waits for slots, runs with those that are there, and rescales when others
//! come or go.
//!
//! Flink: `AdaptiveScheduler` and its states, `DefaultStateTransitionManager`. Failures are counted by
//! the restart strategy as always (`failover`); here it is what follows.

use super::Out;
use super::job_master::{cancel_task, schedule_ready_regions};
use super::savepoint::restored_state;
use crate::cluster::Cluster;
use crate::cluster::rule::adaptive::{
    cooldown, executing_stabilization, stabilization, until_checkpoint, wait_timeout,
};
use crate::event::{AdaptiveState, Cause, Event, Observer};
use crate::ids::JobId;
use crate::state::JobStatus;
use crate::time::Time;

/// What the schedulers do next.
pub(super) fn decide(cluster: &Cluster, event: &Event, out: &mut Out) {
    match event {
        Event::AdaptiveStateChanged { job, to } => enter(cluster, *job, *to, out),
        Event::SlotsOffered { job, .. }
        | Event::TaskManagerLost { by: Observer::JobMaster(job), .. } => look(cluster, *job, out),
        Event::SlotRequestTimedOut { job, .. } if cluster.job(*job).adaptive.is_some() => {
            let from = cluster.job(*job).status;
            let (to, cause) = (JobStatus::Failing, Some(Cause::NotEnoughResources));
            out.now(Event::JobStatusChanged { job: *job, from, to, cause });
            cancel_all(cluster, *job, out);
        }
        _ => {}
    }
}

fn enter(cluster: &Cluster, job: JobId, to: AdaptiveState, out: &mut Out) {
    let state = cluster.job(job);
    match to {
        AdaptiveState::Created => {}
        AdaptiveState::WaitingForResources => {
            step(job, state.status, JobStatus::Created, out);
            if !cluster.is_reactive() {
                let wait = wait_timeout(cluster);
                out.after(wait, Event::SlotRequestTimedOut { job, region: 0 });
            }
            look(cluster, job, out);
        }
        AdaptiveState::CreatingExecutionGraph => {
            let to = AdaptiveState::Executing;
            out.now(Event::AdaptiveStateChanged { job, to });
        }
        AdaptiveState::Executing => {
            step(job, state.status, JobStatus::Running, out);
            schedule_ready_regions(cluster, job, out);
            if let Some(restored) = restored_state(state) {
                out.now(restored);
            }
            look(cluster, job, out);
        }
        AdaptiveState::Restarting => {
            step(job, state.status, JobStatus::Restarting, out);
            cancel_all(cluster, job, out);
        }
    }
}

fn step(job: JobId, from: JobStatus, to: JobStatus, out: &mut Out) {
    if from != to {
        out.now(Event::JobStatusChanged { job, from, to, cause: None });
    }
}

fn cancel_all(cluster: &Cluster, job: JobId, out: &mut Out) {
    for id in cluster.job(job).execution_ids() {
        cancel_task(cluster, (job, id.vertex, id.subtask), Cause::Failover, out);
    }
}

/// Slots came or went: is it time to begin, or to begin again with more?
fn look(cluster: &Cluster, job: JobId, out: &mut Out) {
    let Some(adaptive) = &cluster.job(job).adaptive else { return };
    let held = cluster.pool_of(job).count();
    let all = held >= usize::from(adaptive.desired_slots());
    match adaptive.state {
        AdaptiveState::WaitingForResources if adaptive.parallelism_for(held).is_some() => {
            let to = AdaptiveState::CreatingExecutionGraph;
            let wait = if all { Time::ZERO } else { stabilization(cluster, adaptive, held) };
            out.after(wait, Event::AdaptiveStateChanged { job, to });
        }
        AdaptiveState::Executing if cluster.job(job).would_grow(held) => {
            let to = AdaptiveState::Restarting;
            let cooled = adaptive.since + cooldown(cluster);
            let settled = if all { Time::ZERO } else { executing_stabilization(cluster) };
            let wait = cooled.since(cluster.now).max(settled);
            let at = until_checkpoint(cluster, job, cluster.now + wait);
            out.after(at.since(cluster.now), Event::AdaptiveStateChanged { job, to });
        }
        AdaptiveState::Created
        | AdaptiveState::WaitingForResources
        | AdaptiveState::CreatingExecutionGraph
        | AdaptiveState::Executing
        | AdaptiveState::Restarting => {}
    }
}
