//! What readers practise with, for `cargo xtask practise`.
//!
//! In: the cells of the book, judged. Out: a row for each exercise.

use crate::cells::Cell;
use crate::inline::Bilingual;
use crate::{chapters, file_of};
use mdbook_preprocessor::book::Book;
use model::FlinkVersion;
use stage::Lang;
use std::path::Path;

/// One thing that a reader answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// "prediction", "question", "author's question", "drill", "checked sentence", "path"
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

/// The kind of what is led, and not answered by a reader alone.
pub(crate) const PATH: &str = "path";

/// What readers practise with, in the order of the chapters.
pub(crate) fn exercises(sources: &Path, book: &Book, cells: &[Vec<Cell>]) -> Vec<Placed> {
    let mut all = Vec::new();
    for (number, (chapter, cells)) in chapters(book).zip(cells).enumerate() {
        let file = file_of(sources, chapter);
        all.extend(cells.iter().filter_map(|cell| {
            let exercise = cell.shows.exercise()?;
            Some(Placed { chapter: number, file: file.clone(), line: cell.line, exercise })
        }));
    }
    all
}
