//! How long the leadership of a JobManager that is gone is taken.

use crate::Key;
use crate::cluster::{Cluster, JobManagerRole};
use crate::time::Time;

impl Cluster {
    /// Whether the store of leaders forgets a leader that is gone (ZooKeeper's ephemeral node), rather than
    /// naming it until there is another one (Kubernetes' ConfigMap).
    pub(crate) fn store_forgets(&self) -> bool {
        let kind = self.config.text(Key::HighAvailability, self.version).unwrap_or_default();
        !kind.eq_ignore_ascii_case("kubernetes")
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
    let duration = |key, default| cluster.config.duration(key, cluster.version).unwrap_or(default);
    if !cluster.store_forgets() {
        return gone + duration(Key::KubernetesLeaseDuration, Time::s(15));
    }
    let asked = duration(Key::ZooKeeperSessionTimeout, Time::s(60));
    let session = asked.min(Time(20 * TICK.0));
    Time((gone + session).0.next_multiple_of(TICK.0))
}
