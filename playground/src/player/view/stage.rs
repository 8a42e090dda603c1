//! The component of a live stage: it takes messages to [`Live`], draws what that holds, and grants its wishes.
//!
//! In: what the browser hears. Out: the picture, the controls, and what stands below them. The latter changes only when an
//! event happens or the reader asks for something else; in between, while messages move, it is shown as it is.

use super::browser::{self, Browser};
use super::controls::{Buttons, buttons, timeline};
use super::log;
use super::panels::panels;
use super::picture::{Picture, picture};
use super::sentence::{notice, sentence};
use super::{Refs, Tell, help};
use crate::cell::Cell;
use crate::player::desk::{Ask, Overlay};
use crate::player::keys::{self, Focus};
use crate::player::live::{Below, Live, Msg, Wish};
use crate::player::state::{Control, Mode};
use gloo::render::{AnimationFrame, request_animation_frame};
use live_part::link;
use stage::words::{Label, label, label_with};
use std::rc::Rc;
use yew::prelude::*;

/// The live stage.
pub struct Stage {
    live: Live,
    /// Sentence and panels, and what they were drawn for.
    below: (Below, Html),
    refs: Refs,
    tell: Tell,
    draws: Callback<f64>,
    drawn_at: Option<f64>,
    drawing: Option<AnimationFrame>,
    browser: Browser,
    /// The terminal's last row is to be brought into view.
    scrolls: bool,
    /// The page is to scroll to the stage once it stands.
    arrives: bool,
    fails_on_purpose: bool,
}

/// What the component hears.
pub enum Heard {
    /// Something for the stage.
    Msg(Msg),
    /// The browser is about to draw, at this time of its own in milliseconds.
    Draw(f64),
}

/// What a live stage is made of.
#[derive(Clone, PartialEq, Properties)]
pub struct StageProps {
    /// What the page says.
    pub cell: Rc<Cell>,
    /// Where it lives.
    pub host: web_sys::Element,
}

impl Component for Stage {
    type Message = Heard;
    type Properties = StageProps;

    fn create(ctx: &Context<Self>) -> Self {
        let StageProps { cell, host } = ctx.props();
        let tell = ctx.link().callback(Heard::Msg);
        let browser = Browser::new(host, &tell);
        let mut live = Live::new(cell.clone(), browser.width_class(), browser.motion());
        match browser.keeper.restored() {
            Some(kept) => live.give_back(&kept),
            None => drop(live.update(Msg::Followed(link::fragment()))),
        }
        browser.keeper.keep(&live.kept());
        let refs = Refs::default();
        let mut stage = Stage {
            below: (live.below(), below(&live, &refs, &tell)),
            live,
            refs,
            tell,
            draws: ctx.link().callback(Heard::Draw),
            drawn_at: None,
            drawing: None,
            browser,
            scrolls: true,
            arrives: false,
            fails_on_purpose: false,
        };
        stage.grant();
        stage
    }

    fn update(&mut self, _: &Context<Self>, heard: Heard) -> bool {
        let msg = match heard {
            Heard::Msg(msg) => msg,
            Heard::Draw(now) => self.passed(now),
        };
        let acts = self.browser.about_to(&self.live, &msg);
        let changed = self.live.update(msg);
        if acts {
            self.browser.keeper.keep(&self.live.kept());
        }
        self.grant();
        if changed {
            let seen = self.live.below();
            if self.below.0 != seen {
                self.below = (seen, below(&self.live, &self.refs, &self.tell));
                self.scrolls = true;
            }
        }
        self.keep_drawing();
        changed
    }

    fn view(&self, _: &Context<Self>) -> Html {
        assert!(!self.fails_on_purpose, "this stage was asked to fail");
        whole(&self.live, self.below.1.clone(), &self.tell)
    }

    fn rendered(&mut self, ctx: &Context<Self>, first_render: bool) {
        if first_render {
            self.browser.announce_life();
            if let Some(window) = log::visible(&self.refs.list) {
                ctx.link().send_message(Heard::Msg(Msg::LogMeasured(window)));
            }
            if let Some(lines) = self.browser.keeper.take("run") {
                ctx.link().send_message(Heard::Msg(Msg::Run(lines)));
            }
        }
        if std::mem::take(&mut self.scrolls) {
            browser::scroll(&self.refs.screen, i32::MAX);
        }
        if std::mem::take(&mut self.arrives) {
            self.browser.come_into_view();
        }
        if self.browser.keeper.asks_to_fail() && !self.fails_on_purpose {
            self.fails_on_purpose = true;
            ctx.link().send_message(Heard::Msg(Msg::Ask(Ask::Help)));
        }
    }
}

impl Stage {
    /// The reader's time that went by since the last drawing, of which only so much is played.
    fn passed(&mut self, now: f64) -> Msg {
        self.drawing = None;
        let passed = self.drawn_at.map_or(0.0, |before| (now - before).clamp(0.0, 100.0));
        self.drawn_at = Some(now);
        // Whole microseconds; the clamp above keeps the number small.
        Msg::Control(Control::Tick((passed * 1_000.0) as u64))
    }

    /// Asks for the next drawing as long as the player plays.
    fn keep_drawing(&mut self) {
        if self.live.player().mode() != Mode::Playing {
            self.drawing = None;
            self.drawn_at = None;
        } else if self.drawing.is_none() {
            let draws = self.draws.clone();
            self.drawing = Some(request_animation_frame(move |now| draws.emit(now)));
        }
    }

    fn grant(&mut self) {
        for wish in self.live.wishes() {
            match wish {
                Wish::Copy(fragment) => {
                    let tell = self.tell.clone();
                    link::copy(&fragment, move |copied| tell.emit(Msg::Copied(copied)));
                }
                Wish::Retype(line) => browser::retype(&self.refs.input, &line),
                Wish::ScrollLog(top) => browser::scroll(&self.refs.list, top),
                Wish::ComeIntoView => self.arrives = true,
            }
        }
    }
}

/// All that a stage shows. `below` is what [`below`] drew.
pub(crate) fn whole(live: &Live, below: Html, tell: &Tell) -> Html {
    let lang = live.lang();
    let (player, desk) = (live.player(), live.desk());
    html! {
        <div
            class="live"
            data-happened={player.position().happened.to_string()}
            data-playing={if player.mode() == Mode::Playing { "true" } else { "false" }}
            data-panel={desk.panel.name()}
            data-hands={desk.hands.name()}
            role="group"
            aria-label={label_with(lang, Label::StageOf, &[&live.cell().title])}
            onkeydown={on_key(tell)}
        >
            <div
                class="live-picture"
                tabindex="0"
                role="group"
                aria-label={label(lang, Label::Picture)}
            >
                { picture(&Picture { scene: live.scene(), wait: live.wait(), lang, tell }) }
                if let Some(words) = live.answer() {
                    { notice(words, lang, tell) }
                }
                if desk.overlay == Overlay::Help {
                    { help::help(lang, tell) }
                }
            </div>
            { controls(live, tell) }
            { below }
        </div>
    }
}

/// Sentence and panels.
pub(crate) fn below(live: &Live, refs: &Refs, tell: &Tell) -> Html {
    html! {
        <>
            { sentence(live.player(), &live.frame().cluster, live.lang()) }
            { panels(live, refs, tell) }
        </>
    }
}

fn controls(live: &Live, tell: &Tell) -> Html {
    let (player, lang) = (live.player(), live.lang());
    html! {
        <div class="live-controls">
            { buttons(&Buttons {
                mode: player.mode(),
                speed: player.speed(),
                at_start: player.position().happened == 0,
                at_end: player.at_end(),
                view: live.desk().view,
                lang,
                tell,
            }) }
            { timeline(live, tell) }
        </div>
    }
}

/// Keys inside the stage are the stage's: the page has shortcuts of its own, one of which leaves
/// the chapter.
fn on_key(tell: &Tell) -> Callback<KeyboardEvent> {
    let tell = tell.clone();
    Callback::from(move |event: KeyboardEvent| {
        event.stop_propagation();
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
            return;
        }
        let (tag, role) = browser::focus(&event);
        let focus = Focus::of(&tag, role.as_deref());
        let Some(msg) = keys::meaning(&event.key(), event.shift_key(), focus) else { return };
        event.prevent_default();
        tell.emit(msg);
    })
}
