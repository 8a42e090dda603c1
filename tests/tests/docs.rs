//! What the project's own documents say about its files is true.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the project").to_owned()
}

/// Words in backticks that look like a path of this project, and targets of relative links.
fn paths_in(text: &str) -> Vec<String> {
    let quoted = text.split('`').skip(1).step_by(2);
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let is_path = |word: &&str| {
        let first = word.split('/').next().unwrap_or_default();
        let top =
            ["book", "crates", "playground", "tests", "Cargo.toml", "book.toml", "clippy.toml"];
        let plain = !word.contains([' ', '<', '*', '…', ':']);
        plain && top.contains(&first)
    };
    let local = links.filter(|link| !link.contains(':') && !link.starts_with('#'));
    quoted.filter(is_path).chain(local).map(str::to_owned).collect()
}

#[test]
fn every_path_in_the_documents_exists() {
    let mut missing = Vec::new();
    for name in ["ARCHITECTURE.md", "README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md"]
    {
        let text = std::fs::read_to_string(root().join(name)).expect(name);
        let paths = paths_in(&text);
        if name == "ARCHITECTURE.md" {
            assert!(paths.len() >= 15, "{name} names its files: {paths:?}");
        }
        let gone = paths.into_iter().filter(|path| !root().join(path).exists());
        missing.extend(gone.map(|path| format!("{name} names {path}")));
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn a_path_that_is_not_there_would_be_found() {
    let found =
        paths_in("See `crates/model/src/nowhere.rs` and [this](book/gone.md), not `flink run`.");
    assert_eq!(found, ["crates/model/src/nowhere.rs", "book/gone.md"]);
}

#[test]
fn the_architecture_fits_on_two_pages() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("it is there");
    // A printed page holds about 60 lines of 100 characters.
    assert!(text.lines().count() <= 120, "{} lines", text.lines().count());
}
