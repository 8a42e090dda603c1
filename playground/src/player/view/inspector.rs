//! What the selected thing is.
//!
//! In: the moment and the selection. Out: its description, its state, its configuration keys, and
//! what can be done to it.

use super::Tell;
use super::button::buttons;
use crate::player::offers::Offers;
use stage::words::inspector::{Inspection, KeyRow};
use stage::words::{Label, Names, label};
use stage::{Lang, Target};
use yew::prelude::*;

/// The panel.
pub(super) fn inspector(
    inspection: Option<&(Target, Inspection)>,
    names: &Names,
    offers: &Offers,
    tell: &Tell,
) -> Html {
    let lang = names.lang;
    let Some((target, inspection)) = inspection else {
        return html! { <p class="live-hint">{ label(lang, Label::InspectorEmpty) }</p> };
    };
    let actions = offers.to(*target);
    let Inspection { kind, name, about, classes, states, facts, keys } = inspection;
    html! {
        <>
            <p class="live-thing">
                <strong>{ name }</strong>
                if name != kind {
                    <span>{ " " }{ *kind }</span>
                }
            </p>
            if states.is_empty() && facts.is_empty() {
                <p class="live-hint">{ label(lang, Label::GoneNow) }</p>
            }
            { for states.iter().map(|state| html! {
                <p class="live-state">
                    if !state.name.is_empty() {
                        <code>{ &state.name }</code>{ " " }
                    }
                    { &state.meaning }
                </p>
            }) }
            <div class="live-acts">{ buttons(names, &actions, tell) }</div>
            <p>{ *about }</p>
            { facts_view(facts) }
            if !keys.is_empty() {
                <h4>{ label(lang, Label::Configuration) }</h4>
                { for keys.iter().map(|key| key_view(lang, key)) }
            }
            if !classes.is_empty() {
                <h4>{ label(lang, Label::Classes) }</h4>
                <p class="live-classes"><code>{ *classes }</code></p>
            }
        </>
    }
}

fn facts_view(facts: &[(&'static str, String)]) -> Html {
    if facts.is_empty() {
        return Html::default();
    }
    let rows = facts.iter().map(|(name, value)| {
        html! { <><dt>{ *name }</dt><dd>{ value }</dd></> }
    });
    html! { <dl class="live-facts">{ for rows }</dl> }
}

/// A key, its value in force, its default, and what it governs.
fn key_view(lang: Lang, key: &KeyRow) -> Html {
    html! {
        <div class="live-key" data-set={key.set_here.then_some("true")}>
            <code>{ key.name }{ ": " }<b>{ &key.value }</b></code>
            <span class="live-key-default">
                { label(lang, Label::Default) }{ " " }<code>{ key.default }</code>
                if key.set_here {
                    { " · " }{ label(lang, Label::SetHere) }
                }
            </span>
            <span>{ key.sentence }</span>
        </div>
    }
}
