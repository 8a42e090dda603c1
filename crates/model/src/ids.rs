//! Typed numbers for everything that is counted. An id is an index into the list of its kind in
//! [`crate::Cluster`]; nothing is ever removed from those, so an id stays valid for a whole trace.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => { id!($(#[$doc])* $name: u16); };
    ($(#[$doc:meta])* $name:ident: $number:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub $number);

        impl $name {
            /// The position in the cluster's list of this kind.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of the entry that a list of this length gets next.
            pub fn next(length: usize) -> Self {
                Self(<$number>::try_from(length).expect("the limits are lower than any type's"))
            }
        }

        impl From<$number> for $name {
            fn from(number: $number) -> Self {
                Self(number)
            }
        }

        impl From<$name> for $number {
            fn from(id: $name) -> $number {
                id.0
            }
        }
    };
}

id!(
    /// A submitted job. Flink shows 32 hexadecimal digits: see [`JobId::hex`].
    JobId
);
id!(
    /// A TaskManager process, also one that is long dead.
    TmId
);
id!(
    /// One allocation of one slot to one job (Flink's `AllocationID`). A long trace has many.
    AllocationId: u32
);
id!(
    /// One run of a command-line client.
    ClientId
);
id!(
    /// A machine with a YARN NodeManager or a Kubernetes kubelet on it.
    NodeId
);
id!(
    /// A YARN container or a Kubernetes pod.
    ContainerId
);
id!(
    /// A queue of YARN's scheduler, by its place among [`crate::scenario::Queue`]s.
    QueueId
);
id!(
    /// A Flink cluster: one JobManager that leads, and its TaskManagers.
    ClusterId
);
id!(
    /// A JobManager process, leading or standing by, also one that is long dead.
    JmId
);
id!(
    /// A program that runs in a cluster as one application (Flink's `ApplicationID`).
    ApplicationId
);
id!(
    /// A savepoint that was asked for.
    SavepointId
);
id!(
    /// A vertex of a job's JobGraph: one chain of operators.
    VertexId
);

impl ClusterId {
    /// The id under which YARN knows a Flink cluster: the first is the one of the notes.
    pub fn application_id(self) -> String {
        let number = (self.0 + 3).to_string();
        ["application_1622535605178_", &"0000"[number.len().min(4)..], &number].concat()
    }
}

impl ContainerId {
    /// Of a request that is under way: the platform numbers the container when it arrives.
    pub(crate) const UNNUMBERED: ContainerId = ContainerId(u16::MAX);
}

impl NodeId {
    /// Of a request for a container: the platform chooses.
    pub(crate) const ANY: NodeId = NodeId(u16::MAX);
}

impl JobId {
    /// A stable stand-in for Flink's random JobID, 32 hexadecimal digits.
    pub fn hex(self) -> String {
        let mut x = u64::from(self.0).wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut out = String::with_capacity(32);
        for _ in 0..2 {
            // splitmix64: spreads neighbouring ids over all digits.
            x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = x;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            for shift in (0..16).rev() {
                let digit = ((z >> (shift * 4)) & 0xf) as u32;
                out.push(char::from_digit(digit, 16).expect("four bits are one digit"));
            }
        }
        out
    }
}

/// One attempt to run one subtask (Flink's `ExecutionAttemptID`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExecutionId {
    /// The job.
    pub job: JobId,
    /// The vertex of its JobGraph.
    pub vertex: VertexId,
    /// 0-based subtask index; log lines print it plus one.
    pub subtask: u16,
    /// 0 for the first attempt.
    pub attempt: u16,
}
