//! What a thing in the pictures is, and what is true of it.
//!
//! In: the job graph or the outcome, and an id. Out: one phrase or sentence.

use crate::lab::Thing;
use crate::words::{Lang, Text, listed, t};
use model::cluster::TaskManager;
use model::graph::experiment::Seat;
use model::graph::{Cut, JobGraph, OperatorId, Outcome};
use model::{TmId, VertexId};

const OPERATOR: Text = t(
    "算子 {0}：并行度 {1}，组 {2}，在任务 {3} 里",
    "operator {0}: parallelism {1}, group {2}, in task {3}",
);

/// An operator.
pub fn operator(lang: Lang, graph: &JobGraph, id: OperatorId) -> String {
    let settings = graph.program.of(id);
    let letter = crate::layout::letter_of(graph.vertex(id).0);
    let name = graph.program.graph.operator(id).full_name();
    OPERATOR.fill(lang, &[&name, &settings.parallelism.to_string(), &settings.group, &letter])
}

const VERTEX: Text =
    t("任务 {0}：{1}，并行度 {2}，组 {3}", "task {0}: {1}, parallelism {2}, group {3}");

/// A vertex of the JobGraph.
pub fn vertex(lang: Lang, graph: &JobGraph, vertex: VertexId) -> String {
    let letter = crate::layout::letter_of(vertex.0);
    let parallelism = graph.parallelism(vertex).to_string();
    VERTEX.fill(lang, &[&letter, &graph.name(vertex), &parallelism, graph.group(vertex)])
}

const RUNS: Text =
    t("{0} ({1}/{2})，在 {3} 的 slot {4} 里跑", "{0} ({1}/{2}), runs in slot {4} of {3}");
const KEPT: Text = t(
    "{0} ({1}/{2})，{3} 的 slot {4} 替它占着，在等其余的 slot",
    "{0} ({1}/{2}): slot {4} of {3} is kept for it, the other slots are awaited",
);
const WAITS: Text = t("{0} ({1}/{2})，没有 slot", "{0} ({1}/{2}), without a slot");

/// A subtask.
pub fn subtask(lang: Lang, outcome: &Outcome, vertex: VertexId, subtask: u16) -> String {
    let name = outcome.graph.name(vertex);
    let number = (subtask + 1).to_string();
    let of = outcome.graph.parallelism(vertex).to_string();
    let place = |(tm, index): (TmId, u16)| (crate::words::names::tm(tm), index.to_string());
    let (text, (tm, slot)) = match outcome.seat(vertex, subtask) {
        Seat::Runs(tm, index) => (RUNS, place((tm, index))),
        Seat::Kept(tm, index) => (KEPT, place((tm, index))),
        Seat::Waits => (WAITS, (String::new(), String::new())),
    };
    text.fill(lang, &[&name, &number, &of, &tm, &slot])
}

/// Who has a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenant<'a> {
    /// Nobody.
    Nobody,
    /// The job, which has not said yet for which subtasks.
    Job,
    /// Subtasks of that group.
    Group(&'a str),
}

const FREE: Text = t("空", "free");
const HELD: Text = t("占着", "held");

/// The line above a slot's content: its number and who has it.
pub fn slot_heading(lang: Lang, index: u16, tenant: Tenant<'_>) -> String {
    let who = match tenant {
        Tenant::Nobody => FREE.text(lang),
        Tenant::Job => HELD.text(lang),
        Tenant::Group(group) => group,
    };
    ["slot ", &index.to_string(), " · ", who].concat()
}

const SLOT: Text = t("{0}，{1} 个线程", "{0}, {1} thread{1s}");

/// A slot.
pub fn slot(lang: Lang, index: u16, tenant: Tenant<'_>, threads: usize) -> String {
    SLOT.fill(lang, &[&slot_heading(lang, index, tenant), &threads.to_string()])
}

const USED: Text = t("{1} 个 slot，用了 {0} 个", "{0} of {1} slots used");
const KILLED: Text = t("kill -9，没有了", "killed, gone");

/// The heading of a TaskManager.
pub fn tm_fact(lang: Lang, tm: &TaskManager, used: usize) -> String {
    if tm.process.is_gone() {
        return KILLED.text(lang).to_owned();
    }
    USED.fill(lang, &[&used.to_string(), &tm.slots.len().to_string()])
}

const CHAINED: Text = t(
    "{0} → {1}：链在一起，交一条记录就是调用一个方法",
    "{0} → {1}: chained, a record is handed over by a method call",
);
const CUT: Text = t("{0} → {1}：{2}，链不起来，因为{3}", "{0} → {1}: {2}, not chained: {3}");

/// Everything there is to say about a thing, a sentence a line.
pub fn about(lang: Lang, outcome: &Outcome, thing: Thing) -> Vec<String> {
    let graph = &outcome.graph;
    let edges = |id: OperatorId| {
        let inputs = 0..graph.program.graph.operator(id).inputs.len();
        inputs.map(move |input| edge(lang, graph, id, input))
    };
    match thing {
        Thing::Operator(id) => {
            std::iter::once(operator(lang, graph, id)).chain(edges(id)).collect()
        }
        Thing::Vertex(id) => {
            let inside = graph.chains[id.index()].iter().flat_map(|operator| edges(*operator));
            std::iter::once(vertex(lang, graph, id)).chain(inside).collect()
        }
        Thing::Subtask(id, index) => vec![subtask(lang, outcome, id, index)],
        Thing::TaskManager(id) => {
            let tm = &outcome.cluster.task_managers[id.index()];
            let mut lines = vec![
                [&crate::words::names::tm(id), ": ", &tm_fact(lang, tm, used(outcome, id))[..]]
                    .concat(),
            ];
            let slots = 0..tm.slots.len() as u16;
            let seated = slots.flat_map(|index| outcome.seated(id, index));
            lines.extend(inside(lang, outcome, seated));
            lines
        }
        Thing::Slot(id, index) => {
            let heading =
                [&crate::words::names::tm(id), " · slot ", &index.to_string()[..]].concat();
            std::iter::once(heading)
                .chain(inside(lang, outcome, outcome.seated(id, index).iter()))
                .collect()
        }
    }
}

/// Who is there, as far as a list is read.
fn inside<'a>(
    lang: Lang,
    outcome: &Outcome,
    mut seated: impl Iterator<Item = &'a (VertexId, u16)>,
) -> Vec<String> {
    let told = seated.by_ref().take(MOST_TOLD).map(|(v, s)| subtask(lang, outcome, *v, *s));
    let mut lines: Vec<String> = told.collect();
    lines.extend(seated.next().map(|_| "…".to_owned()));
    lines
}

/// So many subtasks are told one by one.
const MOST_TOLD: usize = 32;

/// How many slots of a TaskManager the job holds.
pub fn used(outcome: &Outcome, id: TmId) -> usize {
    let slots = outcome.cluster.task_managers[id.index()].slots.len() as u16;
    (0..slots).filter(|index| outcome.is_held(id, *index)).count()
}

/// An edge of the program, and why it is or is not inside a chain.
pub fn edge(lang: Lang, graph: &JobGraph, consumer: OperatorId, input: usize) -> String {
    let operator = graph.program.graph.operator(consumer);
    let from = &graph.program.graph.operator(operator.inputs[input].from).name;
    let cuts = &graph.cuts[consumer.index()][input];
    if cuts.is_empty() {
        return CHAINED.fill(lang, &[from, &operator.name]);
    }
    let how = graph.program.of(consumer).partitioners[input].name();
    let reasons: Vec<String> = cuts.iter().map(|cut| reason(*cut).text(lang).to_owned()).collect();
    CUT.fill(lang, &[from, &operator.name, how, &listed(lang, &reasons)])
}

const fn reason(cut: Cut) -> Text {
    match cut {
        Cut::SeveralInputs => t("下游不止一个输入", "the consumer has several inputs"),
        Cut::ChainingOff => t("整个程序关掉了链化", "the program allows no chains"),
        Cut::Group => t("两边不在一个 slot 共享组", "they are in different slot sharing groups"),
        Cut::ProducerNever => t("上游 disableChaining", "the producer says disableChaining"),
        Cut::ConsumerNever => t("下游 disableChaining", "the consumer says disableChaining"),
        Cut::ConsumerHead => t("下游 startNewChain", "the consumer says startNewChain"),
        Cut::Parallelism => t("两边并行度不同", "their parallelisms differ"),
        Cut::Partitioner => t("数据要重新分配", "records are partitioned anew"),
    }
}
