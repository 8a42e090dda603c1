//! One typed line to a [`Command`]. Parsing checks what is written and never acts.

use super::alike::similar;
use super::known::{self, ACTIONS, PROGRAMS, Program, TARGETS};
use super::shell::words;
use super::{
    Command, Listing, Mistake, MistakeKind, Options, Place, Platform, Switch, Target, Verb, Word,
};
use crate::Signal;

/// What a line says.
///
/// # Errors
/// The first mistake, with its place.
pub fn parse(line: &str) -> Result<Command<'_>, Mistake> {
    let (words, pipe) = words(line.trim_end())?;
    let words = match words.as_slice() {
        // A prompt that was copied along.
        [prompt, rest @ ..] if prompt.text == "$" && !rest.is_empty() => rest,
        all => all,
    };
    if words.is_empty() {
        return Ok(Command::Nothing);
    }
    let piped = pipe.and_then(|pipe| words.iter().position(|word| word.at.start > pipe));
    match piped.map(|at| words.split_at(at)) {
        Some((first, second)) if !first.is_empty() => stop_session(first, second),
        _ => simple(words),
    }
}

/// `echo stop | …-session.sh`
fn stop_session<'a>(first: &[Word<'a>], second: &[Word<'a>]) -> Result<Command<'a>, Mistake> {
    let says_stop = first.len() == 2 && first[0].text == "echo" && first[1].text == "stop";
    let Some(Program::Session(platform)) = program(&second[0]).filter(|_| says_stop) else {
        let at = Place { start: first[0].at.start, end: second[second.len() - 1].at.end };
        return Err(Mistake { at, kind: MistakeKind::NotSimulated });
    };
    // On Kubernetes the configuration names the cluster (kubernetes.cluster-id).
    let id = second.iter().position(|word| matches!(word.text, "-id" | "--applicationId"));
    match id {
        None if platform == Platform::Yarn => Err(missing(second, "-id <applicationId>")),
        Some(at) if at + 1 == second.len() => Err(wrong(&second[at], MistakeKind::MissingValue)),
        None | Some(_) => Ok(Command::StopSession(platform)),
    }
}

fn simple<'a>(words: &[Word<'a>]) -> Result<Command<'a>, Mistake> {
    let first = &words[0];
    let Some(program) = program(first) else {
        let similar = similar(name(first), &mut PROGRAMS.iter().map(|(name, _)| *name));
        return Err(wrong(first, MistakeKind::UnknownProgram { similar }));
    };
    match program {
        Program::Help => Ok(Command::Help),
        Program::Interrupt => Ok(Command::Interrupt),
        Program::StartCluster => Ok(Command::StartCluster),
        Program::StopCluster => Ok(Command::StopCluster),
        Program::TaskManager => switch(words).map(Command::TaskManager),
        Program::JobManager => switch(words).map(Command::JobManager),
        Program::StandaloneJob => {
            let switch = switch(words)?;
            let options = options(Verb::RunApplication, &words[2..], known::STANDALONE_JOB)?;
            Ok(Command::StandaloneJob(switch, options))
        }
        // The real script ignores an option that it does not know, and everything after it.
        Program::Session(platform) => match words.iter().find(|word| word.text == "-id") {
            Some(id) => Err(wrong(id, MistakeKind::NotSimulated)),
            None => Ok(Command::StartSession { platform, queue: queue_of(words)? }),
        },
        Program::Yarn => yarn(words),
        Program::Kubectl => {
            let text = |at: usize| words.get(at).map_or("", |word| word.text);
            match text(1) == "delete" && text(2).starts_with("deployment") {
                true => Ok(Command::StopSession(Platform::Kubernetes)),
                false => Ok(Command::Outside(*first)),
            }
        }
        Program::Kill => kill(words),
        Program::Flink => flink(words),
        Program::Elsewhere => Err(wrong(first, MistakeKind::NotSimulated)),
        Program::Outside => Ok(Command::Outside(*first)),
    }
}

fn switch(words: &[Word]) -> Result<Switch, Mistake> {
    match words.get(1).map(|word| word.text) {
        Some("start") => Ok(Switch::Start),
        Some("stop") => Ok(Switch::Stop),
        Some(_) => Err(unknown_option(&words[1], "start stop")),
        None => Err(missing(words, "start|stop")),
    }
}

/// A program's name without the way to it.
fn name<'a>(word: &Word<'a>) -> &'a str {
    word.text.rsplit('/').next().unwrap_or_default()
}

fn program(word: &Word) -> Option<Program> {
    let name = name(word);
    PROGRAMS.iter().find(|(known, _)| *known == name).map(|(_, program)| *program)
}

fn yarn<'a>(words: &[Word<'a>]) -> Result<Command<'a>, Mistake> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text);
    match (text(1), text(2)) {
        ("application" | "app", "-list") => Ok(Command::ListApplications),
        ("application" | "app", "-kill") => match words.get(3) {
            Some(id) => Ok(Command::KillApplication { id: *id }),
            None => Err(missing(words, "<applicationId>")),
        },
        _ => Ok(Command::Outside(words[0])),
    }
}

fn flink<'a>(words: &[Word<'a>]) -> Result<Command<'a>, Mistake> {
    let Some(action) = words.get(1) else {
        return Err(missing(words, "run|list|cancel|stop|savepoint"));
    };
    let verb = match ACTIONS.iter().find(|(name, _)| *name == action.text) {
        Some((_, Some(verb))) => *verb,
        Some((_, None)) => return Err(wrong(action, MistakeKind::NotSimulated)),
        None => {
            let similar = similar(action.text, &mut ACTIONS.iter().map(|(name, _)| *name));
            return Err(wrong(action, MistakeKind::UnknownAction { similar }));
        }
    };
    let mut options = options(verb, &words[2..], known::options(verb))?;
    options.action = action.at;
    let needed = match verb {
        Verb::Run | Verb::RunApplication => Some("<jar-file>"),
        Verb::Cancel | Verb::Stop | Verb::Savepoint => Some("<jobId>"),
        Verb::List => None,
    };
    match needed {
        Some(needed) if options.argument.is_none() => Err(missing(words, needed)),
        Some(_) | None => Ok(Command::Flink(verb, options)),
    }
}

fn kill<'a>(words: &[Word<'a>]) -> Result<Command<'a>, Mistake> {
    let (signal, process) = match &words[1..] {
        [] => return Err(missing(words, "tm-0")),
        [option, rest @ ..] if option.text.starts_with('-') => {
            let name = option.text.trim_start_matches('-');
            let signal = match name.strip_prefix("SIG").unwrap_or(name) {
                "9" | "KILL" => Signal::Kill,
                "15" | "TERM" => Signal::Term,
                "19" | "STOP" => Signal::Stop,
                "18" | "CONT" => Signal::Cont,
                _ => return Err(unknown_option(option, "-9 -TERM -STOP -CONT")),
            };
            (signal, rest.first())
        }
        [process, ..] => (Signal::Term, Some(process)),
    };
    let process = process.copied().ok_or_else(|| missing(words, "tm-0"))?;
    Ok(Command::Kill { signal, process })
}

/// The options among these words, by a table of [`known`]. The first plain word ends them: what follows
/// the jar belongs to the program.
fn options<'a>(
    verb: Verb,
    words: &[Word<'a>],
    table: &'static str,
) -> Result<Options<'a>, Mistake> {
    let mut options = Options::default();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if !word.text.starts_with('-') {
            options.argument = Some(*word);
            if verb == Verb::Savepoint {
                options.directory = rest.next().copied();
            }
            break;
        }
        if let Some(property) = word.text.strip_prefix("-D") {
            // "-D key=value" is one option as well.
            let property = if property.is_empty() {
                rest.next().map_or("", |next| next.text)
            } else {
                property
            };
            let value = |key: &str| Some(Word { text: property.strip_prefix(key)?, at: word.at });
            options.application = value("yarn.application.id=").or(options.application);
            options.queue = value(QUEUE).or(options.queue);
            continue;
        }
        // Commons CLI also accepts long names with one dash, and a value behind "=".
        let (written, inline) = match word.text.split_once('=') {
            Some((written, value)) => (written, Some(value)),
            None => (word.text, None),
        };
        let Some((short, takes_value)) = find(written, table) else {
            return Err(unknown_option(word, table));
        };
        let value = match (takes_value, inline) {
            (false, _) => *word,
            (true, Some(value)) => Word { text: value, at: word.at },
            (true, None) => match rest.next() {
                Some(next) => *next,
                None => return Err(wrong(word, MistakeKind::MissingValue)),
            },
        };
        options.set(verb, short, value)?;
    }
    Ok(options)
}

/// YARN's queue in the configuration.
const QUEUE: &str = "yarn.application.queue=";

/// The queue of YARN that a session's line names: `-qu prod`, `-Dyarn.application.queue=prod`.
fn queue_of<'a>(words: &[Word<'a>]) -> Result<Option<Word<'a>>, Mistake> {
    for (at, word) in words.iter().enumerate() {
        if matches!(word.text, "-qu" | "--queue") {
            let next = words.get(at + 1).ok_or_else(|| wrong(word, MistakeKind::MissingValue))?;
            return Ok(Some(*next));
        }
        let property = word.text.strip_prefix("-D").unwrap_or(word.text);
        if let Some(text) = property.strip_prefix(QUEUE) {
            return Ok(Some(Word { text, at: word.at }));
        }
    }
    Ok(None)
}

impl<'a> Options<'a> {
    fn set(&mut self, verb: Verb, short: &str, value: Word<'a>) -> Result<(), Mistake> {
        match (verb, short) {
            (_, "-t" | "-e") => self.target = Some(target(value)?),
            (_, "-yid") => self.application = Some(value),
            (Verb::Run | Verb::RunApplication, "-d") => self.detached = true,
            (Verb::Run | Verb::RunApplication, "-s") => self.from_savepoint = Some(value),
            (Verb::Run | Verb::RunApplication, "-c" | "-j") => self.main_class = Some(value),
            (_, "-sae") => self.shutdown_on_attached_exit = true,
            (Verb::Stop, "-d") => self.drain = true,
            (Verb::Stop, "-p") => self.directory = Some(value),
            (Verb::Savepoint, "-d") => return Err(wrong(&value, MistakeKind::NotSimulated)),
            (Verb::List, "-a") => self.listing = Listing::All,
            (Verb::List, "-r") if self.listing != Listing::All => self.listing = Listing::Running,
            (Verb::List, "-s") if self.listing == Listing::RunningAndScheduled => {
                self.listing = Listing::Scheduled;
            }
            _ => {}
        }
        Ok(())
    }
}

/// The short form of an option and whether it takes a value.
fn find(written: &str, table: &'static str) -> Option<(&'static str, bool)> {
    let letters = written.trim_start_matches('-');
    table.split(' ').find_map(|row| {
        let (short, long) = row.split_once(',')?;
        let name = long.trim_end_matches('=');
        let found = short == written || name.trim_start_matches('-') == letters;
        found.then_some((short, long.ends_with('=')))
    })
}

fn target(word: Word<'_>) -> Result<Target<'_>, Mistake> {
    match TARGETS.iter().find(|(name, ..)| *name == word.text) {
        Some((_, platform, mode)) => Ok(Target { word, platform: *platform, mode: *mode }),
        None => {
            let similar = similar(word.text, &mut TARGETS.iter().map(|(name, ..)| *name));
            Err(wrong(&word, MistakeKind::UnknownTarget { similar }))
        }
    }
}

fn wrong(word: &Word, kind: MistakeKind) -> Mistake {
    Mistake { at: word.at, kind }
}

fn missing(words: &[Word], what: &'static str) -> Mistake {
    let end = words.last().map_or(0, |word| word.at.end);
    let at = Place { start: end, end };
    Mistake { at, kind: MistakeKind::MissingArgument(what) }
}

/// `table`: the known ones, by a table of [`known`] or between blanks.
fn unknown_option(word: &Word, table: &'static str) -> Mistake {
    let mut names = table.split([',', ' ']).map(|name| name.trim_end_matches('='));
    wrong(word, MistakeKind::UnknownOption { similar: similar(word.text, &mut names) })
}

#[cfg(test)]
mod tests;
