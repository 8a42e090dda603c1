//! A program of the model as the words that our Java program takes.
//!
//! In: a [`Program`] and the jobs of its scenario. Out: words (`ParityJob.java` says what each means; `crates/recording`
//! reads them back). Deliberately absent: a `main()` that the Java program cannot imitate: it is refused by name.

use anyhow::{Context, Result, bail, ensure};
use model::job::{JobSpec, Pattern, VertexSpec};
use model::{FlinkVersion, Program, Scenario, Step, Time};
use std::path::Path;

/// The words of a program.
///
/// # Errors
/// When its steps or jobs have something that the Java program has no word for.
pub(super) fn words(scenario: &Scenario, program: &Program, folder: &Path) -> Result<Vec<String>> {
    let mut words = vec!["--throw-dir".to_owned(), folder.join("throw").display().to_string()];
    let (common, jobs) = shape(program)?;
    words.extend(common.iter().flat_map(|(key, value)| [format!("--{key}"), value.clone()]));
    for name in jobs {
        let job = scenario.job(name).with_context(|| format!("there is no job {name}"))?;
        words.extend(["--job".to_owned(), job_words(job, scenario.version)?]);
    }
    Ok(words)
}

/// Words for the whole program: a key and a value each.
type Common = Vec<(&'static str, String)>;

/// What `main()` does besides, and its jobs in order.
fn shape(program: &Program) -> Result<(Common, Vec<&str>)> {
    let jobs: Vec<&str> = program.steps.iter().filter_map(Step::job).collect();
    let first = program.steps.iter().position(|step| step.job().is_some());
    let last = program.steps.iter().rposition(|step| step.job().is_some());
    let mut common = Vec::new();
    let asynchronous = program.steps.iter().any(|step| matches!(step, Step::ExecuteAsync(_)));
    let blocking = program.steps.iter().any(|step| matches!(step, Step::Execute(_)));
    ensure!(!(asynchronous && blocking), "a main() that mixes execute() and executeAsync()");
    common.push(("mode", if asynchronous { "async" } else { "single" }.to_owned()));
    let mut pauses: Vec<Time> = Vec::new();
    for (index, step) in program.steps.iter().enumerate() {
        let (before, after) = (first.is_none_or(|at| index < at), last.is_none_or(|at| index > at));
        match step {
            Step::Work(time) if !before && !after => pauses.push(*time),
            Step::Work(_) => bail!("a main() that works before or after its jobs"),
            Step::Await => common.push(("await", "all".to_owned())),
            Step::Throw => {
                let place = if before {
                    "before"
                } else if after {
                    "after"
                } else {
                    "between"
                };
                common.push(("main-fail", place.to_owned()));
            }
            Step::Execute(_) | Step::ExecuteAsync(_) => {}
        }
    }
    if let Some(pause) = pauses.first() {
        let even = pauses.iter().all(|other| other == pause) && pauses.len() + 1 == jobs.len();
        ensure!(even, "a main() with uneven pauses");
        common.push(("gap-ms", pause.as_ms().to_string()));
    }
    Ok((common, jobs))
}

fn job_words(job: &JobSpec, version: FlinkVersion) -> Result<String> {
    let mut pairs = vec![("name".to_owned(), job.name.clone())];
    let graph: Result<Vec<String>> = job.vertices.iter().map(vertex).collect();
    pairs.push(("graph".to_owned(), graph?.join("/")));
    for (index, vertex) in job.vertices.iter().enumerate() {
        pairs.push((format!("p-{}-{index}", job.name), vertex.parallelism.to_string()));
    }
    if let Some(after) = job.behaviour.finishes_after {
        pairs.push(("bounded-ms".to_owned(), after.as_ms().to_string()));
    }
    if let Some(throws) = &job.behaviour.throws {
        let source = job.vertex(throws.vertex).inputs.is_empty();
        let end = if source { "-work" } else { "" };
        pairs.push(("fail-op".to_owned(), format!("{}-{}{end}", job.name, throws.vertex.0)));
        pairs.push(("fail-after-ms".to_owned(), throws.after.as_ms().to_string()));
        pairs.push(("fail-subtask".to_owned(), throws.subtask.to_string()));
        if let Some(below) = throws.in_attempts_below {
            pairs.push(("fail-attempts".to_owned(), below.to_string()));
        }
    }
    if job.batch {
        pairs.push(("conf:execution.runtime-mode".to_owned(), "BATCH".to_owned()));
    }
    for (key, value) in job.options.pairs() {
        pairs.push((format!("conf:{key}"), value.to_owned()));
    }
    pairs.extend(
        older(job.options.pairs(), version).map(|(key, value)| (format!("conf:{key}"), value)),
    );
    for (key, value) in &pairs {
        ensure!(!value.contains(','), "{key} has a comma: {value}");
    }
    Ok(pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(","))
}

/// Keys that a version knows by their older names only.
pub(super) fn older<'a>(
    options: impl Iterator<Item = (&'a str, &'a str)>,
    version: FlinkVersion,
) -> impl Iterator<Item = (String, String)> {
    const RENAMED: [(&str, &str); 2] = [
        ("restart-strategy.type", "restart-strategy"),
        ("high-availability.type", "high-availability"),
    ];
    let old = version < FlinkVersion::V1_17;
    options.filter(move |_| old).filter_map(|(key, value)| {
        let (_, before) = RENAMED.iter().find(|(now, _)| *now == key)?;
        Some(((*before).to_owned(), value.to_owned()))
    })
}

/// A value as a version takes it: what are durations now were numbers of milliseconds up to 1.17.
pub(super) fn said(key: &str, value: &str, version: FlinkVersion) -> String {
    const NUMBERS: [&str; 6] = [
        "heartbeat.interval",
        "heartbeat.timeout",
        "slot.request.timeout",
        "slot.idle.timeout",
        "resourcemanager.standalone.start-up-time",
        "resourcemanager.taskmanager-timeout",
    ];
    let number = value.trim().split_once(' ').filter(|_| NUMBERS.contains(&key));
    let (Some((number, unit)), true) = (number, version < FlinkVersion::V1_20) else {
        return value.to_owned();
    };
    let unit = match unit.trim() {
        "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        "h" => 3_600_000,
        _ => return value.to_owned(),
    };
    number.parse::<u64>().map_or_else(|_| value.to_owned(), |number| (number * unit).to_string())
}

/// `2@group<0.hash+1.point`.
fn vertex(vertex: &VertexSpec) -> Result<String> {
    let mut text = vertex.parallelism.to_string();
    if vertex.slot_sharing_group != "default" {
        ensure!(
            vertex.slot_sharing_group.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "the slot sharing group {}",
            vertex.slot_sharing_group
        );
        text.push('@');
        text.push_str(&vertex.slot_sharing_group);
    }
    let input = |input: &model::job::Input| {
        let edge = match input.pattern {
            Pattern::AllToAll => "hash",
            Pattern::Pointwise => "point",
        };
        format!("{}.{edge}", input.from.0)
    };
    let inputs: Vec<String> = vertex.inputs.iter().map(input).collect();
    if !inputs.is_empty() {
        text.push('<');
        text.push_str(&inputs.join("+"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::words;
    use model::job::{Behaviour, Input, JobSpec, Pattern, VertexSpec};
    use model::{Config, FlinkVersion, Profile, Program, Provider, Scenario, Step, Time, VertexId};
    use std::path::Path;

    fn scenario() -> Scenario {
        let vertex = |parallelism, inputs, group: &str| VertexSpec {
            name: "v".to_owned(),
            parallelism,
            inputs,
            slot_sharing_group: group.to_owned(),
        };
        let input = Input { from: VertexId(0), pattern: Pattern::AllToAll, blocking: false };
        let mut options = Config::default();
        options.set("restart-strategy.type", "none");
        let behaviour = Behaviour { finishes_after: Some(Time::s(2)), ..Behaviour::default() };
        Scenario {
            version: FlinkVersion::V1_13,
            provider: Provider::Standalone { task_managers: 1, job_managers: 1 },
            config: Config::default(),
            jobs: vec![JobSpec {
                name: "a".to_owned(),
                vertices: vec![vertex(2, Vec::new(), "default"), vertex(1, vec![input], "g")],
                options,
                batch: false,
                behaviour,
            }],
            programs: Vec::new(),
            flow: None,
            actions: Vec::new(),
            profile: Profile::CALM,
            seed: 0,
            horizon: Time::s(60),
        }
    }

    #[test]
    fn a_job_is_said_in_one_word() {
        let program = Program::of_one_job("a");
        let said = words(&scenario(), &program, Path::new("/r")).unwrap().join(" ");
        assert_eq!(
            said,
            "--throw-dir /r/throw --mode single --job name=a,graph=2/1@g<0.hash,p-a-0=2,p-a-1=1,bounded-ms=2000,\
             conf:restart-strategy.type=none,conf:restart-strategy=none"
        );
    }

    #[test]
    fn durations_are_numbers_for_old_versions() {
        let of = |key, value, version| super::said(key, value, version);
        assert_eq!(of("heartbeat.interval", "2 s", FlinkVersion::V1_13), "2000");
        assert_eq!(of("heartbeat.interval", "2 s", FlinkVersion::V2_3), "2 s");
        assert_eq!(of("slot.request.timeout", "5000", FlinkVersion::V1_13), "5000");
        assert_eq!(of("akka.ask.timeout", "10 s", FlinkVersion::V1_13), "10 s");
    }

    #[test]
    fn a_main_that_cannot_be_imitated_is_refused() {
        let steps = vec![Step::Execute("a".to_owned()), Step::ExecuteAsync("a".to_owned())];
        let program = Program { name: "p".to_owned(), steps, environment_per_job: true };
        assert!(words(&scenario(), &program, Path::new("/r")).is_err());
    }
}
