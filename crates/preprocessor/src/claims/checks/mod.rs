//! The checks behind the claims: each is a function over runs of the model, in the file of the chapter that it
//! belongs to.
//!
//! In: one, two or three runs. Out: for each run the position of the event that shows it, or why it does not hold.
//! Each says what is so *today*, not what the notes say. Deliberately absent: which scenarios are run and in
//! which versions; the claim's cell says that.

mod application;
mod ha;
mod per_job;
mod session;
mod typed;
mod yarn;

#[cfg(test)]
mod tests;

use super::evidence::{Run, WhyNot};

/// A check by its name, which is the name of its function.
pub(crate) struct Check {
    /// As a cell names it.
    pub name: &'static str,
    holds: Holds,
}

/// A check's function, by the number of runs that it compares.
enum Holds {
    One(fn(&Run) -> Result<usize, WhyNot>),
    Two(fn(&Run, &Run) -> Result<[usize; 2], WhyNot>),
    Three(fn(&Run, &Run, &Run) -> Result<[usize; 3], WhyNot>),
}

impl Check {
    /// How many runs it compares.
    pub(crate) fn runs(&self) -> usize {
        match self.holds {
            Holds::One(_) => 1,
            Holds::Two(_) => 2,
            Holds::Three(_) => 3,
        }
    }

    /// For each run the position of the event that shows it.
    ///
    /// # Errors
    /// Why it does not hold.
    pub(crate) fn prove(&self, runs: &[&Run]) -> Result<Vec<usize>, WhyNot> {
        match (&self.holds, runs) {
            (Holds::One(holds), [one]) => holds(one).map(|shown| vec![shown]),
            (Holds::Two(holds), [one, two]) => holds(one, two).map(|shown| shown.to_vec()),
            (Holds::Three(holds), [one, two, three]) => {
                holds(one, two, three).map(|shown| shown.to_vec())
            }
            (Holds::One(_) | Holds::Two(_) | Holds::Three(_), _) => {
                Err(format!("compares {} runs, was given {}", self.runs(), runs.len()))
            }
        }
    }
}

/// The check of that name.
pub(crate) fn named(name: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.name == name)
}

macro_rules! checks {
    ($($chapter:ident :: $name:ident is $runs:ident),* $(,)?) => {
        /// Every check, in the order of the notes.
        pub(crate) const CHECKS: &[Check] =
            &[$(Check { name: stringify!($name), holds: Holds::$runs($chapter::$name) }),*];
    };
}

checks! {
    session::client_makes_the_plan is Two,
    session::slots_are_freed_and_the_cluster_stays is Two,
    session::submission_succeeds_without_slots is Three,
    session::only_jobs_with_slots_there_suffer is One,
    session::full_slots_are_fatal_without_a_platform is Two,
    per_job::main_runs_before_the_cluster is Two,
    per_job::cluster_ends_with_its_job is One,
    per_job::each_job_has_a_job_master_anyway is Two,
    application::one_program_several_jobs is One,
    per_job::per_job_mode_is_gone is Three,
    per_job::standalone_refuses_per_job is One,
    per_job::only_yarn_has_per_job is Two,
    application::main_runs_in_the_job_manager is One,
    application::several_jobs_unless_highly_available is Two,
    application::what_exists_first is Two,
    application::session_for_one_application is Two,
    application::jobs_wait_for_nobody is Two,
    typed::kubernetes_application_is_typed_anew is Two,
    typed::plain_run_goes_to_the_session is Two,
    per_job::standalone_has_applications is One,
    yarn::flink_asks_for_its_workers is One,
    yarn::workers_follow_slots is Two,
    typed::yarn_session_options is One,
    typed::detached_session is One,
    typed::session_tells_its_address is One,
    typed::address_by_either_spelling is One,
    yarn::stop_ends_session_and_jobs is One,
    yarn::cancelling_ends_the_cluster is Three,
    typed::run_application_is_gone is Two,
    yarn::what_is_in_hdfs_is_not_uploaded is Two,
    ha::a_standby_takes_over is Two,
    ha::attempts_restart_and_the_store_remembers is Two,
    ha::yarn_has_no_standby is Two,
    ha::the_store_keeps_plan_and_pointer is Two,
}
