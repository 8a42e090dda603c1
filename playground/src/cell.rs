//! What the page gives to a live stage: the JSON beside its static picture.
//!
//! In: the text of `<script class="stage-cell">`. Out: a [`Cell`], or what is wrong with it.
//! Deliberately absent: the scenario file's own syntax; the preprocessor has read and checked it.

use given::Json;
use given::scenario::{need, scenario, text, wrong};
use model::{BeatKey, Scenario};
use stage::Lang;

/// What the picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The processes and what they say to each other.
    Picture,
    /// The cluster's web pages.
    Web,
}

/// One stage of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The scenario's id, unique in the book.
    pub id: String,
    /// The language of the page.
    pub lang: Lang,
    /// The scenario's title in that language.
    pub title: String,
    /// Beats of the scenario that its author has named, in that language.
    pub beats: Vec<(BeatKey, String)>,
    /// What the picture shows first.
    pub view: View,
    /// Whether it begins to play by itself.
    pub plays: bool,
    /// What is played.
    pub scenario: Scenario,
}

impl Cell {
    /// Reads a cell.
    ///
    /// # Errors
    /// What is wrong, in English: it is the book's mistake, not the reader's.
    pub fn parse(json: &str) -> Result<Cell, String> {
        read(json).map_err(|wrong| ["the stage's cell is malformed: ", &wrong].concat())
    }
}

fn read(json: &str) -> Result<Cell, String> {
    let json = Json::parse(json)?;
    Ok(Cell {
        id: text(&json, "id")?.to_owned(),
        lang: Lang::from_code(text(&json, "lang")?),
        title: text(&json, "title")?.to_owned(),
        beats: beats(&json)?,
        view: if json.get("web").is_some() { View::Web } else { View::Picture },
        plays: json.get("plays").is_some(),
        scenario: scenario(need(&json, "scenario")?)?,
    })
}

fn beats(json: &Json) -> Result<Vec<(BeatKey, String)>, String> {
    let Some(beats) = json.get("beats") else { return Ok(Vec::new()) };
    let Json::Object(members) = beats else { return Err(wrong("beats")) };
    let named = members.iter().map(|(key, name)| match (BeatKey::from_text(key), name) {
        (Some(key), Json::Text(name)) => Ok((key, name.clone())),
        _ => Err(wrong(key)),
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Time;
    use model::authoring;
    use model::authoring::Bilingual;
    use model::scenario::TimedAction;
    use serde_json::json;

    fn cell(scenario: &serde_json::Value) -> String {
        json!({ "id": "kill", "lang": "en", "title": "A TaskManager dies", "point": "…",
                "scenario": scenario })
        .to_string()
    }

    /// Reads what serde wrote.
    fn check(scenario: &Scenario) {
        let written = serde_json::to_value(scenario).expect("plain data");
        let read = Cell::parse(&cell(&written)).expect("serde's own JSON is well-formed");
        assert_eq!(read.scenario, *scenario);
    }

    #[test]
    fn every_scenario_of_the_book_is_read_as_it_was_written() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../book/scenarios");
        let mut count = 0;
        for file in std::fs::read_dir(folder).expect("the book has scenarios") {
            let path = file.expect("the folder is readable").path();
            let source = std::fs::read_to_string(&path).expect("the file is readable");
            let file = authoring::parse("a", &source).expect("the book's scenarios are valid");
            check(&file.scenario);
            check_names(&file.beats);
            count += 1;
        }
        assert!(count > 0);
    }

    /// Reads the names of beats as a page has them.
    fn check_names(beats: &[(BeatKey, Bilingual)]) {
        let english = |(key, name): &(BeatKey, Bilingual)| (*key, name.en.clone());
        let members: serde_json::Map<_, _> =
            beats.iter().map(|(key, name)| (key.to_text(), json!(name.en))).collect();
        let mut cell = json!({ "id": "a", "lang": "en", "title": "t", "beats": members });
        cell["scenario"] =
            json!({ "version": "2.3", "provider": { "kind": "standalone", "task_managers": 1 } });
        let mut read = Cell::parse(&cell.to_string()).expect("well-formed").beats;
        let mut written: Vec<_> = beats.iter().map(english).collect();
        read.sort_by_key(|(key, _)| key.to_text());
        written.sort_by_key(|(key, _)| key.to_text());
        assert_eq!(read, written);
    }

    #[test]
    fn everything_that_serde_may_write_is_read() {
        let actions = model::Action::every("a \"b\" 作业", 1).into_iter();
        let timed = |action| TimedAction { at: Time(9), action, took: None };
        let actions: Vec<String> = actions.map(|action| timed(action).to_text()).collect();
        let everything = json!({
            "version": "2.3",
            "provider": { "kind": "yarn", "nodes": 3, "node_memory_mib": 8192,
                          "minimum_allocation_mib": 1024 },
            "config": { "restart-strategy.type": "none", "a.b": "c" },
            "jobs": [{
                "name": "a \"job\"", "batch": true, "options": { "x": "y" },
                "vertices": [
                    { "name": "v", "parallelism": 2, "slot_sharing_group": "g" },
                    { "name": "w", "parallelism": 2,
                      "inputs": [{ "from": 0, "pattern": "pointwise", "blocking": true }] },
                ],
                "behaviour": {
                    "finishes_after": 5,
                    "throws": { "vertex": 1, "subtask": 0, "after": 9, "in_attempts_below": 2 },
                },
            }],
            "actions": actions,
            "programs": [{ "name": "p", "steps": [
                { "execute": "a" }, { "execute-async": "a" }, { "work": 5 }, "throw",
            ] }],
            "flow": {
                "stores": [
                    { "name": "s", "kind": "topic", "inflow": 9 },
                    { "name": "t", "kind": "cache" },
                    { "name": "u", "kind": "warehouse" },
                    { "name": "v", "kind": "notification" },
                ],
                "links": [{ "job": "a", "from": 0, "to": 1, "capacity": 5, "yields": 7 }],
            },
            "profile": { "call": 7, "upload": 8 }, "seed": 9, "horizon": 77,
        });
        let scenario: Scenario = serde_json::from_value(everything.clone()).expect("valid");
        let read = Cell::parse(&cell(&everything)).expect("valid");
        assert_eq!(
            (read.scenario, read.view, read.plays),
            (scenario.clone(), View::Picture, false)
        );
        let opens = |flag: &str| {
            let json = cell(&everything).replacen('{', &format!("{{\"{flag}\":true,"), 1);
            Cell::parse(&json).map(|cell| (cell.view, cell.plays)).expect("valid")
        };
        assert_eq!(opens("web"), (View::Web, false));
        assert_eq!(opens("plays"), (View::Picture, true));
        check(&scenario);
    }

    #[test]
    fn every_provider_is_read() {
        for provider in [
            json!({ "kind": "standalone", "task_managers": 1, "job_managers": 2 }),
            json!({ "kind": "kubernetes", "nodes": 2, "node_memory_mib": 4096 }),
            json!({ "kind": "kubernetes", "nodes": 2, "node_memory_mib": 4096, "job_managers": 3 }),
        ] {
            let json = json!({ "version": "2.3", "provider": provider });
            check(&serde_json::from_value(json).expect("valid"));
        }
    }

    #[test]
    fn a_malformed_cell_says_what_is_wrong() {
        let rows = [
            ("", "no JSON at byte 0"),
            ("null", "\"id\" is missing"),
            (r#"{"id":"a","lang":"en","title":-1}"#, "no JSON at byte"),
            (r#"{"id":"a","lang":"en","title":"t"}"#, "\"scenario\" is missing"),
            (r#"{"id":"a","lang":"en","title":"t","beats":{"kil":"x"}}"#, "\"kil\" is missing"),
            (r#"{"id":"a","lang":"en","title":"t","beats":{"kill":1}}"#, "\"kill\" is missing"),
            (
                r#"{"id":"a","lang":"en","title":"t","scenario":{"version":"9"}}"#,
                "\"version\" is missing or is not what it should be",
            ),
        ];
        for (json, wrong) in rows {
            let error = Cell::parse(json).expect_err(json);
            assert!(error.contains(wrong), "{error}");
        }
    }
}
