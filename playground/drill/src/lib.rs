//! The judge of drills, compiled to wasm: one instance for a page.
//!
//! In: what a drill's figure has, and where its stage says it stands. Out: which goals hold there, and what it cost.
//! Deliberately absent: the page. `book/theme/drill.js` asks whenever a stage has moved, and shows the answer.

#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

use ask::drill::link;
use ask::{Drill, Question};
use given::Json;
use given::scenario::{Wrong, list, need, needed, scenario, timed, wrong};
use model::scenario::TimedAction;
use model::{Time, Trace};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The drill that was judged last and its run: while a stage only plays, neither changes.
struct Kept {
    written: String,
    drill: Drill,
    done: Vec<TimedAction>,
    trace: Trace,
}

thread_local! {
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// Reads what the page has: `{"scenario":…,"begins":40000000,"goals":[["jobs = 1"]],"solution":["42000000.submit.Orders"]}`.
fn read(written: &str) -> Result<Drill, Wrong> {
    let json = Json::parse(written)?;
    Ok(Drill {
        scenario: scenario(need(&json, "scenario")?)?,
        begins: Time(needed(&json, "begins")?),
        goals: list(&json, "goals", goal)?,
        solution: list(&json, "solution", timed)?,
    })
}

/// The questions of a goal.
fn goal(json: &Json) -> Result<Vec<Question>, Wrong> {
    let Json::List(texts) = json else { return Err(wrong("goals")) };
    let question = |text: &Json| match text {
        Json::Text(text) => Question::read(text).map_err(|(message, _)| message),
        _ => Err(wrong("goals")),
    };
    texts.iter().map(question).collect()
}

/// Judges a stage: the drill as the page has it, and the stage's `data-session`. Answers with the JSON of a verdict; nothing where
/// either cannot be understood.
#[wasm_bindgen]
pub fn judge(written: &str, session: &str) -> Option<String> {
    KEPT.with_borrow_mut(|kept| {
        if kept.as_ref().is_none_or(|kept| kept.written != written) {
            let drill = read(written).ok()?;
            let trace = drill.run(&[]);
            *kept = Some(Kept { written: written.to_owned(), drill, done: Vec::new(), trace });
        }
        let kept = kept.as_mut()?;
        let stand = link::read(session, &kept.drill.scenario)?;
        let done = kept.drill.done(&stand).unwrap_or_default();
        if done != kept.done {
            kept.trace = kept.drill.run(done);
            kept.done = done.to_vec();
        }
        Some(kept.drill.judge(&stand, &kept.trace).to_json())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A session to which one TaskManager is to be added.
    const DRILL: &str = r#"{
        "scenario": {
            "version": "1.20", "provider": { "kind": "standalone", "task_managers": 1 },
            "actions": ["0.start-cluster"], "horizon": 60000000
        },
        "begins": 20000000,
        "goals": [["task-managers alive = 2", "free slots = 2"], ["clusters alive = 1"]],
        "solution": ["21000000.start-task-manager"]
    }"#;

    #[test]
    fn a_stage_is_judged_by_where_it_stands() {
        let missed = r#""goals":[false,false],"replayed":false,"cost":null}"#;
        let rows = [
            (
                "stage-a&v=1.20&n=999&t=1",
                r#"{"place":"inside","goals":[false,true],"replayed":false,"cost":null}"#
                    .to_owned(),
            ),
            ("stage-a&v=1.20&n=0&t=1", format!(r#"{{"place":"before",{missed}"#)),
            ("stage-a&v=1.17&n=999&t=1", format!(r#"{{"place":"elsewhere",{missed}"#)),
            ("stage-a&v=1.20&n=999&t=1&keep=0", format!(r#"{{"place":"elsewhere",{missed}"#)),
        ];
        for (session, said) in rows {
            assert_eq!(judge(DRILL, session), Some(said), "{session}");
        }
        let done = "stage-a&v=1.20&n=999&t=1&keep=1&do=21000000.start-task-manager";
        let said = judge(DRILL, done).unwrap_or_default();
        assert!(
            said.contains(r#""goals":[true,true],"replayed":true,"cost":{"seconds":"#),
            "{said}"
        );
        // Later than the solution, it is the reader's own; how it is looked at does not count.
        let own = "stage-a&v=1.20&n=999&t=1&keep=1&do=30000000.start-task-manager picture terminal 1× typed=a%20b";
        let said = judge(DRILL, own).unwrap_or_default();
        assert!(
            said.contains(r#""goals":[true,true],"replayed":false,"cost":{"seconds":1"#),
            "{said}"
        );
        // Before it has come up, it is not there yet.
        let early = "stage-a&v=1.20&n=1&t=1&keep=1&do=21000000.start-task-manager";
        assert_eq!(judge(DRILL, early), Some(format!(r#"{{"place":"before",{missed}"#)));
    }

    #[test]
    fn what_cannot_be_understood_is_not_judged() {
        let session = "stage-a&v=1.20&n=1&t=1";
        assert_eq!(judge("{}", session), None);
        assert_eq!(judge(&DRILL.replace("clusters", "clutters"), session), None);
        assert_eq!(judge(DRILL, "stage-a&v=9&n=1"), None);
        assert_eq!(judge(DRILL, "stage-a&n=1&do=5.nothing"), None);
    }
}
