//! Facts gathered from what happened, event by event.
//!
//! In: [`Happened`] of a recording or of a trace. Out: [`Facts`]. Deliberately absent: which facts two runs may differ in
//! (`equivalence`).

use super::{
    Attempt, Delay, DelayKind, End, Facts, FailureKind, JmStep, JobFacts, Signals, Step, Stored,
    Taken, TmFacts, TmStep,
};
use crate::translate::{Happened, is_logged};
use model::event::{
    ApplicationState, Cause, ClusterStatus, Event, LossReason, Observer, SavepointPurpose,
    Submitter,
};
use model::{
    AllocationId, ClusterId, ExecutionId, ExecutionState, JmId, JobId, JobStatus, SavepointId,
    Time, TmId,
};
use std::collections::{BTreeMap, BTreeSet};

impl Facts {
    /// Gathers the facts of a run up to `end`.
    pub fn gather(happened: &[Happened], signals: &Signals, end: Time) -> Facts {
        let mut gatherer = Gatherer { signals: signals.clone(), ..Gatherer::default() };
        for one in happened.iter().take_while(|one| one.at <= end) {
            gatherer.add(one);
        }
        Facts { end, ..gatherer.facts }
    }
}

#[derive(Default)]
struct Gatherer {
    facts: Facts,
    signals: Signals,
    /// Owner and TaskManager of each allocation.
    allocations: BTreeMap<AllocationId, (JobId, TmId)>,
    /// Why the last task of a job failed.
    last_failure: BTreeMap<JobId, FailureKind>,
    /// Jobs that somebody cancelled.
    cancelled: BTreeSet<JobId>,
    savepoints: BTreeMap<SavepointId, JobId>,
    freed: BTreeMap<TmId, Time>,
    /// Clusters whose leading JobManager's log ends here (see "a log that ends").
    silent: BTreeSet<ClusterId>,
    /// Clusters that have said that they shut down: how many of their TaskManagers say goodbye to them after that
    /// is a race.
    stopped: BTreeSet<ClusterId>,
    jm_clusters: BTreeMap<JmId, ClusterId>,
    /// Clusters in the order in which they got a JobManager. One that was refused before has no log, and so no number there.
    begun: Vec<ClusterId>,
    /// Jobs of the adaptive scheduler.
    adaptive: BTreeSet<JobId>,
    /// JobMasters that a TaskManager gave up and has not found again (see "given up twice").
    given_up: BTreeSet<(TmId, JobId)>,
}

fn entry<T: Default>(list: &mut Vec<T>, index: usize) -> &mut T {
    if list.len() <= index {
        list.resize_with(index + 1, T::default);
    }
    &mut list[index]
}

impl Gatherer {
    fn job(&mut self, id: JobId) -> &mut JobFacts {
        entry(&mut self.facts.jobs, id.index())
    }

    fn tm(&mut self, id: TmId) -> &mut TmFacts {
        entry(&mut self.facts.tms, id.index())
    }

    #[expect(clippy::too_many_lines, reason = "an arm for each group of events")]
    fn add(&mut self, one: &Happened) {
        self.hear(one);
        if one.cluster.is_some_and(|cluster| self.silent.contains(&cluster)) {
            return;
        }
        self.process(one);
        let at = one.at;
        match &one.event {
            Event::JobReceived { job, by } => self.received(*job, *by, one),
            Event::JobStatusChanged { job, to, .. } if is_logged(*to) => self.status(at, *job, *to),
            Event::ApplicationStateChanged { application, to }
                if *to != ApplicationState::Created =>
            {
                let facts = entry(&mut self.facts.applications, application.index());
                facts.states.push(Step { at, to: *to });
            }
            Event::ApplicationEnded { application, status } => {
                let facts = entry(&mut self.facts.applications, application.index());
                facts.ended.push(Step { at, to: *status });
            }
            Event::AdaptiveStateChanged { job, .. } => {
                self.adaptive.insert(*job);
            }
            Event::JobMasterStarted { job } => self.job(*job).masters += 1,
            Event::WorkersRequested { count, .. } => self.facts.asked_for += u32::from(*count),
            Event::JobRecovered { job } => self.job(*job).recoveries += 1,
            Event::JobPersisted { job } => {
                self.job(*job).stored.push(Step { at, to: Stored::Added });
            }
            Event::JobForgotten { job } => {
                self.job(*job).stored.push(Step { at, to: Stored::Removed });
            }
            Event::ResourcesRequired { job, slots } => {
                let job = self.job(*job);
                job.required = job.required.max(*slots);
            }
            Event::CheckpointRestored { job, checkpoint } => {
                self.job(*job).restores.push(*checkpoint);
            }
            Event::SavepointTriggered { savepoint, job, purpose, .. } => {
                self.savepoints.insert(*savepoint, *job);
                let stops = *purpose != SavepointPurpose::Keep;
                self.job(*job).savepoints.push(Taken::Asked { stops });
            }
            Event::SavepointCompleted { savepoint } => {
                if let Some(job) = self.savepoints.get(savepoint).copied() {
                    self.job(job).savepoints.push(Taken::Completed);
                }
            }
            Event::SavepointRestored { job, .. } => self.job(*job).from_savepoint += 1,
            Event::SlotAllocated { allocation, job, tm, .. } => {
                self.allocations.insert(*allocation, (*job, *tm));
                self.job(*job).slots.insert(*allocation, *tm);
                self.tm(*tm).owners.push(Step { at, to: *job });
            }
            Event::SlotFreed { allocation } => {
                if let Some((_, tm)) = self.allocations.get(allocation) {
                    self.freed.insert(*tm, at);
                }
            }
            Event::TaskStateChanged { execution, to, cause, .. } => {
                self.task(at, *execution, *to, *cause, one.slot);
            }
            Event::TaskManagerStarted { tm } => self.life(at, *tm, TmStep::Started),
            Event::TaskManagerRegistered { tm } => self.life(at, *tm, TmStep::Registered),
            Event::TaskManagerLost {
                by: Observer::ResourceManager,
                reason: LossReason::ShuttingDown,
                ..
            } if one.cluster.is_some_and(|cluster| self.stopped.contains(&cluster)) => {}
            Event::TaskManagerLost { tm, by: Observer::ResourceManager, reason } => {
                self.life(at, *tm, TmStep::Lost(*reason));
            }
            _ => {}
        }
    }

    fn received(&mut self, job: JobId, by: Submitter, one: &Happened) {
        self.job(job).receipts += 1;
        self.job(job).cluster = one.cluster.map(|cluster| ClusterId::next(self.number(cluster)));
        let own = match by {
            Submitter::Application(application) => Some(application),
            Submitter::Client(_) => one.application,
        };
        if let Some(application) = own {
            entry(&mut self.facts.applications, application.index()).jobs.push(job);
        }
    }

    /// Whose log goes on, and whose ends.
    fn hear(&mut self, one: &Happened) {
        match (&one.event, one.cluster) {
            (Event::JobManagerStarted { jm }, Some(cluster)) => {
                self.jm_clusters.insert(*jm, cluster);
                if !self.begun.contains(&cluster) {
                    self.begun.push(cluster);
                }
            }
            (Event::DispatcherStarted { .. } | Event::LeadershipGranted { .. }, Some(cluster)) => {
                self.silent.remove(&cluster);
                self.stopped.remove(&cluster);
            }
            _ => {}
        }
    }

    /// Lives of JobManagers, and the ends of clusters.
    fn process(&mut self, one: &Happened) {
        let at = one.at;
        match &one.event {
            Event::JobManagerStarted { jm } => self.jm(at, *jm, JmStep::Started),
            Event::LeadershipGranted { jm } => {
                let before = one.cluster.and_then(|cluster| self.killed_in(cluster, at));
                if let (Some(killed), Some(cluster)) = (before, one.cluster) {
                    self.delay(DelayKind::Leadership(cluster), killed, at);
                }
                self.jm(at, *jm, JmStep::Leads);
            }
            Event::JobManagerLost { tm, who: Observer::JobMaster(job), why } => {
                let killed = one.cluster.and_then(|cluster| self.killed_in(cluster, at));
                // A job that is over lets go of its leadership, and who looked away by then is not told.
                let over = |step: &Step<JobStatus>| step.to.is_globally_terminal();
                let over = self.job(*job).statuses.last().is_some_and(over);
                let again = !self.given_up.insert((*tm, *job));
                if let Some(killed) = killed.filter(|_| !over && !again) {
                    self.tm(*tm).farewells.push(Step { at, to: (*job, *why) });
                    self.delay(DelayKind::Farewell(*tm), killed, at);
                }
            }
            Event::JobMasterConnected { tm, job } => _ = self.given_up.remove(&(*tm, *job)),
            Event::JobManagerExited { jm } => {
                let leads = self.facts.jms.get(jm.index()).and_then(|life| life.last());
                let leads = leads.is_some_and(|step| step.to == JmStep::Leads);
                self.jm(at, *jm, JmStep::Ended);
                if let Some(cluster) = one.cluster.filter(|_| leads) {
                    self.silent.insert(cluster);
                }
            }
            Event::ClusterStopped { cluster, status } => {
                self.stopped.insert(*cluster);
                // That it was killed is YARN's word.
                if matches!(status, ClusterStatus::Unknown | ClusterStatus::Killed) {
                    self.silent.insert(*cluster);
                } else {
                    let number = self.number(*cluster);
                    let ends = entry(&mut self.facts.clusters, number);
                    ends.push(Step { at, to: *status });
                }
                self.end_processes(at, *cluster);
            }
            _ => {}
        }
    }

    /// Which of the clusters with a JobManager it is.
    fn number(&self, cluster: ClusterId) -> usize {
        let begun = self.begun.iter().position(|it| *it == cluster);
        begun.unwrap_or(cluster.index())
    }

    /// When a JobManager of the cluster was killed last.
    fn killed_in(&self, cluster: ClusterId, until: Time) -> Option<Time> {
        let own = |jm: &JmId| self.jm_clusters.get(jm) == Some(&cluster);
        let mut kills = self.signals.jms.iter().rev();
        kills.find(|(at, jm)| *at <= until && own(jm)).map(|(at, _)| *at)
    }

    fn jm(&mut self, at: Time, jm: JmId, to: JmStep) {
        entry(&mut self.facts.jms, jm.index()).push(Step { at, to });
    }

    /// Every process of a cluster that has not ended before ends with it.
    fn end_processes(&mut self, at: Time, cluster: ClusterId) {
        let own = self.jm_clusters.iter().filter(|(_, other)| **other == cluster);
        let own: Vec<JmId> = own.map(|(jm, _)| *jm).collect();
        for jm in own {
            let life = entry(&mut self.facts.jms, jm.index());
            if life.last().is_some_and(|step| step.to != JmStep::Ended) {
                life.push(Step { at, to: JmStep::Ended });
            }
        }
    }

    fn status(&mut self, at: Time, job: JobId, to: JobStatus) {
        if matches!(to, JobStatus::Cancelling | JobStatus::Suspended) {
            self.cancelled.insert(job);
        }
        let last = self.job(job).statuses.last().copied();
        // Without an execution graph the adaptive scheduler logs no way to the end, only the end.
        let waits = last.is_none_or(|last| last.to == JobStatus::Restarting);
        let is_way = matches!(to, JobStatus::Cancelling | JobStatus::Failing);
        if is_way && waits && self.adaptive.contains(&job) {
            return;
        }
        if let Some(Step { at: since, to: JobStatus::Restarting }) = last
            && to == JobStatus::Running
        {
            self.delay(DelayKind::Restart(job), since, at);
        }
        self.job(job).statuses.push(Step { at, to });
    }

    fn delay(&mut self, kind: DelayKind, since: Time, at: Time) {
        self.facts.delays.push(Delay { kind, at, length: at.since(since) });
    }

    fn life(&mut self, at: Time, tm: TmId, to: TmStep) {
        self.tm(tm).life.push(Step { at, to });
        let TmStep::Lost(reason) = to else { return };
        let signalled =
            self.signals.tms.iter().rev().find(|(sent, to)| *to == tm && *sent <= at).copied();
        match reason {
            LossReason::Idle => {
                if let Some(freed) = self.freed.get(&tm).copied() {
                    self.delay(DelayKind::Idle(tm), freed, at);
                }
            }
            LossReason::Unreachable | LossReason::HeartbeatTimeout | LossReason::ShuttingDown => {
                if let Some((sent, _)) = signalled {
                    self.delay(DelayKind::Loss(tm), sent, at);
                }
            }
            // No key of Flink's sets how fast YARN tells (see "YARN's answers").
            LossReason::ContainerCompleted => {}
        }
    }

    fn task(
        &mut self,
        at: Time,
        id: ExecutionId,
        to: ExecutionState,
        cause: Option<Cause>,
        slot: Option<AllocationId>,
    ) {
        let end = self.end(id.job, to, cause);
        let attempts = self.job(id.job).subtasks.entry((id.vertex, id.subtask)).or_default();
        if attempts.last().is_none_or(|last| last.number != id.attempt) {
            attempts.push(Attempt {
                number: id.attempt,
                steps: Vec::new(),
                end: End::Open,
                slot: None,
            });
        }
        let attempt = attempts.last_mut().expect("just pushed");
        attempt.steps.push(Step { at, to });
        attempt.slot = attempt.slot.or(slot);
        attempt.end = end;
        let scheduled = attempt.steps[0].at;
        if let End::Failed(kind) = end {
            *self.job(id.job).failures.entry(kind).or_default() += 1;
            self.last_failure.insert(id.job, kind);
            if matches!(kind, FailureKind::NotEnoughResources | FailureKind::SlotRequestTimeout) {
                self.delay(DelayKind::SlotRequest(id.job), scheduled, at);
            }
        }
    }

    fn end(&self, job: JobId, to: ExecutionState, cause: Option<Cause>) -> End {
        match to {
            ExecutionState::Finished => End::Finished,
            ExecutionState::Failed => End::Failed(FailureKind::of(cause)),
            ExecutionState::Canceled => match self.last_failure.get(&job) {
                Some(kind) if !self.cancelled.contains(&job) => End::Swept(*kind),
                _ => End::Canceled,
            },
            ExecutionState::Created
            | ExecutionState::Scheduled
            | ExecutionState::Deploying
            | ExecutionState::Initializing
            | ExecutionState::Running
            | ExecutionState::Canceling => End::Open,
        }
    }
}
