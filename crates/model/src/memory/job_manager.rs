//! How a JobManager divides its memory.
//!
//! Flink: `JobManagerProcessUtils`, `JobManagerFlinkMemoryUtils`.

use super::options::{
    JM_DIRECT_LIMIT, JM_FLINK, JM_HEAP, JM_LEGACY_HEAP, JM_LEGACY_HEAP_MB, JM_METASPACE,
    JM_OFF_HEAP, JM_OVERHEAD_FRACTION, JM_OVERHEAD_MAX, JM_OVERHEAD_MIN, JM_PROCESS,
};
use super::process::{FlinkMemory, Jvm, ProcessOptions, divide};
use super::refusal::{Reason, Refusal, Stage};
use super::settings::Settings;
use crate::size::MemorySize;
use std::fmt;

/// The memory of a JobManager (`JobManagerProcessSpec`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobManagerMemory {
    /// Dispatcher, JobMasters, ResourceManager.
    pub heap: MemorySize,
    /// Direct and native memory.
    pub off_heap: MemorySize,
    /// What the JVM takes beside.
    pub jvm: Jvm,
    /// Whether the JVM is told how much direct memory there is.
    pub limits_direct_memory: bool,
}

impl JobManagerMemory {
    pub(super) fn of(settings: Settings<'_>) -> Result<JobManagerMemory, Refusal> {
        let version = settings.version;
        // Flink names the process only where it also looks for the options of before.
        let stage = version.traits().reads_legacy_memory_options.then_some(Stage::JobManagerMemory);
        Self::divided(settings).map_err(|reason| reason.at(stage, version))
    }

    fn divided(settings: Settings<'_>) -> Result<JobManagerMemory, Reason> {
        let mapped = settings.with_legacy(&JM_LEGACY_HEAP, &JM_LEGACY_HEAP_MB, &JM_HEAP)?;
        let (JobManagerFlinkMemory { heap, off_heap }, jvm) = divide(&mapped)?;
        MemorySize::sum(&[heap, off_heap, jvm.metaspace, jvm.overhead])?;
        let limits_direct_memory = settings.switch(&JM_DIRECT_LIMIT)?;
        Ok(JobManagerMemory { heap, off_heap, jvm, limits_direct_memory })
    }
}

/// `JobManagerFlinkMemory`.
struct JobManagerFlinkMemory {
    heap: MemorySize,
    off_heap: MemorySize,
}

impl FlinkMemory for JobManagerFlinkMemory {
    const OPTIONS: &'static ProcessOptions = &ProcessOptions {
        parts: &[&JM_HEAP],
        flink: &JM_FLINK,
        process: &JM_PROCESS,
        metaspace: &JM_METASPACE,
        overhead_min: &JM_OVERHEAD_MIN,
        overhead_max: &JM_OVERHEAD_MAX,
        overhead_fraction: &JM_OVERHEAD_FRACTION,
    };

    fn of_parts(settings: &Settings<'_>) -> Result<Self, Reason> {
        let heap = settings.size(&JM_HEAP)?;
        let off_heap = settings.size(&JM_OFF_HEAP)?;
        if !settings.contains(&JM_FLINK) {
            return Ok(JobManagerFlinkMemory { heap, off_heap });
        }
        let flink = settings.size(&JM_FLINK)?;
        if settings.contains(&JM_OFF_HEAP) {
            if heap.plus(off_heap)? != flink {
                return Err(JobManagerMistake::NotFlink { heap, off_heap, flink }.into());
            }
            return Ok(JobManagerFlinkMemory { heap, off_heap });
        }
        let off_heap =
            flink.minus(heap).ok_or(JobManagerMistake::HeapExceedsFlink { heap, flink })?;
        Ok(JobManagerFlinkMemory { heap, off_heap })
    }

    fn of_total(settings: &Settings<'_>, flink: MemorySize) -> Result<Self, Reason> {
        let off_heap = settings.size(&JM_OFF_HEAP)?;
        let heap = flink.minus(off_heap).filter(|heap| *heap > MemorySize::ZERO);
        let heap = heap.ok_or(JobManagerMistake::FlinkBelowOffHeap { flink, off_heap })?;
        Ok(JobManagerFlinkMemory { heap, off_heap })
    }

    fn total(&self) -> Result<MemorySize, Reason> {
        Ok(self.heap.plus(self.off_heap)?)
    }
}

/// The parts of a JobManager do not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the sizes that the texts name")]
pub enum JobManagerMistake {
    /// Both parts and Flink's memory are set, and disagree.
    NotFlink { heap: MemorySize, off_heap: MemorySize, flink: MemorySize },
    /// Nothing is left of Flink's memory for the rest.
    HeapExceedsFlink { heap: MemorySize, flink: MemorySize },
    /// Nothing is left of it for the heap.
    FlinkBelowOffHeap { flink: MemorySize, off_heap: MemorySize },
}

impl fmt::Display for JobManagerMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ADVICE: &str = "Please, make the configuration consistent or configure only one option: either JVM Heap or Total Flink Memory.";
        match self {
            JobManagerMistake::NotFlink { heap, off_heap, flink } => write!(
                f,
                "Sum of the configured JVM Heap Memory ({heap}) and the configured Off-heap Memory ({off_heap}) does not \
                 match the configured Total Flink Memory ({flink}). {ADVICE}"
            ),
            JobManagerMistake::HeapExceedsFlink { heap, flink } => write!(
                f,
                "The configured JVM Heap Memory ({heap}) exceeds the configured Total Flink Memory ({flink}). {ADVICE}"
            ),
            JobManagerMistake::FlinkBelowOffHeap { flink, off_heap } => write!(
                f,
                "The configured Total Flink Memory ({flink}) is less than the configured Off-heap Memory ({off_heap})."
            ),
        }
    }
}
