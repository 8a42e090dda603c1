//! What the tests of the built book share: where the site is, and a browser that watches its page.
//!
//! Deliberately absent: the tests (`tests/*.rs`), and building the site (`cargo xtask build`).

pub mod page;
pub mod site;

pub use page::Page;
