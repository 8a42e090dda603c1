//! `taskmanager.sh` and `jobmanager.sh`: one process more, or the last one less.

use super::super::options::unknown;
use super::super::{Answer, Mistake, MistakeKind, Word};
use super::{World, missing, not_simulated, wrong};
use crate::cluster::Cluster;
use crate::config::Key;
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
    let no_process = wrong(&words[0], MistakeKind::NoSuchProcess);
    match switch(words)? {
        Switch::Start(rest) => {
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
            let tm = last.ok_or(no_process)?.id;
            Ok(Answer::Do(Action::SignalTaskManager { tm, signal: Signal::Term }))
        }
    }
}

/// `jobmanager.sh start [host [port]]`, `jobmanager.sh stop`
pub(super) fn job_manager<'a>(words: &[Word<'a>], world: &World) -> Result<Answer<'a>, Mistake> {
    let no_process = wrong(&words[0], MistakeKind::NoSuchProcess);
    match switch(words)? {
        Switch::Start(rest) => {
            properties(rest, world.cluster)?;
            Ok(Answer::Do(Action::StartJobManager))
        }
        Switch::Stop => {
            let last = world.cluster.job_managers.iter().rev().find(|jm| jm.role.is_alive());
            Ok(Answer::Do(Action::StopJobManager { jm: last.ok_or(no_process)?.id }))
        }
    }
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
        let slots = pair.filter(|(key, _)| *key == Key::NumberOfTaskSlots.name());
        let Some((key, value)) =
            slots.filter(|_| matches!(cluster.provider, Provider::Standalone { .. }))
        else {
            return Err(wrong(word, MistakeKind::NotSimulated));
        };
        let most = u64::from(crate::cluster::MOST_SLOTS);
        if !value.parse().is_ok_and(|slots| (1..=most).contains(&slots)) {
            return Err(wrong(word, MistakeKind::BadValue("1 … 64")));
        }
        options.set(key, value);
    }
    Ok(options)
}
