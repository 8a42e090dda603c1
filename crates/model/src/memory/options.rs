//! The memory options of Flink: names, older names, defaults.
//!
//! In: nothing. Out: one constant for each option; [`ALL`] of them.
//! Flink: `TaskManagerOptions`, `JobManagerOptions`, `NettyShuffleEnvironmentOptions`, read by reflection out of the five
//! distributions.
//! Deliberately absent: what the shipped configuration file sets (`config.rs`).

use crate::version::FlinkVersion;
use std::fmt;

/// An option that decides about memory.
#[derive(Debug, PartialEq, Eq)]
pub struct MemoryOption {
    /// As in the configuration file.
    pub key: &'static str,
    /// One for all versions, or one for each; "" is unset.
    defaults: &'static [&'static str],
    /// Names that are read where the key is not set.
    pub deprecated: &'static [&'static str],
}

impl MemoryOption {
    /// Flink's default, as Flink writes it.
    pub fn default_in(&self, version: FlinkVersion) -> Option<&'static str> {
        let value = match self.defaults {
            [same] => same,
            each => each.get(version.column())?,
        };
        (!value.is_empty()).then_some(value)
    }

    /// As Flink writes an option into its messages (`ConfigOption.toString`).
    pub(super) fn told(&self, version: FlinkVersion) -> Told<'_> {
        Told { option: self, version }
    }
}

/// An option as Flink's messages name it.
pub(super) struct Told<'a> {
    option: &'a MemoryOption,
    version: FlinkVersion,
}

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let default = self.option.default_in(self.version).unwrap_or("null");
        write!(f, "Key: '{}' , default: {default} (fallback keys: [", self.option.key)?;
        for (at, key) in self.option.deprecated.iter().enumerate() {
            let comma = if at > 0 { ", " } else { "" };
            write!(f, "{comma}{{key={key}, isDeprecated=true}}")?;
        }
        write!(f, "])")
    }
}

macro_rules! options {
    ($($name:ident = $key:literal [$($default:literal),*] [$($older:literal),*];)*) => {
        $(
            #[doc = concat!("`", $key, "`")]
            pub const $name: MemoryOption =
                MemoryOption { key: $key, defaults: &[$($default),*], deprecated: &[$($older),*] };
        )*

        /// Every option, in the order of this file.
        pub const ALL: &[&MemoryOption] = &[$(&$name,)*];
    };
}

options! {
    TM_PROCESS = "taskmanager.memory.process.size" [""] [];
    TM_FLINK = "taskmanager.memory.flink.size" [""] [];
    FRAMEWORK_HEAP = "taskmanager.memory.framework.heap.size" ["128 mb"] [];
    FRAMEWORK_OFF_HEAP = "taskmanager.memory.framework.off-heap.size" ["128 mb"] [];
    TASK_HEAP = "taskmanager.memory.task.heap.size" [""] [];
    TASK_OFF_HEAP = "taskmanager.memory.task.off-heap.size" ["0 bytes"] [];
    MANAGED = "taskmanager.memory.managed.size" [""] ["taskmanager.memory.size"];
    MANAGED_FRACTION = "taskmanager.memory.managed.fraction" ["0.4"] [];
    NETWORK_MIN = "taskmanager.memory.network.min" ["64 mb"] ["taskmanager.network.memory.min"];
    NETWORK_MAX = "taskmanager.memory.network.max"
        ["1 gb", "9223372036854775807 bytes", "9223372036854775807 bytes", "9223372036854775807 bytes",
         "9223372036854775807 bytes"]
        ["taskmanager.network.memory.max"];
    NETWORK_FRACTION = "taskmanager.memory.network.fraction" ["0.1"] ["taskmanager.network.memory.fraction"];
    TM_METASPACE = "taskmanager.memory.jvm-metaspace.size" ["256 mb"] [];
    TM_OVERHEAD_MIN = "taskmanager.memory.jvm-overhead.min" ["192 mb"] [];
    TM_OVERHEAD_MAX = "taskmanager.memory.jvm-overhead.max" ["1 gb"] [];
    TM_OVERHEAD_FRACTION = "taskmanager.memory.jvm-overhead.fraction" ["0.1"] [];
    SEGMENT_SIZE = "taskmanager.memory.segment-size" ["32 kb"] [];
    NETWORK_BUFFERS = "taskmanager.network.numberOfBuffers" ["2048", "2048", "2048", "", ""] [];
    TM_LEGACY_HEAP = "taskmanager.heap.size" [""] [];
    TM_LEGACY_HEAP_MB = "taskmanager.heap.mb" [""] [];
    CPU_CORES = "taskmanager.cpu.cores" [""] [];
    TASK_SLOTS = "taskmanager.numberOfTaskSlots" ["1"] [];
    EXTERNAL_RESOURCES = "external-resources" [""] [];
    JM_PROCESS = "jobmanager.memory.process.size" [""] [];
    JM_FLINK = "jobmanager.memory.flink.size" [""] [];
    JM_HEAP = "jobmanager.memory.heap.size" [""] [];
    JM_OFF_HEAP = "jobmanager.memory.off-heap.size" ["128 mb"] [];
    JM_DIRECT_LIMIT = "jobmanager.memory.enable-jvm-direct-memory-limit" ["false"] [];
    JM_METASPACE = "jobmanager.memory.jvm-metaspace.size" ["256 mb"] [];
    JM_OVERHEAD_MIN = "jobmanager.memory.jvm-overhead.min" ["192 mb"] [];
    JM_OVERHEAD_MAX = "jobmanager.memory.jvm-overhead.max" ["1 gb"] [];
    JM_OVERHEAD_FRACTION = "jobmanager.memory.jvm-overhead.fraction" ["0.1"] [];
    JM_LEGACY_HEAP = "jobmanager.heap.size" [""] [];
    JM_LEGACY_HEAP_MB = "jobmanager.heap.mb" [""] [];
}
