//! Golden stories of JobManagers that go: standbys and second attempts with high availability, and what
//! is lost without it; pods that are started again, a network that is cut and healed.

use crate::story::{World, execute_async, kubernetes, standalone, yarn};
use expect_test::expect;
use flink_model::{Action, FlinkVersion, JmId, Step, Time, TmId};

const STORY: &[&str] = &[
    "JobManagerStarted",
    "JobManagerStandsBy",
    "LeadershipGranted",
    "JobManagerKilled",
    "JobManagerExited",
    "JobManagerLost",
    "JobPersisted",
    "JobRecovered",
    "JobForgotten",
    "JobStatusChanged",
    "CheckpointRestored",
    "ClusterStopped",
    "TaskManagerRegistered",
    "TaskManagerLost",
    "ProgramEnded",
    "JobReceived",
];

fn with_checkpoints(world: World) -> World {
    world.set("execution.checkpointing.interval", "1 s").job("a", 3, None)
}

fn with_zookeeper(world: World) -> World {
    with_checkpoints(world)
        .set("high-availability.type", "zookeeper")
        .set("high-availability.zookeeper.client.session-timeout", "6 s")
}

fn session(world: World) -> World {
    world.at(0, Action::StartCluster).submit(10, "a")
}

#[test]
fn a_standby_takes_over_when_the_session_of_the_killed_leader_is_over() {
    let world = session(with_zookeeper(standalone(2, 2)));
    let world = world.at(40, Action::KillJobManager { jm: JmId(0) }).until(70);
    expect![[r#"
          0.000 jm-0 started
          0.000 jm-1 started
          2.000 jm-0 leads
          2.000 jm-1 stands by
          2.620 tm-0 registered
          2.620 tm-1 registered
         11.620 job 0 received by Client(ClientId(0))
         11.740 job 0 added to the store
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         40.000 jm-0 killed
         46.000 jm-1 leads
         46.120 tm-0 misses ResourceManager: LostLeadership
         46.120 tm-0 misses JobMaster(JobId(0)): LostLeadership
         46.120 tm-1 misses ResourceManager: LostLeadership
         46.240 job 0 recovered
         46.390 job 0 CREATED
         46.390 job 0 RUNNING
         46.390 job 0 restored from checkpoint 27
         46.420 tm-0 registered
         46.420 tm-1 registered
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_leader_that_is_stopped_in_order_hands_over_at_once() {
    let world = session(with_zookeeper(standalone(2, 2)));
    let world = world.at(40, Action::StopJobManager { jm: JmId(0) }).until(60);
    expect![[r#"
          0.000 jm-0 started
          0.000 jm-1 started
          2.000 jm-0 leads
          2.000 jm-1 stands by
          2.620 tm-0 registered
          2.620 tm-1 registered
         11.620 job 0 received by Client(ClientId(0))
         11.740 job 0 added to the store
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         40.300 jm-0 exited
         40.300 job 0 SUSPENDED
         40.700 jm-1 leads
         40.820 tm-0 misses ResourceManager: LostLeadership
         40.820 tm-1 misses ResourceManager: LostLeadership
         40.940 job 0 recovered
         41.090 job 0 CREATED
         41.090 job 0 RUNNING
         41.090 job 0 restored from checkpoint 27
         41.120 tm-0 registered
         41.120 tm-1 registered
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_killed_standby_is_missed_by_nobody() {
    let world = session(with_zookeeper(standalone(2, 2)));
    let world = world.at(40, Action::KillJobManager { jm: JmId(1) }).until(120);
    expect![[r#"
          0.000 jm-0 started
          0.000 jm-1 started
          2.000 jm-0 leads
          2.000 jm-1 stands by
          2.620 tm-0 registered
          2.620 tm-1 registered
         11.620 job 0 received by Client(ClientId(0))
         11.740 job 0 added to the store
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         40.000 jm-1 killed
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn yarn_starts_a_second_attempt_that_finds_the_job() {
    let world = with_zookeeper(yarn(3)).run_application("a", false);
    let world = world.at(60, Action::KillJobManager { jm: JmId(0) }).until(120);
    expect![[r#"
          2.240 jm-0 started
          4.240 jm-0 leads
          5.980 job 0 received by Application(ApplicationId(0))
          6.100 job 0 added to the store
          6.130 job 0 CREATED
          6.130 job 0 RUNNING
          6.130 main of 0 Returned
         11.100 tm-0 registered
         60.000 jm-0 killed
         61.320 jm-1 started
         63.320 jm-1 stands by
         66.000 jm-1 leads
         66.120 tm-0 misses ResourceManager: LostLeadership
         66.120 tm-0 misses JobMaster(JobId(0)): LostLeadership
         66.240 job 0 recovered
         66.390 job 0 CREATED
         66.390 job 0 RUNNING
         66.390 job 0 restored from checkpoint 47
         66.420 tm-0 registered
         67.740 main of 0 Returned
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn without_high_availability_yarn_ends_the_application() {
    let world = with_checkpoints(yarn(3)).run_application("a", false);
    let world = world.at(60, Action::KillJobManager { jm: JmId(0) }).until(120);
    expect![[r#"
          2.240 jm-0 started
          5.860 job 0 received by Application(ApplicationId(0))
          6.010 job 0 CREATED
          6.010 job 0 RUNNING
          6.010 main of 0 Returned
         10.980 tm-0 registered
         60.000 jm-0 killed
         61.000 cluster 0 stopped Failed
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_pod_that_is_started_again_finds_the_job_with_high_availability() {
    let world = with_checkpoints(kubernetes(3, 1)).set("high-availability.type", "kubernetes");
    let world = session(world).at(40, Action::KillJobManager { jm: JmId(0) }).until(90);
    expect![[r#"
          1.440 jm-0 started
          3.440 jm-0 leads
         11.620 job 0 received by Client(ClientId(0))
         11.740 job 0 added to the store
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         15.420 tm-0 registered
         40.000 jm-0 killed
         40.620 jm-1 started
         42.620 jm-1 stands by
         55.000 jm-1 leads
         55.120 tm-0 misses ResourceManager: LostLeadership
         55.120 tm-0 misses JobMaster(JobId(0)): LostLeadership
         55.240 job 0 recovered
         55.390 job 0 CREATED
         55.390 job 0 RUNNING
         55.390 job 0 restored from checkpoint 23
         55.420 tm-0 registered
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_pod_that_is_started_again_knows_nothing_without_it() {
    let world = session(with_checkpoints(kubernetes(3, 1)));
    let world = world.at(40, Action::KillJobManager { jm: JmId(0) }).until(120);
    expect![[r#"
          1.440 jm-0 started
         11.620 job 0 received by Client(ClientId(0))
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         15.420 tm-0 registered
         40.000 jm-0 killed
         40.620 jm-1 started
         81.770 tm-0 misses JobMaster(JobId(0)): HeartbeatTimeout
         83.740 tm-0 misses ResourceManager: HeartbeatTimeout
         83.860 tm-0 registered
        Horizon
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn an_application_with_two_jobs_throws_under_high_availability() {
    let steps = [execute_async("a"), Step::Work(Time::s(10)), execute_async("b")];
    let two = |version| {
        with_zookeeper(standalone(1, 1))
            .version(version)
            .job("b", 1, None)
            .program("two", &steps)
            .run_application("two", false)
            .until(60)
    };
    expect![[r#"
          0.000 jm-0 started
          2.000 jm-0 leads
          2.620 tm-0 registered
          3.740 job 0 received by Application(ApplicationId(0))
          3.860 job 0 added to the store
          3.890 job 0 CREATED
          3.890 job 0 RUNNING
         14.010 main of 0 Threw
         14.130 jm-0 exited
         14.130 job 0 SUSPENDED
         14.650 tm-0 misses ResourceManager: LostLeadership
        Horizon
    "#]]
    .assert_eq(&two(FlinkVersion::V1_20).story(STORY));
    expect![[r#"
          0.000 jm-0 started
          2.000 jm-0 leads
          2.620 tm-0 registered
          3.740 job 0 received by Application(ApplicationId(0))
          3.860 job 0 added to the store
          3.890 job 0 CREATED
          3.890 job 0 RUNNING
         14.010 main of 0 Threw
         14.010 job 0 CANCELLING
         14.330 job 0 CANCELED
         14.570 job 0 removed from the store
         16.130 cluster 0 stopped Failed
        Quiet
    "#]]
    .assert_eq(&two(FlinkVersion::V2_3).story(STORY));
}

#[test]
fn a_network_that_is_cut_for_long_costs_the_task_manager_and_no_more() {
    let world = session(with_checkpoints(standalone(2, 1)));
    let world = world
        .at(30, Action::CutNetwork { tm: TmId(0) })
        .at(85, Action::HealNetwork { tm: TmId(0) })
        .until(120);
    expect![[r#"
          0.000 jm-0 started
          2.620 tm-0 registered
          2.620 tm-1 registered
         11.620 job 0 received by Client(ClientId(0))
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         71.770 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
         71.770 job 0 RESTARTING
         72.300 tm-0 lost by ResourceManager: HeartbeatTimeout
         72.300 tm-0 misses ResourceManager: HeartbeatTimeout
         72.770 job 0 restored from checkpoint 17
         72.770 job 0 restored from checkpoint 17
         72.770 job 0 RUNNING
         72.770 job 0 restored from checkpoint 17
         85.120 tm-0 registered
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_short_cut_is_noticed_by_nobody() {
    let world = session(with_checkpoints(standalone(2, 1)));
    let world = world
        .at(30, Action::CutNetwork { tm: TmId(0) })
        .at(50, Action::HealNetwork { tm: TmId(0) })
        .until(120);
    expect![[r#"
          0.000 jm-0 started
          2.620 tm-0 registered
          2.620 tm-1 registered
         11.620 job 0 received by Client(ClientId(0))
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}
