//! What is done, and when: `[[actions]]` of a scenario file.
//!
//! The names of actions, and of what each says, are those of [`grammar`]: `do = "submit"`, `job = "WordCount"`.

use super::fields::{Fields, Reader, similar};
use super::read_config;
use crate::action::grammar::{self, NAMES, Source};
use crate::action::{Action, Signal};
use crate::config::Config;
use crate::scenario::TimedAction;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// Reads the actions; `names` are the scenario's jobs and programs.
pub(super) fn read(
    reader: &mut Reader<'_>,
    value: &Spanned<DeValue<'_>>,
    names: &[&str],
) -> Vec<TimedAction> {
    let mut actions: Vec<TimedAction> = Vec::new();
    for mut fields in reader.tables("actions", value) {
        let span = fields.span();
        let at = fields.required(reader, "at").and_then(|value| reader.duration("at", value));
        let action = Table { reader, fields, names, wrong: false }.read(NAMES);
        let (Some(at), Some(action)) = (at, action) else { continue };
        if actions.last().is_some_and(|last| last.at > at) {
            let hint = Some("actions stand in the order of their times".to_owned());
            reader.wrong(&span, "this action is earlier than the one before it".to_owned(), hint);
        }
        actions.push(TimedAction { at, action, took: None });
    }
    actions
}

/// A table that says one action.
struct Table<'a, 's, 't, 'i> {
    reader: &'a mut Reader<'s>,
    fields: Fields<'t, 'i>,
    names: &'a [&'a str],
    /// A mistake has been found in it.
    wrong: bool,
}

type Value<'t, 'i> = &'t Spanned<DeValue<'i>>;

impl<'s, 't, 'i> Table<'_, 's, 't, 'i> {
    /// One of these actions, and nothing else in the table; `None`: there is a mistake in it.
    fn read(mut self, among: &[&'static str]) -> Option<Action> {
        let among: Vec<_> = among.iter().map(|name| (*name, *name)).collect();
        let name = self.fields.required(self.reader, "do")?;
        let name = self.reader.choice("do", name, &among)?;
        let action = grammar::read(name, &mut self).filter(|_| !self.wrong)?;
        self.fields.finish(self.reader);
        Some(action)
    }

    /// The value of a key that must be there, if it is one.
    fn required<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'s>, Value<'t, 'i>) -> Option<T>,
    ) -> Option<T> {
        let value = self.fields.required(self.reader, key);
        let value = value.and_then(|value| read(self.reader, value));
        self.wrong |= value.is_none();
        value
    }

    /// The value of a key that may be left out, if it is there and is one.
    fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'s>, Value<'t, 'i>) -> Option<T>,
    ) -> Option<T> {
        let value = self.fields.optional(key)?;
        let value = read(self.reader, value);
        self.wrong |= value.is_none();
        value
    }
}

impl Source for Table<'_, '_, '_, '_> {
    fn switch(&mut self, key: &'static str) -> bool {
        self.optional(key, |reader, value| reader.switch(key, value)).unwrap_or_default()
    }

    fn signal(&mut self, key: &'static str) -> Signal {
        let signals = Signal::ALL.map(|signal| (signal.name(), signal));
        self.required(key, |reader, value| reader.choice(key, value, &signals))
            .unwrap_or(Signal::Kill)
    }

    fn name(&mut self, key: &'static str) -> String {
        let names = self.names;
        self.required(key, |reader, value| {
            let name = reader.text(key, value)?;
            if names.contains(&name.as_str()) {
                return Some(name);
            }
            let hint = similar(&name, names.iter().copied());
            unknown_job(reader, &value.span(), &name, hint);
            None
        })
        .unwrap_or_default()
    }

    fn id(&mut self, key: &'static str) -> u16 {
        self.required(key, |reader, value| reader.number(key, value)).unwrap_or_default()
    }

    fn first(&mut self, key: &'static str) -> u16 {
        self.optional(key, |reader, value| reader.number(key, value)).unwrap_or_default()
    }

    fn directory(&mut self, key: &'static str) -> Option<String> {
        self.optional(key, |reader, value| reader.text(key, value))
    }

    fn options(&mut self, key: &'static str) -> Config {
        self.required(key, |reader, value| Some(read_config(reader, key, value)))
            .unwrap_or_default()
    }

    fn action(&mut self, key: &'static str, among: &'static [&'static str]) -> Action {
        let names = self.names;
        self.required(key, |reader, value| {
            let fields = reader.table(key, value)?;
            Table { reader, fields, names, wrong: false }.read(among)
        })
        .unwrap_or(Action::StopCluster)
    }
}

pub(super) fn unknown_job(
    reader: &mut Reader<'_>,
    at: &Range<usize>,
    job: &str,
    hint: Option<String>,
) {
    let hint = hint.or_else(|| Some("jobs are listed under [[jobs]]".to_owned()));
    reader.wrong(at, format!("no job is called \"{job}\""), hint);
}
