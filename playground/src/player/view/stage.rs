//! The component of a live stage: it owns player and desk, takes messages, keeps what is derived.
//!
//! In: [`Msg`]s. Out: the picture, the controls, and what stands below them. The latter changes only when an event
//! happens or the reader asks for something else; in between, while messages move, it is shown as it is.

mod typing;

use super::browser::{self, Browser};
use super::controls::{Buttons, Timeline, buttons, timeline};
use super::log::{self, Line};
use super::panels::{Panels, panels};
use super::picture::{Picture, picture};
use super::sentence::{Remark, answer, notice, sentence};
use super::{Msg, Tell, help};
use crate::cell::{Cell, View};
use crate::player::desk::{Ask, Desk, Overlay};
use crate::player::keys::{self, Focus, Meaning};
use crate::player::session::Session;
use crate::player::state::{Control, Mode, Player};
use crate::player::terminal::Terminal;
use crate::player::window::Window;
use gloo::render::{AnimationFrame, request_animation_frame};
use live_part::kept::{self, Beginning};
use live_part::link;
use model::{Event, Frame, Time};
use stage::words::{self, Label, label, label_with};
use stage::{Extent, Lang, Options, Scene, WidthClass};
use std::ops::Range;
use std::rc::Rc;
use yew::prelude::*;

/// The live stage.
pub struct Stage {
    player: Player,
    desk: Desk,
    lang: Lang,
    extent: Extent,
    width: WidthClass,
    frame: Frame,
    scene: Scene,
    /// Sentence and panels, and what they were drawn for.
    below: Html,
    below_of: Option<Seen>,
    /// The log's lines by position in the trace; filled as the reader scrolls.
    lines: Vec<Option<Rc<Line>>>,
    window: Window,
    list: NodeRef,
    terminal: Terminal,
    screen: NodeRef,
    input: NodeRef,
    /// The terminal's last row is to be brought into view.
    scrolls: bool,
    remark: Remark,
    tell: Tell,
    drawn_at: Option<f64>,
    drawing: Option<AnimationFrame>,
    browser: Browser,
    /// A link led here: the page scrolls to the stage once it stands.
    arrives: bool,
    fails_on_purpose: bool,
}

/// All that sentence and panels depend on.
#[derive(Clone, PartialEq)]
struct Seen {
    run: u32,
    happened: usize,
    mode: Mode,
    desk: Desk,
    lines: Range<usize>,
    entered: usize,
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
        let mut stage = Stage {
            desk: Desk { view: cell.view, ..Desk::default() },
            lang: cell.lang,
            extent: Extent::of(player.trace()),
            width: browser.width_class(),
            frame: player.frame(),
            scene: Scene {
                kind: WidthClass::Wide,
                width: 0,
                height: 0,
                label: String::new(),
                shapes: Vec::new(),
            },
            below: Html::default(),
            below_of: None,
            lines: Vec::new(),
            window: Window { top: 0, height: 400 },
            list: NodeRef::default(),
            terminal: Terminal::default(),
            screen: NodeRef::default(),
            input: NodeRef::default(),
            scrolls: false,
            remark: Remark::None,
            tell,
            drawn_at: None,
            drawing: None,
            browser,
            arrives: false,
            fails_on_purpose: false,
            player,
        };
        let beginning = Beginning::take(host);
        stage.follow(cell, beginning.fragment());
        stage.arrives &= matches!(beginning, Beginning::Address(_));
        stage.refresh(cell);
        stage
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let cell = &ctx.props().cell;
        let (run, happened) = (self.player.run(), self.player.position().happened);
        let changed = self.take(cell, msg);
        if self.player.run() != run {
            self.begin_run();
        }
        if (run, happened) != (self.player.run(), self.player.position().happened) {
            self.reveal_line();
        }
        if changed {
            self.refresh(cell);
        }
        self.keep_drawing();
        changed
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        assert!(!self.fails_on_purpose, "this stage was asked to fail");
        let lang = self.lang;
        let answer = answer(&self.player, &self.frame.cluster, &self.remark, lang);
        html! {
            <div
                class="live"
                data-happened={self.player.position().happened.to_string()}
                data-playing={if self.player.mode() == Mode::Playing { "true" } else { "false" }}
                data-panel={self.desk.panel.name()}
                data-hands={self.desk.hands.name()}
                role="group"
                aria-label={label_with(lang, Label::StageOf, &[&ctx.props().cell.title])}
                onkeydown={on_key(&self.tell)}
            >
                <div
                    class="live-picture"
                    tabindex="0"
                    role="group"
                    aria-label={label(lang, Label::Picture)}
                >
                    { picture(&Picture {
                        scene: &self.scene,
                        wait: self.wait(),
                        lang,
                        tell: &self.tell,
                    }) }
                    if let Some(words) = answer {
                        { notice(words, lang, &self.tell) }
                    }
                    if self.desk.overlay == Overlay::Help {
                        { help::help(lang, &self.tell) }
                    }
                </div>
                { self.controls() }
                { self.below.clone() }
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first_render: bool) {
        if first_render {
            self.browser.announce_life();
            ctx.link().send_message(Msg::Asked);
            if let Some(window) = log::visible(&self.list) {
                self.window = window;
                self.reveal_line();
                ctx.link().send_message(Msg::LogScrolled(Window { ..self.window }));
            }
        }
        if std::mem::take(&mut self.scrolls) {
            browser::scroll(&self.screen, i32::MAX);
        }
        if std::mem::take(&mut self.arrives) {
            self.browser.come_into_view();
        }
        // What could be shown is worth coming back to.
        let cell = &ctx.props().cell;
        let fragment = self.player.session().to_fragment(&cell.id, &cell.scenario);
        kept::stands(&self.browser.host, &fragment);
        if kept::asks_to_fail(&self.browser.host) && !self.fails_on_purpose {
            self.fails_on_purpose = true;
            ctx.link().send_message(Msg::Ask(Ask::Help));
        }
    }
}

impl Stage {
    /// Does what a message says. Whether anything that can be seen changed.
    fn take(&mut self, cell: &Cell, msg: Msg) -> bool {
        match msg {
            Msg::Control(control) => {
                self.remark = Remark::None;
                self.move_player(control)
            }
            Msg::Typed(text) => {
                self.typed(&text);
                true
            }
            Msg::Recall(older) => {
                if let Some(line) = self.terminal.recall(older) {
                    browser::retype(&self.input, &line);
                }
                false
            }
            Msg::Asked => self.run_errands(),
            Msg::Ask(ask) => {
                self.desk.update(ask);
                true
            }
            Msg::Draw(now) => self.draw(now),
            Msg::Resized(width) => std::mem::replace(&mut self.width, width) != width,
            Msg::LogScrolled(window) => {
                self.window = window;
                true
            }
            Msg::CopyLink => {
                let fragment = self.player.session().to_fragment(&cell.id, &cell.scenario);
                let tell = self.tell.clone();
                link::copy(&fragment, move |copied| tell.emit(Msg::Copied(copied)));
                false
            }
            Msg::Copied(copied) => {
                self.remark = if copied { Remark::LinkCopied } else { Remark::LinkInBar };
                true
            }
            Msg::Followed => {
                self.follow(cell, &link::fragment());
                true
            }
        }
    }

    /// Drops what was derived from an older trace.
    fn begin_run(&mut self) {
        self.extent = Extent::of(self.player.trace());
        self.lines.clear();
    }

    /// Draws the position that the player stands at.
    fn refresh(&mut self, cell: &Cell) {
        self.frame = self.player.frame();
        let options = Options {
            lang: self.lang,
            width: self.width,
            selected: self.desk.selected,
            motion: self.player.motion(),
            extent: &self.extent,
            last: self.player.current().map(|index| &self.player.entries()[index]),
        };
        self.scene = match self.desk.view {
            View::Picture => stage::layout(&self.frame, &options),
            View::Web => stage::web(&self.frame, &options),
        };
        let seen = Seen {
            run: self.player.run(),
            happened: self.frame.happened,
            mode: self.player.mode(),
            desk: self.desk,
            lines: self.window.lines(self.player.entries().len()),
            entered: self.terminal.entered(),
        };
        if self.below_of.as_ref() != Some(&seen) {
            self.below = self.draw_below(cell, seen.lines.clone());
            self.below_of = Some(seen);
        }
    }

    fn draw_below(&mut self, cell: &Cell, visible: Range<usize>) -> Html {
        let count = self.player.entries().len();
        self.lines.resize(count, None);
        for index in visible.clone() {
            if self.lines[index].is_none() {
                self.lines[index] = Some(Rc::new(self.line(index)));
            }
        }
        let terminal = self.draw_terminal();
        let panels = panels(&Panels {
            id: format!("live-{}", cell.id),
            player: &self.player,
            frame: &self.frame,
            desk: &self.desk,
            lines: self.lines[visible].iter().flatten().cloned().collect(),
            list: &self.list,
            terminal,
            lang: self.lang,
            tell: &self.tell,
        });
        html! {
            <>
                { sentence(&self.player, &self.frame.cluster, self.lang) }
                { panels }
            </>
        }
    }

    fn line(&self, index: usize) -> Line {
        let entry = &self.player.entries()[index];
        Line {
            index,
            clock: words::time::clock(entry.at),
            sentence: words::event(self.lang, entry, &self.player.cluster_after(index)),
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

    /// Goes to where a link points, if it points into this stage.
    fn follow(&mut self, cell: &Cell, fragment: &str) {
        match Session::from_fragment(fragment, &cell.id, &cell.scenario) {
            None => return,
            Some(Ok(session)) => {
                self.player.restore(&session);
                self.begin_run();
                self.remark = Remark::None;
            }
            Some(Err(error)) => self.remark = Remark::BadLink(error.part),
        }
        self.arrives = true;
    }

    /// The wait that is being passed over: only between events, not while one is being looked at.
    fn wait(&self) -> Option<Time> {
        let position = self.player.position();
        let last = self.player.current().map(|index| self.player.entries()[index].at);
        self.player.wait().filter(|_| last.is_some_and(|last| position.time > last))
    }

    fn controls(&self) -> Html {
        let (show, total) = self.player.show();
        let position = self.player.position();
        html! {
            <div class="live-controls">
                { buttons(&Buttons {
                    mode: self.player.mode(),
                    speed: self.player.speed(),
                    at_start: position.happened == 0,
                    at_end: self.player.at_end(),
                    view: self.desk.view,
                    lang: self.lang,
                    tell: &self.tell,
                }) }
                { timeline(&Timeline {
                    position,
                    show,
                    total,
                    count: self.player.entries().len(),
                    end: self.player.trace().end(),
                    lang: self.lang,
                    tell: &self.tell,
                }) }
            </div>
        }
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
        let Some(meaning) = keys::meaning(&event.key(), Focus::of(&tag, role.as_deref())) else {
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
