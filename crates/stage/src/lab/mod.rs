//! The slot lab: one job in four pictures, joined.
//!
//! In: an [`model::graph::Outcome`]: a program, its chains, its subtasks, and where a run of the model put them.
//! Out: a [`Picture`] of StreamGraph, JobGraph, ExecutionGraph and TaskManagers, for either width ([`draw`]);
//! which things in it are the same thing ([`counterparts`]); its words ([`words`]);
//! and the [`Cell`] that a page carries.
//! Deliberately absent: what is lit and selected right now. That changes with the pointer, and the page adds it.

mod arrange;
mod bands;
mod cell;
mod crowd;
mod graphs;
mod join;
mod kind;
mod scale;
mod slots;
#[cfg(test)]
mod tests;
pub mod words;

pub use bands::draw;
pub use cell::Cell;
pub use join::{Thing, counterparts};
pub use kind::{Kind, Picture};
