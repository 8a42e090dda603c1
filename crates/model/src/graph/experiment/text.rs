//! An experiment as text: one knob a line, a blank line, the program. Pages carry it, and an error box shows it.

use super::{Checkpoints, Experiment, Home, MEMORY_MIB, MOST, MOST_SLOTS, Scheduler, Strategy};
use crate::graph::{Sharing, text};
use crate::ids::TmId;
use crate::version::FlinkVersion;

impl Experiment {
    /// The whole experiment; [`Experiment::from_text`] reads it as the same one.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for (name, value) in self.knobs() {
            for part in [name, " ", &value, "\n"] {
                out.push_str(part);
            }
        }
        out.push('\n');
        out.push_str(&text::print(&self.graph));
        out
    }

    /// Every knob: its name and value as in [`Experiment::set`].
    pub fn knobs(&self) -> [(&'static str, String); 11] {
        let sharing = match self.sharing {
            Sharing::Shared => "shared",
            Sharing::Apart => "apart",
        };
        [
            ("version", self.version.name().to_owned()),
            ("cluster", self.home.word().to_owned()),
            ("task-managers", self.task_managers.to_string()),
            ("slots", self.slots.to_string()),
            ("parallelism", self.parallelism.to_string()),
            ("strategy", self.strategy.word().to_owned()),
            ("sharing", sharing.to_owned()),
            ("scheduler", self.scheduler.word().to_owned()),
            ("checkpoints", self.checkpoints.word().to_owned()),
            ("memory", self.memory_mib.to_string()),
            ("lost", self.lost.map_or("none".to_owned(), |tm| tm.0.to_string())),
        ]
    }

    /// Reads it.
    ///
    /// # Errors
    /// What is wrong, in English: nobody writes this by hand.
    pub fn from_text(source: &str) -> Result<Experiment, String> {
        let (knobs, program) = source.split_once("\n\n").ok_or("no program")?;
        let graph = text::parse(program).map_err(|_| "the program has mistakes")?;
        let mut read = Experiment::new(graph);
        for line in knobs.lines() {
            let (name, value) = line.split_once(' ').ok_or(line)?;
            read.set(name, value).ok_or_else(|| line.to_owned())?;
        }
        Ok(read)
    }

    /// Sets one knob by its name in the text; `None` when the name or the value means nothing.
    pub fn set(&mut self, name: &str, value: &str) -> Option<()> {
        let number = || value.parse::<u16>().ok();
        let within = |most| number().filter(|n| (1..=most).contains(n));
        match name {
            "version" => self.version = FlinkVersion::named(value)?,
            "cluster" => self.home = Home::ALL.into_iter().find(|each| each.word() == value)?,
            "task-managers" => self.task_managers = within(MOST)?,
            "slots" => self.slots = within(MOST_SLOTS)?,
            "parallelism" => self.parallelism = within(MOST)?,
            "strategy" => {
                self.strategy = Strategy::ALL.into_iter().find(|each| each.word() == value)?;
            }
            "sharing" => {
                self.sharing = match value {
                    "shared" => Sharing::Shared,
                    "apart" => Sharing::Apart,
                    _ => return None,
                }
            }
            "scheduler" => {
                self.scheduler = Scheduler::ALL.into_iter().find(|each| each.word() == value)?;
            }
            "checkpoints" => {
                self.checkpoints =
                    Checkpoints::ALL.into_iter().find(|each| each.word() == value)?;
            }
            "memory" => {
                self.memory_mib = MEMORY_MIB.into_iter().find(|m| m.to_string() == value)?
            }
            "lost" if value == "none" => self.lost = None,
            "lost" => self.lost = Some(TmId(number()?)),
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::examples::EXAMPLES;

    #[test]
    fn an_experiment_survives_its_text() {
        for example in EXAMPLES {
            let mut one = Experiment::new(text::parse(example).expect("valid"));
            assert_eq!(Experiment::from_text(&one.to_text()), Ok(one.clone()));
            for (name, value) in [
                ("version", "1.13"),
                ("cluster", "yarn"),
                ("task-managers", "128"),
                ("slots", "16"),
                ("parallelism", "4"),
                ("strategy", "evenly-spread-out-slots"),
                ("sharing", "apart"),
                ("scheduler", "adaptive"),
                ("checkpoints", "on"),
                ("memory", "8192"),
                ("lost", "1"),
            ] {
                assert_eq!(one.set(name, value), Some(()), "{name}");
                assert_eq!(Experiment::from_text(&one.to_text()), Ok(one.clone()));
            }
        }
    }

    #[test]
    fn what_means_nothing_is_told() {
        let mut one = Experiment::new(text::parse(EXAMPLES[0]).expect("valid"));
        for (name, value) in [
            ("slots", "0"),
            ("slots", "17"),
            ("parallelism", "129"),
            ("slots", "x"),
            ("colour", "red"),
            ("memory", "3"),
        ] {
            assert_eq!(one.set(name, value), None, "{name} {value}");
        }
        assert_eq!(Experiment::from_text("slots 99\n\njob a\nsource b\n"), Err("slots 99".into()));
        assert!(Experiment::from_text("slots 2\n").is_err());
    }
}
