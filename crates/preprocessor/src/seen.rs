//! Seen cells: how much of the model recordings of real clusters have seen.
//!
//! In: an empty `seen` block, and the table that `cargo xtask conformance --coverage` writes. Out: a `<figure>`: what it
//! comes to in two sentences, and the table itself, folded: kinds of events, rules that were exercised, and rules that only the source speaks
//! for.
//! Deliberately absent: the counting (`recording::coverage`).

use crate::cells::{Drawn, Kind, Page};
use crate::inline::escaped;
use crate::problem::{Wrong, read_block};
use stage::Lang;
use stage::words::{Text, t};

const TABLE: &str = include_str!("../../../tests/recordings/coverage.tsv");

/// The cell: it says nothing of its own.
pub(crate) struct Seen;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {}

/// Reads a cell.
pub(crate) fn read(body: &str) -> Result<Seen, Vec<Wrong>> {
    read_block::<Body>(body, "a seen block is empty").map(|_| Seen)
}

/// Fields of a line of the table behind its first word.
type Line = Vec<&'static str>;

/// The lines of one kind.
fn lines(kind: &str) -> Vec<Line> {
    let all = TABLE.lines().map(|line| line.split('\t').collect::<Line>());
    all.filter(|line| line.first() == Some(&kind)).map(|line| line[1..].to_vec()).collect()
}

impl Kind for Seen {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        let lang = page.lang;
        let events = lines("event");
        let (exercised, by_source): (Vec<Line>, Vec<Line>) = lines("rule")
            .into_iter()
            .partition(|line| line.get(2).is_some_and(|it| !it.is_empty()));
        let told = events.iter().filter(|line| line.get(1) != Some(&"0")).count();
        let none =
            events.iter().filter(|line| line.get(1) == line.get(3) && line.get(1) == Some(&"0"));
        let happen = events.len() - told - none.count();
        let rules = exercised.len() + by_source.len();
        let by_source: Vec<Line> =
            by_source.into_iter().map(|line| line.into_iter().take(2).collect()).collect();
        let kinds = t("每一种事件", "Every kind of event").text(lang);
        let seen = t("录像走过的规矩", "Rules that a recording exercises").text(lang);
        let unseen = t("只有源码作依据的规矩", "Rules that only the source speaks for").text(lang);
        let event_heads = [
            t("事件", "Event"),
            t("有它的录像", "Recordings with it"),
            t("录像里几次", "Recorded"),
            t("模型里几次", "In the model"),
            t("两边都有", "In both"),
        ];
        let rule_heads = [
            t("起因", "Cause"),
            t("结果", "Effect"),
            t("版本", "Versions"),
            t("住处", "Platforms"),
        ];
        Drawn::Figure(format!(
            "<figure class=\"seen\"><p>{}</p>{}{}{}</figure>",
            summary(lang, (told, happen, events.len()), (exercised.len(), rules)),
            folded(kinds, &event_heads, &events, lang),
            folded(seen, &rule_heads, &exercised, lang),
            folded(unseen, &rule_heads[..2], &by_source, lang),
        ))
    }
}

/// Of the kinds of events those that recordings tell, those that only happen in a run that explains one, and all; of the rules those
/// that were exercised, and all.
fn summary(
    lang: Lang,
    (told, happen, kinds): (usize, usize, usize),
    (exercised, rules): (usize, usize),
) -> String {
    let none = kinds - told - happen;
    let share = exercised * 100 / rules.max(1);
    let counts =
        [kinds, told, happen, none, rules, exercised, share].map(|count| count.to_string());
    t(
        "模型里有 {0} 种事件：{1} 种在真实集群的录像里写着，逐个比过；{2} 种录像里不成一行（对集群做了什么、客户端和容器怎样了），\
         但在解释录像的那次运行里发生过；{3} 种还没有录像。“一件事引出另一件事”算一条规矩：书里的场景和录像一共用到 {4} 条，\
         {5} 条（{6}%）在和模型对得上的录像里走过，其余的只有源码作依据。",
        "The model has {0} kinds of events: recordings of real clusters tell {1} of them, which are compared one by one; \
         {2} are no line of a recording (what was done to the cluster, what clients and containers did) but happen in the \
         run that explains one; {3} are in none. That one thing leads to another counts as a rule: the scenarios of this \
         book and the recordings use {4}, and {5} of these ({6}%) are exercised by a recording with which the \
         model agrees. For the others only the source speaks.",
    )
    .fill(lang, &counts.each_ref().map(String::as_str))
}

/// A table that is folded away.
fn folded(title: &str, heads: &[Text], lines: &[Line], lang: Lang) -> String {
    let head = heads.iter().map(|head| escaped(head.text(lang)));
    let head: String = head.map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let rows: String = lines.iter().map(|line| row(line)).collect();
    let summary = t("{0}（{1}）", "{0} ({1})").fill(lang, &[title, &lines.len().to_string()]);
    format!(
        "<details data-pagefind-ignore><summary>{summary}</summary><div class=\"table-wrapper\" role=\"region\" tabindex=\"0\" \
         aria-label=\"{label}\"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>",
        label = escaped(title),
    )
}

/// Names are code, figures and versions are not.
fn row(line: &[&str]) -> String {
    let cell = |text: &&str| match text.chars().next() {
        Some(first) if first.is_ascii_uppercase() => {
            format!("<td><code>{}</code></td>", escaped(text))
        }
        _ => format!("<td>{}</td>", escaped(text)),
    };
    format!("<tr>{}</tr>", line.iter().map(cell).collect::<String>())
}
