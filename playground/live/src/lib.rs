//! What every live part of a page shares: its memory, what a panic tells the page, a picture and a knob as elements,
//! and where the keyboard is.
//!
//! In: the element that a part lives in; scenes; links. Out: a `stage-panicked` event on that element; elements for Yew;
//! what the URL says.
//! Deliberately absent: what a part shows and does.

// What a reader selected, typed or linked belongs to another moment than the one that is drawn: it is looked up.
#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

pub mod focus;
mod keeper;
pub mod knob;
pub mod link;
pub mod picture;
pub mod transport;
mod width;

pub use keeper::Keeper;
pub use width::Width;

use std::cell::RefCell;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, Element};

/// The part's memory. Small code, and every allocation takes the same time.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

thread_local! {
    /// The element that hears of a panic: of the one live part of this instance.
    static HOST: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// From now on a panic is told to `host`, whose content makes room for the live part.
pub fn take(host: &Element) {
    HOST.with(|known| known.replace(Some(host.clone())));
    // Yew replaces a hook that was set by `std::panic::set_hook`.
    yew::set_custom_panic_hook(Box::new(|panic| report(&panic.to_string())));
    host.set_text_content(None);
}

/// The same for a part that is made without Yew.
pub fn take_alone(host: &Element) {
    HOST.with(|known| known.replace(Some(host.clone())));
    std::panic::set_hook(Box::new(|panic| report(&panic.to_string())));
    host.set_text_content(None);
}

/// Tells the page that this part has stopped for good.
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
