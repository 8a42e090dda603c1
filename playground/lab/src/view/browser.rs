//! What the lab needs of the browser: its width, a place to leave with the page where it is, links that are followed.

use super::Tell;
use crate::state::Msg;
use live_part::link::{self, Follower};
use live_part::{Keeper, Width};
use stage::WidthClass;
use web_sys::{Element, ScrollBehavior, ScrollIntoViewOptions};
use yew::Callback;

/// The browser around one lab. Listens as long as it lives.
pub(super) struct Browser {
    host: Element,
    /// What is left with the page.
    pub(super) keeper: Keeper,
    width: Width<WidthClass>,
    _follower: Follower,
}

impl Browser {
    pub(super) fn new(host: &Element, resize: Callback<WidthClass>, tell: &Tell) -> Browser {
        let tell = tell.clone();
        let follower = Follower::new(move || tell.emit(Msg::Follow(link::fragment())));
        Browser {
            host: host.clone(),
            keeper: Keeper::new(host),
            width: Width::watch(host, WidthClass::fitting, move |width| resize.emit(width)),
            _follower: follower,
        }
    }

    /// Which arrangement fits.
    pub(super) fn width_class(&self) -> WidthClass {
        self.width.now()
    }

    /// Shows the page at this lab, at once: labs that came to life while the page scrolled past them would move its
    /// end.
    pub(super) fn come_into_view(&self) {
        let figure = self.host.closest(".lab").ok().flatten().unwrap_or(self.host.clone());
        let at_once = ScrollIntoViewOptions::new();
        at_once.set_behavior(ScrollBehavior::Instant);
        figure.scroll_into_view_with_scroll_into_view_options(&at_once);
    }
}
