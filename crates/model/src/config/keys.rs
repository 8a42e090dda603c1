//! The configuration keys that the model obeys: names, what their values are, and Flink's defaults.
//!
//! In: a version. Out: [`Key`], for whoever has a name, and one type for each key ([`Setting`]), for whoever
//! wants its value. A version more does not compile until each row has its default.

use super::ValueKind;
use super::shape::{Duration, Factor, Memory, Number, Shape, Switch, Text};
use crate::version::FlinkVersion;

/// A configuration key as a type, so that what [`super::Config::value`] returns is what its values are.
pub trait Setting {
    /// The key.
    const KEY: Key;
    /// What its values are; an `Option` where some version has no default.
    type Shape: Shape;
}

/// The defaults of a row that has one for each version.
const fn each(row: &'static [&'static str; FlinkVersion::ALL.len()]) -> &'static [&'static str] {
    row
}

/// Whether one of them is missing.
const fn has_gap(row: &[&str]) -> bool {
    let mut rest = row;
    while let [first, others @ ..] = rest {
        if first.is_empty() {
            return true;
        }
        rest = others;
    }
    false
}

macro_rules! row {
    ($same:literal) => {
        &[$same]
    };
    ($($default:literal),+) => {
        each(&[$($default),+])
    };
}

macro_rules! keys {
    ($($(#[$doc:meta])* $variant:ident = $name:literal $shape:ty [$($default:literal),+];)*) => {
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
                match self { $(Key::$variant => <$shape as Shape>::KIND,)* }
            }

            /// One default for all versions, or one for each.
            const fn row(self) -> &'static [&'static str] {
                match self { $(Key::$variant => row!($($default),+),)* }
            }
        }

        /// The type of each key: `config.value(key::SlotIdleTimeout, version)`.
        pub mod key {
            use super::*;

            $(
                $(#[$doc])*
                #[derive(Clone, Copy, Debug)]
                pub struct $variant;

                impl Setting for $variant {
                    const KEY: Key = Key::$variant;
                    type Shape = $shape;
                }
            )*
        }

        // A key is optional exactly if a version leaves it unset.
        $(const _: () = assert!(<$shape as Shape>::MAY_LACK == has_gap(Key::$variant.row()), $name);)*
    };
}

// Defaults: one value when all versions agree, else one for each, oldest first; "" is unset, which only an
// `Option` can be. Read by reflection out of the distributions.
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
    RequirementCheckDelay = "slotmanager.requirement-check.delay" Option<Duration>
        ["", "50 ms", "50 ms", "50 ms", "50 ms"];
    /// Period after the start of a standalone ResourceManager in which missing slots may still come.
    /// Unset: as `slot.request.timeout`.
    StandaloneStartUpTime = "resourcemanager.standalone.start-up-time" Option<Duration> [""];
    /// Heartbeat period.
    HeartbeatInterval = "heartbeat.interval" Duration ["10 s"];
    /// Silence after which a peer counts as lost.
    HeartbeatTimeout = "heartbeat.timeout" Duration ["50 s"];
    /// Failed heartbeat calls after which a peer counts as lost.
    HeartbeatRpcFailureThreshold = "heartbeat.rpc-failure-threshold" Option<Number> ["", "2", "2", "2", "2"];
    /// An idle TaskManager is given back after so long (YARN, Kubernetes).
    TaskManagerIdleTimeout = "resourcemanager.taskmanager-timeout" Duration ["30 s"];
    /// A requested worker that does not register within this is given up.
    WorkerRegistrationTimeout = "resourcemanager.taskmanager-registration.timeout" Duration ["5 min"];
    /// A TaskManager without a ResourceManager ends itself after so long.
    RegistrationTimeout = "taskmanager.registration.timeout" Duration ["5 min"];
    /// Calls to a process that does not answer fail after this long.
    AskTimeout = "akka.ask.timeout" Duration ["10 s"];
    /// `none`, `fixed-delay`, `failure-rate`, `exponential-delay`.
    RestartStrategy = "restart-strategy.type" Option<Text> [""];
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
        "restart-strategy.exponential-delay.attempts-before-reset-backoff" Option<Number>
        ["", "", "2147483647", "2147483647", "2147483647"];
    /// Checkpoint period; unset: no checkpoints.
    CheckpointInterval = "execution.checkpointing.interval" Option<Duration> [""];
    /// A checkpoint or savepoint that takes longer is given up.
    CheckpointTimeout = "execution.checkpointing.timeout" Duration ["10 min"];
    /// Where savepoints go that name no directory (`state.savepoints.dir` up to 1.19).
    SavepointDirectory = "execution.checkpointing.savepoint-dir" Option<Text> [""];
    /// `default` or `adaptive`.
    JobManagerScheduler = "jobmanager.scheduler" Text
        ["Ng", "Default", "Default", "Default", "Default"];
    /// `reactive`: an application takes whatever slots there are.
    SchedulerMode = "scheduler-mode" Option<Text> [""];
    /// How long the adaptive scheduler waits for all the slots that a job asks for.
    AdaptiveResourceWait = "jobmanager.adaptive-scheduler.resource-wait-timeout" Duration
        ["5 min"];
    /// How long it waits for more once there are enough to begin.
    AdaptiveStabilization =
        "jobmanager.adaptive-scheduler.resource-stabilization-timeout" Duration ["10 s"];
    /// The same for a job that runs.
    AdaptiveExecutingStabilization =
        "jobmanager.adaptive-scheduler.executing.resource-stabilization-timeout" Option<Duration>
        ["", "", "", "1 min", "1 min"];
    /// How long a job runs before it is rescaled.
    AdaptiveCooldown = "jobmanager.adaptive-scheduler.scaling-interval.min" Option<Duration>
        ["", "", "30 s", "30 s", "30 s"];
    /// `region` or `full`.
    FailoverStrategy = "jobmanager.execution.failover-strategy" Text ["region"];
    /// `NONE`, `SLOTS`, `TASKS`, `MIN_RESOURCES` (which of them: by version).
    LoadBalanceMode = "taskmanager.load-balance.mode" Option<Text> ["", "", "NONE", "NONE", "NONE"];
    /// The older switch for `SLOTS`, gone in 2.0.
    EvenlySpreadOutSlots = "cluster.evenly-spread-out-slots" Option<Switch>
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
    YarnProvidedLibDirs = "yarn.provided.lib.dirs" Option<Text> [""];
    /// The program's jar, where it is not on the client's machine: `hdfs://…` is not uploaded.
    PipelineJars = "pipeline.jars" Option<Text> [""];
    /// The queue of YARN that applications are submitted to (`-qu`).
    YarnQueue = "yarn.application.queue" Option<Text> [""];
    /// The name in YARN's list (`-nm`); unset: what Flink calls a cluster of that mode.
    YarnApplicationName = "yarn.application.name" Option<Text> [""];
    /// Which application is meant: that of a session to submit to, or to attach to.
    YarnApplicationId = "yarn.application.id" Option<Text> [""];
    /// What Kubernetes calls the Deployment and its Service.
    KubernetesClusterId = "kubernetes.cluster-id" Option<Text> [""];
    /// The image of JobManager and TaskManagers (up to 1.16 without `.ref`).
    KubernetesImage = "kubernetes.container.image.ref" Option<Text> [""];
    /// `-sae` for a program with a cluster of its own: a client that ends takes the job along.
    ShutdownOnAttachedExit = "execution.shutdown-on-attached-exit" Switch ["false"];
    /// The client stays. Only a session script's is asked for here: an action says its own.
    ExecutionAttached = "execution.attached" Switch ["false"];
    /// `NONE`, `zookeeper` or `kubernetes`.
    HighAvailability = "high-availability.type" Option<Text> ["", "NONE", "NONE", "NONE", "NONE"];
    /// How long ZooKeeper waits for a silent client (it caps this at 20 ticks of 2 s).
    ZooKeeperSessionTimeout = "high-availability.zookeeper.client.session-timeout" Duration ["60 s"];
    /// How long a leader on Kubernetes is believed alive without a sign.
    KubernetesLeaseDuration =
        "high-availability.kubernetes.leader-election.lease-duration" Duration ["15 s"];
    /// Attempts of the application master; unset: 1, with high availability 2.
    YarnApplicationAttempts = "yarn.application-attempts" Option<Number> [""];
    /// Failures of the application master count within this window.
    YarnFailuresValidityInterval =
        "yarn.application-attempt-failures-validity-interval" Duration ["10 s"];
    /// Whether a cluster ends with its application.
    ShutdownOnApplicationFinish =
        "execution.shutdown-on-application-finish" Option<Switch>
        ["", "true", "true", "true", "true"];
    /// Whether a job that fails or is cancelled takes its application along (2.3); if not, the application
    /// ends with its `main()`, and jobs that still run are cancelled then.
    TerminateApplicationOnJobException =
        "execution.terminate-application-on-any-job-terminated-exceptionally" Option<Switch>
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
    /// Flink's default in this version; `None` when the key is unset or unknown there.
    pub fn default_in(self, version: FlinkVersion) -> Option<&'static str> {
        let value = match self.row() {
            [same] => same,
            each => each.get(version.column())?,
        };
        (!value.is_empty()).then_some(value)
    }

    /// Whether it can mean this value.
    pub fn takes(self, value: &str) -> bool {
        match self.kind() {
            ValueKind::Duration => super::parse_duration(value).is_some(),
            ValueKind::Number => value.trim().parse::<u64>().is_ok(),
            ValueKind::Factor => super::parse_thousandths(value).is_some(),
            ValueKind::Memory => super::parse_mebibytes(value).is_some(),
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
