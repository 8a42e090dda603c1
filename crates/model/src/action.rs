//! What can be done to a cluster: by a reader's button, a typed command, or a scenario file. All
//! three use this one type, and name it by one grammar (`action/grammar.rs`).

mod every;
pub(crate) mod grammar;
mod text;

use crate::config::Config;
use crate::ids::{ClientId, ClusterId, JmId, JobId, NodeId, SavepointId, TmId};
use serde::{Deserialize, Serialize};

/// Something done to the world. Names say what is done, not how it looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// `start-cluster.sh` (standalone), `yarn-session.sh -d` (YARN), `kubernetes-session.sh`: a session
    /// cluster.
    StartCluster,
    /// A program as a cluster of its own, its `main()` in the JobManager: `standalone-job.sh start` and
    /// the TaskManagers (standalone), `flink run-application -t yarn-application` or
    /// `-t kubernetes-application` (2.0 and later: `flink run -t …`).
    RunApplication {
        /// A name in [`crate::Scenario::programs`] or [`crate::Scenario::jobs`].
        program: String,
        /// `execution.attached`: `execute()` waits for the job's end. The command line sets it unless
        /// `-d` is given; `standalone-job.sh` has no command line and leaves it off.
        attached: bool,
        /// Since 2.3: in the session cluster that runs (`POST /jars/:jarid/run-application`), rather
        /// than in a cluster of its own.
        in_session: bool,
    },
    /// `standalone-job.sh start` by itself: the JobManager, and no TaskManager. Standalone only.
    StartStandaloneJob {
        /// A name in [`crate::Scenario::programs`] or [`crate::Scenario::jobs`].
        program: String,
        /// As in [`Action::RunApplication`].
        attached: bool,
    },
    /// `flink run -t yarn-per-job` (1.x): the client runs `main()`, and each of its jobs gets a cluster.
    RunPerJob {
        /// A name in [`crate::Scenario::programs`] or [`crate::Scenario::jobs`].
        program: String,
        /// Without `-d`: the client stays and waits for the result, and so does the cluster.
        attached: bool,
    },
    /// `-D…`, `-p`, `-qu`, `-nm`, `-jm`, `-tm`, `-s`: what is started has options of its own, over the
    /// scenario's configuration.
    Configured {
        /// By Flink's own keys; only those that a cluster or job can have for itself
        /// ([`crate::config::Scope`]) have an effect.
        options: Config,
        /// What is started: [`Action::StartCluster`], [`Action::RunApplication`],
        /// [`Action::RunPerJob`], [`Action::Submit`], perhaps with a savepoint; or what is stopped, by its name.
        action: Box<Action>,
    },
    /// `taskmanager.sh start`: one more TaskManager. Standalone only; on YARN Flink's
    /// ResourceManager asks for TaskManagers itself.
    StartTaskManager,
    /// `flink run`: the client runs `main()` and submits its jobs to the session cluster.
    Submit {
        /// A name in [`crate::Scenario::programs`] or [`crate::Scenario::jobs`].
        job: String,
        /// Without `-d`: the client stays and waits for the result.
        attached: bool,
        /// `-sae`: a client that ends takes the job along. Only with `attached`.
        shutdown_on_attached_exit: bool,
    },
    /// `flink cancel <jobId>`.
    Cancel {
        /// The job.
        job: JobId,
    },
    /// `flink savepoint <jobId> [directory]`: the job goes on.
    Savepoint {
        /// The job.
        job: JobId,
        /// Where to; `None`: `execution.checkpointing.savepoint-dir`.
        directory: Option<String>,
    },
    /// `flink stop [--drain] [-p directory] <jobId>`: a savepoint, then all tasks finish.
    Stop {
        /// The job.
        job: JobId,
        /// `--drain`: `MAX_WATERMARK` first, so that every window and timer fires.
        drain: bool,
        /// As in [`Action::Savepoint`].
        directory: Option<String>,
    },
    /// `-s <savepointPath>`: a program is run, and its jobs begin with the state of a savepoint.
    FromSavepoint {
        /// The savepoint.
        savepoint: SavepointId,
        /// One of [`Action::Submit`], [`Action::RunApplication`], [`Action::RunPerJob`].
        run: Box<Action>,
    },
    /// User code throws in one subtask of the job: the first one that runs.
    ThrowException {
        /// The job.
        job: JobId,
    },
    /// A signal to a TaskManager process.
    SignalTaskManager {
        /// The TaskManager.
        tm: TmId,
        /// Which signal.
        signal: Signal,
    },
    /// `kill -9` of a JobManager process, with everything in it.
    KillJobManager {
        /// The process.
        jm: JmId,
    },
    /// `jobmanager.sh stop`, `standalone-job.sh stop`: SIGTERM to a JobManager process.
    StopJobManager {
        /// The process.
        jm: JmId,
    },
    /// `jobmanager.sh start`: one more JobManager; without high availability at the old address and
    /// only when the old one is gone. Standalone only.
    StartJobManager,
    /// Cuts the network between a TaskManager and the JobManager.
    CutNetwork {
        /// The TaskManager.
        tm: TmId,
    },
    /// Mends it.
    HealNetwork {
        /// The TaskManager.
        tm: TmId,
    },
    /// A machine loses its power: every process on it is gone, and no connection is closed.
    KillMachine {
        /// The machine; on fixed machines that of the TaskManager of the same number.
        node: NodeId,
    },
    /// `kill -9` of a NodeManager, and of nothing else on its machine: what it started runs on, and YARN hears
    /// nothing of it any more.
    KillNodeManager {
        /// The machine.
        node: NodeId,
    },
    /// A TaskManager comes to use more memory than its container has.
    ExceedMemory {
        /// The TaskManager.
        tm: TmId,
    },
    /// `yarn application -kill <applicationId>`.
    KillApplication {
        /// The cluster that the YARN application is.
        cluster: ClusterId,
    },
    /// Ctrl-C in an attached client.
    InterruptClient {
        /// The client.
        client: ClientId,
    },
    /// `stop-cluster.sh`, or `echo stop | yarn-session.sh -id …`: ends the session cluster.
    StopCluster,
}

impl Action {
    /// What is done, whatever its options and wherever its jobs take their state from.
    pub fn itself(&self) -> &Action {
        match self {
            Action::Configured { action, .. } => action.itself(),
            Action::FromSavepoint { run, .. } => run.itself(),
            other => other,
        }
    }

    /// The options that it names.
    pub fn options(&self) -> Option<&Config> {
        match self {
            Action::Configured { options, .. } => Some(options),
            Action::FromSavepoint { run, .. } => run.options(),
            _ => None,
        }
    }
}

/// A Unix signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// `kill -9`: gone at once, without a word to anybody.
    Kill,
    /// `taskmanager.sh stop`: says goodbye to the ResourceManager first.
    Term,
    /// Frozen: sockets stay open, nothing answers.
    Stop,
    /// Thawed.
    Cont,
}

impl Signal {
    /// Every signal.
    pub const ALL: [Signal; 4] = [Signal::Kill, Signal::Term, Signal::Stop, Signal::Cont];

    /// As in links and scenario files.
    pub const fn name(self) -> &'static str {
        match self {
            Signal::Kill => "kill",
            Signal::Term => "term",
            Signal::Stop => "stop",
            Signal::Cont => "cont",
        }
    }
}
