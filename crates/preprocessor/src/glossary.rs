//! The words of the glossary, explained wherever they occur.
//!
//! In: the glossary's Markdown and a chapter's, both in the language of the page. Out: the chapter with the
//! first occurrence of each word in each section wrapped in `<span class="term">`, and what the words mean
//! as JSON at its end. The page's script (`book/theme/glossary.js`) makes them react; without it they are
//! plain text.
//! Deliberately absent: words in headings, links, code and figures, which have a meaning or a use already.

use crate::problem::{Problem, line_of, shortened};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// The chapter that is the glossary, relative to the source folder.
pub(crate) const FILE: &str = "glossary.md";

/// Where a name is only a part of another word, or used as an everyday one.
const OTHER_WORDS: &[&str] = &[
    "应用程序",
    "实际应用",
    "前台。",
    "前台，收下",
    "子任务",
    "单作业 ",
    "单作业和",
    // State that a program keeps, not what the job is in.
    "恢复作业的状态",
    "作业的状态回不来",
    "作业的状态一点",
    "Task Managers",
    "Kubernetes Operator",
];

/// A word and what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Term {
    /// As chapters write it; some lines of the glossary explain two words.
    #[serde(skip)]
    names: Vec<String>,
    /// What stands in parentheses: its English, or its abbreviation.
    also: String,
    /// What it means.
    text: String,
    /// Under which names the source and the log know it.
    code: Vec<String>,
}

/// Every word of the glossary.
#[derive(Clone, Debug, Default)]
pub(crate) struct Glossary {
    terms: Vec<Term>,
}

impl Glossary {
    /// Reads the glossary: each item of a list is `**name** (also): what it means. \`Class\``.
    pub(crate) fn parse(file: &str, markdown: &str, problems: &mut Vec<Problem>) -> Glossary {
        let mut terms = Vec::new();
        let mut item: Option<(Range<usize>, Vec<Piece>)> = None;
        let mut strong = false;
        for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
            match (event, &mut item) {
                (Event::Start(Tag::Item), _) => item = Some((range, Vec::new())),
                (Event::End(TagEnd::Item), _) => {
                    let Some((range, pieces)) = item.take() else { continue };
                    match term(&pieces) {
                        Some(term) => terms.push(term),
                        None => problems.push(malformed(file, markdown, &range)),
                    }
                }
                (Event::Start(Tag::Strong), _) => strong = true,
                (Event::End(TagEnd::Strong), _) => strong = false,
                (Event::Text(text), Some((_, pieces))) if strong => {
                    pieces.push(Piece::Name(text.into_string()));
                }
                (Event::Text(text), Some((_, pieces))) => {
                    pieces.push(Piece::Text(text.into_string()));
                }
                (Event::Code(text), Some((_, pieces))) => {
                    pieces.push(Piece::Code(text.into_string()))
                }
                (Event::SoftBreak, Some((_, pieces))) => pieces.push(Piece::Text(" ".to_owned())),
                _ => {}
            }
        }
        Glossary { terms }
    }

    /// The chapter with its words marked, and their meanings at its end.
    pub(crate) fn mark(&self, markdown: &str) -> String {
        let found = self.occurrences(markdown);
        let mut out = String::with_capacity(markdown.len() * 2);
        let mut meanings: BTreeMap<&str, &Term> = BTreeMap::new();
        let mut end = 0;
        for (range, number) in found {
            let term = &self.terms[number];
            let key = term.names[0].as_str();
            meanings.insert(key, term);
            out.push_str(&markdown[end..range.start]);
            let key = crate::inline::escaped(key);
            out.push_str(&format!("<span class=\"term\" data-term=\"{key}\">"));
            out.push_str(&markdown[range.clone()]);
            out.push_str("</span>");
            end = range.end;
        }
        out.push_str(&markdown[end..]);
        if !meanings.is_empty() {
            // "<" could end the script element early; JSON may write it as an escape.
            let json = serde_json::to_string(&meanings).expect("plain data");
            let json = json.replace('<', "\\u003c");
            out.push_str(&format!(
                "\n\n<script type=\"application/json\" class=\"terms\">{json}</script>\n"
            ));
        }
        out
    }

    /// The first place of each word in each section, in order.
    fn occurrences(&self, markdown: &str) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        let mut seen = vec![false; self.terms.len()];
        let mut closed = 0_usize;
        for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
            match event {
                Event::Start(tag) if is_closed(&tag) => {
                    closed += 1;
                    if matches!(tag, Tag::Heading { .. }) {
                        seen.fill(false);
                    }
                }
                Event::End(tag) if is_closed_end(tag) => closed -= 1,
                Event::Text(_) if closed == 0 => {
                    self.search(markdown, range, &mut seen, &mut found);
                }
                _ => {}
            }
        }
        found
    }

    fn search(
        &self,
        markdown: &str,
        range: Range<usize>,
        seen: &mut [bool],
        found: &mut Vec<(Range<usize>, usize)>,
    ) {
        let mut at = range.start;
        while at < range.end {
            let rest = &markdown[at..range.end];
            if let Some(other) = OTHER_WORDS.iter().find(|other| rest.starts_with(**other)) {
                at += other.len();
            } else if let Some((length, number)) = self.longest(markdown, at, range.end) {
                if let Some(range) = markable(markdown, at..at + length)
                    && !std::mem::replace(&mut seen[number], true)
                {
                    found.push((range, number));
                }
                at += length;
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
    }

    /// The longest name that stands at a place as a word of its own.
    fn longest(&self, markdown: &str, at: usize, end: usize) -> Option<(usize, usize)> {
        let names = self.terms.iter().enumerate();
        names
            .flat_map(|(number, term)| term.names.iter().map(move |name| (name, number)))
            .filter_map(|(name, number)| Some((length_at(name, markdown, at, end)?, number)))
            .max_by_key(|(length, _)| *length)
    }
}

/// What can stand in an element without breaking the emphasis around it: Markdown takes no `**` for emphasis
/// between a Chinese character and a `<`. A word that is emphasised whole takes the asterisks along; one at an
/// edge waits for its next place.
fn markable(markdown: &str, word: Range<usize>) -> Option<Range<usize>> {
    let before = markdown[..word.start].bytes().rev().take_while(|byte| *byte == b'*').count();
    let after = markdown[word.end..].bytes().take_while(|byte| *byte == b'*').count();
    (before == after).then(|| word.start - before..word.end + after)
}

/// A part of a line of the glossary.
enum Piece {
    Name(String),
    Text(String),
    Code(String),
}

/// The same for every text of the book; smart punctuation would only split it.
fn options() -> Options {
    Options::all() - Options::ENABLE_SMART_PUNCTUATION
}

fn malformed(file: &str, markdown: &str, range: &Range<usize>) -> Problem {
    Problem {
        file: file.to_owned(),
        line: line_of(markdown, range.start),
        column: None,
        message: format!("not a line of a glossary: \"{}\"", shortened(&markdown[range.clone()])),
        hint: Some("write: - **name** (also): what it means. `Class`".to_owned()),
    }
}

/// `**name**（also）：text。`Code`、`Code``, with Chinese or Latin punctuation.
fn term(pieces: &[Piece]) -> Option<Term> {
    let Some((Piece::Name(names), rest)) = pieces.split_first() else { return None };
    // The code at the very end are the names in source and log; code within belongs to the sentence.
    let is_code = |piece: &Piece| match piece {
        Piece::Code(_) => true,
        Piece::Text(text) => matches!(text.trim(), "、" | ","),
        Piece::Name(_) => false,
    };
    let start = rest.iter().rposition(|piece| !is_code(piece)).map_or(0, |last| last + 1);
    let (sentence, code) = rest.split_at(start);
    let sentence: String = sentence.iter().map(plain).collect();
    let (also, text) = sentence.split_once(['：', ':'])?;
    let also = also.trim().trim_matches(['（', '）', '(', ')']).to_owned();
    let mut names: Vec<String> =
        names.split(['、', ',']).map(|name| name.trim().to_owned()).collect();
    // An abbreviation is a name too; other things in parentheses are translations.
    let short = also.split(['，', ',']).map(str::trim);
    names.extend(short.filter(|short| is_abbreviation(short)).map(str::to_owned));
    let code = code.iter().filter(|piece| matches!(piece, Piece::Code(_))).map(plain).collect();
    let text = text.trim().trim_end_matches(['，', ',']).to_owned();
    let all_named = names.iter().all(|name| !name.is_empty());
    (!text.is_empty() && all_named).then_some(Term { names, also, text, code })
}

fn plain(piece: &Piece) -> String {
    match piece {
        Piece::Name(text) | Piece::Text(text) | Piece::Code(text) => text.clone(),
    }
}

fn is_abbreviation(text: &str) -> bool {
    text.len() >= 2 && text.chars().all(|char| char.is_ascii_uppercase())
}

fn is_closed(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Heading { .. }
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::TableHead
            | Tag::MetadataBlock(_)
    )
}

fn is_closed_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::TableHead
            | TagEnd::MetadataBlock(_)
    )
}

/// The length of what stands at `at`, if it is the name, perhaps in the plural or with a capital.
fn length_at(name: &str, markdown: &str, at: usize, end: usize) -> Option<usize> {
    let here = markdown.get(at..at + name.len()).filter(|_| at + name.len() <= end)?;
    let is_name = if name.chars().any(char::is_uppercase) {
        here == name
    } else {
        here.eq_ignore_ascii_case(name)
    };
    if !is_name {
        return None;
    }
    let latin = |char: Option<char>| {
        char.is_some_and(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-'))
    };
    let before = markdown[..at].chars().next_back();
    if latin(name.chars().next()) && latin(before) {
        return None;
    }
    if !latin(name.chars().next_back()) {
        return Some(name.len());
    }
    let after = &markdown[at + name.len()..end];
    let plural = usize::from(after.starts_with('s'));
    (!latin(after[plural..].chars().next())).then_some(name.len() + plural)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "# 术语\n\n- **作业**（job）：你写的程序，由 `main()` 交出去。`JobID`、`JobGraph`\n\
        - **作业图**（job graph）：并好的图。\n- **slot**：一份位置。\n- **高可用**（high availability，HA）：有人接班。\n\
        - **leader, standby**: who decides, and who waits.\n";

    fn glossary() -> Glossary {
        let mut problems = Vec::new();
        let glossary = Glossary::parse("g.md", WORDS, &mut problems);
        assert_eq!(problems, Vec::new());
        glossary
    }

    fn marked(markdown: &str) -> Vec<&str> {
        let found = glossary().occurrences(markdown);
        found.into_iter().map(|(range, _)| &markdown[range]).collect()
    }

    #[test]
    fn a_line_is_taken_apart() {
        let terms = glossary().terms;
        assert_eq!(terms[0].also, "job");
        assert_eq!(terms[0].text, "你写的程序，由 main() 交出去。");
        assert_eq!(terms[0].code, ["JobID", "JobGraph"]);
        assert_eq!(terms[3].names, ["高可用", "HA"]);
        assert_eq!(terms[4].names, ["leader", "standby"]);
    }

    #[test]
    fn a_name_that_is_missing_is_told() {
        for line in ["- **、slot**：一份位置。\n", "- **slot、**：一份位置。\n", "- **slot**：\n"]
        {
            let mut problems = Vec::new();
            Glossary::parse("g.md", line, &mut problems);
            assert_eq!(problems.len(), 1, "{line}");
        }
    }

    #[test]
    fn the_longest_word_wins_and_each_is_marked_once_in_a_section() {
        assert_eq!(marked("作业图和作业，作业。\n\n## 二\n\n作业"), ["作业图", "作业", "作业"]);
    }

    #[test]
    fn emphasis_stays_whole() {
        assert_eq!(marked("在**作业**里，**作业**里"), ["**作业**"]);
        assert_eq!(marked("在**作业好**里，作业里"), ["作业"]);
    }

    #[test]
    fn parts_of_latin_words_are_not_words_but_plurals_are() {
        assert_eq!(marked("timeslot slotting Slots，slot"), ["Slots"]);
        assert_eq!(marked("HAND HA"), ["HA"]);
        assert_eq!(marked("四个slot的"), ["slot"]);
    }

    #[test]
    fn headings_links_code_and_html_stay_as_they_are() {
        assert_eq!(
            marked("# 作业\n\n[作业](a.md) `slot`\n\n```\nslot\n```\n\n<div>slot</div>\n"),
            Vec::<&str>::new()
        );
    }

    #[test]
    fn a_page_carries_the_meanings_of_its_own_words_only() {
        let page = glossary().mark("一个 slot。");
        assert!(
            page.starts_with("一个 <span class=\"term\" data-term=\"slot\">slot</span>。"),
            "{page}"
        );
        assert!(page.contains("一份位置") && !page.contains("接班"), "{page}");
        assert_eq!(glossary().mark("无"), "无");
    }

    #[test]
    fn a_line_without_a_meaning_is_a_problem() {
        let mut problems = Vec::new();
        Glossary::parse("g.md", "- **slot**：一份位置。\n- slot\n", &mut problems);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].line, 2);
    }
}
