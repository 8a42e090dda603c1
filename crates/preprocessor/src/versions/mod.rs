//! Version cells: what is so in which version of Flink, one row a thing.
//!
//! In: the TOML of a `versions` block. Out: [`Versions`], or every mistake in it with its line ([`read`]); then a
//! `<figure>` ([`figure`]): a row of radio buttons, for each version what holds there and what is new, and below it one
//! table of everything.
//! A row says since when what is so. Where the model knows the same thing, as a trait of a version or as the default of
//! a configuration key, the row names it, and the build fails when the two disagree in a version that the model
//! knows.
//! Deliberately absent: scripts, and what never changed.

mod draw;
mod known;
mod read;

pub(crate) use known::{range, version};
pub(crate) use read::read;

use crate::cells::{Drawn, Kind, Page};
use crate::inline::Bilingual;

/// A cell without mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Versions {
    id: String,
    title: Bilingual,
    point: Bilingual,
    /// The stops of the slider, oldest first.
    versions: Vec<String>,
    groups: Vec<Group>,
    /// Every link of the cell, with its 1-based line in the block.
    links: Vec<(usize, String)>,
}

impl Kind for Versions {
    fn draw(&self, page: &Page<'_>) -> Drawn {
        Drawn::Figure(draw::figure(self, page.lang))
    }

    fn id(&self) -> Option<String> {
        Some(format!("versions-{}", self.id))
    }

    fn links(&self) -> Vec<(usize, String)> {
        self.links.clone()
    }
}

/// Rows that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    name: Bilingual,
    rows: Vec<Row>,
}

/// One thing and its history.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    name: Bilingual,
    /// In order; the first begins with the first version.
    steps: Vec<Step>,
}

/// What is so from a version on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    /// Index of the version.
    since: usize,
    now: Bilingual,
}

impl Row {
    /// The index of the step that holds in a version.
    fn step_in(&self, version: usize) -> usize {
        self.steps.iter().rposition(|step| step.since <= version).unwrap_or_default()
    }

    /// What held before, if this version changed it.
    fn changed_in(&self, version: usize) -> Option<&Step> {
        let step = self.step_in(version);
        let before = step.checked_sub(1)?;
        (self.steps[step].since == version).then(|| &self.steps[before])
    }
}

impl Versions {
    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }
}
