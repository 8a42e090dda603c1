//! `taskmanager.sh` and `jobmanager.sh`: one process more, or the last one less.

use super::super::deploy;
use super::super::options::unknown;
use super::super::{Answer, Mistake, MistakeKind, Word};
use super::machines::Process;
use super::{World, line, missing, not_simulated, wrong};
use crate::cluster::Cluster;
use crate::config::{Key, key};
use crate::scenario::Provider;
use crate::{Action, Config, Signal};

/// What stands behind a script's name.
enum Switch<'w, 'a> {
    Start(&'w [Word<'a>]),
    Stop,
}

fn switch<'w, 'a>(words: &'w [Word<'a>]) -> Result<Switch<'w, 'a>, Mistake> {
    match words.get(1).map(|word| word.text) {
        Some("start") => Ok(Switch::Start(&words[2..])),
        Some("stop") => match words.get(2) {
            Some(more) => Err(wrong(more, MistakeKind::NotSimulated)),
            None => Ok(Switch::Stop),
        },
        Some("start-foreground" | "stop-all") => Err(not_simulated(words, 1)),
        Some(_) => Err(unknown(&words[1], &mut ["start", "stop"].into_iter())),
        None => Err(missing(words, "start|stop")),
    }
}

/// `taskmanager.sh start [-Dkey=value …]`, `taskmanager.sh stop`
pub(super) fn task_manager<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    match switch(words)? {
        Switch::Start(rest) => {
            if let Some(lines) = too_small(rest, world.cluster) {
                return Ok(Answer::Refused(lines));
            }
            let options = properties(rest, world.cluster)?;
            let start = Action::StartTaskManager;
            Ok(Answer::Do(match options.is_empty() {
                true => start,
                false => Action::Configured { options, action: Box::new(start) },
            }))
        }
        Switch::Stop => {
            // The script stops the process that was started last.
            let last = world.cluster.task_managers.iter().rev().find(|tm| !tm.process.is_gone());
            let Some(tm) = last.map(|tm| tm.id) else {
                return Ok(Answer::Refused(line(&[
                    "No taskexecutor daemon to stop on host worker-0.",
                ])));
            };
            let action = Action::SignalTaskManager { tm, signal: Signal::Term };
            Ok(Answer::DoSaying(action, vec![stopped("taskexecutor", Process::TaskManager(tm))]))
        }
    }
}

/// `jobmanager.sh start [host [port]]`, `jobmanager.sh stop`
pub(super) fn job_manager<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    match switch(words)? {
        Switch::Start(rest) => {
            properties(rest, world.cluster)?;
            Ok(second_job_manager(world.cluster)
                .map_or(Answer::Do(Action::StartJobManager), Answer::Refused))
        }
        Switch::Stop => Ok(stopping_job_manager("standalonesession", world.cluster)),
    }
}

/// Without high availability the second one finds the port taken, and goes.
fn second_job_manager(cluster: &Cluster) -> Option<Vec<String>> {
    let ha = cluster.config.value(key::HighAvailability, cluster.version);
    let alone = ha.is_none_or(|kind| kind.eq_ignore_ascii_case("none"));
    let runs = cluster.job_managers.iter().any(|jm| jm.role.is_alive());
    let fixed = matches!(cluster.provider, Provider::Standalone { .. });
    (alone && runs && fixed).then(|| {
        let told = "[INFO] 1 instance(s) of standalonesession are already running on master.\nStarting standalonesession daemon on host master.\n(its log) java.net.BindException: Could not start rest endpoint on any port in port range 8081";
        told.split('\n').map(str::to_owned).collect()
    })
}

/// "Stopping taskexecutor daemon (pid: 12875) on host worker-0."
fn stopped(daemon: &str, process: Process) -> String {
    let host = match process {
        Process::JobManager(_) => "master".to_owned(),
        Process::TaskManager(tm) => ["worker-", &tm.0.to_string()].concat(),
        Process::NodeManager(node) => super::machines::machine(node),
    };
    let pid = process.pid().to_string();
    ["Stopping ", daemon, " daemon (pid: ", &pid, ") on host ", &host, "."].concat()
}

/// `… stop` of a JobManager: the one that was started last.
pub(in super::super) fn stopping_job_manager<'a>(daemon: &str, cluster: &Cluster) -> Answer<'a> {
    let last = cluster.job_managers.iter().rev().find(|jm| jm.role.is_alive());
    match last.map(|jm| jm.id) {
        Some(jm) => {
            let said = vec![stopped(daemon, Process::JobManager(jm))];
            Answer::DoSaying(Action::StopJobManager { jm }, said)
        }
        None => Answer::Refused(line(&["No ", daemon, " daemon to stop on host master."])),
    }
}

/// `stop-cluster.sh`: TaskManagers first.
pub(in super::super) fn stopping<'a>(cluster: &Cluster) -> Answer<'a> {
    let tms = cluster.task_managers.iter().filter(|tm| !tm.process.is_gone());
    let mut said: Vec<String> =
        tms.map(|tm| stopped("taskexecutor", Process::TaskManager(tm.id))).collect();
    let jms = cluster.job_managers.iter().filter(|jm| jm.role.is_alive());
    said.extend(jms.map(|jm| stopped("standalonesession", Process::JobManager(jm.id))));
    Answer::DoSaying(Action::StopCluster, said)
}

/// What the script prints of memory that does not fit (`BashJavaUtils`).
fn too_small(words: &[Word], cluster: &Cluster) -> Option<Vec<String>> {
    let mut told = Config::default();
    let usual = [Key::TaskManagerMemory, Key::NumberOfTaskSlots];
    for key in usual {
        told.set(key.name(), key.default_in(cluster.version).unwrap_or_default());
    }
    cluster.config.pairs().for_each(|(key, value)| told.set(key, value));
    let pairs = words.iter().filter_map(|word| word.text.trim_start_matches("-D").split_once('='));
    pairs.for_each(|(key, value)| told.set(key, value));
    let refusal = deploy::shortage(&told, false, cluster.version)?;
    let mut lines = vec![["Exception in thread \"main\" ", &refusal].concat()];
    lines.push(
        "[ERROR] Could not get JVM parameters and dynamic configurations properly.".to_owned(),
    );
    Some(lines)
}

/// `-Dkey=value` or `-D key=value`: how many slots is what the model lets one process have for itself.
fn properties(words: &[Word], cluster: &Cluster) -> Result<Config, Mistake> {
    let mut options = Config::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let property = match word.text.strip_prefix("-D") {
            Some("") => words.next().map(|next| next.text),
            Some(property) => Some(property),
            None => None,
        };
        let pair = property.and_then(|property| property.split_once('='));
        let pair = pair.filter(|_| matches!(cluster.provider, Provider::Standalone { .. }));
        let Some((key, value)) = pair else {
            return Err(wrong(word, MistakeKind::NotSimulated));
        };
        // What the model does not obey is told beside the answer (`settings::left_out`).
        if key != Key::NumberOfTaskSlots.name() {
            continue;
        }
        let most = u64::from(crate::cluster::MOST_SLOTS);
        if !value.parse().is_ok_and(|slots| (1..=most).contains(&slots)) {
            return Err(wrong(word, MistakeKind::BadValue("1 … 64")));
        }
        options.set(key, value);
    }
    Ok(options)
}
