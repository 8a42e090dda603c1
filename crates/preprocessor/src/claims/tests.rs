//! The claims of the book, all of them: each sentence of the notes once, and nothing missing in any.

use super::checks::CHECKS;
use super::{Claim, Listing, SourceKind, Verdict};
use crate::cells::Cell;
use crate::kinds;
use std::path::{Path, PathBuf};

/// How many sentences of the notes were looked into.
const SENTENCES: u16 = 34;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The names of the files in a folder, without that ending.
fn names(folder: &str, ending: &str) -> Vec<String> {
    let files = std::fs::read_dir(root().join(folder)).expect("the folder is there");
    let names =
        files.map(|file| file.expect("readable").file_name().to_string_lossy().into_owned());
    names.filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect()
}

/// Every cell of the book, in the order of the chapters' names.
fn cells_of_the_book() -> Vec<Cell> {
    let scenarios = names("book/scenarios", ".toml");
    let scenarios: Vec<&str> = scenarios.iter().map(String::as_str).collect();
    let mut all = Vec::new();
    for chapter in names("book/src", ".md") {
        let file = format!("book/src/{chapter}.md");
        let text = std::fs::read_to_string(root().join(&file)).expect("readable");
        let mut problems = Vec::new();
        let cells = kinds::find(&file, &text, &scenarios, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        all.extend(cells);
    }
    all
}

fn claims() -> Vec<Claim> {
    let cells = cells_of_the_book();
    let mut claims: Vec<Claim> = cells.iter().filter_map(|cell| cell.of().cloned()).collect();
    claims.sort_by_key(|claim| claim.number);
    claims
}

#[test]
fn each_sentence_is_a_claim_once_and_stands_in_the_list() {
    let numbers: Vec<u16> = claims().iter().map(|claim| claim.number).collect();
    assert_eq!(numbers, (1..=SENTENCES).collect::<Vec<u16>>());
    let mut listed = Vec::new();
    for cell in cells_of_the_book() {
        if let Some(Listing::Rows(rows)) = cell.of() {
            listed.extend(rows.clone());
        }
    }
    assert_eq!(listed, numbers);
}

#[test]
fn each_check_belongs_to_a_claim_and_few_claims_have_none() {
    let claims = claims();
    let used: Vec<&str> =
        claims.iter().filter_map(|claim| Some(claim.checked.as_ref()?.check.as_str())).collect();
    let checks: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
    assert_eq!(used, checks, "in the order of the notes");
    let without = claims.iter().filter(|claim| claim.checked.is_none()).count();
    assert!(without <= 1, "{without} claims without a check");
}

#[test]
fn what_holds_in_every_version_is_checked_in_every_version() {
    for claim in claims() {
        let Some(checked) = &claim.checked else { continue };
        let number = claim.number;
        match claim.verdict {
            Verdict::Outdated(_) => assert!(checked.versions.is_empty(), "{number} names versions"),
            Verdict::True | Verdict::Conditional | Verdict::Imprecise | Verdict::Wrong => {
                assert!(checked.versions.len() >= 3, "{number} looks at too few versions");
            }
        }
    }
}

#[test]
fn recordings_that_claims_name_are_there() {
    let recordings = names("tests/recordings", ".jsonl.gz");
    for claim in claims() {
        for source in claim.source.iter().filter(|source| source.kind == SourceKind::Recording) {
            let found = recordings.iter().any(|name| name.ends_with(&format!("-{}", source.name)));
            assert!(found, "claim {}: no recording {}", claim.number, source.name);
        }
    }
}
