//! What JobManager and TaskManager share: from total process memory to Flink's memory and back.
//!
//! In: [`Settings`] and the options of a process. Out: its [`FlinkMemory`], metaspace and overhead.
//! Flink: `ProcessMemoryUtils`, `RangeFraction`. Two of its checks are left out because nothing can fail them: that the
//! sizes add up to a total which they were derived from.

use super::options::MemoryOption;
use super::refusal::{Mistake, Reason};
use super::settings::Settings;
use crate::size::MemorySize;
use crate::version::FlinkVersion;
use std::fmt;

/// The options that a process goes by (`ProcessMemoryOptions`).
#[derive(Debug, PartialEq, Eq)]
pub struct ProcessOptions {
    /// Sizes of parts that decide everything when all of them are set.
    pub parts: &'static [&'static MemoryOption],
    /// All that Flink itself uses.
    pub flink: &'static MemoryOption,
    /// The whole process.
    pub process: &'static MemoryOption,
    /// Classes.
    pub metaspace: &'static MemoryOption,
    /// The overhead is at least this,
    pub overhead_min: &'static MemoryOption,
    /// at most this,
    pub overhead_max: &'static MemoryOption,
    /// and between them this part of the process.
    pub overhead_fraction: &'static MemoryOption,
}

impl ProcessOptions {
    pub(super) fn none_configured(&self, version: FlinkVersion) -> String {
        let parts: Vec<&str> = self.parts.iter().map(|option| option.key).collect();
        let (flink, process) = (self.flink.told(version), self.process.told(version));
        format!(
            "Either required fine-grained memory ({}), or Total Flink Memory size ({flink}), or Total Process Memory size \
             ({process}) need to be configured explicitly.",
            parts.join(" and ")
        )
    }
}

/// Memory that Flink itself uses, divided as one of the processes divides it (`FlinkMemoryUtils`).
pub(super) trait FlinkMemory: Sized {
    /// The options of the process.
    const OPTIONS: &'static ProcessOptions;

    /// Divided by the sizes of its parts; what is not set follows.
    fn of_parts(settings: &Settings<'_>) -> Result<Self, Reason>;

    /// Divided so that it makes so much.
    fn of_total(settings: &Settings<'_>, flink: MemorySize) -> Result<Self, Reason>;

    /// All of it.
    fn total(&self) -> Result<MemorySize, Reason>;
}

/// What the JVM takes beside Flink's memory (`JvmMetaspaceAndOverhead`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jvm {
    /// Classes.
    pub metaspace: MemorySize,
    /// Thread stacks, code cache, garbage collection.
    pub overhead: MemorySize,
}

/// Divides the memory of a process.
pub(super) fn divide<M: FlinkMemory>(settings: &Settings<'_>) -> Result<(M, Jvm), Reason> {
    let options = M::OPTIONS;
    if options.parts.iter().all(|option| settings.contains(option)) {
        let flink = M::of_parts(settings)?;
        let jvm = jvm_beside(settings, options, flink.total()?)?;
        Ok((flink, jvm))
    } else if settings.contains(options.flink) {
        let total = settings.size(options.flink)?;
        let flink = M::of_total(settings, total)?;
        Ok((flink, jvm_beside(settings, options, total)?))
    } else if settings.contains(options.process) {
        let process = settings.size(options.process)?;
        let (jvm, flink) = jvm_within(settings, options, process)?;
        Ok((M::of_total(settings, flink)?, jvm))
    } else {
        Err(Mistake::NotConfigured(options).into())
    }
}

/// Metaspace and overhead of a process of that size, and what they leave.
fn jvm_within(
    settings: &Settings<'_>,
    options: &ProcessOptions,
    process: MemorySize,
) -> Result<(Jvm, MemorySize), Reason> {
    let metaspace = settings.size(options.metaspace)?;
    let overhead = overhead_range(settings, options)?.part_of(process)?;
    let rest = process.minus(metaspace.plus(overhead)?);
    let rest = rest.ok_or(JvmMistake::ExceedsProcess { metaspace, overhead, process })?;
    Ok((Jvm { metaspace, overhead }, rest))
}

/// Metaspace and overhead beside so much of Flink's memory.
fn jvm_beside(
    settings: &Settings<'_>,
    options: &ProcessOptions,
    flink: MemorySize,
) -> Result<Jvm, Reason> {
    let metaspace = settings.size(options.metaspace)?;
    let both = flink.plus(metaspace)?;
    if !settings.contains(options.process) {
        let overhead = overhead_range(settings, options)?.part_beside(both)?;
        return Ok(Jvm { metaspace, overhead });
    }
    let process = settings.size(options.process)?;
    let rest = process.minus(both);
    let overhead = rest.ok_or(JvmMistake::ProcessBelowFlink { process, flink, metaspace })?;
    let Range { min, max, .. } = overhead_range(settings, options)?;
    if overhead < min || overhead > max {
        return Err(JvmMistake::OverheadOutOfRange { overhead, min, max }.into());
    }
    Ok(Jvm { metaspace, overhead })
}

fn overhead_range(settings: &Settings<'_>, options: &ProcessOptions) -> Result<Range, Reason> {
    let min = settings.size(options.overhead_min)?;
    let max = settings.size(options.overhead_max)?;
    Range::new(settings, min, max, options.overhead_fraction)
}

/// A part of something, within bounds (`RangeFraction`).
pub(super) struct Range {
    pub(super) min: MemorySize,
    pub(super) max: MemorySize,
    /// At least 0, less than 1.
    fraction: f64,
}

impl Range {
    pub(super) fn new(
        settings: &Settings<'_>,
        min: MemorySize,
        max: MemorySize,
        option: &'static MemoryOption,
    ) -> Result<Range, Reason> {
        let fraction = settings.fraction(option)?;
        if min > max || !(0.0..1.0).contains(&fraction) {
            return Err(Mistake::Range { option, fraction, min, max }.into());
        }
        Ok(Range { min, max, fraction })
    }

    /// That part of a whole (`deriveWithFraction`).
    pub(super) fn part_of(&self, whole: MemorySize) -> Result<MemorySize, Reason> {
        Ok(whole.times(self.fraction)?.clamp(self.min, self.max))
    }

    /// That part of the whole of which `rest` is all the rest (`deriveWithInverseFraction`).
    pub(super) fn part_beside(&self, rest: MemorySize) -> Result<MemorySize, Reason> {
        Ok(rest.times(self.fraction / (1.0 - self.fraction))?.clamp(self.min, self.max))
    }
}

/// Metaspace and overhead do not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the sizes that the texts name")]
pub enum JvmMistake {
    /// Nothing is left of the process for Flink.
    ExceedsProcess { metaspace: MemorySize, overhead: MemorySize, process: MemorySize },
    /// Nothing is left of the process for the overhead.
    ProcessBelowFlink { process: MemorySize, flink: MemorySize, metaspace: MemorySize },
    /// What is left of it is less or more than the overhead may be.
    OverheadOutOfRange { overhead: MemorySize, min: MemorySize, max: MemorySize },
}

impl fmt::Display for JvmMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JvmMistake::ExceedsProcess { metaspace, overhead, process } => write!(
                f,
                "Sum of configured JVM Metaspace ({metaspace}) and JVM Overhead ({overhead}) exceed configured Total \
                 Process Memory ({process})."
            ),
            // The two blanks are Flink's.
            JvmMistake::ProcessBelowFlink { process, flink, metaspace } => write!(
                f,
                "The configured Total Process Memory size ({process}) is less than the sum of the derived Total Flink \
                 Memory size ({flink}) and the configured or default JVM Metaspace size  ({metaspace})."
            ),
            JvmMistake::OverheadOutOfRange { overhead, min, max } => write!(
                f,
                "Derived JVM Overhead size ({overhead}) is not in configured JVM Overhead range [{min}, {max}]."
            ),
        }
    }
}
