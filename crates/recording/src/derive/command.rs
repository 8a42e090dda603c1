//! What a recorded command line does to the cluster.
//!
//! In: the words of a command. Out: [`Command`]. Deliberately absent: when, and to which of the
//! model's entities.

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

/// Understands a command line.
pub(super) fn understand(argv: &[&str]) -> Command {
    let Some((path, words)) = argv.split_first() else { return Command::Looks };
    let script = path.rsplit('/').next().unwrap_or(path);
    match (script, words.first().copied().unwrap_or_default()) {
        ("jobmanager.sh", "start") => Command::StartJobManager { options: dynamic(words) },
        ("jobmanager.sh" | "standalone-job.sh", "stop" | "stop-all") => Command::StopJobManager,
        ("stop-cluster.sh", _) => Command::StopCluster,
        ("start-cluster.sh", _) => Command::StartCluster { options: dynamic(words) },
        ("taskmanager.sh", "start") => Command::StartTaskManager { options: dynamic(words) },
        ("taskmanager.sh", "stop") => Command::StopTaskManager,
        ("yarn-session.sh", _) if words.contains(&"-id") => Command::Looks,
        ("yarn-session.sh", _) => Command::StartCluster { options: of_session(words) },
        ("standalone-job.sh", "start") => run(Target::StandaloneApplication, &words[1..]),
        // The store itself: it is there before the cluster, and never fails here.
        ("zookeeper.sh" | "start-zookeeper-quorum.sh", "start") => Command::Looks,
        // An attached client of a session that is there.
        ("kubernetes-session.sh", _) if attaches(words) => Command::Looks,
        ("kubernetes-session.sh", _) => Command::StartCluster { options: dynamic(words) },
        ("kubectl", _) => {
            Command::Kubectl { words: words.iter().map(ToString::to_string).collect() }
        }
        ("flink", "run") => run(Target::Session, &words[1..]),
        ("flink", "run-application") => run(Target::Application, &words[1..]),
        ("yarn", "application") => kill_application(&words[1..]),
        ("flink", "cancel") => cancel(&words[1..]),
        // The JobMaster says what it was asked for, and when (`savepoint.request`).
        ("flink", "stop" | "savepoint") => Command::Looks,
        ("flink", "list" | "info" | "--version" | "-v" | "-h" | "--help") => Command::Looks,
        ("flink", other) => beyond(&format!("flink {other}")),
        ("curl", _) => rest(words),
        (other, _) => beyond(other),
    }
}

fn attaches(words: &[&str]) -> bool {
    dynamic(words).iter().any(|(key, value)| key == "execution.attached" && value == "true")
}

fn beyond(what: &str) -> Command {
    Command::Beyond(what.to_owned())
}

/// `-Dkey=value`, in one word or in two.
fn dynamic(words: &[&str]) -> Vec<(String, String)> {
    let mut options = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let text = match *word {
            "-D" => words.get(index + 1).copied(),
            word => word.strip_prefix("-D"),
        };
        options.extend(text.and_then(key_value));
    }
    options
}

/// What the options of `yarn-session.sh` mean as keys.
fn of_session(words: &[&str]) -> Vec<(String, String)> {
    const MEAN: [(&str, &str, &str); 4] = [
        ("-qu", "--queue", "yarn.application.queue"),
        ("-s", "--slots", "taskmanager.numberOfTaskSlots"),
        ("-jm", "--jobManagerMemory", "jobmanager.memory.process.size"),
        ("-tm", "--taskManagerMemory", "taskmanager.memory.process.size"),
    ];
    let mut options = dynamic(words);
    for pair in words.windows(2) {
        let known = MEAN.iter().find(|(short, long, _)| [*short, *long].contains(&pair[0]));
        let Some((_, _, key)) = known else { continue };
        // A memory without a unit is in MiB.
        let bare = pair[1].bytes().all(|byte| byte.is_ascii_digit()) && key.ends_with(".size");
        let value = if bare { format!("{}m", pair[1]) } else { pair[1].to_owned() };
        options.push(((*key).to_owned(), value));
    }
    options
}

fn kill_application(words: &[&str]) -> Command {
    match words {
        ["-kill", application] => {
            Command::KillApplication { application: (*application).to_owned() }
        }
        _ => Command::Looks,
    }
}

/// Options of `flink run` and `standalone-job.sh` that take a value in the next word.
const WITH_VALUE: [&str; 33] = [
    "-j",
    "--job-classname",
    "-jid",
    "--job-id",
    "-jars",
    "--jars",
    "--configDir",
    "--host",
    "--webui-port",
    "-c",
    "--class",
    "-C",
    "--classpath",
    "-p",
    "--parallelism",
    "-m",
    "--jobmanager",
    "-t",
    "--target",
    "-s",
    "--fromSavepoint",
    "-rm",
    "--restoreMode",
    "-claimMode",
    "--claimMode",
    "-z",
    "--zookeeperNamespace",
    "-yid",
    "--yarnapplicationId",
    "-e",
    "--executor",
    "-py",
    "-pyfs",
];

fn run(target: Target, words: &[&str]) -> Command {
    // A script has no command line of Flink's: `execution.attached` is off there.
    let script = target == Target::StandaloneApplication;
    let mut run = Run { target, detached: script, ..Run::default() };
    let mut words = words.iter().copied().peekable();
    while let Some(word) = words.peek().copied() {
        if script && !is_option(word) {
            // What the entry point does not know is the program's.
            run.program = words.map(str::to_owned).collect();
            break;
        }
        words.next();
        if !word.starts_with('-') {
            // The jar; what follows is the program's.
            run.program = words.map(str::to_owned).collect();
            break;
        }
        let value = WITH_VALUE.contains(&word).then(|| words.next().unwrap_or_default());
        match (word, value) {
            ("-d" | "--detached", _) => run.detached = true,
            ("-sae" | "--shutdownOnAttachedExit", _) => run.shutdown_on_attached_exit = true,
            ("-s" | "--fromSavepoint", path) => run.from_savepoint = path.map(str::to_owned),
            ("-t" | "--target" | "-e" | "--executor", Some(target)) => match target {
                "remote" | "yarn-session" | "kubernetes-session" => {}
                "yarn-per-job" => run.target = Target::PerJob,
                "yarn-application" | "kubernetes-application" => run.target = Target::Application,
                other => return beyond(&format!("target {other}")),
            },
            ("-m" | "--jobmanager", Some("yarn-cluster")) => run.target = Target::PerJob,
            ("-D", _) => run.options.extend(words.next().and_then(key_value)),
            (other, _) => {
                run.options.extend(other.strip_prefix("-D").and_then(key_value));
            }
        }
    }
    if let Some((_, attached)) = run.options.iter().find(|(key, _)| key == "execution.attached") {
        run.detached = attached == "false";
    }
    let said = |key: &str| run.options.iter().any(|(known, value)| known == key && value == "true");
    run.shutdown_on_attached_exit |= said("execution.shutdown-on-attached-exit");
    const PATHS: [&str; 2] = ["execution.savepoint.path", "execution.state-recovery.path"];
    if let Some((_, path)) = run.options.iter().find(|(key, _)| PATHS.contains(&key.as_str())) {
        run.from_savepoint = Some(path.clone());
    }
    Command::Run(run)
}

/// Whether `standalone-job.sh` knows the word; every other word is the program's.
fn is_option(word: &str) -> bool {
    const FLAGS: [&str; 3] = ["-n", "--allowNonRestoredState", "-D"];
    word.starts_with("-D") || FLAGS.contains(&word) || WITH_VALUE.contains(&word) && word != "-p"
}

fn key_value(word: &str) -> Option<(String, String)> {
    word.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()))
}

fn cancel(words: &[&str]) -> Command {
    if words.iter().any(|word| matches!(*word, "-s" | "--withSavepoint")) {
        // As `flink savepoint`; the cancellation follows its completion.
        return Command::Looks;
    }
    match words.iter().find(|word| is_jid(word)) {
        Some(jid) => Command::Cancel { jid: (*jid).to_owned() },
        None => beyond("flink cancel without a JobID"),
    }
}

/// Whether a word is a JobID: 32 hexadecimal digits.
fn is_jid(word: &str) -> bool {
    word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A REST call by hand: what it does stands in its method and path.
fn rest(words: &[&str]) -> Command {
    let method = words.windows(2).find(|pair| matches!(pair[0], "-X" | "--request"));
    let method = method.map_or("GET", |pair| pair[1]);
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
    use super::{Command, Run, Target, understand};

    fn words(line: &str) -> Command {
        understand(&line.split(' ').collect::<Vec<_>>())
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
                        ("a", "b"),
                        ("taskmanager.numberOfTaskSlots", "2"),
                        ("taskmanager.memory.process.size", "2048m"),
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
        ];
        for (line, expected) in table {
            assert_eq!(words(line), expected, "{line}");
        }
    }
}
