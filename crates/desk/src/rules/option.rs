//! Options that a version does not have, or that do not do what they seem to.

use super::{Line, found, told};
use crate::found::{Effect, Found, Kind};
use crate::program::{Program, release};
use crate::reading::is_old_yarn;
use model::FlinkVersion;
use model::command::options::Known;
use model::command::table::{self, Opt, Takes};
use model::command::{MistakeKind, Word};

/// A word that looks like an option and is none.
pub(super) fn unknown(line: &Line<'_>, out: &mut Vec<Found>) {
    let Some(word) = line.reading.unknown else { return };
    let hint = hint(line, word.text);
    // It is read as an option, but its letters are punctuation: that has been said.
    match line.call.program {
        Program::Flink if line.reading.action.is_some_and(table::Action::hands_on) => {
            let message = no_such_jar(word.text);
            out.push(told(Kind::OptionAsJar, word.at, &[word.text, &hint], &message));
        }
        Program::Flink => {
            let message = ["Unrecognized option: ", word.text].concat();
            out.push(told(Kind::Unrecognized, word.at, &[word.text, &hint], &message));
        }
        Program::Session(_) => swallowed(word, out),
        Program::StandaloneJob => {
            out.push(found(Kind::ToMain, word.at, Effect::Differs, &[word.text, &hint]));
        }
        _ => swallowed(word, out),
    }
}

fn swallowed(word: Word<'_>, out: &mut Vec<Found>) {
    out.push(found(Kind::Swallowed, word.at, Effect::Differs, &[word.text]));
}

/// What the client prints of a jar that is none. A path is printed as Java prints it: `https:/host/app.jar`.
pub(super) fn no_such_jar(jar: &str) -> String {
    let mut path = String::new();
    for c in jar.chars() {
        if !(c == '/' && path.ends_with('/')) {
            path.push(c);
        }
    }
    ["Could not get job jar and dependencies from JAR file: JAR file does not exist: ", &path]
        .concat()
}

/// What else the word may be: another version's option, or another action's.
fn hint(line: &Line<'_>, written: &str) -> String {
    let sets = sets(line);
    let name = written.split('=').next().unwrap_or(written);
    let same = |opt: &Opt| opt.short == name || opt.long == name;
    if let Some(opt) = table::of(sets).find(same) {
        return match (opt.since, opt.until) {
            _ if opt.exists_in(line.version) => String::new(),
            (Some(since), _) => format!("({} +)", release(since)),
            (_, Some(until)) => format!("(… {})", release(until)),
            (None, None) => String::new(),
        };
    }
    match (line.action(), name) {
        ("stop", "-s" | "--savepoint") => "→ -p, --savepointPath".to_owned(),
        ("cancel", "-p" | "--savepointPath") => "→ flink stop -p".to_owned(),
        ("savepoint", "-p" | "--savepointPath" | "-s" | "--target-directory") => {
            "→ flink savepoint <jobId> <targetDirectory>".to_owned()
        }
        ("run" | "run-application", "-yn" | "--yarncontainer") => "(… 1.9)".to_owned(),
        _ => String::new(),
    }
}

/// `-cm` where only `-c` is known: the rest of the word is its value.
pub(super) fn letters_apart(line: &Line<'_>, out: &mut Vec<Found>) {
    for (known, meant) in apart(line) {
        let written = known.written.text;
        let since = meant.since.map_or_else(String::new, release);
        let value = known.value.map_or("", |value| value.text);
        let apart = format!("{} {value} ({}: {since} +)", known.opt.short, meant.short);
        let args = &[written, apart.as_str()];
        out.push(match line.reading.plain.first().filter(|_| line.runs()) {
            // What should have been its value is the first plain word, and so the jar.
            Some(jar) => told(Kind::LettersApart, known.written.at, args, &no_such_jar(jar.text)),
            None => found(Kind::LettersApart, known.written.at, Effect::Differs, args),
        });
    }
}

/// Options that were read out of the letters of another version's option, and that option.
fn apart<'l, 's>(line: &'l Line<'s>) -> impl Iterator<Item = (&'l Known<'s>, Opt)> {
    let sets = sets(line);
    line.reading.options.iter().filter_map(move |known| {
        let written = known.written.text;
        // One dash will do for a long name: `-claimMode`.
        let long = |opt: &Opt| opt.long.strip_prefix('-').is_some_and(|name| name == written);
        let meant = table::of(sets)
            .find(|opt| (opt.short == written && opt.short.len() > 2) || long(opt))?;
        (!meant.exists_in(line.version)).then_some((known, meant))
    })
}

/// The sets of options of the line.
fn sets(line: &Line<'_>) -> &'static str {
    line.reading
        .action
        .map(|action| action.sets_in(line.version))
        .or(line.call.sets())
        .unwrap_or_default()
}

/// A value is missing, or the beginning of a name is not enough.
pub(super) fn values(line: &Line<'_>, out: &mut Vec<Found>) {
    let Some((at, kind)) = line.reading.failed else { return };
    let word = line.index(at).and_then(|at| line.call.words.get(at));
    let written = word.map_or("", |word| word.text.as_str());
    let name = written.trim_start_matches('-');
    match kind {
        MistakeKind::AmbiguousOption { .. } => {
            let message = format!("Ambiguous option: '{written}'  (could be: …");
            out.push(told(Kind::Ambiguous, at, &[written], &message));
        }
        _ => {
            let sets = sets(line);
            let opt = table::of(sets).find(|opt| opt.long == written || opt.short == written);
            let short = opt.map_or(name, |opt| opt.short.trim_start_matches('-'));
            let message = ["Missing argument for option: ", short].concat();
            out.push(told(Kind::MissingValue, at, &[written], &message));
        }
    }
}

/// Options of `flink run` behind the jar belong to `main()`.
pub(super) fn behind_the_jar(line: &Line<'_>, out: &mut Vec<Found>) {
    // Where the jar is not the jar, other things are said.
    if !line.runs() || !line.is_read() || apart(line).next().is_some() {
        return;
    }
    let opts: Vec<Opt> = table::of("rgdy").filter(|opt| opt.exists_in(line.version)).collect();
    for word in &line.reading.rest {
        let name = word.text.split('=').next().unwrap_or(word.text);
        let property = ["-D", "-yD"].into_iter().any(|begin| word.text.starts_with(begin))
            && word.text.contains('.');
        // A program may well have options of one letter, help and its own verbosity.
        let flinks = |opt: &Opt| {
            opt.long == name
                || (opt.short == name
                    && !matches!(name, "-a" | "-e" | "-h" | "-j" | "-v" | "-z" | "-n"))
        };
        if property
            || opts.iter().any(|opt| {
                flinks(opt) && !matches!(opt.long, "--help" | "--verbose" | "--arguments")
            })
        {
            out.push(found(Kind::BehindJar, word.at, Effect::Differs, &[word.text]));
        }
    }
}

/// Options of YARN's old command line where it is not asked.
pub(super) fn old_yarn(line: &Line<'_>, out: &mut Vec<Found>) {
    if line.call.program != Program::Flink || line.yarn_cluster().is_some() {
        return;
    }
    let targeted = line.reading.target().is_some();
    for known in line.reading.options.iter().filter(|known| is_old_yarn(&known.opt)) {
        // A session of YARN is named, or the options just say the same: `-yd`.
        let obeyed = known.opt.short == "-yd" || (!targeted && known.opt.short == "-yid");
        if obeyed {
            continue;
        }
        let value = known.value.map_or("…", |value| value.text);
        let instead = match known.opt.key {
            "" => "-D…".to_owned(),
            key => format!("-D{key}={value}"),
        };
        out.push(found(
            Kind::OldYarnIdle,
            known.written.at,
            Effect::Differs,
            &[known.written.text, &instead],
        ));
    }
}

/// Options that are on their way out.
pub(super) fn deprecated(line: &Line<'_>, out: &mut Vec<Found>) {
    let claim = table::every().find(|opt| opt.long == "--claimMode");
    let has_claim = claim.is_some_and(|opt| opt.exists_in(line.version));
    for known in &line.reading.options {
        let instead = match (known.opt.long, line.action()) {
            ("--executor", _) => "-t",
            ("--yarndetached", _) => "-d",
            ("--restoreMode", _) if has_claim => "-cm",
            ("--withSavepoint", "cancel") => "flink stop -p",
            _ => continue,
        };
        out.push(found(
            Kind::Deprecated,
            known.written.at,
            Effect::Works,
            &[known.written.text, instead],
        ));
    }
}

/// `-h` beside something else.
pub(super) fn help(line: &Line<'_>, out: &mut Vec<Found>) {
    let more =
        line.reading.options.len() + line.reading.settings.len() + line.reading.plain.len() > 1;
    let known =
        line.reading.options.iter().find(|known| matches!(known.opt.long, "--help" | "--yarnhelp"));
    if let Some(known) = known.filter(|known| more && known.opt.takes == Takes::Nothing) {
        out.push(found(Kind::HelpOnly, known.written.at, Effect::Differs, &[known.written.text]));
    }
}

/// Words of which a version knows only some: whose the savepoint is, and its format.
pub(super) fn choices(line: &Line<'_>, out: &mut Vec<Found>) {
    let claim = match line.version {
        // 1.13 has neither option.
        FlinkVersion::V1_13 | FlinkVersion::V1_17 => "runtime.jobgraph.RestoreMode",
        FlinkVersion::V1_20 => "core.execution.RestoreMode",
        FlinkVersion::V2_0 | FlinkVersion::V2_3 => "core.execution.RecoveryClaimMode",
    };
    // Without a savepoint nobody asks whose it is.
    let restores = line.reading.option("--fromSavepoint").is_some();
    for known in &line.reading.options {
        let Some(value) = known.value.filter(|it| super::is_known(it.text)) else { continue };
        let (class, words): (&str, &[&str]) = match known.opt.long {
            "--claimMode" | "--restoreMode" if restores => {
                (claim, &["CLAIM", "NO_CLAIM", "LEGACY"])
            }
            "--type" => ("core.execution.SavepointFormatType", &["CANONICAL", "NATIVE"]),
            _ => continue,
        };
        if !words.iter().any(|word| word.eq_ignore_ascii_case(value.text)) {
            let message = format!(
                "Could not parse value for enum class org.apache.flink.{class}. Expected one of: [[{}]]",
                words.join(", ")
            );
            let written = known.written.text;
            out.push(told(Kind::BadValue, value.at, &[written, value.text], &message));
        }
    }
}

/// `-sae` of a client that does not wait.
pub(super) fn attached_exit(line: &Line<'_>, out: &mut Vec<Found>) {
    let detached = line.reading.options.iter().any(|known| known.opt.key == "execution.attached");
    if let Some(known) = line.reading.option("--shutdownOnAttachedExit").filter(|_| detached) {
        out.push(found(Kind::SaeIdle, known.written.at, Effect::Works, &[]));
    }
}
