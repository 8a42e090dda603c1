//! The four pictures as SVG elements, and what the pointer and the keys do on them.
//!
//! One thing of the picture is in the order of Tab: the one that was clicked, else the first. The arrow keys go on
//! from there, and what has the focus is lit like what the pointer is on.

use super::Tell;
use super::browser::{move_focus, piece_of};
use crate::state::{Lab, Msg};
use live_part::part;
use stage::lab::{Drawing, Piece, Thing};
use std::rc::Rc;
use yew::html;
use yew::prelude::*;
use yew::virtual_dom::{Key, VTag, VText};

/// The pictures.
pub(super) fn picture(lab: &Lab, drawing: &Drawing, tell: &Tell) -> Html {
    let lit = lab.lit();
    let things: Rc<[Option<Thing>]> = drawing.pieces.iter().map(|piece| piece.thing).collect();
    let entry = drawing.pieces.iter().position(|piece| {
        piece.thing.is_some() && lab.chosen.is_none_or(|chosen| piece.thing == Some(chosen))
    });
    let groups = drawing.pieces.iter().enumerate().map(|(number, piece)| {
        let mark = Mark {
            number,
            lit: piece.thing.is_some_and(|thing| lit.contains(&thing)),
            chosen: piece.thing.is_some() && piece.thing == lab.chosen,
            entry: entry == Some(number),
        };
        group(piece, mark)
    });
    let mut svg = VTag::new("svg");
    svg.add_attribute("class", drawing.class());
    svg.add_attribute("viewBox", drawing.view_box());
    svg.add_attribute("role", "group");
    svg.add_attribute("aria-label", drawing.label.clone());
    svg.add_children(groups);
    listen(&mut svg, things, tell);
    html! { <div class="lab-pictures">{ Html::from(svg) }</div> }
}

/// What the moment adds to a piece.
#[derive(Clone, Copy)]
struct Mark {
    number: usize,
    lit: bool,
    chosen: bool,
    entry: bool,
}

fn listen(svg: &mut VTag, things: Rc<[Option<Thing>]>, tell: &Tell) {
    let thing_of = move |event: &web_sys::Event| {
        let (number, element) = piece_of(event)?;
        Some((things.get(number).copied().flatten()?, element))
    };
    let thing_of = Rc::new(thing_of);
    let over = {
        let (tell, thing_of) = (tell.clone(), thing_of.clone());
        Callback::from(move |event: PointerEvent| {
            tell.emit(Msg::Point(thing_of(&event).map(|(thing, _)| thing)));
        })
    };
    let focus = {
        let (tell, thing_of) = (tell.clone(), thing_of.clone());
        Callback::from(move |event: FocusEvent| {
            tell.emit(Msg::Point(thing_of(&event).map(|(thing, _)| thing)));
        })
    };
    let leave = {
        let tell = tell.clone();
        Callback::from(move |_: FocusEvent| tell.emit(Msg::Point(None)))
    };
    let click = {
        let (tell, thing_of) = (tell.clone(), thing_of.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some((thing, _)) = thing_of(&event) {
                tell.emit(Msg::Choose(thing));
            }
        })
    };
    let key = {
        let tell = tell.clone();
        Callback::from(move |event: KeyboardEvent| {
            let Some((thing, element)) = thing_of(&event) else { return };
            match event.key().as_str() {
                "Enter" | " " => tell.emit(Msg::Choose(thing)),
                "ArrowRight" | "ArrowDown" => move_focus(&element, true),
                "ArrowLeft" | "ArrowUp" => move_focus(&element, false),
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

/// One piece. Made without `html!`, whose classes are a set that is built and taken apart again.
fn group(piece: &Piece, mark: Mark) -> Html {
    let mut group = VTag::new("g");
    group.key = Some(Key::from(piece.key.as_str()));
    let mut class = piece.class();
    if mark.lit {
        class.push_str(" lit");
    }
    if mark.chosen {
        class.push_str(" chosen");
    }
    group.add_attribute("class", class);
    group.add_attribute("transform", piece.transform());
    if let Some(label) = &piece.label {
        let mut title = VTag::new("title");
        title.add_child(VText::new(label.clone()).into());
        group.add_child(title.into());
    }
    if piece.thing.is_some() {
        group.add_attribute("data-key", piece.key.clone());
        group.add_attribute("data-piece", mark.number.to_string());
        group.add_attribute("role", "button");
        group.add_attribute("tabindex", if mark.entry { "0" } else { "-1" });
        group.add_attribute("aria-label", piece.label.clone().unwrap_or_default());
        group.add_attribute("aria-pressed", if mark.chosen { "true" } else { "false" });
    }
    group.add_children(piece.parts.iter().map(part));
    group.into()
}
