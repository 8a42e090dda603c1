//! Golden stories of the per-job mode (YARN, 1.x): the client runs `main()`, each job gets a cluster.

use crate::story::{execute, execute_async, yarn};
use expect_test::expect;
use flink_model::cluster::YarnApplicationState;
use flink_model::{Action, ClusterId, FlinkVersion, JmId, JobId, Signal, Step, Time, TmId};

const STORY: &[&str] = &[
    "JobReceived",
    "JobStatusChanged",
    "ClusterStopped",
    "ClientExited",
    "WorkersRequested",
    "TaskManagerRegistered",
    "TaskManagerLost",
    "TaskManagerExited",
    "JobManagerStarted",
    "JobManagerKilled",
    "ActionRefused",
];

#[test]
fn a_detached_client_goes_and_the_cluster_ends_with_its_job() {
    let world = yarn(2).job("a", 2, Some(10)).run_per_job("a", false).until(120);
    expect![[r#"
          3.740 jm-0 started
          5.740 job 0 received by Client(ClientId(0))
          5.890 job 0 CREATED
          5.890 job 0 RUNNING
          6.280 client 0 Submitted
          6.330 cluster 0 asks for 1
         11.010 tm-0 registered
         22.650 job 0 FINISHED
         22.890 cluster 0 stopped Succeeded
         22.890 tm-0 exited
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn an_attached_client_is_told_the_result_before_the_cluster_ends() {
    let world = yarn(2).job("a", 2, Some(10)).run_per_job("a", true).until(120);
    expect![[r#"
          3.740 jm-0 started
          5.740 job 0 received by Client(ClientId(0))
          5.890 job 0 CREATED
          5.890 job 0 RUNNING
          6.330 cluster 0 asks for 1
         11.010 tm-0 registered
         22.650 job 0 FINISHED
         22.770 client 0 JobEnded(Finished)
         23.010 cluster 0 stopped Succeeded
         23.010 tm-0 exited
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn three_jobs_are_three_clusters() {
    let steps = [execute_async("a"), execute_async("b"), execute_async("c")];
    let world = yarn(3)
        .job("a", 1, Some(15))
        .job("b", 1, Some(20))
        .job("c", 1, Some(5))
        .program("three", &steps)
        .run_per_job("three", false)
        .until(180);
    expect![[r#"
          3.740 jm-0 started
          5.740 job 0 received by Client(ClientId(0))
          5.890 job 0 CREATED
          5.890 job 0 RUNNING
          6.330 cluster 0 asks for 1
          8.520 jm-1 started
         10.520 job 1 received by Client(ClientId(0))
         10.670 job 1 CREATED
         10.670 job 1 RUNNING
         11.010 tm-0 registered
         11.110 cluster 1 asks for 1
         13.300 jm-2 started
         15.300 job 2 received by Client(ClientId(0))
         15.450 job 2 CREATED
         15.450 job 2 RUNNING
         15.790 tm-1 registered
         15.840 client 0 Submitted
         15.890 cluster 2 asks for 1
         20.570 tm-2 registered
         27.210 job 2 FINISHED
         27.450 cluster 2 stopped Succeeded
         27.450 tm-2 exited
         27.650 job 0 FINISHED
         27.890 cluster 0 stopped Succeeded
         27.890 tm-0 exited
         37.430 job 1 FINISHED
         37.670 cluster 1 stopped Succeeded
         37.670 tm-1 exited
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn an_attached_execute_waits_before_the_next_cluster_is_asked_for() {
    let steps = [execute("a"), Step::Work(Time::s(1)), execute("b")];
    let world = yarn(3)
        .job("a", 1, Some(5))
        .job("b", 1, Some(5))
        .program("two", &steps)
        .run_per_job("two", true)
        .until(180);
    expect![[r#"
          5.740 job 0 received by Client(ClientId(0))
         18.010 cluster 0 stopped Succeeded
         23.010 job 1 received by Client(ClientId(0))
         35.040 client 0 JobEnded(Finished)
         35.280 cluster 1 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&world.story(&["JobReceived", "ClusterStopped", "ClientExited"]));
}

#[test]
fn cancelling_the_job_ends_the_cluster() {
    let world = yarn(2)
        .job("a", 2, None)
        .run_per_job("a", false)
        .at(40, Action::Cancel { job: JobId(0) })
        .until(120);
    expect![[r#"
          3.740 jm-0 started
          5.740 job 0 received by Client(ClientId(0))
          5.890 job 0 CREATED
          5.890 job 0 RUNNING
          6.280 client 0 Submitted
          6.330 cluster 0 asks for 1
         11.010 tm-0 registered
         40.120 job 0 CANCELLING
         40.440 job 0 CANCELED
         40.680 cluster 0 stopped Canceled
         40.680 tm-0 exited
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_lost_worker_is_replaced_and_a_lost_job_manager_is_not() {
    let world = yarn(2)
        .set("restart-strategy.type", "fixed-delay")
        .set("restart-strategy.fixed-delay.delay", "1 s")
        .set("restart-strategy.fixed-delay.attempts", "5")
        .job("a", 2, None)
        .run_per_job("a", false)
        .at(40, Action::SignalTaskManager { tm: TmId(0), signal: Signal::Kill })
        .at(80, Action::KillJobManager { jm: JmId(0) })
        .until(120);
    expect![[r#"
          3.740 jm-0 started
          5.740 job 0 received by Client(ClientId(0))
          5.890 job 0 CREATED
          5.890 job 0 RUNNING
          6.280 client 0 Submitted
          6.330 cluster 0 asks for 1
         11.010 tm-0 registered
         41.160 tm-0 lost by ResourceManager: ContainerCompleted
         41.210 cluster 0 asks for 1
         41.280 tm-0 lost by JobMaster(JobId(0)): ContainerCompleted
         41.280 job 0 RESTARTING
         42.280 job 0 RUNNING
         45.890 tm-1 registered
         80.000 jm-0 killed
         81.000 cluster 0 stopped Failed
         81.000 tm-1 exited
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn per_job_mode_is_gone_in_2_0() {
    let world =
        yarn(2).version(FlinkVersion::V2_0).job("a", 1, None).run_per_job("a", false).until(30);
    expect![[r#"
          0.000 ActionRefused(PerJobRemoved)
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

/// `RMAppState`: FINISHED is an application master that ended in order, whatever its job's end.
#[test]
fn yarn_shows_how_the_application_master_ended() {
    let world = || yarn(2).job("a", 1, Some(10)).run_per_job("a", false).until(60);
    assert_eq!(world().yarn_shows(), YarnApplicationState::Finished);
    let canceled = world().at(12, Action::Cancel { job: JobId(0) });
    assert_eq!(canceled.yarn_shows(), YarnApplicationState::Finished);
    let killed = world().at(12, Action::KillJobManager { jm: JmId(0) });
    assert_eq!(killed.yarn_shows(), YarnApplicationState::Failed);
    let by_hand = world().at(12, Action::KillApplication { cluster: ClusterId(0) });
    assert_eq!(by_hand.yarn_shows(), YarnApplicationState::Killed);
}
