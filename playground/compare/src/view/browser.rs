//! What the comparison needs of the browser: its width, the address, the clipboard, a place for the session.

use super::Tell;
use crate::state::{Compare, Copied, Msg};
use live_part::Width;
use stage::WidthClass;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, Window};
use yew::Callback;

/// The browser around one comparison. Listens as long as it lives.
pub(super) struct Browser {
    host: Element,
    width: Width,
    followed: Closure<dyn FnMut()>,
}

impl Browser {
    pub(super) fn new(host: &Element, resized: Callback<WidthClass>, tell: &Tell) -> Browser {
        let tell = tell.clone();
        let followed = Closure::<dyn FnMut()>::new(move || tell.emit(Msg::Followed(fragment())));
        if let Some(window) = window() {
            let listener = followed.as_ref().unchecked_ref();
            // The name is valid, so this cannot fail.
            let _ = window.add_event_listener_with_callback("hashchange", listener);
        }
        Browser { host: host.clone(), width: Width::watch(host, resized), followed }
    }

    /// Which arrangement fits.
    pub(super) fn width_class(&self) -> WidthClass {
        self.width.class()
    }

    /// Keeps the link where the loader finds it, should the comparison fail.
    pub(super) fn keep_session(&self, compare: &Compare) {
        if let Some(host) = self.host.dyn_ref::<HtmlElement>() {
            // The name is valid, so this cannot fail.
            let _ = host.dataset().set("session", &compare.link());
        }
    }

    /// Scrolls the page to this comparison.
    pub(super) fn come_into_view(&self) {
        self.host.closest("figure").ok().flatten().unwrap_or(self.host.clone()).scroll_into_view();
    }

    /// Puts the link into the address bar and, where the browser allows it, into the clipboard.
    pub(super) fn copy_link(&self, fragment: &str, tell: &Tell) {
        let Some(window) = window() else { return };
        let Ok(page) = window.location().href() else { return };
        let page = page.split('#').next().unwrap_or_default();
        let link = [page, "#", fragment].concat();
        if let Ok(history) = window.history() {
            // Where the page may not change its URL, the clipboard is still worth a try.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&link));
        }
        if !window.is_secure_context() {
            tell.emit(Msg::Linked(Copied::InBar));
            return;
        }
        let answer = |copied| {
            let tell = tell.clone();
            Closure::once_into_js(move |_: JsValue| tell.emit(Msg::Linked(copied)))
        };
        let promise = window.navigator().clipboard().write_text(&link);
        let (done, refused) = (answer(Copied::Everywhere), answer(Copied::InBar));
        let then = js_sys::Reflect::get(&promise, &"then".into());
        if let Ok(then) = then.and_then(|then| then.dyn_into::<js_sys::Function>()) {
            let _ = then.call2(&promise, &done, &refused);
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(window) = window() {
            let listener = self.followed.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback("hashchange", listener);
        }
    }
}

fn window() -> Option<Window> {
    web_sys::window()
}

/// The part of the URL from `#` on.
pub(super) fn fragment() -> String {
    window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}
