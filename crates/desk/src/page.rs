//! The desk on a page, the same without scripts and with them: the field, and what is said of the lines in it.
//!
//! In: what is shown. Out: [`Node`]s. What can be used by hand has a `data-…` attribute that says what it does.
//! Deliberately absent: events.

use crate::found::Effect;
use crate::markup::{Node, element, text};
use crate::shown::{Label, Piece, Row, Shown, Told, Verdict, effect, label};
use model::FlinkVersion;
use stage::words::Lang;

/// A text, and the lines behind a button.
type Example = (String, String);

/// The field, the examples, and the link.
pub fn field(lines: &str, examples: &[Example], lang: Lang) -> Vec<Node> {
    let say = |what| text(label(lang, what, &[]));
    let area = element("textarea", "", vec![text(lines)])
        .with("data-control", "lines")
        .with("spellcheck", "false")
        .with("autocomplete", "off")
        .with("autocapitalize", "off");
    let examples = examples.iter().enumerate().map(|(number, (name, _))| {
        button(vec![text(name.as_str())]).with("data-example", number.to_string())
    });
    let mut acts: Vec<Node> = examples.collect();
    acts.push(button(vec![say(Label::CopyLink)]).with("data-control", "link"));
    vec![
        element("label", "desk-field", vec![element("span", "", vec![say(Label::Lines)]), area]),
        element("div", "desk-acts", acts)
            .with("role", "group")
            .with("aria-label", label(lang, Label::Examples, &[])),
    ]
}

fn button(inside: Vec<Node>) -> Node {
    element("button", "", inside).with("type", "button")
}

/// What is said of lines that were read. `by_hand`: whether one can point and choose.
pub fn read(shown: &Shown, now: FlinkVersion, lang: Lang, by_hand: bool) -> Vec<Node> {
    let say = |what| label(lang, what, &[]);
    let section = |what, mut inside: Vec<Node>| {
        inside.insert(0, element("h2", "", vec![text(say(what))]));
        element("section", "", inside)
    };
    let verdicts = shown.verdicts.iter().map(|it| verdict(it, it.version == now, lang, by_hand));
    let verdicts = element("ul", "desk-verdicts", verdicts.collect());
    let told = match shown.told.is_empty() {
        true => element("p", "", vec![text(say(Label::NothingWrong))]),
        false => element("ul", "desk-told", shown.told.iter().map(|it| told(it, lang)).collect()),
    };
    let mut sections = vec![
        section(Label::Table, vec![verdicts.with("aria-label", say(Label::Version))]),
        section(Label::Wrong, vec![told]),
    ];
    if !shown.asked.is_empty() {
        sections.push(section(Label::Asked, shown.asked.clone()));
    }
    if !shown.rows.is_empty() {
        let pieces = shown.pieces.iter().map(|it| piece(it, shown, by_hand)).collect();
        let rows = shown.rows.iter().enumerate().map(|(at, it)| row(at, it, lang)).collect();
        sections.push(section(Label::Marked, vec![element("div", "desk-line", pieces)]));
        sections.push(section(Label::Parts, vec![element("ol", "desk-rows", rows)]));
    }
    sections
}

fn signed(what: Effect, lang: Lang) -> Vec<Node> {
    let (sign, word) = effect(lang, what);
    let sign = element("span", "", vec![text(sign)]).with("aria-hidden", "true");
    vec![sign, text([" ", &word].concat())]
}

fn verdict(verdict: &Verdict, now: bool, lang: Lang, by_hand: bool) -> Node {
    let inside = vec![
        element("b", "", vec![text(verdict.version.name())]),
        element("span", "desk-effect", signed(verdict.effect, lang)),
        element("span", "", vec![text(verdict.says.as_str())]),
    ];
    let class = ["desk-verdict is-", verdict.effect.name()].concat();
    if !by_hand {
        let now = if now { " is-now" } else { "" };
        return element("li", &[&class, now].concat(), inside);
    }
    let button = element("button", &class, inside)
        .with("type", "button")
        .with("data-version", verdict.version.name())
        .with("aria-pressed", if now { "true" } else { "false" });
    element("li", "", vec![button])
}

fn told(told: &Told, lang: Lang) -> Node {
    let about = vec![
        element("code", "", vec![text(told.text.as_str())]),
        text(" "),
        element("b", "", signed(told.effect, lang)),
    ];
    let mut inside =
        vec![element("p", "", about), element("p", "", vec![text(told.says.as_str())])];
    if let Some(message) = &told.message {
        inside.push(element("p", "desk-message", vec![text(message.as_str())]));
    }
    let source = [&label(lang, Label::Source, &[]), ": ", told.source].concat();
    inside.push(element("p", "desk-source", vec![text(source)]));
    element("li", &["is-", told.effect.name()].concat(), inside)
}

fn piece(piece: &Piece, shown: &Shown, by_hand: bool) -> Node {
    let found = piece.row.and_then(|at| Some((at, shown.rows.get(at)?)));
    let Some((at, row)) = found else { return text(piece.text.as_str()) };
    let class = ["desk-part is-", row.kind.name()].concat();
    let part = element("span", &class, vec![text(piece.text.as_str())]);
    if !by_hand {
        return part;
    }
    let number = at.to_string();
    part.with("tabindex", "0")
        .with("role", "button")
        .with("aria-describedby", ["desk-row-", &number].concat())
        .with("data-row", number)
}

fn row(at: usize, row: &Row, lang: Lang) -> Node {
    // The same line below it as in the paste says which is which.
    let class = ["desk-part is-", row.kind.name()].concat();
    let says = vec![
        element("code", &class, vec![text(row.text.as_str())]),
        text([" ", &row.says].concat()),
    ];
    let mut facts: Vec<Node> = Vec::new();
    for (name, value) in &row.facts {
        let value = element("code", "", vec![text(value.as_str())]);
        facts.push(element("span", "", vec![text([name, ": "].concat()), value]));
    }
    let book = vec![text(label(lang, Label::Chapter, &[]))];
    facts.push(element("a", "", book).with("href", row.chapter.as_str()));
    let inside = vec![element("p", "", says), element("p", "desk-facts", facts)];
    element("li", "", inside).with("id", ["desk-row-", &at.to_string()].concat())
}
