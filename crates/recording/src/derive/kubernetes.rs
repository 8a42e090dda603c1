//! The machines of a Kubernetes cluster, and what its kubelets did.
//!
//! In: a [`Recording`]. Out: the [`Provider`], the machine of each process.
//! Taken as the machine's: when a container started or ended, on which node a pod was bound, how long the
//! control plane took to miss a node. Deliberately absent: what Flink asked for.

use super::Process;
use crate::read::Recording;
use crate::row::Row;
use crate::translate::Names;
use model::{NodeId, Provider, key};
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

pub(super) fn node(recording: &Recording, name: &str) -> Option<NodeId> {
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
