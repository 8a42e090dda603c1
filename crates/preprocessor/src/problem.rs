//! What an author got wrong, told the way compilers tell it.

use serde::de::DeserializeOwned;
use std::fmt;
use toml::Spanned;

/// One mistake in the book's sources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, relative to the book's root.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// 1-based column, where it is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if let Some(column) = self.column {
            write!(f, ":{column}")?;
        }
        write!(f, ": {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n    {hint}"),
            None => Ok(()),
        }
    }
}

/// Every mistake of one build, in the order of files and lines.
#[derive(Debug)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        let count = self.0.len();
        write!(f, "{count} {} in the book", if count == 1 { "mistake" } else { "mistakes" })
    }
}

impl std::error::Error for Problems {}

/// What was read wrongly, for a test: a line for each mistake, with its line in the block.
#[cfg(test)]
pub(crate) fn told<T>(read: Result<T, Vec<Wrong>>) -> String {
    let tell = |it: Wrong| format!("{}: {}", it.line, it.message);
    read.err().into_iter().flatten().map(tell).collect::<Vec<_>>().join("\n")
}

/// The same with what is to be done about it.
#[cfg(test)]
pub(crate) fn told_with_hints<T>(read: Result<T, Vec<Wrong>>) -> String {
    let hint = |it: &Wrong| it.hint.clone().unwrap_or_default();
    let tell = |it: Wrong| format!("{}: {} | {}\n", it.line, it.message, hint(&it));
    read.err().into_iter().flatten().map(tell).collect()
}

/// A mistake in a cell.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// 1-based line in the block.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// What the TOML of a block says. `hint` tells what such a block holds.
pub(crate) fn read_block<T: DeserializeOwned>(body: &str, hint: &str) -> Result<T, Vec<Wrong>> {
    toml::from_str(body).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(body, span.start));
        let message = error.message().replace('\n', ", ");
        vec![Wrong { line, message, hint: Some(hint.to_owned()) }]
    })
}

/// The 1-based line of a byte of a text. Every link, command and cell of a chapter asks, in builds that are not optimised, too.
pub(crate) fn line_of(text: &str, byte: usize) -> usize {
    memchr::memchr_iter(b'\n', &text.as_bytes()[..byte.min(text.len())]).count() + 1
}

/// The first words of a long text, for messages.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST).chain(['…']).collect()
}

/// Reads the values of a block, and collects what is wrong with them. What each kind of cell asks of its values, its own file
/// says.
pub(crate) struct Reader<'a> {
    body: &'a str,
    /// Every mistake so far.
    pub wrong: Vec<Wrong>,
}

impl<'a> Reader<'a> {
    /// Of the block between its fences.
    pub(crate) const fn new(body: &'a str) -> Reader<'a> {
        Reader { body, wrong: Vec::new() }
    }

    /// The 1-based line of a value in the block.
    pub(crate) fn line<T>(&self, value: &Spanned<T>) -> usize {
        line_of(self.body, value.span().start)
    }

    /// Something is wrong with a value.
    pub(crate) fn tell<T>(&mut self, value: &Spanned<T>, message: String, hint: String) {
        let line = self.line(value);
        self.wrong.push(Wrong { line, message, hint: Some(hint) });
    }
}
