//! What cannot be done, and why: a row for each action, with what was done before it.
//!
//! In: a world and the action. Out: the refusal, or `None` where it is done. Deliberately absent: what
//! follows from an action that is done; that is told in the golden stories.

use crate::story::{World, execute, kubernetes, standalone, yarn};
use flink_model::event::Refusal;
use flink_model::{
    Action, ClientId, ClusterId, Config, FlinkVersion, JmId, JobId, Signal, Step, TmId,
};

/// A world, the second at which the action is done there, the action, and what it meets.
type Row = (World, u64, Action, Option<Refusal>);

fn check(rows: Vec<Row>) {
    for (number, (world, at, action, expected)) in rows.into_iter().enumerate() {
        let met = world.at(at, action.clone()).until(at + 1).refusal();
        assert_eq!(met, expected, "row {number}: {action:?} at {at} s");
    }
}

/// One endless job, which throws and ends only when it is told to.
fn with_job(world: World) -> World {
    world.job("a", 1, None)
}

/// A session cluster with that job in it.
fn session(world: World) -> World {
    with_job(world).at(0, Action::StartCluster).submit(10, "a")
}

fn signal(tm: u16, signal: Signal) -> Action {
    Action::SignalTaskManager { tm: TmId(tm), signal }
}

fn submit(job: &str) -> Action {
    Action::Submit { job: job.into(), attached: false, shutdown_on_attached_exit: false }
}

fn run_application(in_session: bool) -> Action {
    Action::RunApplication { program: "a".into(), attached: false, in_session }
}

fn run_per_job() -> Action {
    Action::RunPerJob { program: "a".into(), attached: false }
}

const CANCEL: Action = Action::Cancel { job: JobId(0) };
const KILL: Action = Action::KillJobManager { jm: JmId(0) };
const KILL_APPLICATION: Action = Action::KillApplication { cluster: ClusterId(0) };

#[test]
fn what_is_about_nothing_that_there_is_cannot_be_done() {
    for action in Action::every("b", 900) {
        let world = session(standalone(1, 1)).at(20, action.clone());
        let about_the_session = matches!(action, Action::StartTaskManager | Action::StopCluster);
        // What is configured names a queue, and that only YARN has.
        assert_eq!(world.until(21).refusal().is_none(), about_the_session, "{action:?}");
    }
}

#[test]
fn one_session_of_a_name() {
    use Refusal::{ClusterExists, NoCluster};
    let called = |name: &str, action: Action| {
        let mut options = Config::default();
        options.set("kubernetes.cluster-id", name);
        Action::Configured { options, action: Box::new(action) }
    };
    let started = |world: World| world.at(0, Action::StartCluster);
    let start = || Action::StartCluster;
    check(vec![
        (standalone(1, 1), 0, start(), None),
        (started(standalone(1, 1)), 1, start(), Some(ClusterExists)),
        (started(standalone(1, 1)).at(5, Action::StopCluster), 20, start(), None),
        // YARN gives each a number of its own.
        (started(yarn(1)), 0, start(), None),
        (started(yarn(1)), 20, start(), None),
        (started(yarn(1)).at(20, Action::StopCluster), 40, start(), None),
        // Kubernetes knows the Deployment before its JobManager runs.
        (started(kubernetes(1, 1)), 0, start(), Some(ClusterExists)),
        (started(kubernetes(1, 1)), 1, start(), Some(ClusterExists)),
        (started(kubernetes(1, 1)), 20, start(), Some(ClusterExists)),
        (started(kubernetes(1, 1)), 20, called("b", start()), None),
        (started(kubernetes(1, 1)), 20, called("b", Action::StopCluster), Some(NoCluster)),
        (started(kubernetes(1, 1)).at(20, Action::StopCluster), 40, start(), None),
        (started(yarn(1)).at(20, KILL), 40, start(), None),
        (started(yarn(1)).at(20, KILL_APPLICATION), 40, start(), None),
        // Fixed machines have one address: an application takes it as well.
        (with_job(standalone(1, 1)).run_application("a", false), 20, start(), Some(ClusterExists)),
        (with_job(yarn(1)).run_application("a", false), 20, start(), None),
        (session(standalone(1, 1)), 20, run_application(false), Some(ClusterExists)),
        (session(yarn(1)), 20, run_application(false), None),
    ]);
}

#[test]
fn the_session_that_is_to_be_stopped_must_be_there() {
    use Refusal::NoCluster;
    let stop = || Action::StopCluster;
    check(vec![
        (standalone(1, 1), 0, stop(), Some(NoCluster)),
        (session(standalone(1, 1)), 5, stop(), None),
        (session(standalone(1, 1)).at(15, stop()), 30, stop(), Some(NoCluster)),
        (with_job(yarn(1)).run_application("a", false), 30, stop(), Some(NoCluster)),
    ]);
}

#[test]
fn task_managers_are_started_by_hand_on_fixed_machines_only() {
    use Refusal::{LimitReached, TaskManagersOnDemand};
    let start = || Action::StartTaskManager;
    check(vec![
        // A TaskManager may be there first: it looks for its JobManager.
        (standalone(0, 1), 0, start(), None),
        (session(standalone(999, 1)), 20, start(), None),
        (session(standalone(1_000, 1)), 20, start(), Some(LimitReached)),
        (session(yarn(1)), 20, start(), Some(TaskManagersOnDemand)),
        (session(kubernetes(1, 1)), 20, start(), Some(TaskManagersOnDemand)),
    ]);
}

#[test]
fn signals_reach_processes_that_are_there() {
    use Refusal::NoSuchTaskManager;
    use Signal::{Cont, Kill, Stop, Term};
    let after = |sent| session(standalone(1, 1)).at(20, signal(0, sent));
    let mut rows = Vec::new();
    for (sent, refused) in [(Kill, false), (Term, false), (Stop, false), (Cont, true)] {
        let refusal = |refused: bool| refused.then_some(NoSuchTaskManager);
        rows.push((session(standalone(1, 1)), 20, signal(0, sent), refusal(refused)));
        rows.push((session(standalone(1, 1)), 20, signal(1, sent), refusal(true)));
        rows.push((after(Kill), 30, signal(0, sent), refusal(true)));
        rows.push((after(Term), 30, signal(0, sent), refusal(true)));
        // Only a frozen process can be thawed, and it cannot be frozen twice.
        rows.push((after(Stop), 30, signal(0, sent), refusal(sent == Stop)));
    }
    check(rows);
}

#[test]
fn a_network_is_cut_once_and_healed_once() {
    use Refusal::{NetworkUnchanged, NoSuchTaskManager};
    let cut = |tm| Action::CutNetwork { tm: TmId(tm) };
    let heal = |tm| Action::HealNetwork { tm: TmId(tm) };
    let world = || session(standalone(1, 1));
    check(vec![
        (world(), 20, cut(0), None),
        (world(), 20, heal(0), Some(NetworkUnchanged)),
        (world().at(15, cut(0)), 20, cut(0), Some(NetworkUnchanged)),
        (world().at(15, cut(0)), 20, heal(0), None),
        (world(), 20, cut(1), Some(NoSuchTaskManager)),
        (world().at(15, signal(0, Signal::Kill)), 20, cut(0), Some(NoSuchTaskManager)),
        (world().at(15, signal(0, Signal::Kill)), 20, heal(0), Some(NoSuchTaskManager)),
    ]);
}

#[test]
fn a_job_manager_that_is_killed_must_be_alive() {
    use Refusal::{NoCluster, NoSuchJobManager};
    let stop = || Action::StopJobManager { jm: JmId(0) };
    let ha = |world: World| world.set("high-availability.type", "zookeeper");
    check(vec![
        (standalone(1, 1), 0, KILL, Some(NoCluster)),
        (session(standalone(1, 1)), 20, KILL, None),
        (session(standalone(1, 1)), 20, stop(), None),
        (
            session(standalone(1, 1)),
            20,
            Action::KillJobManager { jm: JmId(1) },
            Some(NoSuchJobManager),
        ),
        (session(standalone(1, 1)).at(20, KILL), 30, KILL, Some(NoCluster)),
        (ha(session(standalone(1, 2))).at(20, KILL), 90, KILL, Some(NoSuchJobManager)),
        (ha(session(standalone(1, 2))).at(20, KILL), 90, stop(), Some(NoSuchJobManager)),
    ]);
}

#[test]
fn a_second_job_manager_needs_high_availability() {
    use Refusal::{ClusterExists, JobManagerByYarn, LimitReached};
    let start = || Action::StartJobManager;
    let ha = |world: World| world.set("high-availability.type", "zookeeper");
    check(vec![
        (standalone(1, 1), 0, start(), None),
        (session(standalone(1, 1)), 20, start(), Some(ClusterExists)),
        (session(standalone(1, 1)).at(15, KILL), 20, start(), None),
        (ha(session(standalone(1, 1))), 20, start(), None),
        (ha(session(standalone(1, 59))), 20, start(), None),
        (ha(session(standalone(1, 60))), 20, start(), Some(LimitReached)),
        (session(yarn(1)), 20, start(), Some(JobManagerByYarn)),
        (session(kubernetes(1, 1)), 20, start(), Some(JobManagerByYarn)),
    ]);
}

#[test]
fn a_job_is_cancelled_while_its_job_master_can_hear_it() {
    use Refusal::{JobEnded, NoCluster, NoSuchJob};
    let other = || Action::Cancel { job: JobId(7) };
    let replaced = || session(standalone(1, 1)).at(20, KILL).at(25, Action::StartJobManager);
    check(vec![
        (standalone(1, 1), 0, CANCEL, Some(NoCluster)),
        (session(standalone(1, 1)), 20, CANCEL, None),
        (session(standalone(1, 1)), 20, other(), Some(NoSuchJob)),
        (session(standalone(1, 1)).at(20, CANCEL), 30, CANCEL, Some(JobEnded)),
        (session(standalone(1, 1)).at(20, KILL), 22, CANCEL, Some(NoCluster)),
        (session(standalone(1, 1)).at(20, KILL), 22, other(), Some(NoCluster)),
        // The JobManager that was started anew has never heard of it.
        (replaced(), 40, CANCEL, Some(NoSuchJob)),
        // A cluster that has ended hears nothing, while another one runs.
        (
            session(with_job(yarn(2)).run_application("a", false)).at(30, CANCEL),
            50,
            CANCEL,
            Some(NoCluster),
        ),
    ]);
}

#[test]
fn only_a_task_that_runs_can_throw() {
    use Refusal::{JobEnded, NoCluster, NothingRuns};
    let throw = || Action::ThrowException { job: JobId(0) };
    check(vec![
        (standalone(1, 1), 0, throw(), Some(NoCluster)),
        (session(standalone(1, 1)), 20, throw(), None),
        (session(standalone(0, 1)), 20, throw(), Some(NothingRuns)),
        (session(standalone(1, 1)).at(20, CANCEL), 30, throw(), Some(JobEnded)),
    ]);
}

#[test]
fn a_client_that_is_interrupted_must_still_run() {
    use Refusal::NoSuchClient;
    let interrupt = || Action::InterruptClient { client: ClientId(0) };
    let attached =
        Action::Submit { job: "a".into(), attached: true, shutdown_on_attached_exit: false };
    let waiting =
        || with_job(standalone(1, 1)).at(0, Action::StartCluster).at(10, attached.clone());
    check(vec![
        (standalone(1, 1), 0, interrupt(), Some(NoSuchClient)),
        (waiting(), 11, interrupt(), None),
        (waiting(), 20, interrupt(), None),
        (waiting().at(20, interrupt()), 30, interrupt(), Some(NoSuchClient)),
        (session(standalone(1, 1)), 20, interrupt(), Some(NoSuchClient)),
    ]);
}

#[test]
fn yarn_kills_what_it_has_and_has_not_ended() {
    use Refusal::{NoCluster, NotOnYarn};
    check(vec![
        (session(standalone(1, 1)), 20, KILL_APPLICATION, Some(NotOnYarn)),
        (session(kubernetes(1, 1)), 20, KILL_APPLICATION, Some(NotOnYarn)),
        (yarn(1), 0, KILL_APPLICATION, Some(NoCluster)),
        (session(yarn(1)), 1, KILL_APPLICATION, None),
        (session(yarn(1)), 20, KILL_APPLICATION, None),
        (session(yarn(1)).at(20, KILL_APPLICATION), 40, KILL_APPLICATION, Some(NoCluster)),
        (session(yarn(1)).at(20, Action::StopCluster), 40, KILL_APPLICATION, Some(NoCluster)),
        (session(yarn(1)).at(20, KILL), 40, KILL_APPLICATION, Some(NoCluster)),
    ]);
}

#[test]
fn per_job_mode_is_for_yarn_up_to_1_20() {
    use Refusal::{NoSuchJob, PerJobOnKubernetes, PerJobOnStandalone, PerJobRemoved};
    let newer = |world: World| with_job(world).version(FlinkVersion::V2_0);
    check(vec![
        (with_job(yarn(1)), 0, run_per_job(), None),
        (yarn(1), 0, run_per_job(), Some(NoSuchJob)),
        (with_job(standalone(1, 1)), 0, run_per_job(), Some(PerJobOnStandalone)),
        (with_job(kubernetes(1, 1)), 0, run_per_job(), Some(PerJobOnKubernetes)),
        (newer(yarn(1)), 0, run_per_job(), Some(PerJobRemoved)),
        (newer(standalone(1, 1)), 0, run_per_job(), Some(PerJobRemoved)),
    ]);
}

#[test]
fn a_session_takes_applications_since_2_3() {
    use Refusal::{ClusterExists, LimitReached, NoCluster, NoSuchJob};
    let newer = |world: World| session(world).version(FlinkVersion::V2_3);
    let full = (0..9_999).fold(newer(standalone(1, 1)), |world, _| world.submit(20, "a"));
    let unknown =
        Action::RunApplication { program: "nobody".into(), attached: false, in_session: true };
    check(vec![
        (with_job(standalone(1, 1)), 0, run_application(true), Some(NoCluster)),
        (newer(standalone(1, 1)), 1, run_application(true), Some(NoCluster)),
        (newer(standalone(1, 1)), 20, run_application(true), None),
        (newer(standalone(1, 1)), 20, unknown, Some(NoSuchJob)),
        (session(standalone(1, 1)), 20, run_application(true), Some(ClusterExists)),
        // Each of the ten thousand jobs is an application of its own.
        (full, 40, run_application(true), Some(LimitReached)),
    ]);
}

#[test]
fn a_world_has_limits_and_says_so() {
    use Refusal::{LimitReached, NoSuchJob};
    let submitted =
        |times| (0..times).fold(session(standalone(1, 1)), |world, _| world.submit(15, "a"));
    let applications =
        |times| (0..times).fold(with_job(yarn(40)), |world, _| world.run_application("a", false));
    check(vec![
        (session(standalone(1, 1)), 20, submit("nobody"), Some(NoSuchJob)),
        (submitted(9_998), 20, submit("a"), None),
        (submitted(9_999), 20, submit("a"), Some(LimitReached)),
        (applications(11), 40, run_application(false), None),
        (applications(12), 40, run_application(false), Some(LimitReached)),
        (applications(11), 40, Action::StartCluster, None),
        (applications(12), 40, Action::StartCluster, Some(LimitReached)),
        // One that is started again is another application.
        (
            session(applications(11)).at(20, Action::StopCluster),
            40,
            Action::StartCluster,
            Some(LimitReached),
        ),
    ]);
}

/// A program is known by its own name, or by that of its only job.
#[test]
fn programs_and_jobs_are_both_programs() {
    let two = with_job(standalone(1, 1)).program("two", &[execute("a"), Step::Throw]);
    check(vec![(two.at(0, Action::StartCluster), 10, submit("two"), None)]);
}
