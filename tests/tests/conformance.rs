//! The model against recordings of real Flink clusters, and the comparison against itself: it must
//! notice when a recording says something else.

use model::event::{ClusterStatus, Event};
use model::{ExecutionState, JobStatus, Time};
use recording::coverage::Coverage;
use recording::derive::version;
use recording::rules::{LOG_SLACK, RULES, check, exercised, untold};
use recording::translate::translate;
use recording::verdict::Outcome;
use recording::{Happened, Recording, Verdict, judge, judge_events, report};
use std::path::{Path, PathBuf};

fn all() -> Vec<Recording> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings");
    let files: Vec<PathBuf> = Recording::find(&folder).expect("tests/recordings is there");
    files.iter().map(|file| Recording::read(file).expect("a compact copy")).collect()
}

fn one(name: &str) -> Recording {
    let mut all = all();
    let position = all.iter().position(|recording| recording.name == name);
    all.swap_remove(position.unwrap_or_else(|| panic!("no recording {name}")))
}

#[test]
fn every_recording_agrees_at_all_levels() {
    let verdicts: Vec<Verdict> = all().iter().map(judge).collect();
    let disagree: Vec<String> =
        verdicts.iter().filter(|one| !one.agrees()).map(report::line).collect();
    assert!(disagree.is_empty(), "{}", disagree.join("\n"));
    let compared = verdicts.iter().filter(|one| matches!(one.outcome, Outcome::Compared { .. }));
    let names: Vec<&str> = compared.map(|one| one.name.as_str()).collect();
    // Sessions, slots, applications, high availability, the stub of YARN, real YARN, Kubernetes, 1.13 to 2.0: none
    // may become "not derivable".
    let (chosen, others): (Vec<&str>, Vec<&str>) = names
        .iter()
        .partition(|name| name.split('/').nth(1).is_some_and(|run| run.starts_with('G')));
    assert_eq!(others.len(), 37 + 8 + 22 + 10 + 9 + 10 + 7 + 7, "{others:?}");
    // Chosen by chance, in each version.
    let of = |version: &str| chosen.iter().filter(|name| name.starts_with(version)).count();
    let counts = ["1.13/", "1.17/", "1.20/", "2.0/", "2.3/"].map(of);
    assert_eq!(counts, [13, 18, 29, 14, 28], "{chosen:?}");
}

#[test]
fn the_book_says_how_much_of_the_model_recordings_have_seen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let counted = Coverage::of_the_book(&root).expect("the book's files are readable").to_string();
    let kept = include_str!("../recordings/coverage.tsv");
    let differs = counted.lines().zip(kept.lines()).find(|(counted, kept)| counted != kept);
    assert_eq!(differs, None, "cargo xtask conformance --coverage writes it anew");
    assert_eq!(counted.lines().count(), kept.lines().count());
}

#[test]
fn what_cannot_be_derived_is_named() {
    let session = one("1.20/S1-session-basic");
    let told = |change: &dyn Fn(&mut Recording)| {
        let mut changed = session.clone();
        change(&mut changed);
        report::line(&judge(&changed))
    };
    let set = |key: &str, value: &str| {
        told(&|changed| {
            changed.config.insert(key.to_owned(), value.to_owned());
        })
    };
    for (line, part) in [
        (
            set("slotmanager.redundant-taskmanager-num", "1"),
            "the setting slotmanager.redundant-taskmanager-num: 1",
        ),
        (set("heartbeat.timeout", "soon"), "heartbeat.timeout: \"soon\" is not a duration"),
        (
            told(&|changed| {
                changed.config.clear();
                changed.is_configured = false;
            }),
            "there is no config.yaml",
        ),
        (set("high-availability.type", "org.example.Services"), "HA org.example.Services"),
        (
            told(&|changed| {
                let sleep = changed.rows.iter_mut().find(|row| row.kind == "action.sleep");
                let row = sleep.expect("the recorder waited");
                row.kind = "action.turn_upside_down".to_owned();
            }),
            "the recorded action turn_upside_down, line ",
        ),
        (told(&|changed| changed.plans.clear()), "the job graph of"),
    ] {
        assert!(line.contains("not derivable") && line.contains(part), "{line}");
    }
}

#[test]
fn every_rule_holds_in_every_recording_and_none_is_idle() {
    let mut times = vec![0; RULES.len()];
    for recording in all() {
        let (happened, _) = translate(&recording);
        let untold = version(&recording.version).map_or(&[][..], untold);
        let violations = check(&happened, LOG_SLACK, untold);
        assert!(violations.is_empty(), "{}: {}", recording.name, violations[0]);
        for (sum, (_, count)) in times.iter_mut().zip(exercised(&happened)) {
            *sum += count;
        }
    }
    for (rule, times) in RULES.iter().zip(times) {
        assert!(times > 0, "{rule:?} speaks of something that was never recorded");
    }
}

/// Whether the comparison notices that the recording says this instead.
fn notices(recording: &Recording, change: impl FnOnce(&mut Vec<Happened>)) -> bool {
    let (mut happened, names) = translate(recording);
    change(&mut happened);
    !judge_events(recording, &happened, &names).agrees()
}

#[test]
fn a_dropped_step_is_noticed() {
    let recording = one("1.20/S1-session-basic");
    let (happened, _) = translate(&recording);
    let mut dropped = 0;
    for (index, one) in happened.iter().enumerate() {
        let step = match one.event {
            Event::JobStatusChanged { .. }
            | Event::TaskManagerRegistered { .. }
            | Event::SlotAllocated { .. } => true,
            // A task that is cancelled soon after it was deployed may not have come so far.
            Event::TaskStateChanged { to, .. } => to != ExecutionState::Canceling,
            _ => false,
        };
        if step {
            dropped += 1;
            let noticed = notices(&recording, |happened| {
                happened.remove(index);
            });
            assert!(noticed, "dropping {one:?} was not noticed");
        }
    }
    assert!(dropped > 60, "only {dropped} steps were dropped");
}

/// Whether the comparison notices that the first such event is missing.
fn misses(name: &str, is: impl Fn(&Event) -> bool) {
    let recording = one(name);
    let noticed = notices(&recording, |happened| {
        let first = happened.iter().position(|one| is(&one.event)).expect("it was recorded");
        happened.remove(first);
    });
    assert!(noticed, "a step that is missing in {name} was not noticed");
}

#[test]
fn a_dropped_step_of_an_application_a_leader_or_a_cluster_is_noticed() {
    let state = |event: &Event| matches!(event, Event::ApplicationStateChanged { .. });
    misses("2.3/S5e-app-async4-cancel-one", state);
    misses("2.3/S5q-session-run-application", state);
    misses("1.20/S5e-app-async4-cancel-one", |event| {
        matches!(event, Event::ApplicationEnded { .. })
    });
    misses("1.20/S5b-app-async4", |event| matches!(event, Event::JobReceived { .. }));
    let stopped = |event: &Event| matches!(event, Event::ClusterStopped { .. });
    misses("1.20/Y3-perjob-async3", stopped);
    misses("2.3/Y6-yarn-application", stopped);
    misses("1.20/Y5-perjob-tm-am-kill", |event| matches!(event, Event::JobManagerStarted { .. }));
    for name in ["1.20/S7b-ha-kill-leader", "2.3/S7c-ha-kill-leader-defaults"] {
        misses(name, |event| matches!(event, Event::LeadershipGranted { .. }));
        misses(name, |event| matches!(event, Event::JobRecovered { .. }));
        misses(name, |event| matches!(event, Event::JobForgotten { .. }));
        misses(name, |event| matches!(event, Event::CheckpointRestored { .. }));
        misses(name, |event| matches!(event, Event::JobManagerLost { .. }));
    }
}

#[test]
fn another_end_of_a_cluster_is_noticed() {
    let recording = one("1.20/Y4-perjob-fail");
    let noticed = notices(&recording, |happened| {
        let status = happened.iter_mut().find_map(|one| match &mut one.event {
            Event::ClusterStopped { status, .. } => Some(status),
            _ => None,
        });
        *status.expect("the cluster ended") = ClusterStatus::Succeeded;
    });
    assert!(noticed);
}

#[test]
fn a_leader_that_comes_too_late_is_noticed() {
    // ZooKeeper's session timeout is six seconds there, recorded as if it had been sixteen.
    let recording = one("1.20/S7b-ha-kill-leader");
    let noticed = notices(&recording, |happened| {
        let is_grant = |one: &Happened| matches!(one.event, Event::LeadershipGranted { .. });
        let second = happened.iter().rposition(is_grant).expect("a second leader");
        for one in &mut happened[second..] {
            one.at = one.at + Time::s(10);
        }
    });
    assert!(noticed);
}

#[test]
fn a_changed_status_is_noticed() {
    let recording = one("1.20/S4a-user-exception");
    let changed = |from: JobStatus, other: JobStatus| {
        notices(&recording, |happened| {
            let found = happened.iter_mut().find_map(|one| match &mut one.event {
                Event::JobStatusChanged { to, .. } if *to == from => Some(to),
                _ => None,
            });
            *found.expect("the recording has that status") = other;
        })
    };
    assert!(changed(JobStatus::Failed, JobStatus::Canceled));
    assert!(changed(JobStatus::Restarting, JobStatus::Failing));
    assert!(changed(JobStatus::Failing, JobStatus::Restarting));
}

#[test]
fn one_more_restart_is_noticed() {
    // RETRY in that run has two restarts and gives up: the strategy's number is exact.
    let recording = one("1.20/S4a-user-exception");
    let noticed = notices(&recording, |happened| {
        let is_restart = |one: &Happened| {
            matches!(one.event, Event::JobStatusChanged { to: JobStatus::Restarting, .. })
        };
        let is_return = |one: &Happened, of: &Happened| match (&one.event, &of.event) {
            (
                Event::JobStatusChanged { job, from: JobStatus::Restarting, .. },
                Event::JobStatusChanged { job: other, .. },
            ) => job == other,
            _ => false,
        };
        let restart = happened.iter().position(is_restart).expect("a restart");
        let of = happened[restart].clone();
        let back = happened.iter().position(|one| is_return(one, &of)).expect("its end");
        let again = happened[back].clone();
        happened.insert(back + 1, of);
        happened.insert(back + 2, again);
    });
    assert!(noticed);
}

#[test]
fn a_wrong_delay_is_noticed() {
    // fixed-delay of two seconds, recorded as if it had been five.
    let recording = one("1.20/S3a-kill-spare-fixed");
    let noticed = notices(&recording, |happened| {
        let back = happened
            .iter()
            .position(|one| {
                matches!(one.event, Event::JobStatusChanged { from: JobStatus::Restarting, .. })
            })
            .expect("a restart");
        for one in &mut happened[back..] {
            one.at = one.at + Time::s(3);
        }
    });
    assert!(noticed);
}

#[test]
fn a_task_in_another_jobs_slot_is_noticed() {
    let recording = one("2.3/S3a-kill-spare-fixed");
    let noticed = notices(&recording, |happened| {
        let first = happened.iter_mut().find_map(|one| match &mut one.event {
            Event::SlotAllocated { job, .. } => Some(job),
            _ => None,
        });
        first.expect("an allocation").0 += 1;
    });
    assert!(noticed);
}

#[test]
fn events_in_the_wrong_order_are_noticed() {
    let recording = one("2.3/S1-session-basic");
    for (before, after) in
        [("SlotAllocated", "TaskStateChanged"), ("JobReceived", "JobMasterStarted")]
    {
        let (mut happened, _) = translate(&recording);
        let first =
            happened.iter().position(|one| one.event.name() == before).expect("both are there");
        let moved = happened.remove(first);
        let end = happened.last().map_or(Time::ZERO, |last| last.at);
        happened.push(Happened { at: end, ..moved });
        assert!(!check(&happened, LOG_SLACK, &[]).is_empty(), "{before} after {after}");
    }
}
