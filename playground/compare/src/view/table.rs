//! The table: what the model counted in each mode.
//!
//! On a phone a row is a grid, its name above its values; the roles keep it a table for those who listen to it.

use crate::state::Compare;
use stage::Lang;
use stage::compare::words::{Label, label, label_with, mode, row, rows, short};
use yew::prelude::*;

/// The table.
pub(super) fn table(compare: &Compare, lang: Lang) -> Html {
    let comparison = &compare.comparison;
    let heads = comparison.courses.iter().map(|course| {
        html! { <th role="columnheader" scope="col">{ mode(lang, course.mode) }</th> }
    });
    let facts: Vec<_> = comparison.courses.iter().map(|each| comparison.facts(each)).collect();
    let body = rows(comparison).map(|each| {
        let values = facts.iter().map(|facts| match facts {
            Some(facts) => html! { <td role="cell">{ row(lang, each, facts) }</td> },
            None => html! { <td role="cell">{ "–" }</td> },
        });
        html! { <tr role="row"><th role="rowheader" scope="row">{ each.name(lang) }</th>{ for values }</tr> }
    });
    html! {
        <table class="cmp-table" role="table">
            <caption>{ label_with(lang, Label::Table, &[&short(comparison.end)]) }</caption>
            <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">{ label(lang, Label::What) }</th>{ for heads }</tr></thead>
            <tbody role="rowgroup">{ for body }</tbody>
        </table>
    }
}
