//! Golden stories of `flink run` in a session: when it gets through, what it waits for, how it ends.

use crate::story::{World, execute, execute_async, kubernetes, standalone, yarn};
use expect_test::expect;
use flink_model::{Action, ClientId, JmId, JobId, Step, Time};

const STORY: &[&str] = &[
    "ActionRefused",
    "DispatcherStarted",
    "JobReceived",
    "JobStatusChanged",
    "CancelRequested",
    "JobResultDelivered",
    "ClientExited",
];
const CLIENTS: &[&str] = &["JobReceived", "ClientExited"];

const INTERRUPT: Action = Action::InterruptClient { client: ClientId(0) };
const KILL_JOB_MANAGER: Action = Action::KillJobManager { jm: JmId(0) };
const CANCEL: Action = Action::Cancel { job: JobId(0) };

fn session(world: World) -> World {
    world.at(0, Action::StartCluster)
}

/// A session on fixed machines with room for everything, and two jobs that end after five seconds.
fn two_jobs() -> World {
    session(standalone(2, 1)).job("a", 1, Some(5)).job("b", 1, Some(5)).job("endless", 1, None)
}

/// `RestClusterClient` tries again while nothing listens (`rest.retry.max-attempts`).
#[test]
fn a_client_that_is_too_early_tries_again() {
    let early = |world: World| session(world).job("a", 1, None).submit(0, "a").until(10);
    expect![[r#"
          2.000 DispatcherStarted { cluster: ClusterId(0) }
          2.120 job 0 received by Client(ClientId(0))
          2.270 job 0 CREATED
          2.270 job 0 RUNNING
          2.390 client 0 Submitted
        Quiet
    "#]]
    .assert_eq(&early(standalone(1, 1)).story(STORY));
    let restarted = session(standalone(1, 1)).job("a", 1, None);
    let restarted = restarted.at(10, KILL_JOB_MANAGER).at(11, Action::StartJobManager);
    expect![[r#"
          2.000 DispatcherStarted { cluster: ClusterId(0) }
         13.000 DispatcherStarted { cluster: ClusterId(0) }
         13.120 job 0 received by Client(ClientId(0))
         13.270 job 0 CREATED
         13.270 job 0 RUNNING
         13.390 client 0 Submitted
        Horizon
    "#]]
    .assert_eq(&restarted.submit(11, "a").until(20).story(STORY));
}

#[test]
fn a_client_without_a_session_to_go_to_fails() {
    let alone = |world: World| world.job("a", 1, None).submit(5, "a").until(20);
    expect![[r#"
          6.500 client 0 ConnectionFailed
        Quiet
    "#]]
    .assert_eq(&alone(standalone(1, 1)).story(STORY));
    expect![[r#"
          6.500 client 0 ConnectionFailed
        Quiet
    "#]]
    .assert_eq(&alone(yarn(1)).story(STORY));
    let killed = session(standalone(1, 1)).at(5, KILL_JOB_MANAGER).job("a", 1, None);
    expect![[r#"
          2.000 DispatcherStarted { cluster: ClusterId(0) }
         11.500 client 0 ConnectionFailed
        Horizon
    "#]]
    .assert_eq(&killed.submit(10, "a").until(20).story(STORY));
    let stopped = session(yarn(1)).at(5, Action::StopCluster).job("a", 1, None);
    expect![[r#"
          4.040 DispatcherStarted { cluster: ClusterId(0) }
         11.500 client 0 ConnectionFailed
        Quiet
    "#]]
    .assert_eq(&stopped.submit(10, "a").until(20).story(STORY));
}

/// With high availability the client finds the next leader.
#[test]
fn a_client_waits_for_the_next_leader() {
    let world = session(standalone(1, 2)).set("high-availability.type", "zookeeper");
    let world = world.set("high-availability.zookeeper.client.session-timeout", "6 s");
    let world = world.at(10, KILL_JOB_MANAGER).job("a", 1, Some(5)).submit_attached(11, "a", false);
    expect![[r#"
          2.000 DispatcherStarted { cluster: ClusterId(0) }
         16.000 DispatcherStarted { cluster: ClusterId(0) }
         16.120 job 0 received by Client(ClientId(0))
         16.270 job 0 CREATED
         16.270 job 0 RUNNING
         23.150 job 0 FINISHED
         23.270 JobResultDelivered { client: ClientId(0), job: JobId(0) }
         23.270 client 0 JobEnded(Finished)
        Quiet
    "#]]
    .assert_eq(&world.until(60).story(STORY));
}

#[test]
fn an_attached_execute_waits_for_each_job() {
    let steps = [execute("a"), Step::Work(Time::s(2)), execute("b")];
    let world = || two_jobs().program("both", &steps).until(60);
    expect![[r#"
         11.620 job 0 received by Client(ClientId(0))
         20.890 job 1 received by Client(ClientId(0))
         28.040 client 0 JobEnded(Finished)
        Quiet
    "#]]
    .assert_eq(&world().submit_attached(10, "both", false).story(CLIENTS));
    expect![[r#"
         11.620 job 0 received by Client(ClientId(0))
         14.010 job 1 received by Client(ClientId(0))
         14.280 client 0 Submitted
        Quiet
    "#]]
    .assert_eq(&world().submit(10, "both").story(CLIENTS));
}

#[test]
fn execute_async_does_not_wait() {
    let steps = [execute_async("a"), Step::Work(Time::s(1)), execute_async("b")];
    let world = two_jobs().program("both", &steps).submit_attached(10, "both", false);
    expect![[r#"
         11.620 job 0 received by Client(ClientId(0))
         13.010 job 1 received by Client(ClientId(0))
         13.280 client 0 Submitted
        Quiet
    "#]]
    .assert_eq(&world.until(60).story(CLIENTS));
}

/// `execute()` throws when its job does not finish: what would have followed is never submitted.
#[test]
fn a_job_that_does_not_finish_ends_main() {
    let steps = [execute("endless"), execute("b")];
    let world = || two_jobs().program("both", &steps).submit_attached(10, "both", false);
    expect![[r#"
         11.620 job 0 received by Client(ClientId(0))
         20.560 client 0 JobEnded(Canceled)
        Quiet
    "#]]
    .assert_eq(&world().at(20, CANCEL).until(60).story(CLIENTS));
    let throw = Action::ThrowException { job: JobId(0) };
    expect![[r#"
         11.620 job 0 received by Client(ClientId(0))
         20.240 client 0 JobEnded(Failed)
        Quiet
    "#]]
    .assert_eq(&world().at(20, throw).until(60).story(CLIENTS));
}

#[test]
fn a_main_that_throws_ends_the_client_and_not_its_jobs() {
    let steps = [execute_async("endless"), Step::Work(Time::s(3)), Step::Throw, execute("b")];
    let world = two_jobs().program("both", &steps).submit(10, "both");
    expect![[r#"
          2.000 DispatcherStarted { cluster: ClusterId(0) }
         11.620 job 0 received by Client(ClientId(0))
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         14.890 client 0 ProgramThrew
        Quiet
    "#]]
    .assert_eq(&world.until(60).story(STORY));
}

/// Ctrl-C leaves the job alone, unless the client was started with `-sae`.
#[test]
fn an_interrupted_client_takes_its_job_along_with_sae_only() {
    let world = |sae| two_jobs().submit_attached(10, "endless", sae).at(20, INTERRUPT).until(40);
    expect![[r#"
          2.000 DispatcherStarted { cluster: ClusterId(0) }
         11.620 job 0 received by Client(ClientId(0))
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         20.000 client 0 Interrupted
        Quiet
    "#]]
    .assert_eq(&world(false).story(STORY));
    expect![[r#"
          2.000 DispatcherStarted { cluster: ClusterId(0) }
         11.620 job 0 received by Client(ClientId(0))
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         20.000 client 0 Interrupted
         20.120 job 0 is to be cancelled
         20.120 job 0 CANCELLING
         20.440 job 0 CANCELED
        Quiet
    "#]]
    .assert_eq(&world(true).story(STORY));
}

/// The client is gone before the Dispatcher has answered: the job that it left is cancelled as it starts.
#[test]
fn an_early_interruption_with_sae_reaches_the_job_as_it_starts() {
    let world = |sae| {
        let world = session(kubernetes(1, 1)).job("a", 1, None);
        let slow = Step::Work(Time::ms(1_280));
        let world = world.program("late", &[slow, execute("a")]);
        world.submit_attached(10, "late", sae).at(13, INTERRUPT).until(40)
    };
    expect![[r#"
          3.440 DispatcherStarted { cluster: ClusterId(0) }
         12.900 job 0 received by Client(ClientId(0))
         13.000 client 0 Interrupted
         13.050 job 0 CREATED
         13.050 job 0 RUNNING
         13.050 job 0 is to be cancelled
         13.050 job 0 CANCELLING
         13.050 job 0 CANCELED
        Quiet
    "#]]
    .assert_eq(&world(true).story(STORY));
    expect![[r#"
          3.440 DispatcherStarted { cluster: ClusterId(0) }
         12.900 job 0 received by Client(ClientId(0))
         13.000 client 0 Interrupted
         13.050 job 0 CREATED
         13.050 job 0 RUNNING
        Quiet
    "#]]
    .assert_eq(&world(false).story(STORY));
}

/// 20 polls, three seconds apart (`rest.retry.*`); whoever waits for nothing does not notice.
#[test]
fn an_attached_client_misses_its_job_manager_after_a_minute() {
    let world = |attached: bool| match attached {
        true => two_jobs().submit_attached(10, "endless", false),
        false => two_jobs().submit(10, "endless"),
    };
    let killed = |attached| world(attached).at(20, KILL_JOB_MANAGER).until(120);
    expect![[r#"
         11.620 job 0 received by Client(ClientId(0))
         80.000 client 0 ConnectionFailed
        Horizon
    "#]]
    .assert_eq(&killed(true).story(CLIENTS));
    expect![[r#"
         11.620 job 0 received by Client(ClientId(0))
         11.890 client 0 Submitted
        Horizon
    "#]]
    .assert_eq(&killed(false).story(CLIENTS));
}

#[test]
fn an_attached_client_is_cut_off_when_its_session_stops() {
    let world = two_jobs().submit_attached(10, "endless", false);
    expect![[r#"
         11.620 job 0 received by Client(ClientId(0))
         20.360 client 0 JobEnded(Failed)
        Quiet
    "#]]
    .assert_eq(&world.at(20, Action::StopCluster).until(60).story(CLIENTS));
    // A client of another cluster has nothing to do with it.
    let world = session(yarn(2)).job("a", 1, None).job("b", 1, None).run_per_job("a", true);
    let world = world.submit_attached(10, "b", false).at(40, Action::StopCluster);
    expect![[r#"
          5.740 job 0 received by Client(ClientId(0))
         11.620 job 1 received by Client(ClientId(1))
         40.300 client 1 ConnectionFailed
        Quiet
    "#]]
    .assert_eq(&world.until(60).story(CLIENTS));
}

/// YARN shows RUNNING to the client that brought the application, not to one that is busy with its `main()`.
#[test]
fn each_client_looks_at_its_own_application() {
    let world = session(yarn(3)).job("a", 1, None).job("b", 1, None);
    let world = world.program("slow", &[Step::Work(Time::s(20)), execute("b")]);
    let world = world.submit(0, "slow").run_application("a", false).run_per_job("a", false);
    expect![[r#"
          4.780 client 1 Deployed
          5.740 job 0 received by Client(ClientId(2))
          5.860 job 1 received by Application(ApplicationId(0))
          6.280 client 2 Submitted
         21.620 job 2 received by Client(ClientId(0))
         21.890 client 0 Submitted
        Quiet
    "#]]
    .assert_eq(&world.until(40).story(CLIENTS));
}

/// A client waits for the job of its execute(); one that it has started before may end unheard.
#[test]
fn a_client_waits_for_its_own_job() {
    let steps = [execute_async("a"), execute("endless")];
    let world = two_jobs().program("both", &steps).submit_attached(10, "both", false);
    expect![[r#"
          2.000 DispatcherStarted { cluster: ClusterId(0) }
         11.620 job 0 received by Client(ClientId(0))
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         12.010 job 1 received by Client(ClientId(0))
         12.160 job 1 CREATED
         12.160 job 1 RUNNING
         18.650 job 0 FINISHED
        Quiet
    "#]]
    .assert_eq(&world.until(40).story(STORY));
}

/// The JobManager of another cluster is missed by nobody here.
#[test]
fn a_client_misses_its_own_job_manager_only() {
    let world = session(yarn(3)).job("a", 1, None).run_per_job("a", true).at(30, KILL_JOB_MANAGER);
    expect![[r#"
          5.740 job 0 received by Client(ClientId(0))
        Quiet
    "#]]
    .assert_eq(&world.until(120).story(CLIENTS));
}
