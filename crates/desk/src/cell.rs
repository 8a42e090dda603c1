//! What a page says of its desk, as text for the live part; and a desk as a link.
//!
//! In: the cell's parts, or a fragment. Out: one line of text that carries them, and back.
//! Deliberately absent: what is explained (`shown`), the URL bar and the clipboard (`playground/live`).

use model::FlinkVersion;
use model::percent::{escape, unescape};
use stage::words::Lang;

/// A desk as its page begins with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its id, unique in the book.
    pub id: String,
    /// The page's language.
    pub lang: Lang,
    /// What it is called.
    pub title: String,
    /// What is read.
    pub asked: Asked,
    /// Lines to try: what each is called, and the line.
    pub examples: Vec<(String, String)>,
}

/// Lines, and the version that reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As they were pasted.
    pub lines: String,
    /// Of Flink.
    pub version: FlinkVersion,
}

impl Cell {
    /// Words without blanks, so that HTML keeps them as they are.
    pub fn to_text(&self) -> String {
        let Asked { lines, version } = &self.asked;
        let mut words = vec![&self.id, self.lang.code(), &self.title, version.name(), lines];
        words.extend(self.examples.iter().flat_map(|(name, line)| [name.as_str(), line]));
        words.into_iter().map(escape).collect::<Vec<_>>().join(" ")
    }

    /// A cell out of its text; `None` if it is none.
    pub fn from_text(text: &str) -> Option<Cell> {
        let mut words = text.split(' ').map(unescape);
        let mut word = || words.next().flatten();
        let (id, lang, title) = (word()?, Lang::from_code(&word()?), word()?);
        let version = FlinkVersion::named(&word()?)?;
        let asked = Asked { version, lines: word()? };
        let mut examples = Vec::new();
        while let Some(name) = word() {
            examples.push((name, word()?));
        }
        Some(Cell { id, lang, title, asked, examples })
    }
}

/// The part of a URL behind `#`: `desk-a&version=1.20&line=flink+run+app%2ejar`.
pub fn link(id: &str, asked: &Asked) -> String {
    let words: Vec<String> = asked.lines.split(' ').map(escape).collect();
    ["desk-", id, "&version=", asked.version.name(), "&line=", &words.join("+")].concat()
}

/// What a fragment says of this desk; `None` if it says nothing of it, or nothing that can be understood.
pub fn linked(fragment: &str, id: &str) -> Option<Asked> {
    let rest = fragment.strip_prefix('#').unwrap_or(fragment);
    let rest = rest.strip_prefix("desk-")?.strip_prefix(id)?.strip_prefix("&version=")?;
    let (version, lines) = rest.split_once("&line=")?;
    let lines = unescape(&lines.replace('+', " "))?;
    Some(Asked { version: FlinkVersion::named(version)?, lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(lines: &str) -> Asked {
        Asked { version: FlinkVersion::V2_0, lines: lines.to_owned() }
    }

    #[test]
    fn what_is_asked_survives_its_link_and_its_cell() {
        for lines in ["", "flink run -p 2  app.jar", "a \\\n b # 注释 +&=;%\n", "\t'x'"] {
            let asked = asked(lines);
            assert_eq!(linked(&link("a", &asked), "a"), Some(asked.clone()), "{lines}");
            let (id, title) = ("a".to_owned(), "行 1".to_owned());
            let examples = vec![("one two".to_owned(), lines.to_owned())];
            let cell = Cell { id, lang: Lang::En, title, asked, examples };
            assert_eq!(Cell::from_text(&cell.to_text()), Some(cell.clone()), "{lines}");
        }
    }

    #[test]
    fn what_cannot_be_understood_is_nothing() {
        for fragment in
            ["", "#", "#desk-a", "#desk-a&line=x", "#desk-a&version=9&line=x", "#lab-a&version=2.0"]
        {
            assert_eq!(linked(fragment, "a"), None, "{fragment}");
        }
        assert_eq!(Cell::from_text("a zh"), None);
    }
}
