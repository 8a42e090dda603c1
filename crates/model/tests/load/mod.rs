//! Work for the model, of any size: the same thing happens again and again, so that the cost of one event can be
//! compared between a small cluster and a large one.

#![allow(dead_code, reason = "each user is a crate of its own and takes its part")]

use model::job::{Behaviour, Input, JobSpec, Pattern, Throw, VertexSpec};
use model::scenario::TimedAction;
use model::{Action, Config, FlinkVersion, Profile, Provider, Scenario, Time, VertexId};

/// A job that fails ten times a second, for ever, on twice as many TaskManagers with four slots each as its
/// parallelism: the trace ends at the limit of events.
pub(crate) fn restless(parallelism: u16) -> Scenario {
    let provider = Provider::Standalone { task_managers: 2 * parallelism, job_managers: 1 };
    let mut scenario = session(provider, 4);
    scenario.jobs.push(job("restless", parallelism, fails(Time::ms(100))));
    scenario.actions.push(submit("restless", Time::s(5)));
    scenario
}

/// That many jobs of parallelism 2 side by side, on half as many TaskManagers with four slots each; each fails
/// a second after it runs.
pub(crate) fn many_small(jobs: u16) -> Scenario {
    let provider = Provider::Standalone { task_managers: jobs / 2, job_managers: 1 };
    let mut scenario = session(provider, 4);
    for n in 0..jobs {
        let name = format!("small {n}");
        scenario.jobs.push(job(&name, 2, fails(Time::s(1))));
        scenario.actions.push(submit(&name, Time::ms(5_000 + 10 * u64::from(n))));
    }
    scenario
}

/// A session on YARN with one restless job that fills so many containers of one slot, ten on a machine.
pub(crate) fn yarn(containers: u16) -> Scenario {
    let provider = Provider::Yarn {
        nodes: containers / 10 + 1,
        node_memory_mib: 20_480,
        minimum_allocation_mib: 1_024,
        queues: Vec::new(),
    };
    on_platform(provider, containers)
}

/// A session on Kubernetes with one restless job that fills so many pods of one slot, ten on a machine.
pub(crate) fn kubernetes(containers: u16) -> Scenario {
    let provider = Provider::Kubernetes {
        nodes: containers / 10 + 1,
        node_memory_mib: 20_480,
        job_managers: 1,
    };
    on_platform(provider, containers)
}

fn on_platform(provider: Provider, containers: u16) -> Scenario {
    let mut scenario = session(provider, 1);
    scenario.jobs.push(job("restless", containers, fails(Time::ms(100))));
    scenario.actions.push(submit("restless", Time::s(20)));
    scenario
}

/// A session of 8 TaskManagers that lives through so many jobs of parallelism 2, one after the other.
pub(crate) fn long_session(jobs: u16) -> Scenario {
    let mut scenario = session(Provider::Standalone { task_managers: 8, job_managers: 1 }, 4);
    let ends = Behaviour { finishes_after: Some(Time::s(1)), ..Behaviour::default() };
    scenario.jobs.push(job("short", 2, ends));
    for n in 0..u64::from(jobs) {
        scenario.actions.push(submit("short", Time::s(5 + 2 * n)));
    }
    scenario
}

fn session(provider: Provider, slots: u16) -> Scenario {
    let mut config = Config::default();
    config.set("taskmanager.numberOfTaskSlots", &slots.to_string());
    Scenario {
        version: FlinkVersion::V1_20,
        provider,
        config,
        programs: Vec::new(),
        flow: None,
        jobs: Vec::new(),
        actions: vec![TimedAction { at: Time::ZERO, action: Action::StartCluster, took: None }],
        profile: Profile::CALM,
        seed: 0,
        horizon: Time::s(10_000_000),
    }
}

/// Two vertices with a keyBy between them; it is restarted again and again.
fn job(name: &str, parallelism: u16, behaviour: Behaviour) -> JobSpec {
    let mut options = Config::default();
    options.set("restart-strategy.type", "fixed-delay");
    options.set("restart-strategy.fixed-delay.attempts", "100000000");
    options.set("restart-strategy.fixed-delay.delay", "100 ms");
    let keyed = Input { from: VertexId(0), pattern: Pattern::AllToAll, blocking: false };
    let vertex = |name: &str, inputs| VertexSpec {
        name: name.into(),
        parallelism,
        inputs,
        slot_sharing_group: "default".into(),
    };
    JobSpec {
        name: name.into(),
        vertices: vec![vertex("source", vec![]), vertex("sum", vec![keyed])],
        options,
        batch: false,
        behaviour,
    }
}

fn fails(after: Time) -> Behaviour {
    let throws = Throw { vertex: VertexId(0), subtask: 0, after, in_attempts_below: None };
    Behaviour { throws: Some(throws), ..Behaviour::default() }
}

fn submit(job: &str, at: Time) -> TimedAction {
    let action =
        Action::Submit { job: job.into(), attached: false, shutdown_on_attached_exit: false };
    TimedAction { at, action, took: None }
}
