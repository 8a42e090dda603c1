//! Which lines of Flink's logs are kept, and as what: a row for each wording of each version.
//!
//! In: `table.tsv`, in which `#` begins a heading. Out: [`rows`], read by `extract`; the first that fits is taken.
//! The kinds and fields are those that `crates/recording` reads (`compact.rs` there lists them). Deliberately absent: YARN, Kubernetes, and lines that nobody reads.

use super::pattern::Pattern;

/// One wording of one line.
pub(super) struct Line {
    /// The kind of the row that it becomes.
    pub(super) kind: &'static str,
    /// In whose log: `j` JobManager, `t` TaskManager, `c` client, `*` any.
    pub(super) role: char,
    /// The last part of the logger's name; several are separated by `|`.
    pub(super) logger: &'static str,
    /// The message (`pattern.rs`).
    pub(super) message: Pattern,
}

/// Kinds of which the whole message is kept, as `text`.
pub(super) const WHOLE: [&str; 6] = [
    "app.bootstrap",
    "app.bootstrap_error",
    "slot.not_enough",
    "tm.jobleader_lost",
    "client.command",
    "ha.store",
];

/// The table.
pub(super) fn rows() -> Vec<Line> {
    let rows = include_str!("table.tsv").lines().filter(|row| !row.starts_with('#'));
    let row = |row: &'static str| {
        let mut parts = row.splitn(4, '\t');
        let mut part = || parts.next().expect("a row has four parts");
        let (kind, role) = (part(), part().chars().next().expect("a role is a letter"));
        Line { kind, role, logger: part(), message: Pattern::new(part()) }
    };
    rows.map(row).collect()
}
