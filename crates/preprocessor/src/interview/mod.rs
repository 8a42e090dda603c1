//! Interview cells: a few questions whose answer gives its reasons.
//!
//! In: the TOML of an `interview` block. Out: an [`Interview`], or every mistake in it with its line
//! ([`read`]); then a `<figure>` of nested radio buttons ([`figure`]).
//! A reader is asked where Flink runs and which release line it is, and then the questions of a tree; each of its
//! paths ends in an answer, after at most [`MOST_QUESTIONS`] questions in all. An answer gives the command to type
//! there, its reasons, and the stage that shows them.
//! Deliberately absent: scripts. The theme's CSS shows what follows from the checked buttons; where it cannot, and
//! on paper, everything is there as a nested list.

mod draw;
mod read;

pub(crate) use read::read;

use crate::cells::{Drawn, Kind, Page};
use crate::inline::Bilingual;

/// The questions that every path begins with: where, and which release line.
const FIRST_QUESTIONS: usize = 2;

/// More than this is a form, not a conversation.
const MOST_QUESTIONS: usize = 4;

/// An interview without mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Interview {
    /// Unique in the book.
    id: String,
    title: Bilingual,
    point: Bilingual,
    commands: Vec<CommandLines>,
    tree: Question,
    /// Every link of the cell, with its 1-based line in the block.
    links: Vec<(usize, String)>,
}

impl Kind for Interview {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        Drawn::Figure(draw::figure(self, page.scenarios, page.lang))
    }

    fn id(&self) -> Option<String> {
        Some(format!("interview-{}", self.id))
    }

    fn links(&self) -> Vec<(usize, String)> {
        self.links.clone()
    }
}

/// A question of the tree and what follows from each choice.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Question {
    ask: Bilingual,
    choices: Vec<(Bilingual, Next)>,
}

/// What a choice leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Next {
    Question(Question),
    Answer(Answer),
}

/// A leaf.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    id: String,
    mode: Mode,
    /// The recommendation in a few words.
    answer: Bilingual,
    reasons: Vec<Reason>,
    /// The stage that shows it, as a link: `page.md#stage-<scenario>`.
    see: toml::Spanned<String>,
}

/// One sentence why; with a place it is a reason there only.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    on: Option<Platform>,
    why: toml::Spanned<Bilingual>,
}

/// What to type for a mode, on a platform, in a release line (or in both).
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CommandLines {
    mode: Mode,
    on: Platform,
    line: Option<ReleaseLine>,
    run: toml::Spanned<String>,
}

/// The modes that an interview may recommend. Per-job is none of them: it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Session,
    Application,
}

/// Where Flink runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Platform {
    Standalone,
    Yarn,
    Kubernetes,
}

impl Platform {
    const ALL: [Platform; 3] = [Self::Standalone, Self::Yarn, Self::Kubernetes];

    /// As authors write it and as the theme's CSS finds it.
    const fn word(self) -> &'static str {
        match self {
            Self::Standalone => "standalone",
            Self::Yarn => "yarn",
            Self::Kubernetes => "kubernetes",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Standalone => "Standalone",
            Self::Yarn => "YARN",
            Self::Kubernetes => "Kubernetes",
        }
    }
}

/// The command line differs between these two, and nowhere within one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
enum ReleaseLine {
    #[serde(rename = "1.x")]
    One,
    #[serde(rename = "2.x")]
    Two,
}

impl ReleaseLine {
    const ALL: [ReleaseLine; 2] = [Self::One, Self::Two];

    /// As authors write it; also its name.
    const fn word(self) -> &'static str {
        match self {
            Self::One => "1.x",
            Self::Two => "2.x",
        }
    }
}
