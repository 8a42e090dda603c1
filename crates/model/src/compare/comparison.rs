//! A workload in every mode, with one end for all of them.
//!
//! In: a [`Workload`]. Out: a [`Comparison`].

use super::course::Course;
use super::mode::DeploymentMode;
use super::reader::read;
use super::run::{HORIZON, SUBMITTED, traced};
use super::workload::{Fault, Workload};
use crate::Time;

/// Shown after the last change.
const TAIL: Time = Time::s(5);

/// A workload in every mode.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What was deployed.
    pub workload: Workload,
    /// Each mode's course, in the order of [`DeploymentMode::ALL`].
    pub courses: Vec<Course>,
    /// Until when all of them are looked at: the last change in any of them and a little more.
    pub end: Time,
}

impl Comparison {
    /// Runs the workload in every mode.
    pub fn of(workload: Workload) -> Comparison {
        let run = |mode| read(mode, &workload, &traced(&workload, mode));
        let courses: Vec<Course> = DeploymentMode::ALL.into_iter().map(run).collect();
        let changes = courses.iter().flat_map(Course::changes);
        let last = changes.chain([workload.fault_at(), SUBMITTED]).max().unwrap_or(SUBMITTED);
        Comparison { end: HORIZON.min(last + TAIL), workload, courses }
    }

    /// The moment that a page shows first: that of the fault, or else a calm one.
    pub fn telling(&self) -> Time {
        match self.workload.fault {
            Fault::None => self.end.since(TAIL),
            Fault::TaskManager | Fault::JobManager | Fault::Exception | Fault::Cancel => {
                self.workload.fault_at() + Time::s(2)
            }
        }
    }

    /// Every time at which something changes in any mode, in order.
    pub fn moments(&self) -> Vec<Time> {
        let mut moments: Vec<Time> = self.courses.iter().flat_map(Course::changes).collect();
        moments.extend([Time::ZERO, SUBMITTED, self.end]);
        if self.workload.fault != Fault::None {
            moments.push(self.workload.fault_at());
        }
        moments.retain(|at| *at <= self.end);
        moments.sort_unstable();
        moments.dedup();
        moments
    }
}
