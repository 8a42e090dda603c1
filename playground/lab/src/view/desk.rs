//! Below the pictures: the program's text, what is selected, what a slot has, what to try.

use super::Tell;
use super::operator::{edges, operator};
use crate::state::{Lab, Msg};
use stage::Lang;
use stage::lab::words::{Label, about, hint, label, label_with, memory, mistake};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// The desk.
pub(super) fn desk(lab: &Lab, lang: Lang, tell: &Tell) -> Html {
    html! {
        <div class="lab-desk">
            { panel("program", label(lang, Label::Program), program(lab, lang, tell)) }
            { panel("selected", label(lang, Label::Selected), selected(lab, lang, tell)) }
            <div class="lab-column">
                if !lab.tasks.is_empty() {
                    { panel("tasks", label(lang, Label::Tasks), tasks(lab, lang)) }
                }
                { panel("memory", label(lang, Label::MemoryHeading), slot_memory(lab, lang)) }
            </div>
        </div>
    }
}

fn panel(name: &'static str, heading: &'static str, inside: Html) -> Html {
    html! {
        <section class="lab-panel" data-name={name}>
            <h3>{ heading }</h3>
            <div class="lab-inside" tabindex="0">{ inside }</div>
        </section>
    }
}

fn program(lab: &Lab, lang: Lang, tell: &Tell) -> Html {
    let tell = tell.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let area: HtmlTextAreaElement = event.target_unchecked_into();
        tell.emit(Msg::Write(area.value()));
    });
    let wrong = lab.mistakes.first().map(|wrong| {
        let place = [wrong.line.to_string(), wrong.column.to_string(), mistake(lang, &wrong.kind)];
        let told = label_with(lang, Label::MistakeAt, &[&place[0], &place[1], &place[2]]);
        (told, hint(lang, &wrong.kind).unwrap_or_default())
    });
    html! {
        <>
            <textarea
                class="lab-text"
                data-control="program"
                spellcheck="false"
                autocomplete="off"
                aria-label={label(lang, Label::Program)}
                aria-invalid={wrong.is_some().then_some("true")}
                value={lab.text.clone()}
                {oninput}
            />
            if let Some((told, hint)) = wrong {
                <p class="lab-wrong" role="status">
                    <strong>{ told }</strong>{ " " }{ hint }{ " " }{ label(lang, Label::LastGood) }
                </p>
            } else {
                <p class="live-hint">{ label(lang, Label::ProgramHint) }</p>
            }
        </>
    }
}

fn selected(lab: &Lab, lang: Lang, tell: &Tell) -> Html {
    // Also while Flink refuses the program: what was set by hand can be taken back by hand.
    if let Some(id) = lab.operator() {
        return operator(lab, id, lang, tell);
    }
    match lab.chosen.or(lab.pointed) {
        None => {
            let graph = &lab.outcome.graph.program.graph;
            let edges = graph.ids().flat_map(|id| edges(lab, id, lang));
            html! {
                <>
                    <p class="live-hint">{ label(lang, Label::NothingSelected) }</p>
                    <ul>{ for edges.map(|edge| html! { <li>{ edge }</li> }) }</ul>
                </>
            }
        }
        Some(thing) => {
            let lines = about(lang, &lab.outcome, thing);
            html! { <>{ for lines.into_iter().map(|line| html! { <p>{ line }</p> }) }</> }
        }
    }
}

fn tasks(lab: &Lab, lang: Lang) -> Html {
    let row = |(task, done): &(stage::lab::words::Task, bool)| {
        let (mark, said) = if *done { ("✓", Label::Done) } else { ("○", Label::NotDone) };
        html! {
            <li data-task={task.word()} data-done={if *done { "true" } else { "false" }}>
                <span class="lab-mark" aria-hidden="true">{ mark }</span>
                <span>{ task.text(lang) }<em>{ label(lang, said) }</em></span>
            </li>
        }
    };
    html! { <ul class="lab-tasks">{ for lab.tasks.iter().map(row) }</ul> }
}

fn slot_memory(lab: &Lab, lang: Lang) -> Html {
    let rows = memory(lang, &lab.experiment);
    let row = |[name, figure, text]: [String; 3]| {
        html! { <div><dt>{ name }</dt><dd><b>{ figure }</b>{ " " }{ text }</dd></div> }
    };
    html! { <dl class="lab-memory">{ for rows.into_iter().map(row) }</dl> }
}
