//! The lab's pictures: nothing leaves them, boxes of one kind do not overlap, keys are unique, the same experiment is
//! the same drawing, and everything that is joined is there.

use super::kind::Piece;
use super::words::{Change, Label, Task, label, memory, status, why};
use super::{Kind, Picture, Thing, counterparts, draw};
use crate::scene::WidthClass;
use crate::scene::{Look, Part};
use crate::sound::faults;
use crate::stroke::Rect;
use crate::words::Lang;
use model::graph::experiment::{Experiment, MEMORY_MIB, Strategy};
use model::graph::{Outcome, examples, text};
use std::collections::BTreeSet;

mod large;

const WIDTHS: [WidthClass; 2] = [WidthClass::Wide, WidthClass::Narrow];

/// Jobs that make pictures difficult: long ones, broad ones, edges that pass a layer, as many subtasks as may be.
const DIFFICULT: [&str; 4] = [
    "job long\nsource a\nb <- keyBy a\nc <- keyBy b\nd <- keyBy c\ne <- keyBy d\nf <- keyBy e\ng <- keyBy f\nsink h <- keyBy g\n",
    "job broad\nsource a\nsource b\nsource c\nsource d\nsource e\nsource f\nsource g\nsink h <- a, b, c, d, e, f, g\n",
    "job passing\nsource a\nb <- keyBy a\nc <- keyBy b\nd <- c, a\nsink e <- d, b, a\n",
    "job tree\nsource a\nb <- a\nc <- a\nd <- b\ne <- b\nsink f <- c\nsink g <- c\nsink a-very-long-name-that-no-box-can-hold <- e\n",
];

fn experiments() -> Vec<Experiment> {
    let mut all = Vec::new();
    for program in examples::EXAMPLES.iter().chain(&DIFFICULT) {
        let plain = Experiment::new(text::parse(program).expect("valid"));
        for knobs in [
            &[][..],
            &[("parallelism", "6")],
            &[("parallelism", "6"), ("slots", "6"), ("task-managers", "6"), ("sharing", "apart")],
            &[("parallelism", "5"), ("slots", "1"), ("task-managers", "6"), ("strategy", "SLOTS")],
            &[("cluster", "yarn"), ("parallelism", "6"), ("slots", "1")],
            &[("lost", "0"), ("checkpoints", "on")],
            &[("parallelism", "6"), ("scheduler", "adaptive")],
        ] {
            let mut one = plain.clone();
            for (name, value) in knobs {
                one.set(name, value).expect("a knob and its value");
            }
            all.push(one);
        }
    }
    all
}

fn each(check: impl Fn(&Experiment, &Outcome, &Picture)) {
    for experiment in experiments() {
        let outcome = experiment.run().expect("Flink takes it");
        for width in WIDTHS {
            for lang in Lang::ALL {
                check(&experiment, &outcome, &draw(&outcome, lang, width, None));
            }
        }
    }
}

/// The outline of a piece in the picture.
fn outline(piece: &Piece) -> Option<Rect> {
    piece.parts.iter().find_map(|part| match part {
        Part::Rect { look: Look::Body, x, y, width, height, .. } => {
            Some(Rect { x: piece.x + x, y: piece.y + y, w: *width, h: *height })
        }
        _ => None,
    })
}

#[test]
fn every_picture_is_sound() {
    each(|experiment, _, drawing| {
        assert_eq!(faults(drawing), [""; 0], "{}", experiment.to_text());
    });
}

#[test]
fn boxes_of_one_kind_do_not_overlap() {
    each(|experiment, _, drawing| {
        let boxes = |kinds: &[Kind]| -> Vec<(&str, Rect)> {
            let of = drawing.shapes.iter().filter(|piece| kinds.contains(&piece.role));
            of.filter_map(|piece| Some((piece.key.as_str(), outline(piece)?))).collect()
        };
        for kinds in [
            &[Kind::Band][..],
            &[Kind::Operator, Kind::Vertex, Kind::Subtask],
            &[Kind::TaskManager, Kind::Missing],
            &[Kind::Slot],
            &[Kind::Seated],
        ] {
            let all = boxes(kinds);
            for (index, (key, a)) in all.iter().enumerate() {
                for (other, b) in &all[index + 1..] {
                    let apart = a.x + a.w <= b.x
                        || b.x + b.w <= a.x
                        || a.y + a.h <= b.y
                        || b.y + b.h <= a.y;
                    assert!(apart, "{key} over {other} in {}", experiment.to_text());
                }
            }
        }
    });
}

#[test]
fn texts_stay_in_their_room() {
    each(|_, _, drawing| {
        for piece in &drawing.shapes {
            let Some(Rect { w: width, .. }) = outline(piece) else { continue };
            for part in &piece.parts {
                if let Part::Text { room, .. } = part {
                    assert!(*room <= width, "{}: a text has more room than its box", piece.key);
                }
            }
        }
    });
}

#[test]
fn whatever_is_joined_stands_in_the_picture() {
    each(|experiment, outcome, drawing| {
        let things: BTreeSet<Thing> =
            drawing.shapes.iter().filter_map(|piece| piece.target).collect();
        for thing in &things {
            let joined = counterparts(outcome, *thing);
            assert!(joined.contains(thing));
            for other in joined {
                assert!(
                    things.contains(&other),
                    "{other:?} of {thing:?} in {}",
                    experiment.to_text()
                );
            }
        }
        for (vertex, subtask) in outcome.subtasks() {
            let of = |kinds: &[Kind]| {
                let is = |piece: &&Piece| piece.target == Some(Thing::Subtask(vertex, subtask));
                drawing.shapes.iter().filter(is).filter(|piece| kinds.contains(&piece.role)).count()
            };
            assert_eq!(of(&[Kind::Subtask]), 1, "once in the ExecutionGraph");
            assert_eq!(of(&[Kind::Seated]), 1, "once below");
        }
    });
}

#[test]
fn an_operator_and_its_slot_light_each_other() {
    let program = text::parse(examples::STREAM_WORD_COUNT).expect("valid");
    let outcome = Experiment::new(program).run().expect("Flink takes it");
    for id in outcome.graph.program.graph.ids() {
        let lit = counterparts(&outcome, Thing::Operator(id));
        for thing in lit.iter().filter(|thing| matches!(thing, Thing::Slot(..))) {
            assert!(counterparts(&outcome, *thing).contains(&Thing::Operator(id)));
        }
    }
}

#[test]
fn every_change_has_a_sentence_in_both_languages() {
    let changes = [
        Change::Program,
        Change::Supply,
        Change::Parallelism,
        Change::Strategy,
        Change::Sharing,
        Change::Scheduler,
        Change::Checkpoints,
        Change::Memory,
        Change::Loss,
    ];
    for experiment in experiments() {
        let outcome = experiment.run().expect("Flink takes it");
        for change in changes {
            let [zh, en] = Lang::ALL.map(|lang| why(lang, change, &experiment, &outcome));
            check_sentence(&zh, &en);
        }
        let [zh, en] = Lang::ALL.map(|lang| status(lang, &experiment, &outcome));
        check_sentence(&zh, &en);
    }
}

fn check_sentence(zh: &str, en: &str) {
    assert!(zh.ends_with('。') && !zh.contains(['{', '}']), "{zh}");
    assert!(en.ends_with('.') && !en.contains(['{', '}']), "{en}");
    assert!(en.chars().all(|c| !('\u{4e00}'..='\u{9fff}').contains(&c)), "{en}");
}

#[test]
fn labels_and_tasks_read_in_both_languages() {
    for each in Label::ALL {
        let [zh, en] = Lang::ALL.map(|lang| label(lang, *each));
        assert!(!zh.is_empty() && !en.is_empty(), "{each:?}");
        assert_eq!(zh.matches('{').count(), en.matches('{').count(), "{each:?}");
        assert!(en.chars().all(|c| !('\u{4e00}'..='\u{9fff}').contains(&c)), "{en}");
    }
    for task in Task::ALL {
        assert_ne!(task.text(Lang::Zh), task.text(Lang::En));
    }
}

#[test]
fn every_size_and_strategy_has_figures() {
    let program = text::parse(examples::ALERTING).expect("valid");
    for size in MEMORY_MIB {
        for strategy in Strategy::ALL {
            let one = Experiment { memory_mib: size, strategy, ..Experiment::new(program.clone()) };
            assert_eq!(memory(Lang::En, &one).len(), 4, "{size} is enough for tasks");
        }
    }
}
