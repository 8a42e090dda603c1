//! Questions as a cell writes them: `jobs RUNNING = 2`, `job Orders is FAILED`, `not happens JobRecovered`.

use super::{JobState, Measure, Order, Processes, Question};
use crate::pattern::Pattern;
use model::{ExecutionState, JobStatus};

/// What is wrong with a question, and a hint.
pub type Mistake = (String, String);

const QUESTIONS: &str = "a question is `<number> = 2` (or < or >), `job <name> is RUNNING` (or lost, absent, restored), \
    `happens <event>`, `<event> before <event>`, `prints <text>`, or not and one of them";

const NUMBERS: &str = "a number is jobs, jobs <state>, jobs in <cluster> <state>, tasks of <job> <state>, restarts of <job>, slots of <job>, \
    homes of <job>, vertices of <job>, free slots, memory, count <event>, seconds until <event>, or task-managers, job-managers, \
    clusters, containers with alive or started behind it";

impl Question {
    /// Reads a question.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Question, Mistake> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["not", ..] => {
                let rest = text.trim_start().strip_prefix("not").unwrap_or_default();
                Ok(Question::Not(Box::new(Question::read(rest)?)))
            }
            ["prints", ..] => {
                let rest = text.trim_start().strip_prefix("prints").unwrap_or_default();
                Ok(Question::Prints(rest.trim().to_owned()))
            }
            ["job", name @ .., "is", state] if !name.is_empty() => {
                Ok(Question::Job(name.join(" "), job_state(state)?))
            }
            ["happens", event @ ..] => Ok(Question::Happens(Pattern::read(event)?)),
            [number @ .., order @ ("=" | "<" | ">"), count] => {
                let order = match *order {
                    "<" => Order::Less,
                    ">" => Order::More,
                    _ => Order::Equal,
                };
                let Ok(count) = count.parse() else {
                    return Err((format!("\"{count}\" is no number"), QUESTIONS.to_owned()));
                };
                Ok(Question::Number(Measure::of_words(number)?, order, count))
            }
            _ => {
                let mut parts = words.split(|word| *word == "before");
                match (parts.next(), parts.next(), parts.next()) {
                    (Some(one), Some(other), None) => {
                        Ok(Question::Before(Pattern::read(one)?, Pattern::read(other)?))
                    }
                    _ => Err((format!("\"{text}\" asks nothing"), QUESTIONS.to_owned())),
                }
            }
        }
    }
}

impl Measure {
    /// Reads a number.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Measure, Mistake> {
        Measure::of_words(&text.split_whitespace().collect::<Vec<_>>())
    }

    fn of_words(words: &[&str]) -> Result<Measure, Mistake> {
        Ok(match words {
            ["jobs"] => Measure::Jobs(None),
            ["jobs", state] => Measure::Jobs(Some(job_state(state)?)),
            ["jobs", "in", cluster, state] => {
                let Ok(cluster) = cluster.parse() else {
                    return Err((format!("\"{cluster}\" is no number"), NUMBERS.to_owned()));
                };
                Measure::JobsIn(cluster, job_state(state)?)
            }
            ["tasks", "of", job @ .., state] => Measure::Tasks(job.join(" "), task_state(state)?),
            ["restarts", "of", job @ ..] => Measure::Restarts(job.join(" ")),
            ["slots", "of", job @ ..] => Measure::SlotsOf(job.join(" ")),
            ["vertices", "of", job @ ..] => Measure::Vertices(job.join(" ")),
            ["homes", "of", job @ ..] => Measure::Homes(job.join(" ")),
            ["free", "slots"] => Measure::FreeSlots,
            ["memory"] => Measure::Memory,
            ["task-managers", which] => Measure::TaskManagers(processes(which)?),
            ["job-managers", which] => Measure::JobManagers(processes(which)?),
            ["clusters", which] => Measure::Clusters(processes(which)?),
            ["containers", which] => Measure::Containers(processes(which)?),
            ["count", event @ ..] => Measure::Count(Pattern::read(event)?),
            ["seconds", "until", event @ ..] => Measure::Seconds(Pattern::read(event)?),
            _ => {
                return Err((format!("\"{}\" is no number", words.join(" ")), NUMBERS.to_owned()));
            }
        })
    }
}

fn processes(word: &str) -> Result<Processes, Mistake> {
    match word {
        "alive" => Ok(Processes::Alive),
        "started" => Ok(Processes::Started),
        _ => Err((format!("\"{word}\"?"), "alive or started".to_owned())),
    }
}

fn job_state(word: &str) -> Result<JobState, Mistake> {
    let status = JobStatus::ALL.into_iter().find(|status| status.name() == word);
    match (status, word) {
        (Some(status), _) => Ok(JobState::Status(status)),
        (None, "lost") => Ok(JobState::Lost),
        (None, "absent") => Ok(JobState::Absent),
        (None, "restored") => Ok(JobState::Restored),
        (None, _) => {
            let names = JobStatus::ALL.map(JobStatus::name).join(", ");
            Err((
                format!("no job is \"{word}\""),
                format!("there are: {names}, lost, absent, restored"),
            ))
        }
    }
}

fn task_state(word: &str) -> Result<ExecutionState, Mistake> {
    let found = ExecutionState::ALL.into_iter().find(|state| state.name() == word);
    found.ok_or_else(|| {
        let names = ExecutionState::ALL.map(ExecutionState::name).join(", ");
        (format!("no task is \"{word}\""), format!("there are: {names}"))
    })
}
