//! Compares the facts of a recording with those of its simulation.
//!
//! In: two [`Facts`], and which entity on one side is which on the other ([`Renaming`]). Out:
//! [`Difference`]s. Deliberately absent: the order between entities (`rules`).

mod counts;
mod lives;

use crate::facts::Facts;
use model::{JobId, Time, TmId};

/// The levels of agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Each entity's own life.
    Entities,
    /// What comes before what.
    Order,
    /// Numbers and final facts.
    Counts,
}

impl Level {
    /// For the one line that a recording gets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entities => "entities",
            Self::Order => "order",
            Self::Counts => "counts",
        }
    }
}

/// Something that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// At which level.
    pub level: Level,
    /// When it begins to differ, in the recording.
    pub at: Time,
    /// Of whom: "job J1", "tm-1".
    pub entity: String,
    /// What: "status", "attempts of Source: src".
    pub what: String,
    /// What the recording says.
    pub recorded: String,
    /// What the simulation says.
    pub simulated: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Difference { level, at, entity, what, recorded, simulated } = self;
        let (level, at) = (level.name(), at.as_ms());
        write!(
            f,
            "{level}: {what} of {entity}, from {at} ms on\n      recorded  {recorded}\n      simulated {simulated}"
        )
    }
}

/// Which recorded entity is which simulated one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// The simulated TaskManager for each recorded one.
    pub tms: Vec<TmId>,
    /// The simulated job for each recorded one.
    pub jobs: Vec<JobId>,
}

impl Renaming {
    /// Everybody keeps the name.
    pub fn identity(tms: usize, jobs: usize) -> Renaming {
        Renaming {
            tms: (0..tms).map(TmId::next).collect(),
            jobs: (0..jobs).map(JobId::next).collect(),
        }
    }

    /// The simulated TaskManager.
    pub fn tm(&self, recorded: TmId) -> TmId {
        self.tms.get(recorded.index()).copied().unwrap_or(recorded)
    }

    /// The simulated job.
    pub fn job(&self, recorded: JobId) -> JobId {
        self.jobs.get(recorded.index()).copied().unwrap_or(recorded)
    }
}

/// Two runs side by side.
pub struct Pair<'a> {
    /// The recorded one.
    pub recorded: &'a Facts,
    /// The simulated one, some seconds longer (see "edge of the scenario").
    pub simulated: &'a Facts,
    /// The simulated one at the end of the recorded one.
    pub at_end: &'a Facts,
    /// Who is who.
    pub renaming: &'a Renaming,
    /// Names of the recorded jobs.
    pub job_names: &'a [String],
}

/// Every difference, in the order of the recording.
pub fn compare(pair: &Pair<'_>) -> Vec<Difference> {
    let mut differences = lives::compare(pair);
    differences.extend(counts::compare(pair));
    differences.sort_by_key(|difference| (difference.level, difference.at));
    differences
}

impl Pair<'_> {
    fn job_name(&self, job: usize) -> String {
        self.job_names.get(job).map_or_else(|| format!("job {job}"), |name| format!("job {name}"))
    }
}
