//! The live stage of a page, compiled to wasm.
//!
//! In: an element and the JSON of a cell ([`mount`]). Out: a running player in that element; after
//! a mistake of ours a `stage-panicked` event on it.
//! Deliberately absent: fetching, starting and restarting; that is the page's loader.
//! One wasm instance runs one stage, so that a stage that fails takes no other along.

// What a reader selected, typed or linked belongs to another moment than the one that is drawn: it is looked up.
#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

pub mod cell;
pub mod player;

use cell::Cell;
use player::view::{Stage, StageProps};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Starts the live stage of a cell in `host`, whose content it replaces.
///
/// # Errors
/// A cell that is malformed: the message says what is wrong and where.
#[wasm_bindgen]
pub fn mount(host: Element, cell_json: &str) -> Result<(), JsValue> {
    let cell = Cell::parse(cell_json).map_err(|error| js_sys::Error::new(&error))?;
    live_part::take(&host);
    let props = StageProps { cell: Rc::new(cell), host: host.clone() };
    yew::Renderer::<Stage>::with_root_and_props(host, props).render();
    Ok(())
}
