//! Lines typed one after the other into the book's own stages, and what is answered: the rows of `lines.txt`.
//!
//! A case is `## NAME STAGE VERSIONS`, with a stage of [`STAGES`] and versions as in `1.13-1.20`. It is typed at half a
//! minute, when the session and its job run. `$` types a line, `..` waits for so many seconds more, `=` is a part of
//! what the terminal shows for the line, `!` what it must not show. What a line does has half a minute for it.

use crate::cell::{Cell, View};
use crate::player::live::{Live, Msg};
use crate::player::state::Control;
use crate::player::terminal::Kind;
use model::{FlinkVersion, Time};
use stage::{Arrangement, Lang, Motion};
use std::rc::Rc;

/// What a case calls a stage, and its scenario.
const STAGES: &[(&str, &str)] = &[
    ("standalone", "commands-standalone"),
    ("yarn", "yarn-session"),
    ("kubernetes", "commands-kubernetes"),
    ("queues", "yarn-queues"),
];

/// How long after a line the next one is typed, in seconds.
const PAUSE: u64 = 30;

struct Case<'a> {
    name: &'a str,
    stage: &'a str,
    versions: Vec<FlinkVersion>,
    steps: Vec<(&'a str, &'a str)>,
}

fn cases(text: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if let Some(head) = line.strip_prefix("## ") {
            let [name, stage, versions] = *head.split(' ').collect::<Vec<_>>() else {
                panic!("a name, a stage and versions: {line}")
            };
            let (first, last) = versions.split_once('-').unwrap_or((versions, versions));
            let named = |name: &str| {
                FlinkVersion::named(name).unwrap_or_else(|| panic!("no version {name}"))
            };
            let within = named(first)..=named(last);
            let versions = FlinkVersion::ALL.into_iter().filter(|it| within.contains(it));
            cases.push(Case { name, stage, versions: versions.collect(), steps: Vec::new() });
        } else {
            let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
            assert!(matches!(kind, "$" | ".." | "=" | "!"), "{line}");
            cases.last_mut().expect("a case begins with ##").steps.push((kind, rest));
        }
    }
    cases
}

/// A stage of the book.
fn stage(id: &str, version: FlinkVersion) -> Live {
    let (_, id) = STAGES.iter().find(|(name, _)| *name == id).expect("a stage of STAGES");
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../book/scenarios/");
    let source = std::fs::read_to_string([root, id, ".toml"].concat()).expect("it is there");
    let mut file = model::authoring::parse(id, &source).expect("it has no mistakes");
    file.scenario.version = version;
    let cell = Cell {
        id: (*id).to_owned(),
        lang: Lang::En,
        title: String::new(),
        beats: Vec::new(),
        plays: false,
        view: View::Picture,
        scenario: file.scenario,
    };
    Live::new(Rc::new(cell), Arrangement::Wide, Motion::Full)
}

/// Stands at that moment of the run.
fn go_to(live: &mut Live, at: Time) {
    let entries = live.player().entries();
    let happened = entries.partition_point(|entry| entry.at <= at);
    live.update(Msg::Control(Control::GoTo(happened.saturating_sub(1))));
}

fn shown(live: &Live) -> Vec<String> {
    let rows = live.rows().into_iter();
    rows.map(|row| if row.kind == Kind::Command { ["$ ", &row.text].concat() } else { row.text })
        .collect()
}

/// Types a case. What was not as it should be.
fn play(case: &Case, version: FlinkVersion) -> Vec<String> {
    let mut live = stage(case.stage, version);
    go_to(&mut live, Time::s(30));
    let mut now = live.player().position().time;
    let (mut before, mut typed, mut wrong) = (0, "", Vec::new());
    let mut steps = case.steps.iter().peekable();
    while let Some((kind, rest)) = steps.next() {
        match *kind {
            "$" => {
                before = shown(&live).len();
                typed = rest;
                live.update(Msg::Typed(rest.replace('␤', "\n")));
                let soon = steps.peek().and_then(|(kind, rest)| (*kind == "..").then_some(rest));
                let wait = soon.map_or(PAUSE, |seconds| seconds.parse().expect("seconds"));
                now = now + Time::s(wait);
                go_to(&mut live, now);
            }
            ".." => {}
            kind => {
                let rows = shown(&live).split_off(before.min(shown(&live).len()));
                if rows.iter().any(|row| row.contains(rest)) != (kind == "=") {
                    let shown = rows.join("\n      ");
                    wrong.push(format!("{typed}\n    {kind} {rest}\n      {shown}"));
                }
            }
        }
    }
    wrong
}

#[test]
fn what_operators_type_is_answered_as_the_real_programs_do() {
    let only = std::env::var("LINES").unwrap_or_default();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for case in cases(include_str!("lines.txt")) {
        if !case.name.starts_with(&only) {
            continue;
        }
        let mut failed: Vec<(String, Vec<&str>)> = Vec::new();
        for version in &case.versions {
            count += 1;
            for fault in play(&case, *version) {
                match failed.iter_mut().find(|(known, _)| *known == fault) {
                    Some((_, versions)) => versions.push(version.name()),
                    None => failed.push((fault, vec![version.name()])),
                }
            }
        }
        let told = failed
            .into_iter()
            .map(|(fault, versions)| format!("{} in {}: {fault}", case.name, versions.join(", ")));
        wrong.extend(told);
    }
    assert!(wrong.is_empty(), "{} wrong in {count} runs:\n{}", wrong.len(), wrong.join("\n"));
}
