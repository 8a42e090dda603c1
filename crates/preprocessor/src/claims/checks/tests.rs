//! Every check holds on the book's scenarios and fails where the opposite is the case.

use super::super::evidence::Run;
use super::{CHECKS, named};
use model::scenario::{Provider, TimedAction};
use model::{Action, FlinkVersion, Scenario, Step, Time, Trace};

/// A change after which a check must fail.
type Change = fn(&mut [Scenario]);

/// For each check: runs that it holds for, and what to change in them so that it does not.
const OPPOSITES: &[(&str, &[&str], Change)] = &[
    ("client_makes_the_plan", &["cluster-first 1.20", "cluster-first 2.0"], |s| s.swap(0, 1)),
    ("slots_are_freed_and_the_cluster_stays", &["cluster-first", "shortage-yarn"], |s| {
        stop_at(&mut s[0], 30);
    }),
    (
        "submission_succeeds_without_slots",
        &["shortage-early", "shortage-late", "shortage-yarn"],
        |s| machines(&mut s[1], 3, 1),
    ),
    ("only_jobs_with_slots_there_suffer", &["tm-dies-only-its-jobs"], |s| {
        // Both jobs fit into the TaskManager that dies.
        s[0].config.set("taskmanager.numberOfTaskSlots", "4");
    }),
    (
        "full_slots_are_fatal_without_a_platform",
        &["tm-dies-no-slot-standalone", "tm-dies-yarn"],
        |s| machines(&mut s[0], 3, 1),
    ),
    ("main_runs_before_the_cluster", &["per-job-one 1.20", "per-job-one 2.0"], |s| {
        s[1].version = FlinkVersion::V1_20;
    }),
    ("cluster_ends_with_its_job", &["per-job-one"], |s| {
        s[0].jobs[0].behaviour.finishes_after = None;
    }),
    ("each_job_has_a_job_master_anyway", &["per-job-three", "shared-slots"], |s| s.swap(0, 1)),
    ("one_program_several_jobs", &["application-main"], |s| s[0].programs[0].steps.truncate(1)),
    (
        "per_job_mode_is_gone",
        &["per-job-one 1.13", "per-job-one 2.0", "application-main 2.0"],
        |s| s[1].version = FlinkVersion::V1_20,
    ),
    ("standalone_refuses_per_job", &["per-job-standalone"], |s| {
        s[0].version = FlinkVersion::V2_0;
    }),
    ("only_yarn_has_per_job", &["per-job-kubernetes", "per-job-one"], |s| s.swap(0, 1)),
    ("main_runs_in_the_job_manager", &["application-main"], |s| {
        s[0].actions = vec![
            timed(0, Action::StartCluster),
            timed(
                5,
                Action::Submit {
                    job: "Orders".to_owned(),
                    attached: false,
                    shutdown_on_attached_exit: false,
                },
            ),
        ];
    }),
    ("several_jobs_unless_highly_available", &["application-main", "application-ha-limit"], |s| {
        s[1].config.set("high-availability.type", "none")
    }),
    ("what_exists_first", &["per-job-one", "application-yarn"], |s| s.swap(0, 1)),
    ("session_for_one_application", &["application-execute", "cluster-first"], |s| {
        stop_at(&mut s[1], 40);
    }),
    ("jobs_wait_for_nobody", &["shop-application", "shop-session"], |s| {
        s[0].programs[0].steps.insert(1, Step::Work(Time::s(20)));
    }),
    (
        "kubernetes_application_is_typed_anew",
        &["kubernetes-application 1.20", "kubernetes-application 2.0"],
        |s| s[1].version = FlinkVersion::V1_20,
    ),
    ("plain_run_goes_to_the_session", &["cluster-first", "shortage-yarn"], |s| {
        s[1].jobs.clear();
    }),
    ("standalone_has_applications", &["per-job-standalone"], |s| s[0].actions.truncate(1)),
    ("flink_asks_for_its_workers", &["shortage-yarn"], |s| s[0].actions.truncate(1)),
    ("workers_follow_slots", &["shortage-yarn", "kubernetes-application"], |s| {
        machines(&mut s[0], 2, 1);
    }),
    ("yarn_session_options", &["shortage-yarn"], |s| {
        if let Provider::Yarn { minimum_allocation_mib, .. } = &mut s[0].provider {
            *minimum_allocation_mib = 100;
        }
    }),
    ("detached_session", &["shortage-yarn"], |s| stop_at(&mut s[0], 60)),
    ("session_tells_its_address", &["shortage-yarn"], |s| machines(&mut s[0], 2, 1)),
    ("address_by_either_spelling", &["shortage-yarn"], |s| s[0].jobs.clear()),
    ("stop_ends_session_and_jobs", &["yarn-stop"], |s| {
        // It is over before anybody says stop.
        s[0].jobs[0].behaviour.finishes_after = Some(Time::s(5));
    }),
    ("cancelling_ends_the_cluster", &["yarn-cancel", "application-yarn", "shop-session"], |s| {
        s.swap(1, 2)
    }),
    ("run_application_is_gone", &["yarn-9216 1.20", "yarn-9216 2.0"], |s| s.swap(0, 1)),
    ("what_is_in_hdfs_is_not_uploaded", &["upload-local", "upload-provided"], |s| {
        s[1].config = s[0].config.clone();
    }),
    ("a_standby_takes_over", &["ha-standby", "jm-dies"], |s| machines(&mut s[0], 2, 1)),
    ("attempts_restart_and_the_store_remembers", &["ha-yarn", "jm-dies"], |s| {
        s[0].config.set("high-availability.type", "none");
    }),
    ("yarn_has_no_standby", &["ha-yarn", "ha-standby"], |s| s.swap(0, 1)),
    ("the_store_keeps_plan_and_pointer", &["ha-standby", "jm-dies"], |s| {
        s[0].jobs[0].options = model::Config::default();
    }),
];

fn timed(seconds: u64, action: Action) -> TimedAction {
    TimedAction { at: Time::s(seconds), action, took: None }
}

fn stop_at(scenario: &mut Scenario, seconds: u64) {
    scenario.actions.push(timed(seconds, Action::StopCluster));
}

fn machines(scenario: &mut Scenario, task_managers: u16, job_managers: u16) {
    scenario.provider = Provider::Standalone { task_managers, job_managers };
}

/// "shortage-late" or "shortage-late 2.0", of the book.
fn scenario(written: &str) -> Scenario {
    let (id, version) = written.split_once(' ').unwrap_or((written, ""));
    let path = format!("{}/../../book/scenarios/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    let source = std::fs::read_to_string(path).expect("the book has the scenario");
    let file = model::authoring::parse(id, &source).expect("the book's scenarios are valid");
    let named = FlinkVersion::ALL.into_iter().find(|known| known.name() == version);
    Scenario { version: named.unwrap_or(file.scenario.version), ..file.scenario }
}

fn prove(check: &str, scenarios: &[Scenario]) -> Result<Vec<usize>, String> {
    let run = |scenario: &Scenario| Run {
        name: "the run".to_owned(),
        trace: Trace::run(scenario.clone()).into(),
    };
    let runs: Vec<Run> = scenarios.iter().map(run).collect();
    let check = named(check).expect("the table names checks that there are");
    check.prove(&runs.iter().collect::<Vec<_>>())
}

#[test]
fn every_check_holds_and_fails_where_the_opposite_is_the_case() {
    let mut wrong = Vec::new();
    for (check, runs, change) in OPPOSITES {
        let mut scenarios: Vec<Scenario> = runs.iter().map(|run| scenario(run)).collect();
        if let Err(why) = prove(check, &scenarios) {
            wrong.push(format!("{check} does not hold: {why}"));
            continue;
        }
        change(&mut scenarios);
        if prove(check, &scenarios).is_ok() {
            wrong.push(format!("{check} holds all the same"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_has_an_opposite() {
    let checks: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
    let opposites: Vec<&str> = OPPOSITES.iter().map(|(check, ..)| *check).collect();
    assert_eq!(checks, opposites);
}
