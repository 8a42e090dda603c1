//! What holds for every scenario: random clusters, random jobs, random actions and faults.
//!
//! A scenario is drawn from a seed. A failure names its seed: add it to [`KEPT`], and run it alone with
//! `PROPERTY_SEED=…`.

#[path = "../../crates/model/tests/draw/mod.rs"]
mod draw;

use draw::scenario;
use model::cluster::Mode;
use model::event::Event;
use model::invariants::broken_rules;
use model::scenario::TimedAction;
use model::trace::Stop;
use model::{Action, Cluster, ExecutionId, JobId, Scenario, Time, Trace};
use model::{ExecutionState, JobStatus};
use recording::rules::check;
use recording::simulate::happened;
use std::collections::BTreeMap;

/// Seeds that once failed.
const KEPT: &[u64] = &[77, 438, 656, 910];

/// How many new ones each property draws.
const DRAWN: u64 = 60;

/// Checks a property for many seeds.
fn for_many(property: impl Fn(&Scenario)) {
    let alone = std::env::var("PROPERTY_SEED").ok().and_then(|seed| seed.parse().ok());
    let seeds: Vec<u64> = match alone {
        Some(seed) => vec![seed],
        None => KEPT.iter().copied().chain(0..DRAWN).collect(),
    };
    for seed in seeds {
        let drawn = scenario(seed);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| property(&drawn)));
        if let Err(panic) = outcome {
            eprintln!("the seed was {seed}");
            std::panic::resume_unwind(panic);
        }
    }
}

#[test]
fn slots_and_tasks_keep_their_rules_at_every_moment() {
    for_many(|scenario| {
        let trace = Trace::run(scenario.clone());
        let mut cluster = Cluster::new(scenario);
        for (index, entry) in trace.entries().iter().enumerate() {
            cluster.apply(entry.at, &entry.event, trace.scenario());
            let broken = broken_rules(&cluster);
            assert!(broken.is_empty(), "after entry {index} ({:?}): {}", entry.event, broken[0]);
            used_slots_are_there(&cluster);
        }
    });
}

/// What holds allocations is part of a TaskManager, and no TaskManager gives more than it has.
fn used_slots_are_there(cluster: &Cluster) {
    for tm in &cluster.task_managers {
        let used = tm.slots.iter().filter(|slot| slot.allocation().is_some()).count();
        assert!(used <= tm.slots.len(), "{:?} uses {used} of {} slots", tm.id, tm.slots.len());
    }
    for allocation in &cluster.allocations {
        let slots = cluster.tm(allocation.tm).slots.len();
        assert!(usize::from(allocation.index) < slots, "{:?} is in no slot", allocation.id);
    }
}

#[test]
fn no_run_feeds_itself() {
    for_many(|scenario| {
        let mut trace = Trace::run(scenario.clone());
        assert_ne!(trace.stop(), Stop::Limit, "{} events", trace.entries().len());
        let Some(entry) = trace.entries().get(trace.entries().len() / 2) else { return };
        let at = Time(entry.at.0 + 500);
        let job = scenario.jobs[0].name.clone();
        trace.fork(at, Action::Submit { job, attached: false, shutdown_on_attached_exit: false });
        assert_ne!(trace.stop(), Stop::Limit, "{} events after a fork", trace.entries().len());
    });
}

#[test]
fn states_only_take_flinks_steps() {
    for_many(|scenario| {
        let trace = Trace::run(scenario.clone());
        let mut jobs: BTreeMap<JobId, JobStatus> = BTreeMap::new();
        let mut tasks: BTreeMap<ExecutionId, ExecutionState> = BTreeMap::new();
        for entry in trace.entries() {
            match &entry.event {
                Event::JobStatusChanged { job, from, to, .. } => {
                    let known = jobs.insert(*job, *to).unwrap_or(JobStatus::Initializing);
                    assert_eq!(known, *from, "{job:?} was something else before {to:?}");
                    assert!(from.may_become(*to), "{job:?}: {from:?} never becomes {to:?}");
                }
                // A new leader begins anew.
                Event::JobRecovered { job } => {
                    jobs.insert(*job, JobStatus::Initializing);
                }
                Event::TaskStateChanged { execution, from, to, .. } => {
                    let known = tasks.insert(*execution, *to).unwrap_or(ExecutionState::Created);
                    assert_eq!(known, *from, "{execution:?} was something else before {to:?}");
                    assert!(from.may_become(*to), "{execution:?}: {from:?} never becomes {to:?}");
                }
                _ => {}
            }
        }
    });
}

#[test]
fn a_session_cluster_outlives_its_jobs() {
    for_many(|scenario| {
        let mut asked = false;
        let mut cluster = Cluster::new(scenario);
        let trace = Trace::run(scenario.clone());
        for entry in trace.entries() {
            let mode = |cluster: &Cluster, id| cluster.flink(id).mode;
            match entry.event {
                // On YARN the cluster ends with its JobManager.
                Event::ActionTaken(
                    Action::StopCluster
                    | Action::KillJobManager { .. }
                    | Action::StopJobManager { .. }
                    | Action::KillApplication { .. },
                ) => asked = true,
                Event::ClusterStopped { cluster: id, .. }
                    if mode(&cluster, id) == Mode::Session =>
                {
                    assert!(asked, "nobody ended the cluster")
                }
                _ => {}
            }
            cluster.apply(entry.at, &entry.event, trace.scenario());
        }
    });
}

#[test]
fn the_same_scenario_gives_the_same_trace() {
    for_many(|scenario| {
        let (one, two) = (Trace::run(scenario.clone()), Trace::run(scenario.clone()));
        assert_same_entries(&one, &two);
        assert_eq!(one.stop(), two.stop());
    });
}

/// The first difference says more than two whole traces.
fn assert_same_entries(one: &Trace, two: &Trace) {
    for (index, (a, b)) in one.entries().iter().zip(two.entries()).enumerate() {
        assert_eq!(a, b, "entry {index}");
    }
    assert_eq!(one.entries().len(), two.entries().len(), "one is longer");
}

#[test]
fn what_comes_before_what_holds_in_every_run() {
    for_many(|scenario| {
        let violations = check(&happened(&Trace::run(scenario.clone())), Time::ZERO, &[]);
        assert!(violations.is_empty(), "{}", violations[0]);
    });
}

#[test]
fn time_travel_shows_what_playing_shows() {
    for_many(|scenario| {
        let trace = Trace::run(scenario.clone());
        // Played forward, entry by entry.
        let mut cluster = Cluster::new(scenario);
        let mut played = vec![cluster.clone()];
        for entry in trace.entries() {
            cluster.apply(entry.at, &entry.event, trace.scenario());
            played.push(cluster.clone());
        }
        // Stepped back; an odd stride meets every distance from a snapshot.
        for happened in (0..played.len()).rev().step_by(3) {
            assert_eq!(trace.cluster_after(happened), played[happened], "back to {happened}");
        }
        // Scrubbed: times out of order, between events and at them.
        let end = trace.end().0 + 1_000_000;
        for step in 0..25_u64 {
            let at = Time(step.wrapping_mul(0x9e37_79b9_7f4a_7c15) % end);
            let frame = trace.frame_at(at);
            let count = trace.entries().iter().filter(|entry| entry.at <= at).count();
            assert_eq!(frame.happened, count);
            assert_eq!(frame.cluster, played[count], "scrubbed to {at:?}");
            assert_eq!(frame, trace.frame_at(at), "looked at twice");
            let on_its_way = |flight: &model::InFlight| flight.sent <= at && flight.arrives > at;
            assert!(frame.in_flight.iter().all(on_its_way), "a message that is not under way");
        }
    });
}

#[test]
fn a_fork_is_the_run_with_that_action() {
    for_many(|scenario| {
        let cut = scenario.actions.len() / 2;
        let mut before = scenario.clone();
        let TimedAction { at, action, .. } = before.actions.split_off(cut).remove(0);
        let mut with = scenario.clone();
        with.actions.truncate(cut + 1);
        let mut forked = Trace::run(before);
        let position = forked.fork(at, action.clone());
        let whole = Trace::run(with);
        assert_eq!(forked.entries()[position].at, at);
        assert_same_entries(&forked, &whole);
        assert_eq!(forked.scenario().actions, whole.scenario().actions);
        for index in (0..whole.entries().len()).step_by(7) {
            assert_eq!(forked.frame_after(index), whole.frame_after(index));
        }
    });
}

#[test]
fn a_fork_in_the_past_drops_the_future_only() {
    for_many(|scenario| {
        let mut trace = Trace::run(scenario.clone());
        let kept = trace.entries().len() / 2;
        let Some(entry) = trace.entries().get(kept) else { return };
        // Between two events, so that nothing else happens at that time.
        let at = Time(entry.at.0 + 500);
        let before: Vec<_> =
            trace.entries().iter().take_while(|entry| entry.at <= at).cloned().collect();
        let again = Action::Submit {
            job: scenario.jobs[0].name.clone(),
            attached: false,
            shutdown_on_attached_exit: false,
        };
        let position = trace.fork(at, again);
        assert_eq!(trace.entries()[..position], before[..]);
        let forked = trace.clone();
        let rerun = Trace::run(trace.scenario().clone());
        assert_same_entries(&forked, &rerun);
    });
}
