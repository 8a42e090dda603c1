//! mdBook's warnings, which its crates only tell to whoever listens. An unclosed HTML tag that
//! swallows half a chapter is a warning to mdBook; to us it is a failed build.

use anyhow::{Result, bail};
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// book.toml switches mdBook's search off for builds by hand; the library that we build with has
/// none in the first place, and says so.
const EXPECTED: [&str; 2] = ["mdBook compiled without search", "please reinstall with"];

/// Does `work`; fails when it warned.
///
/// # Errors
/// Those of `work`, else every warning.
pub fn as_errors<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let heard = Heard::default();
    let done = tracing::subscriber::with_default(heard.clone(), work)?;
    let warnings = heard.warnings.lock().unwrap_or_else(PoisonError::into_inner);
    if !warnings.is_empty() {
        bail!("mdBook warns:\n{}", warnings.join("\n"));
    }
    Ok(done)
}

#[derive(Clone, Default)]
struct Heard {
    warnings: Arc<Mutex<Vec<String>>>,
}

impl Subscriber for Heard {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN && metadata.target().starts_with("mdbook")
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Message::default();
        event.record(&mut text);
        if !EXPECTED.iter().any(|expected| text.0.starts_with(expected)) {
            self.warnings.lock().unwrap_or_else(PoisonError::into_inner).push(text.0);
        }
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            // Writing into a String cannot fail.
            let _ = write!(self.0, "{value:?}");
        }
    }
}
