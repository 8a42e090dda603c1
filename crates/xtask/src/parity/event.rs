//! One event of a run on its way from a log's line to a row of `events.jsonl`.

use serde_json::{Map, Value};

/// A row before it is written: which file and line it came from, when, and its fields.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) t_ms: u64,
    pub(super) src: String,
    pub(super) kind: &'static str,
    pub(super) fields: Map<String, Value>,
    pub(super) line: usize,
}

impl Event {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
    }
}
