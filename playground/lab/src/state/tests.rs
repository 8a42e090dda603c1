//! The lab, driven like a reader drives it, without a browser.

use super::*;
use model::TmId;
use model::graph::experiment::Seat;
use stage::Lang;

fn lab(example: &str) -> Lab {
    let graph = parse(examples::named(example).expect("an example")).expect("valid");
    let cell = Cell {
        id: "a".into(),
        lang: Lang::En,
        title: "t".into(),
        tasks: Task::ALL.to_vec(),
        experiment: Experiment::new(graph),
    };
    assert_eq!(Cell::from_text(&cell.to_text()), Ok(cell.clone()));
    Lab::new(cell).expect("Flink takes the examples")
}

fn turn(lab: &mut Lab, knobs: &[(&'static str, &str)]) {
    for (name, value) in knobs {
        lab.update(Msg::Turn(name, (*value).to_owned()));
    }
}

fn done(lab: &Lab, task: Task) -> bool {
    lab.tasks.iter().any(|(each, done)| *each == task && *done)
}

#[test]
fn text_and_picture_stay_in_step() {
    let mut lab = lab("StreamWordCount");
    lab.update(Msg::Choose(Thing::Operator(OperatorId(1))));
    lab.update(Msg::Edit(Edit::Parallelism(OperatorId(1), Some(4))));
    assert!(lab.text.contains("flatMap <- socket p=4\n"), "{}", lab.text);
    assert_eq!(lab.operator(), Some(OperatorId(1)), "what was clicked stays clicked");
    lab.update(Msg::Write(lab.text.replace("p=4", "p=3")));
    assert_eq!(lab.experiment.graph.operators[1].parallelism, Some(3));
    assert_eq!(lab.outcome.subtasks().count(), 1 + 3 + 2);
}

#[test]
fn a_mistake_keeps_the_last_program() {
    let mut lab = lab("StreamWordCount");
    let before = lab.outcome.clone();
    lab.update(Msg::Write("job a\nsource".to_owned()));
    assert_eq!((lab.mistakes.len(), &lab.outcome), (1, &before));
    assert_eq!(lab.text, "job a\nsource");
    lab.update(Msg::Edit(Edit::Parallelism(OperatorId(1), Some(1))));
    assert!(lab.mistakes.is_empty() && lab.text.starts_with("job StreamWordCount\n"));
}

#[test]
fn flink_may_refuse_and_take_it_again() {
    let mut lab = lab("StreamWordCount");
    lab.update(Msg::Write("job a\nsource b p=1\nc <- forward b\n".to_owned()));
    assert!(lab.refusal.is_some() && lab.mistakes.is_empty());
    turn(&mut lab, &[("parallelism", "1")]);
    assert!(lab.refusal.is_none() && lab.outcome.graph.chains.len() == 1);
}

#[test]
fn what_does_not_exist_is_neither_chosen_nor_killed() {
    let mut lab = lab("Recommendation");
    turn(&mut lab, &[("task-managers", "4"), ("lost", "3")]);
    lab.update(Msg::Choose(Thing::Slot(TmId(3), 1)));
    turn(&mut lab, &[("task-managers", "2")]);
    assert_eq!((lab.chosen, lab.experiment.lost), (None, None));
    turn(&mut lab, &[("strategy", "MIN_RESOURCES"), ("version", "1.20")]);
    assert_eq!(lab.experiment.strategy, Strategy::None);
}

#[test]
fn pointing_lights_the_same_thing_in_all_pictures() {
    let mut lab = lab("StreamWordCount");
    // sum and print are one task.
    assert!(lab.update(Msg::Point(Some(Thing::Operator(OperatorId(2))))));
    assert!(!lab.update(Msg::Point(Some(Thing::Operator(OperatorId(2))))));
    let lit = lab.lit();
    let vertex = lab.outcome.graph.vertex(OperatorId(3));
    assert!(lit.contains(&Thing::Vertex(vertex)) && !lit.contains(&Thing::Operator(OperatorId(3))));
    for subtask in 0..2 {
        assert!(lit.contains(&Thing::Subtask(vertex, subtask)));
        let Seat::Runs(tm, slot) = lab.outcome.seat(vertex, subtask) else { panic!("it runs") };
        assert!(lit.contains(&Thing::Slot(tm, slot)));
    }
}

#[test]
fn four_slots_are_enough_in_two_ways() {
    let mut one = lab("Recommendation");
    turn(&mut one, &[("parallelism", "4")]);
    assert!(!done(&one, Task::FitInFour), "eight are needed");
    let mut other = one.clone();
    turn(&mut one, &[("parallelism", "2")]);
    assert!(done(&one, Task::FitInFour));
    other.update(Msg::Edit(Edit::Group(OperatorId(2), None)));
    assert!(done(&other, Task::FitInFour));
}

#[test]
fn a_program_cut_short_does_not_count_as_fitting() {
    let mut lab = lab("Recommendation");
    turn(&mut lab, &[("parallelism", "3")]);
    lab.update(Msg::Write("job a\nsource b p=1\n".to_owned()));
    assert!(!done(&lab, Task::FitInFour));
}

#[test]
fn sources_and_sinks_part() {
    let mut lab = lab("StreamWordCount");
    assert!(!done(&lab, Task::NeverShare));
    lab.update(Msg::Edit(Edit::Group(OperatorId(3), Some("out".into()))));
    assert!(done(&lab, Task::NeverShare));
}

#[test]
fn a_loss_is_survived_with_spare_slots_and_checkpoints_only() {
    let mut lab = lab("StreamWordCount");
    turn(&mut lab, &[("lost", "0")]);
    assert!(!done(&lab, Task::LoseOne), "nothing restarts it");
    turn(&mut lab, &[("checkpoints", "on")]);
    assert!(done(&lab, Task::LoseOne), "tm-1 has room");
    let mut full = self::lab("StreamWordCount");
    turn(&mut full, &[("parallelism", "4"), ("checkpoints", "on"), ("lost", "0")]);
    assert!(!done(&full, Task::LoseOne), "no room");
    let mut idle = self::lab("StreamWordCount");
    turn(&mut idle, &[("checkpoints", "on"), ("lost", "1")]);
    assert!(!done(&idle, Task::LoseOne), "nobody lived there");
}

#[test]
fn starting_over_keeps_what_was_done() {
    let mut lab = lab("StreamWordCount");
    turn(&mut lab, &[("sharing", "apart"), ("slots", "4")]);
    assert!(done(&lab, Task::NeverShare));
    lab.update(Msg::Reset);
    assert_eq!(lab.experiment, lab.cell().experiment);
    assert!(done(&lab, Task::NeverShare));
}

#[test]
fn a_link_shows_all_of_it_to_somebody_else() {
    let mut mine = lab("Recommendation");
    turn(&mut mine, &[("task-managers", "3"), ("strategy", "TASKS"), ("lost", "1")]);
    mine.update(Msg::Edit(Edit::Parallelism(OperatorId(1), Some(1))));
    mine.update(Msg::Choose(Thing::Operator(OperatorId(1))));
    let mut theirs = lab("Recommendation");
    assert!(theirs.update(Msg::Follow(["#", &mine.link()].concat())));
    assert_eq!(theirs.experiment, mine.experiment);
    assert_eq!((&theirs.text, theirs.chosen), (&mine.text, mine.chosen));
    assert_eq!(theirs.outcome, mine.outcome);
    let before = theirs.clone();
    assert!(!theirs.update(Msg::Follow("#lab-other&slots=1".into())), "not about this one");
    assert_eq!(theirs, before);
}

#[test]
fn a_link_carries_a_text_with_mistakes_and_a_program_that_is_refused() {
    for text in ["job a\nsource\n", "job a\nsource b p=1\nc <- forward b\n"] {
        let mut mine = lab("StreamWordCount");
        mine.update(Msg::Write(text.to_owned()));
        let mut theirs = lab("StreamWordCount");
        theirs.update(Msg::Follow(mine.link()));
        assert_eq!((&theirs.text, &theirs.mistakes), (&mine.text, &mine.mistakes));
        assert_eq!(theirs.refusal, mine.refusal);
    }
}

#[test]
fn a_bad_link_is_told_and_changes_nothing() {
    let mut lab = lab("StreamWordCount");
    let before = lab.clone();
    assert!(lab.update(Msg::Follow("#lab-a&slots=99".into())));
    assert_eq!(lab.remark, Remark::BadLink("slots=99".into()));
    assert_eq!(Lab { remark: Remark::None, ..lab.clone() }, before);
    turn(&mut lab, &[("slots", "3")]);
    assert_eq!(lab.remark, Remark::None, "the next change is told again");
}

/// Links cut short and with bytes changed: whatever is read can be run and shown.
#[test]
fn no_link_panics() {
    let mut lab = lab("Recommendation");
    turn(&mut lab, &[("cluster", "yarn"), ("lost", "1"), ("checkpoints", "on")]);
    lab.update(Msg::Choose(Thing::Subtask(model::VertexId::next(3), 1)));
    let link = lab.link();
    let (mut read, mut told) = (0, 0);
    for at in 5..link.len() {
        for other in ["", "9", "0", "-", "&", "=", "%", ";", "\u{6e90}"] {
            let changed = [&link[..at], other, &link[at + 1..]].concat();
            for text in [changed, link[..at].to_owned()] {
                let mut fresh = self::lab("StreamWordCount");
                fresh.update(Msg::Follow(text));
                match fresh.remark {
                    Remark::BadLink(_) => told += 1,
                    _ => read += 1,
                }
                fresh.update(Msg::Point(fresh.chosen));
                assert!(fresh.lit().len() <= 100);
            }
        }
    }
    assert!(read > 100 && told > 100, "{read} read, {told} told");
}
