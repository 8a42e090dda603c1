//! What a page says about itself to search engines and to whoever previews a link.
//!
//! In: a built page, whose template says what is true of the whole book. Out: the same page with a
//! description of its own, its first sentences; and, once `site-url` says at which address the site
//! will live, with whole addresses where relative ones are not understood.
//! Deliberately absent: titles, languages and pictures, which the template knows.

use crate::paper;
use anyhow::{Context, Result};
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str, text};
use std::cell::{Cell, RefCell};
use std::path::Path;

/// A description comes from so many paragraphs at most.
const PARAGRAPHS: usize = 3;

/// Search engines show about so many characters, Chinese ones counted twice.
const LONGEST: usize = 160;

/// The page with its description. `site_url` is where the site will live, as far as somebody knows: an address, for
/// which addresses become whole, or its path, which the page for what is not there needs.
///
/// # Errors
/// When it is no HTML.
pub fn finish(html: &str, page: &Path, site_url: Option<&str>) -> Result<String> {
    // The empty corner of a table heads nothing.
    let html = html.replace("<th></th>", "<td></td>");
    // The first page speaks for the book, whose description it has; the one that holds them all has its own.
    let is_book = page.ends_with("index.html") || page.ends_with(paper::PAGE);
    let description = if is_book { String::new() } else { shortened(&first_paragraphs(&html)?) };
    let described = describe(&html, &description)?;
    let finished = match site_url {
        Some(url) if url.starts_with("http") => with_whole_addresses(&described, page, url),
        Some(_) => return Ok(described),
        None => without_base(&described),
    };
    finished.with_context(|| format!("{} is no HTML", page.display()))
}

fn describe(html: &str, description: &str) -> Result<String> {
    if description.is_empty() {
        return Ok(html.to_owned());
    }
    let metas = "meta[name=description], meta[property='og:description']";
    let set = element!(metas, |meta| Ok(meta.set_attribute("content", description)?));
    Ok(rewrite_str(html, RewriteStrSettings::new().append_element_content_handler(set))?)
}

fn with_whole_addresses(html: &str, page: &Path, address: &str) -> Result<String> {
    let folder = format!("{address}{}", slashed(page.parent()));
    let own = format!("{address}{}", slashed(Some(page)).trim_end_matches('/'));
    let canonical = format!(
        "\n<meta property=\"og:url\" content=\"{own}\">\n<link rel=\"canonical\" href=\"{own}\">"
    );
    let image = element!("meta[property='og:image']", |meta| {
        let image = meta.get_attribute("content").unwrap_or_default();
        Ok(meta.set_attribute("content", &joined(&folder, &image))?)
    });
    let languages = element!("link[rel=alternate]", |link| {
        let other = link.get_attribute("href").unwrap_or_default();
        Ok(link.set_attribute("href", &joined(&folder, &other))?)
    });
    let itself = element!("meta[property='og:type']", |meta| {
        meta.after(&canonical, ContentType::Html);
        Ok(())
    });
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(image)
        .append_element_content_handler(languages)
        .append_element_content_handler(itself);
    Ok(rewrite_str(html, settings)?)
}

/// Without an address nobody knows where the page for what is not there will be shown.
fn without_base(html: &str) -> Result<String> {
    let base = element!("base", |base| {
        base.remove();
        Ok(())
    });
    Ok(rewrite_str(html, RewriteStrSettings::new().append_element_content_handler(base))?)
}

fn slashed(path: Option<&Path>) -> String {
    let parts = path.into_iter().flat_map(Path::components);
    parts.map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
}

/// A relative link beside a page, as a whole address.
fn joined(folder: &str, link: &str) -> String {
    let mut parts: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// Some chapters begin with a short sentence: it alone would describe little.
fn first_paragraphs(html: &str) -> Result<String> {
    let taken = RefCell::new(String::new());
    let count = Cell::new(0);
    let paragraph = element!("main > p", |_| {
        count.set(count.get() + 1);
        taken.borrow_mut().push('\n');
        Ok(())
    });
    let words = text!("main > p", |chunk| {
        if count.get() <= PARAGRAPHS {
            taken.borrow_mut().push_str(chunk.as_str());
        }
        Ok(())
    });
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(paragraph)
        .append_element_content_handler(words);
    rewrite_str(html, settings)?;
    Ok(taken.take())
}

/// The first sentences that fit, else the first words.
fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Chinese sentences follow each other without a blank.
    let text = text.replace("。 ", "。").replace("？ ", "？");
    // Text in HTML is escaped already; in an attribute it is escaped once more by whoever writes it.
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let text = text.replace("&#39;", "'").replace("&amp;", "&");
    let mut width = 0;
    let mut sentence = 0;
    let mut word = 0;
    for (at, char) in text.char_indices() {
        width += if char.is_ascii() { 1 } else { 2 };
        if width > LONGEST {
            let end = if sentence > 0 { sentence } else { word };
            let dots = if sentence > 0 { "" } else { "…" };
            return format!("{}{dots}", text[..end].trim_end());
        }
        let after = at + char.len_utf8();
        if matches!(char, '。' | '？' | '！')
            || (matches!(char, '.' | '?' | '!') && text[after..].starts_with(' '))
        {
            sentence = after;
        }
        if char == ' ' || !char.is_ascii() {
            word = after;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><meta name=\"description\" content=\"book\">\
        <meta property=\"og:type\" content=\"article\"><meta property=\"og:image\" content=\"../images/a.png\">\
        <link rel=\"alternate\" href=\"../s.html\"><base href=\"/\"></head>\
        <main><h1>T</h1><p>One &amp; <b>two</b>.</p><p>Three.</p></main>";

    #[test]
    fn a_page_is_described_by_its_first_sentences() -> Result<()> {
        let page = finish(PAGE, Path::new("en/s.html"), None)?;
        assert!(
            page.contains("<meta name=\"description\" content=\"One & two. Three.\">"),
            "{page}"
        );
        assert!(page.contains("content=\"../images/a.png\"") && !page.contains("<base"), "{page}");
        Ok(())
    }

    #[test]
    fn addresses_are_whole_once_the_site_has_one() -> Result<()> {
        let page = finish(PAGE, Path::new("en/s.html"), Some("https://example.org/book/"))?;
        for part in [
            "content=\"https://example.org/book/images/a.png\"",
            "rel=\"alternate\" href=\"https://example.org/book/s.html\"",
            "rel=\"canonical\" href=\"https://example.org/book/en/s.html\"",
            "<base",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        Ok(())
    }

    #[test]
    fn long_paragraphs_end_with_a_sentence() {
        let long = format!("第一句。{}。", "字".repeat(200));
        assert_eq!(shortened(&long), "第一句。");
        assert!(shortened(&"字".repeat(200)).ends_with('…'));
        assert_eq!(shortened("Short, 1.20 too."), "Short, 1.20 too.");
    }
}
