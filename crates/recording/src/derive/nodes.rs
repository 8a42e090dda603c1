//! Which of YARN's machines each process ran on.
//!
//! In: a [`Recording`]. Out: the machine of a process. Taken as the machine's: where YARN started a container.

use crate::read::Recording;
use crate::row::Row;
use crate::translate::Names;
use model::{NodeId, TmId};
use std::collections::BTreeSet;

/// The machines, by the names of their NodeManagers, in order.
pub(super) fn machines(recording: &Recording) -> BTreeSet<&str> {
    let started = recording.of("action.stub_yarn_start").filter_map(|row| {
        let managers = row.fields.get("node_managers")?.as_object()?;
        Some(managers.keys().map(String::as_str))
    });
    started.flatten().chain(recording.nodes.values().map(String::as_str)).collect()
}

fn machine_of(recording: &Recording, container: &str) -> Option<NodeId> {
    let name = recording.nodes.get(container)?;
    machines(recording).iter().position(|known| known == name).map(NodeId::next)
}

/// Where a JobManager ran, by the recorder's label.
pub(super) fn node_of_job_manager(recording: &Recording, label: &str) -> Option<NodeId> {
    machine_of(recording, recording.containers.get(label)?)
}

/// Where a TaskManager ran.
pub(super) fn node_of_worker(recording: &Recording, names: &Names, tm: TmId) -> Option<NodeId> {
    let own = |row: &&Row| row.text("tm").and_then(|label| names.tm(label)) == Some(tm);
    machine_of(recording, recording.of("worker.requested").find(own)?.text("rid")?)
}
