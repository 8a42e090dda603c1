//! Golden stories of what one version does and another does not.

use crate::story::{World, chain, standalone};
use expect_test::expect;
use flink_model::job::EarlyEnd;
use flink_model::{Action, FlinkVersion, Signal, Time, TmId, VertexId};

/// Two tasks that talk to each other, on two TaskManagers, and a third one to spare.
fn pair(version: FlinkVersion) -> World {
    standalone(3, 1)
        .version(version)
        .set("restart-strategy.type", "fixed-delay")
        .set("restart-strategy.fixed-delay.attempts", "5")
        .with(chain("a", &[2, 2], false, None))
        .at(0, Action::StartCluster)
        .submit(10, "a")
}

const LOSS: &[&str] = &["TaskManagerLost", "JobStatusChanged", "TaskManagerExited"];

/// Before 1.14 a call to a dead process ends with its timeout: tasks there are asked four times, and as long
/// nothing begins again. Then its slots are used once more, and whoever reads from there finds nobody.
#[test]
fn before_1_14_a_dead_process_holds_its_job_up() {
    let killed = |version| pair(version).kill(20, 0).until(90).story(LOSS);
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         61.890 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
         61.890 job 0 RESTARTING
         62.420 tm-0 lost by ResourceManager: HeartbeatTimeout
         62.890 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&killed(FlinkVersion::V1_13));
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         31.890 tm-0 lost by JobMaster(JobId(0)): Unreachable
         31.890 job 0 RESTARTING
         32.420 tm-0 lost by ResourceManager: Unreachable
         32.890 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&killed(FlinkVersion::V1_17));
}

/// Before 1.14 a TaskManager that is told to stop is missed like one that died.
#[test]
fn before_1_14_nobody_says_goodbye() {
    let stopped = |version| {
        let stop = Action::SignalTaskManager { tm: TmId(0), signal: Signal::Term };
        pair(version).at(20, stop).until(90).story(LOSS)
    };
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         20.500 tm-0 exited
         61.890 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
         61.890 job 0 RESTARTING
         62.420 tm-0 lost by ResourceManager: HeartbeatTimeout
         62.890 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&stopped(FlinkVersion::V1_13));
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         20.120 tm-0 lost by ResourceManager: ShuttingDown
         20.240 tm-0 lost by JobMaster(JobId(0)): ShuttingDown
         20.240 job 0 RESTARTING
         20.500 tm-0 exited
         21.240 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&stopped(FlinkVersion::V1_17));
}

/// Up to 2.0 Flink draws when the first periodic checkpoint comes (here, if nobody says otherwise, after a
/// whole interval); 2.3 begins at once.
#[test]
fn the_first_checkpoint_comes_at_once_in_2_3() {
    let restored = |version, drawn: &[Time]| {
        let mut job = chain("a", &[1], false, None);
        job.behaviour.first_checkpoints = drawn.to_vec();
        let world = standalone(1, 1).version(version).with(job);
        world
            .set("execution.checkpointing.interval", "10 s")
            .at(0, Action::StartCluster)
            .submit(10, "a")
            .at(15, Action::ThrowException { job: flink_model::JobId(0) })
            .until(30)
            .story(&["CheckpointRestored", "JobStatusChanged"])
    };
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         15.120 job 0 RESTARTING
         16.120 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&restored(FlinkVersion::V2_0, &[]));
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         15.120 job 0 RESTARTING
         16.120 job 0 RUNNING
         16.120 job 0 restored from checkpoint 1
        Quiet
    "#]]
    .assert_eq(&restored(FlinkVersion::V2_0, &[Time::s(2)]));
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         15.120 job 0 RESTARTING
         16.120 job 0 RUNNING
         16.120 job 0 restored from checkpoint 1
        Quiet
    "#]]
    .assert_eq(&restored(FlinkVersion::V2_3, &[]));
}

/// The end of one subtask is not the end of the job, and since 1.15 not the end of its checkpoints.
#[test]
#[expect(clippy::too_many_lines, reason = "one story in several versions")]
fn a_reader_without_a_split_ends_and_the_job_goes_on() {
    let ended = |version| {
        let mut job = chain("a", &[2, 2], false, None);
        let (vertex, after) = (VertexId(0), Time::ms(500));
        job.behaviour.ends_early = vec![EarlyEnd { vertex, subtask: 1, after, from_attempt: 0 }];
        let world = standalone(2, 1).version(version).with(job);
        world
            .set("execution.checkpointing.interval", "1 s")
            .at(0, Action::StartCluster)
            .submit(10, "a")
            .at(20, Action::ThrowException { job: flink_model::JobId(0) })
            .until(30)
            .story(&["CheckpointRestored", "JobStatusChanged", "TaskStateChanged"])
            .lines()
            .filter(|line| !line.contains("SCHEDULED") && !line.contains("INITIALIZING"))
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         12.470 job 0 0/0#0 DEPLOYING
         12.470 job 0 0/1#0 DEPLOYING
         12.470 job 0 1/0#0 DEPLOYING
         12.470 job 0 1/1#0 DEPLOYING
         13.480 job 0 0/0#0 RUNNING
         13.480 job 0 0/1#0 RUNNING
         13.480 job 0 1/0#0 RUNNING
         13.480 job 0 1/1#0 RUNNING
         14.100 job 0 0/1#0 FINISHED
         20.120 job 0 0/0#0 FAILED
         20.120 job 0 RESTARTING
         20.120 job 0 1/0#0 CANCELING
         20.120 job 0 1/1#0 CANCELING
         20.440 job 0 1/0#0 CANCELED
         20.440 job 0 1/1#0 CANCELED
         21.120 job 0 RUNNING
         21.120 job 0 restored from checkpoint 1
         21.120 job 0 0/0#1 DEPLOYING
         21.120 job 0 0/1#1 DEPLOYING
         21.120 job 0 1/0#1 DEPLOYING
         21.120 job 0 1/1#1 DEPLOYING
         22.130 job 0 0/0#1 RUNNING
         22.130 job 0 0/1#1 RUNNING
         22.130 job 0 1/0#1 RUNNING
         22.130 job 0 1/1#1 RUNNING
         22.750 job 0 0/1#1 FINISHED
        Quiet
    "#]]
    .assert_eq(&ended(FlinkVersion::V1_13));
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         12.520 job 0 0/0#0 DEPLOYING
         12.520 job 0 0/1#0 DEPLOYING
         12.520 job 0 1/0#0 DEPLOYING
         12.520 job 0 1/1#0 DEPLOYING
         13.530 job 0 0/0#0 RUNNING
         13.530 job 0 0/1#0 RUNNING
         13.530 job 0 1/0#0 RUNNING
         13.530 job 0 1/1#0 RUNNING
         14.150 job 0 0/1#0 FINISHED
         20.120 job 0 0/0#0 FAILED
         20.120 job 0 RESTARTING
         20.120 job 0 1/0#0 CANCELING
         20.120 job 0 1/1#0 CANCELING
         20.440 job 0 1/0#0 CANCELED
         20.440 job 0 1/1#0 CANCELED
         21.120 job 0 RUNNING
         21.120 job 0 restored from checkpoint 7
         21.120 job 0 0/0#1 DEPLOYING
         21.120 job 0 0/1#1 DEPLOYING
         21.120 job 0 1/0#1 DEPLOYING
         21.120 job 0 1/1#1 DEPLOYING
         22.130 job 0 0/0#1 RUNNING
         22.130 job 0 0/1#1 RUNNING
         22.130 job 0 1/0#1 RUNNING
         22.130 job 0 1/1#1 RUNNING
         22.750 job 0 0/1#1 FINISHED
        Quiet
    "#]]
    .assert_eq(&ended(FlinkVersion::V1_20));
}
