//! What comes before what, in every run: written once, as data.
//!
//! In: [`Happened`]s of a recording or of a trace. Out: [`Violation`]s.
//! Deliberately absent: anything about one recording or one scenario.
//!
//! A recording's rows come from several threads and processes with one clock of milliseconds, so
//! "before" allows [`LOG_SLACK`] there; a trace is exactly ordered.

mod check;
mod sighting;

pub use check::{check, exercised};

use model::{FlinkVersion, Time};

/// How far two log lines of one machine may stand in the wrong order: a line is stamped before it
/// waits for the log file's lock, and the two cores of the recorded machine were busy.
pub const LOG_SLACK: Time = Time::ms(60);

/// What the log of a version never tells.
pub fn untold(version: FlinkVersion) -> &'static [Seen] {
    if version.traits().has_fine_grained_slot_manager { &[] } else { &[Seen::RequirementsChecked] }
}

/// Something that a rule speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are those of the events, narrowed by a state")]
pub enum Seen {
    JobManagerStarted,
    LeadershipGranted,
    DispatcherStarted,
    ResourceManagerStarted,
    TaskManagerStarted,
    TaskManagerRegistered,
    TaskManagerLost,
    ProgramStarted,
    ApplicationEnded,
    JobPersisted,
    JobRecovered,
    JobForgotten,
    JobReceived,
    JobMasterStarted,
    JobMasterRegistered,
    JobMasterStopped,
    JobRunning,
    JobRestarting,
    JobFailing,
    JobCancelling,
    JobTerminal,
    SlotsRequired,
    RequirementsChecked,
    SlotAllocated,
    SlotReserved,
    JobMasterConnected,
    SlotActivated,
    SlotReleased,
    SlotFreed,
    NotEnoughResources,
    SchedulingBegan,
    RestartCalledFor,
    FailureCalledFor,
    TaskScheduled,
    TaskDeploying,
    TaskReceived,
    TaskInitializing,
    TaskRunning,
    TaskCanceling,
    TaskFailed,
    TaskEnded,
    TaskStep,
    CheckpointRestored,
}

/// Whose event it is: two events of a rule must belong to the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The same cluster.
    Cluster,
    /// The same JobManager process.
    JobManager,
    /// The same job.
    Job,
    /// The same TaskManager.
    TaskManager,
    /// The same job on the same TaskManager.
    JobOnTaskManager,
    /// The same slot allocation.
    Allocation,
    /// The same attempt of the same subtask.
    Execution,
    /// The attempt after this one of the same subtask.
    NextAttempt,
}

/// What a rule demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Each of these needs an earlier one of those.
    Needs(Seen),
    /// Each of these needs an earlier one of those, with none of the third between.
    NeedsSince(Seen, Seen),
    /// None of these comes after one of those.
    NeverAfter(Seen),
    /// None of these comes after one of those, unless there was one of the third since.
    NeverBetween(Seen, Seen),
}

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it speaks of.
    pub each: Seen,
    /// What it demands.
    pub demand: Demand,
    /// For whom.
    pub of: Of,
}

const fn rule(each: Seen, demand: Demand, of: Of) -> Rule {
    Rule { each, demand, of }
}

use Demand::{Needs, NeedsSince, NeverAfter, NeverBetween};
use Seen::*;

/// All rules, in the order of a job's life.
pub const RULES: &[Rule] = &[
    rule(DispatcherStarted, Needs(JobManagerStarted), Of::Cluster),
    rule(ResourceManagerStarted, Needs(JobManagerStarted), Of::Cluster),
    rule(LeadershipGranted, Needs(JobManagerStarted), Of::JobManager),
    rule(ProgramStarted, Needs(DispatcherStarted), Of::Cluster),
    rule(JobPersisted, Needs(JobReceived), Of::Job),
    rule(JobRecovered, Needs(JobPersisted), Of::Job),
    rule(JobRecovered, NeverAfter(JobForgotten), Of::Job),
    rule(JobForgotten, Needs(JobTerminal), Of::Job),
    rule(ApplicationEnded, Needs(ProgramStarted), Of::Cluster),
    rule(TaskManagerRegistered, Needs(ResourceManagerStarted), Of::Cluster),
    rule(TaskManagerRegistered, Needs(TaskManagerStarted), Of::TaskManager),
    rule(TaskManagerLost, Needs(TaskManagerRegistered), Of::TaskManager),
    rule(JobReceived, Needs(DispatcherStarted), Of::Cluster),
    rule(JobMasterStarted, Needs(JobReceived), Of::Job),
    rule(JobRunning, Needs(JobMasterStarted), Of::Job),
    rule(TaskScheduled, Needs(JobRunning), Of::Job),
    rule(JobMasterRegistered, Needs(JobMasterStarted), Of::Job),
    rule(SlotsRequired, Needs(JobMasterRegistered), Of::Job),
    rule(SlotsRequired, Needs(SchedulingBegan), Of::Job),
    rule(SlotAllocated, Needs(SlotsRequired), Of::Job),
    rule(SlotAllocated, Needs(RequirementsChecked), Of::Cluster),
    rule(SlotAllocated, NeedsSince(TaskManagerRegistered, TaskManagerLost), Of::TaskManager),
    rule(NotEnoughResources, Needs(SlotsRequired), Of::Job),
    rule(NotEnoughResources, Needs(RequirementsChecked), Of::Cluster),
    rule(SlotReserved, Needs(SlotAllocated), Of::Allocation),
    rule(JobMasterConnected, Needs(SlotReserved), Of::JobOnTaskManager),
    rule(SlotActivated, Needs(SlotReserved), Of::Allocation),
    rule(TaskDeploying, Needs(SlotAllocated), Of::Allocation),
    rule(TaskDeploying, Needs(SlotReserved), Of::Allocation),
    rule(TaskDeploying, Needs(JobMasterConnected), Of::JobOnTaskManager),
    rule(TaskDeploying, Needs(TaskScheduled), Of::Execution),
    rule(TaskDeploying, NeverAfter(SlotReleased), Of::Allocation),
    rule(TaskReceived, Needs(TaskDeploying), Of::Execution),
    rule(TaskInitializing, Needs(TaskReceived), Of::Execution),
    rule(TaskRunning, Needs(TaskInitializing), Of::Execution),
    rule(TaskStep, NeverAfter(TaskEnded), Of::Execution),
    rule(TaskScheduled, Needs(TaskEnded), Of::NextAttempt),
    rule(JobRestarting, Needs(RestartCalledFor), Of::Job),
    rule(JobFailing, Needs(FailureCalledFor), Of::Job),
    rule(CheckpointRestored, Needs(JobMasterStarted), Of::Job),
    rule(JobTerminal, Needs(JobReceived), Of::Job),
    rule(TaskStep, NeverBetween(JobTerminal, JobRecovered), Of::Job),
    rule(JobMasterStopped, Needs(JobTerminal), Of::Job),
    rule(SlotsRequired, NeverBetween(JobMasterStopped, JobRecovered), Of::Job),
    rule(SlotAllocated, NeverBetween(JobMasterStopped, JobRecovered), Of::Job),
    rule(SlotReleased, Needs(SlotAllocated), Of::Allocation),
    rule(SlotFreed, Needs(SlotAllocated), Of::Allocation),
    rule(TaskReceived, NeverAfter(SlotFreed), Of::Allocation),
];

/// A place where a rule does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// When the event happened that it speaks of.
    pub at: Time,
    /// For whom.
    pub subject: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let each = self.rule.each;
        let (subject, at) = (&self.subject, self.at.as_ms());
        match self.rule.demand {
            Needs(before) => {
                write!(f, "{each:?} of {subject} at {at} ms without {before:?} before it")
            }
            NeedsSince(before, reset) => {
                write!(f, "{each:?} of {subject} at {at} ms without {before:?} since {reset:?}")
            }
            NeverAfter(over) => write!(f, "{each:?} of {subject} at {at} ms after {over:?}"),
            NeverBetween(over, reset) => {
                write!(f, "{each:?} of {subject} at {at} ms after {over:?} without {reset:?}")
            }
        }
    }
}
