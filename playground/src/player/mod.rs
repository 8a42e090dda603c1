//! The player of a stage: a Flink cluster that the reader can stop at any moment, step through in
//! both directions, and interfere with.
//!
//! What the reader should learn from it: that a deployment is a sequence of messages between a few
//! processes, each with one job; which process knows what at which moment; and that everything
//! they wonder about ("and if I kill it *now*?") can be tried.

pub mod desk;
pub mod errand;
pub mod keys;
pub mod live;
pub mod offers;
pub mod pacing;
pub mod session;
pub mod state;
pub mod terminal;
pub mod ticks;
pub mod view;
pub mod window;

#[cfg(test)]
mod reader;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
