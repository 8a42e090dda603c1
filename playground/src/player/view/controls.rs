//! Buttons and timeline of the player.
//!
//! In: what the player is doing, and where it stands. Out: [`Control`]s.

use super::{Tell, click, control, icon};
use crate::cell::View;
use crate::player::desk::Ask;
use crate::player::live::Msg;
use crate::player::pacing::{Position, Show};
use crate::player::state::{Control, Mode, Speed};
use model::Time;
use stage::Lang;
use stage::words::{Label, label, label_with, time};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// What the buttons show.
pub(super) struct Buttons<'a> {
    /// What the player is doing.
    pub mode: Mode,
    /// How fast.
    pub speed: Speed,
    /// Nothing comes before.
    pub at_start: bool,
    /// Nothing comes after.
    pub at_end: bool,
    /// What the picture shows.
    pub view: View,
    /// Which Flink is imitated.
    pub version: Html,
    /// What opens the drawer.
    pub handles: Html,
    /// The language.
    pub lang: Lang,
    /// Where clicks go.
    pub tell: &'a Tell,
}

/// One button: its hook for tests and styles, its key, its words, its drawing.
struct Button {
    name: &'static str,
    keys: &'static str,
    words: Label,
    icon: &'static str,
    control: Control,
    idle: bool,
}

/// The buttons.
pub(super) fn buttons(props: &Buttons) -> Html {
    let Buttons { mode, at_start, at_end, lang, tell, .. } = props;
    let play = match mode {
        Mode::Playing => Button {
            name: "pause",
            keys: "Space",
            words: Label::Pause,
            icon: icon::PAUSE,
            control: Control::Pause,
            idle: false,
        },
        Mode::Poster | Mode::Paused => Button {
            name: "play",
            keys: "Space",
            words: if *mode == Mode::Poster || *at_end {
                Label::PlayFromStart
            } else {
                Label::Play
            },
            icon: icon::PLAY,
            control: Control::Play,
            idle: false,
        },
    };
    let button =
        |name, keys, words, icon, control, idle| Button { name, keys, words, icon, control, idle };
    let buttons = [
        button("restart", "Home", Label::ToStart, icon::START, Control::Restart, *at_start),
        button("back", "ArrowLeft", Label::StepBack, icon::BACK, Control::Back, *at_start),
        play,
        button("step", "ArrowRight", Label::StepForward, icon::STEP, Control::Forward, *at_end),
        button("next", "N", Label::JumpNext, icon::NEXT, Control::Next, *at_end),
    ];
    html! {
        <div class="live-buttons" role="group" aria-label={label(*lang, Label::PlayerControls)}>
            { for buttons.into_iter().map(|button| button_view(button, *lang, tell)) }
            { speed(props) }
            { props.version.clone() }
            <span class="live-handles">{ props.handles.clone() }{ view(props) }</span>
            { help(*lang, tell) }
        </div>
    }
}

/// A button that has nothing to do stays focusable: losing the focus at the end of a trace would
/// throw a keyboard reader out of the stage.
fn button_view(button: Button, lang: Lang, tell: &Tell) -> Html {
    let words = label(lang, button.words);
    let slot = if button.control == Control::Play { "pause" } else { button.name };
    html! {
        <button
            key={slot}
            type="button"
            class="live-button"
            data-main={(slot == "pause").then_some("true")}
            data-control={button.name}
            aria-label={words}
            title={words}
            aria-keyshortcuts={button.keys}
            aria-disabled={button.idle.then_some("true")}
            onclick={control(tell, button.control)}
        >
            { icon::icon(button.icon) }
        </button>
    }
}

fn speed(props: &Buttons) -> Html {
    let words = label(props.lang, Label::Speed);
    let onchange = {
        let tell = props.tell.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let chosen = usize::try_from(select.selected_index()).ok();
            if let Some(speed) = chosen.and_then(|index| Speed::ALL.get(index)) {
                tell.emit(Msg::Control(Control::Pace(*speed)));
            }
        })
    };
    let options = Speed::ALL.iter().map(|speed| {
        html! { <option selected={*speed == props.speed}>{ speed.name() }</option> }
    });
    html! {
        <select
            class="live-choice"
            data-control="speed"
            aria-label={words}
            title={words}
            aria-keyshortcuts="+ -"
            {onchange}
        >
            { for options }
        </select>
    }
}

/// The web pages instead of the picture, or back.
fn view(props: &Buttons) -> Html {
    let words = label(props.lang, Label::ViewWeb);
    let (pressed, other) = match props.view {
        View::Picture => ("false", View::Web),
        View::Web => ("true", View::Picture),
    };
    html! {
        <button
            type="button"
            class="live-handle"
            data-control="view"
            aria-label={words}
            aria-pressed={pressed}
            title={words}
            onclick={click(props.tell, Msg::Ask(Ask::View(other)))}
        >
            { words }
        </button>
    }
}

fn help(lang: Lang, tell: &Tell) -> Html {
    let words = label(lang, Label::KeyboardHelp);
    let tell = tell.clone();
    html! {
        <button
            type="button"
            class="live-button live-button-help"
            data-control="help"
            aria-label={words}
            title={words}
            aria-keyshortcuts="?"
            onclick={Callback::from(move |_| tell.emit(Msg::Ask(Ask::Help)))}
        >
            { "?" }
        </button>
    }
}

/// Where the player stands.
pub(super) struct Timeline<'a> {
    /// The place in the trace.
    pub position: Position,
    /// The same in the show.
    pub show: Show,
    /// The length of the show.
    pub total: Show,
    /// How many events there are.
    pub count: usize,
    /// Simulated time of the last one.
    pub end: Time,
    /// The language.
    pub lang: Lang,
    /// Where it goes.
    pub tell: &'a Tell,
}

/// The timeline. Its length is that of the show, so that five minutes of waiting take no more room than they are
/// worth; its words are simulated time.
pub(super) fn timeline(props: &Timeline) -> Html {
    let Timeline { position, show, total, count, end, lang, tell } = props;
    let clock = time::clock(position.time);
    let number = position.happened.to_string();
    let events = label_with(*lang, Label::EventOf, &[&number, &count.to_string()]);
    let value = label_with(*lang, Label::ScrubValue, &[&clock, &time::clock(*end)]);
    let oninput = {
        let tell = Tell::clone(tell);
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Ok(show_ms) = input.value().parse::<Show>() {
                tell.emit(Msg::Control(Control::Scrub(show_ms * 1_000)));
            }
        })
    };
    html! {
        <div class="live-timeline">
            <input
                type="range"
                class="live-scrub"
                data-control="scrub"
                min="0"
                max={(total / 1_000).to_string()}
                step="1"
                value={(show / 1_000).to_string()}
                aria-label={label(*lang, Label::Scrub)}
                aria-valuetext={format!("{value}. {events}")}
                {oninput}
            />
            <output class="live-clock">{ clock }</output>
            <span class="live-count">{ events }</span>
        </div>
    }
}
