//! A part on its page: elements out of its nodes, and what is done to them as a verb and its object.
//!
//! In: a [`Part`] and the element it lives in. Out: DOM inside that element. Written by hand: a framework would be more than
//! half of what a page downloads for it.
//! Deliberately absent: what is shown (`crates/desk`), and what a verb does.

use crate::part::Part;
use desk::markup::Node;
use live_part::Keeper;
use live_part::link::{self, Follower};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Document, Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
};

/// Attributes of what can be used, which are the verbs as well.
const VERBS: [&str; 4] = ["version", "example", "row", "control"];

/// A part, and the elements that show it.
struct Page {
    part: RefCell<Box<dyn Part>>,
    host: Element,
    root: Element,
    above: Element,
    notice: Element,
    below: Element,
    keeper: Keeper,
    follower: RefCell<Option<Follower>>,
}

/// Shows a part in `host` and follows what is done to it, as long as the page is there.
pub(crate) fn show(host: &Element, mut part: Box<dyn Part>) -> Option<()> {
    let document = host.owner_document()?;
    let made = |tag, class| made(&document, tag, class);
    let (root, above) = (made("div", "desk-live")?, made("div", "")?);
    let (notice, below) = (made("p", "desk-notice")?, made("div", "")?);
    let keeper = Keeper::new(host);
    let arrives = part.tell("follow", &keeper.restored().unwrap_or_else(link::fragment));
    for (name, value) in [("role", "group"), ("aria-label", part.title())] {
        root.set_attribute(name, value).ok()?;
    }
    notice.set_attribute("role", "status").ok()?;
    for inside in [&above, &notice, &below] {
        root.append_child(inside).ok()?;
    }
    let (part, follower) = (RefCell::new(part), RefCell::new(None));
    let page = Page { part, host: host.clone(), root, above, notice, below, keeper, follower };
    let page = Rc::new(page);
    page.draw(true);
    page.host.append_child(&page.root).ok()?;
    page.listen();
    if arrives {
        page.host.scroll_into_view();
    }
    Some(())
}

fn made(document: &Document, tag: &str, class: &str) -> Option<Element> {
    let element = document.create_element(tag).ok()?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    Some(element)
}

impl Page {
    /// What a person does comes to the root; links are followed outside.
    fn listen(self: &Rc<Self>) {
        let page = self.clone();
        let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| page.heard(&event));
        for kind in ["click", "input", "change", "mouseover", "focusin", "keydown"] {
            let listener = heard.as_ref().unchecked_ref();
            let _ = self.root.add_event_listener_with_callback(kind, listener);
        }
        // It lives as long as the page.
        heard.forget();
        let page = self.clone();
        let follower = Follower::new(move || page.tell("follow", &link::fragment()));
        self.follower.replace(Some(follower));
    }

    fn heard(self: &Rc<Self>, event: &Event) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(target) = target else { return };
        match event.type_().as_str() {
            // The page's own keys are not meant.
            "keydown" => event.stop_propagation(),
            "input" => {
                if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
                    self.tell("write", &area.value());
                } else if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
                    self.choose(&target, &input.value());
                }
            }
            "change" => {
                if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
                    self.choose(&target, &select.value());
                }
            }
            kind => {
                let selector = VERBS.map(|verb| ["[data-", verb, "]"].concat()).join(",");
                let Ok(Some(used)) = target.closest(&selector) else { return };
                let does = VERBS
                    .into_iter()
                    .find_map(|verb| Some((verb, used.get_attribute(&["data-", verb].concat())?)));
                match does {
                    Some(("row", row)) => self.tell("point", &row),
                    Some(("control", control)) if kind == "click" => self.tell(&control, ""),
                    Some((verb, object)) if kind == "click" => self.tell(verb, &object),
                    _ => {}
                }
            }
        }
    }

    fn choose(self: &Rc<Self>, field: &Element, value: &str) {
        let name = field.get_attribute("data-field").unwrap_or_default();
        self.tell("choose", &[&name, " ", value].concat());
    }

    fn tell(self: &Rc<Self>, verb: &str, object: &str) {
        if verb == "link" {
            let page = self.clone();
            let link = self.part.borrow().link();
            link::copy(&link, move |copied| page.tell("copied", if copied { "yes" } else { "no" }));
            return;
        }
        let changed = {
            // The focus that drawing puts back is nobody's act.
            let Ok(mut part) = self.part.try_borrow_mut() else { return };
            if let Some(act) = part.act(verb, object) {
                self.keeper.about_to(&act, &part.link());
            }
            part.tell(verb, object)
        };
        if !changed {
            return;
        }
        assert!(!self.keeper.asks_to_fail(), "this desk was asked to fail");
        match verb {
            "point" => self.light(object),
            // What one writes in stays as it is.
            "write" => self.draw(false),
            "choose" => self.draw(self.active("select").is_some()),
            _ => self.draw(verb != "copied"),
        }
        self.keeper.keep(&self.part.borrow().link());
        if verb == "follow" {
            self.host.scroll_into_view();
        }
    }

    /// The part and its row are lit, and no others.
    fn light(&self, row: &str) {
        let lit = self.root.get_elements_by_class_name("is-lit");
        while let Some(element) = lit.item(0) {
            let _ = element.class_list().remove_1("is-lit");
        }
        for selector in [["[data-row=\"", row, "\"]"].concat(), ["#desk-row-", row].concat()] {
            if let Ok(Some(element)) = self.root.query_selector(&selector) {
                let _ = element.class_list().add_1("is-lit");
            }
        }
    }

    /// Draws what comes of it, and what one chooses with. The keyboard stays where it was.
    fn draw(&self, above: bool) {
        let part = self.part.borrow();
        let focused = VERBS.into_iter().chain(["field"]).find_map(|verb| {
            let name = ["data-", verb].concat();
            let value = self.active(&["[", &name, "]"].concat())?.get_attribute(&name)?;
            Some(["[", &name, "=\"", &value, "\"]"].concat())
        });
        if above {
            self.above.set_inner_html(&html(&part.above()));
        }
        self.below.set_inner_html(&html(&part.below()));
        let (says, complains) = part.notice();
        self.notice.set_text_content(Some(&says));
        let wrong = if complains.is_some() { "desk-notice is-fails" } else { "desk-notice" };
        self.notice.set_class_name(wrong);
        if let Ok(Some(before)) = self.above.query_selector("[aria-invalid]") {
            let _ = before.remove_attribute("aria-invalid");
        }
        if let Some(Ok(Some(field))) = complains.map(|field| self.above.query_selector(&field)) {
            let _ = field.set_attribute("aria-invalid", "true");
        }
        let lost = focused.filter(|_| self.active("*").is_none());
        if let Some(Ok(Some(again))) = lost.map(|selector| self.root.query_selector(&selector))
            && let Some(again) = again.dyn_ref::<HtmlElement>()
        {
            let _ = again.focus();
        }
    }

    /// What has the keyboard, if it is in here and fits the selector.
    fn active(&self, selector: &str) -> Option<Element> {
        let active = self.host.owner_document()?.active_element()?;
        (self.root.contains(Some(&active)) && active.matches(selector).ok()?).then_some(active)
    }
}

fn html(nodes: &[Node]) -> String {
    nodes.iter().map(Node::to_html).collect()
}
