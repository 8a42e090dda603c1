//! The table: what the model counted in each mode.

use crate::state::Compare;
use stage::Lang;
use stage::compare::words::{Label, label, label_with, mode, row, rows, short};
use yew::prelude::*;

/// The table.
pub(super) fn table(compare: &Compare, lang: Lang) -> Html {
    let comparison = &compare.comparison;
    let heads = comparison.courses.iter().map(|course| {
        html! { <th scope="col">{ mode(lang, course.mode) }</th> }
    });
    let facts: Vec<_> = comparison.courses.iter().map(|each| comparison.facts(each)).collect();
    let body = rows(comparison).map(|each| {
        let values = facts.iter().map(|facts| match facts {
            Some(facts) => html! { <td>{ row(lang, each, facts) }</td> },
            None => html! { <td>{ "–" }</td> },
        });
        html! { <tr><th scope="row">{ each.name(lang) }</th>{ for values }</tr> }
    });
    html! {
        <table class="cmp-table">
            <caption>{ label_with(lang, Label::Table, &[&short(comparison.end)]) }</caption>
            <thead><tr><th scope="col">{ label(lang, Label::What) }</th>{ for heads }</tr></thead>
            <tbody>{ for body }</tbody>
        </table>
    }
}
