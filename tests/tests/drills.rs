//! Every drill of the book, tried: what is known to be best reaches its goals, doing nothing does not, and neither does
//! whoever clicks at random and leaves out the one thing that it takes.

use anyhow::{Context, Result, ensure};
use ask::drill::INFLOW;
use mdbook_driver::MDBook;
use mdbook_flink::{Flink, Trial};
use model::scenario::TimedAction;
use model::{Action, Scenario, Time, Trace, refusal};

/// Clicks of one reader.
const CLICKS: usize = 300;

/// Readers in front of each drill.
const READERS: u64 = 2;

fn drills() -> Result<Vec<Trial>> {
    let root = xtask::root();
    let config = xtask::book::load_config(&root)?;
    let book = MDBook::load_with_config(&root, config.clone())?;
    Flink.drills(&root, &config, &book.book)
}

fn reached(trial: &Trial, trace: &Trace) -> bool {
    trial.drill.first(trace, trace.entries().len()).is_some()
}

#[test]
fn the_solution_reaches_the_goals_and_doing_nothing_does_not() -> Result<()> {
    let drills = drills()?;
    ensure!(drills.len() >= 14, "{} drills", drills.len());
    for trial in &drills {
        let id = &trial.id;
        ensure!(!reached(trial, &trial.drill.run(&[])), "{id}: nothing was done");
        ensure!(reached(trial, &trial.drill.run(&trial.drill.solution)), "{id}: its solution");
        // Nothing of it can be left out.
        let decisive = |timed: &&TimedAction| !trial.is_decisive(&timed.action);
        let rest: Vec<TimedAction> =
            trial.drill.solution.iter().filter(decisive).cloned().collect();
        ensure!(!reached(trial, &trial.drill.run(&rest)), "{id}: without what is decisive");
    }
    Ok(())
}

/// While a job lies still, what comes in is late, and so is what comes while it catches up, which takes as long again.
#[test]
fn records_are_late_where_a_job_lay_still() -> Result<()> {
    for Trial { id, drill, .. } in &drills()? {
        let trace = drill.run(&drill.solution);
        let cost = drill.cost(&trace, trace.entries().len(), drill.solution.len());
        let cost = cost.with_context(|| format!("{id} has a solution"))?;
        let still: u64 = cost.jobs.iter().map(|(_, seconds)| seconds * INFLOW).sum();
        // Seconds are rounded, and what runs is looked at ten times in one.
        let rounded = cost.jobs.len() as u64 * INFLOW;
        ensure!(
            cost.late + rounded >= still && cost.late <= 2 * (still + rounded),
            "{id}: {cost:?}"
        );
    }
    Ok(())
}

#[test]
fn clicking_at_random_without_the_decisive_action_reaches_nothing() -> Result<()> {
    let (mut runs, mut lively) = (0, 0);
    for trial in &drills()? {
        for seed in 1..=READERS {
            let trace = clicked(trial, seed);
            runs += 1;
            lively += usize::from(acts(&trace).len() >= CLICKS / 2);
            ensure!(!reached(trial, &trace), "{}, seed {seed}: {:?}", trial.id, acts(&trace));
        }
    }
    // Where the only cluster is soon gone there is little left to click.
    ensure!(2 * lively >= runs, "in {lively} of {runs} runs there was something to click");
    Ok(())
}

/// What was done in a run, as text.
fn acts(trace: &Trace) -> Vec<String> {
    trace.scenario().actions.iter().map(TimedAction::to_text).collect()
}

/// The run of a reader who clicks whatever can be clicked, but for what is decisive.
fn clicked(trial: &Trial, seed: u64) -> Trace {
    let mut chance = Chance(seed);
    let mut trace = trial.drill.run(&[]);
    let all = actions(&trial.drill.scenario);
    let harmless: Vec<&Action> = all.iter().filter(|action| !trial.is_decisive(action)).collect();
    let span = trial.drill.scenario.horizon.since(trial.drill.begins).0;
    for click in 0..CLICKS as u64 {
        let at = Time(trial.drill.begins.0 + span * click / CLICKS as u64 + 1);
        let cluster = trace.cluster_after(trace.happened_at(at));
        let possible = |action: &&&Action| refusal(&cluster, action, trace.scenario()).is_none();
        let offered: Vec<&&Action> = harmless.iter().filter(possible).collect();
        if let Some(action) = offered.get(chance.below(offered.len())) {
            trace.fork(at, (**action).clone());
        }
    }
    trace
}

/// Whatever a reader can do, to the first four of each kind.
fn actions(scenario: &Scenario) -> Vec<Action> {
    let jobs = scenario.jobs.iter().map(|job| job.name.as_str());
    let programs = scenario.programs.iter().map(|program| program.name.as_str());
    let mut all: Vec<Action> = Vec::new();
    for name in jobs.chain(programs) {
        for id in 0..4 {
            all.extend(Action::every(name, id).into_iter().filter(|it| it.options().is_none()));
        }
    }
    all.sort_by_key(Action::to_text);
    all.dedup();
    all
}

/// Numbers by chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }
}
