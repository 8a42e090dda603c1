//! How often YARN starts a JobManager again, and what the new one asks for.

use super::platform::CONTAINERS;
use super::worlds::{KILL_JOB_MANAGER, session};
use crate::story::yarn;
use expect_test::expect;
use flink_model::{Action, JmId};

/// `yarn.application-attempts` is 2 with high availability, and only failures within ten seconds count.
#[test]
fn attempts_are_counted_within_the_validity_interval() {
    let killed = |first, second, attempts| {
        session(yarn(3))
            .set("high-availability.type", "zookeeper")
            .set("high-availability.zookeeper.client.session-timeout", "4 s")
            .set("yarn.application-attempts", attempts)
            .at(first, KILL_JOB_MANAGER)
            .at(second, Action::KillJobManager { jm: JmId(1) })
            .until(60)
    };
    let names = &["JobManagerStarted", "JobManagerKilled", "ClusterStopped", "ActionRefused"];
    expect![[r#"
          2.040 jm-0 started
         20.000 jm-0 killed
         21.320 jm-1 started
         29.000 jm-1 killed
         30.000 cluster 0 stopped Failed
        Quiet
    "#]]
    .assert_eq(&killed(20, 29, "2").story(names));
    expect![[r#"
          2.040 jm-0 started
         20.000 jm-0 killed
         21.320 jm-1 started
         30.000 jm-1 killed
         31.320 jm-2 started
        Quiet
    "#]]
    .assert_eq(&killed(20, 30, "2").story(names));
    expect![[r#"
          2.040 jm-0 started
         20.000 jm-0 killed
         21.320 jm-1 started
         29.000 jm-1 killed
         30.000 cluster 0 stopped Failed
        Quiet
    "#]]
    .assert_eq(&killed(20, 29, "4").story(names));
    expect![[r#"
          2.040 jm-0 started
         20.000 jm-0 killed
         21.000 cluster 0 stopped Failed
         30.000 ActionRefused(NoCluster)
        Quiet
    "#]]
    .assert_eq(&killed(20, 30, "1").story(names));
}

/// The next attempt keeps the containers that run; those that were given and not started are lost.
#[test]
fn a_new_attempt_asks_for_what_was_not_started() {
    let world = session(yarn(3)).set("high-availability.type", "zookeeper").job("a", 8, None);
    let world = world.set("taskmanager.numberOfTaskSlots", "4").submit(10, "a");
    expect![[r#"
          0.720 cluster 0 submitted
          1.420 container 0 for JobManager on node-0
          2.040 container 0 launched
          2.040 jm-0 started
         12.060 cluster 0 asks for 2
         13.380 container 1 for TaskManager(TmId(0)) on node-1
         13.380 container 2 for TaskManager(TmId(1)) on node-2
         13.500 cluster 0 received containers [1, 2]
         14.000 container 0 completed
         14.000 tm-0 exited
         14.000 container 1 completed
         14.000 tm-1 exited
         14.000 container 2 completed
         14.700 container 3 for JobManager on node-0
         15.320 container 3 launched
         15.320 jm-1 started
         54.680 cluster 0 asks for 2
         56.000 container 4 for TaskManager(TmId(2)) on node-1
         56.000 container 5 for TaskManager(TmId(3)) on node-2
         56.120 cluster 0 received containers [4, 5]
         56.740 container 4 launched
         56.740 container 5 launched
         59.360 tm-2 registered
         59.360 tm-3 registered
        Quiet
    "#]]
    .assert_eq(&world.at(14, KILL_JOB_MANAGER).until(90).story(CONTAINERS));
}

/// Attempts are those of one application: what happens to another one's does not count.
#[test]
fn each_application_has_its_own_attempts() {
    let world = session(yarn(3)).set("high-availability.type", "zookeeper").job("a", 1, None);
    let world = world.run_application("a", false);
    let world = world.at(20, KILL_JOB_MANAGER).at(21, Action::KillJobManager { jm: JmId(1) });
    let names = &["JobManagerStarted", "JobManagerKilled", "ClusterStopped"];
    expect![[r#"
          2.040 jm-0 started
          2.240 jm-1 started
         20.000 jm-0 killed
         21.000 jm-1 killed
         21.320 jm-2 started
         22.320 jm-3 started
        Horizon
    "#]]
    .assert_eq(&world.until(50).story(names));
}
