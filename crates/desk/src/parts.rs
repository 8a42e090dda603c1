//! What each part of a command is.
//!
//! In: a [`Line`]. Out: its [`Part`]s in order, each with its place.
//! Deliberately absent: whether it is right (`rules`).

use crate::keys::{self, ReadBy};
use crate::line::{Line, Meant};
use crate::program::Program;
use crate::shell::base;
use crate::words;
use model::command::options::Known;
use model::command::table::Release;
use model::command::{Place, Setting};
use stage::words::{Lang, Text, t};

/// A part of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands.
    pub at: Place,
    /// What it is.
    pub kind: PartKind,
    /// What it is, in words.
    pub text: Text,
    /// More words, of the key.
    pub of_key: Option<Text>,
    /// The configuration key that it sets.
    pub key: Option<String>,
    /// The value.
    pub value: Option<String>,
    /// The default that it replaces.
    pub default: Option<String>,
    /// The first release that has it; `None`: 1.13 or one before.
    pub since: Option<Release>,
    /// The last release that has it; `None`: it is still there.
    pub until: Option<Release>,
    /// Who reads it.
    pub read_by: Vec<ReadBy>,
    /// Where the book tells of it.
    pub chapter: &'static str,
    /// How it is written.
    pub example: &'static str,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// What a part is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum PartKind { $($(#[$doc])* $variant,)* }

        impl PartKind {
            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(PartKind::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    /// `VAR=x`
    Variable = "variable";
    /// `sudo`, `docker run …`
    Before = "before";
    /// The program.
    Program = "program";
    /// The action of `flink`, `start` of a script.
    Action = "action";
    /// An option.
    Option = "option";
    /// `-Dkey=value`
    Setting = "setting";
    /// The jar.
    Jar = "jar";
    /// The id of a job.
    JobId = "job";
    /// A directory.
    Directory = "directory";
    /// An argument of `main()`.
    MainArgument = "main-argument";
    /// Nobody reads it.
    Ignored = "ignored";
    /// A word of another program.
    Word = "word";
    /// `> file`
    Redirection = "redirection";
}

/// The parts of a command, in order of their places.
pub fn parts(line: &Line<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    before(line, &mut parts);
    let is_setting = line.call.program == Program::File && !line.reading.settings.is_empty();
    if let Some(name) = line.call.name.filter(|_| !is_setting) {
        let (text, chapter) = words::program(line.call.program);
        parts.push(Part { chapter, ..part(name.at, PartKind::Program, text, &[ReadBy::Shell]) });
    }
    if let Some(verb) = line.reading.verb {
        let (text, chapter) = words::action(verb.text).unwrap_or((VERB, "commands.md"));
        let action = line.reading.action;
        let since = action.and_then(|action| action.since);
        let until = action.and_then(|action| action.until);
        let verb = part(verb.at, PartKind::Action, text, &[ReadBy::Client]);
        parts.push(Part { chapter, since, until, ..verb });
    }
    parts.extend(line.reading.options.iter().map(|known| option(line, known)));
    parts.extend(line.reading.settings.iter().map(|it| setting(line, it)));
    plain(line, &mut parts);
    for redirection in &line.statement.redirections {
        let text = if redirection.writes { WRITES } else { READS };
        parts.push(part(redirection.at, PartKind::Redirection, text, &[ReadBy::Shell]));
    }
    parts.sort_by_key(|part| part.at.start);
    parts
}

const VERB: Text = t("要做什么。", "What is to be done.");
const WRITES: Text =
    t("输出写进这个文件，屏幕上就没有了。", "The output goes to this file, and not to the screen.");
const READS: Text = t("从这里读标准输入。", "Standard input is read from here.");

fn part(at: Place, kind: PartKind, text: Text, read_by: &[ReadBy]) -> Part {
    Part {
        at,
        kind,
        text,
        of_key: None,
        key: None,
        value: None,
        default: None,
        since: None,
        until: None,
        read_by: read_by.to_vec(),
        chapter: "commands.md",
        example: "",
    }
}

/// Variables, `sudo`, `docker run` and the image.
fn before(line: &Line<'_>, parts: &mut Vec<Part>) {
    for word in line.call.before {
        let assigns = word
            .text
            .split_once('=')
            .is_some_and(|(name, _)| !name.is_empty() && !name.starts_with('-'));
        let is_image = line.call.image.is_some_and(|image| image.at == word.at);
        let (kind, text) = match (assigns, is_image) {
            (_, true) => (
                PartKind::Before,
                t(
                    "镜像：标签里写着 Flink 的版本。",
                    "The image; its tag names the version of Flink.",
                ),
            ),
            (true, _) => (
                PartKind::Variable,
                t(
                    "环境变量，只对这一条命令有效。",
                    "An environment variable, for this one command.",
                ),
            ),
            (false, _) => {
                (PartKind::Before, t("后面的命令由它来运行。", "It runs the command behind it."))
            }
        };
        parts.push(part(word.at, kind, text, &[ReadBy::Shell]));
    }
}

fn option(line: &Line<'_>, known: &Known<'_>) -> Part {
    let doc = words::option(&known.opt);
    let end =
        known.value.map_or(known.written.at.end, |value| value.at.end.max(known.written.at.end));
    let at = Place { start: known.written.at.start, end };
    let text = doc.map_or(VERB, |doc| doc.text);
    let key = key_of(line, known.opt.key);
    let default = key.as_deref().and_then(|key| default(line, key));
    let value = known.value.map(|value| value.text.to_owned());
    let idle = crate::reading::is_old_yarn(&known.opt)
        && line.yarn_cluster().is_none()
        && known.opt.short != "-yd";
    let read_by =
        if idle { &[ReadBy::Nobody] } else { doc.map_or(&[] as &[ReadBy], |doc| doc.read_by) };
    Part {
        key,
        value,
        default,
        since: known.opt.since,
        until: known.opt.until,
        chapter: doc.map_or("commands.md", |doc| doc.chapter),
        example: doc.map_or("", |doc| doc.example),
        ..part(at, PartKind::Option, text, read_by)
    }
}

/// The name that a key has in the version.
fn key_of(line: &Line<'_>, key: &'static str) -> Option<String> {
    let Some(known) = keys::named(key).filter(|_| !key.is_empty()) else {
        return (!key.is_empty()).then(|| key.to_owned());
    };
    let here =
        if known.exists_in(line.version) { Some(known) } else { keys::instead(key, line.version) };
    Some(here.map_or(key, |key| key.name).to_owned())
}

fn default(line: &Line<'_>, key: &str) -> Option<String> {
    let key = keys::named(key)?;
    key.default_in(line.version).map(str::to_owned)
}

fn setting(line: &Line<'_>, setting: &Setting<'_>) -> Part {
    const SETTING: Text = t("设一个配置键。", "Sets a key of the configuration.");
    let key = keys::named(setting.key);
    // "-D key=value" is two words.
    let words = line.call.words;
    let at = line.index(setting.word.at);
    let option = at
        .and_then(|at| words.get(at.checked_sub(1)?))
        .filter(|word| matches!(word.text.as_str(), "-D" | "-yD"));
    let start = option.map_or(setting.word.at.start, |word| word.at.start);
    let key_of_file = line.call.name.filter(|_| line.call.program == Program::File);
    let start = key_of_file.map_or(start, |name| name.at.start);
    let place = Place { start, end: setting.word.at.end.max(setting.at.end) };
    let of_processes = keys::is_of_processes(setting.key) && matches!(line.meant(), Meant::Job(_));
    let read_by = match key.filter(|key| key.exists_in(line.version)) {
        _ if of_processes => vec![ReadBy::Nobody],
        Some(key) => key.read_by(),
        None => keys::instead(setting.key, line.version)
            .map_or(vec![ReadBy::Nobody], |key| key.read_by()),
    };
    let sentence = model::Key::from_name(setting.key).map(|key| {
        let said = |lang| stage::words::keys::sentence(lang, key);
        Text { zh: said(Lang::Zh), en: said(Lang::En) }
    });
    let versions = key.map_or((None, None), |key| key.versions());
    let first = versions.0.filter(|it| *it != model::FlinkVersion::OLDEST);
    let last = versions.1.filter(|it| *it != model::FlinkVersion::NEWEST);
    Part {
        of_key: sentence,
        key: Some(setting.key.to_owned()),
        value: Some(setting.value.to_owned()),
        default: default(line, setting.key),
        since: first.map(|it| it.release()),
        until: last.map(|it| it.release()),
        read_by,
        chapter: chapter(setting.key),
        ..part(place, PartKind::Setting, SETTING, &[])
    }
}

/// Where the book tells of a key.
pub fn chapter(key: &str) -> &'static str {
    const CHAPTERS: &[(&str, &str)] = &[
        ("taskmanager.memory.", "yarn.md#memory"),
        ("jobmanager.memory.", "yarn.md#memory"),
        ("taskmanager.numberOfTaskSlots", "slots.md#what-a-slot-is"),
        ("taskmanager.load-balance", "slots.md#where"),
        ("cluster.evenly-spread-out-slots", "slots.md#where"),
        ("parallelism.", "slots.md#how-many"),
        ("slot", "session.md#shortage"),
        ("resourcemanager.", "session.md#shortage"),
        ("restart-strategy", "session.md#failures"),
        ("heartbeat.", "session.md#tm-dies"),
        ("execution.checkpointing.", "ha.md#checkpoints"),
        ("state.", "ha.md#checkpoints"),
        ("execution.savepoint", "session.md#upgrade"),
        ("execution.state-recovery", "session.md#upgrade"),
        ("execution.attached", "session.md#client"),
        ("execution.shutdown", "application.md#shutdown"),
        ("execution.terminate", "application.md#ends"),
        ("execution.target", "choose.md"),
        ("high-availability", "ha.md"),
        ("yarn.application.queue", "yarn.md#queues"),
        ("yarn.application-attempt", "yarn.md#attempts"),
        ("yarn.provided", "yarn.md#upload"),
        ("yarn.", "yarn.md"),
        ("kubernetes.container", "kubernetes.md#application"),
        ("kubernetes.rest-service", "kubernetes.md#outside"),
        ("kubernetes.", "kubernetes.md#session"),
        ("scheduler-mode", "standalone.md#reactive"),
        ("jobmanager.adaptive-scheduler", "standalone.md#reactive"),
        ("jobmanager.", "session.md#processes"),
        ("taskmanager.", "session.md#processes"),
        ("rest.", "standalone.md#machines"),
        ("pipeline.", "session.md#submission"),
    ];
    let begins = |(begin, _): &&(&str, &str)| key.starts_with(begin);
    CHAPTERS.iter().find(begins).map_or("versions.md", |(_, chapter)| chapter)
}

/// Words that are no options.
fn plain(line: &Line<'_>, parts: &mut Vec<Part>) {
    let runs = matches!(line.action(), "run" | "run-application" | "info");
    let dispose = line.reading.option("--dispose").is_some();
    for (at, word) in line.reading.plain.iter().enumerate() {
        parts.push(match (line.action(), at) {
            (_, 0) if runs => jar(line, word.text, word.at),
            ("cancel" | "stop" | "savepoint" | "checkpoint", 0) if !dispose => Part {
                chapter: "commands.md#per-job-list",
                ..part(word.at, PartKind::JobId, JOB, &[ReadBy::Client, ReadBy::JobManager])
            },
            ("savepoint", 1) => Part {
                chapter: "session.md#upgrade",
                ..part(word.at, PartKind::Directory, DIRECTORY, &[ReadBy::JobManager])
            },
            _ if line.call.program == Program::StandaloneJob => {
                part(word.at, PartKind::MainArgument, MAIN, &[ReadBy::Main])
            }
            // `jobmanager.sh start host port`
            _ if line.call.program == Program::JobManager && at < 2 => {
                let text = if at == 0 { HOST } else { PORT };
                part(word.at, PartKind::Word, text, &[ReadBy::JobManager])
            }
            _ => part(word.at, PartKind::Ignored, IGNORED, &[ReadBy::Nobody]),
        });
    }
    let main = runs || line.call.program == Program::StandaloneJob;
    if let Some(word) = line.reading.unknown {
        parts.push(match line.call.program {
            _ if runs => Part {
                chapter: "commands.md#run",
                ..part(word.at, PartKind::Jar, AS_JAR, &[ReadBy::Client])
            },
            Program::StandaloneJob => part(word.at, PartKind::MainArgument, MAIN, &[ReadBy::Main]),
            _ => part(word.at, PartKind::Ignored, IGNORED, &[ReadBy::Nobody]),
        });
    }
    for word in line.reading.rest.iter().filter(|_| !is_file_setting(line)) {
        if let Some(text) = words::request(line, word.text) {
            parts.push(part(word.at, PartKind::Word, text, &[ReadBy::JobManager]));
            continue;
        }
        parts.push(
            match (main, line.call.sets().is_some() || line.call.program == Program::Flink) {
                (true, _) => Part {
                    chapter: "application.md#main-moves",
                    ..part(word.at, PartKind::MainArgument, MAIN, &[ReadBy::Main])
                },
                (false, true) => part(word.at, PartKind::Ignored, IGNORED, &[ReadBy::Nobody]),
                (false, false) => part(word.at, PartKind::Word, WORD, &[ReadBy::Shell]),
            },
        );
    }
}

/// Whether the line is a key and a value of a configuration file.
fn is_file_setting(line: &Line<'_>) -> bool {
    line.call.program == Program::File && !line.reading.settings.is_empty()
}

const HOST: Text = t("这个 JobManager 的主机名。", "The host name of this JobManager.");
const PORT: Text = t("REST 的端口。", "The REST port.");
const JOB: Text = t("作业的编号：32 位十六进制。", "The job's id: 32 hexadecimal digits.");
const DIRECTORY: Text = t("savepoint 放在哪个目录。", "The directory of the savepoint.");
const MAIN: Text = t("main() 的参数。", "An argument of main().");
const IGNORED: Text = t("没有人看。", "Nobody looks at it.");
const WORD: Text = t("交给这个程序的词。", "A word for this program.");
const AS_JAR: Text =
    t("没有这个选项，所以被当作 jar。", "There is no such option, so it is taken for the jar.");

fn jar(line: &Line<'_>, text: &str, at: Place) -> Part {
    let (words, chapter) = match text.split_once("://") {
        Some(("local", _)) => (
            t(
                "jar 在镜像里的路径：local:// 是说不用送。",
                "The jar's path inside the image: local:// says that nothing is sent.",
            ),
            "kubernetes.md#application",
        ),
        Some(("hdfs" | "s3" | "s3a" | "https" | "http" | "oss" | "gs" | "abfs", _)) => (
            t(
                "jar 在那里，集群自己去取；只有应用模式可以。",
                "The jar lies there, and the cluster fetches it; in application mode only.",
            ),
            "yarn.md#upload",
        ),
        _ => (
            t(
                "程序的 jar。它后面都是 main() 的参数。",
                "The program's jar. Whatever follows is for main().",
            ),
            "commands.md#run",
        ),
    };
    let value = Some(base(text).to_owned());
    let readers: &[ReadBy] = match line.meant() {
        Meant::Cluster(_) => &[ReadBy::Client, ReadBy::JobManager],
        _ => &[ReadBy::Client],
    };
    Part {
        chapter,
        value,
        key: Some("pipeline.jars".to_owned()),
        ..part(at, PartKind::Jar, words, readers)
    }
}
