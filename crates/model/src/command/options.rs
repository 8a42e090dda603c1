//! Options among the words of a line, as Flink's programs read them: Commons CLI's `DefaultParser`, step by step.
//!
//! In: words, sets of the [`table`](super::table), a version. Out: one option after the other with its value.
//! Deliberately absent: what an option means.

use super::alike::similar;
use super::table::{self, Opt, Takes};
use super::{Mistake, MistakeKind, Place, Setting, Word};
use crate::FlinkVersion;
use crate::decimal::is_number;

/// What stands next.
#[derive(Clone, Copy, Debug)]
pub enum Next<'a> {
    /// `-Dkey=value`
    Setting(Setting<'a>),
    /// A known option.
    Known(Known<'a>),
    /// Something that begins like an option, and is none here.
    Unknown(Word<'a>),
    /// A word that is no option.
    Plain(Word<'a>),
}

/// A known option.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Its row of the table.
    pub opt: Opt,
    /// As written.
    pub written: Word<'a>,
    /// What follows it; the first of several.
    pub value: Option<Word<'a>>,
}

impl<'a> Known<'a> {
    /// The option and its value: their place; as text the option.
    pub fn whole(&self) -> Word<'a> {
        let Word { text, at } = self.written;
        let end = self.value.map_or(at.end, |value| value.at.end.max(at.end));
        Word { text, at: Place { start: at.start, end } }
    }

    /// Its value, or the option itself if it has none.
    pub fn word(&self) -> Word<'a> {
        self.value.unwrap_or(self.written)
    }
}

/// Words that are read as options.
pub struct Reader<'w, 'a> {
    words: std::slice::Iter<'w, Word<'a>>,
    opts: Vec<Opt>,
    /// Letters of a word that are options each, not read yet: `-dn`.
    letters: Option<(Word<'a>, usize)>,
    /// "--" was there.
    over: bool,
}

impl<'w, 'a> Reader<'w, 'a> {
    /// `sets`: letters of the table.
    pub fn of(words: &'w [Word<'a>], sets: &'static str, version: FlinkVersion) -> Reader<'w, 'a> {
        let opts = table::of(sets).filter(|opt| opt.exists_in(version)).collect();
        Reader { words: words.iter(), opts, letters: None, over: false }
    }

    /// Words that are not read yet.
    pub fn rest(&self) -> &'w [Word<'a>] {
        self.words.as_slice()
    }

    /// What stands next; `None` at the end.
    ///
    /// # Errors
    /// A value is missing, or the beginning of a name fits several.
    pub fn read(&mut self) -> Result<Option<Next<'a>>, Mistake> {
        if let Some((word, at)) = self.letters.take() {
            return self.letter(word, at).map(Some);
        }
        let Some(word) = self.words.next().copied() else { return Ok(None) };
        if word.text == "--" && !self.over {
            self.over = true;
            return self.read();
        }
        if self.over || !word.text.starts_with('-') || word.text == "-" {
            return Ok(Some(Next::Plain(word)));
        }
        match word.text.strip_prefix("--") {
            Some(name) => self.long(word, name),
            None => self.short(word, &word.text[1..]),
        }
        .map(Some)
    }

    /// `handleLongOption`
    fn long(&mut self, word: Word<'a>, name: &'a str) -> Result<Next<'a>, Mistake> {
        let (name, inline) = parted(name);
        match (self.named(name, word)?, inline) {
            (Some(opt), None) => self.take(opt, word),
            (Some(opt), Some(value)) if opt.takes != Takes::Nothing => {
                Ok(given(opt, word, part(word, value)))
            }
            (Some(_), Some(_)) | (None, _) => Ok(Next::Unknown(word)),
        }
    }

    /// `handleShortAndLongOption`
    fn short(&mut self, word: Word<'a>, letters: &'a str) -> Result<Next<'a>, Mistake> {
        let (name, inline) = parted(letters);
        let first = letters.chars().next().map_or(0, char::len_utf8);
        let alone = name.len() == first;
        let property = self.by_letter(letters).filter(|opt| opt.takes == Takes::Property);
        match (inline, property) {
            (None, _) => {
                if let Some(opt) = self.by_short(name) {
                    return self.take(opt, word);
                }
                if alone {
                    return Ok(Next::Unknown(word));
                }
                if let Some(opt) = self.named(name, word)? {
                    return self.take(opt, word);
                }
                if let Some(opt) = property {
                    return Ok(given(opt, word, part(word, &letters[first..])));
                }
                self.letter(word, 1)
            }
            (Some(value), _) if alone => match self.by_short(name) {
                Some(opt) if opt.takes != Takes::Nothing => Ok(given(opt, word, part(word, value))),
                Some(_) | None => Ok(Next::Unknown(word)),
            },
            (Some(_), Some(opt)) => Ok(given(opt, word, part(word, &letters[first..]))),
            (Some(_), None) => self.long(word, letters),
        }
    }

    /// `handleConcatenatedOptions`: each letter an option; what follows one that takes a value is the value.
    fn letter(&mut self, word: Word<'a>, at: usize) -> Result<Next<'a>, Mistake> {
        let rest = &word.text[at..];
        let size = rest.chars().next().map_or(0, char::len_utf8);
        let Some(opt) = self.by_letter(rest) else {
            // What was read of the word stays read.
            let text = if at > 1 { rest } else { word.text };
            return Ok(Next::Unknown(Word { text, at: word.at }));
        };
        let more = &rest[size..];
        if more.is_empty() {
            return self.take(opt, word);
        }
        if opt.takes != Takes::Nothing {
            return Ok(given(opt, word, part(word, more)));
        }
        self.letters = Some((word, at + size));
        Ok(Next::Known(Known { opt, written: word, value: None }))
    }

    /// An option, and the words behind it that it takes.
    fn take(&mut self, opt: Opt, written: Word<'a>) -> Result<Next<'a>, Mistake> {
        let missing = Mistake { at: written.at, kind: MistakeKind::MissingValue };
        match opt.takes {
            Takes::Nothing => Ok(Next::Known(Known { opt, written, value: None })),
            Takes::Perhaps => {
                let value = self.value();
                Ok(Next::Known(Known { opt, written, value }))
            }
            Takes::Value => Ok(given(opt, written, self.value().ok_or(missing)?)),
            Takes::Values => {
                let first = self.value().ok_or(missing)?;
                while self.value().is_some() {}
                Ok(given(opt, written, first))
            }
            Takes::Property => {
                let property = self.value().ok_or(missing)?;
                // A key without "=" takes the next word for its value: two words belong to the option.
                let pair = property.text.contains('=');
                let value = if pair { None } else { Some(self.value().ok_or(missing)?) };
                Ok(match (value, given(opt, property, property)) {
                    (Some(value), Next::Setting(setting)) => {
                        let Word { text, at } = value;
                        Next::Setting(Setting { value: text, at, ..setting })
                    }
                    (_, next) => next,
                })
            }
        }
    }

    /// The next word, if an option before it may have it: no option itself, or a negative number (`isArgument`).
    fn value(&mut self) -> Option<Word<'a>> {
        let word = self.words.as_slice().first().copied()?;
        if self.is_option(word.text) && !is_number(word.text) {
            return None;
        }
        self.words.next();
        Some(word)
    }

    fn is_option(&self, text: &str) -> bool {
        let Some(name) = text.strip_prefix('-').filter(|name| !name.is_empty()) else {
            return false;
        };
        let (name, _) = parted(name);
        let long = name.strip_prefix('-').unwrap_or(name);
        let begins = |opt: &Opt| !long.is_empty() && letters(opt.long).starts_with(long);
        text == "--"
            || self.opts.iter().any(begins)
            || self.by_short(name).is_some()
            || (!name.starts_with('-') && self.by_letter(name).is_some())
    }

    fn by_short(&self, name: &str) -> Option<Opt> {
        let found = |opt: &&Opt| letters(opt.short) == name;
        self.opts.iter().find(found).copied()
    }

    /// The option of one letter that a word begins with.
    fn by_letter(&self, word: &str) -> Option<Opt> {
        let size = word.chars().next().map_or(0, char::len_utf8);
        if size == 0 { None } else { self.by_short(&word[..size]) }
    }

    /// By the long name, or by the beginning of one that fits no other.
    fn named(&self, name: &str, word: Word<'a>) -> Result<Option<Opt>, Mistake> {
        if name.is_empty() {
            return Ok(None);
        }
        let mut begun = self.opts.iter().filter(|opt| letters(opt.long).starts_with(name));
        if let Some(exact) = begun.clone().find(|opt| letters(opt.long) == name) {
            return Ok(Some(*exact));
        }
        match (begun.next(), begun.next()) {
            (Some(_), Some(other)) => {
                let similar = Some(other.long);
                Err(Mistake { at: word.at, kind: MistakeKind::AmbiguousOption { similar } })
            }
            (first, _) => Ok(first.copied()),
        }
    }

    /// The mistake of an option that is none.
    pub(super) fn unknown(&self, word: Word) -> Mistake {
        unknown(&word, &mut self.opts.iter().flat_map(|opt| [opt.short, opt.long]))
    }
}

/// The mistake of a word that is none of the known ones.
pub(super) fn unknown(word: &Word, known: &mut dyn Iterator<Item = &'static str>) -> Mistake {
    // Of few letters, everything is a neighbour of everything.
    let few = word.text.starts_with('-') && word.text.len() < 5;
    let mut known = known.filter(|name| !name.is_empty() && !few);
    let kind = MistakeKind::UnknownOption { similar: similar(word.text, &mut known) };
    Mistake { at: word.at, kind }
}

fn letters(name: &str) -> &str {
    name.trim_start_matches('-')
}

fn parted(name: &str) -> (&str, Option<&str>) {
    match name.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (name, None),
    }
}

/// A part of a word and its own place; where quotes or backslashes stand in between, the whole word's.
fn part<'a>(word: Word<'a>, text: &'a str) -> Word<'a> {
    let from = text.as_ptr() as usize;
    let inside = from.checked_sub(word.text.as_ptr() as usize);
    let inside = inside.filter(|it| it + text.len() <= word.text.len());
    let written = word.at.end - word.at.start == word.text.len();
    let start = inside.filter(|_| written).map(|inside| word.at.start + inside);
    let at = start.map_or(word.at, |start| Place { start, end: start + text.len() });
    Word { text, at }
}

/// An option with its value; one that takes `key=value` is a setting.
fn given<'a>(opt: Opt, written: Word<'a>, value: Word<'a>) -> Next<'a> {
    if opt.takes != Takes::Property {
        let inner = value.text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let inner = inner.or_else(|| value.text.strip_prefix('\'')?.strip_suffix('\''));
        let value = part(value, inner.unwrap_or(value.text));
        return Next::Known(Known { opt, written, value: Some(value) });
    }
    let (key, text) = value.text.split_once('=').unwrap_or((value.text, "true"));
    let text = text.trim_matches(['"', '\'']);
    let at = part(value, text).at;
    Next::Setting(Setting { key, value: text, unit: "", word: written, at })
}
