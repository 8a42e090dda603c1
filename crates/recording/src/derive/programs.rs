//! Programs of several jobs, and how long their `main()` took in a recorded run.
//!
//! In: the submissions of one command. Out: a [`Program`], the durations of its steps, and stand-ins
//! for jobs that no Dispatcher ever received. Deliberately absent: what the jobs did.

use super::jobs::{Submission, unique_name};
use super::program::{self, Planned};
use crate::read::Recording;
use crate::row::Row;
use crate::translate::Names;
use model::job::{Behaviour, JobSpec, VertexSpec};
use model::{JobId, Profile, Program, Step, Time};

/// What one command ran.
pub(super) struct Ran {
    /// The program; with one `execute()` and nothing else it is called like its job.
    pub(super) program: Program,
    /// Jobs that `main()` never submitted, or that nobody took.
    pub(super) unseen: Vec<JobSpec>,
}

/// The program of these submissions, which all come from one command.
pub(super) fn program(recording: &Recording, names: &Names, ones: &[&Submission]) -> Ran {
    let Some(first) = ones.first() else {
        let program = Program { name: String::new(), steps: Vec::new(), environment_per_job: true };
        return Ran { program, unseen: Vec::new() };
    };
    let mut unseen = Vec::new();
    let jobs: Vec<String> = ones
        .iter()
        .enumerate()
        .map(|(index, one)| match one.job {
            Some(job) => unique_name(names, job),
            None => {
                let spec = stand_in(recording, one, index);
                let name = spec.name.clone();
                unseen.push(spec);
                name
            }
        })
        .collect();
    let step = |planned: &Planned| match planned {
        Planned::Execute(index) => Step::Execute(jobs[*index].clone()),
        Planned::ExecuteAsync(index) => Step::ExecuteAsync(jobs[*index].clone()),
        Planned::Work(time) => Step::Work(*time),
        Planned::Await => Step::Await,
        Planned::Throw => Step::Throw,
    };
    let steps: Vec<Step> = program::steps(&first.run.program).iter().map(step).collect();
    let name = match (steps.as_slice(), jobs.as_slice()) {
        ([Step::Execute(_)], [job]) => job.clone(),
        _ => format!("program of line {}", first.line),
    };
    // The recorded program builds each job in an environment of its own.
    Ran { program: Program { name, steps, environment_per_job: true }, unseen }
}

/// A job without a known graph: nobody ever ran it.
fn stand_in(recording: &Recording, one: &Submission, index: usize) -> JobSpec {
    let given = one.asked.name.clone().unwrap_or_else(|| format!("job{}", index + 1));
    let vertex = VertexSpec {
        name: "Source: unknown".to_owned(),
        parallelism: one.asked.parallelism,
        inputs: Vec::new(),
        slot_sharing_group: "default".to_owned(),
    };
    JobSpec {
        name: format!("{given}, never received in {} (line {})", recording.name, one.line),
        vertices: vec![vertex],
        options: one.asked.options.clone(),
        batch: false,
        behaviour: Behaviour::default(),
    }
}

/// How long each step of a `main()` in a JobManager took, and its end, counted from `began`: as the
/// model goes from step to step.
pub(super) fn steps(
    recording: &Recording,
    ones: &[&Submission],
    (program, attached): (&Program, bool),
    began: u64,
    profile: &Profile,
) -> Vec<Time> {
    let mut now = began;
    let mut last = began;
    let mut index = 0;
    let mut took = Vec::new();
    for step in &program.steps {
        match step {
            Step::Work(time) => {
                took.push(Time::ZERO);
                now += time.as_ms();
            }
            Step::Await => {
                took.push(Time::ZERO);
                let ends = ones.iter().filter_map(|one| over(recording, one.job?, ones));
                last = ends.max().map_or(last, |end| end.max(last));
                now = now.max(last + profile.call.as_ms());
            }
            Step::Throw => {
                let threw = recording.rows.iter().find(|row| says_thrown(row) && row.t_ms >= last);
                took.push(threw.map_or(Time::ZERO, |row| Time::ms(row.t_ms.saturating_sub(now))));
            }
            Step::Execute(_) | Step::ExecuteAsync(_) => {
                let one = ones.get(index);
                index += 1;
                let Some(arrived) = one.and_then(|one| one.arrived_ms) else {
                    // Nobody took it: what is known is when `main()` came to it.
                    let tried = one.and_then(|one| tried(recording, one, last)).unwrap_or(now);
                    took.push(Time::ms(tried.saturating_sub(now)));
                    now = now.max(tried);
                    continue;
                };
                took.push(Time::ms(arrived.saturating_sub(now)));
                last = arrived;
                now = arrived + profile.job_master_start.as_ms();
                if let (Step::Execute(_), true, Some(job)) =
                    (step, attached, one.and_then(|one| one.job))
                {
                    now = over(recording, job, ones).unwrap_or(now) + profile.call.as_ms();
                    last = now;
                }
            }
        }
    }
    // How long the rest of `main()` takes is the program's; ours says when it is through.
    let ended = recording.of("user.main").find(|row| {
        row.src.starts_with("jm-") && row.t_ms >= last && row.text("text") == Some("main end")
    });
    took.extend(ended.map(|row| Time::ms(row.t_ms.saturating_sub(now))));
    took
}

/// When `main()` came to the submission of a job, by what our program says.
fn tried(recording: &Recording, one: &Submission, since: u64) -> Option<u64> {
    let name = one.asked.name.as_deref()?;
    let own = |row: &&Row| {
        let text = row.text("text").unwrap_or_default();
        row.t_ms >= since && text.contains(" before ") && text.ends_with(&format!("name={name}"))
    };
    recording.of("user.main").find(own).map(|row| row.t_ms)
}

/// Whether the row is the first that a JobManager says of a `main()` that threw.
fn says_thrown(row: &Row) -> bool {
    match row.kind.as_str() {
        "app.bootstrap_error" | "jm.fatal" => true,
        "app.state" => row.text("to") == Some("FAILING"),
        _ => false,
    }
}

/// When `execute()` learned that its job was over.
fn over(recording: &Recording, job: JobId, ones: &[&Submission]) -> Option<u64> {
    let jid = &ones.iter().find(|one| one.job == Some(job))?.jid;
    let ends = ["FINISHED", "FAILED", "CANCELED"];
    let mut states = recording.of("job.state").filter(|row| row.text("jid") == Some(jid.as_str()));
    states.find(|row| row.text("to").is_some_and(|to| ends.contains(&to))).map(|row| row.t_ms)
}
