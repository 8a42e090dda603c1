//! What is done, and when: `[[actions]]` of a scenario file.

use super::fields::{Fields, Reader, similar};
use crate::action::{Action, Signal};
use crate::config::{Config, Key};
use crate::ids::{ClientId, ClusterId, JmId, JobId, NodeId, SavepointId, TmId};
use crate::scenario::TimedAction;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// Reads the actions; `names` are the scenario's jobs and programs.
pub(super) fn read(
    reader: &mut Reader<'_>,
    value: &Spanned<DeValue<'_>>,
    names: &[&str],
) -> Vec<TimedAction> {
    let mut actions: Vec<TimedAction> = Vec::new();
    for mut fields in reader.tables("actions", value) {
        let span = fields.span();
        let at = fields.required(reader, "at").and_then(|value| reader.duration("at", value));
        let queue = fields.optional("queue").and_then(|value| reader.text("queue", value));
        let mut action = read_action(reader, &mut fields, names);
        if let Some(queue) = queue {
            let mut options = Config::default();
            options.set(Key::YarnQueue.name(), &queue);
            action = action.map(|action| Action::Configured { options, action: Box::new(action) });
        }
        if action.is_some() {
            fields.finish(reader);
        }
        let (Some(at), Some(action)) = (at, action) else { continue };
        if actions.last().is_some_and(|last| last.at > at) {
            let hint = Some("actions stand in the order of their times".to_owned());
            reader.wrong(&span, "this action is earlier than the one before it".to_owned(), hint);
        }
        actions.push(TimedAction { at, action, took: None });
    }
    actions
}

/// The name of each action in a file, in the order of [`Action`].
#[derive(Clone, Copy)]
enum Verb {
    StartCluster,
    RunApplication,
    RunPerJob,
    StartTaskManager,
    Submit,
    Cancel,
    Savepoint,
    Stop,
    ThrowException,
    SignalTaskManager,
    InterruptClient,
    KillJobManager,
    StopJobManager,
    StartJobManager,
    CutNetwork,
    HealNetwork,
    KillApplication,
    KillMachine,
    ExceedMemory,
    StopCluster,
}

const VERBS: &[(&str, Verb)] = &[
    ("start-cluster", Verb::StartCluster),
    ("run-application", Verb::RunApplication),
    ("run-per-job", Verb::RunPerJob),
    ("start-task-manager", Verb::StartTaskManager),
    ("submit", Verb::Submit),
    ("cancel", Verb::Cancel),
    ("savepoint", Verb::Savepoint),
    ("stop", Verb::Stop),
    ("throw-exception", Verb::ThrowException),
    ("signal-task-manager", Verb::SignalTaskManager),
    ("interrupt-client", Verb::InterruptClient),
    ("kill-job-manager", Verb::KillJobManager),
    ("stop-job-manager", Verb::StopJobManager),
    ("start-job-manager", Verb::StartJobManager),
    ("cut-network", Verb::CutNetwork),
    ("heal-network", Verb::HealNetwork),
    ("kill-application", Verb::KillApplication),
    ("kill-machine", Verb::KillMachine),
    ("exceed-memory", Verb::ExceedMemory),
    ("stop-cluster", Verb::StopCluster),
];

fn read_action(
    reader: &mut Reader<'_>,
    fields: &mut Fields<'_, '_>,
    names: &[&str],
) -> Option<Action> {
    let verb = fields.required(reader, "do")?;
    match reader.choice("do", verb, VERBS)? {
        Verb::StartCluster => Some(Action::StartCluster),
        Verb::RunApplication => {
            let in_session = fields.optional("in-session");
            let in_session = in_session.and_then(|value| reader.switch("in-session", value));
            let in_session = in_session.unwrap_or(false);
            let action = read_program(reader, fields, names).map(|(program, attached)| {
                Action::RunApplication { program, attached, in_session }
            });
            with_savepoint(reader, fields, action)
        }
        Verb::RunPerJob => {
            let action = read_program(reader, fields, names)
                .map(|(program, attached)| Action::RunPerJob { program, attached });
            with_savepoint(reader, fields, action)
        }
        Verb::StartTaskManager => Some(Action::StartTaskManager),
        Verb::Submit => {
            let action = read_submit(reader, fields, names);
            with_savepoint(reader, fields, action)
        }
        Verb::Cancel => read_id(reader, fields, "job").map(|id| Action::Cancel { job: JobId(id) }),
        Verb::Savepoint => {
            let directory = read_directory(reader, fields);
            read_id(reader, fields, "job").map(|id| Action::Savepoint { job: JobId(id), directory })
        }
        Verb::Stop => {
            let directory = read_directory(reader, fields);
            let drain = fields.optional("drain");
            let drain = drain.and_then(|value| reader.switch("drain", value)).unwrap_or(false);
            read_id(reader, fields, "job").map(|id| Action::Stop {
                job: JobId(id),
                drain,
                directory,
            })
        }
        Verb::ThrowException => {
            read_id(reader, fields, "job").map(|id| Action::ThrowException { job: JobId(id) })
        }
        Verb::SignalTaskManager => read_signal(reader, fields),
        Verb::InterruptClient => read_id(reader, fields, "client")
            .map(|id| Action::InterruptClient { client: ClientId(id) }),
        Verb::KillJobManager => {
            Some(Action::KillJobManager { jm: JmId(first(reader, fields, "jm")) })
        }
        Verb::StopJobManager => {
            Some(Action::StopJobManager { jm: JmId(first(reader, fields, "jm")) })
        }
        Verb::StartJobManager => Some(Action::StartJobManager),
        Verb::CutNetwork => {
            read_id(reader, fields, "tm").map(|id| Action::CutNetwork { tm: TmId(id) })
        }
        Verb::HealNetwork => {
            read_id(reader, fields, "tm").map(|id| Action::HealNetwork { tm: TmId(id) })
        }
        Verb::KillApplication => {
            let cluster = ClusterId(first(reader, fields, "cluster"));
            Some(Action::KillApplication { cluster })
        }
        Verb::KillMachine => {
            Some(Action::KillMachine { node: NodeId(first(reader, fields, "node")) })
        }
        Verb::ExceedMemory => {
            read_id(reader, fields, "tm").map(|id| Action::ExceedMemory { tm: TmId(id) })
        }
        Verb::StopCluster => Some(Action::StopCluster),
    }
}

/// `from_savepoint = 0`: the number of a savepoint, counted from 0 in the order of the requests.
fn with_savepoint(
    reader: &mut Reader<'_>,
    fields: &mut Fields<'_, '_>,
    action: Option<Action>,
) -> Option<Action> {
    let savepoint = fields.optional("from_savepoint");
    let savepoint = savepoint.and_then(|value| reader.number("from_savepoint", value));
    match savepoint {
        Some(id) => {
            let run = Box::new(action?);
            Some(Action::FromSavepoint { savepoint: SavepointId(id), run })
        }
        None => action,
    }
}

fn read_directory(reader: &mut Reader<'_>, fields: &mut Fields<'_, '_>) -> Option<String> {
    fields.optional("directory").and_then(|value| reader.text("directory", value))
}

/// A number that is 0 when it is not given.
fn first(reader: &mut Reader<'_>, fields: &mut Fields<'_, '_>, key: &'static str) -> u16 {
    fields.optional(key).and_then(|value| reader.number(key, value)).unwrap_or(0)
}

fn read_program(
    reader: &mut Reader<'_>,
    fields: &mut Fields<'_, '_>,
    names: &[&str],
) -> Option<(String, bool)> {
    let program = read_name(reader, fields, "program", names);
    let attached = read_attached(reader, fields);
    Some((program?, attached))
}

fn read_attached(reader: &mut Reader<'_>, fields: &mut Fields<'_, '_>) -> bool {
    let attached = fields.optional("attached");
    attached.and_then(|value| reader.switch("attached", value)).unwrap_or(false)
}

/// The name of a job or a program.
fn read_name(
    reader: &mut Reader<'_>,
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    names: &[&str],
) -> Option<String> {
    let value = fields.required(reader, key)?;
    let name = reader.text(key, value)?;
    if !names.contains(&name.as_str()) {
        let hint = similar(&name, names.iter().copied());
        unknown_job(reader, &value.span(), &name, hint);
        return None;
    }
    Some(name)
}

fn read_submit(
    reader: &mut Reader<'_>,
    fields: &mut Fields<'_, '_>,
    names: &[&str],
) -> Option<Action> {
    let job = read_name(reader, fields, "job", names);
    let attached = read_attached(reader, fields);
    let shutdown = fields.optional("shutdown_on_attached_exit");
    let shutdown_on_attached_exit =
        shutdown.and_then(|value| reader.switch("shutdown_on_attached_exit", value));
    let shutdown_on_attached_exit = shutdown_on_attached_exit.unwrap_or(false);
    Some(Action::Submit { job: job?, attached, shutdown_on_attached_exit })
}

pub(super) fn unknown_job(
    reader: &mut Reader<'_>,
    at: &Range<usize>,
    job: &str,
    hint: Option<String>,
) {
    let hint = hint.or_else(|| Some("jobs are listed under [[jobs]]".to_owned()));
    reader.wrong(at, format!("no job is called \"{job}\""), hint);
}

fn read_id(reader: &mut Reader<'_>, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<u16> {
    fields.required(reader, key).and_then(|value| reader.number(key, value))
}

fn read_signal(reader: &mut Reader<'_>, fields: &mut Fields<'_, '_>) -> Option<Action> {
    const SIGNALS: &[(&str, Signal)] = &[
        ("kill", Signal::Kill),
        ("term", Signal::Term),
        ("stop", Signal::Stop),
        ("cont", Signal::Cont),
    ];
    let tm = read_id(reader, fields, "tm");
    let signal = fields.required(reader, "signal");
    let signal = signal.and_then(|value| reader.choice("signal", value, SIGNALS));
    Some(Action::SignalTaskManager { tm: TmId(tm?), signal: signal? })
}
