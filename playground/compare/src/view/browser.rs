//! What the comparison needs of the browser: its width, the address, the clipboard, a place for the session.

use super::Tell;
use crate::state::{Compare, Copied, Msg};
use live_part::Width;
use live_part::link::{self, Follower};
use stage::WidthClass;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::Callback;

/// The browser around one comparison. Listens as long as it lives.
pub(super) struct Browser {
    host: Element,
    width: Width,
    _follower: Follower,
}

impl Browser {
    pub(super) fn new(host: &Element, resized: Callback<WidthClass>, tell: &Tell) -> Browser {
        let tell = tell.clone();
        let follower = Follower::new(move || tell.emit(Msg::Followed(link::fragment())));
        Browser {
            host: host.clone(),
            width: Width::watch(host, move |width| resized.emit(width)),
            _follower: follower,
        }
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
        let tell = tell.clone();
        link::copy(fragment, move |in_clipboard| {
            let copied = if in_clipboard { Copied::Everywhere } else { Copied::InBar };
            tell.emit(Msg::Linked(copied));
        });
    }
}
