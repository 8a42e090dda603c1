//! As much of a shell as the notes' commands need: words, quotes, comments, one pipe.

use super::{Mistake, MistakeKind, Word};

/// The commands of a pipeline, each a list of words.
pub(super) fn words(line: &str) -> Result<Vec<Vec<Word>>, Mistake> {
    let mut pipeline = vec![Vec::new()];
    let mut chars = line.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        match first {
            c if c.is_whitespace() => {}
            '#' => break,
            '|' => pipeline.push(Vec::new()),
            // A line continued by a backslash was pasted as one.
            '\\' if chars.peek().is_none_or(|(_, next)| next.is_whitespace()) => {}
            '<' | '>' => {
                let at = start..line.len();
                return Err(Mistake { at, kind: MistakeKind::Redirection });
            }
            _ => {
                let (text, end) = word(line, start)?;
                while chars.next_if(|(at, _)| *at < end).is_some() {}
                let word = Word { text, at: start..end };
                pipeline.last_mut().expect("a pipeline has a first command").push(word);
            }
        }
    }
    Ok(pipeline)
}

/// The word that starts at `start`, without its quotes, and where it ends.
fn word(line: &str, start: usize) -> Result<(String, usize), Mistake> {
    let mut text = String::new();
    let mut quote: Option<char> = None;
    for (offset, c) in line[start..].char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => text.push(c),
            (None, '"' | '\'') => quote = Some(c),
            (None, c) if c.is_whitespace() || c == '|' => return Ok((text, start + offset)),
            (None, c) => text.push(c),
        }
    }
    match quote {
        Some(_) => Err(Mistake { at: start..line.len(), kind: MistakeKind::OpenQuote }),
        None => Ok((text, line.len())),
    }
}
