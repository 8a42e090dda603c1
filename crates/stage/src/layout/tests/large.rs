//! Pictures of clusters larger than anybody can look at: bounded in what they draw and in what they read, and whoever is
//! looked at is told in full.

use super::{check, load, scene};
use crate::extent::Extent;
use crate::layout::{Arrangement, Motion, Options, layout};
use crate::scene::{Condition, Look, Scene, Shape, Target};
use crate::sound::assert_scene_is_sound;
use crate::words::Lang;
use model::{ExecutionId, JobId, Provider, Scenario, Time, TmId, Trace, VertexId};

/// Elements of a picture in the page, at the most.
const ELEMENTS: usize = 1_500;

fn run(mut scenario: Scenario, seconds: u64) -> Trace {
    scenario.horizon = Time::s(seconds);
    Trace::run(scenario)
}

fn thousand() -> Scenario {
    let mut scenario = load::many_small(200);
    scenario.provider = Provider::Standalone { task_managers: 1_000, job_managers: 1 };
    scenario
}

/// Groups, their titles, and what they are made of.
fn elements(scene: &Scene) -> usize {
    let of = |shape: &Shape| 1 + usize::from(shape.label.is_some()) + shape.parts.len();
    scene.shapes.iter().map(of).sum()
}

#[test]
fn however_large_a_cluster_is_its_picture_has_so_many_elements() {
    let mut thousand_jobs = load::many_small(1_000);
    thousand_jobs.provider = Provider::Standalone { task_managers: 500, job_managers: 1 };
    let loads = [
        ("512 TaskManagers", load::restless(256), 7),
        ("1,000 TaskManagers", thousand(), 9),
        ("200 jobs", load::many_small(200), 9),
        ("1,000 jobs", thousand_jobs, 18),
        ("500 containers", load::yarn(500), 32),
        ("500 pods", load::kubernetes(500), 32),
    ];
    for (what, scenario, seconds) in loads {
        let trace = run(scenario, seconds);
        check(what, &trace, 8);
        let extent = Extent::of(&trace);
        let mut most = 0;
        for index in (0..trace.entries().len()).step_by(trace.entries().len() / 40) {
            for arrangement in Arrangement::ALL {
                let frame = trace.frame_after(index);
                most = most.max(elements(&scene(&trace, &extent, &frame, arrangement, Lang::En)));
            }
        }
        println!("measured: {what}: {most} elements");
        assert!(most <= ELEMENTS, "{what}: {most}");
    }
}

/// Entries of lists that one picture reads, for each thing that there is.
#[cfg(debug_assertions)]
fn reads(trace: &Trace) -> (u64, u64) {
    let (extent, frame) = (Extent::of(trace), trace.frame_at(trace.end()));
    let cluster = &frame.cluster;
    let things = cluster.task_managers.len() + cluster.allocations.len() + cluster.jobs.len();
    let before = model::shared::reads();
    scene(trace, &extent, &frame, Arrangement::Wide, Lang::En);
    (model::shared::reads() - before, things as u64)
}

#[test]
#[cfg(debug_assertions)]
fn a_picture_reads_as_much_as_there_is() {
    let (few, small) = reads(&run(load::restless(4), 20));
    for scenario in [load::restless(256), load::many_small(200)] {
        let (many, large) = reads(&run(scenario, 8));
        println!("measured: {few} reads of {small} things, {many} of {large}");
        assert!(many * small <= 3 * few * large, "{few} of {small}, {many} of {large}");
    }
}

fn at(trace: &Trace, seconds: u64, selected: Option<Target>, arrangement: Arrangement) -> Scene {
    let (extent, frame) = (Extent::of(trace), trace.frame_at(Time::s(seconds)));
    let (lang, motion, extent, last) = (Lang::En, Motion::Full, &extent, None);
    layout(&frame, &Options { lang, arrangement, selected, motion, extent, last })
}

fn shop() -> Trace {
    let mut all = super::book_scenarios().into_iter();
    all.find(|(id, _)| id == "shop-large").expect("the book has a large shop").1
}

#[test]
fn what_is_selected_in_an_overview_opens_in_the_same_room() {
    let trace = shop();
    let task = ExecutionId { job: JobId(17), vertex: VertexId(0), subtask: 2, attempt: 0 };
    let cluster = trace.frame_at(Time::s(80)).cluster;
    let slot = cluster.job(task.job).execution(task).slot.expect("it runs");
    let home = cluster.allocation(slot).tm;
    for arrangement in Arrangement::ALL {
        let whole = at(&trace, 80, None, arrangement);
        for (selected, tm) in [
            (Target::TaskManager(TmId(123)), TmId(123)),
            (Target::Slot(TmId(7), 0), TmId(7)),
            (Target::Task(task), home),
            // Not there at this moment.
            (Target::TaskManager(TmId(999)), TmId(0)),
        ] {
            let scene = at(&trace, 80, Some(selected), arrangement);
            assert_scene_is_sound(&scene, "something is selected");
            assert_eq!((scene.width, scene.height), (whole.width, whole.height));
            let slot = Some(Target::Slot(tm, 0));
            assert!(scene.shapes.iter().any(|shape| shape.target == slot), "{selected:?}");
        }
        let scene = at(&trace, 80, Some(Target::Job(JobId(33))), arrangement);
        let its = scene.shapes.iter().filter(|shape| shape.target == Some(Target::Job(JobId(33))));
        assert_eq!(its.count(), 2, "its badge, and in full");
    }
}

#[test]
fn a_square_has_the_letter_of_its_job_or_a_cross() {
    let trace = shop();
    let scene = at(&trace, 100, None, Arrangement::Wide);
    let squares = scene.shapes.iter().filter(|shape| shape.key.starts_with("square-"));
    let (dead, alive): (Vec<&Shape>, Vec<&Shape>) =
        squares.partition(|shape| shape.condition == Condition::Dead);
    assert_eq!((dead.len(), alive.len()), (21, 189));
    let has = |shape: &Shape, look| shape.parts.iter().any(|part| part.look() == look);
    assert!(dead.iter().all(|it| has(it, Look::Glyph) && !has(it, Look::Letter)));
    assert!(alive.iter().all(|it| has(it, Look::Letter)));
    let said = alive[0].label.as_deref().expect("it can be selected");
    assert!(said.starts_with("TaskManager tm-") && said.contains(": running, "), "{said}");
}

#[test]
fn of_a_thousand_task_managers_ten_share_a_square_and_each_opens_in_turn() {
    let trace = run(thousand(), 9);
    let mut open = TmId(437);
    for next in (438..440).chain(430..438) {
        let scene = at(&trace, 9, Some(Target::TaskManager(open)), Arrangement::Wide);
        let squares = scene.shapes.iter().filter(|shape| shape.key.starts_with("square-"));
        assert_eq!(squares.count(), 100);
        let slot = Some(Target::Slot(open, 0));
        assert!(scene.shapes.iter().any(|shape| shape.target == slot), "{open:?} is closed");
        let square = scene.shapes.iter().find(|shape| shape.key == "square-0-43");
        open = TmId(next);
        assert_eq!(square.and_then(|it| it.target), Some(Target::TaskManager(open)));
    }
}

/// A phone of 390 by 844 shows some 500 units at once.
#[test]
fn pictures_of_containers_are_low_on_a_phone() {
    let mut heights: Vec<(i32, String)> = Vec::new();
    for (name, trace) in super::book_scenarios() {
        let extent = Extent::of(&trace);
        if extent.nodes > 0 {
            let frame = trace.frame_at(trace.end());
            let height = scene(&trace, &extent, &frame, Arrangement::Narrow, Lang::Zh).height;
            heights.push((height, name));
        }
    }
    heights.sort();
    let (middle, _) = heights.get(heights.len() / 2).expect("some run in containers");
    assert!(*middle <= 680, "half of them are higher than {middle}");
    let high = heights.iter().filter(|(height, name)| *height > 1_060 && !name.starts_with("shop"));
    assert_eq!(high.collect::<Vec<_>>(), Vec::<&(i32, String)>::new());
}
