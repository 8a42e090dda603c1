//! Which configuration keys govern which thing, with the value in force.

use crate::scene::Target;
use crate::words::{Label, Lang, keys, label};
use model::cluster::Cluster;
use model::event::ContainerRole;
use model::version::DefaultRestart;
use model::{Config, ContainerId, FlinkVersion, JobId, Key, Provider};

/// One row of the table of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// Flink's name of it.
    pub name: &'static str,
    /// The value in force, or "unset".
    pub value: String,
    /// The version's default, or "unset".
    pub default: &'static str,
    /// Whether the scenario set it.
    pub set_here: bool,
    /// What it governs.
    pub sentence: &'static str,
}

/// The rows for this thing, in the order in which they matter.
pub(super) fn of(lang: Lang, target: Target, cluster: &Cluster) -> Vec<KeyRow> {
    let options = job(target).and_then(|job| cluster.jobs.get(job.index()));
    let config = match options {
        Some(job) => cluster.options_of(job.id),
        None => of_cluster(target, cluster),
    };
    let mut keys = governing(target, cluster).to_vec();
    if let Target::Job(_) = target {
        keys.extend(restart_keys(config, cluster.version));
    }
    if let (Target::Job(job), false) = (target, keys.is_empty()) {
        let adaptive = cluster.jobs.get(job.index()).is_some_and(|job| job.adaptive.is_some());
        keys.extend(if adaptive { ADAPTIVE } else { &[] });
    }
    keys.retain(|key| exists(*key, cluster.version) || config.is_set(*key));
    keys.into_iter().map(|key| row(lang, key, config, cluster.version)).collect()
}

/// The configuration of the Flink cluster that a thing belongs to.
fn of_cluster(target: Target, cluster: &Cluster) -> &Config {
    let id = match target {
        Target::JobManager(id) | Target::Dispatcher(id) | Target::ResourceManager(id) => Some(id),
        Target::TaskManager(tm) | Target::Slot(tm, _) => {
            cluster.task_managers.get(tm.index()).map(|tm| tm.cluster)
        }
        Target::Container(container) => {
            let platform = cluster.platform.as_ref();
            let known = platform.and_then(|platform| platform.containers.get(container.index()));
            known.map(|container| container.cluster)
        }
        _ => None,
    };
    id.and_then(|id| cluster.clusters.get(id.index())).map_or(&cluster.config, |it| &it.config)
}

/// The keys of the adaptive scheduler.
const ADAPTIVE: &[Key] = &[
    Key::JobManagerScheduler,
    Key::SchedulerMode,
    Key::AdaptiveResourceWait,
    Key::AdaptiveStabilization,
    Key::AdaptiveExecutingStabilization,
    Key::AdaptiveCooldown,
];

/// The keys of the restart strategy in force; those of the others would only distract.
fn restart_keys(config: &Config, version: FlinkVersion) -> &'static [Key] {
    use Key as K;
    let checkpoints = config.value(model::key::CheckpointInterval, version).is_some();
    let strategy =
        match (config.text(K::RestartStrategy, version), version.traits().default_restart) {
            (Some(named), _) => named,
            (None, DefaultRestart::ExponentialDelay) if checkpoints => "exponential-delay",
            (None, DefaultRestart::ExponentialDelay | DefaultRestart::FixedDelayForever) => "none",
        };
    match strategy {
        "fixed-delay" | "fixeddelay" => &[K::FixedDelayAttempts, K::FixedDelayDelay],
        "failure-rate" | "failurerate" => {
            &[K::FailureRateMax, K::FailureRateInterval, K::FailureRateDelay]
        }
        "exponential-delay" | "exponentialdelay" => &[
            K::ExponentialInitial,
            K::ExponentialMultiplier,
            K::ExponentialMax,
            K::ExponentialReset,
            K::ExponentialAttempts,
        ],
        _ => &[],
    }
}

/// Whether the version knows the key. Most keys have a default where they exist.
fn exists(key: Key, version: FlinkVersion) -> bool {
    match key {
        Key::StandaloneStartUpTime
        | Key::YarnApplicationAttempts
        | Key::RestartStrategy
        | Key::SavepointDirectory
        | Key::SchedulerMode
        | Key::HighAvailability
        | Key::CheckpointInterval => true,
        _ => key.default_in(version).is_some(),
    }
}

/// The key's name in this version, where it was renamed.
fn name_in(key: Key, version: FlinkVersion) -> &'static str {
    match key {
        Key::SavepointDirectory if version < FlinkVersion::V1_20 => "state.savepoints.dir",
        Key::RestartStrategy if version == FlinkVersion::V1_13 => "restart-strategy",
        Key::HighAvailability if version == FlinkVersion::V1_13 => "high-availability",
        Key::AskTimeout if version >= FlinkVersion::V1_20 => "pekko.ask.timeout",
        Key::AdaptiveResourceWait if version >= FlinkVersion::V2_0 => {
            "jobmanager.adaptive-scheduler.submission.resource-wait-timeout"
        }
        Key::AdaptiveStabilization if version >= FlinkVersion::V2_0 => {
            "jobmanager.adaptive-scheduler.submission.resource-stabilization-timeout"
        }
        Key::AdaptiveCooldown if version >= FlinkVersion::V2_0 => {
            "jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling"
        }
        _ => key.name(),
    }
}

/// A job's own options stand over the cluster's.
const fn job(target: Target) -> Option<JobId> {
    match target {
        Target::Job(job) => Some(job),
        Target::Task(id) => Some(id.job),
        Target::Client(_)
        | Target::JobManager(_)
        | Target::Process(_)
        | Target::Main(_)
        | Target::Dispatcher(_)
        | Target::ResourceManager(_)
        | Target::LeaderStore
        | Target::TaskManager(_)
        | Target::Slot(..)
        | Target::YarnResourceManager
        | Target::Node(_)
        | Target::Container(_)
        | Target::Message(_) => None,
    }
}

fn row(lang: Lang, key: Key, config: &Config, version: FlinkVersion) -> KeyRow {
    let unset = label(lang, Label::Unset);
    KeyRow {
        name: name_in(key, version),
        value: config.text(key, version).unwrap_or(unset).to_owned(),
        default: key.default_in(version).unwrap_or(unset),
        set_here: config.is_set(key),
        sentence: keys::sentence(lang, key),
    }
}

#[expect(clippy::too_many_lines, reason = "an arm for each kind of thing")]
fn governing(target: Target, cluster: &Cluster) -> &'static [Key] {
    use Key as K;
    let yarn = matches!(cluster.provider, Provider::Yarn { .. });
    let kubernetes = matches!(cluster.provider, Provider::Kubernetes { .. });
    let available = cluster.is_highly_available();
    match target {
        Target::JobManager(_) | Target::Process(_) if yarn && available => &[
            K::JobManagerMemory,
            K::HighAvailability,
            K::YarnApplicationAttempts,
            K::YarnFailuresValidityInterval,
        ],
        Target::JobManager(_) | Target::Process(_) => {
            &[K::JobManagerMemory, K::HeartbeatInterval, K::HeartbeatTimeout]
        }
        Target::Main(_) => &[K::ShutdownOnApplicationFinish, K::ClientRetryPeriod],
        Target::LeaderStore if kubernetes => &[K::HighAvailability, K::KubernetesLeaseDuration],
        Target::LeaderStore => &[K::HighAvailability, K::ZooKeeperSessionTimeout],
        Target::ResourceManager(_) if kubernetes => &[
            K::RequirementCheckDelay,
            K::TaskManagerIdleTimeout,
            K::WorkerRegistrationTimeout,
            K::HeartbeatInterval,
            K::HeartbeatTimeout,
            K::HeartbeatRpcFailureThreshold,
        ],
        Target::ResourceManager(_) if yarn => &[
            K::RequirementCheckDelay,
            K::TaskManagerIdleTimeout,
            K::WorkerRegistrationTimeout,
            K::YarnHeartbeatInterval,
            K::YarnContainerRequestInterval,
            K::HeartbeatInterval,
            K::HeartbeatTimeout,
            K::HeartbeatRpcFailureThreshold,
        ],
        Target::ResourceManager(_) => &[
            K::StandaloneStartUpTime,
            K::RequirementCheckDelay,
            K::LoadBalanceMode,
            K::EvenlySpreadOutSlots,
            K::HeartbeatInterval,
            K::HeartbeatTimeout,
            K::HeartbeatRpcFailureThreshold,
        ],
        Target::Job(_) => &[
            K::SlotRequestTimeout,
            K::SlotIdleTimeout,
            K::DefaultParallelism,
            K::FailoverStrategy,
            K::CheckpointInterval,
            K::SavepointDirectory,
            K::RestartStrategy,
        ],
        Target::TaskManager(_) if !yarn && !kubernetes => &[
            K::NumberOfTaskSlots,
            K::TaskManagerMemory,
            K::HeartbeatTimeout,
            K::HeartbeatRpcFailureThreshold,
            K::RegistrationTimeout,
        ],
        Target::TaskManager(_) => &[
            K::NumberOfTaskSlots,
            K::TaskManagerMemory,
            K::HeartbeatTimeout,
            K::HeartbeatRpcFailureThreshold,
            K::TaskManagerIdleTimeout,
            K::RegistrationTimeout,
        ],
        Target::Slot(..) => &[
            K::NumberOfTaskSlots,
            K::TaskManagerSlotTimeout,
            K::SlotIdleTimeout,
            K::LoadBalanceMode,
        ],
        Target::Task(_) => {
            &[K::TaskCancellationTimeout, K::FailoverStrategy, K::CheckpointInterval]
        }
        Target::Container(id) => match container_role(cluster, id) {
            Some(ContainerRole::JobManager) => &[K::JobManagerMemory],
            Some(ContainerRole::TaskManager(_)) => &[K::TaskManagerMemory],
            None => &[],
        },
        Target::YarnResourceManager if kubernetes => &[],
        Target::YarnResourceManager => &[K::YarnHeartbeatInterval, K::YarnContainerRequestInterval],
        Target::Message(_) => &[K::AskTimeout],
        Target::Client(_) | Target::Dispatcher(_) | Target::Node(_) => &[],
    }
}

fn container_role(cluster: &Cluster, id: ContainerId) -> Option<ContainerRole> {
    Some(cluster.platform.as_ref()?.containers.get(id.index())?.role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_the_name_of_its_version() {
        for version in FlinkVersion::ALL {
            for key in Key::ALL {
                assert_eq!(Key::from_name(name_in(*key, version)), Some(*key));
            }
        }
        let cooldown = |version| name_in(Key::AdaptiveCooldown, version);
        assert_eq!(
            cooldown(FlinkVersion::V1_20),
            "jobmanager.adaptive-scheduler.scaling-interval.min"
        );
        assert_eq!(
            cooldown(FlinkVersion::V2_0),
            "jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling"
        );
        let available = name_in(Key::HighAvailability, FlinkVersion::V1_13);
        assert_eq!(available, "high-availability");
        assert!(exists(Key::HighAvailability, FlinkVersion::V1_13));
    }
}
