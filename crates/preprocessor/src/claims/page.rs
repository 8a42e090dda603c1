//! How claims look on a page: the cell in its chapter, and the list of all of them.
//!
//! In: claims that hold, with their moments. Out: Markdown with HTML around it, so that links, the glossary and
//! search treat it like the rest of the chapter. It needs no script: a link to a moment leads to the stage's
//! picture, and says what happens there.
//! Deliberately absent: colours and shapes (`book/theme/claims.css`).

use super::{Chapter, Claim, Listing, Moment, Proved, Source, SourceKind, Verdict, stands_in};
use crate::inline::{Bilingual, Both, escaped};
use crate::marks::Proof;
use crate::moments::Moments;
use crate::practice::Placed;
use crate::reading::Section;
use crate::scenarios::Scenarios;
use model::FlinkVersion;
use stage::Lang;
use stage::words::{self, t};
use std::path::Path;

/// What a page needs to know of the whole book.
pub(crate) struct Book<'a> {
    pub chapters: &'a [Chapter<'a>],
    /// The chapters' titles in the language of the page.
    pub titles: &'a [String],
    pub scenarios: &'a Scenarios,
    /// Their headings, in that language.
    pub headings: &'a [Vec<Section>],
    /// In the order of the chapters.
    pub exercises: &'a [Placed],
    /// In the order of their numbers.
    pub proved: &'a [Proved<'a>],
    /// What the marks behind sentences lead to.
    pub proofs: &'a [Proof],
    /// How many marks each chapter has.
    pub marked: &'a [usize],
    /// Where links of the text lead.
    pub moments: &'a Moments,
    pub lang: Lang,
}

/// The chapter with the list of all claims.
const LIST: &str = "claims.md";

impl Book<'_> {
    /// A claim in its chapter: a line with a verdict, and what is so today when it is asked for.
    pub(crate) fn cell(&self, claim: &Claim) -> String {
        let proved = self.proved.iter().find(|proved| proved.claim == claim);
        let proved = proved.expect("a book whose claims do not hold is not drawn");
        let number = claim.number;
        let name = t("笔记第 {0} 句", "Sentence {0} of the notes");
        let name = name.fill(self.lang, &[&number.to_string()]);
        let listed = self.chapters.iter().any(|chapter| chapter.path == Path::new(LIST));
        let name = if listed { format!("[{name}]({LIST}#listed-{number})") } else { name };
        format!(
            "<details class=\"claim\" id=\"claim-{number}\" data-verdict=\"{word}\">\n\
             <summary>{badge}<span class=\"claim-says\">{says}</span></summary>\n\n\
             {now}\n\n{moments}\n\n{sources}\n\n\
             <div class=\"claim-name\">\n\n{name}\n\n</div>\n\n</details>",
            word = claim.verdict.word(),
            badge = self.badge(&claim.verdict),
            says = claim.says.html(self.lang),
            now = claim.now.text(self.lang),
            moments = self.moments(proved),
            sources = self.sources(claim),
        )
    }

    /// Verdicts have a drawing and a word; the drawing is for the eye only.
    fn badge(&self, verdict: &Verdict) -> String {
        let (word, text) = (verdict.word(), self.verdict(verdict));
        format!(
            "<span class=\"verdict\" data-verdict=\"{word}\">\
             <svg viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\" focusable=\"false\">{drawing}</svg>\
             {text}</span>",
            drawing = verdict.drawing(),
        )
    }

    fn verdict(&self, verdict: &Verdict) -> String {
        match verdict {
            Verdict::True => t("对", "right"),
            Verdict::Conditional => t("对，有条件", "right, on a condition"),
            Verdict::Outdated(since) => {
                return t("过时，{0} 起", "outdated since {0}").fill(self.lang, &[since]);
            }
            Verdict::Imprecise => t("不准", "imprecise"),
            Verdict::Wrong => t("错", "wrong"),
        }
        .text(self.lang)
        .to_owned()
    }

    fn moments(&self, proved: &Proved<'_>) -> String {
        if proved.moments.is_empty() {
            return String::new();
        }
        let rows: Vec<String> =
            proved.moments.iter().map(|moment| self.moment(proved.chapter, moment)).collect();
        let label = t("看它发生", "See it happen").text(self.lang);
        format!("<div class=\"claim-moments\"><b>{label}</b><ul>{}</ul></div>", rows.concat())
    }

    /// A link to the moment: when it is, what happens, where.
    fn moment(&self, own: usize, moment: &Moment) -> String {
        let page = stands_in(self.chapters, own, &moment.scenario).expect("checked when proved");
        let above = self.chapters[own].path.components().count() - 1;
        let target = if page == own {
            String::new()
        } else {
            let page = self.chapters[page].path.with_extension("html");
            format!("{}{}", "../".repeat(above), page.display())
        };
        let title = &self.scenarios.get(&moment.scenario).title;
        format!(
            "<li><a href=\"{target}#{fragment}\" data-scenario=\"{scenario}\"><span class=\"claim-when\">{at}</span> {told}</a> \
             <span class=\"claim-where\">{title}{gap}Flink {version}</span></li>",
            fragment = escaped(&moment.fragment()),
            scenario = moment.scenario,
            at = words::time::clock(moment.at),
            told = escaped(moment.told.text(self.lang)),
            title = escaped(title.text(self.lang)),
            gap = t("，", ", ").text(self.lang),
            version = moment.version.name(),
        )
    }

    fn sources(&self, claim: &Claim) -> String {
        let (source, stop) = (self.named(&claim.source), t("。", ". ").text(self.lang));
        let state = self.state(claim);
        format!("<p class=\"claim-source\">{source}{stop}{state}</p>")
    }

    /// "Sources: source code JobMaster; documentation …"
    pub(crate) fn named(&self, sources: &[Source]) -> String {
        let mut kinds: Vec<(SourceKind, Vec<&str>)> = Vec::new();
        for source in sources {
            match kinds.iter_mut().find(|(kind, _)| *kind == source.kind) {
                Some((_, names)) => names.push(&source.name),
                None => kinds.push((source.kind, vec![&source.name])),
            }
        }
        let comma = t("、", ", ").text(self.lang);
        let told = kinds.iter().map(|(kind, names)| {
            let names: Vec<String> =
                names.iter().map(|name| format!("<code>{}</code>", escaped(name))).collect();
            format!("{} {}", self.kind(*kind), names.join(comma))
        });
        let told: Vec<String> = told.collect();
        let gap = t("；", "; ").text(self.lang);
        format!("{}{}", t("依据：", "Sources: ").text(self.lang), told.join(gap))
    }

    fn kind(&self, kind: SourceKind) -> &'static str {
        match kind {
            SourceKind::Class => t("源码", "source code"),
            SourceKind::Doc => t("官方文档", "documentation"),
            SourceKind::Recording => t("真实集群的录制", "recorded clusters"),
            SourceKind::Release => t("发行说明", "release notes"),
            SourceKind::Issue => t("议题", "issue"),
            SourceKind::Client => t("真实的客户端", "the real client"),
        }
        .text(self.lang)
    }

    /// Where it was checked, and what was not.
    fn state(&self, claim: &Claim) -> String {
        let checked = claim.checked.as_ref().map(|checked| {
            let versions = match (checked.versions.first(), checked.versions.last()) {
                (Some(first), Some(last)) => self.range(*first, *last),
                _ => {
                    let mut named: Vec<FlinkVersion> = checked
                        .runs
                        .iter()
                        .map(|(id, own)| own.unwrap_or(self.scenarios.get(id).scenario.version))
                        .collect();
                    named.sort();
                    named.dedup();
                    named
                        .iter()
                        .map(|v| v.name())
                        .collect::<Vec<_>>()
                        .join(t("、", ", ").text(self.lang))
                }
            };
            t("每次构建都在模型上检查（{0}）。", "Checked on the model at every build ({0}).")
                .fill(self.lang, &[&versions])
        });
        let unchecked = claim.unchecked.as_ref().map(|reason| {
            let label = t("没有检查的：", "Not checked: ").text(self.lang);
            format!("<span class=\"claim-unchecked\">{label}{}</span>", reason.text(self.lang))
        });
        [checked, unchecked]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(t("", " ").text(self.lang))
    }

    fn range(&self, first: FlinkVersion, last: FlinkVersion) -> String {
        let to = t("到", "to").text(self.lang);
        format!("{} {to} {}", first.name(), last.name())
    }

    /// What a `claims` block shows.
    pub(crate) fn listing(&self, listing: &Listing) -> String {
        match listing {
            Listing::Rows(numbers) => {
                let rows = self.proved.iter().filter(|p| numbers.contains(&p.claim.number));
                let rows: String = rows.map(|proved| self.row(proved)).collect();
                format!("<ul class=\"claims\">\n{rows}</ul>")
            }
            Listing::Count => self.count(),
            Listing::Marks => self.marks(),
        }
    }

    fn row(&self, proved: &Proved<'_>) -> String {
        let claim = proved.claim;
        let number = claim.number;
        let page = self.chapters[proved.chapter].path.display();
        let title = &self.titles[proved.chapter];
        let state = match (&claim.checked, &claim.unchecked) {
            (Some(_), None) => t("已检查", "checked").text(self.lang),
            (Some(_), Some(_)) => t("检查了一部分", "checked in part").text(self.lang),
            (None, _) => t("没有检查", "not checked").text(self.lang),
        };
        format!(
            "<li id=\"listed-{number}\">\n\n\
             <span class=\"claims-number\">{number}</span> <span class=\"claims-says\">{says}</span>\n\n\
             {badge} {short}\n\n\
             <span class=\"claims-state\">{state}</span> [{title}]({page}#claim-{number})\n\n</li>\n",
            says = claim.says.text(self.lang),
            badge = self.badge(&claim.verdict),
            short = first_sentence(&claim.now, self.lang),
        )
    }

    /// How many sentences of which chapters carry a mark.
    fn marks(&self) -> String {
        let chapters = self.marked.iter().zip(self.chapters).zip(self.titles);
        let rows = chapters.filter(|((count, _), _)| **count > 0);
        let rows = rows.map(|((count, chapter), title)| {
            let page = chapter.path.display().to_string();
            t("- [{0}]({1})：{2} 句\n", "- [{0}]({1}): {2}\n")
                .fill(self.lang, &[title, &page, &count.to_string()])
        });
        let (sentences, checks): (usize, usize) = (self.marked.iter().sum(), self.proofs.len());
        let told = t(
            "各章里一共有 {0} 句话带着这样的 ✓，背后是 {1} 项检查，每一项都在它说到的每个版本里跑过：",
            "{0} sentences of the chapters carry such a ✓. Behind them are {1} checks, each run in every version that it \
             speaks of:",
        );
        let told = told.fill(self.lang, &[&sentences.to_string(), &checks.to_string()]);
        format!("{told}\n\n{}", rows.collect::<String>())
    }

    /// The numbers of each verdict, counted.
    fn count(&self) -> String {
        let all = self.proved.len();
        let of = |word: &str| {
            self.proved.iter().filter(|proved| proved.claim.verdict.word() == word).count()
        };
        let [right, conditional, outdated, imprecise, wrong] = Verdict::WORDS.map(of);
        let checked = self.proved.iter().filter(|proved| proved.claim.checked.is_some()).count();
        let still = right + conditional;
        let counts = [all, still, conditional, outdated, imprecise, wrong, checked];
        let counts = counts.map(|count| count.to_string());
        t(
            "数一数：{0} 句里，{1} 句今天仍然对（其中 {2} 句要加条件），{3} 句过时，{4} 句不准，{5} 句错。\
             {6} 句由模型检查，全部或者一部分。",
            "The count: of {0} sentences {1} are still right today ({2} of them with a condition), {3} are outdated, \
             {4} imprecise, {5} wrong. The model checks {6} of them, in whole or in part.",
        )
        .fill(self.lang, &counts.each_ref().map(String::as_str))
    }
}

/// The first sentence, with its full stop.
fn first_sentence(text: &Bilingual, lang: Lang) -> &str {
    let whole = text.text(lang).trim();
    let end = match lang {
        Lang::Zh => whole.find('。').map(|at| at + '。'.len_utf8()),
        Lang::En => whole.find(". ").map(|at| at + 1),
    };
    &whole[..end.unwrap_or(whole.len())]
}

impl Verdict {
    /// In the order of the count.
    pub(super) const WORDS: [&'static str; 5] =
        ["true", "conditional", "outdated", "imprecise", "wrong"];

    pub(crate) fn word(&self) -> &'static str {
        match self {
            Verdict::True => "true",
            Verdict::Conditional => "conditional",
            Verdict::Outdated(_) => "outdated",
            Verdict::Imprecise => "imprecise",
            Verdict::Wrong => "wrong",
        }
    }

    /// A tick in a full circle, a tick in a broken one, a clock, a wave, a cross.
    fn drawing(&self) -> &'static str {
        match self {
            Verdict::True => {
                "<circle cx=\"8\" cy=\"8\" r=\"7\"/><path d=\"M4.5 8.5l2.5 2.5 4.5-5.5\"/>"
            }
            Verdict::Conditional => {
                "<circle cx=\"8\" cy=\"8\" r=\"7\" stroke-dasharray=\"3 2.5\"/><path d=\"M4.5 8.5l2.5 2.5 4.5-5.5\"/>"
            }
            Verdict::Outdated(_) => "<circle cx=\"8\" cy=\"8\" r=\"7\"/><path d=\"M8 4v4.5l3 2\"/>",
            Verdict::Imprecise => {
                "<circle cx=\"8\" cy=\"8\" r=\"7\"/><path d=\"M4 9c1.5-3 2.7-3 4-1s2.5 2 4-1\"/>"
            }
            Verdict::Wrong => {
                "<circle cx=\"8\" cy=\"8\" r=\"7\"/><path d=\"M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6\"/>"
            }
        }
    }
}
