//! The live stage of a page, compiled to wasm.
//!
//! In: an element and the JSON of a cell ([`mount`]). Out: a running player in that element; after
//! a mistake of ours a `stage-panicked` event on it.
//! Deliberately absent: fetching, starting and restarting; that is the page's loader.
//! One wasm instance runs one stage, so that a stage that fails takes no other along.

pub mod cell;
pub mod player;

use cell::Cell;
use player::view::{Stage, StageProps};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, Element};

/// The stage's memory. Small code, and every allocation takes the same time.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

thread_local! {
    /// The element that hears of a panic: of the one stage of this instance.
    static HOST: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Starts the live stage of a cell in `host`, whose content it replaces.
///
/// # Errors
/// A cell that is malformed: the message says what is wrong and where.
#[wasm_bindgen]
pub fn mount(host: Element, cell_json: &str) -> Result<(), JsValue> {
    let cell = Cell::parse(cell_json).map_err(|error| js_sys::Error::new(&error))?;
    HOST.with(|known| known.replace(Some(host.clone())));
    // Yew replaces a hook that was set by `std::panic::set_hook`.
    yew::set_custom_panic_hook(Box::new(|panic| report(&panic.to_string())));
    host.set_text_content(None);
    let props = StageProps { cell: Rc::new(cell), host: host.clone() };
    yew::Renderer::<Stage>::with_root_and_props(host, props).render();
    Ok(())
}

/// Tells the page that the stage has stopped for good.
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
