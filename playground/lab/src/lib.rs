//! The slot lab of a page, compiled to wasm of its own: only pages with a lab fetch it.
//!
//! What the reader should learn: why this job needs that many slots; what chaining, parallelism and slot sharing each do
//! to it; and that a subtask, a thread and a slot are three things.
//!
//! In: an element and the text of a cell ([`mount`]). Out: a running lab in that element; after a mistake of
//! ours a `stage-panicked` event on it.
//! Deliberately absent: fetching, starting and restarting (the page's loader), placement (the model's), and where
//! things stand in the pictures (`crates/stage/src/lab`).

// What a reader selected, typed or linked belongs to another moment than the one that is drawn: it is looked up.
#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

pub mod edit;
pub mod link;
#[cfg(test)]
mod reader;
pub mod state;
mod tasks;
pub mod view;

use stage::lab::Cell;
use std::rc::Rc;
use view::{LabProps, LabView};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Starts the live lab of a cell in `host`, whose content it replaces.
///
/// # Errors
/// A cell that is malformed: the message says what is wrong.
#[wasm_bindgen]
pub fn mount(host: Element, cell: &str) -> Result<(), JsValue> {
    let cell = Cell::from_text(cell).map_err(|error| js_sys::Error::new(&error))?;
    live_part::take(&host);
    let props = LabProps { cell: Rc::new(cell), host: host.clone() };
    yew::Renderer::<LabView>::with_root_and_props(host, props).render();
    Ok(())
}
