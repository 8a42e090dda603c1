//! The chart of many workloads is sound, and every text reads in both languages.

use super::words::{self, Label, Row};
use super::{Kind, Picture, draw};
use crate::layout::WidthClass;
use crate::scene::{Anchor, Look, Part};
use crate::sound::faults;
use crate::stroke::Rect;
use crate::words::Lang;
use model::compare::{Blow, Comparison, End, Workload};

/// As many workloads as a test takes a second for.
const WORKLOADS: u64 = 60;

fn each(check: impl Fn(&Comparison)) {
    for seed in 0..WORKLOADS {
        check(&Comparison::of(Workload::sample(seed)));
    }
}

fn charts(check: impl Fn(&Comparison, &Picture)) {
    each(|comparison| {
        for width in [WidthClass::Wide, WidthClass::Narrow] {
            for lang in Lang::ALL {
                check(comparison, &draw(comparison, lang, width).picture);
            }
        }
    });
}

fn rects(picture: &Picture, kinds: &[Kind]) -> Vec<Rect> {
    let pieces = picture.shapes.iter().filter(|piece| kinds.contains(&piece.role));
    let parts = pieces.flat_map(|piece| &piece.parts);
    parts
        .filter_map(|part| match part {
            Part::Rect { look: Look::Body, x, y, width, height, .. } => {
                Some(Rect { x: *x, y: *y, w: *width, h: *height })
            }
            Part::Rect { .. } | Part::Path { .. } | Part::Text { .. } => None,
        })
        .collect()
}

#[test]
fn every_chart_is_sound_and_bars_of_a_lane_do_not_overlap() {
    charts(|comparison, picture| {
        let text = comparison.workload.to_text();
        assert_eq!(faults(picture), [""; 0], "{text}");
        for kinds in
            [&[Kind::Band][..], &[Kind::Job], &[Kind::Process, Kind::StandBy], &[Kind::Slot]]
        {
            let all = rects(picture, kinds);
            for (index, a) in all.iter().enumerate() {
                for b in &all[index + 1..] {
                    assert!(apart(*a, *b), "{kinds:?}: {a:?} and {b:?} in {text}");
                }
            }
        }
    });
}

const fn apart(a: Rect, b: Rect) -> bool {
    a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y
}

#[test]
fn times_and_names_are_apart() {
    charts(|comparison, picture| {
        for kind in [Kind::Axis, Kind::Names] {
            let pieces = picture.shapes.iter().filter(|it| it.role == kind);
            let texts: Vec<_> = pieces.flat_map(|it| it.parts.iter().filter_map(place)).collect();
            for (index, (a, one)) in texts.iter().enumerate() {
                for (b, other) in &texts[index + 1..] {
                    assert!(
                        apart(*a, *b),
                        "{one} meets {other} in {}",
                        comparison.workload.to_text()
                    );
                }
            }
        }
    });
}

/// Where a text stands.
fn place(part: &Part) -> Option<(Rect, &str)> {
    let Part::Text { look, x, y, anchor, size, text, .. } = part else { return None };
    let w = crate::measure::width(text, *size, crate::stroke::face(*look));
    let left = match anchor {
        Anchor::Start => *x,
        Anchor::Middle => x - w / 2,
        Anchor::End => x - w,
    };
    Some((Rect::new(left, y - size * 8 / 10, w, *size), text))
}

/// Three modes with three jobs and their clock are one screen of 1280 by 720: 12 units are 12 pixels there.
#[test]
fn the_book_s_comparison_is_one_screen() {
    let workload = Workload::default().with_text("jobs=2.2.2&fault=job-manager").expect("valid");
    let comparison = Comparison::of(workload);
    for lang in Lang::ALL {
        let Picture { width, height, .. } = draw(&comparison, lang, WidthClass::Wide).picture;
        assert!(width <= 768 && height <= 545, "{width} by {height}");
    }
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || "。，；、：（）".contains(c)
}

fn reads(lang: Lang, text: &str) {
    assert!(!text.is_empty() && !text.contains(['{', '}']) && !text.contains("  "), "{text}");
    assert!(lang == Lang::Zh || !text.contains(is_chinese), "Chinese in English: {text}");
    let chars: Vec<char> = text.chars().collect();
    for pair in chars.windows(2).filter(|_| lang == Lang::Zh) {
        let cjk = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        let latin = |c: char| c.is_ascii_alphanumeric();
        let tight = cjk(pair[0]) && latin(pair[1]) || latin(pair[0]) && cjk(pair[1]);
        assert!(!tight, "no blank between {} and {}: {text}", pair[0], pair[1]);
    }
}

#[test]
fn every_text_reads_in_both_languages() {
    each(|comparison| {
        for lang in Lang::ALL {
            for row in words::rows(comparison) {
                reads(lang, row.name(lang));
                for course in &comparison.courses {
                    if let Some(facts) = comparison.facts(course) {
                        reads(lang, &words::row(lang, row, &facts));
                    }
                }
            }
            for at in comparison.moments() {
                for course in &comparison.courses {
                    let text = words::now(lang, course, at);
                    reads(lang, &text);
                    assert!(text.ends_with(['。', '.']), "{text}");
                }
                reads(lang, &words::moment(lang, at));
            }
            for (_, landmark) in comparison.landmarks() {
                reads(lang, &words::landmark(lang, comparison, landmark));
            }
        }
    });
    for blow in Blow::ALL {
        let comparison = blow.on(&Workload::default());
        for lang in Lang::ALL {
            reads(lang, &words::blow(lang, blow));
            for course in &comparison.courses {
                let facts = comparison.facts(course).expect("YARN and 1.20 have every mode");
                reads(lang, &words::damage(lang, &facts));
            }
        }
    }
    for lang in Lang::ALL {
        for label in Label::ALL {
            reads(lang, &words::label_with(lang, *label, &["1", "2", "3"]));
        }
        for knob in Workload::KNOBS {
            reads(lang, words::knob(lang, knob));
            for choice in words::choices(knob) {
                reads(lang, &words::value(lang, knob, &choice));
                // Of jobs it offers how many.
                let mut one = Workload::default();
                let known = knob == "jobs" || one.set(knob, &choice).is_some();
                assert!(known, "{knob} offers {choice}");
            }
        }
        for end in [End::Finished, End::Failed, End::Canceled, End::Suspended, End::Lost] {
            reads(lang, words::end(lang, end));
        }
    }
    assert!(Row::ALL.len() > 10);
}
