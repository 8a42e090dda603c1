//! What a page gives to its live parts, read without serde, whose code for our types is a fifth of what a reader may have to
//! download.
//!
//! In: JSON that the preprocessor wrote. Out: a tree ([`json::Json`]), and a scenario out of it ([`scenario::scenario`]).
//! Deliberately absent: what else a part is given; each reads its own. `playground/src/cell.rs` compares both ways on every
//! scenario of the book.

#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

pub mod json;
pub mod scenario;

pub use json::Json;
