//! The knobs of an experiment as they stand, in words: for pages without the live lab.

use super::{Label, label};
use crate::words::{Lang, names};
use model::graph::Sharing;
use model::graph::experiment::{Checkpoints, Experiment, Home};

/// Each knob's label and its value.
pub fn knobs(lang: Lang, experiment: &Experiment) -> Vec<(Label, String)> {
    let say = |what| label(lang, what).to_owned();
    let mut rows = vec![
        (Label::Example, experiment.graph.name.clone()),
        (Label::Version, experiment.version.name().to_owned()),
        (
            Label::Cluster,
            match experiment.home {
                Home::Standalone => say(Label::Standalone),
                Home::Yarn => say(Label::Yarn),
            },
        ),
    ];
    if experiment.home == Home::Standalone {
        rows.push((Label::TaskManagers, experiment.task_managers.to_string()));
    }
    rows.extend([
        (Label::Slots, experiment.slots.to_string()),
        (Label::Parallelism, experiment.parallelism.to_string()),
        (
            Label::Sharing,
            match experiment.sharing {
                Sharing::Shared => say(Label::Shared),
                Sharing::Apart => say(Label::Apart),
            },
        ),
        (Label::Strategy, experiment.strategy.word().to_owned()),
        (Label::Scheduler, experiment.scheduler.word().to_owned()),
        (
            Label::Checkpoints,
            match experiment.checkpoints {
                Checkpoints::Off => say(Label::Off),
                Checkpoints::On => say(Label::On),
            },
        ),
        (Label::Memory, [&experiment.memory_mib.to_string(), "m"].concat()),
        (Label::Lost, experiment.lost.map_or_else(|| say(Label::NobodyLost), names::tm)),
    ]);
    rows
}
