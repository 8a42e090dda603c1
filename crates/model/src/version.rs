//! The Flink versions the model knows, and, as data, where they differ.

use serde::{Deserialize, Serialize};

macro_rules! versions {
    ($($(#[$doc:meta])* $version:ident = $name:literal, $release:expr, $traits:ident;)*) => {
        /// A Flink release line. Order is release order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum FlinkVersion { $($(#[$doc])* #[serde(rename = $name)] $version,)* }

        impl FlinkVersion {
            /// Every version, oldest first.
            pub const ALL: [FlinkVersion; [$($name),*].len()] = [$(Self::$version),*];

            /// "1.20".
            pub const fn name(self) -> &'static str {
                match self { $(Self::$version => $name,)* }
            }

            /// (1, 20).
            pub const fn release(self) -> (u8, u8) {
                match self { $(Self::$version => $release,)* }
            }

            /// What this version does that another does not.
            pub const fn traits(self) -> &'static VersionTraits {
                match self { $(Self::$version => &$traits,)* }
            }
        }
    };
}

// A row for each version, oldest first; in what it differs from the one before stands at the end of this file.
versions! {
    /// 1.13 (May 2021), the version the notes were written for.
    V1_13 = "1.13", (1, 13), OLD;
    /// 1.17 (March 2023).
    V1_17 = "1.17", (1, 17), V1_17;
    /// 1.20 (August 2024), the last 1.x.
    V1_20 = "1.20", (1, 20), V1_20;
    /// 2.0 (March 2025).
    V2_0 = "2.0", (2, 0), V2_0;
    /// 2.3 (2026).
    V2_3 = "2.3", (2, 3), V2_3;
}

impl FlinkVersion {
    /// The oldest.
    pub const OLDEST: FlinkVersion = {
        let [first, ..] = Self::ALL;
        first
    };

    /// The newest: what is shown where nobody says which.
    pub const NEWEST: FlinkVersion = {
        let [.., last] = Self::ALL;
        last
    };

    /// The version of this name, as [`FlinkVersion::name`] has it.
    pub fn named(name: &str) -> Option<FlinkVersion> {
        Self::ALL.into_iter().find(|version| version.name() == name)
    }

    /// Position in [`FlinkVersion::ALL`] and in every per-version table.
    pub const fn column(self) -> usize {
        self as usize
    }
}

/// What a client sends to the Dispatcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubmittedPlan {
    /// The client builds the JobGraph (all 1.x).
    JobGraph,
    /// The client sends the StreamGraph; the JobMaster builds the JobGraph (2.0 and later).
    StreamGraph,
}

/// The restart strategy of a job that enables checkpointing and names none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultRestart {
    /// `fixed-delay`, unlimited attempts, 1 s (up to 1.18).
    FixedDelayForever,
    /// `exponential-delay` (1.19 and later).
    ExponentialDelay,
}

/// When the first periodic checkpoint comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstCheckpoint {
    /// A part of the interval that is drawn, after each time the job became RUNNING
    /// (`CheckpointCoordinator.getRandomInitDelay`).
    Drawn,
    /// At once when all tasks run; after a failover when the first one does
    /// (`ExecutionTrackingCheckpointCoordinatorDeActivator`, 2.3).
    AtOnce,
}

/// One row of the version table.
#[derive(Clone, Copy, Debug)]
pub struct VersionTraits {
    /// What `flink run` sends.
    pub submitted_plan: SubmittedPlan,
    /// Default restart strategy with checkpointing.
    pub default_restart: DefaultRestart,
    /// A peer is unreachable after so many failed heartbeat calls; `None`: only the heartbeat
    /// timeout tells (`heartbeat.rpc-failure-threshold`, since 1.14).
    pub rpc_failures_until_unreachable: Option<u64>,
    /// A call to a dead process fails at once (`RecipientUnreachableException`, since 1.14)
    /// rather than after `akka.ask.timeout`.
    pub dead_recipient_fails_at_once: bool,
    /// A submitted job is wrapped in an application with a state of its own (2.3).
    pub wraps_jobs_in_applications: bool,
    /// A TaskManager that is told to stop says so to the ResourceManager (`TaskExecutor.onStop`, since 1.14);
    /// before, it is missed like one that died.
    pub says_goodbye: bool,
    /// When the first periodic checkpoint comes.
    pub first_checkpoint: FirstCheckpoint,
    /// `FineGrainedSlotManager` is the default (since 1.18), which logs when it matches requirements;
    /// `DeclarativeSlotManager` does not.
    pub has_fine_grained_slot_manager: bool,
    /// `exponential-delay` counts failures within one delay once (FLIP-364, since 1.19).
    pub merges_concurrent_failures: bool,
    /// `-t yarn-per-job` is there (removed in 2.0).
    pub has_per_job_mode: bool,
    /// The client warns that the per-job mode is deprecated (FLINK-25999, 1.15 to 1.20).
    pub warns_of_per_job_mode: bool,
    /// Application mode on Kubernetes fetches the jar from another place than the image (FLINK-28915, since 1.19).
    pub fetches_remote_jars: bool,
    /// The REST Service on Kubernetes is a LoadBalancer (`kubernetes.rest-service.exposed.type`, up to 1.14).
    pub exposes_rest_by_load_balancer: bool,
    /// `run-application` is an action of the command line (removed in 2.0: `run` does the same).
    pub has_run_application: bool,
    /// `taskmanager.load-balance.mode` knows MIN_RESOURCES (since 2.1) and TASKS (since 2.2).
    pub balances_tasks_and_resources: bool,
    /// `taskmanager.memory.network.max` in bytes as shipped; unlimited since 1.17.
    pub most_network_memory: u64,
    /// What becomes of an application's other jobs when one is cancelled or fails, or `main()`
    /// throws: they are cancelled one by one (2.3); before, they are suspended with the cluster.
    pub cancels_other_jobs_of_application: bool,
    /// How a `main()` that throws ends its cluster.
    pub throwing_main_is_fatal: bool,
    /// Checkpoints go on after some tasks have finished (FLIP-147, on by default since 1.15).
    pub checkpoints_after_tasks_finished: bool,
    /// The adaptive scheduler, when it restarts for another parallelism that can still be had, waits for no
    /// more slots first (FLINK-36013, since 2.0).
    pub rescales_without_waiting: bool,
    /// The adaptive scheduler, when it could grow, waits for the next checkpoint first, for three intervals at the
    /// most (`DefaultStateTransitionManager`, `rescale-trigger.*`, since 2.0).
    pub rescales_after_checkpoint: bool,
    /// Surplus requests for new workers are cancelled (`ActiveResourceManager`, since 1.17).
    pub cancels_surplus_worker_requests: bool,
    /// `taskmanager.heap.size`, `jobmanager.heap.size`, their `….mb` and `taskmanager.network.numberOfBuffers` are read where
    /// nothing newer is set (removed in 2.0).
    pub reads_legacy_memory_options: bool,
    /// CPU cores keep eight decimals (`Resource`, since 1.17).
    pub cuts_cpu_cores: bool,
    /// The list of external resources is handed over in quotes (`TaskExecutorProcessUtils`, since 1.17).
    pub quotes_external_resources: bool,
    /// `-p -1` is the cluster's own default; before, no parallelism (seen refused by 1.13, taken by 1.17).
    pub takes_default_parallelism: bool,
    /// `flink info` reads the options of a target as well (seen in 1.17, not in 1.13).
    pub info_reads_targets: bool,
}

const OLD: VersionTraits = VersionTraits {
    submitted_plan: SubmittedPlan::JobGraph,
    default_restart: DefaultRestart::FixedDelayForever,
    rpc_failures_until_unreachable: None,
    dead_recipient_fails_at_once: false,
    says_goodbye: false,
    first_checkpoint: FirstCheckpoint::Drawn,
    has_fine_grained_slot_manager: false,
    wraps_jobs_in_applications: false,
    merges_concurrent_failures: false,
    has_per_job_mode: true,
    warns_of_per_job_mode: false,
    fetches_remote_jars: false,
    exposes_rest_by_load_balancer: true,
    has_run_application: true,
    balances_tasks_and_resources: false,
    most_network_memory: 1 << 30,
    cancels_other_jobs_of_application: false,
    throwing_main_is_fatal: true,
    checkpoints_after_tasks_finished: false,
    rescales_without_waiting: false,
    rescales_after_checkpoint: false,
    cancels_surplus_worker_requests: false,
    reads_legacy_memory_options: true,
    cuts_cpu_cores: false,
    quotes_external_resources: false,
    takes_default_parallelism: false,
    info_reads_targets: false,
};

const V1_17: VersionTraits = VersionTraits {
    warns_of_per_job_mode: true,
    exposes_rest_by_load_balancer: false,
    most_network_memory: u64::MAX,
    rpc_failures_until_unreachable: Some(2),
    dead_recipient_fails_at_once: true,
    says_goodbye: true,
    checkpoints_after_tasks_finished: true,
    cancels_surplus_worker_requests: true,
    cuts_cpu_cores: true,
    quotes_external_resources: true,
    takes_default_parallelism: true,
    info_reads_targets: true,
    ..OLD
};

const V1_20: VersionTraits = VersionTraits {
    fetches_remote_jars: true,
    default_restart: DefaultRestart::ExponentialDelay,
    has_fine_grained_slot_manager: true,
    merges_concurrent_failures: true,
    ..V1_17
};

const V2_0: VersionTraits = VersionTraits {
    rescales_without_waiting: true,
    reads_legacy_memory_options: false,
    rescales_after_checkpoint: true,
    has_run_application: false,
    submitted_plan: SubmittedPlan::StreamGraph,
    has_per_job_mode: false,
    warns_of_per_job_mode: false,
    ..V1_20
};

const V2_3: VersionTraits = VersionTraits {
    balances_tasks_and_resources: true,
    first_checkpoint: FirstCheckpoint::AtOnce,
    wraps_jobs_in_applications: true,
    cancels_other_jobs_of_application: true,
    throwing_main_is_fatal: false,
    ..V2_0
};
