//! Stories that no recording tells, a file for each part of Flink: what follows from an action, and when.
//!
//! They are golden: `UPDATE_EXPECT=1 cargo test -p flink-model` rewrites what is expected; read the difference before you
//! commit it. Those of a deployment mode, a scheduler, or high availability tell it whole. One program for all of them, because `cargo mutants` links it
//! hundreds of times.

#[path = "../story/mod.rs"]
mod story;

mod adaptive;
mod application;
mod applications;
mod attempts;
mod batch;
mod clients;
mod connections;
mod failures;
mod files;
mod found;
mod high_availability;
mod leadership;
mod lost_leader;
mod machines;
mod per_job;
mod platform;
mod queues;
mod refusals;
mod savepoints;
mod session;
mod slots;
mod tasks;
mod versions;
mod worlds;
