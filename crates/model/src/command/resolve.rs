//! What a written command means at a cluster: an action to do, or something to print.

mod flink;

use super::programs::{self, World};
use super::session::says_attached;
use super::settings::configured;
use super::{
    Answer, Command, Mistake, MistakeKind, OtherVersion, Place, Platform, SessionOptions, Setting,
    Switch, Verb, Word, deploy, jars,
};
use crate::Action;
use crate::cluster::{Cluster, DeploymentTarget, FlinkCluster, Mode};
use crate::config::{Config, Key};
use crate::console::{self, InFront};
use crate::scenario::{Provider, Scenario};
use crate::version::FlinkVersion;

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
    resolve_in(command, &World { cluster, scenario, history: &[], kept: &[] })
}

/// The same, where programs that tell of times are to be told what has happened.
///
/// # Errors
/// As [`resolve`].
pub fn resolve_in<'a>(command: &Command<'a>, world: &World) -> Result<Answer<'a>, Mistake> {
    let (cluster, scenario) = (world.cluster, world.scenario);
    check(command, cluster.version)?;
    if let Some(lines) = deploy::refused(command, cluster) {
        return Ok(Answer::Refused(lines));
    }
    let here = Platform::of(&cluster.provider);
    let needs = |platform: Platform| match platform == here {
        true => Ok(()),
        false => Err(Mistake { at: Place::default(), kind: MistakeKind::OtherProvider }),
    };
    Ok(Answer::Do(match command {
        Command::Nothing => return Ok(Answer::Nothing),
        Command::Help => return Ok(Answer::Help),
        Command::Usage(sets) => return Ok(Answer::Usage(sets)),
        Command::Outside(word) => return Ok(Answer::Outside(*word)),
        Command::Program(words) => return programs::run(words, world),
        Command::Interrupt => interrupt(cluster)?,
        Command::Version => return Ok(Answer::Print(programs::version(cluster.version))),
        Command::StartCluster(_) => needs(Platform::Standalone).map(|()| Action::StartCluster)?,
        Command::StopCluster(_) => {
            needs(Platform::Standalone)?;
            return Ok(programs::stopping(cluster));
        }
        Command::StartSession { platform, options } => {
            needs(*platform)?;
            return start_session(command, options, cluster);
        }
        Command::StopSession(on, id) => {
            needs(*on)?;
            match id {
                Some(id) => stop(is_session(id, cluster)?, cluster),
                None => Action::StopCluster,
            }
        }
        Command::StandaloneJob(Switch::Start, options) => {
            needs(Platform::Standalone)?;
            let class = options.main_class.as_ref();
            class.map_or(Ok(()), |class| jars::check_class(class, scenario))?;
            let program = jars::program(class, options.argument.as_ref(), scenario, false)?;
            let attached = says_attached(&options.settings) == Some(true);
            let run = Action::StartStandaloneJob { program, attached };
            configured(command, cluster, flink::from_savepoint(options, cluster, run)?)?
        }
        Command::StandaloneJob(Switch::Stop, _) => {
            // The script stops the process that was started last.
            return Ok(programs::stopping_job_manager("standalonejob", cluster));
        }
        Command::Flink(verb, options) => match flink::flink(*verb, options, cluster, scenario)? {
            Answer::Do(action) => {
                let action = configured(command, cluster, action)?;
                match flink::deprecation(*verb, options, cluster) {
                    Some(told) => return Ok(Answer::DoSaying(action, vec![told.to_owned()])),
                    None => action,
                }
            }
            other => return Ok(other),
        },
    }))
}

/// Ctrl-C: whoever holds the terminal.
fn interrupt(cluster: &Cluster) -> Result<Action, Mistake> {
    match console::in_front(cluster) {
        // DeploymentFailureHook: an application that is not deployed yet is killed.
        Some(InFront::Deployment(cluster)) => Ok(Action::KillApplication { cluster }),
        Some(InFront::Client(client)) => Ok(Action::InterruptClient { client }),
        // FlinkYarnSessionCli: the hook of an attached session's client shuts the cluster down.
        Some(InFront::Session(id)) => Ok(stop(cluster.flink(id), cluster)),
        None => Err(Mistake { at: Place::default(), kind: MistakeKind::NothingToInterrupt }),
    }
}

/// A session script: a new session, or with `-id`, and on Kubernetes with the name of one, a client of that one.
fn start_session<'a>(
    command: &Command<'a>,
    options: &SessionOptions,
    cluster: &Cluster,
) -> Result<Answer<'a>, Mistake> {
    if let Some(id) = &options.id {
        let session = is_session(id, cluster)?;
        let name = cluster.name_of(session);
        let found = ["Found Web Interface hadoop104:39735 of application '", &name, "'."].concat();
        if options.detached {
            return Ok(Answer::Print(vec![found]));
        }
        let mut attached = Config::default();
        attached.set(Key::ExecutionAttached.name(), "true");
        attached.set(Key::YarnApplicationId.name(), &name);
        let action = Box::new(Action::StartCluster);
        return Ok(Answer::DoSaying(Action::Configured { options: attached, action }, vec![found]));
    }
    let mut action = configured(command, cluster, Action::StartCluster)?;
    if !options.settings.iter().any(is_cluster_id) {
        action = named_anew(action, cluster);
    }
    // KubernetesSessionCli: one that is there is used.
    let there = cluster.namesake(action.options()).filter(|it| !it.is_over());
    match there {
        Some(session) if options.settings.iter().any(is_cluster_id) => {
            let name = cluster.name_of(session);
            let parts = [
                "Retrieve flink cluster ",
                &name,
                " successfully, JobManager Web Interface: http://",
                &name,
                "-rest.default:8081",
            ];
            Ok(Answer::Print(vec![parts.concat()]))
        }
        _ => Ok(Answer::Do(action)),
    }
}

/// A cluster that was told no name, where the usual one is taken, gets one that Flink makes up
/// (`KubernetesClusterClientFactory.generateClusterId`).
fn named_anew(action: Action, cluster: &Cluster) -> Action {
    let taken = cluster.namesake(action.options()).is_some_and(|it| !it.is_over());
    if !taken {
        return action;
    }
    let random = crate::JobId(0x4b00 + u16::try_from(cluster.clusters.len()).unwrap_or(0)).hex();
    let name = ["flink-cluster-", random.get(..31).unwrap_or_default()].concat();
    let (mut options, action) = match action {
        Action::Configured { options, action } => (options, action),
        plain => (Config::default(), Box::new(plain)),
    };
    options.set(Key::KubernetesClusterId.name(), &name);
    Action::Configured { options, action }
}

fn is_cluster_id(setting: &Setting) -> bool {
    setting.key == Key::KubernetesClusterId.name()
}

/// Stops one cluster: by its name, unless it is the one that is meant anyway.
fn stop(flink: &FlinkCluster, cluster: &Cluster) -> Action {
    named(flink, cluster, Action::StopCluster)
}

/// An action on a session that is not the newest says which one it means.
fn named(flink: &FlinkCluster, cluster: &Cluster, action: Action) -> Action {
    match cluster.address_key() {
        Some(key) if cluster.session().is_none_or(|session| session.id != flink.id) => {
            let mut options = Config::default();
            options.set(key.name(), &cluster.name_of(flink));
            Action::Configured { options, action: Box::new(action) }
        }
        _ => action,
    }
}

/// The session of that id or name, which a session script can join and end.
fn is_session<'c>(id: &Word, cluster: &'c Cluster) -> Result<&'c FlinkCluster, Mistake> {
    let wrong = |kind| Err(Mistake { at: id.at, kind });
    let yarn = matches!(cluster.provider, Provider::Yarn { .. });
    match cluster.of_name(id.text) {
        None if !yarn => wrong(MistakeKind::NoSuchCluster),
        None if programs::is_application(id.text) => wrong(MistakeKind::NoSuchApplication),
        None => wrong(MistakeKind::InvalidApplicationId),
        Some(found) if found.is_over() && !yarn => wrong(MistakeKind::NoSuchCluster),
        Some(found) if found.is_over() => wrong(MistakeKind::ApplicationOver),
        Some(found) if found.mode != Mode::Session => wrong(MistakeKind::NotSimulated),
        Some(found) => Ok(found),
    }
}

#[cfg(all(test, feature = "authoring"))]
mod tests;
