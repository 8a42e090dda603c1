//! What the stage says in words: the last event, and the answer to what the reader just did.

use super::{Tell, control};
use crate::player::state::{Control, Mode, Notice, Player};
use model::Cluster;
use stage::Lang;
use stage::words::{self, Label, Names, label, label_with};
use yew::prelude::*;

/// A short answer to what the reader did last.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Remark {
    /// Nothing to say.
    None,
    /// The link is in the clipboard.
    LinkCopied,
    /// The link is in the address bar only.
    LinkInBar,
    /// The link that led here has a part that means nothing.
    BadLink(String),
}

/// The sentence of the last event. It is read aloud when the reader steps, not while it plays. It can be
/// scrolled, so the keyboard gets to it.
pub(super) fn sentence(player: &Player, cluster: &Cluster, lang: Lang) -> Html {
    let live = if player.mode() == Mode::Playing { "off" } else { "polite" };
    let Some(index) = player.current() else {
        return html! {
            <div class="live-sentence" aria-live={live} tabindex="0">
                <p>{ label(lang, Label::BeforeStart) }</p>
            </div>
        };
    };
    let entry = &player.entries()[index];
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

/// What the reader should know about what they just did, if anything.
pub(super) fn answer(
    player: &Player,
    cluster: &Cluster,
    remark: &Remark,
    lang: Lang,
) -> Option<String> {
    Some(match (player.notice(), remark) {
        (Some(Notice::Refused(action, refusal)), _) => {
            words::action::refused(&Names::new(lang, cluster), action, *refusal)
        }
        (None, Remark::None) => return None,
        (None, Remark::LinkCopied) => label(lang, Label::LinkCopied).to_owned(),
        (None, Remark::LinkInBar) => label(lang, Label::LinkInBar).to_owned(),
        (None, Remark::BadLink(part)) => label_with(lang, Label::BadLink, &[part]),
    })
}

/// The same over the picture, until it is dismissed.
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
