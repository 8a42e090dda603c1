//! Queues of YARN: who waits though the machines have room, and who is refused.

use crate::story::{yarn, yarn_with};
use expect_test::expect;
use flink_model::Action;
use flink_model::cluster::YarnApplicationState;

const STORY: &[&str] = &[
    "YarnApplicationSubmitted",
    "YarnApplicationRejected",
    "YarnApplicationRunning",
    "ContainerPending",
    "ClusterStopped",
    "ClientExited",
    "ActionRefused",
];

/// 16 GiB, of which `dev` never gets more than a quarter: one cluster of 4 GiB.
const QUEUES: &[(&str, u16, u16)] = &[("prod", 75, 100), ("dev", 25, 25)];

#[test]
fn an_application_waits_for_its_queue_though_the_machines_have_room() {
    let world = yarn_with(2, QUEUES)
        .job("a", 1, Some(20))
        .per_job_in(0, "dev", "a")
        .per_job_in(15, "dev", "a")
        .per_job_in(16, "prod", "a")
        .until(120);
    expect![[r#"
          2.420 cluster 0 submitted
          6.160 cluster 0 RUNNING
          6.280 client 0 Submitted
         17.420 cluster 1 submitted
         18.120 container 2 for JobManager finds no room
         18.420 cluster 2 submitted
         22.160 cluster 2 RUNNING
         22.280 client 2 Submitted
         32.890 cluster 0 stopped Succeeded
         36.630 cluster 1 RUNNING
         36.750 client 1 Submitted
         48.890 cluster 2 stopped Succeeded
         63.360 cluster 1 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_queue_may_use_what_others_leave_up_to_its_maximum() {
    let world = yarn_with(2, &[("prod", 75, 100), ("dev", 25, 50)])
        .job("a", 1, Some(20))
        .per_job_in(0, "dev", "a")
        .per_job_in(15, "dev", "a")
        .until(120);
    expect![[r#"
          2.420 cluster 0 submitted
          6.160 cluster 0 RUNNING
          6.280 client 0 Submitted
         17.420 cluster 1 submitted
         21.160 cluster 1 RUNNING
         21.280 client 1 Submitted
         32.890 cluster 0 stopped Succeeded
         47.890 cluster 1 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn the_queue_that_uses_least_of_its_share_is_served_first() {
    // One machine of 8 GiB, full: whoever waits in prod overtakes who waits in dev.
    let world = yarn_with(1, &[("prod", 75, 100), ("dev", 25, 100)])
        .job("a", 1, Some(20))
        .per_job_in(0, "dev", "a")
        .per_job_in(0, "dev", "a")
        .per_job_in(10, "dev", "a")
        .per_job_in(11, "prod", "a")
        .until(180);
    expect![[r#"
          2.420 cluster 0 submitted
          2.420 cluster 1 submitted
          6.160 cluster 0 RUNNING
          6.160 cluster 1 RUNNING
          6.280 client 0 Submitted
          6.280 client 1 Submitted
         12.420 cluster 2 submitted
         13.120 container 4 for JobManager finds no room
         13.420 cluster 3 submitted
         14.120 container 5 for JobManager finds no room
         32.890 cluster 0 stopped Succeeded
         32.890 cluster 1 stopped Succeeded
         36.630 cluster 3 RUNNING
         36.630 cluster 2 RUNNING
         36.750 client 3 Submitted
         36.750 client 2 Submitted
         63.360 cluster 3 stopped Succeeded
         63.360 cluster 2 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_share_counts_by_what_the_queue_may_use_not_by_what_it_uses() {
    // 16 GiB, full: prod and dev use as much, which is two thirds of prod's share and twice dev's.
    let world = yarn_with(2, &[("prod", 75, 100), ("dev", 25, 100)])
        .job("a", 1, Some(20))
        .per_job_in(0, "prod", "a")
        .per_job_in(8, "prod", "a")
        .per_job_in(8, "dev", "a")
        .per_job_in(8, "dev", "a")
        .per_job_in(14, "dev", "a")
        .per_job_in(15, "prod", "a")
        .until(180);
    expect![[r#"
          2.420 cluster 0 submitted
          6.160 cluster 0 RUNNING
          6.280 client 0 Submitted
         10.420 cluster 1 submitted
         10.420 cluster 2 submitted
         10.420 cluster 3 submitted
         14.160 cluster 1 RUNNING
         14.160 cluster 2 RUNNING
         14.160 cluster 3 RUNNING
         14.280 client 1 Submitted
         14.280 client 2 Submitted
         14.280 client 3 Submitted
         16.420 cluster 4 submitted
         17.120 container 8 for JobManager finds no room
         17.420 cluster 5 submitted
         18.120 container 9 for JobManager finds no room
         32.890 cluster 0 stopped Succeeded
         36.630 cluster 5 RUNNING
         36.630 cluster 4 RUNNING
         36.750 client 5 Submitted
         36.750 client 4 Submitted
         38.120 container 10 for TaskManager(TmId(4)) finds no room
         38.120 container 11 for TaskManager(TmId(5)) finds no room
         40.890 cluster 1 stopped Succeeded
         40.890 cluster 2 stopped Succeeded
         40.890 cluster 3 stopped Succeeded
         66.830 cluster 5 stopped Succeeded
         66.830 cluster 4 stopped Succeeded
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_queue_that_does_not_exist_is_refused_by_yarn() {
    let world = yarn_with(2, QUEUES).job("a", 1, Some(20)).per_job_in(0, "etl", "a").until(120);
    expect![[r#"
          2.420 cluster 0 submitted
          2.420 YarnApplicationRejected { cluster: ClusterId(0), queue: "etl" }
          2.540 client 0 NotDeployed
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
    let world = yarn(2).job("a", 1, None).set("yarn.application.queue", "etl");
    assert_eq!(world.run_application("a", true).yarn_shows(), YarnApplicationState::Failed);
    let session = yarn(2).set("yarn.application.queue", "etl").at(0, Action::StartCluster);
    let world = session.at(5, Action::StartCluster).until(20);
    expect![[r#"
          0.720 cluster 0 submitted
          0.720 YarnApplicationRejected { cluster: ClusterId(0), queue: "etl" }
          5.720 cluster 1 submitted
          5.720 YarnApplicationRejected { cluster: ClusterId(1), queue: "etl" }
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}
