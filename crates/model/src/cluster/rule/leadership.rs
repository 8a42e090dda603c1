//! How long the leadership of a JobManager that is gone is taken.

use crate::cluster::{Cluster, JobManagerRole};
use crate::key;
use crate::time::Time;

impl Cluster {
    /// Whether the store of leaders forgets a leader that is gone (ZooKeeper's ephemeral node), rather than
    /// naming it until there is another one (Kubernetes' ConfigMap).
    pub(crate) fn store_forgets(&self) -> bool {
        let kind = self.config.value(key::HighAvailability, self.version);
        !kind.is_some_and(|kind| kind.eq_ignore_ascii_case("kubernetes"))
    }
}

/// When the latch of a leader that has just gone is free for the next one. A process that ends in
/// order lets go of it; a killed one holds it until its session (ZooKeeper) or its lease (Kubernetes)
/// is over.
pub(crate) fn latch_free_at(cluster: &Cluster, role: JobManagerRole, gone: Time) -> Time {
    /// `tickTime` of ZooKeeper as shipped: sessions end on a tick, and last 20 of them at most.
    const TICK: Time = Time::s(2);
    if role == JobManagerRole::Exited {
        return gone + Time::ms(400);
    }
    let (config, version) = (&cluster.config, cluster.version);
    if !cluster.store_forgets() {
        return gone + config.value(key::KubernetesLeaseDuration, version);
    }
    let asked = config.value(key::ZooKeeperSessionTimeout, version);
    let session = asked.min(Time(20 * TICK.0));
    Time((gone + session).0.next_multiple_of(TICK.0))
}
