//! When the adaptive scheduler may take its next step.
//!
//! Flink: the states of `AdaptiveScheduler`, `DefaultStateTransitionManager`.

use crate::cluster::{Adaptive, Cluster};
use crate::event::AdaptiveState;
use crate::ids::JobId;
use crate::state::JobStatus;
use crate::time::Time;
use crate::{Key, key};

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
            let waited = all || spent >= stabilization(cluster, adaptive, held);
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

pub(crate) fn wait_timeout(cluster: &Cluster) -> Time {
    cluster.config.value(key::AdaptiveResourceWait, cluster.version)
}

/// Reactive mode begins at once, unless somebody says otherwise; since 2.0 so does a job that has just been
/// stopped for the parallelism that it can have now.
pub(crate) fn stabilization(cluster: &Cluster, adaptive: &Adaptive, held: usize) -> Time {
    let rescales = adaptive.restart_with.is_some()
        && adaptive.restart_with == adaptive.parallelism_for(held)
        && cluster.version.traits().rescales_without_waiting;
    if rescales {
        return Time::ZERO;
    }
    let by_default = adaptive.reactive && !cluster.config.is_set(Key::AdaptiveStabilization);
    if by_default {
        return Time::ZERO;
    }
    cluster.config.value(key::AdaptiveStabilization, cluster.version)
}

pub(crate) fn executing_stabilization(cluster: &Cluster) -> Time {
    let set = cluster.config.value(key::AdaptiveExecutingStabilization, cluster.version);
    set.unwrap_or_default()
}

pub(crate) fn cooldown(cluster: &Cluster) -> Time {
    cluster.config.value(key::AdaptiveCooldown, cluster.version).unwrap_or_default()
}

/// When a job that could grow at that time does so: with the next checkpoint, so that little is done twice.
pub(crate) fn until_checkpoint(cluster: &Cluster, job: JobId, at: Time) -> Time {
    /// `rescale-trigger.max-checkpoint-failures` and one.
    const INTERVALS: u64 = 3;
    match cluster.checkpoint_interval(job) {
        Some(interval) if cluster.version.traits().rescales_after_checkpoint => {
            let latest = at + Time(INTERVALS * interval.0);
            cluster.next_checkpoint(job, at).map_or(latest, |next| next.min(latest))
        }
        Some(_) | None => at,
    }
}
