//! What is deployed in every mode: jobs, machines, and what goes wrong.
//!
//! In: knobs by name and value. Out: a [`Workload`], and itself as the text that links and pages carry:
//! `platform=yarn&jobs=2.2.2&...`. A number out of range is no workload: [`Wrong`] names the part.

use model::FlinkVersion;

/// Most jobs of a workload.
pub const MOST_JOBS: usize = 5;
/// Most subtasks of each of a job's two vertices.
pub const MOST_PARALLELISM: u16 = 4;
/// Most slots of a TaskManager.
pub const MOST_SLOTS: u16 = 4;
/// The sizes of a TaskManager that are offered, in MiB.
pub const MEMORY_MIB: [u64; 4] = [1024, 1728, 2048, 4096];
/// How long jobs may run, in seconds, when they end at all.
pub(super) const LENGTHS: [u16; 4] = [20, 40, 60, 120];
/// When something may go wrong, in seconds after the submission.
pub(super) const FAULT_TIMES: [u16; 5] = [5, 15, 30, 45, 90];

/// What is deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workload {
    /// Where processes come from.
    pub platform: Platform,
    /// Which Flink.
    pub version: FlinkVersion,
    /// The parallelism of each job, 1 to [`MOST_PARALLELISM`]; 1 to [`MOST_JOBS`] jobs.
    pub jobs: Vec<u16>,
    /// Each job's subtasks end after so many seconds, one of [`LENGTHS`]; `None`: unbounded streams.
    pub length: Option<u16>,
    /// `taskmanager.numberOfTaskSlots`, 1 to [`MOST_SLOTS`].
    pub slots: u16,
    /// `taskmanager.memory.process.size`, one of [`MEMORY_MIB`].
    pub memory_mib: u64,
    /// Standalone: whether one TaskManager more is started than the jobs need.
    pub spare: Switch,
    /// How many jobs an application holds.
    pub packing: Packing,
    /// `high-availability.type`.
    pub availability: Availability,
    /// `execution.checkpointing.interval`: set or not.
    pub checkpoints: Switch,
    /// What goes wrong.
    pub fault: Fault,
    /// When, in seconds after the submission; one of [`FAULT_TIMES`].
    pub fault_after: u16,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$inner])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// In texts.
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            fn from_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|each| each.word() == word)
            }
        }
    };
}

words! {
    /// Where processes come from.
    Platform {
        /// Scripts on fixed machines.
        Standalone = "standalone",
        /// A YARN cluster with room for everything.
        Yarn = "yarn",
        /// A Kubernetes cluster with room for everything.
        Kubernetes = "kubernetes",
    }
}

words! {
    /// Something is there, or set, or not.
    Switch {
        /// Not.
        Off = "off",
        /// Yes.
        On = "on",
    }
}

words! {
    /// How many jobs an application holds.
    Packing {
        /// All jobs in one `main()`.
        Together = "together",
        /// Each job is an application of its own. Not on standalone machines: they have one address.
        Apart = "apart",
    }
}

words! {
    /// `high-availability.type`.
    Availability {
        /// `NONE`.
        Off = "off",
        /// ZooKeeper, or Kubernetes' ConfigMaps; standalone: with a second JobManager that stands by.
        On = "on",
    }
}

words! {
    /// What goes wrong.
    Fault {
        /// Nothing.
        None = "none",
        /// `kill -9` of the TaskManager in which the first subtask of the first job runs.
        TaskManager = "task-manager",
        /// `kill -9` of the JobManager that looks after the first job.
        JobManager = "job-manager",
        /// The first job's code throws in one subtask.
        Exception = "exception",
        /// Somebody cancels the first job.
        Cancel = "cancel",
    }
}

/// A part of a text that means nothing, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// For instance `slots=9`.
    pub part: String,
}

impl Default for Workload {
    fn default() -> Workload {
        Workload {
            platform: Platform::Yarn,
            version: FlinkVersion::V1_20,
            jobs: vec![2, 2, 2],
            length: None,
            slots: 2,
            memory_mib: 1728,
            spare: Switch::Off,
            packing: Packing::Together,
            availability: Availability::Off,
            checkpoints: Switch::On,
            fault: Fault::None,
            fault_after: 30,
        }
    }
}

impl Workload {
    /// Every name that [`Workload::set`] knows.
    pub const KNOBS: [&'static str; 12] = [
        "platform",
        "version",
        "jobs",
        "length",
        "slots",
        "memory",
        "spare",
        "packing",
        "ha",
        "checkpoints",
        "fault",
        "after",
    ];

    /// Sets one knob by its name in the text; `None` when the name or the value means nothing.
    pub fn set(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "platform" => self.platform = Platform::from_word(value)?,
            "version" => self.version = FlinkVersion::named(value)?,
            "jobs" => self.jobs = jobs(value)?,
            "length" if value == "unbounded" => self.length = None,
            "length" => self.length = Some(one_of(&LENGTHS, value)?),
            "slots" => self.slots = few(value, MOST_SLOTS)?,
            "memory" => self.memory_mib = one_of(&MEMORY_MIB, value)?,
            "spare" => self.spare = Switch::from_word(value)?,
            "packing" => self.packing = Packing::from_word(value)?,
            "ha" => self.availability = Availability::from_word(value)?,
            "checkpoints" => self.checkpoints = Switch::from_word(value)?,
            "fault" => self.fault = Fault::from_word(value)?,
            "after" => self.fault_after = one_of(&FAULT_TIMES, value)?,
            _ => return None,
        }
        Some(())
    }

    /// The value of a knob, as [`Workload::set`] takes it.
    pub fn get(&self, name: &str) -> String {
        match name {
            "platform" => self.platform.word().to_owned(),
            "version" => self.version.name().to_owned(),
            "jobs" => {
                let jobs: Vec<String> = self.jobs.iter().map(u16::to_string).collect();
                jobs.join(".")
            }
            "length" => self.length.map_or("unbounded".to_owned(), |seconds| seconds.to_string()),
            "slots" => self.slots.to_string(),
            "memory" => self.memory_mib.to_string(),
            "spare" => self.spare.word().to_owned(),
            "packing" => self.packing.word().to_owned(),
            "ha" => self.availability.word().to_owned(),
            "checkpoints" => self.checkpoints.word().to_owned(),
            "fault" => self.fault.word().to_owned(),
            "after" => self.fault_after.to_string(),
            _ => String::new(),
        }
    }

    /// The whole workload; [`Workload::from_text`] reads it as the same one.
    pub fn to_text(&self) -> String {
        let parts = Workload::KNOBS.map(|name| [name, "=", &self.get(name)].concat());
        parts.join("&")
    }

    /// Reads it. What is not named stays as it is in `self`.
    ///
    /// # Errors
    /// The first part that means nothing.
    pub fn with_text(mut self, text: &str) -> Result<Workload, Wrong> {
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let known = part.split_once('=').and_then(|(name, value)| self.set(name, value));
            known.ok_or_else(|| Wrong { part: part.to_owned() })?;
        }
        Ok(self)
    }

    /// Slots that all jobs need together.
    pub fn slots_needed(&self) -> u16 {
        self.jobs.iter().sum()
    }
}

/// "2.2.4": the parallelism of each job.
fn jobs(text: &str) -> Option<Vec<u16>> {
    let jobs: Option<Vec<u16>> =
        text.split('.').map(|number| few(number, MOST_PARALLELISM)).collect();
    jobs.filter(|jobs| jobs.len() <= MOST_JOBS)
}

fn few(text: &str, most: u16) -> Option<u16> {
    text.parse().ok().filter(|number| (1..=most).contains(number))
}

fn one_of<T: Copy + std::str::FromStr + PartialEq>(offered: &[T], text: &str) -> Option<T> {
    let number = text.parse().ok()?;
    offered.iter().copied().find(|each| *each == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workload_survives_its_text() {
        let mut one = Workload::default();
        for (name, value) in [
            ("platform", "kubernetes"),
            ("version", "2.3"),
            ("jobs", "1.4.2"),
            ("length", "60"),
            ("slots", "4"),
            ("memory", "4096"),
            ("spare", "on"),
            ("packing", "apart"),
            ("ha", "on"),
            ("checkpoints", "off"),
            ("fault", "cancel"),
            ("after", "90"),
        ] {
            assert_eq!(one.set(name, value), Some(()), "{name}");
            assert_eq!(one.get(name), value);
            assert_eq!(Workload::default().with_text(&one.to_text()), Ok(one.clone()));
        }
    }

    #[test]
    fn what_means_nothing_is_named() {
        for part in [
            "slots=0",
            "slots=5",
            "jobs=",
            "jobs=1.1.1.1.1.1",
            "jobs=5",
            "colour=red",
            "slots",
            "after=7",
        ] {
            let wrong = Wrong { part: part.to_owned() };
            assert_eq!(Workload::default().with_text(&["ha=on&", part].concat()), Err(wrong));
        }
    }
}
