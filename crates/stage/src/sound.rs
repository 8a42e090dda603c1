//! What every picture must keep to: one checker, applied to many frames.
//!
//! In: a [`Scene`]. Out: the faults that no picture may have, whatever a reader did ([`faults`]); and, for the book's own
//! scenarios at every moment, the rules of composition as well.

use crate::measure;
use crate::scene::{Anchor, Kind, Part, Scene, Shape};
use crate::stroke::{Rect, face};
use std::collections::BTreeSet;

/// What is outside of the picture, has the key of something else, or can be selected and says nothing.
pub fn faults<R: Kind, T>(scene: &Scene<R, T>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for shape in &scene.shapes {
        if !seen.insert(&shape.key) {
            faults.push(format!("two shapes are called {}", shape.key));
        }
        let outside = |part: &&Part| !inside(placed(shape, part), whole(scene));
        if let Some(part) = shape.parts.iter().find(outside) {
            faults.push(format!("{} leaves the stage: {part:?}", shape.key));
        }
        if shape.target.is_some() && shape.label.as_ref().is_none_or(String::is_empty) {
            faults.push(format!("{} can be selected and says nothing", shape.key));
        }
    }
    if scene.label.is_empty() {
        faults.push("the picture says nothing".to_owned());
    }
    faults
}

const fn whole<R, T>(scene: &Scene<R, T>) -> Rect {
    Rect { x: 0, y: 0, w: scene.width, h: scene.height }
}

/// Panics with a sentence if the scene breaks a rule.
#[cfg(test)]
pub(crate) fn assert_scene_is_sound(scene: &Scene, what: &str) {
    assert_eq!(faults(scene), [""; 0], "{what}");
    composition::assert_well_composed(scene, what);
}

#[cfg(test)]
mod composition;

fn placed<R, T>(shape: &Shape<R, T>, part: &Part) -> Rect {
    let local = match part {
        Part::Rect { x, y, width, height, .. } => Rect::new(*x, *y, *width, *height),
        Part::Path { points, .. } => {
            let xs = || points.iter().map(|point| point.0);
            let ys = || points.iter().map(|point| point.1);
            let (x, y) = (xs().min().unwrap_or(0), ys().min().unwrap_or(0));
            Rect::new(x, y, xs().max().unwrap_or(0) - x, ys().max().unwrap_or(0) - y)
        }
        Part::Text { look, x, y, anchor, size, text, .. } => {
            let w = measure::width(text, *size, face(*look));
            let left = match anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - w / 2,
                Anchor::End => x - w,
            };
            // Capitals and CJK characters reach 0.8 em above the baseline, descenders 0.2 em below.
            Rect::new(left, y - size * 8 / 10, w, *size)
        }
    };
    Rect { x: local.x + shape.x, y: local.y + shape.y, ..local }
}

const fn inside(a: Rect, b: Rect) -> bool {
    a.x >= b.x && a.y >= b.y && a.right() <= b.right() && a.bottom() <= b.bottom()
}
