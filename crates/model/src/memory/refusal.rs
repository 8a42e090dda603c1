//! Why Flink does not start a process with these memory settings, in its own words.
//!
//! In: what was read and computed. Out: the messages of the exception and of its causes.
//! What is wrong with the parts of a process stands beside the rules that they break: [`JvmMistake`],
//! [`TaskManagerMistake`], [`JobManagerMistake`].

use super::options::MemoryOption;
use super::process::{JvmMistake, ProcessOptions};
use super::{JobManagerMistake, TaskManagerMistake};
use crate::number::{NumberError, double};
use crate::size::{MemorySize, Overflow, SizeError};
use crate::version::FlinkVersion;
use std::fmt;

/// A refusal of Flink: no process is started.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What Flink was doing, where it says so.
    pub stage: Option<Stage>,
    /// What is wrong.
    pub reason: Reason,
    /// Whose words these are: some of them name defaults.
    pub version: FlinkVersion,
}

/// What Flink was doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// `TaskExecutorProcessUtils.processSpecFromConfig`.
    TaskManagerMemory,
    /// `TaskExecutorProcessUtils.getConfigurationMapLegacyTaskManagerHeapSizeToConfigOption`, up to 1.20.
    TaskManagerLegacyHeap,
    /// `JobManagerProcessUtils.processSpecFromConfigWithNewOptionToInterpretLegacyHeap`, up to 1.20.
    JobManagerMemory,
}

/// What is wrong, by the kind of exception.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// `IllegalConfigurationException`: the only kind to which Flink adds what it was doing.
    Configuration(Mistake),
    /// `IllegalArgumentException`: a value that its option cannot mean, where Flink does not ask for a memory size.
    Unparsed {
        /// Whose value.
        key: String,
        /// As written.
        value: String,
        /// What is wrong with it.
        cause: ValueError,
    },
    /// `IllegalArgumentException`: a memory segment larger than an `int`.
    SegmentTooLarge {
        /// Its size.
        bytes: u64,
    },
    /// `NumberFormatException`: `NaN` or `Infinity` CPU cores, which `BigDecimal` does not know.
    NoDecimal {
        /// How Java writes it.
        written: String,
    },
    /// `IllegalArgumentException`: a size below zero.
    Negative,
    /// `ArithmeticException`: a sum or a product above `Long.MAX_VALUE`.
    Overflow,
}

/// What is wrong with a configuration.
#[derive(Clone, Debug, PartialEq)]
pub enum Mistake {
    /// Nothing says how large the process is.
    NotConfigured(&'static ProcessOptions),
    /// A size that is none.
    UnreadSize {
        /// Of which option.
        option: &'static MemoryOption,
        /// As written.
        value: String,
        /// What is wrong with it.
        cause: SizeError,
    },
    /// A fraction that is none, or a least size above the largest.
    Range {
        /// The option of the fraction.
        option: &'static MemoryOption,
        /// What it says.
        fraction: f64,
        /// The least size.
        min: MemorySize,
        /// The largest.
        max: MemorySize,
    },
    /// `taskmanager.heap.mb` or `jobmanager.heap.mb` below zero, in MiB.
    NegativeLegacyHeap(i32),
    /// Metaspace and overhead do not fit.
    Jvm(JvmMistake),
    /// The parts of a TaskManager do not fit.
    TaskManager(TaskManagerMistake),
    /// What its other parts leave for network memory is not what the options of that say.
    Network(Box<Mistake>),
    /// The parts of a JobManager do not fit.
    JobManager(JobManagerMistake),
}

/// A value that its option cannot mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueError {
    /// No size.
    Size(SizeError),
    /// No number.
    Number(NumberError),
    /// Neither `true` nor `false`.
    NoSwitch,
}

impl Refusal {
    /// What the exception says, then each of its causes, as `BashJavaUtils` shows them.
    pub fn messages(&self) -> Vec<String> {
        let mut messages = self.reason.messages(self.version);
        if let Some(stage) = self.stage {
            messages.insert(0, [stage.told(), &messages[0]].concat());
        }
        messages
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.messages()[0])
    }
}

impl std::error::Error for Refusal {}

impl Stage {
    fn told(self) -> &'static str {
        match self {
            Stage::TaskManagerMemory => "TaskManager memory configuration failed: ",
            Stage::TaskManagerLegacyHeap => {
                "TaskManager failed to map legacy JVM heap option to the new one: "
            }
            Stage::JobManagerMemory => "JobManager memory configuration failed: ",
        }
    }
}

impl Reason {
    /// It, met at a stage of Flink's work that names itself.
    pub(super) fn at(self, stage: Option<Stage>, version: FlinkVersion) -> Refusal {
        let stage = stage.filter(|_| matches!(self, Reason::Configuration(_)));
        Refusal { stage, reason: self, version }
    }

    fn messages(&self, version: FlinkVersion) -> Vec<String> {
        match self {
            Reason::Configuration(mistake) => mistake.messages(version),
            Reason::Unparsed { key, value, cause } => vec![unparsed(key, value), cause.told(value)],
            Reason::SegmentTooLarge { bytes } => {
                vec![format!("Cannot downcast long value {bytes} to integer.")]
            }
            Reason::NoDecimal { written } => {
                let first = written.get(..1).unwrap_or_default();
                let neither = "is neither a decimal digit number, decimal point, nor \"e\" notation exponential mark.";
                vec![format!("Character {first} {neither}")]
            }
            Reason::Negative => vec!["bytes must be >= 0".to_owned()],
            Reason::Overflow => vec!["long overflow".to_owned()],
        }
    }
}

impl Mistake {
    fn messages(&self, version: FlinkVersion) -> Vec<String> {
        match self {
            Mistake::NotConfigured(options) => vec![options.none_configured(version)],
            Mistake::UnreadSize { option, value, cause } => vec![
                format!("Cannot read memory size from config option '{}'.", option.key),
                unparsed(option.key, value),
                cause.told(value),
            ],
            Mistake::Range { option, fraction, min, max } => {
                let (option, fraction) = (option.told(version), double(*fraction));
                let cause = match min > max {
                    true => "min value must be less or equal to max value",
                    false => "fraction must be in range [0, 1)",
                };
                let told = format!(
                    "Inconsistently configured {option} ({fraction}) and its min ({min}), max ({max}) value"
                );
                vec![told, cause.to_owned()]
            }
            Mistake::NegativeLegacyHeap(mib) => {
                vec![format!(
                    "Configured total process memory size ({mib}MB) must not be less than 0."
                )]
            }
            Mistake::Jvm(mistake) => vec![mistake.to_string()],
            Mistake::TaskManager(mistake) => vec![mistake.to_string()],
            Mistake::Network(cause) => {
                let mut messages = cause.messages(version);
                messages.insert(0, NETWORK_IS_THE_REST.to_owned());
                messages
            }
            Mistake::JobManager(mistake) => vec![mistake.to_string()],
        }
    }
}

const NETWORK_IS_THE_REST: &str = "If Total Flink, Task Heap and (or) Managed Memory sizes are explicitly configured then \
    the Network Memory size is the rest of the Total Flink memory after subtracting all other configured types of memory, \
    but the derived Network Memory is inconsistent with its configuration.";

fn unparsed(key: &str, value: &str) -> String {
    format!("Could not parse value '{value}' for key '{key}'.")
}

impl ValueError {
    /// In Flink's words, of the value.
    fn told(&self, value: &str) -> String {
        match self {
            ValueError::Size(error) => error.told(value),
            ValueError::Number(error) => error.told(value),
            ValueError::NoSwitch => {
                format!(
                    "Unrecognized option for boolean: {value}. Expected either true or false(case insensitive)"
                )
            }
        }
    }
}

impl From<Mistake> for Reason {
    fn from(mistake: Mistake) -> Reason {
        Reason::Configuration(mistake)
    }
}

impl From<JvmMistake> for Reason {
    fn from(mistake: JvmMistake) -> Reason {
        Mistake::Jvm(mistake).into()
    }
}

impl From<TaskManagerMistake> for Reason {
    fn from(mistake: TaskManagerMistake) -> Reason {
        Mistake::TaskManager(mistake).into()
    }
}

impl From<JobManagerMistake> for Reason {
    fn from(mistake: JobManagerMistake) -> Reason {
        Mistake::JobManager(mistake).into()
    }
}

impl From<Overflow> for Reason {
    fn from(_: Overflow) -> Reason {
        Reason::Overflow
    }
}
