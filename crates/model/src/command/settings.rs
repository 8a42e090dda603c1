//! What a line sets in the configuration: which of it reaches what the line starts, and what is left aside.
//!
//! In: a [`Command`]. Out: the options of an [`Action`], or a [`Mistake`] at a value; and the words that have no effect.

use super::alike::nearest;
use super::{Command, Mistake, MistakeKind, Options, Platform, Setting, Verb, Word};
use crate::Action;
use crate::cluster::{Cluster, DeploymentTarget, MOST_SLOTS};
use crate::config::{Config, Key, Scope, ValueKind, parse_mebibytes};
use crate::job::MOST_SUBTASKS;
use crate::scenario::Provider;

/// What is written and has no effect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut<'a> {
    /// Real Flink obeys it, the model does not.
    pub by_model: Vec<&'a str>,
    /// Real Flink does not obey it either, and does not say so.
    pub by_flink: Vec<&'a str>,
    /// It belongs to processes, and those of a session run already.
    pub by_session: Vec<&'a str>,
    /// Keys that the model has never heard of, and the known one that looks alike.
    pub unknown: Vec<(&'a str, Option<&'static str>)>,
    /// From the first option behind the jar on: arguments of `main()`.
    pub to_main: &'a str,
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
        Key::KubernetesClusterId | Key::KubernetesImage => on == Platform::Kubernetes,
        // It says which cluster is meant; none is started with it.
        Key::YarnApplicationId => false,
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
pub(super) fn settings<'c, 'a>(command: &'c Command<'a>) -> &'c [Setting<'a>] {
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
    let (mut options, action) = match action {
        Action::Configured { options, action } => (options, *action),
        plain => (Config::default(), plain),
    };
    for setting in settings(command) {
        let Some(key) = obeyed(setting, starts, on) else { continue };
        let value = [setting.value, setting.unit].concat();
        let traits = cluster.version.traits();
        if key == Key::DefaultParallelism && value == "-1" && traits.takes_default_parallelism {
            continue;
        }
        check(key, &value, setting, cluster)?;
        options.set(setting.key, &value);
    }
    if let Command::Flink(_, told) = command
        && starts == Starts::Application
        && told.shutdown_on_attached_exit
    {
        options.set(Key::ShutdownOnAttachedExit.name(), "true");
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

/// What Flink takes for a positive number.
fn is_positive(value: &str) -> bool {
    value.parse::<i32>().is_ok_and(|number| number > 0)
}

/// Beyond that Flink goes on, and the simulator does not.
fn within(value: &str, most: u16, told: &'static str, setting: &Setting) -> Result<(), Mistake> {
    let beyond = Mistake { at: setting.at, kind: MistakeKind::BeyondModel(told) };
    let fits = value.parse::<i32>().is_ok_and(|number| number <= i32::from(most));
    if fits { Ok(()) } else { Err(beyond) }
}

/// Whether the value is one, and not more than there is room for.
fn check(key: Key, value: &str, setting: &Setting, cluster: &Cluster) -> Result<(), Mistake> {
    let wrong = |kind| Err(Mistake { at: setting.at, kind });
    let looks_like = match (key, key.kind()) {
        (Key::DefaultParallelism, _) if value.parse::<i32>().is_err() && setting.key_written() => {
            "4"
        }
        (Key::DefaultParallelism, _) if !is_positive(value) => {
            return wrong(MistakeKind::NotPositive);
        }
        (Key::DefaultParallelism, _) => return within(value, MOST_SUBTASKS, "1024", setting),
        (Key::NumberOfTaskSlots, _) if is_positive(value) => {
            return within(value, MOST_SLOTS, "64", setting);
        }
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
        Key::JobManagerMemory | Key::TaskManagerMemory => {
            let asked = parse_mebibytes(value).unwrap_or(0);
            if let Provider::Yarn { node_memory_mib: most_mib, .. } = cluster.provider
                && asked > most_mib
            {
                let jm = key == Key::JobManagerMemory;
                let manager = if jm { "JobManager" } else { "TaskManagers" };
                return wrong(MistakeKind::NoSuchRoom { manager, most_mib });
            }
            asked > 0
        }
        Key::NumberOfTaskSlots => false,
        _ => !value.is_empty() && key.takes(value),
    };
    if fits { Ok(()) } else { wrong(MistakeKind::BadValue(looks_like)) }
}

/// What of a line has no effect.
pub fn left_out<'a>(command: &Command<'a>, line: &'a str, cluster: &Cluster) -> LeftOut<'a> {
    let (starts, on) = (starts(command), Platform::of(&cluster.provider));
    let mut left = LeftOut::default();
    let texts = |words: &[Word<'a>]| words.iter().map(|word| word.at.of(line)).collect::<Vec<_>>();
    match command {
        Command::StartSession { options, .. } => {
            left.by_model = texts(&options.aside);
            left.by_flink = texts(&options.overlooked);
        }
        Command::Flink(_, options) | Command::StandaloneJob(_, options) => {
            left.by_model = texts(&options.aside);
            left.by_flink = texts(&options.overlooked);
        }
        Command::Program(words)
            if words.first().is_some_and(|word| {
                matches!(super::known::name(word), "taskmanager.sh" | "jobmanager.sh")
            }) =>
        {
            let slots = Key::NumberOfTaskSlots.name();
            let told = words.iter().map(|word| word.text).filter(|it| it.contains('='));
            left.by_model = told.filter(|it| !it.contains(slots)).collect();
        }
        Command::StartCluster(Some(word)) | Command::StopCluster(Some(word)) => {
            left.by_flink.push(word.text);
        }
        _ => {}
    }
    if let Command::Flink(Verb::Run | Verb::RunApplication | Verb::Info, options) = command {
        let behind = options.to_main.and_then(|word| line.get(word.at.start..));
        left.to_main = behind.unwrap_or_default().trim();
    }
    if let Command::StandaloneJob(_, Options { to_main: Some(word), .. }) = command {
        left.to_main = line.get(word.at.start..).unwrap_or_default().trim_end();
    }
    for setting in settings(command) {
        let resolved = is_address(setting.key, on) || is_attached(setting.key, command);
        let resolved = resolved || is_followed(setting.key, command);
        // The client says itself whether it waits, and which jars there are.
        let overruled = matches!(command, Command::Flink(Verb::Run | Verb::RunApplication, _))
            && matches!(
                setting.key,
                "execution.attached" | "pipeline.jars" | "pipeline.classpaths"
            );
        if overruled {
            left.by_flink.push(setting.word.text);
            continue;
        }
        let plans = matches!(command, Command::Flink(Verb::Info, _))
            && setting.key == Key::DefaultParallelism.name();
        if resolved || plans || obeyed(setting, starts, on).is_some() {
            continue;
        }
        let known = Key::from_name(setting.key).is_some() || is_of_memory(setting.key);
        let elsewhere = (setting.key.starts_with("yarn.") && on != Platform::Yarn)
            || (setting.key.starts_with("kubernetes.") && on != Platform::Kubernetes);
        if elsewhere {
            left.by_flink.push(setting.word.text);
        } else if starts == Starts::Job && is_of_processes(setting.key) {
            left.by_session.push(setting.word.text);
        } else if known {
            left.by_model.push(setting.word.text);
        } else {
            let names = &mut Key::ALL.iter().map(|key| key.name());
            left.unknown.push((setting.word.text, nearest(setting.key, names, 3)));
        }
    }
    left
}

/// Whether a key is about processes, not about a job.
fn is_of_processes(key: &str) -> bool {
    let first = key.split(['.', '-']).next().unwrap_or_default();
    matches!(
        first,
        "taskmanager"
            | "jobmanager"
            | "resourcemanager"
            | "slotmanager"
            | "heartbeat"
            | "high"
            | "cluster"
            | "rest"
            | "web"
            | "akka"
            | "pekko"
            | "blob"
            | "yarn"
            | "kubernetes"
    )
}

/// Whether a key divides memory: the model knows those, and divides none by them here.
fn is_of_memory(key: &str) -> bool {
    key.contains(".memory.") || key.contains(".heap.")
}

/// Whether a key says which cluster is meant.
fn is_address(key: &str, on: Platform) -> bool {
    match on {
        Platform::Standalone => false,
        Platform::Yarn => key == "yarn.application.id",
        Platform::Kubernetes => key == "kubernetes.cluster-id",
    }
}

/// Whether a key says where the client of `flink` goes.
fn is_followed(key: &str, command: &Command) -> bool {
    let Command::Flink(_, options) = command else { return false };
    let address = matches!(key, "rest.address" | "rest.port" | "jobmanager.rpc.address");
    key == "execution.target" || (address && options.target.is_none())
}

/// Whether a key says that `standalone-job.sh` waits for its jobs: it has no option for that.
fn is_attached(key: &str, command: &Command) -> bool {
    matches!(command, Command::StandaloneJob(..)) && key == Key::ExecutionAttached.name()
}

#[cfg(all(test, feature = "authoring"))]
mod tests;
