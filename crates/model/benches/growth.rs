//! How the cost of a trace grows with the cluster and with the trace: the tables of `cargo bench -p flink-model`.
//!
//! Every figure stands beside that of a small cluster in the same run, because absolute times are the machine's.
//! `tests/work.rs` keeps the ratios, by counting.

#![allow(clippy::disallowed_methods, reason = "benchmarks measure time")]

extern crate flink_model as model;

#[path = "../tests/count/mod.rs"]
mod count;
#[path = "../tests/load/mod.rs"]
mod load;

use model::{Action, Entry, JobId, Scenario, Time, Trace};
use std::hint::black_box;
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: count::Counting = count::Counting;

fn main() {
    events();
    lengths();
    looks();
}

/// One run: its trace, how long it took, and the memory it took besides the events themselves.
struct Run {
    trace: Trace,
    took: Duration,
    bytes: usize,
    peak: usize,
}

impl Run {
    fn of(scenario: Scenario) -> Run {
        let before = count::live();
        count::peak();
        let begin = Instant::now();
        let trace = Trace::run(scenario);
        let took = begin.elapsed();
        let bytes = (count::live() - before).saturating_sub(size_of_val(trace.entries()));
        Run { trace, took, bytes, peak: count::peak() - before }
    }

    fn ns_per_event(&self) -> f64 {
        self.took.as_nanos() as f64 / self.trace.entries().len() as f64
    }
}

/// The faster of two runs that both came to the same.
fn measured(scenario: &Scenario) -> Run {
    let first = Run::of(scenario.clone());
    let (took, bytes) = (first.took, first.bytes);
    drop(first);
    let second = Run::of(scenario.clone());
    Run { took: took.min(second.took), bytes: bytes.min(second.bytes), ..second }
}

/// What an event costs, by the size of the cluster.
fn events() {
    println!("an event is {} bytes itself", size_of::<Entry>());
    println!("| what runs | events | ns/event | of the first | bytes/event besides | peak MB |");
    println!("|---|---|---|---|---|---|");
    let mut first = None;
    let rows = [
        ("p = 4, 8 TaskManagers", load::restless(4)),
        ("p = 16, 32 TaskManagers", load::restless(16)),
        ("p = 64, 128 TaskManagers", load::restless(64)),
        ("p = 256, 512 TaskManagers", load::restless(256)),
        ("200 jobs of p = 2, 100 TaskManagers", load::many_small(200)),
        ("p = 500, 500 containers on YARN", load::yarn(500)),
        ("p = 500, 500 pods on Kubernetes", load::kubernetes(500)),
        ("500 jobs, one after the other", load::long_session(500)),
        ("5,000 jobs, one after the other", load::long_session(5_000)),
    ];
    for (what, scenario) in rows {
        let run = measured(&scenario);
        let (ns, events) = (run.ns_per_event(), run.trace.entries().len());
        let ratio = ns / *first.get_or_insert(ns);
        let (bytes, peak) = (run.bytes / events, run.peak / 1_000_000);
        println!("| {what} | {events} | {ns:.0} | {ratio:.1} | {bytes} | {peak} |");
    }
}

/// Ten times as many events.
fn lengths() {
    println!("\n| events | p = 4 | p = 256 |\n|---|---|---|");
    let times = [100_000, 1_000_000].map(|events| {
        [4, 256].map(|p| measured(&until_event(load::restless(p), events)).took.as_secs_f64())
    });
    println!("| 100,000 | {:.2} s | {:.2} s |", times[0][0], times[0][1]);
    println!("| 1,000,000 | {:.2} s | {:.2} s |", times[1][0], times[1][1]);
    println!("| ratio | {:.1} | {:.1} |", times[1][0] / times[0][0], times[1][1] / times[0][1]);
}

/// The scenario up to about that event.
fn until_event(mut scenario: Scenario, number: usize) -> Scenario {
    let trace = Trace::run(scenario.clone());
    scenario.horizon = trace.entries()[number.min(trace.entries().len()) - 1].at;
    scenario
}

/// What looking at a moment costs, and doing something at one.
fn looks() {
    println!("\n| a million events | p = 4 | p = 256 |\n|---|---|---|");
    let [small, large] = [4, 256].map(|p| {
        let trace = Trace::run(load::restless(p));
        let end = trace.end().0;
        // A prime step visits times all over the trace.
        let any = timed(|n| drop(black_box(trace.frame_at(Time(n * 827_381_987 % end)))));
        let last = trace.entries().len() - 500;
        let back = timed(|n| drop(black_box(trace.frame_after(last - n as usize))));
        (any, back)
    });
    println!("| a frame at any time, mean | {} | {} |", small.0.0, large.0.0);
    println!("| the slowest of 400 | {} | {} |", small.0.1, large.0.1);
    println!("| a step back, mean | {} | {} |", small.1.0, large.1.0);
    println!("| the slowest of 400 | {} | {} |", small.1.1, large.1.1);
    let [small, large] = [4, 256].map(|p| {
        let whole = until_event(load::restless(p), 990_000);
        // Worlds are kept every 4,096 events; some of these are as far from the last one as can be.
        let forks = (0..8).map(|n| {
            let scenario = until_event(whole.clone(), 990_000 - n * 512);
            // Not a copy: a page acts on the trace that it ran.
            let mut trace = Trace::run(scenario);
            let begin = Instant::now();
            trace.fork(trace.end(), Action::Cancel { job: JobId(0) });
            begin.elapsed()
        });
        format!("{:.2?}", forks.max().expect("eight"))
    });
    println!("| the slowest of 8 actions at the end | {small} | {large} |");
}

/// The mean and the greatest time that something takes.
fn timed(something: impl Fn(u64)) -> (String, String) {
    let times: Vec<Duration> = (1..=400)
        .map(|n| {
            let begin = Instant::now();
            something(n);
            begin.elapsed()
        })
        .collect();
    let mean = times.iter().sum::<Duration>() / 400;
    let most = times.into_iter().max().expect("there are some");
    (format!("{mean:.1?}"), format!("{most:.1?}"))
}
