//! What a picture costs, by the size of the cluster: `cargo bench -p flink-stage`.
//!
//! Layout, and the comparison with the picture before it that decides what the page touches. Absolute times are the
//! machine's; `src/layout/tests/large.rs` bounds what is drawn and read, by counting.

#![allow(clippy::disallowed_methods, reason = "benchmarks measure time")]

#[path = "../../model/tests/load/mod.rs"]
mod load;

use flink_stage::{Arrangement, Extent, Lang, Motion, Options, Scene, layout};
use model::{Scenario, Time, Trace};
use std::time::{Duration, Instant};

/// Moments that are drawn, evenly spread.
const MOMENTS: usize = 400;

fn main() {
    println!("| what runs | layout, mean | slowest | difference, mean | shapes, at most |");
    println!("|---|---|---|---|---|");
    for (what, scenario, seconds) in [
        ("p = 4, 8 TaskManagers", load::restless(4), 40),
        ("p = 256, 512 TaskManagers", load::restless(256), 12),
        ("200 jobs, 100 TaskManagers", load::many_small(200), 12),
        ("500 containers on YARN", load::yarn(500), 34),
        ("500 pods on Kubernetes", load::kubernetes(500), 34),
    ] {
        pictures(what, scenario, seconds);
    }
}

fn pictures(what: &str, mut scenario: Scenario, seconds: u64) {
    scenario.horizon = Time::s(seconds);
    let trace = Trace::run(scenario);
    let extent = Extent::of(&trace);
    let entries = trace.entries().len();
    let (mut drawing, mut comparing) = (Vec::new(), Vec::new());
    let (mut before, mut shapes): (Option<Scene>, usize) = (None, 0);
    for index in (0..entries).step_by((entries / MOMENTS).max(1)) {
        let frame = trace.frame_after(index);
        let options = Options {
            lang: Lang::En,
            arrangement: Arrangement::Wide,
            selected: None,
            motion: Motion::Full,
            extent: &extent,
            last: trace.entries().get(index),
        };
        let begin = Instant::now();
        let scene = layout(&frame, &options);
        drawing.push(begin.elapsed());
        shapes = shapes.max(scene.shapes.len());
        let begin = Instant::now();
        let differs = before.as_ref().is_some_and(|before| changed(before, &scene));
        comparing.push(begin.elapsed());
        std::hint::black_box(differs);
        before = Some(scene);
    }
    let mean = |times: &[Duration]| times.iter().sum::<Duration>() / times.len().max(1) as u32;
    let slowest = drawing.iter().max().copied().unwrap_or_default();
    let (layout, difference) = (mean(&drawing), mean(&comparing));
    println!("| {what} | {layout:.0?} | {slowest:.0?} | {difference:.0?} | {shapes} |");
}

/// Compares every shape, as the page does.
fn changed(before: &Scene, after: &Scene) -> bool {
    let same = before.shapes.iter().zip(&after.shapes).filter(|(one, other)| one == other);
    same.count() < after.shapes.len()
}
