//! Every text of the lab, Chinese and English side by side.
//!
//! In: plain data of the experiment and its outcome. Out: finished strings. Labels of knobs and buttons are in
//! `label`, sentences about what was changed in `why`, mistakes in a program in `mistake`, what a thing is in `thing`.

mod knob;
mod label;
mod mistake;
mod thing;
mod why;

pub use knob::knobs;
pub use label::{Label, Task, label, label_with};
pub use mistake::{hint, mistake};
pub use thing::{
    Tenant, about, edge, operator, slot, slot_heading, subtask, tm_fact, used, vertex,
};
pub use why::{Change, memory, refusal, status, why};

use crate::words::{Lang, Text, t};
use model::graph::{Outcome, slots};

/// The name of one of the four pictures.
pub(super) fn band(_lang: Lang, number: usize) -> &'static str {
    ["StreamGraph", "JobGraph", "ExecutionGraph", "TaskManager"][number]
}

const FACTS: [Text; 4] = [
    t("程序里写的：{0} 个算子", "as the program says: {0} operator{0s}"),
    t(
        "链起来之后：{0} 个任务，{1} 条边在链里",
        "chained: {0} task{0s}, {1} edge{1s} inside chains",
    ),
    t("{0} 个子任务，{0} 个线程", "{0} subtask{0s}, {0} thread{0s}"),
    t("要 {0} 个 slot，有 {1} 个", "{0} slot{0s} needed, {1} there"),
];

/// What its heading says about it.
pub(super) fn band_fact(lang: Lang, number: usize, facts: &[usize]) -> String {
    let facts: Vec<String> = facts.iter().map(usize::to_string).collect();
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    FACTS[number].fill(lang, &facts)
}

const PICTURE: Text = t(
    "作业 {0}：{1} 个算子链成 {2} 个任务，{3} 个子任务，要 {4} 个 slot，集群有 {5} 个。",
    "Job {0}: {1} operators in {2} tasks, {3} subtasks; {4} slots needed, {5} there.",
);

/// All four pictures in one sentence.
pub(super) fn picture(lang: Lang, outcome: &Outcome) -> String {
    let graph = &outcome.graph;
    let program = &graph.program.graph;
    let figures = [
        program.operators.len(),
        graph.chains.len(),
        graph.subtasks(),
        usize::from(slots::needed(graph)),
        usize::from(outcome.slots_there()),
    ]
    .map(|figure| figure.to_string());
    let [a, b, c, d, e] = figures.each_ref().map(String::as_str);
    PICTURE.fill(lang, &[&program.name, a, b, c, d, e])
}

const WAITING: Text = t("{0} 个子任务没有 slot", "{0} subtask{0s} without a slot");

/// The heading of those that wait.
pub(super) fn waiting(lang: Lang, count: usize) -> String {
    WAITING.fill(lang, &[&count.to_string()])
}

/// Several texts, as a sentence lists the first of them.
fn first_listed(lang: Lang, texts: &[String]) -> String {
    joined(texts, t("、", ", ").text(lang))
}

/// The first texts of a list, and that there are more.
fn joined(texts: &[String], between: &str) -> String {
    match texts.get(..MOST_LISTED) {
        Some(first) if texts.len() > MOST_LISTED => [&first.join(between), between, "…"].concat(),
        _ => texts.join(between),
    }
}

/// A list in a sentence is no longer.
const MOST_LISTED: usize = 8;
