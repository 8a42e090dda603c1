//! Links to a live part with its state: the URL behind `#`, and the clipboard.
//!
//! In: a fragment to copy. Out: the fragment of the page, and a call whenever the reader follows another one.
//! Deliberately absent: what a fragment says. Each part reads and writes its own.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Window, window};

/// The part of the URL from `#` on.
pub fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default()
}

/// Puts the link into the address bar and, where the browser allows it, into the clipboard. `told` hears whether it is
/// in the clipboard.
pub fn copy(fragment: &str, told: impl Fn(bool) + Clone + 'static) {
    let Some(window) = window() else { return };
    let Ok(page) = window.location().href() else { return };
    let page = page.split('#').next().unwrap_or_default();
    let link = [page, "#", fragment].concat();
    // Where the page may not change its URL, the clipboard is still worth a try.
    if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&link));
    }
    if !window.is_secure_context() {
        told(false);
        return;
    }
    let answer = |copied| {
        let told = told.clone();
        Closure::once_into_js(move |_: JsValue| told(copied))
    };
    let promise = window.navigator().clipboard().write_text(&link);
    let (done, refused) = (answer(true), answer(false));
    let then = js_sys::Reflect::get(&promise, &"then".into());
    if let Ok(then) = then.and_then(|then| then.dyn_into::<js_sys::Function>()) {
        let _ = then.call2(&promise, &done, &refused);
    }
}

/// Listens for links that are followed, as long as it lives.
pub struct Follower {
    window: Option<Window>,
    followed: Closure<dyn FnMut()>,
}

impl Follower {
    /// Calls whenever the fragment has changed.
    pub fn new(followed: impl FnMut() + 'static) -> Follower {
        let follower = Follower { window: window(), followed: Closure::new(followed) };
        if let Some(window) = &follower.window {
            // The names are valid, so this cannot fail.
            let listener = follower.followed.as_ref().unchecked_ref();
            let _ = window.add_event_listener_with_callback(EVENT, listener);
        }
        follower
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        if let Some(window) = &self.window {
            let listener = self.followed.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback(EVENT, listener);
        }
    }
}

const EVENT: &str = "hashchange";
