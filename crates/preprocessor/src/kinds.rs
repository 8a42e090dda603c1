//! Fenced blocks that become stages, labs, comparisons, claims, predictions.
//!
//! In: a chapter's Markdown. Out: its cells with their real places, checked.
//! Deliberately absent: what any kind of cell holds and looks like. Each is a file of its own and a row of [`KINDS`].

use crate::cells::{Block, Cell, Kind, Place};
use crate::problem::{Problem, Wrong, line_of};
use crate::{
    claims, compare, compose, desk, drill, figure, flow, interview, lab, picture, predict, present,
    progress, quiz, seen, versions,
};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
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
                "```lab\nid = \"a\"\ntitle = { zh = \"t\", en = \"t\" }\npoint = { zh = \"p\", en = \"p\" }\njob = \"Alerting\"\nknobs = [\n  \"slots 17\",\n  \"slot 2\",\n]\ntasks = [\"lose-two\"]\n```\n",
                "c.md:7: no knob is set by \"slots 17\"\n    for example \"slots 3\" or \"cluster yarn\"\nc.md:8: no knob is set by \"slot 2\"\n    did you mean \"slots\"?\nc.md:10: no task is called \"lose-two\"\n    did you mean \"lose-one\"?",
            ),
            (
                "```lab\nid = \"a\"\ntitle = { zh = \"t\", en = \"t\" }\npoint = { zh = \"p\", en = \"p\" }\njob = '''\njob b\nsource c p=129\nd <- e\n'''\n```\n",
                "c.md:7: column 10: “129” is not a number from 1 to 128; 128 is the simulator's limit, Flink's is 32768\nc.md:8: column 6: there is no operator e",
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
}
