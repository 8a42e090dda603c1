//! What a written command means at a cluster: an action to do, or something to print.

use super::session::says_attached;
use super::settings::configured;
use super::{
    Command, Mistake, MistakeKind, Options, OtherVersion, Place, Platform, Switch, Verb, Word,
};
use crate::cluster::{Cluster, DeploymentTarget, FlinkCluster, Job, Mode, ProcessState, Savepoint};
use crate::config::Key;
use crate::console;
use crate::ids::{ClusterId, JmId, JobId, TmId};
use crate::scenario::{Provider, Scenario};
use crate::version::FlinkVersion;
use crate::{Action, Signal};

/// What a command leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// Do this.
    Do(Action),
    /// Print the list of jobs of a Flink cluster; `None`: none is reachable.
    List(Listing, Option<ClusterId>),
    /// Print YARN's list of applications.
    ListApplications,
    /// Print what can be typed.
    Help,
    /// Print the options of a script or an action, by sets of the [`table`](super::table).
    Usage(&'static str),
    /// Say that this is not Flink's.
    Outside(Word<'a>),
    /// Nothing.
    Nothing,
}

/// Which jobs `flink list` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listing {
    /// No option.
    #[default]
    RunningAndScheduled,
    /// `-r`
    Running,
    /// `-s`
    Scheduled,
    /// `-a`
    All,
}

impl Platform {
    pub(super) const fn of(provider: &Provider) -> Platform {
        match provider {
            Provider::Standalone { .. } => Platform::Standalone,
            Provider::Yarn { .. } => Platform::Yarn,
            Provider::Kubernetes { .. } => Platform::Kubernetes,
        }
    }
}

/// What the client of a version refuses, whatever the cluster.
///
/// # Errors
/// What has been removed, or is not there yet, with its place.
pub fn check(command: &Command, version: FlinkVersion) -> Result<(), Mistake> {
    let Command::Flink(verb, options) = command else { return Ok(()) };
    let traits = version.traits();
    let mistake = |at: Place, what| Err(Mistake { at, kind: MistakeKind::OtherVersion(what) });
    if *verb == Verb::RunApplication && !traits.has_run_application {
        return mistake(options.action, OtherVersion::RunApplicationRemoved);
    }
    let Some(target) = &options.target else { return Ok(()) };
    let at = target.word.at;
    match (target.mode, verb) {
        (DeploymentTarget::PerJob, _) if !traits.has_per_job_mode => {
            mistake(at, OtherVersion::PerJobRemoved)
        }
        (DeploymentTarget::Application, Verb::Run) if traits.has_run_application => {
            mistake(at, OtherVersion::WantsRunApplication)
        }
        (DeploymentTarget::Session | DeploymentTarget::PerJob, Verb::RunApplication) => {
            mistake(at, OtherVersion::WantsRun)
        }
        _ => Ok(()),
    }
}

/// What the command means here.
///
/// # Errors
/// What the real client (or the shell) would refuse before the cluster hears of it.
pub fn resolve<'a>(
    command: &Command<'a>,
    cluster: &Cluster,
    scenario: &Scenario,
) -> Result<Answer<'a>, Mistake> {
    check(command, cluster.version)?;
    let here = Platform::of(&cluster.provider);
    let needs = |platform: Platform| match platform == here {
        true => Ok(()),
        false => Err(Mistake { at: Place::default(), kind: MistakeKind::OtherProvider }),
    };
    let no_process = Mistake { at: Place::default(), kind: MistakeKind::NoSuchProcess };
    Ok(Answer::Do(match command {
        Command::Nothing => return Ok(Answer::Nothing),
        Command::Help => return Ok(Answer::Help),
        Command::Usage(sets) => return Ok(Answer::Usage(sets)),
        Command::Outside(word) => return Ok(Answer::Outside(*word)),
        Command::Interrupt => {
            let nothing = Mistake { at: Place::default(), kind: MistakeKind::NothingToInterrupt };
            match console::holds_terminal(cluster) {
                Some(client) => Action::InterruptClient { client },
                // FlinkYarnSessionCli: the hook of an attached session's client shuts the cluster down.
                None if console::session_is_attached(cluster) => Action::StopCluster,
                None => return Err(nothing),
            }
        }
        Command::StartCluster => needs(Platform::Standalone).map(|()| Action::StartCluster)?,
        Command::StopCluster => needs(Platform::Standalone).map(|()| Action::StopCluster)?,
        Command::StartSession { platform, .. } => {
            needs(*platform)?;
            configured(command, cluster, Action::StartCluster)?
        }
        Command::StopSession(on, id) => {
            needs(*on)?;
            if let Some(id) = id {
                is_session(id, cluster)?;
            }
            Action::StopCluster
        }
        Command::TaskManager(Switch::Start) => Action::StartTaskManager,
        Command::TaskManager(Switch::Stop) => {
            // The script stops the process that was started last.
            let last = cluster.task_managers.iter().rev().find(|tm| !tm.process.is_gone());
            let tm = last.ok_or(no_process)?.id;
            Action::SignalTaskManager { tm, signal: Signal::Term }
        }
        Command::JobManager(Switch::Start) => Action::StartJobManager,
        Command::StandaloneJob(Switch::Start, options) => {
            needs(Platform::Standalone)?;
            let program = named(options, scenario, DeploymentTarget::Application)?;
            let attached = says_attached(&options.settings) == Some(true);
            let run = Action::RunApplication { program, attached, in_session: false };
            configured(command, cluster, from_savepoint(options, cluster, run)?)?
        }
        Command::JobManager(Switch::Stop) | Command::StandaloneJob(Switch::Stop, _) => {
            // The script stops the process that was started last.
            let last = cluster.job_managers.iter().rev().find(|jm| jm.role.is_alive());
            Action::StopJobManager { jm: last.ok_or(no_process)?.id }
        }
        Command::ListApplications => {
            return needs(Platform::Yarn).map(|()| Answer::ListApplications);
        }
        Command::KillApplication { id } => {
            needs(Platform::Yarn)?;
            let found = application(id, cluster);
            let no_such = Mistake { at: id.at, kind: MistakeKind::NoSuchApplication };
            Action::KillApplication { cluster: found.ok_or(no_such)? }
        }
        Command::Flink(verb, options) => match flink(*verb, options, cluster, scenario)? {
            Answer::Do(action) => configured(command, cluster, action)?,
            other => return Ok(other),
        },
        Command::Kill { signal: Signal::Kill, process } if process.text == "jobmanager" => {
            Action::KillJobManager { jm: leader(cluster, process)? }
        }
        Command::Kill { signal, process } => {
            Action::SignalTaskManager { tm: process_of(process, cluster)?, signal: *signal }
        }
    }))
}

fn flink(
    verb: Verb,
    options: &Options,
    cluster: &Cluster,
    scenario: &Scenario,
) -> Result<Answer<'static>, Mistake> {
    let target = options.target.as_ref();
    if let Some(target) = target
        && target.platform != Platform::of(&cluster.provider)
    {
        return Err(Mistake { at: target.word.at, kind: MistakeKind::OtherTarget });
    }
    let id = address(options, cluster);
    let starts = mode_of(verb, options).is_some_and(|mode| mode != DeploymentTarget::Session);
    if let Some(id) = id.filter(|_| !starts)
        && application(&id, cluster).is_none()
    {
        return Err(Mistake { at: id.at, kind: no_such(cluster) });
    }
    let job = || {
        let word = options.argument.unwrap_or_default();
        let job = job_of(word, cluster)?;
        let there = id.is_none_or(|id| application(&id, cluster) == Some(cluster.job(job).cluster));
        let no_such = Mistake { at: word.at, kind: MistakeKind::NoSuchJob };
        if there { Ok(job) } else { Err(no_such) }
    };
    let directory = options.directory.map(|word| word.text.to_owned());
    Ok(Answer::Do(match verb {
        Verb::Run | Verb::RunApplication => run(verb, options, cluster, scenario)?,
        Verb::List => return Ok(Answer::List(options.listing, addressed(options, cluster))),
        Verb::Cancel => Action::Cancel { job: job()? },
        Verb::Savepoint => Action::Savepoint { job: job()?, directory },
        Verb::Stop => Action::Stop { job: job()?, drain: options.drain, directory },
    }))
}

/// The cluster that the options name, in the way of this platform.
fn address<'a>(options: &Options<'a>, cluster: &Cluster) -> Option<Word<'a>> {
    match cluster.provider {
        Provider::Standalone { .. } => None,
        Provider::Yarn { .. } => options.application,
        Provider::Kubernetes { .. } => options.deployment,
    }
}

/// In which mode a program is run; `None`: none is.
fn mode_of(verb: Verb, options: &Options) -> Option<DeploymentTarget> {
    match (&options.target, verb) {
        (_, Verb::List | Verb::Cancel | Verb::Stop | Verb::Savepoint) => None,
        (Some(target), Verb::Run | Verb::RunApplication) => Some(target.mode),
        (None, Verb::RunApplication) => Some(DeploymentTarget::Application),
        (None, Verb::Run) => Some(DeploymentTarget::Session),
    }
}

fn run(
    verb: Verb,
    options: &Options,
    cluster: &Cluster,
    scenario: &Scenario,
) -> Result<Action, Mistake> {
    let mode = mode_of(verb, options).unwrap_or(DeploymentTarget::Session);
    if let (DeploymentTarget::Session, Some(id)) = (mode, address(options, cluster)) {
        is_session(&id, cluster)?;
    }
    if let (DeploymentTarget::Application, Provider::Kubernetes { .. }, Some(jar)) =
        (mode, &cluster.provider, options.argument)
        && !jar.text.contains(':')
    {
        return Err(Mistake { at: jar.at, kind: MistakeKind::JarNotThere });
    }
    let name = named(options, scenario, mode)?;
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
fn from_savepoint(options: &Options, cluster: &Cluster, action: Action) -> Result<Action, Mistake> {
    let Some(path) = options.from_savepoint else { return Ok(action) };
    let lies_there = |it: &&Savepoint| it.path() == path.text.trim_end_matches('/');
    let found = cluster.savepoints.iter().find(lies_there);
    let no_such = Mistake { at: path.at, kind: MistakeKind::NoSuchSavepoint };
    let savepoint = found.ok_or(no_such)?.id;
    Ok(Action::FromSavepoint { savepoint, run: Box::new(action) })
}

/// What is wrong with an id that nothing has.
fn no_such(cluster: &Cluster) -> MistakeKind {
    match Platform::of(&cluster.provider) {
        Platform::Standalone | Platform::Kubernetes => MistakeKind::NoSuchCluster,
        Platform::Yarn => MistakeKind::NoSuchApplication,
    }
}

/// An id names the session. Another cluster's is understood by the real script, too.
fn is_session(id: &Word, cluster: &Cluster) -> Result<(), Mistake> {
    let wrong = |kind| Err(Mistake { at: id.at, kind });
    match application(id, cluster) {
        None => wrong(no_such(cluster)),
        Some(found) if cluster.session().is_none_or(|session| session.id != found) => {
            wrong(MistakeKind::NotSimulated)
        }
        Some(_) => Ok(()),
    }
}

fn job_of(word: Word, cluster: &Cluster) -> Result<JobId, Mistake> {
    let found = cluster.jobs.iter().rev().find(|known| is_named(known, word.text));
    let no_such = Mistake { at: word.at, kind: MistakeKind::NoSuchJob };
    found.map(|job| job.id).ok_or(no_such)
}

/// The Flink cluster that an id or else a target names; without either, the one that the client's files know: the
/// address in its configuration, or the session in YARN's properties file (`FlinkYarnSessionCli`). Only one whose REST
/// endpoint answers.
fn addressed(options: &Options, cluster: &Cluster) -> Option<ClusterId> {
    let id = address(options, cluster);
    let mode = options.target.as_ref().map(|target| target.mode);
    let fits = |it: &&FlinkCluster| {
        let meant = match (id, mode) {
            (Some(id), _) => application(&id, cluster) == Some(it.id),
            (None, None) => match cluster.provider {
                Provider::Standalone { .. } => true,
                Provider::Yarn { .. } => matches!(it.mode, Mode::Session),
                Provider::Kubernetes { .. } => false,
            },
            (None, Some(DeploymentTarget::Session)) => matches!(it.mode, Mode::Session),
            (None, Some(DeploymentTarget::PerJob)) => matches!(it.mode, Mode::PerJob(_)),
            (None, Some(DeploymentTarget::Application)) => matches!(it.mode, Mode::Application(_)),
        };
        it.phase.accepts_jobs() && meant
    };
    let session = cluster.session().filter(fits);
    session.or_else(|| cluster.clusters.iter().rev().find(fits)).map(|it| it.id)
}

/// The newest cluster that has this id at YARN, or this name at Kubernetes. One that was told no name
/// there has any.
fn application(id: &Word, cluster: &Cluster) -> Option<ClusterId> {
    let is_meant = |it: &&FlinkCluster| match cluster.provider {
        Provider::Standalone { .. } | Provider::Yarn { .. } => {
            console::application_id(it.id) == id.text
        }
        Provider::Kubernetes { .. } => {
            let told = it.config.text(Key::KubernetesClusterId, cluster.version);
            told.is_none_or(|name| name == id.text)
        }
    };
    let session = cluster.session().filter(is_meant);
    session.or_else(|| cluster.clusters.iter().rev().find(is_meant)).map(|it| it.id)
}

/// A job by its id, by the beginning of it (eight digits or more), or by its name.
fn is_named(job: &Job, text: &str) -> bool {
    let hex = job.id.hex();
    hex == text || (text.len() >= 8 && hex.starts_with(text)) || job.spec.name == text
}

fn process_of(word: &Word, cluster: &Cluster) -> Result<TmId, Mistake> {
    let number = word.text.strip_prefix("tm-").and_then(|number| number.parse::<usize>().ok());
    let known = number.and_then(|number| cluster.task_managers.get(number));
    let alive =
        known.filter(|tm| !matches!(tm.process, ProcessState::Killed | ProcessState::Exited));
    let no_such = Mistake { at: word.at, kind: MistakeKind::NoSuchProcess };
    alive.map(|tm| tm.id).ok_or(no_such)
}

/// "jobmanager" is the process that leads.
fn leader(cluster: &Cluster, word: &Word) -> Result<JmId, Mistake> {
    let leader = cluster.clusters.iter().find_map(|cluster| cluster.leader);
    leader.ok_or(Mistake { at: word.at, kind: MistakeKind::NoSuchProcess })
}

/// The job or program of the scenario that the class or else the jar is named after; the only one in any
/// case. A cluster of one's own is for programs first.
fn named(
    options: &Options,
    scenario: &Scenario,
    mode: DeploymentTarget,
) -> Result<String, Mistake> {
    let plain = |text: &str| -> Vec<u8> {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        letters.map(|byte| byte.to_ascii_lowercase()).collect()
    };
    let class = options.main_class.as_ref();
    let word = class.or(options.argument.as_ref());
    let written = word.map_or("", |word| word.text);
    let separator = if class.is_some() { '.' } else { '/' };
    let last = written.strip_suffix(".jar").unwrap_or(written).rsplit(separator).next();
    let last = plain(last.unwrap_or_default());
    let mut known: Vec<&str> = Vec::new();
    // A job of a program is no program of its own, unless there is none.
    if mode == DeploymentTarget::Session || scenario.programs.is_empty() {
        known.extend(scenario.jobs.iter().map(|job| job.name.as_str()));
    }
    known.extend(scenario.programs.iter().map(|program| program.name.as_str()));
    let found = known.iter().find(|name| !last.is_empty() && last.ends_with(&plain(name)));
    match (found, known.as_slice()) {
        (Some(name), _) | (None, [name]) => Ok((*name).to_owned()),
        (None, _) => {
            let at = word.map_or(Place::default(), |word| word.at);
            Err(Mistake { at, kind: MistakeKind::NoSuchJob })
        }
    }
}

#[cfg(all(test, feature = "authoring"))]
mod tests;
