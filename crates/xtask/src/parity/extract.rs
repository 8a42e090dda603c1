//! The events of a run, out of the logs of its processes and of what was done to it.
//!
//! In: a folder with `logs/*.log` (plain or packed) and `actions.jsonl`. Out: the rows of `events.jsonl`, in order of time.
//! Inside one file its own order is kept; between files, inside one millisecond, the order is not known, and what was done
//! stands first. Deliberately absent: meaning (`crates/recording`), and every line that no row of `table` takes.

use super::event::Event;
use super::table::{self, Line, WHOLE};
use super::{older, stamp};
use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Writes `events.jsonl` of a folder.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn write(folder: &Path) -> Result<()> {
    let lines: Vec<String> = events(folder)?.iter().map(ToString::to_string).collect();
    let file = folder.join("events.jsonl");
    std::fs::write(&file, lines.join("\n") + "\n")
        .with_context(|| format!("writing {}", file.display()))
}

/// The rows of `events.jsonl`.
///
/// # Errors
/// When a log or `actions.jsonl` cannot be read.
pub(super) fn events(folder: &Path) -> Result<Vec<Value>> {
    let lines = table::rows();
    let mut events = Vec::new();
    for path in logs(folder)? {
        let Some(src) = source(&path) else { continue };
        events.extend(read_log(&text_of(&path)?, &src, &lines));
    }
    // Of clients there are many, and each is a file of its own: plain order of time.
    events.sort_by_key(|event| event.t_ms);
    older::complete(&mut events, &vertices(folder)?);
    name(&mut events);
    let mut rows = actions(folder)?;
    rows.extend(events.into_iter().map(|event| (event.t_ms, rank(&event.src), row(event))));
    rows.sort_by_key(|(t_ms, rank, _)| (*t_ms, *rank));
    Ok(rows.into_iter().map(|(.., row)| row).collect())
}

/// What the REST API calls the vertices of each job: job and name to id.
fn vertices(folder: &Path) -> Result<BTreeMap<(String, String), String>> {
    let mut ids = BTreeMap::new();
    let files = ["rest.jsonl", "rest.jsonl.gz"].map(|name| folder.join(name));
    let Some(file) = files.into_iter().find(|file| file.is_file()) else { return Ok(ids) };
    for line in text_of(&file)?.lines() {
        let answer: Value = serde_json::from_str(line).context("rest.jsonl")?;
        let Some(jid) = answer["path"].as_str().and_then(|path| path.strip_prefix("/jobs/")) else {
            continue;
        };
        for vertex in answer["body"]["vertices"].as_array().into_iter().flatten() {
            if let (Some(name), Some(id)) = (vertex["name"].as_str(), vertex["id"].as_str()) {
                ids.insert((jid.to_owned(), name.to_owned()), id.to_owned());
            }
        }
    }
    Ok(ids)
}

/// What stands first inside one millisecond.
fn rank(src: &str) -> u8 {
    match src.split('-').next() {
        Some("harness") => 0,
        Some("client") => 1,
        Some("jm") => 2,
        _ => 3,
    }
}

fn row(event: Event) -> Value {
    let mut row = Map::new();
    row.insert("t_ms".to_owned(), json!(event.t_ms));
    row.insert("src".to_owned(), json!(event.src));
    row.insert("kind".to_owned(), json!(event.kind));
    row.extend(event.fields);
    row.insert("line".to_owned(), json!(event.line));
    Value::Object(row)
}

fn actions(folder: &Path) -> Result<Vec<(u64, u8, Value)>> {
    let text = text_of(&folder.join("actions.jsonl"))?;
    let action = |(number, line): (usize, &str)| {
        let mut fields: Map<String, Value> =
            serde_json::from_str(line).with_context(|| format!("action {}", number + 1))?;
        let t_ms = fields.remove("t_ms").and_then(|t| t.as_u64()).context("no t_ms")?;
        let what = fields.remove("action").context("no action")?;
        let kind = format!("action.{}", what.as_str().unwrap_or_default());
        let mut row = Map::new();
        row.insert("t_ms".to_owned(), json!(t_ms));
        row.insert("src".to_owned(), json!("harness"));
        row.insert("kind".to_owned(), json!(kind));
        row.extend(fields);
        row.insert("line".to_owned(), json!(number + 1));
        Ok((t_ms, 0, Value::Object(row)))
    };
    text.lines().enumerate().filter(|(_, line)| !line.is_empty()).map(action).collect()
}

/// Packed or not.
fn text_of(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let mut text = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        GzDecoder::new(&*bytes).read_to_end(&mut text)?;
    } else {
        text = bytes;
    }
    // What user code logs need not be UTF-8.
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn logs(folder: &Path) -> Result<Vec<PathBuf>> {
    let logs = folder.join("logs");
    let entries =
        std::fs::read_dir(&logs).with_context(|| format!("there is no {}", logs.display()))?;
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();
    Ok(files)
}

/// Whose log it is: our names (`jm-0.log`), or those of Flink's scripts (`flink-root-taskexecutor-1-host.log`).
fn source(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let stem = name.strip_suffix(".log")?;
    const SCRIPTS: [(&str, &str); 3] =
        [("standalonesession", "jm"), ("standalonejob", "jm"), ("taskexecutor", "tm")];
    let number = |text: &str| {
        let digits = text.split('-').next()?;
        digits.parse::<u16>().ok()
    };
    for (script, role) in SCRIPTS {
        if let Some((_, rest)) = stem.split_once(&format!("-{script}-")) {
            return number(rest).map(|index| format!("{role}-{index}"));
        }
    }
    for role in ["jm", "tm"] {
        if let Some(rest) = stem.strip_prefix(&format!("{role}-")) {
            return number(rest).map(|index| format!("{role}-{index}"));
        }
    }
    Some("client".to_owned())
}

/// The kept lines of one log. The time never goes back inside it.
fn read_log(text: &str, src: &str, lines: &[Line]) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut taken = false;
    let mut last = 0;
    for (index, line) in text.lines().enumerate() {
        let Some((t_ms, logger, message)) = split(line) else {
            if let (true, Some(event)) = (taken, events.last_mut()) {
                note_exception(event, line);
            }
            continue;
        };
        last = if src == "client" { t_ms } else { t_ms.max(last) };
        let event = understand(logger, message, src, lines);
        taken = event.is_some();
        events.extend(event.map(|(kind, fields)| {
            let src = src.to_owned();
            Event { t_ms: last, src, kind, fields, line: index + 1 }
        }));
    }
    events
}

/// `2026-11-29 13:26:53,123 INFO  org.apache.Class [] - message`.
fn split(line: &str) -> Option<(u64, &str, &str)> {
    let (time, rest) = line.split_at_checked(23)?;
    let t_ms = stamp::to_ms(time)?;
    let (head, message) = rest.split_once(" - ")?;
    let class = head.split_whitespace().nth(1)?;
    let last = class.rsplit('.').next()?;
    Some((t_ms, last.split('$').next()?, message.trim()))
}

fn understand(
    logger: &str,
    message: &str,
    src: &str,
    lines: &[Line],
) -> Option<(&'static str, Map<String, Value>)> {
    let role = src.chars().next()?;
    let takes = |row: &Line| {
        let own = row.role == '*' || row.role == role;
        own && row.logger.split('|').any(|name| name == logger)
    };
    let rows = lines.iter().filter(|row| takes(row));
    let (row, found) = rows.filter_map(|row| Some((row, row.message.read(message)?))).next()?;
    let mut fields = Map::new();
    for (name, text) in found {
        let number = ["n", "attempt", "id", "code"].contains(&name).then(|| text.parse::<u64>());
        let value = number.and_then(Result::ok).map_or_else(|| json!(text), |number| json!(number));
        fields.insert(name.to_owned(), value);
    }
    if WHOLE.contains(&row.kind) {
        fields.insert("text".to_owned(), json!(message));
    }
    Some((row.kind, fields))
}

/// The first line of a stack trace below a kept line: class without package, and what it says.
fn note_exception(event: &mut Event, line: &str) {
    const ENOUGH: usize = 300;
    if event.fields.contains_key("exception") {
        return;
    }
    let (class, text) = line.split_once(": ").unwrap_or((line, ""));
    let ends = ["Exception", "Error", "Throwable"];
    let is_class = class.contains('.')
        && !class.contains(char::is_whitespace)
        && ends.iter().any(|end| class.ends_with(end));
    if is_class {
        let class = class.rsplit(['.', '$']).next().unwrap_or(class);
        let text: String = text.chars().take(ENOUGH).collect();
        let whole = if text.is_empty() { class.to_owned() } else { format!("{class}: {text}") };
        event.set("exception", whole);
    }
}

/// Names that a reader of the rows needs: TaskManagers by their number, attempts by their parts, slots by their count.
fn name(events: &mut [Event]) {
    let mut tms: BTreeMap<String, String> = BTreeMap::new();
    let mut graphs: BTreeMap<String, String> = BTreeMap::new();
    for event in events.iter() {
        match (event.kind, event.text("rid"), event.text("eg"), event.text("jid")) {
            ("tm.resource_id", Some(rid), ..) => {
                tms.insert(rid.to_owned(), event.src.clone());
            }
            ("job.graph_created", _, Some(graph), Some(jid)) => {
                graphs.insert(graph.to_owned(), jid.to_owned());
            }
            _ => {}
        }
    }
    for event in events {
        if let Some(rid) = event.text("rid").map(str::to_owned) {
            let known = tms.get(&rid).cloned().unwrap_or(rid);
            event.set("tm", known);
        }
        if let Some(id) = event.text("exec").map(str::to_owned) {
            let parts: Vec<&str> = id.split('_').collect();
            if let [graph, vertex, subtask, attempt] = parts.as_slice() {
                event.set("vertex", *vertex);
                event.set("subtask", subtask.parse::<u64>().unwrap_or_default());
                event.set("attempt", attempt.parse::<u64>().unwrap_or_default());
                if let Some(jid) = graphs.get(*graph) {
                    event.set("jid", jid.clone());
                }
            }
        }
        if let Some(asked) = event.text("req") {
            let counts = asked.split("numberOfRequiredSlots=").skip(1);
            let counts =
                counts.filter_map(|rest| rest.split(['}', ',']).next()?.parse::<u64>().ok());
            let sum: u64 = counts.sum();
            event.set("slots", sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{read_log, source};
    use crate::parity::table::rows;
    use std::path::Path;

    #[test]
    fn logs_are_named_by_us_or_by_flinks_scripts() {
        let of = |name: &str| source(Path::new(name));
        assert_eq!(of("jm-0.log").as_deref(), Some("jm-0"));
        let script = "flink-root-taskexecutor-12-vm.log.gz";
        assert_eq!(of(script).as_deref(), Some("tm-12"));
        assert_eq!(of("client-4.log").as_deref(), Some("client"));
        assert_eq!(of("jm-0.out"), None);
    }

    #[test]
    fn a_stack_trace_belongs_to_the_line_above_it() {
        let jid = "0123456789abcdef0123456789abcdef";
        let text = format!(
            "2026-11-29 13:26:53,123 INFO  org.apache.flink.runtime.executiongraph.ExecutionGraph [] - Job a \
             ({jid}) switched from state RUNNING to FAILING.\norg.apache.flink.runtime.JobException: Recovery \
             is suppressed\n\tat a.b.C.d(C.java:1)\nCaused by: java.lang.Exception: other\n"
        );
        let events = read_log(&text, "jm-0", &rows());
        let [event] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(event.t_ms, 1_795_958_813_123);
        assert_eq!(event.text("to"), Some("FAILING"));
        assert_eq!(event.text("exception"), Some("JobException: Recovery is suppressed"));
    }
}
