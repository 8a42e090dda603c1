//! What a written command means at a cluster: an action to do, or something to print.

use super::{Command, Mistake, MistakeKind, Run, Switch, Word};
use crate::cluster::{Cluster, Job, ProcessState, Savepoint};
use crate::ids::{JmId, JobId, TmId};
use crate::scenario::{Provider, Scenario};
use crate::{Action, Signal};

/// What a command leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Do this.
    Do(Action),
    /// Print the list of jobs.
    List(Listing),
    /// Print what can be typed.
    Help,
    /// Nothing.
    Nothing,
}

/// Which jobs `flink list` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// No option.
    RunningAndScheduled,
    /// `-r`
    Running,
    /// `-s`
    Scheduled,
    /// `-a`
    All,
}

/// What the command means here.
///
/// # Errors
/// What the real client (or the shell) would refuse before the cluster hears of it.
pub fn resolve(
    command: &Command,
    cluster: &Cluster,
    scenario: &Scenario,
) -> Result<Answer, Mistake> {
    let standalone = matches!(cluster.provider, Provider::Standalone { .. });
    let yarn = matches!(cluster.provider, Provider::Yarn { .. });
    let other_provider = Mistake { at: 0..0, kind: MistakeKind::OtherProvider };
    Ok(match command {
        Command::Nothing => Answer::Nothing,
        Command::Help => Answer::Help,
        Command::StartCluster if standalone => Answer::Do(Action::StartCluster),
        Command::StopCluster if standalone => Answer::Do(Action::StopCluster),
        Command::YarnSession { queue } if yarn => {
            Answer::Do(in_queue(queue.as_ref(), Action::StartCluster))
        }
        Command::YarnSessionStop if yarn => Answer::Do(Action::StopCluster),
        Command::StartCluster
        | Command::StopCluster
        | Command::YarnSession { .. }
        | Command::YarnSessionStop => return Err(other_provider),
        Command::TaskManager(Switch::Start) => Answer::Do(Action::StartTaskManager),
        Command::TaskManager(Switch::Stop) => {
            // The script stops the process that was started last.
            let last = cluster.task_managers.iter().rev().find(|tm| !tm.process.is_gone());
            let tm = last.ok_or(Mistake { at: 0..0, kind: MistakeKind::NoSuchProcess })?.id;
            Answer::Do(Action::SignalTaskManager { tm, signal: Signal::Term })
        }
        Command::JobManager(Switch::Start) => Answer::Do(Action::StartJobManager),
        Command::JobManager(Switch::Stop) => {
            // The script stops the process that was started last.
            let last = cluster.job_managers.iter().rev().find(|jm| jm.role.is_alive());
            let jm = last.ok_or(Mistake { at: 0..0, kind: MistakeKind::NoSuchProcess })?.id;
            Answer::Do(Action::StopJobManager { jm })
        }
        Command::Run(run) => Answer::Do(submit(run, cluster, scenario)?),
        Command::List(listing) => Answer::List(*listing),
        Command::Cancel { job } => Answer::Do(Action::Cancel { job: job_of(job, cluster)? }),
        Command::Savepoint { job, directory } => Answer::Do(Action::Savepoint {
            job: job_of(job, cluster)?,
            directory: directory.as_ref().map(|word| word.text.clone()),
        }),
        Command::Stop { job, drain, directory } => Answer::Do(Action::Stop {
            job: job_of(job, cluster)?,
            drain: *drain,
            directory: directory.as_ref().map(|word| word.text.clone()),
        }),
        Command::Kill { signal: Signal::Kill, process } if process.text == "jobmanager" => {
            Answer::Do(Action::KillJobManager { jm: leader(cluster, process)? })
        }
        Command::Kill { signal, process } => Answer::Do(Action::SignalTaskManager {
            tm: process_of(process, cluster)?,
            signal: *signal,
        }),
    })
}

fn job_of(word: &Word, cluster: &Cluster) -> Result<JobId, Mistake> {
    let found = cluster.jobs.iter().rev().find(|known| names(known, &word.text));
    let no_such = Mistake { at: word.at.clone(), kind: MistakeKind::NoSuchJob };
    found.map(|job| job.id).ok_or(no_such)
}

fn in_queue(queue: Option<&Word>, action: Action) -> Action {
    match queue {
        Some(queue) => Action::InQueue { queue: queue.text.clone(), action: Box::new(action) },
        None => action,
    }
}

/// A job by its id, by the beginning of it (eight digits or more), or by its name.
fn names(job: &Job, text: &str) -> bool {
    let hex = job.id.hex();
    hex == text || (text.len() >= 8 && hex.starts_with(text)) || job.spec.name == text
}

fn process_of(word: &Word, cluster: &Cluster) -> Result<TmId, Mistake> {
    let number = word.text.strip_prefix("tm-").and_then(|number| number.parse::<usize>().ok());
    let known = number.and_then(|number| cluster.task_managers.get(number));
    let alive =
        known.filter(|tm| !matches!(tm.process, ProcessState::Killed | ProcessState::Exited));
    let no_such = Mistake { at: word.at.clone(), kind: MistakeKind::NoSuchProcess };
    alive.map(|tm| tm.id).ok_or(no_such)
}

/// "jobmanager" is the process that leads.
fn leader(cluster: &Cluster, word: &Word) -> Result<JmId, Mistake> {
    let leader = cluster.clusters.iter().find_map(|cluster| cluster.leader);
    leader.ok_or(Mistake { at: word.at.clone(), kind: MistakeKind::NoSuchProcess })
}

fn submit(run: &Run, cluster: &Cluster, scenario: &Scenario) -> Result<Action, Mistake> {
    let attached = !run.detached;
    if let Some(target) = &run.target {
        let (session, own_cluster) = match cluster.provider {
            Provider::Standalone { .. } => ("remote", false),
            Provider::Yarn { .. } => ("yarn-session", true),
            Provider::Kubernetes { .. } => ("kubernetes-session", false),
        };
        let asks = |action| Ok(in_queue(run.queue.as_ref(), action));
        match target.text.as_str() {
            text if text == session => {}
            "yarn-per-job" if own_cluster => {
                return asks(Action::RunPerJob { program: job_named(run, scenario)?, attached });
            }
            // Up to 1.20 that is another action of the client, `run-application`.
            "yarn-application" if own_cluster && !cluster.version.traits().has_run_application => {
                let program = job_named(run, scenario)?;
                return asks(Action::RunApplication { program, attached, in_session: false });
            }
            _ => return Err(Mistake { at: target.at.clone(), kind: MistakeKind::OtherTarget }),
        }
    }
    let job = job_named(run, scenario)?;
    let submit =
        Action::Submit { job, attached, shutdown_on_attached_exit: run.shutdown_on_attached_exit };
    let Some(path) = &run.from_savepoint else { return Ok(submit) };
    let lies_there = |it: &&Savepoint| it.path() == path.text.trim_end_matches('/');
    let found = cluster.savepoints.iter().find(lies_there);
    let no_such = Mistake { at: path.at.clone(), kind: MistakeKind::NoSuchSavepoint };
    let savepoint = found.ok_or(no_such)?.id;
    Ok(Action::FromSavepoint { savepoint, run: Box::new(submit) })
}

/// The scenario's job that the class or else the jar is named after; its only one in any case.
fn job_named(run: &Run, scenario: &Scenario) -> Result<String, Mistake> {
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let class = run.main_class.as_ref();
    let word = class.or(run.jar.as_ref());
    let written = word.map_or("", |word| word.text.as_str());
    let last =
        if class.is_some() { written.rsplit('.').next() } else { written.strip_suffix(".jar") };
    let last = plain(last.unwrap_or(written));
    let named = scenario.jobs.iter().find(|job| last.ends_with(&plain(&job.name)));
    match (named, scenario.jobs.as_slice()) {
        (Some(job), _) | (None, [job]) => Ok(job.name.clone()),
        (None, _) => {
            let at = word.map_or(0..0, |word| word.at.clone());
            Err(Mistake { at, kind: MistakeKind::NoSuchJob })
        }
    }
}
