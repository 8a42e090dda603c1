//! `-Dkey=value`, and options that set a key.

use super::option::no_such_jar;
use super::{Line, Meant, found, is_known, told};
use crate::found::{Effect, Found, Kind};
use crate::keys::{self, Standing, ValueKind};
use crate::program::Program;
use model::command::{Platform, Setting};

/// Blanks around the equals sign: the words fall apart.
pub(super) fn blanks(line: &Line<'_>, out: &mut Vec<Found>) {
    for setting in &line.reading.settings {
        let Some((key, value)) = fallen_apart(line, setting) else { continue };
        let begins = if setting.word.text.starts_with("-D") { "-D" } else { "-D " };
        let instead = format!("{begins}{key}={value}");
        let jar = line.reading.plain.first();
        // In quotes it is one word all the same.
        let words_fall_apart = line.runs() && !setting.key.ends_with(' ');
        out.push(match jar.filter(|_| words_fall_apart) {
            Some(jar) => told(
                Kind::BlankAroundEquals,
                setting.word.at,
                &["", &instead],
                &no_such_jar(jar.text),
            ),
            None => {
                found(Kind::BlankAroundEquals, setting.word.at, Effect::Differs, &["", &instead])
            }
        });
    }
}

/// Key and value of a setting with blanks around its equals sign.
fn fallen_apart<'s>(line: &Line<'s>, setting: &Setting<'s>) -> Option<(&'s str, &'s str)> {
    let at = line.index(setting.word.at)?;
    let text = |ahead: usize| line.call.words.get(at + ahead).map_or("", |word| word.text.as_str());
    let own = text(0);
    match (own.split_once('='), text(1)) {
        (None, "=") => Some((setting.key, text(2))),
        (None, next) if next.starts_with('=') && next.len() > 1 => Some((setting.key, &next[1..])),
        // Before the jar, the value is empty.
        (Some((_, "")), next)
            if !next.is_empty() && !next.starts_with('-') && !is_program(next) =>
        {
            Some((setting.key, next))
        }
        // In quotes the blank belongs to the key.
        (Some((key, value)), _) if key.ends_with(' ') => {
            Some((setting.key.trim_end(), value.trim()))
        }
        _ => None,
    }
}

fn is_program(text: &str) -> bool {
    text.ends_with(".jar") || text.ends_with(".py") || text.contains("://")
}

/// Settings whose key and value are written, and whole.
fn whole<'l, 's>(line: &'l Line<'s>) -> impl Iterator<Item = &'l Setting<'s>> {
    line.reading.settings.iter().filter(|it| is_known(it.key) && fallen_apart(line, it).is_none())
}

/// Names that are no key of the version.
pub(super) fn keys(line: &Line<'_>, out: &mut Vec<Found>) {
    for setting in whole(line) {
        let (key, at) = (setting.key, setting.word.at);
        out.push(match keys::standing(key, line.version) {
            Standing::Known(_) | Standing::Family => continue,
            Standing::Older(newer) => found(Kind::OlderKey, at, Effect::Works, &[key, newer.name]),
            Standing::Renamed(here) => {
                found(Kind::RenamedKey, at, Effect::Differs, &[key, here.name])
            }
            Standing::Elsewhere(other) => {
                let versions = match other.versions() {
                    (Some(first), Some(last)) if first == last => first.name().to_owned(),
                    (Some(first), Some(last)) => format!("{}–{}", first.name(), last.name()),
                    _ => String::new(),
                };
                found(Kind::KeyElsewhere, at, Effect::Differs, &[key, &versions])
            }
            Standing::Near(near) => {
                found(Kind::MisspeltKey, at, Effect::Differs, &[key, near.name])
            }
            // What has no dot, or begins like nothing of Flink's, may be the program's own.
            Standing::Unknown if is_flinks(key) => {
                found(Kind::UnknownKey, at, Effect::Differs, &[key])
            }
            Standing::Unknown => continue,
        });
    }
}

/// Whether a name begins like keys of Flink do.
fn is_flinks(key: &str) -> bool {
    const BEGINNINGS: [&str; 17] = [
        "taskmanager",
        "jobmanager",
        "execution",
        "yarn",
        "kubernetes",
        "parallelism",
        "state",
        "high-availability",
        "rest",
        "restart-strategy",
        "pipeline",
        "cluster",
        "slotmanager",
        "resourcemanager",
        "heartbeat",
        "checkpoint",
        "task",
    ];
    BEGINNINGS.contains(&key.split('.').next().unwrap_or_default())
}

/// Values that their key cannot mean.
pub(super) fn values(line: &Line<'_>, out: &mut Vec<Found>) {
    for setting in whole(line) {
        let reads = |key| {
            let standing = keys::standing(key, line.version);
            matches!(standing, Standing::Known(_) | Standing::Older(_))
        };
        if !strategy_is_known(setting) && reads(setting.key) {
            let message = format!("Unknown restart strategy {}.", setting.value);
            out.push(told(Kind::BadValue, setting.at, &[setting.key, setting.value], &message));
        }
        let Some(key) = keys::named(setting.key).filter(|key| key.exists_in(line.version)) else {
            continue;
        };
        let written = line.call.words.iter().find(|word| word.at == setting.word.at);
        let no_value =
            written.is_some_and(|word| !word.text.contains('=')) && setting.value == "true";
        if no_value && key.kind != ValueKind::Switch {
            out.push(found(Kind::NoValue, setting.word.at, Effect::Differs, &[setting.key]));
        }
        // Memory is the memory model's to judge, where it is looked at.
        // The processes run already, and whose the savepoint is nobody asks without one.
        let unread = (matches!(line.meant(), Meant::Job(_)) && keys::is_of_processes(setting.key))
            || setting.key.ends_with("claim-mode")
            || setting.key.ends_with("restore-mode");
        if unread {
            continue;
        }
        let empty = setting.value.is_empty() && key.kind != ValueKind::Choice;
        if !(is_known(setting.value) || empty)
            || key.kind == ValueKind::Memory
            || key.takes(setting.value)
        {
            continue;
        }
        let message =
            format!("Could not parse value '{}' for key '{}'.", setting.value, setting.key);
        out.push(told(Kind::BadValue, setting.at, &[setting.key, setting.value], &message));
    }
}

/// `RestartBackoffTimeStrategyFactoryLoader`, `RestartStrategies.fromConfiguration`
fn strategy_is_known(setting: &Setting<'_>) -> bool {
    let named = matches!(setting.key, "restart-strategy" | "restart-strategy.type");
    let plain = setting.value.to_ascii_lowercase().replace('-', "");
    !named
        || !is_known(setting.value)
        || ["none", "off", "disable", "fixeddelay", "failurerate", "exponentialdelay"]
            .contains(&plain.as_str())
}

/// What belongs to processes that run already.
pub(super) fn of_processes(line: &Line<'_>, out: &mut Vec<Found>) {
    let Meant::Job(_) = line.meant() else { return };
    if !line.is_read() || line.action() != "run" {
        return;
    }
    for setting in whole(line).filter(|it| keys::is_of_processes(it.key)) {
        if matches!(
            keys::standing(setting.key, line.version),
            Standing::Known(_) | Standing::Older(_)
        ) {
            out.push(found(Kind::OfProcesses, setting.word.at, Effect::Differs, &[setting.key]));
        }
    }
}

/// Keys of a platform that is not the line's.
pub(super) fn platforms(line: &Line<'_>, out: &mut Vec<Found>) {
    let on = match line.meant() {
        Meant::Job(on) | Meant::Running(on) => on,
        Meant::Cluster(on) => Some(on),
        Meant::Process => Some(Platform::Standalone),
        Meant::Nothing => None,
    };
    let Some(on) = on else { return };
    for setting in whole(line) {
        let of = match setting.key.split('.').next() {
            Some("yarn") => Platform::Yarn,
            Some("kubernetes") => Platform::Kubernetes,
            _ => continue,
        };
        if of != on {
            out.push(found(Kind::OtherPlatform, setting.word.at, Effect::Differs, &[setting.key]));
        }
    }
}

/// Keys that are said more than once: an option wins over `-D`, the last `-D` over those before.
pub(super) fn twice(line: &Line<'_>, out: &mut Vec<Found>) {
    let settings: Vec<&Setting<'_>> = whole(line).take(500).collect();
    for (at, setting) in settings.iter().enumerate() {
        let later =
            settings[at + 1..].iter().find(|it| it.key == setting.key && it.value != setting.value);
        let is_run = line.call.program == Program::Flink;
        let option = line.reading.options.iter().find(|known| {
            // YARN's old options are idle, and -d says something of its own.
            is_run && known.opt.key == setting.key && known.opt.long == "--parallelism"
        });
        let wins = option.map(|known| (known.written, known.value.map_or("", |value| value.text)));
        let wins = wins.or(later.map(|it| (it.word, it.value)));
        if let Some((word, value)) = wins.filter(|(_, value)| *value != setting.value) {
            let counts = if word.text.contains(value) {
                word.text.to_owned()
            } else {
                format!("{} {value}", word.text)
            };
            out.push(found(
                Kind::SaidTwice,
                setting.word.at,
                Effect::Works,
                &[setting.key, &counts],
            ));
        }
    }
}

/// What Kubernetes does not take for the name of a Deployment and a Service.
pub(super) fn cluster_names(line: &Line<'_>, out: &mut Vec<Found>) {
    let creates = line.meant() == Meant::Cluster(Platform::Kubernetes);
    let name = line.reading.value("kubernetes.cluster-id").filter(|_| creates);
    let Some(name) = name.filter(|name| is_known(name.text)) else { return };
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9');
    let (first, last) = (name.text.bytes().next(), name.text.bytes().next_back());
    let long = name.text.len() > 45;
    let valid = name.text.bytes().all(|byte| plain(byte) || byte == b'-')
        && first.is_some_and(|byte| byte.is_ascii_lowercase())
        && last.is_some_and(plain);
    let message = match long {
        true => "kubernetes.cluster-id must be no more than 45 characters.".to_owned(),
        false => format!("Could not create Kubernetes cluster \"{}\".", name.text),
    };
    if long || !valid {
        out.push(told(Kind::BadClusterName, name.at, &[name.text], &message));
    }
}

/// A second JobManager on Kubernetes.
pub(super) fn standby(line: &Line<'_>, out: &mut Vec<Found>) {
    let replicas = line.reading.value("kubernetes.jobmanager.replicas");
    let Some(replicas) =
        replicas.filter(|it| it.text.parse::<u32>().is_ok_and(|number| number > 1))
    else {
        return;
    };
    let key =
        keys::named("kubernetes.jobmanager.replicas").filter(|key| key.exists_in(line.version));
    let available = ["high-availability.type", "high-availability"]
        .into_iter()
        .any(|key| line.reading.value(key).is_some_and(|it| !it.text.eq_ignore_ascii_case("none")));
    if key.is_some() && !available && line.meant() == Meant::Cluster(Platform::Kubernetes) {
        let message = "High availability should be enabled when starting standby JobManagers.";
        out.push(told(Kind::StandbyWithoutHa, replicas.at, &[], message));
    }
}
