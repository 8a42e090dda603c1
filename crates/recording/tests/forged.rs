//! What is derived from a recording of a run must be that run again: recordings that were written down from the
//! model's own runs, of many kinds that were never recorded, agree; and with one fact changed they do not.

mod forge;

use flink_recording::verdict::Outcome;
use flink_recording::{judge, report};
use forge::{World, forge, random};
use model::action::{Action, Signal};
use model::{FlinkVersion, JmId, JobId, Step};

#[test]
fn any_session_is_derived_and_agrees() {
    let mut failed = Vec::new();
    for number in 0..300 {
        let recording = forge(&random(number));
        let verdict = judge(&recording);
        if !verdict.agrees() || !matches!(verdict.outcome, Outcome::Compared { .. }) {
            failed.push(format!("{number}: {}", report::line(&verdict)));
        }
    }
    assert!(failed.is_empty(), "{} of 300:\n{}", failed.len(), failed.join("\n"));
}

const VERSIONS: [FlinkVersion; 2] = [FlinkVersion::V1_20, FlinkVersion::V2_3];

const FIXED: &[(&str, &str)] = &[
    ("restart-strategy.type", "fixed-delay"),
    ("restart-strategy.fixed-delay.attempts", "20"),
    ("restart-strategy.fixed-delay.delay", "2 s"),
];

const CHECKPOINTS: &[(&str, &str)] = &[("execution.checkpointing.interval", "1000 ms")];

/// A way in which a session may go, and its name.
type Story = (&'static str, fn(World) -> World);

/// Two TaskManagers of two slots each, and what nobody recorded of them.
const STORIES: &[Story] = &[
    ("a TaskManager is killed twice", |world| {
        world.job("A", 3, CHECKPOINTS).submit(9_000, "A").kill(30_000, 1).kill(33_000, 1)
    }),
    ("both TaskManagers are killed at once, others come", |world| {
        world
            .job("A", 3, FIXED)
            .submit(9_000, "A")
            .kill(30_000, 0)
            .kill(30_000, 1)
            .at(40_000, Action::StartTaskManager)
            .at(42_000, Action::StartTaskManager)
    }),
    ("a job is cancelled while it restarts", |world| {
        world.job("A", 3, FIXED).submit(9_000, "A").kill(30_000, 1).cancel(35_000, 0)
    }),
    ("a job is cancelled while it waits for slots", |world| {
        world
            .set("resourcemanager.standalone.start-up-time", "600 s")
            .job("A", 5, &[])
            .submit(9_000, "A")
            .cancel(15_000, 0)
    }),
    ("a TaskManager comes late", |world| {
        world
            .set("slot.request.timeout", "10 s")
            .job("A", 5, FIXED)
            .submit(20_000, "A")
            .at(31_000, Action::StartTaskManager)
    }),
    ("a job waits for the slots of one that ends", |world| {
        world.job("A", 2, &[]).bounded(20).job("B", 4, &[]).submit(9_000, "A").submit(14_000, "B")
    }),
    ("a kill and a goodbye at the same time", |world| {
        world
            .chain("A", 3, CHECKPOINTS)
            .at(3_000, Action::StartTaskManager)
            .submit(9_000, "A")
            .kill(30_000, 0)
            .signal(30_000, 1, Signal::Term)
    }),
    ("a JobManager is killed during a submission, another one comes", |world| {
        world
            .job("A", 2, &[])
            .job("B", 2, &[])
            .submit(9_000, "A")
            .submit(20_000, "B")
            .kill_job_manager(20_900, 0)
            .at(30_000, Action::StartJobManager)
    }),
    ("a savepoint, a stop, and a cancellation", |world| {
        let directory = || Some("recorded".to_owned());
        world
            .job("A", 2, CHECKPOINTS)
            .job("B", 1, &[])
            .submit(9_000, "A")
            .submit(13_000, "B")
            .at(20_000, Action::Savepoint { job: JobId(0), directory: directory() })
            .at(25_000, Action::Stop { job: JobId(0), drain: true, directory: directory() })
            .cancel(30_000, 1)
    }),
    ("a stop while the job restarts", |world| {
        let directory = Some("recorded".to_owned());
        world
            .job("A", 3, FIXED)
            .submit(9_000, "A")
            .kill(30_000, 1)
            .at(33_000, Action::Stop { job: JobId(0), drain: false, directory })
    }),
    ("code that throws in one region of several", |world| {
        world.chain("A", 4, CHECKPOINTS).throwing(3_000, Some(3)).submit(9_000, "A")
    }),
    ("a restart strategy by rate", |world| {
        let rate = &[
            ("restart-strategy.type", "failure-rate"),
            ("restart-strategy.failure-rate.max-failures-per-interval", "3"),
            ("restart-strategy.failure-rate.failure-rate-interval", "1 min"),
            ("restart-strategy.failure-rate.delay", "2 s"),
        ];
        world.job("A", 2, rate).throwing(2_000, None).submit(9_000, "A")
    }),
    ("a leader is killed, another one stands by", |world| {
        highly_available(world).kill_job_manager(40_000, 0)
    }),
    ("a leader is told to stop, and its successor, too", |world| {
        highly_available(world)
            .at(40_000, Action::StopJobManager { jm: JmId(0) })
            .at(60_000, Action::StartJobManager)
            .at(80_000, Action::StopJobManager { jm: JmId(1) })
    }),
    ("a leader without a standby is killed, and another one comes", |world| {
        world
            .set("high-availability.type", "zookeeper")
            .set("high-availability.zookeeper.client.session-timeout", "6000")
            .job("A", 2, CHECKPOINTS)
            .submit(12_000, "A")
            .kill_job_manager(40_000, 0)
            .at(55_000, Action::StartJobManager)
    }),
    ("the standby is killed, then the leader, then there is another one", |world| {
        highly_available(world)
            .kill_job_manager(30_000, 1)
            .kill_job_manager(40_000, 0)
            .at(60_000, Action::StartJobManager)
    }),
    ("leader and TaskManager are killed together", |world| {
        highly_available(world)
            .at(3_000, Action::StartTaskManager)
            .kill_job_manager(40_000, 0)
            .kill(40_000, 1)
    }),
    ("the adaptive scheduler loses a TaskManager and gets another", |world| {
        adaptive(world).kill(40_000, 1).at(70_000, Action::StartTaskManager)
    }),
    ("the adaptive scheduler begins with less", |world| {
        adaptive(world.job("B", 2, &[])).submit(20_000, "B").cancel(60_000, 0)
    }),
    ("the adaptive scheduler, a loss without a shuffle", |world| {
        world
            .set("jobmanager.scheduler", "adaptive")
            .chain("A", 4, CHECKPOINTS)
            .submit(9_000, "A")
            .kill(40_000, 0)
    }),
    ("the adaptive scheduler waits in vain", |world| {
        world
            .set("jobmanager.scheduler", "adaptive")
            .set("jobmanager.adaptive-scheduler.resource-wait-timeout", "20 s")
            .job("A", 4, &[])
            .job("B", 1, &[])
            .submit(9_000, "A")
            .submit(25_000, "B")
    }),
];

fn highly_available(world: World) -> World {
    world
        .set("high-availability.type", "zookeeper")
        .set("high-availability.zookeeper.client.session-timeout", "6000")
        .at(2_000, Action::StartJobManager)
        .job("A", 2, CHECKPOINTS)
        .submit(12_000, "A")
}

fn adaptive(world: World) -> World {
    world.set("jobmanager.scheduler", "adaptive").job("A", 4, CHECKPOINTS).submit(9_000, "A")
}

/// A way in which an application may go: its name, its `main()`, whether `execute()` waits, and what happens.
type Play = (&'static str, fn() -> Vec<Step>, bool, fn(World) -> World);

fn four() -> Vec<Step> {
    ["A", "B", "C", "D"].map(|name| Step::ExecuteAsync(name.to_owned())).to_vec()
}

fn one() -> Vec<Step> {
    vec![Step::Execute("A".to_owned())]
}

fn four_jobs(world: World) -> World {
    let world = world.job("A", 1, &[]).job("B", 1, &[]).throwing(12_000, None);
    world.job("C", 1, &[]).bounded(8).job("D", 1, CHECKPOINTS)
}

/// Applications with two TaskManagers of two slots each.
const PLAYS: &[Play] = &[
    ("one of four jobs fails", four, false, four_jobs),
    ("one of four fails, and nobody cares", four, false, |world| {
        let key = "execution.terminate-application-on-any-job-terminated-exceptionally";
        four_jobs(world.set(key, "false"))
    }),
    ("one of four is cancelled", four, false, |world| four_jobs(world).cancel(14_000, 3)),
    (
        "main() awaits its jobs",
        || [four(), vec![Step::Await]].concat(),
        false,
        |world| {
            ["A", "B", "C", "D"]
                .iter()
                .fold(world, |world, name| world.job(name, 1, &[]).bounded(9))
        },
    ),
    (
        "main() throws between two jobs",
        || [vec![four()[0].clone(), Step::Throw]].concat(),
        false,
        |world| world.job("A", 2, &[]),
    ),
    ("a TaskManager is killed", one, false, |world| world.job("A", 3, FIXED).kill(30_000, 1)),
    ("a TaskManager is killed, and nothing restarts", one, false, |world| {
        world.job("A", 3, &[]).kill(30_000, 1)
    }),
    (
        "a job that main() waits for is cancelled",
        || vec![Step::Execute("A".to_owned()), Step::Execute("B".to_owned())],
        true,
        |world| world.job("A", 2, &[]).job("B", 2, &[]).cancel(20_000, 0),
    ),
    (
        "jobs that wait for each other",
        || vec![Step::Execute("A".to_owned()), Step::Execute("B".to_owned())],
        true,
        |world| world.job("A", 2, &[]).bounded(6).job("B", 2, &[]).bounded(7),
    ),
    ("the JobManager is killed, and another one comes", one, false, |world| {
        world.job("A", 2, &[]).kill_job_manager(30_000, 0).at(40_000, Action::StartJobManager)
    }),
    ("the leader is killed", one, false, |world| {
        world
            .set("high-availability.type", "zookeeper")
            .set("high-availability.zookeeper.client.session-timeout", "6000")
            .at(2_000, Action::StartJobManager)
            .job("A", 2, CHECKPOINTS)
            .kill_job_manager(30_000, 0)
    }),
    ("a job is stopped with a savepoint", one, false, |world| {
        let directory = Some("recorded".to_owned());
        let stop = Action::Stop { job: JobId(0), drain: false, directory };
        world.job("A", 2, CHECKPOINTS).at(30_000, stop)
    }),
    ("a reactive application gets a TaskManager and loses one", one, false, |world| {
        world
            .set("scheduler-mode", "reactive")
            .job("A", 1, CHECKPOINTS)
            .at(30_000, Action::StartTaskManager)
            .kill(75_000, 0)
    }),
];

#[test]
fn what_nobody_recorded_is_derived_and_agrees() {
    all_agree(VERSIONS.into_iter().flat_map(|version| {
        let session = move |(name, story): &Story| (*name, story(World::session(version, 2)));
        STORIES.iter().map(session)
    }));
}

#[test]
fn applications_that_nobody_recorded_are_derived_and_agree() {
    all_agree(VERSIONS.into_iter().flat_map(|version| {
        let play = move |(name, steps, attached, play): &Play| {
            (*name, play(World::application(version, 2, &steps(), *attached)))
        };
        PLAYS.iter().map(play)
    }));
}

fn all_agree(worlds: impl Iterator<Item = (&'static str, World)>) {
    let mut failed = Vec::new();
    for (name, world) in worlds {
        let verdict = judge(&forge(&world.scenario));
        if !verdict.agrees() || !matches!(verdict.outcome, Outcome::Compared { .. }) {
            let version = world.scenario.version.name();
            failed.push(format!("{version} {name}: {}", report::line(&verdict)));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
