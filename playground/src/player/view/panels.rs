//! The panels below the picture: events, what is selected, what can be done.
//!
//! Which of them are visible is CSS's choice by the width of the stage; a phone has tabs.

use super::actions::{Hands, actions};
use super::inspector::inspector;
use super::log::{Log, log};
use super::terminal::terminal;
use super::{Msg, Refs, Tell, click};
use crate::player::desk::{Ask, Panel};
use crate::player::live::Live;
use crate::player::offers::Offers;
use stage::Lang;
use stage::words::{Label, Names, inspector::inspect, label};
use yew::prelude::*;

/// The panels.
pub(super) fn panels(live: &Live, refs: &Refs, tell: &Tell) -> Html {
    let (lang, frame, desk) = (live.lang(), live.frame(), live.desk());
    let player = live.player();
    let id = ["live-", &live.cell().id].concat();
    let names = Names::new(lang, &frame.cluster);
    let offers = Offers::of(&frame.cluster, player.scenario(), desk.attachment);
    let hands = Hands { player, attachment: desk.attachment, names: &names, offers: &offers, tell };
    let inspection =
        desk.selected.map(|target| (target, inspect(lang, target, frame, player.entries())));
    let panel = |panel: Panel, inside: Html| {
        // A group, not a region: a page of many stages would have as many landmarks of one name.
        html! {
            <section
                role="group"
                class="live-panel"
                data-name={panel.name()}
                data-front={if panel == desk.panel { "true" } else { "false" }}
                id={[id.as_str(), "-", panel.name()].concat()}
                aria-label={label(lang, panel.heading())}
            >
                <h3 class="live-heading">{ label(lang, panel.heading()) }</h3>
                <div class="live-inside">{ inside }</div>
            </section>
        }
    };
    let log = log(&Log {
        id: &id,
        count: player.entries().len(),
        lines: &live.lines(),
        happened: frame.happened,
        list: &refs.list,
        lang,
        tell,
    });
    // Unless it cannot be seen.
    let shell = (desk.hands == Panel::Terminal).then(|| terminal(&live.rows(), refs, lang, tell));
    let tab = |each| tab(each, desk.panel, &id, lang, tell);
    html! {
        <div class="live-panels">
            <div class="live-tabs" role="tablist">{ for Panel::ALL.into_iter().map(tab) }</div>
            { panel(Panel::Log, log) }
            { panel(Panel::Inspector, inspector(inspection.as_ref(), &names, &offers, tell)) }
            { panel(Panel::Actions, actions(&hands)) }
            { panel(Panel::Terminal, shell.unwrap_or_default()) }
        </div>
    }
}

/// A tab of a stage that is too narrow for all panels.
fn tab(panel: Panel, front: Panel, id: &str, lang: Lang, tell: &Tell) -> Html {
    let show = |panel| Msg::Ask(Ask::Show(panel));
    let onkeydown = {
        let tell = Tell::clone(tell);
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowLeft" => tell.emit(show(panel.neighbour(false))),
            "ArrowRight" => tell.emit(show(panel.neighbour(true))),
            _ => {}
        })
    };
    html! {
        <button
            type="button"
            role="tab"
            class="live-tab"
            data-tab={panel.name()}
            aria-selected={if panel == front { "true" } else { "false" }}
            aria-controls={[id, "-", panel.name()].concat()}
            onclick={click(tell, show(panel))}
            {onkeydown}
        >
            { label(lang, if panel == Panel::Actions { Label::ActionsTab } else { panel.heading() }) }
        </button>
    }
}
