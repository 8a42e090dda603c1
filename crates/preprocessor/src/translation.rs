//! The book in another language: gettext messages, as mdbook-i18n-helpers cuts them.
//!
//! In: a book with masked cells and `po/<language>.po` beside its sources. Out: the book translated,
//! or a problem for each message that is missing, fuzzy, stale, or links elsewhere than the original.
//! Deliberately absent: texts inside stages; those have both languages side by side in
//! `stage::words` and in the scenario files.

use crate::inline;
use crate::problem::{Problem, line_of, shortened};
use anyhow::{Context, Result, anyhow, bail};
use mdbook_i18n_helpers::gettext::{add_stripped_summary_translations, translate_book};
use mdbook_preprocessor::book::{Book, BookItem};
use polib::catalog::Catalog;
use polib::message::{Message as PoMessage, MessageFlags, MessageMutView, MessageView};
use polib::metadata::CatalogMetadata;
use std::collections::BTreeMap;
use std::path::Path;

/// A piece of text that is translated as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// Where it stands, relative to the book's root.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// The text: its own identity.
    pub text: String,
}

/// Every message of the book, in the order of its pages. `sources` is the book's source folder,
/// relative to `root`.
pub(crate) fn messages(
    root: &Path,
    sources: &Path,
    book: &Book,
    about: &[String],
) -> Result<Vec<Message>> {
    let mut all = Vec::new();
    for text in about {
        all.push(Message { file: "book.toml".to_owned(), line: 1, text: text.clone() });
    }
    let summary_path = sources.join("SUMMARY.md");
    let summary = std::fs::read_to_string(root.join(&summary_path))
        .with_context(|| format!("cannot read {}", summary_path.display()))?;
    for message in extract(&summary_path.display().to_string(), &summary)? {
        // mdBook drops the title of SUMMARY.md; only its links and part titles reach a page.
        if message.line > 1 || !summary.starts_with("# ") {
            all.push(Message { text: without_link(&message.text), ..message });
        }
    }
    for item in book.iter() {
        let BookItem::Chapter(chapter) = item else { continue };
        let Some(source) = &chapter.source_path else { continue };
        all.extend(extract(&sources.join(source).display().to_string(), &chapter.content)?);
    }
    Ok(all)
}

fn extract(file: &str, markdown: &str) -> Result<Vec<Message>> {
    let extracted = mdbook_i18n_helpers::extract_messages(markdown)
        .map_err(|error| anyhow!("{file}: {error}"))?;
    let message = |(line, message): (usize, mdbook_i18n_helpers::ExtractedMessage)| Message {
        file: file.to_owned(),
        line,
        text: message.message,
    };
    Ok(extracted.into_iter().map(message).collect())
}

/// "[Title](page.md)" in SUMMARY.md is "Title" to mdBook.
fn without_link(text: &str) -> String {
    let link = text.strip_prefix('[').and_then(|rest| rest.rsplit_once("]("));
    link.map_or_else(|| text.to_owned(), |(title, _)| title.to_owned())
}

/// What the header of a catalog must say.
const HEADER: [&str; 9] = [
    "Project-Id-Version:",
    "POT-Creation-Date:",
    "PO-Revision-Date:",
    "Language-Team:",
    "MIME-Version:",
    "Content-Type:",
    "Content-Transfer-Encoding:",
    "Language:",
    "Plural-Forms:",
];

/// A catalog and where its messages stand in their file.
pub(crate) struct Translations {
    file: String,
    catalog: Catalog,
    lines: BTreeMap<String, usize>,
}

impl Translations {
    /// Reads `po/<language>.po` beside the book's source folder; without such a file every
    /// message is missing.
    pub(crate) fn load(root: &Path, sources: &Path, language: &str) -> Result<Translations> {
        let folder = sources.parent().unwrap_or_else(|| Path::new("")).join("po");
        let file = folder.join(format!("{language}.po"));
        let path = root.join(&file);
        let (catalog, text) = if path.exists() {
            let text = std::fs::read_to_string(&path)?;
            // polib takes a header without these for its own mistake and panics.
            if let Some(missing) = HEADER.iter().find(|line| !text.contains(**line)) {
                bail!("{}:1: the header has no line \"{missing}\"", file.display());
            }
            let catalog = polib::po_file::parse(&path)
                .map_err(|error| anyhow!("{}: {error}", file.display()))?;
            (catalog, text)
        } else {
            (Catalog::new(metadata(language)), String::new())
        };
        Ok(Translations { file: file.display().to_string(), catalog, lines: lines_of(&text) })
    }

    /// The translation of a message, if there is a good one.
    pub(crate) fn find(&self, text: &str) -> Option<&str> {
        self.catalog
            .find_message(None, text, None)
            .filter(|found| found.is_translated() && !found.is_fuzzy())
            .and_then(|found| found.msgstr().ok())
    }

    /// What keeps the book from being whole in this language.
    pub(crate) fn check(&self, messages: &[Message]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for message in messages {
            let known = self.catalog.find_message(None, &message.text, None);
            match known {
                Some(known) if known.is_fuzzy() => {
                    problems.push(self.problem(
                        &message.text,
                        "fuzzy translation of",
                        "check it and remove the line \"#, fuzzy\"",
                    ));
                }
                Some(known) if known.is_translated() => {
                    problems.extend(self.check_links(message, known.msgstr().unwrap_or_default()));
                }
                _ => problems.push(Problem {
                    file: message.file.clone(),
                    line: message.line,
                    column: None,
                    message: format!("no translation of \"{}\"", shortened(&message.text)),
                    hint: Some(format!(
                        "cargo xtask translate, then fill its msgstr in {}",
                        self.file
                    )),
                }),
            }
        }
        for known in self.catalog.messages() {
            if !messages.iter().any(|message| message.text == known.msgid()) {
                problems.push(self.problem(
                    known.msgid(),
                    "translation of a text that the book no longer has:",
                    "cargo xtask translate drops it or moves it to the text that took its place",
                ));
            }
        }
        problems
    }

    fn check_links(&self, message: &Message, translation: &str) -> Option<Problem> {
        let mut original = inline::destinations(&message.text);
        let mut translated = inline::destinations(translation);
        original.sort();
        translated.sort();
        (original != translated).then(|| {
            let hint = format!("the original links to: {}", original.join(", "));
            self.problem(&message.text, "links differ in the translation of", &hint)
        })
    }

    fn problem(&self, text: &str, what: &str, hint: &str) -> Problem {
        Problem {
            file: self.file.clone(),
            line: self.lines.get(text).copied().unwrap_or(1),
            column: None,
            message: format!("{what} \"{}\"", shortened(text)),
            hint: Some(hint.to_owned()),
        }
    }

    /// Translates every chapter and the table of contents.
    pub(crate) fn apply(mut self, book: &mut Book) -> Result<()> {
        add_stripped_summary_translations(&mut self.catalog);
        translate_book(&self.catalog, book)
    }

    /// Brings the catalog up to date with the book's messages and writes it. What was translated
    /// stays; a changed text takes over the translation of what it was, marked fuzzy.
    pub(crate) fn update(
        self,
        root: &Path,
        language: &str,
        messages: &[Message],
    ) -> Result<Updated> {
        let stale: Vec<(&str, &str)> = self
            .catalog
            .messages()
            .filter(|known| known.is_translated())
            .filter(|known| !messages.iter().any(|message| message.text == known.msgid()))
            .map(|known| (known.msgid(), known.msgstr().unwrap_or_default()))
            .collect();
        let header = self.catalog.metadata.export_for_po();
        let header = CatalogMetadata::parse(&header).unwrap_or_else(|_| metadata(language));
        let mut catalog = Catalog::new(header);
        let mut updated = Updated { file: self.file.clone(), ..Updated::default() };
        for message in messages {
            if let Some(mut known) = catalog.find_message_mut(None, &message.text, None) {
                if !known.source().lines().any(|file| file == message.file) {
                    let sources = format!("{}\n{}", known.source(), message.file);
                    *known.source_mut() = sources;
                }
                continue;
            }
            let mut flags = MessageFlags::new();
            let known = self.catalog.find_message(None, &message.text, None);
            let translation = match known.filter(|known| known.is_translated()) {
                Some(known) => {
                    if known.is_fuzzy() {
                        flags.add_flag("fuzzy");
                        updated.fuzzy += 1;
                    }
                    known.msgstr().unwrap_or_default()
                }
                None => match closest(&message.text, &stale) {
                    Some(translation) => {
                        flags.add_flag("fuzzy");
                        updated.fuzzy += 1;
                        translation
                    }
                    None => {
                        updated.missing += 1;
                        ""
                    }
                },
            };
            updated.all += 1;
            let message = PoMessage::build_singular()
                .with_source(message.file.clone())
                .with_flags(flags)
                .with_msgid(message.text.clone())
                .with_msgstr(translation.to_owned())
                .done();
            catalog.append_or_update(message);
        }
        let path = root.join(&self.file);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        polib::po_file::write(&catalog, &path)
            .with_context(|| format!("cannot write {}", self.file))?;
        Ok(updated)
    }
}

/// What an update of a catalog came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// The catalog, relative to the book's root.
    pub file: String,
    /// How many messages the book has.
    pub all: usize,
    /// How many have no translation.
    pub missing: usize,
    /// How many have one that must be looked at.
    pub fuzzy: usize,
}

/// The translation of the stale text that is most like this one, if it is like it.
fn closest<'a>(text: &str, stale: &[(&str, &'a str)]) -> Option<&'a str> {
    stale
        .iter()
        .map(|(old, translation)| (strsim::normalized_levenshtein(text, old), *translation))
        .filter(|(score, _)| *score > 0.6)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, translation)| translation)
}

/// No dates and no names: the file changes only when the book does.
fn metadata(language: &str) -> CatalogMetadata {
    let mut metadata = CatalogMetadata::new();
    metadata.language = language.to_owned();
    metadata.mime_version = "1.0".to_owned();
    metadata.content_type = "text/plain; charset=UTF-8".to_owned();
    metadata.content_transfer_encoding = "8bit".to_owned();
    metadata
}

/// The line of each `msgid` of a .po file: polib does not keep places.
fn lines_of(po: &str) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    let (mut start, mut line) = (0, 1);
    while let Some(found) = po[start..].find("msgid \"") {
        let at = start + found;
        line += line_of(&po[start..], found) - 1;
        let end = po[at..].find("\nmsgstr").map_or(po.len(), |length| at + length);
        let text: String = po[at + "msgid ".len()..end].lines().map(unquoted).collect();
        lines.insert(text, line);
        line += line_of(&po[at..], end - at) - 1;
        start = end;
    }
    lines
}

fn unquoted(line: &str) -> String {
    let inner = line.trim().trim_start_matches('"');
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            out.push(char);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_messages_are_found_through_wrapping_and_escapes() {
        let po = "msgid \"\"\nmsgstr \"\"\n\n#: a.md\nmsgid \"one \\\"q\\\"\"\nmsgstr \"x\"\n\nmsgid \"\"\n\"two \"\n\"lines\"\nmsgstr \"y\"\n";
        let lines = lines_of(po);
        assert_eq!(lines.get("one \"q\""), Some(&5));
        assert_eq!(lines.get("two lines"), Some(&8));
    }

    #[test]
    fn summary_links_become_titles() {
        assert_eq!(without_link("[会话模式](session.md)"), "会话模式");
        assert_eq!(without_link("部署模式"), "部署模式");
    }
}
