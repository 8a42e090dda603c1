//! The keyboard help.

use super::{Msg, Tell};
use crate::player::desk::Ask;
use stage::Lang;
use stage::words::{Label, keyboard, label};
use yew::prelude::*;

/// The help, over the picture.
pub(in crate::player) fn help(lang: Lang, tell: &Tell) -> Html {
    let tell = tell.clone();
    html! {
        <div class="live-help" role="note" aria-label={label(lang, Label::KeyboardHelp)}>
            <p>{ keyboard::HINT.text(lang) }</p>
            <ul>{ for keyboard::KEYS.iter().map(|key| html! { <li>{ key.text(lang) }</li> }) }</ul>
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
