//! Savepoints, and stopping with one: whole stories.

use crate::story::{World, execute, execute_async, kubernetes, standalone, yarn};
use expect_test::{Expect, expect};
use flink_model::cluster::{Restored, SavepointPhase};
use flink_model::event::Refusal;
use flink_model::{
    Action, FlinkVersion, JobId, JobStatus, SavepointId, Signal, TmId, Trace, refusal,
};

const NAMES: &[&str] = &[
    "ActionRefused",
    "JobStatusChanged",
    "SavepointTriggered",
    "SavepointCompleted",
    "SavepointFailed",
    "SavepointRestored",
    "CheckpointRestored",
    "TaskManagerLost",
    "ApplicationEnded",
    "ApplicationStateChanged",
    "ClusterStopped",
];

fn check(world: World, expected: &Expect) {
    expected.assert_eq(&world.story(NAMES));
}

const KEEP: Action = Action::Savepoint { job: JobId(0), directory: None };
const STOP: Action = Action::Stop { job: JobId(0), drain: false, directory: None };

fn into_store(world: World) -> World {
    world.set("state.savepoints.dir", "hdfs:///savepoints")
}

fn submit(job: &str) -> Action {
    Action::Submit { job: job.into(), attached: false, shutdown_on_attached_exit: false }
}

fn from(savepoint: u16, run: Action) -> Action {
    Action::FromSavepoint { savepoint: SavepointId(savepoint), run: Box::new(run) }
}

fn session() -> World {
    into_store(standalone(2, 1)).job("A", 2, None).at(0, Action::StartCluster).submit(6, "A")
}

#[test]
fn a_job_goes_on_after_a_savepoint_and_ends_with_a_stop() {
    check(
        session().at(20, KEEP).at(30, STOP),
        &expect![[r#"
          7.770 job 0 CREATED
          7.770 job 0 RUNNING
         20.120 savepoint 0 of job 0 to hdfs:///savepoints: Keep
         20.720 savepoint 0 completed
         30.120 savepoint 1 of job 0 to hdfs:///savepoints: Stop
         30.720 savepoint 1 completed
         31.040 job 0 FINISHED
        Quiet
    "#]],
    );
}

#[test]
fn an_upgraded_job_begins_where_the_old_one_left_off() {
    let world = session().job("A2", 4, None).at(20, STOP).at(30, from(0, submit("A2")));
    check(
        world,
        &expect![[r#"
          7.770 job 0 CREATED
          7.770 job 0 RUNNING
         20.120 savepoint 0 of job 0 to hdfs:///savepoints: Stop
         20.720 savepoint 0 completed
         21.040 job 0 FINISHED
         31.770 job 1 CREATED
         31.770 job 1 RUNNING
         31.770 job 1 restored from savepoint 0
        Quiet
    "#]],
    );
    let world = session().job("A2", 4, None).at(20, STOP).at(30, from(0, submit("A2")));
    let cluster = world.end();
    assert_eq!(cluster.job(JobId(1)).restored, Some(Restored::Savepoint(SavepointId(0))));
    assert_eq!(cluster.job(JobId(0)).status, JobStatus::Finished);
}

#[test]
fn until_its_first_checkpoint_a_restart_goes_back_to_the_savepoint() {
    let world = session()
        .set("restart-strategy.type", "fixed-delay")
        .set("restart-strategy.fixed-delay.attempts", "5")
        .at(20, STOP)
        .at(30, from(0, submit("A")))
        .at(40, Action::ThrowException { job: JobId(1) });
    check(
        world,
        &expect![[r#"
          7.770 job 0 CREATED
          7.770 job 0 RUNNING
         20.120 savepoint 0 of job 0 to hdfs:///savepoints: Stop
         20.720 savepoint 0 completed
         21.040 job 0 FINISHED
         31.770 job 1 CREATED
         31.770 job 1 RUNNING
         31.770 job 1 restored from savepoint 0
         40.120 job 1 RESTARTING
         41.120 job 1 RUNNING
         41.120 job 1 restored from savepoint 0
        Quiet
    "#]],
    );
}

#[test]
fn numbers_go_on_after_the_savepoint() {
    let world = session()
        .set("execution.checkpointing.interval", "2 s")
        .at(20, STOP)
        .at(30, from(0, submit("A")))
        .at(50, Action::ThrowException { job: JobId(1) })
        .until(60);
    check(
        world,
        &expect![[r#"
              7.770 job 0 CREATED
              7.770 job 0 RUNNING
             20.120 savepoint 0 of job 0 to hdfs:///savepoints: Stop
             20.720 savepoint 0 completed
             21.040 job 0 FINISHED
             31.770 job 1 CREATED
             31.770 job 1 RUNNING
             31.770 job 1 restored from savepoint 0
             50.120 job 1 RESTARTING
             51.120 job 1 RUNNING
             51.120 job 1 restored from checkpoint 16
            Quiet
        "#]],
    );
}

#[test]
fn an_application_ends_with_the_stop_of_its_only_job() {
    let job = |world: World| world.job("A", 2, None).program("P", &[execute("A")]);
    let (old, new) = (FlinkVersion::V1_20, FlinkVersion::V2_3);
    for (world, version, end) in [
        (standalone(1, 1), old, 60),
        (standalone(1, 1), new, 60),
        (yarn(2), old, 90),
        (kubernetes(2, 1), new, 90),
    ] {
        let world = into_store(job(world)).run_application("P", true).at(end - 40, STOP);
        let cluster = world.version(version).until(end).end();
        assert_eq!(cluster.job(JobId(0)).status, JobStatus::Finished);
        assert!(!cluster.clusters[0].phase.is_alive(), "the cluster ends with its application");
        assert_eq!(cluster.savepoints[0].phase, SavepointPhase::Completed, "and leaves this");
    }
}

#[test]
fn other_jobs_of_an_application_go_on() {
    let steps = [execute_async("A"), execute_async("B")];
    let world = into_store(standalone(2, 1)).job("A", 2, None).job("B", 2, None);
    let world = world.program("P", &steps).run_application("P", false).at(20, STOP).until(60);
    check(
        world,
        &expect![[r#"
          3.770 job 0 CREATED
          3.770 job 0 RUNNING
          4.040 job 1 CREATED
          4.040 job 1 RUNNING
         20.120 savepoint 0 of job 0 to hdfs:///savepoints: Stop
         20.720 savepoint 0 completed
         21.040 job 0 FINISHED
        Quiet
    "#]],
    );
}

#[test]
fn a_per_job_cluster_ends_with_its_job_and_another_one_takes_the_state() {
    let again = Action::RunPerJob { program: "A".into(), attached: false };
    let world = into_store(yarn(2)).job("A", 2, None).run_per_job("A", false).at(40, STOP);
    check(
        world.at(60, from(0, again)).until(100),
        &expect![[r#"
          5.890 job 0 CREATED
          5.890 job 0 RUNNING
         40.120 savepoint 0 of job 0 to hdfs:///savepoints: Stop
         40.720 savepoint 0 completed
         41.040 job 0 FINISHED
         41.280 cluster 0 stopped Succeeded
         65.890 job 1 CREATED
         65.890 job 1 RUNNING
         65.890 job 1 restored from savepoint 0
        Quiet
    "#]],
    );
}

#[test]
fn without_a_directory_nothing_is_asked_of_the_job() {
    let world = || standalone(1, 1).job("A", 1, None).at(0, Action::StartCluster).submit(6, "A");
    check(
        world().at(20, KEEP).at(21, STOP).until(40),
        &expect![[r#"
              7.770 job 0 CREATED
              7.770 job 0 RUNNING
             20.000 ActionRefused(NoSavepointDirectory)
             21.000 ActionRefused(NoSavepointDirectory)
            Quiet
        "#]],
    );
    let named = Action::Savepoint { job: JobId(0), directory: Some("/tmp/sp/".into()) };
    let path = world().at(20, named).until(40).end().savepoints[0].path();
    assert!(path.starts_with(&format!("/tmp/sp/savepoint-{}-", &JobId(0).hex()[..6])), "{path}");
    assert_eq!(path.len(), "/tmp/sp/savepoint-123456-123456789012".len());
}

#[test]
fn what_cannot_be_stopped_is_refused() {
    let world = session().at(20, Action::Cancel { job: JobId(0) }).until(40);
    let (scenario, cluster) = (world.scenario(), world.end());
    assert_eq!(refusal(&cluster, &STOP, &scenario), Some(Refusal::JobEnded));
    let unknown = Action::Stop { job: JobId(9), drain: true, directory: None };
    assert_eq!(refusal(&cluster, &unknown, &scenario), Some(Refusal::NoSuchJob));
    let never = from(0, submit("A"));
    assert_eq!(refusal(&cluster, &never, &scenario), Some(Refusal::NoSuchSavepoint));
}

#[test]
fn a_savepoint_wants_every_task_running() {
    // Two slots are missing: the tasks wait for them.
    let world = into_store(standalone(1, 1)).set("taskmanager.numberOfTaskSlots", "1");
    let world = world.job("A", 2, None).at(0, Action::StartCluster).submit(6, "A");
    check(
        world.at(20, STOP).until(40),
        &expect![[r#"
          7.770 job 0 CREATED
          7.770 job 0 RUNNING
         20.120 savepoint 0 of job 0 to hdfs:///savepoints: Stop
         20.120 savepoint 0 failed: NotAllTasksRunning
        Horizon
    "#]],
    );
}

#[test]
fn a_failure_interrupts_it_and_the_job_does_not_stop() {
    let kill = Action::SignalTaskManager { tm: TmId(0), signal: Signal::Kill };
    let throw = Action::ThrowException { job: JobId(0) };
    let restart = |world: World| {
        world
            .set("restart-strategy.type", "fixed-delay")
            .set("restart-strategy.fixed-delay.attempts", "9")
    };
    for (at_ms, what) in [(20_300, throw.clone()), (20_300, kill.clone())] {
        let world = restart(session()).at(20, STOP).at_ms(at_ms, what).until(60);
        let cluster = world.end();
        assert!(matches!(cluster.savepoints[0].phase, SavepointPhase::Failed(_)));
        assert_eq!(cluster.job(JobId(0)).status, JobStatus::Running, "it did not stop");
        assert_eq!(cluster.job(JobId(0)).stopping, None);
    }
    check(
        restart(session()).at(20, STOP).at_ms(20_300, throw).until(60),
        &expect![[r#"
              7.770 job 0 CREATED
              7.770 job 0 RUNNING
             20.120 savepoint 0 of job 0 to hdfs:///savepoints: Stop
             20.420 job 0 RESTARTING
             20.420 savepoint 0 failed: Interrupted
             21.420 job 0 RUNNING
            Quiet
        "#]],
    );
}

#[test]
fn a_job_that_ends_first_gives_it_up() {
    let world = into_store(standalone(2, 1)).job("A", 2, Some(10)).at(0, Action::StartCluster);
    check(
        world.submit(6, "A").at_ms(19_400, KEEP).until(60),
        &expect![[r#"
              7.770 job 0 CREATED
              7.770 job 0 RUNNING
             19.520 savepoint 0 of job 0 to hdfs:///savepoints: Keep
             19.650 job 0 FINISHED
             19.650 savepoint 0 failed: Interrupted
            Quiet
        "#]],
    );
}

#[test]
fn a_failure_after_it_restarts_all_of_the_job() {
    let kill = Action::SignalTaskManager { tm: TmId(0), signal: Signal::Kill };
    let world = session()
        .set("taskmanager.numberOfTaskSlots", "1")
        .set("restart-strategy.type", "fixed-delay")
        .set("restart-strategy.fixed-delay.attempts", "99")
        .at(20, STOP)
        .at_ms(20_830, kill)
        .at(21, Action::StartTaskManager)
        .until(60);
    let again = Trace::run(world.scenario());
    let job = again.frame_at(again.end()).cluster.jobs[0].clone();
    assert!(job.execution_ids().all(|task| task.attempt == 1), "also the one that had finished");
    check(
        world,
        &expect![[r#"
          7.770 job 0 CREATED
          7.770 job 0 RUNNING
         20.120 savepoint 0 of job 0 to hdfs:///savepoints: Stop
         20.720 savepoint 0 completed
         32.420 tm-0 lost by ResourceManager: Unreachable
         32.540 tm-0 lost by JobMaster(JobId(0)): Unreachable
         32.540 job 0 RESTARTING
         33.540 job 0 RUNNING
        Quiet
    "#]],
    );
}

#[test]
fn a_silent_task_manager_lets_it_expire() {
    let freeze = Action::SignalTaskManager { tm: TmId(0), signal: Signal::Stop };
    let world = session()
        .set("execution.checkpointing.timeout", "20 s")
        .at_ms(20_300, freeze)
        .at(20, KEEP)
        .until(60);
    check(
        world.sorted(),
        &expect![[r#"
          7.770 job 0 CREATED
          7.770 job 0 RUNNING
         20.120 savepoint 0 of job 0 to hdfs:///savepoints: Keep
         40.120 savepoint 0 failed: Expired
        Horizon
    "#]],
    );
}

#[test]
fn a_new_leader_finds_the_savepoint_that_the_job_came_from() {
    let world = into_store(standalone(2, 2)).set("high-availability.type", "zookeeper");
    let world = world.job("A", 2, None).at(0, Action::StartCluster).submit(6, "A").at(20, STOP);
    let kill = Action::KillJobManager { jm: flink_model::JmId(0) };
    check(
        world.at(30, from(0, submit("A"))).at(45, kill).until(110),
        &expect![[r#"
          7.770 job 0 CREATED
          7.770 job 0 RUNNING
         20.120 savepoint 0 of job 0 to hdfs:///savepoints: Stop
         20.720 savepoint 0 completed
         21.040 job 0 FINISHED
         31.770 job 1 CREATED
         31.770 job 1 RUNNING
         31.770 job 1 restored from savepoint 0
         86.390 job 1 CREATED
         86.390 job 1 RUNNING
         86.390 job 1 restored from savepoint 0
        Quiet
    "#]],
    );
}
