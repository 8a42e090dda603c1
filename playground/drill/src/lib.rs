//! The judge of drills, compiled to wasm: one instance for a page.
//!
//! In: what a drill's figure has, and where its stage says it stands. Out: which goals hold there, and what it cost.
//! Deliberately absent: the page. `book/theme/drill.js` asks whenever a stage has moved, and shows the answer.

#![warn(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used)]

use ask::Drill;
use ask::drill::{Written, link};
use model::Trace;
use model::scenario::TimedAction;
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

/// Judges a stage: the JSON of [`Written`], and the stage's `data-session`. Answers with the JSON of a verdict; nothing where
/// either cannot be understood.
#[wasm_bindgen]
pub fn judge(written: &str, session: &str) -> Option<String> {
    KEPT.with_borrow_mut(|kept| {
        if kept.as_ref().is_none_or(|kept| kept.written != written) {
            let read: Written = serde_json::from_str(written).ok()?;
            let drill = Drill::read(read).ok()?;
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
        serde_json::to_string(&kept.drill.judge(&stand, &kept.trace)).ok()
    })
}
