//! The chart as SVG elements, and the line of the clock in it, which the pointer takes along.

use super::Tell;
use crate::state::{Compare, Msg};
use live_part::picture::{frame, group};
use stage::WidthClass;
use stage::compare::{Chart, chart};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::html;
use yew::prelude::*;
use yew::virtual_dom::VTag;

/// The chart.
pub(super) fn picture(compare: &Compare, drawn: &Chart, width: WidthClass, tell: &Tell) -> Html {
    let axis = chart::axis(&compare.comparison, width);
    let mut svg = frame(&drawn.picture, "img");
    svg.add_children(drawn.picture.shapes.iter().map(|shape| group(shape, false).into()));
    let x = axis.x(compare.at).to_string();
    for (from, to) in &drawn.plots {
        let mut line = VTag::new("line");
        line.add_attribute("class", "cmp-clock");
        for (name, value) in
            [("x1", &x), ("x2", &x), ("y1", &from.to_string()), ("y2", &to.to_string())]
        {
            line.add_attribute(name, value.clone());
        }
        svg.add_child(line.into());
    }
    listen(
        &mut svg,
        Axis { left: axis.left(), right: axis.right(), whole: drawn.picture.width },
        tell,
    );
    html! { <div class="cmp-pictures">{ Html::from(svg) }</div> }
}

/// Ends of the axis, and the width of the picture, in its units.
#[derive(Clone, Copy)]
struct Axis {
    left: i32,
    right: i32,
    whole: i32,
}

/// A press puts the clock there, and it follows while the pointer is down.
fn listen(svg: &mut VTag, axis: Axis, tell: &Tell) {
    let seek = {
        let tell = tell.clone();
        move |event: &PointerEvent| {
            if let Some(thousandths) = place(event, axis) {
                tell.emit(Msg::Seek(thousandths));
            }
        }
    };
    let (down, moved) = (seek.clone(), seek);
    let down = Callback::from(move |event: PointerEvent| down(&event));
    let moved = Callback::from(move |event: PointerEvent| {
        if event.buttons() & 1 == 1 {
            moved(&event);
        }
    });
    svg.set_listeners(Box::new([
        Some(Rc::new(html::onpointerdown::Wrapper::new(down))),
        Some(Rc::new(html::onpointermove::Wrapper::new(moved))),
    ]));
}

/// Where on the axis, in thousandths, the pointer is; left of it is its beginning.
fn place(event: &PointerEvent, axis: Axis) -> Option<u64> {
    let svg = event.target()?.dyn_into::<Element>().ok()?.closest("svg").ok()??;
    let place = svg.get_bounding_client_rect();
    let units = (f64::from(event.client_x()) - place.left()) * f64::from(axis.whole)
        / place.width().max(1.0);
    let along = (units - f64::from(axis.left)) / f64::from(axis.right - axis.left);
    Some((along.clamp(0.0, 1.0) * 1_000.0) as u64)
}
