//! A machine without power, a container with too little memory, a `main()` that makes its process exit.

use crate::story::{World, execute, kubernetes, standalone, yarn};
use expect_test::expect;
use flink_model::cluster::YarnApplicationState;
use flink_model::{Action, FlinkVersion, JmId, NodeId, Signal, Step, TmId};

const STORY: &[&str] = &[
    "ActionRefused",
    "MachineKilled",
    "MachineLost",
    "PodsEvicted",
    "MemoryExceeded",
    "TaskManagerLost",
    "TaskManagerRegistered",
    "JobManagerStarted",
    "JobManagerKilled",
    "JobManagerExited",
    "WorkersRequested",
    "ContainerCompleted",
    "JobStatusChanged",
    "ClusterStopped",
    "ProgramEnded",
];

fn kill(node: u16) -> Action {
    Action::KillMachine { node: NodeId(node) }
}

/// A job that restarts when it can, in a session.
fn session(world: World) -> World {
    let job = world.set("execution.checkpointing.interval", "2 s").job("a", 4, None);
    job.at(0, Action::StartCluster).submit(8, "a")
}

#[test]
fn only_silence_tells_of_a_fixed_machine() {
    let world = session(standalone(2, 1)).at(20, kill(0)).at(21, kill(0)).until(100);
    expect![[r#"
          0.000 jm-0 started
          2.620 tm-0 registered
          2.620 tm-1 registered
          9.770 job 0 CREATED
          9.770 job 0 RUNNING
         20.000 MachineKilled { node: NodeId(0) }
         21.000 ActionRefused(NoSuchMachine)
         62.300 tm-0 lost by ResourceManager: HeartbeatTimeout
         62.420 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
         62.420 job 0 RESTARTING
         63.420 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn flink_misses_its_worker_long_before_yarn_misses_the_machine() {
    let world = session(yarn(2)).at(25, kill(1)).until(700);
    expect![[r#"
          2.040 jm-0 started
          9.770 job 0 CREATED
          9.770 job 0 RUNNING
         10.060 cluster 0 asks for 1
         14.740 tm-0 registered
         25.000 MachineKilled { node: NodeId(1) }
         69.770 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
         69.770 job 0 RESTARTING
         70.770 job 0 RUNNING
         74.340 tm-0 lost by ResourceManager: HeartbeatTimeout
         74.340 container 1 completed
         74.390 cluster 0 asks for 1
         79.070 tm-1 registered
        625.000 MachineLost { node: NodeId(1) }
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

/// What a NodeManager started outlives it, until YARN gives the machine up: then the ResourceManager drops the
/// TaskManager, which calls again, is refused, and ends itself.
#[test]
fn without_its_node_manager_a_task_manager_works_until_the_machine_is_given_up() {
    let alone = Action::KillNodeManager { node: NodeId(1) };
    let world = session(yarn(2)).at(25, alone.clone()).at(26, alone.clone()).until(700);
    let story = [STORY, &["TaskManagerExited"]].concat();
    expect![[r#"
          2.040 jm-0 started
          9.770 job 0 CREATED
          9.770 job 0 RUNNING
         10.060 cluster 0 asks for 1
         14.740 tm-0 registered
         26.000 ActionRefused(NoSuchMachine)
        625.000 MachineLost { node: NodeId(1) }
        625.000 container 1 completed
        625.000 tm-0 lost by ResourceManager: ContainerCompleted
        625.050 cluster 0 asks for 1
        625.120 tm-0 lost by JobMaster(JobId(0)): ContainerCompleted
        625.120 job 0 RESTARTING
        625.240 tm-0 exited
        626.120 job 0 RUNNING
        629.730 tm-1 registered
        Quiet
    "#]]
    .assert_eq(&world.story(&story));
    // Nobody is left to tell of its end, and Flink misses it by itself.
    let killed = Action::SignalTaskManager { tm: TmId(0), signal: Signal::Kill };
    let world = session(yarn(2)).at(25, alone.clone()).at(30, killed).until(700);
    expect![[r#"
          2.040 jm-0 started
          9.770 job 0 CREATED
          9.770 job 0 RUNNING
         10.060 cluster 0 asks for 1
         14.740 tm-0 registered
         44.460 tm-0 lost by ResourceManager: Unreachable
         44.460 container 1 completed
         44.510 cluster 0 asks for 1
         44.580 tm-0 lost by JobMaster(JobId(0)): Unreachable
         44.580 job 0 RESTARTING
         45.580 job 0 RUNNING
         49.190 tm-1 registered
        625.000 MachineLost { node: NodeId(1) }
        Quiet
    "#]]
    .assert_eq(&world.story(&story));
    let world = session(standalone(1, 1)).at(25, alone).until(30);
    expect![[r#"
          0.000 jm-0 started
          2.620 tm-0 registered
          9.770 job 0 CREATED
          9.770 job 0 RUNNING
         25.000 ActionRefused(NotOnYarn)
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

/// The application master is told that its attempt is over.
#[test]
fn without_its_node_manager_a_job_manager_leads_until_the_machine_is_given_up() {
    let world = session(yarn(2).set("high-availability.type", "zookeeper"));
    let world = world.at(25, Action::KillNodeManager { node: NodeId(0) }).until(700);
    expect![[r#"
          2.040 jm-0 started
          9.770 job 0 CREATED
          9.770 job 0 RUNNING
         10.060 cluster 0 asks for 1
         14.740 tm-0 registered
        625.000 MachineLost { node: NodeId(0) }
        625.000 jm-0 exited
        625.000 job 0 SUSPENDED
        625.000 container 0 completed
        626.320 jm-1 started
        628.710 job 0 CREATED
        628.710 job 0 RUNNING
        628.740 tm-0 registered
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn yarn_starts_another_attempt_when_it_has_missed_the_machine() {
    let world = session(yarn(2).set("high-availability.type", "zookeeper"));
    expect![[r#"
          2.040 jm-0 started
          9.770 job 0 CREATED
          9.770 job 0 RUNNING
         10.060 cluster 0 asks for 1
         14.740 tm-0 registered
         25.000 MachineKilled { node: NodeId(0) }
         25.000 jm-0 killed
        625.000 MachineLost { node: NodeId(0) }
        625.000 container 0 completed
        626.320 jm-1 started
        628.710 job 0 CREATED
        628.710 job 0 RUNNING
        629.000 cluster 0 asks for 1
        633.680 tm-1 registered
        Quiet
    "#]]
    .assert_eq(&world.at(25, kill(0)).until(700).story(STORY));
}

#[test]
fn kubernetes_evicts_the_pods_of_a_machine_that_is_not_ready() {
    let world = session(kubernetes(2, 1).set("high-availability.type", "kubernetes"));
    expect![[r#"
          1.440 jm-0 started
          9.770 job 0 CREATED
          9.770 job 0 RUNNING
         10.060 cluster 0 asks for 1
         13.420 tm-0 registered
         25.000 MachineKilled { node: NodeId(0) }
         25.000 jm-0 killed
         75.000 MachineLost { node: NodeId(0) }
        375.000 PodsEvicted { node: NodeId(0) }
        375.000 container 0 completed
        376.320 jm-1 started
        378.710 job 0 CREATED
        378.710 job 0 RUNNING
        379.000 cluster 0 asks for 1
        382.360 tm-1 registered
        Quiet
    "#]]
    .assert_eq(&world.at(25, kill(0)).until(400).story(STORY));
}

#[test]
fn a_container_beyond_its_memory_is_killed() {
    let exceed = Action::ExceedMemory { tm: TmId(0) };
    let world = session(yarn(2)).at(25, exceed.clone()).until(60);
    expect![[r#"
          2.040 jm-0 started
          9.770 job 0 CREATED
          9.770 job 0 RUNNING
         10.060 cluster 0 asks for 1
         14.740 tm-0 registered
         25.000 MemoryExceeded { tm: TmId(0) }
         29.460 container 1 completed
         29.460 tm-0 lost by ResourceManager: ContainerCompleted
         29.510 cluster 0 asks for 1
         29.580 tm-0 lost by JobMaster(JobId(0)): ContainerCompleted
         29.580 job 0 RESTARTING
         30.580 job 0 RUNNING
         34.190 tm-1 registered
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
    let world = session(standalone(1, 1)).at(25, exceed).until(30);
    expect![[r#"
         25.000 ActionRefused(NoMemoryLimit)
        Quiet
    "#]]
    .assert_eq(&world.story(&["ActionRefused", "MemoryExceeded"]));
}

/// A program whose `main()` throws after it has submitted a job.
fn throwing(world: World) -> World {
    let steps = [Step::ExecuteAsync("a".into()), Step::Throw];
    let world = world.job("a", 1, None).program("main", &steps);
    world.run_application("main", false).until(120)
}

#[test]
fn a_pod_whose_main_throws_is_started_again_and_again() {
    let story = ["JobManagerStarted", "JobManagerExited", "ProgramEnded", "ClusterStopped"];
    let world = throwing(kubernetes(1, 1)).version(FlinkVersion::V1_20);
    expect![[r#"
          2.240 jm-0 started
          6.010 main of 0 Threw
          6.130 jm-0 exited
          6.750 jm-1 started
         10.520 main of 0 Threw
         10.640 jm-1 exited
         21.260 jm-2 started
         25.030 main of 0 Threw
         25.150 jm-2 exited
         45.770 jm-3 started
         49.540 main of 0 Threw
         49.660 jm-3 exited
         90.280 jm-4 started
         94.050 main of 0 Threw
         94.170 jm-4 exited
        Horizon
    "#]]
    .assert_eq(&world.story(&story));
    let world = throwing(kubernetes(1, 1)).version(FlinkVersion::V2_3);
    expect![[r#"
          2.240 jm-0 started
          6.010 main of 0 Threw
          6.130 cluster 0 stopped Failed
        Quiet
    "#]]
    .assert_eq(&world.story(&story));
}

#[test]
fn an_application_master_whose_main_throws_uses_up_its_attempt() {
    let world = throwing(yarn(1)).version(FlinkVersion::V1_20);
    assert_eq!(world.yarn_shows(), YarnApplicationState::Failed);
    let world = throwing(yarn(1)).version(FlinkVersion::V2_3);
    assert_eq!(world.yarn_shows(), YarnApplicationState::Finished);
}

#[test]
fn a_machine_that_is_not_there_cannot_be_killed() {
    let world = yarn(1).job("a", 1, None).program("main", &[execute("a")]);
    let world = world.run_application("main", true).at(1, kill(7)).until(2);
    expect![[r#"
          1.000 ActionRefused(NoSuchMachine)
        Horizon
    "#]]
    .assert_eq(&world.story(STORY));
}

/// Workers of the attempt before count when they register: until then as many are asked for anew.
#[test]
fn recovered_pods_count_when_they_register() {
    let world = kubernetes(2, 1).set("taskmanager.numberOfTaskSlots", "1").job("a", 2, None);
    let world = world.program("main", &[execute("a")]).run_application("main", true);
    let world = world.at(30, Action::KillJobManager { jm: JmId(0) }).until(160);
    let story =
        ["WorkersRequested", "TaskManagerRegistered", "WorkerReleased", "JobManagerStarted"];
    expect![[r#"
          2.240 jm-0 started
          6.300 cluster 0 asks for 2
          9.660 tm-0 registered
          9.660 tm-1 registered
         30.620 jm-1 started
         34.680 cluster 0 asks for 2
         38.040 tm-2 registered
         38.040 tm-3 registered
         74.660 tm-0 registered
         74.660 tm-1 registered
        122.920 tm-0 released
        122.920 tm-1 released
        Quiet
    "#]]
    .assert_eq(&world.story(&story));
}

/// Without high availability one attempt is the default; whoever wants more gets `main()` from the beginning,
/// and no TaskManager is kept.
#[test]
fn without_high_availability_another_attempt_begins_from_nothing() {
    let world = || {
        let world = yarn(2).job("a", 1, None).program("main", &[execute("a")]);
        let world = world.run_application("main", true);
        world.at(30, Action::KillJobManager { jm: JmId(0) }).until(60)
    };
    let story = ["JobManagerStarted", "JobReceived", "TaskManagerExited", "ClusterStopped"];
    expect![[r#"
          2.240 jm-0 started
          5.860 job 0 received by Application(ApplicationId(0))
         31.000 cluster 0 stopped Failed
         31.000 tm-0 exited
        Quiet
    "#]]
    .assert_eq(&world().story(&story));
    let twice = world().set("yarn.application-attempts", "2");
    expect![[r#"
          2.240 jm-0 started
          5.860 job 0 received by Application(ApplicationId(0))
         30.000 tm-0 exited
         31.320 jm-1 started
         34.940 job 1 received by Application(ApplicationId(0))
        Quiet
    "#]]
    .assert_eq(&twice.story(&story));
}
