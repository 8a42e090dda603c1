//! What was done to a Kubernetes cluster: machines without power, and what `kubectl` was told.
//!
//! In: a row of the actions. Out: the model's actions. Deliberately absent: what Flink asked for.

use super::Player;
use crate::derive::Process;
use crate::derive::command::Command;
use crate::derive::kubernetes::node;
use crate::row::Row;
use model::Time;
use model::action::{Action, Signal};

impl Player<'_> {
    /// A machine without power: what was on it is missed after a while.
    pub(super) fn power_off(&mut self, row: &Row) {
        let Some(node) = row.text("node").and_then(|name| node(self.recording, name)) else {
            return self.beyond("a node on which nothing ran");
        };
        // Eviction follows the taint: a new JobManager pod says when that was, else the toleration does.
        const GRACE_MS: u64 = 44_000;
        let tolerates = row.number("default_unreachable_toleration_s").unwrap_or(300) * 1_000;
        let again = self.recording.of("action.container_start").find(|start| {
            let replaces = start.text("role") == Some("jm") && start.number("restart") == Some(0);
            replaces && start.t_ms > row.t_ms
        });
        let gone = again.map_or(GRACE_MS + tolerates, |start| start.t_ms - row.t_ms);
        self.push_missed(row.t_ms, Action::KillMachine { node }, Time::ms(gone));
    }

    /// What `kubectl` was told.
    pub(super) fn kubectl(&mut self, row: &Row, words: &[String]) -> Command {
        let argument = |what: &[&str]| {
            let place = words.iter().position(|word| what.contains(&word.as_str()))?;
            words[place + 1..].iter().find(|word| !word.starts_with('-')).cloned()
        };
        let verb = words.iter().find(|word| !word.starts_with('-')).map(String::as_str);
        match verb {
            Some("get" | "describe" | "logs" | "top" | "wait" | "version" | "events") => {
                Command::Looks
            }
            Some("delete") if words.iter().any(|word| word.starts_with("deploy")) => {
                // The JobManager says when it was told.
                let told = self.recording.of("jm.signal").find(|signal| signal.t_ms >= row.t_ms);
                self.push(told.map_or(row.t_ms, |told| told.t_ms), Action::StopCluster, None);
                Command::Looks
            }
            Some("delete") => match argument(&["pod", "pods", "po"]) {
                Some(pod) => self.delete_pod(row, &pod),
                None => Command::Beyond("kubectl delete".to_owned()),
            },
            _ => Command::Beyond(format!("kubectl {}", verb.unwrap_or_default())),
        }
    }

    fn delete_pod(&mut self, row: &Row, pod: &str) -> Command {
        let mut signals = self.recording.of("action.container_sigterm");
        let told = signals.find(|told| told.t_ms >= row.t_ms && told.text("pod") == Some(pod));
        let starts = self.recording.of("action.container_start");
        let start = starts.filter(|start| start.text("pod") == Some(pod) && start.t_ms <= row.t_ms);
        let process = start.last().and_then(|start| self.processes.get(&start.number("pid")?));
        let at = told.map_or(row.t_ms, |told| told.t_ms);
        match process.copied() {
            Some(Process::TaskManager(tm)) => {
                self.push(at, Action::SignalTaskManager { tm, signal: Signal::Term }, None);
            }
            Some(Process::JobManager(jm)) => self.push(at, Action::StopJobManager { jm }, None),
            None => return Command::Beyond(format!("a deletion of the unknown pod {pod}")),
        }
        Command::Looks
    }
}
