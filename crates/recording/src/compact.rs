//! Compact copies of recordings: one small file each, with the rows and fields that are read here.
//!
//! In: a [`Recording`]. Out: gzipped lines of JSON: a header (name, version, configuration, job
//! graphs), then rows as in `events.jsonl`. Deliberately absent: logs, REST answers, metrics, and
//! every row that says nothing to `translate` or `derive`.

use crate::read::{HEADER, Recording};
use crate::row::Row;
use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};
use std::io::Write;

/// Kinds of rows that are kept, and which of their fields. `action.*` rows are kept whole, but for
/// what the recorder noted for people.
const KEPT: &[(&str, &[&str])] = &[
    ("app.bootstrap", &["text"]),
    ("app.bootstrap_error", &["text"]),
    ("app.received", &["aid"]),
    ("app.state", &["aid", "from", "to"]),
    ("app.submitting", &["aid", "app"]),
    ("checkpoint.completed", &["id", "jid"]),
    ("checkpoint.failed", &["jid", "reason"]),
    ("checkpoint.restore", &["jid", "what"]),
    ("checkpoint.triggered", &["what", "type", "id", "jid"]),
    ("client.command", &["text"]),
    ("cluster.shutdown", &["status"]),
    ("dispatcher.recover_job", &["jid"]),
    ("ha.store", &["text"]),
    ("jm.exit", &["code"]),
    ("jm.fatal", &[]),
    ("jm.process_start", &["entrypoint"]),
    ("jm.signal", &["signal"]),
    ("job.failover_calc", &["n", "vertex"]),
    ("job.graph_created", &["eg", "jid"]),
    ("job.initializing", &["job", "jid"]),
    ("job.received", &["job", "jid"]),
    ("job.restart_strategy", &["strategy", "jid"]),
    ("job.start", &["jid"]),
    ("job.state", &["jid", "from", "to", "exception"]),
    ("job.stop_jobmaster", &["jid"]),
    ("job.submitting", &["jid", "aid"]),
    ("job.terminal", &["jid", "state"]),
    ("k8s.creating_pod", &["tm"]),
    ("k8s.stopping_pod", &["tm"]),
    ("leader.granted", &["jid", "component"]),
    ("program.run", &["detached"]),
    ("rest.listening", &[]),
    ("rm.jm_registered", &["jid"]),
    ("rm.started", &[]),
    ("slot.allocating", &["alloc", "jid", "tm"]),
    ("slot.freed", &["alloc"]),
    ("slot.matching", &[]),
    ("slot.not_enough", &["text"]),
    ("slot.released_by_pool", &["alloc"]),
    ("slot.required", &["jid", "slots"]),
    ("slot.required_cleared", &["jid"]),
    ("task.deploy", &["jid", "vertex", "subtask", "attempt", "alloc"]),
    ("task.state", &["jid", "vertex", "subtask", "attempt", "from", "to", "tm", "exception"]),
    ("tm.connection_closed", &["tm", "reason"]),
    ("tm.jm_closed", &["jid"]),
    ("tm.jm_connected", &["jid"]),
    ("tm.job_watch", &["jid"]),
    ("tm.jobleader_lost", &["jid", "text"]),
    ("savepoint.request", &["how", "jid"]),
    ("tm.net_error", &[]),
    ("tm.offer", &["jid"]),
    ("tm.process_start", &[]),
    ("tm.registered", &["tm"]),
    ("tm.registering", &["tm"]),
    ("tm.resource_id", &["rid"]),
    ("tm.rm_closed", &[]),
    ("tm.rm_connect", &[]),
    ("tm.signal", &["signal"]),
    ("tm.slot_active", &["alloc"]),
    ("tm.slot_allocated", &["alloc"]),
    ("tm.slot_request", &["alloc"]),
    ("tm.task_cancel", &["jid", "vertex", "subtask", "attempt"]),
    ("tm.task_final", &["jid", "vertex", "subtask", "attempt"]),
    ("tm.task_received", &["jid", "vertex", "subtask", "attempt", "alloc"]),
    ("user.main", &["text"]),
    ("worker.declared", &["what", "n"]),
    ("worker.requested", &["rid", "tm"]),
    ("worker.requesting", &[]),
    ("worker.stopping", &["tm"]),
    ("worker.terminated", &["tm"]),
    ("yarn.received", &["n"]),
    ("yarn.start_tm", &["tm"]),
];

/// What the recorder noted for people.
const NOTED: [&str; 4] = ["loadavg", "title", "text", "after_ms"];

/// Writes a compact copy.
pub fn write(recording: &Recording) -> Result<Vec<u8>> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    let config: Map<String, Value> =
        recording.config.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
    let plans: Map<String, Value> =
        recording.plans.iter().map(|(jid, plan)| (jid.clone(), plan.to_json())).collect();
    let header = json!({
        "containers": recording.containers,
        "nodes": recording.nodes,
        "kind": HEADER,
        "name": recording.name,
        "version": recording.version,
        "config": recording.is_configured.then_some(config),
        "plans": plans,
    });
    writeln!(out, "{header}")?;
    for row in recording.rows.iter().filter_map(compact) {
        writeln!(out, "{row}")?;
    }
    Ok(out.finish()?)
}

fn compact(row: &Row) -> Option<Value> {
    let mut kept = Map::new();
    kept.insert("t_ms".to_owned(), json!(row.t_ms));
    kept.insert("src".to_owned(), json!(row.src));
    kept.insert("kind".to_owned(), json!(row.kind));
    let fields: Vec<&String> = if row.kind.starts_with("action.") {
        row.fields.keys().filter(|name| !NOTED.contains(&name.as_str())).collect()
    } else {
        let (_, names) = KEPT.iter().find(|(kind, _)| *kind == row.kind)?;
        row.fields.keys().filter(|name| names.contains(&name.as_str())).collect()
    };
    for name in fields {
        kept.insert(name.clone(), shortened(name, &row.fields[name]));
    }
    Some(Value::Object(kept))
}

/// Exceptions are told by their first words.
fn shortened(name: &str, value: &Value) -> Value {
    const ENOUGH: usize = 160;
    match (name, value) {
        ("exception" | "reason", Value::String(text)) => {
            json!(text.chars().take(ENOUGH).collect::<String>())
        }
        _ => value.clone(),
    }
}
