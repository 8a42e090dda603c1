//! Level three: numbers, final facts, configured delays.
//!
//! In: a [`Pair`]. Out: differences.

use super::{Difference, Level, Pair};
use crate::equivalence::{edge_variants, gave_up, same_delay, same_rounds, was_overtaken};
use crate::facts::{Attempt, Delay, DelayKind, Facts, FailureKind, JobFacts, Step};
use model::{AllocationId, ExecutionState, JobId, JobStatus, Time, TmId};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn compare(pair: &Pair<'_>) -> Vec<Difference> {
    let mut differences = Vec::new();
    let nobody = JobFacts::default();
    for (index, recorded) in pair.recorded.jobs.iter().enumerate() {
        let twin = pair.renaming.job(JobId::next(index)).index();
        if let Some(later) = pair.simulated.jobs.get(twin) {
            let at_end = pair.at_end.jobs.get(twin).unwrap_or(&nobody);
            let entity = pair.job_name(index);
            let mut check =
                Check { entity, recorded, at_end, later, differences: &mut differences };
            check.numbers();
            check.final_status(pair.recorded.end);
        }
    }
    workers(pair, &mut differences);
    delays(pair, &mut differences);
    differences
}

/// How many workers were asked for: which order they came in is for their lives to say.
fn workers(pair: &Pair<'_>, differences: &mut Vec<Difference>) {
    let (recorded, at_end) = (pair.recorded.asked_for, pair.at_end.asked_for);
    if recorded != at_end && recorded != pair.simulated.asked_for {
        differences.push(Difference {
            level: Level::Counts,
            at: Time::ZERO,
            entity: "the clusters".to_owned(),
            what: "workers asked for".to_owned(),
            recorded: recorded.to_string(),
            simulated: at_end.to_string(),
        });
    }
}

/// One job on both sides; on the simulated side at the end and some seconds later.
struct Check<'a> {
    entity: String,
    recorded: &'a JobFacts,
    at_end: &'a JobFacts,
    later: &'a JobFacts,
    differences: &'a mut Vec<Difference>,
}

impl Check<'_> {
    fn numbers(&mut self) {
        if !was_overtaken(&self.recorded.statuses) {
            self.equal("slots required", |job| job.required);
            self.equal("first TaskManagers", first_tms);
            self.equal("tasks per slot", tasks_per_slot);
        }
        self.equal("reasons of failures", |job| {
            job.failures.keys().copied().collect::<BTreeSet<_>>()
        });
        let exact = gave_up(&self.recorded.statuses) || gave_up(&self.later.statuses);
        self.same("restarts", restarts, |a, b| same_rounds(*a, *b, exact));
        self.equal("receipts", |job| job.receipts);
        self.equal("JobMasters", |job| job.masters);
        self.equal("recoveries", |job| job.recoveries);
        for kind in [
            FailureKind::UserException,
            FailureKind::NotEnoughResources,
            FailureKind::SlotRequestTimeout,
        ] {
            // When a TaskManager is lost, more than one task may fail before the failover cancels
            // the others; these come one by one.
            let failed = |job: &JobFacts| usize::from(*job.failures.get(&kind).unwrap_or(&0));
            let what = format!("tasks failed by {kind:?}");
            self.same(&what, failed, |a, b| same_rounds(*a, *b, exact));
        }
        self.equal("savepoints", |job| job.savepoints.clone());
        self.same(
            "restores from a savepoint",
            |job| job.from_savepoint,
            |a, b| same_rounds(*a, *b, exact) && (*a == 0) == (*b == 0),
        );
        self.same(
            "restores from a checkpoint",
            |job| job.restores.len(),
            |a, b| same_rounds(*a, *b, exact) && (*a == 0) == (*b == 0),
        );
    }

    /// A job that is not over may stand anywhere in a restart loop when the scenario ends.
    fn final_status(&mut self, end: Time) {
        let variants = edge_variants(&self.later.statuses, |step| step.at, end);
        let last = |statuses: &[Step<JobStatus>]| statuses.last().map(|step| step.to);
        let open = |status: Option<JobStatus>| status.is_none_or(|status| !status.is_terminal());
        let recorded = last(&self.recorded.statuses);
        let agrees = variants.iter().any(|variant| {
            let simulated = last(variant);
            recorded == simulated || open(recorded) && open(simulated)
        });
        if !agrees {
            self.differs("final status", &recorded, &last(&self.at_end.statuses));
        }
    }

    fn equal<T: std::fmt::Debug + PartialEq>(&mut self, what: &str, of: impl Fn(&JobFacts) -> T) {
        self.same(what, of, |a, b| a == b);
    }

    fn same<T: std::fmt::Debug>(
        &mut self,
        what: &str,
        of: impl Fn(&JobFacts) -> T,
        same: impl Fn(&T, &T) -> bool,
    ) {
        let (recorded, at_end) = (of(self.recorded), of(self.at_end));
        if !same(&recorded, &at_end) && !same(&recorded, &of(self.later)) {
            self.differs(what, &recorded, &at_end);
        }
    }

    fn differs<T: std::fmt::Debug>(&mut self, what: &str, recorded: &T, simulated: &T) {
        self.differences.push(Difference {
            level: Level::Counts,
            at: Time::ZERO,
            entity: self.entity.clone(),
            what: what.to_owned(),
            recorded: format!("{recorded:?}"),
            simulated: format!("{simulated:?}"),
        });
    }
}

fn restarts(job: &JobFacts) -> usize {
    job.statuses.iter().filter(|step| step.to == JobStatus::Restarting).count()
}

/// The slots of the first deployment, with their number of tasks. A subtask that only a later graph had
/// (adaptive scheduler) was not deployed then.
fn first_slots(job: &JobFacts) -> BTreeMap<AllocationId, usize> {
    let restarted = job.statuses.iter().find(|step| step.to == JobStatus::Restarting);
    let in_time = |attempt: &&Attempt| {
        let sent = attempt.steps.iter().find(|step| step.to == ExecutionState::Deploying);
        sent.is_some_and(|sent| restarted.is_none_or(|restarted| sent.at <= restarted.at))
    };
    let mut slots = BTreeMap::new();
    for attempts in job.subtasks.values() {
        let deployed = attempts.first().filter(in_time).and_then(|attempt| attempt.slot);
        if let Some(slot) = deployed {
            *slots.entry(slot).or_default() += 1;
        }
    }
    slots
}

/// How many tasks sat in each slot, in order of size.
fn tasks_per_slot(job: &JobFacts) -> Vec<usize> {
    let mut sizes: Vec<usize> = first_slots(job).into_values().collect();
    sizes.sort_unstable();
    sizes
}

/// How many of its first slots sat on each TaskManager, in order of size.
fn first_tms(job: &JobFacts) -> Vec<usize> {
    let mut tms: BTreeMap<TmId, usize> = BTreeMap::new();
    for slot in first_slots(job).into_keys() {
        if let Some(tm) = job.slots.get(&slot) {
            *tms.entry(*tm).or_default() += 1;
        }
    }
    let mut sizes: Vec<usize> = tms.into_values().collect();
    sizes.sort_unstable();
    sizes
}

/// Configured delays, pair by pair, as far as both runs have them: how many there are is told by
/// the lives.
fn delays(pair: &Pair<'_>, differences: &mut Vec<Difference>) {
    let recorded = by_kind(pair.recorded);
    let simulated = by_kind(pair.simulated);
    for (kind, delays) in recorded {
        let twin = match kind {
            DelayKind::Restart(job) => DelayKind::Restart(pair.renaming.job(job)),
            DelayKind::SlotRequest(job) => DelayKind::SlotRequest(pair.renaming.job(job)),
            DelayKind::Loss(tm) => DelayKind::Loss(pair.renaming.tm(tm)),
            DelayKind::Idle(tm) => DelayKind::Idle(pair.renaming.tm(tm)),
            DelayKind::Leadership(cluster) => DelayKind::Leadership(cluster),
            DelayKind::Farewell(tm) => DelayKind::Farewell(pair.renaming.tm(tm)),
        };
        let Some(others) = simulated.get(&twin) else { continue };
        let differs = delays.iter().zip(others).find(|(a, b)| !same_delay(a, b));
        if let Some((a, b)) = differs {
            let (entity, what) = match kind {
                DelayKind::Restart(job) => (pair.job_name(job.index()), "restart delay"),
                DelayKind::SlotRequest(job) => (pair.job_name(job.index()), "wait for slots"),
                DelayKind::Loss(tm) => (format!("tm-{}", tm.0), "time until the loss was noticed"),
                DelayKind::Idle(tm) => (format!("tm-{}", tm.0), "idle time"),
                DelayKind::Farewell(tm) => {
                    (format!("tm-{}", tm.0), "time until it gave the JobManager up")
                }
                DelayKind::Leadership(cluster) => {
                    (format!("cluster {}", cluster.0), "time without a leader")
                }
            };
            differences.push(Difference {
                level: Level::Counts,
                at: a.at,
                entity,
                what: what.to_owned(),
                recorded: format!("{} ms", a.length.as_ms()),
                simulated: format!("{} ms", b.length.as_ms()),
            });
        }
    }
}

fn by_kind(facts: &Facts) -> BTreeMap<DelayKind, Vec<Delay>> {
    let mut kinds: BTreeMap<DelayKind, Vec<Delay>> = BTreeMap::new();
    for delay in &facts.delays {
        kinds.entry(delay.kind).or_default().push(*delay);
    }
    kinds
}
