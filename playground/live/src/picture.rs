//! A picture as SVG elements: its frame, and one group for each thing in it.
//!
//! In: a [`Scene`]. Out: elements for Yew. What can be selected is a button with a name; one of them is in the order of
//! Tab, and its key is what the page hears ([`crate::focus::key_of`]).
//! Made without `html!`, whose classes are a set that is built and taken apart again: a scene has hundreds of things,
//! and none has a class twice.

use stage::{Kind, Part, Scene, Shape};
use yew::Html;
use yew::virtual_dom::{VTag, VText};

/// The `<svg>` of a picture, still empty.
pub fn frame<R: Kind, T>(scene: &Scene<R, T>, role: &'static str) -> VTag {
    let mut svg = VTag::new("svg");
    svg.add_attribute("class", scene.class());
    svg.add_attribute("viewBox", scene.view_box());
    svg.add_attribute("role", role);
    svg.add_attribute("aria-label", scene.label.clone());
    svg
}

/// The key of the one thing that is in the order of Tab: what is selected, or else the first that can be.
pub fn stop<R, T>(scene: &Scene<R, T>) -> Option<&str> {
    let mut selectable = scene.shapes.iter().filter(|shape| shape.target.is_some());
    let first = selectable.clone().next();
    selectable.find(|shape| shape.selected).or(first).map(|shape| shape.key.as_str())
}

/// One thing. `stops` when Tab comes to it.
pub fn group<R: Kind, T>(shape: &Shape<R, T>, stops: bool) -> VTag {
    let mut group = VTag::new("g");
    group.add_attribute("class", shape.class());
    group.add_attribute("transform", shape.transform());
    if let Some(label) = &shape.label {
        let mut title = VTag::new("title");
        title.add_child(VText::new(label.clone()).into());
        group.add_child(title.into());
    }
    if shape.target.is_some() {
        group.add_attribute("data-key", shape.key.clone());
        group.add_attribute("role", "button");
        group.add_attribute("tabindex", if stops { "0" } else { "-1" });
        group.add_attribute("aria-label", shape.label.clone().unwrap_or_default());
        group.add_attribute("aria-pressed", if shape.selected { "true" } else { "false" });
    }
    group.add_children(shape.parts.iter().map(part));
    group
}

/// One part of a shape as an SVG element.
fn part(part: &Part) -> Html {
    let mut tag = VTag::new(match part {
        Part::Rect { .. } => "rect",
        Part::Path { .. } => "path",
        Part::Text { .. } => "text",
    });
    tag.add_attribute("class", part.look().class());
    match part {
        Part::Rect { x, y, width, height, radius, .. } => {
            let sides = [("x", x), ("y", y), ("width", width), ("height", height), ("rx", radius)];
            for (name, value) in sides {
                tag.add_attribute(name, value.to_string());
            }
        }
        Part::Path { .. } => tag.add_attribute("d", part.d()),
        Part::Text { x, y, anchor, size, text, .. } => {
            for (name, value) in [("x", x), ("y", y), ("font-size", size)] {
                tag.add_attribute(name, value.to_string());
            }
            tag.add_attribute("text-anchor", anchor.name());
            tag.add_child(VText::new(text.clone()).into());
        }
    }
    tag.into()
}
