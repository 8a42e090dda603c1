//! Where things stand on a stage, and how they are told.
//!
//! In: a [`model::Frame`] and [`Options`]. Out: a [`Scene`] of shapes ([`layout()`], or [`web()`] for the web pages), its SVG text
//! ([`svg::to_svg`]), and the words of every widget ([`words`]).
//! Deliberately absent: the DOM, the clock, colours (they are CSS's: `book/theme/stage.css`), and
//! floating point: the same frame gives the same bytes everywhere.

pub mod compare;
pub mod extent;
pub mod lab;
pub mod layout;
mod measure;
pub mod scene;
#[cfg(any(test, feature = "sound"))]
pub mod sound;
mod stroke;
pub mod svg;
pub mod web;
pub mod words;

pub use extent::Extent;
pub use layout::{Motion, Options, WidthClass, layout};
pub use scene::{Anchor, Condition, Emphasis, Look, Part, Role, Scene, Shape, Target};
pub use web::web;
pub use words::Lang;
