//! What a real cluster's REST API said while nothing changed, and what the model's says then.
//!
//! In: a recording's `rest.jsonl.gz`, or the small copy of it. Out: [`Settled`] answers, and the same fields of
//! [`model::rest`] at a moment.
//! Deliberately absent: answers that held only for a moment. Two machines are never equally fast, so there is
//! nothing to compare in them.

use crate::read::text_of;
use anyhow::{Context, Result};
use model::{Cluster, ClusterId, ExecutionState, Time, rest};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// An answer that has held this long has settled.
const SETTLED: u64 = 3_000;

/// What is compared of `/overview`.
const OVERVIEW: [&str; 7] = [
    "taskmanagers",
    "slots-total",
    "slots-available",
    "jobs-running",
    "jobs-finished",
    "jobs-cancelled",
    "jobs-failed",
];

/// The answers that are compared.
pub const PATHS: [&str; 3] = ["/overview", "/taskmanagers", "/jobs/overview"];

/// An answer that did not change for a while. Times are milliseconds since the recording began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// When it was given first.
    pub from_ms: u64,
    /// When it was given last.
    pub to_ms: u64,
    /// What was asked.
    pub path: String,
    /// The compared fields of the answer; null: nobody answered.
    pub body: Value,
}

impl Settled {
    /// A moment inside of it, soon after its beginning: the recorder wrote an answer down when it changed, and
    /// while it was busy it did not ask, so the end may lie earlier.
    pub const fn moment(&self) -> Time {
        Time::ms(self.from_ms + SETTLED / 2)
    }
}

/// The settled answers of a full recording.
///
/// # Errors
/// When its file cannot be read.
pub fn settled(folder: &Path, begin_ms: u64, end_ms: u64) -> Result<Vec<Settled>> {
    let text = text_of(&folder.join("rest.jsonl.gz"))?;
    let mut all: BTreeMap<&str, Vec<Settled>> = BTreeMap::new();
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).context("rest.jsonl.gz")?;
        let at = row["t_ms"].as_u64().context("a row without a time")?;
        let Some(path) = PATHS.into_iter().find(|path| row["path"] == **path) else { continue };
        if at < begin_ms || at > end_ms {
            continue;
        }
        let (at, body) = (at - begin_ms, compared(path, &row["body"]));
        let answers = all.entry(path).or_default();
        match answers.last_mut() {
            Some(last) if last.body == body => last.to_ms = at,
            last => {
                // A row is written when an answer changes: the last one held until now.
                if let Some(last) = last {
                    last.to_ms = at;
                }
                let path = path.to_owned();
                answers.push(Settled { from_ms: at, to_ms: at, path, body });
            }
        }
    }
    let mut settled: Vec<Settled> = all.into_values().flatten().collect();
    settled.retain(|answer| answer.to_ms - answer.from_ms >= SETTLED);
    settled.sort_by_key(|answer| answer.from_ms);
    Ok(settled)
}

/// The compared fields of a recorded answer. Times, names of processes and what the machine had are its own.
fn compared(path: &str, body: &Value) -> Value {
    let rows = |name: &str| body[name].as_array().into_iter().flatten();
    match path {
        _ if body.is_null() => Value::Null,
        "/overview" => pick(body, &OVERVIEW),
        "/taskmanagers" => {
            let rows = rows("taskmanagers").map(|row| pick(row, &["slotsNumber", "freeSlots"]));
            in_order(rows.collect())
        }
        _ => {
            let rows = rows("jobs").map(|row| {
                let tasks = row["tasks"].as_object().into_iter().flatten();
                let some: Map<String, Value> =
                    tasks.filter(|(_, n)| **n != 0).map(|(k, n)| (k.clone(), n.clone())).collect();
                json!({ "name": row["name"], "state": row["state"], "tasks": some })
            });
            in_order(rows.collect())
        }
    }
}

/// The same fields of what the model answers.
pub fn answered(cluster: &Cluster, path: &str) -> Value {
    // A recording polls the cluster that is there: there is never a second one at the same address.
    let newest = cluster.clusters.iter().rev();
    let Some(of) = newest.map(|it| it.id).next() else { return Value::Null };
    let answer = match path {
        "/overview" => rest::overview(cluster, of).map(|it| pick(&json!(it), &OVERVIEW)),
        "/taskmanagers" => rest::task_managers(cluster, of).map(|rows| {
            let rows = rows.iter().map(|row| pick(&json!(row), &["slotsNumber", "freeSlots"]));
            in_order(rows.collect())
        }),
        _ => jobs(cluster, of),
    };
    answer.unwrap_or(Value::Null)
}

fn jobs(cluster: &Cluster, of: ClusterId) -> Option<Value> {
    let rows = rest::jobs(cluster, of)?;
    let rows = rows.iter().map(|row| {
        let counts = ExecutionState::ALL.into_iter().filter(|state| row.tasks.in_state(*state) > 0);
        let counts = counts.map(|state| (state.name().to_lowercase(), row.tasks.in_state(state)));
        let mut tasks: Map<String, Value> = counts.map(|(k, n)| (k, json!(n))).collect();
        if row.tasks.total > 0 {
            tasks.insert("total".to_owned(), json!(row.tasks.total));
        }
        json!({ "name": row.name, "state": row.state.name(), "tasks": tasks })
    });
    Some(in_order(rows.collect()))
}

fn pick(body: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), body[*name].clone())).collect::<Map<_, _>>().into()
}

/// Lists have no order that means anything.
fn in_order(mut rows: Vec<Value>) -> Value {
    rows.sort_by_key(Value::to_string);
    Value::Array(rows)
}
