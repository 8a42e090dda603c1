//! Which configuration keys govern which thing, with the value in force.

use crate::scene::Target;
use crate::words::{Label, Lang, keys, label};
use model::cluster::Cluster;
use model::{Config, JobId, Key, Provider};

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
    let config = match job(target) {
        Some(job) => match cluster.jobs.get(job.index()) {
            Some(job) => cluster.config.overlaid(&job.spec.options),
            None => (*cluster.config).clone(),
        },
        None => (*cluster.config).clone(),
    };
    let row = |key: &Key| row(lang, *key, &config, cluster);
    governing(target, &cluster.provider).iter().map(row).collect()
}

/// A job's own options stand over the cluster's.
const fn job(target: Target) -> Option<JobId> {
    match target {
        Target::Job(job) => Some(job),
        Target::Task(id) => Some(id.job),
        Target::Client(_)
        | Target::JobManager
        | Target::Dispatcher
        | Target::ResourceManager
        | Target::TaskManager(_)
        | Target::Slot(..)
        | Target::YarnResourceManager
        | Target::Node(_)
        | Target::Container(_)
        | Target::Message(_) => None,
    }
}

fn row(lang: Lang, key: Key, config: &Config, cluster: &Cluster) -> KeyRow {
    let unset = label(lang, Label::Unset);
    KeyRow {
        name: key.name(),
        value: config.text(key, cluster.version).unwrap_or(unset).to_owned(),
        default: key.default_in(cluster.version).unwrap_or(unset),
        set_here: config.is_set(key),
        sentence: keys::sentence(lang, key),
    }
}

const fn governing(target: Target, provider: &Provider) -> &'static [Key] {
    use Key as K;
    let yarn = matches!(provider, Provider::Yarn { .. });
    match target {
        Target::JobManager => &[K::JobManagerMemory, K::HeartbeatInterval, K::HeartbeatTimeout],
        Target::ResourceManager if yarn => &[
            K::RequirementCheckDelay,
            K::TaskManagerIdleTimeout,
            K::WorkerRegistrationTimeout,
            K::YarnHeartbeatInterval,
            K::YarnContainerRequestInterval,
            K::HeartbeatInterval,
            K::HeartbeatTimeout,
            K::HeartbeatRpcFailureThreshold,
        ],
        Target::ResourceManager => &[
            K::StandaloneStartUpTime,
            K::RequirementCheckDelay,
            K::LoadBalanceMode,
            K::EvenlySpreadOutSlots,
            K::HeartbeatInterval,
            K::HeartbeatTimeout,
            K::HeartbeatRpcFailureThreshold,
        ],
        Target::Job(_) => &[
            K::RestartStrategy,
            K::CheckpointInterval,
            K::SlotRequestTimeout,
            K::SlotIdleTimeout,
            K::DefaultParallelism,
            K::FailoverStrategy,
            K::FixedDelayAttempts,
            K::FixedDelayDelay,
            K::FailureRateMax,
            K::FailureRateInterval,
            K::FailureRateDelay,
            K::ExponentialInitial,
            K::ExponentialMultiplier,
            K::ExponentialMax,
            K::ExponentialReset,
            K::ExponentialAttempts,
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
        Target::Container(_) => &[K::JobManagerMemory, K::TaskManagerMemory],
        Target::YarnResourceManager => &[K::YarnHeartbeatInterval, K::YarnContainerRequestInterval],
        Target::Message(_) => &[K::AskTimeout],
        Target::Client(_) | Target::Dispatcher | Target::Node(_) => &[],
    }
}
