//! Quotes in the middle of a word, and what is said to a program's standard input.

/// A line in which each word that has quotes in its middle has them around it, if there is such a word: `-D"a=b"` is
/// `"-Da=b"`. Quotes behind an `=` stay: the parser takes them off.
pub fn requoted(line: &str) -> Option<String> {
    let mut out = String::new();
    let mut changed = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if c.is_whitespace() || matches!(c, ';' | '&' | '|' | '<' | '>') {
            out.push(c);
            rest = rest.get(c.len_utf8()..)?;
            continue;
        }
        if c == '#' && (out.is_empty() || out.ends_with(char::is_whitespace)) {
            break;
        }
        let (word, inner) = word(rest);
        match inner {
            Some(inner) => {
                let quote = if inner.contains('"') { '\'' } else { '"' };
                out.extend([quote]);
                out.push_str(&inner);
                out.extend([quote]);
                changed = true;
            }
            None => out.push_str(word),
        }
        rest = rest.get(word.len()..)?;
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// The word at the beginning of a text; without its quotes, if some stand in its middle.
fn word(text: &str) -> (&str, Option<String>) {
    let (mut inner, mut open, mut within, mut last) = (String::new(), None, false, None);
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        match (open, c) {
            (Some(quote), _) if c == quote => open = None,
            (Some(_), _) => inner.push(c),
            (None, '"' | '\'') => {
                open = Some(c);
                within |= at > 0 && last != Some('=');
            }
            (None, c) if c.is_whitespace() || matches!(c, ';' | '&' | '|' | '<' | '>') => {
                end = at;
                break;
            }
            (None, c) => inner.push(c),
        }
        last = Some(c);
    }
    let mixed = inner.contains('"') && inner.contains('\'');
    let word = text.get(..end).unwrap_or_default();
    // `"/opt/flink"/bin/flink`: quotes that end within the word.
    let starts = text.starts_with(['"', '\'']);
    let ends_early = starts && !word.ends_with(['"', '\'']);
    (word, (open.is_none() && !mixed && (within && !starts || ends_early)).then_some(inner))
}

/// A line that says a word to a program's standard input in another way, as `echo word | program`.
pub fn told(line: &str) -> Option<String> {
    let (program, word) = line.split_once("<<<")?;
    let word = word.trim().trim_matches(['"', '\'']);
    let plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| ["echo ", word, " | ", program.trim()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_go_around_a_word() {
        for (line, expected) in [
            ("flink run -D\"a=b c\" x.jar", Some("flink run \"-Da=b c\" x.jar")),
            ("flink run -D'a=b' x.jar", Some("flink run \"-Da=b\" x.jar")),
            ("\"/opt/flink\"/bin/flink list", Some("\"/opt/flink/bin/flink\" list")),
            ("flink run -Da=\"b c\" x.jar", None),
            ("echo \"stop\" | yarn-session.sh -id a", None),
            ("curl -d '{\"a\":\"b\"}' http://x", None),
            ("flink list # it's", None),
            ("a \"b", None),
        ] {
            assert_eq!(requoted(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn a_word_is_said_to_a_program() {
        assert_eq!(
            told("yarn-session.sh -id a <<< stop").as_deref(),
            Some("echo stop | yarn-session.sh -id a")
        );
        assert_eq!(told("cat <<EOF"), None);
    }
}
