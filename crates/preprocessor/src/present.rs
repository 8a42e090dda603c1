//! Present cells: the buttons with which somebody leads a session along a path.
//!
//! In: the TOML of a `present` block: `path`, the id of the heading whose table lists the moments, and `minutes`, which the
//! session has. Out: one `<div>` on a single line with three buttons. What they show is all in the chapter: the table's rows
//! lead to sections, and a section's first link to the moment. `book/theme/present.js` reads them there, so a chapter without
//! a script says the same.
//! Deliberately absent: what is said at a moment (the chapter).

use crate::cells::{Cell, Drawn, Kind, Page};
use crate::inline::{Bilingual, destinations, escaped};
use crate::practice::{Exercise, PATH};
use crate::problem::{Problem, Wrong, line_of, read_block};
use crate::reading::bounds;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use stage::Lang;
use stage::words::t;
use toml::Spanned;

/// The buttons of a path.
pub(crate) struct Present {
    path: String,
    minutes: u16,
    /// Of the path, 1-based in the block.
    line: usize,
    /// How many moments its table has, pauses left out.
    moments: usize,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    path: Spanned<String>,
    minutes: u16,
}

/// Reads a cell.
pub(crate) fn read(body: &str) -> Result<Present, Vec<Wrong>> {
    let hint = "a present block holds path = \"<id of a heading>\" and minutes = 30";
    let Body { path, minutes } = read_block(body, hint)?;
    let line = line_of(body, path.span().start);
    Ok(Present { path: path.into_inner(), minutes, line, moments: 0 })
}

/// What the buttons say.
#[derive(Clone, Copy)]
enum Button {
    Show,
    Notes,
    Print,
}

const fn button(lang: Lang, button: Button) -> &'static str {
    match button {
        Button::Show => t("放到大屏上", "Show it on the big screen"),
        Button::Notes => t("另开一窗讲稿", "Notes in a window of their own"),
        Button::Print => t("打印讲义", "Print the handout"),
    }
    .text(lang)
}

impl Kind for Present {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        let [show, notes, print] =
            [Button::Show, Button::Notes, Button::Print].map(|it| button(page.lang, it));
        Drawn::Figure(format!(
            "<div class=\"present\" data-path=\"{path}\" data-minutes=\"{minutes}\" data-pagefind-ignore>\
             <button type=\"button\" data-act=\"show\">{show}</button> \
             <button type=\"button\" data-act=\"notes\">{notes}</button> \
             <button type=\"button\" data-act=\"print\">{print}</button></div>",
            path = escaped(&self.path),
            minutes = self.minutes,
        ))
    }

    fn id(&self) -> Option<String> {
        Some(format!("present-{}", self.path))
    }

    /// The heading must be there.
    fn links(&self) -> Vec<(usize, String)> {
        vec![(self.line, format!("#{}", self.path))]
    }

    fn exercise(&self) -> Option<Exercise> {
        let answer = format!("{} moments in {} minutes", self.moments, self.minutes);
        Some(Exercise {
            kind: PATH,
            anchor: format!("present-{}", self.path),
            id: self.path.clone(),
            asks: Bilingual::default(),
            // A translation has the same tables and links, or the book is not built.
            languages: vec![Lang::Zh, Lang::En],
            answer: (self.moments > 0).then_some(answer),
            versions: Vec::new(),
        })
    }

    fn loads(&self) -> &'static [&'static str] {
        &["present.css", "present.js"]
    }
}

/// A row of a path's table.
struct Row {
    /// The byte at which it begins in the chapter.
    at: usize,
    /// The words of its first cell.
    minute: String,
    /// Where its first link leads.
    link: Option<String>,
}

/// Walks the paths of a chapter: each row has its minute, later than the one before and within the time, and leads to a section
/// that opens a moment.
pub(crate) fn walk(file: &str, markdown: &str, cells: &mut [Cell], problems: &mut Vec<Problem>) {
    for cell in cells {
        let after = cell.range.end;
        let Some(path) = cell.of_mut::<Present>() else { continue };
        let rows = rows(markdown, after);
        let mut before = None;
        let mut tell = |at: usize, message: String, hint: &str| {
            let (line, hint) = (line_of(markdown, at), Some(hint.to_owned()));
            problems.push(Problem { file: file.to_owned(), line, column: None, message, hint });
        };
        if rows.is_empty() {
            let hint = "a table below the block: minute, moment, what is to stay";
            tell(after, "a path without moments".to_owned(), hint);
        }
        for Row { at, minute, link } in &rows {
            let now = minute.parse::<u16>().ok().filter(|now| *now < path.minutes);
            if now.is_none() || now <= before {
                let message = format!("\"{minute}\" is no minute behind the one before");
                tell(*at, message, &format!("0 to {}, each later", path.minutes));
            }
            before = now.or(before);
            let Some(link) = link else { continue };
            path.moments += 1;
            let id = link.trim_start_matches('#');
            let opens = bounds(markdown, id).is_some_and(|section| {
                !destinations(markdown.get(section).unwrap_or_default()).is_empty()
            });
            if !opens {
                let hint = "the section's first link is the moment";
                tell(*at, format!("\"{link}\" opens no moment"), hint);
            }
        }
    }
}

/// The rows of the first table behind a place.
fn rows(markdown: &str, from: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut in_head, mut cell) = (false, 0);
    let events = Parser::new_ext(markdown, Options::all()).into_offset_iter();
    for (event, range) in events.skip_while(|(_, range)| range.start < from) {
        match event {
            Event::Start(Tag::TableHead) => in_head = true,
            Event::End(TagEnd::TableHead) => in_head = false,
            Event::Start(Tag::TableRow) => {
                cell = 0;
                rows.push(Row { at: range.start, minute: String::new(), link: None });
            }
            Event::End(TagEnd::TableCell) => cell += 1,
            Event::End(TagEnd::Table) | Event::Start(Tag::Heading { .. }) => break,
            Event::Text(text) if !in_head && cell == 0 => {
                if let Some(row) = rows.last_mut() {
                    row.minute.push_str(text.trim());
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                if let Some(row) = rows.last_mut() {
                    row.link.get_or_insert(dest_url.into_string());
                }
            }
            _ => {}
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds;

    const PATH: &str = "## P {#p}\n\n```present\npath = \"p\"\nminutes = 30\n```\n\n| m | moment | stays |\n| --- | --- | --- |\n\
        | 0 | [one](#one) | a |\n| 5 | pause | |\n| 9 | [two](#two) | b |\n\n### One {#one}\n\n[x](y.md#z)\n\n### Two {#two}\n\n[x](y.md)\n";

    fn walked(markdown: &str) -> (usize, String) {
        let mut problems = Vec::new();
        let mut cells = kinds::find("c.md", markdown, &[], &mut problems);
        walk("c.md", markdown, &mut cells, &mut problems);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let moments = cells.iter().filter_map(Cell::of::<Present>).map(|path| path.moments).sum();
        (moments, told.join("\n"))
    }

    #[test]
    fn a_path_has_its_moments() {
        assert_eq!(walked(PATH), (2, String::new()));
    }

    #[test]
    fn mistakes_of_a_path_are_placed() {
        for (from, to, expected) in [
            (
                "| 9 |",
                "| 4 |",
                "c.md:12: \"4\" is no minute behind the one before\n    0 to 30, each later",
            ),
            ("| 9 |", "| 30 |", "c.md:12: \"30\" is no minute"),
            ("[x](y.md)", "x", "c.md:12: \"#two\" opens no moment\n    the section's first link"),
            (
                "| 0 | [one](#one) | a |\n| 5 | pause | |\n| 9 | [two](#two) | b |\n",
                "",
                "c.md:6: a path without moments",
            ),
        ] {
            let (_, told) = walked(&PATH.replacen(from, to, 1));
            assert!(told.starts_with(expected), "{to}: {told}");
        }
    }
}
