//! The deployment modes beside each other: one workload, one clock, one fault.
//!
//! In: a [`Workload`]. Out: a [`Comparison`]: each mode's run, read as what stood, ran and was paid for when ([`Course`]);
//! what is counted in it ([`Facts`]); one [`Axis`] of time for all modes; who is hit by what ([`Blow`]).
//! Deliberately absent: any rule of Flink, and drawing. Whether a mode exists, who is hit and what is left is what the
//! runs say; how it looks is the stage's.

mod axis;
mod blows;
mod comparison;
mod course;
mod facts;
mod landmarks;
mod mode;
mod reader;
mod run;
#[cfg(any(test, feature = "authoring"))]
mod sample;
#[cfg(test)]
mod tests;
mod track;
mod workload;

pub use axis::Axis;
pub use blows::Blow;
pub use comparison::Comparison;
pub use course::{Course, Doing, End, JobCourse, Lane, Life, Now, Process, SlotUse};
pub use facts::{Facts, MainPlace};
pub use landmarks::Landmark;
pub use mode::DeploymentMode;
pub use run::{HORIZON, SUBMITTED, job_name};
pub use track::{Span, Track};
pub use workload::{
    Availability, FAULT_TIMES, Fault, LENGTHS, MEMORY_MIB, MOST_JOBS, MOST_PARALLELISM, MOST_SLOTS,
    Packing, Platform, Switch, Workload, Wrong,
};
