//! The three deployment modes, in the order of the notes.

/// How jobs get a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeploymentMode {
    /// A cluster that is there before its jobs.
    Session,
    /// A cluster for each job, started by the client that ran `main()`.
    PerJob,
    /// A cluster for each application, whose `main()` it runs.
    Application,
}

impl DeploymentMode {
    /// All of them.
    pub const ALL: [DeploymentMode; 3] = [Self::Session, Self::PerJob, Self::Application];

    /// In keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::PerJob => "per-job",
            Self::Application => "application",
        }
    }
}
