//! The comparison of the deployment modes, compiled to wasm of its own: only pages with one fetch it.
//!
//! What the reader should learn: what each mode starts when, what it costs, who is hit by one and the same fault, and
//! what is left; and that the answer depends on the jobs.
//!
//! In: an element and the text of a cell ([`mount`]). Out: a running comparison in that element; after a mistake of
//! ours a `stage-panicked` event on it.
//! Deliberately absent: fetching, starting and restarting (the page's loader), what happens in a mode (the model's), and
//! where things stand in the chart (`crates/stage/src/compare`).

// What a reader selected, typed or linked belongs to another moment than the one that is drawn: it is looked up.
#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

pub mod link;
#[cfg(test)]
mod reader;
pub mod state;
pub mod view;

use stage::compare::Cell;
use std::rc::Rc;
use view::{CompareProps, CompareView};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Starts the live comparison of a cell in `host`, whose content it replaces.
///
/// # Errors
/// A cell that is malformed: the message says what is wrong.
#[wasm_bindgen]
pub fn mount(host: Element, cell: &str) -> Result<(), JsValue> {
    let cell = Cell::from_text(cell).map_err(|error| js_sys::Error::new(&error))?;
    live_part::take(&host);
    let props = CompareProps { cell: Rc::new(cell), host: host.clone() };
    yew::Renderer::<CompareView>::with_root_and_props(host, props).render();
    Ok(())
}
