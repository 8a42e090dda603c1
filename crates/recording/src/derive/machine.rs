//! How fast the recorded machine was: durations that Flink's configuration does not set.
//!
//! In: a [`Recording`]. Out: a [`Profile`] of medians, and single durations for single actions.
//! Deliberately absent: every duration that a configuration key sets, and every outcome.

use crate::read::Recording;
use crate::row::Row;
use model::{Profile, Time};

/// A figure that never occurred in a recording stays the profile's own.
pub(super) fn profile(recording: &Recording) -> Profile {
    let calm = Profile::CALM;
    let between = |from: Mark, to: Mark, by: &[&str], or: Time| {
        median(durations(recording, from, to, by)).unwrap_or(or)
    };
    let job = ["jid"].as_slice();
    let task = ["jid", "vertex", "subtask", "attempt"].as_slice();
    let state = |to: &'static str| Mark { kind: "task.state", to: Some(to) };
    let start = recording.of("action.cmd").find(|row| {
        let words = row.argv();
        words.iter().any(|word| word.ends_with("jobmanager.sh") || word.ends_with("cluster.sh"))
    });
    let listening = recording.of("rest.listening").next();
    let managing = recording.of("rm.started").next();
    let span = |from: Option<&Row>, to: Option<&Row>, or: Time| match (from, to) {
        (Some(from), Some(to)) => Time::ms(to.t_ms.saturating_sub(from.t_ms)),
        _ => or,
    };
    Profile {
        job_manager_start: span(start, listening, calm.job_manager_start),
        resource_manager_start: span(listening, managing, calm.resource_manager_start),
        call: between(mark("slot.allocating"), mark("tm.slot_request"), &["alloc"], calm.call),
        job_master_start: between(
            mark("job.received"),
            mark("job.start"),
            job,
            calm.job_master_start,
        ),
        job_leader_lookup: between(
            mark("tm.job_watch"),
            mark("tm.jm_connected"),
            &["jid", "src"],
            calm.job_leader_lookup,
        ),
        task_load: between(state("DEPLOYING"), state("INITIALIZING"), task, calm.task_load),
        task_open: between(state("INITIALIZING"), state("RUNNING"), task, calm.task_open),
        task_cancel: between(mark("tm.task_cancel"), mark("tm.task_final"), task, calm.task_cancel),
        connection_reset: reset(recording).unwrap_or(calm.connection_reset),
        // A TaskManager started by hand has its own figure in its action; this is a container's.
        task_manager_start: between(
            mark("yarn.start_tm"),
            mark("tm.registering"),
            &["tm"],
            calm.task_manager_start,
        ),
        container_launch: between(
            mark("yarn.received"),
            mark("yarn.start_tm"),
            &[],
            calm.container_launch,
        ),
        yarn_allocate: between(
            mark("worker.requesting"),
            mark("yarn.received"),
            &[],
            calm.yarn_allocate,
        ),
        client_main: calm.client_main,
    }
}

/// A kind of row, and for state rows the state.
#[derive(Clone, Copy)]
struct Mark {
    kind: &'static str,
    to: Option<&'static str>,
}

const fn mark(kind: &'static str) -> Mark {
    Mark { kind, to: None }
}

impl Mark {
    fn is(self, row: &Row) -> bool {
        row.kind == self.kind && self.to.is_none_or(|to| row.text("to") == Some(to))
    }
}

/// Durations from a row to the next one of another kind with the same key.
fn durations(recording: &Recording, from: Mark, to: Mark, by: &[&str]) -> Vec<Time> {
    let end = recording.end_ms();
    let key = |row: &Row| -> Vec<Option<String>> {
        by.iter()
            .map(|name| match *name {
                "src" => Some(row.src.clone()),
                name => row.fields.get(name).map(ToString::to_string),
            })
            .collect()
    };
    let starts = recording.rows.iter().filter(|row| from.is(row) && row.t_ms <= end);
    let span = |start: &Row| {
        let key_of_start = key(start);
        let end = recording
            .rows
            .iter()
            .find(|row| to.is(row) && row.t_ms >= start.t_ms && key(row) == key_of_start)?;
        Some(Time::ms(end.t_ms - start.t_ms))
    };
    starts.filter_map(span).collect()
}

/// The middle one; of two the shorter, because a first time loads classes, too.
pub(super) fn median(mut times: Vec<Time>) -> Option<Time> {
    times.sort_unstable();
    times.get(times.len().saturating_sub(1) / 2).copied()
}

/// A `kill -9` until a peer saw its connection break.
fn reset(recording: &Recording) -> Option<Time> {
    let end = recording.end_ms();
    let broken = recording.of("tm.net_error").find(|row| row.t_ms <= end)?;
    let kill = recording.of("action.kill").take_while(|row| row.t_ms <= broken.t_ms).last()?;
    Some(Time::ms(broken.t_ms - kill.t_ms))
}
