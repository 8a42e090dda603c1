//! The knobs of the workload: one select each. The first few stand open, the others behind a summary.

use super::Tell;
use crate::state::{Compare, Msg};
use live_part::knob::Knob;
use model::compare::{MOST_JOBS, MOST_PARALLELISM, Workload};
use stage::Lang;
use stage::compare::words;
use stage::compare::words::{FIRST, Label, choices, knob, label, label_with, matters, value};
use yew::prelude::*;

/// All of them.
pub(super) fn knobs(
    compare: &Compare,
    lang: Lang,
    tell: &Tell,
    link: Callback<MouseEvent>,
) -> Html {
    let workload = &compare.comparison.workload;
    let reset = {
        let tell = tell.clone();
        Callback::from(move |_: MouseEvent| tell.emit(Msg::Reset))
    };
    let others = Workload::KNOBS.into_iter().filter(|name| !FIRST.contains(name));
    html! {
        <div class="cmp-knobs" role="group" aria-label={label(lang, Label::Knobs)}>
            <div class="cmp-row">{ for FIRST.into_iter().map(|name| one(workload, name, lang, tell)) }</div>
            <details>
                <summary data-control="more">{ label(lang, Label::More) }</summary>
                <div class="cmp-row">
                    { for (0..MOST_JOBS).map(|job| parallelism(workload, job, lang, tell)) }
                    { for others.map(|name| one(workload, name, lang, tell)) }
                </div>
            </details>
            <div class="cmp-buttons">
                <button type="button" data-control="reset" onclick={reset}>{ label(lang, Label::Reset) }</button>
                <button type="button" data-control="link" onclick={link}>{ label(lang, Label::CopyLink) }</button>
            </div>
        </div>
    }
}

fn one(workload: &Workload, name: &'static str, lang: Lang, tell: &Tell) -> Html {
    let tell = tell.clone();
    let change = Callback::from(move |chosen: String| match name {
        "jobs" => tell.emit(Msg::Jobs(chosen.parse().unwrap_or(1))),
        _ => tell.emit(Msg::Turn(name, chosen)),
    });
    let now = match name {
        "jobs" => workload.jobs.len().to_string(),
        _ => workload.get(name),
    };
    let choices = choices(name).into_iter().map(|each| (each.clone(), value(lang, name, &each)));
    let choices: Vec<_> = choices.collect();
    let idle = !matters(workload, name);
    Knob { name, label: knob(lang, name), choices: &choices, now: &now, idle }.view(change)
}

/// The parallelism of a job, also of one that there could be.
fn parallelism(workload: &Workload, job: usize, lang: Lang, tell: &Tell) -> Html {
    let tell = tell.clone();
    let change = Callback::from(move |chosen| tell.emit(Msg::Parallelism(job, chosen)));
    let there = workload.jobs.get(job);
    let mut choices: Vec<(String, String)> =
        (1..=MOST_PARALLELISM).map(|n| (n.to_string(), n.to_string())).collect();
    if there.is_none() {
        choices = vec![(String::new(), "–".to_owned())];
    }
    let names =
        ["parallelism-1", "parallelism-2", "parallelism-3", "parallelism-4", "parallelism-5"];
    Knob {
        name: names.get(job).copied().unwrap_or_default(),
        label: &label_with(lang, Label::Parallelism, &[&words::job(job as u8)]),
        choices: &choices,
        now: &there.map(u16::to_string).unwrap_or_default(),
        idle: there.is_none(),
    }
    .view(change)
}
