//! The largest jobs that a slot lab takes.

use flink_model::TmId;
use flink_model::graph::experiment::{Checkpoints, Experiment, MOST, offered};
use flink_model::graph::text::parse;
use flink_model::graph::{MAX_OPERATORS, MAX_PARALLELISM, StreamGraph};
use std::collections::BTreeSet;

/// A line of as many operators as there may be, each of as many subtasks.
fn largest() -> StreamGraph {
    let mut text = "job large\nsource op-0\n".to_owned();
    for number in 1..MAX_OPERATORS {
        text.push_str(&format!("op-{number} <- keyBy op-{}\n", number - 1));
    }
    parse(&text).expect("valid")
}

#[test]
fn the_largest_lab_runs_and_mends_itself() {
    let mut experiment = Experiment::new(largest());
    (experiment.task_managers, experiment.slots) = (MOST, 2);
    experiment.parallelism = MAX_PARALLELISM;
    experiment.checkpoints = Checkpoints::On;
    for lost in [None, Some(TmId(0))] {
        experiment.lost = lost;
        let outcome = experiment.run().expect("Flink takes it");
        assert_eq!(outcome.subtasks().count(), 64 * 128);
        assert!(outcome.all_run());
        assert_eq!(outcome.slots_taken(), 128);
        let seats = outcome
            .subtasks()
            .filter_map(|(vertex, subtask)| Some((outcome.seat(vertex, subtask).slot()?, vertex)));
        assert_eq!(seats.collect::<BTreeSet<_>>().len(), 64 * 128, "no slot holds two of a task");
    }
}

#[test]
fn a_select_offers_what_is_set_and_few_others() {
    let offered = |most, set| offered(most, set).collect::<Vec<_>>();
    assert_eq!(offered(16, 2), [1, 2, 3, 4, 5, 6, 7, 8, 12, 16]);
    assert_eq!(offered(128, 100)[8..], [12, 16, 24, 32, 48, 64, 96, 100, 128]);
}
