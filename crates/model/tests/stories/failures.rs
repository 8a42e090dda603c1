//! Golden stories of TaskManagers that die, freeze and say goodbye, seen by tasks: what is noticed, by whom, and when.

use crate::story::{World, chain, standalone, yarn};
use crate::worlds::{pair, restarting, session, signal, strangers};
use expect_test::expect;
use flink_model::job::Pattern;
use flink_model::{Action, FlinkVersion, Signal, TmId};

const STORY: &[&str] = &[
    "JobStatusChanged",
    "TaskManagerLost",
    "JobManagerLost",
    "TaskManagerRegistered",
    "TaskManagerExited",
    "RegistrationTimedOut",
    "JobMasterConnected",
    "JobManagerKilled",
    "ClusterStopped",
];
const TASKS: &[&str] = &["JobStatusChanged", "TaskStateChanged", "TaskManagerLost"];

/// Whoever reads from the dead one sees the connection break; strangers wait for the heartbeat.
#[test]
#[expect(clippy::too_many_lines, reason = "one story from several sides")]
fn a_death_is_seen_by_readers_and_by_heartbeats() {
    let killed = |world: World| world.kill(20, 0).until(45).story(TASKS);
    let twice = |world: World| world.set("restart-strategy.fixed-delay.attempts", "1");
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          6.770 job 0 0/0#0 SCHEDULED
          6.770 job 0 0/1#0 SCHEDULED
          6.770 job 0 1/0#0 SCHEDULED
          6.770 job 0 1/1#0 SCHEDULED
          7.520 job 0 0/0#0 DEPLOYING
          7.520 job 0 0/1#0 DEPLOYING
          7.520 job 0 1/0#0 DEPLOYING
          7.520 job 0 1/1#0 DEPLOYING
          8.110 job 0 0/0#0 INITIALIZING
          8.110 job 0 0/1#0 INITIALIZING
          8.110 job 0 1/0#0 INITIALIZING
          8.110 job 0 1/1#0 INITIALIZING
          8.530 job 0 0/0#0 RUNNING
          8.530 job 0 0/1#0 RUNNING
          8.530 job 0 1/0#0 RUNNING
          8.530 job 0 1/1#0 RUNNING
         20.220 job 0 1/1#0 FAILED
         20.220 job 0 RESTARTING
         20.220 job 0 0/0#0 CANCELING
         20.220 job 0 0/1#0 CANCELING
         20.220 job 0 1/0#0 CANCELING
         20.340 job 0 0/0#0 CANCELED
         20.340 job 0 1/0#0 CANCELED
         20.540 job 0 0/1#0 CANCELED
         21.220 job 0 RUNNING
         21.220 job 0 0/0#1 SCHEDULED
         21.220 job 0 0/1#1 SCHEDULED
         21.220 job 0 1/0#1 SCHEDULED
         21.220 job 0 1/1#1 SCHEDULED
         21.220 job 0 0/0#1 DEPLOYING
         21.220 job 0 0/1#1 DEPLOYING
         21.220 job 0 1/0#1 DEPLOYING
         21.220 job 0 1/1#1 DEPLOYING
         21.340 job 0 0/0#1 FAILED
         21.340 job 0 FAILING
         21.340 job 0 0/1#1 CANCELING
         21.340 job 0 1/0#1 CANCELING
         21.340 job 0 1/1#1 CANCELING
         21.460 job 0 1/0#1 CANCELED
         21.660 job 0 0/1#1 CANCELED
         21.660 job 0 1/1#1 CANCELED
         21.660 job 0 FAILED
         32.420 tm-0 lost by ResourceManager: Unreachable
        Quiet
    "#]]
    .assert_eq(&killed(twice(pair(restarting(standalone(3, 1))))));
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          6.770 job 0 0/0#0 SCHEDULED
          6.770 job 0 0/1#0 SCHEDULED
          7.520 job 0 0/0#0 DEPLOYING
          7.520 job 0 0/1#0 DEPLOYING
          8.110 job 0 0/0#0 INITIALIZING
          8.110 job 0 0/1#0 INITIALIZING
          8.530 job 0 0/0#0 RUNNING
          8.530 job 0 0/1#0 RUNNING
         32.420 tm-0 lost by ResourceManager: Unreachable
         32.540 tm-0 lost by JobMaster(JobId(0)): Unreachable
         32.540 job 0 0/0#0 FAILED
         32.540 job 0 RESTARTING
         33.540 job 0 RUNNING
         33.540 job 0 0/0#1 SCHEDULED
         33.540 job 0 0/0#1 DEPLOYING
         34.130 job 0 0/0#1 INITIALIZING
         34.550 job 0 0/0#1 RUNNING
        Quiet
    "#]]
    .assert_eq(&killed(strangers(restarting(standalone(3, 1)))));
}

/// Before 1.14 a deployment to a dead TaskManager hangs until the call times out (`akka.ask.timeout`).
#[test]
fn a_deployment_to_the_dead_hangs_in_old_versions() {
    let world = |version| {
        let world = pair(restarting(standalone(3, 1))).version(version);
        let world = world.set("restart-strategy.fixed-delay.attempts", "5");
        world.kill(20, 0).until(75).story(&["JobStatusChanged", "TaskManagerLost"])
    };
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
         20.220 job 0 RESTARTING
         60.220 job 0 RUNNING
         61.450 job 0 RESTARTING
         62.420 tm-0 lost by ResourceManager: HeartbeatTimeout
         62.540 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
         62.540 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&world(FlinkVersion::V1_13));
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
         20.220 job 0 RESTARTING
         21.220 job 0 RUNNING
         21.340 job 0 RESTARTING
         22.340 job 0 RUNNING
         22.460 job 0 RESTARTING
         23.460 job 0 RUNNING
         23.580 job 0 RESTARTING
         24.580 job 0 RUNNING
         24.700 job 0 RESTARTING
         25.700 job 0 RUNNING
         25.820 job 0 FAILING
         26.140 job 0 FAILED
         32.420 tm-0 lost by ResourceManager: Unreachable
        Quiet
    "#]]
    .assert_eq(&world(FlinkVersion::V1_20));
}

/// SIGTERM: the ResourceManager is told at once, and tells the JobMasters.
#[test]
fn a_task_manager_that_is_stopped_says_goodbye() {
    let world = || strangers(restarting(standalone(3, 1)));
    let stopped = world().at(20, signal(0, Signal::Term)).until(40);
    expect![[r#"
          2.620 tm-0 registered
          2.620 tm-1 registered
          2.620 tm-2 registered
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.400 JobMasterConnected { tm: TmId(0), job: JobId(0) }
          7.400 JobMasterConnected { tm: TmId(1), job: JobId(0) }
         20.120 tm-0 lost by ResourceManager: ShuttingDown
         20.240 tm-0 lost by JobMaster(JobId(0)): ShuttingDown
         20.240 job 0 RESTARTING
         20.500 tm-0 exited
         20.510 JobMasterConnected { tm: TmId(2), job: JobId(0) }
         21.240 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&stopped.story(STORY));
    // Before it has registered, there is nobody to tell.
    let early = world().at(1, signal(0, Signal::Term)).until(15);
    expect![[r#"
          1.500 tm-0 exited
          2.620 tm-1 registered
          2.620 tm-2 registered
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.400 JobMasterConnected { tm: TmId(1), job: JobId(0) }
          7.400 JobMasterConnected { tm: TmId(2), job: JobId(0) }
        Quiet
    "#]]
    .assert_eq(&early.story(STORY));
}

/// Thawed in time, nobody has noticed; thawed late, it registers again.
#[test]
fn a_frozen_task_manager_comes_back() {
    let frozen = |until| {
        let world = strangers(restarting(standalone(2, 1))).at(20, signal(0, Signal::Stop));
        world.at(until, signal(0, Signal::Cont)).until(120).story(STORY)
    };
    expect![[r#"
          2.620 tm-0 registered
          2.620 tm-1 registered
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.400 JobMasterConnected { tm: TmId(0), job: JobId(0) }
          7.400 JobMasterConnected { tm: TmId(1), job: JobId(0) }
        Quiet
    "#]]
    .assert_eq(&frozen(50));
    expect![[r#"
          2.620 tm-0 registered
          2.620 tm-1 registered
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.400 JobMasterConnected { tm: TmId(0), job: JobId(0) }
          7.400 JobMasterConnected { tm: TmId(1), job: JobId(0) }
         62.300 tm-0 lost by ResourceManager: HeartbeatTimeout
         62.420 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
         62.420 job 0 RESTARTING
         63.420 job 0 RUNNING
         90.120 tm-0 registered
         90.510 JobMasterConnected { tm: TmId(0), job: JobId(0) }
        Quiet
    "#]]
    .assert_eq(&frozen(90));
}

/// On YARN a worker that is lost while its job waits is asked for anew.
#[test]
fn yarn_replaces_a_worker_while_the_job_restarts() {
    let kill = Action::SignalTaskManager { tm: TmId(0), signal: Signal::Kill };
    let world = pair(restarting(yarn(3))).at_ms(30_600, kill).until(60);
    let names =
        &["JobStatusChanged", "TaskManagerLost", "WorkersRequested", "TaskManagerRegistered"];
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.060 cluster 0 asks for 2
         11.740 tm-0 registered
         11.740 tm-1 registered
         30.820 job 0 RESTARTING
         31.820 job 0 RUNNING
         31.940 job 0 RESTARTING
         32.940 job 0 RUNNING
         33.060 job 0 RESTARTING
         34.060 job 0 RUNNING
         34.180 job 0 RESTARTING
         34.460 tm-0 lost by ResourceManager: ContainerCompleted
         34.580 tm-0 lost by JobMaster(JobId(0)): ContainerCompleted
         35.180 job 0 RUNNING
         35.350 cluster 0 asks for 1
         40.030 tm-2 registered
        Quiet
    "#]]
    .assert_eq(&world.story(names));
}

/// Subtask by subtask (forward): only the reader of the dead one's records sees the connection break.
#[test]
fn only_the_reader_of_the_dead_sees_the_break() {
    let mut job = chain("a", &[2, 2], false, None);
    job.vertices[1].inputs[0].pattern = Pattern::Pointwise;
    job.vertices[1].slot_sharing_group = "sinks".into();
    let world = || {
        let world = session(standalone(5, 1)).set("taskmanager.numberOfTaskSlots", "1");
        world.with(job.clone()).submit(5, "a")
    };
    let names = &["SlotAllocated", "ConnectionBroke", "TaskManagerLost"];
    expect![[r#"
          7.060 job 0 gets slot 0 of tm-0
          7.060 job 0 gets slot 0 of tm-1
          7.060 job 0 gets slot 0 of tm-2
          7.060 job 0 gets slot 0 of tm-3
         20.100 ConnectionBroke { execution: ExecutionId { job: JobId(0), vertex: VertexId(1), subtask: 1, attempt: 0 }, peer: TmId(1) }
         32.420 tm-1 lost by ResourceManager: Unreachable
        Quiet
    "#]].assert_eq(&world().kill(20, 1).until(40).story(names));
    expect![[r#"
          7.060 job 0 gets slot 0 of tm-0
          7.060 job 0 gets slot 0 of tm-1
          7.060 job 0 gets slot 0 of tm-2
          7.060 job 0 gets slot 0 of tm-3
         32.420 tm-3 lost by ResourceManager: Unreachable
         32.470 job 0 gets slot 0 of tm-4
         32.540 tm-3 lost by JobMaster(JobId(0)): Unreachable
        Quiet
    "#]]
    .assert_eq(&world().kill(20, 3).until(40).story(names));
    // A frozen reader sees nothing.
    let frozen = world().at(15, signal(3, Signal::Stop)).kill(20, 1).until(40);
    expect![[r#"
          7.060 job 0 gets slot 0 of tm-0
          7.060 job 0 gets slot 0 of tm-1
          7.060 job 0 gets slot 0 of tm-2
          7.060 job 0 gets slot 0 of tm-3
         32.420 tm-1 lost by ResourceManager: Unreachable
         32.470 job 0 gets slot 0 of tm-4
         32.540 tm-1 lost by JobMaster(JobId(0)): Unreachable
        Horizon
    "#]]
    .assert_eq(&frozen.story(names));
}

/// One of two slots is there and assigned; the job waits for the other. The TaskManager dies: its task fails as one that
/// runs would, and the job starts again (seen on 2.3 in the recording G105).
#[test]
fn a_task_that_waits_with_its_slot_dies_with_its_task_manager() {
    let world = pair(restarting(standalone(1, 1)));
    let world = world.set("resourcemanager.standalone.start-up-time", "2 min");
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          6.770 job 0 0/0#0 SCHEDULED
          6.770 job 0 0/1#0 SCHEDULED
          6.770 job 0 1/0#0 SCHEDULED
          6.770 job 0 1/1#0 SCHEDULED
         22.420 tm-0 lost by ResourceManager: Unreachable
         22.540 tm-0 lost by JobMaster(JobId(0)): Unreachable
         22.540 job 0 0/0#0 FAILED
         22.540 job 0 RESTARTING
         22.540 job 0 0/1#0 CANCELING
         22.540 job 0 0/1#0 CANCELED
         22.540 job 0 1/0#0 CANCELING
         22.540 job 0 1/0#0 CANCELED
         22.540 job 0 1/1#0 CANCELING
         22.540 job 0 1/1#0 CANCELED
         23.540 job 0 RUNNING
         23.540 job 0 0/0#1 SCHEDULED
         23.540 job 0 0/1#1 SCHEDULED
         23.540 job 0 1/0#1 SCHEDULED
         23.540 job 0 1/1#1 SCHEDULED
        Horizon
    "#]]
    .assert_eq(&world.kill(12, 0).until(45).story(TASKS));
}
