//! Cells in Markdown: what any kind of them has, and how they leave a chapter's text and come back to it.
//!
//! In: a chapter's Markdown and its cells. Out: the Markdown with each cell replaced: first by a comment that survives
//! translation, at the end by what stands for it.
//! Deliberately absent: which kinds there are, and how they are found ([`crate::kinds`]).

use crate::claims::Laboratory;
use crate::practice::Exercise;
use crate::problem::{Problem, Wrong};
use model::graph::experiment::Experiment;
use std::any::Any;
use std::collections::BTreeMap;
use std::ops::Range;

/// What an author wrote, and what it may name.
pub(crate) struct Block<'a> {
    /// Between the fences.
    pub body: &'a str,
    /// The names of all scenario files.
    pub scenarios: &'a [&'a str],
}

/// What a kind of cell has. Most have little of it, so what is not told there is nothing.
pub(crate) trait Kind: Any {
    /// What stands for it on a page. Called only when the book has no mistakes.
    fn draw(&self, page: &Page<'_>) -> Drawn;

    /// Asks the model whether it is right. `page` is what else its page shows.
    fn judge(&mut self, _page: &[Run], _laboratory: &mut Laboratory<'_>) -> Vec<Wrong> {
        Vec::new()
    }

    /// Whether a part in wasm takes over from its figure.
    fn comes_alive(&self) -> bool {
        self.loads().contains(&LOADER)
    }

    /// The run of the model that its figure shows.
    fn shows(&self) -> Option<Run> {
        None
    }

    /// The id of its element, where it has one that the book must not have twice.
    fn id(&self) -> Option<String> {
        None
    }

    /// The links in its texts, with their 1-based lines in the block.
    fn links(&self) -> Vec<(usize, String)> {
        Vec::new()
    }

    /// What a reader practises with in it.
    fn exercise(&self) -> Option<Exercise> {
        None
    }

    /// The scripts and stylesheets that its page loads and others do not, by their names in the folder of live parts.
    fn loads(&self) -> &'static [&'static str] {
        &[]
    }
}

/// A run of the model that a page shows.
#[derive(Clone, Debug)]
pub(crate) enum Run {
    /// Of the scenario of that name, on its stage.
    Scenario(String),
    /// In the lab of that id.
    Experiment(String, Box<Experiment>),
}

/// The script that lets parts in wasm take over from their figures.
pub(crate) const LOADER: &str = "loader.js";

/// What a page needs to know of the whole book.
pub(crate) use crate::claims::page::Book as Page;

/// What stands for a cell on a page.
pub(crate) enum Drawn {
    /// Markdown among the chapter's words: the glossary and printed commands are looked for in it.
    Words(String),
    /// HTML beside them, on one line.
    Figure(String),
}

/// A cell without mistakes.
pub(crate) struct Cell {
    /// The bytes of the fenced block.
    pub range: Range<usize>,
    /// The line of its opening fence.
    pub line: usize,
    /// What it shows.
    pub shows: Box<dyn Kind>,
}

impl Cell {
    /// What only one kind of cell knows, if it is of that kind.
    pub(crate) fn of<K: Kind>(&self) -> Option<&K> {
        let shows: &dyn Any = &*self.shows;
        shows.downcast_ref()
    }

    /// The same, to be told more.
    pub(crate) fn of_mut<K: Kind>(&mut self) -> Option<&mut K> {
        let shows: &mut dyn Any = &mut *self.shows;
        shows.downcast_mut()
    }

    /// Links in the texts of the cell, with their 1-based lines in the file.
    pub(crate) fn links(&self) -> Vec<(usize, String)> {
        let in_block = self.shows.links();
        in_block.into_iter().map(|(line, link)| (self.line + line, link)).collect()
    }
}

/// Asks the model about every cell of a chapter.
pub(crate) fn judge(
    file: &str,
    cells: &mut [Cell],
    laboratory: &mut Laboratory<'_>,
    problems: &mut Vec<Problem>,
) {
    let page: Vec<Run> = cells.iter().filter_map(|cell| cell.shows.shows()).collect();
    for cell in cells {
        let place = Place { file, line: cell.line };
        let wrong = cell.shows.judge(&page, laboratory);
        place.told::<()>(Err(wrong), problems);
    }
}

/// No two cells of the book are found under one address.
pub(crate) fn expect_own_ids(chapters: &[(String, &[Cell])], problems: &mut Vec<Problem>) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for (file, cells) in chapters {
        for cell in *cells {
            let Some(id) = cell.shows.id() else { continue };
            let message = format!("there is a \"{id}\" already");
            if let Some(other) = known.insert(id, file) {
                let place = Place { file, line: cell.line };
                problems.push(place.problem(0, message, Some(format!("in {other}"))));
            }
        }
    }
}

/// Where a cell stands.
pub(crate) struct Place<'a> {
    pub file: &'a str,
    /// The line of the opening fence.
    pub line: usize,
}

impl Place<'_> {
    pub(crate) fn misplaced<T>(&self, problems: &mut Vec<Problem>) -> Option<T> {
        let hint = "a stage stands by itself, not inside a list or a quote";
        problems.push(self.problem(
            0,
            "a stage in the wrong place".to_owned(),
            Some(hint.to_owned()),
        ));
        None
    }

    /// What was read; mistakes go to `problems` with their places in the file.
    pub(crate) fn told<T>(
        &self,
        read: Result<T, Vec<Wrong>>,
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        match read {
            Ok(cell) => Some(cell),
            Err(wrong) => {
                let told =
                    wrong.into_iter().map(|one| self.problem(one.line, one.message, one.hint));
                problems.extend(told);
                None
            }
        }
    }

    fn problem(&self, lines_below: usize, message: String, hint: Option<String>) -> Problem {
        let line = self.line + lines_below;
        Problem { file: self.file.to_owned(), line, column: None, message, hint }
    }
}

/// The Markdown with each cell replaced by a comment of as many lines, which no translator sees.
pub(crate) fn mask(markdown: &str, cells: &[Cell]) -> String {
    replace(markdown, cells, |number, cell| {
        let lines = markdown[cell.range.clone()].matches('\n').count();
        format!("{}{}-->", marker(number), "\n".repeat(lines))
    })
}

/// The masked (and perhaps translated) Markdown with those of `figures` that there are in place of their
/// comments.
pub(crate) fn unmask(masked: &str, figures: &[Option<String>]) -> String {
    let mut out = masked.to_owned();
    for (number, figure) in figures.iter().enumerate() {
        let Some(figure) = figure else { continue };
        let start = place(&out, number);
        let length = out[start..].find("-->").expect("the marker is a whole comment") + "-->".len();
        out.replace_range(start..start + length, figure);
    }
    out
}

/// Where a cell stands in masked Markdown.
pub(crate) fn place(masked: &str, number: usize) -> usize {
    masked.find(&marker(number)).expect("translation keeps comments")
}

fn marker(number: usize) -> String {
    format!("<!-- stage {number} ")
}

fn replace(markdown: &str, cells: &[Cell], with: impl Fn(usize, &Cell) -> String) -> String {
    let mut out = markdown.to_owned();
    for (number, cell) in cells.iter().enumerate().rev() {
        out.replace_range(cell.range.clone(), &with(number, cell));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::find;

    #[test]
    fn an_id_is_used_once_in_the_book() {
        let lab = "```lab\nid = \"a\"\ntitle = { zh = \"t\", en = \"t\" }\npoint = { zh = \"p\", en = \"p\" }\njob = \"Alerting\"\n```\n";
        let cells = |markdown: &str| find("c.md", markdown, &[], &mut Vec::new());
        let (one, other) = (cells(lab), cells(&format!("a\n\n{lab}")));
        let mut problems = Vec::new();
        expect_own_ids(&[("b.md".to_owned(), &one), ("c.md".to_owned(), &other)], &mut problems);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["c.md:3: there is a \"lab-a\" already\n    in b.md"]);
    }

    #[test]
    fn masking_keeps_lines_and_unmasking_puts_figures() {
        let markdown = "a\n\n```stage\nscenario = \"one\"\n```\n\nb\n";
        let cells = find("c.md", markdown, &["one"], &mut Vec::new());
        let masked = mask(markdown, &cells);
        assert_eq!(masked.lines().count(), markdown.lines().count());
        assert_eq!(unmask(&masked, &[Some("<figure/>".to_owned())]), "a\n\n<figure/>\n\nb\n");
    }
}
