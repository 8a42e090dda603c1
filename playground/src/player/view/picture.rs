//! The picture: a scene as SVG elements, one memoised component for each shape.
//!
//! In: a [`Scene`] of shared shapes. Out: SVG in which a step touches only the shapes that changed.

use super::{Msg, Tell, click};
use crate::player::desk::Ask;
use live_part::part;
use model::Time;
use stage::words::time;
use stage::words::{Label, label, label_with};
use stage::{Lang, Scene, Shape, Target, WidthClass};
use std::rc::Rc;
use yew::html;
use yew::prelude::*;
use yew::virtual_dom::{VTag, VText};

/// What the picture shows.
pub(super) struct Picture<'a> {
    /// The scene.
    pub scene: &'a Scene,
    /// The long wait that is being passed over.
    pub wait: Option<Time>,
    /// The language.
    pub lang: Lang,
    /// Where clicks go.
    pub tell: &'a Tell,
}

/// The picture.
pub(super) fn picture(props: &Picture) -> Html {
    let Picture { scene, wait, lang, tell } = *props;
    // One stop for the keyboard in a picture: what is selected, or else the first thing of it.
    let mut selectable = scene.shapes.iter().filter(|shape| shape.target.is_some());
    let first = selectable.clone().next();
    let stop = selectable.find(|shape| shape.selected).or(first).map(|shape| &shape.key);
    let shapes = scene.shapes.iter().map(|shape| {
        let stops = Some(&shape.key) == stop;
        html! {
            <ShapeView key={shape.key.as_str()} shape={shape.clone()} {stops} tell={tell.clone()} />
        }
    });
    let class = match scene.kind {
        WidthClass::Wide => "stage-picture stage-wide",
        WidthClass::Narrow => "stage-picture stage-narrow",
    };
    let mut svg = VTag::new("svg");
    svg.add_attribute("class", class);
    svg.add_attribute("viewBox", scene.view_box());
    svg.add_attribute("role", "group");
    svg.add_attribute("aria-roledescription", label(lang, Label::Picture));
    svg.add_attribute("aria-label", scene.label.clone());
    svg.add_children(shapes);
    html! {
        <>
            { Html::from(svg) }
            if let Some(wait) = wait {
                <p class="live-wait">{ label_with(lang, Label::Passes, &[&time::span(wait)]) }</p>
            }
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ShapeProps {
    shape: Shape,
    stops: bool,
    tell: Tell,
}

/// One thing of the picture. Its elements are made without `html!`, whose classes are a set that is
/// built and taken apart again: a scene has hundreds of them, and none has two.
#[component]
fn ShapeView(props: &ShapeProps) -> Html {
    let shape = &props.shape;
    let mut group = VTag::new("g");
    group.add_attribute("class", shape.class());
    group.add_attribute("transform", shape.transform());
    if let Some(label) = &shape.label {
        let mut title = VTag::new("title");
        title.add_child(VText::new(label.clone()).into());
        group.add_child(title.into());
    }
    if let Some(target) = shape.target {
        group.add_attribute("data-key", shape.key.clone());
        group.add_attribute("role", "button");
        group.add_attribute("tabindex", if props.stops { "0" } else { "-1" });
        group.add_attribute("aria-label", shape.label.clone().unwrap_or_default());
        group.add_attribute("aria-pressed", if shape.selected { "true" } else { "false" });
        listen(&mut group, target, &props.tell);
    }
    group.add_children(shape.parts.iter().map(part));
    group.into()
}

/// A click on it, or Enter, selects it.
fn listen(group: &mut VTag, target: Target, tell: &Tell) {
    let select = Msg::Ask(Ask::Select(target));
    let onkeydown = {
        let (tell, select) = (tell.clone(), select.clone());
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                tell.emit(select.clone());
            }
        })
    };
    group.set_listeners(Box::new([
        Some(Rc::new(html::onclick::Wrapper::new(click(tell, select)))),
        Some(Rc::new(html::onkeydown::Wrapper::new(onkeydown))),
    ]));
}
