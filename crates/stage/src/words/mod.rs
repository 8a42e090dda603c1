//! Every text that appears inside a widget, Chinese and English.
//!
//! In: plain data of the model (an event, a state, a key). Out: finished strings.
//! Deliberately absent: layout, HTML, and texts of the book's pages (those are Markdown).
//!
//! A text is a [`Text`]: both languages side by side, so a missing translation does not compile, and
//! every closed set of the model is matched without a wildcard, so a new variant without words does
//! not compile either. Flink's own names (JobManager, slot, RUNNING) stay as they are in both.
//!
//! - [`event`], [`event_title`], [`event_kind`]: what happened; [`event_log_line`]: what Flink logs.
//! - [`beat`]: what the steps of a story are called.
//! - [`names`]: how things are called; [`time`]: how times are written.
//! - [`states`], [`reasons`]: what a state means, why something ended.
//! - [`action`], [`refusal`]: what can be done, and why it could not.
//! - [`console`]: what is wrong with a typed line.
//! - [`keys`], [`inspector`]: configuration keys, and everything about one selected thing.
//! - [`label`]: buttons, headings, empty states.

pub mod action;
mod beat;
pub mod console;
mod event;
pub mod inspector;
pub mod keyboard;
pub mod keys;
mod label;
mod log_line;
mod log_of;
pub mod names;
pub mod reasons;
pub mod states;
mod text;
pub mod time;

#[cfg(test)]
mod tests;

pub use beat::{beat, beat_span};
pub use event::{EventKind, event, event_kind, event_title};
pub use label::{Label, ending, label, label_with};
pub use log_line::event_log_line;
pub use log_of::log_of;
pub use names::Names;
pub use text::{Text, percent, t};
pub(crate) use text::{labels, listed};

use serde::{Deserialize, Serialize};

/// The language of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese (zh-CN), the book's own language.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// As in `data-lang` and in URLs: "zh" or "en".
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The language of this code; anything but "en…" is Chinese.
    pub fn from_code(code: &str) -> Lang {
        if code.starts_with("en") { Self::En } else { Self::Zh }
    }
}
