//! From a program to slots: chaining by table and by property, the formula against the model's own runs, and
//! where the strategies put subtasks.

#[path = "draw/dice.rs"]
mod dice;

use dice::Dice;
use flink_model::graph::experiment::{Checkpoints, Experiment, Home, Scheduler, Seat, Strategy};
use flink_model::graph::text::{parse, print};
use flink_model::graph::{
    Chaining, ChainingStrategy, Connection, Cut, Defaults, Edge, JobGraph, Operator, OperatorId,
    OperatorKind, Refusal, Resolved, Sharing, StreamGraph, examples, slots,
};
use flink_model::job::Pattern;
use flink_model::{Config, FlinkVersion, JobStatus, TmId, VertexId};
use std::collections::{BTreeMap, BTreeSet};

fn job_graph(text: &str, parallelism: u16, sharing: Sharing) -> Result<JobGraph, Refusal> {
    let graph = parse(text).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
    Resolved::new(&graph, Defaults { parallelism, sharing }).map(JobGraph::new)
}

/// The tasks of a job, and what cut each edge that is in none of them.
fn told(text: &str) -> String {
    let graph = job_graph(text, 2, Sharing::Shared).expect("Flink takes it");
    let mut parts: Vec<String> = graph.vertices().map(|vertex| graph.name(vertex)).collect();
    for id in graph.program.graph.ids() {
        let name = &graph.program.graph.operator(id).name;
        let cuts = graph.cuts[id.index()].iter().filter(|cuts| !cuts.is_empty());
        parts.extend(cuts.map(|cuts| format!("{name}: {cuts:?}")));
    }
    parts.join("; ")
}

#[test]
fn chaining_follows_the_rules() {
    let rows = [
        ("b <- a", "Source: a -> b"),
        ("b <- forward a", "Source: a -> b"),
        ("b <- keyBy a", "Source: a; b; b: [Partitioner]"),
        ("b <- rebalance a", "Source: a; b; b: [Partitioner]"),
        ("b <- broadcast a", "Source: a; b; b: [Partitioner]"),
        ("b <- a p=3", "Source: a; b; b: [Parallelism, Partitioner]"),
        ("b <- keyBy a p=3", "Source: a; b; b: [Parallelism, Partitioner]"),
        ("b <- a group=g", "Source: a; b; b: [Group]"),
        ("b <- a group=default", "Source: a -> b"),
        ("b <- a startNewChain", "Source: a; b; b: [ConsumerHead]"),
        ("b <- a disableChaining", "Source: a; b; b: [ConsumerNever]"),
        ("b <- a startNewChain\nc <- b", "Source: a; b -> c; b: [ConsumerHead]"),
        (
            "b <- a disableChaining\nc <- b",
            "Source: a; b; c; b: [ConsumerNever]; c: [ProducerNever]",
        ),
        ("b <- a\nsink c <- b", "Source: a -> b -> Sink: c"),
        ("b <- a\nc <- a", "Source: a -> (b, c)"),
        ("b <- a\nc <- b\nd <- b\ne <- d", "Source: a -> b -> (c, d -> e)"),
        ("source b\nc <- a, b", "Source: a; Source: b; c; c: [SeveralInputs]; c: [SeveralInputs]"),
        ("b <- a\nc <- a, b", "Source: a -> b; c; c: [SeveralInputs]; c: [SeveralInputs]"),
        ("b <- a group=g\nc <- b", "Source: a; b -> c; b: [Group]"),
    ];
    for (lines, expected) in rows {
        assert_eq!(told(&format!("job j\nsource a\n{lines}\n")), expected, "{lines}");
    }
    assert_eq!(
        told("job j\nchaining off\nsource a\nb <- a\n"),
        "Source: a; b; b: [ChainingOff]",
        "switched off"
    );
}

#[test]
fn every_rule_cuts_in_some_row_of_the_table() {
    let texts = [
        "job j\nsource a\nsource b\nc <- a, b group=g startNewChain p=3\n",
        "job j\nchaining off\nsource a disableChaining\nb <- a disableChaining\n",
    ];
    let mut seen: BTreeSet<Cut> = BTreeSet::new();
    for text in texts {
        let graph = job_graph(text, 2, Sharing::Shared).expect("Flink takes it");
        seen.extend(graph.cuts.into_iter().flatten().flatten());
    }
    assert_eq!(seen, Cut::ALL.into_iter().collect());
}

#[test]
fn forward_between_different_parallelisms_is_refused() {
    let text = "job j\nsource a p=1\nb <- forward a\n";
    let refused = Refusal::ForwardChangesParallelism { from: ("a".into(), 1), to: ("b".into(), 2) };
    assert_eq!(job_graph(text, 2, Sharing::Shared), Err(refused));
    assert!(job_graph(text, 1, Sharing::Shared).is_ok());
}

#[test]
fn groups_are_inherited_when_inputs_agree() {
    let text = "job j\nsource a group=g\nsource b group=g\nsource c group=h\n\
                d <- a, b\ne <- a, c\nf <- d\ng <- d group=default\n";
    let graph = job_graph(text, 1, Sharing::Shared).expect("Flink takes it");
    let groups: Vec<&str> =
        graph.program.settings.iter().map(|settings| settings.group.as_str()).collect();
    assert_eq!(groups, ["g", "g", "h", "g", "default", "g", "default"]);
}

/// Operators of a random program, at the most.
const FEW: u64 = 8;

fn random_program(seed: u64) -> StreamGraph {
    let mut dice = Dice(seed);
    let count = 1 + dice.roll(FEW);
    let mut operators: Vec<Operator> = Vec::new();
    for number in 0..count {
        let may_feed: Vec<u16> = operators
            .iter()
            .enumerate()
            .filter(|(_, operator)| operator.kind != OperatorKind::Sink)
            .map(|(index, _)| index as u16)
            .collect();
        let kind = if number == 0 || dice.roll(5) == 0 {
            OperatorKind::Source
        } else {
            dice.pick(&[OperatorKind::Transform, OperatorKind::Transform, OperatorKind::Sink])
        };
        let edges = if kind == OperatorKind::Source { 0 } else { 1 + dice.roll(5) / 4 };
        let mut edge = || Edge {
            from: OperatorId(dice.pick(&may_feed)),
            connection: dice.pick(&[
                Connection::Direct,
                Connection::Direct,
                Connection::Direct,
                Connection::KeyBy,
                Connection::Rebalance,
                Connection::Broadcast,
                Connection::Forward,
            ]),
        };
        let inputs = (0..edges).map(|_| edge()).collect();
        operators.push(Operator {
            name: format!("op-{number}"),
            kind,
            parallelism: dice.pick(&[None, None, None, Some(1), Some(2), Some(3)]),
            group: dice.pick(&[None, None, None, Some("g"), Some("default")]).map(str::to_owned),
            strategy: dice.pick(&[
                ChainingStrategy::Always,
                ChainingStrategy::Always,
                ChainingStrategy::Always,
                ChainingStrategy::Head,
                ChainingStrategy::Never,
            ]),
            inputs,
        });
    }
    let chaining = if dice.roll(12) == 0 { Chaining::Off } else { Chaining::On };
    StreamGraph { name: format!("job-{seed}"), chaining, operators }
}

#[test]
fn whatever_the_program_a_text_is_the_same_program() {
    for seed in 0..3_000 {
        let graph = random_program(seed);
        let text = print(&graph);
        assert_eq!(parse(&text), Ok(graph), "seed {seed}:\n{text}");
    }
}

#[test]
fn a_chain_never_crosses_a_group_a_key_by_or_a_change_of_parallelism() {
    let mut chained = 0;
    for seed in 0..8_000 {
        let graph = random_program(seed);
        for sharing in [Sharing::Shared, Sharing::Apart] {
            let defaults = Defaults { parallelism: 2, sharing };
            let Ok(program) = Resolved::new(&graph, defaults) else { continue };
            let job = JobGraph::new(program);
            check_chains(&job, seed);
            chained += graph.operators.len() - job.chains.len();
        }
    }
    assert!(chained > 1_000, "only {chained} edges were chained");
}

fn check_chains(job: &JobGraph, seed: u64) {
    let all: BTreeSet<OperatorId> = job.chains.iter().flatten().copied().collect();
    assert_eq!(all.len(), job.program.graph.operators.len(), "seed {seed}: each in one chain");
    for chain in &job.chains {
        for id in &chain[1..] {
            let operator = job.program.graph.operator(*id);
            let [edge] = operator.inputs.as_slice() else {
                panic!("seed {seed}: {} has several inputs", operator.name)
            };
            assert!(chain.contains(&edge.from), "seed {seed}: a chain is connected");
            let (before, after) = (job.program.of(edge.from), job.program.of(*id));
            assert_eq!(before.group, after.group, "seed {seed}");
            assert_eq!(before.parallelism, after.parallelism, "seed {seed}");
            assert!(
                matches!(edge.connection, Connection::Direct | Connection::Forward),
                "seed {seed}: {:?} inside a chain",
                edge.connection
            );
        }
    }
    let spec = job.spec(Config::default());
    for (index, vertex) in spec.vertices.iter().enumerate() {
        assert!(vertex.inputs.iter().all(|input| input.from.index() < index), "seed {seed}");
        let same = vertex.inputs.iter().filter(|input| input.pattern == Pattern::Pointwise);
        for input in same {
            let producer = spec.vertex(input.from).parallelism;
            assert_eq!(producer, vertex.parallelism, "seed {seed}: forward keeps the number");
        }
    }
}

#[test]
fn the_examples_of_the_notes() {
    let needs: Vec<(String, u16, usize)> = examples::EXAMPLES
        .iter()
        .map(|text| {
            let graph = job_graph(text, 2, Sharing::Shared).expect("Flink takes the examples");
            (graph.program.graph.name.clone(), slots::needed(&graph), graph.subtasks())
        })
        .collect();
    let expected = [
        ("StreamWordCount", 2, 5),
        ("UserBehavior", 2, 2),
        ("Recommendation", 4, 8),
        ("Statistics", 2, 8),
        ("Alerting", 2, 6),
    ];
    let expected = expected.map(|(name, slots, subtasks)| (name.to_owned(), slots, subtasks));
    assert_eq!(needs, expected);
}

/// Every job of three operators with parallelisms 1 to 3 in one or two groups, on every small cluster.
#[test]
fn a_run_takes_as_many_slots_as_the_formula_says() {
    let mut runs = 0;
    for (a, b, c) in triples() {
        for (groups, strategy) in [
            ("", Strategy::None),
            ("", Strategy::Tasks),
            (" group=g", Strategy::None),
            (" group=g", Strategy::Tasks),
        ] {
            let text =
                format!("job j\nsource a p={a}\nb <- keyBy a p={b}{groups}\nsink c <- b p={c}\n");
            for (task_managers, slots_each) in [(1, 2), (1, 4), (2, 1), (2, 2), (2, 3), (3, 2)] {
                let mut experiment = Experiment::new(parse(&text).expect("valid"));
                (experiment.task_managers, experiment.slots) = (task_managers, slots_each);
                experiment.strategy = strategy;
                let outcome = experiment.run().expect("Flink takes it");
                let need = slots::needed(&outcome.graph);
                let there = task_managers * slots_each;
                assert_eq!(outcome.slots_there(), there);
                assert_eq!(outcome.all_run(), need <= there, "{text} on {there}");
                assert_eq!(outcome.slots_taken(), need.min(there), "{text} on {there}");
                no_slot_holds_two_of_a_task(&outcome, &text);
                runs += 1;
            }
        }
    }
    assert_eq!(runs, 27 * 4 * 6);
}

fn triples() -> impl Iterator<Item = (u16, u16, u16)> {
    (1..=3).flat_map(|a| (1..=3).flat_map(move |b| (1..=3).map(move |c| (a, b, c))))
}

fn no_slot_holds_two_of_a_task(outcome: &flink_model::graph::Outcome, text: &str) {
    let mut seen: BTreeSet<(TmId, u16, VertexId)> = BTreeSet::new();
    let mut groups: BTreeMap<(TmId, u16), &str> = BTreeMap::new();
    for (vertex, subtask) in outcome.subtasks() {
        let Some((tm, index)) = outcome.seat(vertex, subtask).slot() else { continue };
        assert!(seen.insert((tm, index, vertex)), "{text}: two subtasks of {vertex:?} in a slot");
        let group = outcome.graph.group(vertex);
        assert_eq!(
            *groups.entry((tm, index)).or_insert(group),
            group,
            "{text}: two groups in a slot"
        );
    }
}

#[test]
fn on_yarn_task_managers_follow_the_job() {
    for parallelism in 1..=6 {
        for slots_each in 1..=6 {
            let mut experiment =
                Experiment::new(parse(examples::STREAM_WORD_COUNT).expect("valid"));
            experiment.home = Home::Yarn;
            (experiment.parallelism, experiment.slots) = (parallelism, slots_each);
            let outcome = experiment.run().expect("Flink takes it");
            assert!(outcome.all_run(), "{parallelism} on {slots_each}");
            let expected = usize::from(parallelism.div_ceil(slots_each));
            assert_eq!(outcome.task_managers().len(), expected, "{parallelism} on {slots_each}");
        }
    }
}

/// How many slots each TaskManager gives, for a job of three slots on three TaskManagers of three.
fn spread(strategy: Strategy, version: FlinkVersion) -> Vec<usize> {
    let mut experiment = Experiment::new(parse("job j\nsource a\nb <- keyBy a\n").expect("valid"));
    (experiment.task_managers, experiment.slots, experiment.parallelism) = (3, 3, 3);
    (experiment.strategy, experiment.version) = (strategy, version);
    assert!(strategy.is_known_in(version));
    let outcome = experiment.run().expect("Flink takes it");
    let seats: Vec<(TmId, u16)> = outcome
        .subtasks()
        .filter_map(|(vertex, subtask)| outcome.seat(vertex, subtask).slot())
        .collect();
    let used = |tm: u16| {
        let slots: BTreeSet<_> = seats.iter().filter(|(owner, _)| *owner == TmId(tm)).collect();
        slots.len()
    };
    (0..3).map(used).collect()
}

#[test]
fn strategies_fill_up_or_spread_out() {
    assert_eq!(spread(Strategy::None, FlinkVersion::V2_3), [3, 0, 0]);
    assert_eq!(spread(Strategy::Slots, FlinkVersion::V1_20), [1, 1, 1]);
    assert_eq!(spread(Strategy::Tasks, FlinkVersion::V2_3), [3, 0, 0], "the RM takes any");
    assert_eq!(spread(Strategy::MinResources, FlinkVersion::V2_3), [3, 0, 0]);
    assert_eq!(spread(Strategy::EvenlySpreadOut, FlinkVersion::V1_13), [1, 1, 1]);
    let known = |version| Strategy::ALL.into_iter().filter(move |s| s.is_known_in(version)).count();
    assert_eq!(FlinkVersion::ALL.map(known), [2, 2, 3, 2, 4]);
}

/// How many tasks each TaskManager has.
fn tasks_by_tm(experiment: &Experiment) -> Vec<usize> {
    let outcome = experiment.run().expect("Flink takes it");
    assert!(outcome.all_run());
    let seats = outcome.subtasks().filter_map(|(v, s)| outcome.seat(v, s).slot());
    let tms: Vec<TmId> = seats.map(|(tm, _)| tm).collect();
    let of = |tm: u16| tms.iter().filter(|owner| **owner == TmId(tm)).count();
    (0..experiment.task_managers).map(of).collect()
}

/// The example of Flink's page on balanced tasks scheduling: six and three subtasks on three TaskManagers of two.
#[test]
fn tasks_evens_out_what_task_managers_have_to_do() {
    let text = "job j\nsource a p=6\nsink b <- keyBy a p=3\n";
    let mut experiment = Experiment::new(parse(text).expect("valid"));
    (experiment.task_managers, experiment.slots) = (3, 2);
    assert_eq!(tasks_by_tm(&experiment), [4, 3, 2], "slots in the order in which they came");
    experiment.strategy = Strategy::Tasks;
    assert_eq!(tasks_by_tm(&experiment), [3, 3, 3]);
}

/// Every job of three operators in one group on as many slots as it needs: TaskManagers that all have the same number
/// of slots in use differ by one task at most.
#[test]
fn with_tasks_full_task_managers_differ_by_one_task_at_most() {
    for (a, b, c) in triples() {
        let text = format!("job j\nsource a p={a}\nb <- keyBy a p={b}\nsink c <- keyBy b p={c}\n");
        let mut experiment = Experiment::new(parse(&text).expect("valid"));
        experiment.strategy = Strategy::Tasks;
        (experiment.task_managers, experiment.slots) = (a.max(b).max(c), 1);
        let loads = tasks_by_tm(&experiment);
        let (most, least) = (loads.iter().max(), loads.iter().min());
        assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 1), "{text}{loads:?}");
    }
}

#[test]
fn with_tasks_slots_are_given_out_when_all_are_there() {
    let mut experiment = Experiment::new(parse(examples::STREAM_WORD_COUNT).expect("valid"));
    (experiment.task_managers, experiment.slots, experiment.parallelism) = (1, 2, 3);
    experiment.strategy = Strategy::Tasks;
    let outcome = experiment.run().expect("Flink takes it");
    assert!(outcome.subtasks().all(|(v, s)| outcome.seat(v, s) == Seat::Waits), "nobody has one");
    assert_eq!(outcome.slots_taken(), 2, "the job holds them all the same");
    experiment.task_managers = 2;
    (experiment.checkpoints, experiment.lost) = (Checkpoints::On, Some(TmId(1)));
    experiment.parallelism = 2;
    assert!(experiment.run().expect("Flink takes it").all_run(), "and after a restart again");
}

#[test]
fn too_few_slots_wait_and_then_fail() {
    let mut experiment = Experiment::new(parse(examples::STREAM_WORD_COUNT).expect("valid"));
    (experiment.task_managers, experiment.slots, experiment.parallelism) = (1, 2, 3);
    let outcome = experiment.run().expect("Flink takes it");
    let seats: Vec<Seat> = outcome.subtasks().map(|(v, s)| outcome.seat(v, s)).collect();
    assert!(seats.iter().all(|seat| !matches!(seat, Seat::Runs(..))), "nobody starts");
    assert_eq!(outcome.slots_taken(), 2, "what is there is held");
    assert_eq!(outcome.status(), JobStatus::Running);
    assert_eq!(outcome.last().map(|turn| turn.to), Some(JobStatus::Failed));
    assert!(outcome.first_failure().is_some_and(|turn| turn.at.as_ms() > 300_000));
    experiment.scheduler = Scheduler::Adaptive;
    let adapted = experiment.run().expect("Flink takes it");
    assert!(adapted.all_run() && slots::needed(&adapted.graph) == 2, "adaptive runs with two");
}

#[test]
fn a_loss_is_mended_with_room_and_checkpoints() {
    let mut experiment = Experiment::new(parse(examples::STREAM_WORD_COUNT).expect("valid"));
    experiment.lost = Some(TmId(0));
    let last = |experiment: &Experiment| {
        let outcome = experiment.run().expect("Flink takes it");
        (outcome.all_run(), outcome.last().map(|turn| turn.to))
    };
    assert_eq!(last(&experiment), (false, Some(JobStatus::Failed)));
    experiment.checkpoints = Checkpoints::On;
    for version in FlinkVersion::ALL {
        experiment.version = version;
        assert_eq!(last(&experiment), (true, Some(JobStatus::Running)), "{}", version.name());
    }
    experiment.parallelism = 4;
    assert!(!last(&experiment).0, "no room left");
    experiment.home = Home::Yarn;
    assert!(last(&experiment).0, "YARN gives another container");
}

#[test]
fn the_adaptive_scheduler_fits_and_wastes_nothing() {
    let mut shorter = 0;
    for seed in 0..120 {
        let mut experiment = Experiment::new(random_program(seed));
        (experiment.parallelism, experiment.slots) = (4, 1);
        experiment.scheduler = Scheduler::Adaptive;
        let Ok(graph) = experiment.job_graph() else { continue };
        let (asked, groups) = (slots::needed(&graph), slots::groups(&graph).len() as u16);
        for free in 1..=asked.min(6) {
            experiment.task_managers = free;
            let outcome = experiment.run().expect("Flink takes it");
            if free < groups {
                assert_eq!(outcome.slots_taken(), free, "seed {seed}: what is there is held");
                assert_eq!(outcome.last().map(|turn| turn.to), Some(JobStatus::Failed));
                continue;
            }
            assert!(outcome.all_run(), "seed {seed} on {free}");
            assert_eq!(slots::needed(&outcome.graph), free, "seed {seed}: all slots are used");
            shorter += usize::from(free < asked);
        }
    }
    assert!(shorter > 100, "only {shorter} runs had too few slots");
}
