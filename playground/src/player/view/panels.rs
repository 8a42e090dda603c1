//! The panels below the picture: events, what is selected, what can be done.
//!
//! Which of them are visible is CSS's choice by the width of the stage; a phone has tabs.

use super::actions::{Hands, actions};
use super::inspector::inspector;
use super::log::{Line, Log, log};
use super::{Msg, Tell, click};
use crate::player::desk::{Ask, Desk, Panel};
use crate::player::offers::Offers;
use crate::player::state::Player;
use model::Frame;
use stage::Lang;
use stage::words::{Label, Names, inspector::inspect, label};
use std::rc::Rc;
use yew::prelude::*;

/// What the panels show.
pub(super) struct Panels<'a> {
    /// Prefix of the ids, different for each stage of a page.
    pub id: String,
    /// The trace and the place in it.
    pub player: &'a Player,
    /// The time shown.
    pub frame: &'a Frame,
    /// What is open.
    pub desk: &'a Desk,
    /// The lines of the log that are drawn.
    pub lines: Vec<Rc<Line>>,
    /// The log's scrolling element.
    pub list: &'a NodeRef,
    /// The inside of the terminal.
    pub terminal: Html,
    /// The language.
    pub lang: Lang,
    /// Where it goes.
    pub tell: &'a Tell,
}

/// The panels.
pub(super) fn panels(props: &Panels) -> Html {
    let Panels { id, player, frame, desk, lines, list, terminal, lang, tell } = props;
    let scenario = player.scenario();
    let names = Names::new(*lang, &frame.cluster);
    let offers = Offers::of(&frame.cluster, scenario, desk.attachment);
    let hands = Hands { player, attachment: desk.attachment, names: &names, offers: &offers, tell };
    let inspection =
        desk.selected.map(|target| (target, inspect(*lang, target, frame, player.entries())));
    let panel = |panel: Panel, inside: Html| {
        // A group, not a region: a page of many stages would have as many landmarks of one name.
        html! {
            <section
                role="group"
                class="live-panel"
                data-name={panel.name()}
                data-front={if panel == desk.panel { "true" } else { "false" }}
                id={[id.as_str(), "-", panel.name()].concat()}
                aria-label={label(*lang, heading(panel))}
            >
                <h3 class="live-heading">{ label(*lang, heading(panel)) }</h3>
                <div class="live-inside">{ inside }</div>
            </section>
        }
    };
    let log = log(&Log {
        id,
        count: player.entries().len(),
        lines,
        happened: frame.happened,
        list,
        lang: *lang,
        tell,
    });
    html! {
        <div class="live-panels">
            <div class="live-tabs" role="tablist">
                { for Panel::ALL.into_iter().map(|each| tab(each, props)) }
            </div>
            { panel(Panel::Log, log) }
            { panel(Panel::Inspector, inspector(inspection.as_ref(), &names, &offers, tell)) }
            { panel(Panel::Actions, actions(&hands)) }
            { panel(Panel::Terminal, terminal.clone()) }
        </div>
    }
}

const fn heading(panel: Panel) -> Label {
    match panel {
        Panel::Log => Label::Log,
        Panel::Inspector => Label::Inspector,
        Panel::Actions => Label::Actions,
        Panel::Terminal => Label::Terminal,
    }
}

/// A tab of a stage that is too narrow for all panels.
fn tab(panel: Panel, panels: &Panels) -> Html {
    let Panels { id, desk, lang, tell, .. } = panels;
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
            aria-selected={if panel == desk.panel { "true" } else { "false" }}
            aria-controls={[id.as_str(), "-", panel.name()].concat()}
            onclick={click(tell, show(panel))}
            {onkeydown}
        >
            { label(*lang, if panel == Panel::Actions { Label::ActionsTab } else { heading(panel) }) }
        </button>
    }
}
