//! Cells of the desk for lines: what an author writes, and the figure that a page shows.
//!
//! In: the TOML of a `desk` block. Out: a [`DeskCell`], or every mistake in it with its line; then one `<figure>` on a single
//! line for each language: a line taken apart, and the cell for the live desk that takes over.

use crate::cells::{Drawn, Kind, LOADER, Page};
use crate::inline::{Bilingual, Both, escaped};
use crate::problem::{Wrong, line_of, read_block};
use ::desk::cell::{Asked, Cell};
use ::desk::markup::Node;
use ::desk::page::read as drawn;
use ::desk::shown::{Shown, shown};
use model::FlinkVersion;
use stage::Lang;
use toml::Spanned;

/// A desk with a line on it.
pub(crate) struct DeskCell {
    id: String,
    title: Bilingual,
    point: Bilingual,
    asked: Asked,
    examples: Vec<Example>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: String,
    title: Bilingual,
    point: Bilingual,
    version: Spanned<String>,
    lines: Spanned<String>,
    examples: Vec<Example>,
}

/// A line to try.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: Bilingual,
    lines: String,
}

/// Reads a cell.
pub(crate) fn read(body: &str) -> Result<DeskCell, Vec<Wrong>> {
    let hint = "a desk holds id, title, point, version, lines and examples";
    let Body { id, title, point, version, lines, examples } = read_block(body, hint)?;
    let wrong = |at: usize, message: String, hint: Option<String>| {
        vec![Wrong { line: line_of(body, at), message, hint }]
    };
    let Some(known) = FlinkVersion::named(version.get_ref()) else {
        let hint = format!("there are {}", FlinkVersion::ALL.map(FlinkVersion::name).join(", "));
        let message = format!("no version is called \"{}\"", version.get_ref());
        return Err(wrong(version.span().start, message, Some(hint)));
    };
    let at = lines.span().start;
    let asked = Asked { version: known, lines: lines.into_inner().trim().to_owned() };
    match shown(&asked, Lang::En) {
        Err(long) => Err(wrong(at, long.to_string(), None)),
        Ok(_) => Ok(DeskCell { id, title, point, asked, examples }),
    }
}

impl Kind for DeskCell {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        Drawn::Figure(self.figure(page.lang))
    }

    fn id(&self) -> Option<String> {
        Some(format!("desk-{}", self.id))
    }

    fn loads(&self) -> &'static [&'static str] {
        &[LOADER, "desk.css"]
    }
}

impl DeskCell {
    fn figure(&self, lang: Lang) -> String {
        let DeskCell { id, title, point, asked, examples } = self;
        let shown = shown(asked, lang).expect("the cell was read");
        let examples = examples.iter();
        let cell = Cell {
            id: id.clone(),
            lang,
            title: title.text(lang).to_owned(),
            asked: asked.clone(),
            examples: examples
                .map(|it| (it.name.text(lang).to_owned(), it.lines.trim().to_owned()))
                .collect(),
        };
        let inside = inside(&shown, asked.version, lang);
        figure(&format!("desk-{id}"), lang, (title, point), &inside, &cell.to_text())
    }
}

/// The frame of a desk or of a composer: its caption, what stands there before the live part takes over, and its cell.
pub(crate) fn figure(
    id: &str,
    lang: Lang,
    (title, point): (&Bilingual, &Bilingual),
    inside: &str,
    cell: &str,
) -> String {
    format!(
        "<figure class=\"desk\" id=\"{id}\" data-part=\"line-desk\" data-lang=\"{lang}\">\
         <figcaption><strong>{title}</strong> <span>{point}</span></figcaption>\
         <div class=\"stage-body\"><div class=\"stage-static desk-static\">{inside}</div></div>\
         <script type=\"text/plain\" class=\"stage-cell\">{cell}</script></figure>",
        lang = lang.code(),
        title = escaped(title.text(lang)),
        point = escaped(point.text(lang)),
    )
}

/// What stands there before the live desk takes over, without the addresses of rows: those are the live rows'.
fn inside(shown: &Shown, version: FlinkVersion, lang: Lang) -> String {
    let html: String = drawn(shown, version, lang, false).iter().map(Node::to_html).collect();
    let at = (0..shown.rows.len()).map(|at| format!(" id=\"desk-row-{at}\""));
    at.fold(html, |html, id| html.replace(&id, ""))
}
