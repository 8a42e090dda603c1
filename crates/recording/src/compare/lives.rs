//! Level one: each entity's own life.
//!
//! In: a [`Pair`]. Out: differences in statuses of jobs, attempts of subtasks, lives of TaskManagers,
//! owners of slots.

use super::{Difference, Level, Pair};
use crate::equivalence::{Part, ending, same_attempt};
use crate::equivalence::{
    counted, gave_up, parts, same_attempts, same_statuses, same_up_to_edge, was_overtaken_late,
};
use crate::facts::{ApplicationFacts, Attempt, JobFacts, Step, TmFacts};
use model::event::Farewell;
use model::{JobId, Time, TmId, VertexId};
use std::collections::BTreeMap;

pub(super) fn compare(pair: &Pair<'_>) -> Vec<Difference> {
    let mut differences = Vec::new();
    for (index, recorded) in pair.recorded.jobs.iter().enumerate() {
        let twin = pair.renaming.job(JobId::next(index)).index();
        match pair.simulated.jobs.get(twin) {
            Some(simulated) => job(pair, index, recorded, simulated, &mut differences),
            None => differences.push(missing(pair.job_name(index), "received", "never received")),
        }
    }
    for extra in pair.recorded.jobs.len()..pair.simulated.jobs.len() {
        differences.push(missing(format!("job {extra}"), "no such job", "received"));
    }
    for (index, recorded) in pair.recorded.tms.iter().enumerate() {
        let nobody = TmFacts::default();
        let twin = pair.renaming.tm(TmId::next(index)).index();
        let simulated = pair.simulated.tms.get(twin).unwrap_or(&nobody);
        task_manager(pair, index, recorded, simulated, &mut differences);
    }
    processes(pair, &mut differences);
    applications(pair, &mut differences);
    for extra in pair.recorded.tms.len()..pair.simulated.tms.len() {
        differences.push(missing(format!("TaskManager {extra}"), "never there", "started"));
    }
    differences
}

/// JobManagers, and the clusters that they were.
fn processes(pair: &Pair<'_>, differences: &mut Vec<Difference>) {
    let end = pair.recorded.end;
    let (a, b) = (&pair.recorded.jms, &pair.simulated.jms);
    for index in 0..a.len().max(b.len()) {
        let name = format!("jm-{index}");
        differences.extend(steps(&name, "life", of(a, index), of(b, index), end));
    }
    let (a, b) = (&pair.recorded.clusters, &pair.simulated.clusters);
    for index in 0..a.len().max(b.len()) {
        let name = format!("cluster {index}");
        differences.extend(steps(&name, "end", of(a, index), of(b, index), end));
    }
}

fn of<S>(lists: &[Vec<S>], index: usize) -> &[S] {
    lists.get(index).map_or(&[], Vec::as_slice)
}

/// An application is known by its first job; one that never got so far by its number.
fn applications(pair: &Pair<'_>, differences: &mut Vec<Difference>) {
    let end = pair.recorded.end;
    let (all, others) = (&pair.recorded.applications, &pair.simulated.applications);
    let nobody = ApplicationFacts::default();
    for (index, recorded) in all.iter().enumerate() {
        let name = format!("application {index}");
        let first = recorded.jobs.first().map(|job| pair.renaming.job(*job));
        let twin = others.iter().find(|other| first.is_some_and(|job| other.jobs.contains(&job)));
        let simulated = twin.or_else(|| others.get(index)).unwrap_or(&nobody);
        let (a, b) = (&recorded.states, &simulated.states);
        differences.extend(steps(&name, "state", a, b, end));
        let (a, b) = (&recorded.ended, &simulated.ended);
        differences.extend(steps(&name, "end", a, b, end));
        let renamed: Vec<JobId> = recorded.jobs.iter().map(|job| pair.renaming.job(*job)).collect();
        if renamed != simulated.jobs {
            let (a, b) = (format!("{renamed:?}"), format!("{:?}", simulated.jobs));
            differences.push(Difference { what: "jobs".to_owned(), ..missing(name, &a, &b) });
        }
    }
    for extra in all.len()..others.len() {
        differences.push(missing(format!("application {extra}"), "never there", "started"));
    }
}

/// The difference between two lists of steps that are compared exactly.
fn steps<S: PartialEq + Copy + std::fmt::Debug>(
    entity: &str,
    what: &str,
    recorded: &[Step<S>],
    simulated: &[Step<S>],
    end: Time,
) -> Option<Difference> {
    let same = |a: &[Step<S>], b: &[Step<S>]| a.iter().map(|s| s.to).eq(b.iter().map(|s| s.to));
    let agrees = same_up_to_edge(recorded, simulated, |step| step.at, end, same);
    (!agrees).then(|| Difference {
        level: Level::Entities,
        at: first_difference(recorded, simulated),
        entity: entity.to_owned(),
        what: what.to_owned(),
        recorded: steps_text(recorded),
        simulated: steps_text(simulated),
    })
}

fn missing(entity: String, recorded: &str, simulated: &str) -> Difference {
    Difference {
        level: Level::Entities,
        at: Time::ZERO,
        entity,
        what: "existence".to_owned(),
        recorded: recorded.to_owned(),
        simulated: simulated.to_owned(),
    }
}

fn job(
    pair: &Pair<'_>,
    index: usize,
    recorded: &JobFacts,
    simulated: &JobFacts,
    differences: &mut Vec<Difference>,
) {
    let end = pair.recorded.end;
    let name = pair.job_name(index);
    let (a, b) = (&recorded.statuses, &simulated.statuses);
    if !same_up_to_edge(a, b, |step| step.at, end, same_statuses) {
        differences.push(Difference {
            level: Level::Entities,
            at: first_difference(a, b),
            entity: name.clone(),
            what: "status".to_owned(),
            recorded: statuses_text(recorded),
            simulated: statuses_text(simulated),
        });
    }
    let (a, b) = (&recorded.stored, &simulated.stored);
    differences.extend(steps(&name, "place in the store", a, b, end));
    if recorded.cluster != simulated.cluster {
        let (a, b) = (recorded.cluster, simulated.cluster);
        differences.push(Difference {
            what: "cluster".to_owned(),
            ..missing(name.clone(), &format!("{a:?}"), &format!("{b:?}"))
        });
    }
    let exact = gave_up(&recorded.statuses) || gave_up(&simulated.statuses);
    let (a, b) = (by_vertex(recorded), by_vertex(simulated));
    for vertex in a.keys().chain(b.keys().filter(|vertex| !a.contains_key(vertex))) {
        let nobody = Vec::new();
        let (a, b) = (a.get(vertex).unwrap_or(&nobody), b.get(vertex).unwrap_or(&nobody));
        if let Some((a, b)) = unmatched(a, b, end, exact) {
            differences.push(Difference {
                level: Level::Entities,
                at: first_attempt_difference(a, b),
                entity: name.clone(),
                what: format!("a subtask of vertex {}", vertex.0),
                recorded: attempts_text(a),
                simulated: attempts_text(b),
            });
        }
    }
}

type Life<'a> = &'a [Attempt];

fn by_vertex(job: &JobFacts) -> BTreeMap<VertexId, Vec<Life<'_>>> {
    let mut vertices: BTreeMap<VertexId, Vec<Life<'_>>> = BTreeMap::new();
    for ((vertex, _), attempts) in &job.subtasks {
        vertices.entry(*vertex).or_default().push(attempts);
    }
    vertices
}

/// Matches subtasks of a vertex; a recorded and a simulated one that stay without a match.
fn unmatched<'a>(
    recorded: &[Life<'a>],
    simulated: &[Life<'a>],
    end: Time,
    exact: bool,
) -> Option<(Life<'a>, Life<'a>)> {
    let mut free: Vec<Life<'a>> = simulated.to_vec();
    let mut alone = Vec::new();
    for life in recorded {
        let position = free.iter().position(|other| same_life(life, other, end, exact));
        match position {
            Some(position) => {
                free.remove(position);
            }
            None => alone.push(*life),
        }
    }
    let nobody: Life<'a> = &[];
    match (alone.first(), free.first()) {
        (None, None) => None,
        (a, b) => Some((a.copied().unwrap_or(nobody), b.copied().unwrap_or(nobody))),
    }
}

fn same_life(recorded: Life<'_>, simulated: Life<'_>, end: Time, exact: bool) -> bool {
    let (a, b) = (flat(recorded), flat(simulated));
    same_up_to_edge(
        &a,
        &b,
        |step| step.at,
        end,
        |a, b| same_attempts(&gathered(a), &gathered(b), exact),
    )
}

/// One step of one attempt; so that a life can be shortened step by step.
#[derive(Clone)]
struct FlatStep {
    at: Time,
    attempt: Attempt,
    step: usize,
}

fn flat(life: Life<'_>) -> Vec<FlatStep> {
    let steps = |attempt: &Attempt| {
        let attempt = attempt.clone();
        (0..attempt.steps.len()).map(move |step| FlatStep {
            at: attempt.steps[step].at,
            attempt: attempt.clone(),
            step,
        })
    };
    life.iter().flat_map(steps).collect()
}

fn gathered(steps: &[FlatStep]) -> Vec<Attempt> {
    let mut attempts: Vec<Attempt> = Vec::new();
    for flat in steps {
        if flat.step == 0 {
            attempts.push(Attempt { steps: Vec::new(), ..flat.attempt.clone() });
        }
        let whole = flat.step + 1 == flat.attempt.steps.len();
        let attempt = attempts.last_mut().expect("step 0 came first");
        attempt.steps.push(flat.attempt.steps[flat.step]);
        attempt.end = if whole { flat.attempt.end } else { crate::facts::End::Open };
    }
    attempts
}

fn task_manager(
    pair: &Pair<'_>,
    index: usize,
    recorded: &TmFacts,
    simulated: &TmFacts,
    differences: &mut Vec<Difference>,
) {
    let end = pair.recorded.end;
    let name = format!("tm-{index}");
    differences.extend(steps(&name, "life", &recorded.life, &simulated.life, end));
    let farewells: Vec<Step<(JobId, Farewell)>> = recorded
        .farewells
        .iter()
        .map(|step| Step { at: step.at, to: (pair.renaming.job(step.to.0), step.to.1) })
        .collect();
    // Whom it gives up first, of several JobMasters that died together, means nothing.
    let sorted = |steps: &[Step<(JobId, Farewell)>]| {
        let mut all: Vec<(JobId, Farewell)> = steps.iter().map(|step| step.to).collect();
        all.sort_by_key(|(job, _)| *job);
        all
    };
    let same = |a: &[Step<_>], b: &[Step<_>]| sorted(a) == sorted(b);
    if !same_up_to_edge(&farewells, &simulated.farewells, |step| step.at, end, same) {
        differences.push(Difference {
            level: Level::Entities,
            at: first_difference(&farewells, &simulated.farewells),
            entity: name.clone(),
            what: "JobMasters that it gave up".to_owned(),
            recorded: steps_text(&farewells),
            simulated: steps_text(&simulated.farewells),
        });
    }
    let overtaken = overtaken(pair);
    let counts = |step: &Step<JobId>| !overtaken.contains(&step.to);
    let renamed = recorded
        .owners
        .iter()
        .map(|step| Step { at: step.at, to: pair.renaming.job(step.to) })
        .filter(counts);
    let renamed: Vec<Step<JobId>> = renamed.collect();
    let simulated: Vec<Step<JobId>> = simulated.owners.iter().copied().filter(counts).collect();
    let same = |a: &[Step<JobId>], b: &[Step<JobId>]| owners(a) == owners(b);
    if !same_up_to_edge(&renamed, &simulated, |step| step.at, end, same) {
        differences.push(Difference {
            level: Level::Entities,
            at: first_difference(&renamed, &simulated),
            entity: name,
            what: "owners of slots".to_owned(),
            recorded: format!("{:?}", owners(&renamed)),
            simulated: format!("{:?}", owners(&simulated)),
        });
    }
}

/// The simulated jobs of which nothing is asked as to slots (see "cancelled on the way").
fn overtaken(pair: &Pair<'_>) -> Vec<JobId> {
    let jobs = pair.recorded.jobs.iter().enumerate();
    let hasty = jobs.filter(|(_, job)| was_overtaken_late(&job.statuses));
    hasty.map(|(index, _)| pair.renaming.job(JobId::next(index))).collect()
}

/// How many slots a TaskManager gave to each job.
fn owners(steps: &[Step<JobId>]) -> BTreeMap<u16, usize> {
    let mut owners = BTreeMap::new();
    for step in steps {
        *owners.entry(step.to.0).or_default() += 1;
    }
    owners
}

fn first_difference<S: PartialEq>(recorded: &[Step<S>], simulated: &[Step<S>]) -> Time {
    let same = recorded.iter().zip(simulated).take_while(|(a, b)| a.to == b.to).count();
    let (a, b) = (recorded.get(same), simulated.get(same));
    a.or(b).map_or(Time::ZERO, |step| step.at)
}

fn first_attempt_difference(recorded: Life<'_>, simulated: Life<'_>) -> Time {
    let same = recorded.iter().zip(simulated).take_while(|(a, b)| same_attempt(a, b)).count();
    let first = recorded.get(same).or_else(|| simulated.get(same));
    first.and_then(|attempt| attempt.steps.first()).map_or(Time::ZERO, |step| step.at)
}

fn statuses_text(job: &JobFacts) -> String {
    let parts = counted(&parts(&job.statuses), PartialEq::eq);
    let text = |(part, count): &(Part, usize)| match part {
        Part::Round => format!("{count} x (RUNNING RESTARTING)"),
        Part::Status(status) => status.name().to_owned(),
    };
    let last = job.statuses.last().map_or(Time::ZERO, |step| step.at).as_ms();
    format!("{} (last at {last} ms)", parts.iter().map(text).collect::<Vec<_>>().join(" "))
}

fn steps_text<S: std::fmt::Debug>(steps: &[Step<S>]) -> String {
    let text = |step: &Step<S>| format!("{:?} at {} ms", step.to, step.at.as_ms());
    steps.iter().map(text).collect::<Vec<_>>().join(", ")
}

fn attempts_text(life: Life<'_>) -> String {
    let rounds = counted(life, same_attempt);
    let text = |(attempt, count): &(Attempt, usize)| {
        let steps: Vec<&str> = attempt.steps.iter().map(|step| step.to.name()).collect();
        let first = attempt.steps.first().map_or(Time::ZERO, |step| step.at).as_ms();
        format!("{count} x [{} = {:?}, first at {first} ms]", steps.join(" "), ending(attempt))
    };
    rounds.iter().map(text).collect::<Vec<_>>().join(" ")
}
