//! Golden stories of connections: a network that breaks, JobManagers that go, and who misses whom.

use crate::story::standalone;
use crate::worlds::{KILL_JOB_MANAGER, restarting, session, signal, strangers, submit};
use expect_test::expect;
use flink_model::{Action, JmId, Signal, TmId};

const STORY: &[&str] = &[
    "JobStatusChanged",
    "TaskManagerLost",
    "JobManagerLost",
    "TaskManagerRegistered",
    "TaskManagerExited",
    "RegistrationTimedOut",
    "JobMasterConnected",
    "JobManagerKilled",
    "ClusterStopped",
];

/// Both sides miss each other; a connection that is made while the network breaks is missed as well.
#[test]
fn a_network_that_breaks_while_a_job_starts_is_missed_by_both_sides() {
    let cut = |ms| {
        let world = strangers(restarting(standalone(2, 1)));
        let world = world.at_ms(ms, Action::CutNetwork { tm: TmId(0) });
        world.at(100, Action::HealNetwork { tm: TmId(0) }).until(130).story(STORY)
    };
    expect![[r#"
          2.620 tm-0 registered
          2.620 tm-1 registered
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.400 JobMasterConnected { tm: TmId(1), job: JobId(0) }
         52.300 tm-0 lost by ResourceManager: HeartbeatTimeout
         52.300 tm-0 misses ResourceManager: HeartbeatTimeout
        100.120 tm-0 registered
        100.510 JobMasterConnected { tm: TmId(0), job: JobId(0) }
        Quiet
    "#]]
    .assert_eq(&cut(7_000));
    expect![[r#"
          2.620 tm-0 registered
          2.620 tm-1 registered
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.400 JobMasterConnected { tm: TmId(0), job: JobId(0) }
          7.400 JobMasterConnected { tm: TmId(1), job: JobId(0) }
         52.300 tm-0 lost by ResourceManager: HeartbeatTimeout
         52.300 tm-0 misses ResourceManager: HeartbeatTimeout
         52.420 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
        100.120 tm-0 registered
        100.510 JobMasterConnected { tm: TmId(0), job: JobId(0) }
        Quiet
    "#]]
    .assert_eq(&cut(7_350));
    expect![[r#"
          2.620 tm-0 registered
          2.620 tm-1 registered
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.400 JobMasterConnected { tm: TmId(0), job: JobId(0) }
          7.400 JobMasterConnected { tm: TmId(1), job: JobId(0) }
         62.300 tm-0 lost by ResourceManager: HeartbeatTimeout
         62.300 tm-0 misses ResourceManager: HeartbeatTimeout
         62.420 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
         62.420 job 0 RESTARTING
         63.420 job 0 RUNNING
        100.120 tm-0 registered
        100.510 JobMasterConnected { tm: TmId(0), job: JobId(0) }
        Quiet
    "#]]
    .assert_eq(&cut(20_000));
}

/// The JobMaster misses what connected to it a moment before the cut, although its answer never arrived.
#[test]
fn a_job_master_misses_a_task_manager_that_has_just_connected() {
    let world = restarting(standalone(2, 1)).set("taskmanager.numberOfTaskSlots", "1");
    let world = world.job("a", 2, None).at_ms(10_200, submit("a"));
    let world = world.at_ms(12_550, Action::CutNetwork { tm: TmId(0) }).until(70);
    expect![[r#"
          2.620 tm-0 registered
          2.620 tm-1 registered
         11.970 job 0 CREATED
         11.970 job 0 RUNNING
         12.600 JobMasterConnected { tm: TmId(0), job: JobId(0) }
         12.600 JobMasterConnected { tm: TmId(1), job: JobId(0) }
         61.970 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
         62.300 tm-0 lost by ResourceManager: HeartbeatTimeout
         62.300 tm-0 misses ResourceManager: HeartbeatTimeout
        Horizon
    "#]]
    .assert_eq(&world.story(STORY));
}

/// The scripts start what they name, each time.
#[test]
fn fixed_machines_start_their_processes() {
    let world = session(standalone(2, 1)).at(10, Action::StopCluster).at(20, Action::StartCluster);
    let names = &["JobManagerStarted", "TaskManagerStarted", "TaskManagerExited", "ClusterStopped"];
    expect![[r#"
          0.000 jm-0 started
          0.000 TaskManagerStarted { tm: TmId(0) }
          0.000 TaskManagerStarted { tm: TmId(1) }
         10.500 tm-0 exited
         10.500 tm-1 exited
         11.000 cluster 0 stopped Unknown
         20.000 jm-1 started
         20.000 TaskManagerStarted { tm: TmId(2) }
         20.000 TaskManagerStarted { tm: TmId(3) }
        Quiet
    "#]]
    .assert_eq(&world.until(30).story(names));
}

/// TaskManagers that find no JobManager end after `taskmanager.registration.timeout`.
#[test]
fn a_task_manager_looks_for_its_job_manager_for_a_while() {
    let world = standalone(0, 1).at(0, Action::StartTaskManager).until(330);
    expect![[r#"
        302.500 RegistrationTimedOut { tm: TmId(0) }
        302.500 tm-0 exited
        Quiet
    "#]]
    .assert_eq(&world.story(STORY));
    let found = standalone(0, 1).at(0, Action::StartTaskManager).at(30, Action::StartCluster);
    expect![[r#"
         32.420 tm-0 registered
        Quiet
    "#]]
    .assert_eq(&found.until(330).story(STORY));
    let short = standalone(0, 1).set("taskmanager.registration.timeout", "10 s");
    expect![[r#"
         12.500 RegistrationTimedOut { tm: TmId(0) }
         12.500 tm-0 exited
        Quiet
    "#]]
    .assert_eq(&short.at(0, Action::StartTaskManager).until(60).story(STORY));
}

/// A JobManager that goes while a TaskManager is dead, frozen or still starting is missed by the others.
#[test]
fn a_killed_job_manager_is_missed_by_whoever_was_connected() {
    let world = strangers(session(standalone(4, 1)));
    let world = world.kill(15, 2).at(16, signal(3, Signal::Stop)).at(20, KILL_JOB_MANAGER);
    expect![[r#"
          2.620 tm-0 registered
          2.620 tm-1 registered
          2.620 tm-2 registered
          2.620 tm-3 registered
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.400 JobMasterConnected { tm: TmId(0), job: JobId(0) }
          7.400 JobMasterConnected { tm: TmId(1), job: JobId(0) }
         20.000 jm-0 killed
         62.300 tm-0 misses ResourceManager: HeartbeatTimeout
         62.300 tm-1 misses ResourceManager: HeartbeatTimeout
         66.770 tm-0 misses JobMaster(JobId(0)): HeartbeatTimeout
         66.770 tm-1 misses JobMaster(JobId(0)): HeartbeatTimeout
        Horizon
    "#]]
    .assert_eq(&world.until(90).story(STORY));
}

/// `jobmanager.sh stop`: SIGTERM. What runs is SUSPENDED.
#[test]
fn a_stopped_job_manager_suspends_its_jobs() {
    let world = strangers(session(standalone(2, 1)));
    let stopped = world.at(20, Action::StopJobManager { jm: JmId(0) }).until(90);
    expect![[r#"
          2.620 tm-0 registered
          2.620 tm-1 registered
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          7.400 JobMasterConnected { tm: TmId(0), job: JobId(0) }
          7.400 JobMasterConnected { tm: TmId(1), job: JobId(0) }
         20.300 cluster 0 stopped Unknown
         20.300 job 0 SUSPENDED
        Quiet
    "#]]
    .assert_eq(&stopped.story(STORY));
}
