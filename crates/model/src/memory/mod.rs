//! Flink's memory model: how a process divides its memory, byte for byte, or why Flink refuses to start it.
//!
//! In: a [`Config`], a version and a [`Process`]. Out: a [`Memory`] with every part, what the JVM is started with and the
//! dynamic settings that Flink's start scripts hand over, or a [`Refusal`] in Flink's own words.
//! Flink: `BashJavaUtils`. Each function does what Flink's does, in the same order, since Flink names the first mistake
//! that it meets.
//!
//! Only what is set counts: the sizes in a shipped configuration file are settings like others. Values are texts, as `-D`
//! and `flink-conf.yaml` have them.
//! Deliberately absent: the environment variables `FLINK_TM_HEAP` and `FLINK_JM_HEAP`, what Flink logs on the way, and what
//! a platform makes of the size (YARN's rounding is a rule of the cluster).

mod external;
mod job_manager;
pub mod options;
mod printed;
mod process;
mod refusal;
mod settings;
mod task_manager;

pub use crate::number::NumberError;
pub use crate::size::{MemorySize, Overflow, SizeError};
pub use job_manager::{JobManagerMemory, JobManagerMistake};
pub use options::MemoryOption;
pub use process::{Jvm, JvmMistake, ProcessOptions};
pub use refusal::{Mistake, Reason, Refusal, Stage, ValueError};
pub use task_manager::{TaskManagerFlinkMemory, TaskManagerMemory, TaskManagerMistake};

use crate::config::Config;
use crate::version::FlinkVersion;
use settings::Settings;

/// A process whose memory Flink divides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Process {
    /// Dispatcher, JobMasters and ResourceManager.
    JobManager,
    /// Tasks.
    TaskManager,
}

/// The memory of a process.
#[derive(Clone, Debug, PartialEq)]
pub enum Memory {
    /// Of a JobManager.
    JobManager(JobManagerMemory),
    /// Of a TaskManager.
    TaskManager(TaskManagerMemory),
}

/// A part of a process' memory; together they are the whole process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Heap of a JobManager.
    Heap,
    /// Direct and native memory of a JobManager.
    OffHeap,
    /// Heap of a TaskManager's own.
    FrameworkHeap,
    /// Heap of its tasks.
    TaskHeap,
    /// Managed memory.
    Managed,
    /// Direct and native memory of a TaskManager's own.
    FrameworkOffHeap,
    /// Direct and native memory of its tasks.
    TaskOffHeap,
    /// Network memory.
    Network,
    /// Metaspace of the JVM.
    Metaspace,
    /// Overhead of the JVM.
    Overhead,
}

impl Memory {
    /// Divides the memory of a process.
    ///
    /// # Errors
    /// Where Flink refuses.
    pub fn of(process: Process, config: &Config, version: FlinkVersion) -> Result<Memory, Refusal> {
        let settings = Settings::new(config, version);
        match process {
            Process::JobManager => JobManagerMemory::of(settings).map(Memory::JobManager),
            Process::TaskManager => TaskManagerMemory::of(settings).map(Memory::TaskManager),
        }
    }

    /// What the JVM takes beside Flink's memory.
    pub fn jvm(&self) -> Jvm {
        match self {
            Memory::JobManager(memory) => memory.jvm,
            Memory::TaskManager(memory) => memory.jvm,
        }
    }

    /// Every part and its size, in the order in which Flink's log lists them.
    pub fn parts(&self) -> Vec<(Part, MemorySize)> {
        let mut parts = match self {
            Memory::JobManager(memory) => {
                vec![(Part::Heap, memory.heap), (Part::OffHeap, memory.off_heap)]
            }
            Memory::TaskManager(TaskManagerMemory { flink, .. }) => vec![
                (Part::FrameworkHeap, flink.framework_heap),
                (Part::TaskHeap, flink.task_heap),
                (Part::Managed, flink.managed),
                (Part::FrameworkOffHeap, flink.framework_off_heap),
                (Part::TaskOffHeap, flink.task_off_heap),
                (Part::Network, flink.network),
            ],
        };
        let jvm = self.jvm();
        parts.extend([(Part::Metaspace, jvm.metaspace), (Part::Overhead, jvm.overhead)]);
        parts
    }

    /// Some of the parts together.
    fn sum(&self, counts: impl Fn(Part) -> bool) -> MemorySize {
        let parts: Vec<MemorySize> = self
            .parts()
            .into_iter()
            .filter(|(part, _)| counts(*part))
            .map(|(_, size)| size)
            .collect();
        MemorySize::sum(&parts).expect("a memory whose parts are too many is refused")
    }

    /// The whole process: what YARN or Kubernetes is asked for.
    pub fn process(&self) -> MemorySize {
        self.sum(|_| true)
    }

    /// What Flink itself uses: all but metaspace and overhead.
    pub fn flink(&self) -> MemorySize {
        self.sum(|part| !matches!(part, Part::Metaspace | Part::Overhead))
    }

    /// The heap of the JVM (`-Xmx`).
    pub fn heap(&self) -> MemorySize {
        self.sum(|part| matches!(part, Part::Heap | Part::FrameworkHeap | Part::TaskHeap))
    }

    /// What the JVM may take as direct memory; managed memory is none.
    pub fn direct(&self) -> MemorySize {
        self.sum(|part| {
            matches!(
                part,
                Part::OffHeap | Part::FrameworkOffHeap | Part::TaskOffHeap | Part::Network
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(
        process: Process,
        settings: &[(&str, &str)],
        version: FlinkVersion,
    ) -> Result<Memory, Refusal> {
        let mut config = Config::default();
        settings.iter().for_each(|(key, value)| config.set(key, value));
        Memory::of(process, &config, version)
    }

    /// Tenths of MiB.
    fn tenths(size: MemorySize) -> u64 {
        (size.bytes() * 10 + (1 << 19)) >> 20
    }

    #[test]
    fn the_figures_that_a_real_task_manager_logs() {
        let settings = [("taskmanager.memory.process.size", "1728m")];
        for version in FlinkVersion::ALL {
            let memory = of(Process::TaskManager, &settings, version).expect("the shipped size");
            let sizes: Vec<u64> =
                memory.parts().into_iter().map(|(_, size)| tenths(size)).collect();
            assert_eq!(sizes, [1280, 3840, 5120, 1280, 0, 1280, 2560, 1920]);
            assert_eq!(memory.process().bytes(), 1728 << 20);
            assert_eq!(memory.flink().bytes(), 1280 << 20);
            assert_eq!((tenths(memory.heap()), tenths(memory.direct())), (5120, 2560));
        }
    }

    #[test]
    fn the_parts_make_the_whole() {
        for version in FlinkVersion::ALL {
            for mib in (1_000..40_000).step_by(37) {
                let size = format!("{mib}m");
                let processes = [
                    (Process::TaskManager, "taskmanager.memory.process.size"),
                    (Process::JobManager, "jobmanager.memory.process.size"),
                ];
                for (process, key) in processes {
                    let memory = of(process, &[(key, &size)], version).expect("enough");
                    assert_eq!(memory.process().bytes(), mib << 20, "{key}={size}");
                }
            }
        }
    }

    #[test]
    fn names_of_before_1_10_mean_something_up_to_1_20() {
        let settings = [("jobmanager.heap.size", "1g")];
        for version in FlinkVersion::ALL {
            let memory = of(Process::JobManager, &settings, version);
            match version.traits().reads_legacy_memory_options {
                true => assert_eq!(memory.map(|memory| memory.heap().bytes()), Ok(1 << 30)),
                false => assert!(matches!(
                    memory.map_err(|refusal| refusal.reason),
                    Err(Reason::Configuration(Mistake::NotConfigured(_)))
                )),
            }
        }
    }

    #[test]
    fn a_refusal_says_what_flink_says() {
        let settings = [("taskmanager.memory.process.size", "400m")];
        let refusal =
            of(Process::TaskManager, &settings, FlinkVersion::V2_3).expect_err("too little");
        assert_eq!(refusal.stage, Some(Stage::TaskManagerMemory));
        let told = "Sum of configured JVM Metaspace (256.000mb (268435456 bytes)) and JVM Overhead (192.000mb (201326592 \
                    bytes)) exceed configured Total Process Memory (400.000mb (419430400 bytes)).";
        let whole = ["TaskManager memory configuration failed: ", told].concat();
        assert_eq!(refusal.messages(), [whole, told.to_owned()]);
    }
}
