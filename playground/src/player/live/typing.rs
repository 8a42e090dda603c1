//! What a stage does with typed lines: its terminal, and lines of the page that it is asked to run.
//!
//! In: a line, or the page's request. Out: the player moved, the terminal's rows. Deliberately absent: what a
//! line means (`model::command`), and when one can be done (`player::errand`).

use super::{Live, Wish};
use crate::player::errand::{self, Errand, Place};
use crate::player::session::Session;
use crate::player::state::{Control, Notice};
use crate::player::terminal::{MOST_LINES, Seek, is_too_long, joined};
use model::command::Completed;
use model::command::line::{Part, When, parts};
use stage::words::console;

impl Live {
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

    /// Another run at another moment: what was typed into the old one is not part of it.
    pub(super) fn restore(&mut self, session: &Session) -> bool {
        self.terminal.forget_after(0);
        self.player.restore(session)
    }

    /// One command of the terminal.
    fn enter(&mut self, line: &str) {
        let Some(action) = self.terminal.enter(line, self.cell.lang, &self.player) else { return };
        let run = self.player.run();
        self.player.update(Control::Act(action));
        if self.player.run() != run {
            self.terminal.done(self.player.position().happened.saturating_sub(1));
        } else if let Some(Notice::Refused(_, refusal)) = self.player.notice() {
            self.terminal.refused(self.cell.lang, *refusal, &self.player);
            self.player.update(Control::Dismiss);
        }
    }

    /// An earlier line, or a later one.
    pub(in crate::player) fn recall(&mut self, seek: Seek, written: &str) {
        let line = self.terminal.recall(seek, written);
        self.wishes.push(Wish::Retype(line));
    }

    /// A line that is begun goes on.
    pub(in crate::player) fn complete(&mut self, completed: &Completed) {
        self.terminal.complete(completed, &self.player);
        self.wishes.push(Wish::Retype(completed.line.clone()));
    }

    /// What was typed, or pasted. A line that ends with a backslash goes on: it stays where it is.
    pub(in crate::player) fn typed(&mut self, text: &str) {
        let lines = joined(text);
        let goes_on = text.trim_end().ends_with('\\');
        self.wishes.push(Wish::Retype(if goes_on { lines.clone() } else { String::new() }));
        let several = lines.contains('\n') || (!is_too_long(&lines) && parts(&lines).len() > 1);
        match several {
            _ if goes_on => {}
            true => self.run_lines(&lines),
            false => self.enter(&lines),
        }
    }

    /// Each line when it can be done, and then back to the first.
    pub(in crate::player) fn run_lines(&mut self, lines: &str) {
        let count = lines.lines().count();
        if count > MOST_LINES {
            let told = console::too_many_lines(self.cell.lang, count, MOST_LINES);
            self.terminal.tell(told, &self.player);
            return;
        }
        let mut first = None;
        let commands = lines.lines().flat_map(|line| match is_too_long(line) {
            true => vec![Part { when: When::Always, text: line }],
            false => parts(line),
        });
        let commands: Vec<Part> = commands.collect();
        let count = commands.len();
        for Part { when, text: line } in commands {
            match when {
                When::Succeeded if self.terminal.has_failed() => continue,
                When::Failed if !self.terminal.has_failed() => continue,
                When::Always | When::Succeeded | When::Failed => {}
            }
            if first.is_some() {
                let calm = errand::calm(&self.player);
                self.player.update(Control::GoTo(calm.saturating_sub(1)));
            }
            let errand = Errand::of(line, &self.player);
            match errand.place {
                Place::Now => {}
                Place::After(happened) => {
                    self.player.update(Control::GoTo(happened.saturating_sub(1)));
                }
                Place::EmptyWorld => {
                    self.restore(&Session::empty(self.player.scenario().version));
                }
            }
            self.enter(&errand.line);
            first.get_or_insert(self.player.position().happened);
        }
        if let Some(happened) = first.filter(|_| count > 1) {
            self.player.update(Control::GoTo(happened.saturating_sub(1)));
            self.player.update(Control::Play);
        }
    }
}
