//! How a TaskManager divides its memory.
//!
//! Flink: `TaskExecutorProcessUtils`, `TaskExecutorFlinkMemoryUtils`.

use super::external;
use super::options::{
    CPU_CORES, FRAMEWORK_HEAP, FRAMEWORK_OFF_HEAP, MANAGED, MANAGED_FRACTION, NETWORK_BUFFERS,
    NETWORK_FRACTION, NETWORK_MAX, NETWORK_MIN, SEGMENT_SIZE, TASK_HEAP, TASK_OFF_HEAP, TASK_SLOTS,
    TM_FLINK, TM_LEGACY_HEAP, TM_LEGACY_HEAP_MB, TM_METASPACE, TM_OVERHEAD_FRACTION,
    TM_OVERHEAD_MAX, TM_OVERHEAD_MIN, TM_PROCESS,
};
use super::process::{FlinkMemory, Jvm, ProcessOptions, Range, divide};
use super::refusal::{Mistake, Reason, Refusal, Stage};
use super::settings::Settings;
use crate::number::{Decimal, double};
use crate::size::MemorySize;
use std::fmt;

/// The memory of a TaskManager, and what else a start script hands over (`TaskExecutorProcessSpec`).
#[derive(Clone, Debug, PartialEq)]
pub struct TaskManagerMemory {
    /// What Flink uses.
    pub flink: TaskManagerFlinkMemory,
    /// What the JVM takes beside.
    pub jvm: Jvm,
    /// CPU cores; by default as many as slots.
    pub cpu_cores: f64,
    /// Slots.
    pub slots: i32,
    /// GPUs and the like: names and how many.
    pub external_resources: Vec<(String, i64)>,
}

/// Memory that Flink itself uses (`TaskExecutorFlinkMemory`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskManagerFlinkMemory {
    /// Heap of Flink itself.
    pub framework_heap: MemorySize,
    /// Direct and native memory of Flink itself.
    pub framework_off_heap: MemorySize,
    /// Heap of user code and of state on the heap.
    pub task_heap: MemorySize,
    /// Direct and native memory of user code.
    pub task_off_heap: MemorySize,
    /// Buffers between tasks.
    pub network: MemorySize,
    /// RocksDB, sorting, Python: divided between slots.
    pub managed: MemorySize,
}

impl TaskManagerMemory {
    pub(super) fn of(settings: Settings<'_>) -> Result<TaskManagerMemory, Refusal> {
        let version = settings.version;
        let mapped = settings.with_legacy(&TM_LEGACY_HEAP, &TM_LEGACY_HEAP_MB, &TM_FLINK);
        let mapped =
            mapped.map_err(|reason| reason.at(Some(Stage::TaskManagerLegacyHeap), version))?;
        Self::divided(&mapped).map_err(|reason| reason.at(Some(Stage::TaskManagerMemory), version))
    }

    fn divided(settings: &Settings<'_>) -> Result<TaskManagerMemory, Reason> {
        let (flink, jvm) = divide::<TaskManagerFlinkMemory>(settings)?;
        let cpu_cores = cpu_cores(settings)?;
        let slots = slots(settings)?;
        let external_resources = external::resources(settings)?;
        MemorySize::sum(&[flink.total()?, jvm.metaspace, jvm.overhead])?;
        Ok(TaskManagerMemory { flink, jvm, cpu_cores, slots, external_resources })
    }
}

fn slots(settings: &Settings<'_>) -> Result<i32, Reason> {
    Ok(settings.whole(&TASK_SLOTS)?.unwrap_or_default())
}

fn cpu_cores(settings: &Settings<'_>) -> Result<f64, Reason> {
    let cores = match settings.double(&CPU_CORES)? {
        Some(cores) => cores,
        None => f64::from(slots(settings)?),
    };
    if cores <= 0.0 {
        return Err(TaskManagerMistake::NoCpuCores.into());
    }
    if !cores.is_finite() {
        return Err(Reason::NoDecimal { written: double(cores) });
    }
    let cut = settings.version.traits().cuts_cpu_cores;
    Ok(if cut { Decimal::of(cores).cut(8) } else { cores })
}

impl TaskManagerFlinkMemory {
    /// The parts that are never derived.
    fn fixed(settings: &Settings<'_>) -> Result<TaskManagerFlinkMemory, Reason> {
        Ok(TaskManagerFlinkMemory {
            framework_heap: settings.size(&FRAMEWORK_HEAP)?,
            framework_off_heap: settings.size(&FRAMEWORK_OFF_HEAP)?,
            task_off_heap: settings.size(&TASK_OFF_HEAP)?,
            ..TaskManagerFlinkMemory::default()
        })
    }

    /// Network memory takes what the other parts leave.
    fn with_rest_as_network(
        self,
        settings: &Settings<'_>,
        flink: MemorySize,
    ) -> Result<Self, Reason> {
        let network = flink.minus(self.total()?);
        let network = network.ok_or(TaskManagerMistake::ExceedsWithHeap { parts: self, flink })?;
        check_network(settings, network).map_err(|reason| match reason {
            Reason::Configuration(cause) => Mistake::Network(Box::new(cause)).into(),
            other => other,
        })?;
        Ok(TaskManagerFlinkMemory { network, ..self })
    }
}

impl FlinkMemory for TaskManagerFlinkMemory {
    const OPTIONS: &'static ProcessOptions = &ProcessOptions {
        parts: &[&TASK_HEAP, &MANAGED],
        flink: &TM_FLINK,
        process: &TM_PROCESS,
        metaspace: &TM_METASPACE,
        overhead_min: &TM_OVERHEAD_MIN,
        overhead_max: &TM_OVERHEAD_MAX,
        overhead_fraction: &TM_OVERHEAD_FRACTION,
    };

    fn of_parts(settings: &Settings<'_>) -> Result<Self, Reason> {
        let (task_heap, managed) = (settings.size(&TASK_HEAP)?, settings.size(&MANAGED)?);
        let parts = TaskManagerFlinkMemory { task_heap, managed, ..Self::fixed(settings)? };
        let sum = parts.total()?;
        if settings.contains(&TM_FLINK) {
            return parts.with_rest_as_network(settings, settings.size(&TM_FLINK)?);
        }
        let network = match network_buffers(settings)? {
            Some(buffers) => buffers,
            None => network_range(settings)?.part_beside(sum)?,
        };
        Ok(TaskManagerFlinkMemory { network, ..parts })
    }

    fn of_total(settings: &Settings<'_>, flink: MemorySize) -> Result<Self, Reason> {
        let fixed = Self::fixed(settings)?;
        if settings.contains(&TASK_HEAP) {
            let task_heap = settings.size(&TASK_HEAP)?;
            let parts =
                TaskManagerFlinkMemory { task_heap, managed: managed(settings, flink)?, ..fixed };
            return parts.with_rest_as_network(settings, flink);
        }
        let managed = managed(settings, flink)?;
        let network = match network_buffers(settings)? {
            Some(buffers) => buffers,
            None => network_range(settings)?.part_of(flink)?,
        };
        let parts = TaskManagerFlinkMemory { managed, network, ..fixed };
        let task_heap = flink.minus(parts.total()?);
        let task_heap = task_heap.ok_or(TaskManagerMistake::ExceedsWithNetwork { parts, flink })?;
        Ok(TaskManagerFlinkMemory { task_heap, ..parts })
    }

    fn total(&self) -> Result<MemorySize, Reason> {
        let heap = [self.framework_heap, self.task_heap];
        let off_heap = [self.framework_off_heap, self.task_off_heap, self.network, self.managed];
        Ok(MemorySize::sum(&heap)?.plus(MemorySize::sum(&off_heap)?)?)
    }
}

fn managed(settings: &Settings<'_>, flink: MemorySize) -> Result<MemorySize, Reason> {
    if settings.contains(&MANAGED) {
        return settings.size(&MANAGED);
    }
    Range::new(settings, MemorySize::ZERO, MemorySize::MAX, &MANAGED_FRACTION)?.part_of(flink)
}

fn network_range(settings: &Settings<'_>) -> Result<Range, Reason> {
    let (min, max) = (settings.size(&NETWORK_MIN)?, settings.size(&NETWORK_MAX)?);
    Range::new(settings, min, max, &NETWORK_FRACTION)
}

/// The network memory that `taskmanager.network.numberOfBuffers` stands for, where that is read: up to 1.20, and when no
/// newer option is set.
fn network_buffers(settings: &Settings<'_>) -> Result<Option<MemorySize>, Reason> {
    let newer = [NETWORK_MIN, NETWORK_MAX, NETWORK_FRACTION];
    let set = settings.contains(&NETWORK_BUFFERS)
        && !newer.iter().any(|option| settings.contains(option));
    if !set || !settings.version.traits().reads_legacy_memory_options {
        return Ok(None);
    }
    let count: i32 = settings.whole(&NETWORK_BUFFERS)?.unwrap_or_default();
    let segment = segment_size(settings)?;
    let bytes = u64::try_from(i64::from(count) * i64::from(segment));
    Ok(Some(bytes.ok().and_then(MemorySize::of_bytes).ok_or(Reason::Negative)?))
}

/// `ConfigurationParserUtils.getPageSize`.
fn segment_size(settings: &Settings<'_>) -> Result<i32, Reason> {
    let bytes = settings.plain_size(&SEGMENT_SIZE)?.unwrap_or_default().bytes();
    let bytes = i32::try_from(bytes).map_err(|_| Reason::SegmentTooLarge { bytes })?;
    if bytes < 4_096 {
        return Err(TaskManagerMistake::SegmentTooSmall { bytes }.into());
    }
    if bytes.count_ones() != 1 {
        return Err(TaskManagerMistake::SegmentNoPowerOfTwo { bytes }.into());
    }
    Ok(bytes)
}

fn check_network(settings: &Settings<'_>, network: MemorySize) -> Result<(), Reason> {
    if let Some(buffers) = network_buffers(settings)? {
        return match network == buffers {
            true => Ok(()),
            false => Err(TaskManagerMistake::NetworkNotBuffers { network, buffers }.into()),
        };
    }
    let Range { min, max, .. } = network_range(settings)?;
    if network < min || network > max {
        return Err(TaskManagerMistake::NetworkOutOfRange { network, min, max }.into());
    }
    Ok(())
}

/// The parts of a TaskManager do not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the sizes that the texts name")]
pub enum TaskManagerMistake {
    /// Nothing is left of Flink's memory for network memory.
    ExceedsWithHeap { parts: TaskManagerFlinkMemory, flink: MemorySize },
    /// Nothing is left of it for the heap of tasks.
    ExceedsWithNetwork { parts: TaskManagerFlinkMemory, flink: MemorySize },
    /// What is left for network memory is less or more than it may be.
    NetworkOutOfRange { network: MemorySize, min: MemorySize, max: MemorySize },
    /// What is left for it is not that of `taskmanager.network.numberOfBuffers`.
    NetworkNotBuffers { network: MemorySize, buffers: MemorySize },
    /// `taskmanager.memory.segment-size` below 4096 bytes.
    SegmentTooSmall { bytes: i32 },
    /// It is no power of two.
    SegmentNoPowerOfTwo { bytes: i32 },
    /// `taskmanager.cpu.cores`, or without it the slots, not above zero.
    NoCpuCores,
}

impl fmt::Display for TaskManagerMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let segment = |f: &mut fmt::Formatter<'_>, bytes: &i32, demand: &str| {
            write!(f, "Invalid configuration value for {} : {bytes} - {demand}", SEGMENT_SIZE.key)
        };
        match self {
            TaskManagerMistake::ExceedsWithHeap { parts, flink } => write!(
                f,
                "Sum of configured Framework Heap Memory ({}), Framework Off-Heap Memory ({}), Task Heap Memory ({}), Task \
                 Off-Heap Memory ({}) and Managed Memory ({}) exceed configured Total Flink Memory ({flink}).",
                parts.framework_heap,
                parts.framework_off_heap,
                parts.task_heap,
                parts.task_off_heap,
                parts.managed
            ),
            TaskManagerMistake::ExceedsWithNetwork { parts, flink } => write!(
                f,
                "Sum of configured Framework Heap Memory ({}), Framework Off-Heap Memory ({}), Task Off-Heap Memory ({}), \
                 Managed Memory ({}) and Network Memory ({}) exceed configured Total Flink Memory ({flink}).",
                parts.framework_heap,
                parts.framework_off_heap,
                parts.task_off_heap,
                parts.managed,
                parts.network
            ),
            TaskManagerMistake::NetworkOutOfRange { network, min, max } => write!(
                f,
                "Derived Network Memory size ({network}) is not in configured Network Memory range [{min}, {max}]."
            ),
            TaskManagerMistake::NetworkNotBuffers { network, buffers } => write!(
                f,
                "Derived Network Memory size ({network}) does not match configured Network Memory size ({buffers})."
            ),
            TaskManagerMistake::SegmentTooSmall { bytes } => {
                segment(f, bytes, "Minimum memory segment size is 4096")
            }
            TaskManagerMistake::SegmentNoPowerOfTwo { bytes } => {
                segment(f, bytes, "Memory segment size must be a power of 2.")
            }
            TaskManagerMistake::NoCpuCores => write!(
                f,
                "TaskExecutors need to be started with a positive number of CPU cores. Please configure {} accordingly.",
                CPU_CORES.key
            ),
        }
    }
}
