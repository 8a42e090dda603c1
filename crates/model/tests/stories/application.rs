//! Golden stories of the application mode: one program, one cluster, and how both end.

use crate::story::{World, execute, execute_async, standalone, yarn};
use expect_test::expect;
use flink_model::{Action, ClusterId, FlinkVersion, JmId, JobId, Step, Time};

const STORY: &[&str] = &[
    "JobReceived",
    "JobStatusChanged",
    "ProgramEnded",
    "ApplicationEnded",
    "ApplicationStateChanged",
    "ClusterStopped",
    "ClientExited",
    "YarnApplicationKilled",
    "TaskManagerExited",
];

/// `main()` submits four unbounded jobs at once, and the second is cancelled.
fn cancel_one_of_four(version: FlinkVersion) -> String {
    let names = ["a", "b", "c", "d"];
    let steps: Vec<Step> = names.iter().map(|name| execute_async(name)).collect();
    let world = names.iter().fold(standalone(1, 1), |world, name| world.job(name, 1, None));
    let world = world.version(version).program("four", &steps).run_application("four", false);
    world.at(20, Action::Cancel { job: JobId(1) }).until(60).story(STORY)
}

#[test]
fn success_ends_the_cluster() {
    let world = standalone(1, 1).job("a", 2, Some(10)).run_application("a", false).until(60);
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.770 main of 0 Returned
         15.650 job 0 FINISHED
         15.770 application 0 ended Succeeded
         15.890 cluster 0 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn the_cluster_may_outlive_its_application() {
    let world = standalone(1, 1)
        .set("execution.shutdown-on-application-finish", "false")
        .job("a", 2, Some(10))
        .run_application("a", false)
        .until(60);
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.770 main of 0 Returned
         15.650 job 0 FINISHED
         15.770 application 0 ended Succeeded
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn one_cancelled_job_suspends_the_others_up_to_2_2() {
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.890 job 1 received by Application(ApplicationId(0))
          4.040 job 1 CREATED
          4.040 job 1 RUNNING
          4.160 job 2 received by Application(ApplicationId(0))
          4.310 job 2 CREATED
          4.310 job 2 RUNNING
          4.430 job 3 received by Application(ApplicationId(0))
          4.580 job 3 CREATED
          4.580 job 3 RUNNING
          4.580 main of 0 Returned
         20.120 job 1 CANCELLING
         20.440 job 1 CANCELED
         20.580 application 0 ended Canceled
         20.700 cluster 0 stopped Canceled
         20.700 job 0 SUSPENDED
         20.700 job 2 SUSPENDED
         20.700 job 3 SUSPENDED
        Quiet
    "#]]
    .assert_eq(&cancel_one_of_four(FlinkVersion::V1_20));
}

#[test]
fn one_cancelled_job_cancels_the_others_since_2_3() {
    expect![[r#"
          2.120 application 0 Running
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.890 job 1 received by Application(ApplicationId(0))
          4.040 job 1 CREATED
          4.040 job 1 RUNNING
          4.160 job 2 received by Application(ApplicationId(0))
          4.310 job 2 CREATED
          4.310 job 2 RUNNING
          4.430 job 3 received by Application(ApplicationId(0))
          4.580 job 3 CREATED
          4.580 job 3 RUNNING
          4.580 main of 0 Returned
         20.120 job 1 CANCELLING
         20.440 job 1 CANCELED
         20.580 application 0 ended Canceled
         20.580 application 0 Canceling
         20.580 job 0 CANCELLING
         20.580 job 2 CANCELLING
         20.580 job 3 CANCELLING
         20.900 job 0 CANCELED
         20.900 job 2 CANCELED
         20.900 job 3 CANCELED
         22.580 application 0 Canceled
         22.700 cluster 0 stopped Canceled
        Quiet
    "#]]
    .assert_eq(&cancel_one_of_four(FlinkVersion::V2_3));
}

fn main_throws(version: FlinkVersion) -> World {
    let steps = [execute_async("a"), Step::Work(Time::s(10)), execute_async("b"), Step::Throw];
    standalone(1, 1)
        .version(version)
        .job("a", 1, None)
        .job("b", 1, None)
        .program("two", &steps)
        .run_application("two", false)
        .until(60)
}

#[test]
fn a_main_that_throws_is_fatal_up_to_2_2() {
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
         13.890 job 1 received by Application(ApplicationId(0))
         14.040 job 1 CREATED
         14.040 job 1 RUNNING
         14.040 main of 0 Threw
         14.160 cluster 0 stopped Unknown
         14.160 job 0 SUSPENDED
         14.160 job 1 SUSPENDED
        Quiet
    "#]]
    .assert_eq(&main_throws(FlinkVersion::V1_20).story(STORY));
}

#[test]
fn a_main_that_throws_cancels_its_jobs_since_2_3() {
    expect![[r#"
          2.120 application 0 Running
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
         13.890 job 1 received by Application(ApplicationId(0))
         14.040 job 1 CREATED
         14.040 job 1 RUNNING
         14.040 main of 0 Threw
         14.040 application 0 Failing
         14.040 job 0 CANCELLING
         14.040 job 1 CANCELLING
         14.040 job 1 CANCELED
         14.360 job 0 CANCELED
         16.040 application 0 Failed
         16.160 cluster 0 stopped Failed
        Quiet
    "#]]
    .assert_eq(&main_throws(FlinkVersion::V2_3).story(STORY));
}

#[test]
fn an_execute_that_is_not_attached_does_not_wait() {
    let steps = [execute("a"), execute("b")];
    let two = || {
        standalone(1, 1).job("a", 1, Some(5)).job("b", 1, Some(5)).program("two", &steps).until(60)
    };
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.890 job 1 received by Application(ApplicationId(0))
        Quiet
    "#]]
    .assert_eq(&two().run_application("two", false).story(&["JobReceived"]));
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
         10.890 job 1 received by Application(ApplicationId(0))
        Quiet
    "#]]
    .assert_eq(&two().run_application("two", true).story(&["JobReceived"]));
}

#[test]
fn the_client_only_brings_the_program_to_yarn() {
    let steps = [execute_async("a"), execute_async("b")];
    let world = yarn(2)
        .job("a", 1, Some(10))
        .job("b", 1, Some(20))
        .program("two", &steps)
        .run_application("two", true)
        .until(120);
    expect![[r#"
          4.780 client 0 Deployed
          5.860 job 0 received by Application(ApplicationId(0))
          6.010 job 0 CREATED
          6.010 job 0 RUNNING
          6.130 job 1 received by Application(ApplicationId(0))
          6.280 job 1 CREATED
          6.280 job 1 RUNNING
          6.280 main of 0 Returned
         22.620 job 0 FINISHED
         32.620 job 1 FINISHED
         34.280 application 0 ended Succeeded
         34.400 cluster 0 stopped Succeeded
         34.400 tm-0 exited
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn yarn_kills_an_application_with_everything_in_it() {
    let world = yarn(2)
        .job("a", 4, None)
        .run_application("a", false)
        .at(40, Action::KillApplication { cluster: ClusterId(0) })
        .until(120);
    expect![[r#"
          4.780 client 0 Deployed
          5.860 job 0 received by Application(ApplicationId(0))
          6.010 job 0 CREATED
          6.010 job 0 RUNNING
          6.010 main of 0 Returned
         40.120 YarnApplicationKilled { cluster: ClusterId(0) }
         40.620 cluster 0 stopped Killed
         40.620 job 0 SUSPENDED
         40.620 tm-0 exited
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn sigterm_ends_the_cluster_without_a_final_status() {
    let world = standalone(1, 1)
        .job("a", 1, None)
        .run_application("a", false)
        .at(20, Action::StopJobManager { jm: JmId(0) })
        .until(60);
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.770 main of 0 Returned
         20.300 cluster 0 stopped Unknown
         20.300 job 0 SUSPENDED
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_session_cluster_of_2_3_runs_applications_too() {
    let steps = [execute_async("a"), execute_async("b")];
    let run = Action::RunApplication { program: "two".into(), attached: false, in_session: true };
    let world = standalone(1, 1)
        .version(FlinkVersion::V2_3)
        .job("a", 1, Some(5))
        .job("b", 1, Some(9))
        .program("two", &steps)
        .at(0, Action::StartCluster)
        .at(10, run)
        .until(60);
    expect![[r#"
         10.120 application 0 Running
         11.620 job 0 received by Application(ApplicationId(0))
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         11.890 job 1 received by Application(ApplicationId(0))
         12.040 job 1 CREATED
         12.040 job 1 RUNNING
         12.040 main of 0 Returned
         18.650 job 0 FINISHED
         22.920 job 1 FINISHED
         24.040 application 0 ended Succeeded
         24.040 application 0 Finished
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

/// `main()` waits for the results of jobs that it submitted asynchronously.
fn awaiting(version: FlinkVersion) -> World {
    let steps = [execute_async("short"), execute_async("long"), Step::Await, execute("last")];
    let jobs = standalone(1, 1).job("short", 1, Some(5)).job("long", 1, Some(12));
    let world = jobs.job("last", 1, Some(3)).version(version).program("P", &steps);
    world.run_application("P", true).until(60)
}

#[test]
fn a_main_that_awaits_its_jobs_goes_on_when_all_have_finished() {
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.890 job 1 received by Application(ApplicationId(0))
          4.040 job 1 CREATED
          4.040 job 1 RUNNING
         10.650 job 0 FINISHED
         17.920 job 1 FINISHED
         18.160 job 2 received by Application(ApplicationId(0))
         18.310 job 2 CREATED
         18.310 job 2 RUNNING
         23.190 job 2 FINISHED
         23.310 main of 0 Returned
         23.310 application 0 ended Succeeded
         23.430 cluster 0 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&awaiting(FlinkVersion::V1_20).story(STORY));
}

#[test]
fn a_job_that_is_cancelled_makes_the_waiting_main_throw_when_its_turn_comes() {
    let world = |version| awaiting(version).at(7, Action::Cancel { job: JobId(1) });
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.890 job 1 received by Application(ApplicationId(0))
          4.040 job 1 CREATED
          4.040 job 1 RUNNING
          7.120 job 1 CANCELLING
          7.440 job 1 CANCELED
         10.650 job 0 FINISHED
         10.770 main of 0 Threw
         10.770 application 0 ended Canceled
         10.890 cluster 0 stopped Canceled
        Quiet
    "#]]
    .assert_eq(&world(FlinkVersion::V1_20).story(STORY));
    expect![[r#"
          2.120 application 0 Running
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.890 job 1 received by Application(ApplicationId(0))
          4.040 job 1 CREATED
          4.040 job 1 RUNNING
          7.120 job 1 CANCELLING
          7.440 job 1 CANCELED
         10.650 job 0 FINISHED
         10.770 main of 0 Threw
         10.770 application 0 Canceling
         10.770 application 0 Canceled
         10.890 cluster 0 stopped Canceled
        Quiet
    "#]]
    .assert_eq(&world(FlinkVersion::V2_3).story(STORY));
}

#[test]
fn a_client_that_awaits_its_jobs_stays_until_they_are_over() {
    let steps = [execute_async("short"), execute_async("long"), Step::Await];
    let world = standalone(1, 1).job("short", 1, Some(5)).job("long", 1, Some(12));
    let world = world.program("P", &steps).at(0, Action::StartCluster).submit(6, "P").until(60);
    expect![[r#"
          7.620 job 0 received by Client(ClientId(0))
          7.770 job 0 CREATED
          7.770 job 0 RUNNING
          8.010 job 1 received by Client(ClientId(0))
          8.160 job 1 CREATED
          8.160 job 1 RUNNING
         14.650 job 0 FINISHED
         22.040 job 1 FINISHED
         22.160 client 0 Submitted
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}
