//! Actions as text, for links, pages, buttons and tests: `submit+attached.WordCount`.
//!
//! A name, `+` before each switch or signal, and `.` before each word; what a word holds is percent-encoded. An action
//! in another one is written behind it: `from-savepoint.0.submit.WordCount`,
//! `configured.parallelism%2edefault.2.submit.WordCount`. Which words an action has is said in [`super::grammar`].

use super::grammar::{self, Source};
use super::{Action, Signal};
use crate::config::{Config, Key};
use crate::percent::{escape, unescape};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::str::Split;

/// An action stands in an action at most so deep: with options, from a savepoint, a program. Text is read recursively.
const DEEPEST: u8 = 3;

/// What actions were called in links before they had one name everywhere. Those links still open.
const BEFORE: &[(&str, &str)] = &[
    ("with", "configured"),
    ("from", "from-savepoint"),
    ("start", "start-cluster"),
    ("add", "start-task-manager"),
    ("run", "submit"),
    ("run-attached", "submit+attached"),
    ("run-sae", "submit+attached+shutdown_on_attached_exit"),
    ("app", "run-application"),
    ("app-attached", "run-application+attached"),
    ("per-job", "run-per-job"),
    ("per-job-attached", "run-per-job+attached"),
    ("stop-job", "stop-with-savepoint"),
    ("drain-job", "stop-with-savepoint+drain"),
    ("throw", "throw-exception"),
    ("kill", "signal-task-manager+kill"),
    ("term", "signal-task-manager+term"),
    ("freeze", "signal-task-manager+stop"),
    ("thaw", "signal-task-manager+cont"),
    ("interrupt", "interrupt-client"),
    ("kill-jm", "kill-job-manager"),
    ("stop-jm", "stop-job-manager"),
    ("start-jm", "start-job-manager"),
    ("cut", "cut-network"),
    ("heal", "heal-network"),
    ("power-off", "kill-machine"),
    ("memory", "exceed-memory"),
    ("kill-app", "kill-application"),
    ("stop", "stop-cluster"),
];

impl Action {
    /// The action as text; [`Action::from_text`] reads it as the same one.
    pub fn to_text(&self) -> String {
        let mut out = Writer(String::new());
        grammar::write(self, &mut out);
        out.0
    }

    /// Reads an action; `None`: the text is none.
    pub fn from_text(text: &str) -> Option<Action> {
        let mut words = Words { words: text.split('.'), flags: "", depth: 0, wrong: false };
        let action = words.verb();
        let over = words.words.next().is_none() && words.flags.is_empty();
        (over && !words.wrong).then_some(action)
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Action, D::Error> {
        let text = String::deserialize(deserializer)?;
        Action::from_text(&text).ok_or_else(|| D::Error::custom(["no action: ", &text].concat()))
    }
}

/// The text so far. Its methods are the kinds of fields in [`grammar`].
pub(super) struct Writer(String);

impl Writer {
    pub(super) fn verb(&mut self, name: &str) {
        self.0.push_str(name);
    }

    pub(super) fn switch(&mut self, on: &bool, key: &str) {
        if *on {
            self.flag(key);
        }
    }

    pub(super) fn signal(&mut self, signal: &Signal, _: &str) {
        self.flag(signal.name());
    }

    fn flag(&mut self, name: &str) {
        self.0.push('+');
        self.0.push_str(name);
    }

    pub(super) fn name(&mut self, text: &str, _: &str) {
        self.0.push('.');
        self.0.push_str(&escape(text));
    }

    pub(super) fn id<Id: Copy + Into<u16>>(&mut self, id: &Id, _: &str) {
        let number: u16 = (*id).into();
        self.name(&number.to_string(), "");
    }

    pub(super) fn first<Id: Copy + Into<u16>>(&mut self, id: &Id, key: &str) {
        self.id(id, key);
    }

    pub(super) fn directory(&mut self, directory: &Option<String>, key: &str) {
        if let Some(path) = directory {
            self.name(path, key);
        }
    }

    pub(super) fn options(&mut self, options: &Config, _: &str) {
        for (key, value) in options.pairs() {
            self.name(key, "");
            self.name(value, "");
        }
    }

    pub(super) fn action(&mut self, action: &Action, _: &str) {
        self.0.push('.');
        grammar::write(action, self);
    }
}

/// The words that have not been read yet.
struct Words<'a> {
    words: Split<'a, char>,
    /// What stood behind the last verb, after `+`.
    flags: &'a str,
    depth: u8,
    wrong: bool,
}

impl Words<'_> {
    /// A verb, its flags, and its words.
    fn verb(&mut self) -> Action {
        let word = self.words.next().unwrap_or_default();
        let now = BEFORE.iter().find(|(before, _)| *before == word).map_or(word, |(_, now)| now);
        let (name, flags) = now.split_once('+').unwrap_or((now, ""));
        self.wrong |= !self.flags.is_empty();
        self.flags = flags;
        grammar::read(name, self).unwrap_or_else(|| self.not(Action::StopCluster))
    }

    /// Something is not there or not what it should be. What is given in its place does not matter.
    fn not<T>(&mut self, anything: T) -> T {
        self.wrong = true;
        anything
    }

    fn number(&mut self, word: &str) -> u16 {
        word.parse().unwrap_or_else(|_| self.not(0))
    }

    /// The next flag, if it is one that is asked for.
    fn flag<T>(&mut self, known: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let (flag, rest) = self.flags.split_once('+').unwrap_or((self.flags, ""));
        let found = known(flag)?;
        self.flags = rest;
        Some(found)
    }
}

impl Source for Words<'_> {
    fn switch(&mut self, key: &'static str) -> bool {
        self.flag(|flag| (flag == key).then_some(())).is_some()
    }

    fn signal(&mut self, _: &'static str) -> Signal {
        let known = |flag: &str| Signal::ALL.into_iter().find(|signal| signal.name() == flag);
        self.flag(known).unwrap_or_else(|| self.not(Signal::Kill))
    }

    fn name(&mut self, _: &'static str) -> String {
        self.words.next().and_then(unescape).unwrap_or_else(|| self.not(String::new()))
    }

    fn id(&mut self, _: &'static str) -> u16 {
        let word = self.words.next().unwrap_or_default();
        self.number(word)
    }

    fn first(&mut self, _: &'static str) -> u16 {
        // A link from before there were several JobManagers names none.
        self.words.next().map_or(0, |word| self.number(word))
    }

    fn directory(&mut self, _: &'static str) -> Option<String> {
        let word = self.words.next()?;
        Some(unescape(word).unwrap_or_else(|| self.not(String::new())))
    }

    fn options(&mut self, _: &'static str) -> Config {
        let mut options = Config::default();
        // Up to a verb, which is no key of Flink's.
        while let Some(name) = self.words.clone().next().and_then(unescape) {
            match Key::from_name(&name) {
                Some(key) => {
                    self.words.next();
                    let value = Source::name(self, "");
                    self.wrong |= !key.takes(&value);
                    options.set(&name, &value);
                }
                // Before, each option had a verb of its own.
                None if name == "with" => _ = self.words.next(),
                None => break,
            }
        }
        options
    }

    fn action(&mut self, _: &'static str, _: &'static [&'static str]) -> Action {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.not(Action::StopCluster);
        }
        self.verb()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{JmId, SavepointId, TmId};
    use std::collections::BTreeSet;

    #[test]
    fn every_action_is_read_as_it_was_written() {
        let mut texts = BTreeSet::new();
        for action in Action::every("词频 & 100%.+,", 7) {
            let text = action.to_text();
            assert_eq!(Action::from_text(&text), Some(action), "{text}");
            assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.+%".contains(&b)));
            assert!(texts.insert(text));
        }
    }

    #[test]
    fn a_text_says_what_is_done() {
        let submit = |shutdown_on_attached_exit| Action::Submit {
            job: "Word Count".to_owned(),
            attached: true,
            shutdown_on_attached_exit,
        };
        let from = |run| Action::FromSavepoint { savepoint: SavepointId(2), run: Box::new(run) };
        let mut options = Config::default();
        options.set("parallelism.default", "4");
        options.set("yarn.application.queue", "a.b");
        for (text, action) in [
            ("start-cluster", Action::StartCluster),
            ("submit+attached.Word%20Count", submit(false)),
            ("submit+attached+shutdown_on_attached_exit.Word%20Count", submit(true)),
            (
                "signal-task-manager+cont.3",
                Action::SignalTaskManager { tm: TmId(3), signal: Signal::Cont },
            ),
            ("kill-job-manager.1", Action::KillJobManager { jm: JmId(1) }),
            ("from-savepoint.2.submit+attached.Word%20Count", from(submit(false))),
            (
                "configured.parallelism%2edefault.4.yarn%2eapplication%2equeue.a%2eb.\
                 from-savepoint.2.submit+attached.Word%20Count",
                Action::Configured { options, action: Box::new(from(submit(false))) },
            ),
        ] {
            assert_eq!(action.to_text(), text);
            assert_eq!(Action::from_text(text), Some(action));
        }
    }

    #[test]
    fn what_was_called_otherwise_is_an_action_of_today() {
        for (before, now) in BEFORE {
            let name = now.split('+').next().unwrap_or_default();
            assert!(grammar::NAMES.contains(&name), "{before}");
            assert!(!grammar::NAMES.contains(before), "{before} means something else today");
        }
    }

    #[test]
    fn nothing_else_is_an_action() {
        for text in [
            "",
            ".",
            "dance",
            "start-cluster.",
            "start-cluster.1",
            "start-cluster+attached",
            "submit",
            "submit.%f",
            "submit.%ff",
            "submit.a.b",
            "submit+shutdown_on_attached_exit+attached.a",
            "cancel",
            "cancel.x",
            "cancel.70000",
            "signal-task-manager.1",
            "signal-task-manager+dance.1",
            "from-savepoint.0",
            "from-savepoint+attached.0.submit.a",
            "from-savepoint.0.from-savepoint.0.from-savepoint.0.from-savepoint.0.submit.a",
            "configured.parallelism%2edefault.two.start-cluster",
            "configured.no%2esuch%2ekey.2.start-cluster",
            "configured.parallelism%2edefault.2",
            "configured",
        ] {
            assert_eq!(Action::from_text(text), None, "{text}");
        }
    }
}
