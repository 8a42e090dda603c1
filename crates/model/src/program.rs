//! A program: what its `main()` does, as far as Flink notices.
//!
//! Flink: `StreamExecutionEnvironment.execute` and `executeAsync`. Who runs `main()` is the deployment
//! mode's business: the client (session, per-job) or the JobManager (application).

use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A program of several jobs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its name, unique among the scenario's programs and jobs.
    pub name: String,
    /// What `main()` does, in order.
    pub steps: Vec<Step>,
    /// Each job is built in a `StreamExecutionEnvironment` of its own, rather than all in one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub environment_per_job: bool,
}

/// One step of `main()`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// `env.execute(job)`: waits for the job's end when attached; returns at once when detached.
    Execute(String),
    /// `env.executeAsync(job)`: returns at once.
    ExecuteAsync(String),
    /// Does something else for a while.
    Work(Time),
    /// `client.getJobExecutionResult().get()` for each of its jobs in turn: waits until all are over, and
    /// throws at the first that did not finish.
    Await,
    /// Throws.
    Throw,
}

impl Step {
    /// The job that the step submits.
    pub fn job(&self) -> Option<&str> {
        match self {
            Step::Execute(job) | Step::ExecuteAsync(job) => Some(job),
            Step::Work(_) | Step::Await | Step::Throw => None,
        }
    }
}

impl Program {
    /// A `main()` with one `execute()`.
    pub fn of_one_job(job: &str) -> Program {
        Program {
            name: job.to_owned(),
            steps: vec![Step::Execute(job.to_owned())],
            environment_per_job: false,
        }
    }
}
