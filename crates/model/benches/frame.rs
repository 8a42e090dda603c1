//! How long it takes to run a long trace, and to look at any moment of it.
//!
//! `cargo bench -p flink-model`. Not part of the tests: absolute times are the machine's.

use flink_model::job::{Behaviour, Input, JobSpec, Pattern, Throw, VertexSpec};
use flink_model::scenario::TimedAction;
use flink_model::{
    Action, Config, FlinkVersion, Profile, Provider, Scenario, Time, Trace, VertexId,
};

fn main() {
    divan::main();
}

/// A job that fails ten times a second, for ever: the trace ends at its limit of 100,000 events.
fn endless_restarts() -> Scenario {
    let mut config = Config::default();
    config.set("taskmanager.numberOfTaskSlots", "4");
    let mut options = Config::default();
    options.set("restart-strategy.type", "fixed-delay");
    options.set("restart-strategy.fixed-delay.attempts", "1000000");
    options.set("restart-strategy.fixed-delay.delay", "100 ms");
    let keyed = Input { from: VertexId(0), pattern: Pattern::AllToAll, blocking: false };
    let vertex = |name: &str, inputs| VertexSpec {
        name: name.into(),
        parallelism: 4,
        inputs,
        slot_sharing_group: "default".into(),
    };
    let throws =
        Throw { vertex: VertexId(0), subtask: 0, after: Time::ms(100), in_attempts_below: None };
    let job = JobSpec {
        name: "restless".into(),
        vertices: vec![vertex("source", vec![]), vertex("sum", vec![keyed])],
        options,
        batch: false,
        behaviour: Behaviour { throws: Some(throws), ..Behaviour::default() },
    };
    let submit =
        Action::Submit { job: job.name.clone(), attached: false, shutdown_on_attached_exit: false };
    let at = |seconds, action| TimedAction { at: Time::s(seconds), action, took: None };
    Scenario {
        version: FlinkVersion::V1_20,
        provider: Provider::Standalone { task_managers: 8, job_managers: 1 },
        config,
        programs: Vec::new(),
        flow: None,
        jobs: vec![job],
        actions: vec![at(0, Action::StartCluster), at(5, submit)],
        profile: Profile::CALM,
        seed: 0,
        horizon: Time::s(10_000_000),
    }
}

#[divan::bench(sample_count = 10)]
fn run_100_000_events(bencher: divan::Bencher<'_, '_>) {
    bencher.with_inputs(endless_restarts).bench_values(Trace::run);
}

#[divan::bench]
fn frame_at_any_time_of_100_000_events(bencher: divan::Bencher<'_, '_>) {
    let trace = Trace::run(endless_restarts());
    let end = trace.end().0;
    let mut n = 0_u64;
    bencher.bench_local(|| {
        // A prime step visits times all over the trace.
        n += 1;
        trace.frame_at(Time(n * 827_381_987 % end))
    });
}
