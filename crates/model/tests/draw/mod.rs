//! Random scenarios: any mode on any provider, any jobs and programs, any actions and faults, in any
//! order.

mod dice;

use dice::Dice;
use model::action::Signal;
use model::job::{Behaviour, Input, JobSpec, Pattern, Throw, VertexSpec};
use model::scenario::{Queue, TimedAction};
use model::{
    Action, ClientId, ClusterId, Config, FlinkVersion, JmId, JobId, NodeId, Profile, Program,
    Provider, SavepointId, Scenario, Step, Time, TmId, VertexId,
};

/// The scenario of a seed.
pub(crate) fn scenario(seed: u64) -> Scenario {
    let mut dice = Dice(seed);
    let provider = provider(&mut dice);
    let jobs: Vec<JobSpec> = (0..dice.small(1, 4)).map(|n| job(&mut dice, n)).collect();
    let programs = vec![program(&mut dice, &jobs)];
    let actions = actions(&mut dice, &jobs, &provider);
    Scenario {
        version: dice.pick(&FlinkVersion::ALL),
        config: config(&mut dice, &provider),
        provider,
        jobs,
        programs,
        flow: None,
        actions,
        profile: Profile::CALM,
        seed,
        horizon: Time::s(240),
    }
}

fn provider(dice: &mut Dice) -> Provider {
    match dice.roll(4) {
        0 => Provider::Yarn {
            nodes: dice.small(1, 3),
            node_memory_mib: dice.pick(&[4_096, 8_192, 16_384]),
            minimum_allocation_mib: 1_024,
            queues: queues(dice),
        },
        1 => Provider::Kubernetes {
            nodes: dice.small(1, 3),
            node_memory_mib: dice.pick(&[4_096, 8_192]),
            job_managers: dice.small(1, 2),
        },
        _ => Provider::Standalone {
            task_managers: dice.small(0, 4),
            job_managers: dice.pick(&[1, 1, 2]),
        },
    }
}

/// One queue, or two of which one never gets much.
fn queues(dice: &mut Dice) -> Vec<Queue> {
    let queue = |name: &str, capacity, maximum| Queue { name: name.to_owned(), capacity, maximum };
    match dice.one_in(2) {
        true => vec![queue("default", 60, 100), queue("dev", 40, 50)],
        false => Vec::new(),
    }
}

/// A `main()` with any of the jobs in it, each at most once.
fn program(dice: &mut Dice, jobs: &[JobSpec]) -> Program {
    let mut steps = Vec::new();
    for job in jobs {
        let name = job.name.clone();
        steps.push(if dice.one_in(3) { Step::Execute(name) } else { Step::ExecuteAsync(name) });
        if dice.one_in(3) {
            steps.push(Step::Work(Time::ms(dice.roll(8_000))));
        }
    }
    if dice.one_in(6) {
        steps.push(if dice.one_in(2) { Step::Throw } else { Step::Await });
    }
    Program { name: "program".to_owned(), steps, environment_per_job: dice.one_in(3) }
}

/// More than one JobManager, and some clusters with one, have high availability.
fn config(dice: &mut Dice, provider: &Provider) -> Config {
    let mut config = Config::default();
    config.set("taskmanager.numberOfTaskSlots", dice.pick(&["1", "2", "3", "4"]));
    if dice.one_in(3) {
        config.set("yarn.application.queue", "dev");
    }
    config.set("slot.request.timeout", dice.pick(&["5 s", "20 s", "5 min"]));
    config.set("slot.idle.timeout", dice.pick(&["2 s", "50 s"]));
    config.set("heartbeat.interval", dice.pick(&["2 s", "10 s"]));
    config.set("resourcemanager.taskmanager-timeout", dice.pick(&["5 s", "30 s"]));
    if dice.one_in(2) {
        config.set("resourcemanager.standalone.start-up-time", dice.pick(&["1 s", "1 min"]));
    }
    let kubernetes = matches!(provider, Provider::Kubernetes { .. });
    if provider.job_managers() > 1 || dice.one_in(4) {
        let kind = if kubernetes { "kubernetes" } else { "zookeeper" };
        config.set("high-availability.type", kind);
        config
            .set("high-availability.zookeeper.client.session-timeout", dice.pick(&["6 s", "60 s"]));
    }
    if dice.one_in(6) {
        config.set("jobmanager.scheduler", "adaptive");
        let key = "jobmanager.adaptive-scheduler.resource-wait-timeout";
        config.set(key, dice.pick(&["20 s", "5 min"]));
    } else if dice.one_in(12) {
        config.set("scheduler-mode", "reactive");
    }
    if dice.one_in(6) {
        config.set("execution.shutdown-on-application-finish", "false");
    }
    if dice.one_in(3) {
        config
            .set("taskmanager.load-balance.mode", dice.pick(&["SLOTS", "TASKS", "MIN_RESOURCES"]));
    }
    config
}

fn job(dice: &mut Dice, number: u16) -> JobSpec {
    let batch = dice.one_in(5);
    let vertices: Vec<VertexSpec> = (0..dice.small(1, 3)).map(|n| vertex(dice, n, batch)).collect();
    let throws = dice.one_in(3).then(|| {
        let vertex = VertexId(dice.roll(vertices.len() as u64) as u16);
        Throw {
            subtask: dice.roll(u64::from(vertices[vertex.index()].parallelism)) as u16,
            vertex,
            after: Time::ms(500 + dice.roll(8_000)),
            in_attempts_below: dice.one_in(2).then(|| dice.small(1, 3)),
        }
    });
    let finishes_after = (batch || dice.one_in(3)).then(|| Time::ms(500 + dice.roll(20_000)));
    JobSpec {
        name: format!("job {number}"),
        vertices,
        options: options(dice),
        batch,
        behaviour: Behaviour { finishes_after, throws, ..Behaviour::default() },
    }
}

fn vertex(dice: &mut Dice, number: u16, batch: bool) -> VertexSpec {
    let pattern = dice.pick(&[Pattern::AllToAll, Pattern::Pointwise]);
    let input = Input { from: VertexId(number.wrapping_sub(1)), pattern, blocking: batch };
    VertexSpec {
        name: format!("vertex {number}"),
        parallelism: dice.small(1, 4),
        inputs: (number > 0).then_some(input).into_iter().collect(),
        slot_sharing_group: dice.pick(&["default", "default", "other"]).to_owned(),
    }
}

fn options(dice: &mut Dice) -> Config {
    let mut options = Config::default();
    if dice.one_in(2) {
        options.set("execution.checkpointing.interval", "1 s");
    }
    let strategy = dice.pick(&["", "none", "fixed-delay", "exponential-delay", "failure-rate"]);
    if !strategy.is_empty() {
        options.set("restart-strategy.type", strategy);
    }
    options.set("restart-strategy.fixed-delay.attempts", dice.pick(&["1", "3", "100"]));
    options
}

/// Each action has microseconds of its own, so that two of them, and what follows from them, never
/// fall on the same time.
fn actions(dice: &mut Dice, jobs: &[JobSpec], provider: &Provider) -> Vec<TimedAction> {
    let timed = |at, action| TimedAction { at, action, took: None };
    let mut actions = vec![timed(Time(1), start(dice, provider))];
    let mut at = Time::ZERO;
    for number in 0..u64::from(dice.small(4, 16)) {
        at = at + Time::ms(dice.roll(15_000));
        let own = Time(at.0 + number + 2);
        actions.push(timed(own, action(dice, jobs, provider)));
    }
    actions
}

fn start(dice: &mut Dice, provider: &Provider) -> Action {
    let (program, attached) = ("program".to_owned(), dice.one_in(2));
    match (dice.roll(4), provider) {
        (0, _) => Action::RunApplication { program, attached, in_session: false },
        (1, Provider::Yarn { .. }) => Action::RunPerJob { program, attached },
        (1, Provider::Standalone { .. }) => Action::StartStandaloneJob { program, attached },
        _ => Action::StartCluster,
    }
}

fn action(dice: &mut Dice, jobs: &[JobSpec], provider: &Provider) -> Action {
    let tm = TmId(dice.small(0, 4));
    let jm = JmId(dice.small(0, 3));
    let directory = Some("savepoints".to_owned());
    match dice.roll(41) {
        0..=7 => Action::Submit {
            job: jobs[dice.roll(jobs.len() as u64) as usize].name.clone(),
            attached: dice.one_in(2),
            shutdown_on_attached_exit: dice.one_in(3),
        },
        8 => Action::RunApplication {
            program: "program".to_owned(),
            attached: dice.one_in(2),
            in_session: true,
        },
        9 | 10 => Action::Cancel { job: JobId(dice.small(0, 4)) },
        11 | 12 => Action::ThrowException { job: JobId(dice.small(0, 4)) },
        13..=17 => Action::SignalTaskManager {
            tm,
            signal: dice.pick(&[
                Signal::Kill,
                Signal::Kill,
                Signal::Term,
                Signal::Stop,
                Signal::Cont,
            ]),
        },
        18 | 19 => Action::StartTaskManager,
        20 => Action::InterruptClient { client: ClientId(dice.small(0, 4)) },
        21..=23 => Action::KillJobManager { jm },
        24 | 25 => Action::StartJobManager,
        26 => Action::StopJobManager { jm },
        27 | 28 => Action::CutNetwork { tm },
        29 => Action::HealNetwork { tm },
        30 => Action::KillApplication { cluster: ClusterId(dice.small(0, 2)) },
        31 | 32 => start(dice, provider),
        33 => Action::Savepoint { job: JobId(dice.small(0, 4)), directory },
        34 | 35 => Action::Stop { job: JobId(dice.small(0, 4)), drain: dice.one_in(2), directory },
        36 => Action::FromSavepoint {
            savepoint: SavepointId(dice.small(0, 2)),
            run: Box::new(Action::Submit {
                job: jobs[dice.roll(jobs.len() as u64) as usize].name.clone(),
                attached: false,
                shutdown_on_attached_exit: false,
            }),
        },
        37 => Action::KillMachine { node: NodeId(dice.small(0, 2)) },
        38 => Action::ExceedMemory { tm },
        39 => Action::KillNodeManager { node: NodeId(dice.small(0, 2)) },
        _ => Action::StopCluster,
    }
}
