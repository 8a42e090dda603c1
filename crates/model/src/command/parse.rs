//! One typed line to a [`Command`]. Parsing checks what is written and never acts.

use super::alike::similar;
use super::known::{self, PROGRAMS, Program, TARGETS};
use super::options::{Known, Next, Reader, unknown};
use super::session::setting;
use super::shell::words;
use super::table::{self, ACTIONS};
use super::{
    Command, Listing, Mistake, MistakeKind, Options, Place, Platform, SessionOptions, Setting,
    Switch, Target, Verb, Word,
};
use crate::cluster::DeploymentTarget;
use crate::config::Key;
use crate::{FlinkVersion, Signal};

/// What a line says to the programs of a version.
///
/// # Errors
/// The first mistake, with its place.
pub fn parse(line: &str, version: FlinkVersion) -> Result<Command<'_>, Mistake> {
    let (words, pipe) = words(line.trim_end())?;
    let words = match words.as_slice() {
        // A prompt that was copied along.
        [prompt, rest @ ..] if matches!(prompt.text, "$" | "#" | ">" | "%") && !rest.is_empty() => {
            rest
        }
        all => all,
    };
    if words.is_empty() && pipe.is_none() {
        return Ok(Command::Nothing);
    }
    let piped = pipe.and_then(|pipe| words.iter().position(|word| word.at.start > pipe));
    match piped.map(|at| words.split_at(at)) {
        Some((first, second)) if !first.is_empty() => stop_session(first, second, version),
        _ if pipe.is_some() => {
            let start = words.first().map_or(0, |word| word.at.start);
            let at = Place { start, end: line.trim_end().len() };
            Err(Mistake { at, kind: MistakeKind::NotSimulated })
        }
        _ => simple(words, version),
    }
}

/// `echo stop | …-session.sh`
fn stop_session<'a>(
    first: &[Word<'a>],
    second: &[Word<'a>],
    version: FlinkVersion,
) -> Result<Command<'a>, Mistake> {
    let says_stop = first.len() == 2 && first[0].text == "echo" && first[1].text == "stop";
    let Some(Program::Session(platform)) = program(&second[0]).filter(|_| says_stop) else {
        let at = Place { start: first[0].at.start, end: second[second.len() - 1].at.end };
        return Err(Mistake { at, kind: MistakeKind::NotSimulated });
    };
    let options = SessionOptions::read(&second[1..], platform, version)?;
    if !options.is_attached() {
        return Err(wrong(&second[0], MistakeKind::NobodyListens));
    }
    match options.id {
        None if platform == Platform::Yarn => Err(missing(second, "-id <applicationId>")),
        None => {
            let named = |it: &&Setting| it.key == Key::KubernetesClusterId.name();
            let setting = options.settings.iter().find(named);
            let id = setting.map(|setting| Word { text: setting.value, at: setting.at });
            Ok(Command::StopSession(platform, id))
        }
        id => Ok(Command::StopSession(platform, id)),
    }
}

fn simple<'a>(words: &[Word<'a>], version: FlinkVersion) -> Result<Command<'a>, Mistake> {
    let first = &words[0];
    let Some(program) = program(first) else {
        let similar = similar(name(first), &mut PROGRAMS.iter().map(|(name, _)| *name));
        return Err(wrong(first, MistakeKind::UnknownProgram { similar }));
    };
    match program {
        Program::Help => Ok(Command::Help),
        Program::Interrupt => Ok(Command::Interrupt),
        Program::StartCluster => alone(words, 1, Command::StartCluster),
        Program::StopCluster => alone(words, 1, Command::StopCluster),
        Program::TaskManager => alone(words, 2, Command::TaskManager(switch(words)?)),
        Program::JobManager => alone(words, 2, Command::JobManager(switch(words)?)),
        Program::StandaloneJob => {
            let switch = switch(words)?;
            let options =
                options(Verb::RunApplication, &words[2..], table::STANDALONE_JOB, version)?;
            Ok(Command::StandaloneJob(switch, options))
        }
        Program::Session(platform) => {
            let options = SessionOptions::read(&words[1..], platform, version)?;
            match options.id {
                _ if options.help => Ok(Command::Usage(table::YARN_SESSION)),
                Some(id) => Err(wrong(&id, MistakeKind::NotSimulated)),
                None => Ok(Command::StartSession { platform, options }),
            }
        }
        Program::Yarn => yarn(words),
        Program::Kubectl => {
            let text = |at: usize| words.get(at).map_or("", |word| word.text);
            let stop = |id: Option<Word<'a>>| Ok(Command::StopSession(Platform::Kubernetes, id));
            match (text(1), text(2).split_once('/')) {
                ("delete", Some(("deployment" | "deployments" | "deploy", id))) => {
                    stop(Some(Word { text: id, at: words[2].at }))
                }
                ("delete", None) if matches!(text(2), "deployment" | "deployments" | "deploy") => {
                    stop(Some(*words.get(3).ok_or_else(|| missing(words, "<cluster-id>"))?))
                }
                _ => Err(wrong(words.get(1).unwrap_or(first), MistakeKind::NotSimulated)),
            }
        }
        Program::Kill => kill(words),
        Program::Flink => flink(words, version),
        Program::Elsewhere => Err(wrong(first, MistakeKind::NotSimulated)),
        Program::Outside => Ok(Command::Outside(*first)),
    }
}

/// The command, unless more words follow than the real script or this simulator looks at.
fn alone<'a>(
    words: &[Word<'a>],
    most: usize,
    command: Command<'a>,
) -> Result<Command<'a>, Mistake> {
    match words.get(most) {
        Some(more) => Err(wrong(more, MistakeKind::NotSimulated)),
        None => Ok(command),
    }
}

fn switch(words: &[Word]) -> Result<Switch, Mistake> {
    match words.get(1).map(|word| word.text) {
        Some("start") => Ok(Switch::Start),
        Some("stop") => Ok(Switch::Stop),
        Some("start-foreground" | "stop-all") => Err(wrong(&words[1], MistakeKind::NotSimulated)),
        Some(_) => Err(unknown(&words[1], &mut ["start", "stop"].into_iter())),
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
        ("application" | "app", "-list") => alone(words, 3, Command::ListApplications),
        ("application" | "app", "-kill") => match words.get(3) {
            Some(id) => alone(words, 4, Command::KillApplication { id: *id }),
            None => Err(missing(words, "<applicationId>")),
        },
        _ => Err(wrong(words.get(1).unwrap_or(&words[0]), MistakeKind::NotSimulated)),
    }
}

fn flink<'a>(words: &[Word<'a>], version: FlinkVersion) -> Result<Command<'a>, Mistake> {
    let Some(action) = words.get(1) else {
        return Err(missing(words, "run|list|cancel|stop|savepoint"));
    };
    let known = ACTIONS.iter().find(|known| known.name == action.text);
    // `check` says that run-application has been removed, and what is there instead.
    let known = known.filter(|it| it.exists_in(version) || it.until.is_some());
    let Some(known) = known else {
        if matches!(action.text, "-h" | "--help") {
            return Ok(Command::Help);
        }
        let there = ACTIONS.iter().filter(|it| it.exists_in(version));
        let similar = similar(action.text, &mut there.map(|it| it.name));
        return Err(wrong(action, MistakeKind::UnknownAction { similar }));
    };
    let Some(verb) = known::verb(known.name) else {
        return Err(wrong(action, MistakeKind::NotSimulated));
    };
    let mut options = options(verb, &words[2..], known.sets, version)?;
    options.action = action.at;
    let needed = match verb {
        Verb::Run | Verb::RunApplication => Some("<jar-file>"),
        Verb::Cancel | Verb::Stop | Verb::Savepoint => Some("<jobId>"),
        Verb::List => None,
    };
    match needed {
        _ if options.help => Ok(Command::Usage(known.sets)),
        Some(needed) if options.argument.is_none() => Err(missing(words, needed)),
        Some(_) | None => Ok(Command::Flink(verb, options)),
    }
}

const SIGNALS: [&str; 4] = ["-9", "-TERM", "-STOP", "-CONT"];

fn kill<'a>(words: &[Word<'a>]) -> Result<Command<'a>, Mistake> {
    let (signal, rest) = match &words[1..] {
        [option, rest @ ..] if option.text.starts_with('-') => {
            let name = option.text.trim_start_matches('-');
            let signal = match name.strip_prefix("SIG").unwrap_or(name) {
                "9" | "KILL" => Signal::Kill,
                "15" | "TERM" => Signal::Term,
                "19" | "STOP" => Signal::Stop,
                "18" | "CONT" => Signal::Cont,
                _ => return Err(unknown(option, &mut SIGNALS.into_iter())),
            };
            (signal, rest)
        }
        rest => (Signal::Term, rest),
    };
    let process = *rest.first().ok_or_else(|| missing(words, "tm-0"))?;
    alone(rest, 1, Command::Kill { signal, process })
}

/// The options among these words, of some sets of the table. Where a program follows, its jar ends them.
fn options<'a>(
    verb: Verb,
    words: &[Word<'a>],
    sets: &'static str,
    version: FlinkVersion,
) -> Result<Options<'a>, Mistake> {
    let mut options = Options::default();
    let mut reader = Reader::of(words, sets, version);
    let (mut old, mut yarns) = (None, Vec::new());
    while let Some(next) = reader.read()? {
        match next {
            Next::Setting(setting) => options.push(setting),
            Next::Known(known) if known.opt.key == "rest.address" && is_yarn_cluster(&known) => {
                old = known.value;
            }
            Next::Known(known) if known::is_yarns(known.opt.short) => yarns.push(known),
            Next::Known(known) => options.set(verb, known)?,
            Next::Unknown(word) => return Err(reader.unknown(word)),
            Next::Plain(word) => match verb {
                Verb::Run | Verb::RunApplication => {
                    // With `-j` the jar was named before.
                    options.argument.get_or_insert(word);
                    break;
                }
                _ if options.argument.is_none() => options.argument = Some(word),
                Verb::Savepoint if options.directory.is_none() => options.directory = Some(word),
                Verb::List | Verb::Cancel | Verb::Stop | Verb::Savepoint => {
                    options.overlooked.push(word);
                }
            },
        }
    }
    // `-m yarn-cluster` asks for a cluster; nobody looks at it, or at its options, if there is `-t`.
    let old = old.filter(|_| options.target.is_none());
    if let Some(word) = old {
        let (platform, mode) = (Platform::Yarn, DeploymentTarget::PerJob);
        options.target = Some(Target { word, platform, mode });
    }
    for known in yarns {
        match (old, setting(known)) {
            (Some(_), Some(setting)) => options.settings.push(setting),
            (Some(_), None) => options.aside.push(known.written),
            (None, _) => options.overlooked.push(known.written),
        }
    }
    Ok(options)
}

impl<'a> Options<'a> {
    fn push(&mut self, setting: Setting<'a>) {
        let word = Some(Word { text: setting.value, at: setting.at });
        match setting.key {
            "yarn.application.id" => self.application = word,
            "kubernetes.cluster-id" => self.deployment = word,
            _ => {}
        }
        self.settings.push(setting);
    }

    fn set(&mut self, verb: Verb, known: Known<'a>) -> Result<(), Mistake> {
        let (written, value) = (known.written, known.word());
        match (verb, known.opt.short) {
            // Python's options; with them there is no jar.
            (_, short) if short.starts_with("-py") => {
                return Err(wrong(&written, MistakeKind::NotSimulated));
            }
            (_, "-h") if known.opt.long == "--help" => self.help = true,
            (_, "-t" | "-e") => self.target = Some(target(value)?),
            (_, "-m") => self.address = Some(value),
            (_, "-yid") => self.application = Some(value),
            (Verb::Run | Verb::RunApplication, "-d" | "-yd") => self.detached = true,
            (Verb::Run | Verb::RunApplication, "-s") => self.from_savepoint = Some(value),
            (_, "-c" | "-j") if known.opt.key == "$internal.application.main" => {
                self.main_class = Some(value);
            }
            (Verb::Run | Verb::RunApplication, "-j") => self.argument = Some(value),
            (Verb::Run | Verb::RunApplication, "-p") => {
                let (key, Word { text, at }) = (Key::DefaultParallelism.name(), value);
                self.settings.push(Setting { key, value: text, unit: "", word: written, at });
            }
            (_, "-sae") => self.shutdown_on_attached_exit = true,
            (Verb::Stop, "-d") => self.drain = true,
            (Verb::Stop, "-p") => self.directory = known.value,
            (Verb::Savepoint, "-d") | (Verb::Cancel, "-s") | (_, "-yh" | "-yq") => {
                return Err(wrong(&written, MistakeKind::NotSimulated));
            }
            (Verb::List, "-a") => self.listing = Listing::All,
            (Verb::List, "-r") if self.listing != Listing::All => self.listing = Listing::Running,
            (Verb::List, "-s") if self.listing == Listing::RunningAndScheduled => {
                self.listing = Listing::Scheduled;
            }
            (Verb::List, "-r" | "-s") => {}
            _ => self.aside.push(written),
        }
        Ok(())
    }
}

fn is_yarn_cluster(known: &Known) -> bool {
    known.word().text == "yarn-cluster"
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

#[cfg(test)]
mod tests;
