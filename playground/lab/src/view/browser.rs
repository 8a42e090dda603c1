//! What the lab needs of the browser: its width, a place for the session, the focus, links that are followed.

use super::Tell;
use crate::state::{Lab, Msg};
use live_part::Width;
use live_part::link::{self, Follower};
use stage::WidthClass;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollBehavior, ScrollIntoViewOptions};
use yew::Callback;

/// The browser around one lab. Listens as long as it lives.
pub(super) struct Browser {
    host: Element,
    width: Width,
    _follower: Follower,
}

impl Browser {
    pub(super) fn new(host: &Element, resize: Callback<WidthClass>, tell: &Tell) -> Browser {
        let tell = tell.clone();
        let follower = Follower::new(move || tell.emit(Msg::Follow(link::fragment())));
        Browser {
            host: host.clone(),
            width: Width::watch(host, move |width| resize.emit(width)),
            _follower: follower,
        }
    }

    /// Which arrangement fits.
    pub(super) fn width_class(&self) -> WidthClass {
        self.width.class()
    }

    /// Whether a test asked this lab to fail.
    pub(super) fn asks_to_fail(&self) -> bool {
        self.host.has_attribute("data-panic-test")
    }

    /// Shows the page at this lab, at once: labs that came to life while the page scrolled past them would move its
    /// end.
    pub(super) fn come_into_view(&self) {
        let figure = self.host.closest(".lab").ok().flatten().unwrap_or(self.host.clone());
        let at_once = ScrollIntoViewOptions::new();
        at_once.set_behavior(ScrollBehavior::Instant);
        figure.scroll_into_view_with_scroll_into_view_options(&at_once);
    }

    /// Keeps the experiment where the loader finds it, should the lab fail.
    pub(super) fn keep_session(&self, lab: &Lab) {
        if let Some(host) = self.host.dyn_ref::<HtmlElement>() {
            // The name is valid, so this cannot fail.
            let _ = host.dataset().set("session", &lab.experiment.to_text());
        }
    }
}

/// The piece of the picture that an event happened in, as its number in the drawing.
pub(super) fn piece_of(event: &web_sys::Event) -> Option<(usize, Element)> {
    let element = event.target()?.dyn_into::<Element>().ok()?.closest("[data-piece]").ok()??;
    let number = element.get_attribute("data-piece")?.parse().ok()?;
    Some((number, element))
}

/// Puts the focus on the next thing of the picture, or the one before.
pub(super) fn move_focus(from: &Element, forward: bool) {
    let next = |element: &Element| {
        if forward { element.next_element_sibling() } else { element.previous_element_sibling() }
    };
    let mut at = next(from);
    while let Some(element) = at {
        if element.has_attribute("tabindex") {
            // SVG elements have `focus`, too; an element without it keeps the focus where it is.
            let focus = js_sys::Reflect::get(&element, &"focus".into());
            if let Ok(focus) = focus.and_then(|focus| focus.dyn_into::<js_sys::Function>()) {
                let _ = focus.call0(&element);
            }
            return;
        }
        at = next(&element);
    }
}
