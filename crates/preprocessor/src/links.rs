//! Links inside the book.
//!
//! In: every chapter's Markdown. Out: a problem for each link that leads nowhere: to a page that is
//! not in the table of contents, to a file that does not exist, to a place that has no such id.
//! Deliberately absent: links to other sites; a build does not use the network.

use crate::inline::placed;
use crate::marks;
use crate::moments;
use crate::problem::Problem;
use model::authoring::similar;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// A chapter as it was written.
pub(crate) struct Page<'a> {
    /// Relative to the book's source folder.
    pub path: &'a Path,
    /// Relative to the book's root, for messages.
    pub file: &'a str,
    /// Its text.
    pub markdown: &'a str,
    /// Where the links inside its cells lead, each with its 1-based line.
    pub links: Vec<(usize, String)>,
    /// The ids that its cells have beside those in its text.
    pub ids: Vec<String>,
}

/// Checks the links of all pages, and those in their cells, against each other and against the files in `sources`.
pub(crate) fn check(pages: &[Page<'_>], sources: &Path) -> Vec<Problem> {
    let all = |page: &Page<'_>| [ids(page.markdown), page.ids.clone()].concat();
    let ids: BTreeMap<PathBuf, Vec<String>> =
        pages.iter().map(|page| (page.path.to_path_buf(), all(page))).collect();
    let mut problems = Vec::new();
    for page in pages {
        let mut told = |line: usize, link: &str| {
            if let Err((message, hint)) = check_link(page.path, link, &ids, sources) {
                let file = page.file.to_owned();
                problems.push(Problem { file, line, column: None, message, hint });
            }
        };
        let written = placed(page.markdown).into_iter();
        let links = written.filter(|(_, link)| !link.starts_with(marks::SCHEME));
        links.for_each(|(line, link)| told(line, &link));
        page.links.iter().for_each(|(line, link)| told(*line, link));
    }
    problems
}

fn check_link(
    from: &Path,
    link: &str,
    ids: &BTreeMap<PathBuf, Vec<String>>,
    sources: &Path,
) -> Result<(), (String, Option<String>)> {
    if link.contains("://") || link.starts_with("mailto:") {
        return Ok(());
    }
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id)));
    let target = if path.is_empty() { from.to_path_buf() } else { resolved(from, path) };
    let Some(known) = ids.get(&target) else {
        if target.extension().is_some_and(|ending| ending != "md")
            && sources.join(&target).is_file()
        {
            return Ok(());
        }
        let pages: Vec<String> = ids.keys().map(|page| page.display().to_string()).collect();
        let hint = similar(&target.display().to_string(), pages.iter().map(String::as_str))
            .unwrap_or_else(|| format!("pages of the book: {}", pages.join(", ")));
        return Err((format!("the link \"{link}\" leads nowhere"), Some(hint)));
    };
    // Whether its stage has such a moment is for `moments` to say.
    let anchor = anchor.map(|anchor| moments::split(anchor).map_or(anchor, |(stage, _)| stage));
    match anchor {
        Some(anchor) if !known.iter().any(|id| id == anchor) => {
            let hint = similar(anchor, known.iter().map(String::as_str)).unwrap_or_else(|| {
                "give the heading an id of its own, {#like-this}: it holds in every language"
                    .to_owned()
            });
            Err((format!("\"{}\" has no place called \"#{anchor}\"", target.display()), Some(hint)))
        }
        _ => Ok(()),
    }
}

/// A link from one page, relative to the source folder. `page.html` means `page.md`.
fn resolved(from: &Path, link: &str) -> PathBuf {
    let mut path = PathBuf::new();
    let folder = from.parent().unwrap_or_else(|| Path::new(""));
    for part in folder.join(link).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::ParentDir => {
                path.pop();
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    if path.extension().is_some_and(|ending| ending == "html") {
        path.set_extension("md");
    }
    path
}

/// The ids that an author set: `# Heading {#id}`, `<a id="…">`, and each stage's and claim's own. Ids that mdBook
/// makes out of a heading's words are left out: they change with the language.
fn ids(markdown: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Start(Tag::Heading { id: Some(id), .. }) => ids.push(id.into_string()),
            Event::Html(html) | Event::InlineHtml(html) => {
                for rest in html.split("id=\"").skip(1) {
                    ids.extend(rest.split('"').next().map(str::to_owned));
                }
            }
            _ => {}
        }
    }
    for line in markdown.lines() {
        let name = line.strip_prefix("scenario = \"").and_then(|rest| rest.strip_suffix('"'));
        ids.extend(name.map(|name| format!("stage-{name}")));
        let number = line.strip_prefix("number = ");
        ids.extend(number.map(|number| format!("claim-{number}")));
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page<'a>(path: &'a str, markdown: &'a str, links: &[(usize, &str)]) -> Page<'a> {
        let links = links.iter().map(|(line, link)| (*line, (*link).to_owned())).collect();
        Page { path: Path::new(path), file: path, markdown, links, ids: vec!["cell".to_owned()] }
    }

    #[test]
    fn each_broken_link_has_a_line_and_a_hint() {
        let rows = [
            ("[x](b.md)", ""),
            ("[x](b.md#there)", ""),
            ("[x](#here)\n\n# Here {#here}", ""),
            ("[x](b.md#cell)", ""),
            ("[x](https://example.org/none)", ""),
            (
                "\n\n[x](elsewhere.md)",
                "a.md:3: the link \"elsewhere.md\" leads nowhere\n    pages of the book: a.md, b.md",
            ),
            (
                "[x](b.md#ther)",
                "a.md:1: \"b.md\" has no place called \"#ther\"\n    did you mean \"there\"?",
            ),
            (
                "![x](none.png)",
                "a.md:1: the link \"none.png\" leads nowhere\n    pages of the book: a.md, b.md",
            ),
        ];
        for (markdown, expected) in rows {
            let pages = [
                page("a.md", markdown, &[]),
                page("b.md", "# There {#there}", &[(7, "a.md"), (7, "c.md")]),
            ];
            let problems = check(&pages, Path::new("/nowhere"));
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let (inside, written): (Vec<String>, Vec<String>) =
                told.into_iter().partition(|told| told.starts_with("b.md:7:"));
            assert_eq!(inside.len(), 1, "texts inside cells are checked, too");
            assert_eq!(written.join("\n"), expected, "for {markdown}");
        }
    }
}
