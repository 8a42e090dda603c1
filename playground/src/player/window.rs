//! Which lines of the log are drawn.
//!
//! In: how many lines there are, how far the reader has scrolled, which line is current. Out: the
//! lines to draw, and where to scroll to. Deliberately absent: the DOM.
//!
//! All lines have the same height, so a log of ten thousand events costs as much as one of thirty.

use std::ops::Range;

/// Height of a line in CSS pixels; `player.css` gives the lines the same.
pub const LINE: i32 = 44;
/// Lines drawn above and below what is visible, so that scrolling never shows a hole.
const SPARE: i32 = 6;

/// What is visible of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How far it is scrolled, in CSS pixels.
    pub top: i32,
    /// How much is visible, in CSS pixels.
    pub height: i32,
}

impl Window {
    /// The lines to draw.
    pub fn lines(self, count: usize) -> Range<usize> {
        let count = i32::try_from(count).unwrap_or(i32::MAX);
        let first = (self.top / LINE - SPARE).clamp(0, count);
        let last = ((self.top + self.height) / LINE + 1 + SPARE).clamp(first, count);
        first as usize..last as usize
    }

    /// Whether it begins behind the last line.
    #[cfg(test)]
    pub fn is_beyond(self, count: usize) -> bool {
        self.top > LINE * i32::try_from(count).unwrap_or(i32::MAX / LINE)
    }

    /// Where to scroll so that a line is visible, with a line of context on both sides; `None` when it is already.
    pub fn reveal(self, line: usize) -> Option<i32> {
        let line = i32::try_from(line).unwrap_or(0) * LINE;
        if line < self.top + LINE && self.top > 0 || line < self.top {
            Some((line - LINE).max(0))
        } else if line + 2 * LINE > self.top + self.height {
            Some((line + 2 * LINE - self.height).max(0))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_near_the_visible_ones_are_drawn() {
        let window = Window { top: 100 * LINE, height: 5 * LINE };
        assert_eq!(window.lines(1_000), 94..112);
        assert_eq!(window.lines(3), 3..3);
        assert_eq!(Window { top: 0, height: 200 }.lines(1_000), 0..11);
    }

    #[test]
    fn a_visible_line_does_not_move_the_log() {
        let window = Window { top: 10 * LINE, height: 5 * LINE };
        assert_eq!(window.reveal(11), None);
        assert_eq!(window.reveal(13), None);
        assert_eq!(Window { top: 0, ..window }.reveal(0), None);
        assert_eq!(window.reveal(10), Some(9 * LINE));
        assert_eq!(window.reveal(14), Some(11 * LINE));
        assert_eq!(Window { top: 40, height: 100 }.reveal(0), Some(0));
    }
}
