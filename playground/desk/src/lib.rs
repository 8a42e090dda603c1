//! The desk for lines of a page, and the composer, compiled to wasm of its own: only pages with one fetch it.
//!
//! What the reader should learn: what each part of a line is and who reads it; what Flink really does with a line that is
//! wrong, often without a word; that versions differ; and what a line asks of the machines.
//!
//! In: an element and the text of a cell ([`mount`]). Out: a live part in that element; after a mistake of ours a
//! `stage-panicked` event on it.
//! Deliberately absent: fetching, starting and restarting (the page's loader), and what is said of a line (`crates/desk`).

// What a reader typed, chose or linked belongs to another moment than the one that is drawn: it is looked up.
#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

pub mod composer;
mod page;
pub mod part;
#[cfg(test)]
mod reader;
pub mod state;

use composer::Composer;
use desk::cell::Cell;
use desk::compose::sheet;
use state::Desk;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Starts the live part of a cell in `host`, whose content it replaces.
///
/// # Errors
/// A cell that is malformed.
#[wasm_bindgen]
pub fn mount(host: Element, cell: &str) -> Result<(), JsValue> {
    live_part::take_alone(&host);
    let shown = match (Cell::from_text(cell), sheet::Cell::from_text(cell)) {
        (_, Some(cell)) => page::show(&host, Box::new(Composer::new(cell))),
        (Some(cell), None) => page::show(&host, Box::new(Desk::new(cell))),
        (None, None) => None,
    };
    shown.ok_or_else(|| js_sys::Error::new("no cell of a desk").into())
}
