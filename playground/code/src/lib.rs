//! A link as a code that a phone reads (QR), compiled to wasm of its own: fetched when somebody asks for one.
//!
//! In: a text. Out: what is to be drawn, as a path of an SVG.
//! Deliberately absent: which link, and what stands below it (`book/theme/take.js`).

#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;
use wasm_bindgen::prelude::*;

/// So many squares around it stay empty: readers need them (ISO/IEC 18004, 6.3.8).
const QUIET: i32 = 4;

/// The code of a text: how many squares wide and high the picture is, a blank, and the dark squares as the data of an SVG
/// path. Nothing when the text is too long for any code (about 2,900 letters).
#[wasm_bindgen]
pub fn drawn(text: &str) -> Option<String> {
    // Of the four levels the one that a smudged projector can bear; the library takes a higher one where there is room.
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .or_else(|_| QrCode::encode_text(text, QrCodeEcc::Low))
        .ok()?;
    let mut path = format!("{} ", code.size() + 2 * QUIET);
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            if run > 0 {
                // Writing to a text cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += i32::try_from(run).unwrap_or(i32::MAX).max(1);
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark squares of a path, as (column, row).
    fn squares(path: &str) -> Vec<(i32, i32)> {
        let mut squares = Vec::new();
        for run in path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').expect("a run");
            let (x, y) = at.split_once(' ').expect("a place");
            let (long, _) = rest.split_once('v').expect("a run is one high");
            let [x, y, long] = [x, y, long].map(|number| number.parse::<i32>().expect("a number"));
            squares.extend((x..x + long).map(|x| (x, y)));
        }
        squares
    }

    #[test]
    fn every_dark_square_is_drawn_and_no_other() {
        let link =
            "https://example.org/session.html#stage-tm-dies-only-its-jobs&v=1.20&n=30&t=19900000";
        let drawn = drawn(link).expect("it has room");
        let (size, path) = drawn.split_once(' ').expect("a size");
        let code = QrCode::encode_text(link, QrCodeEcc::Medium).expect("it has room");
        assert_eq!(size.parse::<i32>(), Ok(code.size() + 8));
        let dark = squares(path);
        for y in -4..code.size() + 4 {
            for x in -4..code.size() + 4 {
                assert_eq!(dark.contains(&(x + 4, y + 4)), code.get_module(x, y), "{x}, {y}");
            }
        }
    }

    #[test]
    fn a_text_that_is_too_long_has_none() {
        assert!(drawn(&"x".repeat(2_900)).is_some());
        assert_eq!(drawn(&"x".repeat(3_000)), None);
    }
}
