//! What a line of `flink` means: a job for a cluster that is there, or a cluster for a program.

use super::{Answer, named};
use crate::cluster::{Cluster, DeploymentTarget, Savepoint};
use crate::command::plan::plan;
use crate::command::reach::{self, Reached, reach};
use crate::command::refused::{not_found, nowhere};
use crate::command::{Mistake, MistakeKind, Options, Place, Platform, Verb, Word, jars};
use crate::config::{Config, Key};
use crate::console;
use crate::rest;
use crate::scenario::{Provider, Scenario};
use crate::state::JobStatus;
use crate::version::FlinkVersion;
use crate::{Action, ClusterId};

/// What the client warns of (`YarnClusterDescriptor.deployJobCluster`).
pub(super) fn deprecation(
    verb: Verb,
    options: &Options,
    cluster: &Cluster,
) -> Option<&'static str> {
    let per_job = mode_of(verb, options) == Some(DeploymentTarget::PerJob);
    let warns = per_job && cluster.version.traits().warns_of_per_job_mode;
    warns.then_some(
        "WARN  org.apache.flink.yarn.YarnClusterDescriptor - Job Clusters are deprecated since Flink 1.15. Please use an Application Cluster/Application Mode instead.",
    )
}

pub(super) fn flink(
    verb: Verb,
    options: &Options,
    cluster: &Cluster,
    scenario: &Scenario,
) -> Result<Answer<'static>, Mistake> {
    if verb == Verb::Info {
        return info(options, scenario);
    }
    let target = options.target.as_ref();
    if let Some(target) = target
        && target.platform != Platform::of(&cluster.provider)
    {
        return Err(Mistake { at: target.word.at, kind: MistakeKind::OtherTarget });
    }
    match mode_of(verb, options) {
        Some(DeploymentTarget::PerJob | DeploymentTarget::Application) => {
            return deploy(verb, options, cluster, scenario);
        }
        Some(DeploymentTarget::Session) => {
            let jar = options.argument.unwrap_or_default();
            jars::check_jar(&jar, scenario)?;
            let class = options.main_class.as_ref();
            class.map_or(Ok(()), |class| jars::check_class(class, scenario))?;
        }
        None => {}
    }
    if let Verb::Cancel | Verb::Stop | Verb::Savepoint | Verb::Checkpoint = verb {
        options.check_job_id()?;
    }
    let reached = match reach(verb, options, cluster)? {
        Reached::Cluster(reached) => reached,
        // On fixed machines the client tries, and says so when it has given up.
        Reached::Nothing(_)
            if verb == Verb::Run
                && options.address.is_none()
                && reach::configured(options).is_none()
                && !cluster.provider.starts_workers() =>
        {
            return Ok(Answer::Do(run(DeploymentTarget::Session, options, cluster, scenario)?));
        }
        Reached::Nothing(lines) => return Ok(Answer::Refused(lines)),
    };
    match verb {
        Verb::Run | Verb::RunApplication | Verb::Info => {
            let action = run(DeploymentTarget::Session, options, cluster, scenario)?;
            Ok(Answer::Do(named(reached, cluster, action)))
        }
        _ if !reached.phase.accepts_jobs() => {
            Ok(Answer::Refused(reach::unreachable(verb, options, cluster.version)))
        }
        Verb::List => Ok(Answer::List(options.listing, reached.id)),
        Verb::Cancel | Verb::Savepoint | Verb::Stop | Verb::Checkpoint => {
            to_job(verb, options, cluster, reached.id)
        }
    }
}

/// What is asked of one job of the cluster that is reached.
fn to_job(
    verb: Verb,
    options: &Options,
    cluster: &Cluster,
    reached: ClusterId,
) -> Result<Answer<'static>, Mistake> {
    let id = options.argument.and_then(|word| word.text.get(..32)).unwrap_or_default();
    let same = |job: &rest::JobDetails| job.jid.hex().eq_ignore_ascii_case(id);
    let Some(job) = rest::jobs(cluster, reached).into_iter().flatten().find(same) else {
        let why = match verb {
            Verb::Cancel => "Job could not be found.".to_owned(),
            _ => not_found(options.argument.map_or("", |word| word.text)),
        };
        return Ok(Answer::Refused(failed_in(verb, options, &why, cluster.version)));
    };
    if job.state.is_terminal() {
        return Ok(over(verb, options, job.state, cluster));
    }
    if verb == Verb::Checkpoint {
        return Err(Mistake { at: options.action, kind: MistakeKind::OnlyPeriodic });
    }
    if let Verb::Savepoint | Verb::Stop = verb
        && options.directory.is_none()
        && let Some(why) = nowhere(verb == Verb::Stop, cluster)
    {
        return Ok(Answer::Refused(failed_in(verb, options, &why, cluster.version)));
    }
    let job = job.jid;
    let directory = options.directory.map(|word| word.text.to_owned());
    Ok(Answer::Do(match verb {
        Verb::Savepoint => Action::Savepoint { job, directory },
        Verb::Stop => Action::Stop { job, drain: options.drain, directory },
        Verb::Cancel
        | Verb::List
        | Verb::Run
        | Verb::RunApplication
        | Verb::Checkpoint
        | Verb::Info => Action::Cancel { job },
    }))
}

/// What the REST endpoint answers, around it what the client says.
fn failed_in(verb: Verb, options: &Options, why: &str, version: FlinkVersion) -> Vec<String> {
    let mut lines = reach::could_not(verb, options, version);
    let class = "Caused by: org.apache.flink.runtime.rest.util.RestClientException: [org.apache.flink.runtime.rest.handler.RestHandlerException: ";
    lines.push([class, why, "]"].concat());
    lines
}

/// A job that has ended: nobody stops it again. Source: `Dispatcher.cancelJob`, `JobCancellationHandler`.
fn over(verb: Verb, options: &Options, state: JobStatus, cluster: &Cluster) -> Answer<'static> {
    let id = options.argument.map_or("", |word| word.text);
    let lines = match (verb, state) {
        (Verb::Cancel, JobStatus::Canceled) => {
            let said =
                [["Cancelling job ", id, "."].concat(), ["Cancelled job ", id, "."].concat()];
            return Answer::Print(said.to_vec());
        }
        (Verb::Cancel, _) if cluster.version == FlinkVersion::V1_13 => {
            failed_in(verb, options, "Job could not be found.", cluster.version)
        }
        (Verb::Cancel, _) => {
            let why = "Job cancellation failed because the job has already reached another terminal state (";
            failed_in(verb, options, &[why, state.name(), ")."].concat(), cluster.version)
        }
        _ => failed_in(verb, options, &not_found(id), cluster.version),
    };
    Answer::Refused(lines)
}

/// The plan of the job that `main()` would submit first: no cluster is asked.
fn info(options: &Options, scenario: &Scenario) -> Result<Answer<'static>, Mistake> {
    let (class, jar) = (options.main_class.as_ref(), options.argument.as_ref());
    jars::check_jar(&jar.copied().unwrap_or_default(), scenario)?;
    class.map_or(Ok(()), |class| jars::check_class(class, scenario))?;
    let name = jars::program(class, jar, scenario, true)?;
    let mut config = Config::default();
    for setting in options.settings.iter().filter(|it| it.key == Key::DefaultParallelism.name()) {
        // -1 stands for the default.
        if !setting.value.parse::<i32>().is_ok_and(|number| number > 0 || number == -1) {
            return Err(Mistake { at: setting.at, kind: MistakeKind::NotPositive });
        }
        config.set(setting.key, setting.value);
    }
    let program = scenario.programs.iter().find(|program| program.name == name);
    let first = program.and_then(|program| program.steps.iter().find_map(|step| step.job()));
    let job = scenario.jobs.iter().find(|job| job.name == first.unwrap_or(&name));
    let none = Mistake { at: options.action, kind: MistakeKind::NoSuchJob };
    Ok(Answer::Print(plan(&job.ok_or(none)?.told(&config))))
}

/// In which mode a program is run; `None`: none is.
fn mode_of(verb: Verb, options: &Options) -> Option<DeploymentTarget> {
    match (&options.target, verb) {
        (_, Verb::List | Verb::Cancel | Verb::Stop | Verb::Savepoint) => None,
        (_, Verb::Checkpoint | Verb::Info) => None,
        (Some(target), Verb::Run | Verb::RunApplication) => Some(target.mode),
        (None, Verb::RunApplication) => Some(DeploymentTarget::Application),
        (None, Verb::Run) => Some(DeploymentTarget::Session),
    }
}

/// A program gets a cluster of its own.
fn deploy(
    verb: Verb,
    options: &Options,
    cluster: &Cluster,
    scenario: &Scenario,
) -> Result<Answer<'static>, Mistake> {
    let mode = mode_of(verb, options).unwrap_or(DeploymentTarget::Application);
    if let (None, Some(address)) = (&options.target, &options.address) {
        reach::check_address(address, cluster.version)?;
    }
    let jar = options.argument.unwrap_or_default();
    let wrong = |at: Place, kind| Err(Mistake { at, kind });
    match (&cluster.provider, mode) {
        (Provider::Standalone { .. }, DeploymentTarget::Application) => {
            let lines = console::failed(
                "java.lang.UnsupportedOperationException: Application Mode not supported by standalone deployments.",
            );
            return Ok(Answer::Refused(lines.to_vec()));
        }
        (Provider::Standalone { .. }, _) => {
            let lines = console::failed(
                "java.lang.UnsupportedOperationException: Per-Job Mode not supported by standalone deployments.",
            );
            return Ok(Answer::Refused(lines.to_vec()));
        }
        (Provider::Kubernetes { .. }, _) => {
            let fetches = cluster.version.traits().fetches_remote_jars;
            let local = jar.text.strip_prefix("local:/").map(|_| "local");
            match local.or(jar.text.split_once("://").map(|(scheme, _)| scheme)) {
                Some("local") => {}
                Some(_) if fetches => {}
                None if fetches => return wrong(jar.at, MistakeKind::JarNotThere),
                Some(_) | None => return wrong(jar.at, MistakeKind::OnlyLocalJars),
            }
            let taken = |id: &Word| cluster.of_name(id.text).is_some_and(|it| !it.is_over());
            if let Some(id) = options.deployment.filter(taken) {
                return wrong(id.at, MistakeKind::ClusterExists);
            }
        }
        // An application's jar may lie in HDFS, or behind another address.
        (Provider::Yarn { .. }, DeploymentTarget::Application) if jar.text.contains("://") => {}
        (Provider::Yarn { .. }, _) => jars::check_jar(&jar, scenario)?,
    }
    let class = options.main_class.as_ref();
    class.map_or(Ok(()), |class| jars::check_class(class, scenario))?;
    let action = run(mode, options, cluster, scenario)?;
    // The client does not look into the image.
    let inside = jar.text.strip_prefix("local:").map(|path| path.trim_start_matches("//"));
    let missing = inside.is_some_and(|path| !path.starts_with("/opt/flink/"));
    Ok(Answer::Do(if missing { with_jar(jar.text, action) } else { action }))
}

/// The action with `pipeline.jars`: a JobManager that does not find it there cannot run `main()`.
fn with_jar(jar: &str, action: Action) -> Action {
    let mut options = Config::default();
    options.set(Key::PipelineJars.name(), jar);
    Action::Configured { options, action: Box::new(action) }
}

fn run(
    mode: DeploymentTarget,
    options: &Options,
    cluster: &Cluster,
    scenario: &Scenario,
) -> Result<Action, Mistake> {
    let (class, jar) = (options.main_class.as_ref(), options.argument.as_ref());
    let name = jars::program(class, jar, scenario, mode == DeploymentTarget::Session)?;
    let attached = !options.detached;
    let action = match mode {
        DeploymentTarget::Session => Action::Submit {
            job: name,
            attached,
            shutdown_on_attached_exit: options.shutdown_on_attached_exit,
        },
        DeploymentTarget::PerJob => Action::RunPerJob { program: name, attached },
        DeploymentTarget::Application => {
            Action::RunApplication { program: name, attached, in_session: false }
        }
    };
    from_savepoint(options, cluster, action)
}

/// With `-s`, the jobs of an action begin with the state of that savepoint.
pub(super) fn from_savepoint(
    options: &Options,
    cluster: &Cluster,
    action: Action,
) -> Result<Action, Mistake> {
    let Some(path) = options.from_savepoint else { return Ok(action) };
    let lies_there = |it: &&Savepoint| it.path() == path.text.trim_end_matches('/');
    let found = cluster.savepoints.iter().find(lies_there);
    let no_such = Mistake { at: path.at, kind: MistakeKind::NoSuchSavepoint };
    let savepoint = found.ok_or(no_such)?.id;
    Ok(Action::FromSavepoint { savepoint, run: Box::new(action) })
}
