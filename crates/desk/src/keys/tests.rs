//! Names in each version, defaults, values.

use super::*;

#[test]
fn what_a_name_is() {
    use FlinkVersion as V;
    let said = |name, version| match standing(name, version) {
        Standing::Known(_) => "known".to_owned(),
        Standing::Older(key) => format!("older than {}", key.name),
        Standing::Renamed(key) => format!("here {}", key.name),
        Standing::Elsewhere(_) => "elsewhere".to_owned(),
        Standing::Near(key) => format!("near {}", key.name),
        Standing::Family => "family".to_owned(),
        Standing::Unknown => "unknown".to_owned(),
    };
    let rows = [
        ("taskmanager.numberOfTaskSlots", V::V1_13, "known"),
        ("taskmanager.numberOfTaskSlot", V::V1_13, "near taskmanager.numberOfTaskSlots"),
        ("taskmanager.number-of-task-slots", V::V2_3, "near taskmanager.numberOfTaskSlots"),
        ("state.savepoints.dir", V::V1_17, "known"),
        ("state.savepoints.dir", V::V2_3, "older than execution.checkpointing.savepoint-dir"),
        ("execution.checkpointing.savepoint-dir", V::V1_13, "here state.savepoints.dir"),
        ("kubernetes.container.image", V::V1_20, "older than kubernetes.container.image.ref"),
        ("kubernetes.container.image.ref", V::V1_13, "here kubernetes.container.image"),
        ("restart-strategy", V::V2_0, "older than restart-strategy.type"),
        ("cluster.evenly-spread-out-slots", V::V2_3, "elsewhere"),
        ("metrics.reporter.prom.port", V::V2_3, "family"),
        ("kubernetes.jobmanager.annotations.a", V::V2_3, "family"),
        ("my.own.key", V::V2_3, "unknown"),
    ];
    for (name, version, expected) in rows {
        assert_eq!(said(name, version), expected, "{name} in {}", version.name());
    }
}

#[test]
fn defaults_are_those_of_the_model() {
    for version in FlinkVersion::ALL {
        let key = named("jobmanager.memory.process.size").expect("a key");
        assert_eq!(key.default_in(version), Some("1600m"));
        let attempts = named("yarn.application-attempts").expect("a key");
        assert_eq!(attempts.default_in(version), None);
    }
    let slots = named("taskmanager.load-balance.mode").expect("a key");
    assert_eq!(slots.default_in(FlinkVersion::V1_13), None);
    assert_eq!(slots.default_in(FlinkVersion::V2_3), Some("NONE"));
}

#[test]
fn values_that_cannot_be_read() {
    let rows = [
        ("parallelism.default", "x", false),
        ("execution.checkpointing.interval", "10s", true),
        ("execution.checkpointing.interval", "ten", false),
        ("taskmanager.memory.process.size", "2 gb", true),
        ("taskmanager.memory.process.size", "lots", false),
        ("execution.runtime-mode", "batch", true),
        ("execution.checkpointing.mode", "at-least-once", true),
        ("execution.checkpointing.mode", "twice", false),
    ];
    for (name, value, expected) in rows {
        assert_eq!(named(name).expect(name).takes(value), expected, "{name}={value}");
    }
}
