//! Buttons and timeline of the player.
//!
//! In: what the player is doing, and where it stands. Out: [`Control`]s.

use super::ticks::ticks;
use super::{Tell, click, icon};
use crate::cell::View;
use crate::player::desk::Ask;
use crate::player::live::{Live, Msg};
use crate::player::pacing::Show;
use crate::player::state::{Control, Mode, Speed};
use live_part::transport;
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
    /// What it does with Shift.
    finer: Option<Control>,
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
            icon: transport::PAUSE,
            control: Control::Pause,
            finer: None,
            idle: false,
        },
        Mode::Paused => Button {
            name: "play",
            keys: "Space",
            words: if *at_end { Label::PlayFromStart } else { Label::Play },
            icon: transport::PLAY,
            control: Control::Play,
            finer: None,
            idle: false,
        },
    };
    let button = |name, keys, words, icon, control, idle| Button {
        name,
        keys,
        words,
        icon,
        control,
        finer: None,
        idle,
    };
    let back = button(
        "back",
        "ArrowLeft",
        Label::BeatBack,
        transport::BACK,
        Control::PreviousBeat,
        *at_start,
    );
    let step = button(
        "step",
        "ArrowRight",
        Label::BeatForward,
        transport::STEP,
        Control::NextBeat,
        *at_end,
    );
    let buttons = [
        button("restart", "Home", Label::ToStart, icon::START, Control::Restart, *at_start),
        Button { finer: Some(Control::Back), ..back },
        play,
        Button { finer: Some(Control::Forward), ..step },
        button("next", "N", Label::JumpNext, icon::NEXT, Control::Next, *at_end),
    ];
    html! {
        <div class="live-buttons" role="group" aria-label={label(*lang, Label::PlayerControls)}>
            { for buttons.into_iter().map(|button| button_view(button, *lang, tell)) }
            { speed(props) }
            <span class="live-tools">
                { props.version.clone() }
                <span class="live-handles">{ props.handles.clone() }{ view(props) }</span>
                { help(*lang, tell) }
            </span>
        </div>
    }
}

fn button_view(button: Button, lang: Lang, tell: &Tell) -> Html {
    let Button { name, keys, words, icon, control, finer, idle } = button;
    let main = matches!(control, Control::Play | Control::Pause);
    let tell = tell.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        let finer = finer.as_ref().filter(|_| event.shift_key());
        tell.emit(Msg::Control(finer.unwrap_or(&control).clone()));
    });
    transport::Button { name, main, keys: Some(keys), words: label(lang, words), icon, idle }
        .view(onclick)
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

/// The timeline. Its length is that of the show, so that five minutes of waiting take no more room than they are
/// worth; its words are simulated time.
pub(super) fn timeline(live: &Live, tell: &Tell) -> Html {
    let (player, lang) = (live.player(), live.lang());
    let (position, (show, total)) = (player.position(), player.show());
    let clock = time::clock(position.time);
    let (number, count) = (position.happened.to_string(), player.entries().len().to_string());
    let events = label_with(lang, Label::EventOf, &[&number, &count]);
    let value = label_with(lang, Label::ScrubValue, &[&clock, &time::clock(player.trace().end())]);
    let told = [live.beat_name().unwrap_or_default(), &value, &events].join(". ");
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
            <div class="live-track">
                <input
                    type="range"
                    class="live-scrub"
                    data-control="scrub"
                    min="0"
                    max={(total / 1_000).to_string()}
                    step="1"
                    value={(show / 1_000).to_string()}
                    aria-label={label(lang, Label::Scrub)}
                    aria-valuetext={told.trim_start_matches(". ").to_owned()}
                    {oninput}
                />
                { ticks(live, tell) }
            </div>
            <output class="live-clock">{ clock }</output>
            <span class="live-count">{ events }</span>
        </div>
    }
}
