//! The chart of many workloads is sound, and every text reads in both languages.

use super::words::{self, Label, Row};
use super::{Kind, Picture, draw};
use crate::layout::WidthClass;
use crate::scene::{Look, Part};
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
            let mut all = rects(picture, kinds);
            all.sort_by_key(|area| (area.y, area.x));
            for pair in all.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let apart = a.x + a.w <= b.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
                assert!(apart, "{kinds:?}: {a:?} and {b:?} in {text}");
            }
        }
    });
}

#[test]
fn times_are_apart() {
    charts(|_, picture| {
        let mut axis: Vec<(i32, i32, i32)> = Vec::new();
        for part in
            picture.shapes.iter().filter(|it| it.role == Kind::Axis).flat_map(|it| &it.parts)
        {
            let Part::Text { x, y, size, room, text, .. } = part else { continue };
            let wide = crate::measure::width(text, *size, crate::measure::Face::Plain);
            assert!(wide <= *room + 1, "{text}");
            axis.push((*y, x - wide / 2, x + wide / 2));
        }
        axis.sort_unstable();
        for pair in axis.windows(2) {
            assert!(pair[0].0 < pair[1].0 || pair[0].2 < pair[1].1, "times touch: {pair:?}");
        }
    });
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
            reads(lang, &words::label_with(lang, *label, &["1", "2"]));
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
