//! What a shell does with a line before a program gets it: variables, what another command prints in its place, quotes, a
//! prompt that was copied along, and the machine or container in which it is to run.
//!
//! In: a line, the shell's variables, the player. Out: the line as a program gets it; filters behind a pipe.
//! Deliberately absent: what the program makes of it (`terminal`).

use super::{Kind, Row, Terminal, rows};
use crate::player::state::Player;
use model::command::line::{Inside, Piped, filtered, inside, piped, prompt, requoted, told};
use model::command::{World, in_pod};
use stage::Lang;
use stage::words;

/// Variables that a shell has on such a machine.
const VARIABLES: &[(&str, &str)] =
    &[("FLINK_HOME", "/opt/flink"), ("HOME", "/root"), ("PWD", "/opt/flink"), ("USER", "root")];

/// How deep commands stand in each other: `$(a $(b))`.
const DEEPEST: usize = 3;

impl Terminal {
    /// A line as its program gets it. What is to be told of it is added to the rows.
    pub(super) fn ready(
        &mut self,
        line: &str,
        failed: bool,
        lang: Lang,
        player: &Player,
        rows: &mut Vec<Row>,
    ) -> String {
        let line = line.get(prompt(line)..).unwrap_or(line);
        let line = line.replace("$?", if failed { "1" } else { "0" });
        let (mut ready, unset) = self.expanded(&line);
        let hints = unset.iter().map(|name| words::console::unset(lang, name));
        rows.extend(hints.map(|text| Row::new(Kind::Hint, text)));
        if let Some(filled) = self.substituted(&ready, lang, player, 0) {
            ready = filled;
        }
        if let Some(gathered) = self.gathered(&ready, lang, player, rows) {
            ready = gathered;
        }
        for other in [told(&ready), requoted(&ready)] {
            ready = other.unwrap_or(ready);
        }
        self.handed(ready, lang, player, rows)
    }

    /// What a command prints, where it does nothing else.
    fn output(&mut self, command: &str, lang: Lang, player: &Player) -> Option<Vec<String>> {
        let piped = piped(command);
        let failed = self.failed;
        let answer = self.answer(&piped, lang, player);
        self.failed = failed;
        self.kept = None;
        let (None, answer) = answer.ok()? else { return None };
        let left = through(answer, &piped, lang).into_iter();
        Some(left.filter(|row| row.kind == Kind::Output).map(|row| row.text).collect())
    }

    /// A line with what the commands in it print in their places: `$(…)`, or between backticks.
    fn substituted(
        &mut self,
        line: &str,
        lang: Lang,
        player: &Player,
        depth: usize,
    ) -> Option<String> {
        let (start, end, command) = nested(line)?;
        if depth > DEEPEST {
            return None;
        }
        let inner = self.substituted(command, lang, player, depth + 1);
        let printed = self.output(inner.as_deref().unwrap_or(command), lang, player)?;
        let filled = [line.get(..start)?, &printed.join(" "), line.get(end..)?].concat();
        Some(self.substituted(&filled, lang, player, depth + 1).unwrap_or(filled))
    }

    /// The line that `xargs` at the end of a pipeline makes of what stands before it.
    fn gathered(
        &mut self,
        line: &str,
        lang: Lang,
        player: &Player,
        rows: &mut Vec<Row>,
    ) -> Option<String> {
        let at = line.rfind("| xargs ")?;
        let (mut command, mut each, mut place) = (line.get(at + 8..)?.trim(), false, "");
        while let Some(option) = command.split(' ').next().filter(|word| word.starts_with('-')) {
            command = command.get(option.len()..)?.trim_start();
            each |= option.starts_with("-n") || option.starts_with("-I");
            let value = option.get(2..)?;
            let value = if value.is_empty() && matches!(option, "-n" | "-I" | "-P" | "-d" | "-L") {
                let next = command.split(' ').next()?;
                command = command.get(next.len()..)?.trim_start();
                next
            } else {
                value
            };
            if option.starts_with("-I") {
                place = value;
            }
        }
        let printed = self.output(line.get(..at)?.trim(), lang, player)?;
        let printed: Vec<&str> = printed.iter().flat_map(|line| line.split_whitespace()).collect();
        let Some(first) = printed.first() else { return Some(command.to_owned()) };
        if each && printed.len() > 1 {
            rows.push(Row::new(Kind::Hint, words::console::only_first(lang, printed.len(), first)));
        }
        let words = if each { (*first).to_owned() } else { printed.join(" ") };
        Some(match place {
            "" => [command, " ", &words].concat(),
            place => command.replace(place, &words),
        })
    }

    /// A line that is handed over to another machine, a container or a pod, as it is run there.
    fn handed(&mut self, line: String, lang: Lang, player: &Player, rows: &mut Vec<Row>) -> String {
        let whole = piped(&line);
        let Some((place, inner)) = inside(whole.command) else { return line };
        let cluster = player.frame().cluster;
        let scenario = player.trace().scenario();
        let world = World { cluster: &cluster, scenario, history: &[], kept: &[] };
        let there = match place {
            Inside::Pod(name) => in_pod(name, inner, &world),
            Inside::Container(_) if cluster.platform.is_some() => None,
            Inside::Container(_) | Inside::Machine(_) | Inside::Shell => Some(inner.to_owned()),
        };
        let Some(there) = there else { return line };
        if let Inside::Machine(_) | Inside::Container(_) = place {
            rows.push(Row::new(Kind::Hint, words::console::one_terminal(lang).to_owned()));
        }
        let behind = line.get(whole.start + whole.command.len()..).unwrap_or_default();
        [&there, behind].concat()
    }

    /// A line with the shell's variables put in, and those that nobody has set. Within single quotes they are letters.
    fn expanded(&self, line: &str) -> (String, Vec<String>) {
        let (mut text, mut unset, mut quoted) = (String::new(), Vec::new(), false);
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            quoted ^= c == '\'';
            let after = rest.get(c.len_utf8()..).unwrap_or_default();
            let named = (c == '$' && !quoted).then(|| variable(after)).flatten();
            let Some((name, left)) = named else {
                text.push(c);
                rest = after;
                continue;
            };
            let own =
                self.variables.iter().rev().map(|(name, value)| (name.as_str(), value.as_str()));
            match own.chain(VARIABLES.iter().copied()).find(|(known, _)| *known == name) {
                Some((_, value)) => text.push_str(value),
                None => unset.push(name.to_owned()),
            }
            rest = left;
        }
        (text, unset)
    }

    /// `NAME=value` and `export NAME=value` set variables of the shell.
    pub(super) fn assign(&mut self, piped: &Piped) {
        let exported = piped.command.strip_prefix("export ");
        let alone = piped.variables.split(' ').filter(|_| piped.command.is_empty());
        for pair in exported.into_iter().flat_map(|it| it.split(' ')).chain(alone) {
            let Some((name, value)) = pair.split_once('=') else { continue };
            // What another program would say is not known here.
            if !value.contains(['$', '`']) {
                let value = value.trim_matches(['"', '\'']).to_owned();
                self.variables.push((name.to_owned(), value));
            }
        }
    }
}

/// The first command that stands in a line for what it prints: where it begins and ends, and the command. Within single
/// quotes there is none.
fn nested(line: &str) -> Option<(usize, usize, &str)> {
    let (mut quoted, mut doubled) = (false, false);
    for (at, c) in line.char_indices() {
        let rest = line.get(at..)?;
        match c {
            '\'' if !doubled => quoted = !quoted,
            '"' if !quoted => doubled = !doubled,
            '`' if !quoted => {
                let end = rest.get(1..)?.find('`')?;
                return Some((at, at + end + 2, rest.get(1..=end)?));
            }
            '$' if !quoted && rest.starts_with("$(") && !rest.starts_with("$((") => {
                let mut open = 0_usize;
                for (end, c) in rest.char_indices() {
                    match c {
                        '(' => open += 1,
                        ')' if open == 1 => return Some((at, at + end + 1, rest.get(2..end)?)),
                        ')' => open = open.saturating_sub(1),
                        _ => {}
                    }
                }
                return None;
            }
            _ => {}
        }
    }
    None
}

/// Whether programs would read a file of that name: it is written here, and only `cat` shows it.
pub(super) fn is_read_by_programs(name: &str) -> bool {
    name.contains("conf/") || name.contains(".yarn-properties")
}

/// Whether the client of `flink` says that, and nobody else.
pub(super) fn is_of_flink(text: &str) -> bool {
    const SAID: [&str; 8] = [
        "Cancelling job ",
        "Cancelled job ",
        "Triggering s",
        "Waiting for response",
        "Suspending job ",
        "Draining job ",
        "Savepoint completed",
        "You can resume your program",
    ];
    SAID.iter().any(|said| text.starts_with(said)) || text.starts_with("Job has been submitted")
}

/// A text as lines to run: what a backslash continues is one line, and empty lines are left out.
pub fn joined(text: &str) -> String {
    let mut lines = String::new();
    // A text within the paste, up to its end: `<<EOF`.
    let mut ends: Option<String> = None;
    for line in text.split('\n') {
        let line = line.trim();
        if let Some(end) = &ends {
            if line == end {
                ends = None;
            }
            continue;
        }
        ends = here(line).filter(|end| text.split('\n').any(|line| line.trim() == end));
        match line.strip_suffix('\\') {
            Some(begun) => {
                lines.push_str(begun.trim_end());
                lines.push(' ');
            }
            None if line.is_empty() => {}
            None => {
                lines.push_str(line);
                lines.push('\n');
            }
        }
    }
    lines.truncate(lines.trim_end_matches('\n').len());
    lines
}

/// What ends the text that begins on the next line.
fn here(line: &str) -> Option<String> {
    let (_, behind) = line.split_once("<<").filter(|(_, behind)| !behind.starts_with('<'))?;
    let word = behind.trim_start_matches('-').trim_start().split([' ', '>', '|', ';']).next()?;
    let word = word.trim_matches(['"', '\'']);
    (!word.is_empty()).then(|| word.to_owned())
}

/// The variable's name behind a `$`, and what stands behind it; `$(` and `$1` are none.
fn variable(text: &str) -> Option<(&str, &str)> {
    let braced = text.strip_prefix('{');
    let inside = braced.unwrap_or(text);
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = inside.find(|c: char| !letter(c)).unwrap_or(inside.len());
    let (name, rest) = inside.split_at_checked(end)?;
    let rest = if braced.is_some() { rest.strip_prefix('}')? } else { rest };
    let begins = name.starts_with(|c: char| letter(c) && !c.is_ascii_digit());
    begins.then_some((name, rest))
}

/// What filters behind a pipe leave of what was printed.
pub(super) fn through(answer: Vec<Row>, piped: &Piped, lang: Lang) -> Vec<Row> {
    let (output, mut left): (Vec<Row>, Vec<Row>) =
        answer.into_iter().partition(|row| row.kind == Kind::Output);
    let mut lines: Vec<String> = output.into_iter().map(|row| row.text).collect();
    for filter in &piped.filters {
        match filtered(filter, &lines) {
            Some(kept) => lines = kept,
            None => {
                let told = words::console::no_such_filter(lang, filter);
                left.push(Row::new(Kind::Hint, told));
            }
        }
    }
    let mut all = rows(Kind::Output, lines);
    all.extend(left);
    all
}

/// Variables before a program are told to have no effect.
pub(super) fn about_variables(piped: &Piped, lang: Lang) -> Option<Row> {
    let written = piped.variables;
    (!written.is_empty() && !piped.command.is_empty())
        .then(|| Row::new(Kind::Hint, words::console::variables(lang, written)))
}
