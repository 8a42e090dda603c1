//! Cells that compose a line: what an author writes, and the figure that a page shows.
//!
//! In: the TOML of a `compose` block. Out: a [`ComposeCell`], or every mistake in it with its line; then one `<figure>` on a
//! single line for each language: choices and what comes of them, and the cell for the live part that takes over.

use crate::cells::{Drawn, Kind, LOADER, Page};
use crate::desk::figure;
use crate::inline::{Bilingual, Both};
use crate::problem::{Wrong, line_of, read_block};
use ::desk::compose::Choices;
use ::desk::compose::sheet::{Cell, chosen, sheet};
use ::desk::markup::Node;
use stage::Lang;
use toml::Spanned;

/// A composer.
pub(crate) struct ComposeCell {
    id: String,
    title: Bilingual,
    point: Bilingual,
    choices: Choices,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: String,
    title: Bilingual,
    point: Bilingual,
    /// What is chosen at first, where it is not as usual: `["platform kubernetes"]`.
    #[serde(default)]
    choose: Vec<Spanned<String>>,
}

/// Reads a cell.
pub(crate) fn read(body: &str) -> Result<ComposeCell, Vec<Wrong>> {
    let hint = "a composer holds id, title, point and perhaps choose";
    let Body { id, title, point, choose } = read_block(body, hint)?;
    let mut choices = Choices::default();
    let mut wrong = Vec::new();
    for choice in &choose {
        let (name, value) = choice.get_ref().split_once(' ').unwrap_or_default();
        if !choices.set(name, value) {
            let message = format!("\"{}\" cannot be chosen", choice.get_ref());
            let hint = Some("like \"platform kubernetes\"".to_owned());
            wrong.push(Wrong { line: line_of(body, choice.span().start), message, hint });
        }
    }
    match wrong.is_empty() {
        true => Ok(ComposeCell { id, title, point, choices: choices.fitting() }),
        false => Err(wrong),
    }
}

impl Kind for ComposeCell {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        Drawn::Figure(self.figure(page.lang))
    }

    fn id(&self) -> Option<String> {
        Some(format!("compose-{}", self.id))
    }

    fn loads(&self) -> &'static [&'static str] {
        &[LOADER, "desk.css"]
    }
}

impl ComposeCell {
    fn figure(&self, lang: Lang) -> String {
        let ComposeCell { id, title, point, choices } = self;
        let title_here = title.text(lang).to_owned();
        let cell = Cell { id: id.clone(), lang, title: title_here, choices: choices.clone() };
        let below: String = sheet(choices, lang).iter().map(Node::to_html).collect();
        let inside = format!("<section>{}</section>{below}", chosen(choices, lang).to_html());
        figure(&format!("compose-{id}"), lang, (title, point), &inside, &cell.to_text())
    }
}
