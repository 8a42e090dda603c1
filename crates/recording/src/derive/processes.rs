//! Processes of the recorded machine: which number each had, and how long JobManagers took to start.
//!
//! In: a [`Recording`]. Out: [`Process`]es by number, [`job_managers`]. Deliberately absent: what the
//! processes did afterwards.

use super::command::{Command, Target, understand};
use super::{Process, kubernetes};
use crate::read::Recording;
use crate::row::Row;
use crate::translate::Names;
use model::{JmId, Profile, Time, TmId};
use std::collections::BTreeMap;

/// The processes that the recorder started, by their numbers.
pub(super) fn by_number(recording: &Recording, names: &Names) -> BTreeMap<u64, Process> {
    let mut processes: BTreeMap<u64, Process> =
        kubernetes::processes(recording, names).into_iter().collect();
    let mut job_managers = 0;
    for row in &recording.rows {
        let process = match row.kind.as_str() {
            "action.jm_started" | "action.app_jm_started" => {
                job_managers += 1;
                Process::JobManager(JmId::next(job_managers - 1))
            }
            "action.tm_started" => match row.number("tm").and_then(|tm| u16::try_from(tm).ok()) {
                Some(tm) => Process::TaskManager(TmId(tm)),
                None => continue,
            },
            _ => continue,
        };
        if let Some(pid) = row.number("pid") {
            processes.insert(pid, process);
        }
    }
    processes
}

/// The process in a container of YARN, by a text that names the container.
pub(super) fn in_container(recording: &Recording, names: &Names, text: &str) -> Option<Process> {
    let container = text.split_whitespace().find(|word| word.starts_with("container_"))?;
    let asked = recording.of("worker.requested").find(|row| row.text("rid") == Some(container));
    if let Some(tm) = asked.and_then(|row| names.tm(row.text("tm")?)) {
        return Some(Process::TaskManager(tm));
    }
    let own = recording.containers.iter().find(|(_, id)| *id == container);
    if let Some(jm) = own.and_then(|(label, _)| names.jm(label)) {
        return Some(Process::JobManager(jm));
    }
    // The first container of an attempt is its JobManager's.
    let cluster = names.cluster_in(container)?;
    let last = names.jms.iter().rposition(|other| *other == cluster)?;
    container.ends_with("_000001").then(|| Process::JobManager(JmId::next(last)))
}

/// Whether a command starts a JobManager on this machine.
pub(super) fn starts_job_manager(recording: &Recording, row: &Row) -> bool {
    match understand(recording, row) {
        Command::StartJobManager { .. } | Command::StartCluster { .. } => true,
        Command::Run(run) => run.target == Target::StandaloneApplication,
        _ => false,
    }
}

/// How long each JobManager took from its start (a script's command; on YARN the launch of its
/// container) until its REST endpoint listened.
pub(super) fn job_managers(recording: &Recording, names: &Names, profile: &Profile) -> Vec<Time> {
    let never = recording.end_ms() + 60_000;
    let mut scripts: Vec<u64> = recording
        .of("action.cmd")
        .filter(|row| starts_job_manager(recording, row))
        .map(|row| row.t_ms)
        .collect();
    if let Some(first) = scripts.first().copied() {
        // `start-cluster.sh` starts every one that no other command starts.
        let together = names.jms.len().saturating_sub(scripts.len());
        scripts.splice(0..0, std::iter::repeat_n(first, together));
    }
    let took = |index: usize| {
        let label = format!("jm-{index}");
        let own = |kind| recording.of(kind).find(|row| row.src == label).map(|row| row.t_ms);
        let up = own("rest.listening").unwrap_or(never);
        let since = if recording.is_on_yarn() || recording.is_on_kubernetes() {
            launched(recording, names, index, profile).or(own("jm.process_start"))
        } else {
            scripts.get(index).copied()
        };
        Time::ms(up.saturating_sub(since.unwrap_or(up)))
    };
    (0..names.jms.len()).map(took).collect()
}

/// When the container of a JobManager was launched: on YARN as the model reckons, some time after the command that asked
/// for it, or after the end of the JobManager that it replaces; of one that a kubelet started again, as recorded.
fn launched(recording: &Recording, names: &Names, index: usize, profile: &Profile) -> Option<u64> {
    let cluster = names.jms.get(index)?;
    let jm = JmId::next(index);
    let before = names.jms[..index].iter().rposition(|other| other == cluster);
    let asked = match before {
        Some(_) if recording.is_on_kubernetes() => {
            return kubernetes::started(recording, &format!("jm-{index}"));
        }
        Some(before) => {
            let own = |row: &&Row| {
                let text = row.text("what").unwrap_or_default();
                let killed = in_container(recording, names, text);
                killed == Some(Process::JobManager(JmId::next(before)))
            };
            let killed = recording.of("action.kill").find(own)?;
            // Without its NodeManager YARN hears of the end much later.
            if node_manager_killed(recording, killed.t_ms) {
                return None;
            }
            killed.t_ms
        }
        None => {
            let session = recording.of("action.cmd");
            let starts =
                |row: &&Row| matches!(understand(recording, row), Command::StartCluster { .. });
            // Of several sessions the newest: one that YARN refused has no JobManager.
            let began =
                recording.of("jm.process_start").find(|row| names.jm(&row.src) == Some(jm))?;
            let session = session.filter(starts).take_while(|row| row.t_ms <= began.t_ms).last();
            session?.t_ms + profile.call.as_ms()
        }
    };
    Some(asked + until_launched(profile).as_ms())
}

/// A request for an application until its first container was launched, as the model reckons.
pub(super) fn until_launched(profile: &Profile) -> Time {
    profile.yarn_allocate + profile.container_launch + profile.call
}

/// What is killed so close to a NodeManager is killed with it.
pub(super) const WITH_IT_MS: u64 = 1_000;

/// Whether a NodeManager of YARN had been killed by then, or was with it.
pub(super) fn node_manager_killed(recording: &Recording, t_ms: u64) -> bool {
    recording.of("action.kill").take_while(|row| row.t_ms <= t_ms + WITH_IT_MS).any(is_node_manager)
}

/// Whether a kill was that of a NodeManager.
pub(super) fn is_node_manager(row: &Row) -> bool {
    row.text("what").is_some_and(|what| what.starts_with("NodeManager"))
}
