//! The jobs of a recording: which command submitted which, and how each one's code behaved.
//!
//! In: commands, job graphs, and the rows that tell what user code did. Out: [`Submission`]s and
//! [`JobSpec`]s. Deliberately absent: what became of the jobs.

use super::command::{Command, Run, Target, understand};
use super::machine::{self, median};
use super::program::{self, Asked};
use super::savepoints;
use crate::plan::JobPlan;
use crate::read::Recording;
use crate::row::Row;
use crate::translate::{Names, adaptive, cause};
use model::job::{Behaviour, EarlyEnd, JobSpec, Throw};
use model::{Config, JobId, Key, Time, VertexId};
use std::collections::BTreeMap;

/// One job that something submitted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Submission {
    /// Line of the command in `actions.jsonl`.
    pub(super) line: u64,
    /// The command's number.
    pub(super) number: Option<u64>,
    /// When the command was given.
    pub(super) at_ms: u64,
    /// The job, if it ever reached the Dispatcher.
    pub(super) job: Option<JobId>,
    /// Flink's JobID of it.
    pub(super) jid: String,
    /// When it arrived there.
    pub(super) arrived_ms: Option<u64>,
    /// How the program was run.
    pub(super) run: Run,
    /// What its arguments say about the job.
    pub(super) asked: Asked,
}

/// Every submission, in the order of the commands.
pub(super) fn submissions(recording: &Recording, names: &Names) -> Vec<Submission> {
    let mut open: Vec<(JobId, u64)> = Vec::new();
    // A per-job cluster finds its job among its files: nobody sends it.
    let arrives = |row: &&Row| matches!(row.kind.as_str(), "job.received" | "job.initializing");
    for row in recording.rows.iter().filter(arrives) {
        if let Some(job) = row.text("jid").and_then(|jid| names.job(jid))
            && !open.iter().any(|(known, _)| *known == job)
        {
            open.push((job, row.t_ms));
        }
    }
    let mut submissions = Vec::new();
    for row in &recording.rows {
        let (run, submitted) = match row.kind.as_str() {
            "action.cmd" => match understand(recording, row) {
                Command::Run(run) => (run, None),
                _ => continue,
            },
            "action.rest_jar_run" => {
                let from_savepoint = asked_path(row);
                let run = Run { target: Target::Session, from_savepoint, ..by_rest(row) };
                (run, answered(recording, row, names))
            }
            "action.rest_run_application" => (by_rest(row), None),
            _ => continue,
        };
        let asked_jobs = program::jobs(&run.program);
        let jobs = asked_jobs.len();
        for asked in asked_jobs {
            let position = open.iter().position(|(job, at)| match (submitted, &asked.name) {
                (Some(known), _) => known == *job,
                (None, Some(name)) => names.jobs[job.index()].1 == *name && *at >= row.t_ms,
                (None, None) => *at >= row.t_ms,
            });
            // Another program's name need not be its job's: then it is the next job that came.
            let next = || open.iter().position(|(_, at)| *at >= row.t_ms).filter(|_| jobs == 1);
            let found = position.or_else(next).map(|position| open.remove(position));
            submissions.push(Submission {
                line: row.number("line").unwrap_or_default(),
                number: row.number("n"),
                at_ms: row.t_ms,
                job: found.map(|(job, _)| job),
                jid: found.map(|(job, _)| names.jobs[job.index()].0.clone()).unwrap_or_default(),
                arrived_ms: found.map(|(_, at)| at),
                run: run.clone(),
                asked,
            });
        }
    }
    submissions
}

/// `POST /jars/:jarid/run-application`, or `…/run`: the words are the program's, beside the body or in it.
fn by_rest(row: &Row) -> Run {
    let body = row.fields.get("body").and_then(|body| body.get("programArgsList"));
    let words = row.fields.get("args").or(body).and_then(|args| args.as_array());
    let words = words.into_iter().flatten().filter_map(|word| word.as_str());
    Run {
        target: Target::SessionApplication,
        detached: true,
        program: words.map(str::to_owned).collect(),
        ..Run::default()
    }
}

/// The `savepointPath` of a `POST /jars/:jarid/run`, in its body or beside it.
fn asked_path(row: &Row) -> Option<String> {
    let body = row.fields.get("body").and_then(|body| body.get("savepointPath"));
    let path = body.or_else(|| row.fields.get("savepointPath"))?;
    path.as_str().map(str::to_owned)
}

/// The job that the answer to a REST submission names.
fn answered(recording: &Recording, asked: &Row, names: &Names) -> Option<JobId> {
    let done = recording.of("action.rest_jar_run_done").find(|row| row.t_ms >= asked.t_ms)?;
    names.job(done.fields.get("body")?.get("jobid")?.as_str()?)
}

/// The name of a job in the scenario: jobs of the same name get a number.
pub(super) fn unique_name(names: &Names, job: JobId) -> String {
    let name = &names.jobs[job.index()].1;
    let before = names.jobs[..job.index()].iter().filter(|(_, other)| other == name).count();
    if before == 0 { name.clone() } else { format!("{name} ({})", before + 1) }
}

/// Names jobs of which the command or the job graph is not known.
pub(super) fn check(
    recording: &Recording,
    names: &Names,
    submissions: &[Submission],
    beyond: &mut Vec<String>,
) {
    for (index, (jid, name)) in names.jobs.iter().enumerate() {
        let submitted = submissions.iter().any(|one| one.job == Some(JobId::next(index)));
        if !submitted && !submitted_again(names, index, submissions) {
            beyond.push(format!("the command that submitted job {name}"));
        }
        if !recording.plans.contains_key(jid) {
            beyond.push(format!("the job graph of {name}"));
        }
    }
}

/// Whether another JobManager of an application ran its `main()` once more: then the same job came again, and nobody gave a
/// command for it.
fn submitted_again(names: &Names, index: usize, submissions: &[Submission]) -> bool {
    let same = |before: &Submission| {
        before.job.is_some_and(|job| names.jobs[job.index()].1 == names.jobs[index].1)
    };
    let application = |one: &Submission| {
        matches!(one.run.target, Target::Application | Target::StandaloneApplication)
    };
    names.jms.len() > 1 && submissions.iter().any(|one| application(one) && same(one))
}

/// What a command gives to a cluster of its own is that cluster's configuration.
pub(super) fn given(mut config: Config, submissions: &[Submission]) -> Config {
    let own = submissions.iter().filter(|one| match one.run.target {
        Target::PerJob | Target::Application | Target::StandaloneApplication => true,
        Target::Session | Target::SessionApplication => false,
    });
    for (key, value) in own.flat_map(|one| &one.run.options) {
        config.set(key, value);
    }
    config
}

/// The jobs as the model takes them.
pub(super) fn specs(
    recording: &Recording,
    names: &Names,
    submissions: &[Submission],
) -> Vec<JobSpec> {
    let spec = |(index, (jid, _)): (usize, &(String, String))| {
        let job = JobId::next(index);
        let submission = submissions.iter().find(|one| one.job == Some(job))?;
        let plan = recording.plans.get(jid)?;
        let mut vertices = plan.specs();
        submission.asked.share(&mut vertices);
        if adaptive::schedules(recording, jid) && submission.asked.name.is_some() {
            // Flink tells the graph that it made of the slots that were there.
            for vertex in &mut vertices {
                vertex.parallelism = submission.asked.parallelism_of(&vertex.name);
            }
        }
        Some(JobSpec {
            name: unique_name(names, job),
            vertices,
            options: options(recording, jid, submission),
            batch: plan.batch,
            behaviour: behaviour(recording, jid, plan, &submission.asked),
        })
    };
    names.jobs.iter().enumerate().filter_map(spec).collect()
}

/// The options of a job: those of the command and of the program. Where the arguments name no restart
/// strategy, the program may still have set one: Flink says which it uses.
fn options(recording: &Recording, jid: &str, submission: &Submission) -> Config {
    let mut options = Config::default();
    for (key, value) in &submission.run.options {
        options.set(key, value);
    }
    let options = options.overlaid(&submission.asked.options);
    if options.is_set(Key::RestartStrategy) {
        return options;
    }
    let told = recording.of("job.restart_strategy").find(|row| row.text("jid") == Some(jid));
    match told.and_then(|row| row.text("strategy")) {
        Some(strategy) => told_strategy(strategy, options),
        None => options,
    }
}

/// How Flink logs a restart strategy.
struct Told {
    /// The class's name begins so.
    class: &'static str,
    /// `restart-strategy.type`.
    name: &'static str,
    /// Keys below the strategy's, and what the class calls them.
    keys: &'static [(&'static str, &'static str)],
}

const TOLD: [Told; 4] = [
    Told { class: "NoRestart", name: "none", keys: &[] },
    Told {
        class: "FixedDelay",
        name: "fixed-delay",
        keys: &[("attempts", "maxNumberRestartAttempts"), ("delay", "backoffTimeMS")],
    },
    Told {
        class: "FailureRate",
        name: "failure-rate",
        keys: &[
            ("delay", "backoffTimeMS"),
            ("failure-rate-interval", "failuresIntervalMS"),
            ("max-failures-per-interval", "maxFailuresPerInterval"),
        ],
    },
    Told {
        class: "ExponentialDelay",
        name: "exponential-delay",
        keys: &[
            ("initial-backoff", "initialBackoffMS"),
            ("max-backoff", "maxBackoffMS"),
            ("backoff-multiplier", "backoffMultiplier"),
            ("reset-backoff-threshold", "resetBackoffThresholdMS"),
            ("attempts-before-reset-backoff", "attemptsBeforeResetBackoff"),
        ],
    },
];

/// `FixedDelayRestartBackoffTimeStrategy(maxNumberRestartAttempts=3, backoffTimeMS=2000)`.
fn told_strategy(text: &str, mut options: Config) -> Config {
    let Some(Told { name, keys, .. }) = TOLD.iter().find(|told| text.starts_with(told.class))
    else {
        return options;
    };
    options.set(Key::RestartStrategy.name(), name);
    for (key, parameter) in *keys {
        let value = text.split_once(&format!("{parameter}="));
        let value = value.and_then(|(_, rest)| rest.split([',', ')']).next());
        if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
            options.set(&format!("restart-strategy.{name}.{key}"), value);
        }
    }
    options
}

fn behaviour(recording: &Recording, jid: &str, plan: &JobPlan, asked: &Asked) -> Behaviour {
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
        let at = told.or(life.last()).map_or(0, |row| row.t_ms - rows[*begin].t_ms);
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
    let stopped_at = savepoints::stopped_at(recording, jid);
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
            Some("FINISHED") if stopped_at.is_some_and(|at| row.t_ms >= at) => None,
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
