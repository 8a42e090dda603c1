//! The jobs of a recording: which command submitted which.
//!
//! In: commands, job graphs, and the rows that tell what user code did. Out: [`Submission`]s and
//! [`JobSpec`]s. Deliberately absent: what became of the jobs.

use super::behaviour::behaviour;
use super::command::{Command, Run, Target, understand};
use super::program::{self, Asked};
use crate::read::Recording;
use crate::row::Row;
use crate::translate::{Names, adaptive};
use model::job::JobSpec;
use model::{Config, JobId, Key};

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
