//! The picture: a scene as SVG elements, one memoised component for each shape.
//!
//! In: a [`Scene`] of shared shapes. Out: SVG in which a step touches only the shapes that changed.

use super::{Msg, Tell};
use crate::player::desk::Ask;
use model::Time;
use stage::words::time;
use stage::words::{Label, label, label_with};
use stage::{Lang, Part, Scene, Shape, WidthClass};
use yew::prelude::*;

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
    let shapes = scene.shapes.iter().map(|shape| {
        html! { <ShapeView key={shape.key.as_str()} shape={shape.clone()} tell={tell.clone()} /> }
    });
    let class = match scene.kind {
        WidthClass::Wide => "stage-picture stage-wide",
        WidthClass::Narrow => "stage-picture stage-narrow",
    };
    html! {
        <>
            <svg
                {class}
                viewBox={scene.view_box()}
                role="group"
                aria-roledescription={label(lang, Label::Picture)}
                aria-label={scene.label.clone()}
            >
                { for shapes }
            </svg>
            if let Some(wait) = wait {
                <p class="live-wait">{ label_with(lang, Label::Passes, &[&time::span(wait)]) }</p>
            }
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ShapeProps {
    shape: Shape,
    tell: Tell,
}

/// One thing of the picture.
#[component]
fn ShapeView(props: &ShapeProps) -> Html {
    let shape = &props.shape;
    let parts = shape.parts.iter().map(part);
    let place = shape.transform();
    let title = shape.label.as_ref().map(|label| html! { <title>{ label.clone() }</title> });
    let Some(target) = shape.target else {
        return html! {
            <g class={shape.class()} transform={place}>{ for title }{ for parts }</g>
        };
    };
    let select = {
        let tell = props.tell.clone();
        move || tell.emit(Msg::Ask(Ask::Select(target)))
    };
    let onclick = {
        let select = select.clone();
        Callback::from(move |_: MouseEvent| select())
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            select();
        }
    });
    html! {
        <g
            class={shape.class()}
            transform={place}
            data-key={shape.key.clone()}
            role="button"
            tabindex="0"
            aria-label={shape.label.clone()}
            aria-pressed={if shape.selected { "true" } else { "false" }}
            {onclick}
            {onkeydown}
        >
            { for title }
            { for parts }
        </g>
    }
}

/// One piece of a shape.
fn part(part: &Part) -> Html {
    let class = part.look().class();
    match part {
        Part::Rect { x, y, width, height, radius, .. } => html! {
            <rect
                {class}
                x={x.to_string()}
                y={y.to_string()}
                width={width.to_string()}
                height={height.to_string()}
                rx={radius.to_string()}
            />
        },
        Part::Path { .. } => html! { <path {class} d={part.d()} /> },
        Part::Text { x, y, anchor, size, text, .. } => html! {
            <text
                {class}
                x={x.to_string()}
                y={y.to_string()}
                text-anchor={anchor.name()}
                font-size={size.to_string()}
            >
                { text.clone() }
            </text>
        },
    }
}
