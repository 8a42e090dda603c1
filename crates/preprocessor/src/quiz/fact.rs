//! What must hold if a choice is right.
//!
//! In: words of an author: a question to a run ([`ask::Question`]), or what is known without one: a verdict on a sentence of the
//! notes (`claim 7 is outdated`), Flink's default (`default heartbeat.timeout = 50 s`), or a part of a process' memory in MiB
//! (`memory task-heap of taskmanager.memory.process.size=1728m = 384`). Out: whether it holds.

use ask::Question;
use model::FlinkVersion;
use model::authoring::similar;
use model::config::{Config, Key};
use model::memory::{Memory, MemorySize, Part, Process};
use std::collections::BTreeMap;

/// Something that holds or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    /// Of a run.
    Run(Question),
    /// `claim 7 is outdated`, where the model checks it.
    Claim(u16, String),
    /// `default heartbeat.timeout = 50 s`; `unset`: it has none.
    Default(Key, String),
    /// `memory managed of taskmanager.memory.flink.size=1280m = 512`, to the nearest MiB
    Memory(Share, Process, Config, u64),
}

/// What of a process' memory is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    Process,
    Flink,
    /// Of the JVM (`-Xmx`).
    Heap,
    Part(Part),
}

const SHARES: [(&str, Share); 8] = [
    ("process", Share::Process),
    ("flink", Share::Flink),
    ("heap", Share::Heap),
    ("task-heap", Share::Part(Part::TaskHeap)),
    ("managed", Share::Part(Part::Managed)),
    ("network", Share::Part(Part::Network)),
    ("metaspace", Share::Part(Part::Metaspace)),
    ("overhead", Share::Part(Part::Overhead)),
];

/// The verdicts on sentences of the notes: `None` where the model checks nothing.
pub(super) type Verdicts = BTreeMap<u16, Option<&'static str>>;

/// What is wrong, and a hint.
type Mistake = (String, String);

impl Fact {
    /// Reads what an author wrote.
    pub(super) fn read(text: &str) -> Result<Fact, Mistake> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["claim", number, "is", verdict] => {
                let hint = "claim <number> is true, conditional, outdated, imprecise or wrong";
                let known = crate::claims::VERDICTS.contains(verdict);
                let number = number.parse().ok().filter(|_| known);
                let number = number.ok_or_else(|| (format!("\"{text}\""), hint.to_owned()))?;
                Ok(Fact::Claim(number, (*verdict).to_owned()))
            }
            ["default", name, "=", value @ ..] if !value.is_empty() => {
                Ok(Fact::Default(key(name)?, value.join(" ")))
            }
            ["memory", share, "of", settings @ .., "=", mebibytes] => {
                memory(text, share, settings, mebibytes)
            }
            _ => Question::read(text).map(Fact::Run),
        }
    }

    /// Whether it depends on the version, and there is no run that has one.
    pub(super) fn wants_version(&self) -> bool {
        matches!(self, Fact::Default(..) | Fact::Memory(..))
    }

    /// Whether it holds without any run; questions to a run are another's.
    ///
    /// # Errors
    /// What it is about is not there.
    pub(super) fn holds(&self, version: FlinkVersion, verdicts: &Verdicts) -> Result<bool, String> {
        match self {
            Fact::Run(_) => Err("which run?".to_owned()),
            Fact::Claim(number, word) => match verdicts.get(number) {
                None => Err(format!("there is no claim {number}")),
                Some(None) => Err(format!("claim {number} is not checked on the model")),
                Some(Some(verdict)) => Ok(verdict == word),
            },
            Fact::Default(key, value) => Ok(key.default_in(version).unwrap_or("unset") == value),
            Fact::Memory(share, process, config, mebibytes) => {
                let memory = Memory::of(*process, config, version);
                let memory = memory.map_err(|refusal| refusal.messages().join(" "))?;
                let bytes = share.of(&memory).bytes();
                Ok((bytes + (1 << 19)) >> 20 == *mebibytes)
            }
        }
    }
}

impl Share {
    fn of(self, memory: &Memory) -> MemorySize {
        match self {
            Share::Process => memory.process(),
            Share::Flink => memory.flink(),
            Share::Heap => memory.heap(),
            Share::Part(part) => {
                let mut parts = memory.parts().into_iter();
                let found = parts.find(|(name, _)| *name == part);
                found.map_or_else(MemorySize::default, |(_, size)| size)
            }
        }
    }
}

/// A key that the model obeys.
pub(super) fn key(name: &str) -> Result<Key, Mistake> {
    Key::from_name(name).ok_or_else(|| {
        let hint = similar(name, Key::ALL.iter().map(|key| key.name()));
        let hint = hint.unwrap_or_else(|| "keys are those that the model obeys".to_owned());
        (format!("no key is called \"{name}\""), hint)
    })
}

fn memory(text: &str, share: &str, settings: &[&str], mebibytes: &str) -> Result<Fact, Mistake> {
    let hint = || {
        let shares: Vec<&str> = SHARES.iter().map(|(name, _)| *name).collect();
        format!("memory <{}> of <key>=<value> … = <MiB>", shares.join(", "))
    };
    let tell = || (format!("\"{text}\" asks nothing"), hint());
    let (_, share) = SHARES.iter().find(|(name, _)| *name == share).ok_or_else(tell)?;
    let mut config = Config::default();
    for setting in settings {
        let (name, value) = setting.split_once('=').ok_or_else(tell)?;
        config.set(name, value);
    }
    let of_job_manager = settings.iter().any(|setting| setting.starts_with("jobmanager."));
    let process = if of_job_manager { Process::JobManager } else { Process::TaskManager };
    let mebibytes = mebibytes.parse().map_err(|_| tell())?;
    Ok(Fact::Memory(*share, process, config, mebibytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str) -> Result<bool, String> {
        let verdicts = [(1, Some("true")), (2, None)].into();
        let fact = Fact::read(text).map_err(|(message, hint)| format!("{message} | {hint}"))?;
        fact.holds(FlinkVersion::named("1.20").expect("known"), &verdicts)
    }

    #[test]
    fn what_is_known_without_a_run_holds_or_does_not() {
        for (text, expected) in [
            ("claim 1 is true", true),
            ("claim 1 is outdated", false),
            ("default heartbeat.timeout = 50 s", true),
            ("default heartbeat.timeout = 10 s", false),
            ("default restart-strategy.type = unset", true),
            ("memory task-heap of taskmanager.memory.process.size=1728m = 384", true),
            ("memory process of jobmanager.memory.process.size=1600m = 1600", true),
            ("memory heap of jobmanager.memory.process.size=1600m = 1600", false),
        ] {
            assert_eq!(holds(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_there_is_told() {
        for (text, expected) in [
            ("claim 3 is true", "there is no claim 3"),
            ("claim 2 is true", "claim 2 is not checked on the model"),
            ("claim 1 is fine", "\"claim 1 is fine\" | claim <number> is true"),
            (
                "default heartbeat.timeuot = 50 s",
                "no key is called \"heartbeat.timeuot\" | did you mean \"heartbeat.timeout\"?",
            ),
            ("memory haep of taskmanager.memory.process.size=1728m = 1", "\"memory haep"),
            (
                "memory heap of taskmanager.memory.process.size=1m = 1",
                "TaskManager memory configuration failed",
            ),
            ("jobs = 1", "which run?"),
            ("jbos = 1", "\"jbos\" is no number"),
        ] {
            let told = holds(text).expect_err(text);
            assert!(told.starts_with(expected), "{text}: {told}");
        }
    }
}
