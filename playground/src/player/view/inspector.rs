//! What the selected thing is.
//!
//! In: the moment and the selection. Out: its description, its state, its configuration keys, and
//! what can be done to it.

use super::actions::buttons;
use super::{Moment, Tell};
use crate::player::offers::{Attachment, Offers};
use model::Scenario;
use stage::words::inspector::{Inspection, KeyRow};
use stage::words::{Label, Names, label};
use stage::{Lang, Target};
use std::rc::Rc;
use yew::prelude::*;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct InspectorProps {
    /// The time shown.
    pub moment: Moment,
    /// Whose jobs can be submitted.
    pub scenario: Rc<Scenario>,
    /// What is selected.
    pub selected: Option<Target>,
    /// All about it.
    pub inspection: Option<Rc<Inspection>>,
    /// How jobs are submitted.
    pub attachment: Attachment,
    /// The language.
    pub lang: Lang,
    /// Where clicks go.
    pub tell: Tell,
}

/// The panel.
#[component]
pub(super) fn Inspector(props: &InspectorProps) -> Html {
    let InspectorProps { moment, scenario, selected, inspection, attachment, lang, tell } = props;
    let (Some(target), Some(inspection)) = (*selected, inspection) else {
        return html! { <p class="live-hint">{ label(*lang, Label::InspectorEmpty) }</p> };
    };
    let cluster = &moment.frame.cluster;
    let names = Names::new(*lang, cluster);
    let actions = Offers::of(cluster, scenario, *attachment).to(target);
    let Inspection { kind, name, about, classes, states, facts, keys } = &**inspection;
    html! {
        <>
            <p class="live-thing">
                <strong>{ name }</strong>
                if name != kind {
                    <span>{ " " }{ *kind }</span>
                }
            </p>
            if states.is_empty() {
                <p class="live-hint">{ label(*lang, Label::GoneNow) }</p>
            }
            { for states.iter().map(|state| html! {
                <p class="live-state">
                    if !state.name.is_empty() {
                        <code>{ &state.name }</code>{ " " }
                    }
                    { &state.meaning }
                </p>
            }) }
            <div class="live-acts">{ buttons(&names, &actions, tell) }</div>
            <p>{ *about }</p>
            { facts_view(facts) }
            if !keys.is_empty() {
                <h5>{ label(*lang, Label::Configuration) }</h5>
                { for keys.iter().map(|key| key_view(*lang, key)) }
            }
            if !classes.is_empty() {
                <h5>{ label(*lang, Label::Classes) }</h5>
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
        <div class={classes!("live-key", key.set_here.then_some("is-set"))}>
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
