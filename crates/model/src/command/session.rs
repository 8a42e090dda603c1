//! The options of `yarn-session.sh`, as `FlinkYarnSessionCli` reads them in each version.
//!
//! In: the words behind the script's name. Out: what it was told, and what it overlooks.
//! Deliberately absent: starting anything. The real script asks for containers of these sizes; here a scenario's
//! configuration does.

use crate::FlinkVersion;
use crate::config::{Config, Key};

/// What a `yarn-session.sh` was told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionOptions {
    /// `-d`: the client leaves when the session is up. Without it Ctrl-C in the client ends the session.
    pub detached: bool,
    /// `-nm`
    pub name: Option<String>,
    /// `-qu`
    pub queue: Option<String>,
    /// `-jm` and `-tm`, as the configuration keys that they set.
    pub memory: Config,
    /// From the first option that the script does not know to the end of the line: it obeys none of that and
    /// says nothing.
    pub overlooked: Vec<String>,
}

/// An option that takes a value or not, and the last version that has it.
struct Known {
    short: &'static str,
    long: &'static str,
    takes_value: bool,
    until: FlinkVersion,
}

const fn known(short: &'static str, long: &'static str, takes_value: bool) -> Known {
    Known { short, long, takes_value, until: FlinkVersion::V2_3 }
}

/// Source: `yarn-session.sh -h` of 1.13 to 2.3.
const OPTIONS: [Known; 17] = [
    known("at", "applicationType", true),
    known("D", "", true),
    known("d", "detached", false),
    known("h", "help", false),
    known("id", "applicationId", true),
    known("j", "jar", true),
    known("jm", "jobManagerMemory", true),
    known("m", "jobmanager", true),
    known("nl", "nodeLabel", true),
    known("nm", "name", true),
    known("q", "query", false),
    known("qu", "queue", true),
    known("s", "slots", true),
    known("t", "ship", true),
    known("tm", "taskManagerMemory", true),
    Known { until: FlinkVersion::V1_20, ..known("yd", "yarndetached", false) },
    known("z", "zookeeperNamespace", true),
];

impl SessionOptions {
    /// Reads the words behind `yarn-session.sh`.
    pub fn read(words: &[&str], version: FlinkVersion) -> SessionOptions {
        let mut options = SessionOptions::default();
        let mut rest = words;
        while let [word, behind @ ..] = rest {
            let Some(known) = find(word, version) else {
                options.overlooked = rest.iter().map(|word| (*word).to_owned()).collect();
                return options;
            };
            let (value, behind) = match behind {
                // "-Dkey=value" carries its value with it.
                _ if !known.takes_value || word.starts_with("-D") && word.len() > 2 => ("", behind),
                [value, behind @ ..] => (*value, behind),
                [] => ("", behind),
            };
            options.set(known.short, value);
            rest = behind;
        }
        options
    }

    fn set(&mut self, short: &str, value: &str) {
        // A bare number is megabytes here, unlike in the configuration file.
        let bare = value.bytes().all(|byte| byte.is_ascii_digit());
        let memory = if bare { format!("{value}m") } else { value.to_owned() };
        match short {
            "d" | "yd" => self.detached = true,
            "nm" => self.name = Some(value.to_owned()),
            "qu" => self.queue = Some(value.to_owned()),
            "jm" => self.memory.set(Key::JobManagerMemory.name(), &memory),
            "tm" => self.memory.set(Key::TaskManagerMemory.name(), &memory),
            _ => {}
        }
    }
}

/// The option that a word is: by its short name, its long one with one dash or two, or the beginning of a long
/// one that fits no other (Commons CLI's `DefaultParser`).
fn find(word: &str, version: FlinkVersion) -> Option<&'static Known> {
    let all = OPTIONS.iter().filter(|known| version <= known.until);
    let name = word.strip_prefix('-')?;
    let long = name.strip_prefix('-');
    let exact = all.clone().find(|known| {
        known.long == long.unwrap_or(name) && !known.long.is_empty()
            || long.is_none() && known.short == name
            || known.short == "D" && word.starts_with("-D")
    });
    let mut begun = all.filter(|known| long.is_some_and(|long| known.long.starts_with(long)));
    exact.or_else(|| begun.next().filter(|_| begun.next().is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, version: FlinkVersion) -> SessionOptions {
        SessionOptions::read(&line.split_whitespace().collect::<Vec<_>>(), version)
    }

    #[test]
    fn the_five_options_of_the_notes_in_every_version() {
        for version in FlinkVersion::ALL {
            let short = read("-d -nm test -qu default -jm 1600 -tm 1728", version);
            let long = read(
                "--detached --name test --queue default --jobManagerMemory 1600m --taskManagerMemory 1728m",
                version,
            );
            assert_eq!(short, long);
            assert!(short.detached && short.overlooked.is_empty());
            assert_eq!(short.memory.mebibytes(Key::TaskManagerMemory, version), Some(1_728));
        }
    }

    #[test]
    fn a_beginning_is_enough_where_nothing_else_begins_so() {
        let begun = read("--taskManager 2048 --job 1", FlinkVersion::V2_3);
        assert_eq!(begun.memory.mebibytes(Key::TaskManagerMemory, FlinkVersion::V2_3), Some(2_048));
        assert_eq!(begun.overlooked, ["--job", "1"], "jobManagerMemory or jobmanager?");
    }

    #[test]
    fn what_follows_an_unknown_option_is_overlooked() {
        let old = read("-d -n 2 -nm test", FlinkVersion::V2_3);
        assert!(old.detached && old.name.is_none());
        assert_eq!(old.overlooked, ["-n", "2", "-nm", "test"]);
        assert!(read("-yd", FlinkVersion::V1_20).detached);
        assert!(!read("-yd", FlinkVersion::V2_0).detached);
        assert_eq!(read("-Da=b -D c=d -nm x", FlinkVersion::V1_13).name.as_deref(), Some("x"));
    }
}
