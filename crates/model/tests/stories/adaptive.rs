//! The adaptive scheduler and reactive mode: whole stories.

use crate::story::{World, execute, kubernetes, standalone, yarn};
use expect_test::{Expect, expect};
use flink_model::event::Refusal;
use flink_model::{Action, FlinkVersion, JobId, JobStatus, Signal, TmId, refusal};

const NAMES: &[&str] = &[
    "JobStatusChanged",
    "AdaptiveStateChanged",
    "FailoverStarted",
    "CheckpointRestored",
    "SavepointCompleted",
    "SavepointRestored",
    "TaskManagerRegistered",
    "TaskManagerLost",
    "ResourcesRequired",
    "ClusterStopped",
];

fn check(world: World, expected: &Expect) {
    expected.assert_eq(&world.story(NAMES));
}

fn kill(tm: u16) -> Action {
    Action::SignalTaskManager { tm: TmId(tm), signal: Signal::Kill }
}

/// A session with the adaptive scheduler, two slots a TaskManager, and a job that wants four.
fn session(task_managers: u16) -> World {
    standalone(task_managers, 1)
        .set("taskmanager.numberOfTaskSlots", "2")
        .set("jobmanager.scheduler", "adaptive")
        .set("execution.checkpointing.interval", "2 s")
        .job("A", 4, None)
        .at(0, Action::StartCluster)
        .submit(6, "A")
}

fn reactive(task_managers: u16) -> World {
    standalone(task_managers, 1)
        .set("taskmanager.numberOfTaskSlots", "2")
        .set("scheduler-mode", "reactive")
        .set("execution.checkpointing.interval", "2 s")
        .job("A", 1, None)
        .program("P", &[execute("A")])
        .run_application("P", false)
}

#[test]
fn with_all_slots_it_begins_at_once() {
    check(
        session(2).until(60),
        &expect![[r#"
              2.620 tm-0 registered
              2.620 tm-1 registered
              7.770 job 0 CREATED
              7.770 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
              8.010 job 0 requires 4
              8.520 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
              8.520 AdaptiveStateChanged { job: JobId(0), to: Executing }
              8.520 job 0 RUNNING
            Quiet
        "#]],
    );
}

#[test]
fn with_fewer_it_waits_ten_seconds_for_more_and_then_runs() {
    check(
        session(1).until(60),
        &expect![[r#"
              2.620 tm-0 registered
              7.770 job 0 CREATED
              7.770 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
              8.010 job 0 requires 4
             18.520 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
             18.520 AdaptiveStateChanged { job: JobId(0), to: Executing }
             18.520 job 0 RUNNING
            Horizon
        "#]],
    );
    assert_eq!(parallelism(session(1).until(60)), 2);
}

fn parallelism(world: World) -> u16 {
    world.end().job(JobId(0)).spec.vertices[0].parallelism
}

#[test]
fn it_grows_when_slots_come_after_the_versions_own_pause() {
    let world = |version| session(1).version(version).at(25, Action::StartTaskManager).until(200);
    check(
        world(FlinkVersion::V1_17),
        &expect![[r#"
              2.620 tm-0 registered
              7.770 job 0 CREATED
              7.770 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
              8.010 job 0 requires 4
             18.520 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
             18.520 AdaptiveStateChanged { job: JobId(0), to: Executing }
             18.520 job 0 RUNNING
             27.620 tm-1 registered
             28.130 AdaptiveStateChanged { job: JobId(0), to: Restarting }
             28.130 job 0 RESTARTING
             28.450 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
             28.450 job 0 CREATED
             28.450 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
             28.450 AdaptiveStateChanged { job: JobId(0), to: Executing }
             28.450 job 0 RUNNING
             28.450 job 0 restored from checkpoint 4
            Quiet
        "#]],
    );
    check(
        world(FlinkVersion::V1_20),
        &expect![[r#"
              2.620 tm-0 registered
              7.770 job 0 CREATED
              7.770 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
              8.010 job 0 requires 4
             18.520 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
             18.520 AdaptiveStateChanged { job: JobId(0), to: Executing }
             18.520 job 0 RUNNING
             27.620 tm-1 registered
             48.520 AdaptiveStateChanged { job: JobId(0), to: Restarting }
             48.520 job 0 RESTARTING
             48.840 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
             48.840 job 0 CREATED
             48.840 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
             48.840 AdaptiveStateChanged { job: JobId(0), to: Executing }
             48.840 job 0 RUNNING
             48.840 job 0 restored from checkpoint 14
            Quiet
        "#]],
    );
    assert_eq!(parallelism(world(FlinkVersion::V2_3)), 4);
}

#[test]
fn since_2_0_it_waits_a_minute_for_the_rest_before_it_grows_by_some() {
    let world = session(1)
        .version(FlinkVersion::V2_3)
        .set("taskmanager.numberOfTaskSlots", "1")
        .at(60, Action::StartTaskManager)
        .until(200);
    check(
        world,
        &expect![[r#"
              2.620 tm-0 registered
              7.770 job 0 CREATED
              7.770 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
              8.010 job 0 requires 4
             18.520 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
             18.520 AdaptiveStateChanged { job: JobId(0), to: Executing }
             18.520 job 0 RUNNING
             62.620 tm-1 registered
            123.630 AdaptiveStateChanged { job: JobId(0), to: Restarting }
            123.630 job 0 RESTARTING
            123.950 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
            123.950 job 0 CREATED
            123.950 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
            123.950 AdaptiveStateChanged { job: JobId(0), to: Executing }
            123.950 job 0 RUNNING
            123.950 job 0 restored from checkpoint 53
            Horizon
        "#]],
    );
}

#[test]
fn a_lost_task_manager_lowers_the_parallelism_instead_of_failing_the_job() {
    let world = || session(2).at(30, kill(0)).until(120);
    check(
        world(),
        &expect![[r#"
              2.620 tm-0 registered
              2.620 tm-1 registered
              7.770 job 0 CREATED
              7.770 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
              8.010 job 0 requires 4
              8.520 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
              8.520 AdaptiveStateChanged { job: JobId(0), to: Executing }
              8.520 job 0 RUNNING
             42.420 tm-0 lost by ResourceManager: Unreachable
             42.540 tm-0 lost by JobMaster(JobId(0)): Unreachable
             42.540 job 0 restarts 4 tasks in 1000 ms
             42.540 job 0 RESTARTING
             42.540 AdaptiveStateChanged { job: JobId(0), to: Restarting }
             43.540 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
             43.540 job 0 CREATED
             53.540 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
             53.540 AdaptiveStateChanged { job: JobId(0), to: Executing }
             53.540 job 0 RUNNING
             53.540 job 0 restored from checkpoint 10
            Horizon
        "#]],
    );
    assert_eq!(parallelism(world()), 2);
}

#[test]
fn without_any_slot_it_fails_after_five_minutes() {
    check(
        session(0).until(400),
        &expect![[r#"
              7.770 job 0 CREATED
              7.770 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
              8.010 job 0 requires 4
            307.770 job 0 FAILING
            307.770 job 0 FAILED
            308.010 job 0 requires 0
            Quiet
        "#]],
    );
}

#[test]
fn without_a_restart_strategy_a_loss_is_still_a_failure() {
    let world = session(2).set("restart-strategy.type", "none").at(30, kill(0)).until(120);
    assert_eq!(world.end().job(JobId(0)).status, JobStatus::Failed);
}

#[test]
fn cancelling_while_it_waits_needs_no_task() {
    let world = session(0).at(20, Action::Cancel { job: JobId(0) }).until(60);
    assert_eq!(world.end().job(JobId(0)).status, JobStatus::Canceled);
}

#[test]
fn a_reactive_application_follows_the_task_managers() {
    let world = || reactive(1).at(12, Action::StartTaskManager).at(60, kill(0)).until(120);
    check(
        world(),
        &expect![[r#"
              2.620 tm-0 registered
              3.770 job 0 CREATED
              3.770 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
              4.010 job 0 requires 128
              4.520 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
              4.520 AdaptiveStateChanged { job: JobId(0), to: Executing }
              4.520 job 0 RUNNING
             14.620 tm-1 registered
             34.520 AdaptiveStateChanged { job: JobId(0), to: Restarting }
             34.520 job 0 RESTARTING
             34.840 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
             34.840 job 0 CREATED
             34.840 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
             34.840 AdaptiveStateChanged { job: JobId(0), to: Executing }
             34.840 job 0 RUNNING
             34.840 job 0 restored from checkpoint 14
             72.420 tm-0 lost by ResourceManager: Unreachable
             72.540 tm-0 lost by JobMaster(JobId(0)): Unreachable
             72.540 job 0 restarts 4 tasks in 1000 ms
             72.540 job 0 RESTARTING
             72.540 AdaptiveStateChanged { job: JobId(0), to: Restarting }
             73.540 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
             73.540 job 0 CREATED
             73.540 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
             73.540 AdaptiveStateChanged { job: JobId(0), to: Executing }
             73.540 job 0 RUNNING
             73.540 job 0 restored from checkpoint 26
            Horizon
        "#]],
    );
    assert_eq!(parallelism(world()), 2);
    assert_eq!(parallelism(reactive(1).at(12, Action::StartTaskManager).until(58)), 4);
}

#[test]
fn a_reactive_application_waits_for_ever() {
    let world = reactive(0).until(3_000).end();
    assert_eq!(world.job(JobId(0)).status, JobStatus::Created);
}

#[test]
fn only_a_standalone_application_can_be_reactive() {
    let run = Action::RunApplication { program: "P".into(), attached: false, in_session: false };
    let run_per_job = Action::RunPerJob { program: "P".into(), attached: false };
    for (world, action) in [
        (standalone(1, 1), Action::StartCluster),
        (yarn(1), Action::StartCluster),
        (yarn(1), run.clone()),
        (yarn(1), run_per_job),
        (kubernetes(1, 1), run),
    ] {
        let world = world.set("scheduler-mode", "reactive").job("A", 1, None);
        let scenario = world.program("P", &[execute("A")]).scenario();
        let cluster = flink_model::Cluster::new(&scenario);
        assert_eq!(refusal(&cluster, &action, &scenario), Some(Refusal::ReactiveElsewhere));
    }
}

#[test]
fn a_stopped_job_of_the_adaptive_scheduler_finishes_and_is_not_rescaled_meanwhile() {
    let stop = Action::Stop { job: JobId(0), drain: false, directory: Some("sp".into()) };
    check(
        session(2).at(30, stop).until(60),
        &expect![[r#"
              2.620 tm-0 registered
              2.620 tm-1 registered
              7.770 job 0 CREATED
              7.770 AdaptiveStateChanged { job: JobId(0), to: WaitingForResources }
              8.010 job 0 requires 4
              8.520 AdaptiveStateChanged { job: JobId(0), to: CreatingExecutionGraph }
              8.520 AdaptiveStateChanged { job: JobId(0), to: Executing }
              8.520 job 0 RUNNING
             30.720 savepoint 0 completed
             31.040 job 0 FINISHED
             31.280 job 0 requires 0
            Quiet
        "#]],
    );
}
