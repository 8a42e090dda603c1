//! A session without high availability whose JobManager dies: who misses it when, and what comes after.

use super::session::{check, option, shuffle, standalone, yarn};
use expect_test::expect;
use flink_model::{Action, JmId};

#[test]
fn a_killed_job_manager_is_missed_late_and_takes_its_jobs_along() {
    let job = option(shuffle("A", 3), "execution.checkpointing.interval", "1 s");
    let world = standalone(2, 2).with(job).submit(4, "A");
    let world =
        world.at(14, Action::KillJobManager { jm: JmId(0) }).at(30, Action::StartJobManager);
    check(
        world.submit(66, "A"),
        &[
            "JobStatusChanged",
            "JobManagerLost",
            "TaskManagerRegistered",
            "SlotTimedOut",
            "SlotAllocated",
        ],
        expect![[r#"
              2.620 tm-0 registered
              2.620 tm-1 registered
              5.770 job 0 CREATED
              5.770 job 0 RUNNING
              6.060 job 0 gets slot 0 of tm-0
              6.060 job 0 gets slot 1 of tm-0
              6.060 job 0 gets slot 0 of tm-1
             55.770 tm-0 misses JobMaster(JobId(0)): HeartbeatTimeout
             55.770 tm-1 misses JobMaster(JobId(0)): HeartbeatTimeout
             62.300 tm-0 misses ResourceManager: HeartbeatTimeout
             62.300 tm-1 misses ResourceManager: HeartbeatTimeout
             62.420 tm-0 registered
             62.420 tm-1 registered
             65.770 allocation 0 timed out
             65.770 allocation 1 timed out
             65.770 allocation 2 timed out
             67.770 job 1 CREATED
             67.770 job 1 RUNNING
             68.060 job 1 gets slot 0 of tm-0
             68.060 job 1 gets slot 1 of tm-0
             68.060 job 1 gets slot 0 of tm-1
            Quiet
        "#]],
    );
}

#[test]
fn task_managers_without_a_job_manager_end_themselves() {
    let world = standalone(1, 2).with(shuffle("A", 2)).submit(4, "A");
    check(
        world.at(14, Action::KillJobManager { jm: JmId(0) }),
        &["JobManagerLost", "RegistrationTimedOut", "TaskManagerExited", "ClientExited"],
        expect![[r#"
              5.890 client 0 Submitted
             55.770 tm-0 misses JobMaster(JobId(0)): HeartbeatTimeout
             62.300 tm-0 misses ResourceManager: HeartbeatTimeout
            362.300 RegistrationTimedOut { tm: TmId(0) }
            362.300 tm-0 exited
            Quiet
        "#]],
    );
}

#[test]
fn yarn_gives_a_session_one_attempt_without_high_availability() {
    let world = yarn(2, 2).with(shuffle("A", 2)).submit(10, "A");
    check(
        world.at(25, Action::KillJobManager { jm: JmId(0) }).at(40, Action::StartJobManager),
        &["JobStatusChanged", "ClusterStopped", "TaskManagerExited", "ActionRefused"],
        expect![[r#"
             11.770 job 0 CREATED
             11.770 job 0 RUNNING
             26.000 cluster 0 stopped Failed
             26.000 tm-0 exited
             40.000 ActionRefused(JobManagerByYarn)
            Quiet
        "#]],
    );
}
