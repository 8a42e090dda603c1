//! What readers practise with, for `cargo xtask practise`.
//!
//! In: the cells of the book, judged. Out: a row for each exercise.

use crate::inline::Bilingual;
use model::FlinkVersion;
use stage::Lang;

/// One thing that a reader answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// "prediction", "drill", "checked sentence"
    pub kind: &'static str,
    /// Unique in the book.
    pub id: String,
    /// The id of its element; under it a reader's browser keeps what was answered.
    pub(crate) anchor: String,
    /// What is asked.
    pub(crate) asks: Bilingual,
    /// The languages in which all of it is said.
    pub languages: Vec<Lang>,
    /// What the model says, in a word; `None`: it was not asked, since something is wrong with it.
    pub answer: Option<String>,
    /// The versions in which the model was asked.
    pub versions: Vec<FlinkVersion>,
}

/// An exercise and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which chapter, as the book counts them.
    pub(crate) chapter: usize,
    /// The file, relative to the book's root.
    pub file: String,
    /// 1-based line of its block.
    pub line: usize,
    /// What stands there.
    pub exercise: Exercise,
}
