//! Savepoints that somebody asked for, and programs that begin with one.
//!
//! In: what the JobMasters say they were asked for. Out: actions of the model. Deliberately absent:
//! whether a savepoint was completed; that is the model's to tell. Only a cancellation that follows the
//! completion (`flink cancel -s`) takes its time from the recording.

use crate::read::Recording;
use crate::row::Row;
use crate::savepoints::{is_savepoint, requests, stops};
use crate::translate::Names;
use model::{Action, JobId, SavepointId};

/// What a request asks for; where to says nothing about the cluster.
pub(super) fn action(row: &Row, job: JobId) -> Action {
    let directory = Some("recorded".to_owned());
    if stops(row) {
        Action::Stop { job, drain: false, directory }
    } else {
        Action::Savepoint { job, directory }
    }
}

/// When a savepoint that the job is to be cancelled after was completed.
pub(super) fn cancels_at(recording: &Recording, row: &Row) -> Option<u64> {
    row.text("how").filter(|how| how.starts_with("cancel-with-"))?;
    let own = |other: &&Row| other.t_ms >= row.t_ms && other.text("jid") == row.text("jid");
    let written = recording.of("checkpoint.triggered").filter(own).find(|row| is_savepoint(row))?;
    let mut completed = recording.of("checkpoint.completed").filter(own);
    completed.find(|row| row.number("id") == written.number("id")).map(|row| row.t_ms)
}

/// When somebody asked the job to stop with a savepoint first.
pub(super) fn stopped_at(recording: &Recording, jid: &str) -> Option<u64> {
    let own = requests(recording).into_iter().filter(|row| row.text("jid") == Some(jid));
    own.filter(|row| stops(row)).map(|row| row.t_ms).next()
}

/// The savepoint at a path, by the beginning of its job's id in the name
/// (`savepoint-0a1b2c-…`); of several the newest. A checkpoint that was kept (`chk-7`) is none.
pub(super) fn at_path(
    recording: &Recording,
    names: &Names,
    path: &str,
    before: u64,
) -> Option<SavepointId> {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let known: Vec<&Row> = requests(recording)
        .into_iter()
        .filter(|row| row.t_ms <= before && names_job(names, row))
        .collect();
    let of_name = |row: &&Row| {
        let beginning = name.strip_prefix("savepoint-").and_then(|rest| rest.get(..6));
        beginning.is_some_and(|hex| row.text("jid").is_some_and(|jid| jid.starts_with(hex)))
    };
    if name.starts_with("chk-") {
        return None;
    }
    let position = known.iter().rposition(of_name).or(known.len().checked_sub(1))?;
    Some(SavepointId::next(position))
}

fn names_job(names: &Names, row: &Row) -> bool {
    row.text("jid").is_some_and(|jid| names.job(jid).is_some())
}
