//! The same jobs and one blow after the other: who is hit in which mode.
//!
//! In: a workload. Out: a comparison for each [`Blow`]. What each means is what its run says.

use super::comparison::Comparison;
use super::workload::{Fault, Switch, Workload};

/// Something that goes wrong, with checkpoints or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blow {
    /// What.
    pub fault: Fault,
    /// Whether jobs may restart.
    pub checkpoints: Switch,
}

impl Blow {
    /// Those of the table, in its order. Without checkpoints a dead JobManager or a cancelled job is the same story.
    pub const ALL: [Blow; 6] = [
        Blow { fault: Fault::TaskManager, checkpoints: Switch::On },
        Blow { fault: Fault::TaskManager, checkpoints: Switch::Off },
        Blow { fault: Fault::Exception, checkpoints: Switch::On },
        Blow { fault: Fault::Exception, checkpoints: Switch::Off },
        Blow { fault: Fault::Cancel, checkpoints: Switch::On },
        Blow { fault: Fault::JobManager, checkpoints: Switch::On },
    ];

    /// The workload, hit by it.
    pub fn on(self, workload: &Workload) -> Comparison {
        let Blow { fault, checkpoints } = self;
        Comparison::of(Workload { fault, checkpoints, ..workload.clone() })
    }
}
