//! A line of Flink's log against a template: `Job {job} ({jid:h}) switched from state {from} to {to}.`
//!
//! In: a template and a message. Out: what stands in its places. A place takes as little as it can; `{name:h}` is an id of 32
//! hexadecimal digits, `{name:n}` a number, `{name:w}` a word without spaces, `{_}` anything that is not kept.
//! Deliberately absent: alternatives; a message that versions word differently has a row for each wording.

/// One piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(&'static str),
    Place { name: &'static str, kind: char },
}

/// A template, read.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
}

impl Pattern {
    /// Reads a template.
    pub(super) fn new(template: &'static str) -> Pattern {
        let mut pieces = Vec::new();
        let mut rest = template;
        while let Some((text, after)) = rest.split_once('{') {
            if !text.is_empty() {
                pieces.push(Piece::Text(text));
            }
            let (place, after) = after.split_once('}').unwrap_or((after, ""));
            let (name, kind) = place.split_once(':').unwrap_or((place, ""));
            pieces.push(Piece::Place { name, kind: kind.chars().next().unwrap_or(' ') });
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest));
        }
        Pattern { pieces }
    }

    /// What a message has in the places of this template, by name; `None`: it is another message.
    pub(super) fn read<'a>(&self, message: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
        let mut found = Vec::new();
        fits(&self.pieces, message, &mut found).then(|| {
            found.reverse();
            found
        })
    }
}

/// Whether the pieces make up the whole text. Places are filled from the last to the first.
fn fits<'a>(pieces: &[Piece], text: &'a str, found: &mut Vec<(&'static str, &'a str)>) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return text.is_empty() };
    let (name, kind) = match first {
        Piece::Text(expected) => {
            return text.strip_prefix(expected).is_some_and(|after| fits(rest, after, found));
        }
        Piece::Place { name, kind } => (*name, *kind),
    };
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    for end in ends {
        let (taken, after) = text.split_at(end);
        if !may_grow(kind, taken) {
            return false;
        }
        if is_whole(kind, taken) && fits(rest, after, found) {
            if name != "_" {
                found.push((name, taken));
            }
            return true;
        }
    }
    false
}

/// Whether a longer text could still be of this kind.
fn may_grow(kind: char, taken: &str) -> bool {
    match kind {
        'h' => taken.len() <= 32 && taken.bytes().all(|byte| byte.is_ascii_hexdigit()),
        'n' => taken.bytes().all(|byte| byte.is_ascii_digit()),
        'w' => !taken.contains(char::is_whitespace),
        _ => true,
    }
}

fn is_whole(kind: char, taken: &str) -> bool {
    match kind {
        'h' => taken.len() == 32,
        'n' | 'w' => !taken.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn places_take_as_little_as_they_can() {
        let pattern = Pattern::new("Job {job} ({jid:h}) switched from state {from:w} to {to:w}.");
        let jid = "0123456789abcdef0123456789abcdef";
        let line = format!("Job two (or three) ({jid}) switched from state A to B.");
        let expected = vec![("job", "two (or three)"), ("jid", jid), ("from", "A"), ("to", "B")];
        assert_eq!(pattern.read(&line), Some(expected));
        assert_eq!(pattern.read(&line.replace(jid, "0123")), None);
        assert_eq!(pattern.read(&format!("{line} More.")), None);
    }

    #[test]
    fn numbers_words_and_what_is_not_kept() {
        let pattern = Pattern::new("exit code {code:n} of {who:w} {_}");
        assert_eq!(
            pattern.read("exit code 12 of me, and more"),
            Some(vec![("code", "12"), ("who", "me,")])
        );
        assert_eq!(pattern.read("exit code x of me "), None);
    }
}
