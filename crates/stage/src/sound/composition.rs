//! How a picture is composed: nothing overlaps, texts stay in their boxes, ways spare texts.

use super::{inside, placed};
use crate::scene::{Look, Part, Role, Scene, Shape};
use crate::stroke::Rect;

/// A text of a scene with the room it takes.
struct TextBox<'a> {
    shape: &'a Shape,
    look: Look,
    text: &'a str,
    rect: Rect,
}

pub(super) fn assert_well_composed(scene: &Scene, what: &str) {
    boxes_are_nested_or_apart(scene, what);
    let texts = text_boxes(scene);
    slots_have_their_numbers(&texts, what);
    labels_are_whole(&texts, what);
    texts_stay_in_their_boxes(&texts, what);
    texts_do_not_overlap(&texts, what);
    drawings_spare_texts(scene, &texts, what);
    ways_spare_texts(scene, &texts, what);
}

/// Half of what is said says nothing.
fn labels_are_whole(texts: &[TextBox], what: &str) {
    for text in texts.iter().filter(|text| text.look == Look::Label) {
        assert!(!text.text.ends_with('…'), "{what}: a message says {:?}", text.text);
    }
}

/// "slo…" could be any slot.
fn slots_have_their_numbers(texts: &[TextBox], what: &str) {
    for text in texts {
        let cut = text.text.strip_suffix('…').is_some_and(|start| "slot ".starts_with(start));
        let cut = cut && text.shape.role == Role::Slot;
        assert!(!cut, "{what}: {} has lost its number: {}", text.shape.key, text.text);
    }
}

fn body(shape: &Shape) -> Option<Rect> {
    let body = shape.parts.iter().find(|part| part.look() == Look::Body)?;
    Some(placed(shape, body))
}

const fn apart(a: Rect, b: Rect) -> bool {
    a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y
}

fn boxes_are_nested_or_apart(scene: &Scene, what: &str) {
    let bodies: Vec<_> = scene.shapes.iter().filter_map(|s| Some((s, body(s)?))).collect();
    for (index, (a, first)) in bodies.iter().enumerate() {
        for (b, second) in &bodies[..index] {
            let fine = apart(*first, *second) || inside(*first, *second) || inside(*second, *first);
            assert!(fine, "{what}: {} {first:?} overlaps {} {second:?}", a.key, b.key);
            assert!(first != second, "{what}: {} hides {}", a.key, b.key);
        }
    }
}

fn text_boxes(scene: &Scene) -> Vec<TextBox<'_>> {
    let mut texts = Vec::new();
    for shape in &scene.shapes {
        for part in &shape.parts {
            if let Part::Text { look, text, room, .. } = part {
                let rect = placed(shape, part);
                assert!(rect.w <= *room, "{}: {text:?} is wider than its room {room}", shape.key);
                texts.push(TextBox { shape, look: *look, text, rect });
            }
        }
    }
    texts
}

fn texts_stay_in_their_boxes(texts: &[TextBox], what: &str) {
    for text in texts {
        let ground = text
            .shape
            .parts
            .iter()
            .filter(|part| matches!(part.look(), Look::Body | Look::LabelGround | Look::Badge))
            .any(|part| inside(text.rect, placed(text.shape, part)));
        let bare = text.shape.parts.iter().all(|part| part.look() != Look::Body);
        let fine = ground || (bare && text.shape.role == Role::Task);
        assert!(fine, "{what}: {:?} leaves the box of {}", text.text, text.shape.key);
    }
}

fn texts_do_not_overlap(texts: &[TextBox], what: &str) {
    for (index, a) in texts.iter().enumerate() {
        for b in &texts[..index] {
            let fine = apart(a.rect, b.rect);
            let (one, other) = (a.text, b.text);
            assert!(fine, "{what}: {one:?} of {} meets {other:?} of {}", a.shape.key, b.shape.key);
        }
    }
}

/// Glyphs, badges and hatching do not touch texts, except a letter on its own badge.
fn drawings_spare_texts(scene: &Scene, texts: &[TextBox], what: &str) {
    for shape in &scene.shapes {
        for part in &shape.parts {
            let drawn = matches!(
                part.look(),
                Look::Glyph
                    | Look::GlyphFilled
                    | Look::Badge
                    | Look::Hatch
                    | Look::Gauge
                    | Look::GaugeUsed
                    | Look::Missing
            );
            let rect = placed(shape, part);
            for text in texts.iter().filter(|text| drawn && text.look != Look::Letter) {
                let fine = apart(rect, text.rect);
                assert!(fine, "{what}: a drawing of {} meets {:?}", shape.key, text.text);
            }
        }
    }
}

/// Ways run beside texts; only the labels of messages, which have a ground, may lie on them.
fn ways_spare_texts(scene: &Scene, texts: &[TextBox], what: &str) {
    for shape in &scene.shapes {
        for part in &shape.parts {
            let Part::Path { look: Look::Way, points, .. } = part else { continue };
            for pair in points.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                assert!(a.0 == b.0 || a.1 == b.1, "{what}: {} runs askew", shape.key);
                let (x, y) = (a.0.min(b.0), a.1.min(b.1));
                let leg = Rect::new(x, y, (a.0 - b.0).abs().max(1), (a.1 - b.1).abs().max(1));
                for text in texts.iter().filter(|text| text.look != Look::Label) {
                    let fine = apart(leg, text.rect);
                    assert!(fine, "{what}: {} crosses {:?}", shape.key, text.text);
                }
            }
        }
    }
}
