//! The YARN that a recorder started, its queues, and what was done to its machines.
//!
//! Taken as the machine's: when YARN gave a machine up. Deliberately absent: what Flink made of it.

use super::Player;
use crate::derive::nodes::machines;
use crate::derive::{machine, processes};
use crate::row::Row;
use model::action::Action;
use model::scenario::Queue;
use model::{NodeId, Provider, Time};

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

    /// A NodeManager that is gone takes nothing along: its containers run until YARN gives the machine up.
    pub(in crate::derive) fn kill_node_manager(&mut self, row: &Row) {
        let what = row.text("what").unwrap_or_default();
        let known = machines(self.recording);
        let named =
            what.split_whitespace().find_map(|word| known.iter().position(|it| *it == word));
        let Some(node) = named.map(NodeId::next) else {
            return self.beyond("a NodeManager of which nothing is known");
        };
        // What was killed together with it ended unheard.
        let together = |kill: &&Row| kill.t_ms + processes::WITH_IT_MS >= row.t_ms;
        let first = self.recording.of("action.kill").find(together);
        let at = first.map_or(row.t_ms, |kill| kill.t_ms.min(row.t_ms));
        let given_up = self.given_up(at).unwrap_or(self.recording.end_ms() + 3_600_000);
        self.push_missed(at, Action::KillNodeManager { node }, Time::ms(given_up - at));
    }

    /// When YARN gave up the machine whose NodeManager was killed then: Flink was told that a container is over which
    /// nobody had killed, another attempt was started, or the recorder saw it.
    fn given_up(&self, killed_ms: u64) -> Option<u64> {
        let later = |row: &&Row| row.t_ms >= killed_ms;
        let mut ends = self.recording.of("worker.terminated").filter(later);
        let unheard = |row: &&Row| {
            let tm = row.text("tm").and_then(|label| self.names.tm(label));
            tm.is_some_and(|tm| machine::killed(self.recording, self.names, tm).is_none())
        };
        let ended = ends.find(unheard).map(|row| row.t_ms);
        let launched = processes::until_launched(&machine::profile(self.recording)).as_ms();
        let starts = self.recording.of("jm.process_start").filter(later);
        let again = starts.map(|row| row.t_ms.saturating_sub(launched)).find(|at| *at > killed_ms);
        let mut seen = self.recording.of("action.reached").filter(later);
        let seen = seen.find(|row| row.text("what") == Some("node LOST")).map(|row| row.t_ms);
        ended.or(again).or(seen)
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
