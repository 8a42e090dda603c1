//! The chart of a comparison of the deployment modes.
//!
//! In: a [`model::compare::Comparison`]. Out: one chart of all modes on a common axis of time ([`draw`]), the words of all
//! that belongs to it ([`words`]), and the [`Cell`] that a page carries.
//! Deliberately absent: what happens in a mode, and what is counted. `model::compare` runs and reads.

mod cell;
pub mod chart;
mod kind;
mod lanes;
#[cfg(test)]
mod tests;
pub mod words;

pub use cell::Cell;
pub use chart::{Chart, draw};
pub use kind::{Kind, Picture};
