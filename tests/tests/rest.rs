//! The model's REST answers against those of real clusters, at moments when nothing changed.

use model::Trace;
use recording::Recording;
use recording::derive::derive;
use recording::polls::{PATHS, Settled, answered};
use recording::translate::translate;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Every recording whose answers are kept, with its run of the model.
fn kept() -> Vec<(String, Trace, Vec<Settled>)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder("rest"))
        .expect("tests/rest is there")
        .map(|file| file.expect("the folder can be read").path())
        .filter(|file| file.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| {
            let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            let recording = folder("recordings").join(format!("{name}.jsonl.gz"));
            let recording = Recording::read(&recording).expect("the recording is there");
            let (_, names) = translate(&recording);
            let derived = derive(&recording, &names).expect("it can be derived");
            let answers = std::fs::read_to_string(file).expect("the file can be read");
            let answers =
                answers.lines().map(|line| serde_json::from_str(line).expect("our own JSON"));
            (name, Trace::run(derived.scenario), answers.collect())
        })
        .collect()
}

#[test]
fn what_settled_is_the_same_in_both() {
    let mut different = Vec::new();
    let mut compared = PATHS.map(|_| 0);
    for (name, trace, answers) in kept() {
        for answer in answers {
            let cluster = trace.frame_at(answer.moment()).cluster;
            let ours = answered(&cluster, &answer.path);
            let number = PATHS.iter().position(|path| *path == answer.path).expect("a known path");
            compared[number] += 1;
            if ours != answer.body {
                let Settled { from_ms, to_ms, path, body } = &answer;
                different.push(format!(
                    "{name} {path} {from_ms}-{to_ms} ms\n  recorded {body}\n  model    {ours}"
                ));
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(compared.iter().all(|count| *count >= 20), "few were compared: {compared:?}");
}

#[test]
fn another_number_would_be_noticed() {
    let (_, trace, answers) = kept().swap_remove(0);
    let busy = answers.iter().find(|answer| {
        answer.path == "/overview" && answer.body["jobs-running"].as_u64().is_some_and(|n| n > 0)
    });
    let answer = busy.expect("a job runs in it for a while");
    let cluster = trace.frame_at(answer.moment()).cluster;
    let mut changed = answered(&cluster, "/overview");
    assert_eq!(changed, answer.body);
    changed["slots-available"] = 99.into();
    assert_ne!(changed, answer.body);
    assert_ne!(answered(&trace.frame_at(model::Time::ZERO).cluster, "/overview"), answer.body);
}
