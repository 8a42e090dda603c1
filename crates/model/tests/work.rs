//! The model grows with the work: what an event costs hardly depends on how large the cluster is, nor on what came
//! before it. Work is counted (entries of lists that were read, requests for memory, bytes kept), never timed.

#![cfg(debug_assertions)]

extern crate flink_model as model;

mod count;
mod load;

use model::{Scenario, Time, Trace};
use std::sync::Mutex;

#[global_allocator]
static ALLOCATOR: count::Counting = count::Counting;

/// What is counted is counted for the whole process: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// What an event costs on average.
#[derive(Debug)]
struct Cost {
    events: f64,
    reads: f64,
    requests: f64,
    bytes: f64,
}

fn cost(mut scenario: Scenario, seconds: u64) -> Cost {
    scenario.horizon = Time::s(seconds);
    let (reads, requests, bytes) = (model::shared::reads(), count::asked(), count::live());
    let trace = Trace::run(scenario);
    let events = trace.entries().len() as f64;
    assert!(events > 2_000.0, "hardly anything happened: {events} events");
    let kept = count::live() - bytes - size_of_val(trace.entries());
    Cost {
        events,
        reads: (model::shared::reads() - reads) as f64 / events,
        requests: (count::asked() - requests) as f64 / events,
        bytes: kept as f64 / events,
    }
}

/// Fails if an event costs more than so many times as much.
fn compare(what: &str, small: &Cost, large: &Cost, times: f64) {
    println!("measured: {what}: {small:.1?}, {large:.1?}");
    assert!(large.reads <= times * small.reads, "{what}: {small:?} {large:?}");
    assert!(large.requests <= times * small.requests, "{what}: {small:?} {large:?}");
}

#[test]
fn an_event_costs_the_same_in_a_large_cluster() {
    let _alone = ALONE.lock();
    let small = cost(load::restless(4), 300);
    assert!(small.bytes < 400.0, "{small:?}");
    for p in [32, 128] {
        let large = cost(load::restless(p), 100);
        compare(&format!("p = {p}"), &small, &large, 3.0);
        assert!(large.bytes < 800.0, "p = {p}: {large:?}");
    }
    compare("many jobs", &small, &cost(load::many_small(100), 60), 3.0);
    compare("YARN", &small, &cost(load::yarn(200), 60), 3.0);
    compare("Kubernetes", &small, &cost(load::kubernetes(200), 60), 3.0);
}

#[test]
fn an_event_costs_the_same_after_a_long_life() {
    let _alone = ALONE.lock();
    let short = cost(load::long_session(100), 10_000);
    let long = cost(load::long_session(1_000), 10_000);
    compare("1,000 jobs", &short, &long, 1.2);
    let (short, long) = (cost(load::restless(4), 300), cost(load::restless(4), 3_000));
    assert!((9.0..11.0).contains(&(long.events / short.events)), "{short:?} {long:?}");
    compare("ten times as long", &short, &long, 1.2);
}
