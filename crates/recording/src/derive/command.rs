//! What a recorded command line does to the cluster.
//!
//! In: the words of a command. Out: [`Command`]. Deliberately absent: when, and to which of the
//! model's entities.

/// A command, as far as it changes the world.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Command {
    /// `jobmanager.sh start`.
    StartJobManager,
    /// `start-cluster.sh`, `yarn-session.sh`.
    StartCluster,
    /// `stop-cluster.sh`.
    StopCluster,
    /// `taskmanager.sh start`.
    StartTaskManager,
    /// `taskmanager.sh stop`.
    StopTaskManager,
    /// `flink run`.
    Run(Run),
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

/// A `flink run`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Run {
    pub(super) detached: bool,
    pub(super) shutdown_on_attached_exit: bool,
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
        ("jobmanager.sh", "start") => Command::StartJobManager,
        ("jobmanager.sh", "stop" | "stop-all") => beyond("a stop of the JobManager alone"),
        ("stop-cluster.sh", _) => Command::StopCluster,
        ("start-cluster.sh", _) => Command::StartCluster,
        ("taskmanager.sh", "start") => Command::StartTaskManager,
        ("taskmanager.sh", "stop") => Command::StopTaskManager,
        ("yarn-session.sh", _) if words.contains(&"-id") => Command::Looks,
        ("yarn-session.sh", _) => Command::StartCluster,
        ("standalone-job.sh", _) => beyond("application mode (standalone-job.sh)"),
        ("zookeeper.sh" | "start-zookeeper-quorum.sh", _) => beyond("HA ZooKeeper"),
        ("kubernetes-session.sh", _) => beyond("Kubernetes"),
        ("flink", "run") => run(&words[1..]),
        ("flink", "cancel") => cancel(&words[1..]),
        ("flink", "list" | "info" | "--version" | "-v" | "-h" | "--help") => Command::Looks,
        ("flink", other) => beyond(&format!("flink {other}")),
        ("curl", _) => rest(words),
        (other, _) => beyond(other),
    }
}

fn beyond(what: &str) -> Command {
    Command::Beyond(what.to_owned())
}

/// Options of `flink run` that take a value in the next word.
const WITH_VALUE: [&str; 24] = [
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

fn run(words: &[&str]) -> Command {
    let mut run = Run::default();
    let mut words = words.iter().copied().peekable();
    while let Some(word) = words.next() {
        if !word.starts_with('-') {
            // The jar; what follows is the program's.
            run.program = words.map(str::to_owned).collect();
            break;
        }
        let value = WITH_VALUE.contains(&word).then(|| words.next().unwrap_or_default());
        match (word, value) {
            ("-d" | "--detached", _) => run.detached = true,
            ("-sae" | "--shutdownOnAttachedExit", _) => run.shutdown_on_attached_exit = true,
            ("-s" | "--fromSavepoint", _) => return beyond("start from a savepoint"),
            ("-t" | "--target" | "-e" | "--executor", Some(target)) => match target {
                "remote" | "yarn-session" => {}
                "yarn-per-job" => return beyond("per-job mode"),
                other if other.ends_with("application") => return beyond("application mode"),
                other => return beyond(&format!("target {other}")),
            },
            ("-m" | "--jobmanager", Some("yarn-cluster")) => return beyond("per-job mode"),
            ("-D", _) => run.options.extend(words.next().and_then(key_value)),
            (other, _) => {
                run.options.extend(other.strip_prefix("-D").and_then(key_value));
            }
        }
    }
    if run.options.iter().any(|(key, value)| key == "execution.attached" && value == "false") {
        run.detached = true;
    }
    Command::Run(run)
}

fn key_value(word: &str) -> Option<(String, String)> {
    word.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()))
}

fn cancel(words: &[&str]) -> Command {
    if words.iter().any(|word| matches!(*word, "-s" | "--withSavepoint")) {
        return beyond("cancel with a savepoint");
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
        ("PATCH", ["jobs", jid, ..]) if is_jid(jid) => Command::Cancel { jid: (*jid).to_owned() },
        (method, _) => Command::Beyond(format!("REST call {method} /{path}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, Run, understand};

    fn words(line: &str) -> Command {
        understand(&line.split(' ').collect::<Vec<_>>())
    }

    #[test]
    fn command_lines_are_understood() {
        let run = |detached, sae, program: &[&str], options: &[(&str, &str)]| {
            Command::Run(Run {
                detached,
                shutdown_on_attached_exit: sae,
                program: program.iter().map(|word| (*word).to_owned()).collect(),
                options: options.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            })
        };
        let jid = "f4cab07bb133a6c669dc2343047e3d34";
        let cancel = Command::Cancel { jid: jid.to_owned() };
        let table = [
            ("bin/jobmanager.sh start", Command::StartJobManager),
            ("bin/taskmanager.sh stop", Command::StopTaskManager),
            ("flink run -d -c a.B x.jar --p 2", run(true, false, &["--p", "2"], &[])),
            ("flink run -sae x.jar", run(false, true, &[], &[])),
            (
                "flink run -t yarn-session -Da=b -D c=d x.jar",
                run(false, false, &[], &[("a", "b"), ("c", "d")]),
            ),
            ("flink run -d -t yarn-per-job x.jar", Command::Beyond("per-job mode".to_owned())),
            ("flink run -s /sp x.jar", Command::Beyond("start from a savepoint".to_owned())),
            ("flink list -a", Command::Looks),
            (
                "flink stop f4cab07bb133a6c669dc2343047e3d34",
                Command::Beyond("flink stop".to_owned()),
            ),
            ("flink cancel f4cab07bb133a6c669dc2343047e3d34", cancel.clone()),
            ("curl -X PATCH http://h:1/jobs/f4cab07bb133a6c669dc2343047e3d34?mode=cancel", cancel),
            ("curl -s -X POST -F a=@b http://h:1/jars/upload", Command::Looks),
            ("bin/zookeeper.sh start 1", Command::Beyond("HA ZooKeeper".to_owned())),
        ];
        for (line, expected) in table {
            assert_eq!(words(line), expected, "{line}");
        }
    }
}
