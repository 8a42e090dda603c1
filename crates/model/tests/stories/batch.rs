//! Golden stories of batch jobs: stage after stage, and what a failure takes along.

use crate::story::{World, chain, standalone};
use expect_test::expect;
use flink_model::job::{JobSpec, Throw};
use flink_model::{Action, JobId, Time, VertexId};

const TASKS: &[&str] =
    &["JobStatusChanged", "TaskStateChanged", "FailoverStarted", "TasksRestarted"];
const RESTARTS: &[&str] = &["JobStatusChanged", "FailoverStarted", "TasksRestarted"];

fn session(world: World) -> World {
    let world = world.at(0, Action::StartCluster).set("restart-strategy.type", "fixed-delay");
    world.set("restart-strategy.fixed-delay.attempts", "5")
}

/// Two stages of ten seconds with a blocking edge between them.
fn batch(parallelisms: &[u16]) -> JobSpec {
    chain("batch", parallelisms, true, Some(Time::s(10)))
}

/// The subtask throws two seconds after it began, once.
fn throwing(mut job: JobSpec, vertex: u16, subtask: u16) -> JobSpec {
    job.behaviour.throws = Some(Throw {
        vertex: VertexId(vertex),
        subtask,
        after: Time::s(2),
        in_attempts_below: Some(1),
    });
    job
}

fn run(world: World, job: JobSpec) -> World {
    session(world).with(job).submit(10, "batch").until(90)
}

#[test]
fn the_second_stage_begins_when_the_first_is_over() {
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         11.770 job 0 0/0#0 SCHEDULED
         11.770 job 0 0/1#0 SCHEDULED
         12.520 job 0 0/0#0 DEPLOYING
         12.520 job 0 0/1#0 DEPLOYING
         13.110 job 0 0/0#0 INITIALIZING
         13.110 job 0 0/1#0 INITIALIZING
         13.530 job 0 0/0#0 RUNNING
         13.530 job 0 0/1#0 RUNNING
         23.650 job 0 0/0#0 FINISHED
         23.650 job 0 0/1#0 FINISHED
         23.650 job 0 1/0#0 SCHEDULED
         23.650 job 0 1/0#0 DEPLOYING
         24.240 job 0 1/0#0 INITIALIZING
         24.660 job 0 1/0#0 RUNNING
         34.780 job 0 1/0#0 FINISHED
         34.780 job 0 FINISHED
        Quiet
    "#]]
    .assert_eq(&run(standalone(1, 1), batch(&[2, 1])).story(TASKS));
}

/// A task of the first stage is a region of its own: nobody else is restarted.
#[test]
fn a_failure_in_the_first_stage_restarts_one_task() {
    let job = throwing(batch(&[2, 1]), 0, 1);
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         11.770 job 0 0/0#0 SCHEDULED
         11.770 job 0 0/1#0 SCHEDULED
         12.520 job 0 0/0#0 DEPLOYING
         12.520 job 0 0/1#0 DEPLOYING
         13.110 job 0 0/0#0 INITIALIZING
         13.110 job 0 0/1#0 INITIALIZING
         13.530 job 0 0/0#0 RUNNING
         13.530 job 0 0/1#0 RUNNING
         15.650 job 0 0/1#0 FAILED
         15.650 job 0 restarts 1 tasks in 1000 ms
         15.650 job 0 RESTARTING
         16.650 TasksRestarted { job: JobId(0), failed: ExecutionId { job: JobId(0), vertex: VertexId(0), subtask: 1, attempt: 0 } }
         16.650 job 0 RUNNING
         16.650 job 0 0/1#1 SCHEDULED
         16.650 job 0 0/1#1 DEPLOYING
         17.240 job 0 0/1#1 INITIALIZING
         17.660 job 0 0/1#1 RUNNING
         23.650 job 0 0/0#0 FINISHED
         27.780 job 0 0/1#1 FINISHED
         27.780 job 0 1/0#0 SCHEDULED
         27.780 job 0 1/0#0 DEPLOYING
         28.370 job 0 1/0#0 INITIALIZING
         28.790 job 0 1/0#0 RUNNING
         38.910 job 0 1/0#0 FINISHED
         38.910 job 0 FINISHED
        Quiet
    "#]].assert_eq(&run(standalone(1, 1), job).story(TASKS));
}

/// What the first stage has written is still there.
#[test]
fn a_failure_in_the_second_stage_restarts_one_task() {
    let job = throwing(batch(&[2, 2]), 1, 1);
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         26.780 job 0 restarts 1 tasks in 1000 ms
         26.780 job 0 RESTARTING
         27.780 TasksRestarted { job: JobId(0), failed: ExecutionId { job: JobId(0), vertex: VertexId(1), subtask: 1, attempt: 0 } }
         27.780 job 0 RUNNING
         38.910 job 0 FINISHED
        Quiet
    "#]].assert_eq(&run(standalone(1, 1), job).story(RESTARTS));
}

/// `jobmanager.execution.failover-strategy: full`.
#[test]
fn the_full_strategy_restarts_everything() {
    let job = throwing(batch(&[2, 2]), 1, 1);
    let world = run(standalone(1, 1), job);
    let world = world.set("jobmanager.execution.failover-strategy", "full");
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         26.780 job 0 restarts 4 tasks in 1000 ms
         26.780 job 0 RESTARTING
         27.780 TasksRestarted { job: JobId(0), failed: ExecutionId { job: JobId(0), vertex: VertexId(1), subtask: 1, attempt: 0 } }
         27.780 job 0 RUNNING
         50.040 job 0 FINISHED
        Quiet
    "#]].assert_eq(&world.story(RESTARTS));
}

/// With a TaskManager go the finished results that lay on it: their producers run again, and the
/// consumers that had begun to read start over.
#[test]
fn a_lost_task_manager_takes_results_along() {
    let world = || run(standalone(3, 1).set("taskmanager.numberOfTaskSlots", "1"), batch(&[2, 2]));
    let names = &[
        "JobStatusChanged",
        "SlotAllocated",
        "TaskManagerLost",
        "FailoverStarted",
        "TaskStateChanged",
    ];
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         11.770 job 0 0/0#0 SCHEDULED
         11.770 job 0 0/1#0 SCHEDULED
         12.060 job 0 gets slot 0 of tm-0
         12.060 job 0 gets slot 0 of tm-1
         12.520 job 0 0/0#0 DEPLOYING
         12.520 job 0 0/1#0 DEPLOYING
         13.110 job 0 0/0#0 INITIALIZING
         13.110 job 0 0/1#0 INITIALIZING
         13.530 job 0 0/0#0 RUNNING
         13.530 job 0 0/1#0 RUNNING
         23.650 job 0 0/0#0 FINISHED
         23.650 job 0 0/1#0 FINISHED
         23.650 job 0 1/0#0 SCHEDULED
         23.650 job 0 1/0#0 DEPLOYING
         23.650 job 0 1/1#0 SCHEDULED
         23.650 job 0 1/1#0 DEPLOYING
         24.240 job 0 1/0#0 INITIALIZING
         24.240 job 0 1/1#0 INITIALIZING
         24.660 job 0 1/0#0 RUNNING
         24.660 job 0 1/1#0 RUNNING
         34.780 job 0 1/1#0 FINISHED
         41.890 tm-0 lost by JobMaster(JobId(0)): Unreachable
         41.890 job 0 1/0#0 FAILED
         41.890 job 0 restarts 3 tasks in 1000 ms
         41.890 job 0 RESTARTING
         42.420 tm-0 lost by ResourceManager: Unreachable
         42.890 job 0 RUNNING
         42.890 job 0 0/0#1 SCHEDULED
         42.890 job 0 0/0#1 DEPLOYING
         43.480 job 0 0/0#1 INITIALIZING
         43.900 job 0 0/0#1 RUNNING
         54.020 job 0 0/0#1 FINISHED
         54.020 job 0 1/0#1 SCHEDULED
         54.020 job 0 1/0#1 DEPLOYING
         54.020 job 0 1/1#1 SCHEDULED
         54.190 job 0 gets slot 0 of tm-2
         54.610 job 0 1/0#1 INITIALIZING
         54.650 job 0 1/1#1 DEPLOYING
         55.030 job 0 1/0#1 RUNNING
         55.240 job 0 1/1#1 INITIALIZING
         55.660 job 0 1/1#1 RUNNING
         65.150 job 0 1/0#1 FINISHED
         65.780 job 0 1/1#1 FINISHED
         65.780 job 0 FINISHED
        Quiet
    "#]]
    .assert_eq(&world().kill(25, 0).story(names));
}

/// The same for the other TaskManager, and for a row of stages that lay on one.
#[test]
fn results_are_made_anew_as_far_as_they_are_lost() {
    let world = |parallelisms: &[u16]| {
        run(standalone(3, 1).set("taskmanager.numberOfTaskSlots", "1"), batch(parallelisms))
    };
    let names = &["JobStatusChanged", "FailoverStarted", "TaskSubmitted"];
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         12.640 job 0 0/0#0 submitted
         12.640 job 0 0/1#0 submitted
         23.770 job 0 1/0#0 submitted
         23.770 job 0 1/1#0 submitted
         41.890 job 0 restarts 3 tasks in 1000 ms
         41.890 job 0 RESTARTING
         42.890 job 0 RUNNING
         43.010 job 0 0/1#1 submitted
         54.140 job 0 1/0#1 submitted
         54.770 job 0 1/1#1 submitted
         65.780 job 0 FINISHED
        Quiet
    "#]]
    .assert_eq(&world(&[2, 2]).kill(25, 1).story(names));
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         12.640 job 0 0/0#0 submitted
         23.770 job 0 1/0#0 submitted
         34.900 job 0 2/0#0 submitted
         51.890 job 0 restarts 3 tasks in 1000 ms
         51.890 job 0 RESTARTING
         52.890 job 0 RUNNING
         53.640 job 0 0/0#1 submitted
         64.770 job 0 1/0#1 submitted
         75.900 job 0 2/0#1 submitted
         86.910 job 0 FINISHED
        Quiet
    "#]]
    .assert_eq(&world(&[1, 1, 1]).kill(38, 0).until(120).story(names));
    // Half of the first stage ran elsewhere, and its results are still there.
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         12.640 job 0 0/0#0 submitted
         12.640 job 0 0/1#0 submitted
         23.770 job 0 1/0#0 submitted
         41.890 job 0 restarts 2 tasks in 1000 ms
         41.890 job 0 RESTARTING
         42.890 job 0 RUNNING
         43.010 job 0 0/0#1 submitted
         54.140 job 0 1/0#1 submitted
         65.270 job 0 2/0#0 submitted
         76.280 job 0 FINISHED
        Quiet
    "#]]
    .assert_eq(&world(&[2, 1, 1]).kill(28, 0).until(120).story(names));
}

/// A batch job without enough slots for all at once runs its tasks one after another. No request times out
/// as long as there is a slot that somebody leaves some day; without any it does.
#[test]
fn a_batch_job_runs_with_fewer_slots_than_tasks() {
    let world = |task_managers| {
        let world = run(standalone(task_managers, 1), batch(&[3]));
        world.set("taskmanager.numberOfTaskSlots", "1").set("slot.request.timeout", "5 s")
    };
    let names = &[
        "JobStatusChanged",
        "ResourcesRequired",
        "ResourcesNotEnough",
        "SlotRequestTimedOut",
        "TaskStateChanged",
    ];
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         11.770 job 0 0/0#0 SCHEDULED
         11.770 job 0 0/1#0 SCHEDULED
         11.770 job 0 0/2#0 SCHEDULED
         12.010 job 0 requires 3
         12.180 job 0 cannot be served
         12.520 job 0 0/0#0 DEPLOYING
         13.110 job 0 0/0#0 INITIALIZING
         13.530 job 0 0/0#0 RUNNING
         23.650 job 0 0/0#0 FINISHED
         23.650 job 0 0/1#0 DEPLOYING
         23.770 job 0 requires 2
         23.940 job 0 cannot be served
         24.240 job 0 0/1#0 INITIALIZING
         24.660 job 0 0/1#0 RUNNING
         34.780 job 0 0/1#0 FINISHED
         34.780 job 0 0/2#0 DEPLOYING
         34.900 job 0 requires 1
         35.370 job 0 0/2#0 INITIALIZING
         35.790 job 0 0/2#0 RUNNING
         45.910 job 0 0/2#0 FINISHED
         45.910 job 0 FINISHED
         46.030 job 0 requires 0
        Quiet
    "#]]
    .assert_eq(&world(1).story(names));
    let alone = world(0).set("restart-strategy.type", "none");
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         11.770 job 0 0/0#0 SCHEDULED
         11.770 job 0 0/1#0 SCHEDULED
         11.770 job 0 0/2#0 SCHEDULED
         12.010 job 0 requires 3
         12.180 job 0 cannot be served
         16.770 SlotRequestTimedOut { job: JobId(0), region: 0 }
         16.770 job 0 0/0#0 FAILED
         16.770 job 0 FAILING
         16.770 job 0 0/1#0 CANCELING
         16.770 job 0 0/1#0 CANCELED
         16.770 job 0 0/2#0 CANCELING
         16.770 job 0 0/2#0 CANCELED
         16.770 job 0 FAILED
         16.890 job 0 requires 0
        Quiet
    "#]]
    .assert_eq(&alone.story(names));
}

#[test]
fn cancelling_reaches_stages_that_have_not_begun() {
    let world = run(standalone(1, 1), batch(&[1, 1])).at(15, Action::Cancel { job: JobId(0) });
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         11.770 job 0 0/0#0 SCHEDULED
         12.520 job 0 0/0#0 DEPLOYING
         13.110 job 0 0/0#0 INITIALIZING
         13.530 job 0 0/0#0 RUNNING
         15.120 job 0 CANCELLING
         15.120 job 0 0/0#0 CANCELING
         15.120 job 0 1/0#0 CANCELED
         15.440 job 0 0/0#0 CANCELED
         15.440 job 0 CANCELED
        Quiet
    "#]]
    .assert_eq(&world.story(TASKS));
}
