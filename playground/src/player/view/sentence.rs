//! What the stage says in words: the last event, and the answer to what the reader just did.

use super::{Tell, control};
use crate::player::state::{Control, Mode, Player};
use model::Cluster;
use stage::Lang;
use stage::words::{self, Label, label, label_with};
use yew::prelude::*;

/// The sentence of the last event, and of a silence, in which the point is that there is none. It is read aloud when the reader steps, not while it plays. It can be
/// scrolled, so the keyboard gets to it.
pub(super) fn sentence(player: &Player, cluster: &Cluster, lang: Lang) -> Html {
    let live = if player.mode() == Mode::Playing { "off" } else { "polite" };
    let Some(entry) = player.last() else {
        return html! {
            <div class="live-sentence" aria-live={live} tabindex="0">
                <p>{ label(lang, Label::BeforeStart) }</p>
            </div>
        };
    };
    if let Some(lasts) = player.silence() {
        let told = label_with(lang, Label::Silence, &[&words::beat_span(lasts)]);
        return html! {
            <div class="live-sentence" aria-live={live} aria-atomic="true" tabindex="0">
                <p>{ told }</p>
            </div>
        };
    }
    let log_line = words::event_log_line(entry, cluster);
    html! {
        <div class="live-sentence" aria-live={live} aria-atomic="true" tabindex="0">
            <p>
                { words::event(lang, entry, cluster) }
                if player.at_end() {
                    <em>{ " " }{ words::ending(lang, player.trace()) }</em>
                }
            </p>
            if let Some(log_line) = log_line {
                <code title={log_line.clone()}>{ log_line }</code>
            }
        </div>
    }
}

/// The answer to what the reader just did, over the picture, until it is dismissed.
pub(super) fn notice(words: String, lang: Lang, tell: &Tell) -> Html {
    html! {
        <p class="live-notice" role="status">
            <span>{ words }</span>
            <button type="button" class="live-act" onclick={control(tell, Control::Dismiss)}>
                { label(lang, Label::Close) }
            </button>
        </p>
    }
}
