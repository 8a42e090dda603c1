//! A paste as a shell reads it: words, quotes, comments, variables, lines that go on, and what joins commands.
//!
//! In: text as it stands in a shell history, a runbook, a Dockerfile or a pod. Out: [`Statement`]s with the place of every
//! word, and the [`Fault`]s on the way. Each character is looked at a fixed number of times.
//! Deliberately absent: what the words mean; running anything; the value of a variable.

mod listed;
mod nested;
mod scan;

pub(crate) use nested::unfolded;
pub use scan::read;

use model::command::Place;

/// A program's name without the way to it.
pub fn base(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or_default()
}

/// A paste longer than this is not read, and the reader is told so.
pub const LONGEST: usize = 100_000;

/// What a paste says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Its commands, in order.
    pub statements: Vec<Statement>,
    /// Comments.
    pub comments: Vec<Place>,
    /// How many characters were looked at, each time that one was.
    pub steps: usize,
}

/// One command: a program and its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// What stands between it and the command before.
    pub joint: Joint,
    /// Where that stands.
    pub joint_at: Place,
    /// Nothing is between that and the words around it: `a;b`.
    pub glued: bool,
    /// `CMD`, `ENTRYPOINT`, `args:` or `command:`, where it is a list and no shell reads it.
    pub list: Option<Place>,
    /// The words, quotes taken off.
    pub words: Vec<Token>,
    /// `> file`, `< file`, `2>&1`.
    pub redirections: Vec<Redirection>,
    /// What a shell does not take as it was meant.
    pub faults: Vec<(Place, Fault)>,
}

/// What joins two commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joint {
    /// The first of the paste, or a new line.
    #[default]
    Line,
    /// `;`
    Semicolon,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|`
    Pipe,
    /// `&`
    Background,
}

/// A word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Without quotes and backslashes; variables as written.
    pub text: String,
    /// With quotes.
    pub at: Place,
    /// A variable or a command's output stands in it, so that its value is not known here.
    pub open: bool,
    /// It is a placeholder, `<jobId>`, for which a shell wants a file.
    pub placeholder: bool,
}

/// A redirection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirection {
    /// It and what it names.
    pub at: Place,
    /// It writes; otherwise it reads.
    pub writes: bool,
    /// What it names; "" if nothing.
    pub file: String,
}

/// What a shell does not take as it was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A quote is not closed.
    OpenQuote,
    /// Punctuation of an input method or of a word processor: a letter like any other.
    WidePunctuation(char),
    /// `<jobId>`
    Placeholder,
    /// Blanks behind the backslash that should continue the line.
    BlankBehindBackslash,
}

impl Statement {
    /// From its first word to its last.
    pub fn at(&self) -> Place {
        let start = self.words.first().map_or(self.joint_at.end, |word| word.at.start);
        let end = self.words.last().map_or(start, |word| word.at.end);
        Place { start, end }
    }
}

#[cfg(test)]
mod tests;
