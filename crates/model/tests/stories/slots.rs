//! Golden stories of slots: which are chosen, who is served first, how long one is waited for and kept.

use crate::story::{World, chain, standalone, yarn};
use expect_test::expect;
use flink_model::{Action, Event, FlinkVersion, JobId, Signal, Time, TmId, Trace};

const SLOTS: &[&str] = &[
    "JobStatusChanged",
    "ResourcesRequired",
    "SlotAllocated",
    "ResourcesNotEnough",
    "SlotFreed",
    "StartUpPeriodEnded",
    "SlotRequestTimedOut",
    "TaskManagerLost",
];
const CHOSEN: &[&str] = &["SlotAllocated"];

fn session(world: World) -> World {
    world.at(0, Action::StartCluster)
}

/// Three TaskManagers with four slots; one job of two subtasks, then one of five.
fn two_after_another() -> World {
    let world = session(standalone(3, 1)).job("two", 2, None).job("five", 5, None);
    world.submit(10, "two").submit(20, "five").until(30)
}

/// `taskmanager.load-balance.mode` NONE: one TaskManager is filled before the next.
#[test]
fn slots_are_filled_up_as_shipped() {
    expect![[r#"
         12.060 job 0 gets slot 0 of tm-0
         12.060 job 0 gets slot 1 of tm-0
         22.060 job 1 gets slot 2 of tm-0
         22.060 job 1 gets slot 3 of tm-0
         22.060 job 1 gets slot 0 of tm-1
         22.060 job 1 gets slot 1 of tm-1
         22.060 job 1 gets slot 2 of tm-1
        Quiet
    "#]]
    .assert_eq(&two_after_another().story(CHOSEN));
}

/// SLOTS: the least used TaskManager is next. TASKS is the JobMaster's business, and fills up here.
#[test]
fn slots_are_spread_out_on_demand() {
    let spread = |key, value| two_after_another().set(key, value);
    let by_slots = spread("taskmanager.load-balance.mode", "SLOTS").story(CHOSEN);
    expect![[r#"
         12.060 job 0 gets slot 0 of tm-0
         12.060 job 0 gets slot 0 of tm-1
         22.060 job 1 gets slot 0 of tm-2
         22.060 job 1 gets slot 1 of tm-0
         22.060 job 1 gets slot 1 of tm-1
         22.060 job 1 gets slot 1 of tm-2
         22.060 job 1 gets slot 2 of tm-0
        Quiet
    "#]]
    .assert_eq(&by_slots);
    let filled = two_after_another().story(CHOSEN);
    assert_eq!(spread("taskmanager.load-balance.mode", "tasks").story(CHOSEN), filled);
    // The older name of it, which is gone in 2.0.
    let older = || spread("cluster.evenly-spread-out-slots", "true");
    assert_eq!(older().story(CHOSEN), by_slots);
    assert_eq!(older().version(FlinkVersion::V2_0).story(CHOSEN), filled);
    assert_eq!(spread("cluster.evenly-spread-out-slots", "false").story(CHOSEN), filled);
}

/// MIN_RESOURCES (2.2): the most used TaskManager is next, so that empty ones can go.
#[test]
fn the_fewest_task_managers_are_used_with_min_resources() {
    let world = session(standalone(2, 1)).version(FlinkVersion::V2_3);
    let world = world.set("taskmanager.load-balance.mode", "MIN_RESOURCES");
    let world = world.job("a", 1, Some(10)).job("b", 4, None).job("c", 2, None).job("d", 1, None);
    let world = world.submit(10, "a").submit(12, "b").submit(30, "c").submit(35, "d");
    expect![[r#"
         12.060 job 0 gets slot 0 of tm-0
         14.060 job 1 gets slot 1 of tm-0
         14.060 job 1 gets slot 2 of tm-0
         14.060 job 1 gets slot 3 of tm-0
         14.060 job 1 gets slot 0 of tm-1
         32.060 job 2 gets slot 0 of tm-0
         32.060 job 2 gets slot 1 of tm-1
         37.060 job 3 gets slot 2 of tm-1
        Quiet
    "#]]
    .assert_eq(&world.until(45).story(CHOSEN));
}

/// Flink serves jobs in the order of a hash map; the seed names one.
#[test]
fn which_of_two_jobs_is_served_first_is_left_to_chance() {
    let race = |seed| {
        let world = session(standalone(1, 1)).seed(seed).job("a", 3, None).job("b", 3, None);
        world.job("c", 3, None).submit(4, "a").submit(4, "b").submit(4, "c").until(20)
    };
    expect![[r#"
          6.060 job 0 gets slot 0 of tm-0
          6.060 job 0 gets slot 1 of tm-0
          6.060 job 0 gets slot 2 of tm-0
          6.060 job 1 gets slot 3 of tm-0
        Horizon
    "#]]
    .assert_eq(&race(0).story(CHOSEN));
    expect![[r#"
          6.060 job 1 gets slot 0 of tm-0
          6.060 job 1 gets slot 1 of tm-0
          6.060 job 1 gets slot 2 of tm-0
          6.060 job 0 gets slot 3 of tm-0
        Horizon
    "#]]
    .assert_eq(&race(1).story(CHOSEN));
    expect![[r#"
          6.060 job 0 gets slot 0 of tm-0
          6.060 job 0 gets slot 1 of tm-0
          6.060 job 0 gets slot 2 of tm-0
          6.060 job 2 gets slot 3 of tm-0
        Horizon
    "#]]
    .assert_eq(&race(2).story(CHOSEN));
    expect![[r#"
          6.060 job 1 gets slot 0 of tm-0
          6.060 job 1 gets slot 1 of tm-0
          6.060 job 1 gets slot 2 of tm-0
          6.060 job 2 gets slot 3 of tm-0
        Horizon
    "#]]
    .assert_eq(&race(3).story(CHOSEN));
}

/// `resourcemanager.standalone.start-up-time`: until then a shortage is no failure.
#[test]
fn a_shortage_is_told_when_the_start_up_period_is_over() {
    let world = || session(standalone(1, 1)).job("a", 6, None).submit(4, "a").until(60);
    let period = |value| world().set("resourcemanager.standalone.start-up-time", value);
    expect![[r#"
          5.770 job 0 CREATED
          5.770 job 0 RUNNING
          6.010 job 0 requires 6
          6.060 job 0 gets slot 0 of tm-0
          6.060 job 0 gets slot 1 of tm-0
          6.060 job 0 gets slot 2 of tm-0
          6.060 job 0 gets slot 3 of tm-0
         32.300 StartUpPeriodEnded { cluster: ClusterId(0) }
         32.470 job 0 cannot be served
         32.470 job 0 FAILING
         32.590 job 0 requires 4
         32.790 job 0 FAILED
         32.910 job 0 requires 0
         33.150 allocation 0 freed
         33.150 allocation 1 freed
         33.150 allocation 2 freed
         33.150 allocation 3 freed
        Quiet
    "#]]
    .assert_eq(&period("30 s").story(SLOTS));
    // Without it the timeout of a request counts, for both.
    expect![[r#"
          5.770 job 0 CREATED
          5.770 job 0 RUNNING
          6.010 job 0 requires 6
          6.060 job 0 gets slot 0 of tm-0
          6.060 job 0 gets slot 1 of tm-0
          6.060 job 0 gets slot 2 of tm-0
          6.060 job 0 gets slot 3 of tm-0
         22.300 StartUpPeriodEnded { cluster: ClusterId(0) }
         22.470 job 0 cannot be served
         22.470 job 0 FAILING
         22.590 job 0 requires 4
         22.790 job 0 FAILED
         22.910 job 0 requires 0
         23.150 allocation 0 freed
         23.150 allocation 1 freed
         23.150 allocation 2 freed
         23.150 allocation 3 freed
        Quiet
    "#]]
    .assert_eq(&world().set("slot.request.timeout", "20 s").story(SLOTS));
}

/// After the start-up period only whoever is short hears of it, and is told at once.
#[test]
fn a_job_that_fits_is_not_told_of_another_ones_shortage() {
    let world = session(standalone(1, 1)).job("fits", 3, None).job("short", 2, None);
    let world = world.set("resourcemanager.standalone.start-up-time", "1 s").until(30);
    let world = world.submit(10, "fits").submit(10, "short");
    let names = &["JobStatusChanged", "SlotAllocated", "ResourcesNotEnough"];
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         11.770 job 1 CREATED
         11.770 job 1 RUNNING
         12.060 job 0 gets slot 0 of tm-0
         12.060 job 0 gets slot 1 of tm-0
         12.060 job 0 gets slot 2 of tm-0
         12.060 job 1 gets slot 3 of tm-0
         12.180 job 1 cannot be served
         12.180 job 1 FAILING
         12.180 job 1 FAILED
        Quiet
    "#]]
    .assert_eq(&world.story(names));
}

/// A batch job needs fewer slots for its second stage; what it does not use goes back.
#[test]
fn idle_slots_go_back_after_a_while() {
    let world = session(standalone(1, 1)).with(chain("batch", &[3, 1], true, Some(Time::s(20))));
    let world = world.set("slot.idle.timeout", "5 s").submit(10, "batch");
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         12.010 job 0 requires 3
         12.060 job 0 gets slot 0 of tm-0
         12.060 job 0 gets slot 1 of tm-0
         12.060 job 0 gets slot 2 of tm-0
         33.770 job 0 requires 1
         38.890 allocation 1 freed
         38.890 allocation 2 freed
         54.780 job 0 FINISHED
         54.900 job 0 requires 0
         55.140 allocation 0 freed
        Quiet
    "#]]
    .assert_eq(&world.until(80).story(SLOTS));
}

/// The slots of a stage that is over serve the next one, and nothing is asked for twice.
#[test]
fn a_stage_takes_the_slots_of_the_one_before() {
    let world = session(standalone(1, 1)).with(chain("batch", &[2, 4], true, Some(Time::s(5))));
    expect![[r#"
         11.770 job 0 CREATED
         11.770 job 0 RUNNING
         12.010 job 0 requires 2
         12.060 job 0 gets slot 0 of tm-0
         12.060 job 0 gets slot 1 of tm-0
         18.770 job 0 requires 4
         18.820 job 0 gets slot 2 of tm-0
         18.820 job 0 gets slot 3 of tm-0
         24.900 job 0 requires 2
         25.190 job 0 FINISHED
         25.310 job 0 requires 0
         25.550 allocation 0 freed
         25.550 allocation 1 freed
         25.550 allocation 2 freed
         25.550 allocation 3 freed
        Quiet
    "#]]
    .assert_eq(&world.submit(10, "batch").until(60).story(SLOTS));
}

#[test]
fn slots_of_a_cancelled_job_serve_the_next() {
    let world = session(standalone(1, 1)).job("a", 4, None).job("b", 4, None);
    let world = world.submit(4, "a").submit(8, "b").at(20, Action::Cancel { job: JobId(0) });
    expect![[r#"
          5.770 job 0 CREATED
          5.770 job 0 RUNNING
          6.010 job 0 requires 4
          6.060 job 0 gets slot 0 of tm-0
          6.060 job 0 gets slot 1 of tm-0
          6.060 job 0 gets slot 2 of tm-0
          6.060 job 0 gets slot 3 of tm-0
          9.770 job 1 CREATED
          9.770 job 1 RUNNING
         10.010 job 1 requires 4
         20.120 job 0 CANCELLING
         20.440 job 0 CANCELED
         20.560 job 0 requires 0
         20.800 allocation 0 freed
         20.800 allocation 1 freed
         20.800 allocation 2 freed
         20.800 allocation 3 freed
         20.850 job 1 gets slot 0 of tm-0
         20.850 job 1 gets slot 1 of tm-0
         20.850 job 1 gets slot 2 of tm-0
         20.850 job 1 gets slot 3 of tm-0
        Quiet
    "#]]
    .assert_eq(&world.until(40).story(SLOTS));
}

/// An offer on its way names the slots of its own job, whoever else has some on that TaskManager.
#[test]
fn each_job_is_offered_its_own_slots() {
    let world = session(standalone(1, 1)).job("a", 1, None).job("b", 2, None);
    let world = world.submit(4, "a").submit(4, "b").until(20);
    let frame = Trace::run(world.scenario()).frame_at(Time::ms(6_450));
    let offered: Vec<(u16, Vec<u32>)> = frame
        .in_flight
        .iter()
        .filter_map(|under_way| match &under_way.event {
            Event::SlotsOffered { job, allocations, .. } => {
                Some((job.0, allocations.iter().map(|allocation| allocation.0).collect()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(offered, [(0, vec![0]), (1, vec![1, 2])]);
}

/// A lost TaskManager takes its slots along; the job asks for as many others.
#[test]
fn a_lost_task_manager_is_made_up_for_by_another_one() {
    let world = session(standalone(2, 1)).set("restart-strategy.type", "fixed-delay");
    let world = world.with(chain("a", &[2, 2], false, None)).submit(4, "a");
    let terminated = world.at(20, Action::SignalTaskManager { tm: TmId(0), signal: Signal::Term });
    expect![[r#"
          5.770 job 0 CREATED
          5.770 job 0 RUNNING
          6.010 job 0 requires 2
          6.060 job 0 gets slot 0 of tm-0
          6.060 job 0 gets slot 1 of tm-0
         20.120 tm-0 lost by ResourceManager: ShuttingDown
         20.170 job 0 gets slot 0 of tm-1
         20.170 job 0 gets slot 1 of tm-1
         20.240 tm-0 lost by JobMaster(JobId(0)): ShuttingDown
         20.240 job 0 RESTARTING
         20.360 job 0 requires 0
         21.240 job 0 RUNNING
         21.360 job 0 requires 2
        Quiet
    "#]]
    .assert_eq(&terminated.until(40).story(SLOTS));
}

/// Workers are counted by the slots that are missing, less those that are on their way.
#[test]
fn workers_on_their_way_are_not_asked_for_twice() {
    let world = session(yarn(4)).job("a", 4, None).job("b", 5, None).job("c", 3, None);
    let world = world.submit(10, "a").submit(11, "b").submit(12, "c").until(30);
    let names = &["WorkersRequested", "SlotAllocated", "TaskManagerRegistered"];
    expect![[r#"
         12.060 cluster 0 asks for 1
         13.060 cluster 0 asks for 2
         16.740 tm-0 registered
         16.790 job 0 gets slot 0 of tm-0
         16.790 job 0 gets slot 1 of tm-0
         16.790 job 0 gets slot 2 of tm-0
         16.790 job 0 gets slot 3 of tm-0
         17.740 tm-1 registered
         17.740 tm-2 registered
         17.790 job 1 gets slot 0 of tm-1
         17.790 job 1 gets slot 1 of tm-1
         17.790 job 1 gets slot 2 of tm-1
         17.790 job 1 gets slot 3 of tm-1
         17.790 job 1 gets slot 0 of tm-2
         17.790 job 2 gets slot 1 of tm-2
         17.790 job 2 gets slot 2 of tm-2
         17.790 job 2 gets slot 3 of tm-2
        Quiet
    "#]]
    .assert_eq(&world.story(names));
}
