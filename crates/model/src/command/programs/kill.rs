//! `kill`, with the names of this simulator or the numbers of `jps`.

use super::super::options::unknown;
use super::super::{Answer, Mistake, MistakeKind, Word};
use super::machines::{Process, of_pid};
use super::{World, line, missing, not_simulated, wrong};
use crate::cluster::ProcessState;
use crate::{Action, JmId, Signal};

const SIGNALS: [&str; 4] = ["-9", "-TERM", "-STOP", "-CONT"];

/// `kill [-9|-STOP|-CONT] tm-0`, `kill -9 jobmanager`, `kill -9 jm-1`, or a number of `jps`
pub(super) fn run<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let (signal, rest) = match &words[1..] {
        [option, rest @ ..] if option.text.starts_with('-') => {
            let name = option.text.trim_start_matches('-');
            let signal = match name.strip_prefix("SIG").unwrap_or(name) {
                "9" | "KILL" => Signal::Kill,
                "15" | "TERM" => Signal::Term,
                "19" | "STOP" => Signal::Stop,
                "18" | "CONT" => Signal::Cont,
                _ => return Err(unknown(option, &mut SIGNALS.into_iter())),
            };
            (signal, rest)
        }
        rest => (Signal::Term, rest),
    };
    let process = rest.first().ok_or_else(|| missing(words, "tm-0"))?;
    if rest.len() > 1 {
        return Err(not_simulated(rest, 1));
    }
    let cluster = world.cluster;
    let none = wrong(process, MistakeKind::NoSuchProcess);
    if let Ok(pid) = process.text.parse() {
        return match of_pid(pid, world) {
            Some(Some(Process::TaskManager(tm))) => {
                Ok(Answer::Do(Action::SignalTaskManager { tm, signal }))
            }
            Some(Some(Process::JobManager(jm))) => to_job_manager(jm, signal, process),
            Some(Some(Process::NodeManager(node))) if signal == Signal::Kill => {
                Ok(Answer::Do(Action::KillNodeManager { node }))
            }
            Some(Some(Process::NodeManager(_))) => Err(wrong(process, MistakeKind::NotSimulated)),
            Some(None) => Err(wrong(process, MistakeKind::NotSimulated)),
            None => {
                let told = ["bash: kill: (", process.text, ") - No such process"];
                Ok(Answer::Refused(line(&told)))
            }
        };
    }
    let number = |prefix: &str| process.text.strip_prefix(prefix)?.parse::<usize>().ok();
    let jm = match number("jm-") {
        Some(number) => cluster.job_managers.get(number).map(|jm| jm.id),
        None => cluster.clusters.iter().rev().find_map(|cluster| cluster.leader),
    };
    if process.text == "jobmanager" || process.text.starts_with("jm-") {
        let jm = jm.filter(|jm| cluster.jm(*jm).role.is_alive()).ok_or(none)?;
        return to_job_manager(jm, signal, process);
    }
    let known = number("tm-").and_then(|number| cluster.task_managers.get(number));
    let gone = |process| matches!(process, ProcessState::Killed | ProcessState::Exited);
    let tm = known.filter(|tm| !gone(tm.process)).ok_or(none)?.id;
    Ok(Answer::Do(Action::SignalTaskManager { tm, signal }))
}

fn to_job_manager<'a>(jm: JmId, signal: Signal, process: &Word) -> Result<Answer<'a>, Mistake> {
    match signal {
        Signal::Kill => Ok(Answer::Do(Action::KillJobManager { jm })),
        Signal::Term => Ok(Answer::Do(Action::StopJobManager { jm })),
        Signal::Stop | Signal::Cont => Err(wrong(process, MistakeKind::NotSimulated)),
    }
}
