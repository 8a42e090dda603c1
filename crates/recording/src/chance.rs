//! What real clusters leave to chance, and all the ways in which it may fall.
//!
//! In: a derived scenario. Out: [`Chance`]s, the plainest first. A recording agrees when one of them
//! explains all of it. Each is an item of `equivalence::EQUIVALENCES`.

use crate::compare::Renaming;
use crate::derive::Derived;
use crate::simulate::simulate;
use crate::translate::{Happened, Names};
use model::action::Action;
use model::event::Event;
use model::restart::RestartStrategy;
use model::{Config, Draws, JobId, Key, Scenario, Time, TmId, key};

/// One way for chance to fall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chance {
    /// Which recorded entity is which simulated one.
    pub renaming: Renaming,
    /// By how many hundredths the delays of `exponential-delay` are longer or shorter.
    pub jitter: i64,
    /// What Flink draws.
    pub draws: Draws,
}

/// More TaskManagers than this are not renamed in every possible way.
const MOST_PERMUTED: usize = 5;

/// Hundredths of jitter that are tried; Flink's default factor is a tenth.
const JITTERS: [i64; 5] = [0, 5, 10, -5, -10];

/// Every way that the equivalences allow, the plainest first.
pub fn chances(derived: &Derived, happened: &[Happened], names: &Names) -> Vec<Chance> {
    let identity = Renaming::identity(names.tm_count(), names.jobs.len());
    let tms = if names.tm_count() <= MOST_PERMUTED {
        permutations(&identity.tms)
    } else {
        vec![identity.tms.clone(), by_use(derived, happened, &identity.tms)]
    };
    let jitters = if has_jitter(&derived.scenario) { &JITTERS[..] } else { &JITTERS[..1] };
    let mut chances = Vec::new();
    for jobs in twin_jobs(derived, happened, &identity.jobs) {
        for tms in &tms {
            let renaming = Renaming { tms: tms.clone(), jobs: jobs.clone() };
            for draws in draws(derived, names) {
                let with =
                    |jitter: &i64| Chance { renaming: renaming.clone(), jitter: *jitter, draws };
                chances.extend(jitters.iter().map(with));
            }
        }
    }
    chances.sort_by_key(|chance| chance.draws);
    chances
}

/// Everything that can be drawn in such a run, one thing at a time.
fn draws(derived: &Derived, names: &Names) -> Vec<Draws> {
    let plain = Draws::default();
    let mut all: Vec<Draws> =
        (0..orders(names.jobs.len())).map(|jobs| Draws { jobs, ..plain }).collect();
    let follows = |action: &Action| {
        matches!(
            action.itself(),
            Action::KillJobManager { .. }
                | Action::StopJobManager { .. }
                | Action::KillMachine { .. }
                | Action::KillNodeManager { .. }
        )
    };
    if derived.scenario.actions.iter().any(|timed| follows(&timed.action)) {
        let orders = 1..orders(names.tm_count()) as u16;
        all.extend(orders.map(|workers| Draws { workers, ..plain }));
    }
    if derived.scenario.provider.starts_workers() {
        let most = names.tm_count().min(MOST_PERMUTED) as u16;
        all.extend((1..most).map(|rest| Draws { rest, ..plain }));
    }
    all
}

/// In how many orders so many can be taken; of more than four the first orders only.
fn orders(many: usize) -> u32 {
    (1..=many.min(4) as u32).product()
}

fn has_jitter(scenario: &Scenario) -> bool {
    scenario.jobs.iter().any(|job| {
        let config = scenario.config.overlaid(&job.options);
        let strategy = RestartStrategy::of(&config, scenario.version);
        matches!(strategy, RestartStrategy::ExponentialDelay { .. })
    })
}

impl Chance {
    /// The scenario as it is played when chance falls so.
    pub fn apply(&self, scenario: &Scenario) -> Scenario {
        let mut scenario = scenario.clone();
        self.rename_ends(&mut scenario);
        scenario.seed = self.draws.seed();
        for timed in &mut scenario.actions {
            match &mut timed.action {
                Action::SignalTaskManager { tm, .. } => *tm = self.renaming.tm(*tm),
                Action::Cancel { job }
                | Action::Savepoint { job, .. }
                | Action::Stop { job, .. }
                | Action::ThrowException { job } => {
                    *job = self.renaming.job(*job);
                }
                Action::CutNetwork { tm }
                | Action::HealNetwork { tm }
                | Action::ExceedMemory { tm } => {
                    *tm = self.renaming.tm(*tm);
                }
                Action::StartCluster
                | Action::StartTaskManager
                | Action::Submit { .. }
                | Action::FromSavepoint { .. }
                | Action::RunApplication { .. }
                | Action::StartStandaloneJob { .. }
                | Action::RunPerJob { .. }
                | Action::KillJobManager { .. }
                | Action::StopJobManager { .. }
                | Action::KillApplication { .. }
                | Action::KillMachine { .. }
                | Action::KillNodeManager { .. }
                | Action::StartJobManager
                | Action::InterruptClient { .. }
                | Action::Configured { .. }
                | Action::StopCluster => {}
            }
        }
        if self.jitter != 0 {
            let version = scenario.version;
            for job in &mut scenario.jobs {
                let config = scenario.config.overlaid(&job.options);
                let initial = config.value(key::ExponentialInitial, version);
                self.set_initial(&mut job.options, initial);
            }
        }
        scenario
    }

    /// With the signals to TaskManagers goes when YARN told of them, and where they ran.
    fn rename_ends(&self, scenario: &mut Scenario) {
        let first = scenario.actions.first_mut().and_then(|first| first.took.as_mut());
        let Some(workers) = first.map(|took| &mut took.workers) else { return };
        for (index, own) in workers.clone().into_iter().enumerate() {
            let renamed = self.renaming.tm(TmId::next(index)).index();
            if let Some(worker) = workers.get_mut(renamed) {
                worker.until_told = own.until_told;
                worker.node = own.node;
            }
        }
    }

    /// The delays grow from the first one, so a longer first one makes all of them longer.
    fn set_initial(&self, options: &mut Config, initial: Time) {
        let hundredths = u64::try_from(100 + self.jitter).unwrap_or(100);
        let initial = Time(initial.0 * hundredths / 100);
        options.set(Key::ExponentialInitial.name(), &format!("{} ms", initial.as_ms()));
    }
}

fn permutations(tms: &[TmId]) -> Vec<Vec<TmId>> {
    if tms.len() <= 1 {
        return vec![tms.to_vec()];
    }
    let mut all = Vec::new();
    for (index, first) in tms.iter().enumerate() {
        let mut rest = tms.to_vec();
        rest.remove(index);
        for mut tail in permutations(&rest) {
            tail.insert(0, *first);
            all.push(tail);
        }
    }
    all
}

/// Of many TaskManagers the ones that got slots first in one run are those that did in the other.
fn by_use(derived: &Derived, happened: &[Happened], tms: &[TmId]) -> Vec<TmId> {
    let order = |happened: &[Happened]| {
        let mut order: Vec<TmId> = Vec::new();
        let used = happened.iter().filter_map(|one| match one.event {
            Event::SlotAllocated { tm, .. } => Some(tm),
            _ => None,
        });
        for tm in used.chain(tms.iter().copied()) {
            if !order.contains(&tm) && tm.index() < tms.len() {
                order.push(tm);
            }
        }
        order
    };
    let (recorded, simulated) = (order(happened), order(&simulate(derived.scenario.clone())));
    let mut renamed = tms.to_vec();
    for (one, other) in recorded.into_iter().zip(simulated) {
        renamed[one.index()] = other;
    }
    renamed
}

/// The jobs as they are, and with neighbouring twins exchanged.
fn twin_jobs(derived: &Derived, happened: &[Happened], jobs: &[JobId]) -> Vec<Vec<JobId>> {
    const TOGETHER: Time = Time::s(1);
    let received = |job: JobId| {
        happened.iter().find_map(|one| match one.event {
            Event::JobReceived { job: other, .. } if other == job => Some(one.at),
            _ => None,
        })
    };
    let mut all = vec![jobs.to_vec()];
    for first in 0..jobs.len().saturating_sub(1) {
        let specs = &derived.scenario.jobs;
        let (Some(a), Some(b)) = (specs.get(first), specs.get(first + 1)) else { continue };
        let mut renamed = a.clone();
        renamed.name.clone_from(&b.name);
        let group = |spec: &model::job::JobSpec| {
            let mut spec = spec.clone();
            spec.vertices.iter_mut().for_each(|vertex| vertex.slot_sharing_group.clear());
            spec
        };
        let together = match (received(jobs[first]), received(jobs[first + 1])) {
            (Some(one), Some(other)) => other.since(one) <= TOGETHER,
            (Some(_) | None, None) | (None, Some(_)) => false,
        };
        if together && group(&renamed) == group(b) {
            let mut swapped = jobs.to_vec();
            swapped.swap(first, first + 1);
            all.push(swapped);
        }
    }
    all
}
