//! The arguments of the recorded program (`RecJob`): which jobs it submits, with which options.
//!
//! In: the program's words. Out: one [`Asked`] for each job, and what `main()` does ([`Planned`]).
//! Deliberately absent: the job graph, which
//! Flink tells by itself. Another program's arguments mean nothing here: it submits one job of any
//! name, and what its code does is seen only where it throws or ends.

use model::job::{Input, VertexSpec};
use model::{Config, Time};
use std::collections::BTreeMap;

/// What the arguments say about one job.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Asked {
    /// Its name; `None` when the arguments name none.
    pub(super) name: Option<String>,
    /// The options that the program sets.
    pub(super) options: Config,
    /// Milliseconds of input; `None` is unbounded or unknown.
    pub(super) bounded_ms: Option<u64>,
    /// Its parallelism.
    pub(super) parallelism: u16,
    /// That of single operators.
    pub(super) of_operators: BTreeMap<String, u16>,
    /// The slot sharing groups of single operators.
    pub(super) groups: BTreeMap<String, String>,
    /// A planned exception.
    pub(super) fails: Option<Fails>,
}

/// A planned exception.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fails {
    /// In the vertex that holds this operator.
    pub(super) operator: String,
    pub(super) subtask: u16,
    pub(super) after_ms: u64,
    /// In attempts below this number; `None` is always.
    pub(super) attempts: Option<u16>,
}

impl Asked {
    /// The parallelism that the program gives to a vertex, by the operators in its name
    /// ("Source: src -> map").
    pub(super) fn parallelism_of(&self, vertex: &str) -> u16 {
        let first = vertex.split(" -> ").next().unwrap_or(vertex);
        let operator = first.trim_start_matches("Source: ").split(':').next().unwrap_or(first);
        self.of_operators.get(operator).copied().unwrap_or(self.parallelism)
    }
}

impl Asked {
    /// The slot sharing group that the program gives to an operator of a vertex, by the vertex's name.
    fn group_of(&self, vertex: &str) -> Option<&str> {
        let mut operators = vertex.split(" -> ").map(|operator| {
            let name = operator.rsplit_once("Source: ").map_or(operator, |(_, name)| name);
            name.trim_start_matches("Sink: ").split(':').next().unwrap_or(name)
        });
        operators.find_map(|operator| self.groups.get(operator)).map(String::as_str)
    }

    /// The groups of a job whose version does not tell them (up to 1.18): what the program says, else that of the
    /// inputs where they have the same, as `StreamGraphGenerator.determineSlotSharingGroup` does.
    pub(super) fn share(&self, vertices: &mut [VertexSpec]) {
        if self.groups.is_empty() || vertices.iter().any(|one| !one.slot_sharing_group.is_empty()) {
            return;
        }
        for index in 0..vertices.len() {
            let (before, rest) = vertices.split_at_mut(index);
            let Some(vertex) = rest.first_mut() else { return };
            let group =
                |input: &Input| before.get(input.from.index()).map(|from| &from.slot_sharing_group);
            let mut groups = vertex.inputs.iter().filter_map(group);
            let first = groups.next().cloned();
            let inherited = first.filter(|first| groups.all(|other| other == first));
            let said = self.group_of(&vertex.name).map(str::to_owned);
            vertex.slot_sharing_group = said.or(inherited).unwrap_or_else(|| "default".to_owned());
        }
    }
}

/// One step of the program's `main()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Planned {
    /// `execute()` of the job at this place of the list.
    Execute(usize),
    /// `executeAsync()` of it.
    ExecuteAsync(usize),
    /// A pause.
    Work(Time),
    /// It waits for the results of its jobs, one after the other.
    Await,
    /// An exception.
    Throw,
}

/// What `main()` does, in order.
pub(super) fn steps(words: &[String]) -> Vec<Planned> {
    let (common, specs) = parse(words);
    let text = |key: &str| common.get(key).map_or("", String::as_str);
    let pause = text("gap-ms").parse().ok().filter(|gap| *gap > 0).map(Time::ms);
    let fails = text("main-fail");
    let mut steps = Vec::new();
    if fails == "before" {
        steps.push(Planned::Throw);
    }
    for index in 0..specs.len() {
        if index > 0 && fails == "between" {
            steps.push(Planned::Throw);
        }
        steps.extend(pause.filter(|_| index > 0).map(Planned::Work));
        steps.push(match text("mode") {
            "async" => Planned::ExecuteAsync(index),
            _ => Planned::Execute(index),
        });
    }
    // Only executeAsync() leaves something to wait for.
    if text("mode") == "async" && text("await") == "all" {
        steps.push(Planned::Await);
    }
    if fails == "after" {
        steps.push(Planned::Throw);
    }
    let end = steps.iter().position(|step| *step == Planned::Throw);
    steps.truncate(end.map_or(steps.len(), |end| end + 1));
    steps
}

/// What the arguments say about every job, and about each.
fn parse(words: &[String]) -> (BTreeMap<String, String>, Vec<&str>) {
    let mut common = BTreeMap::new();
    let mut specs: Vec<&str> = Vec::new();
    for pair in words.chunks_exact(2) {
        match pair[0].trim_start_matches('-') {
            "job" => specs.push(&pair[1]),
            key => {
                common.insert(key.to_owned(), pair[1].clone());
            }
        }
    }
    if specs.is_empty() {
        specs.push("");
    }
    (common, specs)
}

/// The jobs that a program with these arguments submits, in order.
pub(super) fn jobs(words: &[String]) -> Vec<Asked> {
    let (common, specs) = parse(words);
    let job = |spec: &&str| {
        let mut values = common.clone();
        for (key, value) in spec.split(',').filter_map(|part| part.split_once('=')) {
            values.insert(key.trim().to_owned(), value.trim().to_owned());
        }
        asked(&values)
    };
    specs.iter().map(job).collect()
}

fn asked(values: &BTreeMap<String, String>) -> Asked {
    let text = |key: &str| values.get(key).map(String::as_str);
    let number = |key: &str| text(key).and_then(|value| value.parse::<u64>().ok());
    let mut options = Config::default();
    if let Some(strategy) = text("restart") {
        options.set("restart-strategy.type", strategy);
        if strategy == "fixed-delay" {
            let attempts = text("restart-attempts").unwrap_or("3");
            options.set("restart-strategy.fixed-delay.attempts", attempts);
            let delay = text("restart-delay").unwrap_or("1 s");
            options.set("restart-strategy.fixed-delay.delay", delay);
        }
    }
    if let Some(interval) = number("ckpt-ms").filter(|interval| *interval > 0) {
        options.set("execution.checkpointing.interval", &format!("{interval} ms"));
    }
    for (key, value) in values {
        if let Some(key) = key.strip_prefix("conf:") {
            options.set(key, value);
        }
    }
    let narrow = |number: u64| u16::try_from(number).unwrap_or(u16::MAX);
    let fails = number("fail-after-ms").filter(|after| *after > 0).map(|after_ms| Fails {
        operator: text("fail-op").unwrap_or("map").to_owned(),
        subtask: narrow(number("fail-subtask").unwrap_or(0)),
        after_ms,
        attempts: number("fail-attempts").map(narrow),
    });
    Asked {
        name: text("name").map(str::to_owned),
        options,
        parallelism: narrow(number("p").unwrap_or(1)),
        of_operators: values
            .iter()
            .filter_map(|(key, value)| {
                Some((key.strip_prefix("p-")?.to_owned(), value.parse().ok()?))
            })
            .collect(),
        groups: groups(values),
        bounded_ms: number("bounded-ms").filter(|length| *length > 0),
        fails,
    }
}

/// The slot sharing groups of operators: `ssg-OPERATOR=GROUP`, or in a graph (`2/3@GROUP<0.hash`), whose vertices are
/// called after the job and their place.
fn groups(values: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let said = values.iter().filter_map(|(key, value)| Some((key.strip_prefix("ssg-")?, value)));
    let mut groups: BTreeMap<String, String> =
        said.map(|(operator, group)| (operator.to_owned(), group.clone())).collect();
    if let (Some(name), Some(graph)) = (values.get("name"), values.get("graph")) {
        for (index, vertex) in graph.split('/').enumerate() {
            let own = vertex.split('<').next().unwrap_or(vertex);
            if let Some((_, group)) = own.split_once('@') {
                groups.insert(format!("{name}-{index}"), group.to_owned());
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::{Planned, steps};
    use model::job::{Input, Pattern, VertexSpec};

    fn planned(line: &str) -> Vec<Planned> {
        steps(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn groups_are_those_of_the_program_or_of_the_inputs() {
        let words = "--job name=a,ssg-map=one --job name=b --job name=c,graph=1/2@two<0.hash";
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        let vertex = |name: &str, from: Option<u16>| VertexSpec {
            name: name.to_owned(),
            parallelism: 1,
            inputs: from
                .map(|from| Input {
                    from: model::VertexId(from),
                    pattern: Pattern::AllToAll,
                    blocking: false,
                })
                .into_iter()
                .collect(),
            slot_sharing_group: String::new(),
        };
        let plan = [
            vertex("Source: src", None),
            vertex("map", Some(0)),
            vertex("agg -> Sink: snk", Some(1)),
        ];
        let shared = |job: usize| {
            let mut vertices = plan.to_vec();
            super::jobs(&words)[job].share(&mut vertices);
            vertices.into_iter().map(|one| one.slot_sharing_group).collect::<Vec<_>>()
        };
        assert_eq!(shared(0), ["default", "one", "one"]);
        assert_eq!(shared(1), ["", "", ""]);
        let vertices = &mut [vertex("Source: c-0 -> c-0-work", None), vertex("c-1", Some(0))];
        super::jobs(&words)[2].share(vertices);
        let groups: Vec<&str> =
            vertices.iter().map(|one| one.slot_sharing_group.as_str()).collect();
        assert_eq!(groups, ["default", "two"]);
    }

    #[test]
    fn a_main_waits_only_for_what_it_submitted_asynchronously() {
        let two = "--job name=a --job name=b";
        let asynchronous = [Planned::ExecuteAsync(0), Planned::ExecuteAsync(1)];
        assert_eq!(planned(&format!("--mode async {two}")), asynchronous);
        let mut awaits = asynchronous.to_vec();
        awaits.push(Planned::Await);
        assert_eq!(planned(&format!("--mode async --await all {two}")), awaits);
        awaits.push(Planned::Throw);
        let throws = format!("--mode async --await all --main-fail after {two}");
        assert_eq!(planned(&throws), awaits);
        let in_turn = [Planned::Execute(0), Planned::Execute(1)];
        assert_eq!(planned(&format!("--mode seq --await all {two}")), in_turn);
    }
}
