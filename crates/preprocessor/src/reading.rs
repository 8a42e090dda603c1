//! What stands at the head of a chapter: how long it takes to read, how many pictures it has, and its sections.
//!
//! In: a chapter's Markdown in the language of the page, its cells still masked, so that sentences which are folded away do not
//! count. Out: the same with a folded list behind its title, if it has enough sections to look for one.
//! Deliberately absent: how it looks (`book/theme/reading.css`).

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use stage::Lang;
use stage::words::t;
use std::ops::Range;

/// A chapter of fewer sections is seen at a glance.
const FEW_SECTIONS: usize = 3;

/// Chinese characters read in a minute.
const CHARACTERS: usize = 400;

/// English words read in a minute.
const WORDS: usize = 220;

/// A heading below the chapter's title.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// A part of the section before it.
    inner: bool,
    /// Where links lead.
    pub id: String,
    /// Its words, as Markdown.
    pub title: String,
}

/// What was found in a chapter.
#[derive(Default)]
struct Chapter {
    /// Where its title ends.
    title_end: Option<usize>,
    sections: Vec<Section>,
    characters: usize,
    words: usize,
}

/// The headings of a chapter, below its title.
pub(crate) fn sections(markdown: &str) -> Vec<Section> {
    read(markdown).sections
}

/// The bytes of the section below the heading of that id, up to the next heading of any level.
pub(crate) fn bounds(markdown: &str, id: &str) -> Option<Range<usize>> {
    let mut start = None;
    for (event, range) in Parser::new_ext(markdown, Options::all()).into_offset_iter() {
        let Event::Start(Tag::Heading { id: own, .. }) = event else { continue };
        match start {
            None if own.as_deref() == Some(id) => start = Some(range.end),
            None => {}
            Some(start) => return Some(start..range.start),
        }
    }
    start.map(|start| start..markdown.len())
}

/// The head of a chapter, or nothing for a short one. `pictures` is how many things of it come alive; each takes a minute.
pub(crate) fn head(markdown: &str, pictures: usize, lang: Lang) -> Option<String> {
    let chapter = read(markdown);
    let sections = chapter.sections.iter().filter(|section| !section.inner).count();
    if sections < FEW_SECTIONS {
        return None;
    }
    let minutes = minutes(&chapter) + pictures;
    let images = images(pictures, lang);
    let told = t("约 {0} 分钟{1}，{2} 节", "About {0} minutes{1}, {2} sections");
    let told = told.fill(lang, &[&minutes.to_string(), &images, &sections.to_string()]);
    let rows = chapter.sections.iter().map(|Section { inner, id, title }| {
        let indent = if *inner { "  " } else { "" };
        format!("{indent}- [{title}](#{id})\n")
    });
    let list: String = rows.collect();
    Some(format!(
        "<details class=\"chapter-head\" data-pagefind-ignore>\n<summary>{told}</summary>\n\n{list}\n</details>"
    ))
}

/// The chapter with its head behind the title.
pub(crate) fn place(markdown: &str, head: Option<String>) -> String {
    let Some((head, at)) = head.zip(read(markdown).title_end) else { return markdown.to_owned() };
    let (title, rest) = markdown.split_at(at);
    format!("{title}\n{head}\n\n{rest}")
}

fn images(pictures: usize, lang: Lang) -> String {
    match pictures {
        0 => String::new(),
        _ => t("，{0} 张图", ", {0} picture{0s}").fill(lang, &[&pictures.to_string()]),
    }
}

fn minutes(chapter: &Chapter) -> usize {
    let seconds = chapter.characters * 60 / CHARACTERS + chapter.words * 60 / WORDS;
    seconds.div_ceil(60).max(1)
}

fn read(markdown: &str) -> Chapter {
    let mut chapter = Chapter::default();
    let mut in_block = false;
    let mut heading: Option<(Section, usize)> = None;
    for (event, range) in Parser::new_ext(markdown, Options::all()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_block = true,
            Event::End(TagEnd::CodeBlock) => in_block = false,
            Event::Start(Tag::Heading { level, id: Some(id), .. })
                if matches!(level, HeadingLevel::H2 | HeadingLevel::H3) =>
            {
                let inner = level == HeadingLevel::H3;
                let section = Section { inner, id: id.into_string(), title: String::new() };
                heading = Some((section, range.start));
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                chapter.title_end.get_or_insert(range.end);
            }
            Event::End(TagEnd::Heading(_)) => {
                chapter.sections.extend(heading.take().map(|(mut section, start)| {
                    section.title = title(&markdown[start..range.end]);
                    section
                }));
            }
            Event::Text(text) | Event::Code(text) if !in_block => chapter.count(&text),
            _ => {}
        }
    }
    chapter
}

/// "## Words {#id}" without its marks; as it stands in a link's text. Translations are written "{ #id }".
fn title(line: &str) -> String {
    let words = line.trim().trim_start_matches('#').trim();
    let is_id = |behind: &str| behind.trim_start().starts_with('#');
    let split = words.rsplit_once(" {").filter(|(_, behind)| is_id(behind));
    let words = split.map_or(words, |(words, _)| words);
    words.trim().to_owned()
}

impl Chapter {
    fn count(&mut self, text: &str) {
        let chinese = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
        self.characters += text.chars().filter(|c| chinese(*c)).count();
        let words = text.split(|c: char| chinese(c) || c.is_whitespace());
        self.words += words.filter(|word| word.chars().any(char::is_alphanumeric)).count();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAPTER: &str = "# 一章\n\n开头。\n\n## 一 {#one}\n\n话。\n\n### 内 `x` { #in }\n\n## 二 {#two}\n\n## 三 {#three}\n";

    #[test]
    fn a_chapter_gets_a_head_with_its_sections() {
        let expected = "# 一章\n\n<details class=\"chapter-head\" data-pagefind-ignore>\n\
            <summary>约 3 分钟，2 张图，3 节</summary>\n\n- [一](#one)\n  - [内 `x`](#in)\n- [二](#two)\n- [三](#three)\n\n\
            </details>\n\n\n开头。";
        let headed = place(CHAPTER, head(CHAPTER, 2, Lang::Zh));
        assert!(headed.starts_with(expected), "{headed}");
        let english = head(CHAPTER, 1, Lang::En).expect("three sections");
        assert!(english.contains("About 2 minutes, 1 picture, 3 sections"), "{english}");
        let none = head(CHAPTER, 0, Lang::Zh).expect("three sections");
        assert!(none.contains("约 1 分钟，3 节"), "{none}");
    }

    #[test]
    fn a_short_chapter_stays_as_it_is() {
        for short in ["# 一章\n\n话。\n", "# 一章\n\n## 一 {#one}\n\n## 二 {#two}\n\n## 无\n"]
        {
            assert_eq!(head(short, 5, Lang::Zh), None);
            assert_eq!(place(short, None), short);
        }
    }

    #[test]
    fn time_is_counted_in_characters_words_and_not_in_code() {
        let chinese = "字".repeat(800);
        let english = "word ".repeat(220);
        assert_eq!(minutes(&read(&chinese)), 2);
        assert_eq!(minutes(&read(&english)), 1);
        assert_eq!(minutes(&read(&format!("{chinese}{english}"))), 3);
        assert_eq!(minutes(&read(&format!("```text\n{chinese}\n```\n"))), 1);
    }
}
