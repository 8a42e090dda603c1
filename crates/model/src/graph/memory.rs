//! How a TaskManager's memory is divided, and what of it belongs to one slot.
//!
//! In: `taskmanager.memory.process.size` and the version. Out: a [`TaskManagerMemory`], all in bytes, or that the
//! size is too small. All other memory options are at their defaults.
//! Flink: `TaskExecutorProcessUtils`, `ProcessMemoryUtils`. [`crate::memory`] knows every option, to the byte; what the lab
//! shows is rounded to MiB, and this much of it is all that a page needs to load. A test holds them together.

use crate::version::FlinkVersion;

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;
/// `taskmanager.memory.jvm-metaspace.size`.
const METASPACE: u64 = 256 * MIB;
/// `taskmanager.memory.framework.heap.size` and `….off-heap.size`.
const FRAMEWORK: u64 = 128 * MIB;

/// The parts of a TaskManager's process memory, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskManagerMemory {
    /// The whole process: what YARN or Kubernetes gives and watches.
    pub process: u64,
    /// Classes.
    pub metaspace: u64,
    /// Thread stacks, code cache, garbage collection.
    pub overhead: u64,
    /// Heap of Flink itself.
    pub framework_heap: u64,
    /// Direct memory of Flink itself.
    pub framework_off_heap: u64,
    /// Heap for user code and for state in `HashMapStateBackend`: shared by all slots.
    pub task_heap: u64,
    /// RocksDB, sorting, Python: divided between the slots.
    pub managed: u64,
    /// Buffers between tasks: one pool for all slots.
    pub network: u64,
}

/// The process size is too small: nothing is left for tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooSmall {
    /// The size, in bytes.
    pub process: u64,
}

impl TaskManagerMemory {
    /// Divides the memory of a process of that size.
    ///
    /// # Errors
    /// When nothing is left for tasks; the TaskManager then ends with an
    /// `IllegalConfigurationException`.
    pub fn of(process_mib: u64, version: FlinkVersion) -> Result<TaskManagerMemory, TooSmall> {
        let process = process_mib * MIB;
        let too_small = TooSmall { process };
        let overhead = (process / 10).clamp(192 * MIB, GIB);
        let flink = process.checked_sub(METASPACE + overhead).ok_or(too_small)?;
        let managed = flink * 4 / 10;
        let network = (flink / 10).clamp(64 * MIB, version.traits().most_network_memory);
        let rest = flink.checked_sub(managed + network + 2 * FRAMEWORK).ok_or(too_small)?;
        Ok(TaskManagerMemory {
            process,
            metaspace: METASPACE,
            overhead,
            framework_heap: FRAMEWORK,
            framework_off_heap: FRAMEWORK,
            task_heap: rest,
            managed,
            network,
        })
    }

    /// What the JVM is started with (`-Xmx`).
    pub fn jvm_heap(&self) -> u64 {
        self.framework_heap + self.task_heap
    }

    /// The managed memory of one of so many slots: the only part that is really divided.
    pub fn managed_of_slot(&self, slots: u16) -> u64 {
        self.managed / u64::from(slots.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::memory::{Memory, Process};

    /// Tenths of MiB.
    fn tenths(bytes: u64) -> u64 {
        (bytes * 10 + MIB / 2) / MIB
    }

    #[test]
    fn the_figures_that_a_real_task_manager_logs() {
        let memory = TaskManagerMemory::of(1728, FlinkVersion::V1_20).expect("the default size");
        assert_eq!(tenths(memory.task_heap), 3840);
        assert_eq!(tenths(memory.managed), 5120);
        assert_eq!(tenths(memory.network), 1280);
        assert_eq!(tenths(memory.overhead), 1920);
        // A YARN container of 2048 MB.
        let memory = TaskManagerMemory::of(2048, FlinkVersion::V2_3).expect("enough");
        assert_eq!(tenths(memory.jvm_heap()), 6656);
        assert_eq!(tenths(memory.managed), 6349);
        assert_eq!(tenths(memory.network), 1587);
        assert_eq!(tenths(memory.managed_of_slot(2)), 3174);
    }

    #[test]
    fn the_parts_make_the_whole() {
        for size in 640..20_000 {
            for version in FlinkVersion::ALL {
                let Ok(m) = TaskManagerMemory::of(size, version) else {
                    assert!(size < 1_000, "{size} MiB must be enough");
                    continue;
                };
                let flink = m.jvm_heap() + m.framework_off_heap + m.managed + m.network;
                assert_eq!(flink + m.metaspace + m.overhead, m.process, "{size} MiB");
            }
        }
    }

    #[test]
    fn it_is_the_memory_model_with_every_default() {
        for version in FlinkVersion::ALL {
            for mib in (500..40_000).step_by(61) {
                let mut config = Config::default();
                config.set("taskmanager.memory.process.size", &format!("{mib}m"));
                let exact = match Memory::of(Process::TaskManager, &config, version) {
                    Ok(Memory::TaskManager(memory)) => memory,
                    Ok(Memory::JobManager(_)) => unreachable!("a TaskManager was asked for"),
                    Err(_) => {
                        assert!(TaskManagerMemory::of(mib, version).is_err(), "{mib} MiB");
                        continue;
                    }
                };
                let ours = TaskManagerMemory::of(mib, version).expect("Flink takes it, too");
                let pairs = [
                    (ours.metaspace, exact.jvm.metaspace),
                    (ours.overhead, exact.jvm.overhead),
                    (ours.framework_heap, exact.flink.framework_heap),
                    (ours.framework_off_heap, exact.flink.framework_off_heap),
                    (ours.task_heap, exact.flink.task_heap),
                    (ours.managed, exact.flink.managed),
                    (ours.network, exact.flink.network),
                ];
                for (ours, exact) in pairs {
                    assert!(
                        ours.abs_diff(exact.bytes()) < 1_024,
                        "{mib} MiB: {ours} here, {exact}"
                    );
                }
            }
        }
    }

    #[test]
    fn network_memory_was_capped_in_1_13() {
        let network = |version| TaskManagerMemory::of(20_000, version).map(|m| m.network);
        assert_eq!(network(FlinkVersion::V1_13), Ok(GIB));
        assert!(network(FlinkVersion::V1_17).is_ok_and(|network| network > GIB));
    }

    #[test]
    fn too_small_is_said() {
        let small = TaskManagerMemory::of(512, FlinkVersion::V2_3);
        assert_eq!(small, Err(TooSmall { process: 512 * MIB }));
    }
}
