//! Golden stories of tasks that fail or are cancelled: which others stop, and who waits for whom.

use crate::story::{chain, standalone};
use crate::worlds::{pair, restarting, session, signal, strangers};
use expect_test::expect;
use flink_model::job::Throw;
use flink_model::{Action, JobId, Signal, Time, VertexId};

const TASKS: &[&str] = &["JobStatusChanged", "TaskStateChanged", "TaskManagerLost"];

const CANCEL: Action = Action::Cancel { job: JobId(0) };

/// What nobody told of is learnt by silence; its tasks are CANCELED where somebody asked for it before.
#[test]
fn a_task_on_a_dead_task_manager_is_cancelled_without_an_answer() {
    let world = || strangers(session(standalone(2, 1)));
    let killed = world().kill(20, 0).at(21, CANCEL).until(60);
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          6.770 job 0 0/0#0 SCHEDULED
          6.770 job 0 0/1#0 SCHEDULED
          7.520 job 0 0/0#0 DEPLOYING
          7.520 job 0 0/1#0 DEPLOYING
          8.110 job 0 0/0#0 INITIALIZING
          8.110 job 0 0/1#0 INITIALIZING
          8.530 job 0 0/0#0 RUNNING
          8.530 job 0 0/1#0 RUNNING
         21.120 job 0 CANCELLING
         21.120 job 0 0/0#0 CANCELING
         21.120 job 0 0/1#0 CANCELING
         21.240 job 0 0/0#0 CANCELED
         21.440 job 0 0/1#0 CANCELED
         21.440 job 0 CANCELED
         32.420 tm-0 lost by ResourceManager: Unreachable
        Quiet
    "#]]
    .assert_eq(&killed.story(TASKS));
    let frozen = world().at(20, signal(0, Signal::Stop)).at(21, CANCEL).until(90);
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          6.770 job 0 0/0#0 SCHEDULED
          6.770 job 0 0/1#0 SCHEDULED
          7.520 job 0 0/0#0 DEPLOYING
          7.520 job 0 0/1#0 DEPLOYING
          8.110 job 0 0/0#0 INITIALIZING
          8.110 job 0 0/1#0 INITIALIZING
          8.530 job 0 0/0#0 RUNNING
          8.530 job 0 0/1#0 RUNNING
         21.120 job 0 CANCELLING
         21.120 job 0 0/0#0 CANCELING
         21.120 job 0 0/1#0 CANCELING
         21.440 job 0 0/1#0 CANCELED
         62.300 tm-0 lost by ResourceManager: HeartbeatTimeout
         62.420 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
         62.420 job 0 0/0#0 CANCELED
         62.420 job 0 CANCELED
        Quiet
    "#]]
    .assert_eq(&frozen.story(TASKS));
}

/// A cancelled job whose tasks have not left the JobMaster asks nobody.
#[test]
fn tasks_without_a_slot_are_cancelled_at_once() {
    let world = session(standalone(1, 1)).with(chain("a", &[3, 3], false, None));
    let world = world.set("taskmanager.numberOfTaskSlots", "2").submit(5, "a").at(20, CANCEL);
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          6.770 job 0 0/0#0 SCHEDULED
          6.770 job 0 0/1#0 SCHEDULED
          6.770 job 0 0/2#0 SCHEDULED
          6.770 job 0 1/0#0 SCHEDULED
          6.770 job 0 1/1#0 SCHEDULED
          6.770 job 0 1/2#0 SCHEDULED
         20.120 job 0 CANCELLING
         20.120 job 0 0/0#0 CANCELING
         20.120 job 0 0/0#0 CANCELED
         20.120 job 0 0/1#0 CANCELING
         20.120 job 0 0/1#0 CANCELED
         20.120 job 0 0/2#0 CANCELING
         20.120 job 0 0/2#0 CANCELED
         20.120 job 0 1/0#0 CANCELING
         20.120 job 0 1/0#0 CANCELED
         20.120 job 0 1/1#0 CANCELING
         20.120 job 0 1/1#0 CANCELED
         20.120 job 0 1/2#0 CANCELING
         20.120 job 0 1/2#0 CANCELED
         20.120 job 0 CANCELED
        Quiet
    "#]]
    .assert_eq(&world.until(40).story(TASKS));
}

/// A job that fails for good cancels what still runs elsewhere before it is FAILED.
#[test]
fn a_job_without_a_restart_strategy_cancels_the_rest() {
    let throw = Action::ThrowException { job: JobId(0) };
    let world = strangers(session(standalone(2, 1))).at(20, throw).until(30);
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          6.770 job 0 0/0#0 SCHEDULED
          6.770 job 0 0/1#0 SCHEDULED
          7.520 job 0 0/0#0 DEPLOYING
          7.520 job 0 0/1#0 DEPLOYING
          8.110 job 0 0/0#0 INITIALIZING
          8.110 job 0 0/1#0 INITIALIZING
          8.530 job 0 0/0#0 RUNNING
          8.530 job 0 0/1#0 RUNNING
         20.120 job 0 0/0#0 FAILED
         20.120 job 0 FAILING
         20.120 job 0 0/1#0 CANCELING
         20.440 job 0 0/1#0 CANCELED
         20.440 job 0 FAILED
        Quiet
    "#]]
    .assert_eq(&world.story(TASKS));
}

/// A second failure while the first one waits for its restart is a failover of its own.
#[test]
fn a_failure_during_a_restart_is_counted_too() {
    let throw = || Action::ThrowException { job: JobId(0) };
    let world = strangers(restarting(standalone(2, 1)));
    let world = world.set("restart-strategy.fixed-delay.delay", "5 s");
    let names = &["JobStatusChanged", "FailoverStarted", "TasksRestarted", "TaskStateChanged"];
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          6.770 job 0 0/0#0 SCHEDULED
          6.770 job 0 0/1#0 SCHEDULED
          7.520 job 0 0/0#0 DEPLOYING
          7.520 job 0 0/1#0 DEPLOYING
          8.110 job 0 0/0#0 INITIALIZING
          8.110 job 0 0/1#0 INITIALIZING
          8.530 job 0 0/0#0 RUNNING
          8.530 job 0 0/1#0 RUNNING
         20.120 job 0 0/0#0 FAILED
         20.120 job 0 restarts 1 tasks in 5000 ms
         20.120 job 0 RESTARTING
         22.120 job 0 0/1#0 FAILED
         22.120 job 0 restarts 1 tasks in 5000 ms
         25.120 TasksRestarted { job: JobId(0), failed: ExecutionId { job: JobId(0), vertex: VertexId(0), subtask: 0, attempt: 0 } }
         25.120 job 0 0/0#1 SCHEDULED
         25.120 job 0 0/0#1 DEPLOYING
         25.710 job 0 0/0#1 INITIALIZING
         26.130 job 0 0/0#1 RUNNING
         27.120 TasksRestarted { job: JobId(0), failed: ExecutionId { job: JobId(0), vertex: VertexId(0), subtask: 1, attempt: 0 } }
         27.120 job 0 RUNNING
         27.120 job 0 0/1#1 SCHEDULED
         27.120 job 0 0/1#1 DEPLOYING
         27.710 job 0 0/1#1 INITIALIZING
         28.130 job 0 0/1#1 RUNNING
        Quiet
    "#]].assert_eq(&world.at(20, throw()).at(22, throw()).until(35).story(names));
}

/// A job that restarts can be cancelled before its delay is over.
#[test]
fn a_job_that_waits_for_its_restart_can_be_cancelled() {
    let throw = Action::ThrowException { job: JobId(0) };
    let world = pair(restarting(standalone(2, 1))).set("restart-strategy.fixed-delay.delay", "9 s");
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          6.770 job 0 0/0#0 SCHEDULED
          6.770 job 0 0/1#0 SCHEDULED
          6.770 job 0 1/0#0 SCHEDULED
          6.770 job 0 1/1#0 SCHEDULED
          7.520 job 0 0/0#0 DEPLOYING
          7.520 job 0 0/1#0 DEPLOYING
          7.520 job 0 1/0#0 DEPLOYING
          7.520 job 0 1/1#0 DEPLOYING
          8.110 job 0 0/0#0 INITIALIZING
          8.110 job 0 0/1#0 INITIALIZING
          8.110 job 0 1/0#0 INITIALIZING
          8.110 job 0 1/1#0 INITIALIZING
          8.530 job 0 0/0#0 RUNNING
          8.530 job 0 0/1#0 RUNNING
          8.530 job 0 1/0#0 RUNNING
          8.530 job 0 1/1#0 RUNNING
         20.120 job 0 0/0#0 FAILED
         20.120 job 0 RESTARTING
         20.120 job 0 0/1#0 CANCELING
         20.120 job 0 1/0#0 CANCELING
         20.120 job 0 1/1#0 CANCELING
         20.440 job 0 0/1#0 CANCELED
         20.440 job 0 1/0#0 CANCELED
         20.440 job 0 1/1#0 CANCELED
         23.120 job 0 CANCELLING
         23.120 job 0 CANCELED
        Quiet
    "#]]
    .assert_eq(&world.at(20, throw).at(23, CANCEL).until(45).story(TASKS));
}

/// An end in the meantime: subtasks that finished stay so when others restart.
#[test]
fn what_has_finished_is_not_restarted() {
    let world = restarting(standalone(1, 1)).with({
        let mut job = chain("a", &[2], false, Some(Time::s(10)));
        job.behaviour.throws = Some(Throw {
            vertex: VertexId(0),
            subtask: 1,
            after: Time::s(8),
            in_attempts_below: Some(2),
        });
        job
    });
    expect![[r#"
          6.770 job 0 CREATED
          6.770 job 0 RUNNING
          6.770 job 0 0/0#0 SCHEDULED
          6.770 job 0 0/1#0 SCHEDULED
          7.520 job 0 0/0#0 DEPLOYING
          7.520 job 0 0/1#0 DEPLOYING
          8.110 job 0 0/0#0 INITIALIZING
          8.110 job 0 0/1#0 INITIALIZING
          8.530 job 0 0/0#0 RUNNING
          8.530 job 0 0/1#0 RUNNING
         16.650 job 0 0/1#0 FAILED
         16.650 job 0 RESTARTING
         17.650 job 0 RUNNING
         17.650 job 0 0/1#1 SCHEDULED
         17.650 job 0 0/1#1 DEPLOYING
         18.240 job 0 0/1#1 INITIALIZING
         18.650 job 0 0/0#0 FINISHED
         18.660 job 0 0/1#1 RUNNING
         26.780 job 0 0/1#1 FAILED
         26.780 job 0 RESTARTING
         27.780 job 0 RUNNING
         27.780 job 0 0/1#2 SCHEDULED
         27.780 job 0 0/1#2 DEPLOYING
         28.370 job 0 0/1#2 INITIALIZING
         28.790 job 0 0/1#2 RUNNING
         38.910 job 0 0/1#2 FINISHED
         38.910 job 0 FINISHED
        Quiet
    "#]]
    .assert_eq(&world.submit(5, "a").until(60).story(TASKS));
}
