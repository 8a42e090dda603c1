//! What a stage does with typed lines: its terminal, and lines of the page that it is asked to run.
//!
//! In: a line, or the page's request. Out: the player moved, the terminal's rows. Deliberately absent: what a
//! line means (`model::command`), and when one can be done (`player::errand`).

use super::Stage;
use crate::player::desk::{Ask, Panel};
use crate::player::errand::{self, Errand, Place};
use crate::player::session::Session;
use crate::player::state::{Control, Notice};
use crate::player::terminal::joined;
use crate::player::view::browser;
use crate::player::view::terminal::{Shell, terminal};
use yew::Html;

impl Stage {
    /// Moves the player; the terminal forgets what is no longer so.
    pub(super) fn move_player(&mut self, control: Control) -> bool {
        let run = self.player.run();
        let acts = matches!(control, Control::Act(_));
        let changed = self.player.update(control);
        if self.player.run() != run {
            // What was done stands at the place before the time shown.
            let happened = self.player.position().happened;
            self.terminal.forget_after(if acts { happened.saturating_sub(1) } else { 0 });
        }
        changed
    }

    /// A line of the terminal.
    pub(super) fn enter(&mut self, line: &str) {
        let Some(action) = self.terminal.enter(line, self.lang, &self.player) else { return };
        let run = self.player.run();
        self.player.update(Control::Act(action));
        if self.player.run() != run {
            self.terminal.done(self.player.position().happened - 1);
        } else if let Some(Notice::Refused(_, refusal)) = self.player.notice() {
            self.terminal.refused(self.lang, *refusal, &self.player);
            self.player.update(Control::Dismiss);
        }
    }

    /// Runs what the page asks for: one line, or several, one after the other.
    pub(super) fn run_errands(&mut self) -> bool {
        let Some(lines) = self.browser.errands() else { return false };
        self.desk.update(Ask::Show(Panel::Terminal));
        self.arrives = true;
        self.run_lines(&lines);
        true
    }

    /// What was typed, or pasted. A line that ends with a backslash goes on: it stays where it is.
    pub(super) fn typed(&mut self, text: &str) {
        let lines = joined(text);
        let goes_on = text.trim_end().ends_with('\\');
        browser::retype(&self.input, if goes_on { &lines } else { "" });
        match lines.contains('\n') {
            _ if goes_on => {}
            true => self.run_lines(&lines),
            false => self.enter(&lines),
        }
    }

    /// Each line when it can be done, and then back to the first.
    fn run_lines(&mut self, lines: &str) {
        let mut first = None;
        for line in lines.lines() {
            if first.is_some() {
                self.player.update(Control::GoTo(errand::calm(&self.player) - 1));
            }
            let errand = Errand::of(line, &self.player);
            match errand.place {
                Place::Now => {}
                Place::After(happened) => {
                    self.player.update(Control::GoTo(happened - 1));
                }
                Place::EmptyWorld => {
                    let version = self.player.scenario().version;
                    self.player.restore(&Session::empty(version));
                }
            }
            self.enter(&errand.line);
            first.get_or_insert(self.player.position().happened);
        }
        if let Some(happened) = first.filter(|_| lines.contains('\n')) {
            self.player.update(Control::GoTo(happened.saturating_sub(1)));
            self.player.update(Control::Play);
        }
    }

    /// The inside of the terminal, unless it cannot be seen.
    pub(super) fn draw_terminal(&mut self) -> Html {
        if self.desk.hands != Panel::Terminal {
            return Html::default();
        }
        self.scrolls = true;
        terminal(&Shell {
            rows: &self.terminal.rows(self.lang, &self.player),
            screen: &self.screen,
            input: &self.input,
            lang: self.lang,
            tell: &self.tell,
        })
    }
}
