//! What the comparison needs of the browser: its width, the address, the clipboard, a place to leave with the page where it is.

use super::Tell;
use crate::state::{Copied, Msg};
use live_part::link::{self, Follower};
use live_part::{Keeper, Width};
use stage::WidthClass;
use web_sys::Element;
use yew::Callback;

/// The browser around one comparison. Listens as long as it lives.
pub(super) struct Browser {
    host: Element,
    /// What is left with the page.
    pub(super) keeper: Keeper,
    width: Width<WidthClass>,
    _follower: Follower,
}

impl Browser {
    pub(super) fn new(host: &Element, resized: Callback<WidthClass>, tell: &Tell) -> Browser {
        let tell = tell.clone();
        let follower = Follower::new(move || tell.emit(Msg::Followed(link::fragment())));
        Browser {
            host: host.clone(),
            keeper: Keeper::new(host),
            width: Width::watch(host, WidthClass::fitting, move |width| resized.emit(width)),
            _follower: follower,
        }
    }

    /// Which arrangement fits.
    pub(super) fn width_class(&self) -> WidthClass {
        self.width.now()
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
