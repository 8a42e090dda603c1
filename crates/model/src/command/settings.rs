//! What a line sets in the configuration: which of it reaches what the line starts, and what is left aside.
//!
//! In: a [`Command`]. Out: the options of an [`Action`], or a [`Mistake`] at a value; and the words that have no effect.

use super::{Command, Mistake, MistakeKind, Platform, Setting, Verb, Word};
use crate::Action;
use crate::cluster::{Cluster, DeploymentTarget, MOST_SLOTS};
use crate::config::{Config, Key, Scope, ValueKind};
use crate::job::MOST_SUBTASKS;
use crate::scenario::Provider;

/// What is written and has no effect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut<'a> {
    /// Real Flink obeys it, the model does not.
    pub by_model: Vec<&'a str>,
    /// Real Flink does not obey it either, and does not say so.
    pub by_flink: Vec<&'a str>,
}

/// What a line starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Starts {
    /// Nothing: it is about what runs.
    Nothing,
    /// A job in a cluster that runs.
    Job,
    /// A session.
    Session,
    /// A cluster with its jobs.
    Application,
}

fn starts(command: &Command) -> Starts {
    match command {
        Command::StartSession { .. } => Starts::Session,
        Command::StandaloneJob(..) => Starts::Application,
        Command::Flink(Verb::RunApplication, _) => Starts::Application,
        Command::Flink(Verb::Run, options) => match &options.target {
            None => Starts::Job,
            Some(target) if target.mode == DeploymentTarget::Session => Starts::Job,
            Some(_) => Starts::Application,
        },
        _ => Starts::Nothing,
    }
}

/// The key of a setting, if what is started obeys it.
fn obeyed(setting: &Setting, starts: Starts, on: Platform) -> Option<Key> {
    let key = Key::from_name(setting.key)?;
    let here = match key {
        Key::YarnQueue | Key::YarnApplicationName => on == Platform::Yarn,
        Key::KubernetesClusterId => on == Platform::Kubernetes,
        // Jobs come later, with a parallelism of their own.
        Key::DefaultParallelism => starts != Starts::Session,
        Key::ExecutionAttached => starts == Starts::Session,
        _ => true,
    };
    let reaches = match (key.scope(), starts) {
        (_, Starts::Nothing) | (Scope::Scenario, _) => false,
        (Scope::Job, _) => true,
        // Fixed machines have their slots and sizes from the files on them.
        (Scope::Cluster, Starts::Session | Starts::Application) => on != Platform::Standalone,
        (Scope::Cluster, Starts::Job) => false,
    };
    (here && reaches).then_some(key)
}

/// The settings of a line, whatever it is.
fn settings<'c, 'a>(command: &'c Command<'a>) -> &'c [Setting<'a>] {
    match command {
        Command::StartSession { options, .. } => &options.settings,
        Command::Flink(_, options) | Command::StandaloneJob(_, options) => &options.settings,
        _ => &[],
    }
}

/// The action with the options that the line gives to what it starts.
pub(super) fn configured(
    command: &Command,
    cluster: &Cluster,
    action: Action,
) -> Result<Action, Mistake> {
    let (starts, on) = (starts(command), Platform::of(&cluster.provider));
    let mut options = Config::default();
    for setting in settings(command) {
        let Some(key) = obeyed(setting, starts, on) else { continue };
        let value = [setting.value, setting.unit].concat();
        check(key, &value, setting, cluster)?;
        options.set(setting.key, &value);
    }
    if let Command::StartSession { options: told, .. } = command
        && !told.detached
    {
        options.set(Key::ExecutionAttached.name(), "true");
    }
    Ok(match options.is_empty() {
        true => action,
        false => Action::Configured { options, action: Box::new(action) },
    })
}

/// Whether the value is one, and not more than there is room for.
fn check(key: Key, value: &str, setting: &Setting, cluster: &Cluster) -> Result<(), Mistake> {
    let wrong = |kind| Err(Mistake { at: setting.at, kind });
    let looks_like = match (key, key.kind()) {
        (Key::DefaultParallelism, _) => "1 … 1024",
        (_, ValueKind::Duration) => "10 s",
        (_, ValueKind::Number) => "1 … 64",
        (_, ValueKind::Factor) => "1.5",
        (_, ValueKind::Memory) => "1728m",
        (_, ValueKind::Switch) => "true",
        (_, ValueKind::Text) => "default",
    };
    let mut alone = Config::default();
    alone.set(setting.key, value);
    let fits = match key {
        Key::DefaultParallelism | Key::NumberOfTaskSlots => {
            let tasks = key == Key::DefaultParallelism;
            let most = if tasks { MOST_SUBTASKS } else { MOST_SLOTS };
            let number = alone.number(key, cluster.version).unwrap_or(0);
            (1..=u64::from(most)).contains(&number)
        }
        Key::JobManagerMemory | Key::TaskManagerMemory => {
            let asked = alone.mebibytes(key, cluster.version).unwrap_or(0);
            if let Provider::Yarn { node_memory_mib: most_mib, .. } = cluster.provider
                && asked > most_mib
            {
                let jm = key == Key::JobManagerMemory;
                let manager = if jm { "JobManager" } else { "TaskManagers" };
                return wrong(MistakeKind::NoSuchRoom { manager, most_mib });
            }
            asked > 0
        }
        _ => !value.is_empty() && key.takes(value),
    };
    if fits { Ok(()) } else { wrong(MistakeKind::BadValue(looks_like)) }
}

/// What of a line has no effect.
pub fn left_out<'a>(command: &Command<'a>, cluster: &Cluster) -> LeftOut<'a> {
    let (starts, on) = (starts(command), Platform::of(&cluster.provider));
    let mut left = LeftOut::default();
    let texts = |words: &[Word<'a>]| words.iter().map(|word| word.text).collect::<Vec<_>>();
    match command {
        Command::StartSession { options, .. } => {
            left.by_model = texts(&options.aside);
            left.by_flink = texts(&options.overlooked);
        }
        Command::Flink(_, options) | Command::StandaloneJob(_, options) => {
            left.by_model = texts(&options.aside);
            left.by_flink = texts(&options.overlooked);
            // There is one session, and so one address; whatever else is called is not there.
            let port = if on == Platform::Yarn { ":39735" } else { ":8081" };
            let elsewhere = options.address.filter(|address| !address.text.ends_with(port));
            left.by_model.extend(elsewhere.map(|address| address.text));
        }
        _ => {}
    }
    let not_obeyed = settings(command).iter().filter(|setting| {
        let resolved = is_address(setting.key, on) || is_attached(setting.key, command);
        !resolved && obeyed(setting, starts, on).is_none()
    });
    left.by_model.extend(not_obeyed.map(|setting| setting.word.text));
    left
}

/// Whether a key says which cluster is meant.
fn is_address(key: &str, on: Platform) -> bool {
    match on {
        Platform::Standalone => false,
        Platform::Yarn => key == "yarn.application.id",
        Platform::Kubernetes => key == "kubernetes.cluster-id",
    }
}

/// Whether a key says that `standalone-job.sh` waits for its jobs: it has no option for that.
fn is_attached(key: &str, command: &Command) -> bool {
    matches!(command, Command::StandaloneJob(..)) && key == Key::ExecutionAttached.name()
}

#[cfg(all(test, feature = "authoring"))]
mod tests;
