//! What a run is asked: questions, and drills, which are won when all their questions hold.
//!
//! In: words of an author ([`Question::read`]), and a run. Out: whether they hold, how many, how long; of a drill, whether
//! it is done and what it cost ([`Drill`]). The build asks with it, and in the page a part of its own (`playground/drill`).
//! Deliberately absent: what readers are told, and which answer is right.

// A page's judge asks it about whatever a reader did.
#![warn(clippy::indexing_slicing)]

pub mod drill;
mod pattern;
mod question;

pub use drill::Drill;
pub use pattern::Pattern;
pub use question::{JobState, Measure, Mistake, Order, Processes, Question, Window};

/// A known word that looks alike, as a hint.
#[cfg(feature = "authoring")]
fn similar<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    model::authoring::similar(name, known)
}

/// A page has nobody to give a hint to.
#[cfg(not(feature = "authoring"))]
fn similar<'a>(_: &str, _: impl IntoIterator<Item = &'a str>) -> Option<String> {
    None
}
