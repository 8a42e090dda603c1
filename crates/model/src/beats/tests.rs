//! Beats of small runs, and of very long ones.

use super::marks::Marks;
use super::{Beat, BeatKey, BeatKind, MOST_BEATS, beats, opening};
use crate::job::{Behaviour, JobSpec, VertexSpec};
use crate::scenario::TimedAction;
use crate::time::Time;
use crate::trace::Trace;
use crate::{Action, Config, FlinkVersion, Profile, Provider, Scenario, Signal, TmId};
use BeatKind as K;

/// Two TaskManagers with a slot each, a job of one task, and these actions as links have them.
fn trace(actions: &[&str]) -> Trace {
    let (mut config, mut options) = (Config::default(), Config::default());
    config.set("taskmanager.numberOfTaskSlots", "1");
    options.set("restart-strategy.type", "fixed-delay");
    let vertex = VertexSpec {
        name: "v".into(),
        parallelism: 1,
        inputs: Vec::new(),
        slot_sharing_group: "default".into(),
    };
    let job = JobSpec {
        name: "J".into(),
        vertices: vec![vertex],
        options,
        batch: false,
        behaviour: Behaviour::default(),
    };
    let timed = |text: &&str| TimedAction::from_text(text).expect("an action");
    Trace::run(Scenario {
        version: FlinkVersion::V1_20,
        provider: Provider::Standalone { task_managers: 2, job_managers: 1 },
        config,
        jobs: vec![job],
        programs: Vec::new(),
        actions: actions.iter().map(timed).collect(),
        flow: None,
        profile: Profile::CALM,
        seed: 0,
        horizon: Scenario::HORIZON,
    })
}

fn kinds(beats: &[Beat]) -> Vec<BeatKind> {
    beats.iter().map(|beat| beat.kind).collect()
}

const KILLED: &[&str] =
    &["0.start-cluster", "6000000.submit.J", "20000000.signal-task-manager+kill.0"];

#[test]
fn a_death_is_told_with_its_silence() {
    let trace = trace(KILLED);
    let told = beats(&trace);
    let story =
        [K::Boot, K::Submit, K::Running, K::Kill, K::Silence, K::Noticed, K::Failover, K::Moved];
    assert_eq!(kinds(&told), story);
    let silence = told[4];
    assert_eq!(silence.lasts, told[5].at.since(told[3].at));
    assert_eq!(silence.happened, told[3].happened, "nothing has happened in it");
    assert_eq!(opening(&told).map(|beat| beat.kind), Some(K::Running));
}

#[test]
fn a_task_manager_that_comes_back_is_no_other_place() {
    let frozen = &[
        "0.start-cluster",
        "6000000.submit.J",
        "20000000.signal-task-manager+stop.0",
        "50000000.signal-task-manager+kill.1",
        "90000000.signal-task-manager+cont.0",
    ];
    let told = beats(&trace(frozen));
    assert!(!kinds(&told).contains(&K::Moved), "{told:?}");
}

#[test]
fn what_a_reader_does_gets_its_beats() {
    let mut trace = trace(&["0.start-cluster", "6000000.submit.J"]);
    let before = beats(&trace);
    trace.fork(Time::s(20), Action::SignalTaskManager { tm: TmId(0), signal: Signal::Kill });
    let after = beats(&trace);
    assert!(!kinds(&before).contains(&K::Kill) && kinds(&after).contains(&K::Kill));
    assert_eq!(after, beats(&self::trace(KILLED)), "as if the scenario had done it");
}

#[test]
fn submissions_in_a_row_are_one_beat() {
    let told = beats(&trace(&["0.start-cluster", "6000000.submit.J", "8000000.submit.J"]));
    let submits: Vec<_> = told.iter().filter(|beat| beat.kind == K::Submit).collect();
    assert!(matches!(submits.as_slice(), [beat] if beat.at == Time::s(8)), "{told:?}");
}

#[test]
fn a_million_marks_are_as_few_beats_as_any() {
    let mut marks = Marks::default();
    for index in 0..1_000_000 {
        let kind = K::ALL[index * 7 % K::ALL.len()];
        marks.push(kind, Time::ms(index as u64 * 900), index);
        assert!(marks.len() <= 65);
    }
    let told = marks.finish();
    assert_eq!(told.len(), MOST_BEATS);
    assert!(told.windows(2).all(|pair| pair[0].at < pair[1].at));
}

#[test]
fn a_key_names_all_of_a_kind_or_one() {
    for kind in K::ALL {
        assert_eq!(BeatKey::from_text(kind.name()), Some(BeatKey { kind: *kind, number: None }));
        let second = BeatKey { kind: *kind, number: Some(2) };
        assert_eq!(BeatKey::from_text(&[kind.name(), "-2"].concat()), Some(second));
        assert_eq!(BeatKey::from_text(&second.to_text()), Some(second));
    }
    for wrong in ["", "kil", "kill-0", "kill-", "-1", "kill-x"] {
        assert_eq!(BeatKey::from_text(wrong), None, "{wrong}");
    }
    let told = beats(&trace(KILLED));
    let named = |text| {
        let key = BeatKey::from_text(text).expect(text);
        (0..told.len()).filter(|place| key.names(&told, *place)).collect::<Vec<_>>()
    };
    let names = [("kill", "all"), ("kill-1", "the first")];
    let names = names.map(|(key, name)| (BeatKey::from_text(key).expect(key), name));
    assert_eq!(super::named(&names, &told, 3), Some(&"the first"));
    assert_eq!(super::named(&names, &told, 2), None);
    assert_eq!((named("kill"), named("kill-1"), named("kill-2")), (vec![3], vec![3], vec![]));
}
