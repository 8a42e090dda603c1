//! Hand-made entries for the tests of this module.

use model::{ClusterId, Entry, Event, Place, Scenario, Time};

/// Something that happens at that millisecond and did not travel.
pub(crate) fn entry(at_ms: u64) -> Entry {
    let at = Time::ms(at_ms);
    Entry {
        at,
        sent: at,
        route: None,
        cause: None,
        event: Event::RequirementsChecked { cluster: ClusterId(0) },
    }
}

/// A message that travels between those milliseconds.
pub(crate) fn message(sent_ms: u64, at_ms: u64) -> Entry {
    let route = Some((Place::Dispatcher(ClusterId(0)), Place::ResourceManager(ClusterId(0))));
    Entry { sent: Time::ms(sent_ms), route, ..entry(at_ms) }
}

/// A small standalone session with one job, submitted after eight seconds.
pub(crate) fn scenario() -> Scenario {
    let text = r#"{
        "version": "1.20",
        "provider": { "kind": "standalone", "task_managers": 2 },
        "config": { "taskmanager.numberOfTaskSlots": "2" },
        "jobs": [{
            "name": "WordCount",
            "vertices": [
                { "name": "Source", "parallelism": 1 },
                { "name": "Sink", "parallelism": 2,
                  "inputs": [{ "from": 0, "pattern": "all-to-all" }] }
            ]
        }],
        "actions": ["0.start-cluster", "8000000.submit.WordCount"]
    }"#;
    serde_json::from_str(text).expect("the scenario of the tests is valid")
}
