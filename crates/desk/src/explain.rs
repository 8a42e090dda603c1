//! A paste explained, in one version or in all.

use crate::asks::{Asks, asks};
use crate::found::{Effect, Found, Kind};
use crate::line::{Line, MOST_WORDS};
use crate::parts::{Part, parts};
use crate::program::{Call, Program, call};
use crate::reading::Reading;
use crate::rules::look;
use crate::shell::{self, LONGEST, Script};
use model::FlinkVersion;
use model::command::Place;

/// A paste explained.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// Its commands, in order.
    pub commands: Vec<Explained>,
    /// Comments.
    pub comments: Vec<Place>,
    /// Characters and words that were looked at, each time that one was.
    pub steps: usize,
}

/// A command explained.
#[derive(Clone, Debug)]
pub struct Explained {
    /// From its first word to its last.
    pub at: Place,
    /// What it calls.
    pub program: Program,
    /// What each part is.
    pub parts: Vec<Part>,
    /// Mistakes and remarks.
    pub found: Vec<Found>,
    /// What the version makes of it: the worst of what was found.
    pub effect: Effect,
    /// The processes that it starts, if it starts any.
    pub asks: Option<Asks>,
}

/// A paste that is too long to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// Its length in bytes.
    pub bytes: usize,
    /// The most that is read.
    pub most: usize,
}

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a paste of {} bytes was not read: {} at most are", self.bytes, self.most)
    }
}

impl std::error::Error for TooLong {}

impl Explanation {
    /// The worst of its commands.
    pub fn effect(&self) -> Effect {
        self.commands.iter().map(|command| command.effect).max().unwrap_or_default()
    }

    /// Everything that was found, in order.
    pub fn found(&self) -> impl Iterator<Item = &Found> {
        self.commands.iter().flat_map(|command| &command.found)
    }
}

/// Explains a paste as a version understands it.
///
/// # Errors
/// If it is too long to be read.
pub fn explain(paste: &str, version: FlinkVersion) -> Result<Explanation, TooLong> {
    Ok(explained(&read(paste)?, version))
}

/// Explains a paste in each of the five versions.
///
/// # Errors
/// If it is too long to be read.
pub fn verdicts(
    paste: &str,
) -> Result<[(FlinkVersion, Explanation); FlinkVersion::ALL.len()], TooLong> {
    let script = read(paste)?;
    Ok(FlinkVersion::ALL.map(|version| (version, explained(&script, version))))
}

fn read(paste: &str) -> Result<Script, TooLong> {
    match paste.len() > LONGEST {
        true => Err(TooLong { bytes: paste.len(), most: LONGEST }),
        false => Ok(shell::unfolded(shell::read(paste), paste)),
    }
}

fn explained(script: &Script, version: FlinkVersion) -> Explanation {
    let mut explanation = Explanation { steps: script.steps, ..Explanation::default() };
    explanation.comments.clone_from(&script.comments);
    let mut before = None;
    for statement in &script.statements {
        let mut call: Call<'_> = call(statement);
        let words = call.words.len();
        call.words = &call.words[..words.min(MOST_WORDS)];
        let reading = Reading::of(&call, version);
        explanation.steps += statement.words.len() + reading.steps;
        let program = call.program;
        let line = Line { statement, before, call, reading, version };
        let mut found = look(&line);
        if words > MOST_WORDS {
            let args = vec![words.to_string(), MOST_WORDS.to_string()];
            let (kind, at, effect) = (Kind::LongCommand, statement.at(), Effect::Works);
            found.push(Found { kind, at, effect, args, message: None });
        }
        let effect = found.iter().map(|it| it.effect).max().unwrap_or_default();
        let (parts, asks) = (parts(&line), asks(&line));
        let at = statement.at();
        explanation.commands.push(Explained { at, program, parts, found, effect, asks });
        before = Some(statement);
    }
    explanation
}
