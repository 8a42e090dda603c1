//! The live composer: what is chosen, and what comes of it.
//!
//! In: a cell and the element it lives in. Out: DOM inside that element.
//! Deliberately absent: what can be chosen and what is composed (`crates/desk/src/compose`).

mod state;
mod view;

pub use state::{Composer, Msg};
pub use view::{ComposeProps, ComposeView};

#[cfg(test)]
pub(crate) use view::whole;
