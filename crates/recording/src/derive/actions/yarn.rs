//! The YARN that a recorder started: its machines and its queues.

use super::Player;
use crate::row::Row;
use model::Provider;
use model::scenario::Queue;

impl Player<'_> {
    pub(super) fn yarn(&mut self, row: &Row) {
        let number = |name| row.number(name);
        if let (Some(nodes), Some(memory)) = (number("nodes"), number("node_mb")) {
            self.provider = Provider::Yarn {
                nodes: u16::try_from(nodes).unwrap_or(u16::MAX),
                node_memory_mib: memory,
                // The stub of YARN gives what is asked for.
                minimum_allocation_mib: number("minimum_allocation_mb").unwrap_or(1),
                queues: queues(row),
            };
        }
    }
}

/// The queues of YARN's scheduler, as its configuration names them; one alone needs no name.
fn queues(row: &Row) -> Vec<Queue> {
    let set = row.fields.get("queues");
    let names = set.and_then(|set| set.get("queues")?.as_str()).unwrap_or_default();
    let names: Vec<&str> =
        names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let percent = |key: String| {
        let value = set?.get(&key)?;
        let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
        u16::try_from(number).ok()
    };
    let queue = |name: &&str| Queue {
        name: (*name).to_owned(),
        capacity: percent(format!("{name}.capacity")).unwrap_or(100),
        maximum: percent(format!("{name}.maximum-capacity")).unwrap_or(100),
    };
    if names.len() > 1 { names.iter().map(queue).collect() } else { Vec::new() }
}
