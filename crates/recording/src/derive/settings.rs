//! The configuration of a recorded cluster, and which of its settings the model cannot obey.
//!
//! In: keys and values out of the configuration file and the commands. Out: a [`Config`], and what lies
//! beyond the model. Deliberately absent: keys that change nothing a recording tells (memory, paths, ports,
//! the Web UI): they are kept and have no effect.

use crate::read::Recording;
use model::{Config, FlinkVersion};

/// Settings that change what Flink does and that the model does not obey, with the values that leave it
/// as it is (the defaults of 1.20 and 2.3).
const CHANGE_MORE: [(&str, &[&str]); 20] = [
    ("slotmanager.redundant-taskmanager-num", &["0"]),
    ("slotmanager.number-of-slots.min", &["0"]),
    ("slotmanager.number-of-slots.max", &["2147483647"]),
    ("slotmanager.min-total-resource.cpu", &[]),
    ("slotmanager.min-total-resource.memory", &[]),
    ("slotmanager.max-total-resource.cpu", &[]),
    ("slotmanager.max-total-resource.memory", &[]),
    ("cluster.fine-grained-resource-management.enabled", &["false"]),
    ("resourcemanager.previous-worker.recovery.timeout", &["0", "0s", "0 s", "0 ms", "PT0S"]),
    ("jobmanager.adaptive-scheduler.min-parallelism-increase", &["1"]),
    ("jobmanager.adaptive-scheduler.scaling-interval.max", &[]),
    ("jobmanager.adaptive-scheduler.rescale-trigger.max-delay", &[]),
    ("jobmanager.adaptive-scheduler.rescale-trigger.max-checkpoint-failures", &["2"]),
    ("execution.submit-failed-job-on-application-error", &["false"]),
    ("execution.batch.speculative.enabled", &["false"]),
    ("high-availability.zookeeper.client.tolerate-suspended-connections", &["false"]),
    // Tasks would prefer the slots that their state lies beside.
    ("state.backend.local-recovery", &["false"]),
    ("execution.state-recovery.from-local", &["false"]),
    // More jitter than the comparison allows for (see "jitter").
    ("restart-strategy.exponential-delay.jitter-factor", &["0", "0.0", "0.1", "0.05"]),
    ("resourcemanager.start-worker.max-failure-rate", &["10", "10.0"]),
];

/// The cluster's configuration.
pub(super) fn config(recording: &Recording, beyond: &mut Vec<String>) -> Config {
    let mut config = Config::default();
    if !recording.is_configured {
        beyond.push("the configuration: there is no config.yaml".to_owned());
    }
    for (key, value) in &recording.config {
        config.set(key, value);
    }
    config
}

/// Names what the model cannot obey of these settings, the cluster's or a job's.
pub(super) fn check(settings: &Config, version: FlinkVersion, beyond: &mut Vec<String>) {
    let mut add = |what: String| {
        if !beyond.contains(&what) {
            beyond.push(what);
        }
    };
    for (key, value) in settings.pairs() {
        let value = value.trim();
        let changes = CHANGE_MORE.iter().find(|(known, _)| *known == key);
        if changes.is_some_and(|(_, harmless)| !harmless.contains(&value) && !value.is_empty()) {
            add(format!("the setting {key}: {value}"));
        }
    }
    let services = settings.text(model::Key::HighAvailability, version).unwrap_or_default();
    match services.to_ascii_lowercase().as_str() {
        "" | "none" | "zookeeper" | "kubernetes" => {}
        _ => add(format!("HA {services}")),
    }
    for error in settings.check() {
        add(format!("the setting {error}"));
    }
}
