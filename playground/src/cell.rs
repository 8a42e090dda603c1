//! What the page gives to a live stage: the JSON beside its static picture.
//!
//! In: the text of `<script class="stage-cell">`. Out: a [`Cell`], or what is wrong with it.
//! Deliberately absent: the scenario file's own syntax; the preprocessor has read and checked it.

use model::{Scenario, Time};
use serde::Deserialize;
use stage::Lang;

/// One stage of a page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Cell {
    /// The scenario's id, unique in the book.
    pub id: String,
    /// The language of the page.
    pub lang: Lang,
    /// The scenario's title in that language.
    pub title: String,
    /// The moment of the static picture.
    pub telling_us: Time,
    /// What is played.
    pub scenario: Scenario,
}

impl Cell {
    /// Reads a cell.
    ///
    /// # Errors
    /// What is wrong and where, in English: it is the book's mistake, not the reader's.
    pub fn parse(json: &str) -> Result<Cell, String> {
        serde_json::from_str(json)
            .map_err(|error| format!("the stage's cell is malformed: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_carries_a_scenario() {
        let json = r#"{
            "id": "kill", "lang": "en", "title": "A TaskManager dies", "point": "…",
            "telling_us": 14000000,
            "scenario": {
                "version": "1.20",
                "provider": { "kind": "standalone", "task_managers": 2 }
            }
        }"#;
        let cell = Cell::parse(json).expect("well-formed");
        assert_eq!((cell.id.as_str(), cell.telling_us), ("kill", Time::s(14)));
        assert_eq!(cell.lang, Lang::En);
    }

    #[test]
    fn a_malformed_cell_is_an_error_with_a_place() {
        for json in ["", "{", "{}", r#"{"id":"a","lang":"fr"}"#, "null"] {
            let error = Cell::parse(json).expect_err(json);
            assert!(error.contains("line"), "{error}");
        }
    }
}
