//! The slot lab of a page, compiled to wasm of its own: only pages with a lab fetch it.
//!
//! What the reader should learn: why this job needs that many slots; what chaining, parallelism and slot sharing each do
//! to it; and that a subtask, a thread and a slot are three things.
//!
//! In: an element and the text of a cell ([`mount`]). Out: a running lab in that element; after a mistake of
//! ours a `stage-panicked` event on it.
//! Deliberately absent: fetching, starting and restarting (the page's loader), placement (the model's), and where
//! things stand in the pictures (`crates/stage/src/lab`).

pub mod edit;
pub mod state;
mod tasks;
pub mod view;

use stage::lab::Cell;
use std::cell::RefCell;
use std::rc::Rc;
use view::{LabProps, LabView};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, Element};

thread_local! {
    /// The element that hears of a panic: of the one lab of this instance.
    static HOST: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Starts the live lab of a cell in `host`, whose content it replaces.
///
/// # Errors
/// A cell that is malformed: the message says what is wrong.
#[wasm_bindgen]
pub fn mount(host: Element, cell: &str) -> Result<(), JsValue> {
    let cell = Cell::from_text(cell).map_err(|error| js_sys::Error::new(&error))?;
    HOST.with(|known| known.replace(Some(host.clone())));
    // Yew replaces a hook that was set by `std::panic::set_hook`.
    yew::set_custom_panic_hook(Box::new(|panic| report(&panic.to_string())));
    host.set_text_content(None);
    let props = LabProps { cell: Rc::new(cell), host: host.clone() };
    yew::Renderer::<LabView>::with_root_and_props(host, props).render();
    Ok(())
}

/// Tells the page that the lab has stopped for good.
fn report(message: &str) {
    let host = HOST.with(|host| host.borrow().clone());
    let Some(host) = host else { return };
    // The first line is the place in the source, which the wasm leaves out.
    let message = message.split_once('\n').map_or(message, |(_, message)| message);
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_detail(&JsValue::from_str(message));
    if let Ok(event) = CustomEvent::new_with_event_init_dict("stage-panicked", &init) {
        // A listener that fails cannot make it worse.
        let _ = host.dispatch_event(&event);
    }
}
