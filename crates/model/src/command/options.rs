//! Options among the words of a line, as Flink's scripts read them (Commons CLI's `DefaultParser`).
//!
//! In: words, a table of [`known`](super::known), a version. Out: one option after the other with its value.
//! Deliberately absent: what an option means.

use super::alike::similar;
use super::known::exists;
use super::{Mistake, MistakeKind, Setting, Word};
use crate::FlinkVersion;

/// What stands next.
pub(super) enum Next<'a> {
    /// `-Dkey=value`
    Setting(Setting<'a>),
    /// A known option.
    Known(Known<'a>),
    /// Something that begins like an option, and is none here.
    Unknown(Word<'a>),
    /// A word that is no option: it ends them.
    Plain(Word<'a>),
}

/// A known option.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// Its short form in the table: "-c".
    pub short: &'static str,
    /// As written.
    pub written: Word<'a>,
    /// What follows it; the option itself if it takes none.
    pub value: Word<'a>,
}

/// Words that are read as options.
pub(super) struct Reader<'w, 'a> {
    words: std::slice::Iter<'w, Word<'a>>,
    table: &'static str,
    version: FlinkVersion,
}

impl<'w, 'a> Reader<'w, 'a> {
    pub(super) fn of(
        words: &'w [Word<'a>],
        table: &'static str,
        version: FlinkVersion,
    ) -> Reader<'w, 'a> {
        Reader { words: words.iter(), table, version }
    }

    /// Words that are not read yet.
    pub(super) fn rest(&self) -> &'w [Word<'a>] {
        self.words.as_slice()
    }

    /// What stands next; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Next<'a>>, Mistake> {
        let Some(word) = self.words.next().copied() else { return Ok(None) };
        let text = word.text;
        // "--" ends the options.
        if text == "--" {
            return Ok(self.words.next().map(|word| Next::Plain(*word)));
        }
        if !text.starts_with('-') {
            return Ok(Some(Next::Plain(word)));
        }
        // YARN's old command line has the same under another name.
        if let Some(property) = text.strip_prefix("-D").or_else(|| text.strip_prefix("-yD")) {
            // "-D key=value" is one option as well.
            let behind = match property {
                "" => self.value(word)?,
                text => Word { text, at: word.at },
            };
            let (key, value) = behind.text.split_once('=').unwrap_or((behind.text, "true"));
            let value = value.trim_matches(['"', '\'']);
            let word = if property.is_empty() { behind } else { word };
            return Ok(Some(Next::Setting(Setting { key, value, unit: "", word, at: word.at })));
        }
        let (name, inline) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let found = match find(name, self.table, self.version) {
            Found::One(short, takes_value) => Some((short, takes_value, inline)),
            Found::Several(similar) => {
                let kind = MistakeKind::UnknownOption { similar: Some(similar) };
                return Err(Mistake { at: word.at, kind });
            }
            // "-p4" is "-p 4".
            Found::None => text
                .find(|c: char| c.is_ascii_digit())
                .map(|at| text.split_at(at))
                .and_then(|(name, value)| match find(name, self.table, self.version) {
                    Found::One(short, true) if name.len() == 2 => Some((short, true, Some(value))),
                    Found::One(..) | Found::Several(_) | Found::None => None,
                }),
        };
        let Some((short, takes_value, inline)) = found else {
            return Ok(Some(Next::Unknown(word)));
        };
        let value = match (takes_value, inline) {
            (false, _) => word,
            (true, Some(text)) => Word { text, at: word.at },
            (true, None) => self.value(word)?,
        };
        Ok(Some(Next::Known(Known { short, written: word, value })))
    }

    fn value(&mut self, option: Word<'a>) -> Result<Word<'a>, Mistake> {
        let missing = Mistake { at: option.at, kind: MistakeKind::MissingValue };
        self.words.next().copied().ok_or(missing)
    }

    /// The mistake of an option that is none.
    pub(super) fn unknown(&self, word: Word) -> Mistake {
        unknown(&word, self.table, self.version)
    }
}

/// `table`: the known ones, by a table of [`known`](super::known) or between blanks.
pub(super) fn unknown(word: &Word, table: &'static str, version: FlinkVersion) -> Mistake {
    let mut names = Vec::new();
    for row in table.split(' ') {
        let (short, long) = row.split_once(',').unwrap_or((row, row));
        if exists(long, version) {
            names.extend([short, long.trim_end_matches('=')]);
        }
    }
    let kind = MistakeKind::UnknownOption { similar: similar(word.text, &mut names.into_iter()) };
    Mistake { at: word.at, kind }
}

/// Which option a word is.
enum Found {
    /// Its short form, and whether it takes a value.
    One(&'static str, bool),
    /// The beginning of several; one of them.
    Several(&'static str),
    None,
}

/// By its short form, its long one with one dash or two, or the beginning of a long one that fits no other.
fn find(written: &str, table: &'static str, version: FlinkVersion) -> Found {
    let letters = written.trim_start_matches('-');
    // One letter behind one dash is a short form or nothing.
    let mut begun = Found::None;
    for row in table.split(' ') {
        let Some((short, long)) = row.split_once(',') else { continue };
        let name = long.trim_end_matches('=');
        if !exists(long, version) {
            continue;
        }
        let takes_value = long.ends_with('=');
        let long_letters = name.trim_start_matches('-');
        if short == written || long_letters == letters {
            return Found::One(short, takes_value);
        }
        if (letters.len() > 1 || written.starts_with("--")) && long_letters.starts_with(letters) {
            begun = match begun {
                Found::None => Found::One(short, takes_value),
                Found::One(..) | Found::Several(_) => Found::Several(name),
            };
        }
    }
    begun
}
