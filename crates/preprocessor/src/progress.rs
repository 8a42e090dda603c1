//! Progress cells: every exercise of the book by chapter, and which of them comes back today.
//!
//! In: an empty `progress` block, and the exercises of the whole book. Out: one `<div>` on a single line, which without a
//! script is a list with links. `book/theme/practice.js` shows on it what the reader has answered on this device.
//! Deliberately absent: what a reader has answered. Only the reader's browser knows.

use crate::cells::{Drawn, Kind, Page};
use crate::inline::{Both, escaped};
use crate::practice::{PATH, Placed};
use crate::problem::{Wrong, read_block};
use stage::Lang;
use stage::words::t;

/// What every chapter loads: it shows in the contents how far the reader is.
pub(crate) const CONTENTS: &str = "contents.js";

/// The list of exercises.
pub(crate) struct Progress;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {}

/// Reads a cell.
pub(crate) fn read(body: &str) -> Result<Progress, Vec<Wrong>> {
    read_block::<Body>(body, "a progress block is empty").map(|_| Progress)
}

/// What the frame around the questions says.
#[derive(Clone, Copy)]
enum Frame {
    Today,
    Export,
    Import,
    Reset,
}

const fn frame(lang: Lang, word: Frame) -> &'static str {
    match word {
        Frame::Today => t("今天", "Today"),
        Frame::Export => t("存成文件", "Save as a file"),
        Frame::Import => t("从文件取回", "Take in a file"),
        Frame::Reset => t("忘掉这一章", "Forget this chapter"),
    }
    .text(lang)
}

impl Kind for Progress {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        let lang = page.lang;
        let mut chapters = String::new();
        for (number, title) in page.titles.iter().enumerate() {
            let mut here: Vec<&Placed> = page.exercises.iter().collect();
            here.retain(|placed| placed.chapter == number && placed.exercise.kind != PATH);
            if !here.is_empty() {
                let file = page.chapters[number].path.with_extension("html");
                chapters.push_str(&chapter(&here, &file.display().to_string(), title, lang));
            }
        }
        Drawn::Figure(format!(
            "<div class=\"progress\" data-pagefind-ignore><section class=\"progress-today\" aria-labelledby=\"progress-today\">\
             <h2 id=\"progress-today\">{today}</h2><p class=\"progress-told\" role=\"status\"></p><ul></ul><p class=\"progress-next\"></p></section>{chapters}\
             <div class=\"progress-act\"><button type=\"button\" data-act=\"export\">{export}</button> \
             <label><span>{import}</span> <input type=\"file\" accept=\".json,application/json\"></label></div></div>",
            today = frame(lang, Frame::Today),
            export = frame(lang, Frame::Export),
            import = frame(lang, Frame::Import),
        ))
    }

    fn loads(&self) -> &'static [&'static str] {
        &["practice.css", "practice.js"]
    }
}

fn chapter(here: &[&Placed], file: &str, title: &str, lang: Lang) -> String {
    let row = |placed: &&Placed| {
        let id = escaped(&placed.exercise.anchor);
        let asks = placed.exercise.asks.html(lang);
        format!("<li data-exercise=\"{id}\"><a href=\"{file}#{id}\">{asks}</a></li>")
    };
    let rows: String = here.iter().map(row).collect();
    format!(
        "<section class=\"progress-chapter\"><h2><a href=\"{file}\">{title}</a></h2>\
         <details><summary class=\"progress-count\">{count}</summary><ul>{rows}</ul></details><button type=\"button\" data-act=\"reset\">{reset}</button></section>",
        title = escaped(title),
        count = t("{0} 道", "{0} exercise{0s}").fill(lang, &[&here.len().to_string()]),
        reset = frame(lang, Frame::Reset),
    )
}
