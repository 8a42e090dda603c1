//! Every way in which up to two faults can hit a small world, in each mode: 2 TaskManagers with 2
//! slots, 2 jobs. A fault is tried after each moment at which anything happened, and the second one after
//! each moment that followed the first.
//!
//! Checked: the rules of [`broken_rules`] after every event of every run, and that every run ends or
//! stands still for a reason that has a name. The number of states is printed (`--nocapture`).
//!
//! `EXHAUSTIVE_WORLD=YARN` runs only the worlds with that in their name.

use flink_model::action::Signal;
use flink_model::invariants::broken_rules;
use flink_model::job::{Behaviour, Input, JobSpec, Pattern, VertexSpec};
use flink_model::scenario::TimedAction;
use flink_model::trace::Stop;
use flink_model::waiting::{programs_go_on, waits_for};
use flink_model::{
    Action, ClusterId, Config, Event, FlinkVersion, JmId, JobId, NodeId, Profile, Program,
    Provider, Scenario, Step, Time, TmId, Trace, VertexId,
};

/// At which second what is done.
type Start = (u64, fn() -> Action);

/// How one mode is started, and on what.
struct World {
    name: &'static str,
    provider: Provider,
    version: FlinkVersion,
    options: &'static [(&'static str, &'static str)],
    start: &'static [Start],
}

const HA: &[(&str, &str)] = &[
    ("high-availability.type", "zookeeper"),
    ("high-availability.zookeeper.client.session-timeout", "6 s"),
];
const HA_KUBERNETES: &[(&str, &str)] = &[("high-availability.type", "kubernetes")];

const fn standalone(job_managers: u16) -> Provider {
    Provider::Standalone { task_managers: 2, job_managers }
}

const fn yarn() -> Provider {
    Provider::Yarn {
        nodes: 2,
        node_memory_mib: 8_192,
        minimum_allocation_mib: 1_024,
        queues: Vec::new(),
    }
}

const fn kubernetes(job_managers: u16) -> Provider {
    Provider::Kubernetes { nodes: 2, node_memory_mib: 8_192, job_managers }
}

fn start_cluster() -> Action {
    Action::StartCluster
}

fn submit(job: &str) -> Action {
    Action::Submit { job: job.to_owned(), attached: false, shutdown_on_attached_exit: false }
}

const SESSION: &[Start] =
    &[(0, start_cluster), (4, || submit("Bounded")), (5, || submit("Endless"))];
const PER_JOB: &[Start] =
    &[(0, || Action::RunPerJob { program: "Both".to_owned(), attached: false })];
const APPLICATION: &[Start] = &[(0, || Action::RunApplication {
    program: "Both".to_owned(),
    attached: false,
    in_session: false,
})];
const ONE_JOB_APPLICATION: &[Start] = &[(0, || Action::RunApplication {
    program: "Endless".to_owned(),
    attached: true,
    in_session: false,
})];

fn worlds() -> Vec<World> {
    use FlinkVersion::{V1_13, V1_20, V2_3};
    let world =
        |name, provider, version, options, start| World { name, provider, version, options, start };
    vec![
        world("session, standalone", standalone(1), V1_20, &[], SESSION),
        world("session, standalone, 1.13", standalone(1), V1_13, &[], SESSION),
        world("session, YARN", yarn(), V1_20, &[], SESSION),
        world("session, Kubernetes", kubernetes(1), V2_3, &[], SESSION),
        world("per-job, YARN", yarn(), V1_20, &[], PER_JOB),
        world("application, standalone, 1.20", standalone(1), V1_20, &[], APPLICATION),
        world("application, standalone, 2.3", standalone(1), V2_3, &[], APPLICATION),
        world("application, YARN", yarn(), V1_20, &[], APPLICATION),
        world("application, Kubernetes", kubernetes(1), V2_3, &[], APPLICATION),
        world("session with a standby", standalone(2), V1_20, HA, SESSION),
        world("session with attempts, YARN", yarn(), V2_3, HA, SESSION),
        world("application with HA, YARN", yarn(), V1_20, HA, ONE_JOB_APPLICATION),
        world("session with replicas, Kubernetes", kubernetes(2), V2_3, HA_KUBERNETES, SESSION),
    ]
}

impl World {
    fn scenario(&self) -> Scenario {
        let mut config = Config::default();
        config.set("taskmanager.numberOfTaskSlots", "2");
        config.set("resourcemanager.standalone.start-up-time", "1 s");
        config.set("slot.request.timeout", "20 s");
        for (key, value) in self.options {
            config.set(key, value);
        }
        let timed =
            |(at, action): &Start| TimedAction { at: Time::s(*at), action: action(), took: None };
        let both = ["Bounded", "Endless"].map(|job| Step::ExecuteAsync(job.to_owned()));
        Scenario {
            version: self.version,
            provider: self.provider.clone(),
            config,
            jobs: vec![bounded(), endless()],
            programs: vec![Program {
                name: "Both".to_owned(),
                steps: both.into(),
                environment_per_job: false,
            }],
            flow: None,
            actions: self.start.iter().map(timed).collect(),
            profile: Profile::CALM,
            seed: 0,
            horizon: Time::s(200),
        }
    }
}

fn job(
    name: &str,
    vertices: Vec<VertexSpec>,
    options: &[(&str, &str)],
    run: Option<Time>,
) -> JobSpec {
    let mut config = Config::default();
    for (key, value) in options {
        config.set(key, value);
    }
    JobSpec {
        name: name.to_owned(),
        vertices,
        options: config,
        batch: false,
        behaviour: Behaviour { finishes_after: run, ..Behaviour::default() },
    }
}

fn vertex(name: &str, parallelism: u16, inputs: Vec<Input>) -> VertexSpec {
    let slot_sharing_group = "default".to_owned();
    VertexSpec { name: name.to_owned(), parallelism, inputs, slot_sharing_group }
}

fn bounded() -> JobSpec {
    let input = Input { from: VertexId(0), pattern: Pattern::AllToAll, blocking: false };
    let vertices = vec![vertex("source", 1, Vec::new()), vertex("sum", 2, vec![input])];
    let options = [("restart-strategy.type", "fixed-delay")];
    job("Bounded", vertices, &options, Some(Time::s(4)))
}

fn endless() -> JobSpec {
    let options = [("execution.checkpointing.interval", "2 s")];
    job("Endless", vec![vertex("source", 2, Vec::new())], &options, None)
}

/// What can go wrong. Which process is hit is a number: what is not there is refused, and no fault.
fn faults() -> Vec<Action> {
    let tm = |tm, signal| Action::SignalTaskManager { tm: TmId(tm), signal };
    vec![
        tm(0, Signal::Kill),
        tm(1, Signal::Term),
        Action::KillJobManager { jm: JmId(0) },
        Action::Cancel { job: JobId(0) },
        Action::ThrowException { job: JobId(1) },
        Action::CutNetwork { tm: TmId(0) },
        Action::Stop { job: JobId(1), drain: false, directory: Some("savepoints".to_owned()) },
        Action::KillApplication { cluster: ClusterId(0) },
        Action::KillMachine { node: NodeId(0) },
        Action::KillNodeManager { node: NodeId(0) },
    ]
}

/// What was seen.
#[derive(Default)]
struct Seen {
    runs: usize,
    states: usize,
}

/// The position after each moment at which something happened, from `from` on.
fn moments(trace: &Trace, from: usize) -> Vec<usize> {
    let entries = trace.entries();
    let last_of_its_time =
        |index: &usize| entries.get(index + 1).is_none_or(|next| next.at != entries[*index].at);
    (from..entries.len()).filter(last_of_its_time).map(|index| index + 1).collect()
}

/// The trace with one more fault; `None` when it is refused there.
fn with_fault(trace: &Trace, after: usize, fault: &Action) -> Option<Trace> {
    let at = Time(trace.entries()[after - 1].at.0 + 1);
    let mut forked = trace.clone();
    forked.fork_after(after, at, fault.clone());
    let refused = matches!(forked.entries().get(after + 1)?.event, Event::ActionRefused(_));
    (!refused).then_some(forked)
}

fn check(world: &World, trace: &Trace, from: usize, faults: &[&Action], seen: &mut Seen) {
    let told = || format!("{} after {faults:?}", world.name);
    seen.runs += 1;
    let mut cluster = trace.cluster_after(from);
    for (index, entry) in trace.entries().iter().enumerate().skip(from) {
        cluster.apply(entry.at, &entry.event, trace.scenario());
        seen.states += 1;
        let broken = broken_rules(&cluster);
        assert!(
            broken.is_empty(),
            "{}: entry {index} at {} ms, {:?}: {}",
            told(),
            entry.at.as_ms(),
            entry.event,
            broken[0]
        );
    }
    match trace.stop() {
        Stop::Limit => panic!("{}: the run feeds itself", told()),
        // A job that restarts for ever has a reason of its own.
        Stop::Horizon => {}
        Stop::Quiet => {
            for job in cluster.jobs.iter().filter(|job| !job.status.is_terminal()) {
                let reason = waits_for(&cluster, job.id);
                assert!(
                    reason.is_some(),
                    "{}: {} is {:?} at the end, and nothing says why:{}",
                    told(),
                    job.spec.name,
                    job.status,
                    last_events(trace)
                );
            }
            assert!(programs_go_on(&cluster), "{}: a main() is stuck", told());
        }
    }
}

/// The end of a run, for whoever reads a failure.
fn last_events(trace: &Trace) -> String {
    let entries = trace.entries();
    let last = &entries[entries.len().saturating_sub(70)..];
    last.iter().map(|entry| format!("\n{:>8} {:?}", entry.at.as_ms(), entry.event)).collect()
}

fn explore(world: &World) -> Seen {
    let mut seen = Seen::default();
    let base = Trace::run(world.scenario());
    check(world, &base, 0, &[], &mut seen);
    let faults = faults();
    for first_at in moments(&base, 0) {
        for first in &faults {
            let Some(once) = with_fault(&base, first_at, first) else { continue };
            check(world, &once, first_at, &[first], &mut seen);
            for second_at in moments(&once, first_at) {
                for second in &faults {
                    let Some(twice) = with_fault(&once, second_at, second) else { continue };
                    check(world, &twice, second_at, &[first, second], &mut seen);
                }
            }
        }
    }
    seen
}

#[test]
fn no_two_faults_break_a_rule_or_leave_a_job_without_a_reason() {
    let only = std::env::var("EXHAUSTIVE_WORLD").ok();
    let mut all = Seen::default();
    for world in worlds() {
        if only.as_ref().is_some_and(|only| !world.name.contains(only)) {
            continue;
        }
        let seen = explore(&world);
        println!("{:36} {:>7} runs {:>10} states", world.name, seen.runs, seen.states);
        assert!(seen.runs > 1_000, "{}: hardly anything was tried", world.name);
        all.runs += seen.runs;
        all.states += seen.states;
    }
    println!("measured: {} runs of small worlds, {} states", all.runs, all.states);
}
