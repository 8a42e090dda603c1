//! The clock: what is true in each mode at its time, and the player with its beats.

use super::Tell;
use crate::state::{Compare, Direction, Msg, Playback};
use live_part::transport::{BACK, Button, PAUSE, PLAY, STEP};
use model::compare::Landmark;
use stage::Lang;
use stage::compare::Chart;
use stage::compare::words::{Label, label, label_with, landmark, mode, moment as told, now, short};
use stage::words::percent;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::html;
use yew::prelude::*;
use yew::virtual_dom::{VTag, VText};

/// What is true now, a sentence beside each mode.
pub(super) fn moment(compare: &Compare, chart: &Chart, lang: Lang) -> Html {
    let rows = compare.comparison.courses.iter().enumerate().map(|(number, course)| {
        let text = match course.refusal {
            Some(_) => label(lang, Label::NoSuchMode).to_owned(),
            None => now(lang, course, compare.at),
        };
        html! {
            <div data-mode={course.mode.word()} style={chart.beside(number)}>
                <dt>{ mode(lang, course.mode) }</dt>
                <dd>{ text }</dd>
            </div>
        }
    });
    html! { <dl class="cmp-moment">{ for rows }</dl> }
}

/// Buttons, the slider over the axis, its beats.
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
    let (at, end) = (told(lang, compare.at), short(compare.comparison.end));
    let beat = compare.beat().and_then(|beat| compare.beats.get(beat));
    let beat = beat.map_or_else(String::new, |(_, it)| landmark(lang, &compare.comparison, *it));
    html! {
        <div class="cmp-clock-bar">
            { step(compare, lang, tell, Direction::Back) }
            { play(compare, lang, tell) }
            { step(compare, lang, tell, Direction::Forward) }
            <div class="live-track">
                <input
                    type="range"
                    class="live-scrub"
                    min="0"
                    max="1000"
                    step="1"
                    data-control="clock"
                    aria-label={label(lang, Label::Clock)}
                    aria-valuetext={label_with(lang, Label::ClockValue, &[&at, &end, &beat])}
                    value={compare.place().to_string()}
                    {oninput}
                />
                { beats(compare, lang, tell) }
            </div>
            <output class="cmp-time">{ at }</output>
        </div>
    }
}

/// The beats along the slider; arrow keys and buttons lead to the same.
fn beats(compare: &Compare, lang: Lang, tell: &Tell) -> Html {
    let now = compare.beat();
    let ticks = compare.beats.iter().enumerate().map(|(number, (at, what))| {
        let place = percent(compare.place_of(*at));
        let name = landmark(lang, &compare.comparison, *what);
        let tell = tell.clone();
        let onclick = Callback::from(move |_: MouseEvent| tell.emit(Msg::Go(number)));
        let mut label = span("live-tick-name");
        label.add_attribute("style", ["transform:translateX(-", &place, ")"].concat());
        label.add_child(VText::new(name.clone()).into());
        let mut tick = span("live-tick");
        tick.add_attribute("style", ["left:", &place].concat());
        tick.add_attribute("title", name);
        if *what == Landmark::Fault {
            tick.add_attribute("data-fault", "true");
        }
        if now == Some(number) {
            tick.add_attribute("data-now", "true");
        }
        tick.add_child(label.into());
        tick.set_listeners(Box::new([Some(Rc::new(html::onclick::Wrapper::new(onclick)))]));
        Html::from(tick)
    });
    html! { <div class="live-ticks" aria-hidden="true">{ for ticks }</div> }
}

fn span(class: &'static str) -> VTag {
    let mut span = VTag::new("span");
    span.add_attribute("class", class);
    span
}

fn play(compare: &Compare, lang: Lang, tell: &Tell) -> Html {
    let (words, icon) = match compare.playback {
        Playback::Still => (Label::Play, PLAY),
        Playback::Running => (Label::Pause, PAUSE),
    };
    let tell = tell.clone();
    let play = Button {
        name: "play",
        main: true,
        keys: None,
        words: label(lang, words),
        icon,
        idle: false,
    };
    play.view(Callback::from(move |_: MouseEvent| tell.emit(Msg::Play)))
}

/// To the beat before or after; with Shift to the change.
fn step(compare: &Compare, lang: Lang, tell: &Tell, direction: Direction) -> Html {
    let (name, words, icon, idle) = match direction {
        Direction::Back => ("back", Label::Back, BACK, compare.place() == 0),
        Direction::Forward => {
            ("forward", Label::Forward, STEP, compare.at >= compare.comparison.end)
        }
    };
    let tell = tell.clone();
    let button = Button { name, main: false, keys: None, words: label(lang, words), icon, idle };
    button.view(Callback::from(move |event: MouseEvent| {
        let finer = event.shift_key();
        tell.emit(if finer { Msg::Step(direction) } else { Msg::Jump(direction) });
    }))
}
