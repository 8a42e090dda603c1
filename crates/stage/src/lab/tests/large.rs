//! Labs larger than anybody can read subtask by subtask: what is drawn of them is bounded, and whatever is chosen opens.

use super::super::{Kind, Picture, Thing, counterparts, draw};
use super::WIDTHS;
use crate::scene::Shape;
use crate::sound::faults;
use crate::words::Lang;
use model::graph::experiment::Experiment;
use model::graph::{MAX_OPERATORS, MAX_PARALLELISM, OperatorId, Outcome, text};
use model::{TmId, VertexId};
use std::collections::BTreeSet;

/// Elements of a picture in the page, at the most.
const ELEMENTS: usize = 4_000;

fn elements(picture: &Picture) -> usize {
    let of =
        |shape: &Shape<Kind, Thing>| 1 + usize::from(shape.label.is_some()) + shape.parts.len();
    picture.shapes.iter().map(of).sum()
}

/// As many operators as may be, each fed by `inputs` of those above it.
fn program(many: usize, connection: &str, inputs: usize) -> String {
    let mut program = "job large\nsource op-0\n".to_owned();
    for number in 1..many {
        let from = (0..number).rev().take(inputs).map(|it| format!("{connection}op-{it}"));
        program.push_str(&format!("op-{number} <- {}\n", from.collect::<Vec<_>>().join(", ")));
    }
    program
}

/// Lines, a fan, a web, one chain, and few operators that are broad.
fn programs() -> Vec<String> {
    let sources = (1..MAX_OPERATORS).map(|number| format!("source op-{number}\n"));
    let fan: Vec<String> = (1..MAX_OPERATORS).map(|number| format!("op-{number}")).collect();
    vec![
        program(MAX_OPERATORS, "keyBy ", 1),
        program(MAX_OPERATORS, "keyBy ", 3),
        program(MAX_OPERATORS, "", 1),
        program(9, "rebalance ", MAX_OPERATORS),
        program(3, "keyBy ", 1),
        format!("job fan\n{}sink all <- {}\n", sources.collect::<String>(), fan.join(", ")),
    ]
}

fn outcomes() -> Vec<(String, Outcome)> {
    let mut all = Vec::new();
    for program in programs() {
        for knobs in [
            &[][..],
            &[("parallelism", "128"), ("task-managers", "128"), ("slots", "16")],
            &[("parallelism", "128"), ("task-managers", "7"), ("slots", "8")],
            &[("cluster", "yarn"), ("parallelism", "20"), ("slots", "16")],
        ] {
            let mut one = Experiment::new(text::parse(&program).expect("valid"));
            for (name, value) in knobs {
                one.set(name, value).expect("a knob and its value");
            }
            all.push((one.to_text(), one.run().expect("Flink takes it")));
        }
    }
    all
}

#[test]
fn however_large_a_lab_is_its_pictures_are_sound_and_have_so_many_elements() {
    let mut most = 0;
    for (what, outcome) in outcomes() {
        for width in WIDTHS {
            for lang in Lang::ALL {
                let picture = draw(&outcome, lang, width, None);
                assert_eq!(faults(&picture), [""; 0], "{what}");
                most = most.max(elements(&picture));
            }
        }
    }
    println!("measured: {most} elements");
    assert!(most <= ELEMENTS, "{most}");
}

#[test]
fn what_is_chosen_opens_and_its_counterparts_are_there() {
    let all = outcomes();
    let (_, outcome) = &all[1];
    let (last, subtask) = (VertexId::next(MAX_OPERATORS - 1), MAX_PARALLELISM - 1);
    let (tm, slot) = outcome.seat(last, subtask).slot().expect("there are enough");
    for chosen in [
        Thing::Operator(OperatorId::at(MAX_OPERATORS - 1)),
        Thing::Vertex(last),
        Thing::Subtask(last, subtask),
        Thing::TaskManager(tm),
        Thing::Slot(tm, slot),
        // As after a change that took it away.
        Thing::TaskManager(TmId(999)),
        Thing::Vertex(VertexId(999)),
    ] {
        for width in WIDTHS {
            let picture = draw(outcome, Lang::En, width, Some(chosen));
            assert_eq!(faults(&picture), [""; 0], "{chosen:?}");
            let things: BTreeSet<Thing> =
                picture.shapes.iter().filter_map(|it| it.target).collect();
            let there =
                !matches!(chosen, Thing::TaskManager(TmId(999)) | Thing::Vertex(VertexId(999)));
            assert_eq!(things.contains(&chosen), there, "{chosen:?}");
            if !there {
                continue;
            }
            let lit = counterparts(outcome, chosen);
            assert!(lit.is_sorted(), "it is looked up by halving");
            assert!(lit.iter().any(|it| things.contains(it) && *it != chosen), "{chosen:?}");
        }
    }
}

#[test]
fn every_task_and_every_task_manager_is_drawn() {
    for (what, outcome) in outcomes() {
        let picture = draw(&outcome, Lang::En, WIDTHS[0], None);
        let of = |role: Kind, is: &dyn Fn(Thing) -> bool| {
            let shapes = picture.shapes.iter().filter(|it| it.role == role);
            shapes.filter(|it| it.target.is_some_and(is)).count()
        };
        let operators = of(Kind::Operator, &|it| matches!(it, Thing::Operator(_)));
        assert_eq!(operators, outcome.graph.vertex_of.len(), "{what}");
        let tasks = of(Kind::Vertex, &|it| matches!(it, Thing::Vertex(_)));
        assert_eq!(tasks, outcome.graph.chains.len(), "{what}");
        let tms = of(Kind::TaskManager, &|it| matches!(it, Thing::TaskManager(_)));
        assert!(tms >= outcome.task_managers().len(), "{what}");
    }
}
