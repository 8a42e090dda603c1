//! What a comparison is told by: the moments that a reader goes to.
//!
//! In: a [`Comparison`]. Out: few moments, in order, one for a time.

use super::comparison::Comparison;
use super::course::{Course, Doing};
use super::mode::DeploymentMode;
use super::run::SUBMITTED;
use super::workload::Fault;
use crate::Time;

/// Why a moment is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landmark {
    /// Everything is submitted.
    Submitted,
    /// From now on every job has run in this mode.
    Runs(DeploymentMode),
    /// What goes wrong.
    Fault,
    /// The last of those that come back runs again in this mode.
    Again(DeploymentMode),
    /// Every job has ended in this mode.
    Over(DeploymentMode),
    /// Nothing happens any more.
    End,
}

impl Comparison {
    /// Those of all modes.
    pub fn landmarks(&self) -> Vec<(Time, Landmark)> {
        let mut all = vec![(SUBMITTED, Landmark::Submitted)];
        if self.workload.fault != Fault::None {
            all.push((self.workload.fault_at(), Landmark::Fault));
        }
        for course in self.courses.iter().filter(|course| course.refusal.is_none()) {
            let mode = course.mode;
            all.extend(running(course).map(|at| (at, Landmark::Runs(mode))));
            let back = self.facts(course).and_then(|it| it.down.into_iter().flatten().max());
            all.extend(back.map(|span| (self.workload.fault_at() + span, Landmark::Again(mode))));
            all.extend(over(course).map(|at| (at, Landmark::Over(mode))));
        }
        all.retain(|(at, _)| *at < self.end);
        all.push((self.end, Landmark::End));
        // What is first in this list is told of a moment that is several things.
        all.sort_by_key(|(at, _)| *at);
        all.dedup_by_key(|(at, _)| *at);
        all
    }
}

/// When the last of the jobs ran for the first time.
fn running(course: &Course) -> Option<Time> {
    let mut last = None;
    for job in &course.jobs {
        last = last.max(Some(job.doing.first(|doing| doing == Doing::Running)?));
    }
    last
}

/// When the last of the jobs ended.
fn over(course: &Course) -> Option<Time> {
    let mut last = None;
    for job in &course.jobs {
        last = last.max(Some(job.end?.0));
    }
    last
}
