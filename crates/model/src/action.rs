//! What can be done to a cluster: by a reader's button, a typed command, or a scenario file. All
//! three use this one type.

use crate::ids::{ClientId, JobId, TmId};
use serde::{Deserialize, Serialize};

/// Something done to the world. Names say what is done, not how it looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Action {
    /// `start-cluster.sh` (standalone) or `yarn-session.sh -d` (YARN): the scenario's cluster.
    StartCluster,
    /// `taskmanager.sh start`: one more TaskManager. Standalone only; on YARN Flink's
    /// ResourceManager asks for TaskManagers itself.
    StartTaskManager,
    /// `flink run`: submit the job of this name out of the scenario's list.
    Submit {
        /// A name in [`crate::Scenario::jobs`].
        job: String,
        /// Without `-d`: the client stays and waits for the result.
        #[serde(default)]
        attached: bool,
        /// `-sae`: a client that ends takes the job along. Only with `attached`.
        #[serde(default)]
        shutdown_on_attached_exit: bool,
    },
    /// `flink cancel <jobId>`.
    Cancel {
        /// The job.
        job: JobId,
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
    /// `kill -9` of the JobManager process, with everything in it.
    KillJobManager,
    /// `jobmanager.sh start`: a JobManager at the old address. Standalone only.
    StartJobManager,
    /// Ctrl-C in an attached client.
    InterruptClient {
        /// The client.
        client: ClientId,
    },
    /// `stop-cluster.sh`, or `echo stop | yarn-session.sh -id …`.
    StopCluster,
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
