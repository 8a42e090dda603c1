//! How fast the recorded machine was: durations that Flink's configuration does not set.
//!
//! In: a [`Recording`]. Out: a [`Profile`] of medians, and single durations for single actions.
//! Deliberately absent: every duration that a configuration key sets, and every outcome.

use crate::read::Recording;
use crate::row::Row;
use crate::translate::Names;
use model::scenario::WorkerTook;
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
    let starts = starts(recording);
    let mut profile = Profile {
        job_manager_start: starts.job_manager,
        resource_manager_start: starts.resource_manager,
        // Where no slot was ever asked for, calls inside the JobManager have to do.
        call: between(
            mark("slot.allocating"),
            mark("tm.slot_request"),
            &["alloc"],
            between(mark("rm.jm_registered"), mark("slot.required"), job, calm.call),
        ),
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
        // Recorded worker by worker (see `workers`); what is left is the JobManager's container.
        yarn_allocate: calm.yarn_allocate,
        client_main: calm.client_main,
        upload: calm.upload,
    };
    if recording.of("stub.yarn").next().is_some() || recording.of("yarn.start_tm").next().is_some()
    {
        // On YARN a container comes first; the script's figure holds both.
        let container = profile.yarn_allocate + profile.container_launch;
        let calls = Time(2 * profile.call.0);
        profile.job_manager_start = profile.job_manager_start.since(container + calls);
    }
    profile
}

/// How long the JobManager process took to start, in two steps.
struct Starts {
    job_manager: Time,
    resource_manager: Time,
}

fn starts(recording: &Recording) -> Starts {
    let is_start = |row: &&Row| {
        let scripts = ["jobmanager.sh", "start-cluster.sh", "yarn-session.sh"];
        row.argv().iter().any(|word| scripts.iter().any(|script| word.ends_with(script)))
    };
    let command = recording.of("action.cmd").find(is_start);
    let listening = recording.of("rest.listening").next();
    let managing = recording.of("rm.started").next();
    let span = |from: Option<&Row>, to: Option<&Row>, or: Time| match (from, to) {
        (Some(from), Some(to)) => Time::ms(to.t_ms.saturating_sub(from.t_ms)),
        (Some(_) | None, None) | (None, Some(_)) => or,
    };
    Starts {
        job_manager: span(command, listening, Profile::CALM.job_manager_start),
        resource_manager: span(listening, managing, Profile::CALM.resource_manager_start),
    }
}

/// How long each worker on YARN took, in the order in which Flink asked for them.
pub(super) fn workers(recording: &Recording, names: &Names) -> Vec<WorkerTook> {
    let asked: Vec<u64> = recording.of("worker.requesting").map(|row| row.t_ms).collect();
    let of = |row: &Row| row.text("tm").and_then(|label| names.tm(label));
    let received = recording.of("worker.requested").filter_map(|row| Some((of(row)?, row.t_ms)));
    let mut workers = vec![WorkerTook::default(); asked.len()];
    for (tm, received) in received {
        let (Some(asked), Some(worker)) = (asked.get(tm.index()), workers.get_mut(tm.index()))
        else {
            continue;
        };
        worker.until_received = Some(Time::ms(received.saturating_sub(*asked)));
        // A process that was stopped before it called had needed longer than that.
        let called = recording.of("tm.registering").find(|row| of(row) == Some(tm));
        let stopped = recording.of("worker.stopping").find(|row| of(row) == Some(tm));
        let known = called.map(|row| row.t_ms).or(stopped.map(|row| row.t_ms + 1_000));
        worker.until_ready = known.map(|at| Time::ms(at.saturating_sub(received)));
    }
    workers
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
