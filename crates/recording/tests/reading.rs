//! A recording may come as the recorder's folder or as a compact copy, packed or not, and without some of its
//! files: what cannot be known then is said, and nothing is guessed.

mod forge;

use flink_recording::{Recording, compact, judge, report};
use forge::{World, forge};
use model::FlinkVersion;
use model::action::{Action, Signal};
use serde_json::{Map, Value, json};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reading").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("it is ours");
    }
    fs::create_dir_all(&folder).expect("a place to write");
    folder
}

fn copy() -> PathBuf {
    let recordings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings");
    recordings.join("1.20-S1-session-basic.jsonl.gz")
}

/// The recorder's folder of a compact copy.
fn unfold(recording: &Recording, into: &Path) {
    let mut events = String::new();
    for row in &recording.rows {
        let mut fields = Map::new();
        fields.insert("t_ms".to_owned(), json!(row.t_ms));
        fields.insert("src".to_owned(), json!(row.src));
        fields.insert("kind".to_owned(), json!(row.kind));
        fields.extend(row.fields.clone());
        events += &format!("{}\n", Value::Object(fields));
    }
    fs::write(into.join("events.jsonl"), events).expect("written");
    let config = recording.config.iter().map(|(key, value)| format!("{key}: \"{value}\"\n"));
    fs::write(into.join("config.yaml"), config.collect::<String>()).expect("written");
    let plans = recording.plans.iter().map(|(jid, plan)| {
        let vertices = plan.vertices.iter().map(|vertex| {
            json!({ "id": vertex.id, "name": vertex.name, "parallelism": vertex.parallelism })
        });
        let nodes = plan.vertices.iter().map(|vertex| {
            let inputs = vertex.inputs.iter().map(|(id, ship, exchange)| {
                json!({ "id": id, "ship_strategy": ship, "exchange": exchange })
            });
            json!({ "id": vertex.id, "inputs": inputs.collect::<Vec<_>>() })
        });
        let body = json!({ "vertices": vertices.collect::<Vec<_>>(),
            "plan": { "nodes": nodes.collect::<Vec<_>>() } });
        format!("{}\n", json!({ "t_ms": 1, "path": format!("/jobs/{jid}"), "body": body }))
    });
    fs::write(into.join("rest.jsonl"), plans.collect::<String>()).expect("written");
}

fn pack(file: &Path) {
    let bytes = fs::read(file).expect("it was written");
    let packed = fs::File::create(format!("{}.gz", file.display())).expect("a place");
    let mut gzip = flate2::write::GzEncoder::new(packed, flate2::Compression::fast());
    gzip.write_all(&bytes).and_then(|()| gzip.finish()).expect("packed");
    fs::remove_file(file).expect("it is packed now");
}

fn said(path: &Path) -> String {
    assert!(Recording::is_at(path), "{} is a recording", path.display());
    report::line(&judge(&Recording::read(path).expect("it can be read")))
}

#[test]
fn a_folder_agrees_packed_or_not() {
    let recording = Recording::read(&copy()).expect("a compact copy");
    let folder = folder("S1-session-basic");
    unfold(&recording, &folder);
    let expected = report::line(&judge(&recording));
    assert_eq!(said(&folder), expected);
    for name in ["events.jsonl", "config.yaml", "rest.jsonl"] {
        pack(&folder.join(name));
        assert_eq!(said(&folder), expected, "with {name} packed");
    }
    let parent = folder.parent().expect("it lies in another");
    assert!(Recording::find(parent).expect("it can be looked through").contains(&folder));
}

/// `taskmanager.sh stop` and `start`: the second process writes to a log of the first one's name.
#[test]
fn processes_that_share_a_label_are_told_apart() {
    let world = World::session(FlinkVersion::V1_20, 2)
        .job("A", 3, &[("execution.checkpointing.interval", "1000 ms")])
        .submit(9_000, "A")
        .signal(30_000, 1, Signal::Term)
        .at(45_000, Action::StartTaskManager);
    let mut recording = forge(&world.scenario);
    for row in &mut recording.rows {
        if row.src == "tm-2" {
            row.src = "tm-1".to_owned();
        }
        if row.text("tm") == Some("tm-2") {
            row.fields.insert("tm".to_owned(), json!("tm-1"));
        }
    }
    assert!(!judge(&recording).agrees(), "two processes look like one");
    let folder = folder("forged");
    unfold(&recording, &folder);
    let line = said(&folder);
    assert!(line.contains("entities agree, order agree, counts agree"), "{line}");
}

#[test]
fn what_is_missing_is_named() {
    let recording = Recording::read(&copy()).expect("a compact copy");
    let folder = folder("without");
    unfold(&recording, &folder);
    fs::remove_file(folder.join("rest.jsonl")).expect("it was there");
    let line = said(&folder);
    assert!(line.contains("not derivable (the job graph of A"), "{line}");
    fs::remove_file(folder.join("config.yaml")).expect("it was there");
    let line = said(&folder);
    assert!(line.contains("there is no config.yaml"), "{line}");
    fs::write(folder.join("actions.jsonl"), "").expect("written");
    fs::remove_file(folder.join("events.jsonl")).expect("it was there");
    assert!(Recording::is_at(&folder), "it is one, though nothing can be read");
    let error = Recording::read(&folder).expect_err("there are no events");
    assert!(format!("{error:#}").contains("there is no events.jsonl"), "{error:#}");
}

#[test]
fn a_compact_copy_need_not_be_packed_and_may_lack_a_configuration() {
    let mut recording = Recording::read(&copy()).expect("a compact copy");
    let folder = folder("copies");
    let packed = folder.join("one.jsonl.gz");
    fs::write(&packed, compact::write(&recording).expect("it can be written")).expect("written");
    let expected = said(&packed);
    let mut text = String::new();
    let file = fs::File::open(&packed).expect("it was written");
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(file), &mut text)
        .expect("it was packed");
    let plain = folder.join("two.jsonl");
    fs::write(&plain, text).expect("written");
    assert_eq!(said(&plain), expected);
    fs::write(folder.join("notes.jsonl"), "{}\n").expect("written");
    assert_eq!(Recording::find(&folder).expect("a folder").len(), 2, "notes are no recording");
    recording.is_configured = false;
    fs::write(&packed, compact::write(&recording).expect("it can be written")).expect("written");
    assert!(said(&packed).contains("there is no config.yaml"));
}
