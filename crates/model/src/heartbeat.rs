//! When a silent TaskManager is noticed.
//!
//! Heartbeats are not events here: a calm cluster would drown in them. Their times are computed
//! instead: every observer asks all its targets once per `heartbeat.interval`, counted from its own
//! start (`HeartbeatManagerSenderImpl`), so a death shows at a known tick.

use crate::cluster::Cluster;
use crate::config::key;
use crate::event::{LossReason, Observer};
use crate::ids::TmId;
use crate::time::Time;

/// When `by` declares a TaskManager lost that was killed at `killed`, and why.
pub(crate) fn death_noticed(
    cluster: &Cluster,
    tm: TmId,
    by: Observer,
    killed: Time,
) -> Option<(Time, LossReason)> {
    let interval = interval(cluster);
    let threshold = cluster.config.value(key::HeartbeatRpcFailureThreshold, cluster.version);
    let first_failing = last_tick(cluster, tm, by, killed)? + interval;
    let by_failures =
        threshold.map(|failures| Time(first_failing.0 + interval.0 * failures.saturating_sub(1)));
    let by_silence = silence_noticed(cluster, tm, by, killed)?;
    Some(match by_failures {
        Some(at) if at < by_silence => (at, LossReason::Unreachable),
        Some(_) | None => (by_silence, LossReason::HeartbeatTimeout),
    })
}

/// When `by` declares a TaskManager lost that has been silent since `since`.
pub(crate) fn silence_noticed(
    cluster: &Cluster,
    tm: TmId,
    by: Observer,
    since: Time,
) -> Option<Time> {
    let timeout = cluster.config.value(key::HeartbeatTimeout, cluster.version);
    Some(last_tick(cluster, tm, by, since)? + timeout)
}

/// The last time before `at` that `by` asked; the ResourceManager is that of the TaskManager's cluster.
fn last_tick(cluster: &Cluster, tm: TmId, by: Observer, at: Time) -> Option<Time> {
    let start = match by {
        Observer::ResourceManager => cluster.flink(cluster.tm(tm).cluster).resource_manager_since,
        Observer::JobMaster(job) => cluster.job(job).job_master_since,
    }?;
    let interval = interval(cluster).0.max(1);
    Some(Time(start.0 + at.since(start).0 / interval * interval))
}

fn interval(cluster: &Cluster) -> Time {
    cluster.config.value(key::HeartbeatInterval, cluster.version)
}
