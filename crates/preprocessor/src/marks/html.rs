//! A mark in the page: a small link behind its sentence.
//!
//! In: a chapter's Markdown in the language of the page. Out: the same, each mark a link to the moment that shows it.
//! Deliberately absent: colours and shapes (`book/theme/claims.css`).

use super::{Proof, SCHEME};
use crate::claims::page::Book;
use crate::claims::stands_in;
use crate::inline::{Both, escaped};
use stage::Lang;
use stage::words::{self, t};

/// The chapter with its marks in place. `own` is its number.
pub(crate) fn placed(markdown: &str, own: usize, book: &Book<'_>) -> String {
    let begins = format!("[✓]({SCHEME}");
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, behind)) = rest.split_once(&begins) {
        out.push_str(before);
        let (name, after) = behind.split_once(')').unwrap_or((behind, ""));
        if let Some(proof) = book.proofs.iter().find(|proof| proof.name == name) {
            out.push_str(&link(proof, own, book));
        }
        rest = after;
    }
    out + rest
}

/// It stays on the line of its sentence, and a search does not find it.
fn link(proof: &Proof, own: usize, book: &Book<'_>) -> String {
    let page = stands_in(book.chapters, own, &proof.scenario).filter(|page| *page != own);
    let target = page.and_then(|page| book.chapters.get(page)).map(|chapter| {
        let above = book.chapters.get(own).map_or(0, |own| own.path.components().count() - 1);
        format!("{}{}", "../".repeat(above), chapter.path.with_extension("html").display())
    });
    format!(
        "\u{2060}<a class=\"checked\" href=\"{target}#{fragment}\" data-scenario=\"{scenario}\" aria-label=\"{label}\" \
         title=\"{title}\" data-pagefind-ignore>✓</a>",
        target = target.unwrap_or_default(),
        fragment = escaped(&proof.fragment),
        scenario = proof.scenario,
        label = t("模型检查过：看这一刻", "checked by the model: see the moment").text(book.lang),
        title = escaped(&title(proof, book.lang)),
    )
}

/// In which versions it was checked, and what one sees.
fn title(proof: &Proof, lang: Lang) -> String {
    let (first, last) = (proof.versions.first(), proof.versions.last());
    let range = match (first, last) {
        (Some(first), Some(last)) if first == last => first.name().to_owned(),
        (Some(first), Some(last)) => {
            t("{0} 到 {1}", "{0} to {1}").fill(lang, &[first.name(), last.name()])
        }
        _ => String::new(),
    };
    let (at, told) = (words::time::clock(proof.at), proof.told.text(lang));
    t("模型检查过（{0}）：{1} {2}", "Checked by the model ({0}): {1} {2}")
        .fill(lang, &[&range, &at, told])
}
