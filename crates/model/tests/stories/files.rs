//! What is uploaded to HDFS before YARN is asked for a cluster, and who deletes it.

use crate::story::{World, execute, yarn};
use expect_test::expect;
use flink_model::{Action, ClusterId};

const STORY: &[&str] = &[
    "FilesUploaded",
    "FilesDeleted",
    "YarnApplicationSubmitted",
    "YarnApplicationRunning",
    "ClusterStopped",
    "ContainerLaunched",
    "ClientExited",
];

fn application() -> World {
    yarn(1).job("a", 1, Some(5)).program("main", &[execute("a")]).until(60)
}

#[test]
fn an_application_that_ends_in_order_deletes_its_files() {
    expect![[r#"
          0.800 FilesUploaded { client: Some(ClientId(0)) }
          0.920 cluster 0 submitted
          2.240 container 0 launched
          4.660 cluster 0 RUNNING
          4.780 client 0 Deployed
          8.360 container 1 launched
         17.860 cluster 0 stopped Succeeded
         17.860 FilesDeleted { cluster: ClusterId(0) }
        Quiet
    "#]]
    .assert_eq(&application().run_application("main", true).story(STORY));
}

#[test]
fn what_is_in_hdfs_is_not_uploaded() {
    let provided = application()
        .set("yarn.provided.lib.dirs", "hdfs:///flink/1.20/lib")
        .set("pipeline.jars", "hdfs:///flink/apps/app.jar");
    expect![[r#"
          0.100 FilesUploaded { client: Some(ClientId(0)) }
          0.220 cluster 0 submitted
          1.540 container 0 launched
          3.960 cluster 0 RUNNING
          4.080 client 0 Deployed
          7.360 container 1 launched
         16.860 cluster 0 stopped Succeeded
         16.860 FilesDeleted { cluster: ClusterId(0) }
        Quiet
    "#]]
    .assert_eq(&provided.run_application("main", true).story(STORY));
}

#[test]
fn a_killed_application_leaves_its_files() {
    let kill = Action::KillApplication { cluster: ClusterId(0) };
    let world = application().run_application("main", true).at(12, kill);
    expect![[r#"
          0.800 FilesUploaded { client: Some(ClientId(0)) }
          0.920 cluster 0 submitted
          2.240 container 0 launched
          4.660 cluster 0 RUNNING
          4.780 client 0 Deployed
          8.360 container 1 launched
         12.620 cluster 0 stopped Killed
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_session_uploads_no_jar() {
    let world = yarn(1).at(0, Action::StartCluster).at(10, Action::StopCluster).until(20);
    expect![[r#"
          0.600 FilesUploaded { client: None }
          0.720 cluster 0 submitted
          2.040 container 0 launched
          4.460 cluster 0 RUNNING
         10.300 cluster 0 stopped Succeeded
         10.300 FilesDeleted { cluster: ClusterId(0) }
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

#[test]
fn a_client_that_is_interrupted_while_it_uploads_asks_for_nothing() {
    let interrupt = Action::InterruptClient { client: flink_model::ClientId(0) };
    let world = application().program("b", &[execute("a")]).run_per_job("b", true);
    expect![[r#"
          2.000 client 0 Interrupted
        Quiet
    "#]]
    .assert_eq(&world.at(2, interrupt).story(STORY));
}
