//! The drawer: events, what is selected, what can be done, what can be typed. Closed until the reader opens it.
//!
//! In: what is open. Out: its handles, which stand among the controls, and its contents. Whether it lies beside the picture or
//! below the controls is CSS's choice by the width of the stage.

use super::actions::{Hands, actions};
use super::inspector::inspector;
use super::log::{Log, log};
use super::{Msg, Refs, Tell, click};
use crate::player::desk::{Ask, Panel};
use crate::player::later::typed;
use crate::player::live::Live;
use stage::words::{Label, Names, inspector::inspect, label};
use yew::prelude::*;

/// What opens the drawer, and closes it again.
pub(super) fn handles(live: &Live, tell: &Tell) -> Html {
    let (lang, open) = (live.lang(), live.desk().drawer);
    let handle = |panel: Panel| {
        let is_open = open == Some(panel);
        let ask = if is_open { Ask::Fold } else { Ask::Show(panel) };
        html! {
            <button
                type="button"
                class="live-handle"
                data-tab={panel.name()}
                aria-expanded={if is_open { "true" } else { "false" }}
                aria-controls={is_open.then(|| id(live))}
                onclick={click(tell, Msg::Ask(ask))}
            >
                { label(lang, panel.heading()) }
            </button>
        }
    };
    Panel::ALL.into_iter().map(handle).collect()
}

/// What is in it.
pub(super) fn drawer(live: &Live, refs: &Refs, tell: &Tell) -> Html {
    let (lang, desk) = (live.lang(), live.desk());
    let Some(panel) = desk.drawer else { return Html::default() };
    // A group, not a region: a page of many stages would have as many landmarks of one name.
    html! {
        <section
            role="group"
            class="live-panel"
            data-name={panel.name()}
            id={id(live)}
            aria-label={label(lang, panel.heading())}
        >
            <header class="live-heading">
                <h3>{ label(lang, panel.heading()) }</h3>
                <button
                    type="button"
                    class="live-act"
                    data-control="fold"
                    onclick={click(tell, Msg::Ask(Ask::Fold))}
                >
                    { label(lang, Label::Close) }
                </button>
            </header>
            <div class="live-inside">{ inside(panel, live, refs, tell) }</div>
        </section>
    }
}

fn inside(panel: Panel, live: &Live, refs: &Refs, tell: &Tell) -> Html {
    let (lang, frame, desk, player) = (live.lang(), live.frame(), live.desk(), live.player());
    let names = Names::new(lang, &frame.cluster);
    match panel {
        Panel::Log => log(&Log {
            id: &id(live),
            count: player.entries().len(),
            lines: &live.lines(),
            happened: frame.happened,
            list: &refs.list,
            lang,
            tell,
        }),
        Panel::Inspector => {
            let selected = desk.selected;
            let told =
                selected.map(|target| (target, inspect(lang, target, frame, player.entries())));
            inspector(told.as_ref(), &names, &live.offers(), tell)
        }
        Panel::Actions => actions(&Hands {
            player,
            attachment: desk.attachment,
            names: &names,
            offers: &live.offers(),
            tell,
        }),
        // Until it has come, its place, where the page says so if it cannot be fetched.
        Panel::Terminal => typed().map_or_else(
            || html! { <div key="terminal" class="live-later" /> },
            |terminal| (terminal.panel)(live, refs, tell),
        ),
    }
}

fn id(live: &Live) -> String {
    ["live-", &live.cell().id, "-drawer"].concat()
}
