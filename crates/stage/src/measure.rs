//! How wide a line of text is, without a font: an estimate that errs to the wide side.
//!
//! In: text and a font size. Out: units, and texts shortened to a room. Widths are the larger ones of
//! DejaVu Sans and Open Sans, so that any system font of ordinary width fits; a CJK character is one em.

/// How a text is set, as far as its width goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// Ordinary text.
    Plain,
    /// Names: semi-bold.
    Bold,
    /// Code: every character is as wide as the next.
    Mono,
}

/// Widths of the characters from space to tilde, in hundredths of an em.
const ASCII: [u8; 95] = [
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 56, 84, 32, 37, 32, 37, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 91, 76,
    79, 61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 37, 40, 84, 50, 58, 62, 64, 55, 64, 62, 36,
    64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 56, 64, 84,
];

/// Width of one character in ten-thousandths of an em.
fn char_width(c: char, face: Face) -> i32 {
    let plain = match c {
        ' '..='~' => i32::from(ASCII[c as usize - 32]),
        '·' => 32,
        '\u{2000}'..='\u{206f}' => 100,
        // Latin letters with marks, arrows, signs; everything from the CJK blocks on is one em.
        '\u{80}'..='\u{1fff}' => 80,
        _ => 100,
    };
    match face {
        Face::Plain => plain * 100,
        Face::Bold => plain * if c.is_ascii() { 113 } else { 100 },
        Face::Mono if plain < 100 || c.is_ascii() => 6_200,
        Face::Mono => 10_000,
    }
}

/// Width of a text in units, rounded up.
pub(crate) fn width(text: &str, size: i32, face: Face) -> i32 {
    let ems: i32 = text.chars().map(|c| char_width(c, face)).sum();
    (ems * size + 9_999) / 10_000
}

/// The text, or as much of it as fits the room with an ellipsis after it; empty when not even
/// one character and the ellipsis fit.
pub(crate) fn shorten(text: &str, size: i32, face: Face, room: i32) -> String {
    if width(text, size, face) <= room {
        return text.to_owned();
    }
    let room = room * 10_000 / size.max(1) - char_width('…', face);
    let mut used = 0;
    let mut out = String::new();
    for c in text.chars() {
        used += char_width(c, face);
        if used > room {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('…');
    }
    out
}

/// The first of several wordings that fits; the last one shortened if none does.
pub(crate) fn first_that_fits(wordings: &[&str], size: i32, face: Face, room: i32) -> String {
    let fitting = wordings.iter().find(|wording| width(wording, size, face) <= room);
    match fitting.or(wordings.last()) {
        Some(wording) => shorten(wording, size, face, room),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_one_em_wide() {
        assert_eq!(width("空闲", 12, Face::Plain), 24);
        assert_eq!(width("空闲", 12, Face::Bold), 24);
    }

    #[test]
    fn shortened_texts_fit_their_room() {
        for room in 0..200 {
            for text in ["INITIALIZING", "正在运行 main()", "a b c d e f g h i j", "…"] {
                for face in [Face::Plain, Face::Bold, Face::Mono] {
                    let short = shorten(text, 13, face, room);
                    assert!(width(&short, 13, face) <= room, "{short:?} in {room}");
                }
            }
        }
    }

    #[test]
    fn the_longest_wording_that_fits_is_taken() {
        let wordings = ["ResourceManager", "RM"];
        assert_eq!(first_that_fits(&wordings, 10, Face::Plain, 200), "ResourceManager");
        assert_eq!(first_that_fits(&wordings, 10, Face::Plain, 30), "RM");
    }
}
