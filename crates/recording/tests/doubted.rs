//! More lies about recordings (`falsified.rs` has those that need thought): each kind of thing that happens is left out,
//! told twice, or told late, and of all these kinds of lies nearly all must be noticed. What is believed is listed.

use flink_recording::equivalence::EDGE;
use flink_recording::translate::{Names, translate};
use flink_recording::{Happened, Recording, judge_events};
use model::event::{Event, Observer};
use model::{ExecutionState, JobStatus, Time};
use std::path::Path;

/// What is done to the first event of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lie {
    LeftOut,
    Twice,
    /// With everything behind it, by so many seconds.
    Late(u64),
    /// Before anything else.
    Early,
}

use Lie::{Early, Late, LeftOut, Twice};

type Is = fn(&Event) -> bool;

/// Says something else of an event; `false`: it is of another kind.
type Otherwise = fn(&mut Event) -> bool;

/// What is said of the first event of a kind instead.
const OTHERWISE: &[(&str, Otherwise)] = &[
    ("a cancelled job is SUSPENDED", |event| {
        ends(event, JobStatus::Canceled, JobStatus::Suspended)
    }),
    ("a cancelled job is FINISHED", |event| ends(event, JobStatus::Canceled, JobStatus::Finished)),
    ("a suspended job is CANCELED", |event| ends(event, JobStatus::Suspended, JobStatus::Canceled)),
    ("a failed job is CANCELED", |event| ends(event, JobStatus::Failed, JobStatus::Canceled)),
    ("a restarting job is FAILING", |event| ends(event, JobStatus::Restarting, JobStatus::Failing)),
    ("a task that ended is CANCELED", |event| {
        becomes(event, ExecutionState::Finished, ExecutionState::Canceled)
    }),
    ("a task that ended is FAILED", |event| {
        becomes(event, ExecutionState::Finished, ExecutionState::Failed)
    }),
    ("a task that failed is FINISHED", |event| {
        becomes(event, ExecutionState::Failed, ExecutionState::Finished)
    }),
    ("a task that failed is CANCELED", |event| {
        becomes(event, ExecutionState::Failed, ExecutionState::Canceled)
    }),
    ("another job is RUNNING", |event| match event {
        Event::JobStatusChanged { job, to: JobStatus::Running, .. } => plus(&mut job.0),
        _ => false,
    }),
    ("another job is FINISHED", |event| match event {
        Event::JobStatusChanged { job, to: JobStatus::Finished, .. } => plus(&mut job.0),
        _ => false,
    }),
    ("another attempt is deployed", |event| match event {
        Event::TaskStateChanged { execution, to: ExecutionState::Deploying, .. } => {
            plus(&mut execution.attempt)
        }
        _ => false,
    }),
    ("another vertex is SCHEDULED", |event| match event {
        Event::TaskStateChanged { execution, to: ExecutionState::Scheduled, .. } => {
            plus(&mut execution.vertex.0)
        }
        _ => false,
    }),
    ("another TaskManager is lost", |event| match event {
        Event::TaskManagerLost { tm, by: Observer::ResourceManager, .. } => plus(&mut tm.0),
        _ => false,
    }),
    ("another TaskManager registers", |event| match event {
        Event::TaskManagerRegistered { tm } => plus(&mut tm.0),
        _ => false,
    }),
    ("another TaskManager starts", |event| match event {
        Event::TaskManagerStarted { tm } => plus(&mut tm.0),
        _ => false,
    }),
    ("another JobManager leads", |event| match event {
        Event::LeadershipGranted { jm } => plus(&mut jm.0),
        _ => false,
    }),
    ("another job is stored", |event| match event {
        Event::JobPersisted { job } => plus(&mut job.0),
        _ => false,
    }),
    ("another job is recovered", |event| match event {
        Event::JobRecovered { job } => plus(&mut job.0),
        _ => false,
    }),
    ("another job is received", |event| match event {
        Event::JobReceived { job, .. } => plus(&mut job.0),
        _ => false,
    }),
];

fn plus(number: &mut u16) -> bool {
    *number += 1;
    true
}

fn ends(event: &mut Event, truly: JobStatus, said: JobStatus) -> bool {
    match event {
        Event::JobStatusChanged { to, .. } if *to == truly => {
            *to = said;
            true
        }
        _ => false,
    }
}

fn becomes(event: &mut Event, truly: ExecutionState, said: ExecutionState) -> bool {
    match event {
        Event::TaskStateChanged { to, .. } if *to == truly => {
            *to = said;
            true
        }
        _ => false,
    }
}

/// A kind of event, and what is said of it.
const LIES: &[(&str, Is, &[Lie])] = &[
    ("RUNNING", |event| job(event, JobStatus::Running), &[Twice, Early]),
    ("RESTARTING", |event| job(event, JobStatus::Restarting), &[LeftOut, Twice]),
    ("FAILING", |event| job(event, JobStatus::Failing), &[LeftOut, Twice]),
    ("FAILED", |event| job(event, JobStatus::Failed), &[LeftOut, Twice]),
    ("CANCELLING", |event| job(event, JobStatus::Cancelling), &[LeftOut, Twice]),
    ("CANCELED", |event| job(event, JobStatus::Canceled), &[LeftOut, Twice]),
    ("FINISHED", |event| job(event, JobStatus::Finished), &[LeftOut, Twice, Early]),
    ("SUSPENDED", |event| job(event, JobStatus::Suspended), &[LeftOut, Twice]),
    ("a task SCHEDULED", |event| task(event, ExecutionState::Scheduled), &[LeftOut, Twice, Early]),
    ("a task DEPLOYING", |event| task(event, ExecutionState::Deploying), &[LeftOut, Twice, Early]),
    ("a task RUNNING", |event| task(event, ExecutionState::Running), &[Early]),
    ("a task FINISHED", |event| task(event, ExecutionState::Finished), &[LeftOut, Twice]),
    ("a task FAILED", |event| task(event, ExecutionState::Failed), &[LeftOut, Twice]),
    ("a JobManager's start", |event| matches!(event, Event::JobManagerStarted { .. }), &[Twice]),
    (
        "a TaskManager's start",
        |event| matches!(event, Event::TaskManagerStarted { .. }),
        &[LeftOut, Twice],
    ),
    ("a leader", |event| matches!(event, Event::LeadershipGranted { .. }), &[Twice]),
    ("a stored job", |event| matches!(event, Event::JobPersisted { .. }), &[Twice]),
    ("a recovered job", |event| matches!(event, Event::JobRecovered { .. }), &[Twice]),
    ("a job's receipt", |event| matches!(event, Event::JobReceived { .. }), &[Twice, Early]),
    (
        "a JobMaster's start",
        |event| matches!(event, Event::JobMasterStarted { .. }),
        &[LeftOut, Twice],
    ),
    ("a slot", |event| matches!(event, Event::SlotAllocated { .. }), &[LeftOut, Twice]),
    ("a failover", |event| matches!(event, Event::FailoverStarted { .. }), &[LeftOut, Twice]),
    ("missing slots", |event| matches!(event, Event::ResourcesNotEnough { .. }), &[LeftOut, Twice]),
    (
        "an order for workers",
        |event| matches!(event, Event::WorkersRequested { .. }),
        &[LeftOut, Twice],
    ),
    (
        "a worker given back",
        |event| matches!(event, Event::WorkerReleased { .. }),
        &[LeftOut, Late(90)],
    ),
    (
        "an application's end",
        |event| matches!(event, Event::ApplicationEnded { .. }),
        &[LeftOut, Twice],
    ),
    (
        "a lost TaskManager",
        |event| matches!(event, Event::TaskManagerLost { by: Observer::ResourceManager, .. }),
        &[Twice],
    ),
    ("a cluster's end", |event| matches!(event, Event::ClusterStopped { .. }), &[Twice]),
];

fn job(event: &Event, wanted: JobStatus) -> bool {
    matches!(event, Event::JobStatusChanged { to, .. } if *to == wanted)
}

fn task(event: &Event, wanted: ExecutionState) -> bool {
    matches!(event, Event::TaskStateChanged { to, .. } if *to == wanted)
}

/// The same run with the lie in it, far enough from its end that the end hides nothing.
fn told(is: Is, lie: Lie, run: &[Happened], end: Time) -> Option<Vec<Happened>> {
    let edge = run.partition_point(|one| one.at + EDGE + EDGE < end);
    let first = run[..edge].iter().position(|one| is(&one.event))?;
    let mut changed = run.to_vec();
    match lie {
        LeftOut => drop(changed.remove(first)),
        Twice => changed.insert(first + 1, run[first].clone()),
        Early => {
            let mut one = changed.remove(first);
            one.at = Time::ZERO;
            changed.insert(0, one);
        }
        Late(seconds) => {
            for one in &mut changed[first..] {
                one.at = one.at + Time::s(seconds);
            }
        }
    }
    Some(changed)
}

/// In so many recordings each of them is told.
const TOLD: usize = 3;

/// So many kinds of lies are noticed in `falsified.rs`.
const FALSIFIED: usize = 28;

/// Tells a lie about a run that ends then, if there is anything to lie about.
type Tell<'a> = dyn Fn(&[Happened], Time) -> Option<Vec<Happened>> + 'a;

/// A recording, and what is said of it.
type Told<'a> = (&'a Recording, Vec<Happened>, &'a Names);

/// Whether nobody could be told, or somebody believed it.
fn is_believed(possible: &[Told<'_>]) -> bool {
    let step = possible.len().div_ceil(TOLD).max(1);
    let mut told = possible.iter().step_by(step);
    possible.is_empty()
        || told.any(|(recording, run, names)| judge_events(recording, run, names).agrees())
}

/// What is believed: how often Flink says that a failover begins, that slots are missing or that it gives a worker back hangs on
/// races, so that only what comes of it is compared.
const BELIEVED: &[&str] = &[
    "a failover: LeftOut",
    "a failover: Twice",
    "missing slots: LeftOut",
    "missing slots: Twice",
    "a worker given back: LeftOut",
];

#[test]
fn of_many_kinds_nearly_every_lie_is_noticed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings");
    let files = Recording::find(&folder).expect("the recordings are there");
    let recordings: Vec<(Recording, Vec<Happened>, Names)> = files
        .iter()
        .map(|file| {
            let recording = Recording::read(file).expect("a compact copy");
            let (run, names) = translate(&recording);
            (recording, run, names)
        })
        .collect();
    let all = |told: &Tell<'_>| {
        let possible = recordings.iter().filter_map(|(recording, run, names)| {
            let end = Time::ms(recording.end_ms().saturating_sub(recording.begin_ms()));
            Some((recording, told(run, end)?, names))
        });
        is_believed(&possible.collect::<Vec<_>>())
    };
    let (mut kinds, mut believed) = (0, Vec::new());
    for (what, is, lies) in LIES {
        for lie in *lies {
            kinds += 1;
            if all(&|run, end| told(*is, *lie, run, end)) {
                believed.push(format!("{what}: {lie:?}"));
            }
        }
    }
    for (what, otherwise) in OTHERWISE {
        kinds += 1;
        if all(&|run, end| {
            let edge = run.partition_point(|one| one.at + EDGE + EDGE < end);
            let mut changed = run.to_vec();
            changed.iter_mut().take(edge).any(|one| otherwise(&mut one.event)).then_some(changed)
        }) {
            believed.push((*what).to_owned());
        }
    }
    assert_eq!(believed, BELIEVED, "of {kinds}");
    let all = kinds + FALSIFIED;
    assert!(100 * believed.len() <= 5 * all, "{} of {all} kinds are believed", believed.len());
}
