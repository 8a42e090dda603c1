//! The desk and the book: every printed command is explained without a mistake, and every chapter that the desk names is there.

use desk::{Effect, Kind};
use model::FlinkVersion;
use std::path::PathBuf;

fn book() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../book/src")
}

/// The `bash` blocks of a chapter: version and body.
fn blocks(markdown: &str) -> Vec<(FlinkVersion, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(FlinkVersion, String)> = None;
    for line in markdown.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) if info.starts_with("bash") => {
                let name = info.split(',').nth(1).map_or("1.20", str::trim);
                let version = FlinkVersion::named(name);
                open = Some((version.expect("the build checks it"), String::new()));
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, body)), None) => {
                body.push_str(line);
                body.push('\n');
            }
            (None, _) => {}
        }
    }
    blocks
}

/// Lines that the notes print as they were, and the book says beside them that they do not work.
const AS_THE_NOTES_HAD_IT: [(&str, Kind); 1] = [("  my-flink-app.jar\n", Kind::NotInImage)];

#[test]
fn every_printed_command_is_explained_without_a_mistake() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    let mut files: Vec<PathBuf> = std::fs::read_dir(book())
        .expect("the book")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|it| it == "md")) {
        for (version, body) in blocks(&std::fs::read_to_string(file).expect("a chapter")) {
            seen += 1;
            // What an author leaves open is filled in by the reader.
            let filled = body
                .replace("<jobId>", "6e789e6aa1b965f406c45d188009454f")
                .replace("application_XXXX_YY", "application_1699415564762_0001");
            let explanation = desk::explain(&filled, version).expect("short enough");
            for found in explanation.found().filter(|found| found.effect != Effect::Works) {
                let known =
                    |(text, kind): &(&str, Kind)| *kind == found.kind && filled.contains(text);
                if !AS_THE_NOTES_HAD_IT.iter().any(known) {
                    let name = file.file_name().expect("a name").to_string_lossy().into_owned();
                    let (kind, text) = (found.kind.name(), found.at.of(&filled));
                    wrong.push(format!(
                        "{name}, {}: {kind} at \"{text}\" of\n{body}",
                        version.name()
                    ));
                }
            }
        }
    }
    assert!(seen > 20, "only {seen} blocks");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_chapter_that_is_named_is_there() {
    let mut named: Vec<&str> =
        desk::keys::all().map(|key| desk::parts::chapter(key.name)).collect();
    named.extend(
        model::command::table::every()
            .filter_map(|opt| desk::words::option(&opt))
            .map(|doc| doc.chapter),
    );
    named.extend(
        model::command::table::ACTIONS
            .iter()
            .filter_map(|it| desk::words::action(it.name))
            .map(|it| it.1),
    );
    for line in include_str!("lines.tsv").lines() {
        let line = line.rsplit('\t').next().unwrap_or_default();
        let explanation = desk::explain(line, FlinkVersion::V2_3).expect("short enough");
        named.extend(explanation.commands.iter().flat_map(|it| &it.parts).map(|part| part.chapter));
    }
    named.sort_unstable();
    named.dedup();
    for chapter in named {
        let (file, anchor) = chapter.split_once('#').unwrap_or((chapter, ""));
        let text = std::fs::read_to_string(book().join(file)).unwrap_or_default();
        let there = if anchor.is_empty() {
            !text.is_empty()
        } else {
            text.contains(&format!("{{#{anchor}}}"))
        };
        assert!(there, "{chapter}");
    }
}
