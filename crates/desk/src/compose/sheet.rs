//! What a page shows of choices: the line, the files, and what the line asks for; and a composer as text for the live part.
//!
//! In: [`Choices`]. Out: [`Node`]s, the same for the page without scripts and for the live part.
//! Deliberately absent: events.

use super::{Choices, Composed, FIELDS, Field, Kind, composed};
use crate::cell::{Asked, link};
use crate::markup::{Node, element, text};
use crate::picture::picture;
use crate::shown::{Label, effect, label};
use model::FlinkVersion;
use model::percent::{escape, unescape};
use stage::words::{Lang, Text, t};

/// A composer as its page begins with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its id, unique in the book.
    pub id: String,
    /// The page's language.
    pub lang: Lang,
    /// What it is called.
    pub title: String,
    /// What is chosen at first.
    pub choices: Choices,
}

impl Cell {
    /// Words without blanks, of which the first says what it is.
    pub fn to_text(&self) -> String {
        let words = [&self.id, self.lang.code(), &self.title, &self.choices.to_link()];
        ["compose ".to_owned(), words.map(escape).join(" ")].concat()
    }

    /// A cell out of its text; `None` if it is none.
    pub fn from_text(text: &str) -> Option<Cell> {
        let mut words = text.strip_prefix("compose ")?.split(' ').map(unescape);
        let mut word = || words.next().flatten();
        let (id, lang, title) = (word()?, Lang::from_code(&word()?), word()?);
        Some(Cell { id, lang, title, choices: Choices::from_link(&word()?) })
    }

    /// What a link to these choices has behind `#`.
    pub fn link(&self, choices: &Choices) -> String {
        ["compose-", &self.id, "&", &choices.to_link()].concat()
    }

    /// What a fragment chooses; `None` if it says nothing of this composer.
    pub fn linked(&self, fragment: &str) -> Option<Choices> {
        let rest = fragment.strip_prefix('#').unwrap_or(fragment).strip_prefix("compose-")?;
        Some(Choices::from_link(rest.strip_prefix(self.id.as_str())?.strip_prefix('&')?))
    }
}

/// The desk on whose page a line is taken apart.
const DESK: (&str, &str) = ("desk.html", "line");

/// What comes of the choices.
pub fn sheet(choices: &Choices, lang: Lang) -> Vec<Node> {
    let say = |what: Text| what.fill(lang, &[]);
    let Composed { line, file: (name, file), operator } = composed(choices);
    let version = FlinkVersion::named(choices.get("version")).unwrap_or(FlinkVersion::NEWEST);
    let explanation = crate::explain(&line, version).unwrap_or_default();
    let asked = Asked { lines: line.clone(), version };
    let href = [DESK.0, "#", &link(DESK.1, &asked)].concat();
    let (sign, word) = effect(lang, explanation.effect());
    let apart = vec![
        element("span", "", vec![text([sign, " ", &word].concat())]),
        element("a", "", vec![text(say(t("拆开来看这一行", "Take this line apart")))])
            .with("href", href),
    ];
    let mut sheet = vec![section(
        &say(t("命令", "The line")),
        vec![code(&line), element("p", "desk-facts", apart)],
    )];
    let says = say(t(
        "写在配置里就不用每次带在命令上；两边都写，命令算数。",
        "What stands in the file need not be said in each line; where both say it, the line counts.",
    ));
    sheet.push(section(
        &[&say(t("配置文件", "The configuration file")), " ", name].concat(),
        vec![element("p", "", vec![text(says)]), code(&file)],
    ));
    if let Some(operator) = operator {
        let says = say(t(
            "装了 Flink 的 Kubernetes operator，就不用上面那一行：kubectl apply 这一份。哪一版 operator 认哪几版 Flink，看它自己的文档。",
            "With Flink's Kubernetes operator the line above is not needed: kubectl apply this. Which Flink an operator knows stands in its own documentation.",
        ));
        let name = say(t("给 operator 的资源", "The operator's resource"));
        sheet.push(section(&name, vec![element("p", "", vec![text(says)]), code(&operator)]));
    }
    let asks = explanation.commands.iter().filter_map(|command| command.asks.as_ref());
    let pictures: Vec<Node> = asks.map(|asks| picture(asks, lang)).collect();
    if !pictures.is_empty() {
        sheet.push(section(&say(t("它要什么", "What it asks for")), pictures));
    }
    sheet
}

fn section(title: &str, mut inside: Vec<Node>) -> Node {
    inside.insert(0, element("h2", "", vec![text(title)]));
    element("section", "", inside)
}

fn code(lines: &str) -> Node {
    let lines = lines.trim_end();
    element("pre", "composed", vec![element("code", "", vec![text(lines)])])
}

/// What is chosen, and why one chooses: a list, for the page without scripts.
pub fn chosen(choices: &Choices, lang: Lang) -> Node {
    let rows = FIELDS.iter().map(|field| {
        let value = choices.get(field.name);
        let called = match field.kind {
            Kind::One(values) => values.iter().find(|(known, _)| *known == value),
            Kind::Name => None,
        };
        let called = called.map_or(value.to_owned(), |(_, called)| called.fill(lang, &[]));
        let label = element("b", "", vec![text(field.label.fill(lang, &[]))]);
        let value = element("code", "", vec![text(called)]);
        element("li", "", vec![label, value, why(field, lang)])
    });
    element("ul", "compose-fields", rows.collect())
}

/// The same to choose with, and the button for the link.
pub fn fields(choices: &Choices, lang: Lang) -> Vec<Node> {
    let rows = FIELDS.iter().map(|field| {
        let id = ["compose-field-", field.name].concat();
        let name = vec![text(field.label.fill(lang, &[]))];
        let label = element("label", "", name).with("for", id.as_str());
        let control = control(field, choices, lang).with("id", id).with("data-field", field.name);
        element("li", "", vec![label, control, why(field, lang)])
    });
    let copy = vec![text(label(lang, Label::CopyLink, &[]))];
    let copy = element("button", "", copy).with("type", "button").with("data-control", "link");
    vec![element("ul", "compose-fields", rows.collect()), element("div", "desk-acts", vec![copy])]
}

fn control(field: &Field, choices: &Choices, lang: Lang) -> Node {
    let chosen = choices.get(field.name);
    match field.kind {
        Kind::Name => ["spellcheck", "autocomplete", "autocapitalize"].into_iter().fold(
            element("input", "", Vec::new()).with("type", "text").with("value", chosen),
            |input, name| input.with(name, if name == "spellcheck" { "false" } else { "off" }),
        ),
        Kind::One(values) => {
            let fitting = values.iter().filter(|(value, _)| choices.goes(field.name, value));
            let options = fitting.map(|(value, called)| {
                let option = element("option", "", vec![text(called.fill(lang, &[]))]);
                let option = option.with("value", *value);
                if *value == chosen { option.with("selected", "") } else { option }
            });
            element("select", "", options.collect())
        }
    }
}

/// Why a thing is chosen, and where the book tells of it.
fn why(field: &Field, lang: Lang) -> Node {
    let href = field.chapter.replacen(".md", ".html", 1);
    let book = label(lang, Label::Chapter, &[]);
    let named = [&field.label.fill(lang, &[]), ": ", &book].concat();
    let chapter = element("a", "", vec![text(book)]).with("href", href).with("aria-label", named);
    let says = text([&field.why.fill(lang, &[]), " "].concat());
    element("span", "compose-why", vec![says, chapter])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_composer_survives_its_text_and_its_link() {
        let mut choices = Choices::default();
        choices.set("platform", "kubernetes");
        let (id, title) = ("a".to_owned(), "拼 1".to_owned());
        let cell = Cell { id, lang: Lang::Zh, title, choices: choices.clone() };
        assert_eq!(Cell::from_text(&cell.to_text()), Some(cell.clone()));
        assert_eq!(cell.linked(&cell.link(&choices)), Some(choices));
        assert_eq!(cell.linked("#desk-a&version=1.20"), None);
        assert_eq!(Cell::from_text("a zh"), None);
    }
}
