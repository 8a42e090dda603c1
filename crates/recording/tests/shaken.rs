//! The same run on another day: ids, clock, and what one machine does in the same moment may be others, and the
//! model agrees all the same. And whatever somebody writes into a recording, the answer is a verdict.

mod forge;

use flink_recording::derive::derive;
use flink_recording::row::Row;
use flink_recording::translate::translate;
use flink_recording::verdict::judge_derived;
use flink_recording::{Recording, judge, report};
use forge::Dice;
use model::Time;
use serde_json::{Map, Value};
use std::path::Path;

fn all() -> Vec<Recording> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings");
    let files = Recording::find(&folder).expect("the recordings are there");
    files.iter().map(|file| Recording::read(file).expect("a compact copy")).collect()
}

fn agree_when(shaken: impl Fn(Recording) -> Recording) {
    let mut wrong = Vec::new();
    let all = all();
    let many = all.len();
    for recording in all {
        let verdict = judge(&shaken(recording));
        if !verdict.agrees() {
            wrong.push(report::line(&verdict));
        }
    }
    assert!(wrong.is_empty(), "{} of {many}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Another id for each: 32 hexadecimal digits in a row are one, in whatever text they stand, and another order
/// of the ids is another order of everything that is sorted by them.
fn renamed(text: &str) -> String {
    const OTHER: [char; 16] =
        ['9', 'c', '0', 'f', '3', '7', 'a', '1', 'e', '5', '8', 'b', '2', 'd', '6', '4'];
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_hexdigit() {
            run.push(c);
            continue;
        }
        if run.len() == 32 {
            let digit = |c: char| c.to_digit(16).and_then(|digit| OTHER.get(digit as usize));
            out.extend(run.chars().map(|c| digit(c).copied().unwrap_or(c)));
        } else {
            out.push_str(&run);
        }
        run.clear();
        out.push(c);
    }
    out.pop();
    out
}

#[test]
fn other_ids_change_nothing() {
    agree_when(|mut recording| {
        for row in &mut recording.rows {
            let text = Value::Object(row.fields.clone()).to_string();
            let fields = serde_json::from_str::<Map<String, Value>>(&renamed(&text));
            row.fields = fields.expect("still an object");
        }
        let plans = std::mem::take(&mut recording.plans);
        for (jid, mut plan) in plans {
            for vertex in &mut plan.vertices {
                vertex.id = renamed(&vertex.id);
                for (id, ..) in &mut vertex.inputs {
                    *id = renamed(id);
                }
            }
            recording.plans.insert(renamed(&jid), plan);
        }
        recording
    });
}

#[test]
fn another_day_changes_nothing() {
    agree_when(|mut recording| {
        recording.rows.iter_mut().for_each(|row| row.t_ms += 86_400_000);
        recording
    });
}

/// Inside one millisecond the order between files is not known; that of one file is.
#[test]
fn another_order_of_the_same_moment_changes_nothing() {
    agree_when(|mut recording| {
        recording.rows.sort_by(|a, b| (a.t_ms, &b.src).cmp(&(b.t_ms, &a.src)));
        recording
    });
}

/// Each process is a little late with its lines, one more than the other, and never out of order.
#[test]
fn lines_that_are_written_a_little_later_change_nothing() {
    agree_when(|mut recording| {
        let mut dice = Dice(7);
        let mut last: std::collections::BTreeMap<String, u64> = Default::default();
        for row in recording.rows.iter_mut().filter(|row| row.src != "harness") {
            let last = last.entry(row.src.clone()).or_default();
            row.t_ms = (row.t_ms + dice.roll(4)).max(*last);
            *last = row.t_ms;
        }
        recording.rows.sort_by_key(|row| row.t_ms);
        recording
    });
}

/// What happens does not hang on how fast the machine did it: half as fast in everything that no key sets, or a
/// quarter faster.
#[test]
fn a_slower_or_faster_machine_changes_nothing() {
    let mut wrong = Vec::new();
    for recording in all() {
        let (happened, names) = translate(&recording);
        let derived = derive(&recording, &names).expect("it can be derived");
        for percent in [75, 150] {
            let mut played = derived.clone();
            let profile = &mut played.scenario.profile;
            // When a JobMaster was there is taken from the recording, job by job.
            for time in [
                &mut profile.call,
                &mut profile.job_leader_lookup,
                &mut profile.task_load,
                &mut profile.task_open,
                &mut profile.task_reload,
                &mut profile.task_reopen,
                &mut profile.task_cancel,
                &mut profile.connection_reset,
            ] {
                *time = Time(time.0 * percent / 100);
            }
            let verdict = judge_derived(&recording.name, &happened, &names, &played);
            if !verdict.agrees() {
                wrong.push(format!("{percent} %: {}", report::line(&verdict)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rows are lost, repeated, moved, cut off, and say what no recorder writes.
#[test]
fn whatever_a_recording_says_there_is_a_verdict() {
    const TIMES: u64 = 80;
    let recordings = all();
    for number in 0..TIMES {
        let mut dice = Dice(number);
        let mut recording = recordings[dice.roll(recordings.len() as u64) as usize].clone();
        for _ in 0..=dice.roll(4) {
            damage(&mut recording, &mut dice);
        }
        let said = report::line(&judge(&recording));
        assert!(said.starts_with(&recording.name), "{said}");
    }
}

fn damage(recording: &mut Recording, dice: &mut Dice) {
    if recording.rows.is_empty() {
        return;
    }
    let rows = &mut recording.rows;
    let mut any = |rows: &[Row]| dice.roll(rows.len() as u64) as usize;
    let (here, there) = (any(rows), any(rows));
    match dice.roll(9) {
        0 => drop(rows.remove(here)),
        1 => rows.insert(there, rows[here].clone()),
        2 => rows.swap(here, there),
        3 => rows[here].t_ms += dice.roll(100_000),
        4 => rows[here].t_ms = rows[here].t_ms.saturating_sub(dice.roll(100_000)),
        5 => {
            let kind = rows[here].kind.clone();
            rows.retain(|row| row.kind != kind);
        }
        6 => {
            let src = rows[here].src.clone();
            rows.retain(|row| row.src != src);
        }
        7 => rows.truncate(here),
        _ => {
            let names: Vec<String> = rows[here].fields.keys().cloned().collect();
            let Some(name) = names.first() else { return };
            let strange = [Value::Null, Value::from(-1), Value::from(u64::MAX), Value::from("x")];
            rows[here].fields.insert(name.clone(), strange[dice.roll(4) as usize].clone());
        }
    }
}
