//! A button for an action, wherever one stands.
//!
//! In: an action that may be done. Out: [`Control::Act`]. Every button says in its title which command it
//! stands for.

use super::{Tell, control};
use crate::cell::signal_name;
use crate::player::state::Control;
use model::Action;
use stage::words::{self, Names};
use yew::prelude::*;

/// One button for each action.
pub(super) fn buttons(names: &Names, actions: &[Action], tell: &Tell) -> Html {
    let button = |action: &Action| {
        html! {
            <button
                type="button"
                class="live-act"
                data-action={kind(action)}
                data-object={object(action)}
                data-signal={signal(action)}
                title={words::action::command(names, action)}
                onclick={control(tell, Control::Act(action.clone()))}
            >
                { words::action::button(names, action) }
            </button>
        }
    };
    actions.iter().map(button).collect()
}

/// The stable name of what a button does.
const fn kind(action: &Action) -> &'static str {
    match action {
        Action::Configured { .. } => "configured",
        Action::StartCluster => "start-cluster",
        Action::StartTaskManager => "start-task-manager",
        Action::Submit { .. } => "submit",
        Action::Cancel { .. } => "cancel",
        Action::Savepoint { .. } => "savepoint",
        Action::Stop { .. } => "stop",
        Action::FromSavepoint { .. } => "from-savepoint",
        Action::ThrowException { .. } => "throw-exception",
        Action::SignalTaskManager { .. } => "signal-task-manager",
        Action::InterruptClient { .. } => "interrupt-client",
        Action::RunApplication { .. } => "run-application",
        Action::RunPerJob { .. } => "run-per-job",
        Action::KillJobManager { .. } => "kill-job-manager",
        Action::StopJobManager { .. } => "stop-job-manager",
        Action::CutNetwork { .. } => "cut-network",
        Action::HealNetwork { .. } => "heal-network",
        Action::KillMachine { .. } => "kill-machine",
        Action::ExceedMemory { .. } => "exceed-memory",
        Action::KillApplication { .. } => "kill-application",
        Action::StartJobManager => "start-job-manager",
        Action::StopCluster => "stop-cluster",
    }
}

/// What it is done to.
fn object(action: &Action) -> Option<String> {
    match action {
        Action::StartCluster
        | Action::StartTaskManager
        | Action::StartJobManager
        | Action::StopCluster => None,
        Action::Configured { action, .. } => object(action),
        Action::Submit { job: name, .. }
        | Action::RunApplication { program: name, .. }
        | Action::RunPerJob { program: name, .. } => Some(name.clone()),
        Action::KillJobManager { jm } | Action::StopJobManager { jm } => {
            Some(words::names::jm(*jm))
        }
        Action::KillMachine { node } => Some(words::names::node(*node)),
        Action::KillApplication { cluster } => Some(cluster.0.to_string()),
        Action::FromSavepoint { run, .. } => object(run),
        Action::Cancel { job }
        | Action::Savepoint { job, .. }
        | Action::Stop { job, .. }
        | Action::ThrowException { job } => Some(job.0.to_string()),
        Action::SignalTaskManager { tm, .. }
        | Action::ExceedMemory { tm }
        | Action::CutNetwork { tm }
        | Action::HealNetwork { tm } => Some(words::names::tm(*tm)),
        Action::InterruptClient { client } => Some(words::names::client(*client)),
    }
}

/// Which signal, if it is one.
fn signal(action: &Action) -> Option<&'static str> {
    match action {
        Action::SignalTaskManager { signal, .. } => Some(signal_name(*signal)),
        _ => None,
    }
}
