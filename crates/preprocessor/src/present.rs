//! Present cells: the buttons with which somebody leads a session along a path.
//!
//! In: the TOML of a `present` block: `path`, the id of the heading whose table lists the moments, and `minutes`, which the
//! session has. Out: one `<div>` on a single line with three buttons. What they show is all in the chapter: the table's rows
//! lead to sections, and a section's first link to the moment. `book/theme/present.js` reads them there, so a chapter without
//! a script says the same.
//! Deliberately absent: what is said at a moment (the chapter).

use crate::cells::{Drawn, Kind, Page};
use crate::inline::escaped;
use crate::problem::{Wrong, line_of, read_block};
use stage::Lang;
use toml::Spanned;

/// The buttons of a path.
pub(crate) struct Present {
    path: String,
    minutes: u16,
    /// Of the path, 1-based in the block.
    line: usize,
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
    Ok(Present { path: path.into_inner(), minutes, line })
}

/// What the buttons say.
#[derive(Clone, Copy)]
enum Button {
    Show,
    Notes,
    Print,
}

const fn button(lang: Lang, button: Button) -> &'static str {
    let (zh, en) = match button {
        Button::Show => ("放到大屏上", "Show it on the big screen"),
        Button::Notes => ("另开一窗讲稿", "Notes in a window of their own"),
        Button::Print => ("打印讲义", "Print the handout"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
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

    fn loads(&self) -> &'static [&'static str] {
        &["present.css", "present.js"]
    }
}
