//! The kinds of beats: each has a name for scenario files, a weight, and says how it tells its story.

/// Declares [`BeatKind`] with one row a kind.
macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $weight:literal, $sort:ident;)*) => {
        /// What a beat of a run is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum BeatKind { $($(#[$doc])* $variant,)* }

        impl BeatKind {
            /// Every kind.
            pub const ALL: &'static [BeatKind] = &[$(BeatKind::$variant,)*];

            /// As in scenario files and in the page: `client-left`.
            pub const fn name(self) -> &'static str {
                match self { $(BeatKind::$variant => $name,)* }
            }

            /// How much the story would miss it: from 3 to 12.
            pub(super) const fn weight(self) -> u8 {
                match self { $(BeatKind::$variant => $weight,)* }
            }

            /// What part it has in a story.
            pub const fn sort(self) -> BeatSort {
                match self { $(BeatKind::$variant => BeatSort::$sort,)* }
            }
        }
    };
}

/// The part that a beat has in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeatSort {
    /// Something breaks, or is broken on purpose.
    Fault,
    /// Something is asked for that changes the course: a cancellation, one more process.
    Act,
    /// A cluster or a job is asked for.
    Deployment,
    /// What comes of it, often in several pieces that belong together: processes come up one after the other.
    Course,
    /// What comes of it, each time for itself.
    Turn,
}

kinds! {
    // --- What is done ------------------------------------------------------------------------
    /// A program is started as a cluster of its own, or as one for each of its jobs.
    Deploy = "deploy", 10, Deployment;
    /// A job is submitted to a session.
    Submit = "submit", 10, Deployment;
    /// One more process is started by hand.
    Add = "add", 11, Act;
    /// A job is cancelled.
    Cancel = "cancel", 11, Act;
    /// A savepoint is asked for.
    Savepoint = "savepoint", 11, Act;
    /// A job is stopped with a savepoint.
    Stop = "stop", 11, Act;
    /// A process is asked to end (SIGTERM).
    Terminate = "terminate", 11, Act;
    /// A frozen process goes on (SIGCONT).
    Thaw = "thaw", 11, Act;
    /// The network is mended.
    Heal = "heal", 11, Act;
    /// Ctrl-C in a client.
    Interrupt = "interrupt", 11, Act;
    /// A session is ended.
    StopCluster = "stop-cluster", 11, Act;

    // --- What breaks -------------------------------------------------------------------------
    /// A process is killed.
    Kill = "kill", 12, Fault;
    /// A process is frozen (SIGSTOP).
    Freeze = "freeze", 12, Fault;
    /// A network is cut.
    Cut = "cut", 12, Fault;
    /// A machine loses its power.
    PowerOff = "power-off", 12, Fault;
    /// A container uses more memory than it has.
    OutOfMemory = "out-of-memory", 12, Fault;
    /// `yarn application -kill`.
    KillApplication = "kill-application", 12, Fault;
    /// The user's code throws, in a task or in `main()`.
    Exception = "exception", 12, Fault;

    // --- How it is noticed and mended --------------------------------------------------------
    /// Nobody knows of the fault yet.
    Silence = "silence", 8, Turn;
    /// Somebody notices.
    Noticed = "noticed", 8, Turn;
    /// Somebody else notices, too.
    Lost = "lost", 4, Course;
    /// Another JobManager leads.
    NewLeader = "new-leader", 7, Course;
    /// A JobManager is started again by its platform.
    Restart = "restart", 6, Course;
    /// A new leader finds a job in the store.
    Recovered = "recovered", 5, Course;
    /// Tasks are restarted.
    Failover = "failover", 5, Course;
    /// The adaptive scheduler takes another parallelism.
    Rescale = "rescale", 5, Turn;
    /// Tasks run again.
    Again = "again", 7, Course;
    /// Tasks run again, without the TaskManager that was lost.
    Moved = "moved", 8, Course;

    // --- The normal course -------------------------------------------------------------------
    /// The processes of a cluster come up.
    Boot = "boot", 8, Course;
    /// A client uploads what machines need.
    Upload = "upload", 4, Course;
    /// `main()` begins in a JobManager.
    Main = "main", 4, Course;
    /// A Dispatcher has got the job.
    Received = "received", 3, Course;
    /// A client is gone.
    ClientLeft = "client-left", 3, Course;
    /// The platform has no room for a container.
    Pending = "pending", 8, Course;
    /// Flink asks the platform for TaskManagers.
    Workers = "workers", 5, Course;
    /// A TaskManager registers later than the rest.
    Joined = "joined", 3, Course;
    /// There are not enough slots.
    Shortage = "shortage", 8, Course;
    /// Tasks run.
    Running = "running", 7, Course;
    /// A savepoint is complete.
    Saved = "saved", 6, Turn;
    /// A job or a savepoint failed.
    Failed = "failed", 6, Course;
    /// A job was cancelled.
    Canceled = "canceled", 6, Course;
    /// A job finished.
    Finished = "finished", 6, Course;
    /// A job lost its JobMaster.
    Suspended = "suspended", 6, Course;
    /// Something is refused.
    Refused = "refused", 11, Turn;
    /// Somebody waited as long as they wait.
    Expired = "expired", 6, Turn;
    /// A cluster has ended.
    ClusterEnded = "cluster-ended", 6, Course;
    /// Slots can be used by other jobs.
    SlotsFree = "slots-free", 3, Course;
    /// TaskManagers or slots that nobody used are given back.
    GivenBack = "given-back", 5, Course;
}

impl BeatKind {
    /// Whether something breaks.
    pub const fn is_fault(self) -> bool {
        matches!(self.sort(), BeatSort::Fault)
    }

    /// Whether the pieces of it that follow each other closely are one beat.
    pub(super) const fn folds(self) -> bool {
        matches!(self.sort(), BeatSort::Course | BeatSort::Deployment) || matches!(self, Self::Add)
    }
}
