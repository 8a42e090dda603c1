//! Golden scenarios of a session: actions in, the story out.

use crate::story::{self, World, chain};
use expect_test::{Expect, expect};
use flink_model::job::{JobSpec, Throw};
use flink_model::{Action, Event, FlinkVersion, JobId, Signal, Time, TmId, VertexId};

/// A session on fixed machines, with so many slots a TaskManager.
pub(crate) fn standalone(task_managers: u16, slots: u16) -> World {
    session(story::standalone(task_managers, 1), slots)
}

pub(crate) fn yarn(nodes: u16, slots: u16) -> World {
    session(story::yarn(nodes), slots)
}

fn session(world: World, slots: u16) -> World {
    let world = world.set("taskmanager.numberOfTaskSlots", &slots.to_string());
    world.until(900).at(0, Action::StartCluster)
}

/// Two vertices joined by a keyBy: one pipelined region.
pub(crate) fn shuffle(name: &str, parallelism: u16) -> JobSpec {
    chain(name, &[parallelism, parallelism], false, None)
}

pub(crate) fn option(mut job: JobSpec, key: &str, value: &str) -> JobSpec {
    job.options.set(key, value);
    job
}

pub(crate) fn check(world: World, names: &[&str], expected: Expect) {
    expected.assert_eq(&world.told(names, with_cause));
}

/// An event in a few characters, and why a job changed its state.
fn with_cause(event: &Event) -> String {
    match event {
        Event::JobStatusChanged { cause: Some(cause), .. } => {
            format!("{} because {cause:?}", story::short(event))
        }
        other => story::short(other),
    }
}

const JOBS: &[&str] = &["JobStatusChanged", "FailoverStarted", "TaskManagerLost"];
const SLOTS: &[&str] =
    &["JobStatusChanged", "ResourcesRequired", "SlotAllocated", "ResourcesNotEnough"];

#[test]
fn a_session_cluster_outlives_its_job() {
    let mut job = shuffle("A", 2);
    job.behaviour.finishes_after = Some(Time::s(5));
    check(
        standalone(1, 2).with(job).submit(4, "A"),
        &["JobStatusChanged", "SlotFreed", "ClusterStopped", "TaskManagerExited"],
        expect![[r#"
              5.770 job 0 CREATED
              5.770 job 0 RUNNING
             12.650 job 0 FINISHED
             13.010 allocation 0 freed
             13.010 allocation 1 freed
            Quiet
        "#]],
    );
}

#[test]
fn scheduling_starts_before_there_is_a_slot() {
    check(
        standalone(0, 2).with(shuffle("A", 1)).submit(4, "A"),
        &["JobStatusChanged", "TaskStateChanged", "ResourcesRequired", "SlotRequestTimedOut"],
        expect![[r#"
              5.770 job 0 CREATED
              5.770 job 0 RUNNING
              5.770 job 0 0/0#0 SCHEDULED
              5.770 job 0 1/0#0 SCHEDULED
              6.010 job 0 requires 1
            302.470 job 0 0/0#0 FAILED
            302.470 job 0 FAILING because RecoverySuppressed
            302.470 job 0 1/0#0 CANCELING
            302.470 job 0 1/0#0 CANCELED
            302.470 job 0 FAILED
            302.590 job 0 requires 0
            Quiet
        "#]],
    );
}

#[test]
fn late_shortage_fails_at_once() {
    check(
        standalone(1, 2).set("slot.request.timeout", "10 s").with(shuffle("A", 3)).submit(20, "A"),
        SLOTS,
        expect![[r#"
             21.770 job 0 CREATED
             21.770 job 0 RUNNING
             22.010 job 0 requires 3
             22.060 job 0 gets slot 0 of tm-0
             22.060 job 0 gets slot 1 of tm-0
             22.180 job 0 cannot be served
             22.180 job 0 FAILING because RecoverySuppressed
             22.180 job 0 FAILED
             22.300 job 0 requires 0
            Quiet
        "#]],
    );
}

#[test]
fn early_shortage_is_served_by_a_late_task_manager() {
    let world = standalone(1, 2).with(shuffle("A", 3)).submit(4, "A");
    check(
        world.at(15, Action::StartTaskManager),
        SLOTS,
        expect![[r#"
          5.770 job 0 CREATED
          5.770 job 0 RUNNING
          6.010 job 0 requires 3
          6.060 job 0 gets slot 0 of tm-0
          6.060 job 0 gets slot 1 of tm-0
         17.670 job 0 gets slot 0 of tm-1
        Quiet
    "#]],
    );
}

#[test]
fn yarn_asks_for_as_many_workers_as_the_slots_need() {
    check(
        yarn(3, 2).with(shuffle("A", 3)).submit(10, "A"),
        &["WorkersRequested", "ContainersReceived", "TaskManagerRegistered", "JobStatusChanged"],
        expect![[r#"
             11.770 job 0 CREATED
             11.770 job 0 RUNNING
             12.060 cluster 0 asks for 2
             13.500 cluster 0 received containers [1, 2]
             16.740 tm-0 registered
             16.740 tm-1 registered
            Quiet
        "#]],
    );
}

#[test]
fn yarn_gives_idle_workers_back() {
    let mut job = shuffle("A", 2);
    job.behaviour.finishes_after = Some(Time::s(5));
    check(
        yarn(3, 2).with(job).submit(10, "A"),
        &["SlotFreed", "WorkerReleased", "TaskManagerLost", "ContainerCompleted"],
        expect![[r#"
             23.740 allocation 0 freed
             23.740 allocation 1 freed
             64.340 tm-0 released
             64.340 tm-0 lost by ResourceManager: Idle
             64.340 container 1 completed
            Quiet
        "#]],
    );
}

#[test]
fn restarts_are_burnt_while_a_dead_task_manager_is_still_believed_in() {
    let job = option(shuffle("A", 3), "restart-strategy.type", "fixed-delay");
    let job = option(job, "restart-strategy.fixed-delay.attempts", "3");
    let job = option(job, "restart-strategy.fixed-delay.delay", "2 s");
    check(
        standalone(3, 2).with(job).submit(4, "A").kill(14, 0),
        JOBS,
        expect![[r#"
              5.770 job 0 CREATED
              5.770 job 0 RUNNING
             14.220 job 0 restarts 6 tasks in 2000 ms
             14.220 job 0 RESTARTING because ConnectionLost(TmId(0))
             16.220 job 0 RUNNING
             16.340 job 0 restarts 6 tasks in 2000 ms
             16.340 job 0 RESTARTING because RecipientUnreachable(TmId(0))
             18.340 job 0 RUNNING
             18.460 job 0 restarts 6 tasks in 2000 ms
             18.460 job 0 RESTARTING because RecipientUnreachable(TmId(0))
             20.460 job 0 RUNNING
             20.580 job 0 FAILING because RecoverySuppressed
             20.900 job 0 FAILED
             32.420 tm-0 lost by ResourceManager: Unreachable
            Quiet
        "#]],
    );
}

#[test]
fn checkpointing_restarts_until_the_death_is_noticed() {
    let job = option(shuffle("A", 3), "execution.checkpointing.interval", "1 s");
    let names = &["JobStatusChanged", "FailoverStarted", "TaskManagerLost", "CheckpointRestored"];
    check(
        standalone(3, 2).with(job).submit(4, "A").kill(14, 0),
        names,
        expect![[r#"
              5.770 job 0 CREATED
              5.770 job 0 RUNNING
             14.220 job 0 restarts 6 tasks in 1000 ms
             14.220 job 0 RESTARTING because ConnectionLost(TmId(0))
             15.220 job 0 RUNNING
             15.220 job 0 restored from checkpoint 7
             15.340 job 0 restarts 6 tasks in 1500 ms
             15.340 job 0 RESTARTING because RecipientUnreachable(TmId(0))
             16.840 job 0 RUNNING
             16.840 job 0 restored from checkpoint 7
             16.960 job 0 restarts 6 tasks in 2250 ms
             16.960 job 0 RESTARTING because RecipientUnreachable(TmId(0))
             19.210 job 0 RUNNING
             19.210 job 0 restored from checkpoint 7
             19.330 job 0 restarts 6 tasks in 3375 ms
             19.330 job 0 RESTARTING because RecipientUnreachable(TmId(0))
             22.705 job 0 RUNNING
             22.705 job 0 restored from checkpoint 7
             22.825 job 0 restarts 6 tasks in 5062 ms
             22.825 job 0 RESTARTING because RecipientUnreachable(TmId(0))
             25.890 tm-0 lost by JobMaster(JobId(0)): Unreachable
             27.887 job 0 RUNNING
             27.887 job 0 restored from checkpoint 7
             32.420 tm-0 lost by ResourceManager: Unreachable
            Quiet
        "#]],
    );
}

#[test]
fn old_versions_notice_a_death_by_silence_only() {
    let mut job = shuffle("A", 1);
    job.vertices.truncate(1);
    let world = standalone(1, 1).version(FlinkVersion::V1_13).with(job).submit(4, "A").kill(14, 0);
    check(
        world,
        JOBS,
        expect![[r#"
              5.770 job 0 CREATED
              5.770 job 0 RUNNING
             55.890 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
             55.890 job 0 FAILING because RecoverySuppressed
             55.890 job 0 FAILED
             62.420 tm-0 lost by ResourceManager: HeartbeatTimeout
            Quiet
        "#]],
    );
}

#[test]
fn only_jobs_with_slots_there_are_hit() {
    let world = standalone(3, 2).with(shuffle("A", 2)).with(shuffle("B", 2));
    check(
        world.submit(4, "A").submit(8, "B").kill(20, 0),
        JOBS,
        expect![[r#"
              5.770 job 0 CREATED
              5.770 job 0 RUNNING
              9.770 job 1 CREATED
              9.770 job 1 RUNNING
             32.420 tm-0 lost by ResourceManager: Unreachable
             32.540 tm-0 lost by JobMaster(JobId(0)): Unreachable
             32.540 job 0 FAILING because RecoverySuppressed
             32.540 job 0 FAILED
            Quiet
        "#]],
    );
}

#[test]
fn an_exception_that_heals_restarts_once() {
    let mut job = option(shuffle("A", 2), "restart-strategy.type", "fixed-delay");
    job.behaviour.throws = Some(Throw {
        vertex: VertexId(0),
        subtask: 1,
        after: Time::s(2),
        in_attempts_below: Some(1),
    });
    check(
        standalone(1, 2).with(job).submit(4, "A"),
        JOBS,
        expect![[r#"
          5.770 job 0 CREATED
          5.770 job 0 RUNNING
          9.650 job 0 restarts 4 tasks in 1000 ms
          9.650 job 0 RESTARTING because UserException
         10.650 job 0 RUNNING
        Quiet
    "#]],
    );
}

#[test]
fn a_frozen_task_manager_is_lost_after_the_timeout_and_comes_back() {
    let job = option(shuffle("A", 2), "restart-strategy.type", "fixed-delay");
    let signal = |signal| Action::SignalTaskManager { tm: TmId(0), signal };
    let world = standalone(2, 2).with(job).submit(4, "A");
    let names = &["JobStatusChanged", "TaskManagerLost", "TaskManagerRegistered"];
    check(
        world.at(14, signal(Signal::Stop)).at(90, signal(Signal::Cont)),
        names,
        expect![[r#"
              2.620 tm-0 registered
              2.620 tm-1 registered
              5.770 job 0 CREATED
              5.770 job 0 RUNNING
             55.770 tm-0 lost by JobMaster(JobId(0)): HeartbeatTimeout
             55.770 job 0 RESTARTING because TaskManagerLost(TmId(0), HeartbeatTimeout)
             56.770 job 0 RUNNING
             62.300 tm-0 lost by ResourceManager: HeartbeatTimeout
             90.120 tm-0 registered
            Quiet
        "#]],
    );
}

#[test]
fn cancel_ends_the_job_and_not_the_cluster() {
    let world = standalone(1, 2).version(FlinkVersion::V2_3).with(shuffle("A", 2)).submit(4, "A");
    check(
        world.at(12, Action::Cancel { job: JobId(0) }),
        &["JobStatusChanged", "ApplicationStateChanged", "ResourcesRequired", "ClusterStopped"],
        expect![[r#"
              5.620 application 0 Running
              5.770 job 0 CREATED
              5.770 job 0 RUNNING
              6.010 job 0 requires 2
             12.120 job 0 CANCELLING because CancelRequested
             12.440 job 0 CANCELED
             12.440 application 0 Canceling
             12.440 application 0 Canceled
             12.560 job 0 requires 0
            Quiet
        "#]],
    );
}

#[test]
fn stopping_the_cluster_suspends_what_still_runs() {
    let job = option(shuffle("A", 2), "execution.checkpointing.interval", "1 s");
    let names = &["JobStatusChanged", "ClusterStopped", "TaskManagerExited", "ClientExited"];
    check(
        standalone(1, 2).with(job).submit(4, "A").at(12, Action::StopCluster),
        names,
        expect![[r#"
              5.770 job 0 CREATED
              5.770 job 0 RUNNING
              5.890 client 0 Submitted
             12.240 job 0 RESTARTING because TaskManagerLost(TmId(0), ShuttingDown)
             12.500 tm-0 exited
             13.000 cluster 0 stopped Unknown
             13.000 job 0 SUSPENDED because ClusterShutdown
            Quiet
        "#]],
    );
}

#[test]
fn what_cannot_be_done_is_refused_and_changes_nothing() {
    let world = yarn(1, 1).with(shuffle("A", 1));
    check(
        world
            .at(1, Action::Cancel { job: JobId(0) })
            .submit(2, "nobody")
            .at(20, Action::StartTaskManager)
            .at(21, Action::StartJobManager)
            .kill(22, 7),
        &["ActionRefused"],
        expect![[r#"
              1.000 ActionRefused(NoCluster)
              2.000 ActionRefused(NoSuchJob)
             20.000 ActionRefused(TaskManagersOnDemand)
             21.000 ActionRefused(JobManagerByYarn)
             22.000 ActionRefused(NoSuchTaskManager)
            Quiet
        "#]],
    );
}
