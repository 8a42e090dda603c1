//! What can be done to the cluster at the time shown.
//!
//! In: what may be done at that moment. Out: [`Control`]s, and how jobs are submitted from now on.

use super::button::buttons;
use super::{Msg, Tell, click, control};
use crate::player::desk::Ask;
use crate::player::offers::{Attachment, Offers};
use crate::player::state::{Control, Player};
use stage::Lang;
use stage::words::{Label, Names, label};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the panel shows.
pub(super) struct Hands<'a> {
    /// The trace and the place in it.
    pub player: &'a Player,
    /// How jobs are submitted.
    pub attachment: Attachment,
    /// What things are called.
    pub names: &'a Names<'a>,
    /// What may be done.
    pub offers: &'a Offers,
    /// Where it goes.
    pub tell: &'a Tell,
}

/// The panel.
pub(super) fn actions(hands: &Hands) -> Html {
    let Hands { player, attachment, names, offers, tell } = *hands;
    let lang = names.lang;
    let rows = offers.jobs.iter().map(|(_, actions)| actions);
    let rows = rows.chain(offers.task_managers.iter().map(|(_, actions)| actions));
    let rows = rows.chain(offers.clients.iter().map(|(_, actions)| actions));
    html! {
        <>
            <p class="live-hint">{ label(lang, Label::ActionsHint) }</p>
            <div class="live-acts">{ buttons(names, &offers.submit, tell) }</div>
            { attach(attachment, lang, tell) }
            { for rows.map(|row| html! {
                <div class="live-acts">{ buttons(names, row, tell) }</div>
            }) }
            <div class="live-acts">{ buttons(names, &offers.cluster, tell) }</div>
            <div class="live-acts live-acts-run">
                { link(lang, tell) }
                <button
                    type="button"
                    class="live-act"
                    data-control="reset"
                    aria-keyshortcuts="R"
                    aria-disabled={(!player.is_forked()).then_some("true")}
                    onclick={control(tell, Control::Reset)}
                >
                    { label(lang, Label::Restart) }
                </button>
            </div>
        </>
    }
}

/// How `flink run` is called.
fn attach(attachment: Attachment, lang: Lang, tell: &Tell) -> Html {
    let check = |name: &'static str, words, checked: bool, on: Attachment, off: Attachment| {
        let tell = tell.clone();
        let onchange = Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            tell.emit(Msg::Ask(Ask::Attach(if input.checked() { on } else { off })));
        });
        html! {
            <label class="live-check">
                <input type="checkbox" data-control={name} {checked} {onchange} />
                { label(lang, words) }
            </label>
        }
    };
    let attached = attachment != Attachment::Detached;
    let for_life = attachment == Attachment::AttachedForLife;
    html! {
        <div class="live-checks">
            { check("attached", Label::Attached, attached, Attachment::Attached, Attachment::Detached) }
            if attached {
                { check(
                    "shutdown-on-attached-exit",
                    Label::ShutdownOnAttachedExit,
                    for_life,
                    Attachment::AttachedForLife,
                    Attachment::Attached,
                ) }
            }
        </div>
    }
}

fn link(lang: Lang, tell: &Tell) -> Html {
    html! {
        <button
            type="button"
            class="live-act"
            data-control="link"
            onclick={click(tell, Msg::CopyLink)}
        >
            { label(lang, Label::CopyLink) }
        </button>
    }
}
