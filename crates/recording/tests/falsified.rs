//! A comparison that cannot fail says nothing: each fact that is compared is changed, one at a time, in every
//! recording that has it, and the verdict must be another one.

use flink_recording::equivalence::EDGE;
use flink_recording::translate::{Names, translate};
use flink_recording::{Happened, Recording, judge_events};
use model::event::{ApplicationState, Cause, ClusterStatus, Event, Farewell, LossReason, Observer};
use model::{ExecutionState, JobStatus, Time, TmId};
use std::path::Path;

fn all() -> Vec<Recording> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings");
    let files = Recording::find(&folder).expect("the recordings are there");
    files.iter().map(|file| Recording::read(file).expect("a compact copy")).collect()
}

/// A lie about a run: whether there was anything to lie about.
type Lie = fn(&mut Vec<Happened>) -> bool;

/// What is said. One lie for each kind of fact.
const LIES: &[(&str, Lie)] = &[
    ("a job was never RUNNING", |run| drop_first(run, |event| status(event, JobStatus::Running))),
    ("a job restarted once more", one_more_restart),
    ("a job ended otherwise", |run| {
        change(run, |event| match event {
            Event::JobStatusChanged { to, .. } if *to == JobStatus::Finished => {
                *to = JobStatus::Canceled;
                true
            }
            Event::JobStatusChanged { to, .. } if *to == JobStatus::Failed => {
                *to = JobStatus::Finished;
                true
            }
            _ => false,
        })
    }),
    ("a restart came too early", |run| hasten(run, JobStatus::Restarting, JobStatus::Running)),
    ("a task was never INITIALIZING", |run| drop_task(run, ExecutionState::Initializing)),
    ("a task was never RUNNING", |run| drop_task(run, ExecutionState::Running)),
    ("a task had one attempt more", one_more_attempt),
    ("a task failed for another reason", |run| {
        change(run, |event| match event {
            Event::TaskStateChanged { to: ExecutionState::Failed, cause, .. } => {
                *cause = match cause {
                    Some(Cause::UserException) => Some(Cause::NotEnoughResources),
                    _ => Some(Cause::UserException),
                };
                true
            }
            _ => false,
        })
    }),
    ("slots of a job on another TaskManager", another_task_manager),
    ("a slot of another job", |run| {
        change(run, |event| match event {
            Event::SlotAllocated { job, .. } => {
                job.0 += 1;
                true
            }
            _ => false,
        })
    }),
    ("a job wanted seven slots more", |run| {
        let cancelled: Vec<_> = run
            .iter()
            .filter_map(|one| match one.event {
                Event::JobStatusChanged { job, to: JobStatus::Cancelling, .. } => Some(job),
                _ => None,
            })
            .collect();
        change(run, |event| match event {
            Event::ResourcesRequired { job, slots } if *slots > 0 && !cancelled.contains(job) => {
                *slots += 7;
                true
            }
            _ => false,
        })
    }),
    ("a TaskManager never registered", |run| {
        drop_first(run, |event| matches!(event, Event::TaskManagerRegistered { .. }))
    }),
    ("a TaskManager was never missed", |run| {
        drop_first(run, |event| {
            matches!(event, Event::TaskManagerLost { by: Observer::ResourceManager, .. })
        })
    }),
    ("a TaskManager was lost for another reason", |run| {
        change(run, |event| match event {
            Event::TaskManagerLost { by: Observer::ResourceManager, reason, .. } => {
                *reason = match reason {
                    LossReason::Unreachable => LossReason::HeartbeatTimeout,
                    _ => LossReason::Unreachable,
                };
                true
            }
            _ => false,
        })
    }),
    ("a loss was noticed 30 s later", |run| {
        delay(run, 30, |event| {
            matches!(event, Event::TaskManagerLost { by: Observer::ResourceManager, .. })
        })
    }),
    ("a JobManager never started", |run| {
        drop_first(run, |event| matches!(event, Event::JobManagerStarted { .. }))
    }),
    ("nobody led", |run| drop_first(run, |event| matches!(event, Event::LeadershipGranted { .. }))),
    ("a new leader came 20 s later", |run| {
        let mut leaders =
            run.iter().filter(|one| matches!(one.event, Event::LeadershipGranted { .. }));
        leaders.nth(1).is_some()
            && delay_last(run, 20, |event| matches!(event, Event::LeadershipGranted { .. }))
    }),
    ("a job was not stored", |run| {
        drop_first(run, |event| matches!(event, Event::JobPersisted { .. }))
    }),
    ("a job was not removed from the store", |run| {
        drop_first(run, |event| matches!(event, Event::JobForgotten { .. }))
    }),
    ("a job was not recovered", |run| {
        drop_first(run, |event| matches!(event, Event::JobRecovered { .. }))
    }),
    ("a checkpoint was not restored", |run| {
        let all = run.len();
        run.retain(|one| !matches!(one.event, Event::CheckpointRestored { .. }));
        run.len() < all
    }),
    ("JobMasters were given up for another reason", other_farewells),
    ("an application ended otherwise", |run| {
        change(run, |event| match event {
            Event::ApplicationStateChanged { to, .. } if *to == ApplicationState::Finished => {
                *to = ApplicationState::Canceled;
                true
            }
            Event::ApplicationEnded { status, .. } if *status == ClusterStatus::Succeeded => {
                *status = ClusterStatus::Failed;
                true
            }
            _ => false,
        })
    }),
    ("an application never failed", |run| {
        drop_first(run, |event| {
            let failing = ApplicationState::Failing;
            matches!(event, Event::ApplicationStateChanged { to, .. } if *to == failing)
        })
    }),
    ("a cluster never ended", |run| {
        drop_first(run, |event| matches!(event, Event::ClusterStopped { .. }))
    }),
    ("a cluster ended otherwise", |run| {
        change(run, |event| match event {
            Event::ClusterStopped { status, .. } => {
                *status = match status {
                    ClusterStatus::Failed => ClusterStatus::Succeeded,
                    _ => ClusterStatus::Failed,
                };
                true
            }
            _ => false,
        })
    }),
    ("a job was never received", |run| {
        drop_first(run, |event| matches!(event, Event::JobReceived { .. }))
    }),
];

fn status(event: &Event, wanted: JobStatus) -> bool {
    matches!(event, Event::JobStatusChanged { to, .. } if *to == wanted)
}

fn task(event: &Event, wanted: ExecutionState) -> bool {
    matches!(event, Event::TaskStateChanged { to, .. } if *to == wanted)
}

fn drop_first(run: &mut Vec<Happened>, is: impl Fn(&Event) -> bool) -> bool {
    let found = run.iter().position(|one| is(&one.event));
    found.map(|index| run.remove(index)).is_some()
}

fn change(run: &mut [Happened], lie: impl Fn(&mut Event) -> bool) -> bool {
    run.iter_mut().any(|one| lie(&mut one.event))
}

/// A step of a task that came to its own end: one that was cancelled may have been on its way to it.
fn drop_task(run: &mut Vec<Happened>, wanted: ExecutionState) -> bool {
    let finished: Vec<_> = run
        .iter()
        .filter_map(|one| match one.event {
            Event::TaskStateChanged { execution, to: ExecutionState::Finished, .. } => {
                Some(execution)
            }
            _ => None,
        })
        .collect();
    drop_first(run, |event| match event {
        Event::TaskStateChanged { execution, to, .. } => {
            *to == wanted && finished.contains(execution)
        }
        _ => false,
    })
}

/// From the first such event on everything comes later.
fn delay(run: &mut [Happened], seconds: u64, is: impl Fn(&Event) -> bool) -> bool {
    let found = run.iter().position(|one| is(&one.event));
    delay_from(run, seconds, found)
}

fn delay_last(run: &mut [Happened], seconds: u64, is: impl Fn(&Event) -> bool) -> bool {
    let found = run.iter().rposition(|one| is(&one.event));
    delay_from(run, seconds, found)
}

fn delay_from(run: &mut [Happened], seconds: u64, found: Option<usize>) -> bool {
    let Some(first) = found else { return false };
    for one in &mut run[first..] {
        one.at = one.at + Time::s(seconds);
    }
    true
}

/// A job that waited for a configured delay does not wait.
fn hasten(run: &mut Vec<Happened>, from: JobStatus, to: JobStatus) -> bool {
    let begins = run.iter().position(|one| status(&one.event, from));
    let Some(begins) = begins else { return false };
    let Event::JobStatusChanged { job, .. } = run[begins].event else { return false };
    let ends = run[begins..].iter().position(|one| {
        matches!(one.event, Event::JobStatusChanged { job: other, to: into, .. }
            if other == job && into == to)
    });
    let Some(ends) = ends else { return false };
    let mut early = run.remove(begins + ends);
    early.at = run[begins].at;
    run.insert(begins + 1, early);
    true
}

fn one_more_restart(run: &mut Vec<Happened>) -> bool {
    // Of a job that its strategy gave up every restart counts.
    let gave_up = run.iter().find_map(|one| match one.event {
        Event::JobStatusChanged { job, to: JobStatus::Failing, .. } => Some(job),
        _ => None,
    });
    let Some(job) = gave_up else { return false };
    let back = run.iter().position(|one| {
        matches!(one.event, Event::JobStatusChanged { job: other, to: JobStatus::Running, .. }
            if other == job)
    });
    let Some(back) = back else { return false };
    let step = |from, to| Happened {
        event: Event::JobStatusChanged { job, from, to, cause: None },
        ..run[back].clone()
    };
    let round = [
        step(JobStatus::Running, JobStatus::Restarting),
        step(JobStatus::Restarting, JobStatus::Running),
    ];
    run.splice(back + 1..back + 1, round);
    true
}

fn one_more_attempt(run: &mut Vec<Happened>) -> bool {
    // The last step of a task that ended, once more as another attempt.
    let end = run.iter().position(|one| task(&one.event, ExecutionState::Finished));
    let Some(end) = end else { return false };
    let mut again = run[end].clone();
    if let Event::TaskStateChanged { execution, to, .. } = &mut again.event {
        execution.attempt += 1;
        *to = ExecutionState::Scheduled;
    }
    // Far from the end of the scenario, where one step more or less may be cut off.
    run.insert(end + 1, again);
    true
}

/// Compared where a JobManager was killed and another one came.
fn other_farewells(run: &mut Vec<Happened>) -> bool {
    let started = run.iter().filter(|one| matches!(one.event, Event::JobManagerStarted { .. }));
    if started.count() < 2 {
        return false;
    }
    let mut changed = false;
    for one in run {
        if let Event::JobManagerLost { why, .. } = &mut one.event {
            *why = match why {
                Farewell::HeartbeatTimeout => Farewell::LostLeadership,
                Farewell::LostLeadership => Farewell::HeartbeatTimeout,
            };
            changed = true;
        }
    }
    changed
}

/// All slots of the first job lie on the first of at least two TaskManagers.
fn another_task_manager(run: &mut Vec<Happened>) -> bool {
    let first = run.iter().find_map(|one| match one.event {
        Event::SlotAllocated { job, .. } => Some(job),
        _ => None,
    });
    let mut tms: Vec<TmId> = run
        .iter()
        .filter_map(|one| match one.event {
            Event::SlotAllocated { job, tm, .. } if Some(job) == first => Some(tm),
            _ => None,
        })
        .collect();
    tms.dedup();
    let [one, other, ..] = tms[..] else { return false };
    for happened in run {
        match &mut happened.event {
            Event::SlotAllocated { job, tm, .. } if Some(*job) == first && *tm == other => {
                *tm = one
            }
            _ => {}
        }
    }
    true
}

/// The same run with a lie in it, far enough from its end that the end hides nothing: on neither side.
fn told(lie: Lie, run: &[Happened], end: Time) -> Option<Vec<Happened>> {
    let edge = run.partition_point(|one| one.at + EDGE + EDGE < end);
    let mut changed = run[..edge].to_vec();
    lie(&mut changed).then(|| {
        changed.extend_from_slice(&run[edge..]);
        changed.sort_by_key(|one| one.at);
        changed
    })
}

/// Each lie is told in so many recordings: telling all of them everywhere takes minutes.
const TOLD: usize = 6;

#[test]
fn every_lie_is_noticed() {
    // Runs that were chosen by chance come and go, and with their number those that are picked here.
    let is_kept = |recording: &Recording| !recording.name.contains("/G");
    let recordings: Vec<(Recording, Vec<Happened>, Names)> = all()
        .into_iter()
        .filter(is_kept)
        .map(|recording| {
            let (run, names) = translate(&recording);
            (recording, run, names)
        })
        .collect();
    let mut believed = Vec::new();
    for (what, lie) in LIES {
        let possible: Vec<_> = recordings
            .iter()
            .filter_map(|(recording, run, names)| {
                let end = Time::ms(recording.end_ms().saturating_sub(recording.begin_ms()));
                Some((recording, told(*lie, run, end)?, names))
            })
            .collect();
        assert!(!possible.is_empty(), "nobody could be told that {what}");
        let step = possible.len().div_ceil(TOLD);
        for (recording, run, names) in possible.iter().step_by(step) {
            if judge_events(recording, run, names).agrees() {
                believed.push(format!("{}: {what}", recording.name));
            }
        }
    }
    assert!(believed.is_empty(), "{}", believed.join("\n"));
}
