//! The terminal: what the reader types, and what stands above it.
//!
//! In: typed lines and the player. Out: an [`Action`] to do, and the [`Row`]s to show.
//! Deliberately absent: doing the action (the player's), Yew, the browser.
//!
//! What commands and programs printed is a function of the trace (`model::console`), so stepping back
//! takes it away again. Lines that did nothing to the cluster (a list, a mistake) are kept here with
//! the place in the trace at which they were typed, and come and go with it.

use super::state::Player;
use model::command::line::{Piped, piped, reading};
use model::command::{Answer, Completed, Mistake, Place, World, left_out, parse, resolve_in};
use model::console::{self, InFront};
use model::event::Refusal;
use model::{Action, Cluster, Event};
use shell::{about_variables, is_read_by_programs, through};
use stage::Lang;
use stage::words::{self, Names};

mod shell;

pub use shell::joined;

/// Rows that are shown at most; older ones are left out.
pub(crate) const MAX_ROWS: usize = 200;

/// Lines that are run at once at most: each looks for the moment at which it can be done.
pub const MOST_LINES: usize = 50;

/// Characters that a line has at most. The longest that people type have some hundred; a file that slips in would
/// keep the page busy for seconds.
const LONGEST_LINE: usize = 8_192;

/// So much of a longer line is shown, in characters.
const SHOWN_OF_LONGER: usize = 120;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A command, behind a prompt.
    Command,
    /// What a program printed.
    Output,
    /// What is wrong, or a hint, in the reader's language.
    Hint,
}

/// One row of the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub text: String,
    /// The part of it that is wrong, in bytes; an empty one is a place where something is missing.
    pub wrong: Option<Place>,
}

impl Row {
    fn new(kind: Kind, text: String) -> Row {
        Row { kind, text, wrong: None }
    }
}

/// Which earlier line is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seek {
    /// The one before that begins alike.
    Older,
    /// The one after that begins alike.
    Newer,
    /// The one before that has it anywhere.
    Anywhere,
}

/// A line that did nothing to the cluster, and the answer to it.
#[derive(Clone, Debug)]
struct Note {
    happened: usize,
    rows: Vec<Row>,
    /// What it printed into a file instead, and the file's name.
    file: Option<(String, Vec<Row>)>,
    /// What it changed in HDFS.
    kept: Option<String>,
}

/// The reader's side of the terminal.
#[derive(Clone, Debug, Default)]
pub struct Terminal {
    notes: Vec<Note>,
    /// Lines that became actions: position of the action in the trace, and the line as typed.
    typed: Vec<(usize, String)>,
    /// Every line that was entered, oldest first.
    history: Vec<String>,
    /// Which line of the history is being looked at, counted from the end.
    recalled: usize,
    /// What was written before one looked there.
    sought: String,
    /// The line whose choices were shown last.
    offered: String,
    /// How often something was entered or told.
    entered: usize,
    /// What of the last line had no effect: told behind its command, once that is done.
    aside: Vec<Row>,
    /// The last line came to nothing.
    failed: bool,
    /// Variables of the shell that were set.
    variables: Vec<(String, String)>,
    /// What the last line changed in HDFS.
    kept: Option<String>,
}

impl Terminal {
    /// A line was entered. What is to be done to the cluster, if anything.
    pub fn enter(&mut self, line: &str, lang: Lang, player: &Player) -> Option<Action> {
        let line = line.trim();
        self.recalled = 0;
        let before = std::mem::take(&mut self.failed);
        if line.is_empty() {
            return None;
        }
        if is_too_long(line) {
            let begun: String = line.chars().take(SHOWN_OF_LONGER).chain(['…']).collect();
            let told = words::console::too_long(lang, line.chars().count(), LONGEST_LINE);
            self.failed = true;
            self.note(&begun, None, player, rows(Kind::Hint, vec![told]));
            return None;
        }
        self.history.push(line.to_owned());
        let mut rows = Vec::new();
        let ready = self.ready(line, before, lang, player, &mut rows);
        let mut piped = piped(&ready);
        self.assign(&piped);
        let read = reading(piped.command);
        let read = read.map(|(file, filter)| (["cat ", file].concat(), filter));
        if let Some((cat, filter)) = &read {
            piped.command = cat;
            piped.filters.insert(0, filter);
        }
        let as_written = read.is_none() && ready == line;
        let mut wrong = None;
        match self.answer(&piped, lang, player) {
            Ok((Some(action), mut aside)) => {
                if !piped.filters.is_empty() || piped.file.is_some() {
                    aside.push(Row::new(Kind::Hint, words::console::not_piped(lang).to_owned()));
                }
                aside.extend(about_variables(&piped, lang));
                rows.extend(aside);
                self.aside = rows;
                return Some(action);
            }
            Ok((None, answer)) => rows.extend(through(answer, &piped, lang)),
            Err(mistake) => {
                self.failed = true;
                wrong = as_written.then(|| piped.place(mistake.at));
                rows.extend(complaint(&mistake, piped.command, lang, player));
            }
        }
        rows.extend(about_variables(&piped, lang));
        if piped.file.is_some_and(is_read_by_programs) {
            rows.push(Row::new(Kind::Hint, words::console::not_read(lang).to_owned()));
        }
        let file = piped.file.map(|name| {
            let (output, rest) = rows.drain(..).partition(|row| row.kind == Kind::Output);
            rows = rest;
            (name.to_owned(), output)
        });
        self.note_file(line, wrong, player, rows, file);
        None
    }

    /// What a command does, and what is to be told of it; or what it prints.
    fn answer(
        &mut self,
        piped: &Piped,
        lang: Lang,
        player: &Player,
    ) -> Result<(Option<Action>, Vec<Row>), Mistake> {
        let happened = player.position().happened;
        if let Some(name) = piped.command.strip_prefix("cat ")
            && let Some(lines) = self.file(name.trim(), happened)
        {
            return Ok((None, lines));
        }
        // A text within the paste, which goes to a file.
        if piped.command == "cat" && piped.file.is_some() {
            return Ok((None, Vec::new()));
        }
        if piped.command == "history" {
            let numbered =
                |(at, line): (usize, &String)| [&(at + 1).to_string(), "  ", line].concat();
            let lines = self.history.iter().enumerate().map(numbered).collect();
            return Ok((None, rows(Kind::Output, lines)));
        }
        let cluster = player.frame().cluster;
        let (trace, scenario) = (player.trace(), player.trace().scenario());
        let attached = matches!(console::in_front(&cluster), Some(InFront::Session(_)));
        // FlinkYarnSessionCli, KubernetesSessionCli: an attached client reads what is typed.
        let typed = match piped.command {
            "stop" | "quit" if attached => "^C",
            command => command,
        };
        let command = parse(typed, cluster.version)?;
        let history = trace.entries().get(..happened).unwrap_or_default();
        let kept = self.kept_until(happened);
        let world = World { cluster: &cluster, scenario, history, kept: &kept };
        let left = left_out(&command, piped.command, &cluster);
        let aside = rows(Kind::Hint, words::console::left_out(lang, &left));
        let output = |lines| rows(Kind::Output, lines);
        let mut answer = match resolve_in(&command, &world)? {
            Answer::Do(action) => return Ok((Some(action), aside)),
            Answer::DoSaying(action, said) => {
                let mut told = output(said);
                told.extend(aside);
                return Ok((Some(action), told));
            }
            Answer::Nothing => Vec::new(),
            Answer::Kept(change, said) => {
                self.kept = Some(change);
                output(said)
            }
            Answer::Usage(sets) => output(words::console::usage(sets, cluster.version)),
            Answer::List(listing, of) => output(console::list(&cluster, of, listing)),
            Answer::Print(lines) => output(lines),
            Answer::Refused(lines) => {
                self.failed = true;
                output(lines)
            }
            Answer::Log(of) => output(words::log_of(history, &cluster, of)),
            Answer::Help => output(words::console::help(scenario, &cluster)),
            Answer::Outside(word) => {
                rows(Kind::Hint, vec![words::console::outside(lang, word.text)])
            }
        };
        answer.extend(aside);
        Ok((None, answer))
    }

    /// Whether the last line was a mistake, or refused: what stands behind `&&` is not run then.
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    /// What was changed in HDFS before that moment, oldest first.
    fn kept_until(&self, happened: usize) -> Vec<String> {
        let notes = self.notes.iter().filter(|note| note.happened <= happened);
        notes.filter_map(|note| note.kept.clone()).collect()
    }

    /// What was written to a file by `>` before that moment.
    fn file(&self, name: &str, happened: usize) -> Option<Vec<Row>> {
        let notes = self.notes.iter().rev().filter(|note| note.happened <= happened);
        let mut files = notes.filter_map(|note| note.file.as_ref());
        files.find(|(known, _)| known == name).map(|(_, lines)| lines.clone())
    }

    /// The line whose choices were shown last.
    pub fn offered(&self) -> &str {
        &self.offered
    }

    /// Every line that was entered, oldest first.
    pub fn history(&self) -> &[String] {
        &self.history
    }

    /// As if this line had been entered once.
    pub fn remember(&mut self, line: &str) {
        self.history.push(line.to_owned());
    }

    /// Changes with every line that was entered, so that the rows are drawn again.
    pub fn entered(&self) -> usize {
        self.entered
    }

    /// The action of the last line was done: it stands at this position of the trace.
    pub fn done(&mut self, entry: usize) {
        let line = self.history.last().cloned().unwrap_or_default();
        self.forget_after(entry);
        self.typed.push((entry, line));
        let rows = std::mem::take(&mut self.aside);
        self.insert(Note { happened: entry + 1, rows, file: None, kept: None });
    }

    /// The action of the last line could not be done.
    pub fn refused(&mut self, lang: Lang, refusal: Refusal, player: &Player) {
        let line = self.history.last().cloned().unwrap_or_default();
        let words = words::action::refusal(lang, refusal).to_owned();
        self.failed = true;
        self.note(&line, None, player, rows(Kind::Hint, vec![words]));
    }

    /// Something is told that answers no line.
    pub fn tell(&mut self, words: String, player: &Player) {
        let rows = rows(Kind::Hint, vec![words]);
        let happened = player.position().happened;
        self.insert(Note { happened, rows, file: None, kept: None });
    }

    /// The future after this many events was dropped.
    pub fn forget_after(&mut self, happened: usize) {
        self.notes.retain(|note| note.happened <= happened);
        self.typed.retain(|(entry, _)| *entry < happened);
    }

    /// An earlier line that begins like the one that is written, or a later one; at the end what was written.
    pub fn recall(&mut self, seek: Seek, written: &str) -> String {
        if self.recalled == 0 {
            written.clone_into(&mut self.sought);
        }
        let entered = |back: &usize| {
            let line = self.history.len().checked_sub(*back).and_then(|at| self.history.get(at));
            line.filter(|line| line.as_str() != written)
        };
        let fits = |back: &usize| {
            entered(back).is_some_and(|line| match seek {
                Seek::Anywhere => line.contains(&self.sought),
                Seek::Older | Seek::Newer => line.starts_with(&self.sought),
            })
        };
        let found = match seek {
            Seek::Older | Seek::Anywhere => (self.recalled + 1..=self.history.len()).find(fits),
            Seek::Newer => Some((1..self.recalled).rev().find(fits).unwrap_or(0)),
        };
        let Some(back) = found else { return written.to_owned() };
        let line = entered(&back).unwrap_or(&self.sought).clone();
        self.recalled = back;
        line
    }

    /// What a begun line may go on with.
    pub fn complete(&mut self, completed: &Completed, player: &Player) {
        completed.line.clone_into(&mut self.offered);
        if !completed.choices.is_empty() {
            let rows = rows(Kind::Output, vec![completed.choices.join("  ")]);
            self.insert(Note {
                happened: player.position().happened,
                rows,
                file: None,
                kept: None,
            });
        }
    }

    /// What stands in the terminal at the player's moment, oldest first.
    pub fn rows(&self, lang: Lang, player: &Player) -> Vec<Row> {
        let happened = player.position().happened;
        let cluster = player.frame().cluster;
        let mut all = Vec::new();
        // What `curl` asked for is done without a word of `flink`.
        let mut quiet = false;
        let mut notes = self.notes.iter().filter(|note| note.happened <= happened).peekable();
        for line in console::transcript(player.trace(), &cluster, happened) {
            let (entry, row) = match line {
                console::Line::Command { entry } => {
                    let row = self.command(lang, player, &cluster, entry);
                    quiet = row.text.contains("curl ");
                    (entry, row)
                }
                console::Line::Output { text, .. } if quiet && shell::is_of_flink(&text) => {
                    continue;
                }
                console::Line::Output { entry, text } => (entry, Row::new(Kind::Output, text)),
            };
            while let Some(note) = notes.next_if(|note| note.happened <= entry) {
                all.extend(note.rows.iter().cloned());
            }
            all.push(row);
        }
        all.extend(notes.flat_map(|note| note.rows.iter().cloned()));
        all.split_off(all.len().saturating_sub(MAX_ROWS))
    }

    /// The command of an action: as typed, or as one would type it.
    fn command(&self, lang: Lang, player: &Player, cluster: &Cluster, entry: usize) -> Row {
        let typed = self.typed.iter().find(|(at, _)| *at == entry);
        let text = match (typed, player.entries().get(entry).map(|it| &it.event)) {
            (Some((_, line)), _) => line.clone(),
            (None, Some(Event::ActionTaken(action))) => {
                words::action::command(&Names::new(lang, cluster), action)
            }
            (None, _) => String::new(),
        };
        Row::new(Kind::Command, text)
    }

    fn note(&mut self, line: &str, wrong: Option<Place>, player: &Player, answer: Vec<Row>) {
        self.note_file(line, wrong, player, answer, None);
    }

    fn note_file(
        &mut self,
        line: &str,
        wrong: Option<Place>,
        player: &Player,
        answer: Vec<Row>,
        file: Option<(String, Vec<Row>)>,
    ) {
        let mut rows = vec![Row { wrong, ..Row::new(Kind::Command, line.to_owned()) }];
        rows.extend(answer);
        let kept = self.kept.take();
        self.insert(Note { happened: player.position().happened, rows, file, kept });
    }

    /// A note belongs behind the notes of earlier moments.
    fn insert(&mut self, note: Note) {
        self.entered += 1;
        let at = self.notes.partition_point(|other| other.happened <= note.happened);
        self.notes.insert(at, note);
    }
}

/// Whether a line is refused before it is read.
pub fn is_too_long(line: &str) -> bool {
    line.len() > LONGEST_LINE && line.chars().count() > LONGEST_LINE
}

fn rows(kind: Kind, lines: Vec<String>) -> Vec<Row> {
    lines.into_iter().map(|text| Row::new(kind, text)).collect()
}

/// What the real program prints, then what to do instead.
fn complaint(mistake: &Mistake, line: &str, lang: Lang, player: &Player) -> Vec<Row> {
    let scenario = player.trace().scenario();
    let real = words::console::real_message(mistake, line);
    let mut all = rows(Kind::Output, real.into_iter().collect());
    let hint = words::console::hint(lang, mistake, line, scenario);
    all.push(Row::new(Kind::Hint, hint));
    all
}

#[cfg(test)]
mod lines;
#[cfg(test)]
mod tests;
