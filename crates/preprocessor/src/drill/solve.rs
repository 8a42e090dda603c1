//! A drill asked of the model: its solution reaches all goals, doing nothing never does.

use super::read::is_called;
use super::{Drill, Judged, Step};
use crate::cells::Run;
use crate::claims::Laboratory;
use crate::moments;
use crate::problem::Wrong;
use model::cluster::{Cluster, Savepoint};
use model::command::{Answer, World, filled, parse, resolve_in};
use model::scenario::TimedAction;
use model::{Action, Scenario, Time, Trace};

fn wrong(line: usize, message: String, hint: &str) -> Wrong {
    Wrong { line, message, hint: Some(hint.to_owned()) }
}

/// Plays it.
pub(super) fn judged(
    drill: &Drill,
    page: &[Run],
    laboratory: &mut Laboratory<'_>,
) -> Result<Judged, Wrong> {
    let stands = |run: &Run| matches!(run, Run::Scenario(id) if *id == drill.stage);
    if !page.iter().any(stands) {
        let message = format!("no stage \"{}\" stands on this page", drill.stage);
        return Err(wrong(drill.lines.stage, message, "a drill stands above its stage"));
    }
    let scenario = laboratory.run(&drill.stage, None).trace.scenario().clone();
    let untouched = Trace::run(scenario.clone());
    let last = untouched.entries().last().map_or(Time::ZERO, |entry| entry.at);
    let begins = drill.begins.min(last);
    let (solution, typed, solved) = solved(drill, begins, scenario.clone())?;
    let played = ask::Drill {
        scenario,
        begins,
        goals: drill.goals.iter().map(|goal| goal.holds.clone()).collect(),
        solution: solution.clone(),
    };
    can_be_asked(drill, begins, &solved)?;
    if let Some(happened) = played.first(&untouched, untouched.entries().len()) {
        let message = format!("all goals hold after {happened} events though nothing was done");
        return Err(wrong(drill.lines.begins, message, "begin later, or ask for more"));
    }
    let names = &drill.decisive;
    if !solution.iter().any(|timed| names.iter().any(|name| is_called(&timed.action, name))) {
        let message = "the solution has nothing decisive".to_owned();
        return Err(wrong(
            drill.lines.begins,
            message,
            "decisive names what nobody can do without",
        ));
    }
    let end = solved.entries().len();
    let Some(cost) = played.cost(&solved, end, solution.len()) else {
        let missing = missing(&played, &solved);
        let message = format!("the solution does not reach all goals; at its end: {missing:?}");
        return Err(wrong(drill.lines.begins, message, "either it is none, or the model is wrong"));
    };
    let reached = played.first(&solved, end).unwrap_or(end);
    let version = played.scenario.version;
    let (from, kept) = (untouched.happened_at(begins), played.scenario.actions.len());
    let begin = moments::fragment(&drill.stage, version, from, begins);
    let texts: Vec<String> = solution.iter().map(TimedAction::to_text).collect();
    let replay = format!("{begin}&until={reached}&keep={kept}&do={}", texts.join(","));
    Ok(Judged { played, typed, cost, begin, replay })
}

/// What of the goals holds when everything is over.
fn missing(drill: &ask::Drill, trace: &Trace) -> Vec<bool> {
    let stand = ask::drill::Stand {
        version: trace.scenario().version,
        actions: trace.scenario().actions.clone(),
        happened: trace.entries().len(),
    };
    drill.judge(&stand, trace).goals
}

/// What a goal asks about is there.
fn can_be_asked(drill: &Drill, begins: Time, trace: &Trace) -> Result<(), Wrong> {
    let window = ask::Window::between(trace, begins, trace.entries().len());
    for goal in &drill.goals {
        for question in &goal.holds {
            let asked = question.holds(&window);
            asked.map_err(|why| wrong(goal.line, why, "the question is asked of the model"))?;
        }
    }
    Ok(())
}

/// What is done, the lines as they are typed, and the run.
type Solved = (Vec<TimedAction>, Vec<String>, Trace);

/// What the solution does, its lines typed at their moments.
fn solved(drill: &Drill, begins: Time, scenario: Scenario) -> Result<Solved, Wrong> {
    let mut trace = Trace::run(scenario);
    let (mut done, mut lines) = (Vec::new(), Vec::new());
    for step in &drill.solution {
        let at = begins + step.after;
        let (action, line) = typed(step, at, &trace)?;
        lines.push(line);
        trace.fork(at, action.clone());
        done.push(TimedAction { at, action, took: None });
    }
    Ok((done, lines, trace))
}

/// `<savepoint>` becomes the path of the newest one.
fn with_savepoint(line: &str, cluster: &Cluster) -> String {
    let path = cluster.savepoints.iter().next_back().map(Savepoint::path);
    path.map_or_else(|| line.to_owned(), |path| line.replace("<savepoint>", &path))
}

/// The action that a line means at its moment, and the line with what its author left open.
fn typed(step: &Step, at: Time, trace: &Trace) -> Result<(Action, String), Wrong> {
    let happened = trace.happened_at(at);
    let cluster = trace.cluster_after(happened);
    let history = &trace.entries()[..happened];
    let world = World { cluster: &cluster, scenario: trace.scenario(), history, kept: &[] };
    let line = with_savepoint(&filled(&step.typed, &cluster), &cluster);
    let answer = parse(&line, cluster.version).and_then(|command| {
        Ok(match resolve_in(&command, &world)? {
            Answer::Do(action) | Answer::DoSaying(action, _) => Ok(action),
            other => Err(format!("\"{line}\" does nothing: {other:?}")),
        })
    });
    let hint = "a solution is a list of lines that do something";
    let answer = answer.map(|it| it.map(|action| (action, line.clone())));
    match answer {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(message)) => Err(wrong(step.line, message, hint)),
        Err(mistake) => {
            let message = format!("\"{line}\" is refused: {:?}", mistake.kind);
            Err(wrong(step.line, message, hint))
        }
    }
}
