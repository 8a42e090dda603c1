//! What the stage needs of the browser: its width, the wish for less movement, the URL, the clipboard.
//!
//! In: the host element. Out: [`Msg`]s when the browser changes something. All that touches `web_sys` beyond an
//! event's target is here.

use super::Tell;
use crate::player::later::later;
use crate::player::live::{Live, Msg};
use crate::player::state::Control;
use gloo::events::EventListener;
use gloo::utils::window;
use live_part::link::{Follower, fragment};
use live_part::{Keeper, Width, focus};
use stage::{Arrangement, Motion};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent, MediaQueryList};
use yew::NodeRef;

/// The browser around one stage. Listens as long as it lives.
pub(super) struct Browser {
    host: Element,
    /// What is left with the page.
    pub(super) keeper: Keeper,
    calm: Option<MediaQueryList>,
    _listeners: Vec<EventListener>,
    _follower: Follower,
    width: Width<Arrangement>,
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
        let keeper = Keeper::new(host);
        let (asked, asking) = (tell.clone(), keeper.clone());
        listeners.push(EventListener::new(host, "stage-run", move |_| {
            // Before the terminal has come, they wait with the page.
            if let Some(lines) = later().and_then(|_| asking.take("run")) {
                asked.emit(Msg::Run(lines));
            }
        }));
        let resize = tell.clone();
        let width =
            Width::watch(host, Arrangement::fitting, move |fits| resize.emit(Msg::Resized(fits)));
        let host = host.clone();
        Browser { host, keeper, calm, _listeners: listeners, _follower: follower, width }
    }

    /// Whether the reader's system asks for less movement.
    pub(super) fn motion(&self) -> Motion {
        self.calm.as_ref().map_or(Motion::Full, motion)
    }

    /// Which arrangement fits.
    pub(super) fn arrangement(&self) -> Arrangement {
        self.width.now()
    }

    /// Tells the page, and its tests, whether the stage can be used; as long as it cannot, its static picture is shown.
    pub(super) fn announce(&self, lives: bool) {
        if let Ok(Some(figure)) = self.host.closest(".stage") {
            // Setting an attribute of this name cannot fail.
            let _ = figure.set_attribute("data-live", if lives { "true" } else { "loading" });
        }
    }

    /// Leaves with the page where the stage is, before it takes a message that a reader sends on purpose. Whether it is one.
    pub(super) fn about_to(&self, live: &Live, msg: &Msg) -> bool {
        let Some(act) = live.act(msg) else { return false };
        self.keeper.about_to(&act, &live.kept());
        true
    }

    /// Whether the keyboard is within the stage.
    pub(super) fn has_focus(&self) -> bool {
        focus::holder().is_some_and(|it| self.host.contains(Some(&it)))
    }

    /// What had the focus may be gone, as a button is that cannot be pressed any more: the selected thing gets it then, or else
    /// the picture.
    pub(super) fn keep_focus(&self) {
        if self.has_focus() {
            return;
        }
        let find = |selector| self.host.query_selector(selector).ok().flatten();
        focus::give(find(".live-picture .selected").or_else(|| find(".live-picture")));
    }

    /// Scrolls the page to this stage.
    pub(super) fn come_into_view(&self) {
        self.host.closest(".stage").ok().flatten().unwrap_or(self.host.clone()).scroll_into_view();
    }
}

/// Tag and role of what a key was pressed in.
pub(super) fn pressed_in(event: &KeyboardEvent) -> (String, Option<String>) {
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

/// Gives an element the keyboard.
pub(super) fn focus_on(element: &NodeRef) {
    focus::give(element.cast::<Element>());
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
