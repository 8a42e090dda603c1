//! Cells in Markdown: fenced blocks that become stages, labs, comparisons, claims, and lists of claims.
//!
//! In: a chapter's Markdown. Out: its cells with their real places, checked, and the Markdown with
//! each cell replaced: first by a comment that survives translation, at the end by the figure.
//! Deliberately absent: what a figure looks like (`figure.rs`).

use crate::claims::{self, Claim, Listing};
use crate::compare::{self, CompareCell};
use crate::figure::{Opening, View};
use crate::interview::{self, Interview};
use crate::lab::{self, LabCell};
use crate::problem::{Problem, Wrong, line_of, read_block};
use crate::versions::{self, Versions};
use model::authoring::similar;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use toml::Spanned;

/// The info string of a scenario cell.
const STAGE: &str = "stage";

/// The info string of a slot lab.
const LAB: &str = "lab";

/// The info string of a comparison of the deployment modes.
const COMPARE: &str = "compare";

/// The info string of an interview.
const INTERVIEW: &str = "interview";

/// The info string of a table of versions.
const VERSIONS: &str = "versions";

/// The info string of a claim.
const CLAIM: &str = "claim";

/// The info string of a list of claims.
const CLAIMS: &str = "claims";

/// A cell without mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// The bytes of the fenced block.
    pub range: Range<usize>,
    /// The line of its opening fence.
    pub line: usize,
    /// What it shows.
    pub shows: Shown,
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// A scenario that exists, by its id, and how its stage opens.
    Scenario(String, Opening),
    /// A slot lab.
    Lab(Box<LabCell>),
    /// A comparison of the deployment modes.
    Compare(Box<CompareCell>),
    /// A few questions and their answer.
    Interview(Box<Interview>),
    /// What is so in which version.
    Versions(Box<Versions>),
    /// A sentence of the notes.
    Claim(Box<Claim>),
    /// Some of them in a list, or their number.
    Claims(Listing),
}

impl Shown {
    /// Whether a part in wasm takes over from the figure.
    pub(crate) fn comes_alive(&self) -> bool {
        match self {
            Shown::Scenario(..) | Shown::Lab(_) | Shown::Compare(_) => true,
            Shown::Interview(_) | Shown::Versions(_) | Shown::Claim(_) | Shown::Claims(_) => false,
        }
    }
}

impl Cell {
    /// Links in the texts of the cell, with their 1-based lines in the file.
    pub(crate) fn links(&self) -> Vec<(usize, String)> {
        let in_block = match &self.shows {
            Shown::Interview(interview) => interview.links.clone(),
            Shown::Versions(versions) => versions.links.clone(),
            Shown::Claim(claim) => claim.links(),
            Shown::Scenario(..) | Shown::Lab(_) | Shown::Compare(_) | Shown::Claims(_) => {
                Vec::new()
            }
        };
        in_block.into_iter().map(|(line, link)| (self.line + line, link)).collect()
    }
}

/// Which of them a block is.
#[derive(Clone, Copy)]
enum Block {
    Stage,
    Lab,
    Compare,
    Interview,
    Versions,
    Claim,
    Claims,
}

impl Block {
    fn of(info: &str) -> Option<Block> {
        match info.split_whitespace().next() {
            Some(STAGE) => Some(Block::Stage),
            Some(LAB) => Some(Block::Lab),
            Some(COMPARE) => Some(Block::Compare),
            Some(INTERVIEW) => Some(Block::Interview),
            Some(VERSIONS) => Some(Block::Versions),
            Some(CLAIM) => Some(Block::Claim),
            Some(CLAIMS) => Some(Block::Claims),
            _ => None,
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    scenario: Spanned<String>,
    #[serde(default)]
    view: View,
    #[serde(default)]
    plays: bool,
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
    let mut open: Option<(Block, usize, Range<usize>)> = None;
    let mut body = String::new();
    for (event, range) in Parser::new_ext(markdown, Options::all()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if Block::of(&info).is_some() =>
            {
                body.clear();
                open = Block::of(&info).map(|block| (block, depth, range));
            }
            Event::Text(text) if open.is_some() => body.push_str(&text),
            Event::End(TagEnd::CodeBlock) => {
                if let Some((block, depth, range)) = open.take() {
                    let place = Place { file, line: line_of(markdown, range.start) };
                    let shows = match block {
                        _ if depth > 0 => place.misplaced(problems),
                        Block::Stage => place.told(stage(&body, scenarios), problems),
                        Block::Lab => {
                            place.told(lab::read(&body), problems).map(Box::new).map(Shown::Lab)
                        }
                        Block::Compare => place
                            .told(compare::read(&body), problems)
                            .map(Box::new)
                            .map(Shown::Compare),
                        Block::Interview => {
                            let read = place.told(interview::read(&body), problems);
                            read.map(|interview| Shown::Interview(Box::new(interview)))
                        }
                        Block::Versions => {
                            let read = place.told(versions::read(&body), problems);
                            read.map(|versions| Shown::Versions(Box::new(versions)))
                        }
                        Block::Claim => place
                            .told(claims::read(&body, scenarios), problems)
                            .map(Box::new)
                            .map(Shown::Claim),
                        Block::Claims => {
                            place.told(claims::read_listing(&body), problems).map(Shown::Claims)
                        }
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

/// Reads the block of a stage.
fn stage(body: &str, scenarios: &[&str]) -> Result<Shown, Vec<Wrong>> {
    let hint = "a stage holds scenario = \"<name of a file in the scenarios folder>\", and perhaps view = \"web\" or plays = true";
    let Body { scenario, view, plays } = read_block(body, hint)?;
    let name = scenario.get_ref();
    if !scenarios.contains(&name.as_str()) {
        let hint = similar(name, scenarios.iter().copied())
            .unwrap_or_else(|| format!("there are: {}", scenarios.join(", ")));
        return Err(vec![Wrong {
            line: line_of(body, scenario.span().start),
            message: format!("no scenario is called \"{name}\""),
            hint: Some(hint),
        }]);
    }
    Ok(Shown::Scenario(scenario.into_inner(), Opening { view, plays }))
}

/// Where a cell stands.
struct Place<'a> {
    file: &'a str,
    /// The line of the opening fence.
    line: usize,
}

impl Place<'_> {
    fn misplaced(&self, problems: &mut Vec<Problem>) -> Option<Shown> {
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
                "c.md:2: unknown field `scenari`, expected one of `scenario`, `view`, `plays`\n    a stage holds scenario = \"<name of a file in the scenarios folder>\", and perhaps view = \"web\" or plays = true",
            ),
            (
                "- x\n\n  ```stage\n  scenario = \"one\"\n  ```\n",
                "c.md:3: a stage in the wrong place\n    a stage stands by itself, not inside a list or a quote",
            ),
            ("```toml\nscenario = \"nobody\"\n```\n", ""),
            ("```stage\nscenario = \"one\"\nview = \"web\"\nplays = true\n```\n", ""),
            (
                "```stage\nscenario = \"one\"\nview = \"wbe\"\n```\n",
                "c.md:3: unknown variant `wbe`, expected `picture` or `web`\n    a stage holds scenario = \"<name of a file in the scenarios folder>\", and perhaps view = \"web\" or plays = true",
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
    fn masking_keeps_lines_and_unmasking_puts_figures() {
        let markdown = "a\n\n```stage\nscenario = \"one\"\n```\n\nb\n";
        let cells = find("c.md", markdown, &["one"], &mut Vec::new());
        let masked = mask(markdown, &cells);
        assert_eq!(masked.lines().count(), markdown.lines().count());
        assert_eq!(unmask(&masked, &[Some("<figure/>".to_owned())]), "a\n\n<figure/>\n\nb\n");
    }
}
