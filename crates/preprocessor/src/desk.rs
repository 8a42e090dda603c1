//! Cells of the desk for lines: what an author writes, and the figure that a page shows.
//!
//! In: the TOML of a `desk` block. Out: a [`DeskCell`], or every mistake in it with its line; then one `<figure>` on a single
//! line for each language: a line taken apart, and the cell for the live desk that takes over.

use crate::cells::{Drawn, Kind, LOADER, Page};
use crate::inline::{Bilingual, escaped};
use crate::problem::{Wrong, line_of, read_block};
use ::desk::cell::{Asked, Cell};
use ::desk::shown::{Label, Piece, Row, Shown, Told, Verdict, effect, label, shown};
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
        format!(
            "<figure class=\"desk\" id=\"desk-{id}\" data-part=\"line-desk\" data-lang=\"{lang}\">\
             <figcaption><strong>{title}</strong> <span>{point}</span></figcaption>\
             <div class=\"stage-body\"><div class=\"stage-static desk-static\">{inside}</div></div>\
             <script type=\"text/plain\" class=\"stage-cell\">{cell}</script></figure>",
            lang = lang.code(),
            title = escaped(title.text(lang)),
            point = escaped(point.text(lang)),
            inside = inside(&shown, asked, lang),
            cell = cell.to_text(),
        )
    }
}

fn inside(shown: &Shown, asked: &Asked, lang: Lang) -> String {
    let say = |what| escaped(&label(lang, what, &[]));
    let verdicts: String =
        shown.verdicts.iter().map(|it| verdict(it, asked.version, lang)).collect();
    let told: String = shown.told.iter().map(|it| self::told(it, lang)).collect();
    let told = match told.is_empty() {
        true => format!("<p>{}</p>", say(Label::NothingWrong)),
        false => format!("<ul class=\"desk-told\">{told}</ul>"),
    };
    let pieces: String = shown.pieces.iter().map(|it| piece(it, shown)).collect();
    let rows: String = shown.rows.iter().map(|it| row(it, lang)).collect();
    format!(
        "<section><h2>{}</h2><ul class=\"desk-verdicts\">{verdicts}</ul></section>\
         <section><h2>{}</h2>{told}</section>\
         <section><h2>{}</h2><div class=\"desk-line\">{pieces}</div></section>\
         <section><h2>{}</h2><ol class=\"desk-rows\">{rows}</ol></section>",
        say(Label::Table),
        say(Label::Wrong),
        say(Label::Marked),
        say(Label::Parts),
    )
}

fn verdict(verdict: &Verdict, now: FlinkVersion, lang: Lang) -> String {
    let (sign, word) = effect(lang, verdict.effect);
    format!(
        "<li class=\"desk-verdict is-{effect}{now}\"><b>{version}</b><span class=\"desk-effect\"><span aria-hidden=\"true\">{sign}</span> {word}</span><span>{says}</span></li>",
        effect = verdict.effect.name(),
        now = if verdict.version == now { " is-now" } else { "" },
        version = verdict.version.name(),
        word = escaped(&word),
        says = escaped(&verdict.says),
    )
}

fn told(told: &Told, lang: Lang) -> String {
    let (sign, word) = effect(lang, told.effect);
    let message = told.message.as_ref().map_or(String::new(), |message| {
        format!("<p class=\"desk-message\">{}</p>", escaped(message).replace('\n', "<br>"))
    });
    format!(
        "<li class=\"is-{effect}\"><p><code>{text}</code> <b><span aria-hidden=\"true\">{sign}</span> {word}</b></p><p>{says}</p>{message}<p class=\"desk-source\">{source}: {from}</p></li>",
        effect = told.effect.name(),
        text = escaped(&told.text).replace('\n', "<br>"),
        word = escaped(&word),
        says = escaped(&told.says).replace('\n', "<br>"),
        source = escaped(&label(lang, Label::Source, &[])),
        from = escaped(told.source),
    )
}

fn piece(piece: &Piece, shown: &Shown) -> String {
    let text = escaped(&piece.text).replace('\n', "<br>");
    match piece.row.and_then(|row| shown.rows.get(row)) {
        None => text,
        Some(row) => format!("<span class=\"desk-part is-{}\">{text}</span>", row.kind.name()),
    }
}

fn row(row: &Row, lang: Lang) -> String {
    let facts = row.facts.iter().map(|(name, value)| {
        format!("<span>{}: <code>{}</code></span>", escaped(name), escaped(value))
    });
    format!(
        "<li><p><code class=\"desk-part is-{kind}\">{text}</code> {says}</p><p class=\"desk-facts\">{facts} <a href=\"{chapter}\">{book}</a></p></li>",
        kind = row.kind.name(),
        text = escaped(&row.text).replace('\n', "<br>"),
        says = escaped(&row.says),
        facts = facts.collect::<Vec<_>>().join(" "),
        chapter = escaped(&row.chapter),
        book = escaped(&label(lang, Label::Chapter, &[])),
    )
}
