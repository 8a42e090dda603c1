//! Rules of the house that no compiler keeps.

mod circles;

use std::path::{Path, PathBuf};

/// Lines that a file of Rust may have: more holds more than one idea, or a long table.
const MOST: usize = 450;

/// Files that are longer, and how long they are. The numbers only fall: a file that grows, or one that has become shorter
/// than its row says, fails the test.
const LONGER: [(&str, usize); 1] = [
    // A closed set: every event, with the line of Flink's log that it stands for.
    ("crates/model/src/event.rs", 578),
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

/// Modules that use each other in a circle, and why it stays: a row is a crate, the module that they are in, and their names.
/// A circle that is not here fails the test, and so does a row of one that has been broken.
const ROUND: [(&str, &str, &[&str]); 6] = [
    // A text is read and written by the table of actions, which names the writer of texts.
    ("crates/model", "action", &["grammar", "text"]),
    // One state: a job holds what its scheduler knows, and what is counted with each change.
    ("crates/model", "cluster", &["adaptive", "job", "tally"]),
    // A key has a shape, and a shape is asked for by its key.
    ("crates/model", "config", &["keys", "shape"]),
    // Each step of the computation can refuse, and a refusal says all figures that disagree.
    (
        "crates/model",
        "memory",
        &["external", "job_manager", "process", "refusal", "settings", "task_manager"],
    ),
    // A cell is drawn with the whole book at hand: its claims, marks, links and exercises, some of which are cells.
    (
        "crates/preprocessor",
        "",
        &["cells", "claims", "links", "marks", "moments", "practice", "versions"],
    ),
    // `later` is the table through which the first part of a stage calls the second, which uses the first.
    ("playground", "player", &["keys", "later", "live", "verbs", "view"]),
];

/// Every crate's folder.
fn crates() -> Vec<String> {
    let mut crates = vec!["playground".to_owned()];
    for top in ["crates", "playground"] {
        let entries = std::fs::read_dir(root().join(top)).expect("the folder can be read");
        let names = entries.flatten().map(|it| it.file_name().to_string_lossy().into_owned());
        let folders = names.map(|name| format!("{top}/{name}"));
        crates.extend(folders.filter(|it| root().join(it).join("src").is_dir()));
    }
    crates
}

#[test]
fn modules_use_each_other_one_way() {
    let mut found = Vec::new();
    for name in crates() {
        let own = circles::circles(&root().join(&name).join("src"));
        found.extend(own.into_iter().map(|(parent, names)| (name.clone(), parent, names)));
    }
    found.sort();
    let known: Vec<_> = ROUND
        .iter()
        .map(|(name, parent, names)| {
            let names = names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
            ((*name).to_owned(), (*parent).to_owned(), names)
        })
        .collect();
    assert_eq!(found, known);
}

#[test]
fn a_circle_would_be_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("it can be made");
        std::fs::write(file, text).expect("it can be written");
    };
    write("lib.rs", "mod a;\nmod b;\nmod c;\npub use b::{inner::Thing, Other};\n");
    write("a.rs", "use crate::{c::Third, Thing};\n#[cfg(test)]\nmod tests { use crate::c::x; }");
    write("b/mod.rs", "mod inner;\nuse super::c::Third;\npub struct Other;\n");
    write("b/inner.rs", "use super::Other;\npub struct Thing;\n");
    write("c.rs", "// use crate::a::A;\npub struct Third;\n");
    assert_eq!(circles::circles(folder.path()), []);
    write("c.rs", "pub struct Third(crate::a::A);\n");
    let circle = |names: &[&str]| {
        let names = names.iter().map(|it| (*it).to_owned()).collect();
        vec![(String::new(), names)]
    };
    // By the name that the root has of what b's child has.
    assert_eq!(circles::circles(folder.path()), circle(&["a", "b", "c"]));
    write("a.rs", "use crate::c::Third;\n");
    assert_eq!(circles::circles(folder.path()), circle(&["a", "c"]));
}
