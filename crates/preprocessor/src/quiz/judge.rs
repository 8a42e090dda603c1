//! Which choice of a question is right.
//!
//! In: a [`Form`], and the laboratory with the book's scenarios and the verdicts of its claims. Out: the one choice that holds,
//! the same in each version, or what is wrong.

use super::fact::Fact;
use super::{Answer, Choice, Form, Judged, Quiz, Runs, Setting};
use crate::claims::Laboratory;
use crate::predict::{the_one, wrong};
use crate::problem::Wrong;
use model::scenario::Provider;
use model::{FlinkVersion, Scenario, Trace};
use std::rc::Rc;

/// The right choice of a form.
pub(super) fn judged(
    quiz: &Quiz,
    form: &Form,
    laboratory: &mut Laboratory<'_>,
) -> Result<Judged, Wrong> {
    let mut judged: Option<Judged> = None;
    // Without a version of the question's, each run has its own.
    let own = [None];
    let named: Vec<Option<FlinkVersion>> = quiz.versions.iter().copied().map(Some).collect();
    for version in if named.is_empty() { &own[..] } else { &named } {
        let here = in_one(form, *version, laboratory).map_err(|mut wrong| {
            let place = version.map(|version| format!("{}: ", version.name()));
            wrong.message = format!("{}{}", place.unwrap_or_default(), wrong.message);
            wrong
        })?;
        match &mut judged {
            None => judged = Some(here),
            Some(before) if before.right == here.right => before.versions.extend(here.versions),
            Some(_) => {
                let name = version.map_or("", FlinkVersion::name);
                let message = format!("{name} has another answer");
                return Err(wrong(form.line, message, "name the versions in which it is the same"));
            }
        }
    }
    judged.ok_or_else(|| wrong(form.line, "no version".to_owned(), "versions = \"1.13 to 2.3\""))
}

/// The same in one version.
fn in_one(
    form: &Form,
    version: Option<FlinkVersion>,
    laboratory: &mut Laboratory<'_>,
) -> Result<Judged, Wrong> {
    let mut holds = Vec::new();
    let mut versions = Vec::new();
    let mut plays = Vec::new();
    for choice in &form.choices {
        let ran = match &choice.answer {
            Answer::Asked(_, Some(runs)) => Some((runs, run(runs, version, laboratory)?)),
            Answer::Asked(_, None) | Answer::Said(_) => None,
        };
        let at = ran.as_ref().map(|(_, trace)| trace.scenario().version).or(version);
        versions.extend(at);
        holds.push(is_so(choice, ran.as_ref(), at, laboratory)?);
        plays.push(ran.filter(|(runs, _)| runs.set.is_empty()).map(|(runs, trace)| {
            (runs.scenario.clone(), runs.course.play(&runs.scenario, &trace))
        }));
    }
    let right = the_one(&holds, form.line)?;
    Ok(Judged { right, versions, play: plays.into_iter().nth(right).flatten() })
}

/// Whether a choice holds.
fn is_so(
    choice: &Choice,
    ran: Option<&(&Runs, Rc<Trace>)>,
    version: Option<FlinkVersion>,
    laboratory: &Laboratory<'_>,
) -> Result<bool, Wrong> {
    let facts = match &choice.answer {
        Answer::Said(right) => return Ok(*right),
        Answer::Asked(facts, _) => facts,
    };
    let tell = |why| wrong(choice.line, why, "what must hold is asked of the model");
    let window = match ran {
        Some((runs, trace)) => Some(runs.course.window(trace, runs.line)?),
        None => None,
    };
    let mut all = true;
    for fact in facts {
        all &= match (fact, &window) {
            (Fact::Run(question), Some(window)) => question.holds(window).map_err(tell)?,
            (fact, _) if fact.wants_version() && version.is_none() => {
                return Err(tell("in which version?".to_owned()));
            }
            (fact, _) => {
                let version = version.unwrap_or(FlinkVersion::NEWEST);
                fact.holds(version, &laboratory.verdicts).map_err(tell)?
            }
        };
    }
    Ok(all)
}

/// A run in the version that its choice names, else in that one, else in its scenario's own.
fn run(
    runs: &Runs,
    version: Option<FlinkVersion>,
    laboratory: &mut Laboratory<'_>,
) -> Result<Rc<Trace>, Wrong> {
    let known = laboratory.run(&runs.scenario, runs.version.or(version));
    if runs.set.is_empty() && runs.course.does.is_empty() {
        return Ok(Rc::clone(&known.trace));
    }
    let mut scenario = known.trace.scenario().clone();
    for setting in &runs.set {
        setting.apply(&mut scenario).map_err(|why| {
            wrong(runs.line, why, "the question sets what its scenario does not have")
        })?;
    }
    Ok(Rc::new(runs.course.run(scenario)))
}

impl Setting {
    fn apply(&self, scenario: &mut Scenario) -> Result<(), String> {
        let job = |name: &str| format!("no job is called \"{name}\"");
        match self {
            Setting::TaskManagers(count) => match &mut scenario.provider {
                Provider::Standalone { task_managers, .. } => *task_managers = *count,
                Provider::Yarn { .. } | Provider::Kubernetes { .. } => {
                    return Err("task-managers are started by hand on standalone only".to_owned());
                }
            },
            Setting::Parallelism(name, parallelism) => {
                let found = scenario.jobs.iter_mut().find(|job| job.name == *name);
                let found = found.ok_or_else(|| job(name))?;
                found.vertices.iter_mut().for_each(|vertex| vertex.parallelism = *parallelism);
            }
            Setting::Option(name, key, value) => {
                let found = scenario.jobs.iter_mut().find(|job| job.name == *name);
                found.ok_or_else(|| job(name))?.options.set(key.name(), value);
            }
            Setting::Config(key, value) => scenario.config.set(key.name(), value),
        }
        Ok(())
    }
}
