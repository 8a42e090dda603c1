//! What was done to a Kubernetes cluster, and what its kubelets did.
//!
//! In: a [`Recording`]. Out: the [`Provider`], the machine of each process, the model's actions.
//! Taken as the machine's: when a container started or ended, on which node a pod was bound, how long the
//! control plane took to miss a node. Deliberately absent: what Flink asked for.

use super::actions::Player;
use super::command::Command;
use super::processes::Process;
use crate::read::Recording;
use crate::row::Row;
use crate::translate::Names;
use model::action::{Action, Signal};
use model::{NodeId, Provider, Time, key};
use std::collections::{BTreeMap, BTreeSet};

/// More than any process needs: no pod ever waited.
const ROOM_FOR_ALL_MIB: u64 = 1 << 20;

/// Flink's version matters for no default that is asked for here.
const ANY: model::FlinkVersion = model::FlinkVersion::V1_20;

/// The nodes on which something ran, in order of their names.
fn nodes(recording: &Recording) -> Vec<&str> {
    let named = recording.rows.iter().filter(|row| {
        matches!(row.kind.as_str(), "action.container_start" | "action.node_power_off")
    });
    let nodes: BTreeSet<&str> = named.filter_map(|row| row.text("node")).collect();
    nodes.into_iter().collect()
}

fn node(recording: &Recording, name: &str) -> Option<NodeId> {
    nodes(recording).iter().position(|known| *known == name).map(NodeId::next)
}

/// The node on which a process ran, by the recorder's label.
pub(super) fn node_of(recording: &Recording, label: &str) -> Option<NodeId> {
    let start = recording.of("action.container_start").find(|row| {
        let role = row.text("role").unwrap_or_default();
        row.number("index").is_some_and(|index| label == format!("{role}-{index}"))
    })?;
    node(recording, start.text("node")?)
}

/// When the container of a process was started, by the recorder's label.
pub(super) fn started(recording: &Recording, label: &str) -> Option<u64> {
    let start = recording.of("action.container_start").find(|row| {
        let role = row.text("role").unwrap_or_default();
        row.number("index").is_some_and(|index| label == format!("{role}-{index}"))
    })?;
    Some(start.t_ms)
}

/// As many machines as ran something. Where every pod was started there was room for all; else as much as was
/// in use at the most.
pub(super) fn provider(recording: &Recording, config: &model::Config) -> Provider {
    let created: BTreeSet<&str> =
        recording.of("k8s.creating_pod").filter_map(|row| row.text("tm")).collect();
    let waited = created.iter().any(|label| waits_for_room(recording, label));
    let node_memory_mib = if waited { most_in_use(recording, config) } else { ROOM_FOR_ALL_MIB };
    let replicas = recording.config.get("kubernetes.jobmanager.replicas");
    Provider::Kubernetes {
        nodes: u16::try_from(nodes(recording).len().max(1)).unwrap_or(u16::MAX),
        node_memory_mib,
        job_managers: replicas.and_then(|number| number.parse().ok()).unwrap_or(1),
    }
}

/// Whether a pod was created and not started while the scenario lasted, or only after something ended.
fn waits_for_room(recording: &Recording, label: &str) -> bool {
    /// Binding a pod and preparing its container took no longer.
    const PATIENT_MS: u64 = 15_000;
    let created = recording.of("k8s.creating_pod").find(|row| row.text("tm") == Some(label));
    let Some(created) = created.map(|row| row.t_ms) else { return false };
    let began = started(recording, label);
    let stopped = recording.of("k8s.stopping_pod").find(|row| row.text("tm") == Some(label));
    let until = began.or(stopped.map(|row| row.t_ms)).unwrap_or(recording.end_ms());
    until.saturating_sub(created) > PATIENT_MS
}

fn most_in_use(recording: &Recording, config: &model::Config) -> u64 {
    let size = |role: &str| match role {
        "jm" => config.value(key::JobManagerMemory, ANY),
        _ => config.value(key::TaskManagerMemory, ANY),
    };
    let mut running: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut most: u64 = 0;
    for row in &recording.rows {
        let (Some(pod), Some(role)) = (row.text("pod"), row.text("role")) else { continue };
        match (row.kind.as_str(), row.text("node")) {
            ("action.container_start", Some(node)) => {
                running.insert((node, pod), size(role));
                let used = running.iter().filter(|((other, _), _)| *other == node);
                most = most.max(used.map(|(_, size)| size).sum::<u64>());
            }
            ("action.container_exit", _) => running.retain(|(_, other), _| *other != pod),
            _ => {}
        }
    }
    most.max(1)
}

/// The processes in the containers, by their numbers.
pub(super) fn processes(recording: &Recording, names: &Names) -> Vec<(u64, Process)> {
    let process = |row: &Row| {
        let label = format!("{}-{}", row.text("role")?, row.number("index")?);
        let own = names.jm(&label).map(Process::JobManager);
        let own = own.or_else(|| names.tm(&label).map(Process::TaskManager))?;
        Some((row.number("pid")?, own))
    };
    recording.of("action.container_start").filter_map(process).collect()
}

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
