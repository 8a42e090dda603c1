//! The deployment modes beside each other: one workload, one clock, one fault.
//!
//! In: a [`Workload`]. Out: a [`Comparison`]: each mode's run of the model, read as what stood, ran and was paid for
//! when ([`Course`]); the facts of the table ([`Facts`]), their words ([`words`]); one chart of all modes on a common
//! axis of time ([`chart::draw`]).
//! Deliberately absent: any rule of Flink. Whether a mode exists, who is hit and what is left is what the runs say.

mod axis;
mod blows;
mod cell;
pub mod chart;
mod comparison;
mod course;
mod drawing;
mod facts;
mod mode;
mod reader;
mod run;
#[cfg(test)]
mod tests;
mod track;
pub mod words;
mod workload;

pub use axis::Axis;
pub use blows::Blow;
pub use cell::Cell;
pub use chart::draw;
pub use comparison::Comparison;
pub use course::{Course, Doing, End, JobCourse, Lane, Life, Now, Process, SlotUse};
pub use drawing::{Drawing, Kind, Piece, to_svg};
pub use facts::{Facts, MainPlace};
pub use mode::DeploymentMode;
pub use run::{HORIZON, SUBMITTED};
pub use track::{Span, Track};
pub use workload::{
    Availability, Fault, MEMORY_MIB, MOST_JOBS, MOST_PARALLELISM, MOST_SLOTS, Packing, Platform,
    Workload, Wrong,
};
