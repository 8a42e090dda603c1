//! How fast the recorded machine was: durations that Flink's configuration does not set.
//!
//! In: a [`Recording`]. Out: a [`Profile`] of medians, and single durations for single actions.
//! Deliberately absent: every duration that a configuration key sets, and every outcome.

use super::command::{Command, Target, understand};
use super::{Process, kubernetes, nodes, processes};
use crate::read::Recording;
use crate::row::Row;
use crate::translate::Names;
use model::scenario::WorkerTook;
use model::{Profile, Time, TmId};

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
    // Where no slot was ever asked for, calls inside the JobManager have to do.
    let call = between(
        mark("slot.allocating"),
        mark("tm.slot_request"),
        &["alloc"],
        between(mark("rm.jm_registered"), mark("slot.required"), job, calm.call),
    );
    // What a recording tells between two processes holds the calls on the way, too.
    let without = |calls: u64, measured: Option<Time>, or: Time| {
        measured.map_or(or, |whole| whole.since(Time(calls * call.0)))
    };
    let lookup =
        durations(recording, mark("tm.job_watch"), mark("tm.jm_connected"), &["jid", "src"]);
    let loads = |state_of: &'static str, to: &'static str, calls: u64, or: Time| {
        let first = |row: &Row| row.number("attempt").is_none_or(|attempt| attempt == 0);
        let (from, to) = (state(state_of), state(to));
        let all =
            |pick: &dyn Fn(&Row) -> bool| median(durations_of(recording, from, to, task, pick));
        let once = without(calls, all(&first), or);
        // Where nothing was started again, that would have gone like the first time.
        (once, without(calls, all(&|row| !first(row)), once))
    };
    let (task_load, task_reload) = loads("DEPLOYING", "INITIALIZING", 2, calm.task_load);
    let (task_open, task_reopen) = loads("INITIALIZING", "RUNNING", 1, calm.task_open);
    let mut profile = Profile {
        job_manager_start: starts.job_manager,
        resource_manager_start: starts.resource_manager,
        call,
        job_master_start: between(
            mark("job.received"),
            mark("job.start"),
            job,
            calm.job_master_start,
        ),
        job_leader_lookup: without(1, median(lookup), calm.job_leader_lookup),
        task_load,
        task_open,
        task_reload,
        task_reopen,
        task_cancel: between(mark("tm.task_cancel"), mark("tm.task_final"), task, calm.task_cancel),
        savepoint: savepoint(recording).unwrap_or(calm.savepoint),
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
        upload: upload(recording).unwrap_or(calm.upload),
    };
    if recording.is_on_yarn() || recording.is_on_kubernetes() {
        // There a container comes first; the script's figure holds both.
        let container = processes::until_launched(&profile) + profile.call;
        profile.job_manager_start = profile.job_manager_start.since(container);
    }
    profile
}

/// Per-job mode: the client has built the graph of a job until the cluster for it was launched, less YARN's part.
fn upload(recording: &Recording) -> Option<Time> {
    let per_job = |row: &Row| match understand(recording, row) {
        Command::Run(run) => run.target == Target::PerJob,
        _ => false,
    };
    recording.of("action.cmd").any(per_job).then_some(())?;
    let built = recording.of("user.main").filter(|row| {
        row.src == "client" && row.text("text").is_some_and(|text| text.contains(" before "))
    });
    let launched = |built: &Row| {
        let start = recording.of("jm.process_start").find(|row| row.t_ms >= built.t_ms)?;
        Some(Time::ms(start.t_ms - built.t_ms))
    };
    let calm = Profile::CALM;
    let yarn = processes::until_launched(&calm) + calm.call;
    median(built.filter_map(launched).collect()).map(|whole| whole.since(yarn))
}

/// How long the JobManager process took to start, in two steps.
struct Starts {
    job_manager: Time,
    resource_manager: Time,
}

fn starts(recording: &Recording) -> Starts {
    let is_start = |row: &&Row| {
        let scripts = [
            "jobmanager.sh",
            "start-cluster.sh",
            "yarn-session.sh",
            "kubernetes-session.sh",
            "standalone-job.sh",
        ];
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

/// How long each JobMaster took to start, in the order of the jobs.
pub(super) fn job_masters(recording: &Recording, names: &Names, profile: &Profile) -> Vec<Time> {
    let took = |(jid, _): &(String, String)| {
        let own = |row: &&Row| row.text("jid") == Some(jid.as_str());
        let received = recording.of("job.received").find(own)?;
        let begun = recording.of("job.start").find(own)?;
        Some(Time::ms(begun.t_ms.saturating_sub(received.t_ms)))
    };
    names.jobs.iter().map(|job| took(job).unwrap_or(profile.job_master_start)).collect()
}

/// How long each worker on YARN took, in the order in which Flink asked for them.
pub(super) fn workers(recording: &Recording, names: &Names) -> Vec<WorkerTook> {
    if recording.is_on_kubernetes() {
        return pods(recording, names);
    }
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
        worker.until_told = told(recording, names, tm);
        worker.node = nodes::node_of_worker(recording, names, tm);
    }
    workers
}

/// The same for the pods of TaskManagers on Kubernetes, with the node that each was bound to.
fn pods(recording: &Recording, names: &Names) -> Vec<WorkerTook> {
    let took = |index: usize| {
        let label = format!("tm-{index}");
        let tm = TmId::next(index);
        let started = kubernetes::started(recording, &label);
        let called =
            recording.of("tm.registering").find(|row| row.text("tm") == Some(label.as_str()));
        // A process that was stopped before it called had needed longer than that.
        let stopped =
            recording.of("worker.stopping").find(|row| row.text("tm") == Some(label.as_str()));
        let ready = called.map(|row| row.t_ms).or(stopped.map(|row| row.t_ms + 1_000));
        WorkerTook {
            until_received: None,
            until_ready: started
                .map(|at| Time::ms(ready.unwrap_or(at + 3_600_000).saturating_sub(at))),
            until_told: told(recording, names, tm),
            node: kubernetes::node_of(recording, &label),
        }
    };
    (0..names.tm_count()).map(took).collect()
}

/// The signal that ended a worker until YARN reported its container as completed.
pub(super) fn told(recording: &Recording, names: &Names, tm: TmId) -> Option<Time> {
    let own = |row: &&Row| row.text("tm").and_then(|label| names.tm(label)) == Some(tm);
    let reported = recording.of("worker.terminated").find(own);
    // Nothing was reported while the scenario lasted: Flink was sooner.
    const NEVER: Time = Time::s(3_600);
    killed(recording, names, tm)
        .map(|row| reported.map_or(NEVER, |told| Time::ms(told.t_ms - row.t_ms)))
}

/// The last signal to a worker until YARN reported its container as completed, or until the end.
pub(super) fn killed<'a>(recording: &'a Recording, names: &Names, tm: TmId) -> Option<&'a Row> {
    let own = |row: &&Row| row.text("tm").and_then(|label| names.tm(label)) == Some(tm);
    let reported = recording.of("worker.terminated").find(own);
    let until = reported.map_or(recording.end_ms(), |row| row.t_ms);
    let numbers = processes::by_number(recording, names);
    let killed = recording.of("action.kill").filter(|row| row.t_ms <= until);
    let killed = killed.filter(|row| {
        let text = row.text("what").unwrap_or_default();
        let process = processes::in_container(recording, names, text);
        let by_pid = row.number("pid").and_then(|pid| numbers.get(&pid).copied());
        let own = Some(Process::TaskManager(tm));
        process == own || by_pid == own || names.tm_in(text) == Some(tm)
    });
    killed.last()
}

/// By how much a job was slower than most from the last of its slots to its first deployment: a first job
/// loads classes. Its end came so much later.
pub(super) fn lateness(recording: &Recording, jid: &str, profile: &Profile) -> Time {
    let own = |row: &&Row| row.text("jid") == Some(jid);
    let to = |row: &&Row, state: &str| row.text("to") == Some(state);
    let sent = recording.of("task.state").filter(own).find(|row| to(row, "DEPLOYING"));
    let Some(sent) = sent else { return Time::ZERO };
    let before = |row: &&Row| row.t_ms <= sent.t_ms;
    let given = recording.of("slot.allocating").filter(own).take_while(before).last();
    let Some(given) = given else { return Time::ZERO };
    let calls = Time(3 * profile.call.0);
    Time::ms(sent.t_ms - given.t_ms).since(profile.job_leader_lookup + calls)
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
    durations_of(recording, from, to, by, &|_| true)
}

/// The same for the rows that are picked.
fn durations_of(
    recording: &Recording,
    from: Mark,
    to: Mark,
    by: &[&str],
    picks: &dyn Fn(&Row) -> bool,
) -> Vec<Time> {
    let end = recording.end_ms();
    let key = |row: &Row| -> Vec<Option<String>> {
        by.iter()
            .map(|name| match *name {
                "src" => Some(row.src.clone()),
                name => row.fields.get(name).map(ToString::to_string),
            })
            .collect()
    };
    let starts = recording.rows.iter().filter(|row| from.is(row) && row.t_ms <= end && picks(row));
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

/// A request for a savepoint until its checkpoint was completed.
fn savepoint(recording: &Recording) -> Option<Time> {
    let until_completed = |asked: &Row| {
        let own = |row: &&Row| row.t_ms >= asked.t_ms && row.text("jid") == asked.text("jid");
        let written = recording
            .of("checkpoint.triggered")
            .filter(own)
            .find(|row| crate::savepoints::is_savepoint(row))?;
        let done = recording
            .of("checkpoint.completed")
            .filter(own)
            .find(|row| row.number("id") == written.number("id"))?;
        Some(Time::ms(done.t_ms - asked.t_ms))
    };
    median(recording.of("savepoint.request").filter_map(until_completed).collect())
}

/// A `kill -9` until a peer saw its connection break.
fn reset(recording: &Recording) -> Option<Time> {
    let end = recording.end_ms();
    let broken = recording.of("tm.net_error").find(|row| row.t_ms <= end)?;
    let kill = recording.of("action.kill").take_while(|row| row.t_ms <= broken.t_ms).last()?;
    Some(Time::ms(broken.t_ms - kill.t_ms))
}
