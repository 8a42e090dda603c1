//! From a program to slots: chaining by table and by property, and the formula against the model's own runs.

use flink_model::graph::experiment::{Checkpoints, Experiment, Home, Scheduler, Seat};
use flink_model::graph::{self, JobGraph, StreamGraph, examples, slots, text};

#[test]
fn sane() {
    for e in examples::EXAMPLES {
        for (tms, slots, p, home) in
            [(2, 2, 2, Home::Standalone), (2, 2, 4, Home::Standalone), (2, 2, 3, Home::Yarn)]
        {
            let mut x = Experiment::new(text::parse(e).unwrap());
            x.task_managers = tms;
            x.slots = slots;
            x.parallelism = p;
            x.home = home;
            x.lost = Some(flink_model::TmId(0));
            x.checkpoints = Checkpoints::On;
            let o = x.run().unwrap();
            println!(
                "{} need {} there {} taken {} all_run {} status {:?}",
                x.graph.name,
                slots::needed(&o.graph),
                o.slots_there(),
                o.slots_taken(),
                o.all_run(),
                o.status()
            );
            for v in o.graph.vertices() {
                println!("  {} x{} {}", o.graph.name(v), o.graph.parallelism(v), o.graph.group(v));
            }
            for (v, s) in o.subtasks() {
                print!(" {}/{}:{:?}", v.0, s, o.seat(v, s));
            }
            println!();
            for t in &o.turns {
                print!(" {:?} {:?} {:?};", t.at.as_ms(), t.to, t.cause);
            }
            println!();
        }
    }
}
