//! Recordings as they might have been: another command in place of the one that was given, and the rows
//! that Flink would have logged then. What can be derived of them must be, and the model must agree; with
//! rows that fit no such command it must not.

use flink_recording::row::Row;
use flink_recording::verdict::Outcome;
use flink_recording::{Recording, judge, report};
use serde_json::{Value, json};
use std::path::Path;

fn read(name: &str) -> Recording {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/recordings");
    Recording::read(&folder.join(name)).expect("a compact copy")
}

fn row(t_ms: u64, kind: &str, fields: Value) -> Row {
    let Value::Object(fields) = fields else { unreachable!("fields are an object") };
    Row { t_ms, src: "jm-0".to_owned(), kind: kind.to_owned(), fields }
}

fn set(row: &mut Row, name: &str, value: &str) {
    row.fields.insert(name.to_owned(), json!(value));
}

fn add(recording: &mut Recording, rows: Vec<Row>) {
    recording.rows.extend(rows);
    recording.rows.sort_by_key(|row| row.t_ms);
}

fn agrees(recording: &Recording) {
    let verdict = judge(recording);
    assert!(matches!(verdict.outcome, Outcome::Compared { .. }), "{}", report::line(&verdict));
    assert!(verdict.agrees(), "{}", report::line(&verdict));
}

/// The second job of the session is stopped with a savepoint, where it was cancelled.
fn stopped_instead_of_cancelled() -> (Recording, String) {
    let mut session = read("1.20-S1-session-basic.jsonl.gz");
    let command = session.rows.iter_mut().find(|row| row.argv().get(1) == Some(&"cancel"));
    let command = command.expect("a job was cancelled");
    let jid = command.argv()[2].to_owned();
    command.fields.insert("argv".into(), json!(["bin/flink", "stop", "-p", "/sp", jid]));
    session.rows.retain(|row| {
        let own = row.text("jid") == Some(jid.as_str());
        let canceling = matches!(row.text("to"), Some("CANCELING" | "CANCELLING"));
        !(own && (canceling || row.kind == "tm.task_cancel"))
            && row.text("text") != Some(&format!("Cancelling job {jid}."))
    });
    let mut first = u64::MAX;
    for row in session.rows.iter_mut().filter(|row| row.text("jid") == Some(jid.as_str())) {
        if matches!(row.text("from"), Some("CANCELING" | "CANCELLING")) {
            set(row, "from", "RUNNING");
            set(row, "to", "FINISHED");
            first = first.min(row.t_ms);
        }
    }
    let kind = "SavepointType{name='Suspend Savepoint', postCheckpointAction=SUSPEND}";
    let asked = json!({ "jid": jid, "how": "stop-with-savepoint" });
    let written = json!({ "jid": jid, "what": "checkpoint", "id": 1, "type": kind });
    let done = json!({ "jid": jid, "id": 1 });
    add(
        &mut session,
        vec![
            row(first - 700, "savepoint.request", asked),
            row(first - 690, "checkpoint.triggered", written),
            row(first - 60, "checkpoint.completed", done),
        ],
    );
    (session, jid)
}

#[test]
fn a_job_that_was_stopped_with_a_savepoint_is_derived_and_agrees() {
    let (session, _) = stopped_instead_of_cancelled();
    agrees(&session);
}

#[test]
fn a_savepoint_that_was_never_completed_does_not_agree() {
    let (mut session, _) = stopped_instead_of_cancelled();
    session.rows.retain(|row| row.kind != "checkpoint.completed");
    assert!(!judge(&session).agrees(), "the model completes it");
}

#[test]
fn a_job_that_began_with_that_savepoint_agrees_only_if_it_says_so() {
    let (mut session, jid) = stopped_instead_of_cancelled();
    let asked = session.rows.iter_mut().find(|row| row.kind == "action.rest_jar_run");
    let path = format!("/sp/savepoint-{}-0123456789ab", &jid[..6]);
    set(asked.expect("a job came by REST"), "savepointPath", &path);
    assert!(!judge(&session).agrees(), "nothing was restored");
    let last = session.rows.iter().rfind(|row| row.kind == "job.initializing");
    let last = last.expect("it was received").clone();
    let own = last.text("jid").expect("it has an id").to_owned();
    let what = format!("Savepoint 1 @ 0 for {own} located at {path}.");
    let restored = json!({ "jid": own, "what": what });
    add(&mut session, vec![row(last.t_ms + 1, "checkpoint.restore", restored)]);
    agrees(&session);
}

#[test]
fn a_checkpoint_that_was_kept_cannot_be_derived() {
    let (mut session, _) = stopped_instead_of_cancelled();
    let asked = session.rows.iter_mut().find(|row| row.kind == "action.rest_jar_run");
    set(asked.expect("a job came by REST"), "savepointPath", "/checkpoints/0123/chk-7");
    let line = report::line(&judge(&session));
    assert!(line.contains("a checkpoint that was kept"), "{line}");
}

#[test]
fn a_main_that_awaited_its_jobs_is_derived_and_agrees() {
    for name in ["1.20-S5b-app-async4.jsonl.gz", "2.3-S5b-app-async4.jsonl.gz"] {
        let mut application = read(name);
        let command = application
            .rows
            .iter_mut()
            .find(|row| row.argv().first().is_some_and(|path| path.ends_with("standalone-job.sh")));
        let command = command.expect("it was started by a script");
        let words = command.fields.get_mut("argv").and_then(Value::as_array_mut);
        words.expect("a command has words").extend([json!("--await"), json!("all")]);
        let finished = |row: &&Row| row.kind == "job.state" && row.text("to") == Some("FINISHED");
        let last = application.rows.iter().filter(finished).map(|row| row.t_ms).max();
        let last = last.expect("all its jobs finished");
        for row in &mut application.rows {
            if row.kind == "user.main" && row.text("text") == Some("main end") {
                row.t_ms = last + 20;
            }
        }
        application.rows.sort_by_key(|row| row.t_ms);
        agrees(&application);
    }
}

#[test]
fn lines_that_nobody_knows_change_nothing() {
    let mut session = read("2.3-S3a-kill-spare-fixed.jsonl.gz");
    let times: Vec<u64> = session.rows.iter().map(|row| row.t_ms).step_by(7).collect();
    let strange = |at: u64| row(at, "weather.report", json!({ "jid": "x", "to": "RAIN" }));
    add(&mut session, times.into_iter().map(strange).collect());
    agrees(&session);
}
