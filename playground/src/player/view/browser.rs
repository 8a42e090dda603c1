//! What the stage needs of the browser: its width, the wish for less movement, the URL, the clipboard.
//!
//! In: the host element. Out: [`Msg`]s when the browser changes something. All that touches `web_sys` beyond an
//! event's target is here.

use super::Tell;
use crate::player::live::{Live, Msg};
use crate::player::state::Control;
use gloo::events::EventListener;
use gloo::utils::window;
use live_part::Width;
use live_part::link::{Follower, fragment};
use stage::{Motion, WidthClass};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, MediaQueryList};
use yew::NodeRef;

/// The browser around one stage. Listens as long as it lives.
pub(super) struct Browser {
    host: Element,
    calm: Option<MediaQueryList>,
    _listeners: Vec<EventListener>,
    _follower: Follower,
    width: Width,
}

impl Browser {
    /// Starts to listen.
    pub(super) fn new(host: &Element, tell: &Tell) -> Browser {
        let calm = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
        let mut listeners = Vec::new();
        if let Some(query) = &calm {
            let (tell, seen) = (tell.clone(), query.clone());
            listeners.push(EventListener::new(query, "change", move |_| {
                tell.emit(Msg::Control(Control::Move(motion(&seen))));
            }));
        }
        let follow = tell.clone();
        let follower = Follower::new(move || follow.emit(Msg::Followed(fragment())));
        let (asked, asking) = (tell.clone(), host.clone());
        listeners.push(EventListener::new(host, "stage-run", move |_| {
            if let Some(lines) = take(&asking, "run") {
                asked.emit(Msg::Run(lines));
            }
        }));
        let resize = tell.clone();
        let width = Width::watch(host, move |width| resize.emit(Msg::Resized(width)));
        Browser { host: host.clone(), calm, _listeners: listeners, _follower: follower, width }
    }

    /// Whether the reader's system asks for less movement.
    pub(super) fn motion(&self) -> Motion {
        self.calm.as_ref().map_or(Motion::Full, motion)
    }

    /// Which arrangement fits.
    pub(super) fn width_class(&self) -> WidthClass {
        self.width.class()
    }

    /// Tells the page, and its tests, that the stage can be used.
    pub(super) fn announce_life(&self) {
        if let Ok(Some(figure)) = self.host.closest(".stage") {
            // Setting an attribute of this name cannot fail.
            let _ = figure.set_attribute("data-live", "true");
        }
    }

    /// Leaves with the page where the stage is, before it takes a message and what that does, should it fail. Whether the
    /// message is something that a reader does.
    pub(super) fn about_to(&self, live: &Live, msg: &Msg) -> bool {
        let Some(act) = live.act(msg) else { return false };
        set(&self.host, "act", &act);
        set(&self.host, "before", &live.kept());
        true
    }

    /// Leaves with the page where the stage is now.
    pub(super) fn keep(&self, live: &Live) {
        set(&self.host, "session", &live.kept());
    }

    /// What an earlier stage in this place has left, once.
    pub(super) fn kept(&self) -> Option<String> {
        take(&self.host, "restore")
    }

    /// Whether a test asked this stage to fail.
    pub(super) fn asks_to_fail(&self) -> bool {
        self.host.has_attribute("data-panic-test")
    }

    /// The lines that the page asks to be run, once.
    pub(super) fn errands(&self) -> Option<String> {
        take(&self.host, "run")
    }

    /// Scrolls the page to this stage.
    pub(super) fn come_into_view(&self) {
        self.host.closest(".stage").ok().flatten().unwrap_or(self.host.clone()).scroll_into_view();
    }
}

fn set(host: &Element, name: &str, value: &str) {
    if let Some(host) = host.dyn_ref::<HtmlElement>() {
        // The names are valid, so this cannot fail.
        let _ = host.dataset().set(name, value);
    }
}

fn take(host: &Element, name: &str) -> Option<String> {
    let data = host.dyn_ref::<HtmlElement>()?.dataset();
    let value = data.get(name)?;
    data.delete(name);
    Some(value)
}

/// Tag and role of what a key was pressed in.
pub(super) fn focus(event: &KeyboardEvent) -> (String, Option<String>) {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return (String::new(), None);
    };
    let role = match element.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::type_) {
        Some(kind) if kind == "range" => Some("slider".to_owned()),
        Some(kind) if kind == "text" => Some("textbox".to_owned()),
        Some(_) | None => element.get_attribute("role"),
    };
    (element.tag_name(), role)
}

/// Scrolls an element.
pub(super) fn scroll(element: &NodeRef, top: i32) {
    if let Some(element) = element.cast::<Element>() {
        element.set_scroll_top(top);
    }
}

/// Puts a line where it is typed.
pub(super) fn retype(input: &NodeRef, line: &str) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        input.set_value(line);
    }
}

fn motion(query: &MediaQueryList) -> Motion {
    if query.matches() { Motion::Reduced } else { Motion::Full }
}
