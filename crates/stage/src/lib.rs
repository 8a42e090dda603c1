//! Where things stand on a stage, and how they are told.
//!
//! In: a [`model::Frame`] and [`Options`]. Out: a [`Scene`] of shapes ([`layout()`], or [`web()`] for the web pages), its SVG text
//! ([`svg::to_svg`]), and the words of every widget ([`words`]).
//! Deliberately absent: the DOM, the clock, colours (they are CSS's: `book/theme/stage.css`), and
//! floating point: the same frame gives the same bytes everywhere.

// What a reader selected, typed or linked belongs to another moment than the one that is drawn: it is looked up.
#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

#[expect(
    clippy::indexing_slicing,
    reason = "every index is one of the comparison that is drawn: nothing of it outlives its drawing"
)]
pub mod compare;
#[expect(
    clippy::indexing_slicing,
    reason = "it walks through one trace, and every id is one of that"
)]
pub mod extent;
#[expect(
    clippy::indexing_slicing,
    reason = "every index is one of the outcome that is drawn: the lab drops what is gone before it draws"
)]
pub mod lab;
pub mod layout;
#[expect(
    clippy::indexing_slicing,
    reason = "the table has a width for every byte that is looked up"
)]
mod measure;
pub mod scene;
mod shape;
#[cfg(any(test, feature = "sound"))]
pub mod sound;
mod stroke;
pub mod svg;
pub mod web;
pub mod words;

pub use extent::Extent;
pub use layout::{Arrangement, Motion, Options, WidthClass, layout};
pub use scene::{Anchor, Condition, Emphasis, Kind, Look, Part, Role, Scene, Shape, Target};
pub use web::web;
pub use words::Lang;
