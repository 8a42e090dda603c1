//! Every word of the vocabulary holds in one run of the book and not in another, and every number is counted.

use super::*;
use model::Time;
use std::collections::BTreeSet;

/// A run of the book from one moment to another, in seconds.
type Where = (&'static str, u64, u64);

const KILLED: Where = ("tm-dies-only-its-jobs", 19, 40);
const BEFORE: Where = ("tm-dies-only-its-jobs", 0, 19);
const EARLY: Where = ("shortage-early", 9, 20);
const LATE: Where = ("shortage-late", 39, 60);
const LEADER: Where = ("jm-dies", 19, 100);
const YARN: Where = ("shortage-yarn", 0, 40);
const CALM: Where = ("cluster-first", 0, 5);

/// A question, where it holds, and where it does not.
const OPPOSITES: &[(&str, Where, Where)] = &[
    ("jobs RUNNING = 2", KILLED, CALM),
    ("free slots > 1", CALM, EARLY),
    ("job Report is FAILED", LATE, EARLY),
    ("job Report is RUNNING", EARLY, LATE),
    ("job Orders is lost", LEADER, KILLED),
    ("job WordCount is absent", CALM, ("cluster-first", 0, 12)),
    ("job Orders v2 is restored", ("savepoint-upgrade", 0, 100), ("savepoint-upgrade", 0, 20)),
    ("happens TaskManagerLost tm=0", KILLED, BEFORE),
    ("happens TaskManagerLost tm=0 by=ResourceManager", KILLED, LEADER),
    ("happens JobStatusChanged job=Orders to=RESTARTING", KILLED, BEFORE),
    ("happens TaskStateChanged job=Report to=SCHEDULED", EARLY, KILLED),
    ("TaskManagerRegistered before JobReceived", ("cluster-first", 0, 12), CALM),
    ("prints Job has been submitted with JobID", LATE, CALM),
    ("not happens TaskManagerLost", BEFORE, KILLED),
    ("restarts of Orders < 1", BEFORE, KILLED),
];

/// A number, where it is counted, and what it is there.
const NUMBERS: &[(&str, Where, u64)] = &[
    ("jobs", KILLED, 2),
    ("jobs RUNNING", LATE, 1),
    ("jobs lost", LEADER, 2),
    ("jobs in 0 RUNNING", LATE, 1),
    ("jobs in 1 RUNNING", LATE, 0),
    ("tasks of Report SCHEDULED", EARLY, 4),
    ("restarts of Orders", KILLED, 1),
    ("restarts of Clicks", KILLED, 0),
    ("slots of Orders", BEFORE, 2),
    ("homes of Orders", BEFORE, 1),
    ("vertices of Orders", BEFORE, 2),
    ("free slots", BEFORE, 2),
    ("task-managers alive", KILLED, 2),
    ("task-managers started", KILLED, 3),
    ("job-managers alive", KILLED, 1),
    ("job-managers started", LEADER, 2),
    ("clusters alive", KILLED, 1),
    ("clusters started", CALM, 1),
    ("containers alive", YARN, 3),
    ("memory", YARN, 6_144),
    ("count TaskManagerRegistered", CALM, 2),
    ("seconds until TaskManagerLost tm=0", KILLED, 13),
];

fn trace(id: &str) -> Trace {
    let path = format!("{}/../../book/scenarios/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    let source = std::fs::read_to_string(path).expect("the book has the scenario");
    let file = model::authoring::parse(id, &source).expect("the book's scenarios are valid");
    Trace::run(file.scenario)
}

fn asked(text: &str, (id, asks, decides): Where) -> Result<bool, String> {
    let question = Question::read(text).expect(text);
    question.holds(&Window::of(&trace(id), Time::s(asks), Time::s(decides)))
}

#[test]
fn every_question_holds_here_and_not_there() {
    let mut wrong = Vec::new();
    for (text, here, there) in OPPOSITES {
        if asked(text, *here) != Ok(true) {
            wrong.push(format!("{text} in {here:?}: {:?}", asked(text, *here)));
        }
        if asked(text, *there) != Ok(false) {
            wrong.push(format!("{text} in {there:?}: {:?}", asked(text, *there)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_number_is_counted() {
    let mut wrong = Vec::new();
    for (text, (id, asks, decides), expected) in NUMBERS {
        let measure = Measure::read(text).expect(text);
        let found = measure.of(&Window::of(&trace(id), Time::s(*asks), Time::s(*decides)));
        if found != Ok(*expected) {
            wrong.push(format!("{text} in {id}: {found:?}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A new word does not compile here, and then wants its row above.
#[test]
fn no_word_is_left_out() {
    let questions: BTreeSet<u8> = OPPOSITES
        .iter()
        .map(|(text, ..)| match Question::read(text).expect("read above") {
            Question::Number(_, Order::Equal, _) => 0,
            Question::Number(_, Order::Less, _) => 1,
            Question::Number(_, Order::More, _) => 2,
            Question::Job(_, JobState::Status(_)) => 3,
            Question::Job(_, JobState::Lost) => 4,
            Question::Job(_, JobState::Absent) => 5,
            Question::Happens(_) => 6,
            Question::Before(..) => 7,
            Question::Prints(_) => 8,
            Question::Not(_) => 9,
            Question::Job(_, JobState::Restored) => 10,
        })
        .collect();
    assert_eq!(questions.len(), 11);
    let numbers: BTreeSet<u8> = NUMBERS
        .iter()
        .map(|(text, ..)| match Measure::read(text).expect("read above") {
            Measure::Jobs(None) => 0,
            Measure::Jobs(Some(_)) => 1,
            Measure::Tasks(..) => 2,
            Measure::Restarts(_) => 3,
            Measure::SlotsOf(_) => 4,
            Measure::Homes(_) => 5,
            Measure::FreeSlots => 6,
            Measure::TaskManagers(_) => 7,
            Measure::JobManagers(_) => 8,
            Measure::Clusters(_) => 9,
            Measure::Containers(_) => 10,
            Measure::Memory => 11,
            Measure::Count(_) => 12,
            Measure::Seconds(_) => 13,
            Measure::Vertices(_) => 14,
            Measure::JobsIn(..) => 15,
        })
        .collect();
    assert_eq!(numbers.len(), 16);
}

#[test]
fn what_is_not_there_is_told() {
    let rows = [
        ("job Order is RUNNING", BEFORE, "no job is called \"Order\" did you mean \"Orders\"?"),
        ("containers alive = 1", BEFORE, "there is neither YARN nor Kubernetes"),
        ("happens TaskManagerLost who=1", KILLED, "a TaskManagerLost has no \"who\""),
        (
            "seconds until TaskManagerLost < 5",
            BEFORE,
            "it does not happen before the moment that decides",
        ),
    ];
    for (text, place, expected) in rows {
        assert_eq!(asked(text, place), Err(expected.to_owned()), "{text}");
    }
    let mistakes = [
        ("jobs RUNING = 1", "no job is \"RUNING\""),
        ("jobs = two", "\"two\" is no number"),
        ("slot = 2", "\"slot\" is no number"),
        ("task-managers dead = 2", "\"dead\"?"),
        ("tasks of Orders ASLEEP = 2", "no task is \"ASLEEP\""),
        ("happens", "which event?"),
        ("happens JobRecovered Orders", "\"Orders\" says nothing of an event"),
        ("whatever", "\"whatever\" asks nothing"),
    ];
    for (text, expected) in mistakes {
        assert_eq!(Question::read(text).map_err(|(message, _)| message), Err(expected.to_owned()));
    }
}
