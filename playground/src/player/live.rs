//! Everything of a live stage but the browser: player, desk, terminal, and what is derived from them.
//!
//! In: [`Msg`]s. Out: what is to be drawn, and [`Wish`]es, which only the page can grant. So a test without a browser does to
//! a stage all that a reader can do, and draws all that a page would.
//! Deliberately absent: Yew, `web_sys`, the wall clock.
//!
//! What was selected, typed, or copied in a link belongs to the moment at which it was, which need not be the one shown: it
//! is looked up in the frame that is drawn, and may be missing there.

mod kept;
mod message;
mod typing;

pub use message::{Msg, Wish};

use super::desk::{Ask, Desk, Overlay, Panel};
use super::later::{later, typed};
use super::offers::Offers;
use super::session::Session;
use super::state::{Control, Mode, Notice, Player};
use super::terminal::{Row, Terminal};
use super::ticks::{self, Tick};
use super::verbs::{self, Verb};
use super::window::Window;
use crate::cell::{Cell, View};
use model::event::Refusal;
use model::{Action, Cluster, Entry, Event, Frame, Time, beats};
use stage::words::{self, Label, Names, label, label_with};
use stage::{Arrangement, Extent, Lang, Motion, Options, Scene};
use std::ops::Range;
use std::rc::Rc;

/// A short answer to what the reader did last.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Remark {
    /// Nothing to say.
    None,
    /// The link is in the clipboard.
    LinkCopied,
    /// The link is in the address bar only.
    LinkInBar,
    /// The link that led here has a part that means nothing.
    BadLink(String),
    /// The link that led here was made before the book changed.
    OldLink,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Position in the trace.
    pub index: usize,
    /// Simulated time.
    pub clock: String,
    /// What happened.
    pub sentence: String,
    /// Done by a person, not by Flink.
    pub by_hand: bool,
}

/// What draws a moment.
type Draw = fn(&Frame, &Options) -> Scene;

/// All that sentence and drawer depend on: as long as it stays the same, so do they.
#[derive(Clone, Debug, PartialEq)]
pub struct Below {
    run: u32,
    happened: usize,
    silence: Option<Time>,
    mode: Mode,
    desk: Desk,
    lines: Range<usize>,
    entered: usize,
    came: [bool; 2],
}

/// One live stage.
pub struct Live {
    cell: Rc<Cell>,
    player: Player,
    desk: Desk,
    terminal: Terminal,
    arrangement: Arrangement,
    window: Window,
    remark: Remark,
    extent: Extent,
    frame: Frame,
    scene: Scene,
    /// What the beats of the run are called.
    beat_names: Vec<String>,
    /// The log's lines by position in the trace; filled as the reader scrolls.
    lines: Vec<Option<Rc<Line>>>,
    /// Lines of the page that are to be run once the terminal has come.
    waits: Option<String>,
    wishes: Vec<Wish>,
}

impl Live {
    /// The stage of a cell as its page has it.
    pub fn new(cell: Rc<Cell>, arrangement: Arrangement, motion: Motion) -> Live {
        let mut player = Player::new(cell.scenario.clone());
        player.update(Control::Move(motion));
        let mut live = Live {
            desk: Desk { view: cell.view, ..Desk::default() },
            terminal: Terminal::default(),
            arrangement,
            window: Window { top: 0, height: 400 },
            remark: Remark::None,
            extent: Extent::of(player.trace()),
            frame: player.frame(),
            scene: Scene::empty(arrangement.class()),
            beat_names: beat_names(&cell, &player),
            lines: Vec::new(),
            waits: None,
            wishes: Vec::new(),
            player,
            cell,
        };
        live.refresh();
        live
    }

    /// Begins to play, if its page says so and the reader's system does not ask for less movement.
    pub fn begin(&mut self) {
        if self.cell.plays && self.player.motion() == Motion::Full {
            self.update(Msg::Control(Control::Play));
        }
    }

    /// Does what a message says. Whether anything that can be seen changed.
    pub fn update(&mut self, msg: Msg) -> bool {
        let (run, happened) = (self.player.run(), self.player.position().happened);
        let changed = self.take(msg);
        if self.player.run() != run {
            self.extent = Extent::of(self.player.trace());
            self.beat_names = beat_names(&self.cell, &self.player);
            self.lines.clear();
        }
        if (run, happened) != (self.player.run(), self.player.position().happened) {
            self.reveal_line();
        }
        if changed {
            self.refresh();
        }
        changed
    }

    fn take(&mut self, msg: Msg) -> bool {
        match msg {
            Msg::Control(control) => {
                if !matches!(control, Control::Tick(_)) {
                    self.remark = Remark::None;
                }
                self.move_player(control)
            }
            Msg::Typed(text) => {
                if let Some(terminal) = typed() {
                    (terminal.typed)(self, &text);
                }
                true
            }
            Msg::Recall(seek, written) => {
                if let Some(terminal) = typed() {
                    (terminal.recall)(self, seek, &written);
                }
                false
            }
            Msg::Complete(completed) => {
                if let Some(terminal) = typed() {
                    (terminal.complete)(self, &completed);
                }
                true
            }
            Msg::Run(lines) => {
                self.desk.update(Ask::Show(Panel::Terminal));
                self.wishes.push(Wish::ComeIntoView);
                match typed() {
                    Some(terminal) => (terminal.run)(self, &lines),
                    None => self.waits = Some(lines),
                }
                true
            }
            Msg::Ask(ask) => {
                if ask == Ask::Show(Panel::Terminal) {
                    self.wishes.push(Wish::Type);
                }
                self.desk.update(ask);
                true
            }
            Msg::Resized(fits) => std::mem::replace(&mut self.arrangement, fits) != fits,
            Msg::LogMeasured(window) => {
                self.window = window;
                self.reveal_line();
                true
            }
            Msg::LogScrolled(window) => {
                self.window = window;
                true
            }
            Msg::CopyLink => {
                self.wishes.push(Wish::Copy(self.link()));
                false
            }
            Msg::Copied(copied) => {
                self.remark = if copied { Remark::LinkCopied } else { Remark::LinkInBar };
                true
            }
            Msg::Followed(fragment) => self.follow(&fragment),
            // What was there already is drawn in all its words.
            Msg::Came => {
                if let Some(terminal) = typed()
                    && let Some(lines) = self.waits.take()
                {
                    (terminal.run)(self, &lines);
                }
                true
            }
        }
    }

    /// Goes to where a fragment points, if it points into this stage.
    fn follow(&mut self, fragment: &str) -> bool {
        let cell = &self.cell;
        match Session::from_fragment(fragment, &cell.id, &cell.scenario) {
            None => return false,
            Some(Ok(session)) => {
                let holds = self.restore(&session);
                self.remark = if holds { Remark::None } else { Remark::OldLink };
                // What asks for a stretch to be played stands beside the stage, and its reader looks from one to the other.
                if session.until.is_some() {
                    return true;
                }
            }
            Some(Err(error)) => self.remark = Remark::BadLink(error.part),
        }
        self.wishes.push(Wish::ComeIntoView);
        true
    }

    /// Draws the position that the player stands at.
    fn refresh(&mut self) {
        self.frame = self.player.frame();
        let options = Options {
            lang: self.lang(),
            arrangement: self.arrangement,
            selected: self.desk.selected,
            motion: self.player.motion(),
            extent: &self.extent,
            last: self.player.last(),
        };
        self.scene = match self.desk.view {
            View::Picture => stage::layout(&self.frame, &options),
            // Until the web pages have come, the picture.
            View::Web => {
                later().map_or(stage::layout as Draw, |later| later.web)(&self.frame, &options)
            }
        };
        self.write_lines();
    }

    /// Writes the lines of the log that are seen now, unless they have been before.
    fn write_lines(&mut self) {
        let count = self.player.entries().len();
        self.lines.resize(count, None);
        let Some(later) = later() else { return };
        let (visible, lang) = (self.window.lines(count), self.lang());
        let Live { lines, player, .. } = self;
        for (index, entry) in
            player.entries().iter().enumerate().take(visible.end).skip(visible.start)
        {
            if let Some(unwritten @ None) = lines.get_mut(index) {
                *unwritten = Some(Rc::new((later.line)(index, entry, player, lang)));
            }
        }
    }

    /// Asks for the event that is explained to be seen in the log.
    fn reveal_line(&mut self) {
        let line = self.player.current().unwrap_or(0);
        if let Some(top) = self.window.reveal(line) {
            self.window.top = top;
            self.wishes.push(Wish::ScrollLog(top));
        }
    }

    /// What the page says of the stage.
    pub fn cell(&self) -> &Cell {
        &self.cell
    }

    /// The language of its words.
    pub fn lang(&self) -> Lang {
        self.cell.lang
    }

    /// Which moment of which trace is shown.
    pub fn player(&self) -> &Player {
        &self.player
    }

    /// What is open around the picture.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// What is true at the moment shown.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The picture of it, or the web pages.
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// Where things stand to each other in it.
    pub const fn arrangement(&self) -> Arrangement {
        self.arrangement
    }

    /// What can be done to the selected thing while its card is open.
    pub fn verbs(&self) -> Vec<Verb> {
        match (self.desk.overlay, self.desk.selected) {
            (Overlay::Card, Some(target)) => verbs::verbs(self.offers().to(target)),
            (Overlay::Card | Overlay::None | Overlay::Help, _) => Vec::new(),
        }
    }

    /// What can be done at the moment shown.
    pub fn offers(&self) -> Offers {
        Offers::of(&self.frame.cluster, self.player.scenario(), self.desk.attachment)
    }

    /// The story on the time line.
    pub fn ticks(&self) -> Vec<Tick<'_>> {
        ticks::ticks(&self.player, &self.beat_names)
    }

    /// What the beat that is shown is called.
    pub fn beat_name(&self) -> Option<&str> {
        self.beat_names.get(self.player.beat()?).map(String::as_str)
    }

    /// What sentence and drawer are to be drawn again for.
    pub fn below(&self) -> Below {
        Below {
            run: self.player.run(),
            happened: self.frame.happened,
            silence: self.player.silence(),
            mode: self.player.mode(),
            desk: self.desk,
            lines: self.window.lines(self.lines.len()),
            entered: self.terminal.entered(),
            came: [later().is_some(), typed().is_some()],
        }
    }

    /// The lines of the log near the visible ones.
    pub fn lines(&self) -> Vec<Rc<Line>> {
        let visible = self.window.lines(self.lines.len());
        self.lines.get(visible).unwrap_or_default().iter().flatten().cloned().collect()
    }

    /// Whether the log was scrolled to where no line is.
    #[cfg(test)]
    pub fn is_scrolled_away(&self) -> bool {
        self.window.is_beyond(self.lines.len())
    }

    /// What stands in the terminal.
    pub fn rows(&self) -> Vec<Row> {
        self.terminal.rows(self.lang(), &self.player)
    }

    /// The line whose choices the terminal has shown last.
    pub fn offered(&self) -> &str {
        self.terminal.offered()
    }

    /// What the reader should know about what they just did, if anything.
    pub fn answer(&self) -> Option<String> {
        let lang = self.lang();
        Some(match (self.player.notice(), &self.remark) {
            (Some(Notice::Refused(action, refusal)), _) => {
                (later()?.refused)(lang, &self.frame.cluster, action, *refusal)
            }
            (None, Remark::None) => return None,
            (None, Remark::LinkCopied) => label(lang, Label::LinkCopied).to_owned(),
            (None, Remark::LinkInBar) => label(lang, Label::LinkInBar).to_owned(),
            (None, Remark::BadLink(part)) => label_with(lang, Label::BadLink, &[part]),
            (None, Remark::OldLink) => label(lang, Label::OldLink).to_owned(),
        })
    }

    /// The wait that is being passed over: only between events, not while one is being looked at.
    pub fn wait(&self) -> Option<Time> {
        let time = self.player.position().time;
        self.player.wait().filter(|_| self.player.last().is_some_and(|last| time > last.at))
    }

    /// The part behind `#` of a link to this moment.
    pub fn link(&self) -> String {
        self.player.session().to_fragment(&self.cell.id, &self.cell.scenario)
    }

    /// What the page is asked for since the last call.
    pub fn wishes(&mut self) -> Vec<Wish> {
        std::mem::take(&mut self.wishes)
    }
}

/// The author's names, as far as the run is the page's own; the reader's story has the names that any has.
fn beat_names(cell: &Cell, player: &Player) -> Vec<String> {
    let (told, until) = (player.beats(), player.own_until());
    let name = |(place, beat): (usize, &model::Beat)| {
        let own = until.is_none_or(|until| beat.at < until);
        let named = beats::named(&cell.beats, told, place).filter(|_| own);
        named.map_or_else(|| words::beat(cell.lang, beat), String::clone)
    };
    told.iter().enumerate().map(name).collect()
}

/// Why an action could not be done.
pub(super) fn refused(lang: Lang, cluster: &Cluster, action: &Action, refusal: Refusal) -> String {
    words::action::refused(&Names::new(lang, cluster), action, refusal)
}

/// An event in words.
pub(super) fn line(index: usize, entry: &Entry, player: &Player, lang: Lang) -> Line {
    Line {
        index,
        clock: words::time::clock(entry.at),
        sentence: words::event(lang, entry, &player.cluster_after(index)),
        by_hand: matches!(entry.event, Event::ActionTaken(_) | Event::ActionRefused(_)),
    }
}
