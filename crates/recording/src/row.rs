//! One row of a recording, as written: a time, a source, a kind, fields.
//!
//! In: a line of `events.jsonl` (or of a compact copy). Out: [`Row`].
//! Deliberately absent: meaning. That is `translate`'s and `derive`'s.

use anyhow::{Context, Result};
use serde_json::{Map, Value};

/// One row of `events.jsonl`.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Milliseconds since 1970, by the one clock of the recorded machine.
    pub t_ms: u64,
    /// Who wrote it: `jm-0`, `tm-1`, `client`, `harness`.
    pub src: String,
    /// What it is: `task.state`, `action.cmd`, ...
    pub kind: String,
    /// Everything else.
    pub fields: Map<String, Value>,
}

impl Row {
    /// Parses one line.
    pub fn parse(line: &str) -> Result<Row> {
        let mut fields: Map<String, Value> =
            serde_json::from_str(line).context("not a JSON object")?;
        let t_ms = fields.remove("t_ms").and_then(|t| t.as_u64()).context("no t_ms")?;
        let mut text = |name: &str| match fields.remove(name) {
            Some(Value::String(text)) => Ok(text),
            _ => Err(anyhow::anyhow!("no {name}")),
        };
        let src = text("src")?;
        let kind = text("kind")?;
        Ok(Row { t_ms, src, kind, fields })
    }

    /// A text field; `None` where it is missing or of another type.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }

    /// A whole number, also where it was recorded as text.
    pub fn number(&self, name: &str) -> Option<u64> {
        match self.fields.get(name)? {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The arguments of a command.
    pub fn argv(&self) -> Vec<&str> {
        match self.fields.get("argv") {
            Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }
}
