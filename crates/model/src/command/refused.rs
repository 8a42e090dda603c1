//! What the JobManager answers to what it cannot do, for its client and for whoever asks it over REST.

use crate::FlinkVersion;
use crate::cluster::Cluster;
use crate::config::Key;

/// What the JobManager says when nobody has told where savepoints go (`SavepointHandlers`).
pub(super) fn nowhere(stops: bool, cluster: &Cluster) -> Option<String> {
    let new = cluster.version >= FlinkVersion::V1_20;
    let key = if new { Key::SavepointDirectory.name() } else { "state.savepoints.dir" };
    let property = if new && stops { "targetDirectory" } else { "target-directory" };
    let said = ["Config key [", key, "] is not set. Property [", property, "] must be provided."];
    (!cluster.config.is_set(Key::SavepointDirectory)).then(|| said.concat())
}

pub(super) fn not_found(job: &str) -> String {
    let class =
        "org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink job (";
    [class, job, ")"].concat()
}
