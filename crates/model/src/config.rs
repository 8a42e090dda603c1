//! Configuration by Flink's own keys, with Flink's own defaults per version.
//!
//! In: `key: value` pairs as in `config.yaml` (`flink-conf.yaml` before 2.0).
//! Out: typed values. A value that does not parse is the reader's mistake: [`ConfigError`].

use crate::time::Time;
use crate::version::FlinkVersion;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod keys;
mod parse;
mod shape;

pub use keys::{Key, Scope, Setting, key};
pub use parse::parse_duration;
pub(crate) use parse::parse_mebibytes;
use parse::parse_thousandths;
pub use shape::{Duration, Factor, Memory, Number, Shape, Switch, Text, ValueKind};

/// A cluster's configuration: what was set, over what the version ships.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Config {
    /// Names and values, in order of the names. A configuration is short, and a list of it less to
    /// download than a map.
    set: Vec<(String, String)>,
}

impl From<BTreeMap<String, String>> for Config {
    fn from(set: BTreeMap<String, String>) -> Config {
        Config { set: set.into_iter().collect() }
    }
}

impl From<Config> for BTreeMap<String, String> {
    fn from(config: Config) -> BTreeMap<String, String> {
        config.set.into_iter().collect()
    }
}

/// A value that its key cannot mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The key.
    pub key: String,
    /// The value as written.
    pub value: String,
    /// What the key takes.
    pub expected: &'static str,
}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: \"{}\" is not {}", self.key, self.value, self.expected)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Sets a key. Keys that the model does not obey are kept and have no effect.
    pub fn set(&mut self, name: &str, value: &str) {
        let name: &str = match Key::from_name(name) {
            Some(key) => key.name(),
            None => name,
        };
        match self.place(name) {
            Ok(place) => value.clone_into(&mut self.set[place].1),
            Err(place) => self.set.insert(place, (name.to_owned(), value.to_owned())),
        }
    }

    /// Where a name stands, or would stand.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.set.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    /// What a name was set to, as written.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.place(name).ok().map(|place| self.set[place].1.as_str())
    }

    /// This configuration with those values over it (a job's own options over the cluster's).
    pub fn overlaid(&self, over: &Config) -> Config {
        let mut all = self.clone();
        for (name, value) in &over.set {
            all.set(name, value);
        }
        all
    }

    /// What a key means: as set, else the version's default.
    pub fn value<S: Setting>(&self, _: S, version: FlinkVersion) -> <S::Shape as Shape>::Value<'_> {
        S::Shape::read(self, S::KEY, version)
    }

    /// The same of a key that is known only when it is asked for, as it was written.
    pub fn text(&self, key: Key, version: FlinkVersion) -> Option<&str> {
        self.get(key.name()).or_else(|| key.default_in(version))
    }

    /// As set, if that can be read, else the version's default.
    fn read<T>(
        &self,
        key: Key,
        version: FlinkVersion,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let set = self.get(key.name()).and_then(&parse);
        set.or_else(|| key.default_in(version).and_then(parse))
    }

    /// Whether the key was set rather than left at its default.
    pub fn is_set(&self, key: Key) -> bool {
        self.get(key.name()).is_some()
    }

    /// Keys that were set but that the model does not obey.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.set.iter().map(|(name, _)| name.as_str()).filter(|name| Key::from_name(name).is_none())
    }

    fn duration(&self, key: Key, version: FlinkVersion) -> Option<Time> {
        self.read(key, version, parse_duration)
    }

    fn number(&self, key: Key, version: FlinkVersion) -> Option<u64> {
        self.read(key, version, |text| text.trim().parse().ok())
    }

    fn thousandths(&self, key: Key, version: FlinkVersion) -> Option<u64> {
        self.read(key, version, parse_thousandths)
    }

    fn mebibytes(&self, key: Key, version: FlinkVersion) -> Option<u64> {
        self.read(key, version, parse_mebibytes)
    }

    fn switch(&self, key: Key, version: FlinkVersion) -> Option<bool> {
        self.text(key, version).map(|text| text.trim().eq_ignore_ascii_case("true"))
    }

    /// How long a standalone ResourceManager assumes that TaskManagers are still coming.
    pub fn start_up_period(&self, version: FlinkVersion) -> Time {
        let own = self.value(key::StandaloneStartUpTime, version);
        own.unwrap_or_else(|| self.value(key::SlotRequestTimeout, version))
    }

    /// Whether nothing was set.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Every key that was set, and its value as written, in order of the keys.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.set.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Every set value that its key cannot mean.
    pub fn check(&self) -> Vec<ConfigError> {
        let bad = |(name, value): &(String, String)| {
            let key = Key::from_name(name)?;
            let expected = match key.kind() {
                ValueKind::Duration => "a duration (\"10 s\")",
                ValueKind::Number => "a whole number",
                ValueKind::Factor => "a number (\"1.5\")",
                ValueKind::Memory => "a size (\"1728m\")",
                ValueKind::Switch => "\"true\" or \"false\"",
                ValueKind::Text => "a text",
            };
            let wrong = ConfigError { key: name.clone(), value: value.clone(), expected };
            (!key.takes(value)).then_some(wrong)
        };
        self.set.iter().filter_map(bad).collect()
    }
}
