//! The clock: a slider over the chart's axis, and what is true in each mode at its time.

use super::Tell;
use crate::state::{Compare, Direction, Msg, Playback};
use stage::Lang;
use stage::compare::words::{Label, label, label_with, mode, moment as told, now, short};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What is true now, a sentence for each mode.
pub(super) fn moment(compare: &Compare, lang: Lang) -> Html {
    let rows = compare.comparison.courses.iter().map(|course| {
        let text = match course.refusal {
            Some(_) => label(lang, Label::NoSuchMode).to_owned(),
            None => now(lang, course, compare.at),
        };
        html! { <div data-mode={course.mode.word()}><dt>{ mode(lang, course.mode) }</dt><dd>{ text }</dd></div> }
    });
    html! {
        <div class="cmp-moment">
            <p class="cmp-time">{ told(lang, compare.at) }</p>
            <dl>{ for rows }</dl>
        </div>
    }
}

/// Play, the slider and its two steps.
pub(super) fn clock(compare: &Compare, lang: Lang, tell: &Tell) -> Html {
    let oninput = {
        let tell = tell.clone();
        Callback::from(move |event: InputEvent| {
            let slider: HtmlInputElement = event.target_unchecked_into();
            if let Ok(thousandths) = slider.value().parse() {
                tell.emit(Msg::Seek(thousandths));
            }
        })
    };
    let value = [told(lang, compare.at), short(compare.comparison.end)];
    let [at, end] = value.each_ref().map(String::as_str);
    html! {
        <div class="cmp-clock-bar">
            { play(compare, lang, tell) }
            { step(lang, tell, Direction::Back, "‹") }
            <input
                type="range"
                min="0"
                max="1000"
                step="1"
                data-control="clock"
                aria-label={label(lang, Label::Clock)}
                aria-valuetext={label_with(lang, Label::ClockValue, &[at, end])}
                value={compare.place().to_string()}
                {oninput}
            />
            { step(lang, tell, Direction::Forward, "›") }
            <output class="cmp-time">{ told(lang, compare.at) }</output>
        </div>
    }
}

fn play(compare: &Compare, lang: Lang, tell: &Tell) -> Html {
    let (text, shape) = match compare.playback {
        Playback::Still => (Label::Play, "M4 2v12l10-6z"),
        Playback::Running => (Label::Pause, "M4 2h3v12H4zM9 2h3v12H9z"),
    };
    let tell = tell.clone();
    let onclick = Callback::from(move |_: MouseEvent| tell.emit(Msg::Play));
    html! {
        <button type="button" class="cmp-play" data-control="play" aria-label={label(lang, text)} title={label(lang, text)} {onclick}>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d={shape} /></svg>
        </button>
    }
}

fn step(lang: Lang, tell: &Tell, direction: Direction, sign: &'static str) -> Html {
    let (name, text) = match direction {
        Direction::Back => ("back", Label::Back),
        Direction::Forward => ("forward", Label::Forward),
    };
    let tell = tell.clone();
    let onclick = Callback::from(move |_: MouseEvent| tell.emit(Msg::Step(direction)));
    html! {
        <button type="button" data-control={name} aria-label={label(lang, text)} title={label(lang, text)} {onclick}>
            { sign }
        </button>
    }
}
