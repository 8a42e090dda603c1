//! Which events are marks of a story, and of which kind.
//!
//! Most of it is a table. What it remembers: whether a fault is still unnoticed and since when, whether a JobManager is
//! missing, whether tasks are to run again, and which TaskManager was lost last.

use super::Beat;
use super::kind::BeatKind;
use super::marks::Marks;
use super::table::{of_action, of_event};
use crate::entry::Entry;
use crate::event::{AdaptiveState, Cause, Event, LossReason};
use crate::ids::TmId;
use crate::state::ExecutionState;
use crate::time::Time;
use crate::trace::Trace;
use BeatKind as K;

/// What is noticed sooner leaves no silence.
const SILENCE: Time = Time::s(2);

pub(super) fn read(trace: &Trace) -> Vec<Beat> {
    let mut reader = Reader {
        marks: Marks::default(),
        on_demand: trace.scenario().provider.starts_workers(),
        booting: Some(K::Boot),
        leaderless: Leaderless::No,
        rerun: false,
        lost: None,
        unnoticed: None,
    };
    let mut before = Time::ZERO;
    for (index, entry) in trace.entries().iter().enumerate() {
        if let Some(unnoticed) = &mut reader.unnoticed {
            unnoticed.wait(before, entry.at, index);
        }
        before = entry.at;
        if let Some(kind) = reader.kind(entry) {
            reader.mark(kind, entry.at, index);
        }
    }
    reader.marks.finish()
}

struct Reader {
    marks: Marks,
    /// TaskManagers come from the platform.
    on_demand: bool,
    /// To what processes that come up belong; `None`: to a JobManager that was up before.
    booting: Option<BeatKind>,
    leaderless: Leaderless,
    rerun: bool,
    lost: Option<TmId>,
    unnoticed: Option<Unnoticed>,
}

/// Whether a JobManager is gone, and nobody has taken its place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaderless {
    No,
    /// No other process, no other leader.
    Gone,
    /// The platform has started another process; with high availability it does not lead yet.
    Started,
}

/// A fault that nobody knows of.
struct Unnoticed {
    since: Time,
    /// The longest time since, in which nothing happened: its beginning, its length, the entry that ended it.
    wait: (Time, Time, usize),
}

impl Unnoticed {
    fn wait(&mut self, from: Time, to: Time, index: usize) {
        if to.since(from) > self.wait.1 {
            self.wait = (from, to.since(from), index);
        }
    }
}

impl Reader {
    fn mark(&mut self, kind: BeatKind, at: Time, index: usize) {
        if kind.is_fault() && kind != K::Exception {
            self.unnoticed = Some(Unnoticed { since: at, wait: (at, Time::ZERO, index) });
        }
        if matches!(kind, K::Noticed | K::NewLeader | K::Restart)
            && let Some(unnoticed) = self.unnoticed.take()
            && at.since(unnoticed.since) >= SILENCE
        {
            let (from, length, happened) = unnoticed.wait;
            self.marks.silence(from + Time(length.0 / 2), happened, at.since(unnoticed.since));
        }
        self.marks.push(kind, at, index);
    }

    /// The first to notice a fault, or somebody else.
    fn noticed(&self) -> BeatKind {
        if self.unnoticed.is_some() { K::Noticed } else { K::Lost }
    }

    /// A JobManager process: the first of a cluster, one that a person has just started, or another in place of one
    /// that is gone.
    fn started(&mut self, at: Time) -> Option<BeatKind> {
        let by_hand = self.marks.last().is_some_and(|it| it.kind == K::Add && it.at == at);
        if by_hand {
            return None;
        }
        let replaces = self.leaderless == Leaderless::Gone;
        if replaces {
            self.leaderless = Leaderless::Started;
        }
        self.booting = Some(if replaces { K::Restart } else { K::Boot });
        self.booting
    }

    fn leads(&mut self) -> Option<BeatKind> {
        if self.leaderless == Leaderless::No {
            return self.booting;
        }
        self.leaderless = Leaderless::No;
        self.booting = None;
        Some(K::NewLeader)
    }

    fn registered(&mut self, tm: TmId) -> BeatKind {
        if self.lost == Some(tm) {
            self.lost = None;
        }
        let boots = |kind: &BeatKind| self.marks.last().is_some_and(|it| it.kind == *kind);
        self.booting.filter(boots).unwrap_or(K::Joined)
    }

    fn task(
        &mut self,
        to: ExecutionState,
        first: bool,
        failed_by_itself: bool,
    ) -> Option<BeatKind> {
        match to {
            ExecutionState::Running if first && !self.rerun => Some(K::Running),
            ExecutionState::Running => {
                self.rerun = false;
                Some(if self.lost.take().is_some() { K::Moved } else { K::Again })
            }
            ExecutionState::Failed if !failed_by_itself && self.unnoticed.is_some() => {
                Some(K::Noticed)
            }
            ExecutionState::Created
            | ExecutionState::Scheduled
            | ExecutionState::Deploying
            | ExecutionState::Initializing
            | ExecutionState::Finished
            | ExecutionState::Canceling
            | ExecutionState::Canceled
            | ExecutionState::Failed => None,
        }
    }

    fn kind(&mut self, entry: &Entry) -> Option<BeatKind> {
        Some(match &entry.event {
            Event::ActionTaken(action) => {
                let kind = of_action(action);
                if matches!(kind, K::Add | K::Boot) {
                    self.booting = Some(kind);
                }
                kind
            }
            Event::JobManagerStarted { .. } => return self.started(entry.at),
            Event::LeadershipGranted { .. } => return self.leads(),
            Event::JobManagerKilled { .. } | Event::JobManagerExited { .. } => {
                self.leaderless = Leaderless::Gone;
                return None;
            }
            Event::TaskManagerStarted { .. } if self.on_demand => K::Workers,
            Event::DispatcherStarted { .. }
            | Event::ResourceManagerStarted { .. }
            | Event::TaskManagerStarted { .. } => return self.booting,
            Event::TaskManagerRegistered { tm } => self.registered(*tm),
            Event::TaskManagerLost { reason: LossReason::Idle, .. } => K::GivenBack,
            Event::TaskManagerLost { tm, .. } => {
                self.lost = Some(*tm);
                self.noticed()
            }
            Event::JobManagerLost { .. }
            | Event::ConnectionBroke { .. }
            | Event::ContainerCompleted { .. }
            | Event::MachineLost { .. }
            | Event::PodsEvicted { .. } => self.noticed(),
            Event::TaskStateChanged { execution, to, cause, .. } => {
                let itself = cause.is_none_or(|it| it == Cause::UserException);
                return self.task(*to, execution.attempt == 0, itself);
            }
            Event::FailoverStarted { .. } => {
                self.rerun = true;
                K::Failover
            }
            Event::JobRecovered { .. } => {
                self.rerun = true;
                K::Recovered
            }
            Event::AdaptiveStateChanged { to: AdaptiveState::Restarting, .. } => {
                self.rerun = true;
                K::Rescale
            }
            other => return of_event(other),
        })
    }
}
