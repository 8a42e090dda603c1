//! A program as text: one operator a line, producers above consumers.
//!
//! ```text
//! job StreamWordCount
//! source socket p=1
//! flatMap <- socket
//! sum <- keyBy flatMap group=heavy startNewChain
//! sink print <- sum
//! ```
//!
//! Several inputs, separated by commas, are a union. `# …` is a comment; `chaining off` below the job's name is
//! `disableOperatorChaining()`. In: text. Out: a [`StreamGraph`], or every [`Mistake`] with its place; and back
//! ([`print`]): what is printed reads as the same program.

mod parse;
mod print;
#[cfg(test)]
mod tests;

pub use parse::parse;
pub use print::print;

#[cfg(doc)]
use super::StreamGraph;

/// Something in the text that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// What is wrong.
    pub kind: MistakeKind,
}

/// What is wrong, with the word it is about. Texts and hints are in `crates/stage/src/lab/words`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MistakeKind {
    /// The first line is not "job NAME".
    NoJob,
    /// Only a job's name, and no operator.
    NoOperator,
    /// More than [`super::MAX_OPERATORS`], or as many inputs of one.
    TooManyOperators,
    /// A line without a name where one belongs.
    MissingName,
    /// A name with other characters than letters, digits, "-", "_" and ".", or a keyword.
    BadName(String),
    /// A second operator of that name.
    SecondOperator(String),
    /// Nothing after "<-" or ",".
    MissingInput,
    /// An input that is no operator above this line.
    UnknownInput {
        /// As written.
        name: String,
        /// What may be meant.
        similar: Option<String>,
    },
    /// An input that stands further down.
    InputBelow(String),
    /// A sink has no output.
    SinkAsInput(String),
    /// A source has no input.
    SourceWithInput,
    /// What is no source needs "<- input".
    NoInput,
    /// Not 1 to [`super::MAX_PARALLELISM`].
    BadParallelism(String),
    /// A word that means nothing here.
    UnknownWord {
        /// As written.
        word: String,
        /// What may be meant.
        similar: Option<String>,
    },
    /// The same setting twice.
    Repeated(String),
}

/// Words that are no names.
const KEYWORDS: [&str; 9] = [
    "job",
    "source",
    "sink",
    "forward",
    "keyBy",
    "rebalance",
    "broadcast",
    "startNewChain",
    "disableChaining",
];

/// Whether an operator, a job or a group may be called so.
pub fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && text.chars().all(plain) && !KEYWORDS.contains(&text)
}
