//! The adaptive scheduler: waits for slots, runs with those that are there, and rescales when others
//! come or go (FACTS 2.8).
//!
//! Flink: `AdaptiveScheduler` and its states, `DefaultStateTransitionManager`. Failures are counted by
//! the restart strategy as always (`failover`); here it is what follows.

use super::Out;
use super::failover::restored_state;
use super::job_master::{cancel_task, schedule_ready_regions};
use crate::Key;
use crate::cluster::{Adaptive, Cluster};
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
            let wait = if all { Time::ZERO } else { stabilization(cluster, adaptive) };
            out.after(wait, Event::AdaptiveStateChanged { job, to });
        }
        AdaptiveState::Executing if cluster.job(job).would_grow(held) => {
            let to = AdaptiveState::Restarting;
            let cooled = adaptive.since + cooldown(cluster);
            let settled = if all { Time::ZERO } else { executing_stabilization(cluster) };
            let wait = cooled.since(cluster.now).max(settled);
            out.after(wait, Event::AdaptiveStateChanged { job, to });
        }
        AdaptiveState::Created
        | AdaptiveState::WaitingForResources
        | AdaptiveState::CreatingExecutionGraph
        | AdaptiveState::Executing
        | AdaptiveState::Restarting => {}
    }
}

/// Whether a scheduler may take this step now. What was due at an earlier visit to a state has moved on.
pub(crate) fn may_enter(cluster: &Cluster, now: Time, job: JobId, to: AdaptiveState) -> bool {
    let state = cluster.job(job);
    let Some(adaptive) = &state.adaptive else { return false };
    let held = cluster.pool_of(job).count();
    let all = held >= usize::from(adaptive.desired_slots());
    let spent = now.since(adaptive.since);
    match (adaptive.state, to) {
        (AdaptiveState::Created, AdaptiveState::WaitingForResources) => {
            state.status == JobStatus::Created
        }
        (AdaptiveState::Restarting, AdaptiveState::WaitingForResources) => {
            state.status == JobStatus::Restarting
        }
        (AdaptiveState::WaitingForResources, AdaptiveState::CreatingExecutionGraph) => {
            let waited = all || spent >= stabilization(cluster, adaptive);
            let enough = adaptive.parallelism_for(held).is_some();
            waited && enough && state.status == JobStatus::Created
        }
        (AdaptiveState::CreatingExecutionGraph, AdaptiveState::Executing) => {
            state.status == JobStatus::Created
        }
        (AdaptiveState::Executing, AdaptiveState::Restarting) => match state.status {
            // A failure comes first, and needs no slots.
            JobStatus::Restarting => true,
            JobStatus::Running => {
                let stops = state.stopping.is_some();
                state.would_grow(held) && spent >= cooldown(cluster) && !stops
            }
            JobStatus::Initializing
            | JobStatus::Created
            | JobStatus::Failing
            | JobStatus::Failed
            | JobStatus::Cancelling
            | JobStatus::Canceled
            | JobStatus::Finished
            | JobStatus::Suspended => false,
        },
        _ => false,
    }
}

/// Whether the wait for slots is over, and there are not enough to begin.
pub(crate) fn waited_in_vain(
    cluster: &Cluster,
    now: Time,
    adaptive: &Adaptive,
    held: usize,
) -> bool {
    adaptive.state == AdaptiveState::WaitingForResources
        && !adaptive.reactive
        && adaptive.parallelism_for(held).is_none()
        && now.since(adaptive.since) >= wait_timeout(cluster)
}

fn setting(cluster: &Cluster, key: Key) -> Time {
    cluster.config.duration(key, cluster.version).unwrap_or_default()
}

fn wait_timeout(cluster: &Cluster) -> Time {
    setting(cluster, Key::AdaptiveResourceWait)
}

/// Reactive mode begins at once, unless somebody says otherwise.
fn stabilization(cluster: &Cluster, adaptive: &Adaptive) -> Time {
    let key = Key::AdaptiveStabilization;
    let by_default = adaptive.reactive && !cluster.config.is_set(key);
    if by_default { Time::ZERO } else { setting(cluster, key) }
}

fn executing_stabilization(cluster: &Cluster) -> Time {
    setting(cluster, Key::AdaptiveExecutingStabilization)
}

fn cooldown(cluster: &Cluster) -> Time {
    setting(cluster, Key::AdaptiveCooldown)
}
