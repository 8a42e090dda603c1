//! A lab with everything that is set in it, as a link.
//!
//! In: the part of a URL behind `#`. Out: what it says of a lab, or the first part that cannot be understood. And back.
//! A link names every knob, so it shows the same also when the page's lab begins otherwise one day:
//!
//! `lab-<id>&version=2.3&cluster=yarn&…&at=operator-2&program=job+Shop;source+orders+p%3d2`
//!
//! In the program a space is `+` and a new line `;`. It is carried as it was written, mistakes included.
//! Deliberately absent: the URL bar and the clipboard (`playground/live`).

use model::graph::experiment::{Experiment, Home, MOST};
use model::percent::{escape, unescape};
use stage::lab::Thing;

/// What a link says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The knobs; the program is the one that was there before.
    pub experiment: Experiment,
    /// The program as it was written.
    pub text: String,
    /// What was clicked.
    pub chosen: Option<Thing>,
}

/// The part of the URL behind `#`.
pub fn write(id: &str, linked: &Linked) -> String {
    let mut link = ["lab-", id].concat();
    let mut add = |name: &str, value: &str| {
        for part in ["&", name, "=", value] {
            link.push_str(part);
        }
    };
    for (name, value) in linked.experiment.knobs() {
        add(name, &value);
    }
    if let Some(chosen) = linked.chosen {
        add("at", &chosen.key());
    }
    // Where links are recognised in a text, one that ends in a separator loses it.
    let lines: Vec<String> = linked.text.trim_end().split('\n').map(words).collect();
    add("program", &lines.join(";"));
    link
}

fn words(line: &str) -> String {
    line.split(' ').map(escape).collect::<Vec<_>>().join("+")
}

/// Reads the part of the URL behind `#`; `None` when it is not about the state of this lab. What it does not name is
/// as in `before`.
///
/// # Errors
/// The first part that cannot be understood, as it was written.
pub fn read(fragment: &str, id: &str, before: Linked) -> Option<Result<Linked, String>> {
    let rest = fragment.strip_prefix('#').unwrap_or(fragment);
    let rest = rest.strip_prefix("lab-")?.strip_prefix(id)?.strip_prefix('&')?;
    let mut linked = before;
    for part in rest.split('&') {
        if take(part, &mut linked).is_none() {
            return Some(Err(part.to_owned()));
        }
    }
    Some(match contradiction(&linked.experiment) {
        Some(name) => Err(named(rest, name)),
        None => Ok(linked),
    })
}

fn take(part: &str, linked: &mut Linked) -> Option<()> {
    let (name, value) = part.split_once('=')?;
    match name {
        "at" => linked.chosen = Some(Thing::from_key(value)?),
        "program" => {
            let text = unescape(&value.replace('+', " ").replace(';', "\n"))?;
            linked.text = [&text, "\n"].concat();
        }
        _ => linked.experiment.set(name, value)?,
    }
    Some(())
}

/// The knob whose value the others do not allow, as no page would offer it.
fn contradiction(experiment: &Experiment) -> Option<&'static str> {
    let standing = match experiment.home {
        Home::Standalone => experiment.task_managers,
        Home::Yarn => MOST,
    };
    if !experiment.strategy.is_known_in(experiment.version) {
        return Some("strategy");
    }
    experiment.lost.filter(|tm| tm.0 >= standing).map(|_| "lost")
}

/// The part of that name, or the name alone: the value may have been there before.
fn named(rest: &str, name: &str) -> String {
    let mut parts = rest.split('&');
    let found = parts.find(|part| part.split_once('=').is_some_and(|(other, _)| other == name));
    found.unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::graph::experiment::Strategy;
    use model::graph::{OperatorId, examples, text};
    use model::{FlinkVersion, TmId};

    fn linked(example: usize) -> Linked {
        let text = examples::EXAMPLES[example];
        let graph = text::parse(text).expect("valid");
        Linked { experiment: Experiment::new(graph), text: text.to_owned(), chosen: None }
    }

    #[test]
    fn whatever_is_set_survives_its_link() {
        for example in 0..examples::EXAMPLES.len() {
            let mut one = linked(example);
            let back = |one: &Linked| read(&write("a", one), "a", linked(example));
            assert_eq!(back(&one), Some(Ok(one.clone())));
            for (name, value) in [
                ("version", "1.20"),
                ("cluster", "yarn"),
                ("task-managers", "6"),
                ("slots", "5"),
                ("parallelism", "4"),
                ("strategy", "SLOTS"),
                ("sharing", "apart"),
                ("scheduler", "adaptive"),
                ("checkpoints", "on"),
                ("memory", "8192"),
                ("lost", "1"),
            ] {
                one.experiment.set(name, value).expect("a knob");
                assert_eq!(back(&one), Some(Ok(one.clone())), "{name}");
            }
            for thing in [
                Thing::Operator(OperatorId(1)),
                Thing::Vertex(model::VertexId::next(2)),
                Thing::Subtask(model::VertexId::next(1), 3),
                Thing::TaskManager(TmId(2)),
                Thing::Slot(TmId(1), 4),
            ] {
                one.chosen = Some(thing);
                assert_eq!(back(&one), Some(Ok(one.clone())), "{thing:?}");
            }
            for text in ["job 源 # a&b=c;d+e%\nsource\n", "\n", "job a\n\n  source b\n"] {
                one.text = text.to_owned();
                let read = back(&one).and_then(Result::ok).expect("it can be read");
                assert_eq!(read.text.trim_end(), text.trim_end());
            }
        }
    }

    #[test]
    fn a_link_is_short_enough_to_be_sent_and_says_what_it_is() {
        let link = write("word-count", &linked(0));
        assert!(link.starts_with("lab-word-count&version=2.3&cluster=standalone&"), "{link}");
        assert!(link.ends_with(";sink+print+%3c-+sum"), "{link}");
        assert!(link.len() < 400, "{}", link.len());
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        let rows = [
            ("slots=99", "slots=99"),
            ("slots", "slots"),
            ("", ""),
            ("colour=red", "colour=red"),
            ("slots=2&at=moon-1", "at=moon-1"),
            ("at=slot-1", "at=slot-1"),
            ("program=%zz", "program=%zz"),
            ("version=1.20&strategy=TASKS", "strategy=TASKS"),
            ("task-managers=1&lost=1", "lost=1"),
            ("cluster=yarn&lost=60000", "lost=60000"),
        ];
        for (rest, part) in rows {
            let read = read(&format!("#lab-a&{rest}"), "a", linked(0));
            assert_eq!(read, Some(Err(part.to_owned())), "{rest}");
        }
        let mut before = linked(0);
        before.experiment.strategy = Strategy::Tasks;
        assert_eq!(read("lab-a&version=1.13", "a", before), Some(Err("strategy".to_owned())));
        assert_ne!(linked(0).experiment.version, FlinkVersion::V1_13);
    }

    #[test]
    fn other_links_are_not_about_this_lab() {
        for fragment in ["", "#", "#summary", "#lab-a", "#lab-ab&slots=1", "#stage-a&n=1"] {
            assert_eq!(read(fragment, "a", linked(0)), None, "{fragment}");
        }
    }
}
