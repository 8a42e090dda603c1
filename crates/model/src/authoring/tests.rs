//! A row for each thing an author can get wrong: the text that is changed in a good file, and what
//! must be said about it.

use super::*;
use crate::{Action, Signal, TmId};

const GOOD: &str = r#"version = "1.20"
telling = "14 s"
title.zh = "先有集群"
title.en = "Cluster first"
point.zh = "集群比作业活得久。"
point.en = "The cluster outlives its jobs."

[provider]
kind = "standalone"
task_managers = 2

[config]
"taskmanager.numberOfTaskSlots" = "2"

[[jobs]]
name = "WordCount"
vertices = [
  { name = "Source", parallelism = 1 },
  { name = "Sink", parallelism = 2, inputs = [{ from = 0, pattern = "all-to-all" }] },
]
options = { "restart-strategy.type" = "fixed-delay" }
finishes_after = "20 s"
throws = { vertex = 0, subtask = 0, after = "3 s", in_attempts_below = 1 }

[[actions]]
at = "0 s"
do = "start-cluster"

[[actions]]
at = "8 s"
do = "submit"
job = "WordCount"

[[actions]]
at = "20 s"
do = "signal-task-manager"
tm = 0
signal = "kill"
"#;

/// Every mistake of the good file after one replacement, one a line.
fn mistakes(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "the good file has no {from:?}");
    let source = GOOD.replacen(from, to, 1);
    let mistakes = parse("x", &source).expect_err("the changed file is wrong");
    mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_good_file_is_read_whole() {
    let file = parse("cluster-first", GOOD).expect("the good file is good");
    assert_eq!(file.id, "cluster-first");
    assert_eq!(file.telling, Time::s(14));
    assert_eq!(file.title.en, "Cluster first");
    assert_eq!(file.scenario.provider, Provider::Standalone { task_managers: 2, job_managers: 1 });
    let job = &file.scenario.jobs[0];
    assert_eq!(job.vertices[1].inputs[0].from, VertexId(0));
    assert_eq!(job.behaviour.finishes_after, Some(Time::s(20)));
    assert_eq!(job.behaviour.throws.as_ref().map(|throw| throw.after), Some(Time::s(3)));
    let last = file.scenario.actions.last().expect("three actions");
    assert_eq!(last.at, Time::s(20));
    assert_eq!(last.action, Action::SignalTaskManager { tm: TmId(0), signal: Signal::Kill });
}

#[test]
fn each_mistake_has_a_place_and_a_hint() {
    let rows = [
        (
            "telling",
            "teling",
            "1:1: \"telling\" is missing\n2:1: unknown key \"teling\" (did you mean \"telling\"?)",
        ),
        (
            "\"14 s\"",
            "\"14 x\"",
            "2:11: \"14 x\" is not a duration (write \"50 ms\", \"2 s\" or \"5 min\")",
        ),
        ("\"1.20\"", "\"1.21\"", "1:11: no version is called \"1.21\" (did you mean \"1.20\"?)"),
        (
            "kind = \"standalone\"",
            "kind = \"standalon\"",
            "9:8: no kind is called \"standalon\" (did you mean \"standalone\"?)",
        ),
        (
            "numberOfTaskSlots",
            "numberOfSlots",
            "13:1: the model knows no option \"taskmanager.numberOfSlots\" (did you mean \"taskmanager.numberOfTaskSlots\"?)",
        ),
        (
            "Slots\" = \"2\"",
            "Slots\" = \"two\"",
            "13:35: taskmanager.numberOfTaskSlots: \"two\" is not a whole number",
        ),
        (
            "from = 0",
            "from = 1",
            "19:56: there is no vertex 1 to refer to here (vertices are counted from 0, producers stand before consumers)",
        ),
        (
            "\"start-cluster\"",
            "\"start-clutser\"",
            "27:6: no do is called \"start-clutser\" (did you mean \"start-cluster\"?)",
        ),
        (
            "job = \"WordCount\"",
            "job = \"Wordcont\"",
            "32:7: no job is called \"Wordcont\" (did you mean \"WordCount\"?)",
        ),
        (
            "signal = \"kill\"",
            "signal = \"kil\"",
            "38:10: no signal is called \"kil\" (did you mean \"kill\"?)",
        ),
        (
            "at = \"8 s\"",
            "at = \"30 s\"",
            "34:1: this action is earlier than the one before it (actions stand in the order of their times)",
        ),
        ("tm = 0", "tm = -1", "37:6: \"tm\" cannot be -1"),
        (
            "task_managers = 2",
            "task_managers = \"2\"",
            "10:17: \"task_managers\" is a whole number, not a TOML string",
        ),
    ];
    for (from, to, expected) in rows {
        assert_eq!(mistakes(from, to), expected, "after {from} -> {to}");
    }
}

/// The good file with this behind it.
fn with_beats(names: &str) -> Result<ScenarioFile, String> {
    let file = parse("x", &[GOOD, "\n[beats]\n", names, "\n"].concat());
    file.map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn an_author_names_beats() {
    let names =
        "kill = { zh = \"杀死 tm-0\", en = \"kill tm-0\" }\nmoved-2 = { zh = \"乙\", en = \"b\" }";
    let beats = with_beats(names).expect("it is good").beats;
    let told: Vec<_> =
        beats.iter().map(|(key, name)| (key.kind.name(), key.number, name.en.as_str())).collect();
    assert_eq!(told, [("kill", None, "kill tm-0"), ("moved", Some(2), "b")]);
    let rows = [
        (
            "kil = { zh = \"a\", en = \"b\" }",
            "41:1: there is no kind of beat \"kil\" (did you mean \"kill\"?)",
        ),
        ("kill = { zh = \"a\" }", "41:8: \"en\" is missing"),
        (
            "kill = { zh = \"a\", en = \"a TaskManager dies\" }",
            "41:8: \"a TaskManager dies\" is too long (room for 16 letters, a Chinese character is two)",
        ),
        ("kill = 1", "41:8: \"kill\" is a table, not a TOML integer"),
    ];
    for (names, expected) in rows {
        assert_eq!(with_beats(names).expect_err(names), expected);
    }
}

#[test]
fn bad_toml_is_placed_too() {
    assert!(mistakes("[provider]", "[provider").starts_with("8:"));
}

#[test]
fn all_mistakes_are_told_at_once() {
    let source = GOOD.replace("\"1.20\"", "\"9\"").replace("\"kill\"", "\"zap\"");
    let mistakes = parse("x", &source).expect_err("two mistakes");
    assert_eq!(mistakes.len(), 2);
}

/// The good file and an action that holds another one, which holds a third.
fn with_nested(options: &str, run: &str) -> Result<ScenarioFile, Vec<Mistake>> {
    let nested = format!(
        "\n[[actions]]\nat = \"30 s\"\ndo = \"configured\"\noptions = {{ {options} }}\n\
         action = {{ do = \"from-savepoint\", savepoint = 0, run = {{ {run} }} }}\n"
    );
    parse("x", &[GOOD, &nested].concat())
}

#[test]
fn an_action_may_hold_another_one() {
    let options = "\"yarn.application.queue\" = \"dev\"";
    let file = with_nested(options, "do = \"submit\", job = \"WordCount\", attached = true");
    let last = file.expect("it is good").scenario.actions.pop().expect("four actions");
    let text = "30000000.configured.yarn%2eapplication%2equeue.dev.\
                from-savepoint.0.submit+attached.WordCount";
    assert_eq!(last.to_text(), text);
}

#[test]
fn a_mistake_in_an_action_of_another_one_has_its_place() {
    let good = "do = \"submit\", job = \"WordCount\"";
    for (options, run, expected) in [
        (
            "\"parallelism.default\" = \"2\"",
            "do = \"cancel\", job = 0",
            "44:63: no do is called \"cancel\" (one of: submit, run-application, run-per-job)",
        ),
        (
            "\"parallelism.default\" = \"2\"",
            "do = \"submit\", job = \"WordCount\", attach = true",
            "44:92: unknown key \"attach\" (did you mean \"attached\"?)",
        ),
        (
            "\"parallelism.defualt\" = \"2\"",
            good,
            "43:13: the model knows no option \"parallelism.defualt\" (did you mean \"parallelism.default\"?)",
        ),
        ("", "do = \"submit\"", "44:56: \"job\" is missing"),
    ] {
        let mistakes = with_nested(options, run).expect_err(run);
        assert_eq!(mistakes.iter().map(ToString::to_string).collect::<Vec<_>>(), [expected]);
    }
}
