//! The picture: a scene as SVG elements, one memoised component for each shape.
//!
//! In: a [`Scene`] of shared shapes. Out: SVG in which a step touches only the shapes that changed.

use super::{Msg, Tell, click};
use crate::player::desk::Ask;
use live_part::picture::{frame, group};
use model::Time;
use stage::words::time;
use stage::words::{Label, label, label_with};
use stage::{Lang, Scene, Shape, Target};
use std::rc::Rc;
use yew::html;
use yew::prelude::*;
use yew::virtual_dom::VTag;

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
    let stop = live_part::picture::stop(scene);
    let shapes = scene.shapes.iter().map(|shape| {
        let stops = Some(shape.key.as_str()) == stop;
        html! {
            <ShapeView key={shape.key.as_str()} shape={shape.clone()} {stops} tell={tell.clone()} />
        }
    });
    let mut svg = frame(scene, "group");
    svg.add_attribute("aria-roledescription", label(lang, Label::Picture));
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

/// One thing of the picture.
#[component]
fn ShapeView(props: &ShapeProps) -> Html {
    let mut group = group(&props.shape, props.stops);
    if let Some(target) = props.shape.target {
        listen(&mut group, target, &props.tell);
    }
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
