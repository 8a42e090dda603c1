//! As much of a shell as the notes' commands need: words, quotes, comments, one pipe.

use super::{Mistake, MistakeKind, Place, Word};

/// What input methods and word processors make of a shell's punctuation: dashes, quotes, a blank.
const WIDE: &str = "–—‐‑−－“”‘’＂＇，。；：（）｜＝＜＞＄＃／\u{3000}\u{a0}\u{200b}\u{feff}";

/// The words of a line, and where its first pipe stands.
pub(super) fn words(line: &str) -> Result<(Vec<Word<'_>>, Option<usize>), Mistake> {
    let mut found = Vec::new();
    let mut pipe = None;
    let mut start = None;
    let mut quote = None;
    // The end of the line ends a word like a blank does.
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (quote, start, c) {
            (Some(open), ..) if c == open => quote = None,
            (Some(_), ..) => {}
            (None, None, '#') => break,
            (None, None, '<' | '>') => {
                let at = Place { start: at, end: line.len() };
                return Err(Mistake { at, kind: MistakeKind::Redirection });
            }
            (None, _, '&' | ';') => {
                let at = Place { start: at, end: line.len() };
                return Err(Mistake { at, kind: MistakeKind::NotSimulated });
            }
            // Not `str::contains`, which brings a searcher for whole texts into the download.
            (None, _, c) if WIDE.chars().any(|wide| wide == c) => {
                let at = Place { start: at, end: at + c.len_utf8() };
                return Err(Mistake { at, kind: MistakeKind::WidePunctuation });
            }
            (None, _, c) if c.is_whitespace() || c == '|' => {
                found.extend(start.take().and_then(|start| word(line, start, at)));
                if c == '|' {
                    pipe = pipe.or(Some(at));
                }
            }
            (None, _, c) => {
                start = start.or(Some(at));
                quote = matches!(c, '"' | '\'').then_some(c);
            }
        }
    }
    match (quote, start) {
        (Some(_), Some(start)) => {
            let at = Place { start, end: line.len() };
            Err(Mistake { at, kind: MistakeKind::OpenQuote })
        }
        _ => Ok((found, pipe)),
    }
}

/// A word without the quotes around it. A backslash alone continued a line that was pasted as one.
fn word(line: &str, start: usize, end: usize) -> Option<Word<'_>> {
    let written = &line[start..end];
    let inner = written.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\'']));
    let text = inner.unwrap_or(written);
    (text != "\\").then_some(Word { text, at: Place { start, end } })
}
