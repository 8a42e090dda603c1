//! The knobs: one select each.

use super::Tell;
use crate::state::{Lab, Msg};
use live_part::knob::{Choice, Knob};
use model::graph::experiment::{
    Checkpoints, Home, MEMORY_MIB, MOST, MOST_SLOTS, Scheduler, offered,
};
use model::graph::{Sharing, examples, text};
use model::{FlinkVersion, TmId};
use stage::Lang;
use stage::lab::Thing;
use stage::lab::words::{Label, label};
use yew::prelude::*;

/// All of them.
pub(super) fn knobs(lab: &Lab, lang: Lang, tell: &Tell) -> Html {
    let say = |what| label(lang, what).to_owned();
    let experiment = &lab.experiment;
    let number = |n: u16| (n.to_string(), n.to_string());
    let few = |most, set| offered(most, set).map(number).collect::<Vec<_>>();
    let turn = |name: &'static str, what: Label, choices: Vec<Choice>, now: &str| {
        let tell = tell.clone();
        let change = Callback::from(move |value| tell.emit(Msg::Turn(name, value)));
        select(name, label(lang, what), &choices, now, change)
    };
    let word = |word: &str| (word.to_owned(), word.to_owned());
    let versions = FlinkVersion::ALL.iter().map(|version| word(version.name())).collect();
    let homes = [(Home::Standalone, Label::Standalone), (Home::Yarn, Label::Yarn)];
    let sharing = [("shared", Label::Shared), ("apart", Label::Apart)];
    let checkpoints = [(Checkpoints::Off, Label::Off), (Checkpoints::On, Label::On)];
    let memory =
        MEMORY_MIB.iter().map(|size| (size.to_string(), [&size.to_string(), "m"].concat()));
    html! {
        <div class="lab-knobs" role="group" aria-label={say(Label::Knobs)}>
            { example(lab, lang, tell) }
            { turn("version", Label::Version, versions, experiment.version.name()) }
            { turn("cluster", Label::Cluster,
                homes.iter().map(|(home, text)| (home.word().to_owned(), say(*text))).collect(),
                experiment.home.word()) }
            if experiment.home == Home::Standalone {
                { turn("task-managers", Label::TaskManagers, few(MOST, experiment.task_managers), &experiment.task_managers.to_string()) }
            }
            { turn("slots", Label::Slots, few(MOST_SLOTS, experiment.slots), &experiment.slots.to_string()) }
            { turn("parallelism", Label::Parallelism, few(MOST, experiment.parallelism), &experiment.parallelism.to_string()) }
            { turn("sharing", Label::Sharing,
                sharing.iter().map(|(word, text)| ((*word).to_owned(), say(*text))).collect(),
                match experiment.sharing { Sharing::Shared => "shared", Sharing::Apart => "apart" }) }
            { turn("strategy", Label::Strategy,
                lab.strategies().map(|strategy| word(strategy.word())).collect(),
                experiment.strategy.word()) }
            { turn("scheduler", Label::Scheduler,
                Scheduler::ALL.iter().map(|each| word(each.word())).collect(),
                experiment.scheduler.word()) }
            { turn("checkpoints", Label::Checkpoints,
                checkpoints.iter().map(|(each, text)| (each.word().to_owned(), say(*text))).collect(),
                experiment.checkpoints.word()) }
            { turn("memory", Label::Memory, memory.collect(), &experiment.memory_mib.to_string()) }
            { turn("lost", Label::Lost, lost(lab, lang), &experiment.lost.map_or("none".to_owned(), |tm| tm.0.to_string())) }
            <button type="button" data-control="reset" onclick={send(tell, Msg::Reset)}>
                { say(Label::Reset) }
            </button>
            <button type="button" data-control="link" onclick={send(tell, Msg::CopyLink)}>
                { say(Label::CopyLink) }
            </button>
        </div>
    }
}

fn example(lab: &Lab, lang: Lang, tell: &Tell) -> Html {
    let now = text::print(&lab.experiment.graph);
    let chosen = examples::EXAMPLES.iter().position(|example| *example == now);
    let mut choices: Vec<Choice> =
        examples::names().map(|name| (name.to_owned(), name.to_owned())).collect();
    let current = match chosen.and_then(|at| choices.get(at)) {
        Some((name, _)) => name.clone(),
        None => {
            choices.push((String::new(), label(lang, Label::Own).to_owned()));
            String::new()
        }
    };
    let tell = tell.clone();
    let change = Callback::from(move |name| tell.emit(Msg::Example(name)));
    select("example", label(lang, Label::Example), &choices, &current, change)
}

/// So many TaskManagers are offered to be killed, besides the one that was clicked.
const FEW: u16 = 8;

/// The TaskManagers that could be killed.
fn lost(lab: &Lab, lang: Lang) -> Vec<Choice> {
    let first = ("none".to_owned(), label(lang, Label::NobodyLost).to_owned());
    let standing = match lab.experiment.home {
        Home::Standalone => lab.experiment.task_managers,
        // A worker that replaces a killed one is a TaskManager, too, but came later.
        Home::Yarn => lab.outcome.task_managers().len().min(usize::from(MOST)) as u16,
    };
    // Of many the first ones, the one that is killed, and the one that was clicked.
    let clicked = match lab.chosen {
        Some(Thing::TaskManager(tm) | Thing::Slot(tm, _)) => Some(tm),
        _ => None,
    };
    let named = |n: &u16| [lab.experiment.lost, clicked].contains(&Some(TmId(*n)));
    let offered = (0..standing).filter(|n| *n < FEW || named(n));
    let tms = offered.map(|n| (n.to_string(), stage::words::names::tm(TmId(n))));
    std::iter::once(first).chain(tms).collect()
}

/// A knob that always matters.
pub(super) fn select(
    name: &'static str,
    label: &str,
    choices: &[Choice],
    now: &str,
    change: Callback<String>,
) -> Html {
    Knob { name, label, choices, now, idle: false }.view(change)
}

/// Sends a message on a click.
pub(super) fn send(tell: &Tell, msg: Msg) -> Callback<MouseEvent> {
    let tell = tell.clone();
    Callback::from(move |_| tell.emit(msg.clone()))
}
