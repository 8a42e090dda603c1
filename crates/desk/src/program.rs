//! Which program a statement calls, behind whatever stands before its name.
//!
//! In: a [`Statement`]. Out: a [`Call`]: the program and the words that it gets, and what stands before.
//! Deliberately absent: reading its options.

use crate::shell::{Statement, Token, base};
use model::command::table::{self, Release};
use model::command::{Platform, line};

/// A program that the desk knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// `flink`, the client.
    Flink,
    /// `yarn-session.sh`, `kubernetes-session.sh`.
    Session(Platform),
    /// `standalone-job.sh`, also as `standalone-job` of the image.
    StandaloneJob,
    /// `jobmanager.sh`, also as `jobmanager` of the image.
    JobManager,
    /// `taskmanager.sh`, also as `taskmanager` of the image.
    TaskManager,
    /// `start-cluster.sh`
    StartCluster,
    /// `stop-cluster.sh`
    StopCluster,
    /// `historyserver.sh`, `sql-client.sh` and other scripts of Flink that the desk names and does not take apart.
    OtherScript,
    /// `yarn`
    Yarn,
    /// `kubectl`
    Kubectl,
    /// `docker`, `docker-compose`, `podman`: itself, not what it runs in a container.
    Docker,
    /// `curl`
    Curl,
    /// A line of a configuration file, a manifest or a Dockerfile, which is no program.
    File,
    /// Any other.
    Other,
}

const PROGRAMS: &[(&str, Program)] = &[
    ("flink", Program::Flink),
    ("yarn-session.sh", Program::Session(Platform::Yarn)),
    ("kubernetes-session.sh", Program::Session(Platform::Kubernetes)),
    ("standalone-job.sh", Program::StandaloneJob),
    ("jobmanager.sh", Program::JobManager),
    ("taskmanager.sh", Program::TaskManager),
    ("start-cluster.sh", Program::StartCluster),
    ("stop-cluster.sh", Program::StopCluster),
    ("historyserver.sh", Program::OtherScript),
    ("sql-client.sh", Program::OtherScript),
    ("sql-gateway.sh", Program::OtherScript),
    ("config.sh", Program::OtherScript),
    ("flink-daemon.sh", Program::OtherScript),
    ("flink-console.sh", Program::OtherScript),
    ("pyflink-shell.sh", Program::OtherScript),
    ("zookeeper.sh", Program::OtherScript),
    ("start-zookeeper-quorum.sh", Program::OtherScript),
    ("stop-zookeeper-quorum.sh", Program::OtherScript),
    ("kubernetes-jobmanager.sh", Program::OtherScript),
    ("kubernetes-taskmanager.sh", Program::OtherScript),
    ("migrate-config-file.sh", Program::OtherScript),
    ("yarn", Program::Yarn),
    ("kubectl", Program::Kubectl),
    ("docker", Program::Docker),
    ("docker-compose", Program::Docker),
    ("podman", Program::Docker),
    ("curl", Program::Curl),
];

/// What the image's `docker-entrypoint.sh` takes for a script.
const OF_IMAGE: &[(&str, Program)] = &[
    ("standalone-job", Program::StandaloneJob),
    ("jobmanager", Program::JobManager),
    ("taskmanager", Program::TaskManager),
];

/// A call of a program.
#[derive(Clone, Debug)]
pub struct Call<'s> {
    /// What is called.
    pub program: Program,
    /// Words before its name: `sudo`, `VAR=x`, `docker run flink:1.20`.
    pub before: &'s [Token],
    /// Its name; `None` where there is only something before it.
    pub name: Option<&'s Token>,
    /// What it gets.
    pub words: &'s [Token],
    /// It runs in a container of the image, whose entry point adds `start-foreground`.
    pub in_image: bool,
    /// The image of the container.
    pub image: Option<&'s Token>,
}

impl Call<'_> {
    /// The sets of options that the program takes; `flink` by its action.
    pub fn sets(&self) -> Option<&'static str> {
        match self.program {
            Program::Session(Platform::Yarn) => Some(table::YARN_SESSION),
            Program::Session(_) => Some(table::KUBERNETES_SESSION),
            Program::StandaloneJob => Some(table::STANDALONE_JOB),
            Program::JobManager => Some(table::JOB_MANAGER),
            Program::TaskManager => Some(table::TASK_MANAGER),
            Program::Flink
            | Program::StartCluster
            | Program::StopCluster
            | Program::OtherScript
            | Program::Yarn
            | Program::Kubectl
            | Program::Docker
            | Program::Curl
            | Program::File
            | Program::Other => None,
        }
    }

    /// Whether it is a script of Flink.
    pub fn is_flinks(&self) -> bool {
        match self.program {
            Program::Flink
            | Program::Session(_)
            | Program::StandaloneJob
            | Program::JobManager
            | Program::TaskManager
            | Program::StartCluster
            | Program::StopCluster
            | Program::OtherScript => true,
            Program::Yarn
            | Program::Kubectl
            | Program::Docker
            | Program::Curl
            | Program::File
            | Program::Other => false,
        }
    }
}

/// What a statement calls.
pub fn call(statement: &Statement) -> Call<'_> {
    let words = statement.words.as_slice();
    let mut start = leading(words);
    let (mut in_image, mut image) = (statement.list.is_some(), None);
    in_image |= words.iter().take(start).any(|word| OF_CONTAINERS.contains(&word.text.as_str()));
    if let Some(inside) = container(&words[start..]) {
        image = inside.image.and_then(|at| words.get(start + at));
        let flinks = image.is_some_and(|image| image.text.contains("flink"))
            || named(words.get(start + inside.command), true).is_some();
        if flinks {
            (in_image, start) = (true, start + inside.command);
            start += leading(&words[start..]);
        }
    }
    if in_image && words.get(start).is_some_and(|it| base(&it.text) == "docker-entrypoint.sh") {
        start += 1;
    }
    let name = words.get(start);
    let program = named(name, in_image).unwrap_or(match name {
        Some(name) if statement.list.is_none() && is_of_file(&name.text) => Program::File,
        Some(_) | None => Program::Other,
    });
    let rest = words.get(start + 1..).unwrap_or_default();
    Call { program, before: &words[..start.min(words.len())], name, words: rest, in_image, image }
}

/// Whether a line that begins so stands in a file which is no script: `image:`, `FROM`.
fn is_of_file(text: &str) -> bool {
    let instruction = ["FROM", "COPY", "ADD", "ENV", "ARG", "WORKDIR", "USER", "EXPOSE", "---"];
    let key = text.strip_suffix(':').filter(|key| !key.is_empty());
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    instruction.contains(&text) || key.is_some_and(|key| key.bytes().all(letter))
}

/// What stands before a command that a container runs, in files.
const OF_CONTAINERS: [&str; 4] = ["CMD", "ENTRYPOINT", "command:", "args:"];
/// What stands before a command that another machine runs, in files.
const OF_FILES: [&str; 6] = ["-", "run:", "shell:", "script:", "cmd:", "RUN"];

fn named(name: Option<&Token>, in_image: bool) -> Option<Program> {
    let name = base(&name?.text);
    let of_image = OF_IMAGE.iter().filter(|_| in_image);
    PROGRAMS.iter().chain(of_image).find(|(known, _)| *known == name).map(|(_, program)| *program)
}

/// How many words stand before the program: variables, `sudo -u flink`, words of the shell.
fn leading(words: &[Token]) -> usize {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let text = word.text.as_str();
        let assigns = text.split_once('=').is_some_and(|(name, _)| is_variable(name));
        let own = matches!(text, "if" | "then" | "else" | "do" | "while" | "until" | "!" | "{");
        let mut behind = words.iter().skip(at).map(|word| word.text.as_str());
        let own = own || OF_FILES.contains(&text) || OF_CONTAINERS.contains(&text);
        match line::wrapper(&mut behind) {
            0 if assigns || own => at += 1,
            0 => break,
            more => at += more,
        }
    }
    at.min(words.len())
}

fn is_variable(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    name.chars().next().is_some_and(letter) && name.chars().all(|c| letter(c) || c.is_ascii_digit())
}

/// What runs in a container: where the image stands, and where the command begins.
struct Inside {
    image: Option<usize>,
    command: usize,
}

/// `docker run [options] image command`, `docker exec [options] name command`, `kubectl exec name -- command`.
fn container(words: &[Token]) -> Option<Inside> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let (mut at, has_image) = match (base(text(0)), text(1)) {
        ("docker" | "podman", "run") => (2, true),
        ("docker" | "podman", "exec") | ("docker-compose", "exec" | "run") => (2, false),
        ("docker" | "podman", "compose") if matches!(text(2), "exec" | "run") => (3, false),
        ("kubectl", "exec") => {
            if let Some(dashes) = words.iter().position(|word| word.text == "--") {
                return Some(Inside { image: None, command: dashes + 1 });
            }
            (2, false)
        }
        // What stands in quotes is taken apart as a command of its own (`shell::nested`).
        ("ssh", _) => (1, false),
        _ => return None,
    };
    while text(at).starts_with('-') && at < words.len() {
        let alone = text(at).contains('=') || ALONE.contains(&text(at));
        at += if alone { 1 } else { 2 };
    }
    (at < words.len()).then_some(Inside { image: has_image.then_some(at), command: at + 1 })
}

/// Options of `docker run` and `exec` that take no value.
const ALONE: &[&str] = &[
    "-d",
    "--detach",
    "-i",
    "--interactive",
    "-t",
    "--tty",
    "-it",
    "-ti",
    "-dit",
    "-itd",
    "--rm",
    "--init",
    "--privileged",
    "--read-only",
    "-P",
    "--publish-all",
    "--no-healthcheck",
    "-q",
    "--quiet",
    "-T",
];

/// "1.19".
pub fn release(release: Release) -> String {
    format!("{}.{}", release.0, release.1)
}
