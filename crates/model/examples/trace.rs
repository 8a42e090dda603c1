//! Prints what happens in a scenario file, one event a line:
//! `cargo run -p flink-model --features authoring --example trace -- book/scenarios/cluster-first.toml`

use flink_model::authoring::parse;
use flink_model::{Trace, invariants};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("which scenario file?");
        return ExitCode::FAILURE;
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let file = match parse("scenario", &text) {
        Ok(file) => file,
        Err(mistakes) => {
            for mistake in mistakes {
                eprintln!("{path}: {mistake:?}");
            }
            return ExitCode::FAILURE;
        }
    };
    let trace = Trace::run(file.scenario);
    for entry in trace.entries() {
        println!("{:>10} {:?}", entry.at.as_ms(), entry.event);
    }
    println!("{:>10} {:?}", trace.end().as_ms(), trace.stop());
    let broken = invariants::broken_rules(&trace.frame_at(trace.end()).cluster);
    broken.iter().for_each(|rule| println!("broken: {rule}"));
    ExitCode::SUCCESS
}
