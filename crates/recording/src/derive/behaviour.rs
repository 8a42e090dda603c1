//! How the code of a job behaved: when it ended, threw, had nothing to read, and when its first checkpoints were.
//!
//! In: the rows that tell what user code did. Out: a [`Behaviour`]. Deliberately absent: what became of the job.

use super::machine::{self, median};
use super::program::Asked;
use super::savepoints::stopped_at;
use crate::plan::JobPlan;
use crate::read::Recording;
use crate::row::Row;
use crate::savepoints;
use crate::translate::cause;
use model::job::{Behaviour, EarlyEnd, Throw};
use model::{Time, VertexId};
use std::collections::BTreeMap;

/// As the rows tell it.
pub(super) fn behaviour(
    recording: &Recording,
    jid: &str,
    plan: &JobPlan,
    asked: &Asked,
) -> Behaviour {
    let runs = task_runs(recording, jid, plan);
    // The stages of a batch job follow each other: there only the first was late.
    let late = if plan.batch {
        Time::ZERO
    } else {
        machine::lateness(recording, jid, &machine::profile(recording))
    };
    let ends_early = ends_early(&runs, asked);
    let through: Vec<&TaskRun> = runs.iter().filter(|run| !is_early(run, &ends_early)).collect();
    Behaviour {
        finishes_after: finishes_after(&through, plan, asked).map(|time| time + late),
        throws: throws(&runs, plan, asked),
        ends_early,
        first_checkpoints: first_checkpoints(recording, jid),
    }
}

/// Of a job that would not end by itself: the subtasks that did, each from the attempt on in which it had
/// nothing to read.
fn ends_early(runs: &[TaskRun], asked: &Asked) -> Vec<EarlyEnd> {
    let read_all = |run: &TaskRun| run.ended.filter(|(_, end)| *end == CodeEnd::ReadAll);
    let mut last: BTreeMap<(VertexId, u16), &TaskRun> = BTreeMap::new();
    for run in runs {
        last.insert((run.vertex, run.subtask), run);
    }
    if asked.bounded_ms.is_some() || last.values().all(|run| read_all(run).is_some()) {
        return Vec::new();
    }
    let mut early: Vec<EarlyEnd> = Vec::new();
    for run in runs {
        let Some((after, _)) = read_all(run) else { continue };
        let (vertex, subtask) = (run.vertex, run.subtask);
        match early.iter_mut().find(|one| (one.vertex, one.subtask) == (vertex, subtask)) {
            Some(known) => known.from_attempt = known.from_attempt.min(run.attempt),
            None => {
                early.push(EarlyEnd { vertex, subtask, after, from_attempt: run.attempt });
            }
        }
    }
    early
}

fn is_early(run: &TaskRun, early: &[EarlyEnd]) -> bool {
    early.iter().any(|one| (one.vertex, one.subtask) == (run.vertex, run.subtask))
}

/// After each time the job became RUNNING: until its checkpoint scheduler triggered, in vain or not. Nothing
/// before the next time: later than that.
fn first_checkpoints(recording: &Recording, jid: &str) -> Vec<Time> {
    let own = |row: &&Row| row.text("jid") == Some(jid);
    let begins = |row: &Row| row.kind == "job.state" && row.text("to") == Some("RUNNING");
    let triggers = |row: &Row| match row.kind.as_str() {
        "checkpoint.triggered" => !savepoints::is_savepoint(row),
        "checkpoint.failed" => {
            row.text("reason").is_some_and(|why| why.contains("triggering task"))
        }
        _ => false,
    };
    let rows: Vec<&Row> = recording.rows.iter().filter(own).collect();
    let begun: Vec<usize> = (0..rows.len()).filter(|at| begins(rows[*at])).collect();
    let until = |number: usize| begun.get(number + 1).copied().unwrap_or(rows.len());
    let first = |(number, begin): (usize, &usize)| {
        let life = &rows[*begin..until(number)];
        let told = life.iter().find(|row| triggers(row));
        let at = told.or(life.last()).map_or(0, |row| row.t_ms.saturating_sub(rows[*begin].t_ms));
        Time::ms(if told.is_some() { at } else { at + 1_000 })
    };
    let checkpoints = rows.iter().any(|row| triggers(row));
    if checkpoints { begun.iter().enumerate().map(first).collect() } else { Vec::new() }
}

/// One attempt that ran: how long until its code ended by itself, and how.
struct TaskRun {
    vertex: VertexId,
    subtask: u16,
    attempt: u16,
    /// `None`: not by itself.
    ended: Option<(Time, CodeEnd)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CodeEnd {
    ReadAll,
    Threw,
}

/// How long user code ran, task by task, as the JobMaster saw it.
fn task_runs(recording: &Recording, jid: &str, plan: &JobPlan) -> Vec<TaskRun> {
    let mut deployed: BTreeMap<(VertexId, u16, u16), u64> = BTreeMap::new();
    let mut began: BTreeMap<(VertexId, u16, u16), u64> = BTreeMap::new();
    let profile = machine::profile(recording);
    let calls = 3 * profile.call.as_ms();
    let loads = |attempt: u16| match attempt {
        0 => (profile.task_load + profile.task_open).as_ms() + calls,
        _ => (profile.task_reload + profile.task_reopen).as_ms() + calls,
    };
    let mut runs = Vec::new();
    let end_ms = recording.end_ms();
    let stopped = stopped_at(recording, jid);
    let rows = recording.of("task.state").take_while(|row| row.t_ms <= end_ms);
    for row in rows.filter(|row| row.text("jid") == Some(jid)) {
        let number = |name| row.number(name).and_then(|n| u16::try_from(n).ok());
        let (Some(vertex), Some(subtask), Some(attempt)) = (
            row.text("vertex").and_then(|id| plan.position(id)),
            number("subtask"),
            number("attempt"),
        ) else {
            continue;
        };
        let key = (vertex, subtask, attempt);
        let end = match row.text("to") {
            Some("DEPLOYING") => {
                deployed.insert(key, row.t_ms);
                continue;
            }
            Some("RUNNING") => {
                began.insert(key, row.t_ms);
                continue;
            }
            // `flink stop` ends its input, not the input itself.
            Some("FINISHED") if stopped.is_some_and(|at| row.t_ms >= at) => None,
            Some("FINISHED") => Some(CodeEnd::ReadAll),
            Some("FAILED") if is_user_exception(row) => Some(CodeEnd::Threw),
            Some("FAILED" | "CANCELING") => None,
            _ => continue,
        };
        if let Some(since) = began.remove(&key) {
            // A task that loads slower than most runs so much longer here: the sum is what counts.
            let since = match (end, deployed.remove(&key)) {
                (Some(CodeEnd::ReadAll), Some(sent)) => (sent + loads(attempt)).min(row.t_ms),
                (Some(_), _) | (None, _) => since,
            };
            // The JobMaster hears of it a call later.
            let lasted = Time::ms(row.t_ms.saturating_sub(since)).since(profile.call);
            let ended = end.map(|end| (lasted, end));
            runs.push(TaskRun { vertex, subtask, attempt, ended });
        }
    }
    runs
}

/// Flink's own exceptions say that something happened to the task; any other comes out of its code.
fn is_user_exception(row: &Row) -> bool {
    const FLINKS: [&str; 12] = [
        "NoResourceAvailableException",
        "RemoteTransportException",
        "LocalTransportException",
        "PartitionConnectionException",
        "RecipientUnreachableException",
        "ResourceManagerException",
        "JobMasterException",
        "FlinkExpectedException",
        "FlinkException",
        "TimeoutException",
        "Exception",
        "CheckpointException",
    ];
    let class = row.text("exception").and_then(|text| cause::itself(text).split(':').next());
    class.is_some_and(|class| !FLINKS.contains(&class.trim()))
}

/// How long each subtask runs. The recorded subtasks of one job differ; a batch job's stages follow
/// each other, so there the mean keeps its whole length; a streaming job is over with its last one.
fn finishes_after(runs: &[&TaskRun], plan: &JobPlan, asked: &Asked) -> Option<Time> {
    let finished: Vec<Time> = runs
        .iter()
        .filter_map(|run| run.ended.filter(|(_, end)| *end == CodeEnd::ReadAll))
        .map(|(after, _)| after)
        .collect();
    let recorded = if plan.batch {
        let sum: u64 = finished.iter().map(|time| time.0).sum();
        sum.checked_div(finished.len() as u64).map(Time)
    } else {
        finished.into_iter().max()
    };
    recorded.or(asked.bounded_ms.map(Time::ms))
}

/// Where the code throws. When is taken from the recording: user code sees its own clock only
/// between two records.
fn throws(runs: &[TaskRun], plan: &JobPlan, asked: &Asked) -> Option<Throw> {
    let threw: Vec<(&TaskRun, Time)> = runs
        .iter()
        .filter_map(|run| Some((run, run.ended.filter(|(_, end)| *end == CodeEnd::Threw)?.0)))
        .collect();
    let after = median(threw.iter().map(|(_, after)| *after).collect());
    if let Some(fails) = &asked.fails {
        let vertex = plan.vertices.iter().position(|vertex| {
            vertex.name.split(" -> ").any(|operator| operator == fails.operator)
        })?;
        return Some(Throw {
            vertex: VertexId::next(vertex),
            subtask: fails.subtask,
            after: after.unwrap_or(Time::ms(fails.after_ms)),
            in_attempts_below: fails.attempts,
        });
    }
    // Of an unknown program only what was seen is known: it threw in these attempts.
    let (first, _) = threw.first()?;
    let last = threw.iter().map(|(run, _)| run.attempt).max()?;
    Some(Throw {
        vertex: first.vertex,
        subtask: first.subtask,
        after: after?,
        in_attempts_below: Some(last + 1),
    })
}
