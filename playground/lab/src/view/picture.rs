//! The four pictures as SVG elements, and what the pointer and the keys do on them.
//!
//! One thing of the picture is in the order of Tab: the one that was clicked, else the first. The arrow keys go on
//! from there, and what has the focus is lit like what the pointer is on.

use super::Tell;
use crate::state::{Lab, Msg};
use live_part::focus::{key_of, walk};
use live_part::picture::{frame, group, stop};
use stage::Emphasis;
use stage::lab::{Picture, Thing};
use std::rc::Rc;
use yew::html;
use yew::prelude::*;
use yew::virtual_dom::{Key, VTag};

/// What the moment adds: what is pointed at with its counterparts, and what was clicked.
pub(crate) fn light(lab: &Lab, picture: &mut Picture) {
    let lit = lab.lit();
    for shape in &mut picture.shapes {
        let is_lit = shape.target.is_some_and(|thing| lit.binary_search(&thing).is_ok());
        shape.emphasis = if is_lit { Emphasis::Involved } else { Emphasis::None };
        shape.selected = shape.target.is_some() && shape.target == lab.chosen;
    }
}

/// The pictures.
pub(super) fn picture(picture: &Picture, tell: &Tell) -> Html {
    let stop = stop(picture);
    let groups = picture.shapes.iter().map(|shape| {
        let mut group = group(shape, Some(shape.key.as_str()) == stop);
        group.key = Some(Key::from(shape.key.as_str()));
        group.into()
    });
    let mut svg = frame(picture, "group");
    svg.add_children(groups);
    let things = picture.shapes.iter().filter_map(|it| Some((it.key.clone(), it.target?)));
    listen(&mut svg, things.collect(), tell);
    html! { <div class="lab-pictures">{ Html::from(svg) }</div> }
}

fn listen(svg: &mut VTag, things: Rc<[(String, Thing)]>, tell: &Tell) {
    let thing_of = move |event: &web_sys::Event| {
        let key = key_of(event)?;
        things.iter().find(|(known, _)| *known == key).map(|(_, thing)| *thing)
    };
    let thing_of = Rc::new(thing_of);
    let over = {
        let (tell, thing_of) = (tell.clone(), thing_of.clone());
        Callback::from(move |event: PointerEvent| tell.emit(Msg::Point(thing_of(&event))))
    };
    let focus = {
        let (tell, thing_of) = (tell.clone(), thing_of.clone());
        Callback::from(move |event: FocusEvent| tell.emit(Msg::Point(thing_of(&event))))
    };
    let leave = {
        let tell = tell.clone();
        Callback::from(move |_: FocusEvent| tell.emit(Msg::Point(None)))
    };
    let click = {
        let (tell, thing_of) = (tell.clone(), thing_of.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(thing) = thing_of(&event) {
                tell.emit(Msg::Choose(thing));
            }
        })
    };
    let key = {
        let tell = tell.clone();
        Callback::from(move |event: KeyboardEvent| {
            let Some(thing) = thing_of(&event) else { return };
            match event.key().as_str() {
                "Enter" | " " => tell.emit(Msg::Choose(thing)),
                "ArrowRight" | "ArrowDown" => walk(&event, "svg", "[data-key]", true),
                "ArrowLeft" | "ArrowUp" => walk(&event, "svg", "[data-key]", false),
                _ => return,
            }
            event.prevent_default();
        })
    };
    svg.set_listeners(Box::new([
        Some(Rc::new(html::onpointerover::Wrapper::new(over))),
        Some(Rc::new(html::onfocusin::Wrapper::new(focus))),
        Some(Rc::new(html::onfocusout::Wrapper::new(leave))),
        Some(Rc::new(html::onclick::Wrapper::new(click))),
        Some(Rc::new(html::onkeydown::Wrapper::new(key))),
    ]));
}
