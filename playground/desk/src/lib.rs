//! The desk for lines of a page, compiled to wasm of its own: only pages with one fetch it.
//!
//! What the reader should learn: what each part of a line is and who reads it; what Flink really does with a line that is
//! wrong, often without a word; and that versions differ.
//!
//! In: an element and the text of a cell ([`mount`]). Out: a live desk in that element; after a mistake of ours a
//! `stage-panicked` event on it.
//! Deliberately absent: fetching, starting and restarting (the page's loader), and what is said of a line (`crates/desk`).

// What a reader typed, chose or linked belongs to another moment than the one that is drawn: it is looked up.
#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

#[cfg(test)]
mod reader;
pub mod state;
pub mod view;

use desk::cell::Cell;
use std::rc::Rc;
use view::{DeskProps, DeskView};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Starts the live desk of a cell in `host`, whose content it replaces.
///
/// # Errors
/// A cell that is malformed.
#[wasm_bindgen]
pub fn mount(host: Element, cell: &str) -> Result<(), JsValue> {
    let cell = Cell::from_text(cell).ok_or_else(|| js_sys::Error::new("no cell of a desk"))?;
    live_part::take(&host);
    let props = DeskProps { cell: Rc::new(cell), host: host.clone() };
    yew::Renderer::<DeskView>::with_root_and_props(host, props).render();
    Ok(())
}
