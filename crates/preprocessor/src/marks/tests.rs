//! Every row of the book holds, and does not hold after its opposite; and what an author gets wrong has a line.

use super::prove;
use crate::claims::{Chapter, Laboratory};
use crate::scenarios::Scenarios;
use std::path::Path;

/// How many of them the book promises at least.
const FEWEST: usize = 120;

#[test]
fn every_check_of_the_book_holds_and_can_fail() {
    let (root, sources) =
        (Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."), Path::new("book/src"));
    let scenarios = Scenarios::load(&root, sources).expect("readable");
    let (ids, mut problems) = (scenarios.ids(), Vec::new());
    let checks = super::load(&root, sources, &ids, &mut problems).expect("readable");
    assert!(checks.len() >= FEWEST, "{} checks", checks.len());
    let stages = ids.clone();
    let all = Chapter { file: String::new(), path: "all.md".into(), claims: Vec::new(), stages };
    let proofs = prove(&checks, &[all], &mut Laboratory::new(&scenarios), &mut problems);
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert_eq!(proofs.len(), checks.len());
}

#[test]
fn what_an_author_gets_wrong_has_a_line() {
    let row = |change: &str| {
        let row =
            "[one]\nrun = \"jm-dies\"\nholds = [\"jobs lost = 2\"]\nopposite = [\"first 1\"]\n";
        let (from, to) = change.split_once(" -> ").unwrap_or(("", ""));
        let mut problems = Vec::new();
        let text = row.replacen(from, to, 1);
        let read = super::read::rows("a.toml", &text, &["jm-dies"], &mut problems);
        let told: Vec<String> =
            problems.iter().map(|it| format!("{}: {}", it.line, it.message)).collect();
        (read.len(), told.join("; "))
    };
    assert_eq!(row(""), (1, String::new()));
    let rows = [
        ("jm-dies -> jm-die", "2: no scenario is called \"jm-die\""),
        ("lost = 2 -> lost", "3: \"jobs lost\" asks nothing"),
        ("first 1 -> last 1", "4: \"last 1\" changes nothing"),
        ("opposite -> versions = \"1.12\"\nopposite", "4: no version \"1.12\""),
        ("opposite -> from = \"JobGone\"\nopposite", "4: no event is called \"JobGone\""),
        ("opposite -> does = [\"4 s sleep\"]\nopposite", "4: \"4 s sleep\" does nothing"),
        ("[\"jobs lost = 2\"] -> []", "1: it needs something that holds, and an opposite"),
    ];
    for (change, expected) in rows {
        assert_eq!(row(change), (0, expected.to_owned()), "{change}");
    }
}
