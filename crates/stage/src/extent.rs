//! How much room a whole trace needs, and where each thing of it stands.
//!
//! In: a trace. Out: places that never change while that trace is shown, so that nothing jumps when
//! something else appears. Compute it once after a run or a fork, not for every frame.

use model::{Cluster, Trace};

/// The places of everything in a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// The row of each client, by [`model::ClientId`].
    pub clients: Vec<u16>,
    /// The row of each JobMaster, by [`model::JobId`].
    pub jobs: Vec<u16>,
    /// The place of each TaskManager, by [`model::TmId`].
    pub task_managers: Vec<u16>,
}

impl Extent {
    /// The places for all frames of a trace.
    pub fn of(_trace: &Trace) -> Extent {
        Extent::default()
    }

    /// The places for one cluster state alone.
    pub fn of_cluster(_cluster: &Cluster) -> Extent {
        Extent::default()
    }
}
