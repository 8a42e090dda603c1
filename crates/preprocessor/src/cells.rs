//! Cells in Markdown: fenced blocks that become stages, labs, comparisons, claims, predictions.
//!
//! In: a chapter's Markdown. Out: its cells with their real places, checked, and the Markdown with
//! each cell replaced: first by a comment that survives translation, at the end by what stands for it.
//! Deliberately absent: what any kind of cell holds and looks like. Each is a file of its own and a row of [`KINDS`].

use crate::claims::{self, Laboratory};
use crate::practice::Exercise;
use crate::problem::{Problem, Wrong, line_of};
use crate::{
    compare, compose, desk, drill, figure, flow, interview, lab, picture, predict, present,
    progress, quiz, seen, versions,
};
use model::graph::experiment::Experiment;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::any::Any;
use std::collections::BTreeMap;
use std::ops::Range;

/// Every kind of cell: the info string of its block, and what reads it. A new kind is a file, which implements
/// [`Kind`], and a row here.
const KINDS: &[(&str, Read)] = &[
    ("stage", |block| boxed(figure::read(block))),
    ("flow", |block| boxed(flow::read(block))),
    ("lab", |block| boxed(lab::read(block.body))),
    ("compare", |block| boxed(compare::read(block.body))),
    ("desk", |block| boxed(desk::read(block.body))),
    ("compose", |block| boxed(compose::read(block.body))),
    ("interview", |block| boxed(interview::read(block.body))),
    ("versions", |block| boxed(versions::read(block.body))),
    ("predict", |block| boxed(predict::read(block))),
    ("quiz", |block| boxed(quiz::read(block))),
    ("drill", |block| boxed(drill::read(block))),
    ("seen", |block| boxed(seen::read(block.body))),
    ("progress", |block| boxed(progress::read(block.body))),
    ("picture", |block| boxed(picture::read(block))),
    ("present", |block| boxed(present::read(block.body))),
    ("claim", |block| boxed(claims::read(block.body, block.scenarios))),
    ("claims", |block| boxed(claims::read_listing(block.body))),
];

/// Reads a block, or tells every mistake in it.
type Read = fn(&Block<'_>) -> Result<Box<dyn Kind>, Vec<Wrong>>;

fn boxed<K: Kind>(read: Result<K, Vec<Wrong>>) -> Result<Box<dyn Kind>, Vec<Wrong>> {
    read.map(|cell| Box::new(cell) as Box<dyn Kind>)
}

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

fn kind(info: &str) -> Option<Read> {
    let word = info.split_whitespace().next()?;
    KINDS.iter().find(|(name, _)| *name == word).map(|(_, read)| *read)
}

/// Finds the cells of a chapter. Mistakes in them go to `problems`.
pub(crate) fn find(
    file: &str,
    markdown: &str,
    scenarios: &[&str],
    problems: &mut Vec<Problem>,
) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut depth = 0usize;
    let mut open: Option<(Read, usize, Range<usize>)> = None;
    let mut body = String::new();
    for (event, range) in Parser::new_ext(markdown, Options::all()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if kind(&info).is_some() => {
                body.clear();
                open = kind(&info).map(|read| (read, depth, range));
            }
            Event::Text(text) if open.is_some() => body.push_str(&text),
            Event::End(TagEnd::CodeBlock) => {
                if let Some((read, depth, range)) = open.take() {
                    let place = Place { file, line: line_of(markdown, range.start) };
                    let shows = match depth {
                        0 => place.told(read(&Block { body: &body, scenarios }), problems),
                        _ => place.misplaced(problems),
                    };
                    let line = place.line;
                    cells.extend(shows.map(|shows| Cell { range, line, shows }));
                } else {
                    depth -= 1;
                }
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    cells
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
struct Place<'a> {
    file: &'a str,
    /// The line of the opening fence.
    line: usize,
}

impl Place<'_> {
    fn misplaced<T>(&self, problems: &mut Vec<Problem>) -> Option<T> {
        let hint = "a stage stands by itself, not inside a list or a quote";
        problems.push(self.problem(
            0,
            "a stage in the wrong place".to_owned(),
            Some(hint.to_owned()),
        ));
        None
    }

    /// What was read; mistakes go to `problems` with their places in the file.
    fn told<T>(&self, read: Result<T, Vec<Wrong>>, problems: &mut Vec<Problem>) -> Option<T> {
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

    #[test]
    fn mistakes_in_cells_have_places_and_hints() {
        let rows = [
            ("```stage\nscenario = \"one\"\n```\n", ""),
            (
                "a\n\n```stage\nscenario = \"oen\"\n```\n",
                "c.md:4: no scenario is called \"oen\"\n    did you mean \"one\"?",
            ),
            (
                "```stage\nscenari = \"one\"\n```\n",
                "c.md:2: unknown field `scenari`, expected one of `scenario`, `view`, `plays`, `opens`\n    a stage holds scenario = \"<name of a file in the scenarios folder>\", and perhaps view = \"web\", plays = true or opens = \"13s\"",
            ),
            (
                "- x\n\n  ```stage\n  scenario = \"one\"\n  ```\n",
                "c.md:3: a stage in the wrong place\n    a stage stands by itself, not inside a list or a quote",
            ),
            ("```toml\nscenario = \"nobody\"\n```\n", ""),
            ("```stage\nscenario = \"one\"\nview = \"web\"\nplays = true\n```\n", ""),
            (
                "```stage\nscenario = \"one\"\nview = \"wbe\"\n```\n",
                "c.md:3: unknown variant `wbe`, expected `picture` or `web`\n    a stage holds scenario = \"<name of a file in the scenarios folder>\", and perhaps view = \"web\", plays = true or opens = \"13s\"",
            ),
            (
                "a\n\n```lab\nid = \"a\"\n```\n",
                "c.md:4: missing field `title`\n    a lab holds id, title, point, job, and perhaps knobs and tasks",
            ),
            (
                "```lab\nid = \"a\"\ntitle = { zh = \"t\", en = \"t\" }\npoint = { zh = \"p\", en = \"p\" }\njob = \"WordCuont\"\n```\n",
                "c.md:5: no example is called \"WordCuont\"\n    did you mean \"StreamWordCount\"?",
            ),
            (
                "```lab\nid = \"a\"\ntitle = { zh = \"t\", en = \"t\" }\npoint = { zh = \"p\", en = \"p\" }\njob = \"Alerting\"\nknobs = [\n  \"slots 9\",\n  \"slot 2\",\n]\ntasks = [\"lose-two\"]\n```\n",
                "c.md:7: no knob is set by \"slots 9\"\n    for example \"slots 3\" or \"cluster yarn\"\nc.md:8: no knob is set by \"slot 2\"\n    did you mean \"slots\"?\nc.md:10: no task is called \"lose-two\"\n    did you mean \"lose-one\"?",
            ),
            (
                "```lab\nid = \"a\"\ntitle = { zh = \"t\", en = \"t\" }\npoint = { zh = \"p\", en = \"p\" }\njob = '''\njob b\nsource c p=9\nd <- e\n'''\n```\n",
                "c.md:7: column 10: parallelism is 1 to 6, not “9”\nc.md:8: column 6: there is no operator e",
            ),
            (
                "```lab\nid = \"a\"\ntitle = { zh = \"t\", en = \"t\" }\npoint = { zh = \"p\", en = \"p\" }\njob = '''\njob b\nsource c p=1\nd <- forward c p=2\n'''\n```\n",
                "c.md:5: Flink refuses this program: c has parallelism 1, d has 2, and forward wants them equal (UnsupportedOperationException).",
            ),
            (
                "```compare\nid = \"a\"\ntitle = { zh = \"t\", en = \"t\" }\n```\n",
                "c.md:2: missing field `point`\n    a compare block holds id, title, point, and perhaps workload and show",
            ),
            (
                "```compare\nid = \"a\"\ntitle = { zh = \"t\", en = \"t\" }\npoint = { zh = \"p\", en = \"p\" }\nworkload = [\n  \"jobs 2.9\",\n  \"job 2\",\n]\n```\n",
                "c.md:6: no workload is set by \"jobs 2.9\"\n    for example \"jobs 2.2.2\" or \"fault task-manager\"\nc.md:7: no workload is set by \"job 2\"\n    did you mean \"jobs\"?",
            ),
        ];
        for (markdown, expected) in rows {
            let mut problems = Vec::new();
            find("c.md", markdown, &["one", "two"], &mut problems);
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert_eq!(told.join("\n"), expected, "in {markdown}");
        }
    }

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
