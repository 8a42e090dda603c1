//! Configuration by Flink's own keys, with Flink's own defaults per version.
//!
//! In: `key: value` pairs as in `config.yaml` (`flink-conf.yaml` before 2.0).
//! Out: typed values. A value that does not parse is the reader's mistake: [`ConfigError`].

use crate::memory::MemorySize;
use crate::time::Time;
use crate::version::FlinkVersion;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

macro_rules! keys {
    ($($(#[$doc:meta])* $variant:ident = $name:literal $kind:ident [$($default:literal),* $(,)?];)*) => {
        /// A configuration key that the model obeys.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key { $($(#[$doc])* $variant,)* }

        impl Key {
            /// Every key, in the order of this file.
            pub const ALL: &'static [Key] = &[$(Key::$variant,)*];

            /// As written in the configuration file.
            pub const fn name(self) -> &'static str {
                match self { $(Key::$variant => $name,)* }
            }

            /// What its values are.
            pub const fn kind(self) -> ValueKind {
                match self { $(Key::$variant => ValueKind::$kind,)* }
            }

            /// Flink's default in this version; `None` when the key is unset or unknown there.
            pub fn default_in(self, version: FlinkVersion) -> Option<&'static str> {
                let row: &[&'static str] = match self { $(Key::$variant => &[$($default),*],)* };
                let value = match row {
                    [same] => same,
                    _ => row[version.column()],
                };
                (!value.is_empty()).then_some(value)
            }
        }
    };
}

/// What the values of a key look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// "50 ms", "10s", "5 min"; a bare number is milliseconds.
    Duration,
    /// A whole number.
    Number,
    /// A number with a fraction.
    Factor,
    /// "1728m", "1 gb"; a bare number is bytes.
    Memory,
    /// `true` or `false`.
    Switch,
    /// Anything else.
    Text,
}

// Defaults: one value when all five versions agree, else one for each of 1.13, 1.17, 1.20, 2.0,
// 2.3; "" is unset. Read by reflection out of the five distributions.
keys! {
    /// Slots of one TaskManager.
    NumberOfTaskSlots = "taskmanager.numberOfTaskSlots" Number ["1"];
    /// Parallelism of operators that set none.
    DefaultParallelism = "parallelism.default" Number ["1"];
    /// How long a JobMaster waits for slots that could still come.
    SlotRequestTimeout = "slot.request.timeout" Duration ["5 min"];
    /// How long a JobMaster keeps a slot it does not use.
    SlotIdleTimeout = "slot.idle.timeout" Duration ["50 s"];
    /// How long a TaskManager keeps a slot for a JobMaster that does not take it.
    TaskManagerSlotTimeout = "taskmanager.slot.timeout" Duration ["10 s"];
    /// The ResourceManager gathers requirements for so long before it matches them (1.13: at once).
    RequirementCheckDelay = "slotmanager.requirement-check.delay" Duration
        ["", "50 ms", "50 ms", "50 ms", "50 ms"];
    /// Period after the start of a standalone ResourceManager in which missing slots may still come.
    /// Unset: as `slot.request.timeout`.
    StandaloneStartUpTime = "resourcemanager.standalone.start-up-time" Duration [""];
    /// Heartbeat period.
    HeartbeatInterval = "heartbeat.interval" Duration ["10 s"];
    /// Silence after which a peer counts as lost.
    HeartbeatTimeout = "heartbeat.timeout" Duration ["50 s"];
    /// Failed heartbeat calls after which a peer counts as lost.
    HeartbeatRpcFailureThreshold = "heartbeat.rpc-failure-threshold" Number ["", "2", "2", "2", "2"];
    /// An idle TaskManager is given back after so long (YARN, Kubernetes).
    TaskManagerIdleTimeout = "resourcemanager.taskmanager-timeout" Duration ["30 s"];
    /// A requested worker that does not register within this is given up.
    WorkerRegistrationTimeout = "resourcemanager.taskmanager-registration.timeout" Duration ["5 min"];
    /// A TaskManager without a ResourceManager ends itself after so long.
    RegistrationTimeout = "taskmanager.registration.timeout" Duration ["5 min"];
    /// Calls to a process that does not answer fail after this long.
    AskTimeout = "akka.ask.timeout" Duration ["10 s"];
    /// `none`, `fixed-delay`, `failure-rate`, `exponential-delay`.
    RestartStrategy = "restart-strategy.type" Text [""];
    /// Attempts of `fixed-delay`.
    FixedDelayAttempts = "restart-strategy.fixed-delay.attempts" Number ["1"];
    /// Delay of `fixed-delay`.
    FixedDelayDelay = "restart-strategy.fixed-delay.delay" Duration ["1 s"];
    /// Delay of `failure-rate`.
    FailureRateDelay = "restart-strategy.failure-rate.delay" Duration ["1 s"];
    /// Window of `failure-rate`.
    FailureRateInterval = "restart-strategy.failure-rate.failure-rate-interval" Duration ["1 min"];
    /// Failures that `failure-rate` allows in its window.
    FailureRateMax = "restart-strategy.failure-rate.max-failures-per-interval" Number ["1"];
    /// First delay of `exponential-delay`.
    ExponentialInitial = "restart-strategy.exponential-delay.initial-backoff" Duration ["1 s"];
    /// Longest delay of `exponential-delay`.
    ExponentialMax = "restart-strategy.exponential-delay.max-backoff" Duration
        ["5 min", "5 min", "1 min", "1 min", "1 min"];
    /// Growth of `exponential-delay`.
    ExponentialMultiplier = "restart-strategy.exponential-delay.backoff-multiplier" Factor
        ["2.0", "2.0", "1.5", "1.5", "1.5"];
    /// Quiet time after which `exponential-delay` starts anew.
    ExponentialReset = "restart-strategy.exponential-delay.reset-backoff-threshold" Duration ["1 h"];
    /// Failures that `exponential-delay` allows before the job fails.
    ExponentialAttempts =
        "restart-strategy.exponential-delay.attempts-before-reset-backoff" Number
        ["", "", "2147483647", "2147483647", "2147483647"];
    /// Checkpoint period; unset: no checkpoints.
    CheckpointInterval = "execution.checkpointing.interval" Duration [""];
    /// A checkpoint or savepoint that takes longer is given up.
    CheckpointTimeout = "execution.checkpointing.timeout" Duration ["10 min"];
    /// Where savepoints go that name no directory (`state.savepoints.dir` up to 1.19).
    SavepointDirectory = "execution.checkpointing.savepoint-dir" Text [""];
    /// `default` or `adaptive`.
    JobManagerScheduler = "jobmanager.scheduler" Text
        ["Ng", "Default", "Default", "Default", "Default"];
    /// `reactive`: an application takes whatever slots there are.
    SchedulerMode = "scheduler-mode" Text [""];
    /// How long the adaptive scheduler waits for all the slots that a job asks for.
    AdaptiveResourceWait = "jobmanager.adaptive-scheduler.resource-wait-timeout" Duration
        ["5 min"];
    /// How long it waits for more once there are enough to begin.
    AdaptiveStabilization =
        "jobmanager.adaptive-scheduler.resource-stabilization-timeout" Duration ["10 s"];
    /// The same for a job that runs.
    AdaptiveExecutingStabilization =
        "jobmanager.adaptive-scheduler.executing.resource-stabilization-timeout" Duration
        ["", "", "", "1 min", "1 min"];
    /// How long a job runs before it is rescaled.
    AdaptiveCooldown = "jobmanager.adaptive-scheduler.scaling-interval.min" Duration
        ["", "", "30 s", "30 s", "30 s"];
    /// `region` or `full`.
    FailoverStrategy = "jobmanager.execution.failover-strategy" Text ["region"];
    /// `NONE`, `SLOTS`, `TASKS`, `MIN_RESOURCES` (which of them: by version).
    LoadBalanceMode = "taskmanager.load-balance.mode" Text ["", "", "NONE", "NONE", "NONE"];
    /// The older switch for `SLOTS`, gone in 2.0.
    EvenlySpreadOutSlots = "cluster.evenly-spread-out-slots" Switch
        ["false", "false", "false", "", ""];
    /// Memory of the JobManager process. The default is that of the shipped configuration file.
    JobManagerMemory = "jobmanager.memory.process.size" Memory ["1600m"];
    /// Memory of a TaskManager process. The default is that of the shipped configuration file.
    TaskManagerMemory = "taskmanager.memory.process.size" Memory ["1728m"];
    /// YARN application heartbeat without pending requests.
    YarnHeartbeatInterval = "yarn.heartbeat.interval" Number ["5"];
    /// YARN application heartbeat while containers are awaited, in milliseconds.
    YarnContainerRequestInterval = "yarn.heartbeat.container-request-interval" Duration ["500 ms"];
    /// Flink's own libraries in HDFS: clients upload none, and machines keep them for all applications.
    YarnProvidedLibDirs = "yarn.provided.lib.dirs" Text [""];
    /// The program's jar, where it is not on the client's machine: `hdfs://…` is not uploaded.
    PipelineJars = "pipeline.jars" Text [""];
    /// The queue of YARN that applications are submitted to (`-qu`).
    YarnQueue = "yarn.application.queue" Text [""];
    /// The name in YARN's list (`-nm`); unset: what Flink calls a cluster of that mode.
    YarnApplicationName = "yarn.application.name" Text [""];
    /// Which application is meant: that of a session to submit to, or to attach to.
    YarnApplicationId = "yarn.application.id" Text [""];
    /// What Kubernetes calls the Deployment and its Service.
    KubernetesClusterId = "kubernetes.cluster-id" Text [""];
    /// The image of JobManager and TaskManagers (up to 1.16 without `.ref`).
    KubernetesImage = "kubernetes.container.image.ref" Text [""];
    /// `-sae` for a program with a cluster of its own: a client that ends takes the job along.
    ShutdownOnAttachedExit = "execution.shutdown-on-attached-exit" Switch ["false"];
    /// The client stays. Only a session script's is asked for here: an action says its own.
    ExecutionAttached = "execution.attached" Switch ["false"];
    /// `NONE`, `zookeeper` or `kubernetes`.
    HighAvailability = "high-availability.type" Text ["", "NONE", "NONE", "NONE", "NONE"];
    /// How long ZooKeeper waits for a silent client (it caps this at 20 ticks of 2 s).
    ZooKeeperSessionTimeout = "high-availability.zookeeper.client.session-timeout" Duration ["60 s"];
    /// How long a leader on Kubernetes is believed alive without a sign.
    KubernetesLeaseDuration =
        "high-availability.kubernetes.leader-election.lease-duration" Duration ["15 s"];
    /// Attempts of the application master; unset: 1, with high availability 2.
    YarnApplicationAttempts = "yarn.application-attempts" Number [""];
    /// Failures of the application master count within this window.
    YarnFailuresValidityInterval =
        "yarn.application-attempt-failures-validity-interval" Duration ["10 s"];
    /// Whether a cluster ends with its application.
    ShutdownOnApplicationFinish =
        "execution.shutdown-on-application-finish" Switch
        ["", "true", "true", "true", "true"];
    /// Whether a job that fails or is cancelled takes its application along (2.3); if not, the application
    /// ends with its `main()`, and jobs that still run are cancelled then.
    TerminateApplicationOnJobException =
        "execution.terminate-application-on-any-job-terminated-exceptionally" Switch
        ["", "", "", "", "true"];
    /// How often the end of a job is asked for.
    ClientRetryPeriod = "client.retry-period" Duration ["2 s"];
    /// Stuck cancellation ends the TaskManager after so long.
    TaskCancellationTimeout = "task.cancellation.timeout" Duration ["180 s"];
}

/// How far a key's value reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One job: whoever submits it can set it.
    Job,
    /// One Flink cluster: whoever starts it can set it.
    Cluster,
    /// Everything in a scenario. Flink would take it for one cluster, too; the model has it once, since
    /// no question of the book needs two clusters that differ in it.
    Scenario,
}

impl Key {
    /// Whether it can mean this value.
    pub fn takes(self, value: &str) -> bool {
        match self.kind() {
            ValueKind::Duration => parse_duration(value).is_some(),
            ValueKind::Number => value.trim().parse::<u64>().is_ok(),
            ValueKind::Factor => parse_thousandths(value).is_some(),
            ValueKind::Memory => parse_mebibytes(value).is_some(),
            ValueKind::Switch => matches!(value.trim(), "true" | "false"),
            ValueKind::Text => true,
        }
    }

    /// How far its value reaches.
    pub const fn scope(self) -> Scope {
        match self {
            Key::DefaultParallelism
            | Key::SlotRequestTimeout
            | Key::RestartStrategy
            | Key::FixedDelayAttempts
            | Key::FixedDelayDelay
            | Key::FailureRateDelay
            | Key::FailureRateInterval
            | Key::FailureRateMax
            | Key::ExponentialInitial
            | Key::ExponentialMax
            | Key::ExponentialMultiplier
            | Key::ExponentialReset
            | Key::ExponentialAttempts
            | Key::CheckpointInterval
            | Key::CheckpointTimeout
            | Key::FailoverStrategy => Scope::Job,
            Key::NumberOfTaskSlots
            | Key::JobManagerMemory
            | Key::TaskManagerMemory
            | Key::YarnQueue
            | Key::YarnApplicationName
            | Key::YarnApplicationId
            | Key::KubernetesClusterId
            | Key::KubernetesImage
            | Key::PipelineJars
            | Key::ShutdownOnAttachedExit
            | Key::ExecutionAttached => Scope::Cluster,
            Key::SlotIdleTimeout
            | Key::TaskManagerSlotTimeout
            | Key::RequirementCheckDelay
            | Key::StandaloneStartUpTime
            | Key::HeartbeatInterval
            | Key::HeartbeatTimeout
            | Key::HeartbeatRpcFailureThreshold
            | Key::TaskManagerIdleTimeout
            | Key::WorkerRegistrationTimeout
            | Key::RegistrationTimeout
            | Key::AskTimeout
            | Key::SavepointDirectory
            | Key::JobManagerScheduler
            | Key::SchedulerMode
            | Key::AdaptiveResourceWait
            | Key::AdaptiveStabilization
            | Key::AdaptiveExecutingStabilization
            | Key::AdaptiveCooldown
            | Key::LoadBalanceMode
            | Key::EvenlySpreadOutSlots
            | Key::YarnHeartbeatInterval
            | Key::YarnContainerRequestInterval
            | Key::YarnProvidedLibDirs
            | Key::HighAvailability
            | Key::ZooKeeperSessionTimeout
            | Key::KubernetesLeaseDuration
            | Key::YarnApplicationAttempts
            | Key::YarnFailuresValidityInterval
            | Key::ShutdownOnApplicationFinish
            | Key::TerminateApplicationOnJobException
            | Key::ClientRetryPeriod
            | Key::TaskCancellationTimeout => Scope::Scenario,
        }
    }

    /// The key of this name. Names of other versions for the same thing are understood.
    pub fn from_name(name: &str) -> Option<Key> {
        let name = match name {
            "restart-strategy" => "restart-strategy.type",
            "pekko.ask.timeout" => "akka.ask.timeout",
            "state.savepoints.dir" => "execution.checkpointing.savepoint-dir",
            "high-availability" => "high-availability.type",
            "kubernetes.container.image" => "kubernetes.container.image.ref",
            "jobmanager.adaptive-scheduler.submission.resource-wait-timeout" => {
                "jobmanager.adaptive-scheduler.resource-wait-timeout"
            }
            "jobmanager.adaptive-scheduler.submission.resource-stabilization-timeout" => {
                "jobmanager.adaptive-scheduler.resource-stabilization-timeout"
            }
            "jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling" => {
                "jobmanager.adaptive-scheduler.scaling-interval.min"
            }
            _ => name,
        };
        Key::ALL.iter().copied().find(|key| key.name() == name)
    }
}

/// A cluster's configuration: what was set, over what the version ships.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Config {
    /// Names and values, in order of the names. A configuration is short, and a list of it less to
    /// download than a map.
    set: Vec<(String, String)>,
}

impl From<BTreeMap<String, String>> for Config {
    fn from(set: BTreeMap<String, String>) -> Config {
        Config { set: set.into_iter().collect() }
    }
}

impl From<Config> for BTreeMap<String, String> {
    fn from(config: Config) -> BTreeMap<String, String> {
        config.set.into_iter().collect()
    }
}

/// A value that its key cannot mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The key.
    pub key: String,
    /// The value as written.
    pub value: String,
    /// What the key takes.
    pub expected: &'static str,
}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: \"{}\" is not {}", self.key, self.value, self.expected)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Sets a key. Keys that the model does not obey are kept and have no effect.
    pub fn set(&mut self, name: &str, value: &str) {
        let name: &str = match Key::from_name(name) {
            Some(key) => key.name(),
            None => name,
        };
        match self.place(name) {
            Ok(place) => value.clone_into(&mut self.set[place].1),
            Err(place) => self.set.insert(place, (name.to_owned(), value.to_owned())),
        }
    }

    /// Where a name stands, or would stand.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.set.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    /// What a name was set to, as written.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.place(name).ok().map(|place| self.set[place].1.as_str())
    }

    /// This configuration with those values over it (a job's own options over the cluster's).
    pub fn overlaid(&self, over: &Config) -> Config {
        let mut all = self.clone();
        for (name, value) in &over.set {
            all.set(name, value);
        }
        all
    }

    /// The text of a key: as set, else the version's default.
    pub fn text(&self, key: Key, version: FlinkVersion) -> Option<&str> {
        self.get(key.name()).or_else(|| key.default_in(version))
    }

    /// Whether the key was set rather than left at its default.
    pub fn is_set(&self, key: Key) -> bool {
        self.get(key.name()).is_some()
    }

    /// Every key that was set, and its value as written, in order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.set.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Keys that were set but that the model does not obey.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.set.iter().map(|(name, _)| name.as_str()).filter(|name| Key::from_name(name).is_none())
    }

    /// A duration; `None` when unset. Validated by [`Config::check`], so a bad text counts as unset.
    pub fn duration(&self, key: Key, version: FlinkVersion) -> Option<Time> {
        self.text(key, version).and_then(parse_duration)
    }

    /// A whole number; `None` when unset.
    pub fn number(&self, key: Key, version: FlinkVersion) -> Option<u64> {
        self.text(key, version).and_then(|text| text.trim().parse().ok())
    }

    /// A factor in thousandths, so that the model needs no floating point.
    pub fn thousandths(&self, key: Key, version: FlinkVersion) -> Option<u64> {
        self.text(key, version).and_then(parse_thousandths)
    }

    /// A memory size in MiB; `None` when unset.
    pub fn mebibytes(&self, key: Key, version: FlinkVersion) -> Option<u64> {
        self.text(key, version).and_then(parse_mebibytes)
    }

    /// A switch; `false` when unset.
    pub fn switch(&self, key: Key, version: FlinkVersion) -> bool {
        self.text(key, version).is_some_and(|text| text.trim().eq_ignore_ascii_case("true"))
    }

    /// Whether nothing was set.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Names and values, in order of the names.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.set.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Every set value that its key cannot mean.
    pub fn check(&self) -> Vec<ConfigError> {
        let bad = |(name, value): &(String, String)| {
            let key = Key::from_name(name)?;
            let expected = match key.kind() {
                ValueKind::Duration => "a duration (\"10 s\")",
                ValueKind::Number => "a whole number",
                ValueKind::Factor => "a number (\"1.5\")",
                ValueKind::Memory => "a size (\"1728m\")",
                ValueKind::Switch => "\"true\" or \"false\"",
                ValueKind::Text => "a text",
            };
            let wrong = ConfigError { key: name.clone(), value: value.clone(), expected };
            (!key.takes(value)).then_some(wrong)
        };
        self.set.iter().filter_map(bad).collect()
    }
}

/// Flink's `TimeUtils.parseDuration`, and ISO-8601 as the newer defaults print it.
pub fn parse_duration(text: &str) -> Option<Time> {
    let text = text.trim();
    if let Some(iso) = text.strip_prefix("PT") {
        return parse_iso(iso);
    }
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let count: u64 = text[..digits].parse().ok()?;
    let unit = text[digits..].trim();
    // Hardly any is written in capitals, and deciders ask often.
    let us = microseconds_in(unit).or_else(|| microseconds_in(&unit.to_ascii_lowercase()))?;
    count.checked_mul(us).map(Time)
}

fn microseconds_in(unit: &str) -> Option<u64> {
    Some(match unit {
        "" | "ms" | "milli" | "millis" | "millisecond" | "milliseconds" => 1_000,
        "s" | "sec" | "second" | "seconds" => 1_000_000,
        "m" | "min" | "minute" | "minutes" => 60_000_000,
        "h" | "hour" | "hours" => 3_600_000_000,
        "d" | "day" | "days" => 86_400_000_000,
        "us" | "µs" | "micro" | "micros" | "microsecond" | "microseconds" => 1,
        _ => return None,
    })
}

fn parse_iso(text: &str) -> Option<Time> {
    let unit = match text.chars().last()? {
        'H' => 3_600_000,
        'M' => 60_000,
        'S' => 1_000,
        _ => return None,
    };
    let thousandths = parse_thousandths(&text[..text.len() - 1])?;
    thousandths.checked_mul(unit).map(Time)
}

fn parse_thousandths(text: &str) -> Option<u64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let fraction = format!("{:0<3}", fraction.get(..fraction.len().min(3))?);
    let whole: u64 = whole.parse().ok()?;
    whole.checked_mul(1_000)?.checked_add(fraction.parse().ok()?)
}

fn parse_mebibytes(text: &str) -> Option<u64> {
    MemorySize::parse(text).ok().map(|size| size.bytes() >> 20)
}
