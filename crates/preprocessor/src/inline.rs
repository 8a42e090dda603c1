//! Texts inside cells: both languages side by side, with a little Markdown in them.
//!
//! In: what an author wrote in a cell. Out: HTML of one line in the language of the page, and the links in
//! it for [`crate::links`].
//! Deliberately absent: anything but words, code, emphasis and links; a cell's layout is its own.

use crate::problem::line_of;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use stage::Lang;

pub(crate) use model::authoring::Bilingual;

/// What a page asks of an author's text.
pub(crate) trait Both {
    /// As written.
    fn text(&self, lang: Lang) -> &str;

    /// As HTML of one line.
    fn html(&self, lang: Lang) -> String;

    /// Where its links lead, in either language.
    fn destinations(&self) -> Vec<String>;
}

impl Both for Bilingual {
    fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    fn html(&self, lang: Lang) -> String {
        html(self.text(lang))
    }

    fn destinations(&self) -> Vec<String> {
        let mut all = destinations(&self.zh);
        all.extend(destinations(&self.en));
        all
    }
}

/// Where the links of a piece of Markdown lead.
pub(crate) fn destinations(markdown: &str) -> Vec<String> {
    placed(markdown).into_iter().map(|(_, link)| link).collect()
}

/// The same, each with its 1-based line.
pub(crate) fn placed(markdown: &str) -> Vec<(usize, String)> {
    let events = Parser::new_ext(markdown, Options::all()).into_offset_iter();
    let link = |(event, range): (Event<'_>, std::ops::Range<usize>)| {
        Some((line_of(markdown, range.start), destination(&event)?.to_owned()))
    };
    events.filter_map(link).collect()
}

fn destination<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => None,
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url),
        _ => None,
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
