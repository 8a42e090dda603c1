//! Flink's two state machines, and which steps they allow.

use serde::{Deserialize, Serialize};

/// State of a job (`org.apache.flink.api.common.JobStatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobStatus {
    /// Received by the Dispatcher; its JobMaster is being created.
    Initializing,
    /// The JobMaster exists, nothing is scheduled.
    Created,
    /// Scheduling has started. Says nothing about slots: tasks may still be waiting.
    Running,
    /// A failure is being cleaned up; the job will fail.
    Failing,
    /// Over, by a failure.
    Failed,
    /// A reader asked for cancellation (double L, as in Flink).
    Cancelling,
    /// Over, by cancellation.
    Canceled,
    /// Over, all tasks finished.
    Finished,
    /// Waiting out a restart delay.
    Restarting,
    /// The JobMaster stopped without a final state: leadership lost or cluster shut down.
    Suspended,
}

impl JobStatus {
    /// Every status, in Flink's order.
    pub const ALL: [JobStatus; 10] = [
        Self::Initializing,
        Self::Created,
        Self::Running,
        Self::Failing,
        Self::Failed,
        Self::Cancelling,
        Self::Canceled,
        Self::Finished,
        Self::Restarting,
        Self::Suspended,
    ];

    /// Flink's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initializing => "INITIALIZING",
            Self::Created => "CREATED",
            Self::Running => "RUNNING",
            Self::Failing => "FAILING",
            Self::Failed => "FAILED",
            Self::Cancelling => "CANCELLING",
            Self::Canceled => "CANCELED",
            Self::Finished => "FINISHED",
            Self::Restarting => "RESTARTING",
            Self::Suspended => "SUSPENDED",
        }
    }

    /// Nothing follows, here or on another JobManager.
    pub const fn is_globally_terminal(self) -> bool {
        matches!(self, Self::Failed | Self::Canceled | Self::Finished)
    }

    /// Nothing follows on this JobManager.
    pub const fn is_terminal(self) -> bool {
        self.is_globally_terminal() || matches!(self, Self::Suspended)
    }

    /// Whether Flink ever takes this step (`JobStatus`, `DefaultExecutionGraph`).
    pub const fn may_become(self, next: JobStatus) -> bool {
        use JobStatus::*;
        if self.is_terminal() {
            return false;
        }
        match next {
            Initializing => false,
            // The adaptive scheduler waits for slots anew.
            Created => matches!(self, Initializing | Restarting),
            Running => matches!(self, Created | Restarting),
            Finished => matches!(self, Running),
            Restarting => matches!(self, Running),
            Failing => !matches!(self, Failing | Cancelling),
            Failed => matches!(self, Initializing | Failing | Restarting),
            Cancelling => matches!(self, Created | Running | Restarting | Failing),
            Canceled => matches!(self, Initializing | Cancelling),
            Suspended => true,
        }
    }
}

/// State of one attempt of one subtask
/// (`org.apache.flink.runtime.execution.ExecutionState`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExecutionState {
    /// Not yet scheduled.
    Created,
    /// Waiting for a slot.
    Scheduled,
    /// Sent to a TaskManager.
    Deploying,
    /// The TaskManager restores its state (since 1.13; before, DEPLOYING went to RUNNING).
    Initializing,
    /// Processing records.
    Running,
    /// Over, all input consumed.
    Finished,
    /// The JobMaster asked the TaskManager to stop it.
    Canceling,
    /// Over, by cancellation.
    Canceled,
    /// Over, by a failure.
    Failed,
}

impl ExecutionState {
    /// Every state, in Flink's order.
    pub const ALL: [ExecutionState; 9] = [
        Self::Created,
        Self::Scheduled,
        Self::Deploying,
        Self::Initializing,
        Self::Running,
        Self::Finished,
        Self::Canceling,
        Self::Canceled,
        Self::Failed,
    ];

    /// Flink's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Scheduled => "SCHEDULED",
            Self::Deploying => "DEPLOYING",
            Self::Initializing => "INITIALIZING",
            Self::Running => "RUNNING",
            Self::Finished => "FINISHED",
            Self::Canceling => "CANCELING",
            Self::Canceled => "CANCELED",
            Self::Failed => "FAILED",
        }
    }

    /// The attempt is over.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Finished | Self::Canceled | Self::Failed)
    }

    /// The attempt occupies its slot on a TaskManager.
    pub const fn is_deployed(self) -> bool {
        matches!(self, Self::Deploying | Self::Initializing | Self::Running | Self::Canceling)
    }

    /// Whether Flink ever takes this step (`Execution`, `ExecutionState`).
    pub const fn may_become(self, next: ExecutionState) -> bool {
        use ExecutionState::*;
        if self.is_terminal() {
            return false;
        }
        match next {
            Created => false,
            Scheduled => matches!(self, Created),
            Deploying => matches!(self, Scheduled),
            Initializing => matches!(self, Deploying),
            Running => matches!(self, Initializing),
            Finished => matches!(self, Running | Initializing),
            Canceling => matches!(self, Scheduled | Deploying | Initializing | Running),
            Canceled => matches!(self, Created | Canceling),
            Failed => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_follows_a_terminal_state() {
        use JobStatus::*;
        for end in [Failed, Canceled, Finished, Suspended] {
            for next in [Initializing, Created, Running, Failing, Failed, Restarting, Suspended] {
                assert!(!end.may_become(next), "{end:?} to {next:?}");
            }
        }
        use ExecutionState as E;
        for end in [E::Finished, E::Canceled, E::Failed] {
            for next in [E::Scheduled, E::Deploying, E::Running, E::Canceling, E::Failed] {
                assert!(!end.may_become(next), "{end:?} to {next:?}");
            }
        }
    }

    #[test]
    fn the_normal_course_is_allowed() {
        use JobStatus::*;
        for pair in [Initializing, Created, Running, Restarting, Running, Finished].windows(2) {
            assert!(pair[0].may_become(pair[1]), "{pair:?}");
        }
        use ExecutionState as E;
        let course =
            [E::Created, E::Scheduled, E::Deploying, E::Initializing, E::Running, E::Finished];
        for pair in course.windows(2) {
            assert!(pair[0].may_become(pair[1]), "{pair:?}");
        }
        assert!(!E::Created.may_become(E::Running));
        assert!(!Restarting.may_become(Finished));
    }
}
