//! Golden stories of YARN and Kubernetes: where containers go, what waits for room, what is given back,
//! and how often a JobManager is started again.

use super::worlds::{KILL_JOB_MANAGER, session};
use crate::story::{World, kubernetes, yarn};
use expect_test::expect;
use flink_model::{Action, FlinkVersion, JobId, Signal, TmId};

pub(crate) const CONTAINERS: &[&str] = &[
    "YarnApplicationSubmitted",
    "ContainerAllocated",
    "ContainerPending",
    "ContainersReceived",
    "ContainerLaunched",
    "ContainerCompleted",
    "WorkersRequested",
    "WorkerReleased",
    "TaskManagerRegistered",
    "TaskManagerExited",
    "TaskManagerLost",
    "JobManagerStarted",
    "ClusterStopped",
];

fn kill(tm: u16) -> Action {
    Action::SignalTaskManager { tm: TmId(tm), signal: Signal::Kill }
}

/// 1,600 and 1,728 MiB are 2,048 each in multiples of 1,024; the machine with the most room is next.
#[test]
fn containers_spread_over_the_machines_and_the_last_one_waits() {
    let world = session(yarn(2).memory(5_000)).set("taskmanager.numberOfTaskSlots", "1");
    let world = world.job("a", 4, Some(20)).submit(10, "a").until(120);
    expect![[r#"
          0.720 cluster 0 submitted
          1.420 container 0 for JobManager on node-0
          2.040 container 0 launched
          2.040 jm-0 started
         12.060 cluster 0 asks for 4
         13.380 container 1 for TaskManager(TmId(0)) on node-1
         13.380 container 2 for TaskManager(TmId(1)) on node-0
         13.380 container 3 for TaskManager(TmId(2)) on node-1
         13.380 container 4 for TaskManager(TmId(3)) finds no room
         13.500 cluster 0 received containers [1, 2, 3]
         14.120 container 1 launched
         14.120 container 2 launched
         14.120 container 3 launched
         16.740 tm-0 registered
         16.740 tm-1 registered
         16.740 tm-2 registered
         59.730 container 4 completed
         59.730 tm-3 exited
         94.340 tm-0 released
         94.340 tm-0 lost by ResourceManager: Idle
         94.340 tm-0 exited
         94.340 container 1 completed
         94.340 tm-1 released
         94.340 tm-1 lost by ResourceManager: Idle
         94.340 tm-1 exited
         94.340 container 2 completed
         94.340 tm-2 released
         94.340 tm-2 lost by ResourceManager: Idle
         94.340 tm-2 exited
         94.340 container 3 completed
        Quiet
    "#]]
    .assert_eq(&world.story(CONTAINERS));
}

/// A pod takes what it asks for, to the byte: 1,600 and 1,728 MiB fill a node of 3,328.
#[test]
fn pods_are_not_rounded_up() {
    let one_worker = |mib| {
        let world = session(kubernetes(1, 1).memory(mib)).job("a", 4, None);
        world.submit(10, "a").until(30)
    };
    expect![[r#"
          0.120 cluster 0 submitted
          0.820 container 0 for JobManager on node-0
          1.440 container 0 launched
          1.440 jm-0 started
         12.060 cluster 0 asks for 1
         12.180 container 1 for TaskManager(TmId(0)) on node-0
         12.800 container 1 launched
         15.420 tm-0 registered
        Quiet
    "#]]
    .assert_eq(&one_worker(3_328).story(CONTAINERS));
    expect![[r#"
          0.120 cluster 0 submitted
          0.820 container 0 for JobManager on node-0
          1.440 container 0 launched
          1.440 jm-0 started
         12.060 cluster 0 asks for 1
         12.180 container 1 for TaskManager(TmId(0)) finds no room
        Horizon
    "#]]
    .assert_eq(&one_worker(3_327).story(CONTAINERS));
}

/// `yarn.scheduler.minimum-allocation-mb` is 1,024: what is asked for above 2,048 is 3,072.
#[test]
fn a_larger_task_manager_is_a_larger_container() {
    let world = session(yarn(1).memory(5_120)).set("taskmanager.memory.process.size", "2049m");
    let world = world.job("a", 8, None).submit(10, "a").until(30);
    expect![[r#"
          0.720 cluster 0 submitted
          1.420 container 0 for JobManager on node-0
          2.040 container 0 launched
          2.040 jm-0 started
         12.060 cluster 0 asks for 2
         13.380 container 1 for TaskManager(TmId(0)) on node-0
         13.380 container 2 for TaskManager(TmId(1)) finds no room
         13.500 cluster 0 received containers [1]
         14.120 container 1 launched
         16.740 tm-0 registered
        Horizon
    "#]]
    .assert_eq(&world.story(CONTAINERS));
}

/// Since 1.17 Flink gives workers back that it asked for and needs no more.
#[test]
fn workers_that_nobody_needs_any_more_are_given_back_since_1_17() {
    let cancelled = |version| {
        let world = session(yarn(3)).version(version).job("a", 8, None).job("b", 4, None);
        let world = world.submit(10, "a").submit(10, "b");
        world.at(15, Action::Cancel { job: JobId(0) }).until(30)
    };
    let names =
        &["WorkersRequested", "ContainerLaunched", "ContainerCompleted", "TaskManagerRegistered"];
    expect![[r#"
          2.040 container 0 launched
         12.060 cluster 0 asks for 3
         14.120 container 1 launched
         14.120 container 2 launched
         14.120 container 3 launched
         15.340 container 3 completed
         15.340 container 2 completed
         16.740 tm-0 registered
        Quiet
    "#]]
    .assert_eq(&cancelled(FlinkVersion::V1_20).story(names));
    expect![[r#"
          2.040 container 0 launched
         12.010 cluster 0 asks for 2
         12.010 cluster 0 asks for 1
         14.070 container 1 launched
         14.070 container 2 launched
         14.070 container 3 launched
         16.690 tm-0 registered
         16.690 tm-1 registered
         16.690 tm-2 registered
        Horizon
    "#]]
    .assert_eq(&cancelled(FlinkVersion::V1_13).story(names));
}

/// Who clears the requirements of a job that is over looks for idle workers out of turn, since 1.18.
#[test]
fn a_job_that_ends_takes_the_workers_with_it_that_have_been_idle_for_long() {
    let told = |version| {
        let world = session(yarn(2)).version(version).set("taskmanager.numberOfTaskSlots", "1");
        let world = world.job("a", 1, Some(20)).job("b", 1, Some(58));
        let world = world.submit(10, "a").submit(10, "b").until(100);
        world.story(&["WorkerReleased", "JobMasterStopped"])
    };
    expect![[r#"
         38.500 JobMasterStopped { job: JobId(0) }
         76.500 tm-0 released
         76.500 JobMasterStopped { job: JobId(1) }
        Horizon
    "#]]
    .assert_eq(&told(FlinkVersion::V1_20));
    expect![[r#"
         38.500 JobMasterStopped { job: JobId(0) }
         76.500 JobMasterStopped { job: JobId(1) }
         94.340 tm-0 released
        Horizon
    "#]]
    .assert_eq(&told(FlinkVersion::V1_17));
}

/// A worker that registers gets the slots that were to come from it, though another one has free slots: those are planned
/// for the worker that is still on its way.
#[test]
fn a_worker_gets_on_itself_what_it_was_asked_for() {
    let rest = flink_model::Draws { rest: 1, ..Default::default() };
    let world = session(yarn(2)).set("taskmanager.numberOfTaskSlots", "2").seed(rest.seed());
    let world = world.job("a", 3, None).submit(10, "a").workers_take(&[10, 14]).until(60);
    expect![[r#"
         24.240 tm-0 registered
         24.290 job 0 gets slot 0 of tm-0
         28.240 tm-1 registered
         28.290 job 0 gets slot 0 of tm-1
         28.290 job 0 gets slot 1 of tm-1
        Quiet
    "#]]
    .assert_eq(&world.story(&["TaskManagerRegistered", "SlotAllocated"]));
}

/// An application master that finds no room waits, and the application stays ACCEPTED.
#[test]
fn the_room_of_an_idle_worker_goes_to_whoever_waits() {
    let world = session(yarn(1).memory(6_144)).set("taskmanager.numberOfTaskSlots", "1");
    let world = world.job("a", 2, Some(10)).job("b", 1, None).submit(10, "a");
    let program = "b".into();
    let run = Action::RunApplication { program, attached: false, in_session: false };
    let world = world.at(30, run).until(120);
    expect![[r#"
          0.720 cluster 0 submitted
          1.420 container 0 for JobManager on node-0
          2.040 container 0 launched
          2.040 jm-0 started
         12.060 cluster 0 asks for 2
         13.380 container 1 for TaskManager(TmId(0)) on node-0
         13.380 container 2 for TaskManager(TmId(1)) on node-0
         13.500 cluster 0 received containers [1, 2]
         14.120 container 1 launched
         14.120 container 2 launched
         16.740 tm-0 registered
         16.740 tm-1 registered
         30.920 cluster 1 submitted
         31.620 container 3 for JobManager finds no room
         64.340 tm-0 released
         64.340 tm-0 lost by ResourceManager: Idle
         64.340 tm-0 exited
         64.340 container 1 completed
         64.340 tm-1 released
         64.340 tm-1 lost by ResourceManager: Idle
         64.340 tm-1 exited
         64.340 container 2 completed
         65.040 container 3 for JobManager on node-0
         65.660 container 3 launched
         65.660 jm-1 started
         69.720 cluster 1 asks for 1
         71.040 container 4 for TaskManager(TmId(2)) on node-0
         71.160 cluster 1 received containers [4]
         71.780 container 4 launched
         74.400 tm-2 registered
        Quiet
    "#]]
    .assert_eq(&world.story(CONTAINERS));
}

/// `ActiveResourceManager.onWorkerTerminated`.
#[test]
fn a_worker_that_dies_before_it_registered_is_asked_for_anew() {
    let world = session(yarn(1)).job("a", 1, None).submit(10, "a").at(15, kill(0)).until(60);
    expect![[r#"
          0.720 cluster 0 submitted
          1.420 container 0 for JobManager on node-0
          2.040 container 0 launched
          2.040 jm-0 started
         12.060 cluster 0 asks for 1
         13.380 container 1 for TaskManager(TmId(0)) on node-0
         13.500 cluster 0 received containers [1]
         14.120 container 1 launched
         19.460 container 1 completed
         19.510 cluster 0 asks for 1
         20.830 container 2 for TaskManager(TmId(1)) on node-0
         20.950 cluster 0 received containers [2]
         21.570 container 2 launched
         24.190 tm-1 registered
        Quiet
    "#]]
    .assert_eq(&world.story(CONTAINERS));
}

/// Kubernetes tells Flink through a watch, YARN with the next heartbeat of the application master.
#[test]
fn kubernetes_tells_of_a_killed_pod_at_once_and_yarn_with_a_heartbeat() {
    let lost = |world: World| session(world).job("a", 1, None).submit(10, "a").at(30, kill(0));
    let told = &["ContainerCompleted", "TaskManagerLost"];
    expect![[r#"
         30.120 container 1 completed
         30.120 tm-0 lost by ResourceManager: ContainerCompleted
         30.240 tm-0 lost by JobMaster(JobId(0)): ContainerCompleted
         30.460 container 2 completed
        Quiet
    "#]]
    .assert_eq(&lost(kubernetes(1, 1)).until(60).story(told));
    expect![[r#"
         34.460 container 1 completed
         34.460 tm-0 lost by ResourceManager: ContainerCompleted
         34.580 tm-0 lost by JobMaster(JobId(0)): ContainerCompleted
        Horizon
    "#]]
    .assert_eq(&lost(yarn(1)).until(60).story(told));
    let slow = lost(yarn(1)).set("yarn.heartbeat.interval", "20").until(80);
    expect![[r#"
         41.890 tm-0 lost by JobMaster(JobId(0)): Unreachable
         44.460 tm-0 lost by ResourceManager: Unreachable
         44.460 container 1 completed
        Quiet
    "#]]
    .assert_eq(&slow.story(told));
}

/// A pod that waits for room has no process in it: the next leader does not hear of it.
#[test]
fn a_pod_without_room_does_not_register() {
    let world = session(kubernetes(1, 1).memory(3_327)).job("a", 4, None).submit(10, "a");
    let world = world.set("high-availability.type", "kubernetes").at(20, KILL_JOB_MANAGER);
    expect![[r#"
          0.120 cluster 0 submitted
          0.820 container 0 for JobManager on node-0
          1.440 container 0 launched
          1.440 jm-0 started
         12.060 cluster 0 asks for 1
         12.180 container 1 for TaskManager(TmId(0)) finds no room
         20.620 container 0 launched
         20.620 jm-1 started
         35.680 cluster 0 asks for 1
         35.800 container 2 for TaskManager(TmId(1)) finds no room
        Horizon
    "#]]
    .assert_eq(&world.until(60).story(CONTAINERS));
}

/// Only workers of the cluster that has too many are given back.
#[test]
fn another_clusters_workers_are_left_alone() {
    let world = session(yarn(4)).job("a", 4, None).job("b", 4, None).submit(10, "a");
    let program = "b".into();
    let run = Action::RunApplication { program, attached: false, in_session: false };
    let world = world.at_ms(6_000, run).at(14, Action::Cancel { job: JobId(1) });
    let names = &["WorkersRequested", "ContainerCompleted", "TaskManagerRegistered"];
    expect![[r#"
         12.060 cluster 0 asks for 1
         12.300 cluster 1 asks for 1
         14.340 container 3 completed
         16.740 tm-0 registered
        Quiet
    "#]]
    .assert_eq(&world.until(20).story(names));
}

/// Room goes to whoever waited longest, an application master or a worker.
#[test]
fn waiting_containers_get_room_in_their_order() {
    let world = session(yarn(1)).set("taskmanager.numberOfTaskSlots", "1");
    let world = world.job("a", 2, Some(10)).job("b", 2, None).submit(10, "a");
    let run = || {
        let program = "b".into();
        Action::RunApplication { program, attached: false, in_session: false }
    };
    let world = world.at(20, run()).at(30, run()).until(70);
    let names = &["ContainerAllocated", "ContainerPending", "WorkerReleased"];
    expect![[r#"
          1.420 container 0 for JobManager on node-0
         13.380 container 1 for TaskManager(TmId(0)) on node-0
         13.380 container 2 for TaskManager(TmId(1)) on node-0
         21.620 container 3 for JobManager on node-0
         27.620 container 4 for TaskManager(TmId(2)) finds no room
         27.620 container 5 for TaskManager(TmId(3)) finds no room
         31.620 container 6 for JobManager finds no room
         64.340 tm-0 released
         64.340 tm-1 released
         65.040 container 4 for TaskManager(TmId(2)) on node-0
         65.040 container 5 for TaskManager(TmId(3)) on node-0
        Quiet
    "#]]
    .assert_eq(&world.story(names));
}

/// The Deployment is deleted from outside: the JobManager is told by SIGTERM, and the next session of that name
/// finds the job in the store. On YARN the session is told to end, and clears up behind itself.
#[test]
fn a_deleted_deployment_leaves_the_store() {
    let again = |world: World| {
        let world = session(world.set("high-availability.type", "zookeeper")).job("a", 1, None);
        let world = world.submit(10, "a").at(20, Action::StopCluster);
        let world = world.at(30, Action::StartCluster).until(45);
        world.story(&["ClusterStopped", "JobStatusChanged", "JobRecovered", "JobForgotten"])
    };
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         20.300 cluster 0 stopped Unknown
         20.300 job 0 SUSPENDED
         33.680 job 0 recovered
         33.830 job 0 CREATED
         33.830 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&again(kubernetes(2, 1)));
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         20.300 cluster 0 stopped Succeeded
         20.300 job 0 SUSPENDED
        Quiet
    "#]]
    .assert_eq(&again(yarn(2)));
}
