//! Whether the reader has brought about what a task asks for. States are compared, never texts.

use model::graph::experiment::{Experiment, Outcome, Seat};
use model::graph::{OperatorKind, StreamGraph, slots};
use model::{JobStatus, TmId};
use stage::lab::words::Task;

/// Whether the task is done now.
pub(crate) fn is_done(
    task: Task,
    start: &StreamGraph,
    experiment: &Experiment,
    outcome: &Outcome,
) -> bool {
    match task {
        Task::FitInFour => {
            let kept = start.operators.iter().all(|operator| {
                experiment.graph.operators.iter().any(|other| other.name == operator.name)
            });
            kept && outcome.all_run()
                && outcome.slots_taken() <= 4
                && slots::needed(&outcome.graph) <= 4
        }
        Task::NeverShare => outcome.all_run() && ends_live_apart(experiment, outcome),
        Task::LoseOne => {
            let killed = experiment.lost.is_some_and(|tm| was_in_use(tm, experiment));
            killed && outcome.all_run() && outcome.status() == JobStatus::Running
        }
    }
}

/// No source shares a slot with a sink, and there are both.
fn ends_live_apart(experiment: &Experiment, outcome: &Outcome) -> bool {
    let slots_of = |kind: OperatorKind| -> Vec<(TmId, u16)> {
        let graph = &outcome.graph;
        let ids = experiment.graph.ids().filter(|id| experiment.graph.operator(*id).kind == kind);
        let subtasks = ids.flat_map(|id| {
            let vertex = graph.vertex(id);
            (0..graph.parallelism(vertex)).map(move |subtask| (vertex, subtask))
        });
        subtasks.filter_map(|(vertex, subtask)| outcome.seat(vertex, subtask).slot()).collect()
    };
    let (sources, sinks) = (slots_of(OperatorKind::Source), slots_of(OperatorKind::Sink));
    !sources.is_empty() && !sinks.is_empty() && sources.iter().all(|slot| !sinks.contains(slot))
}

/// Whether the killed TaskManager had anything to lose: as the same experiment without the kill tells.
fn was_in_use(tm: TmId, experiment: &Experiment) -> bool {
    let calm = Experiment { lost: None, ..experiment.clone() };
    calm.run().is_ok_and(|before| {
        let mut seats = before.subtasks().map(|(vertex, subtask)| before.seat(vertex, subtask));
        seats.any(|seat| matches!(seat, Seat::Runs(owner, _) if owner == tm))
    })
}
