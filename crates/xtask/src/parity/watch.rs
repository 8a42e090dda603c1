//! What Flink's REST API says while a run lasts, written down, and the newest of it.
//!
//! In: a port and a file. Out: `rest.jsonl` (a row where an answer says something new) and a [`View`]. A thread asks; it ends
//! with the [`Watch`]. Deliberately absent: judgement, and every wait.

use super::{rest, stamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

const EVERY: Duration = Duration::from_millis(200);

/// The newest answers.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    /// Whether a JobManager answers.
    pub(super) is_up: bool,
    /// How many TaskManagers are registered.
    pub(super) task_managers: usize,
    /// The jobs, the oldest first.
    pub(super) jobs: Vec<Seen>,
}

/// A job as `/jobs/overview` tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) jid: String,
    pub(super) name: String,
    pub(super) state: String,
    begun: u64,
    /// Subtasks that are RUNNING.
    pub(super) running: u64,
}

impl View {
    /// The newest job of this name.
    pub(super) fn job(&self, name: &str) -> Option<&Seen> {
        self.jobs.iter().rev().find(|job| job.name == name)
    }
}

/// A running thread.
pub(super) struct Watch {
    view: Arc<Mutex<View>>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Begins to ask.
    pub(super) fn start(port: u16, file: File) -> Watch {
        let view = Arc::new(Mutex::new(View::default()));
        let ended = Arc::new(AtomicBool::new(false));
        let (shared, told) = (Arc::clone(&view), Arc::clone(&ended));
        let thread = std::thread::spawn(move || {
            let mut notes = Notes { file, last: BTreeMap::new() };
            while !told.load(Ordering::SeqCst) {
                let newest = look(port, &mut notes).unwrap_or_default();
                *shared.lock().unwrap_or_else(PoisonError::into_inner) = newest;
                std::thread::sleep(EVERY);
            }
        });
        Watch { view, ended, thread: Some(thread) }
    }

    /// The newest answers.
    pub(super) fn view(&self) -> View {
        self.view.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            // It has nothing to report.
            let _ = thread.join();
        }
    }
}

/// The file, and what was written last for each path.
struct Notes {
    file: File,
    last: BTreeMap<String, String>,
}

impl Notes {
    /// Writes an answer down unless it says what the one before said.
    fn note(&mut self, path: &str, body: &Value) -> bool {
        let essence = essence(body).to_string();
        if self.last.get(path) == Some(&essence) {
            return false;
        }
        self.last.insert(path.to_owned(), essence);
        let row = json!({ "t_ms": stamp::now(), "path": path, "body": body });
        // A full disk shows in the recording.
        let _ = writeln!(self.file, "{row}");
        true
    }
}

/// An answer without what changes all the time.
fn essence(body: &Value) -> Value {
    const RESTLESS: [&str; 9] = [
        "now",
        "duration",
        "timestamps",
        "metrics",
        "timeSinceLastHeartbeat",
        "last-modification",
        "freeMemory",
        "status-counts",
        "hardware",
    ];
    match body {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| !RESTLESS.contains(&name.as_str()));
            kept.map(|(name, value)| (name.clone(), essence(value))).collect()
        }
        Value::Array(items) => items.iter().map(essence).collect(),
        other => other.clone(),
    }
}

/// One round; `None`: nobody answers.
fn look(port: u16, notes: &mut Notes) -> Option<View> {
    let mut get = |path: &str| {
        let (status, body) = rest::ask(port, "GET", path, None).ok()?;
        (status == 200).then(|| (notes.note(path, &body), body))
    };
    get("/overview")?;
    let (_, workers) = get("/taskmanagers")?;
    let (are_new, jobs) = get("/jobs/overview")?;
    let mut seen: Vec<Seen> = jobs["jobs"].as_array()?.iter().filter_map(read).collect();
    seen.sort_by_key(|job| job.begun);
    if are_new {
        for job in &seen {
            get(&format!("/jobs/{}", job.jid));
        }
    }
    let task_managers = workers["taskmanagers"].as_array().map_or(0, Vec::len);
    Some(View { is_up: true, task_managers, jobs: seen })
}

fn read(job: &Value) -> Option<Seen> {
    let text = |name: &str| job[name].as_str().map(str::to_owned);
    Some(Seen {
        jid: text("jid")?,
        name: text("name")?,
        state: text("state")?,
        begun: job["start-time"].as_u64().unwrap_or(u64::MAX),
        running: job["tasks"]["running"].as_u64().unwrap_or(0),
    })
}
