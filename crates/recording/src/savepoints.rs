//! What a recording's rows say of savepoints that somebody asked for.

use crate::read::Recording;
use crate::row::Row;

/// The requests, in the order in which they arrived. One is logged once by each class that passes it on.
pub(crate) fn requests(recording: &Recording) -> Vec<&Row> {
    const SAME_MS: u64 = 50;
    let mut all: Vec<&Row> = Vec::new();
    for row in recording.of("savepoint.request") {
        let known = all.iter().any(|one| {
            one.text("jid") == row.text("jid")
                && one.text("how") == row.text("how")
                && row.t_ms.abs_diff(one.t_ms) <= SAME_MS
        });
        if !known {
            all.push(row);
        }
    }
    all
}

/// Whether the job is to end with it.
pub(crate) fn stops(row: &Row) -> bool {
    row.text("how").is_some_and(|how| how.starts_with("stop-with-"))
}

/// Whether a row of the checkpoints speaks of a savepoint.
pub(crate) fn is_savepoint(row: &Row) -> bool {
    row.text("what") == Some("savepoint")
        || row.text("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("savepoint"))
}
