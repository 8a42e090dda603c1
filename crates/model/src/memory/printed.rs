//! What Flink prints of a memory, for its start scripts and for the containers that it starts.
//!
//! In: a [`Memory`]. Out: the parameters of the JVM, the dynamic settings.
//! Flink: `ProcessMemoryUtils.generateJvmParametersStr`, `generateDynamicConfigsStr` of both processes.

use super::external::amount_key;
use super::options::{
    CPU_CORES, EXTERNAL_RESOURCES, FRAMEWORK_HEAP, FRAMEWORK_OFF_HEAP, JM_HEAP, JM_METASPACE,
    JM_OFF_HEAP, JM_OVERHEAD_MAX, JM_OVERHEAD_MIN, MANAGED, MemoryOption, NETWORK_MAX, NETWORK_MIN,
    TASK_HEAP, TASK_OFF_HEAP, TASK_SLOTS, TM_METASPACE, TM_OVERHEAD_MAX, TM_OVERHEAD_MIN,
};
use super::{JobManagerMemory, Memory, MemorySize, TaskManagerMemory};
use crate::number::double;
use crate::version::FlinkVersion;

impl Memory {
    /// What the JVM is started with: `-Xmx536870902 -Xms536870902 …`.
    pub fn jvm_parameters(&self) -> String {
        let limits_direct = match self {
            Memory::JobManager(memory) => memory.limits_direct_memory,
            Memory::TaskManager(_) => true,
        };
        let heap = self.heap().bytes();
        let direct = match limits_direct {
            true => format!(" -XX:MaxDirectMemorySize={}", self.direct().bytes()),
            false => String::new(),
        };
        let metaspace = self.jvm().metaspace.bytes();
        format!("-Xmx{heap} -Xms{heap}{direct} -XX:MaxMetaspaceSize={metaspace}")
    }

    /// Names and values that the process is started with over its configuration, in Flink's order.
    pub fn dynamic_settings(&self, version: FlinkVersion) -> Vec<(String, String)> {
        in_order_of_a_hash_map(match self {
            Memory::JobManager(memory) => of_job_manager(memory),
            Memory::TaskManager(memory) => of_task_manager(memory, version),
        })
    }

    /// The same as Flink prints them: `-D taskmanager.cpu.cores=1.0 …`.
    pub fn dynamic_parameters(&self, version: FlinkVersion) -> String {
        let settings = self.dynamic_settings(version);
        let printed: Vec<String> =
            settings.iter().map(|(key, value)| format!("-D {key}={value}")).collect();
        printed.join(" ")
    }
}

fn size(option: &MemoryOption, size: MemorySize) -> (String, String) {
    (option.key.to_owned(), format!("{}b", size.bytes()))
}

fn of_job_manager(memory: &JobManagerMemory) -> Vec<(String, String)> {
    vec![
        size(&JM_HEAP, memory.heap),
        size(&JM_OFF_HEAP, memory.off_heap),
        size(&JM_METASPACE, memory.jvm.metaspace),
        size(&JM_OVERHEAD_MIN, memory.jvm.overhead),
        size(&JM_OVERHEAD_MAX, memory.jvm.overhead),
    ]
}

fn of_task_manager(memory: &TaskManagerMemory, version: FlinkVersion) -> Vec<(String, String)> {
    let mut settings = vec![
        (CPU_CORES.key.to_owned(), double(memory.cpu_cores)),
        size(&FRAMEWORK_HEAP, memory.flink.framework_heap),
        size(&FRAMEWORK_OFF_HEAP, memory.flink.framework_off_heap),
        size(&TASK_HEAP, memory.flink.task_heap),
        size(&TASK_OFF_HEAP, memory.flink.task_off_heap),
        size(&NETWORK_MIN, memory.flink.network),
        size(&NETWORK_MAX, memory.flink.network),
        size(&MANAGED, memory.flink.managed),
        size(&TM_METASPACE, memory.jvm.metaspace),
        size(&TM_OVERHEAD_MIN, memory.jvm.overhead),
        size(&TM_OVERHEAD_MAX, memory.jvm.overhead),
        (TASK_SLOTS.key.to_owned(), memory.slots.to_string()),
    ];
    let named =
        memory.external_resources.iter().map(|(name, amount)| (name.clone(), amount.to_string()));
    let resources = in_order_of_a_hash_map(named.collect());
    let names: Vec<&str> = resources.iter().map(|(name, _)| name.as_str()).collect();
    let quote = if version.traits().quotes_external_resources { "\"" } else { "" };
    let list = match names.is_empty() {
        true => "none".to_owned(),
        false => [quote, &names.join(";"), quote].concat(),
    };
    settings.push((EXTERNAL_RESOURCES.key.to_owned(), list));
    settings.extend(resources.iter().map(|(name, amount)| (amount_key(name), amount.clone())));
    settings
}

/// The order in which Java's `HashMap` gives back what was put into it: by the low bits of the hash, and where these
/// agree, as it came.
fn in_order_of_a_hash_map(mut entries: Vec<(String, String)>) -> Vec<(String, String)> {
    // It has 16 buckets, and twice as many whenever three quarters of them would be exceeded.
    let buckets = (entries.len() * 4).div_ceil(3).next_power_of_two().max(16) as u32;
    entries.sort_by_key(|(key, _)| {
        let hash = key
            .encode_utf16()
            .fold(0_u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(unit.into()));
        (hash ^ (hash >> 16)) & (buckets - 1)
    });
    entries
}
