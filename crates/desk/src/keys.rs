//! Every key of Flink's configuration in each version, its type, its default, its older names, and who reads it.
//!
//! In: a name. Out: a [`Key`], or what a misspelt name probably means. Data: `keys.tsv` beside this file.
//! Deliberately absent: what a key governs (`stage::words::keys` says it of those that the model obeys).

use model::FlinkVersion;
use std::sync::OnceLock;

const SHEET: &str = include_str!("keys.tsv");

/// How many versions have a default each.
const VERSIONS: usize = FlinkVersion::ALL.len();

const _: () = assert!(
    says_each_or_all(SHEET.as_bytes()),
    "keys.tsv: a default stands there once, or between | once for each version"
);

/// Whether each row has one default for all versions, or one for each.
const fn says_each_or_all(sheet: &[u8]) -> bool {
    let (mut at, mut column, mut bars, mut comment) = (0, 0, 0, true);
    while at < sheet.len() {
        match sheet[at] {
            b'\n' => {
                if !comment && bars != 0 && bars != VERSIONS - 1 {
                    return false;
                }
                (column, bars) = (0, 0);
                comment = at + 1 < sheet.len() && sheet[at + 1] == b'#';
            }
            b'\t' => column += 1,
            b'|' if column == 4 => bars += 1,
            _ => {}
        }
        at += 1;
    }
    true
}

/// The defaults of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Defaults {
    /// The same in every version that has the key.
    Same(&'static str),
    /// One for each version; "" is unset.
    Each([&'static str; VERSIONS]),
}

impl Defaults {
    fn of(column: &'static str) -> Defaults {
        if !column.contains('|') {
            return Defaults::Same(column);
        }
        let mut each = [""; VERSIONS];
        for (of, default) in each.iter_mut().zip(column.split('|')) {
            *of = default;
        }
        Defaults::Each(each)
    }

    fn of_version(self, version: FlinkVersion) -> &'static str {
        match self {
            Defaults::Same(default) => default,
            Defaults::Each(each) => each.get(version.column()).copied().unwrap_or_default(),
        }
    }
}

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    there: &'static str,
    /// What its values look like.
    pub kind: ValueKind,
    readers: &'static str,
    defaults: Defaults,
    older: &'static str,
    values: &'static str,
}

/// What the values of a key look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Any text.
    Text,
    /// `true` or `false`.
    Switch,
    /// A whole number.
    Number,
    /// A number with a fraction.
    Fraction,
    /// "10 s"
    Duration,
    /// "1728m"
    Memory,
    /// One of a few words, in any case.
    Choice,
    /// `a:1,b:2`; also a key for each: `key.a`.
    Map,
}

/// Who reads an option or a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadBy {
    /// The shell.
    Shell,
    /// The client, or the script.
    Client,
    /// `main()`, or what Flink's API makes of it there.
    Main,
    /// The JobManager.
    JobManager,
    /// The TaskManagers.
    TaskManager,
    /// YARN.
    Yarn,
    /// Kubernetes.
    Kubernetes,
    /// The HistoryServer.
    HistoryServer,
    /// Nobody.
    Nobody,
}

impl Key {
    /// Whether a version has it under this name.
    pub fn exists_in(&self, version: FlinkVersion) -> bool {
        self.there.as_bytes().get(version.column()) == Some(&b'1')
    }

    /// Flink's default, as Flink prints it; `None`: unset.
    pub fn default_in(&self, version: FlinkVersion) -> Option<&'static str> {
        if !self.exists_in(version) {
            return None;
        }
        let default = self.defaults.of_version(version);
        // The sizes of the processes stand in the configuration file that is shipped.
        let shipped = model::Key::from_name(self.name).filter(|_| self.kind == ValueKind::Memory);
        match default {
            "" => shipped.and_then(|key| key.default_in(version)),
            default => Some(default),
        }
    }

    /// Who reads it.
    pub fn read_by(&self) -> Vec<ReadBy> {
        let reader = |letter| match letter {
            'C' => ReadBy::Client,
            'M' => ReadBy::Main,
            'J' => ReadBy::JobManager,
            'T' => ReadBy::TaskManager,
            'Y' => ReadBy::Yarn,
            'K' => ReadBy::Kubernetes,
            _ => ReadBy::HistoryServer,
        };
        self.readers.chars().map(reader).collect()
    }

    /// What it can be, where that is one of a few words.
    pub fn choices(&self) -> impl Iterator<Item = &'static str> {
        self.values.split(',').filter(|value| !value.is_empty())
    }

    /// Whether a version reads this older name where the key itself is not set.
    fn reads(&self, older: &str, version: FlinkVersion) -> bool {
        self.exists_in(version)
            && self.older.split(',').any(|name| match name.split_once(':') {
                Some((name, there)) => {
                    name == older && there.as_bytes().get(version.column()) == Some(&b'1')
                }
                None => name == older,
            })
    }

    /// The first and the last of the five versions that have it.
    pub fn versions(&self) -> (Option<FlinkVersion>, Option<FlinkVersion>) {
        let there = || FlinkVersion::ALL.into_iter().filter(|version| self.exists_in(*version));
        (there().next(), there().next_back())
    }

    /// Whether a value can be read. Careful: what may be one, is.
    pub fn takes(&self, value: &str) -> bool {
        let value = value.trim();
        match self.kind {
            ValueKind::Text | ValueKind::Map => true,
            ValueKind::Switch => matches!(value.to_ascii_lowercase().as_str(), "true" | "false"),
            ValueKind::Number => value.parse::<i64>().is_ok(),
            ValueKind::Fraction => model::decimal::is_number(value),
            ValueKind::Duration => {
                value.starts_with(['P', 'p'])
                    || model::config::parse_duration(value).is_some()
                    || value.ends_with("ns")
            }
            ValueKind::Memory => model::memory::MemorySize::parse(value).is_ok(),
            ValueKind::Choice => self.choices().any(|choice| alike(choice, value)),
        }
    }
}

/// Flink reads its enums in any case, with `-` for `_`.
fn alike(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.replace('-', "_").to_ascii_uppercase();
    plain(a) == plain(b)
}

/// Every key, in order of the names.
fn rows() -> impl Iterator<Item = Key> {
    static ROWS: OnceLock<Vec<Key>> = OnceLock::new();
    ROWS.get_or_init(|| read().collect()).iter().copied()
}

fn read() -> impl Iterator<Item = Key> {
    SHEET.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut columns = line.split('\t');
        let (name, there, kind) = (columns.next()?, columns.next()?, columns.next()?);
        let kind = match kind {
            "b" => ValueKind::Switch,
            "i" | "l" => ValueKind::Number,
            "f" => ValueKind::Fraction,
            "d" => ValueKind::Duration,
            "m" => ValueKind::Memory,
            "e" => ValueKind::Choice,
            "p" => ValueKind::Map,
            _ => ValueKind::Text,
        };
        let mut column = || columns.next().unwrap_or_default();
        let (readers, defaults) = (column(), Defaults::of(column()));
        let (older, values) = (column(), column());
        Some(Key { name, there, kind, readers, defaults, older, values })
    })
}

/// Every key of any version, in order of the names.
pub fn all() -> impl Iterator<Item = Key> {
    rows()
}

/// The key of this name, in any version.
pub fn named(name: &str) -> Option<Key> {
    rows().find(|key| key.name == name)
}

/// The key that a version has instead of an older, or a newer, name.
pub fn instead(name: &str, version: FlinkVersion) -> Option<Key> {
    let renamed = rows().find(|key| key.reads(name, version));
    renamed.or_else(|| {
        let newer = named(name)?;
        let older = |key: &Key| {
            newer.older.split(',').any(|it| it.split(':').next() == Some(key.name))
                && key.exists_in(version)
        };
        rows().find(older)
    })
}

/// What a name is in a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A key of the version.
    Known(Key),
    /// An older name that the version still reads, of this key.
    Older(Key),
    /// Another version's name for this key.
    Renamed(Key),
    /// A key of other versions, with no other name here.
    Elsewhere(Key),
    /// No key, and this one is near.
    Near(Key),
    /// Belongs to a family of keys whose names are made up: `metrics.reporter.NAME.…`.
    Family,
    /// No key that the desk knows.
    Unknown,
}

/// What a name is in a version.
pub fn standing(name: &str, version: FlinkVersion) -> Standing {
    let found = named(name);
    if let Some(key) = found.filter(|key| key.exists_in(version)) {
        return Standing::Known(key);
    }
    if let Some(key) = rows().find(|key| key.reads(name, version)) {
        return Standing::Older(key);
    }
    if let Some(key) = found {
        return match instead(name, version) {
            Some(here) => Standing::Renamed(here),
            None => Standing::Elsewhere(key),
        };
    }
    let maps = |key: &Key| {
        key.kind == ValueKind::Map
            && name.strip_prefix(key.name).is_some_and(|rest| rest.starts_with('.'))
    };
    if FAMILIES.iter().any(|family| name.starts_with(family)) || rows().any(|key| maps(&key)) {
        return Standing::Family;
    }
    nearest(name, version).map_or(Standing::Unknown, Standing::Near)
}

/// Beginnings of keys whose rest is made up, or is another system's.
const FAMILIES: &[&str] = &[
    "metrics.",
    "metric",
    "traces.",
    "events.",
    "table.",
    "sql-",
    "sql.",
    "env.",
    "fs.",
    "s3.",
    "s3a.",
    "oss.",
    "gs.",
    "presto.",
    "flink.hadoop.",
    "containerized.",
    "external-resource",
    "security.",
    "zookeeper.",
    "parquet",
    "python.",
    "pekko.",
    "akka.",
    "kubernetes.operator.",
    "user.",
    "jdbc",
    "kafka",
    "$internal",
    "internal.",
    "hadoop.",
    "dfs.",
    "web.backpressure",
    "java.",
    "log",
    "job.autoscaler.",
    "classloader.parent-first-patterns.",
    "restart-strategy.",
    "state.backend.rocksdb.",
    "queryable-state.",
];

/// The key whose name differs least, if it differs little. Longer names may differ in more letters.
fn nearest(name: &str, version: FlinkVersion) -> Option<Key> {
    if !(8..=100).contains(&name.len()) {
        return None;
    }
    let plain = |text: &str| -> Vec<u8> {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        letters.map(|byte| byte.to_ascii_lowercase()).collect()
    };
    let wanted = plain(name);
    let most = (wanted.len() / 8).clamp(1, 4);
    let mut found: Option<(usize, Key)> = None;
    for key in rows().filter(|key| key.exists_in(version)) {
        // Whoever misspells a name has its beginning or its end right.
        let begins = key.name.get(..3) == name.get(..3);
        if !begins && key.name.get(key.name.len() - 3..) != name.get(name.len() - 3..) {
            continue;
        }
        let letters = plain(key.name);
        if letters.len().abs_diff(wanted.len()) > most {
            continue;
        }
        let far = distance(&wanted, &letters);
        if far <= most && found.is_none_or(|(least, _)| far < least) {
            found = Some((far, key));
        }
    }
    found.map(|(_, key)| key)
}

/// Edit distance (Levenshtein).
pub fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut diagonal = row.first().copied().unwrap_or_default();
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Whether a key belongs to processes, so that a job that is given to a running cluster cannot change it
/// (`FlinkYarnSessionCli` and `DefaultCLI` put it into the client's configuration, where nobody looks).
pub fn is_of_processes(name: &str) -> bool {
    const CLIENTS: &[&str] = &[
        "yarn.application.id",
        "yarn.properties-file.location",
        "kubernetes.cluster-id",
        "kubernetes.namespace",
        "kubernetes.context",
        "kubernetes.config.file",
    ];
    const PROCESSES: &[&str] = &[
        "taskmanager.",
        "jobmanager.",
        "cluster.",
        "resourcemanager.",
        "slotmanager.",
        "heartbeat.",
        "blob.",
        "web.",
        "metrics.",
        "env.",
        "jobstore.",
        "historyserver.",
        "yarn.",
        "kubernetes.",
        "containerized.",
    ];
    !CLIENTS.contains(&name) && PROCESSES.iter().any(|family| name.starts_with(family))
}

#[cfg(test)]
mod tests;
