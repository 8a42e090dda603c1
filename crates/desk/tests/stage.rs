//! What the composer makes is typed into a world of that platform and version: the processes, slots, memory and tasks that
//! were chosen are there.

use desk::compose::{Choices, FIELDS, Kind, composed};
use model::cluster::ContainerPhase;
use model::command::line::parts;
use model::command::{Answer, parse, resolve};
use model::event::ContainerRole;
use model::{Action, Cluster, FlinkVersion, JobStatus, Scenario, Time, Trace, rest};

/// As many as take some seconds.
const RUNS: usize = 1_000;

/// How long a line has before one looks, in simulated seconds.
const PAUSE: u64 = 120;

/// Numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }
}

/// Choices by chance, with a jar and a class that are there.
fn choices(dice: &mut Dice) -> Choices {
    let mut choices = Choices::default();
    for field in FIELDS {
        let value = match (field.name, field.kind) {
            ("class", _) => ["", "a.StreamWordCount"][dice.below(2)],
            ("jar", _) => "app.jar",
            ("name", _) => ["my-app", "night-job"][dice.below(2)],
            (_, Kind::One(values)) => values[dice.below(values.len())].0,
            (name, Kind::Name) => panic!("what is {name}?"),
        };
        assert!(choices.set(field.name, value), "{}={value}", field.name);
    }
    choices.fitting()
}

/// A world in which nothing runs, with room for everything that can be chosen.
fn world(choices: &Choices) -> Scenario {
    let provider = match choices.get("platform") {
        "standalone" => "kind = \"standalone\", task_managers = 1",
        "yarn" => {
            "kind = \"yarn\", nodes = 16, node_memory_mib = 65536, minimum_allocation_mib = 1024"
        }
        _ => "kind = \"kubernetes\", nodes = 16, node_memory_mib = 65536",
    };
    let source = format!(
        "version = \"{}\"\ntelling = \"1 s\"\ntitle = {{ zh = \"甲\", en = \"A\" }}\npoint = {{ zh = \"乙。\", en = \"B.\" }}\n\
         provider = {{ {provider} }}\n\
         [[jobs]]\nname = \"StreamWordCount\"\nvertices = [{{ name = \"a\", parallelism = 1 }}]\n\
         [[actions]]\nat = \"3000 s\"\ndo = \"start-cluster\"\n",
        choices.get("version")
    );
    let mut scenario = model::authoring::parse("t", &source).expect("a scenario").scenario;
    // Machines of a standalone cluster have what is chosen in their files.
    if choices.get("platform") == "standalone" {
        scenario.config.set("taskmanager.numberOfTaskSlots", choices.get("slots"));
    }
    scenario
}

/// A world and how much of it has happened.
struct Typist {
    trace: Trace,
    happened: usize,
    now: Time,
}

impl Typist {
    fn new(scenario: Scenario) -> Typist {
        Typist { trace: Trace::run(scenario), happened: 0, now: Time::s(1) }
    }

    fn cluster(&self) -> Cluster {
        self.trace.cluster_after(self.happened)
    }

    /// Types lines, and waits behind each.
    fn types(&mut self, lines: &str) {
        let joined = lines.replace("\\\n", " ");
        for line in joined.lines().flat_map(parts) {
            let cluster = self.cluster();
            let command = parse(line.text, cluster.version);
            let command = command.unwrap_or_else(|it| panic!("{}: {it:?}", line.text));
            let scenario = self.trace.scenario().clone();
            let action: Action = match resolve(&command, &cluster, &scenario) {
                Ok(Answer::Do(action) | Answer::DoSaying(action, _)) => action,
                other => panic!("{}: {other:?}", line.text),
            };
            let refused = model::refusal(&cluster, &action, &scenario);
            assert!(refused.is_none(), "{}: {refused:?}", line.text);
            self.trace.fork_after(self.happened, self.now, action);
            self.now = self.now + Time::s(PAUSE);
            self.happened = self.trace.happened_at(self.now);
        }
    }
}

/// Memory of the containers that run, in MiB: of JobManagers, and of TaskManagers.
fn containers(cluster: &Cluster) -> [Vec<u64>; 2] {
    let mut found = [Vec::new(), Vec::new()];
    for container in cluster.platform.iter().flat_map(|it| &it.containers) {
        if container.phase == ContainerPhase::Running {
            let manages = container.role == ContainerRole::JobManager;
            found[usize::from(!manages)].push(container.memory_mib);
        }
    }
    found
}

#[test]
fn what_is_composed_does_on_the_stage_what_it_says() {
    let mut dice = Dice(5);
    for _ in 0..RUNS {
        let choices = choices(&mut dice);
        let number = |name| choices.get(name).parse::<usize>().expect("a number");
        let (slots, parallelism) = (number("slots"), number("parallelism"));
        let fixed = choices.get("platform") == "standalone";
        let mut typist = Typist::new(world(&choices));
        let line = composed(&choices).line;
        let of_job = |choices: &Choices, mode: &str| {
            let mut other = choices.clone();
            assert!(other.set("mode", mode));
            composed(&other).line
        };
        match choices.get("mode") {
            "job" => typist.types(&[of_job(&choices, "session"), line.clone()].join("\n")),
            "session" => typist.types(&[line.clone(), of_job(&choices, "job")].join("\n")),
            _ => typist.types(&line),
        }
        let cluster = typist.cluster();
        let told = format!("{} {}", choices.get("version"), line);
        let flink = cluster.clusters.iter().rev().find(|it| it.phase.is_alive());
        let flink = flink.unwrap_or_else(|| panic!("no cluster: {told}"));
        let overview = rest::overview(&cluster, flink.id).expect("it answers");
        let workers = if fixed { 1 } else { parallelism.div_ceil(slots) };
        assert_eq!(overview.taskmanagers, workers, "{told}");
        assert_eq!(overview.slots_total, workers * slots, "{told}");
        let enough = overview.slots_total >= parallelism;
        let mut jobs = cluster.jobs_of(flink.id);
        let job = jobs.next().unwrap_or_else(|| panic!("no job: {told}"));
        assert_eq!(job.spec.tasks(), parallelism, "{told}");
        if enough {
            assert_eq!(job.status, JobStatus::Running, "{told}");
        }
        let mib = |name| match choices.get(name).split_at(choices.get(name).len() - 1) {
            (number, "g") => number.parse::<u64>().expect("a number") << 10,
            (number, _) => number.parse().expect("a number"),
        };
        let given = |mib: u64| match choices.get("platform") {
            "yarn" => mib.div_ceil(1_024) << 10,
            _ => mib,
        };
        if !fixed {
            let [managers, others] = containers(&cluster);
            assert_eq!(managers, [given(mib("jm"))], "{told}");
            assert_eq!(others, vec![given(mib("tm")); workers], "{told}");
        }
        assert_eq!(cluster.version, FlinkVersion::named(choices.get("version")).expect("one"));
    }
}
