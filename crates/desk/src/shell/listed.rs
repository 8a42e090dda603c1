//! Lists of words that no shell reads: a Dockerfile's `CMD [...]`, a pod's `args: [...]` or `- word` below `args:`.

use super::Token;
use model::command::Place;

/// A list.
pub(super) struct Listed {
    /// `CMD`, `args`.
    pub keyword: Place,
    /// Its words.
    pub words: Vec<Token>,
    /// It goes on with what the list before began: `CMD` behind `ENTRYPOINT`, `args` behind `command`.
    pub goes_on: bool,
    /// The byte behind it.
    pub end: usize,
}

/// The list that begins on the line at this byte, if one does; `Some(None)` if it does not end.
pub(super) fn at(paste: &str, start: usize) -> Option<Option<Listed>> {
    let rest = paste.get(start..)?;
    let line = rest.split('\n').next()?;
    let inner = line.trim_start_matches([' ', '\t', '-', '"']);
    let from = start + line.len() - inner.len();
    let keyword =
        ["CMD", "ENTRYPOINT", "args", "command"].into_iter().find(|it| inner.starts_with(it))?;
    let behind = inner[keyword.len()..].trim_start_matches(['"', ':', ' ', '\t']);
    let place = Place { start: from, end: from + keyword.len() };
    let goes_on = matches!(keyword, "CMD" | "args");
    let body = from + inner.len() - behind.len();
    if behind.starts_with('[') {
        let list = array(paste, body + 1);
        return Some(list.map(|(words, end)| Listed { keyword: place, words, goes_on, end }));
    }
    let is_yaml = matches!(keyword, "args" | "command") && inner[keyword.len()..].contains(':');
    if is_yaml && behind.trim().is_empty() {
        let (words, end) = items(paste, start + line.len() + 1);
        let list = Listed { keyword: place, words, goes_on, end };
        return (!list.words.is_empty()).then_some(Some(list));
    }
    None
}

/// The words of `"a", 'b', c]`; `None` if it is no such list.
fn array(paste: &str, mut at: usize) -> Option<(Vec<Token>, usize)> {
    let mut words = Vec::new();
    loop {
        let c = paste.get(at..)?.chars().next()?;
        match c {
            ']' => return Some((words, at + 1)),
            ',' => at += 1,
            c if c.is_whitespace() => at += c.len_utf8(),
            '"' | '\'' => {
                let (text, end) = string(paste, at, c)?;
                words.push(token(text, at, end));
                at = end;
            }
            _ => {
                let rest = &paste[at..];
                let size = rest.find([',', ']', '\n']).unwrap_or(rest.len());
                let text = rest[..size].trim_end();
                words.push(token(text.to_owned(), at, at + text.len()));
                at += size;
            }
        }
    }
}

/// A string in quotes.
fn string(paste: &str, start: usize, quote: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut chars = paste.get(start + 1..)?.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == quote => return Some((text, start + 1 + at + 1)),
            '\\' if quote == '"' => text.extend(chars.next().map(|(_, c)| c)),
            c => text.push(c),
        }
    }
    None
}

/// Lines of `- word`.
fn items(paste: &str, mut at: usize) -> (Vec<Token>, usize) {
    let mut words = Vec::new();
    while let Some(rest) = paste.get(at..).filter(|rest| !rest.is_empty()) {
        let line = rest.split('\n').next().unwrap_or_default();
        let Some(item) = line.trim_start().strip_prefix("- ") else { break };
        let from = at + line.len() - item.len();
        let text = item.trim();
        let quotes = |text: &'_ str| -> Option<String> {
            let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            inner.or_else(|| text.strip_prefix('\'')?.strip_suffix('\'')).map(str::to_owned)
        };
        words.push(token(quotes(text).unwrap_or_else(|| text.to_owned()), from, from + text.len()));
        at += line.len() + 1;
    }
    (words, at.min(paste.len()))
}

fn token(text: String, start: usize, end: usize) -> Token {
    let open = text.contains("$(") || text.contains("${");
    Token { text, at: Place { start, end }, open, placeholder: false }
}
