//! Stories that no recording tells, a file for each part of Flink: what follows from an action, and when.
//!
//! They are golden like those beside this folder: `UPDATE_EXPECT=1 cargo test -p flink-model` rewrites them;
//! read the difference before you commit it. One program for all of them, because `cargo mutants` links it
//! hundreds of times.

#[path = "../story/mod.rs"]
mod story;

mod applications;
mod batch;
mod clients;
mod connections;
mod failures;
mod files;
mod leadership;
mod machines;
mod platform;
mod queues;
mod refusals;
mod slots;
mod tasks;
mod versions;
mod worlds;
