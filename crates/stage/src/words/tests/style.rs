//! What a text of either language must look like.

use crate::words::Lang;

/// Any text.
pub(super) fn check(lang: Lang, what: &str, text: &str) {
    assert!(!text.trim().is_empty(), "{what} has no text in {lang:?}");
    assert_eq!(text, text.trim(), "{what}: blanks at an end");
    for bad in ["  ", "。。", "，。", "：。", "{0", "{1", "{2", "{3", "{4"] {
        assert!(!text.contains(bad), "{what}: \"{bad}\" in: {text}");
    }
    match lang {
        Lang::En => english(what, text),
        Lang::Zh => chinese(what, text),
    }
}

/// A whole sentence (or some): it also ends as one and is not too long to be read in passing.
pub(super) fn check_sentence(lang: Lang, what: &str, text: &str) {
    check(lang, what, text);
    let (end, most) = match lang {
        Lang::En => ('.', 300),
        // A command that is quoted in it is as long in Chinese.
        Lang::Zh => ('。', 160),
    };
    assert!(text.ends_with(end), "{what}: no full stop: {text}");
    let length = text.chars().count();
    assert!(length <= most, "{what}: {length} characters are too many: {text}");
    if lang == Lang::Zh {
        assert!(text.chars().any(is_cjk), "{what}: not Chinese: {text}");
    }
}

/// A label's placeholders replaced by what could stand there.
pub(super) fn filled(text: &str) -> String {
    (0..4).fold(text.replace("{0s}", "s"), |text, n| text.replace(&format!("{{{n}}}"), "12"))
}

fn english(what: &str, text: &str) {
    let foreign = |c: char| is_cjk(c) || is_wide_punctuation(c);
    assert!(!text.contains(foreign), "{what}: Chinese in English: {text}");
}

fn chinese(what: &str, text: &str) {
    let chars: Vec<char> = text.chars().collect();
    for pair in chars.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let tight = (is_cjk(a) && is_latin(b)) || (is_latin(a) && is_cjk(b));
        assert!(!tight, "{what}: no blank between {a} and {b}: {text}");
        let loose = (is_wide_punctuation(a) && b == ' ') || (a == ' ' && is_wide_punctuation(b));
        assert!(!loose, "{what}: a blank at {a}{b}: {text}");
        let half = |c: char| ",;:?!.".contains(c);
        let narrow = is_cjk(a) && half(b) || half(a) && is_cjk(b);
        assert!(!narrow, "{what}: half-width punctuation at {a}{b}: {text}");
    }
    // What stands in full-width brackets quotes Flink.
    let mut depth = 0_i32;
    let own = chars.iter().filter(|c| {
        depth += i32::from(**c == '（');
        let inside = depth > 0;
        depth -= i32::from(**c == '）');
        !inside
    });
    let own: String = own.collect();
    let mut run = 0;
    for word in own.split(' ') {
        let lower = !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
        run = if lower { run + 1 } else { 0 };
        assert!(run <= 3, "{what}: an English sentence in Chinese: {text}");
    }
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

/// Letters, digits and the brackets of code, which want a blank between them and Chinese.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '(' | ')' | '<' | '>' | '/' | '-')
}
