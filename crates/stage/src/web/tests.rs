//! The pages of every scenario of the book, held to the same rules as pictures.

use super::*;
use crate::layout::{Arrangement, Motion, tests::book_scenarios};
use crate::sound::assert_scene_is_sound;
use crate::words::Lang;
use model::Trace;

fn pages(
    trace: &Trace,
    extent: &Extent,
    index: usize,
    arrangement: Arrangement,
    lang: Lang,
) -> Scene {
    let frame = trace.frame_after(index);
    let options =
        Options { lang, arrangement, selected: None, motion: Motion::Full, extent, last: None };
    web(&frame, &options)
}

#[test]
fn the_pages_of_every_scenario_are_sound_and_keep_their_height() {
    for (name, trace) in book_scenarios() {
        let extent = Extent::of(&trace);
        let step = trace.entries().len().div_ceil(40).max(1);
        for (width, lang) in [
            (Arrangement::Wide, Lang::Zh),
            (Arrangement::Wide, Lang::En),
            (Arrangement::Narrow, Lang::Zh),
            (Arrangement::Narrow, Lang::En),
        ] {
            let mut height = None;
            for index in (0..trace.entries().len()).step_by(step) {
                let scene = pages(&trace, &extent, index, width, lang);
                let what = format!("{name}, entry {index}, {width:?}, {lang:?}");
                assert_scene_is_sound(&scene, &what);
                assert_eq!(*height.get_or_insert(scene.height), scene.height, "{what}: the height");
            }
        }
    }
}

/// Every text of a scene, in order.
fn texts(scene: &Scene) -> Vec<&str> {
    let parts = scene.shapes.iter().flat_map(|shape| &shape.parts);
    let texts = parts.filter_map(|part| match part {
        crate::scene::Part::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn before_a_leader_exists_there_is_no_page() {
    let (_, trace) = book_scenarios().swap_remove(0);
    let extent = Extent::of(&trace);
    let early = pages(&trace, &extent, 0, Arrangement::Wide, Lang::En);
    assert!(texts(&early).contains(&"ERR_CONNECTION_REFUSED"), "{:?}", texts(&early));
    let leads = (0..trace.entries().len()).find(|index| {
        let cluster = trace.frame_after(*index).cluster;
        cluster.clusters.iter().any(|it| it.phase.accepts_jobs())
    });
    let up = pages(&trace, &extent, leads.expect("one leads"), Arrangement::Wide, Lang::En);
    assert!(!texts(&up).contains(&"ERR_CONNECTION_REFUSED"), "{:?}", texts(&up));
}
