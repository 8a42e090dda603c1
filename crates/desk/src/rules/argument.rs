//! The jar, the job's id, the parallelism.

use super::option::no_such_jar;
use super::{Line, Meant, found, is_known, told};
use crate::found::{Effect, Found, Kind};
use crate::program::Program;
use model::command::{Place, Platform, Word};

/// The end of a line, where something is missing.
fn end(line: &Line<'_>) -> Place {
    let end = line.statement.at().end;
    Place { start: end, end }
}

fn reads(line: &Line<'_>) -> bool {
    let there = line.reading.action.is_some_and(|action| action.exists_in(line.version));
    there && line.is_read() && line.reading.option("--help").is_none()
}

/// The jar, or the first word behind the options; what `-a` lists takes its place.
fn jar<'s>(line: &Line<'s>) -> Option<Word<'s>> {
    let option = |name| line.reading.option(name).and_then(|known| known.value);
    let listed = option("--jarfile").or_else(|| option("--arguments"));
    listed.or_else(|| line.reading.plain.first().copied())
}

fn ends_like_jar(text: &str) -> bool {
    text.len() > 4 && text.get(text.len() - 4..).is_some_and(|it| it.eq_ignore_ascii_case(".jar"))
}

/// The jar that was meant, where another word is taken for it: `-d true app.jar`.
fn meant<'s>(line: &Line<'s>, jar: Word<'s>) -> Option<Word<'s>> {
    let mut others = line.reading.plain.iter().chain(&line.reading.rest);
    let named = line.reading.option("--jarfile").is_some();
    let other = others.find(|word| word.at != jar.at && ends_like_jar(word.text));
    other.filter(|_| !named && !ends_like_jar(jar.text)).copied()
}

/// Jars that are missing, or are not where they are looked for.
pub(super) fn jars(line: &Line<'_>, out: &mut Vec<Found>) {
    if !reads(line) || !matches!(line.action(), "run" | "run-application" | "info") {
        return;
    }
    let python = line.reading.options.iter().any(|known| matches!(known.opt.short, "-py" | "-pym"));
    let Some(jar) = jar(line) else {
        if !python {
            out.push(told(
                Kind::MissingJar,
                end(line),
                &[],
                "Java program should be specified a JAR file.",
            ));
        }
        return;
    };
    if python || !is_known(jar.text) || is_shown(line) {
        return;
    }
    if let Some(meant) = meant(line, jar) {
        let args = &[jar.text, meant.text];
        out.push(told(Kind::WordAsJar, jar.at, args, &no_such_jar(jar.text)));
        return;
    }
    let is_file = jar.text.starts_with("file:/");
    let remote = jar.text.contains("://") && !is_file;
    let target = line.reading.target().map_or("", |target| target.text);
    // The client of an application reads no jar; `flink run` asks the same client for one only since 2.0.
    let on_kubernetes = line.meant() == Meant::Cluster(Platform::Kubernetes);
    let application = target.ends_with("-application")
        && (line.action() == "run-application" || !line.version.traits().has_run_application);
    match (on_kubernetes && application, jar.text.starts_with("local://")) {
        (true, true) => {}
        (true, false) => in_image(line, jar, remote, out),
        (false, true) => {
            out.push(told(Kind::LocalScheme, jar.at, &[jar.text], &no_such_jar(jar.text)))
        }
        (false, false) if is_file && !application => {
            let path = ["/", jar.text.trim_start_matches("file:").trim_start_matches('/')].concat();
            let args = &[jar.text, path.as_str()];
            out.push(told(Kind::PathNotUrl, jar.at, args, &no_such_jar(jar.text)));
        }
        (false, false) if remote && !application => {
            out.push(told(Kind::NotLocalFile, jar.at, &[jar.text], &no_such_jar(jar.text)));
        }
        (false, false) => {}
    }
}

/// Nothing reads the jar when the target is refused first.
fn is_shown(line: &Line<'_>) -> bool {
    let target = line.reading.target().map_or("", |target| target.text);
    target.ends_with("-application")
        && line.action() == "run"
        && line.version.traits().has_run_application
}

const ONLY_LOCAL: &str = "Only \"local\" is supported as schema for application mode. This assumes that the jar is located in the image, not the Flink client. …";

/// A jar of application mode on Kubernetes that is not in the image.
fn in_image(line: &Line<'_>, jar: Word<'_>, remote: bool, out: &mut Vec<Found>) {
    // Remote jars since 1.19, the client's own since 1.20 where uploading is on.
    let fetches = crate::keys::named("kubernetes.artifacts.local-upload-enabled")
        .is_some_and(|key| key.exists_in(line.version));
    let uploads = line
        .reading
        .value("kubernetes.artifacts.local-upload-enabled")
        .is_some_and(|it| it.text.eq_ignore_ascii_case("true"));
    match (fetches, remote) {
        (false, _) => out.push(told(Kind::NotInImage, jar.at, &[jar.text, ""], ONLY_LOCAL)),
        (true, true) => {}
        (true, false) if uploads => {}
        (true, false) => {
            let hint = "kubernetes.artifacts.local-upload-enabled, …-target (1.20 +)";
            out.push(found(Kind::NotInImage, jar.at, Effect::Fails, &[jar.text, hint]));
        }
    }
}

/// The job's id.
pub(super) fn jobs(line: &Line<'_>, out: &mut Vec<Found>) {
    if !reads(line) {
        return;
    }
    let missing = match line.action() {
        "cancel" if line.reading.option("--withSavepoint").is_some() => "Missing JobId",
        "cancel" => "Missing JobID. Specify a JobID to cancel a job.",
        "stop" => "Missing JobId",
        "savepoint" => "Missing JobID. Specify a Job ID to trigger a savepoint.",
        "checkpoint" => "Missing JobID. Specify a Job ID to manipulate a checkpoint.",
        _ => return,
    };
    if line.reading.options.iter().any(|known| known.opt.long == "--dispose") {
        return;
    }
    // `stop -p ID` and `cancel -s ID` take the value for the job when nothing else is there.
    let optional = line
        .reading
        .options
        .iter()
        .find(|known| matches!(known.opt.long, "--savepointPath" | "--withSavepoint"));
    let instead = optional.and_then(|known| known.value);
    let placeholder =
        |word: &Word| line.statement.words.iter().any(|it| it.at == word.at && it.placeholder);
    match line.reading.plain.first().copied().or(instead) {
        None => out.push(told(Kind::MissingJobId, end(line), &[], missing)),
        Some(id) => {
            // A digit too many is cut off without a word.
            let hex = matches!(id.text.len(), 32 | 33)
                && id.text.bytes().all(|byte| byte.is_ascii_hexdigit());
            let open = ["$", "`", "…", "..."].iter().any(|sign| id.text.contains(sign));
            if !hex && !open && !id.text.is_empty() && !placeholder(&id) {
                let message = format!(
                    "Cannot parse JobID from \"{}\". The expected format is [0-9a-fA-F]{{32}}, e.g. fd72014d4c864993a2e5a9287b4a9c5d.",
                    id.text
                );
                out.push(told(Kind::BadJobId, id.at, &[id.text], &message));
            }
        }
    }
}

/// `-p`.
pub(super) fn parallelism(line: &Line<'_>, out: &mut Vec<Found>) {
    let value = line.reading.option("--parallelism").and_then(|known| known.value);
    let written = |it: &Word| is_known(it.text) || it.text.is_empty();
    let Some(value) = value.filter(|it| written(it) && reads(line)) else { return };
    let number = value.text.parse::<i32>();
    let is_default = number == Ok(-1) && line.version.traits().takes_default_parallelism;
    if !is_default && !number.is_ok_and(|number| number > 0) {
        let message = ["The parallelism must be a positive number: ", value.text].concat();
        out.push(told(Kind::BadParallelism, value.at, &[value.text], &message));
    }
}

/// `-C`: `new URL(…)`, which knows no scheme of a file system.
pub(super) fn classpaths(line: &Line<'_>, out: &mut Vec<Found>) {
    let of = line.reading.options.iter().filter(|known| known.opt.long == "--classpath");
    for url in of.filter_map(|known| known.value) {
        let scheme = url.text.split_once(':').map_or("", |(scheme, _)| scheme);
        let opens = ["file", "http", "https", "ftp", "jar"].contains(&scheme);
        if reads(line) && is_known(url.text) && !opens {
            let message = ["Bad syntax for classpath: ", url.text].concat();
            out.push(told(Kind::BadClasspath, url.at, &[url.text], &message));
        }
    }
}

/// `-Dparallelism.default`, which the program's environment refuses.
pub(super) fn default_parallelism(line: &Line<'_>, out: &mut Vec<Found>) {
    let setting = line.reading.settings.iter().rev().find(|it| it.key == "parallelism.default");
    let Some(setting) = setting.filter(|_| reads(line)) else { return };
    if setting.value.parse::<i32>().is_ok_and(|number| number < 1 && number != -1) {
        let message = "Parallelism must be at least one, or ExecutionConfig.PARALLELISM_DEFAULT (use system default).";
        out.push(told(Kind::BadParallelism, setting.at, &[setting.value], message));
    }
}

/// Words behind the last one that is looked at.
pub(super) fn more_words(line: &Line<'_>, out: &mut Vec<Found>) {
    if line.call.program == Program::Flink && reads(line) {
        let looked_at = match line.action() {
            "cancel" | "stop" | "checkpoint" => 1,
            "savepoint" => 2,
            "list" => 0,
            _ => return,
        };
        for word in line.reading.plain.iter().skip(looked_at) {
            out.push(found(Kind::IgnoredWords, word.at, Effect::Differs, &[word.text]));
        }
    }
    let session = matches!(line.call.program, Program::Session(_));
    if let Some(word) = line.reading.plain.first().filter(|_| session) {
        out.push(found(Kind::Swallowed, word.at, Effect::Differs, &[word.text]));
    }
}

/// A savepoint that says not where to.
pub(super) fn savepoint_directory(line: &Line<'_>, out: &mut Vec<Found>) {
    if !reads(line) || line.reading.plain.is_empty() {
        return;
    }
    let named = match line.action() {
        "stop" => line.reading.option("--savepointPath").is_some_and(|known| known.value.is_some()),
        "savepoint" => line.reading.plain.len() > 1 || line.reading.option("--dispose").is_some(),
        _ => return,
    };
    let newest = "execution.checkpointing.savepoint-dir";
    let key = match crate::keys::named(newest).filter(|key| key.exists_in(line.version)) {
        Some(key) => key.name,
        None => "state.savepoints.dir",
    };
    if named
        || line.reading.value(newest).is_some()
        || line.reading.value("state.savepoints.dir").is_some()
    {
        return;
    }
    let property = if line.action() == "stop" && key == newest {
        "targetDirectory"
    } else {
        "target-directory"
    };
    let message = format!("Config key [{key}] is not set. Property [{property}] must be provided.");
    let remark = found(Kind::NoSavepointDirectory, end(line), Effect::Works, &["", key]);
    out.push(Found { message: Some(message), ..remark });
}
