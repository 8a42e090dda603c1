//! The player's views. Views show state and send [`Msg`]; nothing else.
//!
//! In: a [`Cell`] and the element it lives in. Out: DOM inside that element, and on it
//! `data-session` (seed and actions, for the loader's error box).
//! Deliberately absent: decisions about time, actions and words; they are made in `player` and `stage`.

mod actions;
mod browser;
mod controls;
mod help;
mod icon;
mod inspector;
mod log;
mod picture;

use crate::cell::Cell;
use crate::player::desk::{Ask, Desk, Overlay, Panel};
use crate::player::keys::{self, Focus, Meaning};
use crate::player::session::Session;
use crate::player::state::{Control, Mode, Notice, Player};
use crate::player::window::Window;
use actions::Actions;
use browser::Browser;
use controls::{Buttons, Timeline, buttons, timeline};
use gloo::render::{AnimationFrame, request_animation_frame};
use inspector::Inspector;
use log::{Line, Log};
use model::{Event, Frame, Scenario};
use picture::Picture;
use stage::words::inspector::Inspection;
use stage::words::{self, Label, Names, label, label_with};
use stage::{Extent, Lang, Options, Scene, WidthClass};
use std::rc::Rc;
use yew::prelude::*;

/// What the page sends.
#[derive(Clone, PartialEq)]
pub enum Msg {
    /// To the player.
    Control(Control),
    /// To the desk.
    Ask(Ask),
    /// The browser is about to draw, at this time of its own in milliseconds.
    Draw(f64),
    /// The stage is this wide now.
    Resized(WidthClass),
    /// The log was scrolled.
    LogScrolled(Window),
    /// Make a link to this moment.
    CopyLink,
    /// The browser copied it, or refused to.
    Copied(bool),
    /// The part of the URL behind `#` changed.
    Followed,
}

/// Where views send to.
pub(crate) type Tell = Callback<Msg>;

/// A frame that is compared by its place: everything but the picture and the clock changes only
/// when an event happens.
#[derive(Clone)]
pub(crate) struct Moment {
    run: u32,
    happened: usize,
    /// The frame.
    pub frame: Rc<Frame>,
}

impl PartialEq for Moment {
    fn eq(&self, other: &Moment) -> bool {
        (self.run, self.happened) == (other.run, other.happened)
    }
}

/// A short answer to what the reader did last.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Remark {
    None,
    LinkCopied,
    LinkInBar,
    BadLink(String),
}

/// The live stage.
pub struct Stage {
    player: Player,
    desk: Desk,
    scenario: Rc<Scenario>,
    extent: Extent,
    width: WidthClass,
    moment: Moment,
    scene: Rc<Scene>,
    inspection: Option<Rc<Inspection>>,
    /// By position in the trace; filled as the reader scrolls.
    lines: Vec<Option<Rc<Line>>>,
    window: Window,
    list: NodeRef,
    remark: Remark,
    tell: Tell,
    drawn_at: Option<f64>,
    drawing: Option<AnimationFrame>,
    browser: Browser,
    fails_on_purpose: bool,
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
    type Message = Msg;
    type Properties = StageProps;

    fn create(ctx: &Context<Self>) -> Self {
        let StageProps { cell, host } = ctx.props();
        let tell = ctx.link().callback(|msg| msg);
        let browser = Browser::new(host, &tell);
        let mut player = Player::new(cell.scenario.clone(), cell.telling);
        player.update(Control::Move(browser.motion()));
        let (desk, extent) = (Desk::default(), Extent::of(player.trace()));
        let width = browser.width_class();
        let frame = Rc::new(player.frame());
        let scene = Rc::new(scene(&player, &desk, &extent, width, cell.lang, &frame));
        let mut stage = Stage {
            scenario: Rc::new(player.scenario().clone()),
            moment: Moment { run: player.run(), happened: player.position().happened, frame },
            player,
            desk,
            extent,
            width,
            scene,
            inspection: None,
            lines: Vec::new(),
            window: Window { top: 0, height: 600 },
            list: NodeRef::default(),
            remark: Remark::None,
            tell,
            drawn_at: None,
            drawing: None,
            browser,
            fails_on_purpose: false,
        };
        stage.follow(cell);
        stage.refresh(cell.lang);
        stage.browser.keep_session(&stage.player);
        stage
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let cell = &ctx.props().cell;
        let (run, happened) = (self.player.run(), self.player.position().happened);
        let changed = match msg {
            Msg::Control(control) => {
                self.remark = Remark::None;
                self.player.update(control)
            }
            Msg::Ask(ask) => {
                self.desk.update(ask);
                true
            }
            Msg::Draw(now) => self.draw(now),
            Msg::Resized(width) => std::mem::replace(&mut self.width, width) != width,
            Msg::LogScrolled(window) => std::mem::replace(&mut self.window, window) != window,
            Msg::CopyLink => {
                let link = self.player.session().to_fragment(&cell.id, &cell.scenario);
                self.browser.copy_link(&link, &self.tell);
                false
            }
            Msg::Copied(copied) => {
                self.remark = if copied { Remark::LinkCopied } else { Remark::LinkInBar };
                true
            }
            Msg::Followed => {
                self.follow(cell);
                true
            }
        };
        if self.player.run() != run {
            self.begin_run();
        }
        if changed {
            self.refresh(cell.lang);
        }
        if (run, happened) != (self.player.run(), self.player.position().happened) {
            self.reveal_line();
        }
        self.keep_drawing();
        changed
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        assert!(!self.fails_on_purpose, "this stage was asked to fail");
        let cell = &ctx.props().cell;
        let lang = cell.lang;
        let playing = self.player.mode() == Mode::Playing;
        html! {
            <div
                class="live"
                data-happened={self.player.position().happened.to_string()}
                data-playing={if playing { "true" } else { "false" }}
                data-panel={self.desk.panel.name()}
                role="group"
                aria-label={label_with(lang, Label::StageOf, &[&cell.title])}
                onkeydown={self.on_key()}
            >
                <div class="live-picture" tabindex="0" role="group" aria-label={label(lang, Label::Picture)}>
                    { picture::picture(&Picture { scene: &self.scene, wait: self.wait(), lang, tell: &self.tell }) }
                    { self.notice(lang) }
                    if self.desk.overlay == Overlay::Help {
                        { help::help(lang, &self.tell) }
                    }
                </div>
                { self.controls(lang) }
                { self.sentence(lang, playing) }
                { self.panels(cell) }
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first_render: bool) {
        if first_render {
            self.browser.announce_life();
            if let Some(window) = log::visible(&self.list) {
                self.window = window;
            }
            self.reveal_line();
            ctx.link()
                .send_message(Msg::LogScrolled(log::visible(&self.list).unwrap_or(self.window)));
        }
        if self.browser.asks_to_fail() && !self.fails_on_purpose {
            self.fails_on_purpose = true;
            ctx.link().send_message(Msg::Ask(Ask::Help));
        }
    }
}

impl Stage {
    /// Drops what was derived from an older trace.
    fn begin_run(&mut self) {
        self.extent = Extent::of(self.player.trace());
        self.scenario = Rc::new(self.player.scenario().clone());
        self.lines.clear();
        self.browser.keep_session(&self.player);
    }

    /// Draws the position that the player stands at.
    fn refresh(&mut self, lang: Lang) {
        let frame = Rc::new(self.player.frame());
        let scene = scene(&self.player, &self.desk, &self.extent, self.width, lang, &frame);
        if *self.scene != scene {
            self.scene = Rc::new(scene);
        }
        let inspection = self
            .desk
            .selected
            .map(|target| words::inspector::inspect(lang, target, &frame, self.player.entries()));
        if self.inspection.as_deref() != inspection.as_ref() {
            self.inspection = inspection.map(Rc::new);
        }
        self.moment = Moment { run: self.player.run(), happened: frame.happened, frame };
        let count = self.player.entries().len();
        self.lines.resize(count, None);
        for index in self.window.lines(count) {
            if self.lines[index].is_none() {
                self.lines[index] = Some(Rc::new(self.line(lang, index)));
            }
        }
    }

    fn line(&self, lang: Lang, index: usize) -> Line {
        let entry = &self.player.entries()[index];
        let cluster = self.player.cluster_after(index);
        Line {
            index,
            clock: words::time::clock(entry.at),
            sentence: words::event(lang, entry, &cluster),
            by_hand: matches!(entry.event, Event::ActionTaken(_) | Event::ActionRefused(_)),
        }
    }

    /// Lets the reader's time pass.
    fn draw(&mut self, now: f64) -> bool {
        self.drawing = None;
        let passed = self.drawn_at.map_or(0.0, |before| (now - before).clamp(0.0, 100.0));
        self.drawn_at = Some(now);
        // Whole microseconds; the clamp above keeps the number small.
        self.player.update(Control::Tick((passed * 1_000.0) as u64))
    }

    /// Asks for the next drawing as long as the player plays.
    fn keep_drawing(&mut self) {
        if self.player.mode() != Mode::Playing {
            self.drawing = None;
            self.drawn_at = None;
        } else if self.drawing.is_none() {
            let tell = self.tell.clone();
            self.drawing = Some(request_animation_frame(move |now| tell.emit(Msg::Draw(now))));
        }
    }

    /// Scrolls the log to the event that is explained.
    fn reveal_line(&mut self) {
        let line = self.player.current().unwrap_or(0);
        if let Some(top) = self.window.reveal(line) {
            self.window.top = top;
            browser::scroll(&self.list, top);
        }
    }

    /// Goes to where the page's URL points, if it points into this stage.
    fn follow(&mut self, cell: &Cell) {
        match Session::from_fragment(&browser::fragment(), &cell.id, &cell.scenario) {
            None => {}
            Some(Ok(session)) => {
                self.player.restore(&session);
                self.begin_run();
                self.remark = Remark::None;
                self.browser.come_into_view();
            }
            Some(Err(error)) => {
                self.remark = Remark::BadLink(error.part);
                self.browser.come_into_view();
            }
        }
    }

    fn on_key(&self) -> Callback<KeyboardEvent> {
        let tell = self.tell.clone();
        Callback::from(move |event: KeyboardEvent| {
            // The page has shortcuts of its own, one of which leaves the chapter.
            event.stop_propagation();
            if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented()
            {
                return;
            }
            let (tag, role) = browser::focus(&event);
            let Some(meaning) = keys::meaning(&event.key(), Focus::of(&tag, role.as_deref()))
            else {
                return;
            };
            event.prevent_default();
            tell.emit(match meaning {
                Meaning::Control(control) => Msg::Control(control),
                Meaning::Escape => Msg::Ask(Ask::Escape),
                Meaning::Help => Msg::Ask(Ask::Help),
            });
        })
    }

    /// The wait that is being passed over: only between events, not while one is being looked at.
    fn wait(&self) -> Option<model::Time> {
        let position = self.player.position();
        let last = self.player.current().map(|index| self.player.entries()[index].at);
        self.player.wait().filter(|_| last.is_some_and(|last| position.time > last))
    }

    fn controls(&self, lang: Lang) -> Html {
        let (show, total) = self.player.show();
        let position = self.player.position();
        html! {
            <div class="live-controls">
                { buttons(&Buttons {
                    mode: self.player.mode(),
                    speed: self.player.speed(),
                    at_start: position.happened == 0,
                    at_end: self.player.at_end(),
                    lang,
                    tell: self.tell.clone(),
                }) }
                { timeline(&Timeline {
                    position,
                    show,
                    total,
                    count: self.player.entries().len(),
                    end: self.player.trace().end(),
                    lang,
                    tell: self.tell.clone(),
                }) }
            </div>
        }
    }

    /// The sentence of the last event. It is read aloud when the reader steps, not while it plays.
    fn sentence(&self, lang: Lang, playing: bool) -> Html {
        let live = if playing { "off" } else { "polite" };
        let Some(index) = self.player.current() else {
            return html! {
                <p class="live-sentence" aria-live={live}>{ label(lang, Label::BeforeStart) }</p>
            };
        };
        let entry = &self.player.entries()[index];
        let cluster = &self.moment.frame.cluster;
        let log_line = words::event_log_line(entry, cluster);
        html! {
            <div class="live-sentence" aria-live={live} aria-atomic="true">
                <p>
                    { words::event(lang, entry, cluster) }
                    if self.player.at_end() {
                        <em>{ " " }{ words::ending(lang, self.player.trace()) }</em>
                    }
                </p>
                if let Some(log_line) = log_line {
                    <code title={log_line.clone()}>{ log_line }</code>
                }
            </div>
        }
    }

    /// What the reader should know about what they just did.
    fn notice(&self, lang: Lang) -> Html {
        let words = match (self.player.notice(), &self.remark) {
            (Some(Notice::Refused(action, refusal)), _) => {
                let names = Names::new(lang, &self.moment.frame.cluster);
                words::action::refused(&names, action, *refusal)
            }
            (None, Remark::None) => return Html::default(),
            (None, Remark::LinkCopied) => label(lang, Label::LinkCopied).to_owned(),
            (None, Remark::LinkInBar) => label(lang, Label::LinkInBar).to_owned(),
            (None, Remark::BadLink(part)) => label_with(lang, Label::BadLink, &[part]),
        };
        html! {
            <p class="live-notice" role="status">
                <span>{ words }</span>
                <button type="button" class="live-act" onclick={control(&self.tell, Control::Dismiss)}>
                    { label(lang, Label::Close) }
                </button>
            </p>
        }
    }

    fn panels(&self, cell: &Cell) -> Html {
        let lang = cell.lang;
        let id: AttrValue = format!("live-{}", cell.id).into();
        let lines = self.window.lines(self.lines.len());
        let lines: Vec<_> = self.lines[lines].iter().flatten().cloned().collect();
        html! {
            <div class="live-panels">
                { tabs(self.desk.panel, &id, lang, &self.tell) }
                { panel(Panel::Log, self.desk.panel, &id, lang, log::log(&Log {
                        id: id.clone(),
                        count: self.player.entries().len(),
                        lines,
                        happened: self.player.position().happened,
                        list: self.list.clone(),
                        lang,
                        tell: self.tell.clone(),
                    })) }
                { panel(Panel::Inspector, self.desk.panel, &id, lang, html! {
                    <Inspector
                        moment={self.moment.clone()}
                        scenario={self.scenario.clone()}
                        selected={self.desk.selected}
                        inspection={self.inspection.clone()}
                        attachment={self.desk.attachment}
                        {lang}
                        tell={self.tell.clone()}
                    />
                }) }
                { panel(Panel::Actions, self.desk.panel, &id, lang, html! {
                    <Actions
                        moment={self.moment.clone()}
                        scenario={self.scenario.clone()}
                        attachment={self.desk.attachment}
                        forked={self.player.is_forked()}
                        {lang}
                        tell={self.tell.clone()}
                    />
                }) }
            </div>
        }
    }
}

/// The picture of a frame.
fn scene(
    player: &Player,
    desk: &Desk,
    extent: &Extent,
    width: WidthClass,
    lang: Lang,
    frame: &Frame,
) -> Scene {
    let last = player.current().map(|index| &player.entries()[index]);
    let options =
        Options { lang, width, selected: desk.selected, motion: player.motion(), extent, last };
    stage::layout(frame, &options)
}

/// A click that moves the player.
pub(crate) fn control(tell: &Tell, control: Control) -> Callback<MouseEvent> {
    let tell = tell.clone();
    Callback::from(move |_| tell.emit(Msg::Control(control.clone())))
}

const fn heading(panel: Panel) -> Label {
    match panel {
        Panel::Log => Label::Log,
        Panel::Inspector => Label::Inspector,
        Panel::Actions => Label::Actions,
    }
}

/// One panel. Which of them are visible is CSS's choice by the width of the stage.
fn panel(panel: Panel, front: Panel, id: &AttrValue, lang: Lang, inside: Html) -> Html {
    html! {
        <section
            class={classes!("live-panel", format!("live-{}", panel.name()), (panel == front).then_some("is-front"))}
            id={format!("{id}-{}", panel.name())}
            aria-label={label(lang, heading(panel))}
        >
            <h4 class="live-heading">{ label(lang, heading(panel)) }</h4>
            <div class="live-inside">{ inside }</div>
        </section>
    }
}

/// The tabs of narrow stages.
fn tabs(front: Panel, id: &AttrValue, lang: Lang, tell: &Tell) -> Html {
    let tab = |panel: Panel| {
        let show = |panel| {
            let tell = tell.clone();
            move || tell.emit(Msg::Ask(Ask::Show(panel)))
        };
        let click = show(panel);
        let (previous, next) = (show(panel.neighbour(false)), show(panel.neighbour(true)));
        let onkeydown = Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowLeft" => previous(),
            "ArrowRight" => next(),
            _ => {}
        });
        html! {
            <button
                type="button"
                role="tab"
                class={classes!("live-tab", format!("live-tab-{}", panel.name()))}
                data-tab={panel.name()}
                aria-selected={if panel == front { "true" } else { "false" }}
                aria-controls={format!("{id}-{}", panel.name())}
                onclick={Callback::from(move |_| click())}
                {onkeydown}
            >
                { label(lang, heading(panel)) }
            </button>
        }
    };
    html! { <div class="live-tabs" role="tablist">{ for Panel::ALL.into_iter().map(tab) }</div> }
}
