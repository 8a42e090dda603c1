//! One typed line to a [`Command`]. Parsing checks what is written and never acts.

use super::alike::similar;
use super::known::{self, PROGRAMS, Program, TARGETS, name};
use super::line::LOOPS;
use super::options::{Known, Next, Reader, unknown};
use super::programs;
use super::session::setting;
use super::shell::words;
use super::table::{self, ACTIONS};
use super::{
    Command, Listing, Mistake, MistakeKind, Options, Place, Platform, SessionOptions, Setting,
    Switch, Target, Verb, Word,
};
use crate::FlinkVersion;
use crate::cluster::DeploymentTarget;
use crate::config::Key;

/// What a line says to the programs of a version.
///
/// # Errors
/// The first mistake, with its place.
pub fn parse(line: &str, version: FlinkVersion) -> Result<Command<'_>, Mistake> {
    let begun = line.trim_start().split(' ').next().unwrap_or_default();
    if LOOPS.contains(&begun) {
        let start = line.len() - line.trim_start().len();
        let at = Place { start, end: start + begun.len() };
        return Err(Mistake { at, kind: MistakeKind::NotSimulated });
    }
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

/// `echo stop | …-session.sh`; `quit` says the same, and `printf` says it, too.
fn stop_session<'a>(
    first: &[Word<'a>],
    second: &[Word<'a>],
    version: FlinkVersion,
) -> Result<Command<'a>, Mistake> {
    let says_stop = matches!(
        first,
        [program, .., word] if matches!(program.text, "echo" | "printf")
            && matches!(word.text.trim_end_matches("\\n"), "stop" | "quit")
    );
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
    // What another program prints would have to be known here.
    let nested = |word: &&Word| word.text.contains("$(") || word.text.contains('`');
    if let Some(word) = words.iter().find(nested).filter(|_| name(first) != "export") {
        return Err(wrong(word, MistakeKind::NotSimulated));
    }
    if programs::knows(name(first)) {
        return Ok(Command::Program(words.to_vec()));
    }
    let Some(program) = program(first) else {
        if known::is_of_any_machine(name(first)) {
            return Err(wrong(first, MistakeKind::NotSimulated));
        }
        let similar = similar(
            name(first),
            &mut PROGRAMS.iter().map(|(name, _)| *name).chain(programs::names()),
        );
        return Err(wrong(first, MistakeKind::UnknownProgram { similar }));
    };
    match program {
        Program::Help => Ok(Command::Help),
        Program::Interrupt => Ok(Command::Interrupt),
        Program::StartCluster => Ok(Command::StartCluster(words.get(1).copied())),
        Program::StopCluster => Ok(Command::StopCluster(words.get(1).copied())),
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
                _ => Ok(Command::StartSession { platform, options }),
            }
        }
        Program::Flink => flink(words, version),
        Program::Elsewhere => Err(wrong(first, MistakeKind::NotSimulated)),
        Program::Outside => Ok(Command::Outside(*first)),
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

fn program(word: &Word) -> Option<Program> {
    let name = name(word);
    PROGRAMS.iter().find(|(known, _)| *known == name).map(|(_, program)| *program)
}

fn flink<'a>(words: &[Word<'a>], version: FlinkVersion) -> Result<Command<'a>, Mistake> {
    let Some(action) = words.get(1) else { return Ok(Command::Usage("")) };
    let known = ACTIONS.iter().find(|known| known.name == action.text);
    // `check` says that run-application has been removed, and what is there instead.
    let known = known.filter(|it| it.exists_in(version) || it.until.is_some());
    let Some(known) = known else {
        match action.text {
            "-h" | "--help" => return Ok(Command::Usage("")),
            "-v" | "--version" => return Ok(Command::Version),
            _ => {}
        }
        let there = ACTIONS.iter().filter(|it| it.exists_in(version));
        let similar = similar(action.text, &mut there.map(|it| it.name));
        return Err(wrong(action, MistakeKind::UnknownAction { similar }));
    };
    let Some(verb) = known::verb(known.name) else {
        return Err(wrong(action, MistakeKind::NotSimulated));
    };
    let sets = known.sets_in(version);
    let mut options = options(verb, &words[2..], sets, version)?;
    options.action = action.at;
    let needed = match verb {
        Verb::Run | Verb::RunApplication | Verb::Info => Some("<jar-file>"),
        Verb::Cancel | Verb::Stop | Verb::Savepoint | Verb::Checkpoint => Some("<jobId>"),
        Verb::List => None,
    };
    match needed {
        _ if options.help => Ok(Command::Usage(sets)),
        Some(needed) if options.argument.is_none() => Err(missing(words, needed)),
        Some(_) | None => Ok(Command::Flink(verb, options)),
    }
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
            // What `standalone-job.sh` does not know is for main(), and all that follows.
            Next::Unknown(word) if sets == table::STANDALONE_JOB => {
                options.to_main = Some(word);
                break;
            }
            Next::Unknown(word) => return Err(reader.unknown(word)),
            Next::Plain(word) => match verb {
                Verb::Run | Verb::RunApplication | Verb::Info => {
                    // With `-j` the jar was named before.
                    options.argument.get_or_insert(word);
                    let looks = |word: &&Word| word.text.len() > 1 && word.text.starts_with('-');
                    options.to_main = reader.rest().iter().find(looks).copied();
                    break;
                }
                _ if options.argument.is_none() => options.argument = Some(word),
                Verb::Savepoint if options.directory.is_none() => options.directory = Some(word),
                Verb::List | Verb::Cancel | Verb::Stop | Verb::Savepoint | Verb::Checkpoint => {
                    options.overlooked.push(word)
                }
            },
        }
    }
    // The last word has `-D`, which is laid over what `-t` says (runs of 1.13, 1.20 and 2.3).
    let told = options.settings.iter().rev().find(|it| it.key == "execution.target");
    if let Some(told) = told.filter(|_| verb != Verb::Info && sets != table::STANDALONE_JOB) {
        options.target = Some(target(Word { text: told.value, at: told.at })?);
    }
    // `-m yarn-cluster` asks for a cluster; nobody looks at it, or at its options, if there is `-t`.
    let old = old.filter(|_| options.target.is_none());
    if let Some(word) = old {
        let (platform, mode) = (Platform::Yarn, DeploymentTarget::PerJob);
        options.target = Some(Target { word, platform, mode });
    }
    options.check_choices(version)?;
    for known in yarns {
        match (old, setting(known)) {
            (Some(_), Some(setting)) => options.settings.push(setting),
            (Some(_), None) => options.aside.push(known.whole()),
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
            (_, "-C") if !opens(value.text) => {
                return Err(wrong(&value, MistakeKind::BadClasspath));
            }
            (_, "-type" | "-rm" | "-cm") => {
                self.aside.push(known.whole());
                self.choices.push((known.opt.short, value));
            }
            // It shows the plan of a program, and submits nothing.
            (Verb::Info, "-d" | "-yd" | "-sae" | "-t" | "-e" | "-m") => {
                self.overlooked.push(written);
            }
            (_, "-t" | "-e") => self.target = Some(target(value)?),
            (_, "-m") => self.address = Some(value),
            (_, "-yid") => self.application = Some(value),
            (Verb::Run | Verb::RunApplication, "-d" | "-yd") => self.detached = true,
            (Verb::Run | Verb::RunApplication, "-s") => self.from_savepoint = Some(value),
            (_, "-c" | "-j") if known.opt.key == "$internal.application.main" => {
                self.main_class = Some(value);
            }
            (Verb::Run | Verb::RunApplication | Verb::Info, "-j") => self.argument = Some(value),
            (Verb::Run | Verb::RunApplication | Verb::Info, "-p") => {
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
            // Deprecated: nobody looks at it.
            (_, "-v") => self.overlooked.push(written),
            _ => self.aside.push(known.whole()),
        }
        Ok(())
    }
}

impl Options<'_> {
    /// Words of which an option knows a few. Whose the savepoint is, nobody asks without one.
    fn check_choices(&self, version: FlinkVersion) -> Result<(), Mistake> {
        for (option, value) in &self.choices {
            let (class, words) = match *option {
                "-type" => ("core.execution.SavepointFormatType", "CANONICAL, NATIVE"),
                _ if self.from_savepoint.is_none() => continue,
                _ => {
                    let class = match version {
                        FlinkVersion::V1_13 | FlinkVersion::V1_17 => "runtime.jobgraph.RestoreMode",
                        FlinkVersion::V1_20 => "core.execution.RestoreMode",
                        FlinkVersion::V2_0 | FlinkVersion::V2_3 => {
                            "core.execution.RecoveryClaimMode"
                        }
                    };
                    (class, "CLAIM, NO_CLAIM, LEGACY")
                }
            };
            if !words.split(", ").any(|word| word.eq_ignore_ascii_case(value.text)) {
                return Err(wrong(value, MistakeKind::NotAmong { class, words }));
            }
        }
        Ok(())
    }
}

/// `new URL(…)`, which knows no scheme of a file system.
fn opens(url: &str) -> bool {
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    matches!(scheme, "file" | "http" | "https" | "ftp" | "jar")
}

fn is_yarn_cluster(known: &Known) -> bool {
    known.word().text == "yarn-cluster"
}

fn target(word: Word<'_>) -> Result<Target<'_>, Mistake> {
    match TARGETS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(word.text)) {
        Some((_, platform, mode)) => Ok(Target { word, platform: *platform, mode: *mode }),
        // The job runs inside the client.
        None if word.text.eq_ignore_ascii_case("local") => {
            Err(wrong(&word, MistakeKind::NotSimulated))
        }
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
