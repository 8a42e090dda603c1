//! Whatever is chosen, what is composed is explained without a complaint, and asks for what was chosen.

use desk::asks::Count;
use desk::compose::{Choices, FIELDS, Kind, composed};
use desk::{Effect, explain};
use model::FlinkVersion;
use model::memory::Process;

/// As many as take a second or two.
const RUNS: usize = 3_000;

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

/// Choices by chance.
fn choices(dice: &mut Dice) -> Choices {
    let mut choices = Choices::default();
    for field in FIELDS {
        let some: &[&str] = match field.name {
            "jar" => &["app.jar", "jobs/x-1.0.jar"],
            "name" => &["my-app", "a", "night-1"],
            _ => &["", "a", "com.example.Main", "x_y.Z"],
        };
        let value = match field.kind {
            Kind::One(values) => values[dice.below(values.len())].0,
            Kind::Name => some[dice.below(some.len())],
        };
        assert!(choices.set(field.name, value), "{}={value}", field.name);
    }
    choices.fitting()
}

fn version(choices: &Choices) -> FlinkVersion {
    FlinkVersion::named(choices.get("version")).expect("one of the five")
}

#[test]
fn what_is_composed_is_explained_without_a_complaint_and_asks_for_what_was_chosen() {
    let mut dice = Dice(7);
    for _ in 0..RUNS {
        let choices = choices(&mut dice);
        let composed = composed(&choices);
        let explanation = explain(&composed.line, version(&choices)).expect("short enough");
        let complaints: Vec<_> =
            explanation.found().filter(|it| it.effect != Effect::Works).map(|it| it.kind).collect();
        assert!(
            complaints.is_empty(),
            "{complaints:?} in {}\n{}",
            choices.get("version"),
            composed.line
        );
        let number = |name| choices.get(name).parse::<u32>().expect("a number");
        for asks in explanation.commands.iter().filter_map(|it| it.asks.as_ref()) {
            for started in asks.processes.iter().filter(|it| it.process == Process::TaskManager) {
                if let (Count::Exactly(count), Some(parallelism)) =
                    (started.count, asks.parallelism)
                {
                    assert_eq!(parallelism, number("parallelism"), "{}", composed.line);
                    assert_eq!(count, parallelism.div_ceil(number("slots")), "{}", composed.line);
                }
                assert!(started.memory.is_ok(), "{:?} {}", started.memory, composed.line);
            }
        }
        assert_eq!(composed.operator.is_some(), choices.get("platform") == "kubernetes");
        assert_eq!(Choices::from_link(&choices.to_link()), choices);
    }
}

/// The settings of a file, with their whole names.
fn settings(file: &str) -> Vec<(String, String)> {
    let (mut path, mut all) = (Vec::<&str>::new(), Vec::new());
    for line in file.lines() {
        let depth = (line.len() - line.trim_start().len()) / 2;
        let (name, value) = line.trim().split_once(':').expect("a name");
        path.truncate(depth);
        path.push(name);
        if !value.is_empty() {
            all.push((path.join("."), value.trim().to_owned()));
        }
    }
    all
}

#[test]
fn the_file_says_nothing_that_its_version_does_not_read() {
    let mut dice = Dice(11);
    for _ in 0..RUNS {
        let choices = choices(&mut dice);
        let (name, file) = composed(&choices).file;
        assert_eq!(name.ends_with("/config.yaml"), version(&choices) >= FlinkVersion::V1_20);
        for (key, value) in settings(&file) {
            let known = desk::keys::named(&key).filter(|it| it.exists_in(version(&choices)));
            assert!(
                known.is_some_and(|it| it.takes(&value)),
                "{}: {key}: {value}",
                choices.get("version")
            );
        }
    }
}

#[test]
fn what_a_kubernetes_application_looks_like() {
    let composed = composed(&Choices::from_link(
        "version=2.0&platform=kubernetes&mode=application&restart=fixed-delay",
    ));
    assert_eq!(
        composed.operator.as_deref().map(str::trim_end),
        Some(include_str!("compose/kubernetes.yaml").trim_end())
    );
    assert_eq!(composed.line, include_str!("compose/kubernetes.txt").trim_end());
    assert_eq!(composed.file.1, include_str!("compose/config.yaml"));
}
