//! Texts inside cells: both languages side by side, with a little Markdown in them.
//!
//! In: what an author wrote in a cell. Out: HTML of one line in the language of the page, and the links in
//! it for [`crate::links`].
//! Deliberately absent: anything but words, code, emphasis and links; a cell's layout is its own.

use crate::links;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use stage::Lang;

/// A text in both languages of the book.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bilingual {
    pub zh: String,
    pub en: String,
}

impl Bilingual {
    pub(crate) fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    pub(crate) fn html(&self, lang: Lang) -> String {
        html(self.text(lang))
    }

    /// Where its links lead, in either language.
    pub(crate) fn destinations(&self) -> Vec<String> {
        let mut all = links::destinations(&self.zh);
        all.extend(links::destinations(&self.en));
        all
    }
}

/// One line of Markdown as HTML without a paragraph around it.
pub(crate) fn html(markdown: &str) -> String {
    let mut out = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) => out.push_str(&escaped(&text)),
            Event::Code(code) => out.push_str(&format!("<code>{}</code>", escaped(&code))),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::Start(Tag::Strong) => out.push_str("<strong>"),
            Event::End(TagEnd::Strong) => out.push_str("</strong>"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                out.push_str(&format!("<a href=\"{}\">", escaped(&address(&dest_url))));
            }
            Event::End(TagEnd::Link) => out.push_str("</a>"),
            _ => {}
        }
    }
    out
}

/// A text as it stands in HTML, between tags and inside quotes.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// mdBook turns `page.md` into `page.html` in Markdown; a cell does it itself.
pub(crate) fn address(link: &str) -> String {
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id)));
    let path =
        path.strip_suffix(".md").map_or_else(|| path.to_owned(), |page| format!("{page}.html"));
    anchor.map_or_else(|| path.clone(), |anchor| format!("{path}#{anchor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_code_and_links_are_kept_and_html_is_not_let_in() {
        let rows = [
            ("a < b", "a &lt; b"),
            ("run `flink <x>`", "run <code>flink &lt;x&gt;</code>"),
            ("[x](a.md#b) and [y](#c)", "<a href=\"a.html#b\">x</a> and <a href=\"#c\">y</a>"),
            ("**x**", "<strong>x</strong>"),
            ("<b>x", "x"),
        ];
        for (markdown, expected) in rows {
            assert_eq!(html(markdown), expected, "for {markdown}");
        }
    }
}
