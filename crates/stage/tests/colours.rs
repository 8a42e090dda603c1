//! The colours of `book/theme/stage.css` can be told apart in each of mdBook's themes: text has a
//! contrast of at least 4.5 to 1, shapes of at least 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).

use std::collections::BTreeMap;

const THEMES: [&str; 5] = ["light", "rust", "coal", "navy", "ayu"];
const TONES: [&str; 6] = ["tone-0", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5"];
/// What lies under texts and shapes.
const GROUNDS: [&str; 3] = ["page", "process", "box"];

type Colours = BTreeMap<String, [u8; 3]>;

/// The custom properties that hold on `html` with a theme's class.
fn colours(css: &str, theme: &str) -> Colours {
    let mut colours = Colours::new();
    for rule in css.split('}') {
        let Some((selectors, body)) = rule.rsplit_once('{') else { continue };
        let selectors = selectors.rsplit("*/").next().unwrap_or_default();
        let named = format!("html.{theme}");
        if !selectors.split(',').any(|each| each.trim() == "html" || each.trim() == named) {
            continue;
        }
        for line in body.split(';') {
            let Some((name, value)) = line.trim().split_once(':') else { continue };
            let Some(name) = name.strip_prefix("--stage-") else { continue };
            let Some(hex) = value.trim().strip_prefix('#') else { continue };
            let number = u32::from_str_radix(hex, 16).expect("six hexadecimal digits");
            let [_, rgb @ ..] = number.to_be_bytes();
            colours.insert(name.to_owned(), rgb);
        }
    }
    colours
}

/// Relative luminance as WCAG defines it.
fn luminance(rgb: [u8; 3]) -> f64 {
    let linear = rgb.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn texts_and_shapes_stand_out_in_every_theme() {
    let css =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../book/theme/stage.css"))
            .expect("the stage has a style sheet");
    let mut mistakes = Vec::new();
    for theme in THEMES {
        let colours = colours(&css, theme);
        let mut need = |least: f64, upper: &str, ground: &str| {
            let reached = contrast(colours[upper], colours[ground]);
            if reached < least {
                mistakes
                    .push(format!("{theme}: {upper} on {ground} has {reached:.2}, not {least}"));
            }
        };
        for ground in GROUNDS {
            for text in ["ink", "soft", "alarm", "accent"] {
                need(4.5, text, ground);
            }
            for shape in ["line", "faint"].into_iter().chain(TONES) {
                need(3.0, shape, ground);
            }
        }
        for text in ["ink", "soft", "alarm"] {
            need(4.5, text, "accent-ground");
        }
        for ground in TONES.into_iter().chain(["soft"]) {
            need(4.5, "on-tone", ground);
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}
