//! Deployment lines taken apart: what each part is, what it sets, and what really happens, in each version.
//!
//! In: a paste, as it stands in a shell history, a runbook, a Dockerfile or a pod. Out: an [`Explanation`].
//! The order to read in: [`shell`] makes statements of the paste, [`program`] finds what they call, [`reading`] reads the
//! options as a version does, [`parts`] says what each part is, and the rules what is wrong ([`found`]).
//! Deliberately absent: running anything, JSON, pixels, and what only a cluster can tell.

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

pub mod asks;
pub mod cell;
pub mod compose;
pub mod explain;
pub mod found;
pub mod keys;
pub mod line;
pub mod markup;
pub mod page;
pub mod parts;
pub mod picture;
pub mod program;
pub mod reading;
pub mod rules;
pub mod shell;
pub mod shown;
pub mod words;

pub use explain::{Explained, Explanation, TooLong, explain, verdicts};
pub use found::{Effect, Found, Kind};
pub use parts::{Part, PartKind};
