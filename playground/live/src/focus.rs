//! Where the keyboard is, and which thing of a picture an event is about.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, window};

/// The key of the thing that an event happened in.
pub fn key_of(event: &Event) -> Option<String> {
    target(event)?.closest("[data-key]").ok()??.get_attribute("data-key")
}

/// Gives an element the keyboard. Elements of a picture are not HTML's, but can have it as these can; what cannot leaves
/// it where it is.
pub fn give(element: Option<Element>) {
    if let Some(element) = element {
        let _ = element.unchecked_ref::<HtmlElement>().focus();
    }
}

/// What has the keyboard.
pub fn holder() -> Option<Element> {
    window()?.document()?.active_element()
}

/// Goes to the next (or the previous) of those elements of a live part, whose own selector is `part`, that another selector
/// names: round and round.
pub fn walk(event: &KeyboardEvent, part: &str, selector: &str, forward: bool) {
    let Some(part) = target(event).and_then(|it| it.closest(part).ok().flatten()) else { return };
    let Ok(found) = part.query_selector_all(selector) else { return };
    let here = holder();
    let elements = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<Element>().ok());
    let elements: Vec<Element> = elements.collect();
    let count = elements.len();
    let at = here.and_then(|here| elements.iter().position(|it| *it == here));
    let next = match (at, forward) {
        (Some(at), true) => at + 1,
        (Some(at), false) => at + count - 1,
        (None, _) => 0,
    };
    give(next.checked_rem(count).and_then(|next| elements.get(next).cloned()));
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()
}
