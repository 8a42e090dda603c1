//! What Flink does: a deterministic model of a Flink deployment.
//!
//! In: a [`Scenario`] (a cluster, its configuration, jobs, timed actions) and [`Action`]s of a reader.
//! Out: a [`Trace`] of [`Event`]s, and the [`Frame`] at any time of it.
//! Deliberately absent: I/O, clocks, pixels, wasm, and every choice that a run of the same
//! scenario could make differently.
//!
//! The order to read in:
//! 1. [`ids`], [`time`], [`version`], [`config`], [`job`]: the vocabulary.
//! 2. [`action`], [`event`], [`cluster`]: what is done, what happened, what is true.
//! 3. `cluster/rule`, `arrive`, `decide/`: Flink's rules about a state, what a message meets on arrival,
//!    and one file for each part of Flink that decides something.
//! 4. `kernel`, [`trace`], [`frame`], [`shared`]: how events are ordered, kept and looked at; [`beats`]: how a run is told.

pub mod action;
mod arrive;
#[cfg(feature = "authoring")]
pub mod authoring;
pub mod beats;
pub mod cluster;
pub mod command;
pub mod compare;
pub mod config;
pub mod console;
mod decide;
pub mod decimal;
mod draws;
pub mod entry;
pub mod event;
pub mod flow;
pub mod frame;
pub mod graph;
mod heartbeat;
pub mod ids;
pub mod invariants;
pub mod job;
mod kernel;
pub mod load_balance;
pub mod memory;
mod number;
pub mod percent;
pub mod profile;
pub mod program;
pub mod region;
pub mod rest;
pub mod restart;
pub mod scenario;
pub mod shared;
mod size;
pub mod state;
pub mod time;
pub mod trace;
pub mod version;
pub mod waiting;

pub use action::{Action, Signal};
pub use beats::{Beat, BeatKey, BeatKind, BeatSort};
pub use cluster::{Cluster, Job, refusal};
pub use config::{Config, Key, key};
pub use draws::Draws;
pub use entry::Entry;
pub use event::{Event, Place};
pub use flow::Flow;
pub use frame::{Frame, InFlight};
pub use ids::{
    AllocationId, ApplicationId, ClientId, ClusterId, ContainerId, ExecutionId, JmId, JobId,
    NodeId, QueueId, SavepointId, TmId, VertexId,
};
pub use profile::Profile;
pub use program::{Program, Step};
pub use scenario::{Provider, Scenario};
pub use state::{ExecutionState, JobStatus};
pub use time::Time;
pub use trace::Trace;
pub use version::FlinkVersion;
