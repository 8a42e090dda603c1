//! TOML tables read key by key, with places.
//!
//! In: a parsed TOML document that knows where each key and value stands. Out: typed values, and a
//! [`Mistake`] for everything that is not what it should be: reading goes on after each, so that an
//! author sees all of them at once.
//! Deliberately absent: what a scenario is; that is in the parent module.

use crate::config::parse_duration;
use crate::time::Time;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Something in an author's file that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// What is wrong, in a few words.
    pub message: String,
    /// What to do instead.
    pub hint: Option<String>,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// The candidate that a mistyped name most likely means, as a hint.
pub fn similar<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let lower = name.to_lowercase();
    candidates
        .into_iter()
        .map(|known| (strsim::normalized_damerau_levenshtein(&lower, &known.to_lowercase()), known))
        .filter(|(score, _)| *score > 0.5)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, known)| format!("did you mean \"{known}\"?"))
}

/// The text being read and what is wrong with it so far.
pub(super) struct Reader<'s> {
    source: &'s str,
    mistakes: Vec<Mistake>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self { source, mistakes: Vec::new() }
    }

    /// Every mistake, in the order of the file.
    pub(super) fn into_mistakes(mut self) -> Vec<Mistake> {
        self.mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
        self.mistakes
    }

    pub(super) fn wrong(&mut self, at: &Range<usize>, message: String, hint: Option<String>) {
        let before = &self.source[..at.start.min(self.source.len())];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        self.mistakes.push(Mistake {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message,
            hint,
        });
    }

    fn mistyped(&mut self, value: &Spanned<DeValue<'_>>, key: &str, expected: &str) {
        let found = value.get_ref().type_str();
        self.wrong(&value.span(), format!("\"{key}\" is {expected}, not a TOML {found}"), None);
    }

    /// A text.
    pub(super) fn text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.mistyped(value, key, "a text in quotes");
        }
        text
    }

    /// "14 s".
    pub(super) fn duration(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Time> {
        let text = self.text(key, value)?;
        let time = parse_duration(&text);
        if time.is_none() {
            let hint = Some("write \"50 ms\", \"2 s\" or \"5 min\"".to_owned());
            self.wrong(&value.span(), format!("\"{text}\" is not a duration"), hint);
        }
        time
    }

    /// A whole number that fits the target type.
    pub(super) fn number<N: TryFrom<u64>>(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<N> {
        let Some(integer) = value.get_ref().as_integer() else {
            self.mistyped(value, key, "a whole number");
            return None;
        };
        let digits = u64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let number = digits.and_then(|digits| N::try_from(digits).ok());
        if number.is_none() {
            let message = format!("\"{key}\" cannot be {integer}");
            self.wrong(&value.span(), message, None);
        }
        number
    }

    /// `true` or `false`.
    pub(super) fn switch(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let switch = value.get_ref().as_bool();
        if switch.is_none() {
            self.mistyped(value, key, "true or false");
        }
        switch
    }

    /// One of a closed list of names.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(key, value)?;
        let found = choices.iter().find(|(name, _)| *name == text).map(|(_, choice)| *choice);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let hint = similar(&text, names.iter().copied())
                .unwrap_or_else(|| format!("one of: {}", names.join(", ")));
            self.wrong(&value.span(), format!("no {key} is called \"{text}\""), Some(hint));
        }
        found
    }

    /// The tables of an array.
    pub(super) fn tables<'t, 'i>(
        &mut self,
        key: &str,
        value: &'t Spanned<DeValue<'i>>,
    ) -> Vec<Fields<'t, 'i>> {
        let Some(array) = value.get_ref().as_array() else {
            self.mistyped(value, key, "a list of tables");
            return Vec::new();
        };
        array.iter().filter_map(|item| self.table(key, item)).collect()
    }

    /// A table.
    pub(super) fn table<'t, 'i>(
        &mut self,
        key: &str,
        value: &'t Spanned<DeValue<'i>>,
    ) -> Option<Fields<'t, 'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.mistyped(value, key, "a table");
        }
        table.map(|table| Fields::new(table, value.span()))
    }
}

/// One table and the keys asked of it so far. What was never asked for is unknown.
pub(super) struct Fields<'t, 'i> {
    table: &'t DeTable<'i>,
    span: Range<usize>,
    asked: Vec<&'static str>,
}

impl<'t, 'i> Fields<'t, 'i> {
    pub(super) fn new(table: &'t DeTable<'i>, span: Range<usize>) -> Self {
        Self { table, span, asked: Vec::new() }
    }

    /// Where the table stands, for a mistake of the whole.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The value of a key that may be left out.
    pub(super) fn optional(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.asked.push(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    /// The value of a key that must be there.
    pub(super) fn required(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
    ) -> Option<&'t Spanned<DeValue<'i>>> {
        let value = self.optional(key);
        if value.is_none() {
            reader.wrong(&self.span(), format!("\"{key}\" is missing"), None);
        }
        value
    }

    /// Every key with its value: for tables whose keys are the author's own.
    pub(super) fn all(
        &self,
    ) -> impl Iterator<Item = (&'t str, Range<usize>, &'t Spanned<DeValue<'i>>)> {
        self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self, reader: &mut Reader<'_>) {
        for (key, span, _) in self.all() {
            if !self.asked.contains(&key) {
                let hint = similar(key, self.asked.iter().copied())
                    .unwrap_or_else(|| format!("known here: {}", self.asked.join(", ")));
                reader.wrong(&span, format!("unknown key \"{key}\""), Some(hint));
            }
        }
    }
}
