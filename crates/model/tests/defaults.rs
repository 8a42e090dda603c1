//! Every key's defaults agree with what the five real distributions say.
//!
//! `defaults.tsv` was read by reflection out of 1.13.6, 1.17.2, 1.20.3, 2.0.1 and 2.3.0: `null` is
//! unset, `-` a key that the version does not have.

use flink_model::config::{ValueKind, parse_duration};
use flink_model::memory::options;
use flink_model::{Config, FlinkVersion, Key, key};

const TABLE: &str = include_str!("defaults.tsv");

/// The table's row of a key.
fn row(key: &str) -> Vec<&'static str> {
    let mut rows = TABLE.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.find(|row| row[0] == key).unwrap_or_else(|| panic!("{key} is in the table"))
}

/// The shipped configuration file sets these; the code has no default for them.
const SHIPPED: [Key; 2] = [Key::JobManagerMemory, Key::TaskManagerMemory];

/// Not in the table: no default in any version (the help texts of `flink stop` name the first; names of
/// clusters are made up), and what only a client is asked for.
const WITHOUT: [Key; 6] = [
    Key::SavepointDirectory,
    Key::YarnApplicationName,
    Key::YarnApplicationId,
    Key::KubernetesClusterId,
    Key::KubernetesImage,
    Key::ExecutionAttached,
];

#[test]
fn defaults_are_those_of_the_distributions() {
    let told = |key: &Key| !SHIPPED.contains(key) && !WITHOUT.contains(key);
    for key in Key::ALL.iter().copied().filter(told) {
        let row = row(key.name());
        for version in FlinkVersion::ALL {
            let real = row[version.column() + 1];
            let ours = key.default_in(version);
            match real {
                // 1.13 wrote "unset" as a negative number.
                "null" | "-" | "-1" => {
                    assert_eq!(ours, None, "{} in {}", key.name(), version.name())
                }
                _ => assert_same(key, version, ours, real),
            }
        }
    }
}

/// Without what the shipped configuration file sets: Flink's code knows nothing of that.
#[test]
fn defaults_of_memory_are_those_of_the_distributions() {
    for option in options::ALL {
        let row = row(option.key);
        for version in FlinkVersion::ALL {
            let real =
                Some(row[version.column() + 1]).filter(|real| !matches!(*real, "null" | "-"));
            assert_eq!(option.default_in(version), real, "{} in {}", option.key, version.name());
        }
    }
}

fn assert_same(key: Key, version: FlinkVersion, ours: Option<&str>, real: &str) {
    let ours = ours.unwrap_or_else(|| panic!("{} has a default in {}", key.name(), version.name()));
    let mut config = Config::default();
    config.set(key.name(), real);
    let same = match key.kind() {
        ValueKind::Duration => parse_duration(ours) == parse_duration(real),
        ValueKind::Factor => {
            let factor = |config: &Config| config.value(key::ExponentialMultiplier, version);
            assert_eq!(key, Key::ExponentialMultiplier, "the only factor");
            factor(&Config::default()) == factor(&config)
        }
        ValueKind::Number | ValueKind::Memory | ValueKind::Switch | ValueKind::Text => ours == real,
    };
    assert!(same, "{} in {}: {ours} here, {real} there", key.name(), version.name());
}

/// What always has a default is read without a fallback.
#[test]
fn every_default_can_be_read() {
    for key in Key::ALL.iter().copied() {
        for version in FlinkVersion::ALL {
            let default = key.default_in(version);
            assert!(default.is_none_or(|it| key.takes(it)), "{} in {version:?}", key.name());
        }
    }
}

#[test]
fn what_cannot_be_read_counts_as_unset() {
    let mut config = Config::default();
    config.set("slot.idle.timeout", "often");
    let timeout = config.value(key::SlotIdleTimeout, FlinkVersion::NEWEST);
    assert_eq!(timeout, flink_model::Time::s(50));
}

#[test]
fn every_key_is_found_by_its_name() {
    for key in Key::ALL.iter().copied() {
        assert_eq!(Key::from_name(key.name()), Some(key));
    }
    assert_eq!(Key::from_name("restart-strategy"), Some(Key::RestartStrategy));
    assert_eq!(Key::from_name("taskmanager.numberOfSlots"), None);
}

#[test]
fn durations_read_like_flink_reads_them() {
    let cases = [
        ("10 s", Some(10_000_000)),
        ("10s", Some(10_000_000)),
        ("50 ms", Some(50_000)),
        ("10000", Some(10_000_000)),
        ("5 min", Some(300_000_000)),
        ("1 h", Some(3_600_000_000)),
        ("PT5M", Some(300_000_000)),
        ("PT0.05S", Some(50_000)),
        ("7 us", Some(7)),
        ("", None),
        ("s", None),
        ("10 parsecs", None),
        ("-1", None),
        ("99999999999999999999 s", None),
    ];
    for (text, us) in cases {
        assert_eq!(parse_duration(text).map(|time| time.0), us, "{text:?}");
    }
}

#[test]
fn a_bad_value_is_named_with_its_key() {
    let mut config = Config::default();
    config.set("heartbeat.interval", "often");
    config.set("taskmanager.numberOfTaskSlots", "two");
    config.set("jobmanager.memory.process.size", "1600m");
    config.set("my.own.key", "anything");
    let said: Vec<String> = config.check().iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "heartbeat.interval: \"often\" is not a duration (\"10 s\")",
            "taskmanager.numberOfTaskSlots: \"two\" is not a whole number",
        ]
    );
    assert_eq!(config.unknown().collect::<Vec<_>>(), ["my.own.key"]);
}
