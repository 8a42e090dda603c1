//! What can be done to the cluster at the time shown.
//!
//! In: the moment and the scenario's jobs. Out: [`Control::Act`] and the like. Every button says in its title
//! which command it stands for.

use super::panels::Panels;
use super::{Msg, Tell, click, control};
use crate::cell::signal_name;
use crate::player::desk::Ask;
use crate::player::offers::{Attachment, Offers};
use crate::player::state::Control;
use model::{Action, FlinkVersion};
use stage::Lang;
use stage::words::{self, Label, Names, label, label_with};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The panel.
pub(super) fn actions(panels: &Panels, names: &Names, offers: &Offers) -> Html {
    let Panels { player, desk, lang, tell, .. } = *panels;
    let rows = offers.jobs.iter().map(|(_, actions)| actions);
    let rows = rows.chain(offers.task_managers.iter().map(|(_, actions)| actions));
    let rows = rows.chain(offers.clients.iter().map(|(_, actions)| actions));
    html! {
        <>
            <p class="live-hint">{ label(lang, Label::ActionsHint) }</p>
            <div class="live-acts">{ buttons(names, &offers.submit, tell) }</div>
            { attach(desk.attachment, lang, tell) }
            { for rows.map(|row| html! {
                <div class="live-acts">{ buttons(names, row, tell) }</div>
            }) }
            <div class="live-acts">{ buttons(names, &offers.cluster, tell) }</div>
            <div class="live-acts live-acts-run">
                { version(player.scenario().version, lang, tell) }
                { link(lang, tell) }
                <button
                    type="button"
                    class="live-act"
                    data-control="reset"
                    aria-keyshortcuts="R"
                    aria-disabled={(!player.is_forked()).then_some("true")}
                    onclick={control(tell, Control::Reset)}
                >
                    { label(lang, Label::Restart) }
                </button>
            </div>
        </>
    }
}

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

/// How `flink run` is called.
fn attach(attachment: Attachment, lang: Lang, tell: &Tell) -> Html {
    let check = |name: &'static str, words, checked: bool, on: Attachment, off: Attachment| {
        let tell = tell.clone();
        let onchange = Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            tell.emit(Msg::Ask(Ask::Attach(if input.checked() { on } else { off })));
        });
        html! {
            <label class="live-check">
                <input type="checkbox" data-control={name} {checked} {onchange} />
                { label(lang, words) }
            </label>
        }
    };
    let attached = attachment != Attachment::Detached;
    let for_life = attachment == Attachment::AttachedForLife;
    html! {
        <div class="live-checks">
            { check("attached", Label::Attached, attached, Attachment::Attached, Attachment::Detached) }
            if attached {
                { check(
                    "shutdown-on-attached-exit",
                    Label::ShutdownOnAttachedExit,
                    for_life,
                    Attachment::AttachedForLife,
                    Attachment::Attached,
                ) }
            }
        </div>
    }
}

/// Which Flink is imitated.
fn version(version: FlinkVersion, lang: Lang, tell: &Tell) -> Html {
    let tell = tell.clone();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let chosen = usize::try_from(select.selected_index()).ok();
        if let Some(version) = chosen.and_then(|index| FlinkVersion::ALL.get(index)) {
            tell.emit(Msg::Control(Control::Imitate(*version)));
        }
    });
    let options = FlinkVersion::ALL.iter().map(|each| {
        let name = label_with(lang, Label::FlinkVersion, &[each.name()]);
        html! { <option selected={*each == version}>{ name }</option> }
    });
    html! {
        <select
            class="live-choice"
            data-control="version"
            aria-label={label(lang, Label::Version)}
            {onchange}
        >
            { for options }
        </select>
    }
}

fn link(lang: Lang, tell: &Tell) -> Html {
    html! {
        <button
            type="button"
            class="live-act"
            data-control="link"
            onclick={click(tell, Msg::CopyLink)}
        >
            { label(lang, Label::CopyLink) }
        </button>
    }
}

/// The stable name of what a button does.
const fn kind(action: &Action) -> &'static str {
    match action {
        Action::InQueue { .. } => "in-queue",
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
        Action::InQueue { action, .. } => object(action),
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
