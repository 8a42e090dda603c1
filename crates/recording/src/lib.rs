//! Recordings of real Flink clusters, and whether the model agrees with them.
//!
//! In: a recording (a folder of logs and REST answers, or a compact copy of one).
//! Out: a [`Verdict`]: agreement at three levels, and the first difference.
//! Deliberately absent: everything about a single recording. A recording that nobody has seen goes
//! the same way as those in `tests/recordings`.
//!
//! The order to read in:
//! 1. [`read`], [`row`]: what a recording holds, as written.
//! 2. [`translate`]: its rows as the model's own events. A trace has such events, too ([`simulate`]).
//! 3. [`derive`]: the scenario that was played on the real cluster: what was done and how fast the
//!    machine was, never what Flink made of it.
//! 4. [`facts`], [`equivalence`], [`compare`]: each entity's life on both sides; which differences
//!    between two runs of one scenario mean nothing; which are left.
//! 5. [`rules`]: what must come before what, in every run.
//! 6. [`chance`], [`verdict`], [`report`]: all of it for one recording, and in words.
//! 7. [`coverage`]: how much of the model recordings have seen.
//!
//! [`compact`] writes the small copies in `tests/recordings`; [`polls`] reads what the REST API said.

pub mod chance;
pub mod compact;
pub mod compare;
pub mod coverage;
pub mod derive;
pub mod equivalence;
pub mod facts;
mod labels;
pub mod plan;
pub mod polls;
pub mod read;
pub mod report;
pub mod row;
pub mod rules;
mod savepoints;
pub mod simulate;
pub mod translate;
pub mod verdict;

pub use compare::Difference;
pub use read::Recording;
pub use translate::Happened;
pub use verdict::{Verdict, judge, judge_events};
