//! Rules of the house that no compiler keeps.

use std::path::{Path, PathBuf};

/// Lines that a file of Rust may have: more holds more than one idea, or a long table.
const MOST: usize = 450;

/// Files that are longer, and how long they are. The numbers only fall: a file that grows, or one that has become shorter
/// than its row says, fails the test.
const LONGER: [(&str, usize); 14] = [
    ("crates/model/src/event.rs", 578),
    ("crates/model/tests/golden.rs", 455),
    ("crates/model/tests/stories/applications.rs", 518),
    ("crates/model/tests/stories/platform.rs", 505),
    ("crates/recording/src/derive/actions.rs", 555),
    ("crates/recording/src/derive/jobs.rs", 477),
    ("crates/recording/src/facts.rs", 577),
    ("crates/recording/src/translate/mod.rs", 454),
    ("crates/stage/src/words/console.rs", 517),
    ("playground/src/player/live.rs", 480),
    ("playground/src/player/state.rs", 523),
    ("playground/src/player/terminal.rs", 512),
    ("tests/tests/pages.rs", 477),
    ("tests/tests/preprocessor.rs", 546),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the project").to_owned()
}

/// Every file of Rust below a folder, with its path from the root and its lines.
fn files(folder: &Path, found: &mut Vec<(String, usize)>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source is text");
            let name = path.strip_prefix(root()).expect("it is below").to_string_lossy();
            found.push((name.into_owned(), text.lines().count()));
        }
    }
}

/// What is wrong with the lengths of files.
fn complaints(found: &[(String, usize)], longer: &[(&str, usize)]) -> Vec<String> {
    let allowed = |name: &str| longer.iter().find(|row| row.0 == name).map_or(MOST, |row| row.1);
    let grown = found.iter().filter(|(name, lines)| *lines > allowed(name));
    let grown = grown.map(|(name, lines)| format!("{name} has {lines} lines"));
    let lines_of = |name: &str| found.iter().find(|file| file.0 == name).map(|file| file.1);
    let shrunk = longer.iter().filter(|row| lines_of(row.0).is_none_or(|lines| lines < row.1));
    let shrunk = shrunk.map(|(name, _)| match lines_of(name) {
        Some(lines) if lines > MOST => format!("{name} has become shorter: its row is now {lines}"),
        _ => format!("{name} needs no row any more"),
    });
    grown.chain(shrunk).collect()
}

#[test]
fn a_file_holds_one_idea() {
    let mut found = Vec::new();
    for top in ["crates", "playground", "tests"] {
        files(&root().join(top), &mut found);
    }
    assert!(found.len() > 300, "{} files", found.len());
    assert_eq!(complaints(&found, &LONGER), Vec::<String>::new());
}

#[test]
fn a_long_file_and_a_row_that_is_out_of_date_would_be_found() {
    let found =
        [("a.rs".to_owned(), MOST + 1), ("b.rs".to_owned(), MOST + 5), ("c.rs".to_owned(), 9)];
    let rows = [("b.rs", MOST + 9), ("c.rs", MOST + 1), ("d.rs", MOST + 1)];
    let said = complaints(&found, &rows);
    assert_eq!(said.len(), 4, "{said:?}");
}
