//! Hand-made entries, and the book's scenarios, for the tests of this module.

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

/// Every scenario of the book, with its id.
pub(crate) fn scenarios() -> Vec<(String, Scenario)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../book/scenarios");
    let files = std::fs::read_dir(folder).expect("the book has scenarios");
    let read = |file: std::io::Result<std::fs::DirEntry>| {
        let path = file.expect("the folder is readable").path();
        let id = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let source = std::fs::read_to_string(&path).expect("the file is readable");
        let file = model::authoring::parse(&id, &source).expect("the book's scenarios are valid");
        (id, file.scenario)
    };
    files.map(read).collect()
}
