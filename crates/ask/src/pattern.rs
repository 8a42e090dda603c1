//! Events by their name and what they say: `JobStatusChanged job=Orders to=FAILED`.
//!
//! In: words of a question. Out: a [`Pattern`], which knows the events that it means. Fields are those of
//! [`model::Event`] as it is written in JSON; a job is named, everything else of which there are several is numbered.
//! Deliberately absent: any list of fields. What no event of the name has is told when it is looked for.

use crate::similar;
use model::Event;
use model::cluster::Cluster;
use model::event::EVENT_NAMES;

/// A kind of event, and what it must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    name: &'static str,
    fields: Vec<(String, String)>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it, and a hint.
    pub fn read(words: &[&str]) -> Result<Pattern, (String, String)> {
        let Some((first, rest)) = words.split_first() else {
            return Err(("which event?".to_owned(), "for example JobRecovered".to_owned()));
        };
        let Some(name) = EVENT_NAMES.iter().find(|name| *name == first) else {
            let hint = similar(first, EVENT_NAMES.iter().copied());
            let hint = hint.unwrap_or_else(|| "events are those of the model".to_owned());
            return Err((format!("no event is called \"{first}\""), hint));
        };
        let mut fields = Vec::new();
        for word in rest {
            let Some((field, value)) = word.split_once('=') else {
                let hint = "for example job=Orders or tm=0".to_owned();
                return Err((format!("\"{word}\" says nothing of an event"), hint));
            };
            fields.push((field.to_owned(), value.to_owned()));
        }
        Ok(Pattern { name, fields })
    }

    /// Whether it says more than a name; a page cannot ask that.
    pub(crate) fn has_fields(&self) -> bool {
        !self.fields.is_empty()
    }

    /// Whether it means this event. `cluster` is what is true later, and knows the jobs by name.
    ///
    /// # Errors
    /// A field that such an event has not.
    pub fn means(&self, event: &Event, cluster: &Cluster) -> Result<bool, String> {
        if event.name() != self.name || self.fields.is_empty() {
            return Ok(event.name() == self.name);
        }
        fields::agree(self, event, cluster)
    }
}

/// What an event says is looked up in its JSON, which a page does without.
#[cfg(feature = "authoring")]
mod fields {
    use super::Pattern;
    use model::cluster::Cluster;
    use model::{Event, JobId};
    use serde_json::Value;

    pub(super) fn agree(
        pattern: &Pattern,
        event: &Event,
        cluster: &Cluster,
    ) -> Result<bool, String> {
        let json = serde_json::to_value(event).expect("plain data");
        for (field, value) in &pattern.fields {
            let Some(said) = json.get(pattern.name).and_then(|it| said(it, field, cluster)) else {
                return Err(format!("a {} has no \"{field}\"", pattern.name));
            };
            if said != *value {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What an event says of a field, as a question writes it. A task's own fields are those of its `execution`.
    fn said(event: &Value, field: &str, cluster: &Cluster) -> Option<String> {
        let value = event.get(field).or_else(|| event.get("execution")?.get(field))?;
        Some(match value {
            Value::Number(number) if field == "job" => {
                let id = JobId(u16::try_from(number.as_u64()?).ok()?);
                cluster.jobs.get(id.index())?.spec.name.clone()
            }
            Value::String(text) => text.clone(),
            // What carries something with it is known by its name alone.
            Value::Object(variant) => variant.keys().next()?.clone(),
            Value::Null => "none".to_owned(),
            other => other.to_string(),
        })
    }
}

#[cfg(not(feature = "authoring"))]
mod fields {
    use super::Pattern;
    use model::Event;
    use model::cluster::Cluster;

    pub(super) fn agree(pattern: &Pattern, _: &Event, _: &Cluster) -> Result<bool, String> {
        Err(["a page knows a ", pattern.name, " by its name only"].concat())
    }
}
