//! One operator, changed by hand: what its line in the program's text says, as selects.

use super::Tell;
use super::knobs::{select, send};
use crate::edit::Edit;
use crate::state::{Lab, Msg};
use live_part::knob::Choice;
use model::graph::experiment::offered;
use model::graph::{
    ChainingStrategy, Connection, DEFAULT_GROUP, Edge, MAX_PARALLELISM, OperatorId, OperatorKind,
};
use stage::Lang;
use stage::lab::Thing;
use stage::lab::words::{Label, about, label, label_with};
use yew::prelude::*;

/// The panel of an operator.
pub(super) fn operator(lab: &Lab, id: OperatorId, lang: Lang, tell: &Tell) -> Html {
    let operator = lab.experiment.graph.operator(id);
    let button = |name: &'static str, what: Label, edit: Edit| {
        html! {
            <button type="button" data-control={name} onclick={send(tell, Msg::Edit(edit))}>
                { label(lang, what) }
            </button>
        }
    };
    html! {
        <div class="lab-operator-desk" data-operator={operator.name.clone()}>
            <strong>{ operator.full_name() }</strong>
            { for edges(lab, id, lang).into_iter().map(|edge| html! { <p class="live-hint">{ edge }</p> }) }
            <div class="lab-settings">
                { parallelism(lab, id, lang, tell) }
                { group(lab, id, lang, tell) }
                { chain(lab, id, lang, tell) }
                { for operator.inputs.iter().enumerate().map(|input| connection(lab, id, input, lang, tell)) }
                if operator.kind != OperatorKind::Source {
                    { more_inputs(lab, id, lang, tell) }
                }
            </div>
            <div class="live-acts">
                { button("add-after", Label::AddAfter, Edit::AddAfter(id)) }
                { button("remove", Label::Remove, Edit::Remove(id)) }
                { button("add-source", Label::AddSource, Edit::AddSource) }
            </div>
        </div>
    }
}

/// Why an operator is chained to each of its inputs, or why not. None while the last program that Flink took has no
/// such operator.
pub(super) fn edges(lab: &Lab, id: OperatorId, lang: Lang) -> Vec<String> {
    if id.index() >= lab.outcome.graph.vertex_of.len() {
        return Vec::new();
    }
    about(lang, &lab.outcome, Thing::Operator(id)).split_off(1)
}

fn edits(tell: &Tell, edit: impl Fn(String) -> Edit + 'static) -> Callback<String> {
    let tell = tell.clone();
    Callback::from(move |value| tell.emit(Msg::Edit(edit(value))))
}

fn parallelism(lab: &Lab, id: OperatorId, lang: Lang, tell: &Tell) -> Html {
    let mut choices: Vec<Choice> = vec![(String::new(), label(lang, Label::AsDefault).to_owned())];
    let now = lab.experiment.graph.operator(id).parallelism;
    let numbers = offered(MAX_PARALLELISM, now.unwrap_or(1));
    choices.extend(numbers.map(|n| (n.to_string(), n.to_string())));
    let now = now.map_or(String::new(), |n| n.to_string());
    let change = edits(tell, move |value| Edit::Parallelism(id, value.parse().ok()));
    select("operator-parallelism", label(lang, Label::OfOperator), &choices, &now, change)
}

/// The groups that are there, and one that is not yet.
fn group(lab: &Lab, id: OperatorId, lang: Lang, tell: &Tell) -> Html {
    let graph = &lab.experiment.graph;
    let operator = graph.operator(id);
    let mut names: Vec<String> =
        graph.operators.iter().filter_map(|operator| operator.group.clone()).collect();
    names.push(DEFAULT_GROUP.to_owned());
    // A group of its own is what a reader wants most.
    names.push(operator.name.clone());
    names.sort_unstable();
    names.dedup();
    let mut choices: Vec<Choice> = vec![(String::new(), label(lang, Label::Inherited).to_owned())];
    choices.extend(names.into_iter().map(|name| (name.clone(), name)));
    let now = operator.group.clone().unwrap_or_default();
    let change =
        edits(tell, move |value| Edit::Group(id, Some(value).filter(|name| !name.is_empty())));
    select("operator-group", label(lang, Label::Group), &choices, &now, change)
}

fn chain(lab: &Lab, id: OperatorId, lang: Lang, tell: &Tell) -> Html {
    let text = |strategy: ChainingStrategy| match strategy {
        ChainingStrategy::Always => label(lang, Label::ChainAlways).to_owned(),
        ChainingStrategy::Head | ChainingStrategy::Never => strategy.word().to_owned(),
    };
    let all = ChainingStrategy::ALL;
    let choices: Vec<Choice> =
        all.iter().map(|each| (each.word().to_owned(), text(*each))).collect();
    let change = edits(tell, move |value| {
        let strategy = all.into_iter().find(|each| each.word() == value);
        Edit::Chain(id, strategy.unwrap_or(ChainingStrategy::Always))
    });
    let now = lab.experiment.graph.operator(id).strategy.word();
    select("operator-chain", label(lang, Label::Chain), &choices, now, change)
}

/// What is between the operator and one of its inputs.
fn connection(
    lab: &Lab,
    id: OperatorId,
    (input, edge): (usize, &Edge),
    lang: Lang,
    tell: &Tell,
) -> Html {
    const REMOVE: &str = "remove";
    let graph = &lab.experiment.graph;
    let operator = graph.operator(id);
    let text = |connection: Connection| match connection {
        Connection::Direct => label(lang, Label::Direct).to_owned(),
        Connection::Forward | Connection::KeyBy | Connection::Rebalance | Connection::Broadcast => {
            connection.word().to_owned()
        }
    };
    let all = Connection::ALL;
    let mut choices: Vec<Choice> =
        all.iter().map(|each| (each.word().to_owned(), text(*each))).collect();
    if operator.inputs.len() > 1 {
        choices.push((REMOVE.to_owned(), label(lang, Label::RemoveInput).to_owned()));
    }
    let change =
        edits(tell, move |value| match all.into_iter().find(|each| each.word() == value) {
            Some(connection) => Edit::Connect(id, input, connection),
            None => Edit::RemoveInput(id, input),
        });
    let from = label_with(lang, Label::From, &[&graph.operator(edge.from).name]);
    select("operator-input", &from, &choices, edge.connection.word(), change)
}

/// Every operator above this one that is no sink.
fn more_inputs(lab: &Lab, id: OperatorId, lang: Lang, tell: &Tell) -> Html {
    let graph = &lab.experiment.graph;
    let mut choices: Vec<Choice> = vec![(String::new(), "–".to_owned())];
    for from in graph.ids().take(id.index()) {
        let operator = graph.operator(from);
        if operator.kind != OperatorKind::Sink {
            choices.push((from.0.to_string(), operator.name.clone()));
        }
    }
    let change = edits(tell, move |value| {
        // The dash is not offered twice: it stands for the operator itself, which cannot be its own input.
        Edit::AddInput(id, value.parse().map_or(id, OperatorId))
    });
    select("operator-more", label(lang, Label::AddInput), &choices, "", change)
}
