//! Golden stories of leaders and those who stand by: when the latch is free, who is told, what is kept.

use crate::story::{World, execute, kubernetes, standalone};
use expect_test::expect;
use flink_model::{Action, JmId, JobId, Signal, TmId};

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
    "TaskManagerRegistered",
    "TaskManagerExited",
    "SlotAllocated",
    "SlotTimedOut",
    "ClusterStopped",
];

fn zookeeper(world: World) -> World {
    world.set("high-availability.type", "zookeeper").at(0, Action::StartCluster)
}

fn session_of_6_s(world: World) -> World {
    zookeeper(world).set("high-availability.zookeeper.client.session-timeout", "6 s")
}

fn kill(jm: u16) -> Action {
    Action::KillJobManager { jm: JmId(jm) }
}

/// ZooKeeper ends sessions on a tick of two seconds, and none lasts longer than twenty ticks, whatever
/// `high-availability.zookeeper.client.session-timeout` asks for (60 s as shipped).
#[test]
fn a_session_of_zookeeper_ends_on_a_tick() {
    let taken_over =
        |world: World, ms| world.at_ms(ms, kill(0)).until(90).story(&["LeadershipGranted"]);
    expect![[r#"
          2.000 jm-0 leads
         60.000 jm-1 leads
        Quiet
    "#]]
    .assert_eq(&taken_over(zookeeper(standalone(1, 2)), 20_000));
    expect![[r#"
          2.000 jm-0 leads
         28.000 jm-1 leads
        Quiet
    "#]]
    .assert_eq(&taken_over(session_of_6_s(standalone(1, 2)), 21_500));
}

/// A lease of Kubernetes lasts 15 s (`high-availability.kubernetes.leader-election.lease-duration`).
#[test]
fn a_lease_of_kubernetes_ends_by_itself() {
    let world = || {
        let world = kubernetes(3, 2).set("high-availability.type", "KUBERNETES");
        world.at(0, Action::StartCluster).at(21, kill(0)).until(60)
    };
    let names = &["LeadershipGranted", "JobManagerStarted", "JobManagerStandsBy"];
    expect![[r#"
          1.440 jm-0 started
          1.440 jm-1 started
          3.440 jm-0 leads
          3.440 jm-1 stands by
         21.620 jm-2 started
         23.620 jm-2 stands by
         36.000 jm-1 leads
        Quiet
    "#]]
    .assert_eq(&world().story(names));
    let key = "high-availability.kubernetes.leader-election.lease-duration";
    expect![[r#"
          1.440 jm-0 started
          1.440 jm-1 started
          3.440 jm-0 leads
          3.440 jm-1 stands by
         21.620 jm-2 started
         23.620 jm-2 stands by
         26.000 jm-1 leads
        Quiet
    "#]]
    .assert_eq(&world().set(key, "5 s").story(names));
}

/// Whoever comes when nobody leads gets the latch as soon as it is free.
#[test]
fn a_job_manager_that_comes_later_takes_a_free_latch() {
    let world = || session_of_6_s(standalone(1, 1)).job("a", 1, None).submit(5, "a");
    let later = |seconds| world().at(20, kill(0)).at(seconds, Action::StartJobManager).until(60);
    let names = &["JobManagerStandsBy", "LeadershipGranted", "JobRecovered"];
    expect![[r#"
          2.000 jm-0 leads
         23.000 jm-1 stands by
         26.000 jm-1 leads
         26.240 job 0 recovered
        Quiet
    "#]]
    .assert_eq(&later(21).story(names));
    expect![[r#"
          2.000 jm-0 leads
         42.000 jm-1 leads
         42.240 job 0 recovered
        Quiet
    "#]]
    .assert_eq(&later(40).story(names));
}

/// Two stand by: one leads, the other goes on waiting. A standby that is stopped touches no job.
#[test]
fn one_of_two_standbys_leads() {
    let world = || session_of_6_s(standalone(1, 3)).job("a", 1, None).submit(5, "a").until(40);
    let names = &[
        "LeadershipGranted",
        "JobManagerExited",
        "JobRecovered",
        "JobStatusChanged",
        "JobManagerLost",
    ];
    expect![[r#"
          2.000 jm-0 leads
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
         26.000 jm-1 leads
         26.120 tm-0 misses ResourceManager: LostLeadership
         26.120 tm-0 misses JobMaster(JobId(0)): LostLeadership
         26.240 job 0 recovered
         26.390 job 0 CREATED
         26.390 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&world().at(20, kill(0)).story(names));
    let stopped = world().at(20, Action::StopJobManager { jm: JmId(1) });
    expect![[r#"
          2.000 jm-0 leads
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
         20.300 jm-1 exited
        Quiet
    "#]]
    .assert_eq(&stopped.story(names));
    // The dead are not elected.
    let both = world().at(18, kill(1)).at(20, kill(0));
    expect![[r#"
          2.000 jm-0 leads
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
         26.000 jm-2 leads
         26.120 tm-0 misses ResourceManager: LostLeadership
         26.120 tm-0 misses JobMaster(JobId(0)): LostLeadership
         26.240 job 0 recovered
         26.390 job 0 CREATED
         26.390 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&both.story(names));
}

/// Only TaskManagers that run can hear of the change; a frozen one is not there in the new leader's eyes.
#[test]
fn task_managers_hear_of_a_new_leader_when_they_run() {
    let world = session_of_6_s(standalone(3, 2)).job("a", 2, None);
    let world = world.set("taskmanager.numberOfTaskSlots", "1").submit(5, "a").kill(18, 2);
    let frozen = Action::SignalTaskManager { tm: TmId(1), signal: Signal::Stop };
    let world = world.at(19, frozen).at(20, kill(0)).until(45);
    expect![[r#"
          0.000 jm-0 started
          0.000 jm-1 started
          2.000 jm-0 leads
          2.000 jm-1 stands by
          2.620 tm-0 registered
          2.620 tm-1 registered
          2.620 tm-2 registered
          6.740 job 0 added to the store
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.060 job 0 gets slot 0 of tm-0
          7.060 job 0 gets slot 0 of tm-1
         20.000 jm-0 killed
         26.000 jm-1 leads
         26.120 tm-0 misses ResourceManager: LostLeadership
         26.120 tm-0 misses JobMaster(JobId(0)): LostLeadership
         26.240 job 0 recovered
         26.390 job 0 CREATED
         26.390 job 0 RUNNING
         26.420 tm-0 registered
        Horizon
    "#]]
    .assert_eq(&world.story(STORY));
}

/// The slots of a job are kept for the next JobMaster, which gets them back; a checkpoint is restored.
#[test]
fn a_job_is_found_with_its_slots_and_its_checkpoint() {
    let world = session_of_6_s(standalone(2, 2)).set("execution.checkpointing.interval", "1 s");
    let world = world.job("a", 2, None).submit(5, "a").at(20, kill(0)).until(60);
    expect![[r#"
          0.000 jm-0 started
          0.000 jm-1 started
          2.000 jm-0 leads
          2.000 jm-1 stands by
          2.620 tm-0 registered
          2.620 tm-1 registered
          6.740 job 0 added to the store
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.060 job 0 gets slot 0 of tm-0
          7.060 job 0 gets slot 1 of tm-0
         20.000 jm-0 killed
         26.000 jm-1 leads
         26.120 tm-0 misses ResourceManager: LostLeadership
         26.120 tm-0 misses JobMaster(JobId(0)): LostLeadership
         26.120 tm-1 misses ResourceManager: LostLeadership
         26.240 job 0 recovered
         26.390 job 0 CREATED
         26.390 job 0 RUNNING
         26.390 job 0 restored from checkpoint 12
         26.420 tm-0 registered
         26.420 tm-1 registered
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

/// What is over is removed from the store; a second leader does not find it.
#[test]
fn a_job_that_is_over_is_not_recovered() {
    let world = session_of_6_s(standalone(1, 2)).job("a", 1, None).submit(5, "a");
    let world = world.at(15, Action::Cancel { job: JobId(0) }).at(20, kill(0)).until(40);
    expect![[r#"
          0.000 jm-0 started
          0.000 jm-1 started
          2.000 jm-0 leads
          2.000 jm-1 stands by
          2.620 tm-0 registered
          6.740 job 0 added to the store
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.060 job 0 gets slot 0 of tm-0
         15.120 job 0 CANCELLING
         15.440 job 0 CANCELED
         15.680 job 0 removed from the store
         20.000 jm-0 killed
         26.000 jm-1 leads
         26.120 tm-0 misses ResourceManager: LostLeadership
         26.420 tm-0 registered
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
}

/// Each cluster elects among its own.
#[test]
fn another_clusters_standby_is_not_elected() {
    let world = kubernetes(6, 2).set("high-availability.type", "kubernetes").job("a", 1, None);
    let world = world.at(0, Action::StartCluster).run_application("a", false).at(20, kill(2));
    expect![[r#"
          3.440 jm-0 leads
          3.440 jm-1 stands by
          4.240 jm-2 leads
          4.240 jm-3 stands by
         22.620 jm-4 stands by
         35.000 jm-3 leads
        Quiet
    "#]]
    .assert_eq(&world.until(40).story(&["JobManagerStandsBy", "LeadershipGranted"]));
}

/// The standby that was to lead is killed before the latch is free: the next one leads.
#[test]
fn the_next_standby_leads_when_the_first_one_goes_too() {
    let world = session_of_6_s(standalone(1, 3)).at(20, kill(0)).at(22, kill(1)).until(40);
    expect![[r#"
          2.000 jm-0 leads
          2.000 jm-1 stands by
          2.000 jm-2 stands by
         26.000 jm-2 leads
        Quiet
    "#]]
    .assert_eq(&world.story(&["JobManagerStandsBy", "LeadershipGranted"]));
}

/// A leader that ends in order closes the pools of its jobs: their slots are free, and the next leader asks for
/// slots anew. A killed one leaves them to the TaskManagers, which offer them to the new JobMaster.
#[test]
fn a_leader_that_ends_in_order_gives_its_slots_back() {
    let ended = |end| {
        let world = session_of_6_s(standalone(2, 2)).set("taskmanager.numberOfTaskSlots", "1");
        let world = world.job("a", 2, None).submit(10, "a").at(20, end).until(40);
        world.story(&["LeadershipGranted", "JobStatusChanged", "SlotAllocated", "SlotTimedOut"])
    };
    expect![[r#"
          2.000 jm-0 leads
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         12.060 job 0 gets slot 0 of tm-0
         12.060 job 0 gets slot 0 of tm-1
         20.300 job 0 SUSPENDED
         20.700 jm-1 leads
         21.090 job 0 CREATED
         21.090 job 0 RUNNING
         21.380 job 0 gets slot 0 of tm-0
         21.380 job 0 gets slot 0 of tm-1
        Quiet
    "#]]
    .assert_eq(&ended(Action::StopJobManager { jm: JmId(0) }));
    expect![[r#"
          2.000 jm-0 leads
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         12.060 job 0 gets slot 0 of tm-0
         12.060 job 0 gets slot 0 of tm-1
         26.000 jm-1 leads
         26.390 job 0 CREATED
         26.390 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&ended(kill(0)));
}

/// A ConfigMap names the leader that is gone until there is another one, so its TaskManagers work on until then
/// or until its heartbeat is missed.
#[test]
fn on_kubernetes_the_next_leader_tells_of_the_end_of_the_one_before() {
    let world = kubernetes(3, 1).set("high-availability.type", "KUBERNETES");
    let world = world.at(0, Action::StartCluster).job("a", 1, None).submit(10, "a");
    expect![[r#"
          1.440 jm-0 started
          3.440 jm-0 leads
         11.740 job 0 added to the store
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         15.420 tm-0 registered
         15.470 job 0 gets slot 0 of tm-0
         25.000 jm-0 killed
         25.620 jm-1 started
         27.620 jm-1 stands by
         40.000 jm-1 leads
         40.120 tm-0 misses ResourceManager: LostLeadership
         40.120 tm-0 misses JobMaster(JobId(0)): LostLeadership
         40.240 job 0 recovered
         40.390 job 0 CREATED
         40.390 job 0 RUNNING
         40.420 tm-0 registered
        Quiet
    "#]]
    .assert_eq(&world.at(25, kill(0)).until(60).story(STORY));
}

/// A new ResourceManager knows its TaskManagers under new ids, and fills them in an order of its own.
#[test]
fn a_new_leader_fills_its_task_managers_in_another_order() {
    let given = |workers| {
        let seed = flink_model::Draws { workers, ..flink_model::Draws::default() }.seed();
        let world = session_of_6_s(standalone(2, 2)).set("taskmanager.numberOfTaskSlots", "2");
        let stop = Action::StopJobManager { jm: JmId(0) };
        world.seed(seed).job("a", 1, None).submit(10, "a").at(20, stop).until(40)
    };
    expect![[r#"
         12.060 job 0 gets slot 0 of tm-0
         21.380 job 0 gets slot 0 of tm-0
        Quiet
    "#]]
    .assert_eq(&given(0).story(&["SlotAllocated"]));
    expect![[r#"
         12.060 job 0 gets slot 0 of tm-0
         21.380 job 0 gets slot 0 of tm-1
        Quiet
    "#]]
    .assert_eq(&given(1).story(&["SlotAllocated"]));
}

/// Without high availability the next JobManager has another job under the name of the lost one's JobMaster. It says that
/// it is not responsible, and each TaskManager frees the first of the job's slots; the others wait for
/// `taskmanager.slot.timeout`. The lost job is nobody's to suspend.
#[test]
fn whoever_asks_another_jobs_job_master_gives_the_first_slot_back() {
    let world = kubernetes(2, 1).job("a", 3, None).program("main", &[execute("a")]);
    let world = world.set("taskmanager.numberOfTaskSlots", "2").run_application("main", true);
    let world = world.at(30, Action::KillJobManager { jm: JmId(0) });
    let world = world.at(100, Action::Cancel { job: JobId(1) }).until(160);
    let story =
        ["JobManagerLost", "SlotTimedOut", "SlotFreed", "WorkerReleased", "JobStatusChanged"];
    expect![[r#"
          6.010 job 0 CREATED
          6.010 job 0 RUNNING
         34.390 job 1 CREATED
         34.390 job 1 RUNNING
         74.540 tm-0 misses ResourceManager: HeartbeatTimeout
         74.540 tm-1 misses ResourceManager: HeartbeatTimeout
         76.010 tm-0 misses JobMaster(JobId(0)): HeartbeatTimeout
         76.010 tm-1 misses JobMaster(JobId(0)): HeartbeatTimeout
         76.430 allocation 0 timed out
         76.430 allocation 2 timed out
         76.550 allocation 0 freed
         76.550 allocation 2 freed
         86.010 allocation 1 timed out
         86.130 allocation 1 freed
        100.120 job 1 CANCELLING
        100.440 job 1 CANCELED
        Quiet
    "#]]
    .assert_eq(&world.story(&story));
}
