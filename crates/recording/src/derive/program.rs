//! The arguments of the recorded program (`RecJob`): which jobs it submits, with which options.
//!
//! In: the program's words. Out: one [`Asked`] for each job. Deliberately absent: the job graph, which
//! Flink tells by itself. Another program's arguments mean nothing here: it submits one job of any
//! name, and what its code does is seen only where it throws or ends.

use model::Config;
use std::collections::BTreeMap;

/// What the arguments say about one job.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Asked {
    /// Its name; `None` when the arguments name none.
    pub(super) name: Option<String>,
    /// The options that the program sets.
    pub(super) options: Config,
    /// Milliseconds of input; `None` is unbounded or unknown.
    pub(super) bounded_ms: Option<u64>,
    /// A planned exception.
    pub(super) fails: Option<Fails>,
}

/// A planned exception.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fails {
    /// In the vertex that holds this operator.
    pub(super) operator: String,
    pub(super) subtask: u16,
    pub(super) after_ms: u64,
    /// In attempts below this number; `None` is always.
    pub(super) attempts: Option<u16>,
}

/// The jobs that a program with these arguments submits, in order.
pub(super) fn jobs(words: &[String]) -> Vec<Asked> {
    let mut common = BTreeMap::new();
    let mut specs: Vec<&str> = Vec::new();
    for pair in words.chunks_exact(2) {
        match pair[0].trim_start_matches('-') {
            "job" => specs.push(&pair[1]),
            key => {
                common.insert(key.to_owned(), pair[1].clone());
            }
        }
    }
    if specs.is_empty() {
        specs.push("");
    }
    let job = |spec: &&str| {
        let mut values = common.clone();
        for (key, value) in spec.split(',').filter_map(|part| part.split_once('=')) {
            values.insert(key.trim().to_owned(), value.trim().to_owned());
        }
        asked(&values)
    };
    specs.iter().map(job).collect()
}

fn asked(values: &BTreeMap<String, String>) -> Asked {
    let text = |key: &str| values.get(key).map(String::as_str);
    let number = |key: &str| text(key).and_then(|value| value.parse::<u64>().ok());
    let mut options = Config::default();
    if let Some(strategy) = text("restart") {
        options.set("restart-strategy.type", strategy);
        if strategy == "fixed-delay" {
            let attempts = text("restart-attempts").unwrap_or("3");
            options.set("restart-strategy.fixed-delay.attempts", attempts);
            let delay = text("restart-delay").unwrap_or("1 s");
            options.set("restart-strategy.fixed-delay.delay", delay);
        }
    }
    if let Some(interval) = number("ckpt-ms").filter(|interval| *interval > 0) {
        options.set("execution.checkpointing.interval", &format!("{interval} ms"));
    }
    for (key, value) in values {
        if let Some(key) = key.strip_prefix("conf:") {
            options.set(key, value);
        }
    }
    let narrow = |number: u64| u16::try_from(number).unwrap_or(u16::MAX);
    let fails = number("fail-after-ms").filter(|after| *after > 0).map(|after_ms| Fails {
        operator: text("fail-op").unwrap_or("map").to_owned(),
        subtask: narrow(number("fail-subtask").unwrap_or(0)),
        after_ms,
        attempts: number("fail-attempts").map(narrow),
    });
    Asked {
        name: text("name").map(str::to_owned),
        options,
        bounded_ms: number("bounded-ms").filter(|length| *length > 0),
        fails,
    }
}
