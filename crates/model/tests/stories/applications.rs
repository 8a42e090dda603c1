//! Golden stories of `main()` in the JobManager: what an execute() waits for, what it finds there after a
//! change of leader, and how the application and its cluster end.

use super::worlds::KILL_JOB_MANAGER;
use crate::story::{World, execute, execute_async, kubernetes, standalone, yarn};
use expect_test::expect;
use flink_model::{Action, FlinkVersion, JobId, Step, Time};

pub(crate) const STORY: &[&str] = &[
    "JobReceived",
    "JobPersisted",
    "JobRecovered",
    "JobStatusChanged",
    "ProgramEnded",
    "ApplicationEnded",
    "ApplicationStateChanged",
    "ClusterStopped",
    "JobManagerExited",
];

fn cancel(job: u16) -> Action {
    Action::Cancel { job: JobId(job) }
}

fn throw(job: u16) -> Action {
    Action::ThrowException { job: JobId(job) }
}

/// Standalone, with jobs that end after ten seconds and one that does not.
fn machines() -> World {
    standalone(2, 1).job("a", 1, Some(10)).job("b", 1, Some(10)).job("endless", 1, None).until(60)
}

/// A leader and a standby that takes over after six seconds at most.
pub(crate) fn pair_of_leaders() -> World {
    let world = standalone(2, 2).job("a", 1, Some(10)).job("b", 1, Some(10));
    let world = world.job("endless", 1, None).until(60);
    world
        .set("high-availability.type", "zookeeper")
        .set("high-availability.zookeeper.client.session-timeout", "6 s")
}

/// `execute()` of an attached program throws when its job does not finish; how the job ended is how the
/// application ends.
#[test]
fn a_job_that_main_waited_for_in_vain() {
    let steps = [execute("endless"), execute("a")];
    let world = || machines().program("two", &steps).run_application("two", true);
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
         20.120 job 0 CANCELLING
         20.440 job 0 CANCELED
         20.560 main of 0 Threw
         20.560 application 0 ended Canceled
         20.680 cluster 0 stopped Canceled
        Quiet
    "#]]
    .assert_eq(&world().at(20, cancel(0)).story(STORY));
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
         20.120 job 0 FAILING
         20.120 job 0 FAILED
         20.240 main of 0 Threw
         20.240 application 0 ended Failed
         20.360 cluster 0 stopped Failed
        Quiet
    "#]]
    .assert_eq(&world().at(20, throw(0)).story(STORY));
    let newer = || world().version(FlinkVersion::V2_3);
    expect![[r#"
          2.120 application 0 Running
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
         20.120 job 0 CANCELLING
         20.440 job 0 CANCELED
         20.560 main of 0 Threw
         20.560 application 0 Canceling
         20.560 application 0 Canceled
         20.680 cluster 0 stopped Canceled
        Quiet
    "#]]
    .assert_eq(&newer().at(20, cancel(0)).story(STORY));
    expect![[r#"
          2.120 application 0 Running
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
         20.120 job 0 FAILING
         20.120 job 0 FAILED
         20.240 main of 0 Threw
         20.240 application 0 Failing
         20.240 application 0 Failed
         20.360 cluster 0 stopped Failed
        Quiet
    "#]]
    .assert_eq(&newer().at(20, throw(0)).story(STORY));
}

/// The jobs' ends are looked for once per `client.retry-period` after `main()` has returned, not before.
#[test]
fn ends_are_looked_for_after_main_has_returned() {
    let steps = [execute_async("a"), Step::Work(Time::s(15)), execute_async("b")];
    let world = machines().program("two", &steps).run_application("two", false);
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
         15.650 job 0 FINISHED
         18.890 job 1 received by Application(ApplicationId(0))
         19.040 job 1 CREATED
         19.040 job 1 RUNNING
         19.040 main of 0 Returned
         30.920 job 1 FINISHED
         33.040 application 0 ended Succeeded
         33.160 cluster 0 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&world.set("client.retry-period", "7 s").story(STORY));
}

/// One job that fails ends the application and all its jobs; since 2.3 each is cancelled in order.
#[test]
fn one_failed_job_ends_the_application() {
    let steps = [execute_async("endless"), execute_async("endless")];
    let world = || machines().program("two", &steps).run_application("two", false).at(20, throw(1));
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.890 job 1 received by Application(ApplicationId(0))
          4.040 job 1 CREATED
          4.040 job 1 RUNNING
          4.040 main of 0 Returned
         20.120 job 1 FAILING
         20.120 job 1 FAILED
         22.040 application 0 ended Failed
         22.160 cluster 0 stopped Failed
         22.160 job 0 SUSPENDED
        Quiet
    "#]]
    .assert_eq(&world().story(STORY));
    expect![[r#"
          2.120 application 0 Running
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.890 job 1 received by Application(ApplicationId(0))
          4.040 job 1 CREATED
          4.040 job 1 RUNNING
          4.040 main of 0 Returned
         20.120 job 1 FAILING
         20.120 job 1 FAILED
         22.040 application 0 ended Failed
         22.040 application 0 Failing
         22.040 job 0 CANCELLING
         22.360 job 0 CANCELED
         24.040 application 0 Failed
         24.160 cluster 0 stopped Failed
        Quiet
    "#]]
    .assert_eq(&world().version(FlinkVersion::V2_3).story(STORY));
}

/// `execution.shutdown-on-application-finish: false` keeps the cluster, in every version.
#[test]
fn a_cluster_that_stays_is_not_shut_down() {
    let world = machines().version(FlinkVersion::V2_3).run_application("a", false);
    let kept = world.set("execution.shutdown-on-application-finish", "false");
    expect![[r#"
          2.120 application 0 Running
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.770 main of 0 Returned
         15.650 job 0 FINISHED
         15.770 application 0 ended Succeeded
         15.770 application 0 Finished
        Quiet
    "#]]
    .assert_eq(&kept.story(STORY));
}

/// Up to 2.2 a `main()` that throws takes the JobManager along: on YARN the application FAILED.
#[test]
fn a_main_that_throws_fails_the_application_on_a_platform() {
    let steps = [execute_async("a"), Step::Work(Time::s(1)), Step::Throw];
    let run = |world: World| {
        let world = world.job("a", 1, Some(10)).program("throws", &steps);
        world.run_application("throws", false).until(40)
    };
    expect![[r#"
          5.860 job 0 received by Application(ApplicationId(0))
          6.010 job 0 CREATED
          6.010 job 0 RUNNING
          7.010 main of 0 Threw
          7.130 jm-0 exited
          7.130 job 0 SUSPENDED
          8.130 cluster 0 stopped Failed
        Quiet
    "#]]
    .assert_eq(&run(yarn(2)).story(STORY));
    expect![[r#"
          5.860 job 0 received by Application(ApplicationId(0))
          6.010 job 0 CREATED
          6.010 job 0 RUNNING
          7.010 main of 0 Threw
          7.130 jm-0 exited
          7.130 job 0 SUSPENDED
         11.370 job 1 received by Application(ApplicationId(0))
         11.520 job 1 CREATED
         11.520 job 1 RUNNING
         12.520 main of 0 Threw
         12.640 jm-1 exited
         12.640 job 1 SUSPENDED
         26.880 job 2 received by Application(ApplicationId(0))
         27.030 job 2 CREATED
         27.030 job 2 RUNNING
         28.030 main of 0 Threw
         28.150 jm-2 exited
         28.150 job 2 SUSPENDED
        Horizon
    "#]]
    .assert_eq(&run(kubernetes(2, 1)).story(STORY));
    let newer = run(yarn(2)).version(FlinkVersion::V2_3);
    expect![[r#"
          4.360 application 0 Running
          5.860 job 0 received by Application(ApplicationId(0))
          6.010 job 0 CREATED
          6.010 job 0 RUNNING
          7.010 main of 0 Threw
          7.010 application 0 Failing
          7.010 job 0 CANCELLING
          7.010 job 0 CANCELED
          7.010 application 0 Failed
          7.130 cluster 0 stopped Failed
        Quiet
    "#]]
    .assert_eq(&newer.story(STORY));
}

/// 2.3 wraps what a client submits in an application, which a new leader finds as well.
#[test]
fn a_submitted_job_is_an_application_since_2_3() {
    let session = |world: World| world.version(FlinkVersion::V2_3).at(0, Action::StartCluster);
    let states = &["ApplicationStateChanged", "JobRecovered", "JobStatusChanged"];
    let submitted = |name| session(machines()).submit(5, name);
    expect![[r#"
          6.620 application 0 Running
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
         18.650 job 0 FINISHED
         18.650 application 0 Finished
        Quiet
    "#]]
    .assert_eq(&submitted("a").story(states));
    expect![[r#"
          6.620 application 0 Running
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
         20.120 job 0 FAILING
         20.120 job 0 FAILED
         20.120 application 0 Failing
         20.120 application 0 Failed
        Quiet
    "#]]
    .assert_eq(&submitted("endless").at(20, throw(0)).story(states));
    let found = session(pair_of_leaders()).submit(5, "endless").at(20, KILL_JOB_MANAGER);
    expect![[r#"
          6.620 application 0 Running
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
         26.240 job 0 recovered
         26.240 application 0 Running
         26.390 job 0 CREATED
         26.390 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&found.story(states));
}

/// An execute() waits for its own job; another one that ends meanwhile changes nothing.
#[test]
fn main_waits_for_its_own_job() {
    let steps = [execute_async("a"), execute("endless"), execute_async("b")];
    let world = machines().program("three", &steps).run_application("three", true);
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.890 job 1 received by Application(ApplicationId(0))
          4.040 job 1 CREATED
          4.040 job 1 RUNNING
         15.650 job 0 FINISHED
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

/// Since 2.3 the application can be told to end as its `main()` does: what still runs is cancelled then, and
/// what failed before is nobody's concern.
#[test]
fn an_application_that_does_not_care_for_its_jobs() {
    const KEY: &str = "execution.terminate-application-on-any-job-terminated-exceptionally";
    let world = |steps: &[Step]| {
        machines()
            .version(FlinkVersion::V2_3)
            .set(KEY, "false")
            .program("two", steps)
            .run_application("two", false)
    };
    expect![[r#"
          2.120 application 0 Running
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.890 job 1 received by Application(ApplicationId(0))
          4.040 job 1 CREATED
          4.040 job 1 RUNNING
          4.040 main of 0 Returned
          4.040 job 0 CANCELLING
          4.040 job 0 CANCELED
          4.040 job 1 CANCELLING
          4.040 job 1 CANCELED
          4.040 application 0 ended Succeeded
          4.040 application 0 Finished
          4.160 cluster 0 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&world(&[execute_async("endless"), execute_async("a")]).story(STORY));
    let patient = [execute_async("endless"), Step::Work(Time::s(30)), execute_async("a")];
    expect![[r#"
          2.120 application 0 Running
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
         20.120 job 0 FAILING
         20.120 job 0 FAILED
         33.890 job 1 received by Application(ApplicationId(0))
         34.040 job 1 CREATED
         34.040 job 1 RUNNING
         34.040 main of 0 Returned
         34.040 job 1 CANCELLING
         34.040 job 1 CANCELED
         34.040 application 0 ended Succeeded
         34.040 application 0 Finished
         34.160 cluster 0 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&world(&patient).at(20, throw(0)).story(STORY));
    // Older versions do not know the key.
    expect![[r#"
          3.620 job 0 received by Application(ApplicationId(0))
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          3.890 job 1 received by Application(ApplicationId(0))
          4.040 job 1 CREATED
          4.040 job 1 RUNNING
          4.040 main of 0 Returned
         15.920 job 1 FINISHED
        Quiet
    "#]]
    .assert_eq(
        &world(&[execute_async("endless"), execute_async("a")])
            .version(FlinkVersion::V1_20)
            .until(30)
            .story(STORY),
    );
}
