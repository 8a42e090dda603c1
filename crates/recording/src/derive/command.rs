//! What a recorded command line does to the cluster.
//!
//! In: the words of a command. Out: [`Command`]. Flink's own programs are read by the parser of the stages' terminals
//! ([`model::command`]), so what a real client took, it takes. Deliberately absent: when, and to which of the model's
//! entities.

use crate::read::Recording;
use crate::row::Row;
use model::FlinkVersion;
use model::cluster::DeploymentTarget;
use model::command::options::{Next, Reader};
use model::command::{self as typed, Options, Setting, Switch, Verb, Word};

/// A command, as far as it changes the world.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Command {
    /// `jobmanager.sh start`.
    StartJobManager {
        /// `-Dkey=value`.
        options: Vec<(String, String)>,
    },
    /// `jobmanager.sh stop`, `standalone-job.sh stop`.
    StopJobManager,
    /// `start-cluster.sh`, `yarn-session.sh`.
    StartCluster {
        /// `-Dkey=value`, or an option of `yarn-session.sh` that means one.
        options: Vec<(String, String)>,
    },
    /// `stop-cluster.sh`.
    StopCluster,
    /// `taskmanager.sh start`.
    StartTaskManager {
        /// `-Dkey=value`.
        options: Vec<(String, String)>,
    },
    /// `taskmanager.sh stop`.
    StopTaskManager,
    /// `flink run`, `flink run-application`, `standalone-job.sh start`.
    Run(Run),
    /// `yarn application -kill`.
    KillApplication {
        /// YARN's ApplicationID.
        application: String,
    },
    /// `kubectl …`.
    Kubectl {
        /// Its words.
        words: Vec<String>,
    },
    /// `flink cancel`, or the same by REST.
    Cancel {
        /// Flink's JobID.
        jid: String,
    },
    /// Only looks: `flink list`, an upload, ...
    Looks,
    /// Nothing the model has an action for.
    Beyond(String),
}

/// Where a program's `main()` runs, and what its jobs are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Target {
    /// In the client; the jobs go to the session cluster.
    #[default]
    Session,
    /// In the client; each job gets a cluster.
    PerJob,
    /// In the JobManager of a cluster of its own, for which a client asks YARN.
    Application,
    /// In the JobManager that this script starts.
    StandaloneApplication,
    /// In the session cluster's JobManager (2.3).
    SessionApplication,
}

/// A run of a program.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Run {
    pub(super) target: Target,
    pub(super) detached: bool,
    pub(super) shutdown_on_attached_exit: bool,
    /// `-s`: the path of a savepoint.
    pub(super) from_savepoint: Option<String>,
    /// `-Dkey=value`.
    pub(super) options: Vec<(String, String)>,
    /// What the program gets.
    pub(super) program: Vec<String>,
}

/// Understands a recorded command.
pub(super) fn understand(recording: &Recording, row: &Row) -> Command {
    let version = super::version(&recording.version).unwrap_or(FlinkVersion::NEWEST);
    understand_words(&row.argv(), version)
}

fn understand_words(argv: &[&str], version: FlinkVersion) -> Command {
    let Some(first) = argv.first() else { return Command::Looks };
    let script = first.rsplit('/').next().unwrap_or(first);
    match (script, argv.get(1).copied().unwrap_or_default()) {
        // The store itself: it is there before the cluster, and never fails here.
        ("zookeeper.sh" | "start-zookeeper-quorum.sh", "start") => return Command::Looks,
        // What the terminal does not do: as `flink savepoint`; the cancellation follows its completion.
        ("flink", "cancel") if argv.iter().any(|it| matches!(*it, "-s" | "--withSavepoint")) => {
            return Command::Looks;
        }
        ("jobmanager.sh" | "standalone-job.sh", "stop-all") => return Command::StopJobManager,
        _ => {}
    }
    let line = Line::of(argv);
    match typed::parse(&line.text, version) {
        Ok(command) => meant(command, &line, version),
        Err(mistake) => match mistake.at.of(&line.text) {
            part if part.is_empty() || part == *first => beyond(script),
            part => beyond(&format!("{script} with {part}")),
        },
    }
}

/// Words as somebody would type them, and where each of them ends.
struct Line<'a> {
    argv: &'a [&'a str],
    text: String,
    ends: Vec<usize>,
}

impl<'a> Line<'a> {
    fn of(argv: &'a [&'a str]) -> Line<'a> {
        let mut line = Line { argv, text: String::new(), ends: Vec::new() };
        for word in argv {
            let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@+%$".contains(c);
            let quote = match word.contains('\'') {
                _ if !word.is_empty() && word.chars().all(plain) => "",
                true => "\"",
                false => "'",
            };
            line.text.extend([quote, word, quote, " "]);
            line.ends.push(line.text.len() - 1);
        }
        line
    }

    /// The words that begin there or later; `None`: none.
    fn from(&self, start: Option<usize>) -> Vec<String> {
        let start = start.unwrap_or(self.text.len());
        let later = self.argv.iter().zip(&self.ends).filter(|(_, end)| **end > start);
        later.map(|(word, _)| (*word).to_owned()).collect()
    }
}

fn meant(command: typed::Command, line: &Line, version: FlinkVersion) -> Command {
    match command {
        typed::Command::StartCluster(_) => Command::StartCluster { options: Vec::new() },
        typed::Command::StopCluster(_) => Command::StopCluster,
        typed::Command::StartSession { options, .. } => {
            let told = |it: &&Setting| it.key == "execution.attached";
            let attached = options.settings.iter().rev().find(told).map(|it| it.value);
            // An attached client of a session that is there.
            if options.id.is_some() || attached == Some("true") {
                return Command::Looks;
            }
            Command::StartCluster { options: pairs(&options.settings) }
        }
        typed::Command::StandaloneJob(Switch::Stop, _) => Command::StopJobManager,
        typed::Command::StandaloneJob(Switch::Start, options) => {
            // What the entry point does not know is the program's.
            let program = options.to_main.or(options.argument).map(|word| word.at.start);
            let run = run(Target::StandaloneApplication, &options, line.from(program));
            // A script has no command line of Flink's: `execution.attached` is off there.
            Command::Run(Run { detached: says(&run, "execution.attached") != Some("true"), ..run })
        }
        typed::Command::Flink(Verb::Run | Verb::RunApplication, options) => {
            let target = match options.target.map(|target| target.mode) {
                None | Some(DeploymentTarget::Session) => Target::Session,
                Some(DeploymentTarget::PerJob) => Target::PerJob,
                Some(DeploymentTarget::Application) => Target::Application,
            };
            let program = line.from(options.argument.map(|jar| jar.at.end));
            Command::Run(run(target, &options, program))
        }
        typed::Command::Flink(Verb::Cancel, options) => {
            let jid = options.argument.unwrap_or_default().text;
            if is_jid(jid) {
                Command::Cancel { jid: jid.to_owned() }
            } else {
                beyond("flink cancel")
            }
        }
        // The JobMaster says what it was asked for, and when (`savepoint.request`).
        typed::Command::Flink(Verb::Stop | Verb::Savepoint | Verb::List | Verb::Info, _) => {
            Command::Looks
        }
        typed::Command::Flink(Verb::Checkpoint, _) => beyond("flink checkpoint"),
        typed::Command::Program(words) => program(&words, version),
        typed::Command::Usage(_)
        | typed::Command::Version
        | typed::Command::Help
        | typed::Command::Nothing
        | typed::Command::Outside(_)
        | typed::Command::Interrupt
        | typed::Command::StopSession(..) => Command::Looks,
    }
}

/// A program of which the parser leaves the words to whoever runs it.
fn program(words: &[Word], version: FlinkVersion) -> Command {
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    let name = texts.first().and_then(|first| first.rsplit('/').next()).unwrap_or_default();
    match (name, texts.get(1..).unwrap_or_default()) {
        ("jobmanager.sh", ["start", ..]) => {
            Command::StartJobManager { options: dynamic(words, "j", version) }
        }
        ("jobmanager.sh", ["stop", ..]) => Command::StopJobManager,
        ("taskmanager.sh", ["start", ..]) => {
            Command::StartTaskManager { options: dynamic(words, "t", version) }
        }
        ("taskmanager.sh", ["stop", ..]) => Command::StopTaskManager,
        ("yarn", ["application", "-kill", application]) => {
            Command::KillApplication { application: (*application).to_owned() }
        }
        ("yarn", ["application", ..]) => Command::Looks,
        ("kubectl", rest) => {
            Command::Kubectl { words: rest.iter().map(ToString::to_string).collect() }
        }
        ("curl", words) => rest(words),
        (other, _) => beyond(other),
    }
}

/// `-Dkey=value` of a script, in one word or in two; `set`: the script's letter in the table of options.
fn dynamic(words: &[Word], set: &'static str, version: FlinkVersion) -> Vec<(String, String)> {
    let mut reader = Reader::of(words.get(2..).unwrap_or_default(), set, version);
    let mut settings = Vec::new();
    while let Ok(Some(next)) = reader.read() {
        if let Next::Setting(setting) = next {
            settings.push(setting);
        }
    }
    pairs(&settings)
}

fn pairs(settings: &[Setting]) -> Vec<(String, String)> {
    let pair = |it: &Setting| (it.key.to_owned(), [it.value, it.unit].concat());
    settings.iter().map(pair).collect()
}

fn run(target: Target, told: &Options, program: Vec<String>) -> Run {
    let mut run = Run {
        target,
        detached: told.detached,
        shutdown_on_attached_exit: told.shutdown_on_attached_exit,
        from_savepoint: told.from_savepoint.map(|path| path.text.to_owned()),
        options: pairs(&told.settings),
        program,
    };
    if let Some(attached) = says(&run, "execution.attached") {
        run.detached = attached == "false";
    }
    run.shutdown_on_attached_exit |=
        says(&run, "execution.shutdown-on-attached-exit") == Some("true");
    let path = ["execution.savepoint.path", "execution.state-recovery.path"]
        .into_iter()
        .find_map(|key| says(&run, key));
    run.from_savepoint = path.map(str::to_owned).or(run.from_savepoint);
    run
}

/// What an option says; of several the last.
fn says<'a>(run: &'a Run, key: &str) -> Option<&'a str> {
    run.options.iter().rev().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
}

fn beyond(what: &str) -> Command {
    Command::Beyond(what.to_owned())
}

/// Whether a word is a JobID: 32 hexadecimal digits.
fn is_jid(word: &str) -> bool {
    word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A REST call by hand: what it does stands in its method and path.
fn rest(words: &[&str]) -> Command {
    let after = |at: usize| words.get(at + 1).copied();
    let method = words.iter().position(|word| matches!(*word, "-X" | "--request"));
    let method = method.and_then(after).unwrap_or("GET");
    let Some(url) = words.iter().find(|word| word.contains("://")) else { return Command::Looks };
    let path =
        url.split("://").nth(1).and_then(|rest| rest.split_once('/')).map_or("", |(_, path)| path);
    let segments: Vec<&str> = path.split(['/', '?']).filter(|part| *part != "v1").collect();
    match (method, segments.as_slice()) {
        ("GET", _) | ("POST", ["jars", "upload", ..]) | ("DELETE", ["jars", ..]) => Command::Looks,
        ("POST", ["jobs", _, "stop" | "savepoints", ..]) => Command::Looks,
        ("PATCH", ["jobs", jid, ..]) if is_jid(jid) => Command::Cancel { jid: (*jid).to_owned() },
        (method, _) => Command::Beyond(format!("REST call {method} /{path}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, Run, Target, understand_words};
    use model::FlinkVersion;

    fn words(line: &str) -> Command {
        understand_words(&line.split(' ').collect::<Vec<_>>(), FlinkVersion::V1_20)
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of lines")]
    fn command_lines_are_understood() {
        let run = |detached, sae, program: &[&str], options: &[(&str, &str)]| {
            Command::Run(Run {
                detached,
                shutdown_on_attached_exit: sae,
                from_savepoint: None,
                target: Target::Session,
                program: program.iter().map(|word| (*word).to_owned()).collect(),
                options: options.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            })
        };
        let jid = "f4cab07bb133a6c669dc2343047e3d34";
        let cancel = Command::Cancel { jid: jid.to_owned() };
        let table = [
            ("bin/jobmanager.sh start", Command::StartJobManager { options: Vec::new() }),
            (
                "bin/taskmanager.sh start -Da=b",
                Command::StartTaskManager { options: vec![("a".to_owned(), "b".to_owned())] },
            ),
            (
                "bin/yarn-session.sh -d -nm test -s 2 -tm 2048 -D a=b",
                Command::StartCluster {
                    options: [
                        ("yarn.application.name", "test"),
                        ("taskmanager.numberOfTaskSlots", "2"),
                        ("taskmanager.memory.process.size", "2048m"),
                        ("a", "b"),
                    ]
                    .map(|(key, value)| (key.to_owned(), value.to_owned()))
                    .to_vec(),
                },
            ),
            ("bin/taskmanager.sh stop", Command::StopTaskManager),
            ("flink run -d -c a.B x.jar --p 2", run(true, false, &["--p", "2"], &[])),
            ("flink run -sae x.jar", run(false, true, &[], &[])),
            (
                "flink run -t yarn-session -Da=b -D c=d x.jar",
                run(false, false, &[], &[("a", "b"), ("c", "d")]),
            ),
            (
                "flink run -d -t yarn-per-job x.jar --a b",
                Command::Run(Run {
                    target: Target::PerJob,
                    detached: true,
                    program: vec!["--a".to_owned(), "b".to_owned()],
                    ..Run::default()
                }),
            ),
            (
                "bin/standalone-job.sh start --job-classname a.B -Da=b --p 2",
                Command::Run(Run {
                    target: Target::StandaloneApplication,
                    detached: true,
                    options: vec![("a".to_owned(), "b".to_owned())],
                    program: vec!["--p".to_owned(), "2".to_owned()],
                    ..Run::default()
                }),
            ),
            ("bin/standalone-job.sh stop", Command::StopJobManager),
            (
                "yarn application -kill application_1_0001",
                Command::KillApplication { application: "application_1_0001".to_owned() },
            ),
            (
                "flink run -s /sp x.jar",
                Command::Run(Run { from_savepoint: Some("/sp".to_owned()), ..Run::default() }),
            ),
            ("flink list -a", Command::Looks),
            ("flink stop f4cab07bb133a6c669dc2343047e3d34", Command::Looks),
            ("flink checkpoint x", Command::Beyond("flink checkpoint".to_owned())),
            ("flink cancel f4cab07bb133a6c669dc2343047e3d34", cancel.clone()),
            ("curl -X PATCH http://h:1/jobs/f4cab07bb133a6c669dc2343047e3d34?mode=cancel", cancel),
            ("curl -s -X POST -F a=@b http://h:1/jars/upload", Command::Looks),
            ("bin/zookeeper.sh start 1", Command::Looks),
            ("flink run -t local x.jar", Command::Beyond("flink with local".to_owned())),
            ("flink run --parallel x.jar", Command::Beyond("flink".to_owned())),
        ];
        for (line, expected) in table {
            assert_eq!(words(line), expected, "{line}");
        }
    }

    #[test]
    fn words_reach_the_program_as_they_were() {
        let program = ["--say", "it's 2 s", "", "\"x\"", "#", "a|b"];
        let argv = [&["flink", "run", "-D", "k=a b", "x.jar"][..], &program].concat();
        let Command::Run(run) = understand_words(&argv, FlinkVersion::V2_3) else {
            panic!("a run")
        };
        assert_eq!(run.options, [("k".to_owned(), "a b".to_owned())]);
        assert_eq!(run.program, program);
    }
}
