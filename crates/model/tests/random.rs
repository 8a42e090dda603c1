//! Ten thousand random scenarios of all modes, with faults: the rules hold after each event, and the
//! same seed gives the same bytes.
//!
//! `RANDOM_RUNS=1000000` runs longer, `RANDOM_SEED=…` one seed alone. A failure names its seed.

extern crate flink_model as model;

mod draw;

use draw::scenario;
use model::invariants::broken_rules;
use model::trace::Stop;
use model::{Cluster, Trace};
use std::fmt::Write;

/// How many scenarios are run when nobody says otherwise.
const RUNS: u64 = 10_000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Runs one scenario; gives the number of its events.
fn run(seed: u64) -> usize {
    let scenario = scenario(seed);
    let trace = Trace::run(scenario.clone());
    assert_ne!(trace.stop(), Stop::Limit, "seed {seed}: the run feeds itself");
    let mut cluster = Cluster::new(&scenario);
    for (index, entry) in trace.entries().iter().enumerate() {
        cluster.apply(entry.at, &entry.event, trace.scenario());
        let broken = broken_rules(&cluster);
        assert!(broken.is_empty(), "seed {seed}, entry {index} ({:?}): {}", entry.event, broken[0]);
    }
    let again = Trace::run(scenario);
    assert_eq!(bytes(&trace), bytes(&again), "seed {seed}: another run of it differs");
    trace.entries().len()
}

fn bytes(trace: &Trace) -> String {
    let mut bytes = String::new();
    for entry in trace.entries() {
        write!(bytes, "{entry:?}").expect("a String takes everything");
    }
    bytes
}

#[test]
fn ten_thousand_random_scenarios_keep_the_rules() {
    let seeds = match number("RANDOM_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("RANDOM_RUNS").unwrap_or(RUNS),
    };
    let events: usize = seeds.clone().map(run).sum();
    println!("measured: {} random scenarios, {events} events", seeds.end - seeds.start);
    assert!(events > seeds.count(), "hardly anything happened");
}
