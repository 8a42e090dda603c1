//! The keyboard help.

use super::{Msg, Tell};
use crate::player::desk::Ask;
use stage::Lang;
use stage::words::{Label, label};
use yew::prelude::*;

/// Every key of the stage.
const KEYS: [Label; 9] = [
    Label::KeyPlay,
    Label::KeySteps,
    Label::KeyEvents,
    Label::KeyNext,
    Label::KeyEnds,
    Label::KeySpeed,
    Label::KeyRestart,
    Label::KeyEscape,
    Label::KeyHelp,
];

/// The help, over the picture.
pub(super) fn help(lang: Lang, tell: &Tell) -> Html {
    let tell = tell.clone();
    html! {
        <div class="live-help" role="note" aria-label={label(lang, Label::KeyboardHelp)}>
            <p>{ label(lang, Label::KeyboardHint) }</p>
            <ul>{ for KEYS.iter().map(|key| html! { <li>{ label(lang, *key) }</li> }) }</ul>
            <button
                type="button"
                class="live-act"
                onclick={Callback::from(move |_| tell.emit(Msg::Ask(Ask::Help)))}
            >
                { label(lang, Label::Close) }
            </button>
        </div>
    }
}
