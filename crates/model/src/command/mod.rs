//! Typed lines: text -> [`Command`] (what was written) -> [`Answer`] (what it means here).
//!
//! In: one line as typed, later the cluster it is typed at. Out: a [`Command`] or a [`Mistake`] with its
//! place; then an [`Action`](crate::Action) to do, or something to print.
//! Deliberately absent: doing anything, and sentences in the reader's language.

mod alike;
mod answer;
mod complete;
mod deploy;
mod jars;
mod known;
pub mod line;
pub mod options;
mod parse;
mod placeholder;
mod plan;
mod programs;
mod reach;
mod refused;
mod resolve;
mod session;
mod settings;
mod shell;
pub mod table;

pub use answer::{Answer, LogOf};
pub use complete::{Completed, complete};
pub use parse::parse;
pub use placeholder::filled;
pub use programs::{World, in_pod};
pub use resolve::{check, resolve, resolve_in};
pub use session::SessionOptions;
pub use settings::{LeftOut, left_out};

pub use crate::console::Listing;

use crate::cluster::DeploymentTarget;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// Nothing, or a comment.
    Nothing,
    /// `help`
    Help,
    /// Ctrl-C, which a terminal shows as `^C`.
    Interrupt,
    /// Something of the machine that Flink has no part in: `start-dfs.sh`, `hdfs dfs -put …`.
    Outside(Word<'a>),
    /// `bin/start-cluster.sh`, and the first word behind it, which it does not look at.
    StartCluster(Option<Word<'a>>),
    /// `bin/stop-cluster.sh`
    StopCluster(Option<Word<'a>>),
    /// A program beside Flink's own, and its words: `yarn application -list`.
    Program(Vec<Word<'a>>),
    /// `bin/standalone-job.sh start …` or `stop`
    StandaloneJob(Switch, Options<'a>),
    /// `bin/yarn-session.sh …`, `bin/kubernetes-session.sh …`
    StartSession {
        /// On what.
        platform: Platform,
        /// What it was told.
        options: SessionOptions<'a>,
    },
    /// `echo "stop" | bin/yarn-session.sh -id …`; on Kubernetes the configuration names the cluster and makes
    /// the script attached.
    StopSession(Platform, Option<Word<'a>>),
    /// `-h`: the options of a script or an action, by sets of the [`table`]; without any, the actions of `flink`.
    Usage(&'static str),
    /// `flink -v`
    Version,
    /// `bin/flink <action> …`
    Flink(Verb, Options<'a>),
}

/// `start` or `stop`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Start one.
    Start,
    /// Stop the last one that was started.
    Stop,
}

/// An action of the `flink` command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `flink run`
    Run,
    /// `flink run-application` (1.x)
    RunApplication,
    /// `flink list`
    List,
    /// `flink cancel`
    Cancel,
    /// `flink stop [--drain] [-p <savepointPath>] <jobId>`
    Stop,
    /// `flink savepoint <jobId> [<target directory>]`
    Savepoint,
    /// `flink checkpoint <jobId>`
    Checkpoint,
    /// `flink info <jar>`
    Info,
}

/// Where processes come from, without the machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Fixed machines.
    Standalone,
    /// YARN.
    Yarn,
    /// Kubernetes.
    Kubernetes,
}

/// The options of an action of `flink`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options<'a> {
    /// Where the action's name stands: "run".
    pub action: Place,
    /// `-d`, `--detached`
    pub detached: bool,
    /// `-h`: nothing but its own options is printed.
    pub help: bool,
    /// `-sae`, `--shutdownOnAttachedExit`
    pub shutdown_on_attached_exit: bool,
    /// `-c`, `--class`, `--job-classname`
    pub main_class: Option<Word<'a>>,
    /// `-t`, `--target`; `-m yarn-cluster`
    pub target: Option<Target<'a>>,
    /// `-m host:port`, the session's REST address.
    pub address: Option<Word<'a>>,
    /// `-Dyarn.application.id=…`, `-yid …`
    pub application: Option<Word<'a>>,
    /// `-Dkubernetes.cluster-id=…`: the cluster's name, of a new one or of one that runs.
    pub deployment: Option<Word<'a>>,
    /// `-s`, `--fromSavepoint` of `flink run`
    pub from_savepoint: Option<Word<'a>>,
    /// `-D…`, `-p`, and `-y…` where they are obeyed.
    pub settings: Vec<Setting<'a>>,
    /// Known to the client and nothing to the model: `-C`, `-n`, …
    pub aside: Vec<Word<'a>>,
    /// `-y…` where the client does not obey them: only with `-m yarn-cluster`.
    pub overlooked: Vec<Word<'a>>,
    /// `-d`, `--drain` of `flink stop`
    pub drain: bool,
    /// `-p`, `--savepointPath` of `flink stop`; the directory of `flink savepoint`
    pub directory: Option<Word<'a>>,
    /// `-a`, `-r`, `-s` of `flink list`.
    pub listing: Listing,
    /// The jar, or the job's id.
    pub argument: Option<Word<'a>>,
    /// Options that know a few words only, and what they were given: `-type native`.
    pub choices: Vec<(&'static str, Word<'a>)>,
    /// Where the arguments of `main()` begin, with a word that looks like an option.
    pub to_main: Option<Word<'a>>,
}

impl Options<'_> {
    /// `JobID.fromHexString`, to which capitals are digits, and a digit too many is none.
    fn check_job_id(&self) -> Result<(), Mistake> {
        let word = self.argument.unwrap_or_default();
        let valid = matches!(word.text.len(), 32 | 33)
            && word.text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if valid { Ok(()) } else { Err(Mistake { at: word.at, kind: MistakeKind::InvalidJobId }) }
    }
}

/// A key of the configuration and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting<'a> {
    /// Flink's own key.
    pub key: &'a str,
    /// Its value.
    pub value: &'a str,
    /// What follows the value: "m" where an option counts in megabytes.
    pub unit: &'static str,
    /// The option as written: "-nm", "-Da=b".
    pub word: Word<'a>,
    /// Where the value stands.
    pub at: Place,
}

impl Setting<'_> {
    /// Whether the key is written, not an option that stands for it: `-Dparallelism.default=2`, not `-p 2`.
    fn key_written(&self) -> bool {
        self.word.text.contains(self.key)
    }
}

/// What `-t` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target<'a> {
    /// As written.
    pub word: Word<'a>,
    /// On what.
    pub platform: Platform,
    /// In which mode.
    pub mode: DeploymentTarget,
}

/// A word and where it stands in the line, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word<'a> {
    /// Without quotes around it; quotes inside, as in `-Da="b c"`, stay.
    pub text: &'a str,
    /// With quotes.
    pub at: Place,
}

/// A part of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last; the same as `start` where something is missing.
    pub end: usize,
}

impl Place {
    /// The part.
    pub fn of(self, line: &str) -> &str {
        line.get(self.start..self.end).unwrap_or_default()
    }
}

/// What is wrong with a line, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The place, in bytes of the line.
    pub at: Place,
    /// What is wrong.
    pub kind: MistakeKind,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MistakeKind {
    /// A quote is not closed.
    OpenQuote,
    /// No such program.
    UnknownProgram {
        /// A known one that looks alike.
        similar: Option<&'static str>,
    },
    /// `"…" is not a valid action.`
    UnknownAction {
        /// A known one that looks alike.
        similar: Option<&'static str>,
    },
    /// Flink knows it, this simulator does not (yet).
    NotSimulated,
    /// No such option.
    UnknownOption {
        /// A known one that looks alike.
        similar: Option<&'static str>,
    },
    /// The beginning of several options' names.
    AmbiguousOption {
        /// One of them.
        similar: Option<&'static str>,
    },
    /// Application mode on Kubernetes looks for the jar where the JobManager runs, not where the client does.
    JarNotThere,
    /// No such deployment target.
    UnknownTarget {
        /// A known one that looks alike.
        similar: Option<&'static str>,
    },
    /// The option takes a value.
    MissingValue,
    /// A parallelism that is none.
    NotPositive,
    /// None of the words that the option knows.
    NotAmong {
        /// The enumeration in Flink, below `org.apache.flink`.
        class: &'static str,
        /// Its words.
        words: &'static str,
    },
    /// `-C` wants an address that Java can open.
    BadClasspath,
    /// The simulator takes checkpoints at their interval, and none besides.
    OnlyPeriodic,
    /// More than the simulator goes to; Flink itself takes it.
    BeyondModel(&'static str),
    /// The option's value cannot mean anything; it should look like this.
    BadValue(&'static str),
    /// No machine has so much memory: YARN's client looks before it submits.
    NoSuchRoom {
        /// "JobManager", "TaskManagers".
        manager: &'static str,
        /// What a container can have.
        most_mib: u64,
    },
    /// Chinese punctuation, or a dash that is no hyphen: to a shell it is a letter like any other.
    WidePunctuation,
    /// Something must follow: `<jar-file>`, `<jobId>`, `tm-0`, `start|stop`.
    MissingArgument(&'static str),
    /// An unquoted `<` is a shell redirection.
    Redirection,
    /// There is no such job or program; the known ones are listed with the scenario.
    NoSuchJob,
    /// No such file on the client's machine.
    NoSuchJar,
    /// No jar has that class.
    NoSuchClass,
    /// No JobID: 32 hexadecimal digits.
    InvalidJobId,
    /// No id of a YARN application.
    InvalidApplicationId,
    /// YARN's application has ended.
    ApplicationOver,
    /// No such attempt of a YARN application.
    NoSuchAttempt,
    /// `-m` names a host without a port.
    AddressWithoutPort,
    /// A cluster of that name is there.
    ClusterExists,
    /// Before 1.19 application mode on Kubernetes takes no jar but one in the image.
    OnlyLocalJars,
    /// Nothing is kept in ZooKeeper here.
    NoZooKeeper,
    /// There is no savepoint at that path (the real job would fail when it starts).
    NoSuchSavepoint,
    /// There is no such process.
    NoSuchProcess,
    /// YARN knows no such application.
    NoSuchApplication,
    /// Kubernetes knows no such cluster.
    NoSuchCluster,
    /// No client waits in the terminal.
    NothingToInterrupt,
    /// A detached session script reads no input (`KubernetesSessionCli.run`, `FlinkYarnSessionCli.run`).
    NobodyListens,
    /// The target belongs to another platform than this cluster's.
    OtherTarget,
    /// This cluster's provider does not have that script.
    OtherProvider,
    /// Another version takes it.
    OtherVersion(OtherVersion),
}

/// What only other versions of the client take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherVersion {
    /// `run-application` was removed in 2.0.
    RunApplicationRemoved,
    /// `-t yarn-per-job` was removed in 2.0.
    PerJobRemoved,
    /// An application target: up to 1.20 it is `run-application`'s, not `run`'s.
    WantsRunApplication,
    /// A target that is not an application's, for `run-application`.
    WantsRun,
}
