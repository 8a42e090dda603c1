//! The card beside the selected thing: what it is, how it fares, and what can be done to it, without a way to a panel.
//!
//! In: the selection, as far as the picture shows it now. Out: [`crate::player::state::Control`]s.

use super::button::button;
use super::{Msg, Tell, click};
use crate::player::desk::{Ask, Overlay, Panel};
use crate::player::live::Live;
use crate::player::verbs::Verb;
use stage::words::{Label, Names, inspector, label};
use stage::{Part, Scene, Shape};
use yew::prelude::*;

/// The card, if something is selected that the picture shows, and nothing else tells of it.
pub(in crate::player) fn card(live: &Live, tell: &Tell) -> Html {
    let (lang, frame, desk) = (live.lang(), live.frame(), live.desk());
    let (Overlay::Card, Some(target)) = (desk.overlay, desk.selected) else {
        return Html::default();
    };
    let mut shapes = live.scene().shapes.iter();
    let Some(shape) = shapes.find(|shape| shape.target == Some(target)) else {
        return Html::default();
    };
    let names = Names::new(lang, &frame.cluster);
    let told = inspector::inspect(lang, target, frame, live.player().entries());
    let verb = |verb: &Verb| button(&names, &verb.action, verb.key, tell);
    html! {
        <div class="live-card" role="group" aria-label={told.name.clone()} style={place(shape, live.scene())}>
            <p class="live-thing">
                <strong>{ &told.name }</strong>
                if told.name != told.kind {
                    <span>{ " " }{ told.kind }</span>
                }
            </p>
            { for told.states.iter().map(|state| html! {
                <p class="live-state">
                    if !state.name.is_empty() {
                        <code>{ &state.name }</code>{ " " }
                    }
                    { &state.meaning }
                </p>
            }) }
            <p class="live-about">{ first_sentence(told.about) }</p>
            <div class="live-acts">{ for live.verbs().iter().map(verb) }</div>
            <div class="live-acts live-acts-card">
                <button type="button" class="live-act" data-control="more" onclick={click(tell, Msg::Ask(Ask::Show(Panel::Inspector)))}>
                    { label(lang, Label::More) }
                </button>
                <button type="button" class="live-act" data-control="close" onclick={click(tell, Msg::Ask(Ask::Escape))}>
                    { label(lang, Label::Close) }
                </button>
            </div>
        </div>
    }
}

/// The rest is in the inspector.
fn first_sentence(about: &str) -> &str {
    let ends =
        ["。", ". "].into_iter().filter_map(|end| Some(about.find(end)? + end.trim_end().len()));
    ends.min().and_then(|end| about.get(..end)).unwrap_or(about)
}

/// Beside the thing where there is more room, from its upper edge on; in a narrow picture below or above it. In hundredths of
/// the picture, which may be drawn in any size.
fn place(shape: &Shape, scene: &Scene) -> String {
    let (width, height) = shape.parts.iter().fold((0, 0), |(width, height), part| match part {
        Part::Rect { x, y, width: w, height: h, .. } => (width.max(x + w), height.max(y + h)),
        Part::Path { .. } | Part::Text { .. } => (width, height),
    });
    let (x, right, across) = (shape.x, shape.x + width, scene.width);
    let (y, bottom, down) = (shape.y, shape.y + height, scene.height);
    let share = |part: i32, whole: i32| part.clamp(0, whole) * 100 / whole.max(1);
    let beside = if x + right < across {
        format!("--left:{}%", share(right, across))
    } else {
        format!("--right:{}%", share(across - x, across))
    };
    let along = if y + bottom < down {
        format!("--below:{}%", share(bottom, down))
    } else {
        format!("--above:{}%", share(down - y, down))
    };
    format!("{beside};{along};--top:{}%", share(y, down))
}
