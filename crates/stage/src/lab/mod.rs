//! The slot lab: one job in four pictures, joined.
//!
//! In: an [`model::graph::Outcome`]: a program, its chains, its subtasks, and where a run of the model put them.
//! Out: a [`Drawing`] of StreamGraph, JobGraph, ExecutionGraph and TaskManagers, for either width ([`draw`]);
//! which things in it are the same thing ([`counterparts`]); its SVG text ([`to_svg`]); its words ([`words`]);
//! and the [`Cell`] that a page carries.
//! Deliberately absent: what is lit and selected right now. That changes with the pointer, and the page adds it.

mod arrange;
mod bands;
mod cell;
mod drawing;
mod graphs;
mod join;
mod slots;
#[cfg(test)]
mod tests;
pub mod words;

pub use bands::draw;
pub use cell::Cell;
pub use drawing::{Drawing, Kind, Piece, to_svg};
pub use join::{Thing, counterparts};
