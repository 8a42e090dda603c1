//! The component of a live stage: it takes messages to [`Live`], draws what that holds, and grants its wishes.
//!
//! In: what the browser hears. Out: one screen: the picture, the sentence, the controls, and a drawer. What is said in words
//! changes only when an event happens or the reader asks for something else; in between, while messages move, it is
//! shown as it is.

use super::browser::{self, Browser};
use super::controls::{Buttons, buttons, timeline};
use super::log;
use super::panels::{drawer, handles};
use super::picture::{Picture, picture};
use super::sentence::{notice, sentence};
use super::version::version;
use super::{Refs, Tell};
use crate::cell::{Cell, View};
use crate::player::desk::{Ask, Overlay, Panel};
use crate::player::keys::Focus;
use crate::player::later::{Part, bring, later, typed};
use crate::player::live::{Below, Live, Msg, Wish};
use crate::player::state::{Control, Mode};
use crate::player::verbs;
use gloo::render::{AnimationFrame, request_animation_frame};
use live_part::{focus, link};
use stage::words::{Label, label, label_with};
use std::rc::Rc;
use yew::prelude::*;

/// The live stage.
pub struct Stage {
    live: Live,
    /// What is said in words, and what it was drawn for.
    below: (Below, Words),
    refs: Refs,
    tell: Tell,
    draws: Callback<f64>,
    drawn_at: Option<f64>,
    drawing: Option<AnimationFrame>,
    browser: Browser,
    /// The terminal's last row is to be brought into view.
    scrolls: bool,
    /// What comes later has just come.
    came: bool,
    /// The terminal has been asked for.
    asks: bool,
    /// The page is to scroll to the stage once it stands.
    arrives: bool,
    /// The keyboard is to go where lines are typed.
    types: bool,
    /// The list of events has been measured since it was opened.
    measured: bool,
    /// The keyboard was within the stage before the last message: it is not to fall out of it.
    holds_focus: bool,
    /// The page knows that it lives.
    announced: bool,
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
        let mut live = Live::new(cell.clone(), browser.arrangement(), browser.motion());
        match browser.keeper.restored() {
            Some(kept) => live.give_back(&kept),
            None => {
                live.begin();
                // What was open on the page before.
                browser.keeper.take("drawer").iter().for_each(|it| live.give_back(it));
                // A link to a moment stands there.
                live.update(Msg::Followed(link::fragment()));
            }
        }
        browser.keeper.keep(&live.kept());
        let refs = Refs::default();
        let mut stage = Stage {
            below: (live.below(), words_or_room(&live, &refs, &tell)),
            live,
            refs,
            tell,
            draws: ctx.link().callback(Heard::Draw),
            drawn_at: None,
            drawing: None,
            browser,
            scrolls: true,
            came: false,
            asks: false,
            arrives: false,
            types: false,
            measured: false,
            holds_focus: false,
            announced: false,
            fails_on_purpose: false,
        };
        stage.grant();
        stage.keep_drawing();
        stage.announces();
        stage
    }

    fn update(&mut self, _: &Context<Self>, heard: Heard) -> bool {
        let msg = match heard {
            Heard::Msg(msg) => msg,
            Heard::Draw(now) => self.passed(now),
        };
        self.came |= msg == Msg::Came;
        let acts = self.browser.about_to(&self.live, &msg);
        self.holds_focus = acts && self.browser.has_focus();
        let (waited, run) = (msg == Msg::Came, self.live.player().run());
        let changed = self.live.update(msg);
        // Lines of the page that waited for the terminal run when it has come: that is an act, too.
        if acts || (waited && self.live.player().run() != run) {
            self.browser.keeper.keep(&self.live.kept());
        }
        self.grant();
        if changed {
            let seen = self.live.below();
            if self.below.0 != seen {
                self.below = (seen, words_or_room(&self.live, &self.refs, &self.tell));
                self.scrolls = true;
            }
        }
        self.keep_drawing();
        self.announces() || changed
    }

    fn view(&self, _: &Context<Self>) -> Html {
        assert!(!self.fails_on_purpose, "this stage was asked to fail");
        if !self.announced {
            return html! { <div class="live-later" /> };
        }
        whole(&self.live, &self.below.1, &self.tell)
    }

    fn rendered(&mut self, ctx: &Context<Self>, first_render: bool) {
        let came = || self.tell.reform(|()| Msg::Came);
        if first_render {
            bring(Part::Later, came());
        }
        if std::mem::take(&mut self.came)
            && let Some(lines) = self.browser.keeper.take("run")
        {
            ctx.link().send_message(Heard::Msg(Msg::Run(lines)));
        }
        let opens = self.live.desk().drawer == Some(Panel::Terminal);
        if opens && later().is_some() && !self.asks {
            bring(Part::Typed, came());
            self.asks = true;
        }
        let lists = self.live.desk().drawer == Some(Panel::Log);
        // It may be open before what it lists has come.
        let window = if self.measured { None } else { log::visible(&self.refs.list) };
        self.measured = lists && (self.measured || window.is_some());
        if let (true, Some(window)) = (lists, window) {
            ctx.link().send_message(Heard::Msg(Msg::LogMeasured(window)));
        }
        if self.types && typed().is_some() {
            self.types = false;
            browser::focus_on(&self.refs.input);
        } else if std::mem::take(&mut self.holds_focus) {
            self.browser.keep_focus();
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
    /// Tells the page whether there is something to show, just before it is drawn. A stage that opens with its web pages has
    /// nothing before they have come: its static picture stays until then. Whether that has changed.
    fn announces(&mut self) -> bool {
        if self.announced {
            return false;
        }
        self.announced = self.live.desk().view == View::Picture || later().is_some();
        self.browser.announce(self.announced);
        self.announced
    }

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
                Wish::Type => self.types = true,
                Wish::ScrollLog(top) => browser::scroll(&self.refs.list, top),
                Wish::ComeIntoView => self.arrives = true,
            }
        }
    }
}

/// What a stage says in words. The card is not among it: it stands beside its thing, which may be a message that moves.
#[derive(Clone)]
pub(crate) struct Words {
    /// Below the picture.
    pub(crate) sentence: Html,
    /// What the reader has opened.
    pub(crate) drawer: Html,
}

/// What the stage says in words at the moment shown.
pub(crate) fn words(live: &Live, refs: &Refs, tell: &Tell) -> Words {
    Words {
        sentence: sentence(live.player(), &live.frame().cluster, live.lang()),
        drawer: drawer(live, refs, tell),
    }
}

/// All that a stage shows. `said` is what [`words`] drew.
pub(crate) fn whole(live: &Live, said: &Words, tell: &Tell) -> Html {
    let lang = live.lang();
    let (player, desk) = (live.player(), live.desk());
    let Words { sentence, drawer } = said.clone();
    html! {
        <div
            class="live"
            data-happened={player.position().happened.to_string()}
            data-playing={if player.mode() == Mode::Playing { "true" } else { "false" }}
            data-drawer={desk.drawer.map(Panel::name)}
            role="group"
            aria-label={label_with(lang, Label::StageOf, &[&live.cell().title])}
            onkeydown={on_key(live, tell)}
        >
            <div
                class="live-picture"
                tabindex="-1"
                role="group"
                aria-label={label(lang, Label::Picture)}
            >
                <div class="stage-canvas" style={live.scene().proportions()}>
                    { picture(&Picture { scene: live.scene(), wait: live.wait(), lang, tell }) }
                    { later().map(|later| (later.card)(live, tell)).unwrap_or_default() }
                </div>
                if let Some(words) = live.answer() {
                    { notice(words, lang, tell) }
                }
                if desk.overlay == Overlay::Help {
                    { later().map(|later| (later.help)(lang, tell)).unwrap_or_default() }
                }
            </div>
            { sentence }
            { controls(live, tell) }
            { drawer }
        </div>
    }
}

/// The same; as long as it has not come, its place, where the page says so if it cannot be fetched.
fn words_or_room(live: &Live, refs: &Refs, tell: &Tell) -> Words {
    match later() {
        Some(later) => (later.words)(live, refs, tell),
        // With keys, so that what the page puts there goes with them.
        None => Words {
            sentence: html! { <div key="sentence" class="live-sentence" /> },
            drawer: html! { <div key="drawer" class="live-later" /> },
        },
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
                version: version(player.scenario().version, lang, tell),
                handles: handles(live, tell),
                lang,
                tell,
            }) }
            { timeline(live, tell) }
        </div>
    }
}

/// Keys inside the stage are the stage's: the page has shortcuts of its own, one of which leaves
/// the chapter. Up and down go from one thing of the picture to the next, or through the verbs of an open card.
fn on_key(live: &Live, tell: &Tell) -> Callback<KeyboardEvent> {
    let tell = tell.clone();
    let verbs = later().map(|later| (later.verbs)(live)).unwrap_or_default();
    let walked = match live.desk().overlay {
        Overlay::Card => ".live-card button",
        Overlay::None | Overlay::Help => ".live-picture [role=button]",
    };
    Callback::from(move |event: KeyboardEvent| {
        event.stop_propagation();
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
            return;
        }
        let (tag, role) = browser::pressed_in(&event);
        let (key, focus) = (event.key(), Focus::of(&tag, role.as_deref()));
        let free = matches!(focus, Focus::Plain | Focus::Button);
        if let ("ArrowDown" | "ArrowUp", true) = (key.as_str(), free) {
            event.prevent_default();
            focus::walk(&event, ".live", walked, key == "ArrowDown");
            return;
        }
        let Some(msg) = verbs::meaning(&verbs, &key, event.shift_key(), focus) else { return };
        event.prevent_default();
        tell.emit(msg);
    })
}
