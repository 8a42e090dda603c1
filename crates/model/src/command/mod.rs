//! Typed lines: text -> [`Command`] (what was written) -> [`Answer`] (what it means here).
//!
//! In: one line as typed, later the cluster it is typed at. Out: a [`Command`] or a [`Mistake`] with its
//! place; then an [`Action`](crate::Action) to do, or something to print.
//! Deliberately absent: doing anything, and sentences in the reader's language.

mod parse;
mod resolve;
mod session;
mod shell;

pub use parse::parse;
pub use resolve::{Answer, Listing, resolve};
pub use session::SessionOptions;

use crate::Signal;
use std::ops::Range;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Nothing, or a comment.
    Nothing,
    /// `help`
    Help,
    /// `bin/start-cluster.sh`
    StartCluster,
    /// `bin/stop-cluster.sh`
    StopCluster,
    /// `bin/taskmanager.sh start` or `stop`
    TaskManager(Switch),
    /// `bin/jobmanager.sh start` or `stop`
    JobManager(Switch),
    /// `bin/yarn-session.sh …`
    YarnSession {
        /// `-qu`, `-Dyarn.application.queue=`
        queue: Option<Word>,
    },
    /// `echo "stop" | bin/yarn-session.sh -id …`
    YarnSessionStop,
    /// `bin/flink run …`
    Run(Run),
    /// `bin/flink list [-r|-s|-a]`
    List(Listing),
    /// `bin/flink cancel <jobId>`
    Cancel {
        /// The id, or the beginning of it, or the job's name.
        job: Word,
    },
    /// `bin/flink savepoint <jobId> [<target directory>]`
    Savepoint {
        /// As in [`Command::Cancel`].
        job: Word,
        /// The directory.
        directory: Option<Word>,
    },
    /// `bin/flink stop [--drain] [-p <savepointPath>] <jobId>`
    Stop {
        /// As in [`Command::Cancel`].
        job: Word,
        /// `-d`, `--drain`
        drain: bool,
        /// `-p`, `--savepointPath`
        directory: Option<Word>,
    },
    /// `kill [-9|-STOP|-CONT] tm-0`, `kill -9 jobmanager`
    Kill {
        /// The signal; SIGTERM without an option.
        signal: Signal,
        /// The process: "tm-0".
        process: Word,
    },
}

/// `start` or `stop`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Start one.
    Start,
    /// Stop the last one that was started.
    Stop,
}

/// `flink run` with what the simulator obeys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// `-d`, `--detached`
    pub detached: bool,
    /// `-sae`, `--shutdownOnAttachedExit`
    pub shutdown_on_attached_exit: bool,
    /// `-c`, `--class`
    pub main_class: Option<Word>,
    /// `-t`, `--target`
    pub target: Option<Word>,
    /// `-s`, `--fromSavepoint`
    pub from_savepoint: Option<Word>,
    /// `-Dyarn.application.queue=`
    pub queue: Option<Word>,
    /// The jar.
    pub jar: Option<Word>,
}

/// A word and where it stands in the line, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Without quotes.
    pub text: String,
    /// With quotes.
    pub at: Range<usize>,
}

/// What is wrong with a line, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The place, in bytes of the line.
    pub at: Range<usize>,
    /// What is wrong.
    pub kind: MistakeKind,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The option takes a value.
    MissingValue,
    /// Something must follow: `<jar-file>`, `<jobId>`, `tm-0`, `start|stop`.
    MissingArgument(&'static str),
    /// An unquoted `<` is a shell redirection.
    Redirection,
    /// There is no such job; the known ones are listed with the scenario.
    NoSuchJob,
    /// There is no savepoint at that path (the real job would fail when it starts).
    NoSuchSavepoint,
    /// There is no such process.
    NoSuchProcess,
    /// The target belongs to another mode than this cluster.
    OtherTarget,
    /// This cluster's provider does not have that script.
    OtherProvider,
}
