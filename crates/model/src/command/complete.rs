//! Tab: what a line that is begun may go on with, at this moment.
//!
//! In: the line up to its end, and the world. Out: the line as far as it is certain, and what is possible then.
//! Options and actions are those of the version's [`table`]; ids, names and files those that exist.
//! Deliberately absent: drawing, and what a key does.

use super::known::{PROGRAMS, Program, TARGETS};
use super::programs::{self, World};
use super::table::{self, ACTIONS};
use super::{Platform, jars};
use crate::cluster::{FlinkCluster, Savepoint, SavepointPhase};
use crate::config::Key;

/// What a begun line becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    /// The line, with what is certain of its last word.
    pub line: String,
    /// What the last word may be, if that is not yet certain.
    pub choices: Vec<String>,
}

/// What may follow the words of a program that has no table of options: the words before, and what comes then.
const WORDS: &[(&str, &str)] = &[
    ("yarn", "application applicationattempt container logs node"),
    ("yarn application", "-appStates -kill -list -status"),
    ("yarn applicationattempt", "-list"),
    ("yarn container", "-list"),
    ("yarn logs", "-applicationId"),
    ("yarn node", "-all -list"),
    ("kubectl", "delete describe get logs scale"),
    ("kubectl get", "all configmaps deployments events nodes pods services"),
    ("kubectl delete", "deployment pod"),
    ("kubectl describe", "pod"),
    ("kubectl scale", "deployment"),
    ("hdfs", "dfs"),
    ("hdfs dfs", "-cat -ls -mkdir -put -rm"),
    ("hadoop", "fs"),
    ("hadoop fs", "-cat -ls -mkdir -put -rm"),
    ("taskmanager.sh", "start stop"),
    ("jobmanager.sh", "start stop"),
    ("standalone-job.sh", "start stop"),
    ("kill", "-9 -CONT -STOP -TERM jobmanager"),
    ("kill -9", "jobmanager"),
];

/// Completes the last word of a line; `None`: nothing that is known begins like it.
pub fn complete(line: &str, world: &World) -> Option<Completed> {
    let begun = line.rfind(['|', ';', '&']).map_or(0, |at| at + 1);
    let command = line.get(begun..)?.trim_start();
    let at = command.rfind(' ').map_or(0, |at| at + 1);
    let (before, current) = command.split_at_checked(at)?;
    let words: Vec<&str> = before.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() && current.is_empty() {
        return None;
    }
    let mut choices = possible(&words, current, world);
    choices.retain(|it| it.starts_with(current) && it.len() > current.len());
    choices.sort_unstable();
    choices.dedup();
    let first = choices.first()?;
    let (mut certain, mut end) = (first.clone(), "");
    if let [_] = choices.as_slice() {
        end = if first.ends_with(['=', '/']) { "" } else { " " };
        choices.clear();
    }
    for choice in &choices {
        let same = certain.chars().zip(choice.chars()).take_while(|(one, other)| one == other);
        let same: usize = same.map(|(one, _)| one.len_utf8()).sum();
        certain.truncate(same);
    }
    let kept = line.len() - current.len();
    let line = [line.get(..kept)?, &certain, end].concat();
    Some(Completed { line, choices })
}

/// Everything that may stand where the current word does.
fn possible(words: &[&str], current: &str, world: &World) -> Vec<String> {
    let Some((program, rest)) = words.split_first() else { return programs_like(current, world) };
    let program = program.rsplit('/').next().unwrap_or_default();
    if let Some(told) = current.strip_prefix("-D") {
        return settings(told, world);
    }
    let last = rest.last().copied().unwrap_or_default();
    match program {
        "flink" => flink(rest, last, current, world),
        "yarn-session.sh" if last == "-id" || last == "--applicationId" => clusters(world),
        "yarn-session.sh" => options(table::YARN_SESSION, world),
        "kubernetes-session.sh" => vec!["-D".to_owned()],
        "cat" | "ls" | "tail" | "head" | "less" | "grep" => programs::own_files(world),
        _ => others(program, rest, world),
    }
}

/// Programs of this platform, with the folder that is written before one.
fn programs_like(current: &str, world: &World) -> Vec<String> {
    let folder = current.rfind('/').map_or("", |at| &current[..=at]);
    let on = Platform::of(&world.cluster.provider);
    let here = |program: &Program| match program {
        Program::StartCluster | Program::StopCluster | Program::StandaloneJob => {
            on == Platform::Standalone
        }
        Program::Session(platform) => on == *platform,
        Program::Interrupt | Program::Elsewhere | Program::Outside => false,
        Program::Flink | Program::Help => true,
    };
    let elsewhere = |name: &&str| match *name {
        "yarn" => on != Platform::Yarn,
        "kubectl" => on != Platform::Kubernetes,
        "taskmanager.sh" | "jobmanager.sh" => on != Platform::Standalone,
        _ => false,
    };
    let flinks = PROGRAMS.iter().filter(|(_, program)| here(program)).map(|(name, _)| *name);
    let all = flinks.chain(programs::names().filter(|name| !elsewhere(name)));
    all.map(|name| [folder, name].concat()).collect()
}

fn flink(rest: &[&str], last: &str, current: &str, world: &World) -> Vec<String> {
    let version = world.cluster.version;
    let there = || ACTIONS.iter().filter(|it| it.exists_in(version));
    let Some(action) = rest.first() else { return there().map(|it| it.name.to_owned()).collect() };
    let Some(action) = there().find(|it| it.name == *action) else { return Vec::new() };
    let runs = action.hands_on();
    match last {
        "-t" | "--target" | "-e" | "--executor" => {
            let on = Platform::of(&world.cluster.provider);
            let here = TARGETS.iter().filter(|(_, platform, _)| *platform == on);
            return here.map(|(name, ..)| (*name).to_owned()).collect();
        }
        "-yid" | "--yarnapplicationId" => return clusters(world),
        "-s" | "--fromSavepoint" if runs => return savepoints(world),
        _ => {}
    }
    if current.starts_with('-') {
        return options(action.sets_in(version), world);
    }
    match action.name {
        "list" => Vec::new(),
        // Behind the jar stands what is main()'s.
        _ if rest.iter().any(|word| word.ends_with(".jar")) => Vec::new(),
        _ if runs => jars::all(world.scenario),
        _ => {
            let jobs = world.cluster.jobs.iter().filter(|job| !job.status.is_terminal());
            jobs.map(|job| job.id.hex()).collect()
        }
    }
}

/// The options of some sets, by both of their names.
fn options(sets: &'static str, world: &World) -> Vec<String> {
    let there = table::of(sets).filter(|opt| opt.exists_in(world.cluster.version));
    let names = there.flat_map(|opt| [opt.short, opt.long]);
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// `-Dkey=`, and which cluster is meant.
fn settings(told: &str, world: &World) -> Vec<String> {
    match told.split_once('=') {
        Some((key @ ("yarn.application.id" | "kubernetes.cluster-id"), _)) => {
            clusters(world).into_iter().map(|name| ["-D", key, "=", &name].concat()).collect()
        }
        Some(_) => Vec::new(),
        None => Key::ALL.iter().map(|key| ["-D", key.name(), "="].concat()).collect(),
    }
}

/// Clusters that are not over, by what the platform calls them.
fn clusters(world: &World) -> Vec<String> {
    let there = world.cluster.clusters.iter().filter(|it: &&FlinkCluster| !it.is_over());
    there.map(|it| world.cluster.name_of(it)).collect()
}

fn savepoints(world: &World) -> Vec<String> {
    let done = |it: &&Savepoint| it.phase == SavepointPhase::Completed;
    world.cluster.savepoints.iter().filter(done).map(Savepoint::path).collect()
}

fn others(program: &str, rest: &[&str], world: &World) -> Vec<String> {
    let mut said = program.to_owned();
    for word in rest {
        said.push(' ');
        said.push_str(word);
    }
    let listed = WORDS.iter().filter(|(before, _)| *before == said);
    let mut all: Vec<String> =
        listed.flat_map(|(_, then)| then.split(' ')).map(str::to_owned).collect();
    match said.as_str() {
        "yarn application -kill"
        | "yarn application -status"
        | "yarn logs -applicationId"
        | "yarn applicationattempt -list" => all.extend(clusters(world)),
        "kubectl delete deployment" | "kubectl scale deployment" | "kubectl get deployment" => {
            all.extend(clusters(world));
        }
        "kubectl delete pod" | "kubectl describe pod" | "kubectl logs" | "kubectl get pod" => {
            all.extend(programs::pod_names(world));
        }
        "hdfs dfs -put" | "hadoop fs -put" => all.extend(jars::all(world.scenario)),
        "kill" | "kill -9" | "kill -STOP" | "kill -CONT" => {
            let alive = world.cluster.task_managers.iter().filter(|tm| !tm.process.is_gone());
            all.extend(alive.map(|tm| ["tm-", &tm.id.0.to_string()].concat()));
        }
        _ => {}
    }
    all
}
