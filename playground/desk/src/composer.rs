//! What the composer knows: what is chosen.
//!
//! In: [`Msg`]s of the page. Out: the state after each. Deliberately absent: the DOM, and words.

use crate::part::Part;
use desk::compose::sheet::{Cell, fields, sheet};
use desk::compose::{Choices, FIELDS};
use desk::markup::Node;
use desk::shown::{Label, label};

/// What the page sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// A value for a field.
    Choose(&'static str, String),
    /// It was made; whether it is in the clipboard.
    Copied(bool),
    /// The page's URL has this behind `#` now.
    Follow(String),
}

/// The composer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composer {
    cell: Cell,
    /// What is chosen.
    pub choices: Choices,
    /// A field and what was written there that it cannot be.
    pub refused: Option<(&'static str, String)>,
    /// The link was made; whether it is in the clipboard.
    pub copied: Option<bool>,
}

impl Composer {
    /// A composer as its page has it.
    pub fn new(cell: Cell) -> Composer {
        let choices = cell.choices.clone();
        Composer { cell, choices, refused: None, copied: None }
    }

    /// The page's cell.
    pub fn cell(&self) -> &Cell {
        &self.cell
    }

    /// Does what a message says. Whether anything that can be seen changed.
    pub fn update(&mut self, msg: Msg) -> bool {
        match msg {
            Msg::Copied(copied) => {
                self.copied = Some(copied);
                return true;
            }
            Msg::Choose(field, value) => {
                let taken = self.choices.set(field, &value);
                self.choices = self.choices.clone().fitting();
                self.refused = (!taken).then_some((field, value));
            }
            Msg::Follow(fragment) => match self.cell.linked(&fragment) {
                Some(choices) => (self.choices, self.refused) = (choices, None),
                None => return false,
            },
        }
        self.copied = None;
        true
    }
}

impl Msg {
    /// Out of a verb and its object.
    fn of(verb: &str, object: &str) -> Option<Msg> {
        Some(match verb {
            "choose" => {
                let (name, value) = object.split_once(' ').unwrap_or((object, ""));
                let field = FIELDS.iter().find(|field| field.name == name)?;
                Msg::Choose(field.name, value.to_owned())
            }
            "copied" => Msg::Copied(object == "yes"),
            "follow" => Msg::Follow(object.to_owned()),
            _ => return None,
        })
    }
}

impl Part for Composer {
    fn title(&self) -> &str {
        &self.cell.title
    }

    fn above(&self) -> Vec<Node> {
        fields(&self.choices, self.cell.lang)
    }

    fn below(&self) -> Vec<Node> {
        sheet(&self.choices, self.cell.lang)
    }

    fn notice(&self) -> (String, Option<String>) {
        let say = |what| label(self.cell.lang, what, &[]);
        match (&self.refused, self.copied) {
            (Some((field, _)), _) => {
                (say(Label::NoName), Some(["[data-field=\"", field, "\"]"].concat()))
            }
            (None, Some(true)) => (say(Label::Copied), None),
            (None, Some(false)) => (say(Label::InBar), None),
            (None, None) => (String::new(), None),
        }
    }

    fn tell(&mut self, verb: &str, object: &str) -> bool {
        Msg::of(verb, object).is_some_and(|msg| self.update(msg))
    }

    fn act(&self, verb: &str, object: &str) -> Option<String> {
        let Some(Msg::Choose(name, _)) = Msg::of(verb, object) else { return None };
        let field = FIELDS.iter().find(|field| field.name == name)?;
        Some(field.label.fill(self.cell.lang, &[]))
    }

    fn link(&self) -> String {
        self.cell.link(&self.choices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stage::Lang;

    fn composer(lang: Lang) -> Composer {
        let (id, title) = ("a".to_owned(), "t".to_owned());
        Composer::new(Cell { id, lang, title, choices: Choices::default() })
    }

    #[test]
    fn a_link_brings_back_what_was_chosen() {
        let mut one = composer(Lang::Zh);
        assert!(one.update(Msg::Choose("platform", "kubernetes".to_owned())));
        let mut other = composer(Lang::Zh);
        assert!(other.update(Msg::Follow(one.link())));
        assert_eq!(other.choices, one.choices);
    }

    #[test]
    fn what_cannot_be_is_kept_beside_the_field_and_changes_nothing() {
        let mut composer = composer(Lang::En);
        let before = composer.choices.clone();
        composer.update(Msg::Choose("jar", "a b".to_owned()));
        assert_eq!((&composer.choices, composer.refused.is_some()), (&before, true));
        composer.update(Msg::Choose("jar", "b.jar".to_owned()));
        assert_eq!((composer.choices.get("jar"), composer.refused), ("b.jar", None));
    }
}
