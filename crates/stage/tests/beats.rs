//! Every scenario of the book, told in beats.
//!
//! `cargo run -p flink-stage --example beats -- book/scenarios/*.toml` prints what is checked here.

use flink_stage::{Lang, words};
use model::authoring::{self, ScenarioFile};
use model::beats::{MOST_BEATS, beats, opening};
use model::{Beat, BeatKind, BeatSort, Event, Trace};
use std::collections::BTreeMap;

/// A story has at least so many beats.
const FEWEST_BEATS: usize = 5;
/// Letters of a name for which a time line has room; a Chinese character takes that of two.
const ROOM: usize = 16;

fn scenarios() -> impl Iterator<Item = (ScenarioFile, Trace)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../book/scenarios");
    let files = std::fs::read_dir(folder).expect("the book has scenarios");
    files.map(|file| {
        let path = file.expect("the folder is readable").path();
        let id = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let source = std::fs::read_to_string(&path).expect("the file is readable");
        let file = authoring::parse(&id, &source).expect("the book's scenarios are valid");
        let trace = Trace::run(file.scenario.clone());
        (file, trace)
    })
}

/// The beat of an entry of the trace, if it is of a kind that is done or breaks.
fn stands(told: &[Beat], index: usize) -> bool {
    let done = |beat: &&Beat| match beat.kind.sort() {
        BeatSort::Fault | BeatSort::Act | BeatSort::Deployment => true,
        BeatSort::Course | BeatSort::Turn => {
            matches!(beat.kind, BeatKind::Boot | BeatKind::Refused)
        }
    };
    told.iter().filter(done).any(|beat| (beat.began..beat.happened).contains(&index))
}

#[test]
fn every_scenario_has_five_to_nine_beats_and_all_that_is_done_stands_in_one() {
    let mut count = 0;
    for (file, trace) in scenarios() {
        let (id, told) = (&file.id, beats(&trace));
        // A drill is only the beginning of a story: its reader tells the rest.
        let fewest = if id.starts_with("drill-") { 1 } else { FEWEST_BEATS };
        assert!((fewest..=MOST_BEATS).contains(&told.len()), "{id} has {} beats", told.len());
        assert!(told.windows(2).all(|pair| pair[0].at < pair[1].at), "{id}: {told:?}");
        for (index, entry) in trace.entries().iter().enumerate() {
            if matches!(entry.event, Event::ActionTaken(_)) {
                assert!(stands(&told, index), "{id}: {:?} stands in no beat", entry.event);
            }
        }
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn names_have_room_on_a_time_line_in_both_languages() {
    let mut longest = BTreeMap::new();
    for (file, trace) in scenarios() {
        for beat in beats(&trace) {
            for lang in Lang::ALL {
                let name = words::beat(lang, &beat);
                let room: usize = name.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
                assert!(room > 0 && room <= ROOM, "{}: {name}", file.id);
                longest.insert(name, room);
            }
        }
    }
    let short = longest.values().filter(|room| **room <= 14).count();
    assert!(short * 10 > longest.len() * 9, "nearly all are shorter: {longest:?}");
}

#[test]
fn every_name_of_an_author_is_one_of_a_beat() {
    for (file, trace) in scenarios() {
        let told = beats(&trace);
        for (key, name) in &file.beats {
            let meant = (0..told.len()).any(|place| key.names(&told, place));
            assert!(meant, "{}: no beat {key:?} to be called {}", file.id, name.en);
        }
    }
}

#[test]
fn a_stage_opens_before_the_first_fault() {
    for (file, trace) in scenarios() {
        let told = beats(&trace);
        let opening = opening(&told).expect("there are beats");
        let turns = |beat: &&Beat| matches!(beat.kind.sort(), BeatSort::Fault | BeatSort::Act);
        if let Some(turn) = told.iter().find(turns) {
            assert!(opening.at < turn.at, "{}: {opening:?}", file.id);
            let between = told.iter().filter(|it| opening.at < it.at && it.at < turn.at).count();
            assert_eq!(between, 0, "{}: the next beat is the one that counts", file.id);
        }
        assert_ne!(opening.at, told.last().expect("there are beats").at, "{}", file.id);
    }
}
